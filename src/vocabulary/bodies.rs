//! Issuing bodies: by id, by code, by place; who stands above, below, before and after them.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;

pub use crate::vocabulary::body_tree::ancestors;
pub use crate::vocabulary::body_tree::children;
pub use crate::vocabulary::body_tree::lineage;
pub use crate::vocabulary::body_tree::namesakes;
use crate::vocabulary::id::BodyId;
use crate::vocabulary::id::System;
use crate::vocabulary::places;
use crate::vocabulary::places::Place;
use crate::vocabulary::table::Row;
use crate::vocabulary::table::Table;
use crate::vocabulary::templates;

static TABLE: Table = Table::new(include_str!("../../index/bodies.tsv"));

static BODIES: LazyLock<Vec<Body>> =
    LazyLock::new(|| TABLE.rows().map(|row| Body::of(&row)).collect());

static BY_ID: LazyLock<HashMap<&'static str, &'static Body>> = LazyLock::new(|| {
    let by_id = |body: &'static Body| (body.id.as_str(), body);
    BODIES.iter().map(by_id).collect()
});

/// An issuing body (cơ quan ban hành).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Its id: `bbt`, `tu-an-giang`, `hu-886`.
    pub id: BodyId,
    /// Its name: `Huyện ủy Châu Phú`.
    pub name: String,
    /// Its codes in numbers, the usual one first.
    pub codes: Vec<&'static str>,
    /// Other names it is printed with.
    pub aliases: Vec<String>,
    /// Which level of administration it belongs to.
    pub level: Level,
    /// The body above it (cơ quan chủ quản).
    pub parent: Option<BodyId>,
    /// First day, where known.
    pub valid_from: Option<Date>,
    /// Last day, if it has ended.
    pub valid_to: Option<Date>,
    /// The bodies that took over its work.
    pub successors: Vec<BodyId>,
    /// Party, State, or front and unions.
    pub system: System,
    /// How its numbers are written.
    pub form: NumberForm,
    /// The place it governs or serves, if it is not a central body.
    pub place: Option<&'static Place>,
    /// Whether its first and last day are verified, so that they may be shown as fact.
    pub dated: bool,
    /// Where the row comes from: `V:Sn` verified, `G` general knowledge.
    pub mark: &'static str,
}

/// Level of administration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Trung ương.
    Centre,
    /// Cấp tỉnh.
    Province,
    /// Cấp huyện, until 30 June 2025.
    District,
    /// Cấp xã.
    Commune,
}

/// Which separators the numbers of a body have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberForm {
    /// `238/QĐ-TTg`: State, Front, some unions.
    Slash,
    /// `238-QĐ/TW`: Party, the Youth Union.
    Hyphen,
}

impl NumberForm {
    pub(super) fn of(cell: &str, system: System) -> Self {
        match (cell, system) {
            ("hyphen", _) | ("", System::Party) => Self::Hyphen,
            _ => Self::Slash,
        }
    }
}

impl Level {
    /// For staff.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Centre => "Trung ương",
            Self::Province => "Cấp tỉnh",
            Self::District => "Cấp huyện (đến 30/6/2025)",
            Self::Commune => "Cấp xã",
        }
    }

    /// A stable id: `trung-uong`, `tinh`, `huyen`, `xa`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Centre => "trung-uong",
            Self::Province => "tinh",
            Self::District => "huyen",
            Self::Commune => "xa",
        }
    }
}

impl Body {
    fn of(row: &Row) -> Self {
        let system = System::from_code(row.cell("system")).unwrap_or(System::State);
        let ids = |column| row.list(column).into_iter().map(BodyId::new);
        Self {
            id: BodyId::new(row.cell("id")),
            name: row.cell("name").to_owned(),
            codes: row.list("codes"),
            aliases: row.list("aliases").into_iter().map(str::to_owned).collect(),
            level: Level::Centre,
            parent: ids("parent_id").next(),
            valid_from: places::first_day(row.cell("valid_from")),
            valid_to: places::last_day(row.cell("valid_to")),
            successors: ids("successor_id").collect(),
            system,
            form: NumberForm::of(row.cell("form"), system),
            place: None,
            dated: dates_verified(row.cell("mark")),
            mark: row.cell("mark"),
        }
    }

    /// Whether it existed on that day; always, if no day is given.
    #[must_use]
    pub fn exists_on(&self, day: Option<Date>) -> bool {
        places::lasts(self.valid_from, self.valid_to, day)
    }

    /// Its name for a list of bodies of all times: `Huyện ủy Châu Phú (đến 30/6/2025)`. Days that
    /// are general knowledge only are left out.
    #[must_use]
    pub fn dated_name(&self) -> String {
        let name = &self.name;
        if !self.dated {
            return name.clone();
        }
        match (self.valid_from, self.valid_to) {
            (_, Some(to)) => format!("{name} (đến {}/{}/{})", to.day(), to.month(), to.year()),
            (Some(from), None) if self.place.is_some() => {
                format!(
                    "{name} (từ {}/{}/{})",
                    from.day(),
                    from.month(),
                    from.year()
                )
            }
            _ => name.clone(),
        }
    }
}

/// Whether a row's mark (`V:S15 (end, successor); start G`) covers the day a body ended, or began.
pub(super) fn dates_verified(mark: &str) -> bool {
    let scope = mark.split_once('(').map(|(_, rest)| rest);
    let scope = scope.and_then(|rest| rest.split_once(')'));
    mark.starts_with('V')
        && scope.is_none_or(|(scope, _)| scope.contains("end") || scope.contains("date"))
}

