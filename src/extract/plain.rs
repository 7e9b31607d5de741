//! Plain text of any encoding: by byte order mark, else strict UTF-8, else one byte a character.

use encoding_rs::WINDOWS_1252;

use crate::extract::ExtractError;
use crate::extract::Extracted;
use crate::extract::Limits;
use crate::extract::Line;
use crate::extract::Page;
use crate::extract::Warning;

/// Reads plain text as one page, a line a line.
///
/// Single-byte text comes as windows-1252 characters, undefined bytes as C1 controls, so that the
/// charset detector can take every byte back. Nothing ever becomes U+FFFD.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    let Some(Decoded { text, damaged }) = decode(bytes) else {
        return Err(ExtractError::Damaged("bytes that are not text".to_owned()));
    };
    let mut extracted = Extracted::default();
    let mut kept = 0;
    let mut page = Page::default();
    for line in lines(&text) {
        kept += line.len() + 1;
        if kept > limits.text_bytes {
            extracted.warnings.push(Warning::Truncated);
            break;
        }
        page.lines.push(Line::plain(line));
    }
    if damaged {
        extracted.warnings.push(Warning::Damaged);
    }
    extracted.pages.push(page);
    Ok(extracted)
}

/// Text with what had to be left out to read it.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The characters.
    pub text: String,
    /// Some bytes fit the encoding badly: half a surrogate pair, a stray byte in UTF-8.
    pub damaged: bool,
}

/// The characters of `bytes`; none if they are no text in any encoding known here.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<Decoded> {
    let decoded = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest).unwrap_or_else(|| single_byte(rest)),
        [0xFF, 0xFE, 0, 0, rest @ ..] => utf32(rest, u32::from_le_bytes),
        [0, 0, 0xFE, 0xFF, rest @ ..] => utf32(rest, u32::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => match zeroes(bytes) {
            Zeroes::OddBytes => utf16(bytes, u16::from_le_bytes),
            Zeroes::EvenBytes => utf16(bytes, u16::from_be_bytes),
            Zeroes::FirstThree => utf32(bytes, u32::from_be_bytes),
            Zeroes::LastThree => utf32(bytes, u32::from_le_bytes),
            Zeroes::Elsewhere => utf8(bytes).unwrap_or_else(|| single_byte(bytes)),
        },
    };
    is_text(&decoded.text).then_some(decoded)
}

/// UTF-8, also with a few stray bytes; none when it is rather something else.
fn utf8(bytes: &[u8]) -> Option<Decoded> {
    let (mut text, mut good, mut stray) = (String::with_capacity(bytes.len()), 0, 0);
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid();
        good += valid.chars().filter(|c| !c.is_ascii()).count();
        text.push_str(valid);
        if !chunk.invalid().is_empty() {
            stray += 1;
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
    }
    (stray == 0 || good > 3 * stray).then_some(Decoded {
        text,
        damaged: stray > 0,
    })
}

