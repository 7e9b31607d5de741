//! The legacy charsets as tables: letters found by longest match, of one to three characters.

use crate::text::legacy::Charset;
use crate::text::table;
use std::collections::HashMap;
use std::sync::LazyLock;

/// No letter is spelled with more characters than this (VIQR: `a^'`).
const LONGEST: usize = 3;

/// A decoded character and the index of the character it came from.
pub(super) type Placed = (char, usize);

type Surface = [char; LONGEST];

/// One charset: how its letters look when their bytes are read as windows-1252.
pub(super) struct Codebook {
    letters: HashMap<Surface, char>,
    escape: Option<char>,
}

static TCVN3: LazyLock<Codebook> =
    LazyLock::new(|| Codebook::read(include_str!("../tables/tcvn3.tsv")));
static VNI: LazyLock<Codebook> =
    LazyLock::new(|| Codebook::read(include_str!("../tables/vni.tsv")));
static VPS: LazyLock<Codebook> =
    LazyLock::new(|| Codebook::read(include_str!("../tables/vps.tsv")));
static VISCII: LazyLock<Codebook> =
    LazyLock::new(|| Codebook::read(include_str!("../tables/viscii.tsv")));
static CP1258: LazyLock<Codebook> =
    LazyLock::new(|| Codebook::read(include_str!("../tables/cp1258.tsv")));
static VIQR: LazyLock<Codebook> = LazyLock::new(|| Codebook {
    escape: Some('\\'),
    ..Codebook::read(include_str!("../tables/viqr.tsv"))
});

impl Codebook {
    /// The table of `charset`; none for Unicode and mojibake, which are no code tables.
    pub fn of(charset: Charset) -> Option<&'static Self> {
        match charset {
            Charset::Tcvn3 => Some(&TCVN3),
            Charset::Vni => Some(&VNI),
            Charset::Viqr => Some(&VIQR),
            Charset::Vps => Some(&VPS),
            Charset::Viscii => Some(&VISCII),
            Charset::Cp1258 => Some(&CP1258),
            Charset::Unicode | Charset::Mojibake => None,
        }
    }

    fn read(tsv: &'static str) -> Self {
        let letters = table::rows(tsv).filter_map(|row| {
            let [surface, letter] = row.as_slice() else {
                return None;
            };
            Some((key(surface.chars())?, table::single(letter)?))
        });
        Self {
            letters: letters.collect(),
            escape: None,
        }
    }

    /// `text` with its letters decoded; every other character stays.
    pub fn decode(&self, text: &[char]) -> Vec<Placed> {
        let mut out = Vec::with_capacity(text.len());
        let mut at = 0;
        while let Some((&first, rest)) = text.get(at..).and_then(<[char]>::split_first) {
            if let (Some(escape), Some(&escaped)) = (self.escape, rest.first())
                && first == escape
            {
                out.push((escaped, at + 1));
                at += 2;
                continue;
            }
            let (letter, length) = self.letter(text, at).unwrap_or((first, 1));
            out.push((letter, at));
            at += length;
        }
        out
    }

    fn letter(&self, text: &[char], at: usize) -> Option<(char, usize)> {
        (1..=LONGEST).rev().find_map(|length| {
            let surface = key(text.get(at..at + length)?.iter().copied())?;
            Some((*self.letters.get(&surface)?, length))
        })
    }
}

fn key(surface: impl Iterator<Item = char>) -> Option<Surface> {
    let mut key = Surface::default();
    let mut places = key.iter_mut();
    for c in surface {
        *places.next()? = c;
    }
    Some(key)
}

/// The usual spelling of every letter of a charset, for tests that encode.
#[cfg(test)]
pub(in crate::text) fn encode(charset: Charset, text: &str) -> String {
    let tsv = match charset {
        Charset::Tcvn3 => include_str!("../tables/tcvn3.tsv"),
        Charset::Vni => include_str!("../tables/vni.tsv"),
        other => panic!("{other:?}"),
    };
    let mut usual: HashMap<char, String> = HashMap::new();
    for row in table::rows(tsv) {
        usual
            .entry(table::single(&row[1]).unwrap())
            .or_insert(row[0].clone());
    }
    text.chars()
        .map(|c| usual.get(&c).cloned().unwrap_or(c.to_string()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::legacy::cp1252;

    /// Bytes as a reader of single-byte text hands them over.
    fn surface(hex: &str, charset: Charset) -> Vec<char> {
        let bytes = hex
            .split(' ')
            .map(|byte| u8::from_str_radix(byte, 16).unwrap());
        match charset {
            Charset::Vps | Charset::Viscii => bytes.map(char::from).collect(),
            _ => bytes.map(cp1252::char_of).collect(),
        }
    }

    #[track_caller]
    fn check(charset: Charset, hex: &str, letter: &str) {
        let decoded = Codebook::of(charset)
            .unwrap()
            .decode(&surface(hex, charset));
        assert_eq!(
            decoded.iter().map(|&(c, _)| c).collect::<String>(),
            letter,
            "{charset:?} {hex}"
        );
    }

    #[test]
    fn vectors() {
        for row in table::rows(include_str!("../../../tests/vectors/charsets.tsv")) {
            let charset = match row[0].as_str() {
                "tcvn3" => Charset::Tcvn3,
                "vni" => Charset::Vni,
                "viqr" => Charset::Viqr,
                "vps" => Charset::Vps,
                "viscii" => Charset::Viscii,
                other => {
                    assert_eq!(other, "cp1258");
                    Charset::Cp1258
                }
            };
            check(charset, &row[2], &row[1]);
        }
    }

    #[test]
    fn escapes_and_positions() {
        let text: Vec<char> = "ba\\. a^'".chars().collect();
        let decoded = VIQR.decode(&text);
        assert_eq!(decoded, [('b', 0), ('a', 1), ('.', 3), (' ', 4), ('ấ', 5)]);
        assert_eq!(VIQR.decode(&['\\']), [('\\', 0)]);
    }
}
