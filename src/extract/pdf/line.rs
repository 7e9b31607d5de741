//! Writes out the pieces of one line: where spaces belong, and where a run in another font begins.

use crate::extract::Line;
use crate::extract::Run;
use crate::extract::pdf::face::Style;
use crate::extract::pdf::glyphs::Glyph;
use crate::extract::pdf::pieces::Piece;
use crate::extract::pdf::rows::Segment;

/// One line with its spaces and runs, its area in the frame of its writing direction; `None` when
/// nothing is printed in it.
pub fn of(segments: &[Segment], styles: &[Style]) -> Option<Line> {
    let mut writer = Writer {
        runs: Vec::new(),
        key: None,
        styles,
        spaced: false,
    };
    let mut area = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
    for segment in segments {
        let mut before: Option<&Piece> = None;
        writer.spaced = true;
        for piece in &segment.pieces {
            let [left, top, right, bottom] = area;
            area = [
                left.min(piece.left),
                top.min(0.8f32.mul_add(-piece.size, piece.base)),
                right.max(piece.right),
                bottom.max(0.2f32.mul_add(piece.size, piece.base)),
            ];
            writer.spaced |= piece.space_before
                || before.is_some_and(|before| {
                    let size = before.size.max(piece.size);
                    before.space_after || piece.left - before.right > SPACE * size
                });
            writer.piece(piece);
            before = Some(piece);
        }
    }
    (!writer.runs.is_empty()).then(|| Line {
        runs: writer.runs,
        area: Some(area),
        ..Line::default()
    })
}

/// A gap of this many ems is a space where none is drawn.
const SPACE: f32 = 0.15;

struct Writer<'s> {
    runs: Vec<Run>,
    /// Font, weight and size of the last run.
    key: Option<(usize, bool, f32)>,
    styles: &'s [Style],
    spaced: bool,
}

impl Writer<'_> {
    fn piece(&mut self, piece: &Piece) {
        let usual = usual_gap(piece);
        let mut end: Option<f32> = None;
        for glyph in &piece.glyphs {
            if glyph.is_space() {
                self.spaced = true;
                continue;
            }
            let gap = end.map_or(0.0, |end| glyph.left - end);
            self.spaced |= gap > SPACE.mul_add(glyph.size, usual);
            self.glyph(glyph);
            end = Some(end.map_or(glyph.right, |end| end.max(glyph.right)));
        }
    }

    fn glyph(&mut self, glyph: &Glyph) {
        if self.spaced
            && let Some(run) = self.runs.last_mut()
        {
            run.text.push(' ');
        }
        self.spaced = false;
        let goes_on = self.key.is_some_and(|(face, thick, size)| {
            face == glyph.face && thick == glyph.thickened && (size - glyph.size).abs() < 0.3
        });
        match self.runs.last_mut() {
            Some(run) if goes_on => run.text.push(glyph.character),
            _ => {
                let style = self.styles.get(glyph.face).cloned().unwrap_or_default();
                self.key = Some((glyph.face, glyph.thickened, glyph.size));
                let size = (glyph.size * 10.0).round() / 10.0;
                let text = glyph.character.to_string();
                self.runs.push(Run {
                    text,
                    font: style.name,
                    bold: style.bold || glyph.thickened,
                    italic: style.italic,
                    size,
                });
            }
        }
    }
}

/// The gap between the letters of a piece: more than nothing where it is printed s p a c e d.
fn usual_gap(piece: &Piece) -> f32 {
    const FEW: usize = 4;
    let pairs = piece.glyphs.iter().zip(piece.glyphs.iter().skip(1));
    let mut gaps: Vec<f32> = pairs
        .filter(|(a, b)| !a.is_space() && !b.is_space())
        .map(|(a, b)| b.left - a.right)
        .collect();
    if gaps.len() < FEW {
        return 0.0;
    }
    let middle = gaps.len() / 2;
    let (_, median, _) = gaps.select_nth_unstable_by(middle, f32::total_cmp);
    if *median > 0.08 * piece.size {
        *median
    } else {
        0.0
    }
}
