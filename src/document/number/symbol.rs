//! Which part of a symbol is the kind, which the body, which the units.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::keys::capitals;
use super::tokens::Gap;
use super::tokens::Token;
use crate::text::fold::fold;
use crate::vocabulary::NumberForm;
use crate::vocabulary::codes;
use crate::vocabulary::codes::BodyCode;
use crate::vocabulary::kinds;

/// Kind codes by folded spelling, the first reading first: `da` → ĐA, DA.
static KIND_CODES: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut codes: HashMap<String, Vec<&'static str>> = HashMap::new();
    for kind in kinds::all() {
        let mut own: Vec<String> = Vec::new();
        for code in &kind.codes {
            // CTR and Ctr are spellings of CTr; QĐi is a code of its own.
            let key = fold(code);
            if own.contains(&key) {
                continue;
            }
            let same = codes.entry(key.clone()).or_default();
            if !same.contains(code) {
                same.push(code);
            }
            own.push(key);
        }
    }
    codes
});

/// Bodies whose old numbers are the body alone (`64-CP`, `49/TTg`): never letters.
const OLD_BODIES: [&str; 4] = ["CP", "TTg", "HĐBT", "HĐCP"];

/// Kinds old ministries printed after their own code: `1141-TC/QĐ/CĐKT`.
const OLD_KINDS: [&str; 6] = ["QĐ", "TT", "CT", "NQ", "TTLB", "TTLT"];

/// No paper has more units or joint issuers.
const MOST_UNITS: usize = 12;

/// The codes of a symbol, sorted out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::document) struct Symbol {
    /// Codes the kind may have, the first reading first; empty if none is printed.
    pub(in crate::document) kinds: Vec<&'static str>,
    /// Code of the body in canonical spelling.
    pub(in crate::document) body: Option<String>,
    /// What follows, in capitals.
    pub(in crate::document) units: Vec<String>,
    /// Whether the body stands before the kind, as in old ministries: a slash in spite of the hyphen.
    pub(in crate::document) body_first: bool,
}

/// How literally a code without marks is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) enum Marks {
    /// As printed, or typed by someone who uses marks: `DA` is Dự án.
    Printed,
    /// As typed by someone who used no marks at all: `DA` is Đề án first.
    Typed,
}

/// The kinds a code can stand for.
pub(in crate::document) fn kind_codes(code: &str, marks: Marks) -> Vec<&'static str> {
    let found = KIND_CODES
        .get(&fold(code))
        .map(Vec::as_slice)
        .unwrap_or_default();
    let same = |known: &&&'static str| known.to_uppercase() == code.to_uppercase();
    let literal: Vec<&'static str> = found.iter().filter(same).copied().collect();
    let as_written = !code.is_ascii() || marks == Marks::Printed && !literal.is_empty();
    if as_written { literal } else { found.to_vec() }
}

/// What is known of a body code, its ordinal (`QH15`, `BCĐ389`) aside, and its canonical spelling.
pub(in crate::document) fn body_code(code: &str) -> Option<(BodyCode, String)> {
    if let Some(known) = codes::body_code(code) {
        return Some((known, known.code.to_owned()));
    }
    let base = code.trim_end_matches(|c: char| c.is_ascii_digit());
    let ordinal = code
        .get(base.len()..)
        .filter(|ordinal| !ordinal.is_empty() && !base.is_empty())?;
    let known = codes::body_code(base)?;
    Some((known, format!("{}{ordinal}", known.code)))
}

/// Whether numbers with this body code are written with a hyphen after the serial; none if the
/// tables do not know.
pub(in crate::document) fn is_hyphenated(code: &str) -> Option<bool> {
    if let Some((known, _)) = body_code(code) {
        return Some(known.form == NumberForm::Hyphen);
    }
    let key = fold(code);
    let party = key.starts_with("du") && code.starts_with('Đ')
        || key.len() > 3 && (key.ends_with("tw") || key.ends_with("tu") || key.ends_with("hu"))
        || key.starts_with("bcd35");
    party.then_some(true)
}

