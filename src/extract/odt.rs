//! OpenDocument text, sheets and slides: our walk over `content.xml`.

use crate::extract::ExtractError;
use crate::extract::Extracted;
use crate::extract::Limits;
use crate::extract::Line;
use crate::extract::Page;
use crate::extract::Region;
use crate::extract::Run;
use crate::extract::Warning;
use crate::extract::lines::{self, LineBuilder};
use crate::extract::xml::{Piece, Pieces, Tag, text_of};
use crate::extract::zipped::Package;

/// Reads a text as one page, a sheet or a slide as a page each; a paragraph or line break is a line.
///
/// Deleted text (`tracked-changes`) and comments are left out; notes have their own region. Counts
/// of repeated cells and spaces are not believed: one element may claim billions.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    let mut package = Package::open(bytes, limits)?;
    let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
    if text_of(&manifest)?.contains("encryption-data") {
        return Err(ExtractError::Encrypted);
    }
    let content = package.part("content.xml")?;
    let content = content.ok_or_else(|| ExtractError::Damaged("no content in it".to_owned()))?;
    let mut walk = Walk::new(limits);
    let mut damaged = walk.part(&text_of(&content)?, Region::Body)?;
    lines::arrange_heading(&mut walk.lines, 1);
    if walk.pages.is_empty() || !walk.lines.is_empty() {
        walk.end_page();
    }
    if let Some(styles) = package.part("styles.xml")? {
        damaged |= walk.margins(&text_of(&styles)?)?;
    }
    let damaged = damaged.then_some(Warning::Damaged);
    let truncated = walk.truncated.then_some(Warning::Truncated);
    Ok(Extracted {
        pages: walk.pages,
        warnings: damaged.into_iter().chain(truncated).collect(),
    })
}

/// What an open element means for what is in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Plain,
    Skipped,
    Paragraph,
    /// A span or link in a paragraph.
    Inline,
    Note(Region),
    Table,
    /// A table that is a page.
    Sheet,
    Slide,
    Cell,
}

struct Walk<'l> {
    limits: &'l Limits,
    pages: Vec<Page>,
    /// Of the page in the making.
    lines: Vec<Line>,
    has_sheets: bool,
    open: Vec<Open>,
    skipping: usize,
    paragraphs: Vec<LineBuilder>,
    /// Open tables: number, rows and columns begun.
    tables: Vec<(u32, u32, u32)>,
    table_count: u32,
    region: Region,
    room: usize,
    truncated: bool,
}

