//! The order in which the rows of a PDF page are read: across, except where columns stand side by side.
//!
//! The heading of an administrative paper is two columns, and so are its recipients and signature:
//! the left one is read to its end, then the right one. In a table with walls the file itself says in
//! which order the cells were written.

use crate::extract::pdf::rows::Segment;

/// Rows that gutters run through from the first to the last.
struct Block {
    start: usize,
    end: usize,
    /// The middle of each gutter, from left to right.
    gutters: Vec<f32>,
}

/// Narrower gaps are no gutters, in points.
const NARROW: f32 = 5.0;
/// Lines of a column follow each other within this many times their size.
const NEAR: f32 = 2.0;
/// Rows with nothing opposite them that may stand above the first pair of a heading.
const AHEAD: usize = 3;
/// A longer run of pairs, written pair by pair, is a list and read across.
const LONGEST_HEADING: usize = 7;

/// Segments in reading order, each inner list one line.
pub fn in_reading_order(mut rows: Vec<Vec<Segment>>, page_width: f32) -> Vec<Vec<Segment>> {
    part_crowded(&mut rows, page_width);
    let mut blocks = Vec::new();
    let mut row = 0;
    while row < rows.len() {
        match Block::at(&rows, row) {
            Some(block) => {
                row = block.end;
                blocks.push(block);
            }
            None => row += 1,
        }
    }
    let mut lines = Vec::new();
    let mut blocks = blocks.into_iter().peekable();
    let mut rows = rows.into_iter().enumerate();
    while let Some((index, row)) = rows.next() {
        match blocks.next_if(|block| block.start == index) {
            Some(block) => {
                let rest = block.end - block.start - 1;
                let mut inside = vec![row];
                inside.extend(rows.by_ref().take(rest).map(|(_, row)| row));
                lines.extend(block.arrange(inside, page_width));
            }
            None => lines.extend(across(row)),
        }
    }
    lines
}

/// Parts segments where one gap stands out among their own: the two halves of a heading often come
/// closer than a wide gap. Less is asked of a gap that lies in a gutter of the next or the last row.
fn part_crowded(rows: &mut [Vec<Segment>], page_width: f32) {
    const HALVES: f32 = 0.5;
    for index in 0..rows.len() {
        let beside = [index.checked_sub(1), index.checked_add(1)];
        let gutters: Vec<(f32, f32)> = beside
            .iter()
            .flatten()
            .filter_map(|other| rows.get(*other))
            .flat_map(|row| gaps(row))
            .collect();
        let Some(row) = rows.get_mut(index) else {
            return;
        };
        let is_candidate = |segment: &Segment| {
            !gutters.is_empty() || segment.right - segment.left > HALVES * page_width
        };
        if row.iter().any(is_candidate) {
            *row = std::mem::take(row)
                .into_iter()
                .flat_map(|segment| segment.parted(&gutters))
                .collect();
        }
    }
}

/// A row that stands alone: one line, unless a wall or a gap too wide for a tab parts it.
fn across(row: Vec<Segment>) -> Vec<Vec<Segment>> {
    const FAR: f32 = 4.0;
    const WORD: usize = 4;
    let mut lines: Vec<Vec<Segment>> = Vec::new();
    for segment in row {
        match lines.last_mut() {
            Some(line) if !segment.walled => {
                let is_far = line
                    .last()
                    .is_some_and(|last| segment.left - last.right > FAR * segment.size);
                let are_words = segment.length() >= WORD
                    && line.iter().map(Segment::length).sum::<usize>() >= WORD;
                if is_far && are_words {
                    lines.push(vec![segment]);
                } else {
                    line.push(segment);
                }
            }
            _ => lines.push(vec![segment]),
        }
    }
    lines
}

