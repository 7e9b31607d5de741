//! Tones: taking them off a syllable, putting them back, the two printing styles, and i/y.

use crate::text::letters::Letters;
use unicode_normalization::UnicodeNormalization;

/// The six tones (thanh điệu), numbered as in the keys of the index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// Ngang: no mark.
    #[default]
    Level,
    /// Huyền: grave.
    Huyen,
    /// Hỏi: hook above.
    Hoi,
    /// Ngã: tilde.
    Nga,
    /// Sắc: acute.
    Sac,
    /// Nặng: dot below.
    Nang,
}

impl Tone {
    /// All tones, [`Tone::Level`] first.
    pub const ALL: [Self; 6] = [
        Self::Level,
        Self::Huyen,
        Self::Hoi,
        Self::Nga,
        Self::Sac,
        Self::Nang,
    ];

    /// 0 for [`Tone::Level`] to 5 for [`Tone::Nang`].
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// `'0'` for [`Tone::Level`] to `'5'` for [`Tone::Nang`].
    pub const fn digit(self) -> char {
        (b'0' + self.number()) as char
    }

    /// The inverse of [`Tone::digit`].
    pub fn from_digit(digit: char) -> Option<Self> {
        Self::ALL.into_iter().find(|tone| tone.digit() == digit)
    }

    /// The combining mark; none for [`Tone::Level`].
    pub const fn mark(self) -> Option<char> {
        match self {
            Self::Level => None,
            Self::Huyen => Some('\u{300}'),
            Self::Hoi => Some('\u{309}'),
            Self::Nga => Some('\u{303}'),
            Self::Sac => Some('\u{301}'),
            Self::Nang => Some('\u{323}'),
        }
    }

    /// The inverse of [`Tone::mark`].
    pub const fn from_mark(mark: char) -> Option<Self> {
        match mark {
            '\u{300}' => Some(Self::Huyen),
            '\u{309}' => Some(Self::Hoi),
            '\u{303}' => Some(Self::Nga),
            '\u{301}' => Some(Self::Sac),
            '\u{323}' => Some(Self::Nang),
            _ => None,
        }
    }
}

/// Where open `oa`, `oe` and `uy` carry their tone. Authors call either style "old" or "new",
/// and official papers mix both, so they are named by what they do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `hòa`, `khỏe`, `thủy`.
    FirstVowel,
    /// `hoà`, `khoẻ`, `thuỷ`.
    SecondVowel,
}

/// The parts of a toneless lower-case syllable: `nghiêng` is `ngh` + `iê` + `ng`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    /// Initial consonants, `""` to `ngh`; `qu` and `gi` count whole.
    pub onset: &'a str,
    /// The vowel letters.
    pub vowels: &'a str,
    /// Final consonants, `""` to `ng`.
    pub coda: &'a str,
}

