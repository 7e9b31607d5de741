//! Terms (khóa) of the Central Committee: their days, and their numerals.

use jiff::civil::Date;

use crate::document::PartialDate;
use crate::document::number::CENTRAL_TERMS;

/// The term [`CENTRAL_TERMS`] begins with.
const FIRST_TERM: u8 = 6;

/// The first and last day of a term; no last day while it lasts.
pub(super) fn party_term(term: u8) -> Option<(PartialDate, Option<PartialDate>)> {
    let at = usize::from(term.checked_sub(FIRST_TERM)?);
    let day = |date: Date| PartialDate::day(date.year(), date.month(), date.day()).ok();
    let last = CENTRAL_TERMS
        .get(at + 1)
        .and_then(|next| next.yesterday().ok());
    Some((day(*CENTRAL_TERMS.get(at)?)?, last.and_then(day)))
}

/// `XIII`.
pub(super) fn roman(number: u8) -> String {
    let numerals = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut rest = number;
    let mut text = String::new();
    for (value, numeral) in numerals {
        while rest >= value {
            text.push_str(numeral);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(term: u8, days: Option<(&str, Option<&str>)>) {
        let shown =
            party_term(term).map(|(from, to)| (from.to_string(), to.map(|to| to.to_string())));
        let expected = days.map(|(from, to)| (from.to_owned(), to.map(str::to_owned)));
        assert_eq!(shown, expected);
    }

    #[test]
    fn terms_follow_each_other() {
        check(10, Some(("2006-04-26", Some("2011-01-19"))));
        check(14, Some(("2026-01-24", None)));
        check(5, None);
        check(15, None);
        check(0, None);
    }

    #[test]
    fn numerals() {
        assert_eq!([4, 9, 13, 14].map(roman), ["IV", "IX", "XIII", "XIV"]);
    }
}
