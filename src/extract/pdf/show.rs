//! Puts the codes of a PDF string on the page: one glyph a character, with its place, size and direction.

use hayro_font::kurbo::Affine;
use hayro_font::kurbo::Point;
use hayro_font::kurbo::Vec2;

use crate::extract::pdf::content::Press;
use crate::extract::pdf::glyphs::Glyph;
use crate::extract::pdf::glyphs::Ink;
use crate::extract::pdf::glyphs::Origin;
use crate::extract::pdf::glyphs::narrow;
use crate::extract::pdf::sheet::Sheet;
use crate::extract::pdf::state::Caret;
use crate::extract::pdf::state::State;

/// Moves the caret the way the current font writes.
pub struct Pen<'p> {
    caret: &'p mut Caret,
    state: State,
    horizontal: bool,
}

impl Pen<'_> {
    /// Moves against the writing direction by thousandths of the size: the numbers between the strings of `TJ`.
    pub fn move_back(&mut self, thousandths: f64) {
        let by = -thousandths / 1000.0 * self.state.font_size;
        self.step(by, 0.0);
    }

    /// Moves by a glyph's advance and the space that follows it.
    fn step(&mut self, advance: f64, space: f64) {
        let by = advance + space;
        self.caret.advance(if self.horizontal {
            Vec2::new(by * self.state.stretch, 0.0)
        } else {
            Vec2::new(0.0, by)
        });
    }
}

/// Glyphs on one page: ten times as many as the smallest print has.
const MOST: usize = 500_000;

/// How a string lies on the page.
struct Slope {
    angle: f32,
    cos: f64,
    sin: f64,
    size: f32,
}

impl Slope {
    fn of(to_page: Affine, horizontal: bool) -> Self {
        let [a, b, c, d, _, _] = to_page.as_coeffs();
        // Vertical text runs down its own y axis.
        let (x, y) = if horizontal { (a, b) } else { (-c, -d) };
        let degrees = narrow(y.atan2(x).to_degrees()).round();
        let angle = if degrees < 0.0 {
            degrees + 360.0
        } else {
            degrees
        };
        let angle = if angle.is_finite() && angle < 360.0 {
            angle
        } else {
            0.0
        };
        let (sin, cos) = f64::from(angle).to_radians().sin_cos();
        Self {
            angle,
            cos,
            sin,
            size: narrow(if horizontal { c.hypot(d) } else { a.hypot(b) }),
        }
    }

    /// Along the writing direction, and down across it.
    fn turn(&self, at: Point) -> (f32, f32) {
        (
            narrow(at.x.mul_add(self.cos, at.y * self.sin)),
            narrow(at.y.mul_add(self.cos, -at.x * self.sin)),
        )
    }
}

impl<'a> Press<'a> {
    /// The pen of the current font.
    pub(super) fn pen<'p>(&self, sheet: &'p mut Sheet<'_, 'a>) -> Pen<'p> {
        let face = sheet.state.face.and_then(|index| self.faces.get(index));
        Pen {
            state: sheet.state,
            caret: &mut sheet.caret,
            horizontal: face.is_none_or(|face| face.is_horizontal()),
        }
    }

    /// Writes a string in the current font.
    pub(super) fn write(
        &mut self,
        bytes: &[u8],
        operator: u32,
        sheet: &mut Sheet<'_, 'a>,
        ink: &mut Ink,
    ) {
        let hidden = sheet.is_hidden();
        let origin = sheet.origin();
        let Some(index) = sheet.state.face.or_else(|| self.substitute()) else {
            return;
        };
        let mut pen = self.pen(sheet);
        let Some(face) = self.faces.get_mut(index) else {
            return;
        };
        let state = pen.state;
        let slope = Slope::of(state.page * pen.caret.glyph * state.sized(), pen.horizontal);
        let mut offset = 0;
        while offset < bytes.len() && self.budget > 0 {
            self.budget -= 1;
            let (code, length) = face.next_code(bytes, offset);
            offset += length;
            let displacement = face.displacement(code) / 1000.0;
            let read = face.code(code);
            let em = if pen.horizontal {
                read.advance.x
            } else {
                read.advance.y
            } / 1000.0;
            let to_page = state.page * pen.caret.glyph * state.sized();
            if !hidden {
                let start = to_page * displacement.to_point();
                let end = to_page
                    * (displacement
                        + if pen.horizontal {
                            Vec2::new(em, 0.0)
                        } else {
                            Vec2::new(0.0, em)
                        })
                    .to_point();
                let (left, base) = slope.turn(start);
                let (right, _) = slope.turn(end);
                let pattern = Glyph {
                    character: ' ',
                    left,
                    right: right.max(left),
                    base,
                    size: slope.size,
                    angle: slope.angle,
                    face: index,
                    operator,
                    origin,
                    mapped: read.mapped,
                    thickened: matches!(state.render_mode, 2 | 6),
                };
                place(&read.text, pattern, start, ink);
            }
            let word_space = if code == 32 && length == 1 {
                state.word_space
            } else {
                0.0
            };
            pen.step(em * state.font_size, state.character_space + word_space);
        }
    }
}