impl<'l> Walk<'l> {
    fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            pages: Vec::new(),
            lines: Vec::new(),
            has_sheets: false,
            open: Vec::new(),
            skipping: 0,
            paragraphs: Vec::new(),
            tables: Vec::new(),
            table_count: 0,
            region: Region::Body,
            room: limits.text_bytes,
            truncated: false,
        }
    }

    /// Walks a part; says whether it is damaged.
    fn part(&mut self, xml: &str, region: Region) -> Result<bool, ExtractError> {
        self.region = region;
        let mut pieces = Pieces::of(xml, self.limits);
        while let Some(piece) = pieces.next()? {
            match piece {
                Piece::Start(tag) => self.start(&tag),
                Piece::End => self.end(),
                Piece::Text(text) => self.text(&text),
            }
        }
        while !self.open.is_empty() {
            self.end();
        }
        Ok(pieces.damaged)
    }

    /// Headers and footers stand in the master pages of `styles.xml`; they are kept with the last page.
    fn margins(&mut self, xml: &str) -> Result<bool, ExtractError> {
        let damaged = self.part(xml, Region::Header)?;
        let mut margins: Vec<Line> = Vec::new();
        for line in std::mem::take(&mut self.lines) {
            // Every master page repeats them.
            if margins.iter().all(|known| known.text() != line.text()) {
                margins.push(line);
            }
        }
        if let Some(last) = self.pages.last_mut() {
            last.lines.extend(margins);
        }
        Ok(damaged)
    }

    fn end_page(&mut self) {
        self.table_count = 0;
        self.pages.push(Page {
            lines: std::mem::take(&mut self.lines),
            ..Page::default()
        });
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let open = if self.skipping > 0 {
            Open::Skipped
        } else {
            self.meaning(tag)
        };
        match open {
            Open::Skipped => self.skipping += 1,
            Open::Paragraph => self.paragraphs.push(LineBuilder::default()),
            Open::Table | Open::Sheet => {
                self.tables.push((self.table_count, 0, 0));
                self.table_count += 1;
            }
            _ => {}
        }
        self.open.push(open);
    }

    fn meaning(&mut self, tag: &Tag<'_>) -> Open {
        match tag.name() {
            "tracked-changes" | "annotation" | "annotation-end" | "note-citation" | "ruby-text"
            | "automatic-styles" | "font-face-decls" | "forms" | "scripts" | "sequence-decls"
            | "title" | "desc" => Open::Skipped,
            "p" | "h" => Open::Paragraph,
            "s" => {
                self.push(" ");
                Open::Plain
            }
            "tab" => {
                self.push("\t");
                Open::Plain
            }
            "line-break" => {
                self.end_line();
                Open::Plain
            }
            "span" | "a" | "bookmark-ref" | "sequence" | "page-number" | "meta" | "meta-field" => {
                Open::Inline
            }
            "note" | "notes" => Open::Note(std::mem::replace(&mut self.region, Region::Note)),
            "footer" => Open::Note(std::mem::replace(&mut self.region, Region::Footer)),
            "spreadsheet" => {
                self.has_sheets = true;
                Open::Plain
            }
            "table" if self.has_sheets && self.tables.is_empty() => Open::Sheet,
            "table" => Open::Table,
            "page" => Open::Slide,
            "table-row" => {
                if let Some((_, rows, columns)) = self.tables.last_mut() {
                    (*rows, *columns) = (rows.saturating_add(1), 0);
                }
                Open::Plain
            }
            "table-cell" | "covered-table-cell" => {
                let span = tag
                    .attribute("number-columns-repeated")
                    .and_then(|n| n.parse().ok());
                if let Some((_, _, columns)) = self.tables.last_mut() {
                    *columns = columns.saturating_add(u32::min(span.unwrap_or(1), 100_000));
                }
                Open::Cell
            }
            // Fields (`date`, `author-name`, `database-display` …) hold what they show.
            _ if matches!(self.open.last(), Some(Open::Paragraph | Open::Inline)) => Open::Inline,
            _ => Open::Plain,
        }
    }

    fn text(&mut self, text: &str) {
        let printed = matches!(self.open.last(), Some(Open::Paragraph | Open::Inline));
        if let Some(line) = self.paragraphs.last_mut().filter(|_| printed) {
            line.push_flowing(text, &Run::default());
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(line) = self.paragraphs.last_mut() {
            line.push(text, &Run::default());
        }
    }

    fn end_line(&mut self) {
        let cell = self.tables.last().map(|(table, rows, columns)| {
            (*table, rows.saturating_sub(1), columns.saturating_sub(1))
        });
        let line = self
            .paragraphs
            .last_mut()
            .and_then(|line| line.finish(self.region, cell));
        let Some(line) = line else {
            return;
        };
        match self.room.checked_sub(line.weight()) {
            Some(room) => {
                self.room = room;
                self.lines.push(line);
            }
            None => self.truncated = true,
        }
    }

    fn end(&mut self) {
        match self.open.pop() {
            Some(Open::Skipped) => self.skipping -= 1,
            Some(Open::Paragraph) => {
                self.end_line();
                self.paragraphs.pop();
            }
            Some(Open::Note(region)) => self.region = region,
            Some(Open::Table) => drop(self.tables.pop()),
            Some(Open::Sheet) => {
                self.tables.pop();
                self.end_page();
            }
            Some(Open::Slide) => self.end_page(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::zipped::packed;

    #[track_caller]
    fn check(body: &str, expected: &[&str]) {
        let content = format!(
            "<office:document-content><office:body>{body}</office:body></office:document-content>"
        );
        let styles = "<x><style:footer><text:p>chân</text:p></style:footer><style:footer><text:p>chân</text:p></style:footer></x>";
        let bytes = packed(&[("content.xml", &content), ("styles.xml", styles)]);
        let extracted = read(&bytes, &Limits::office()).unwrap();
        let mut lines: Vec<String> = extracted.pages[0]
            .lines
            .iter()
            .map(|line| match line.region {
                Region::Body => line.text(),
                region => format!("{region:?}: {}", line.text()),
            })
            .collect();
        assert_eq!(lines.pop().as_deref(), Some("Footer: chân"));
        assert_eq!(lines, expected, "{body}");
    }

    #[test]
    fn paragraphs_tables_notes_and_changes() {
        check(
            "<text:h>Số:\n  1<text:s text:c='2147483647'/>a<text:tab/>b<text:line-break/>c</text:h>",
            &["Số: 1 a\tb", "c"],
        );
        check(
            "<text:p>a<text:span>b</text:span><text:date>ngày</text:date><office:annotation><text:p>x</text:p></office:annotation></text:p>",
            &["abngày"],
        );
        check(
            "<text:tracked-changes><text:p>x</text:p></text:tracked-changes><text:p>y</text:p>",
            &["y"],
        );
        check(
            "<text:p>a<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>n</text:p></text:note-body></text:note>b</text:p>",
            &["Note: n", "ab"],
        );
        let row = |a: &str, b: &str| {
            format!(
                "<table:table-row><table:table-cell><text:p>{a}</text:p></table:table-cell><table:table-cell><text:p>{b}</text:p></table:table-cell></table:table-row>"
            )
        };
        check(
            &format!(
                "<table:table>{}{}</table:table>",
                row("UBND", "CỘNG"),
                row("Số", "Huế")
            ),
            &["UBND", "Số", "CỘNG", "Huế"],
        );
    }

    #[test]
    fn sheets_and_slides_are_pages() {
        let cell = |text: &str| {
            format!(
                "<table:table-row><table:table-cell><text:p>{text}</text:p></table:table-cell></table:table-row>"
            )
        };
        let pages = |body: &str| -> Vec<Vec<(String, Region)>> {
            let content = format!("<x><office:body>{body}</office:body></x>");
            let styles = "<x><style:header><text:p>đầu</text:p></style:header></x>";
            let bytes = packed(&[("content.xml", &content), ("styles.xml", styles)]);
            let pages = read(&bytes, &Limits::office()).unwrap().pages.into_iter();
            let lines = |page: Page| {
                let lines = page.lines.into_iter();
                lines.map(|line| (line.text(), line.region)).collect()
            };
            pages.map(lines).collect()
        };
        let body = |text: &str| (text.to_owned(), Region::Body);
        let header = ("đầu".to_owned(), Region::Header);
        let sheets = format!(
            "<office:spreadsheet><table:table>{}</table:table><table:table>{}</table:table></office:spreadsheet>",
            cell("thu"),
            cell("chi")
        );
        assert_eq!(
            pages(&sheets),
            [vec![body("thu")], vec![body("chi"), header.clone()]]
        );
        let slides = "<office:presentation><draw:page><text:p>một</text:p><presentation:notes>\
            <text:p>nói</text:p></presentation:notes></draw:page><draw:page/></office:presentation>";
        let note = ("nói".to_owned(), Region::Note);
        assert_eq!(pages(slides), [vec![body("một"), note], vec![header]]);
    }

    #[test]
    fn locked_and_hollow_files_are_refused() {
        let locked = packed(&[
            ("META-INF/manifest.xml", "<m><encryption-data/></m>"),
            ("content.xml", "x"),
        ]);
        assert_eq!(
            read(&locked, &Limits::office()),
            Err(ExtractError::Encrypted)
        );
        assert!(matches!(
            read(&packed(&[("a", "")]), &Limits::office()),
            Err(ExtractError::Damaged(_))
        ));
    }
}
