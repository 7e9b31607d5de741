//! The graphics state of a PDF content stream, as far as it decides where text stands.

use hayro_font::kurbo::Affine;
use hayro_font::kurbo::Vec2;

/// What `q` saves and `Q` brings back.
#[derive(Debug, Clone, Copy)]
pub struct State {
    /// From the current coordinates to points from the page's top left corner.
    pub page: Affine,
    /// Index of the current font.
    pub face: Option<usize>,
    pub font_size: f64,
    pub character_space: f64,
    pub word_space: f64,
    /// 1 is the font's own width.
    pub stretch: f64,
    pub leading: f64,
    pub rise: f64,
    /// `Tr`: 2 and 6 stroke the outlines of filled letters.
    pub render_mode: i64,
}

impl State {
    pub const fn new(page: Affine) -> Self {
        Self {
            page,
            face: None,
            font_size: 1.0,
            character_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            render_mode: 0,
        }
    }

    /// From a space in which the size is 1 to text space.
    pub fn sized(&self) -> Affine {
        Affine::new([
            self.font_size * self.stretch,
            0.0,
            0.0,
            self.font_size,
            0.0,
            self.rise,
        ])
    }
}

/// Where in a text object the next glyph goes.
#[derive(Debug, Clone, Copy)]
pub struct Caret {
    /// The text matrix.
    pub glyph: Affine,
    /// The matrix at the start of the line.
    pub line: Affine,
}

impl Caret {
    pub const START: Self = Self {
        glyph: Affine::IDENTITY,
        line: Affine::IDENTITY,
    };

    /// Sets both matrices: `Tm`.
    pub const fn set(&mut self, matrix: Affine) {
        self.line = matrix;
        self.glyph = matrix;
    }

    /// Goes to another line: `Td`.
    pub fn next_line(&mut self, x: f64, y: f64) {
        self.set(self.line * Affine::translate((x, y)));
    }

    /// Goes on along the line.
    pub fn advance(&mut self, by: Vec2) {
        self.glyph *= Affine::translate(by);
    }
}

/// The stack of saved states. Hostile files save millions: beyond the depth any real page uses,
/// saving and restoring are only counted.
#[derive(Debug)]
pub struct Saved {
    states: Vec<State>,
    uncounted: usize,
}

impl Saved {
    const DEPTH: usize = 512;

    pub const fn new() -> Self {
        Self {
            states: Vec::new(),
            uncounted: 0,
        }
    }

    pub fn save(&mut self, state: State) {
        if self.states.len() < Self::DEPTH {
            self.states.push(state);
        } else {
            self.uncounted += 1;
        }
    }

    pub fn restore(&mut self) -> Option<State> {
        match self.uncounted.checked_sub(1) {
            Some(rest) => {
                self.uncounted = rest;
                None
            }
            None => self.states.pop(),
        }
    }
}