/// How wide a letter is, by its size, where no font says so.
const USUAL_WIDTH: f64 = 0.5;
/// From one line to the next, by the size of letters, where no operator says so.
const USUAL_LEADING: f64 = 1.2;
/// The font of letters that no font draws.
const NO_FACE: usize = usize::MAX;

impl Press<'_> {
    /// Writes lines from the top of a rectangle in letters of a size in points, closer where they
    /// would not fit into it; a single line stands in the middle of its height.
    pub(super) fn type_into(
        &mut self,
        [left, bottom, right, top]: [f64; 4],
        size: f64,
        text: &str,
        page: Affine,
        ink: &mut Ink,
    ) {
        let lines = text.lines().fold(0.0, |count, _| count + 1.0);
        let is_single = lines < 2.0;
        let leading = (USUAL_LEADING * size).min((top - bottom) / lines);
        let size = if is_single { size } else { size.min(leading) };
        let slope = Slope::of(page * Affine::scale(size), true);
        let mut base = if is_single {
            (top + bottom) / 2.0 - 0.35 * size
        } else {
            top - size
        };
        let operator = ink.operator();
        for line in text.lines() {
            let letters = line.chars().fold(0.0, |count, _| count + 1.0);
            let width = (letters * USUAL_WIDTH * size).min(right - left);
            let start = page * Point::new(left, base);
            let (from, along) = slope.turn(start);
            let (to, _) = slope.turn(page * Point::new(left + width, base));
            let pattern = Glyph {
                character: ' ',
                left: from,
                right: to.max(from),
                base: along,
                size: slope.size,
                angle: slope.angle,
                face: NO_FACE,
                operator,
                origin: Origin::Content,
                mapped: true,
                thickened: false,
            };
            place(line, pattern, start, ink);
            base -= leading;
        }
        self.spend(u64::try_from(text.len()).unwrap_or(u64::MAX));
    }
}

/// Puts the characters of one code side by side; what falls off the page is not printed.
fn place(text: &str, pattern: Glyph, start: Point, ink: &mut Ink) {
    const MARGIN: f64 = 3.0;
    let on_page = |value: f64, limit: f32| -MARGIN <= value && value <= f64::from(limit) + MARGIN;
    if ink.glyphs.len() >= MOST {
        return;
    }
    let is_sane = pattern.size > 0.4 && pattern.size < 5_000.0 && pattern.right.is_finite();
    if !is_sane || !on_page(start.x, ink.width) || !on_page(start.y, ink.height) {
        return;
    }
    let mut count: u16 = 0;
    for _ in text.chars() {
        count = count.saturating_add(1);
    }
    let step = (pattern.right - pattern.left) / f32::from(count.max(1));
    let mut left = pattern.left;
    for character in text.chars() {
        ink.glyphs.push(Glyph {
            character,
            left,
            right: left + step,
            ..pattern
        });
        left += step;
    }
}
