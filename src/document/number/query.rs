//! What a query was understood as: number, body, date, term, and what is left for full text.

use std::ops::Range;

use super::DocumentNumber;
use super::reader::Reader;
use super::tokens::Token;
use crate::document::PartialDate;
use crate::vocabulary::BodyId;
use crate::vocabulary::KindId;
use crate::vocabulary::nicknames::Nicknamed;

/// What was understood of a query. Parts that were not understood are `rest`, for full text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NumberQuery {
    /// Số.
    pub serial: Option<u32>,
    /// Letter attached to the serial.
    pub suffix: String,
    /// The year inside the number: `30/2020/NĐ-CP`.
    pub number_year: Option<u16>,
    /// A year beside it: `năm 2021`. Often not the paper's own: a wish, not a condition.
    pub filter_year: Option<u16>,
    /// Codes the kind may have, the first reading first: ĐA, DA for `da`.
    pub kind_codes: Vec<String>,
    /// Kinds meant, the first reading first; `quy định 207` gives quy-dinh before quyet-dinh.
    pub kinds: Vec<KindId>,
    /// Code of the body as numbers have it.
    pub body_code: Option<String>,
    /// The bodies meant, where the code or a name and place say so.
    pub bodies: Vec<BodyId>,
    /// Ids of places named beside a number (`05-KL/HU châu phú`).
    pub places: Vec<&'static str>,
    /// Units after the body.
    pub units: Vec<String>,
    /// Ngày ban hành, as written.
    pub date: Option<PartialDate>,
    /// Khóa, nhiệm kỳ.
    pub term: Option<u8>,
    /// Papers a conference or nickname stands for.
    pub nicknamed: Vec<Nicknamed>,
    /// The whole number, where enough was given for its canonical form, or codes were typed.
    pub number: Option<DocumentNumber>,
    /// Whether a letter was read as a digit.
    pub ocr_corrected: bool,
    /// Where the parts stand in the query, in order.
    pub spans: Vec<Span>,
    /// What is left of the query, as typed.
    pub rest: String,
}

/// A part of the query and where it stands, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// What it was read as.
    pub part: Part,
    /// Which bytes of the query.
    pub range: Range<usize>,
}

/// What a part of a query was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Serial, year and codes.
    Number,
    /// A kind, by name or by a code before the serial.
    Kind,
    /// A body by name.
    Body,
    /// A place.
    Place,
    /// A date.
    Date,
    /// A year beside the number.
    Year,
    /// A term.
    Term,
    /// A conference or nickname.
    Nickname,
    /// Words that mean nothing by themselves: `số`, `của`.
    Filler,
}

impl NumberQuery {
    /// Whether it looks a paper up by its number: a serial with a kind or a body, or a nickname.
    #[must_use]
    pub fn is_number(&self) -> bool {
        let partly = !self.kind_codes.is_empty() || self.body_code.is_some();
        self.serial.is_some() && partly || !self.nicknamed.is_empty()
    }
}

/// Reads what was typed. Total: any text gives an answer, at worst all of it `rest`.
#[must_use]
pub fn read_query(query: &str) -> NumberQuery {
    Reader::new(query).read()
}

/// Words that lead to a number or body mean nothing themselves; what only looks like a number is
/// left for full text.
pub(super) fn mark_fillers(tokens: &[Token], parts: &mut [Option<Part>]) {
    for (at, token) in tokens.iter().enumerate() {
        let filler = matches!(token.fold.as_str(), "so" | "cua");
        let next = parts.get(at + 1).copied().flatten();
        let before = matches!(next, Some(Part::Number | Part::Body));
        match parts.get_mut(at) {
            Some(slot @ None) if filler && before => *slot = Some(Part::Filler),
            Some(slot @ Some(Part::Filler)) if !filler => *slot = None,
            _ => {}
        }
    }
}

/// The spans of tokens read as something, neighbours of one part as one.
pub(super) fn spans(query: &str, tokens: &[Token], parts: &[Option<Part>]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (token, part) in tokens.iter().zip(parts) {
        let Some(part) = *part else { continue };
        let joined = spans.last_mut().filter(|last| {
            let between = query.get(last.range.end..token.start).unwrap_or("\n");
            last.part == part && !between.contains(char::is_alphanumeric)
        });
        match joined {
            Some(last) => last.range.end = token.end,
            None => spans.push(Span {
                part,
                range: token.start..token.end,
            }),
        }
    }
    spans
}

/// What the spans leave of the query, without punctuation that stood only beside them.
pub(super) fn rest(query: &str, spans: &[Span]) -> String {
    let mut rest = String::new();
    let mut from = 0;
    let ends = spans.iter().map(|span| (span.range.start, span.range.end));
    for (start, end) in ends.chain([(query.len(), query.len())]) {
        let piece = query.get(from..start).unwrap_or_default();
        if piece.contains(char::is_alphanumeric) {
            let trimmed = |c: char| {
                c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')' | '-' | '/' | '.')
            };
            rest.push_str(if rest.is_empty() { "" } else { " " });
            rest.push_str(if spans.is_empty() {
                piece.trim()
            } else {
                piece.trim_matches(trimmed)
            });
        }
        from = end;
    }
    rest
}
