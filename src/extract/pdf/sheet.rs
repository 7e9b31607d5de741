//! One content stream of a PDF while it is run: its resources, graphics state, path and marked content.

use std::collections::HashMap;

use hayro_font::kurbo::Affine;
use hayro_font::kurbo::Point;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::Number;
use hayro_syntax::page::Resources;

use crate::extract::pdf::glyphs::Ink;
use crate::extract::pdf::glyphs::Origin;
use crate::extract::pdf::glyphs::bounds;
use crate::extract::pdf::path::Path;
use crate::extract::pdf::state::Caret;
use crate::extract::pdf::state::State;

/// One content stream being run: the page's own, or a form's.
pub struct Sheet<'s, 'a> {
    pub resources: &'s Resources<'a>,
    pub state: State,
    pub caret: Caret,
    path: Path,
    /// One entry for every open marked content.
    marks: Vec<Mark>,
    /// How many forms this one stands in.
    pub depth: u8,
    pub origin: Origin,
    /// The fonts of its resources met so far, by name.
    pub fonts: HashMap<Vec<u8>, Option<usize>>,
}

/// What an open marked content does to what stands in it.
#[derive(Clone, Copy)]
struct Mark {
    hidden: bool,
    pagination: bool,
}

/// Marked content inside marked content.
const MOST_MARKS: usize = 4_096;
/// Pictures on one page.
const MOST_PICTURES: usize = 4_096;

impl<'s, 'a> Sheet<'s, 'a> {
    pub fn new(resources: &'s Resources<'a>, state: State, origin: Origin, depth: u8) -> Self {
        Self {
            resources,
            state,
            caret: Caret::START,
            path: Path::default(),
            marks: Vec::new(),
            depth,
            origin,
            fonts: HashMap::new(),
        }
    }

    /// Opens marked content, hidden or of a running head where what it stands in is.
    pub fn mark(&mut self, hidden: bool, pagination: bool) {
        if self.marks.len() < MOST_MARKS {
            let outer = self.marks.last().copied().unwrap_or(Mark {
                hidden: false,
                pagination: false,
            });
            self.marks.push(Mark {
                hidden: hidden || outer.hidden,
                pagination: pagination || outer.pagination,
            });
        }
    }

    /// Closes marked content.
    pub fn unmark(&mut self) {
        self.marks.pop();
    }

    /// Whether what is drawn now is switched off.
    pub fn is_hidden(&self) -> bool {
        self.marks.last().is_some_and(|mark| mark.hidden)
    }

    /// Which part of the page is being drawn.
    pub fn origin(&self) -> Origin {
        match self.marks.last() {
            Some(mark) if mark.pagination && self.origin == Origin::Content => Origin::Pagination,
            _ => self.origin,
        }
    }

    /// Notes that a picture fills the unit square of the current coordinates.
    pub fn picture(&self, ink: &mut Ink) {
        if !self.is_hidden() && ink.pictures.len() < MOST_PICTURES {
            ink.pictures
                .push(bounds(self.state.page, [0.0, 0.0, 1.0, 1.0]));
        }
    }

    /// Operators that only move, set or paint.
    pub fn place(&mut self, operation: &Op<'_, '_>, ink: &mut Ink) {
        let state = &mut self.state;
        let at = |x: &Number, y: &Number| state.page * Point::new(x.as_f64(), y.as_f64());
        match operation {
            Op::Transform(m) => {
                state.page *= Affine::new([&m.0, &m.1, &m.2, &m.3, &m.4, &m.5].map(Number::as_f64))
            }
            Op::BeginText(_) => self.caret = Caret::START,
            Op::SetTextMatrix(m) => self.caret.set(Affine::new(
                [&m.0, &m.1, &m.2, &m.3, &m.4, &m.5].map(Number::as_f64),
            )),
            Op::NextLine(by) => self.caret.next_line(by.0.as_f64(), by.1.as_f64()),
            Op::NextLineAndSetLeading(by) => {
                state.leading = -by.1.as_f64();
                self.caret.next_line(by.0.as_f64(), by.1.as_f64());
            }
            Op::NextLineUsingLeading(_) => self.caret.next_line(0.0, -state.leading),
            Op::CharacterSpacing(space) => state.character_space = space.0.as_f64(),
            Op::WordSpacing(space) => state.word_space = space.0.as_f64(),
            Op::HorizontalScaling(scale) => state.stretch = scale.0.as_f64() / 100.0,
            Op::TextLeading(leading) => state.leading = leading.0.as_f64(),
            Op::TextRise(rise) => state.rise = rise.0.as_f64(),
            Op::TextRenderingMode(mode) => state.render_mode = mode.0.as_i64(),
            Op::RectPath(r) => self
                .path
                .rectangle(state.page, [&r.0, &r.1, &r.2, &r.3].map(Number::as_f64)),
            Op::MoveTo(to) => self.path.start(at(&to.0, &to.1)),
            Op::LineTo(to) => self.path.line(at(&to.0, &to.1)),
            Op::CubicTo(to) => self.path.curve(at(&to.4, &to.5)),
            Op::CubicStartTo(to) => self.path.curve(at(&to.2, &to.3)),
            Op::CubicEndTo(to) => self.path.curve(at(&to.2, &to.3)),
            Op::StrokePath(_) | Op::CloseAndStrokePath(_) => self.path.paint(ink, true),
            Op::FillAndStrokeNonZero(_) | Op::FillAndStrokeEvenOdd(_) => self.path.paint(ink, true),
            Op::CloseFillAndStrokeNonZero(_) | Op::CloseFillAndStrokeEvenOdd(_) => {
                self.path.paint(ink, true)
            }
            Op::FillPathNonZero(_)
            | Op::FillPathNonZeroCompatibility(_)
            | Op::FillPathEvenOdd(_) => self.path.paint(ink, false),
            Op::EndPath(_) => self.path.drop(),
            _ => {}
        }
    }
}
