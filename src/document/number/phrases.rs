//! What people write around a number: dates, years, terms, and things that only look like one.

use super::tokens::Gap;
use super::tokens::Token;
use crate::document::PartialDate;

/// Roman numerals of terms.
const ROMAN: [&str; 20] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv",
    "xvi", "xvii", "xviii", "xix", "xx",
];

/// The value of a Roman numeral up to twenty.
pub(in crate::document) fn roman(folded: &str) -> Option<u8> {
    let at = ROMAN.iter().position(|numeral| *numeral == folded)?;
    u8::try_from(at + 1).ok()
}

/// A term as an alias table writes it: 12 → `xii`.
pub(in crate::document) fn roman_numeral(term: u8) -> Option<&'static str> {
    ROMAN.get(usize::from(term).checked_sub(1)?).copied()
}

/// The word at `at`, folded.
pub(in crate::document) fn word(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.fold.as_str())
}

fn number(tokens: &[Token], at: usize) -> Option<u32> {
    tokens.get(at)?.plain_number()
}

fn year(tokens: &[Token], at: usize) -> Option<u16> {
    tokens.get(at)?.year()
}

fn gap(tokens: &[Token], at: usize) -> Option<Gap> {
    tokens.get(at).map(|token| token.gap)
}

/// A date beginning at `at` and the tokens it takes: `ngày 5/3/2020`, `5/3/2020`,
/// `ngày 12 tháng 8 năm 2020`, `2020-03-05`.
pub(in crate::document) fn date(tokens: &[Token], at: usize) -> Option<(PartialDate, usize)> {
    let named = usize::from(word(tokens, at) == "ngay");
    let first = at + named;
    let (day, length) = match word(tokens, first + 1) {
        "thang" if word(tokens, first + 3) == "nam" => {
            (ymd(tokens, [first + 4, first + 2, first])?, 5)
        }
        _ => {
            let joined = [first + 1, first + 2].map(|at| gap(tokens, at));
            let [Some(one), Some(two)] = joined else {
                return None;
            };
            let even = one == two || named == 1;
            if !even || !matches!(one, Gap::Slash | Gap::Dash | Gap::Dot) {
                return None;
            }
            let read = ymd(tokens, [first + 2, first + 1, first])
                .or_else(|| ymd(tokens, [first, first + 1, first + 2]));
            (read?, 3)
        }
    };
    Some((day, named + length))
}

fn ymd(tokens: &[Token], [y, m, d]: [usize; 3]) -> Option<PartialDate> {
    let year = i16::try_from(year(tokens, y)?).ok()?;
    let month = i8::try_from(number(tokens, m)?).ok()?;
    let day = i8::try_from(number(tokens, d)?).ok()?;
    PartialDate::day(year, month, day).ok()
}

/// `năm 2021` beginning at `at`.
pub(in crate::document) fn named_year(tokens: &[Token], at: usize) -> Option<u16> {
    year(tokens, at + 1).filter(|_| word(tokens, at) == "nam")
}

/// `khóa XII`, `khóa 12` beginning at `at`.
pub(in crate::document) fn term(tokens: &[Token], at: usize) -> Option<u8> {
    if word(tokens, at) != "khoa" {
        return None;
    }
    let arabic = number(tokens, at + 1).and_then(|term| u8::try_from(term).ok());
    roman(word(tokens, at + 1)).or(arabic.filter(|term| (1..=20).contains(term)))
}

/// How many tokens from `at` on look like a number and are something else: a day and month, a
/// period of years, an article, a quarter.
pub(in crate::document) fn no_number(tokens: &[Token], at: usize) -> usize {
    let next = gap(tokens, at + 1);
    let small = |at, most| number(tokens, at).is_some_and(|number| (1..=most).contains(&number));
    let alone = |end: usize| {
        tokens
            .get(end)
            .is_none_or(|token| !token.gap.joins() || token.gap == Gap::Dot)
    };
    match word(tokens, at) {
        "dieu" | "khoan" | "chuong" | "muc" if number(tokens, at + 1).is_some() => 2,
        "quy" if roman(word(tokens, at + 1)).is_some() => {
            2 + usize::from(year(tokens, at + 2).is_some())
        }
        "covid" if number(tokens, at + 1).is_some() => 2,
        _ if year(tokens, at).is_some()
            && year(tokens, at + 1).is_some()
            && next == Some(Gap::Dash)
            && alone(at + 2) =>
        {
            2
        }
        _ if next == Some(Gap::Slash) && small(at, 31) && small(at + 1, 12) && alone(at + 2) => 2,
        _ => 0,
    }
}
