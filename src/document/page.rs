//! A page of text as describing and searching see it: lines in reading order, in display spelling.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// One page of a document. Formats without pages (HTML, plain text, DOCX) give one page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Lines in reading order: of a two-column header the left column first, then the right one.
    pub lines: Vec<Line>,
    /// Width in points; 0 where the format has no pages.
    pub width: f32,
    /// Height in points; 0 where the format has no pages.
    pub height: f32,
}

/// One printed line (PDF) or one paragraph or table cell line (other formats).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// What was printed: NFC, legacy charsets decoded, never folded.
    pub text: String,
    /// Most of its letters are bold.
    pub bold: bool,
    /// Most of its letters are italic.
    pub italic: bool,
    /// Left, top, right, bottom in points from the page's top left corner, where the format gives it.
    pub area: Option<[f32; 4]>,
    /// Which part of the paper it belongs to.
    pub zone: Zone,
    /// The table cell it stands in, if any: table, row, column, counted from 0 within the page.
    pub cell: Option<(u32, u32, u32)>,
    /// How OCR read it; none where the file itself has the text.
    pub recognised: Option<Recognised>,
}

/// How sure OCR is of a line, and where its words stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognised {
    /// From 0 to 100: the mean over its words.
    pub confidence: u8,
    /// Its words from left to right, as many as its text has between its blanks; empty where they
    /// cannot be told apart. Each has its left and right edge in tenths of a point from the page's
    /// left edge, and how sure OCR is of it.
    pub words: Vec<(u16, u16, u8)>,
}

/// Which part of a paper a line belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Zone {
    /// The running text.
    #[default]
    Body,
    /// Repeated at the top of pages.
    Header,
    /// Repeated at the foot of pages, page numbers.
    Footer,
    /// Footnotes and endnotes.
    Note,
    /// The text of a digital signature's stamp or of an annotation.
    Stamp,
}

/// Where something stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The page, from 1.
    pub page: u32,
    /// Left, top, right, bottom in points from the page's top left corner.
    pub area: [f32; 4],
}

impl Line {
    /// Where a part of its text stands, given in bytes: where the words' edges are not known, the whole
    /// line.
    #[must_use]
    pub fn part(&self, span: &Range<usize>) -> Option<[f32; 4]> {
        let [left, top, right, bottom] = self.area?;
        let words = self.recognised.iter().flat_map(|read| &read.words);
        let (mut edges, mut from): (Option<(u16, u16)>, usize) = (None, 0);
        for (word, (begins, ends, _)) in self.text.split_whitespace().zip(words) {
            let start = from + self.text.get(from..)?.find(word)?;
            from = start + word.len();
            if start < span.end && span.start < from {
                let (first, last) = edges.unwrap_or((*begins, *ends));
                edges = Some((first.min(*begins), last.max(*ends)));
            }
        }
        let [left, right] = match edges {
            Some((begins, ends)) => [begins, ends].map(|edge| f32::from(edge) / 10.0),
            None => [left, right],
        };
        Some([left, top, right, bottom])
    }
}

impl Page {
    /// The lines a reader is shown: all but page headers and footers.
    pub fn shown(&self) -> impl Iterator<Item = &Line> {
        let lines = self.lines.iter();
        lines.filter(|line| !matches!(line.zone, Zone::Header | Zone::Footer))
    }

    /// The text a reader is shown and the index sees, a line a row.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for line in self.shown() {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&line.text);
        }
        text
    }
}
