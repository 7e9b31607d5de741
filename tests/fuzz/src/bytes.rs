//! Targets that read an input as the bytes of a file.

use vankho::extract::draw::Scale;
use vankho::extract::draw::draw;
use vankho::extract::{self, Extracted, Format, Limits};

/// Bytes of one kind: what does not look like it is still read, as what it looks like.
pub fn any(data: &[u8]) {
    let limits = Limits::office();
    if let Ok((_, extracted)) = extract::read_alone(data, "paper.doc", &limits) {
        check(&extracted, &limits);
    }
}

/// What is promised of every paper.
fn check(extracted: &Extracted, limits: &Limits) {
    let lines = || extracted.pages.iter().flat_map(|page| &page.lines);
    let text: usize = lines()
        .flat_map(|line| &line.runs)
        .map(|run| run.text.len())
        .sum();
    assert!(text <= limits.text_bytes, "{text} bytes of text");
    assert!(extracted.pages.len() <= limits.pages);
    let areas = lines().filter_map(|line| line.area);
    for area in areas {
        assert!(area.iter().all(|side| !side.is_nan()), "a box of no place");
    }
}

/// Keeps a beginning without which an input would be of another kind.
fn beginning_with(start: &[u8], data: &[u8]) -> Vec<u8> {
    match data.starts_with(start) {
        true => data.to_vec(),
        false => [start, data].concat(),
    }
}

pub fn pdf(data: &[u8]) {
    any(&beginning_with(b"%PDF", data));
}

pub fn ole2(data: &[u8]) {
    any(&beginning_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", data));
}

/// A picture is read as a paper, and drawn as OCR asks for it.
pub fn picture(data: &[u8]) {
    let limits = Limits::office();
    any(data);
    if let Ok(picture) = draw(data, 0, Scale::PerInch(60), &limits) {
        let dots = u64::from(picture.width) * u64::from(picture.height);
        assert_eq!(dots, picture.grey.len() as u64);
    }
}

pub fn rtf(data: &[u8]) {
    any(&beginning_with(b"{\\rtf", data));
}

pub fn html(data: &[u8]) {
    any(&beginning_with(b"<html", data));
}

/// Recognition alone, which runs on every file there is.
pub fn format(data: &[u8]) {
    let format = Format::of(data);
    let name = String::from_utf8_lossy(data);
    let _ = format.name_lies(&name);
}
