//! Markup, mail and plain text, told by how they begin.

use super::Format;
use crate::extract::plain;

/// Markup, mail and plain text; or a PDF behind junk; or nothing known.
pub(super) fn recognise(bytes: &[u8]) -> Format {
    if bytes.get(257..262) == Some(b"ustar") {
        return Format::Tar;
    }
    if is_bitmap(bytes) {
        return Format::Bmp;
    }
    let head = bytes.get(..8192).unwrap_or(bytes);
    let start = plain::decode(cut_evenly(head)).map(|decoded| decoded.text);
    let start = start
        .as_deref()
        .map(|text| text.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']));
    if let Some(format) = start.and_then(of_markup) {
        return format;
    }
    let near = bytes.get(..1024).unwrap_or(bytes);
    let pdf = near.windows(5).any(|five| five == b"%PDF-");
    if pdf && bytes.windows(4).any(|four| four == b" obj") {
        return Format::Pdf;
    }
    match start {
        Some(text) if is_mail(text) => match is_saved_page(text) {
            true => Format::Mhtml,
            false => Format::Eml,
        },
        Some(_) if plain::decode(bytes).is_some() => Format::Text,
        _ => Format::Unknown,
    }
}

/// A Windows bitmap: two letters, and further on the size of one of its known headers.
fn is_bitmap(bytes: &[u8]) -> bool {
    const SIZES: [u8; 7] = [12, 40, 52, 56, 64, 108, 124];
    let size = bytes.get(14..18);
    bytes.starts_with(b"BM") && matches!(size, Some([first, 0, 0, 0]) if SIZES.contains(first))
}

/// A sample that ends between two characters of UTF-8 and of the wide encodings.
fn cut_evenly(head: &[u8]) -> &[u8] {
    if head.len() < 8192 {
        return head;
    }
    let continuing = |byte: &&u8| (0x80..0xC0).contains(*byte);
    let back = head.iter().rev().take_while(continuing).count() + 1;
    match head.contains(&0) {
        true => head,
        false => head.get(..head.len().saturating_sub(back)).unwrap_or(head),
    }
}

/// Element names that begin pages people save, in lower case.
const HTML_TAGS: &[&str] = &[
    "!doctype html",
    "html",
    "head",
    "body",
    "title",
    "meta",
    "table",
    "div",
    "p",
    "br",
    "font",
    "center",
    "h1",
    "h2",
    "h3",
    "span",
    "b",
    "i",
    "ul",
    "ol",
    "form",
    "script",
    "style",
    "link",
    "base",
    "pre",
    "article",
    "main",
];

/// HTML or XML; none when the text does not begin with a tag.
fn of_markup(text: &str) -> Option<Format> {
    let mut rest = text;
    let mut xml = false;
    loop {
        rest = rest.trim_start();
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            if rest.trim().is_empty() {
                return Some(Format::Html);
            }
        } else if let Some(declaration) = rest.strip_prefix("<?") {
            xml = true;
            rest = declaration.split_once('>').map_or("", |(_, after)| after);
        } else {
            break;
        }
    }
    let tag: String = rest
        .strip_prefix('<')?
        .chars()
        .take(14)
        .collect::<String>()
        .to_lowercase();
    let ends = |after: &str| after.chars().next().is_none_or(|c| !c.is_alphanumeric());
    let html = HTML_TAGS
        .iter()
        .any(|name| tag.strip_prefix(name).is_some_and(ends));
    match (html, xml) {
        (true, _) => Some(Format::Html),
        (false, true) => Some(Format::Xml),
        (false, false) if rest.to_lowercase().contains("<html") => Some(Format::Html),
        _ => None,
    }
}

/// The lines before the first empty one.
fn head(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .take_while(|line| !line.trim().is_empty())
        .take(200)
}

/// The name of a line that may be a header field of mail, in lower case.
fn field(line: &str) -> Option<String> {
    let (name, _) = line.split_once(':')?;
    let token = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    (!name.is_empty() && name.chars().all(token)).then(|| name.to_lowercase())
}

/// Header fields of mail in the first lines: two that begin with one, or three behind others.
fn is_mail(text: &str) -> bool {
    const FIELDS: &[&str] = &[
        "from",
        "to",
        "subject",
        "date",
        "received",
        "return-path",
        "mime-version",
        "message-id",
        "content-type",
        "delivered-to",
        "x-mailer",
        "reply-to",
    ];
    let known = |line: &str| field(line).is_some_and(|name| FIELDS.contains(&name.as_str()));
    let count = head(text).filter(|line| known(line)).count();
    let first = head(text).next();
    first.is_some_and(known) && count >= 2
        || first.is_some_and(|line| field(line).is_some()) && count >= 3
}

/// Whether mail is a page that a browser saved: several parts that belong together, sent to nobody.
fn is_saved_page(text: &str) -> bool {
    const SENT: &[&str] = &[
        "to",
        "cc",
        "received",
        "delivered-to",
        "message-id",
        "return-path",
    ];
    let sent = head(text).any(|line| field(line).is_some_and(|name| SENT.contains(&&*name)));
    let related = head(text).any(|line| line.to_lowercase().contains("multipart/related"));
    related && !sent
}
