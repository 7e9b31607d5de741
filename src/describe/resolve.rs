//! Which body a printed name or a code means on the paper's day: weighted evidence, never a guess.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;

use crate::document::IssuingBody;
use crate::text::fold::fold;
use crate::vocabulary::Body;
use crate::vocabulary::BodyId;
use crate::vocabulary::bodies;
use crate::vocabulary::body_names;
use crate::vocabulary::codes::body_code;
use crate::vocabulary::places;
use crate::vocabulary::places::Place;

use super::body::sentence_case;
use super::pattern::squeeze;

/// Weights of `bodies.md` §3, and what a body must reach over the next one.
const HEADER: i32 = 6;
const HOME: i32 = 5;
const DATE_PLACE: i32 = 3;
const PATH: i32 = 3;
const RECIPIENTS: i32 = 2;
const ENOUGH: i32 = 5;
const MARGIN: i32 = 3;

/// What a paper gives to tell bodies apart by.
#[derive(Debug, Clone, Default)]
pub(super) struct Evidence<'a> {
    /// The paper's day, for what existed then.
    pub day: Option<Date>,
    /// Địa danh of the date line.
    pub place: Option<&'a str>,
    /// Path as imported.
    pub source_name: &'a str,
    /// The body set for the import.
    pub home: Option<&'a BodyId>,
    /// Folded closing lines: signature and recipients.
    pub closing: &'a str,
    /// The superior, once resolved.
    pub parent: Option<&'a Body>,
}

/// Central bodies by the letters of their names and aliases.
static CENTRAL: LazyLock<HashMap<String, Vec<&'static Body>>> = LazyLock::new(|| {
    let mut names: HashMap<String, Vec<&'static Body>> = HashMap::new();
    for body in bodies::central() {
        for name in std::iter::once(&body.name).chain(&body.aliases) {
            let found = names.entry(squeeze(&fold(name))).or_default();
            if found.iter().all(|known| known.id != body.id) {
                found.push(body);
            }
        }
    }
    names
});

/// Whether some authority row has this printed name, on whatever day.
pub(super) fn is_known(name: &str) -> bool {
    CENTRAL.contains_key(&squeeze(&fold(name))) || !body_names::by_name(name, None).is_empty()
}

/// The body with this printed name; several candidates are told apart by the evidence.
pub(super) fn by_name(name: &str, evidence: &Evidence<'_>) -> Option<Body> {
    let named = on_day(|day| body_names::by_name(name, day), evidence.day);
    if let [only] = named.as_slice() {
        return Some(only.clone());
    }
    if !named.is_empty() {
        return settle(named, evidence);
    }
    // Blanks lost or invented inside the capitals.
    let squeezed = CENTRAL
        .get(&squeeze(&fold(name)))
        .map(Vec::as_slice)
        .unwrap_or_default();
    if let [only] = squeezed {
        return Some((*only).clone());
    }
    // `BAN TUYÊN GIÁO` under `TỈNH ỦY AN GIANG`: the superior completes the name.
    if let Some(parent) = evidence.parent {
        let full = format!("{name} {}", parent.name);
        if let [only] = on_day(|day| body_names::by_name(&full, day), evidence.day).as_slice() {
            return Some(only.clone());
        }
    }
    // `SỞ NỘI VỤ`, `TỈNH ỦY`: the superior or other evidence must name the place.
    let places = supported(evidence).into_iter();
    let candidates = places.flat_map(|(place, weight)| {
        let here = on_day(|day| body_names::by_name_at(name, place, day), evidence.day);
        here.into_iter().map(move |body| (body, weight))
    });
    best(candidates.collect())
}

/// The body of a code in a number, where the heading names none.
pub(super) fn by_code(code: &str, evidence: &Evidence<'_>) -> Option<Body> {
    let central = bodies::by_code(code, evidence.day);
    if code == "TW" {
        return bodies::by_id("bchtw");
    }
    if let [only] = central.as_slice() {
        let shared = supported(evidence)
            .iter()
            .any(|(place, _)| !bodies::by_code_at(code, place, evidence.day).is_empty());
        return (!shared).then(|| only.clone());
    }
    let candidates = supported(evidence).into_iter().flat_map(|(place, weight)| {
        bodies::by_code_at(code, place, evidence.day)
            .into_iter()
            .map(move |body| (body, weight))
    });
    best(candidates.collect())
}