impl Symbol {
    /// Sorts out the codes after a serial. `named_kind` says whether words before the number name
    /// its kind, `has_serial` whether there is a serial.
    pub(in crate::document) fn of(
        codes: &[Token],
        named_kind: bool,
        has_serial: bool,
        marks: Marks,
    ) -> Self {
        let mut parts: Vec<(&str, Gap)> = codes
            .iter()
            .map(|code| (code.text.as_str(), code.gap))
            .collect();
        let glued = parts.first().and_then(|(first, gap)| unglue(first, *gap));
        if let Some(glued) = glued {
            parts.splice(0..1, glued);
        }
        let mut symbol = Self::default();
        let Some(&(first, gap)) = parts.first() else {
            return symbol;
        };
        let second = parts.get(1).map(|(second, _)| *second);
        if let Some(kind) = second.and_then(|second| old_kind(first, second)) {
            symbol.kinds = vec![kind];
            symbol.body_first = true;
            parts.remove(1);
        } else {
            let alone = parts.len() == 1 && named_kind && body_code(first).is_some();
            let ordinal = first.ends_with(|c: char| c.is_ascii_digit());
            if !alone && !ordinal {
                symbol.kinds = kind_codes(first, marks);
            }
            if !symbol.kinds.is_empty() {
                parts.remove(0);
            }
        }
        let mut rest = parts.iter().map(|(part, _)| *part);
        if let Some(body) = rest.next() {
            symbol.body = Some(body_code(body).map_or_else(|| capitals(body), |(_, code)| code));
            symbol.units = rest.map(capitals).take(MOST_UNITS).collect();
        }
        if symbol.kinds.is_empty() && !named_kind && has_serial && symbol.is_letter(gap) {
            symbol.kinds = vec!["CV"];
        }
        symbol
    }

    /// Whether a symbol without a kind is that of a letter: body and unit, or a body after a slash.
    fn is_letter(&self, gap: Gap) -> bool {
        let Some(body) = &self.body else { return false };
        if is_assembly(body) {
            return false;
        }
        let slash = is_hyphenated(body) != Some(true);
        !self.units.is_empty() || slash && gap == Gap::Slash && !OLD_BODIES.contains(&body.as_str())
    }
}

/// The National Assembly and its Standing Committee: the number says no kind, but the term.
pub(in crate::document) fn is_assembly(body: &str) -> bool {
    ["QH", "UBTVQH"].iter().any(|assembly| {
        body.strip_prefix(assembly)
            .is_some_and(|term| !term.is_empty() && term.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// `NQTW` → `NQ`, `TW`: a kind and a body with nothing between.
fn unglue(code: &str, gap: Gap) -> Option<[(&str, Gap); 2]> {
    if body_code(code).is_some() || !kind_codes(code, Marks::Typed).is_empty() {
        return None;
    }
    (2..=4).rev().find_map(|length| {
        let (at, _) = code.char_indices().nth(length)?;
        let (kind, body) = code.split_at_checked(at)?;
        let known = !kind_codes(kind, Marks::Typed).is_empty() && body_code(body).is_some();
        known.then_some([(kind, gap), (body, Gap::Glued)])
    })
}

/// The kind, where it stands second: `1141-TC/QĐ`, `09-LB/TT`.
fn old_kind(first: &str, second: &str) -> Option<&'static str> {
    let kind = kind_codes(second, Marks::Printed).first().copied()?;
    let body_first =
        kind_codes(first, Marks::Printed).is_empty() || first.eq_ignore_ascii_case("TC");
    let unnamed =
        body_code(first).is_none_or(|(known, _)| !known.shared) && body_code(second).is_none();
    (body_first && unnamed && OLD_KINDS.contains(&kind)).then_some(kind)
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    #[track_caller]
    fn check(symbol: &str, kinds: &[&str], body: Option<&str>, units: &[&str]) {
        let found = Symbol::of(&tokens(symbol), false, true, Marks::Typed);
        assert_eq!(found.kinds, kinds, "{symbol}");
        assert_eq!(found.body.as_deref(), body, "{symbol}");
        assert_eq!(found.units, units, "{symbol}");
    }

    #[test]
    fn position_decides() {
        check("-QĐ/TW", &["QĐ"], Some("TW"), &[]);
        check("/TT-BTC", &["TT"], Some("BTC"), &[]);
        check("/ubnd-vx", &["CV"], Some("UBND"), &["VX"]);
        check("/bxd-KHCNMT&VLXD", &["CV"], Some("BXD"), &["KHCNMT&VLXD"]);
        check("-NQTW", &["NQ"], Some("TW"), &[]);
        check("-TC/QĐ/CĐKT", &["QĐ"], Some("TC"), &["CĐKT"]);
        check("-DA/TU", &["ĐA", "DA"], Some("TU"), &[]);
        check("-CP", &[], Some("CP"), &[]);
        check("/QH15", &[], Some("QH15"), &[]);
        check("/NQ-HĐND8", &["NQ"], Some("HĐND8"), &[]);
    }
}
