//! Word 97, Excel and PowerPoint, old and new, through office_oxide.

use std::io::Cursor;

use office_oxide::ir::{
    Element, HeaderFooter, InlineContent, List, ListStyle, Section, Table, TextSpan,
};
use office_oxide::{Document, DocumentFormat, OfficeError};

use crate::extract::ExtractError;
use crate::extract::Extracted;
use crate::extract::Format;
use crate::extract::Limits;
use crate::extract::Line;
use crate::extract::Page;
use crate::extract::Region;
use crate::extract::Run;
use crate::extract::Warning;
use crate::extract::lines::{self, LineBuilder};
use crate::extract::numbering::{Shape, shaped};

/// Boxes in cells in lists …: what nests deeper is left out.
const DEPTH: usize = 40;

/// Reads a Word 97 paper as one page, a sheet or a slide as a page each.
///
/// Characters come as the file holds them: text in TCVN3 and VNI fonts is windows-1252.
pub fn read(bytes: &[u8], format: Format, limits: &Limits) -> Result<Extracted, ExtractError> {
    let kind = match format {
        Format::Doc => DocumentFormat::Doc,
        Format::Xls => DocumentFormat::Xls,
        Format::Ppt => DocumentFormat::Ppt,
        Format::Xlsx => DocumentFormat::Xlsx,
        Format::Pptx => DocumentFormat::Pptx,
        other => return Err(ExtractError::Unsupported(other.name().to_owned())),
    };
    let document = Document::from_reader(Cursor::new(bytes.to_vec()), kind);
    let document = document.map_err(|error| refusal(&error))?;
    let paper = document.to_ir();
    let mut reading = Reading::new(limits);
    let mut pages = Vec::new();
    for section in &paper.sections {
        reading.section(section);
        if format != Format::Doc {
            pages.push(reading.page());
        }
    }
    let rest = reading.page();
    if format == Format::Doc || !rest.lines.is_empty() {
        pages.push(rest);
    }
    if let (Format::Doc, Some(page)) = (format, pages.first_mut()) {
        lines::arrange_heading(&mut page.lines, 1);
    }
    let mut warnings = Vec::new();
    if !document.damage().is_empty() {
        warnings.push(Warning::Damaged);
    }
    if reading.truncated {
        warnings.push(Warning::Truncated);
    }
    Ok(Extracted { pages, warnings })
}

fn refusal(error: &OfficeError) -> ExtractError {
    let said = error.to_string();
    let locked = ["encrypt", "password"]
        .iter()
        .any(|word| said.to_lowercase().contains(word));
    match locked {
        true => ExtractError::Encrypted,
        false => ExtractError::Damaged(said.chars().take(200).collect()),
    }
}

/// The lines of the page in the making.
struct Reading {
    lines: Vec<Line>,
    line: LineBuilder,
    region: Region,
    cell: Option<(u32, u32, u32)>,
    tables: u32,
    room: usize,
    truncated: bool,
}

impl Reading {
    fn new(limits: &Limits) -> Self {
        Self {
            lines: Vec::new(),
            line: LineBuilder::default(),
            region: Region::Body,
            cell: None,
            tables: 0,
            room: limits.text_bytes,
            truncated: false,
        }
    }

    fn page(&mut self) -> Page {
        self.tables = 0;
        Page {
            lines: std::mem::take(&mut self.lines),
            ..Page::default()
        }
    }

    fn section(&mut self, section: &Section) {
        // A title page's header is where some offices print the heading of the paper.
        self.margin(section.first_page_header.as_ref(), Region::Body);
        self.elements(&section.elements, DEPTH);
        self.margin(section.header.as_ref(), Region::Header);
        self.margin(section.even_page_header.as_ref(), Region::Header);
        for footer in [
            &section.footer,
            &section.first_page_footer,
            &section.even_page_footer,
        ] {
            self.margin(footer.as_ref(), Region::Footer);
        }
        self.region = Region::Note;
        self.elements(section.speaker_notes.as_deref().unwrap_or_default(), DEPTH);
        self.region = Region::Body;
    }

    fn margin(&mut self, part: Option<&HeaderFooter>, region: Region) {
        if let Some(part) = part {
            self.region = region;
            self.elements(&part.content, DEPTH);
            self.region = Region::Body;
        }
    }

