//! Detached marks (dấu rời): syllables that a PDF's text layer has broken into letters and marks.

use crate::text::characters::is_letter;
use crate::text::inventory::is_printed_syllable;
use crate::text::normalise::display;
use std::ops::Range;

/// Above this share of single letters among its tokens a page is damaged.
const DAMAGED: f64 = 0.05;
/// So few tokens say nothing about a page.
const TELLING: u32 = 20;
/// A syllable is mended from at most this many fragments.
const MOST_FRAGMENTS: usize = 4;

/// The text of a page with its syllables whole again.
#[derive(Clone, Debug, PartialEq)]
pub struct Mended {
    /// The text; the same where nothing was broken.
    pub text: String,
    /// Share of single letters among the tokens that came in, 0 to 1.
    pub single_letters: f64,
    /// The text layer is damaged: a finding, and a reason to prefer OCR.
    pub damaged: bool,
}

/// Joins fragments of a page (as [`display`] leaves it) that make a possible syllable together
/// and are not all syllables themselves: `tha \u{300} nh`, `th´u`, and, on a damaged page only,
/// `Qu ố c h ộ i`.
pub fn mend(page: &str) -> Mended {
    let fragments = fragments(page);
    let single_letters = single_letters(page, &fragments);
    let damaged = single_letters > DAMAGED;
    let needed = damaged || page.chars().any(is_detachable);
    let text = if needed {
        join(page, &fragments, damaged)
    } else {
        page.to_owned()
    };
    Mended {
        text,
        single_letters,
        damaged,
    }
}

/// A letter counts as single where a blank parts it from another fragment; a table's `A`, an
/// `A.` or a `K.H` does not.
fn single_letters(page: &str, fragments: &[Range<usize>]) -> f64 {
    let parted =
        |left: &Range<usize>, right: &Range<usize>| page.get(left.end..right.start) == Some(" ");
    let (mut single, mut all) = (0_u32, 0_u32);
    for (at, fragment) in fragments.iter().enumerate() {
        let text = page.get(fragment.clone()).unwrap_or_default();
        let before = at.checked_sub(1).and_then(|before| fragments.get(before));
        let touches = before.is_some_and(|before| parted(before, fragment))
            || fragments
                .get(at + 1)
                .is_some_and(|after| parted(fragment, after));
        all = all.saturating_add(1);
        single = single.saturating_add(u32::from(touches && text.chars().nth(1).is_none()));
    }
    if all < TELLING {
        0.0
    } else {
        f64::from(single) / f64::from(all)
    }
}

/// The combining mark of a spacing accent.
fn combining(accent: char) -> Option<char> {
    Some(match accent {
        '`' | '\u{2CB}' => '\u{300}',
        '\u{B4}' | '\u{2CA}' => '\u{301}',
        '\u{2C6}' => '\u{302}',
        '\u{2DC}' => '\u{303}',
        '\u{2D8}' => '\u{306}',
        '\u{2D9}' => '\u{323}',
        _ => return None,
    })
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{303}' | '\u{306}' | '\u{309}' | '\u{31B}' | '\u{323}'
    )
}

fn is_detachable(c: char) -> bool {
    is_mark(c) || combining(c).is_some()
}

fn join(page: &str, fragments: &[Range<usize>], damaged: bool) -> String {
    let mut out = String::with_capacity(page.len());
    let mut copied = 0;
    let mut at = 0;
    while at < fragments.len() {
        match syllable(page, fragments, at, damaged) {
            Some((whole, range, count)) => {
                out.push_str(page.get(copied..range.start).unwrap_or_default());
                out.push_str(&whole);
                copied = range.end;
                at += count;
            }
            None => at += 1,
        }
    }
    out.push_str(page.get(copied..).unwrap_or_default());
    out
}

/// Runs of letters, marks and accents.
fn fragments(page: &str) -> Vec<Range<usize>> {
    let mut fragments: Vec<Range<usize>> = Vec::new();
    for (at, c) in page.char_indices() {
        if !is_letter(c) && !is_detachable(c) {
            continue;
        }
        let end = at + c.len_utf8();
        match fragments.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => fragments.push(at..end),
        }
    }
    fragments
}

/// The longest syllable that begins with fragment `at`, its place, and of how many it is made.
fn syllable(
    page: &str,
    fragments: &[Range<usize>],
    at: usize,
    damaged: bool,
) -> Option<(String, Range<usize>, usize)> {
    (1..=MOST_FRAGMENTS).rev().find_map(|count| {
        let parts = fragments.get(at..at + count)?;
        let touching = parts.windows(2).all(|pair| match pair {
            [left, right] => page.get(left.end..right.start) == Some(" "),
            _ => false,
        });
        let texts: Vec<&str> = parts
            .iter()
            .filter_map(|part| page.get(part.clone()))
            .collect();
        let detached = texts.iter().any(|text| text.contains(is_detachable));
        let broken = texts.iter().any(|text| !is_printed_syllable(text));
        if !touching || !broken || !(detached || damaged && count > 1) {
            return None;
        }
        let whole = whole(&texts.concat())?;
        let range = parts.first()?.start..parts.last()?.end;
        Some((whole, range, count))
    })
}

/// The syllable that `glued` spells; some PDF writers put an accent before its letter.
fn whole(glued: &str) -> Option<String> {
    let after: Vec<char> = glued.chars().map(|c| combining(c).unwrap_or(c)).collect();
    let mut before = after.clone();
    let mut at = 0;
    while at + 1 < before.len() {
        if before.get(at).copied().is_some_and(is_mark) {
            before.swap(at, at + 1);
            at += 1;
        }
        at += 1;
    }
    let spellings = [after, before]
        .into_iter()
        .map(|chars| display(&String::from_iter(chars)));
    spellings
        .into_iter()
        .find(|spelling| is_printed_syllable(spelling))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: &str, expected: &str, damaged: bool) {
        let mended = mend(page);
        assert_eq!(mended.text, expected);
        assert_eq!(mended.damaged, damaged, "{}", mended.single_letters);
    }

    #[test]
    fn marks_find_their_letters() {
        check("tha \u{300} nh phô\u{301}", "thành phố", false);
        check("th´u, thu ˜ y l´ợi", "thú, thũy l´ợi", false);
        check("Nghi\u{323} quyê ´t", "Nghị quyết", false);
    }

    #[test]
    fn letters_join_only_on_a_damaged_page() {
        let broken = "Qu ố c h ộ i ".repeat(10);
        check(&broken, &"Quốc hội ".repeat(10), true);
        check("điểm b an ninh", "điểm b an ninh", false);
        check("Ý kiến ở xã y tế", "Ý kiến ở xã y tế", false);
        check("", "", false);
    }
}
