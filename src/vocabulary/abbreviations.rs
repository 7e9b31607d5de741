//! Abbreviations people type, and what they stand for: for queries only, never for stored text.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::fold::fold;
use crate::text::inventory::is_printed_syllable;
use crate::vocabulary::table::Table;

static TABLE: Table = Table::new(include_str!("../../index/abbreviations.tsv"));

static BY_KEY: LazyLock<HashMap<String, Vec<Abbreviation>>> = LazyLock::new(|| {
    let mut by_key: HashMap<String, Vec<Abbreviation>> = HashMap::new();
    for row in TABLE.rows() {
        let written = row.cell("abbr");
        let expand = match row.cell("use") {
            "expand" => Expand::Always,
            "number-only" => Expand::BesideNumber,
            _ => Expand::Never,
        };
        by_key.entry(fold(written)).or_default().push(Abbreviation {
            written,
            expansions: row.list("expansions"),
            expand,
            is_body: row.cell("kind") == "body",
        });
    }
    by_key
});

/// An abbreviation and its expansions, the likeliest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abbreviation {
    /// `KT-XH`.
    pub written: &'static str,
    /// `kinh tế - xã hội` …: each to be searched as a phrase, with a lower weight.
    pub expansions: Vec<&'static str>,
    /// When to expand it.
    pub expand: Expand,
    /// Whether it names a body.
    pub is_body: bool,
}

/// When an abbreviation is expanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expand {
    /// Wherever it stands.
    Always,
    /// Only next to a number: `NQ 35`.
    BesideNumber,
    /// Never: too ambiguous.
    Never,
}

/// What a token of a query stands for; none if it is to be taken as it is.
///
/// The form with marks (in any case) and the one all in capitals are expanded; lower case without
/// marks only from four letters on and if it is no syllable (`ubnd`, but not `tu`).
#[must_use]
pub fn expand(token: &str, beside_number: bool) -> Option<&'static Abbreviation> {
    let found = BY_KEY.get(&fold(token))?;
    let as_written = |abbreviation: &&Abbreviation| {
        let upper = token.to_uppercase();
        !token.is_ascii() && abbreviation.written.to_uppercase() == upper
    };
    let capitals = token.is_ascii() && token == token.to_uppercase();
    let letters = token.chars().filter(|c| c.is_alphabetic()).count();
    let clear = capitals || token.is_ascii() && letters >= 4 && !is_printed_syllable(token);
    let exact = found
        .iter()
        .find(|abbreviation| abbreviation.written == token);
    let found = exact
        .or_else(|| found.iter().find(as_written))
        .or_else(|| found.first().filter(|_| clear))?;
    let allowed = match found.expand {
        Expand::Always => true,
        Expand::BesideNumber => beside_number,
        Expand::Never => false,
    };
    allowed.then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(token: &str, beside_number: bool, first: Option<&str>) {
        let found = expand(token, beside_number).and_then(|found| found.expansions.first());
        assert_eq!(found.copied(), first, "{token}");
    }

    #[test]
    fn only_clear_abbreviations_are_expanded() {
        check("DLXH", false, Some("dư luận xã hội"));
        check("dlxh", false, Some("dư luận xã hội"));
        check("KT-XH", false, Some("kinh tế - xã hội"));
        check("HĐND", false, Some("Hội đồng nhân dân"));
        check("hđnd", false, Some("Hội đồng nhân dân"));
        check("ubnd", false, Some("Ủy ban nhân dân"));
        check("hu", false, None);
        check("tu", false, None);
        check("TU", false, None);
        check("TƯ", false, Some("Trung ương"));
        check("cbcc", false, Some("cán bộ, công chức"));
        check("NQ", false, None);
        check("NQ", true, Some("nghị quyết"));
        check("kinh", false, None);
        check("", false, None);
    }
}
