//! Regular expressions over folded rows, and phrases found however badly they are spaced.

use std::ops::Range;

use regex::Regex;

use crate::text::characters::is_letter_or_digit;

/// Compiles one of this module's own constant patterns; `every_pattern_compiles` runs them all.
#[allow(
    clippy::expect_used,
    reason = "the patterns are constants of this module, every one used by a test"
)]
pub(super) fn pattern(source: &'static str) -> Regex {
    Regex::new(source).expect("a constant pattern compiles")
}

/// Only the letters and digits of a folded text, so that `CỘNG HÒAXÃ HỘI` still equals
/// `CỘNG HÒA XÃ HỘI`: extraction loses and invents blanks inside capitals.
pub(super) fn squeeze(folded: &str) -> String {
    let letters = folded.chars().filter(|&c| is_letter_or_digit(c));
    let mut squeezed = String::with_capacity(folded.len());
    squeezed.extend(letters);
    squeezed
}

/// Where `needle` (letters only) stands in `folded`, blanks and punctuation ignored.
/// The range is in bytes of `folded`, from the first matched letter to behind the last.
pub(super) fn find_squeezed(folded: &str, needle: &str) -> Option<Range<usize>> {
    let letters = |from: usize| {
        let rest = folded.get(from..).unwrap_or_default().char_indices();
        rest.filter(|&(_, letter)| is_letter_or_digit(letter))
            .map(move |(at, letter)| (from + at, letter))
    };
    letters(0).find_map(|(start, _)| {
        let mut end = start;
        let mut printed = letters(start);
        for wanted in needle.chars() {
            let (at, letter) = printed.next().filter(|&(_, letter)| letter == wanted)?;
            end = at + letter.len_utf8();
        }
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(folded: &str, needle: &str, expected: Option<&str>) {
        let found = find_squeezed(folded, needle).and_then(|span| folded.get(span));
        assert_eq!(found, expected, "{folded}");
    }

    #[test]
    fn phrases_are_found_whatever_their_blanks() {
        check(
            "va xa hoi doc lap - tu do",
            "doclaptudo",
            Some("doc lap - tu do"),
        );
        check("cong hoaxa hoi", "conghoaxahoi", Some("cong hoaxa hoi"));
        check("m at", "toimat", None);
        check("", "a", None);
        check("ß1", "1", Some("1"));
    }
}
