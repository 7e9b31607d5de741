//! One part of a DOCX to lines: body, header, footer or notes. Iterative, so that depth is harmless.

use crate::extract::ExtractError;
use crate::extract::Limits;
use crate::extract::Line;
use crate::extract::Region;
use crate::extract::Run;
use crate::extract::lines::LineBuilder;
use crate::extract::symbols;
use crate::extract::xml::{Piece, Pieces, Tag};

use super::lists::Lists;
use super::styles::{Look, Styles};

/// What walks over all parts share.
pub(super) struct Context<'a> {
    pub styles: &'a Styles,
    pub lists: &'a mut Lists,
    pub limits: &'a Limits,
    pub tables: u32,
}

/// What a part gave.
#[derive(Default)]
pub(super) struct Walked {
    pub lines: Vec<Line>,
    pub damaged: bool,
    /// Words of the running text alone: what every reader of DOCX should find.
    pub words: usize,
    /// Relations of foreign pieces of text, with the line they stand before.
    pub imported: Vec<(usize, String)>,
    /// Relations of the headers that stand on the first page only.
    pub first_only: Vec<String>,
}

/// What an open element means for what is in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// Nothing by itself.
    Plain,
    /// Not printed: deletions, field codes, the second branch of an alternative.
    Skipped,
    Paragraph,
    ParagraphLook,
    RunLook,
    Run,
    Text,
    Table,
    Cell,
    TextBox,
    /// `mc:AlternateContent`; lines there were when it began.
    Alternatives(usize),
    Math,
}

struct Paragraph {
    line: LineBuilder,
    style: Option<String>,
    look: Look,
    /// Whether its text has begun, so that its look is known and its label printed.
    begun: bool,
}

struct Table {
    number: u32,
    rows: u32,
    columns: u32,
}

struct Walk<'a, 'c> {
    context: &'a mut Context<'c>,
    region: Region,
    walked: Walked,
    open: Vec<Open>,
    skipping: usize,
    asides: usize,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Option<Table>>,
    run: Look,
    face: Option<Run>,
    /// Complex fields that are open; true while their code is read.
    fields: Vec<bool>,
}

/// Reads the XML of a part whose lines belong to `region`.
pub(super) fn walk(
    xml: &str,
    region: Region,
    context: &mut Context<'_>,
) -> Result<Walked, ExtractError> {
    let mut pieces = Pieces::of(xml, context.limits);
    let mut walk = Walk {
        context,
        region,
        walked: Walked::default(),
        open: Vec::new(),
        skipping: 0,
        asides: 0,
        paragraphs: Vec::new(),
        tables: Vec::new(),
        run: Look::default(),
        face: None,
        fields: Vec::new(),
    };
    while let Some(piece) = pieces.next()? {
        match piece {
            Piece::Start(tag) => walk.start(&tag),
            Piece::End => walk.end(),
            Piece::Text(text) if walk.open.last() == Some(&Open::Text) => walk.text(&text),
            Piece::Text(_) => {}
        }
    }
    while !walk.open.is_empty() {
        walk.end();
    }
    walk.walked.damaged = pieces.damaged;
    Ok(walk.walked)
}

impl Walk<'_, '_> {
    fn start(&mut self, tag: &Tag<'_>) {
        let open = if self.skipping > 0 {
            Open::Skipped
        } else {
            self.meaning(tag)
        };
        match open {
            Open::Skipped => self.skipping += 1,
            Open::TextBox => {
                self.asides += 1;
                self.tables.push(None);
            }
            Open::Math => self.asides += 1,
            Open::Paragraph => self.paragraphs.push(Paragraph {
                line: LineBuilder::default(),
                style: None,
                look: Look::default(),
                begun: false,
            }),
            Open::Run => {
                self.run = Look::default();
                self.face = None;
            }
            Open::Table => {
                self.tables.push(Some(Table {
                    number: self.context.tables,
                    rows: 0,
                    columns: 0,
                }));
                self.context.tables += 1;
            }
            _ => {}
        }
        self.open.push(open);
    }

    fn meaning(&mut self, tag: &Tag<'_>) -> Open {
        match (tag.name(), self.open.last()) {
            (_, Some(Open::RunLook)) => {
                self.run_look(tag);
                Open::Plain
            }
            ("pStyle" | "numId" | "ilvl", Some(Open::ParagraphLook)) => {
                self.paragraph_look(tag);
                Open::Plain
            }
            ("numPr", Some(Open::ParagraphLook)) => Open::ParagraphLook,
            ("sectPr", _) => Open::Plain,
            (_, Some(Open::ParagraphLook)) => Open::Skipped,
            (
                "del" | "moveFrom" | "delText" | "instrText" | "delInstrText" | "rPrChange"
                | "pPrChange" | "sectPrChange" | "tblPrChange" | "docPartObj" | "sdtPr" | "rt",
                _,
            ) => Open::Skipped,
            ("p", _) => Open::Paragraph,
            ("pPr", _) => Open::ParagraphLook,
            ("r", _) => Open::Run,
            ("rPr", Some(Open::Run)) => Open::RunLook,
            ("rPr", _) => Open::Skipped,
            ("t", _) => Open::Text,
            ("tbl", _) => Open::Table,
            ("tc", _) => {
                self.next_cell(1);
                Open::Cell
            }
            ("tr", _) => {
                if let Some(Some(table)) = self.tables.last_mut() {
                    table.rows = table.rows.saturating_add(1);
                    table.columns = 0;
                }
                Open::Plain
            }
            ("gridSpan" | "gridBefore", _) => {
                let span = tag
                    .attribute("val")
                    .and_then(|n| n.parse::<u32>().ok())
                    .unwrap_or(1);
                let more = if tag.name() == "gridSpan" {
                    span.saturating_sub(1)
                } else {
                    span
                };
                self.next_cell(more.min(100));
                Open::Plain
            }
            ("txbxContent", _) => Open::TextBox,
            ("oMath", _) => Open::Math,
            ("AlternateContent", _) => Open::Alternatives(self.size()),
            ("Fallback", Some(Open::Alternatives(before))) if self.size() > *before => {
                Open::Skipped
            }
            ("footnote" | "endnote", _) => match tag.attribute("type").as_deref() {
                None | Some("normal") => Open::Plain,
                Some(_) => Open::Skipped,
            },
            _ => {
                self.inline(tag);
                Open::Plain
            }
        }
    }

