//! Provinces, districts and communes: names, validity, and which followed which.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;

use crate::text::fold::fold;
use crate::text::syllables::Keys;
use crate::vocabulary::table::Row;
use crate::vocabulary::table::Table;

static PROVINCES: Table = Table::new(include_str!("../../index/provinces.tsv"));
static DISTRICTS: Table = Table::new(include_str!("../../index/districts.tsv"));
static COMMUNES: Table = Table::new(include_str!("../../index/communes.tsv"));

static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    let provinces = PROVINCES.rows().map(|row| Place::province_of(&row));
    let districts = DISTRICTS
        .rows()
        .map(|row| Place::lower_of(&row, PlaceLevel::District));
    let communes = COMMUNES
        .rows()
        .map(|row| Place::lower_of(&row, PlaceLevel::Commune));
    provinces.chain(districts).chain(communes).collect()
});

static BY_ID: LazyLock<HashMap<&'static str, &'static Place>> =
    LazyLock::new(|| PLACES.iter().map(|place| (place.id, place)).collect());

/// Names of provinces and districts.
static UPPER_NAMES: LazyLock<Names> = LazyLock::new(|| {
    names(
        PLACES
            .iter()
            .filter(|place| place.level != PlaceLevel::Commune),
    )
});

/// Names of communes: apart, because there are 3,321 and most questions are about none of them.
static COMMUNE_NAMES: LazyLock<Names> = LazyLock::new(|| {
    names(
        PLACES
            .iter()
            .filter(|place| place.level == PlaceLevel::Commune),
    )
});

/// Places by key.
type Names = HashMap<String, Vec<&'static Place>>;

/// The district level ended on this day.
const DISTRICTS_UNTIL: Date = jiff::civil::date(2025, 6, 30);
/// The communes of today began on this day.
const COMMUNES_FROM: Date = jiff::civil::date(2025, 7, 1);

/// Words that say what kind of place a name is, longest first; printed names may lack them.
pub(super) const KIND_WORDS: [&str; 9] = [
    "thanh pho",
    "dac khu",
    "thi tran",
    "phuong",
    "thi xa",
    "huyen",
    "quan",
    "tinh",
    "xa",
];

/// A province, district or commune.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Short id, the last part of the ids of its bodies: `an-giang`, `an-giang-2025`, `886`, `30292`.
    pub id: &'static str,
    /// `Tỉnh An Giang`.
    pub name: &'static str,
    /// `An Giang`.
    pub bare_name: &'static str,
    /// Which level it belongs to.
    pub level: PlaceLevel,
    /// Other names; the short ones (`AG`) are safe only as a whole path component.
    pub aliases: Vec<&'static str>,
    /// Id of the province it belongs to; its own id if it is one.
    pub province: &'static str,
    /// First day, where known.
    pub valid_from: Option<Date>,
    /// Last day, if it has ended.
    pub valid_to: Option<Date>,
    /// Ids of the places that followed it.
    pub successors: Vec<&'static str>,
    /// Whether a source says when it began and ended, rather than general knowledge.
    pub verified: bool,
    /// Code of its People's Committee in Quyết định 20/2020/QĐ-TTg; empty if none.
    pub e_id: &'static str,
}

/// The level of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlaceLevel {
    /// Tỉnh, thành phố trực thuộc trung ương.
    Province,
    /// Huyện, quận, thị xã, thành phố thuộc tỉnh: until 30 June 2025.
    District,
    /// Xã, phường, đặc khu: as they are since 1 July 2025.
    Commune,
}

