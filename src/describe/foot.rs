//! The foot of a paper as cells: where the left column with the recipients and the right one with
//! the signature stand, however the format serialised them.

use super::zones::Row;

/// A piece of a row between wide gaps.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub row: Row,
    /// Which row it is a piece of.
    pub at: usize,
    /// How many pieces stand left of it on that row.
    pub column: usize,
    /// How many pieces that row has.
    pub columns: usize,
}

/// The rows taken apart at wide gaps.
pub(super) fn cells(rows: &[Row]) -> Vec<Cell> {
    rows.iter()
        .enumerate()
        .flat_map(|(at, row)| pieces(row, at))
        .collect()
}

fn pieces(row: &Row, at: usize) -> Vec<Cell> {
    let printed: Vec<&str> = row.text.split('\t').collect();
    if let [_] = printed.as_slice() {
        let whole = Cell {
            row: row.clone(),
            at,
            column: 0,
            columns: 1,
        };
        return vec![whole];
    }
    let columns = printed.len();
    let piece = |(column, text): (usize, &&str)| Cell {
        row: Row {
            bold: row.bold,
            italic: row.italic,
            page: row.page,
            line: row.line,
            ..Row::of_text(text)
        },
        at,
        column,
        columns,
    };
    printed.iter().enumerate().map(piece).collect()
}

impl Cell {
    /// Whether `other`, further down, stands in the column of this one. Where nothing tells, it may.
    pub fn is_above(&self, other: &Self) -> bool {
        match (self.row.area, other.row.area) {
            (Some(own), Some(below)) if self.row.page == other.row.page => {
                let centre = |area: [f32; 4]| f32::midpoint(area[0], area[2]);
                (centre(own) - centre(below)).abs() < 0.2
            }
            _ if self.columns > 1 && other.columns > 1 => self.column == other.column,
            _ => true,
        }
    }
}
