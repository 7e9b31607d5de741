//! What a syllable is: the one tokeniser of index, queries, highlighting and suggestions.

use crate::text::characters::CharacterSet;
use crate::text::letters::Letters;
use crate::text::letters::in_tokens;
use crate::text::tone::Tone;
use crate::text::tone::fold_iy;

/// Stands before the tone digit in a key, so that the printed token `hoa1` is not `hòa`.
pub const TONE_SEPARATOR: char = '\u{1}';

/// A maximal run of letters and digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Syllable<'a> {
    /// The run as printed.
    pub text: &'a str,
    /// Byte offset of its start in the text it was found in.
    pub start: usize,
    /// Byte offset just after it.
    pub end: usize,
}

/// The syllables of `text` (as [`crate::text::normalise::display`] leaves it), in order.
///
/// Tokens that are no Vietnamese syllables (`BCĐ`, `Savannakhet`, `2021`) are kept. `_ - / . &`
/// separate; document numbers are found by their own parser before.
pub fn syllables(text: &str) -> Syllables<'_> {
    Syllables {
        text,
        at: 0,
        in_tokens: in_tokens(),
    }
}

/// Iterator over [`Syllable`]s; see [`syllables`].
#[derive(Clone)]
pub struct Syllables<'a> {
    text: &'a str,
    at: usize,
    in_tokens: &'static CharacterSet,
}

impl<'a> Iterator for Syllables<'a> {
    type Item = Syllable<'a>;

    fn next(&mut self) -> Option<Syllable<'a>> {
        let start = self.edge(self.at, true)?;
        let end = self.edge(start, false).unwrap_or(self.text.len());
        self.at = end;
        Some(Syllable {
            text: self.text.get(start..end)?,
            start,
            end,
        })
    }
}

impl Syllables<'_> {
    /// Where, from `at` on, the next character stands that is part of a token, or is not.
    fn edge(&self, mut at: usize, part: bool) -> Option<usize> {
        loop {
            let byte = self.text.as_bytes().get(at)?;
            let (is_part, length) = match byte.is_ascii() {
                true => (byte.is_ascii_alphanumeric(), 1),
                false => {
                    let c = self.text.get(at..)?.chars().next()?;
                    (self.in_tokens.contains(c), c.len_utf8())
                }
            };
            if is_part == part {
                return Some(at);
            }
            at += length;
        }
    }
}

/// The four spellings under which a syllable is indexed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Lower case: quoted phrases.
    pub exact: String,
    /// Toneless letters, then [`TONE_SEPARATOR`] and the tone's digit: `hòa` and `hoà` are equal.
    /// A token with two tone marks is not one syllable and keeps its exact form.
    pub key: String,
    /// [`Keys::key`] with `y` written `i` where it is the whole vowel: `kỹ` and `kĩ` are equal.
    pub s_key: String,
    /// No marks at all, `đ` as `d`: queries typed without diacritics.
    pub ascii: String,
}

impl Keys {
    /// The keys of one [`Syllable`]'s text.
    pub fn of(syllable: &str) -> Self {
        let mut keys = Self::default();
        keys.fill(syllable);
        keys
    }

    /// Replaces these keys by those of `syllable`, reusing their memory.
    pub fn fill(&mut self, syllable: &str) {
        let letters = Letters::table();
        let Self {
            exact,
            key,
            s_key,
            ascii,
        } = self;
        for buffer in [&mut *exact, &mut *key, &mut *s_key, &mut *ascii] {
            buffer.clear();
        }
        let mut tone = Tone::Level;
        let mut tones = 0;
        for c in syllable.chars() {
            let letter = letters.get(c);
            exact.push(letter.lower);
            key.push(letter.toneless);
            ascii.push(letter.plain);
            if letter.tone != Tone::Level {
                tone = letter.tone;
                tones += 1;
            }
        }
        if tones > 1 {
            key.clone_from(exact);
            s_key.clone_from(exact);
            return;
        }
        s_key.push_str(key);
        fold_iy(s_key);
        if tones == 1 {
            for buffer in [key, s_key] {
                buffer.push(TONE_SEPARATOR);
                buffer.push(tone.digit());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::normalise::display;
    use crate::text::table;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = syllables(text).collect();
        assert_eq!(found.iter().map(|s| s.text).collect::<Vec<_>>(), expected);
        for syllable in found {
            assert_eq!(text.get(syllable.start..syllable.end), Some(syllable.text));
        }
    }

    #[test]
    fn letters_and_digits_make_tokens() {
        check("Đề án 07-ĐA/TU,", &["Đề", "án", "07", "ĐA", "TU"]);
        check("a_b.c&d\u{2011}e", &["a", "b", "c", "d", "e"]);
        check("BCĐ35 m²", &["BCĐ35", "m²"]);
        check("238\u{AD}QĐ", &["238", "QĐ"]);
        check("", &[]);
        check(" \u{1}… ", &[]);
    }

    #[test]
    fn of_ascii_letters_and_digits_are_in_tokens() {
        let ascii = || '\0'..='\x7f';
        assert!(ascii().all(|c| in_tokens().contains(c) == c.is_ascii_alphanumeric()));
    }

    #[track_caller]
    fn check_keys(token: &str, key: &str, s_key: &str, ascii: &str) {
        let keys = Keys::of(&display(token));
        let shown = |key: &str| key.replace(TONE_SEPARATOR, "");
        assert_eq!(shown(&keys.key), key, "{token}");
        assert_eq!(shown(&keys.s_key), s_key, "{token}");
        assert_eq!(keys.ascii, ascii, "{token}");
    }

    #[test]
    fn tone_vectors() {
        for row in table::rows(include_str!("../../tests/vectors/tone.tsv")) {
            check_keys(&row[0], &row[3], &row[4], &row[5]);
        }
    }

    #[test]
    fn printed_digit_is_no_tone() {
        assert_ne!(Keys::of("hoa1").key, Keys::of("hòa").key);
        assert_eq!(Keys::of("hòa").key, "hoa\u{1}1");
        assert_eq!(Keys::of("HÒA").exact, "hòa");
    }

    #[track_caller]
    fn check_text(stored: &str, key: &str, ascii: &str) {
        let keys: Vec<Keys> = syllables(stored).map(|s| Keys::of(s.text)).collect();
        let joined = |field: fn(&Keys) -> &String| {
            keys.iter()
                .map(field)
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(
            joined(|keys| &keys.key).replace(TONE_SEPARATOR, ""),
            key,
            "{stored}"
        );
        assert_eq!(joined(|keys| &keys.ascii), ascii, "{stored}");
    }

    #[test]
    fn text_vectors() {
        for row in table::rows(include_str!("../../tests/vectors/normalise.tsv")) {
            let [stage, found, stored, key, ascii, ..] = row.as_slice() else {
                panic!("{row:?}")
            };
            check_text(stored, key, ascii);
            if stage == "same-keys" {
                check_text(&display(found), key, ascii);
            }
        }
    }
}
