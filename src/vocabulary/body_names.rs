//! Bodies by what is printed or typed: `SỞ TÀI CHÍNH TỈNH AN GIANG`, `tinh uy an giang`, `BTC TW`.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;

use crate::text::fold::fold;
use crate::vocabulary::bodies;
use crate::vocabulary::bodies::Body;
use crate::vocabulary::id::BodyId;
use crate::vocabulary::places;
use crate::vocabulary::places::Place;
use crate::vocabulary::templates;
use crate::vocabulary::templates::Template;

static NAMES: LazyLock<Names> = LazyLock::new(Names::build);

/// A body's name found at the beginning of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameMatch {
    /// How many bytes of the key it takes.
    pub length: usize,
    /// The code such bodies have in numbers.
    pub code: &'static str,
    /// The bodies it can mean; none for `tỉnh ủy` without a place.
    pub bodies: Vec<BodyId>,
}

/// Who has a name, or the part of it before the place.
#[derive(Clone, Copy)]
enum Named {
    Central(&'static Body),
    Local(&'static Template),
}

struct Names {
    /// By key: whole names of central bodies, names of local ones up to the place.
    by_key: HashMap<String, Vec<Named>>,
    /// Abbreviations, in capitals and with their marks: `TƯ` is not `TU`.
    short: HashMap<String, Vec<&'static Body>>,
    /// First words of keys, with the most words a key beginning so has.
    longest: HashMap<String, usize>,
}

impl Names {
    fn build() -> Self {
        let mut names = Self {
            by_key: HashMap::new(),
            short: HashMap::new(),
            longest: HashMap::new(),
        };
        for body in bodies::central() {
            let mut keys: Vec<String> = Vec::new();
            for name in std::iter::once(&body.name).chain(&body.aliases) {
                let key = places::key(name);
                if key.contains(' ') && !name.contains('.') {
                    keys.push(key);
                } else {
                    names
                        .short
                        .entry(name.to_uppercase())
                        .or_default()
                        .push(body);
                }
            }
            // Two aliases may differ in punctuation only.
            keys.sort_unstable();
            keys.dedup();
            keys.into_iter()
                .for_each(|key| names.add(key, Named::Central(body)));
        }
        for template in templates::all() {
            for pattern in &template.patterns {
                for head in heads(pattern, template) {
                    names.add(places::key(&head), Named::Local(template));
                }
            }
        }
        names
    }

    fn add(&mut self, key: String, named: Named) {
        let mut words = key.split(' ');
        let first = words.next().unwrap_or_default().to_owned();
        let longest = self.longest.entry(first).or_default();
        *longest = (*longest).max(words.count() + 1);
        self.by_key.entry(key).or_default().push(named);
    }

    fn get(&self, key: &str) -> &[Named] {
        self.by_key.get(key).map(Vec::as_slice).unwrap_or_default()
    }
}

/// What a pattern says before the place, once for each way its placeholder begins.
fn heads(pattern: &str, template: &Template) -> Vec<String> {
    let Some((head, placeholder)) = pattern.split_once('{') else {
        return vec![pattern.to_owned()];
    };
    let words: Vec<&str> = match placeholder {
        "cấp ủy}" => template
            .at
            .iter()
            .flat_map(|at| committee_words(at))
            .copied()
            .collect(),
        "đoàn}" => vec!["Tỉnh đoàn", "Thành đoàn"],
        _ => vec![""],
    };
    words
        .into_iter()
        .map(|word| format!("{head}{word}"))
        .collect()
}

fn committee_words(at: &str) -> &'static [&'static str] {
    match at {
        "tỉnh" => &["Tỉnh ủy", "Thành ủy"],
        "huyện" => &["Huyện ủy"],
        "quận" => &["Quận ủy"],
        "thị xã" => &["Thị ủy"],
        "thành phố thuộc tỉnh" => &["Thành ủy"],
        _ => &["Đảng ủy"],
    }
}

/// The ends of the first words of `key`, longest first, no more than `most` words.
fn prefixes(key: &str, most: usize) -> impl Iterator<Item = &str> {
    let mut ends: Vec<usize> = key
        .match_indices(' ')
        .map(|(at, _)| at)
        .take(most)
        .collect();
    if ends.len() < most {
        ends.push(key.len());
    }
    ends.into_iter().rev().filter_map(|end| key.get(..end))
}

/// The longest body name `key` begins with. `key` is folded words with one blank between them.
///
/// A name of one word (`UBND`) counts only before a place or a kind of place, since alone it is a
/// code.
#[must_use]
pub fn longest_prefix(key: &str) -> Option<NameMatch> {
    let names = &*NAMES;
    let first = key.split(' ').next()?;
    let most = *names.longest.get(first)?;
    prefixes(key, most).find_map(|head| {
        let named = names.get(head);
        let found = match_named(named, key.get(head.len()..)?)?;
        let length = head.len() + found.length;
        let word = !head.contains(' ') && found.length == 0;
        (!word).then_some(NameMatch { length, ..found })
    })
}

/// Of those who have a name, who is meant when `rest` follows it.
fn match_named(named: &[Named], rest: &str) -> Option<NameMatch> {
    let central: Vec<&Body> = named
        .iter()
        .filter_map(|named| match named {
            Named::Central(body) => Some(*body),
            Named::Local(_) => None,
        })
        .collect();
    if let Some(first) = central.first() {
        return Some(NameMatch {
            length: 0,
            code: first.codes.first().copied().unwrap_or_default(),
            bodies: central.iter().map(|body| body.id.clone()).collect(),
        });
    }
    let templates: Vec<&Template> = named
        .iter()
        .filter_map(|named| match named {
            Named::Local(template) => Some(*template),
            Named::Central(_) => None,
        })
        .collect();
    let code = templates
        .first()?
        .codes
        .first()
        .copied()
        .unwrap_or_default();
    let rest_key = rest.trim_start();
    let skipped = rest.len() - rest_key.len();
    for name in place_prefixes(rest_key) {
        let found = bodies_at(&templates, places::by_key(name));
        if let Some((template, bodies)) = found {
            let code = template.codes.first().copied().unwrap_or(code);
            let length = skipped + name.len();
            return Some(NameMatch {
                length,
                code,
                bodies,
            });
        }
    }
    let kind = places::KIND_WORDS.into_iter().find(|word| {
        rest_key
            .strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    });
    let length = kind.map_or(0, |word| skipped + word.len());
    Some(NameMatch {
        length,
        code,
        bodies: Vec::new(),
    })
}

/// The beginnings of `key` that may be a place's name: up to six words, longest first.
fn place_prefixes(key: &str) -> impl Iterator<Item = &str> {
    let most = if key.is_empty() { 0 } else { 6 };
    prefixes(key, most)
}

fn bodies_at(
    templates: &[&'static Template],
    places: &[&'static Place],
) -> Option<(&'static Template, Vec<BodyId>)> {
    let template = templates
        .iter()
        .copied()
        .find(|template| places.iter().any(|place| template.id_at(place).is_some()))?;
    let fitting = templates
        .iter()
        .flat_map(|template| places.iter().filter_map(|place| template.id_at(place)));
    Some((template, fitting.collect()))
}

/// The bodies a printed name means on `day`: several where it does not say which, none if unknown.
///
/// Case, tone placement, `uỷ`/`ủy` and the words tỉnh, thành phố, huyện … before a place do not
/// matter.
#[must_use]
pub fn by_name(name: &str, day: Option<Date>) -> Vec<Body> {
    let key = places::key(name);
    let short = NAMES.short.get(&name.trim().to_uppercase());
    if let Some(bodies) = short {
        let bodies = bodies.iter().filter(|body| body.exists_on(day));
        return bodies.map(|body| (*body).clone()).collect();
    }
    let found = longest_prefix(&key).filter(|found| found.length == key.len());
    let found = found.into_iter().flat_map(|found| found.bodies);
    let mut found: Vec<Body> = found.filter_map(|id| bodies::by_id(id.as_str())).collect();
    let at: Vec<&'static Place> = found.iter().filter_map(|body| body.place).collect();
    let at = places::closest(name, &at);
    found.retain(|body| body.place.is_none_or(|place| at.contains(&place)));
    found.retain(|body| body.exists_on(day));
    found
}

/// The bodies of a place that are called `name` there on `day`: a header says `SỞ TÀI CHÍNH`, the
/// line above it which province.
#[must_use]
pub fn by_name_at(name: &str, place: &'static Place, day: Option<Date>) -> Vec<Body> {
    let key = places::key(name);
    let head = places::KIND_WORDS
        .into_iter()
        .find_map(|word| key.strip_suffix(word))
        .map_or(key.as_str(), str::trim_end);
    let named = [key.as_str(), head]
        .into_iter()
        .flat_map(|key| NAMES.get(key));
    let mut found: Vec<Body> = Vec::new();
    for named in named {
        let Named::Local(template) = named else {
            continue;
        };
        let body = template.body_at(place).filter(|body| body.exists_on(day));
        found.extend(body.filter(|body| found.iter().all(|known| known.id != body.id)));
    }
    found
}

/// Whether two printed names are the same but for case, marks and punctuation.
#[must_use]
pub fn same_name(one: &str, other: &str) -> bool {
    fold(one) == fold(other) || places::key(one) == places::key(other)
}
