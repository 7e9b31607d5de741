//! What the content of one PDF page leaves on paper: glyphs, rules and pictures, in points from its top left corner.

use hayro_font::kurbo::Affine;
use hayro_font::kurbo::Point;

/// One printed character.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// The character, or the raw code where the font maps nothing.
    pub character: char,
    /// Where it begins, along its writing direction.
    pub left: f32,
    /// Where its advance ends.
    pub right: f32,
    /// Its baseline, growing downwards.
    pub base: f32,
    /// Height of its em square.
    pub size: f32,
    /// Writing direction in whole degrees, clockwise; 0 is ordinary text.
    pub angle: f32,
    /// Index of its font among the faces of the file.
    pub face: usize,
    /// Which text-showing operator drew it: fake bold draws the same character by two of them.
    pub operator: u32,
    /// Which part of the page drew it.
    pub origin: Origin,
    /// Whether the font says which character it is.
    pub mapped: bool,
    /// Drawn bold by stroking its outline or by printing it twice.
    pub thickened: bool,
}

/// Which part of a page drew a glyph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The page's content.
    Content,
    /// Content that the producer itself marked as running head, foot or page number.
    Pagination,
    /// The appearance of a signature or of an annotation.
    Stamp,
}

impl Glyph {
    /// Whether it only separates words.
    pub fn is_space(&self) -> bool {
        self.character.is_whitespace()
    }
}

/// A straight line or the edge of a box, upright or level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Left, top, right, bottom.
    pub area: [f32; 4],
}

impl Rule {
    /// Whether it stands upright, as the walls between table cells do.
    pub fn is_upright(&self) -> bool {
        let [left, top, right, bottom] = self.area;
        bottom - top > right - left
    }
}

/// All that one page prints.
#[derive(Debug, Clone, Default)]
pub struct Ink {
    /// Characters in the order in which the file draws them.
    pub glyphs: Vec<Glyph>,
    /// Table borders and underlines.
    pub rules: Vec<Rule>,
    /// Areas of pictures: left, top, right, bottom.
    pub pictures: Vec<[f32; 4]>,
    /// Painted curves: letters turned into outlines leave thousands.
    pub curves: usize,
    /// Width of the page.
    pub width: f32,
    /// Height of the page.
    pub height: f32,
}

#[cfg(test)]
impl Glyph {
    /// A glyph of ordinary text, ten points high and five wide.
    pub fn plain(character: char, left: f32, base: f32) -> Self {
        Self {
            character,
            left,
            right: left + 5.0,
            base,
            size: 10.0,
            angle: 0.0,
            face: 0,
            operator: 0,
            origin: Origin::Content,
            mapped: true,
            thickened: false,
        }
    }
}

impl Ink {
    /// A number of its own for each text-showing operator that draws something.
    pub fn operator(&self) -> u32 {
        self.glyphs
            .last()
            .map_or(0, |glyph| glyph.operator.wrapping_add(1))
    }

    /// The part of the page that pictures cover, from 0 to 1, to a 1/256.
    pub fn covered(&self) -> f32 {
        const CELLS: u16 = 16;
        let mut hit: u16 = 0;
        for row in 0..CELLS {
            for column in 0..CELLS {
                let x = (f32::from(column) + 0.5) * self.width / f32::from(CELLS);
                let y = (f32::from(row) + 0.5) * self.height / f32::from(CELLS);
                let inside = |area: &&[f32; 4]| {
                    let [left, top, right, bottom] = **area;
                    left <= x && x <= right && top <= y && y <= bottom
                };
                hit += u16::from(self.pictures.iter().find(inside).is_some());
            }
        }
        f32::from(hit) / f32::from(CELLS * CELLS)
    }
}

/// Half the precision is plenty for a position on paper.
#[allow(
    clippy::cast_possible_truncation,
    reason = "positions on paper need no 64 bits"
)]
pub const fn narrow(value: f64) -> f32 {
    value as f32
}

/// The upright box around a transformed box: left, top, right, bottom.
pub fn bounds(transform: Affine, area: [f64; 4]) -> [f32; 4] {
    let [x0, y0, x1, y1] = area;
    let corners =
        [(x0, y0), (x1, y0), (x0, y1), (x1, y1)].map(|(x, y)| transform * Point::new(x, y));
    let start = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
    corners
        .iter()
        .fold(start, |[left, top, right, bottom], corner| {
            let (x, y) = (narrow(corner.x), narrow(corner.y));
            [left.min(x), top.min(y), right.max(x), bottom.max(y)]
        })
}
