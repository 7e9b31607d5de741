//! A register's file as a grid of cells: spreadsheets by their cells, CSV by its delimiter.

use std::collections::BTreeMap;

use crate::archive::register::heading;
use crate::document::Page;

/// Rows read of one register.
const MOST_ROWS: usize = 200_000;
/// Columns of one row.
const MOST_COLUMNS: usize = 200;

/// A table with its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The row of its head in the file, from 1.
    pub head: usize,
    /// What stands over the columns.
    pub headings: Vec<String>,
    /// What the columns hold.
    pub columns: Vec<Option<heading::Column>>,
    /// The rows below the head, each with its number in the file, from 1.
    pub rows: Vec<(usize, Vec<String>)>,
}

/// Every register in a file: each sheet, or each table of a paper, that has the head of one.
pub fn tables(format: &str, pages: &[Page]) -> Vec<Table> {
    let grids: Vec<Vec<Vec<String>>> = match format {
        "txt" => delimited(pages).into_iter().collect(),
        _ => pages.iter().flat_map(cells).collect(),
    };
    grids.into_iter().filter_map(table).collect()
}

fn table(grid: Vec<Vec<String>>) -> Option<Table> {
    let (head, columns) = heading::head(&grid)?;
    let headings = grid.get(head).cloned().unwrap_or_default();
    let rows = grid.into_iter().enumerate().skip(head + 1);
    let rows = rows
        .map(|(at, row)| (at + 1, row))
        .filter(|(_, row)| !is_empty(row) && !numbers_columns(row));
    Some(Table {
        head: head + 1,
        headings,
        rows: rows.take(MOST_ROWS).collect(),
        columns,
    })
}

fn is_empty(row: &[String]) -> bool {
    row.iter().all(|cell| cell.trim().is_empty())
}

/// `(1) | (2) | (3)`: the row of the official forms that numbers the columns.
fn numbers_columns(row: &[String]) -> bool {
    let filled: Vec<&str> = row
        .iter()
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .collect();
    let plain = |cell: &&str| cell.trim_matches(['(', ')', ' ']).parse::<u8>().ok();
    let numbers: Vec<Option<u8>> = filled.iter().map(plain).collect();
    filled.len() >= 3
        && numbers
            .iter()
            .enumerate()
            .all(|(at, number)| number.is_some_and(|number| usize::from(number) == at + 1))
}

/// The tables of a page by the cells its lines stand in.
fn cells(page: &Page) -> Vec<Vec<Vec<String>>> {
    let mut tables: BTreeMap<u32, BTreeMap<u32, BTreeMap<u32, String>>> = BTreeMap::new();
    for line in &page.lines {
        let Some((table, row, column)) = line.cell else {
            continue;
        };
        let cell = tables
            .entry(table)
            .or_default()
            .entry(row)
            .or_default()
            .entry(column)
            .or_default();
        if !cell.is_empty() {
            cell.push(' ');
        }
        cell.push_str(line.text.trim());
    }
    tables.into_values().map(grid).collect()
}

/// Rows without gaps, so that their numbers are those of the sheet.
fn grid(rows: BTreeMap<u32, BTreeMap<u32, String>>) -> Vec<Vec<String>> {
    let mut grid: Vec<Vec<String>> = Vec::new();
    for (row, cells) in rows {
        let row = row as usize;
        if row >= MOST_ROWS {
            break;
        }
        grid.resize_with(row, Vec::new);
        let mut filled: Vec<String> = Vec::new();
        for (column, text) in cells {
            let column = column as usize;
            if column >= MOST_COLUMNS {
                break;
            }
            filled.resize(column, String::new());
            filled.push(text);
        }
        grid.push(filled);
    }
    grid
}

/// A text with delimiters: the one under which a row has the head of a register.
fn delimited(pages: &[Page]) -> Option<Vec<Vec<String>>> {
    let lines = pages.iter().flat_map(|page| &page.lines);
    let text: Vec<&str> = lines.map(|line| line.text.as_str()).collect();
    let text = text.join("\n");
    [b',', b';', b'\t'].into_iter().find_map(|delimiter| {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let rows: Vec<Vec<String>> = reader
            .records()
            .take(MOST_ROWS)
            .filter_map(Result::ok)
            .map(|record| record.iter().take(MOST_COLUMNS).map(unguarded).collect())
            .collect();
        heading::head(&rows).is_some().then_some(rows)
    })
}

/// A cell without the apostrophe that keeps a spreadsheet from running it as a formula.
fn unguarded(cell: &str) -> String {
    let guarded = cell
        .strip_prefix('\'')
        .filter(|rest| rest.starts_with(['=', '+', '-', '@']));
    guarded.unwrap_or(cell).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Line;

    type Place = Option<(u32, u32, u32)>;

    fn page(lines: &[(&str, Place)]) -> Page {
        Page {
            lines: lines
                .iter()
                .map(|(text, cell)| Line {
                    text: (*text).to_owned(),
                    cell: *cell,
                    ..Line::default()
                })
                .collect(),
            ..Page::default()
        }
    }

    #[test]
    fn sheets_and_delimited_texts() {
        let sheet = page(&[
            ("SỔ ĐĂNG KÝ", Some((0, 0, 0))),
            ("STT", Some((0, 2, 0))),
            ("Số, ký hiệu", Some((0, 2, 1))),
            ("Ngày", Some((0, 2, 2))),
            ("ban hành", Some((0, 2, 2))),
            ("Trích yếu", Some((0, 2, 3))),
            ("(1)", Some((0, 3, 0))),
            ("(2)", Some((0, 3, 1))),
            ("(3)", Some((0, 3, 2))),
            ("1", Some((0, 4, 0))),
            ("về việc", Some((0, 4, 3))),
        ]);
        let found = tables("xlsx", &[sheet]);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].rows,
            [(
                5,
                vec![
                    "1".to_owned(),
                    String::new(),
                    String::new(),
                    "về việc".to_owned()
                ]
            )]
        );

        let text = page(&[
            ("Sổ đăng ký văn bản đi", None),
            ("STT;Số ký hiệu;Ngày ban hành;Trích yếu", None),
            ("1;'-CV/TU;1/2/2020;\"một; hai", None),
            ("ba\"", None),
        ]);
        let found = tables("txt", &[text]);
        let row: Vec<String> = ["1", "-CV/TU", "1/2/2020", "một; hai\nba"]
            .map(str::to_owned)
            .into();
        assert_eq!(found[0].rows, [(3, row)]);
    }
}
