//! Bodies that exist once per place: Sở Tài chính, Huyện ủy, UBND xã …, made when asked for.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;

use crate::vocabulary::bodies;
use crate::vocabulary::bodies::Body;
use crate::vocabulary::bodies::Level;
use crate::vocabulary::bodies::NumberForm;
use crate::vocabulary::id::BodyId;
use crate::vocabulary::id::System;
use crate::vocabulary::places;
use crate::vocabulary::places::Place;
use crate::vocabulary::places::PlaceLevel;
use crate::vocabulary::table::Row;
use crate::vocabulary::table::Table;

static TABLE: Table = Table::new(include_str!("../../index/body_templates.tsv"));

static TEMPLATES: LazyLock<Vec<Template>> =
    LazyLock::new(|| TABLE.rows().map(|row| Template::of(&row)).collect());

static BY_ID: LazyLock<HashMap<&'static str, &'static Template>> = LazyLock::new(|| {
    let by_id = |template: &'static Template| (template.id, template);
    TEMPLATES.iter().map(by_id).collect()
});

/// A row of `body_templates.tsv`.
pub(super) struct Template {
    pub(super) id: &'static str,
    /// Name and aliases, each with a placeholder at its end.
    pub(super) patterns: Vec<&'static str>,
    pub(super) codes: Vec<&'static str>,
    /// Which places have it: `tỉnh`, `huyện`, `quận`, `thị xã`, `thành phố thuộc tỉnh`, `xã`.
    pub(super) at: Vec<&'static str>,
    /// Ids of templates (the first that is at the place or its province) or of one central body.
    pub(super) parent: Vec<&'static str>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    successor: Vec<&'static str>,
    pub(super) system: System,
    pub(super) form: NumberForm,
    mark: &'static str,
}

/// Every template, in the order of the table.
pub(super) fn all() -> &'static [Template] {
    &TEMPLATES
}

/// The template with this id.
pub(super) fn by_id(id: &str) -> Option<&'static Template> {
    BY_ID.get(id).copied()
}

/// The body called `template-place`, if both exist and their times overlap.
pub(super) fn instance(id: &str) -> Option<Body> {
    let (template, place) = id.split_once('-')?;
    by_id(template)?.body_at(places::by_id(place)?)
}

/// `Tỉnh ủy An Giang`: the Party committee of a place.
pub(super) fn committee(place: &Place) -> String {
    let word = match place.kind_word() {
        "Tỉnh" => "Tỉnh ủy",
        "Thành phố" => "Thành ủy",
        "Huyện" => "Huyện ủy",
        "Quận" => "Quận ủy",
        "Thị xã" => "Thị ủy",
        _ => return format!("Đảng ủy {}", place.in_sentence()),
    };
    // `Quận ủy Quận 1`: a number is no name by itself.
    let numbered = place.bare_name.bytes().all(|byte| byte.is_ascii_digit());
    let name = if numbered {
        place.name
    } else {
        place.bare_name
    };
    format!("{word} {name}")
}

impl Template {
    fn of(row: &Row) -> Self {
        let system = System::from_code(row.cell("system")).unwrap_or(System::State);
        Self {
            id: row.cell("id"),
            patterns: std::iter::once(row.cell("name"))
                .chain(row.list("aliases"))
                .collect(),
            codes: row.list("codes"),
            at: row.list("at"),
            parent: row.list("parent"),
            valid_from: places::first_day(row.cell("valid_from")),
            valid_to: places::last_day(row.cell("valid_to")),
            successor: row.list("successor"),
            system,
            form: NumberForm::of(row.cell("form"), system),
            mark: row.cell("mark"),
        }
    }

    /// Whether places of this kind have it.
    pub(super) fn fits(&self, place: &Place) -> bool {
        let kind = match (place.level, place.kind_word()) {
            (PlaceLevel::Province, _) => "tỉnh",
            (PlaceLevel::Commune, _) => "xã",
            (PlaceLevel::District, "Quận") => "quận",
            (PlaceLevel::District, "Thị xã") => "thị xã",
            (PlaceLevel::District, "Thành phố") => "thành phố thuộc tỉnh",
            (PlaceLevel::District, _) => "huyện",
        };
        self.at.contains(&kind)
    }