impl Place {
    /// The kind word, `Tỉnh`, `Thành phố`, `Huyện` ….
    #[must_use]
    pub fn kind_word(&self) -> &'static str {
        self.name
            .strip_suffix(self.bare_name)
            .unwrap_or_default()
            .trim_end()
    }

    /// `tỉnh An Giang`: its name inside a sentence.
    #[must_use]
    pub fn in_sentence(&self) -> String {
        format!("{} {}", self.kind_word().to_lowercase(), self.bare_name)
    }

    /// Whether it existed on that day; always, if no day is given.
    #[must_use]
    pub fn exists_on(&self, day: Option<Date>) -> bool {
        lasts(self.valid_from, self.valid_to, day)
    }

    fn province_of(row: &Row) -> Self {
        let id = short_id(row.cell("id"));
        Self {
            id,
            name: row.cell("name"),
            bare_name: bare(row.cell("name")),
            level: PlaceLevel::Province,
            aliases: row.list("aliases"),
            province: id,
            valid_from: first_day(row.cell("valid_from")),
            valid_to: last_day(row.cell("valid_to")),
            successors: row.list("successor_id").into_iter().map(short_id).collect(),
            verified: row.cell("mark").starts_with('V'),
            e_id: row.cell("e_id"),
        }
    }

    fn lower_of(row: &Row, level: PlaceLevel) -> Self {
        let commune = level == PlaceLevel::Commune;
        Self {
            id: row.cell("code"),
            name: row.cell("name"),
            bare_name: bare(row.cell("name")),
            level,
            aliases: row.list("former"),
            province: short_id(row.cell("province_id")),
            valid_from: commune.then_some(COMMUNES_FROM),
            valid_to: (!commune).then_some(DISTRICTS_UNTIL),
            successors: Vec::new(),
            verified: true,
            e_id: "",
        }
    }
}

/// Whether a span of days, open where a bound is missing, holds `day`.
pub(super) fn lasts(from: Option<Date>, to: Option<Date>, day: Option<Date>) -> bool {
    day.is_none_or(|day| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to))
}

/// The first day a cell `YYYY[-MM[-DD]]` can mean.
pub(super) fn first_day(cell: &str) -> Option<Date> {
    let mut parts = cell.split('-');
    let year = parts.next()?.parse().ok()?;
    let mut rest = || parts.next().and_then(|part| part.parse().ok());
    Date::new(year, rest().unwrap_or(1), rest().unwrap_or(1)).ok()
}

/// The last day a cell `YYYY[-MM[-DD]]` can mean.
pub(super) fn last_day(cell: &str) -> Option<Date> {
    let first = first_day(cell)?;
    Some(match cell.len() {
        4 => first.last_of_year(),
        7 => first.last_of_month(),
        _ => first,
    })
}

fn short_id(id: &str) -> &str {
    id.strip_prefix("tinh-").unwrap_or(id)
}

/// The name without its kind word.
fn bare(name: &'static str) -> &'static str {
    const WORDS: [&str; 8] = [
        "Thành phố ",
        "Đặc khu ",
        "Phường ",
        "Thị xã ",
        "Huyện ",
        "Quận ",
        "Tỉnh ",
        "Xã ",
    ];
    WORDS
        .iter()
        .find_map(|word| name.strip_prefix(word))
        .unwrap_or(name)
}

/// How people abbreviate a kind word.
fn short_kind(kind_word: &str) -> Option<&'static str> {
    match kind_word {
        "Thành phố" => Some("TP"),
        "Thị xã" => Some("TX"),
        "Quận" => Some("Q"),
        _ => None,
    }
}

/// The key names are compared by: folded, everything but letters and digits one blank.
pub(super) fn key(name: &str) -> String {
    let folded = fold(name);
    let mut key = String::with_capacity(folded.len());
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        if word.is_empty() {
            continue;
        }
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    key
}

fn names(places: impl Iterator<Item = &'static Place>) -> Names {
    let mut names = Names::new();
    for place in places {
        for key in name_keys(place) {
            names.entry(key).or_default().push(place);
        }
    }
    names
}

