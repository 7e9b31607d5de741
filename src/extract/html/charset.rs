//! Which characters the bytes of an HTML page mean.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::extract::plain;

/// The characters of a page, and whether some bytes fitted badly; none if it is no text.
///
/// A byte order mark and valid UTF-8 win over what the page says of itself: many pages were
/// converted without changing their `<meta>`.
pub(super) fn decode(bytes: &[u8]) -> Option<(String, bool)> {
    let plain = plain::decode(bytes).map(|decoded| (decoded.text, decoded.damaged));
    let high = bytes.iter().any(|byte| *byte >= 0x80);
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if marked || bytes.contains(&0) || !high || std::str::from_utf8(bytes).is_ok() {
        return plain;
    }
    match declared(bytes) {
        Some(encoding) if encoding != UTF_8 && encoding != WINDOWS_1252 => {
            let (text, damaged) = encoding.decode_without_bom_handling(bytes);
            Some((text.into_owned(), damaged))
        }
        _ => plain,
    }
}

/// The encoding that a `charset=` in the first bytes names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    const KEY: &[u8] = b"charset";
    let head = bytes.get(..4096).unwrap_or(bytes);
    let after = |at: usize| head.get(at + KEY.len()..).unwrap_or_default();
    head.windows(KEY.len())
        .enumerate()
        .filter(|(_, word)| word.eq_ignore_ascii_case(KEY))
        .find_map(|(at, _)| {
            let value = after(at)
                .trim_ascii_start()
                .strip_prefix(b"=")?
                .trim_ascii_start();
            let value = value
                .strip_prefix(b"\"")
                .or(value.strip_prefix(b"'"))
                .unwrap_or(value);
            let name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
            let length = value.iter().take_while(|byte| name(byte)).count();
            Encoding::for_label(value.get(..length)?)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(decode(bytes), Some((expected.to_owned(), false)));
    }

    #[test]
    fn bytes_are_believed_before_labels() {
        check(
            "<meta charset=windows-1258>ngày".as_bytes(),
            "<meta charset=windows-1258>ngày",
        );
        check(
            b"<meta charset='windows-1251'>\xcd",
            "<meta charset='windows-1251'>Н",
        );
        check(
            b"<META content='text/html; CharSet = windows-1258'>a\xf2 \xe0",
            "<META content='text/html; CharSet = windows-1258'>a\u{323} à",
        );
        check(b"<meta charset=utf-8>Qu\xb6", "<meta charset=utf-8>Qu¶");
        check(b"<p>\xae\xdenh</p>", "<p>®Þnh</p>");
        check(b"\xff\xfe<\0p\0>\0\xd0\x01", "<p>\u{1d0}");
    }
}
