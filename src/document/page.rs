//! A page of text as describing and searching see it: lines in reading order, in display spelling.

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

impl Page {
    /// The text a reader is shown and the index sees: all lines but page headers and footers,
    /// one a row.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            if matches!(line.zone, Zone::Header | Zone::Footer) {
                continue;
            }
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&line.text);
        }
        text
    }
}