impl Block {
    /// The block that begins at a row, if one does.
    fn at(rows: &[Vec<Segment>], start: usize) -> Option<Self> {
        let ahead = rows
            .iter()
            .skip(start)
            .take(AHEAD + 1)
            .position(|row| row.len() > 1)?;
        let first = start + ahead;
        let mut gutters = gaps(rows.get(first)?);
        let mut end = first + 1;
        for row in rows.iter().skip(end) {
            let open: Vec<(f32, f32)> = gutters
                .iter()
                .filter_map(|gutter| widest_opening(*gutter, row))
                .collect();
            if open.is_empty() {
                break;
            }
            gutters = open;
            end += 1;
        }
        let leading = rows.iter().take(first).skip(start);
        let above: Vec<Vec<(f32, f32)>> = leading
            .map(|row| {
                gutters
                    .iter()
                    .filter_map(|gutter| widest_opening(*gutter, row))
                    .collect()
            })
            .collect();
        if above.iter().any(|open| open.len() < gutters.len()) {
            return None;
        }
        let gutters = gutters
            .iter()
            .map(|(left, right)| f32::midpoint(*left, *right))
            .collect();
        let mut block = Self {
            start,
            end,
            gutters,
        };
        if !block.is_joined_above(rows, first) {
            return None;
        }
        block.drop_stragglers(rows);
        let inside = || rows.iter().take(block.end).skip(start);
        let pairs = inside().filter(|row| block.is_pair(row)).count();
        // One pair is enough when the file writes one column before the other, or when the lines
        // above and below it are centred on its halves.
        let is_block = match pairs {
            0 => false,
            1 => {
                block.end > start + 1
                    && (!inside().flatten().is_sorted_by_key(|segment| segment.order)
                        || block.is_centred(inside()))
            }
            _ => true,
        };
        is_block.then_some(block)
    }

    fn is_centred<'r>(&self, rows: impl Iterator<Item = &'r Vec<Segment>> + Clone) -> bool {
        (0..=self.gutters.len()).all(|column| {
            let own = rows
                .clone()
                .flatten()
                .filter(|segment| self.column(segment) == column);
            let middles = own
                .clone()
                .map(|segment| f32::midpoint(segment.left, segment.right));
            let spread =
                middles.clone().fold(f32::MIN, f32::max) - middles.fold(f32::MAX, f32::min);
            own.map(|segment| segment.size).fold(0.0, f32::max) * 0.5 >= spread
        })
    }

    fn column(&self, segment: &Segment) -> usize {
        let middle = f32::midpoint(segment.left, segment.right);
        self.gutters.partition_point(|gutter| *gutter < middle)
    }

    fn is_pair(&self, row: &[Segment]) -> bool {
        let first = row.first().map(|segment| self.column(segment));
        row.iter()
            .any(|segment| Some(self.column(segment)) != first)
    }

    /// Whether the rows before the first pair go on into it without a gap.
    fn is_joined_above(&self, rows: &[Vec<Segment>], first: usize) -> bool {
        (self.start..first).all(|row| {
            let (Some(upper), Some(lower)) = (rows.get(row), rows.get(row + 1)) else {
                return false;
            };
            upper
                .iter()
                .all(|segment| is_followed(segment, lower.iter()))
        })
    }

    /// Takes off the last rows that have nothing opposite them and do not go on a column.
    fn drop_stragglers(&mut self, rows: &[Vec<Segment>]) {
        let mut last_pair = self.start;
        let mut end = self.start;
        for (index, row) in rows.iter().enumerate().take(self.end).skip(self.start) {
            if self.is_pair(row) {
                last_pair = index;
                end = index + 1;
            } else if index > last_pair && end == index {
                let goes_on = row.iter().all(|segment| {
                    let above = rows.iter().take(index).skip(self.start).rev();
                    let above = above
                        .flatten()
                        .find(|other| self.column(other) == self.column(segment));
                    above.is_some_and(|above| is_followed(above, std::iter::once(segment)))
                });
                end = if goes_on { index + 1 } else { end };
            }
        }
        self.end = end.max(self.start + 1);
    }

    /// The block's segments as lines, in the order in which they are read.
    fn arrange(&self, rows: Vec<Vec<Segment>>, page_width: f32) -> Vec<Vec<Segment>> {
        let is_walled = rows.iter().flatten().any(|segment| segment.walled);
        let pairs = rows.iter().filter(|row| self.is_pair(row)).count();
        let is_all_pairs = pairs == rows.len();
        let cells: Vec<Cell> = rows
            .into_iter()
            .enumerate()
            .flat_map(|(row, segments)| self.cells(row, segments))
            .collect();
        let across = cells.is_sorted_by_key(|cell| cell.order);
        let is_list = across && is_all_pairs && pairs >= LONGEST_HEADING;
        if !is_walled && !is_list && self.are_columns(&cells, page_width) {
            return in_order_of(cells, |cell| (cell.column, cell.row));
        }
        if !is_walled && across {
            return merged(cells);
        }
        let columns = 0..=self.gutters.len();
        let is_written_down = columns.into_iter().all(|column| {
            cells
                .iter()
                .filter(|cell| cell.column == column)
                .is_sorted_by_key(|cell| cell.order)
        });
        if is_written_down {
            in_order_of(cells, |cell| (cell.order, 0))
        } else {
            in_order_of(cells, |cell| (cell.row, cell.column))
        }
    }

    /// Puts together what one row has in one column.
    fn cells(&self, row: usize, segments: Vec<Segment>) -> Vec<Cell> {
        let mut cells: Vec<Cell> = Vec::new();
        for segment in segments {
            let column = self.column(&segment);
            match cells.last_mut() {
                Some(cell) if cell.column == column && !segment.walled => {
                    cell.order = cell.order.min(segment.order);
                    cell.segments.push(segment);
                }
                _ => cells.push(Cell {
                    row,
                    column,
                    order: segment.order,
                    segments: vec![segment],
                }),
            }
        }
        cells
    }

    /// Whether each column is wide enough to hold words: list marks and page numbers are not.
    fn are_columns(&self, cells: &[Cell], page_width: f32) -> bool {
        const SHARE: f32 = 0.08;
        const WORD: usize = 5;
        (0..=self.gutters.len()).all(|column| {
            let own = || {
                cells
                    .iter()
                    .filter(|cell| cell.column == column)
                    .flat_map(|cell| &cell.segments)
            };
            let left = own().map(|segment| segment.left).fold(f32::MAX, f32::min);
            let right = own().map(|segment| segment.right).fold(f32::MIN, f32::max);
            let length: usize = own().map(Segment::length).sum();
            right - left >= SHARE * page_width && length >= WORD * own().count()
        })
    }
}