    /// How much text there is so far, also in lines not finished.
    fn size(&self) -> usize {
        let unfinished = self
            .paragraphs
            .iter()
            .filter(|p| !p.line.is_blank())
            .count();
        self.walked.lines.len() + unfinished
    }

    /// Elements that stand for a character, a line end or a reference.
    fn inline(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "tab" | "ptab" => self.text("\t"),
            "cr" | "br" => self.finish_line(),
            "noBreakHyphen" => self.text("\u{2011}"),
            "softHyphen" => self.text("\u{ad}"),
            "sym" => self.symbol(tag),
            "fldChar" => match tag.attribute("fldCharType").as_deref() {
                Some("begin") => self.fields.push(true),
                Some("separate") => {
                    if let Some(code) = self.fields.last_mut() {
                        *code = false;
                    }
                }
                _ => drop(self.fields.pop()),
            },
            "textpath" => {
                let words = tag.attribute("string").unwrap_or_default();
                self.walked.lines.push(Line {
                    region: Region::Stamp,
                    ..Line::plain(&words)
                });
            }
            "altChunk" => {
                let at = self.walked.lines.len();
                self.walked
                    .imported
                    .extend(tag.attribute("id").map(|id| (at, id)));
            }
            "headerReference" if tag.attribute("type").as_deref() == Some("first") => {
                self.walked.first_only.extend(tag.attribute("id"));
            }
            _ => {}
        }
    }

    fn run_look(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "rStyle" => {
                let style = tag.attribute("val");
                if let Some(look) = style.and_then(|id| self.context.styles.run(&id)) {
                    self.run.inherit(&look.clone());
                }
            }
            _ => self.run.read(tag),
        }
    }

    fn paragraph_look(&mut self, tag: &Tag<'_>) {
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        match tag.name() {
            "pStyle" => paragraph.style = tag.attribute("val"),
            "numId" | "ilvl" => paragraph.look.read(tag),
            _ => {}
        }
    }

    fn symbol(&mut self, tag: &Tag<'_>) {
        let font = tag.attribute("font").unwrap_or_default();
        let code = tag
            .attribute("char")
            .and_then(|hex| u32::from_str_radix(&hex, 16).ok());
        if let Some(character) = code.and_then(|code| symbols::character(&font, code)) {
            self.text(character.encode_utf8(&mut [0; 4]));
        }
    }

    fn text(&mut self, text: &str) {
        if self.fields.contains(&true) {
            return;
        }
        self.begin_text();
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        let mut look = self.run.clone();
        look.inherit(&paragraph.look);
        if look.hidden == Some(true) {
            return;
        }
        let face = self.face.get_or_insert_with(|| look.face());
        match look.capitals {
            Some(true) => paragraph
                .line
                .push(&symbols::capitals(text, face.font.as_deref()), face),
            _ => paragraph.line.push(text, face),
        }
    }

    /// With its first text a paragraph gets the look of its style and the label of its list.
    fn begin_text(&mut self) {
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        if std::mem::replace(&mut paragraph.begun, true) {
            return;
        }
        let style = self.context.styles.paragraph(paragraph.style.as_deref());
        paragraph.look.inherit(&style);
        let look = &paragraph.look;
        let list = look.list.as_deref().filter(|list| *list != "0");
        let level = look.level.unwrap_or_default();
        if let Some(label) = list.and_then(|list| self.context.lists.next(list, level)) {
            paragraph.line.push(&label, &look.face());
        }
    }

    fn next_cell(&mut self, columns: u32) {
        if let Some(Some(table)) = self.tables.last_mut() {
            table.rows = table.rows.max(1);
            table.columns = table.columns.saturating_add(columns);
        }
    }

    fn finish_line(&mut self) {
        let cell = self.tables.last().and_then(Option::as_ref).map(|table| {
            (
                table.number,
                table.rows.saturating_sub(1),
                table.columns.saturating_sub(1),
            )
        });
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        if let Some(line) = paragraph.line.finish(self.region, cell) {
            if self.asides == 0 {
                self.walked.words += line.text().split_whitespace().count();
            }
            self.walked.lines.push(line);
        }
    }

    fn end(&mut self) {
        match self.open.pop() {
            Some(Open::Skipped) => self.skipping -= 1,
            Some(Open::Paragraph) => {
                self.finish_line();
                self.paragraphs.pop();
                // A field whose code never ends would swallow the rest of the paper.
                self.fields.fill(false);
            }
            Some(Open::TextBox) => {
                self.asides -= 1;
                self.tables.pop();
            }
            Some(Open::Math) => self.asides -= 1,
            Some(Open::Table) => drop(self.tables.pop()),
            Some(Open::Run) => {
                self.run = Look::default();
                self.face = None;
            }
            _ => {}
        }
    }
}
