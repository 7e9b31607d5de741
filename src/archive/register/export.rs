//! Registers written out: the official columns, as a workbook or as CSV that Excel opens.

use std::path::Path;

use rust_xlsxwriter::Format;
use rust_xlsxwriter::FormatAlign;
use rust_xlsxwriter::FormatBorder;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::XlsxError;

use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::cells;
use crate::archive::register::columns::Fields;
use crate::extract::docx;
use crate::search::Request;
use crate::search::request::LARGEST_PAGE;

/// What a list is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFormat {
    /// An Excel workbook.
    Xlsx,
    /// CSV with semicolons in UTF-8 with a byte order mark, CRLF, safe from formulas.
    Csv,
    /// A table in a Word document.
    Docx,
}

impl ListFormat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Xlsx, Self::Csv, Self::Docx];

    /// As the ending of a file.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Docx => "docx",
        }
    }

    /// The format of this ending, in whatever case.
    #[must_use]
    pub fn of(ending: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|format| ending.eq_ignore_ascii_case(format.ending()))
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

/// Papers of a search that are written out at most.
const MOST: usize = 10_000;
/// Characters of a cell, which Excel sets.
const LONGEST_CELL: usize = 32_767;

impl Archive {
    /// Writes a register of the whole archive, in the order of dates; the ending of `file` says how,
    /// as in [`ListFormat`]; CSV where it is none of them. Gives the number of papers.
    pub fn export_register(&self, file: &Path, fields: Fields) -> Result<usize, Error> {
        let mut rows = Vec::new();
        for document in self.documents()? {
            rows.push(fields.row(rows.len() + 1, &document?));
        }
        let ending = file.extension().and_then(|ending| ending.to_str());
        let format = ending.and_then(ListFormat::of).unwrap_or(ListFormat::Csv);
        let written = Sheet::of(fields)
            .written(format, &rows)
            .and_then(|bytes| cells::put(file, &bytes).map_err(|error| error.to_string()));
        written.map_err(|reason| Error::Exporting {
            path: file.to_path_buf(),
            reason,
        })?;
        Ok(rows.len())
    }

    /// The papers a search finds, in its order and under its filters, as a mục lục; 10,000 of them at
    /// most.
    pub fn export_found(&self, request: &Request, format: ListFormat) -> Result<Vec<u8>, Error> {
        let mut page = Request {
            cursor: None,
            ..request.clone()
        };
        let mut rows = Vec::new();
        loop {
            page.limit = LARGEST_PAGE.min(MOST - rows.len());
            let found = self.index.search(&page)?;
            for document in self.found(&found.hits)?.into_iter().flatten() {
                rows.push(Fields::Catalogue.row(rows.len() + 1, &document));
            }
            page.cursor = found.next;
            if page.cursor.is_none() || rows.len() == MOST {
                break;
            }
        }
        let name = format!("danh sách.{}", format.ending());
        let written = Sheet::of(Fields::Catalogue).written(format, &rows);
        written.map_err(|reason| Error::Exporting {
            path: name.into(),
            reason,
        })
    }
}

/// A table to be written out.
pub(super) struct Sheet {
    /// What stands above it; not in CSV.
    pub title: Option<&'static str>,
    /// Lines to be filled in by hand between the title and the table.
    pub blanks: &'static [&'static str],
    /// What heads its columns.
    pub headings: &'static [&'static str],
    /// How wide they are, in characters; those beyond are as Excel has them.
    pub widths: &'static [f64],
}

impl Sheet {
    fn of(fields: Fields) -> Self {
        let official = fields == Fields::Catalogue;
        Self {
            title: official.then_some("MỤC LỤC VĂN BẢN, TÀI LIỆU"),
            blanks: match official {
                true => &["Số, ký hiệu hồ sơ:", "Năm:"],
                false => &[],
            },
            headings: fields.headings(),
            widths: match official {
                true => &[6.0, 20.0, 14.0, 60.0, 32.0, 10.0, 16.0],
                false => &[],
            },
        }
    }

    pub(super) fn written(
        &self,
        format: ListFormat,
        rows: &[Vec<String>],
    ) -> Result<Vec<u8>, String> {
        let headings = || self.headings.iter().map(|cell| (*cell).to_owned());
        match format {
            ListFormat::Xlsx => self.workbook(rows).map_err(|error| error.to_string()),
            ListFormat::Csv => {
                let lines = std::iter::once(headings().collect()).chain(rows.iter().cloned());
                cells::bytes(lines).map_err(|error| error.to_string())
            }
            ListFormat::Docx => docx::table(self.title.unwrap_or_default(), self.headings, rows),
        }
    }

    fn workbook(&self, rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let head = Format::new()
            .set_bold()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::Center)
            .set_text_wrap();
        let body = Format::new().set_border(FormatBorder::Thin).set_text_wrap();
        let mut first = 0;
        if let Some(text) = self.title {
            let title = Format::new().set_bold().set_align(FormatAlign::Center);
            let last = u16::try_from(self.headings.len() - 1).unwrap_or(0);
            sheet.merge_range(0, 0, 0, last, text, &title)?;
            first = 2;
        }
        for (row, text) in (1..).zip(self.blanks) {
            sheet.write_string(row, 0, *text)?;
            first = row + 2;
        }
        for (column, width) in (0..).zip(self.widths) {
            sheet.set_column_width(column, *width)?;
        }
        for (column, heading) in (0..).zip(self.headings) {
            sheet.write_string_with_format(first, column, *heading, &head)?;
        }
        for (row, cells) in (first + 1..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                let cell: String = cell.chars().take(LONGEST_CELL).collect();
                sheet.write_string_with_format(row, column, cell, &body)?;
            }
        }
        sheet.set_freeze_panes(first + 1, 0)?;
        book.save_to_buffer()
    }
}
