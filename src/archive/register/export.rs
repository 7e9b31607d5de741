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

impl Archive {
    /// Writes a register of the whole archive, in the order of dates; the ending of `file` says how:
    /// `.xlsx`, else CSV with semicolons in UTF-8 with a byte order mark, CRLF, safe from formulas.
    /// Gives the number of papers.
    pub fn export_register(&self, file: &Path, fields: Fields) -> Result<usize, Error> {
        let mut rows = Vec::new();
        for document in self.documents()? {
            rows.push(fields.row(rows.len() + 1, &document?));
        }
        let workbook = file
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
        let written = match workbook {
            true => write_workbook(file, fields, &rows).map_err(|error| error.to_string()),
            false => {
                let headings = fields.headings().iter().map(|cell| (*cell).to_owned());
                let lines = std::iter::once(headings.collect()).chain(rows.iter().cloned());
                cells::write(file, lines).map_err(|error| error.to_string())
            }
        };
        written.map_err(|reason| Error::Exporting {
            path: file.to_path_buf(),
            reason,
        })?;
        Ok(rows.len())
    }
}

fn write_workbook(file: &Path, fields: Fields, rows: &[Vec<String>]) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let head = Format::new()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_text_wrap();
    let body = Format::new().set_border(FormatBorder::Thin).set_text_wrap();
    let mut first = 0;
    let headings = fields.headings();
    if fields == Fields::Catalogue {
        let title = Format::new().set_bold().set_align(FormatAlign::Center);
        let last = u16::try_from(headings.len() - 1).unwrap_or(0);
        sheet.merge_range(0, 0, 0, last, "MỤC LỤC VĂN BẢN, TÀI LIỆU", &title)?;
        sheet.write_string(1, 0, "Số, ký hiệu hồ sơ:")?;
        sheet.write_string(2, 0, "Năm:")?;
        first = 4;
        for (column, width) in (0..).zip([6.0, 20.0, 14.0, 60.0, 32.0, 10.0, 16.0]) {
            sheet.set_column_width(column, width)?;
        }
    }
    for (column, heading) in (0..).zip(headings) {
        sheet.write_string_with_format(first, column, *heading, &head)?;
    }
    for (row, cells) in (first + 1..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string_with_format(row, column, cell, &body)?;
        }
    }
    sheet.set_freeze_panes(first + 1, 0)?;
    book.save(file)
}
