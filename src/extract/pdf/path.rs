//! Paths of a PDF page that are table borders or underlines: straight, and either thin or stroked.

use hayro_font::kurbo::Affine;
use hayro_font::kurbo::Point;

use crate::extract::pdf::glyphs::Ink;
use crate::extract::pdf::glyphs::Rule;
use crate::extract::pdf::glyphs::bounds;
use crate::extract::pdf::glyphs::narrow;

/// The path under construction.
#[derive(Debug, Default)]
pub struct Path {
    boxes: Vec<[f32; 4]>,
    lines: Vec<[f32; 4]>,
    corners: Vec<Point>,
    curves: usize,
}

/// Boxes thinner than this are lines drawn as boxes; shorter ones of any kind are ornaments.
const THICK: f32 = 3.0;
const SHORT: f32 = 4.0;
/// No page needs more; hostile ones try.
const MOST: usize = 20_000;

impl Path {
    /// A box: `re`.
    pub fn rectangle(&mut self, page: Affine, [x, y, width, height]: [f64; 4]) {
        if self.boxes.len() < MOST {
            self.boxes.push(bounds(page, [x, y, x + width, y + height]));
        }
    }

    /// A new subpath: `m`.
    pub fn start(&mut self, at: Point) {
        self.close_filled();
        self.corners.push(at);
    }

    /// A straight line: `l`.
    pub fn line(&mut self, to: Point) {
        if let Some(from) = self.corners.last()
            && self.lines.len() < MOST
        {
            let (x0, x1) = (narrow(from.x.min(to.x)), narrow(from.x.max(to.x)));
            let (y0, y1) = (narrow(from.y.min(to.y)), narrow(from.y.max(to.y)));
            self.lines.push([x0, y0, x1, y1]);
            self.corners.push(to);
        }
    }

    /// A curve, of which only the number matters.
    pub fn curve(&mut self, to: Point) {
        self.curves += 1;
        self.corners.clear();
        self.corners.push(to);
    }

    /// A subpath of four or five corners that is a thin box: the way some producers draw lines.
    fn close_filled(&mut self) {
        if (4..=5).contains(&self.corners.len()) && self.boxes.len() < MOST {
            let start = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
            self.boxes.push(self.corners.iter().fold(
                start,
                |[left, top, right, bottom], corner| {
                    let (x, y) = (narrow(corner.x), narrow(corner.y));
                    [left.min(x), top.min(y), right.max(x), bottom.max(y)]
                },
            ));
        }
        self.corners.clear();
    }

    /// Ends the path and leaves its ink on the page.
    pub fn paint(&mut self, ink: &mut Ink, stroked: bool) {
        self.close_filled();
        ink.curves += self.curves;
        for &area in &self.boxes {
            let [left, top, right, bottom] = area;
            if right - left <= THICK || bottom - top <= THICK {
                draw(ink, area);
            } else if stroked {
                for edge in [
                    [left, top, left, bottom],
                    [right, top, right, bottom],
                    [left, top, right, top],
                    [left, bottom, right, bottom],
                ] {
                    draw(ink, edge);
                }
            }
        }
        if stroked {
            for &line in &self.lines {
                draw(ink, line);
            }
        }
        self.drop();
    }

    /// Ends the path without ink: `n`.
    pub fn drop(&mut self) {
        self.boxes.clear();
        self.lines.clear();
        self.corners.clear();
        self.curves = 0;
    }
}

fn draw(ink: &mut Ink, area: [f32; 4]) {
    let [left, top, right, bottom] = area;
    let (width, height) = (right - left, bottom - top);
    let is_straight = (width <= THICK || height <= THICK) && width.max(height) >= SHORT;
    if is_straight && area.iter().all(|value| value.is_finite()) && ink.rules.len() < MOST {
        ink.rules.push(Rule { area });
    }
}
