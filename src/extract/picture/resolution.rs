//! How large a picture is on paper: its dots per inch, as far as the file can be believed.

use crate::extract::Format;

/// Dots per inch across and down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resolution {
    pub across: f32,
    pub down: f32,
}

/// The longer side of A4 in inches.
const A4: f32 = 11.69;
/// Papers have a longer side between these, in inches: a card, and A2.
const SHORTEST: f32 = 3.0;
const LONGEST: f32 = 24.0;
const CENTIMETRES: f32 = 2.54;
const METRES: f32 = 0.0254;

impl Resolution {
    /// What the file says where that makes a paper; else the picture is taken to be an A4 page.
    /// Cameras and browsers write 72 dpi whatever they have in hand.
    pub fn believed(said: Option<Self>, [width, height]: [u32; 2]) -> Self {
        let is_paper = |resolution: &Self| {
            let inches = [
                dots(width) / resolution.across,
                dots(height) / resolution.down,
            ];
            let longest = inches.into_iter().fold(0.0, f32::max);
            inches.iter().all(|side| side.is_finite()) && (SHORTEST..=LONGEST).contains(&longest)
        };
        let all = dots(width.max(height)).max(1.0) / A4;
        said.filter(is_paper).unwrap_or(Self {
            across: all,
            down: all,
        })
    }

    /// Width and height in points.
    pub fn points(self, [width, height]: [u32; 2]) -> [f32; 2] {
        [
            dots(width) / self.across * 72.0,
            dots(height) / self.down * 72.0,
        ]
    }

    /// The same for a picture lying on its side.
    pub const fn turned(self) -> Self {
        Self {
            across: self.down,
            down: self.across,
        }
    }

    /// Dots per centimetre.
    pub fn per_centimetre(across: f32, down: f32) -> Self {
        Self {
            across: across * CENTIMETRES,
            down: down * CENTIMETRES,
        }
    }

    fn per_metre(across: u32, down: u32) -> Self {
        Self {
            across: dots(across) * METRES,
            down: dots(down) * METRES,
        }
    }
}

/// Exact for any size a picture can have here.
#[expect(
    clippy::cast_precision_loss,
    reason = "no picture is wider than 16 million dots"
)]
pub const fn dots(count: u32) -> f32 {
    count as f32
}

/// What the head of a picture file says.
pub fn said(bytes: &[u8], format: Format) -> Option<Resolution> {
    match format {
        Format::Jpeg => of_jpeg(bytes),
        Format::Png => of_png(bytes),
        Format::Bmp => {
            let number = |at: usize| Some(u32::from_le_bytes(four(bytes, at)?));
            Some(Resolution::per_metre(number(38)?, number(42)?))
        }
        _ => None,
    }
}

fn four(bytes: &[u8], at: usize) -> Option<[u8; 4]> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok()
}

fn two(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes(pair.try_into().ok()?))
}

/// The JFIF segment, which stands before the picture's own data.
fn of_jpeg(bytes: &[u8]) -> Option<Resolution> {
    const FIRST_SEGMENTS: usize = 32;
    let mut at = 2;
    for _ in 0..FIRST_SEGMENTS {
        let (marker, length) = (two(bytes, at)?, two(bytes, at + 2)?);
        let inside = at + 4;
        if marker == 0xffe0 && bytes.get(inside..)?.starts_with(b"JFIF\0") {
            let unit = bytes.get(inside + 7)?;
            let across = f32::from(two(bytes, inside + 8)?);
            let down = f32::from(two(bytes, inside + 10)?);
            return match unit {
                1 => Some(Resolution { across, down }),
                2 => Some(Resolution::per_centimetre(across, down)),
                _ => None,
            };
        }
        at = at.checked_add(2 + usize::from(length))?;
    }
    None
}

/// The pHYs chunk, which stands before the picture's own data.
fn of_png(bytes: &[u8]) -> Option<Resolution> {
    const FIRST_CHUNKS: usize = 32;
    let mut at: usize = 8;
    for _ in 0..FIRST_CHUNKS {
        let length = usize::try_from(u32::from_be_bytes(four(bytes, at)?)).ok()?;
        if &four(bytes, at + 4)? == b"pHYs" {
            let number = |at: usize| Some(u32::from_be_bytes(four(bytes, at)?));
            let is_metric = bytes.get(at + 16) == Some(&1);
            let (across, down) = (number(at + 8)?, number(at + 12)?);
            return is_metric.then(|| Resolution::per_metre(across, down));
        }
        at = at.checked_add(12)?.checked_add(length)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(said: Option<(f32, f32)>, size: [u32; 2], points: [f32; 2]) {
        let said = said.map(|(across, down)| Resolution { across, down });
        let found = Resolution::believed(said, size).points(size);
        let is_near = |(a, b): (f32, f32)| (a - b).abs() < 1.0;
        assert!(
            found.into_iter().zip(points).all(is_near),
            "{found:?}, not {points:?}"
        );
    }

    #[test]
    fn sizes_that_no_paper_has_are_not_believed() {
        check(Some((300.0, 300.0)), [2480, 3508], [595.2, 841.9]);
        check(Some((204.0, 98.0)), [1728, 1146], [609.9, 842.0]);
        check(Some((72.0, 72.0)), [3000, 4000], [631.3, 841.7]);
        check(Some((0.0, 0.0)), [2480, 3508], [595.0, 841.7]);
        check(Some((f32::NAN, 300.0)), [2480, 3508], [595.0, 841.7]);
        check(None, [4000, 3000], [841.7, 631.3]);
        check(None, [0, 0], [0.0, 0.0]);
    }

    #[test]
    fn garbage_says_nothing() {
        for format in [Format::Jpeg, Format::Png, Format::Bmp] {
            for length in 0..64 {
                assert_eq!(
                    said(&vec![0xff; length], format).filter(|_| length < 40),
                    None
                );
            }
        }
    }
}