/// The body of a code that no other body uses, in any place.
pub(super) fn by_own_code(code: &str, day: Option<Date>) -> Option<Body> {
    let own = body_code(code).is_some_and(|known| !known.shared);
    match bodies::by_code(code, day).as_slice() {
        [only] if own => Some(only.clone()),
        _ => None,
    }
}

/// A printed name no authority row has.
pub(super) fn unknown(name: &str, parent: Option<&IssuingBody>) -> IssuingBody {
    IssuingBody::unlisted(&spelled_out(&sentence_case(name)), parent)
}

/// The organ of the Central Committee that signed: its papers share heading and code.
pub(super) fn central_organ(closing: &str) -> Option<Body> {
    let organs = [
        ("bo chinh tri", "bct"),
        ("ban bi thu", "bbt"),
        ("ban chap hanh trung uong", "bchtw"),
    ];
    let signed = closing.lines().rev().find_map(|line| {
        let compact: String = line.trim().replace(['/', '.', ' '], "");
        let rest = compact.strip_prefix("tm")?;
        organs
            .iter()
            .find(|(name, _)| rest.starts_with(&name.replace(' ', "")))
            .map(|(_, id)| *id)
    })?;
    bodies::by_id(signed)
}

/// As the paper names it.
pub(super) fn issuing(body: &Body) -> IssuingBody {
    IssuingBody {
        id: body.id.clone(),
        name: body.name.clone(),
    }
}

/// What existed on the day; a name printed outside the dates of the table is still that body.
fn on_day(find: impl Fn(Option<Date>) -> Vec<Body>, day: Option<Date>) -> Vec<Body> {
    let found = find(day);
    if found.is_empty() { find(None) } else { found }
}

/// Adds what else speaks for each candidate and takes the best, if it is good enough.
fn settle(candidates: Vec<Body>, evidence: &Evidence<'_>) -> Option<Body> {
    let supported = supported(evidence);
    let weighed = candidates.into_iter().map(|body| {
        let more = supported.iter().filter(|(place, _)| {
            body.place
                .is_some_and(|own| own.id == place.id || own.province == place.id)
        });
        let more: i32 = more.map(|(_, weight)| *weight).sum();
        (body, HEADER + more)
    });
    let mut weighed: Vec<(Body, i32)> = weighed.collect();
    // Of the same name before and after a merger, without a day, the living one is shown.
    if evidence.day.is_none() {
        let lives = |body: &Body| body.valid_to.is_none();
        let bare = |body: &Body| body.place.map(|place| place.bare_name);
        let lasting: Vec<Option<&str>> = weighed
            .iter()
            .filter(|(body, _)| lives(body))
            .map(|(body, _)| bare(body))
            .collect();
        weighed.retain(|(body, _)| lives(body) || !lasting.contains(&bare(body)));
    }
    best(weighed)
}

fn best(mut candidates: Vec<(Body, i32)>) -> Option<Body> {
    candidates.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    let (first, weight) = candidates.first()?.clone();
    let next = candidates
        .iter()
        .find(|(body, _)| body.id != first.id)
        .map_or(0, |(_, weight)| *weight);
    (weight >= ENOUGH && weight - next >= MARGIN).then_some(first)
}

/// The places other evidence speaks for, with its weight.
fn supported(evidence: &Evidence<'_>) -> Vec<(&'static Place, i32)> {
    let mut weights: Vec<(&'static Place, i32)> = Vec::new();
    let mut add = |place: &'static Place, weight: i32| match weights
        .iter_mut()
        .find(|(p, _)| p.id == place.id)
    {
        Some((_, sum)) => *sum += weight,
        None => weights.push((place, weight)),
    };
    if let Some(home) = evidence
        .home
        .and_then(|id| bodies::by_id(id.as_str()))
        .and_then(|body| body.place)
    {
        add(home, HOME);
    }
    if let Some(parent) = evidence.parent.and_then(|parent| parent.place) {
        add(parent, HEADER);
    }
    for place in evidence
        .place
        .into_iter()
        .flat_map(|name| at_date(name, evidence.day))
    {
        add(place, DATE_PLACE);
    }
    let path = squeeze(&fold(evidence.source_name));
    let components: Vec<String> = evidence
        .source_name
        .split(['/', '\\'])
        .map(|part| squeeze(&fold(part)))
        .collect();
    for place in provinces(evidence.day) {
        let bare = squeeze(&fold(place.bare_name));
        let alias = place
            .aliases
            .iter()
            .any(|alias| components.contains(&squeeze(&fold(alias))));
        if (bare.len() >= 5 && path.contains(&bare)) || alias {
            add(place, PATH);
        }
        let recipient = [
            format!("tinh uy {}", fold(place.bare_name)),
            format!("tinh {}", fold(place.bare_name)),
        ];
        if recipient
            .iter()
            .any(|name| evidence.closing.contains(name.as_str()))
        {
            add(place, RECIPIENTS);
        }
    }
    weights
}

/// Places the date line can mean: the named ones and, for a town, its province.
fn at_date(name: &str, day: Option<Date>) -> Vec<&'static Place> {
    let bare = name
        .trim_start_matches("TP.")
        .trim_start_matches("Tp.")
        .trim();
    let mut found: Vec<&'static Place> = Vec::new();
    for place in places::by_name(bare, day) {
        for place in [Some(place), places::by_id(place.province)]
            .into_iter()
            .flatten()
        {
            if found.iter().all(|known| known.id != place.id) {
                found.push(place);
            }
        }
    }
    found
}