/// Onsets, those that contain another first.
pub(super) const ONSETS: [&str; 28] = [
    "ngh", "ng", "nh", "gh", "gi", "ch", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g",
    "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];
const CODAS: [&str; 9] = ["", "ng", "nh", "ch", "c", "m", "n", "p", "t"];

impl<'a> Parts<'a> {
    /// Takes a toneless lower-case syllable apart; `None` if it is not built like one.
    pub fn of(base: &'a str) -> Option<Self> {
        let mut onset = ONSETS
            .into_iter()
            .find(|onset| base.starts_with(onset))?
            .len();
        if onset == 2 && base.starts_with("gi") && !base.get(2..)?.starts_with(is_vowel) {
            onset = 1;
        }
        let (onset, rime) = base.split_at_checked(onset)?;
        let vowels = rime.find(|c| !is_vowel(c)).unwrap_or(rime.len());
        let (vowels, coda) = rime.split_at_checked(vowels)?;
        (!vowels.is_empty() && CODAS.contains(&coda)).then_some(Self {
            onset,
            vowels,
            coda,
        })
    }

    /// Which of the vowel letters carries the tone mark.
    fn bearer(self, style: Style) -> usize {
        let count = self.vowels.chars().count();
        let marked = |c| matches!(c, 'ă' | 'â' | 'ê' | 'ô' | 'ơ' | 'ư');
        let last_marked = self
            .vowels
            .chars()
            .enumerate()
            .filter(|&(_, c)| marked(c))
            .last();
        if let Some((index, _)) = last_marked {
            return index;
        }
        match (count, self.coda, self.vowels) {
            (1, ..) => 0,
            (_, coda, _) if !coda.is_empty() => count - 1,
            (3.., ..) => 1,
            (_, _, "oa" | "oe" | "uy") if style == Style::SecondVowel => 1,
            _ => 0,
        }
    }
}

fn is_vowel(c: char) -> bool {
    matches!(
        c,
        'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y'
    )
}

/// A syllable without its tone, in lower case, and the tone; `None` with two tone marks.
pub fn split(syllable: &str) -> Option<(String, Tone)> {
    let letters = Letters::table();
    let mut tone = Tone::Level;
    let mut base = String::with_capacity(syllable.len());
    for letter in syllable.chars().map(|c| letters.get(c)) {
        base.push(letter.toneless);
        match (tone, letter.tone) {
            (_, Tone::Level) => {}
            (Tone::Level, found) => tone = found,
            _ => return None,
        }
    }
    Some((base, tone))
}

/// Spells a toneless lower-case syllable with a tone; `None` if it is not built like one.
pub fn place(base: &str, tone: Tone, style: Style) -> Option<String> {
    let parts = Parts::of(base)?;
    let Some(mark) = tone.mark() else {
        return Some(base.to_owned());
    };
    let bearer = parts.bearer(style);
    let mut out = parts.onset.to_owned();
    for (index, vowel) in parts.vowels.chars().enumerate() {
        out.push(vowel);
        if index == bearer {
            out.push(mark);
        }
    }
    out.push_str(parts.coda);
    Some(out.nfc().collect())
}

/// Rewrites `y` as `i` in a toneless lower-case syllable whose whole vowel it is: after a
/// consonant when nothing follows (`ky`), after `qu` always (`quy`, `quyt`). Not in `tay`, `thuy`,
/// `yên` or alone.
pub fn fold_iy(base: &mut String) {
    let Some(at) = base.find('y') else {
        return;
    };
    let folds = Parts::of(base).is_some_and(|parts| {
        parts.vowels == "y"
            && !parts.onset.is_empty()
            && (parts.onset == "qu" || parts.coda.is_empty())
    });
    if folds {
        base.replace_range(at..=at, "i");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::normalise::display;
    use crate::text::syllables::Keys;
    use crate::text::table;

    #[track_caller]
    fn check(input: &str, first: &str, second: &str) {
        let token = display(input);
        let lower = Keys::of(&token).exact;
        let placed = |style| match split(&token) {
            Some((base, tone)) => place(&base, tone, style).unwrap_or(lower.clone()),
            None => lower.clone(),
        };
        assert_eq!(placed(Style::FirstVowel), first, "{input}");
        assert_eq!(placed(Style::SecondVowel), second, "{input}");
    }

    #[test]
    fn vectors() {
        for row in table::rows(include_str!("../../tests/vectors/tone.tsv")) {
            let [input, first, second, ..] = row.as_slice() else {
                panic!("{row:?}")
            };
            check(input, first, second);
        }
    }

    #[test]
    fn no_syllable_no_place() {
        assert_eq!(split("quýết"), None);
        assert_eq!(place("kb", Tone::Sac, Style::FirstVowel), None);
        assert_eq!(place("", Tone::Sac, Style::FirstVowel), None);
        assert_eq!(
            Parts::of("gi"),
            Some(Parts {
                onset: "g",
                vowels: "i",
                coda: ""
            })
        );
        assert_eq!(
            Parts::of("giêng"),
            Some(Parts {
                onset: "gi",
                vowels: "ê",
                coda: "ng"
            })
        );
    }

    #[test]
    fn digits_and_marks_are_names_of_tones() {
        for tone in Tone::ALL {
            assert_eq!(Tone::from_digit(tone.digit()), Some(tone));
            assert_eq!(
                tone.mark().map_or(Some(Tone::Level), Tone::from_mark),
                Some(tone)
            );
        }
    }
}