    /// Whether the day shown with a body's name, its last or else its first, is verified.
    fn is_dated(&self, place: &Place) -> bool {
        let own = match self.lifetime(place) {
            (_, Some(to)) => self.valid_to == Some(to),
            (from, None) => from.is_some() && self.valid_from == from,
        };
        if own {
            bodies::dates_verified(self.mark)
        } else {
            place.verified
        }
    }

    fn lifetime(&self, place: &Place) -> (Option<Date>, Option<Date>) {
        let from = self.valid_from.max(place.valid_from);
        let to = match (self.valid_to, place.valid_to) {
            (Some(own), Some(place)) => Some(own.min(place)),
            (own, place) => own.or(place),
        };
        (from, to)
    }

    /// Its id at `place`, if it ever existed there.
    pub(super) fn id_at(&self, place: &Place) -> Option<BodyId> {
        let (from, to) = self.lifetime(place);
        let lived = from.zip(to).is_none_or(|(from, to)| from <= to);
        (lived && self.fits(place)).then(|| BodyId::new(format!("{}-{}", self.id, place.id)))
    }

    /// The body at `place`.
    pub(super) fn body_at(&self, place: &'static Place) -> Option<Body> {
        let id = self.id_at(place)?;
        let (valid_from, valid_to) = self.lifetime(place);
        let mut names = self.patterns.iter().map(|pattern| fill(pattern, place));
        Some(Body {
            id,
            name: names.next().unwrap_or_default(),
            codes: self.codes.clone(),
            aliases: names.collect(),
            level: match place.level {
                PlaceLevel::Province => Level::Province,
                PlaceLevel::District => Level::District,
                PlaceLevel::Commune => Level::Commune,
            },
            parent: self.parent_at(place),
            valid_from,
            valid_to,
            successors: self.successors_at(place, valid_to),
            system: self.system,
            form: self.form,
            place: Some(place),
            dated: self.is_dated(place),
            mark: self.mark,
        })
    }

    fn parent_at(&self, place: &Place) -> Option<BodyId> {
        let above = places::by_id(place.province)?;
        let mut templates = self.parent.iter().filter_map(|id| by_id(id)).peekable();
        if templates.peek().is_none() {
            return self.parent.first().map(|id| BodyId::new(*id));
        }
        templates.find_map(|template| template.id_at(place).or_else(|| template.id_at(above)))
    }

    fn successors_at(&self, place: &Place, end: Option<Date>) -> Vec<BodyId> {
        let Some(end) = end else {
            return Vec::new();
        };
        let heirs: Vec<&Template> = self.successor.iter().filter_map(|id| by_id(id)).collect();
        if place.exists_on(end.tomorrow().ok()) {
            return heirs.iter().filter_map(|heir| heir.id_at(place)).collect();
        }
        let heirs = if heirs.is_empty() { vec![self] } else { heirs };
        let province = places::by_id(place.province);
        // A district has no successor, but what its province has now may take over (courts).
        let next = place.successors.iter().chain(
            province
                .filter(|_| place.level == PlaceLevel::District)
                .into_iter()
                .flat_map(|province| &province.successors),
        );
        let next: Vec<&Place> = next.filter_map(|id| places::by_id(id)).collect();
        let pairs = heirs
            .iter()
            .flat_map(|heir| next.iter().map(move |place| (heir, place)));
        pairs
            .filter_map(|(heir, place)| heir.id_at(place))
            .collect()
    }
}

fn fill(pattern: &str, place: &Place) -> String {
    let youth = match place.kind_word() {
        "Thành phố" => "Thành đoàn",
        _ => "Tỉnh đoàn",
    };
    pattern
        .replace("{nơi}", &place.in_sentence())
        .replace("{cấp ủy}", &committee(place))
        .replace("{đoàn}", &format!("{youth} {}", place.bare_name))
}
