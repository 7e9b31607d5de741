//! Glyphs that a PDF draws one after the other on one baseline, gathered into pieces of lines.
//!
//! A piece keeps the order in which the file draws it: combining marks stand after their letter,
//! and the spaces at the end of one cell never end up inside the words of the next.

use crate::extract::pdf::glyphs::Glyph;
use crate::extract::pdf::glyphs::Rule;

/// What is drawn in one go: no line break, no wide gap, no wall between its glyphs.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Its glyphs, with neither a first nor a last space.
    pub glyphs: Vec<Glyph>,
    /// Along the writing direction.
    pub left: f32,
    pub right: f32,
    /// Of its first glyph.
    pub base: f32,
    /// Of its largest glyph.
    pub size: f32,
    /// Its place in the order in which the file draws.
    pub order: usize,
    /// Whether a space was drawn before or after it.
    pub space_before: bool,
    pub space_after: bool,
}

/// A gap of more than this many ems parts pieces and, when nothing else says so, columns.
pub const WIDE: f32 = 1.2;
/// Two glyphs closer than this many ems are one glyph printed twice.
const SAME: f32 = 0.12;

/// The upright rules of a page, in the frame of the text.
#[derive(Debug, Default)]
pub struct Walls {
    /// By their left edge.
    sorted: Vec<Rule>,
}

impl Walls {
    pub fn new(rules: &[Rule]) -> Self {
        let mut sorted: Vec<Rule> = rules
            .iter()
            .filter(|rule| rule.is_upright())
            .copied()
            .collect();
        sorted.sort_by(|a, b| left(a).total_cmp(&left(b)));
        Self { sorted }
    }

    /// Whether a wall stands between two places on a baseline.
    pub fn between(&self, from: f32, to: f32, base: f32, size: f32) -> bool {
        let start = self.sorted.partition_point(|rule| left(rule) < from - 1.0);
        let near = self
            .sorted
            .iter()
            .skip(start)
            .take_while(|rule| left(rule) <= to + 1.0);
        let height = base - 0.3 * size;
        near.take(64).any(|rule| {
            let [_, top, _, bottom] = rule.area;
            top <= height && height <= bottom
        })
    }
}

const fn left(rule: &Rule) -> f32 {
    let [left, ..] = rule.area;
    left
}

/// Gathers glyphs of one writing direction into pieces.
pub fn gather(glyphs: &[Glyph], walls: &Walls) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut spaced = false;
    for (order, glyph) in glyphs.iter().enumerate() {
        if glyph.is_space() {
            spaced = true;
            continue;
        }
        if pieces
            .last_mut()
            .is_some_and(|piece| piece.is_reprinted_by(glyph))
        {
            continue;
        }
        match pieces.last_mut() {
            Some(piece) if piece.goes_on_with(glyph, walls) => piece.push(glyph, spaced),
            previous => {
                if let Some(previous) = previous {
                    previous.space_after |= spaced;
                }
                pieces.push(Piece::new(glyph, order, spaced));
            }
        }
        spaced = false;
    }
    pieces
}

impl Piece {
    fn new(glyph: &Glyph, order: usize, spaced: bool) -> Self {
        Self {
            glyphs: vec![*glyph],
            left: glyph.left,
            right: glyph.right,
            base: glyph.base,
            size: glyph.size,
            order,
            space_before: spaced,
            space_after: false,
        }
    }

    fn goes_on_with(&self, glyph: &Glyph, walls: &Walls) -> bool {
        let Some(last) = self.glyphs.last() else {
            return false;
        };
        let size = last.size.max(glyph.size);
        let gap = glyph.left - last.right;
        (glyph.base - last.base).abs() <= 0.12 * size
            && glyph.left >= last.left - 0.3 * size
            && gap <= WIDE * size
            && (gap <= 0.1 * size || !walls.between(last.right, glyph.left, glyph.base, size))
    }

    /// Whether a glyph repeats the last one a hair's breadth away, and then thickens it.
    fn is_reprinted_by(&mut self, glyph: &Glyph) -> bool {
        match self.glyphs.last_mut() {
            Some(last) if is_same(last, glyph) => {
                last.thickened = true;
                true
            }
            _ => false,
        }
    }

    fn push(&mut self, glyph: &Glyph, spaced: bool) {
        if spaced && let Some(last) = self.glyphs.last() {
            let space = Glyph {
                character: ' ',
                left: last.right,
                right: last.right.max(glyph.left),
                ..*last
            };
            self.glyphs.push(space);
        }
        self.glyphs.push(*glyph);
        self.left = self.left.min(glyph.left);
        self.right = self.right.max(glyph.right);
        self.size = self.size.max(glyph.size);
    }

    /// The parts before and after a place, of which one may be missing.
    pub fn parted(mut self, at: f32) -> Vec<Self> {
        let cut = self
            .glyphs
            .iter()
            .position(|glyph| glyph.left >= at)
            .unwrap_or(self.glyphs.len());
        let after = self.glyphs.split_off(cut);
        let Some(first) = after.first() else {
            self.glyphs.extend(after);
            return vec![self];
        };
        let mut rest = Self {
            left: first.left,
            order: self.order + cut,
            glyphs: Vec::new(),
            ..self
        };
        rest.glyphs = after;
        while self.glyphs.last().is_some_and(Glyph::is_space) {
            self.glyphs.pop();
        }
        let Some(last) = self.glyphs.last() else {
            return vec![rest];
        };
        self.right = last.right;
        vec![self, rest]
    }

    /// Takes in a piece of the same line that begins inside this one: accents drawn afterwards, or
    /// the same words printed again, which make it bold.
    pub fn absorb(&mut self, other: Self) {
        for glyph in other.glyphs {
            let after = self.glyphs.partition_point(|own| own.left <= glyph.left);
            let near = after.saturating_sub(6)..(after + 6).min(self.glyphs.len());
            let same = self
                .glyphs
                .get_mut(near)
                .and_then(|near| near.iter_mut().find(|own| is_same(own, &glyph)));
            if let Some(same) = same {
                same.thickened = true;
            } else if !glyph.is_space() {
                self.glyphs.insert(after.min(self.glyphs.len()), glyph);
            }
        }
        self.left = self.left.min(other.left);
        self.right = self.right.max(other.right);
        self.size = self.size.max(other.size);
        self.space_after |= other.space_after;
    }
}

/// The same character drawn again by another operator in the same place.
fn is_same(one: &Glyph, other: &Glyph) -> bool {
    let near = SAME * one.size;
    one.character == other.character
        && one.operator != other.operator
        && other.right > other.left
        && (one.left - other.left).abs() < near
        && (one.base - other.base).abs() < near
        && (one.size - other.size).abs() < near
}