fn provinces(day: Option<Date>) -> impl Iterator<Item = &'static Place> {
    places::all()
        .iter()
        .filter(move |place| place.level == places::PlaceLevel::Province && place.exists_on(day))
}

/// Abbreviated heads as people say them.
fn spelled_out(name: &str) -> String {
    let heads = [
        ("BQL ", "Ban Quản lý "),
        ("BCĐ ", "Ban Chỉ đạo "),
        ("UBND ", "Ủy ban nhân dân "),
        ("HĐND ", "Hội đồng nhân dân "),
    ];
    for (short, long) in heads {
        if let Some(rest) = name.strip_prefix(short) {
            return format!("{long}{rest}");
        }
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i16) -> Evidence<'static> {
        Evidence {
            day: Date::new(year, 9, 1).ok(),
            ..Evidence::default()
        }
    }

    #[track_caller]
    fn check(name: &str, evidence: &Evidence<'_>, expected: Option<&str>) {
        let found = by_name(name, evidence);
        assert_eq!(
            found.as_ref().map(|body| body.id.as_str()),
            expected,
            "{name}"
        );
    }

    #[test]
    fn names_give_bodies_of_their_day() {
        check("CHÍNH PHỦ", &on(2020), Some("cp"));
        check("B Ộ TÀI CHÍNH", &on(2020), Some("btc"));
        check("TỈNH ỦY AN GIANG", &on(2020), Some("tu-an-giang"));
        check("TỈNH ỦY AN GIANG", &on(2025), Some("tu-an-giang-2025"));
        check(
            "UỶ BAN NHÂN DÂN TỈNH PHÚ THỌ",
            &on(2020),
            Some("ubnd-phu-tho"),
        );
        check("HỘI CHƠI CÂY CẢNH", &on(2020), None);
    }

    #[test]
    fn shared_names_need_evidence() {
        check("TỈNH ỦY", &on(2020), None);
        let home = BodyId::from("tu-an-giang");
        check(
            "TỈNH ỦY",
            &Evidence {
                home: Some(&home),
                ..on(2020)
            },
            Some("tu-an-giang"),
        );
        let parent = bodies::by_id("tu-an-giang");
        let under = Evidence {
            parent: parent.as_ref(),
            ..on(2020)
        };
        check("BAN TUYÊN GIÁO", &under, Some("btgtu-an-giang"));
        let dated = Evidence {
            place: Some("Long Xuyên"),
            source_name: "AnGiang/TU/a.pdf",
            ..on(2020)
        };
        assert_eq!(
            by_code("TU", &dated).map(|body| body.id),
            Some(BodyId::from("tu-an-giang"))
        );
        assert_eq!(by_code("TU", &on(2020)), None);
    }

    #[test]
    fn unknown_names_get_an_id_of_their_own() {
        let body = unknown("BQL CÁC KHU CÔNG NGHIỆP", None);
        assert_eq!(body.id.as_str(), "ten:ban-quan-ly-cac-khu-cong-nghiep");
    }

    #[test]
    fn the_signature_tells_the_organ() {
        let organ = |closing: &str| central_organ(closing).map(|body| body.id);
        assert_eq!(
            organ("noi nhan\nt/m ban bi thu\n"),
            Some(BodyId::from("bbt"))
        );
        assert_eq!(organ("t.m bo chinh tri"), Some(BodyId::from("bct")));
        assert_eq!(organ("k/t truong ban"), None);
    }
}