/// The keys a place is found by. A commune's always has the kind word: names of communes are
/// everyday words.
fn name_keys(place: &Place) -> Vec<String> {
    let mut keys = vec![key(place.name)];
    if place.level == PlaceLevel::Commune {
        keys.extend(place.aliases.iter().map(|alias| key(alias)));
        return keys;
    }
    keys.push(key(place.bare_name));
    keys.extend(
        short_kind(place.kind_word()).map(|short| key(&format!("{short} {}", place.bare_name))),
    );
    // Short aliases (AG, HN) are too short to be read out of running words.
    let aliases = place
        .aliases
        .iter()
        .flat_map(|alias| [key(alias), key(bare(alias))]);
    keys.extend(aliases.filter(|key| key.len() >= 4));
    // A number alone (Quận 1) is no name.
    keys.retain(|key| !key.bytes().all(|byte| byte.is_ascii_digit()));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Every place: provinces, then districts, then communes.
#[must_use]
pub fn all() -> &'static [Place] {
    &PLACES
}

/// The place with this id (`an-giang`, or as in the table, `tinh-an-giang`).
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Place> {
    BY_ID.get(short_id(id)).copied()
}

/// The places called so, in any spelling, that existed on `day`: provinces first, then districts,
/// each with or without its kind word; communes only with it.
#[must_use]
pub fn by_name(name: &str, day: Option<Date>) -> Vec<&'static Place> {
    let mut places = closest(name, by_key(&key(name)));
    places.retain(|place| place.exists_on(day));
    places
}

/// Of the places found for `written`, those spelled so with their marks; all, where it has none or
/// none is spelled so: `Thạnh Hóa` is not Thanh Hóa, `thanh hoa` may be either.
pub fn closest(written: &str, found: &[&'static Place]) -> Vec<&'static Place> {
    let all = found.to_vec();
    if written.is_ascii() || found.len() < 2 {
        return all;
    }
    let written = toned_key(written);
    let names = |place: &&&Place| -> bool {
        let mut names = std::iter::once(place.bare_name).chain(place.aliases.iter().copied());
        names.any(|name| written.ends_with(&toned_key(name)))
    };
    let spelled: Vec<&'static Place> = found.iter().filter(names).copied().collect();
    if spelled.is_empty() { all } else { spelled }
}

/// The key of a name with its marks, wherever its tones are placed.
fn toned_key(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let keys = words
        .filter(|word| !word.is_empty())
        .map(|word| Keys::of(word).key);
    keys.fold(String::new(), |all, key| all + " " + &key)
}

/// The places a folded phrase names; one blank between its words.
#[must_use]
pub fn by_key(key: &str) -> &'static [&'static Place] {
    let first = key.split(' ').next().unwrap_or_default();
    let commune = || matches!(first, "xa" | "phuong" | "dac").then(|| COMMUNE_NAMES.get(key));
    let found = UPPER_NAMES.get(key).or_else(|| commune().flatten());
    found.map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, day: Option<Date>, expected: &[&str]) {
        let found: Vec<&str> = by_name(name, day).iter().map(|place| place.id).collect();
        assert_eq!(found, expected, "{name}");
    }

    #[test]
    fn places_by_name_and_time() {
        let before = Some(jiff::civil::date(2025, 6, 30));
        let after = Some(jiff::civil::date(2025, 7, 1));
        check("An Giang", before, &["an-giang"]);
        check("TỈNH AN GIANG", after, &["an-giang-2025"]);
        check("Tỉnh Thanh Hoá", None, &["thanh-hoa"]);
        check("Thanh Hoá", None, &["thanh-hoa", "380"]);
        check("Thạnh Hóa", None, &["800"]);
        check("Daklak", before, &["dak-lak"]);
        check("TP. Hồ Chí Minh", before, &["ho-chi-minh"]);
        check("Bà Rịa – Vũng Tàu", None, &["ba-ria-vung-tau"]);
        check("TP Long Xuyên", None, &["883"]);
        check("Phường Ba Đình", None, &["00004"]);
        check("Xã Yên Phong", None, &["02083", "09193"]);
        check("AG", None, &[]);
        check("1", None, &[]);
    }

    #[test]
    fn days_of_vague_cells() {
        assert_eq!(first_day("2025-02"), Date::new(2025, 2, 1).ok());
        assert_eq!(last_day("2025-02"), Date::new(2025, 2, 28).ok());
        assert_eq!(last_day("1996"), Date::new(1996, 12, 31).ok());
        assert_eq!(first_day(""), None);
    }
}
