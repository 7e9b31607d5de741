//! Pieces that stand beside each other, gathered into rows, and rows parted into segments at wide gaps.

use crate::extract::pdf::pieces::Piece;
use crate::extract::pdf::pieces::WIDE;
use crate::extract::pdf::pieces::Walls;

/// Part of a row without a wide gap or a wall in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// From left to right.
    pub pieces: Vec<Piece>,
    pub left: f32,
    pub right: f32,
    pub base: f32,
    pub size: f32,
    /// When the file draws the first of its pieces.
    pub order: usize,
    /// Whether a wall of a table parts it from the segment before.
    pub walled: bool,
}

impl Segment {
    /// How many characters it prints.
    pub fn length(&self) -> usize {
        self.pieces.iter().map(|piece| piece.glyphs.len()).sum()
    }

    /// Parts it at the one gap between its words that stands out among the others, or that stands
    /// out a little and lies in a gutter.
    pub fn parted(self, gutters: &[(f32, f32)]) -> Vec<Self> {
        const TIGHT: f32 = 0.45;
        const OUTSTANDING: f32 = 1.7;
        const CLEAR: f32 = 0.7;
        const FAR_OUTSTANDING: f32 = 2.4;
        let glyphs = self
            .pieces
            .iter()
            .flat_map(|piece| &piece.glyphs)
            .filter(|glyph| !glyph.is_space());
        let pairs = glyphs.clone().zip(glyphs.skip(1));
        let mut words: Vec<(f32, f32)> = pairs
            .map(|(a, b)| (a.right, b.left))
            .filter(|(a, b)| b - a > 0.12 * self.size)
            .collect();
        words.sort_by(|a, b| (b.1 - b.0).total_cmp(&(a.1 - a.0)));
        let Some(&(from, to)) = words.first() else {
            return vec![self];
        };
        let usual = words
            .get(words.len() / 2)
            .filter(|_| words.len() > 1)
            .map_or(0.0, |(a, b)| b - a);
        let is_gutter = gutters
            .iter()
            .any(|(left, right)| to.min(*right) - from.max(*left) >= TIGHT * self.size);
        let (least, ratio) = if is_gutter {
            (TIGHT, OUTSTANDING)
        } else {
            (CLEAR, FAR_OUTSTANDING)
        };
        if to - from < least * self.size || to - from < ratio * usual {
            return vec![self];
        }
        let at = f32::midpoint(from, to);
        let mut halves = self.pieces.into_iter().flat_map(|piece| piece.parted(at));
        let Some(first) = halves.next() else {
            return Vec::new();
        };
        let mut parts = vec![Self::new(first, self.walled)];
        for piece in halves {
            match parts.last_mut() {
                Some(part) if part.right >= at || piece.left < at => part.push(piece, false),
                _ => parts.push(Self::new(piece, false)),
            }
        }
        parts
    }
}

/// Pieces on one height.
struct Row {
    pieces: Vec<Piece>,
    top: f32,
    bottom: f32,
    /// Width of the piece that decides its height.
    weight: f32,
}

/// Rows from the top down, each from left to right.
pub fn rows(mut pieces: Vec<Piece>, walls: &Walls) -> Vec<Vec<Segment>> {
    pieces.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.left.total_cmp(&b.left)));
    let mut rows: Vec<Row> = Vec::new();
    for piece in pieces {
        let recent = rows.len().saturating_sub(4);
        let home = rows
            .iter_mut()
            .skip(recent)
            .rev()
            .find(|row| row.takes(&piece));
        match home {
            Some(row) => row.push(piece),
            None => rows.push(Row::new(piece)),
        }
    }
    rows.sort_by(|a, b| a.bottom.total_cmp(&b.bottom));
    rows.into_iter()
        .map(|row| segments(row.pieces, walls))
        .collect()
}

/// The height a piece takes up: from the top of its capitals to the foot of its descenders.
fn band(piece: &Piece) -> (f32, f32) {
    (
        0.75f32.mul_add(-piece.size, piece.base),
        0.2f32.mul_add(piece.size, piece.base),
    )
}

impl Row {
    fn new(piece: Piece) -> Self {
        let (top, bottom) = band(&piece);
        Self {
            weight: piece.right - piece.left,
            pieces: vec![piece],
            top,
            bottom,
        }
    }

    /// Whether a piece stands beside the others: on half their height, and not over or under one of them.
    fn takes(&self, piece: &Piece) -> bool {
        let (top, bottom) = band(piece);
        let common = bottom.min(self.bottom) - top.max(self.top);
        let is_level = common > 0.5 * (bottom - top).min(self.bottom - self.top);
        is_level
            && !self.pieces.iter().rev().take(64).any(|other| {
                let size = piece.size.min(other.size);
                let shared = piece.right.min(other.right) - piece.left.max(other.left);
                shared > 0.3 * size && (piece.base - other.base).abs() > 0.35 * size
            })
    }

    fn push(&mut self, piece: Piece) {
        let weight = piece.right - piece.left;
        if weight > self.weight {
            self.weight = weight;
            (self.top, self.bottom) = band(&piece);
        }
        self.pieces.push(piece);
    }
}

/// Rows beyond this many pieces are no writing; they are not searched for overprinting.
const MOST_PIECES: usize = 2_000;

fn segments(mut pieces: Vec<Piece>, walls: &Walls) -> Vec<Segment> {
    pieces.sort_by(|a, b| a.left.total_cmp(&b.left).then(a.order.cmp(&b.order)));
    let may_overlap = pieces.len() <= MOST_PIECES;
    let mut segments: Vec<Segment> = Vec::new();
    for piece in pieces {
        let Some(segment) = segments.last_mut() else {
            segments.push(Segment::new(piece, false));
            continue;
        };
        let size = segment.size.max(piece.size);
        let gap = piece.left - segment.right;
        let walled =
            gap > -0.1 * size && walls.between(segment.right, piece.left, piece.base, size);
        if walled || gap > WIDE * size {
            segments.push(Segment::new(piece, walled));
        } else {
            segment.push(piece, may_overlap);
        }
    }
    segments
}

impl Segment {
    fn new(piece: Piece, walled: bool) -> Self {
        Self {
            left: piece.left,
            right: piece.right,
            base: piece.base,
            size: piece.size,
            order: piece.order,
            pieces: vec![piece],
            walled,
        }
    }

    fn push(&mut self, piece: Piece, may_overlap: bool) {
        self.right = self.right.max(piece.right);
        self.order = self.order.min(piece.order);
        self.size = self.size.max(piece.size);
        match self.pieces.last_mut() {
            Some(last) if may_overlap && piece.left < 0.3f32.mul_add(-piece.size, last.right) => {
                last.absorb(piece)
            }
            _ => self.pieces.push(piece),
        }
    }
}
