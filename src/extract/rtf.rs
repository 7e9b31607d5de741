//! RTF: destinations, charsets by font, tables; deleted and hidden text left out.

mod destinations;
mod fonts;
mod tokens;

use crate::extract::ExtractError;
use crate::extract::Extracted;
use crate::extract::Limits;
use crate::extract::Line;
use crate::extract::Page;
use crate::extract::Region;
use crate::extract::Run;
use crate::extract::Warning;
use crate::extract::lines::{self, LineBuilder};
use crate::extract::symbols;

use destinations::{Destination, destination};
use fonts::Fonts;
use tokens::{Token, Tokens};

/// Groups open at once.
const DEPTH: usize = 20_000;

/// Reads RTF as one page, a paragraph or line break a line.
///
/// Bytes are read in the charset of their font; those in fonts of TCVN3 and VNI stay windows-1252.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    let mut reading = Reading::new(limits);
    for token in Tokens::of(bytes) {
        reading.take(token)?;
    }
    let cut = !reading.outer.is_empty();
    while !reading.outer.is_empty() {
        reading.close();
    }
    reading.end_line();
    let mut lines = reading.lines;
    lines::arrange_heading(&mut lines, 1);
    let page = Page {
        lines,
        ..Page::default()
    };
    let damaged = cut.then_some(Warning::Damaged);
    let truncated = reading.truncated.then_some(Warning::Truncated);
    Ok(Extracted {
        pages: vec![page],
        warnings: damaged.into_iter().chain(truncated).collect(),
    })
}

/// What a group inherits from the one around it and gives back at its end.
#[derive(Debug, Clone, Copy)]
struct Group {
    destination: Destination,
    region: Region,
    font: i32,
    half_points: u16,
    bold: bool,
    italic: bool,
    capitals: bool,
    /// Hidden or deleted: not printed.
    unprinted: bool,
    in_table: bool,
    /// A text of its own: a note, a header, a text box. Its line is not that of the group around.
    aside: bool,
    /// Characters after `\u` that stand in for it (`\uc`).
    stand_ins: usize,
}

struct Reading {
    group: Group,
    outer: Vec<Group>,
    fonts: Fonts,
    /// Lines begun in the groups around a note, header or text box.
    waiting: Vec<LineBuilder>,
    line: LineBuilder,
    lines: Vec<Line>,
    /// Bytes not yet decoded: a character may have several.
    bytes: Vec<u8>,
    high_surrogate: Option<u16>,
    to_skip: usize,
    ignorable: bool,
    default_font: i32,
    table: Option<(u32, u32, u32)>,
    tables: u32,
    room: usize,
    truncated: bool,
}

impl Reading {
    fn new(limits: &Limits) -> Self {
        Self {
            group: Group {
                destination: Destination::Text,
                region: Region::Body,
                font: 0,
                half_points: 24,
                bold: false,
                italic: false,
                capitals: false,
                unprinted: false,
                in_table: false,
                aside: false,
                stand_ins: 1,
            },
            outer: Vec::new(),
            fonts: Fonts::new(),
            waiting: Vec::new(),
            line: LineBuilder::default(),
            lines: Vec::new(),
            bytes: Vec::new(),
            high_surrogate: None,
            to_skip: 0,
            ignorable: false,
            default_font: 0,
            table: None,
            tables: 0,
            room: limits.text_bytes,
            truncated: false,
        }
    }

    fn take(&mut self, token: Token<'_>) -> Result<(), ExtractError> {
        let skipped = self.to_skip > 0 && !matches!(token, Token::Open | Token::Close);
        if skipped {
            self.to_skip -= 1;
            return Ok(());
        }
        match token {
            Token::Open => {
                self.flush();
                self.to_skip = 0;
                if self.outer.len() >= DEPTH {
                    return Err(ExtractError::OverLimit("depth of groups".to_owned()));
                }
                self.outer.push(self.group);
                self.group.aside = false;
            }
            Token::Close => self.close(),
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Byte(byte) => match self.group.destination {
                Destination::FontTable => self.fonts.name(byte),
                Destination::Text if !self.group.unprinted => self.bytes.push(byte),
                _ => {}
            },
            Token::Word(word, number) => self.word(word, number),
        }
        self.ignorable = token == Token::Symbol(b'*');
        Ok(())
    }

    fn close(&mut self) {
        self.flush();
        self.to_skip = 0;
        let Some(outer) = self.outer.pop() else {
            return;
        };
        if self.group.aside {
            self.end_line();
            self.line = self.waiting.pop().unwrap_or_default();
        }
        self.group = outer;
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'~' => self.text("\u{a0}"),
            b'_' => self.text("\u{2011}"),
            b'-' => self.text("\u{ad}"),
            b'\\' | b'{' | b'}' => match self.group.destination {
                Destination::Text if !self.group.unprinted => self.bytes.push(symbol),
                _ => {}
            },
            b'\r' | b'\n' => self.end_line(),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        if self.group.destination == Destination::FontTable {
            return self.fonts.describe(word, number);
        }
        if let Some((inner, region)) = destination(word, self.ignorable, self.group.destination) {
            self.flush();
            let boxed = (self.group.destination, inner) == (Destination::Shape, Destination::Text);
            if (boxed || region.is_some()) && !self.group.aside {
                self.waiting.push(std::mem::take(&mut self.line));
                self.group.aside = true;
            }
            self.group.destination = inner;
            self.group.region = region.unwrap_or(self.group.region);
            return;
        }
        if self.group.destination != Destination::Text {
            return;
        }
        if word == "u" {
            return self.unicode(number.unwrap_or_default());
        }
        if !self.character(word) && !self.layout(word) {
            self.flush();
            self.face_word(word, number);
        }
    }

