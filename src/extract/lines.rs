//! Lines put together run by run, and the two-column heading brought into reading order.

use std::collections::BTreeMap;

use crate::extract::Line;
use crate::extract::Region;
use crate::extract::Run;

/// A line in the making.
#[derive(Debug, Default)]
pub(super) struct LineBuilder {
    runs: Vec<Run>,
}

impl LineBuilder {
    /// Adds `text` in the font and face of `style`, whose own text is not looked at.
    pub fn push(&mut self, text: &str, style: &Run) {
        if text.is_empty() {
            return;
        }
        let alike = |run: &Run| {
            run.bold == style.bold
                && run.italic == style.italic
                && run.size.to_bits() == style.size.to_bits()
                && run.font == style.font
        };
        match self.runs.last_mut() {
            Some(last) if alike(last) => last.text.push_str(text),
            _ => self.runs.push(Run {
                text: text.to_owned(),
                ..style.clone()
            }),
        }
    }

    /// Adds text in which any white space is one space, and none at the beginning.
    pub fn push_flowing(&mut self, text: &str, style: &Run) {
        const BLANK: [char; 5] = [' ', '\t', '\n', '\r', '\u{c}'];
        let mut pieces = text.split(BLANK);
        let mut flowing = String::with_capacity(text.len());
        if let Some(first) = pieces.next() {
            flowing.push_str(first);
        }
        for piece in pieces {
            let before = match flowing.chars().next_back() {
                Some(character) => character != ' ',
                None => !self.ends_blank(),
            };
            if before {
                flowing.push(' ');
            }
            flowing.push_str(piece);
        }
        self.push(&flowing, style);
    }

    /// Whether a space here would follow another or begin the line.
    fn ends_blank(&self) -> bool {
        self.runs.last().is_none_or(|run| run.text.ends_with(' '))
    }

    /// Whether nothing but white space is in it.
    pub fn is_blank(&self) -> bool {
        self.runs.iter().all(|run| run.text.trim().is_empty())
    }

    /// The line, without spaces at its end, and the builder empty again; none if it is blank.
    pub fn finish(&mut self, region: Region, cell: Option<(u32, u32, u32)>) -> Option<Line> {
        let mut runs = std::mem::take(&mut self.runs);
        while let Some(last) = runs.last_mut() {
            last.text
                .truncate(last.text.trim_end_matches([' ', '\t']).len());
            if !last.text.is_empty() {
                break;
            }
            runs.pop();
        }
        let blank = runs.iter().all(|run| run.text.trim().is_empty());
        (!blank).then_some(Line {
            runs,
            region,
            cell,
            ..Line::default()
        })
    }
}

/// Reads the two-column heading of a paper by columns: the left one whole, then the right one.
///
/// The heading is the first of the first `tables` tables that is small and has words in exactly
/// two columns; row numbers are no words. All other tables stay row by row.
pub(super) fn arrange_heading(lines: &mut [Line], tables: usize) {
    let table_of = |line: &Line| line.cell.map(|(table, _, _)| table);
    let candidates = lines.chunk_by_mut(|a, b| table_of(a) == table_of(b));
    let candidates = candidates.filter(|lines| lines.first().is_some_and(|l| l.cell.is_some()));
    if let Some(heading) = candidates.take(tables).find(|lines| is_heading(lines)) {
        heading.sort_by_key(|line| line.cell.map(|(_, row, column)| (column, row)));
    }
}

fn is_heading(table: &[Line]) -> bool {
    const ROWS: u32 = 8;
    const BYTES: usize = 1500;
    let mut columns: BTreeMap<u32, bool> = BTreeMap::new();
    let (mut size, mut rows) = (0, 0);
    for line in table {
        let text = line.text();
        size += text.len();
        if let Some((_, row, column)) = line.cell {
            rows = rows.max(row + 1);
            *columns.entry(column).or_default() |= text.chars().any(char::is_alphabetic);
        }
    }
    columns.len() == 2 && columns.values().all(|worded| *worded) && rows <= ROWS && size <= BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cells: &[(&str, u32, u32)], expected: &[&str]) {
        let mut lines: Vec<Line> = cells
            .iter()
            .map(|(text, row, column)| Line {
                cell: Some((0, *row, *column)),
                ..Line::plain(text)
            })
            .collect();
        arrange_heading(&mut lines, 1);
        let order: Vec<String> = lines.iter().map(Line::text).collect();
        assert_eq!(order, expected);
    }

    #[test]
    fn headings_are_read_by_columns_and_other_tables_by_rows() {
        check(
            &[
                ("TỈNH ỦY", 0, 0),
                ("ĐẢNG CỘNG SẢN", 0, 1),
                ("Số 1", 1, 0),
                ("Huế, ngày 1", 1, 1),
            ],
            &["TỈNH ỦY", "Số 1", "ĐẢNG CỘNG SẢN", "Huế, ngày 1"],
        );
        check(
            &[("1", 0, 0), ("Một", 0, 1), ("2", 1, 0), ("Hai", 1, 1)],
            &["1", "Một", "2", "Hai"],
        );
        check(
            &[("a", 0, 0), ("b", 0, 1), ("c", 0, 2), ("d", 1, 0)],
            &["a", "b", "c", "d"],
        );
        check(&[("a", 0, 0), ("b", 0, 1), ("c", 9, 0)], &["a", "b", "c"]);
        check(&[], &[]);
    }

    #[test]
    fn flowing_text_has_single_spaces() {
        let mut line = LineBuilder::default();
        let (plain, bold) = (
            Run::default(),
            Run {
                bold: true,
                ..Run::default()
            },
        );
        line.push_flowing(" \n Số:  ", &plain);
        line.push_flowing(" 12\t", &bold);
        line.push_flowing("\n", &plain);
        let line = line.finish(Region::Body, None).unwrap();
        assert_eq!(line.text(), "Số: 12");
        assert_eq!(line.runs.len(), 2);
    }
}
