//! Tables with drawn borders: which pieces stand in which cell, so that a cell is read to its end
//! before the next one.

use crate::extract::pdf::glyphs::Rule;
use crate::extract::pdf::pieces::Piece;

/// A stretch of a page that is laid out by itself.
#[derive(Debug, PartialEq)]
pub enum Part {
    /// Outside tables.
    Text(Vec<Piece>),
    /// A cell: table, row and column, counted from 0 within the page; `None` for a lone frame.
    Cell(Option<(u32, u32, u32)>, Vec<Piece>),
}

/// The borders around some pieces: left, top, right, bottom.
struct Cell {
    area: [f32; 4],
    pieces: Vec<Piece>,
}

/// Borders of one line are drawn by several cells, not quite in the same place.
const SLACK: f32 = 2.0;
/// No page has more cells or is worth more comparisons of pieces with rules.
const MOST_CELLS: usize = 3_000;
const MOST_WORK: usize = 20_000_000;

/// Parts a page at its tables, from the top down.
pub fn parts(pieces: Vec<Piece>, rules: &[Rule], [width, height]: [f32; 2]) -> Vec<Part> {
    if rules.is_empty() || rules.len().saturating_mul(pieces.len()) > MOST_WORK {
        return vec![Part::Text(pieces)];
    }
    let mut cells: Vec<Cell> = Vec::new();
    let mut text: Vec<Piece> = Vec::new();
    for piece in pieces {
        let Some(area) = borders(&piece, rules, [width, height]) else {
            text.push(piece);
            continue;
        };
        let is_full = cells.len() >= MOST_CELLS;
        match cells.iter_mut().rev().find(|cell| is_near(cell.area, area)) {
            Some(cell) => cell.pieces.push(piece),
            None if is_full => text.push(piece),
            None => cells.push(Cell {
                area,
                pieces: vec![piece],
            }),
        }
    }
    interleave(text, tables(cells))
}

/// The nearest borders around a piece, when it has one at a side and one above or below.
fn borders(piece: &Piece, rules: &[Rule], [width, height]: [f32; 2]) -> Option<[f32; 4]> {
    let x = f32::midpoint(piece.left, piece.right);
    let y = 0.3f32.mul_add(-piece.size, piece.base);
    let (mut left, mut top, mut right, mut bottom) =
        (None::<f32>, None::<f32>, None::<f32>, None::<f32>);
    for rule in rules {
        let [x0, y0, x1, y1] = rule.area;
        if rule.is_upright() {
            if y0 - SLACK <= y && y <= y1 + SLACK {
                if x0 <= x {
                    left = Some(left.map_or(x0, |old| old.max(x0)));
                } else {
                    right = Some(right.map_or(x0, |old| old.min(x0)));
                }
            }
        } else if x0 - SLACK <= x && x <= x1 + SLACK {
            if y0 <= y {
                top = Some(top.map_or(y0, |old| old.max(y0)));
            } else {
                bottom = Some(bottom.map_or(y0, |old| old.min(y0)));
            }
        }
    }
    let is_cell = (left.is_some() || right.is_some()) && (top.is_some() || bottom.is_some());
    is_cell.then(|| {
        [
            left.unwrap_or(0.0),
            top.unwrap_or(0.0),
            right.unwrap_or(width),
            bottom.unwrap_or(height),
        ]
    })
}

fn is_near(one: [f32; 4], other: [f32; 4]) -> bool {
    one.iter().zip(other).all(|(a, b)| (a - b).abs() <= SLACK)
}

/// A table's extent and its cells in reading order.
struct Table {
    top: f32,
    parts: Vec<Part>,
}

/// Cells that touch from the top down make a table.
fn tables(mut cells: Vec<Cell>) -> Vec<Table> {
    const APART: f32 = 6.0;
    cells.sort_by(|a, b| top(a).total_cmp(&top(b)));
    let mut groups: Vec<(f32, Vec<Cell>)> = Vec::new();
    for cell in cells {
        let [_, top, _, bottom] = cell.area;
        match groups.last_mut() {
            Some((end, group)) if top <= *end + APART => {
                *end = end.max(bottom);
                group.push(cell);
            }
            _ => groups.push((bottom, vec![cell])),
        }
    }
    let mut count: u32 = 0;
    groups
        .into_iter()
        .map(|(_, cells)| {
            let table = count;
            count += u32::from(cells.len() > 1);
            in_rows(cells, table)
        })
        .collect()
}

const fn top(cell: &Cell) -> f32 {
    let [_, top, _, _] = cell.area;
    top
}

/// Puts the cells of a table in order of row and column and names their places.
fn in_rows(cells: Vec<Cell>, table: u32) -> Table {
    let edges = |edge: fn(&Cell) -> f32| {
        let mut edges: Vec<f32> = cells.iter().map(edge).collect();
        edges.sort_by(f32::total_cmp);
        edges.dedup_by(|b, a| *b - *a <= SLACK);
        edges
    };
    let rows = edges(top);
    let columns = edges(|cell| {
        let [left, ..] = cell.area;
        left
    });
    let rank = |edges: &[f32], at: f32| {
        u32::try_from(edges.partition_point(|edge| *edge <= at).saturating_sub(1))
            .unwrap_or(u32::MAX)
    };
    let is_frame = cells.len() == 1;
    let start = cells.iter().map(top).fold(f32::MAX, f32::min);
    let mut placed: Vec<((u32, u32, u32), Vec<Piece>)> = cells
        .into_iter()
        .map(|cell| {
            let [left, top, ..] = cell.area;
            ((table, rank(&rows, top), rank(&columns, left)), cell.pieces)
        })
        .collect();
    placed.sort_by_key(|(place, _)| *place);
    let parts = placed
        .into_iter()
        .map(|(place, pieces)| Part::Cell((!is_frame).then_some(place), pieces))
        .collect();
    Table { top: start, parts }
}

/// Text above a table is read before it, text from its top on after it.
fn interleave(mut text: Vec<Piece>, tables: Vec<Table>) -> Vec<Part> {
    let mut parts = Vec::new();
    for table in tables {
        let (before, after): (Vec<Piece>, Vec<Piece>) = text
            .into_iter()
            .partition(|piece| piece.base <= table.top + SLACK);
        text = after;
        parts.push(Part::Text(before));
        parts.extend(table.parts);
    }
    parts.push(Part::Text(text));
    parts
}