/// The bodies that exist once, in the order of the table. Those of places: [`at_place`].
#[must_use]
pub fn central() -> &'static [Body] {
    &BODIES
}

/// The body with this id; none for `ten:…` and for an instance that never existed.
#[must_use]
pub fn by_id(id: &str) -> Option<Body> {
    match BY_ID.get(id) {
        Some(body) => Some((*body).clone()),
        None => templates::instance(id),
    }
}

/// The central bodies with this code on `day`. `TW` gives three: which of them issued a paper is
/// said by its header, not by its number.
#[must_use]
pub fn by_code(code: &str, day: Option<Date>) -> Vec<Body> {
    let has = |body: &&Body| body.codes.contains(&code) && body.exists_on(day);
    BODIES.iter().filter(has).cloned().collect()
}

/// The bodies with this code at a place on `day`: `HĐND` at `an-giang`.
#[must_use]
pub fn by_code_at(code: &str, place: &'static Place, day: Option<Date>) -> Vec<Body> {
    at_place(place, day)
        .into_iter()
        .filter(|body| body.codes.contains(&code))
        .collect()
}

/// Every body of a place on `day`, committees first.
#[must_use]
pub fn at_place(place: &'static Place, day: Option<Date>) -> Vec<Body> {
    templates::all()
        .iter()
        .filter_map(|template| template.body_at(place))
        .filter(|body| body.exists_on(day))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use unicode_normalization::is_nfc;

    use super::*;
    use crate::vocabulary::body_names;
    use crate::vocabulary::kinds;

    fn all() -> Vec<Body> {
        let local = places::all().iter().flat_map(|place| at_place(place, None));
        central().iter().cloned().chain(local).collect()
    }

    #[test]
    fn the_tables_hang_together() {
        let bodies = all();
        let ids: HashSet<&str> = bodies.iter().map(|body| body.id.as_str()).collect();
        assert_eq!(ids.len(), bodies.len(), "an id occurs twice");
        for body in &bodies {
            let parent = body.parent.iter();
            for other in parent.chain(&body.successors) {
                assert!(
                    ids.contains(other.as_str()),
                    "{}: no body `{other}`",
                    body.id
                );
            }
            assert!(
                is_nfc(&body.name) && !body.name.contains('{'),
                "{}: {}",
                body.id,
                body.name
            );
            assert_eq!(by_id(body.id.as_str()).as_ref(), Some(body));
            assert!(
                ancestors(body.id.as_str()).len() < 7,
                "{}: a circle of parents",
                body.id
            );
        }
        let kinds: HashSet<&str> = kinds::all().iter().map(|kind| kind.id.as_str()).collect();
        assert_eq!(kinds.len(), kinds::all().len());
        let places: HashSet<&str> = places::all().iter().map(|place| place.id).collect();
        assert_eq!(places.len(), places::all().len());
        for place in places::all() {
            assert!(places.contains(place.province), "{}", place.id);
            assert!(
                place.successors.iter().all(|next| places.contains(next)),
                "{}",
                place.id
            );
            assert!(!place.kind_word().is_empty(), "{}", place.name);
        }
    }

    #[track_caller]
    fn check_name(name: &str, expected: &[&str]) {
        let found = body_names::by_name(name, None);
        let found: Vec<&str> = found.iter().map(|body| body.id.as_str()).collect();
        assert_eq!(found, expected, "{name}");
    }

    #[test]
    fn printed_names_are_known() {
        check_name("BAN BÍ THƯ", &["bbt"]);
        check_name(
            "Sở Tài chính tỉnh An Giang",
            &["stc-an-giang", "stc-an-giang-2025"],
        );
        check_name(
            "SỞ TÀI CHÍNH AN GIANG",
            &["stc-an-giang", "stc-an-giang-2025"],
        );
        check_name("tinh uỷ thanh hoá", &["tu-thanh-hoa"]);
        check_name(
            "Ban Thường vụ Thành ủy TP.HCM",
            &["tu-ho-chi-minh", "tu-ho-chi-minh-2025"],
        );
        check_name("UBND TP. Cần Thơ", &["ubnd-can-tho", "ubnd-can-tho-2025"]);
        check_name("Tỉnh ủy Bà Rịa – Vũng Tàu", &["tu-ba-ria-vung-tau"]);
        check_name("Ban Tuyên giáo Tỉnh ủy Đắc Lắc", &["btgtu-dak-lak"]);
        check_name("Huyện ủy Châu Phú", &["hu-889"]);
        check_name("Quận ủy Quận 1", &["qu-760"]);
        check_name("Đảng ủy phường Ba Đình", &["dux-00004"]);
        check_name("Bộ NN&PTNT", &["bnnptnt"]);
        check_name("BTC", &[]);
        check_name("Sở Tài chính", &[]);
        check_name("", &[]);
    }

    #[test]
    fn a_place_says_which() {
        let place = places::by_id("an-giang").unwrap();
        let day = Some(jiff::civil::date(2020, 8, 12));
        let named = body_names::by_name_at("SỞ TÀI CHÍNH", place, day);
        assert_eq!(named[0].name, "Sở Tài chính tỉnh An Giang");
        assert_eq!(by_code_at("TU", place, day)[0].id.as_str(), "tu-an-giang");
        assert!(
            by_id("skhdt-an-giang-2025").is_none(),
            "ended before the province began"
        );
    }
}
