//! UTF-8 that was read as windows-1252 (`Quyáº¿t`), turned back sequence by sequence.

use crate::text::legacy::codebook::Placed;
use crate::text::legacy::cp1252;

const NO_BREAK_SPACE: u8 = 0xA0;

/// One repair. Characters that are not part of a valid UTF-8 sequence stay, so that text which
/// is sound, or has lost a byte (` Ä?`), is left as it is; `from` gives each its origin.
pub(super) fn repair(text: &[Placed]) -> Vec<Placed> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&(c, origin)) = text.get(at) {
        match sequence(text, at) {
            Some((repaired, length)) => {
                out.push((repaired, origin));
                at += length;
            }
            None => {
                out.push((c, origin));
                at += 1;
            }
        }
    }
    out
}

/// The character whose UTF-8 bytes stand at `at`, and how many there are.
fn sequence(text: &[Placed], at: usize) -> Option<(char, usize)> {
    let lead = cp1252::byte_of(text.get(at)?.0)?;
    let length = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = vec![lead];
    for &(c, _) in text.get(at + 1..at + length)? {
        bytes.push(match c {
            // A no-break space inside a sequence often became an ordinary one.
            ' ' => NO_BREAK_SPACE,
            _ => cp1252::byte_of(c)?,
        });
    }
    let repaired = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    Some((repaired, length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::table;

    fn repaired(text: &str, times: usize) -> String {
        let mut placed: Vec<Placed> = text.chars().zip(0..).collect();
        for _ in 0..times {
            placed = repair(&placed);
        }
        placed.iter().map(|&(c, _)| c).collect()
    }

    #[track_caller]
    fn check(text: &str, times: usize, expected: &str) {
        assert_eq!(repaired(text, times), expected, "{text:?}");
    }

    #[test]
    fn vectors() {
        for row in table::rows(include_str!("../../../tests/vectors/mojibake.tsv")) {
            check(&row[1], 1, &row[0]);
            check(&row[2], 2, &row[0]);
        }
        check("á»¶, Ã€, Ã\u{9D}", 1, "Ỷ, À, Ý");
    }

    #[test]
    fn what_is_sound_or_lost_stays() {
        check("lÃ  gÃ¬ – “Äá»‹nh”", 1, "là gì – “Äịnh”");
        check("Quyết định", 1, "Quyết định");
        check("QÄ?", 1, "QÄ?");
        check("Ã", 1, "Ã");
        check("á»", 1, "á»");
    }
}