/// What one row of a block has in one column.
struct Cell {
    row: usize,
    column: usize,
    order: usize,
    segments: Vec<Segment>,
}

fn in_order_of(mut cells: Vec<Cell>, key: impl Fn(&Cell) -> (usize, usize)) -> Vec<Vec<Segment>> {
    cells.sort_by_key(key);
    cells.into_iter().map(|cell| cell.segments).collect()
}

/// Rows as they stand, each one line.
fn merged(cells: Vec<Cell>) -> Vec<Vec<Segment>> {
    let mut rows: Vec<(usize, Vec<Segment>)> = Vec::new();
    for cell in cells {
        match rows.last_mut() {
            Some((row, segments)) if *row == cell.row => segments.extend(cell.segments),
            _ => rows.push((cell.row, cell.segments)),
        }
    }
    rows.into_iter().flat_map(|(_, row)| across(row)).collect()
}

/// The gaps between the segments of a row.
fn gaps(row: &[Segment]) -> Vec<(f32, f32)> {
    let pairs = row.iter().zip(row.iter().skip(1));
    pairs
        .map(|(before, after)| (before.right, after.left))
        .collect()
}

/// What a row leaves open of a gutter.
fn widest_opening((left, right): (f32, f32), row: &[Segment]) -> Option<(f32, f32)> {
    let mut best: Option<(f32, f32)> = None;
    let mut from = left;
    let edges = row
        .iter()
        .map(|segment| (segment.left, segment.right))
        .chain(std::iter::once((right, right)));
    for (start, end) in edges {
        let opening = (from, start.min(right));
        let is_wider = best.is_none_or(|(a, b)| opening.1 - opening.0 > b - a);
        if opening.1 - opening.0 >= NARROW && is_wider {
            best = Some(opening);
        }
        from = from.max(end);
    }
    best
}

/// Whether one of these segments is the next line below, or stands centred under it a line further.
fn is_followed<'a>(upper: &Segment, mut lower: impl Iterator<Item = &'a Segment>) -> bool {
    lower.any(|segment| {
        let size = upper.size.max(segment.size);
        let step = segment.base - upper.base;
        let shift =
            f32::midpoint(segment.left, segment.right) - f32::midpoint(upper.left, upper.right);
        step <= NEAR * size || (step <= 2.0 * NEAR * size && shift.abs() <= 0.6 * size)
    })
}