    /// Control words that stand for a character.
    fn character(&mut self, word: &str) -> bool {
        let text = match word {
            "tab" => "\t",
            "emdash" => "—",
            "endash" => "–",
            "bullet" => "•",
            "lquote" => "‘",
            "rquote" => "’",
            "ldblquote" => "“",
            "rdblquote" => "”",
            "emspace" | "enspace" | "qmspace" => " ",
            _ => return false,
        };
        self.text(text);
        true
    }

    /// Control words that end lines, cells and rows.
    fn layout(&mut self, word: &str) -> bool {
        match word {
            "par" | "line" | "sect" | "page" | "column" | "nestcell" => self.end_line(),
            "cell" => {
                self.end_line();
                if let Some((_, _, column)) = &mut self.table {
                    *column = column.saturating_add(1);
                }
            }
            "row" => {
                self.end_line();
                if let Some((_, row, column)) = &mut self.table {
                    (*row, *column) = (row.saturating_add(1), 0);
                }
            }
            "pard" => self.group.in_table = false,
            "intbl" => {
                self.group.in_table = true;
                if self.table.is_none() {
                    self.table = Some((self.tables, 0, 0));
                    self.tables += 1;
                }
            }
            _ => return false,
        }
        true
    }

    /// Control words that change how text is written from here on.
    fn face_word(&mut self, word: &str, number: Option<i32>) {
        let on = number != Some(0);
        let group = &mut self.group;
        match word {
            "f" => group.font = number.unwrap_or_default(),
            "fs" => group.half_points = number.and_then(|n| n.try_into().ok()).unwrap_or(24),
            "b" => group.bold = on,
            "i" => group.italic = on,
            "caps" => group.capitals = on,
            "v" | "deleted" => group.unprinted = on,
            "uc" => group.stand_ins = number.and_then(|n| n.try_into().ok()).unwrap_or(1).min(16),
            "plain" => {
                group.font = self.default_font;
                group.half_points = 24;
                (group.bold, group.italic, group.capitals) = (false, false, false);
                group.unprinted = false;
            }
            "deff" => {
                self.default_font = number.unwrap_or_default();
                group.font = self.default_font;
            }
            "ansicpg" => self.fonts.code_page = fonts::code_page(number.unwrap_or_default()),
            "mac" => self.fonts.code_page = fonts::code_page(10000),
            _ => {}
        }
    }

    /// `\u` with a signed 16-bit code unit; halves of a pair come one after the other.
    fn unicode(&mut self, number: i32) {
        self.to_skip = self.group.stand_ins;
        let Ok(unit) = u16::try_from(number.rem_euclid(0x1_0000)) else {
            return;
        };
        let before = self.high_surrogate.take();
        let pair: Vec<u16> = before.into_iter().chain([unit]).collect();
        if (0xD800..0xDC00).contains(&unit) {
            self.high_surrogate = Some(unit);
            return;
        }
        for character in char::decode_utf16(pair).flatten() {
            let code = u32::from(character);
            let symbol = (0xF000..0xF100).contains(&code);
            let font = self
                .fonts
                .get(self.group.font)
                .map_or("", |font| font.name.as_str());
            let shown = if symbol {
                symbols::character(font, code)
            } else {
                Some(character)
            };
            if let Some(shown) = shown {
                self.text(shown.encode_utf8(&mut [0; 4]));
            }
        }
    }

    /// Decodes the bytes that wait.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let number = self.group.font;
        let text = match self.fonts.charset(number) {
            Some(charset) => charset.decode_without_bom_handling(&bytes).0.into_owned(),
            None => {
                let font = self.fonts.get(number).map_or("", |font| font.name.as_str());
                let known = |byte: &u8| symbols::character(font, u32::from(*byte));
                bytes.iter().filter_map(known).collect()
            }
        };
        self.push(&text);
    }

    fn text(&mut self, text: &str) {
        self.flush();
        if self.group.destination == Destination::Text && !self.group.unprinted {
            self.push(text);
        }
    }

    fn push(&mut self, text: &str) {
        let group = self.group;
        let font = self.fonts.get(group.font).map(|font| font.name.clone());
        let face = Run {
            text: String::new(),
            font: font.filter(|name| !name.is_empty()),
            bold: group.bold,
            italic: group.italic,
            size: f32::from(group.half_points) / 2.0,
        };
        match group.capitals {
            true => self
                .line
                .push(&symbols::capitals(text, face.font.as_deref()), &face),
            false => self.line.push(text, &face),
        }
    }

    fn end_line(&mut self) {
        self.flush();
        let cell = self.table.filter(|_| self.group.in_table);
        let Some(line) = self.line.finish(self.group.region, cell) else {
            return;
        };
        if cell.is_none() && self.group.region == Region::Body {
            self.table = None;
        }
        match self.room.checked_sub(line.weight()) {
            Some(room) => {
                self.room = room;
                self.lines.push(line);
            }
            None => self.truncated = true,
        }
    }
}

#[cfg(test)]
mod tests;
