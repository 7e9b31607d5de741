//! Registers with rows of secret papers: the row tells what the paper is about, so it is one too.

use std::collections::BTreeMap;

use crate::document::Page;
use crate::text::fold::fold;

use super::pattern::squeeze;

/// Cells by row and column.
type Table = BTreeMap<(usize, usize), String>;

/// Whether a register on these pages has a row whose column of secrecy is filled with a mark.
///
/// Lists of what is to be secret have such a column too, but no numbers of papers: no registers.
pub(super) fn has_secret_row(pages: &[Page]) -> bool {
    let tables = pages.iter().flat_map(drawn);
    tables
        .chain(separated(pages))
        .any(|table| is_marked(&table))
}

fn is_marked(table: &Table) -> bool {
    let headings = table.iter().filter(|(_, cell)| is_secrecy(cell));
    headings.into_iter().any(|((head, column), _)| {
        let is_register = table
            .iter()
            .any(|((row, _), cell)| row == head && is_number(cell));
        is_register
            && table
                .iter()
                .any(|((row, at), cell)| row > head && at == column && is_mark(cell))
    })
}

fn is_secrecy(cell: &str) -> bool {
    let folded = squeeze(&fold(cell));
    folded.ends_with("domat") && folded.len() <= 24
}

fn is_number(cell: &str) -> bool {
    let folded = squeeze(&fold(cell));
    ["kyhieu", "sovanban", "sovb", "soden", "sodi"]
        .iter()
        .any(|heading| folded.contains(heading))
        && folded.len() <= 60
}

fn is_mark(cell: &str) -> bool {
    let letters = squeeze(&fold(cell));
    matches!(letters.as_str(), "mat" | "toimat" | "tuyetmat" | "m" | "tm")
}

/// The tables of a page whose format has cells.
fn drawn(page: &Page) -> Vec<Table> {
    let mut tables: BTreeMap<u32, Table> = BTreeMap::new();
    for line in &page.lines {
        let Some((table, row, column)) = line.cell else {
            continue;
        };
        let cells = tables.entry(table).or_default();
        let cell = cells.entry((row as usize, column as usize)).or_default();
        cell.push(' ');
        cell.push_str(&line.text);
    }
    tables.into_values().collect()
}

/// The pages as a table of plain text, once for each line that may be its heading and each sign
/// that may part its cells.
fn separated(pages: &[Page]) -> Vec<Table> {
    let lines: Vec<&str> = pages
        .iter()
        .flat_map(|page| &page.lines)
        .map(|line| line.text.as_str())
        .collect();
    let mut tables = Vec::new();
    for (head, line) in lines.iter().enumerate() {
        if !squeeze(&fold(line)).contains("domat") {
            continue;
        }
        for sign in [';', ',', '\t', '|'] {
            let Some(column) = cells(line, sign).iter().position(|cell| is_secrecy(cell)) else {
                continue;
            };
            let mut table = Table::new();
            for (at, cell) in cells(line, sign).into_iter().enumerate() {
                table.insert((head, at), cell);
            }
            for (row, line) in lines.iter().enumerate().skip(head + 1) {
                let cell = cells(line, sign).into_iter().nth(column);
                table.extend(cell.map(|cell| ((row, column), cell)));
            }
            tables.push(table);
        }
    }
    tables
}

/// A line cut at a sign, but not inside quotes.
fn cells(line: &str, sign: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            letter if letter == sign && !quoted => cells.push(String::new()),
            letter => {
                if let Some(last) = cells.last_mut() {
                    last.push(letter);
                }
            }
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Line;

    #[track_caller]
    fn check(text: &str, expected: bool) {
        let lines = text.lines().map(|text| Line {
            text: text.to_owned(),
            ..Line::default()
        });
        let page = Page {
            lines: lines.collect(),
            ..Page::default()
        };
        assert_eq!(has_secret_row(&[page]), expected, "{text}");
    }

    #[test]
    fn a_row_with_a_mark_makes_a_register_secret() {
        check("Sổ\nSTT;Số, ký hiệu;Mức độ mật\n1;12-BC/TU;Mật", true);
        check("Số/ký hiệu,Trích yếu,Độ mật\n12,\"a, b\",Tuyệt mật", true);
        check("Số/ký hiệu,Trích yếu,Độ mật\n12,\"a, b\",Thường", false);
        check("Số/ký hiệu,Trích yếu,Độ mật\n12,Mật,", false);
        check("STT;Nội dung;Độ mật\n1;Kế hoạch;Tối mật", false);
    }

    #[test]
    fn cells_of_a_drawn_table() {
        let cell = |text: &str, row, column| Line {
            text: text.to_owned(),
            cell: Some((0, row, column)),
            ..Line::default()
        };
        let page = |mark| Page {
            lines: vec![
                cell("Số và ký hiệu", 0, 0),
                cell("Mức độ", 0, 1),
                cell("mật", 0, 1),
                cell("12-BC/TU", 1, 0),
                cell(mark, 1, 1),
            ],
            ..Page::default()
        };
        assert!(has_secret_row(&[page("TỐI MẬT")]));
        assert!(!has_secret_row(&[page("")]));
    }
}