    fn elements(&mut self, elements: &[Element], depth: usize) {
        let Some(depth) = depth.checked_sub(1) else {
            self.truncated |= !elements.is_empty();
            return;
        };
        for element in elements {
            match element {
                Element::Heading(heading) => self.paragraph(&heading.content),
                Element::Paragraph(paragraph) => self.paragraph(&paragraph.content),
                Element::Table(table) => self.table(table, depth),
                Element::List(list) => self.list(list, depth),
                Element::TextBox(text_box) => {
                    let cell = self.cell.take();
                    self.elements(&text_box.content, depth);
                    self.cell = cell;
                }
                Element::Footnote(note) | Element::Endnote(note) => {
                    let region = std::mem::replace(&mut self.region, Region::Note);
                    self.elements(&note.content, depth);
                    self.region = region;
                }
                Element::CodeBlock(block) => {
                    self.words(&block.content, &Run::default());
                    self.finish_line();
                }
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, content: &[InlineContent]) {
        for piece in content {
            match piece {
                InlineContent::Text(span) => self.words(&span.text, &face(span)),
                InlineContent::LineBreak => self.finish_line(),
                _ => {}
            }
        }
        self.finish_line();
    }

    fn words(&mut self, text: &str, face: &Run) {
        for (number, line) in text.split(['\n', '\u{b}', '\u{c}', '\r']).enumerate() {
            if number > 0 {
                self.finish_line();
            }
            self.line.push(line, face);
        }
    }

    fn finish_line(&mut self) {
        let Some(line) = self.line.finish(self.region, self.cell) else {
            return;
        };
        let weight = line.weight();
        match self.room.checked_sub(weight) {
            Some(room) => {
                self.room = room;
                self.lines.push(line);
            }
            None => self.truncated = true,
        }
    }

    fn table(&mut self, table: &Table, depth: usize) {
        let number = self.tables;
        self.tables += 1;
        let outer = self.cell;
        for (row, cells) in (0..).zip(&table.rows) {
            let mut column = 0;
            for cell in &cells.cells {
                self.cell = Some((number, row, column));
                self.elements(&cell.content, depth);
                column += cell.col_span.clamp(1, 1000);
            }
        }
        self.cell = outer;
    }

    fn list(&mut self, list: &List, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else {
            self.truncated = true;
            return;
        };
        let start = list.start_number.unwrap_or(1);
        for (number, item) in (start..).zip(&list.items) {
            self.line.push(&label(list, number), &Run::default());
            self.elements(&item.content, depth);
            if let Some(nested) = &item.nested {
                self.list(nested, depth);
            }
        }
    }
}

/// What is printed before an item of a numbered list; nothing before others.
fn label(list: &List, number: u32) -> String {
    if !list.ordered {
        return String::new();
    }
    let shape = match list.style {
        Some(ListStyle::LowerRoman) => Shape::LowerRoman,
        Some(ListStyle::UpperRoman) => Shape::UpperRoman,
        Some(ListStyle::LowerAlpha) => Shape::LowerLetter,
        Some(ListStyle::UpperAlpha) => Shape::UpperLetter,
        _ => Shape::Decimal,
    };
    let number = shaped(number, shape);
    // `%n` stands for the number of level n; the outer ones are not known here.
    let pattern = list.marker_pattern.as_deref().and_then(|pattern| {
        let (before, after) = pattern.rsplit_once('%')?;
        let known = !before.contains('%');
        known.then(|| {
            format!(
                "{before}{number}{} ",
                after.trim_start_matches(|c: char| c.is_ascii_digit())
            )
        })
    });
    pattern.unwrap_or_else(|| format!("{number}. "))
}

fn face(span: &TextSpan) -> Run {
    let halves = span
        .font_size_half_pt
        .and_then(|halves| u16::try_from(halves).ok());
    Run {
        text: String::new(),
        font: span.font_name.clone(),
        bold: span.bold,
        italic: span.italic,
        size: f32::from(halves.unwrap_or_default()) / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::zipped::packed;

    #[test]
    fn a_workbook_gives_a_page_a_sheet_with_cells() {
        let sheet = |cells: &str| {
            format!("<worksheet><sheetData><row r='1'>{cells}</row></sheetData></worksheet>")
        };
        let cell =
            |at: &str, text: &str| format!("<c r='{at}' t='inlineStr'><is><t>{text}</t></is></c>");
        let types = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>\
            <Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>\
            <Override PartName='/xl/workbook.xml' ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>";
        let relation = |id: &str, kind: &str, target: &str| {
            format!(
                "<Relationship Id='{id}' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}' Target='{target}'/>"
            )
        };
        let relations = |all: &str| {
            format!(
                "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{all}</Relationships>"
            )
        };
        let book = "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' \
            xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets>\
            <sheet name='Một' sheetId='1' r:id='a'/><sheet name='Hai' sheetId='2' r:id='b'/></sheets></workbook>";
        let bytes = packed(&[
            ("[Content_Types].xml", types),
            (
                "_rels/.rels",
                &relations(&relation("w", "officeDocument", "xl/workbook.xml")),
            ),
            ("xl/workbook.xml", book),
            (
                "xl/_rels/workbook.xml.rels",
                &relations(
                    &(relation("a", "worksheet", "worksheets/1.xml")
                        + &relation("b", "worksheet", "worksheets/2.xml")),
                ),
            ),
            (
                "xl/worksheets/1.xml",
                &sheet(&(cell("A1", "Số") + &cell("B1", "12"))),
            ),
            ("xl/worksheets/2.xml", &sheet(&cell("A1", "Huế"))),
        ]);
        let extracted = read(&bytes, Format::Xlsx, &Limits::office()).unwrap();
        let pages: Vec<Vec<_>> = extracted
            .pages
            .iter()
            .map(|page| {
                page.lines
                    .iter()
                    .map(|line| (line.text(), line.cell))
                    .collect()
            })
            .collect();
        let at = |column| Some((0, 0, column));
        assert_eq!(
            pages,
            [
                vec![("Số".to_owned(), at(0)), ("12".to_owned(), at(1))],
                vec![("Huế".to_owned(), at(0))],
            ]
        );
    }

    #[test]
    fn garbage_is_refused() {
        for format in [
            Format::Doc,
            Format::Xls,
            Format::Ppt,
            Format::Xlsx,
            Format::Pptx,
        ] {
            let refused = read(
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing",
                format,
                &Limits::office(),
            );
            assert!(refused.is_err(), "{format:?}");
        }
    }
}
