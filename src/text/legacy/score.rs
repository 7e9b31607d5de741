//! How Vietnamese a text looks: the share of its accented tokens that are possible syllables.

use crate::text::characters::is_letter;
use crate::text::inventory::is_printed_syllable;
use crate::text::normalise::display;

/// Counts of accented tokens: two or more letters, one of them not ASCII.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Score {
    /// Those that are possible syllables.
    pub valid: usize,
    /// All of them.
    pub total: usize,
}

impl Score {
    pub fn of(text: &str) -> Self {
        let mut score = Self::default();
        for token in display(text).split(|c| !in_words(c)) {
            let mut letters = token.chars().filter(|&c| is_letter(c));
            if token.is_ascii() || letters.nth(1).is_none() {
                continue;
            }
            let valid = is_printed_syllable(token);
            if valid || !is_code(token) {
                score.total += 1;
                score.valid += usize::from(valid);
            }
        }
        score
    }

    /// 0 to 1; 0 where nothing was counted.
    pub fn share(self) -> f64 {
        let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        if self.total == 0 {
            0.0
        } else {
            count(self.valid) / count(self.total)
        }
    }
}

/// `NĐ`, `HĐND`: no syllable, yet no sign of a wrong charset. In `Sè: 26/2001/N§-CP` it would
/// outweigh the one word there is.
fn is_code(token: &str) -> bool {
    token.contains('Đ') && token.chars().count() <= 5 && token.chars().all(char::is_uppercase)
}

/// The signs of Latin-1 count, because they are letters in disguise: without them `dÃ¢n` would
/// pass for the syllable `dã`.
fn in_words(c: char) -> bool {
    is_letter(c) || matches!(c, '\u{80}'..='\u{9F}' | '\u{A1}'..='\u{BF}' | '×' | '÷')
}

impl std::ops::AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.valid += other.valid;
        self.total += other.total;
    }
}
