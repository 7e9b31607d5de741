//! What can be done for a PDF whose cross-reference table, length or end is wrong.

use lopdf::Document;
use lopdf::LoadOptions;

/// Whether the file begins and ends the way a complete PDF does: a header, and a pointer at its end
/// to a cross-reference table or stream.
pub fn is_whole(bytes: &[u8]) -> bool {
    const NEAR: usize = 1024;
    let Some(header) = find(
        bytes.get(..bytes.len().min(NEAR)).unwrap_or_default(),
        b"%PDF-",
    ) else {
        return false;
    };
    let tail = bytes
        .get(bytes.len().saturating_sub(2 * NEAR)..)
        .unwrap_or_default();
    let Some(pointer) = find_last(tail, b"startxref") else {
        return false;
    };
    let digits = tail.get(pointer + b"startxref".len()..).unwrap_or_default();
    let digits: Vec<u8> = digits
        .iter()
        .copied()
        .skip_while(u8::is_ascii_whitespace)
        .take_while(u8::is_ascii_digit)
        .take(12)
        .collect();
    let offset = String::from_utf8(digits)
        .ok()
        .and_then(|digits| digits.parse::<usize>().ok());
    offset.is_some_and(|offset| {
        is_table(bytes, offset) || is_table(bytes, offset.saturating_add(header))
    })
}

/// Whether a cross-reference table or an object begins at a place.
fn is_table(bytes: &[u8], offset: usize) -> bool {
    let there = bytes.get(offset..).unwrap_or_default();
    let start: Vec<u8> = there
        .iter()
        .copied()
        .skip_while(u8::is_ascii_whitespace)
        .take(32)
        .collect();
    start.starts_with(b"xref")
        || (start.first().is_some_and(u8::is_ascii_digit) && find(&start, b"obj").is_some())
}

/// The file written anew from the objects found by scanning it, with streams of at most `most` bytes.
pub fn rebuild(bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    let options = LoadOptions {
        max_decompressed_size: Some(most),
        force_reconstruct: true,
        ..LoadOptions::default()
    };
    let header = find(
        bytes.get(..bytes.len().min(1024)).unwrap_or_default(),
        b"%PDF-",
    )
    .unwrap_or(0);
    let mut document = Document::load_mem_with_options(bytes.get(header..)?, options).ok()?;
    let mut out = Vec::new();
    document.save_to(&mut out).ok()?;
    Some(out)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack
        .windows(needle.len())
        .position(|window| window == needle)
}

fn find_last(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack
        .windows(needle.len())
        .rposition(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(file: &str, expected: bool) {
        assert_eq!(is_whole(file.as_bytes()), expected, "{file}");
    }

    #[test]
    fn looks_at_both_ends() {
        check("%PDF-1.4\nxref\n0 1\ntrailer\nstartxref\n9\n%%EOF", true);
        check(
            "junk\n%PDF-1.4\nxref\n0 1\ntrailer\nstartxref\n9\n%%EOF",
            true,
        );
        check("%PDF-1.5\n7 0 obj\n<<>>\nstartxref\n9\n%%EOF", true);
        check("%PDF-1.4\nxref\n0 1\ntrailer\nstartxref\n3\n%%EOF", false);
        check("%PDF-1.4\nxref\n0 1\ntrailer\n", false);
        check("xref\n0 1\ntrailer\nstartxref\n0\n%%EOF", false);
        check("startxref 99999999999999999999999", false);
        check("", false);
    }
}
