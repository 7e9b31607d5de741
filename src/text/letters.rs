//! What one character is to Vietnamese: its lower case, its tone, its bare letter. One table.

use crate::text::characters;
use crate::text::characters::CharacterSet;
use crate::text::normalise;
use crate::text::tone::Tone;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::char::compose;

/// The Vietnamese alphabet, tones aside.
pub(super) const ALPHABET: &str = "aăâbcdđeêghiklmnoôơpqrstuưvxy";

static IN_TOKENS: LazyLock<CharacterSet> = LazyLock::new(|| {
    let punctuation = normalise::index_punctuation();
    characters::letters_and_digits().without(punctuation, |c| {
        c.is_alphanumeric() && !normalise::index_punctuation().contains(c)
    })
});

/// The characters syllable tokens are made of: letters and digits.
pub(super) fn in_tokens() -> &'static CharacterSet {
    &IN_TOKENS
}

static TABLE: LazyLock<Vec<Option<Letter>>> = LazyLock::new(|| characters::usual(Letter::of));

/// One NFC character, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    /// Lower case, always one character.
    pub lower: char,
    /// Lower case without its tone: `ộ` → `ô`.
    pub toneless: char,
    /// Lower case without any mark, and `đ` as `d`: `ộ` → `o`.
    pub plain: char,
    /// The tone mark it bears.
    pub tone: Tone,
    /// Place of the toneless letter in [`ALPHABET`], from 1; 0 for any other character.
    pub alphabet: u8,
}

/// The table of [`Letter`]s; take it once before a loop.
#[derive(Clone, Copy)]
pub(super) struct Letters(&'static [Option<Letter>]);

impl Letters {
    pub fn table() -> Self {
        Self(&TABLE)
    }

    pub fn get(self, c: char) -> Letter {
        match self.0.get(c as usize) {
            Some(Some(letter)) => *letter,
            _ => Letter::of(c),
        }
    }
}

impl Letter {
    fn of(c: char) -> Self {
        let lower = c.to_lowercase().next().unwrap_or(c);
        let (toneless, tone) = split_tone(lower);
        Self {
            lower,
            toneless,
            plain: bare(lower),
            tone,
            alphabet: (1..)
                .zip(ALPHABET.chars())
                .find(|&(_, c)| c == toneless)
                .map_or(0, |(place, _)| place),
        }
    }
}

fn split_tone(lower: char) -> (char, Tone) {
    let mut parts = std::iter::once(lower).nfd();
    let mut toneless = parts.next().unwrap_or(lower);
    let mut tone = Tone::Level;
    for part in parts {
        match Tone::from_mark(part) {
            Some(mark) if tone == Tone::Level => tone = mark,
            _ => match compose(toneless, part) {
                Some(composed) => toneless = composed,
                None => return (lower, Tone::Level),
            },
        }
    }
    (toneless, tone)
}

fn bare(lower: char) -> char {
    if matches!(lower, 'đ' | 'ð' | 'ɖ') {
        return 'd';
    }
    let mut parts = std::iter::once(lower).nfd();
    match parts.next() {
        Some(base) if parts.all(|mark| canonical_combining_class(mark) != 0) => base,
        _ => lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(c: char, lower: char, toneless: char, plain: char, tone: Tone) {
        let letter = Letters::table().get(c);
        assert_eq!(
            letter,
            Letter {
                lower,
                toneless,
                plain,
                tone,
                ..letter
            }
        );
        assert!(in_tokens().contains(c));
    }

    #[test]
    fn letters_come_apart() {
        check('Ộ', 'ộ', 'ô', 'o', Tone::Nang);
        check('Đ', 'đ', 'đ', 'd', Tone::Level);
        check('ữ', 'ữ', 'ư', 'u', Tone::Nga);
        check('ẳ', 'ẳ', 'ă', 'a', Tone::Hoi);
        check('Y', 'y', 'y', 'y', Tone::Level);
        check('ỳ', 'ỳ', 'y', 'y', Tone::Huyen);
        check('7', '7', '7', '7', Tone::Level);
        check('İ', 'i', 'i', 'i', Tone::Level);
        check('ǘ', 'ǘ', 'ü', 'u', Tone::Sac);
        check('한', '한', '한', '한', Tone::Level);
    }

    #[test]
    fn index_punctuation_separates() {
        for c in [
            '-', '\u{2011}', '\u{30FC}', '\u{2BC}', '_', '\u{AD}', '\u{301}',
        ] {
            assert!(!in_tokens().contains(c), "{c:?}");
        }
        assert!(in_tokens().follows_its_rule());
    }
}
