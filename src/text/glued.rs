//! Glued syllables (`KhốiCác`, `nhấtcần`): the pieces under which they are indexed as well.

use crate::text::inventory::is_printed_syllable;
use crate::text::syllables::Syllable;

/// `kVA` is a unit; nothing this short was glued.
const SHORTEST: usize = 4;
/// The longest syllable is `nghiêng`; no two of them need more letters than this.
const LONGEST_PAIR: usize = 14;

/// The pieces of a token that is really two or more syllables; nearly always none.
///
/// A token is cut wherever a capital follows a small letter, or else at its only cut into two
/// possible syllables. `bácáo` has two (`bác|áo`, `bá|cáo`) and stays whole, and so does a token
/// without any Vietnamese letter, so that `Honda` is not taken for `hon da`. Offsets refer to the
/// text of `token`. The token itself is not repeated.
pub fn pieces<'a>(token: Syllable<'a>) -> Vec<Syllable<'a>> {
    if token.text.len() < SHORTEST {
        return Vec::new();
    }
    let by_case = case_boundaries(token.text);
    if by_case.is_empty() && token.text.is_ascii() || is_printed_syllable(token.text) {
        return Vec::new();
    }
    if !by_case.is_empty() {
        return cut(token, &by_case);
    }
    match only_pair(token.text) {
        Some(at) => cut(token, &[at]),
        None => Vec::new(),
    }
}

fn case_boundaries(token: &str) -> Vec<usize> {
    let mut small_before = false;
    let mut boundaries = Vec::new();
    for (at, c) in token.char_indices() {
        if small_before && c.is_uppercase() {
            boundaries.push(at);
        }
        small_before = c.is_lowercase();
    }
    boundaries
}

fn only_pair(token: &str) -> Option<usize> {
    if token.chars().nth(LONGEST_PAIR).is_some() {
        return None;
    }
    let mut cuts = token.char_indices().map(|(at, _)| at).filter(|&at| {
        token
            .split_at_checked(at)
            .is_some_and(|(left, right)| is_printed_syllable(left) && is_printed_syllable(right))
    });
    cuts.next().filter(|_| cuts.next().is_none())
}

fn cut<'a>(token: Syllable<'a>, at: &[usize]) -> Vec<Syllable<'a>> {
    let starts = std::iter::once(0).chain(at.iter().copied());
    let ends = at.iter().copied().chain([token.text.len()]);
    starts
        .zip(ends)
        .filter_map(|(start, end)| {
            Some(Syllable {
                text: token.text.get(start..end)?,
                start: token.start + start,
                end: token.start + end,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::syllables::syllables;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = syllables(text).flat_map(pieces).collect();
        assert_eq!(
            found.iter().map(|s| s.text).collect::<Vec<_>>(),
            expected,
            "{text}"
        );
        for piece in found {
            assert_eq!(text.get(piece.start..piece.end), Some(piece.text));
        }
    }

    #[test]
    fn only_sure_cuts() {
        check("các KhốiCác cơ quan", &["Khối", "Các"]);
        check("thống nhấtcần", &["nhất", "cần"]);
        check("TỔCHỨC", &["TỔ", "CHỨC"]);
        check("bácáo", &[]);
        check("nghiêng quyết định", &[]);
        check("Savannakhet Honda internet", &[]);
        check("UBND 238 BCĐ35 QĐi", &[]);
    }
}