fn single_byte(bytes: &[u8]) -> Decoded {
    Decoded {
        text: WINDOWS_1252
            .decode_without_bom_handling(bytes)
            .0
            .into_owned(),
        damaged: false,
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded {
    let (pairs, rest) = bytes.as_chunks();
    let mut text = String::with_capacity(bytes.len());
    let mut damaged = !rest.is_empty();
    for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match decoded {
            Ok(character) => text.push(character),
            Err(_) => damaged = true,
        }
    }
    Decoded { text, damaged }
}

fn utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> Decoded {
    let (units, rest) = bytes.as_chunks();
    let mut text = String::with_capacity(bytes.len());
    let mut damaged = !rest.is_empty();
    for four in units {
        match char::from_u32(unit(*four)) {
            Some(character) => text.push(character),
            None => damaged = true,
        }
    }
    Decoded { text, damaged }
}

/// Where the zero bytes of a text without a byte order mark lie.
enum Zeroes {
    OddBytes,
    EvenBytes,
    FirstThree,
    LastThree,
    Elsewhere,
}

/// Spaces, digits and most Latin letters have a zero high byte: a fifth of it tells the width.
fn zeroes(bytes: &[u8]) -> Zeroes {
    let sample = bytes.get(..4096).unwrap_or(bytes);
    let mut count = [0_usize; 4];
    for four in sample.as_chunks::<4>().0 {
        for (count, byte) in count.iter_mut().zip(four) {
            *count += usize::from(*byte == 0);
        }
    }
    let units = sample.len() / 4;
    let many = |n: usize| units > 0 && n * 5 > units;
    let few = |n: usize| n * 50 <= units;
    match count {
        [a, b, c, d] if few(d) && 2 * (a + b) > 3 * units && many(c) => Zeroes::FirstThree,
        [a, b, c, d] if few(a) && 2 * (c + d) > 3 * units && many(b) => Zeroes::LastThree,
        [a, b, c, d] if few(a) && few(c) && many(b) && many(d) => Zeroes::OddBytes,
        [a, b, c, d] if few(b) && few(d) && many(a) && many(c) => Zeroes::EvenBytes,
        _ => Zeroes::Elsewhere,
    }
}

/// Papers hold hardly a control character; programs, pictures and noise are full of them.
///
/// Some single-byte Vietnamese charsets put a few capitals there, so the share counts.
fn is_text(text: &str) -> bool {
    let blank = ['\t', '\n', '\r', '\u{b}', '\u{c}'];
    let control = |c: &char| c.is_ascii_control() && !blank.contains(c);
    let (mut all, mut controls, mut letters) = (0_usize, 0, 0_usize);
    for character in text.chars() {
        all += 1;
        controls += usize::from(control(&character));
        letters += usize::from(character.is_alphanumeric() && character != '\u{ff}');
    }
    controls * 20 <= all && (letters > 0 || all == 0 || text.trim().is_empty())
}

/// The lines of `text` at every kind of line end, without it.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'])
        .flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Option<&str>) {
        assert_eq!(
            decode(bytes).map(|d| d.text).as_deref(),
            expected,
            "{bytes:x?}"
        );
    }

    fn utf16_bytes(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn every_encoding_is_told_apart() {
        let paper = "Quyết định số 12-QĐ/TW ngày 3/2/2020";
        check(paper.as_bytes(), Some(paper));
        check(&[b"\xef\xbb\xbf", paper.as_bytes()].concat(), Some(paper));
        check(&utf16_bytes(paper, u16::to_le_bytes), Some(paper));
        check(&utf16_bytes(paper, u16::to_be_bytes), Some(paper));
        let marked = format!("\u{feff}{paper}");
        check(&utf16_bytes(&marked, u16::to_le_bytes), Some(paper));
        check(&utf16_bytes(&marked, u16::to_be_bytes), Some(paper));
        let wide = |unit: fn(u32) -> [u8; 4]| -> Vec<u8> {
            paper.chars().flat_map(|c| unit(u32::from(c))).collect()
        };
        check(&wide(u32::to_le_bytes), Some(paper));
        check(&wide(u32::to_be_bytes), Some(paper));
        check(b"Quy\xd5t \xae\xdenh", Some("QuyÕt ®Þnh"));
        check(b"\x81\x8d\x80", None);
        check(b"a\x81\x8d\x80", Some("a\u{81}\u{8d}€"));
        check(b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff", None);
        check(&[0xff; 64], None);
        check(b"", Some(""));
    }

    #[test]
    fn a_stray_byte_does_not_turn_utf8_into_noise() {
        let mut bytes = "Ủy ban nhân dân tỉnh Bắc Ninh báo cáo việc thực hiện Nghị quyết về phát triển giáo dục miền núi ".as_bytes().to_vec();
        bytes.push(0xA0);
        let decoded = decode(&bytes).unwrap();
        assert!(decoded.text.starts_with("Ủy ban"));
        assert!(decoded.damaged);
    }

    #[test]
    fn lines_end_in_every_known_way() {
        let found: Vec<&str> = lines("a\r\nb\rc\nd\u{c}e\u{2028}\r\n").collect();
        assert_eq!(found, ["a", "b", "c", "d", "e", "", ""]);
    }

    proptest! {
        #[test]
        fn single_bytes_never_vanish(bytes in proptest::collection::vec(0x20_u8.., 1..50)) {
            let text = single_byte(&bytes).text;
            prop_assert_eq!(text.chars().count(), bytes.len());
            prop_assert_eq!(text.find(char::REPLACEMENT_CHARACTER), None);
        }

        #[test]
        fn reading_is_total(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes, &Limits::office());
        }
    }
}
