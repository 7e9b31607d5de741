//! What a number is looked up by, and the period within which it is given only once.

use jiff::civil::Date;
use jiff::civil::date;

use super::DocumentNumber;
use crate::text::fold::fold;
use crate::vocabulary::BodyId;
use crate::vocabulary::System;

/// The spellings a number is compared by, the strictest first.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NumberKeys {
    /// Capitals, no leading zeros, no blanks: `7-ĐA/TU`.
    pub exact: String,
    /// The same without marks: `7-DA/TU`.
    pub ascii: String,
    /// Groups of letters and digits: `7 da tu`.
    pub loose: String,
    /// The groups of a loose key in order of the alphabet, so that joint issuers may stand in any.
    pub loose_sorted: String,
}

impl NumberKeys {
    /// The keys of a number in canonical spelling.
    pub(super) fn of(canonical: &str) -> Self {
        let mut exact = capitals(canonical.trim_start_matches('0'));
        exact.retain(|c| !c.is_whitespace());
        let folded = fold(&exact);
        let loose = groups(&folded);
        let mut sorted: Vec<&str> = loose.split(' ').collect();
        sorted.sort_unstable();
        Self {
            ascii: folded.to_uppercase(),
            loose_sorted: sorted.join(" "),
            exact,
            loose,
        }
    }

    /// The beginnings of the loose key, for lookup while someone is typing: `2`, `23`, `238`,
    /// `238 q` ….
    #[must_use]
    pub fn prefixes(&self) -> Vec<String> {
        let ends = self.loose.char_indices().map(|(at, c)| at + c.len_utf8());
        let prefixes = ends.filter_map(|end| self.loose.get(..end));
        prefixes
            .filter(|prefix| !prefix.ends_with(' '))
            .take(MOST_PREFIXES)
            .map(str::to_owned)
            .collect()
    }
}

/// Nobody types more than this of a number before looking at the list.
const MOST_PREFIXES: usize = 32;

/// `code` in capitals. A letter whose capital would be two characters (`ẙ`, a letter and its mark)
/// stays as it is: a mark is no part of a number that is read.
pub(super) fn capitals(code: &str) -> String {
    let capital = |c: char| {
        let mut capital = c.to_uppercase();
        capital.next().filter(|_| capital.len() == 0).unwrap_or(c)
    };
    code.chars().map(capital).collect()
}

/// Groups of letters and digits, one blank between them.
pub(super) fn groups(folded: &str) -> String {
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// The span within which a body gives a serial only once per kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// A calendar year: the State, the Front.
    Year(i16),
    /// A term of a Party committee, by the year it began in; of the National Assembly, by its
    /// ordinal.
    Term(i16),
    /// No date to tell by.
    Unknown,
}

impl std::fmt::Display for Period {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Year(year) => write!(out, "{year}"),
            Self::Term(term) => write!(out, "k{term}"),
            Self::Unknown => out.write_str("?"),
        }
    }
}

/// First days of the terms of the Central Committee from the sixth on: the day after each congress.
/// General knowledge; good for finding duplicates and narrowing a search, not to be shown.
pub const CENTRAL_TERMS: [Date; 9] = [
    date(1986, 12, 19),
    date(1991, 6, 28),
    date(1996, 7, 2),
    date(2001, 4, 23),
    date(2006, 4, 26),
    date(2011, 1, 20),
    date(2016, 1, 29),
    date(2021, 2, 2),
    date(2026, 1, 24),
];

impl DocumentNumber {
    /// The period its serial belongs to, for a paper of `issued_on`.
    #[must_use]
    pub fn period(&self, issued_on: Option<Date>) -> Period {
        if let Some(term) = self.assembly_term() {
            return Period::Term(term);
        }
        if let Some(year) = self.year {
            return Period::Year(i16::try_from(year).unwrap_or_default());
        }
        let Some(day) = issued_on else {
            return Period::Unknown;
        };
        if self.system() != Some(System::Party) {
            return Period::Year(day.year());
        }
        let central = self
            .body_code
            .as_deref()
            .is_some_and(|code| code.ends_with("TW"));
        let began = CENTRAL_TERMS.iter().rfind(|first| **first <= day);
        match began {
            Some(first) if central => Period::Term(first.year()),
            // Local congresses meet in the months before the central one, each on its own day, so
            // that a year is all that can be told.
            _ => Period::Year(day.year()),
        }
    }

    /// The key two copies of one paper share: body, kind, serial and period.
    ///
    /// None without a serial. Two papers with one key are probably one paper; ask.
    #[must_use]
    pub fn identity(&self, body: &BodyId, issued_on: Option<Date>) -> Option<String> {
        let kind = self.kind_code.as_deref().unwrap_or_default();
        let period = self.period(issued_on);
        Some(format!(
            "{body}/{kind}/{}{}/{period}",
            self.serial?, self.suffix
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_a_number() {
        let keys = NumberKeys::of("07-ĐA/TU");
        assert_eq!(keys.exact, "7-ĐA/TU");
        assert_eq!(keys.ascii, "7-DA/TU");
        assert_eq!(keys.loose, "7 da tu");
        assert_eq!(keys.prefixes(), ["7", "7 d", "7 da", "7 da t", "7 da tu"]);
        let one = NumberKeys::of("15/2020/TTLT-BTP-BNV");
        let other = NumberKeys::of("15/2020/TTLT-BNV-BTP");
        assert_ne!(one.loose, other.loose);
        assert_eq!(one.loose_sorted, other.loose_sorted);
    }

    #[track_caller]
    fn check(number: &str, day: Date, period: Period) {
        let number = DocumentNumber::parse(number).unwrap();
        assert_eq!(number.period(Some(day)), period, "{number}");
    }

    #[test]
    fn serials_start_again() {
        check("399-QĐ/TW", date(2026, 1, 9), Period::Term(2021));
        check("207-QĐ/TW", date(2026, 7, 26), Period::Term(2026));
        check("611/QĐ-TTg", date(2024, 7, 8), Period::Year(2024));
        check("64/2025/QH15", date(2025, 2, 19), Period::Term(15));
        check("30/2020/NĐ-CP", date(2020, 3, 5), Period::Year(2020));
    }
}
