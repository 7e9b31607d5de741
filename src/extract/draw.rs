//! Draws a page in grey, for OCR and for people: pages of PDF files and picture files, upright and as
//! large as asked for.

mod png;

use serde::Deserialize;
use serde::Serialize;

use crate::extract::ExtractError;
use crate::extract::Format;
use crate::extract::Limits;
use crate::extract::pdf;
use crate::extract::picture;
use hayro::RenderCache;
use hayro::RenderSettings;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::kurbo::Affine;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::RasterizerSettings;
use hayro::vello_cpu::RenderContext;
use hayro::vello_cpu::Resources;
use hayro::vello_cpu::TargetInit;
use hayro::vello_cpu::color::palette::css::WHITE;

/// How large a page is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scale {
    /// With so many dots an inch.
    PerInch(u16),
    /// So many dots wide.
    Wide(u16),
}

impl Scale {
    /// Dots an inch of a page so many points wide.
    fn per_inch(self, wide: f32) -> f32 {
        match self {
            Self::PerInch(dots) => f32::from(dots),
            Self::Wide(dots) if wide.is_finite() => f32::from(dots) * 72.0 / wide.max(f32::EPSILON),
            Self::Wide(_) => 1.0,
        }
    }
}

/// A page as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// In dots.
    pub width: u32,
    /// In dots.
    pub height: u32,
    /// A byte a dot, from the top left corner row by row; 255 is white.
    pub grey: Vec<u8>,
}

/// No page is drawn with more dots: A3 at 300 dpi has 17 million.
const MOST_DOTS: f32 = 20_000_000.0;
/// No side is longer.
const LONGEST: f32 = 12_000.0;

/// Draws one page of a PDF or picture file, counted from 0; an enormous page as large as the limit
/// allows.
///
/// To be called in a worker process, as whatever reads untrusted bytes.
pub fn draw(
    bytes: &[u8],
    page: u32,
    scale: Scale,
    limits: &Limits,
) -> Result<Picture, ExtractError> {
    let page = usize::try_from(page).unwrap_or(usize::MAX);
    match Format::of(bytes) {
        Format::Pdf => of_pdf(bytes, page, scale, limits),
        format => picture::draw(bytes, format, page, scale),
    }
}

/// The size in dots of a page of so many points, within the limits and never nothing.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a few thousand"
)]
pub fn fitting(points: [f32; 2], scale: Scale) -> (u32, u32) {
    let per_inch = scale.per_inch(points[0]);
    let [width, height] = points.map(|side| match side.is_finite() {
        true => (side * per_inch / 72.0).clamp(1.0, 1.0e6),
        false => 1.0,
    });
    let shrunk = (MOST_DOTS / (width * height)).sqrt().min(1.0);
    let side = |side: f32| (side * shrunk).round().clamp(1.0, LONGEST) as u32;
    (side(width), side(height))
}

fn of_pdf(
    bytes: &[u8],
    page: usize,
    scale: Scale,
    limits: &Limits,
) -> Result<Picture, ExtractError> {
    let missing = || ExtractError::Damaged("the page cannot be drawn".to_owned());
    let drawn = match Pdf::new(bytes.to_vec()) {
        Ok(pdf) if pdf.pages().get(page).is_some() => of_page(&pdf, page, scale),
        _ => {
            let rebuilt = pdf::rebuilt(bytes, limits).ok_or_else(missing)?;
            let pdf = Pdf::new(rebuilt).map_err(|_| missing())?;
            of_page(&pdf, page, scale)
        }
    };
    drawn.ok_or_else(missing)
}

fn of_page(pdf: &Pdf, page: usize, scale: Scale) -> Option<Picture> {
    let page = pdf.pages().get(page)?;
    let (wide, high) = page.render_dimensions();
    let (width, height) = fitting([wide, high], scale);
    let factor = |dots: u32, points: f32| f64::from(dots) / f64::from(points.max(f32::EPSILON));
    let transform = Affine::scale_non_uniform(factor(width, wide), factor(height, high))
        * Affine::new(page.initial_transform(true).as_coeffs());
    let (width, height) = (u16::try_from(width).ok()?, u16::try_from(height).ok()?);
    let mut sheet = RenderContext::new(width, height);
    hayro::render_into(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &mut sheet,
        transform,
    );
    sheet.flush();
    let mut drawn = Pixmap::new(width, height);
    let on_white = RasterizerSettings {
        target_init: TargetInit::Clear(WHITE),
        ..RasterizerSettings::default()
    };
    sheet.render_with(&mut drawn, &mut Resources::default(), on_white);
    Some(Picture {
        width: u32::from(width),
        height: u32::from(height),
        grey: drawn
            .data()
            .iter()
            .map(|dot| level(dot.r, dot.g, dot.b))
            .collect(),
    })
}

/// How bright a colour looks.
pub fn level(red: u8, green: u8, blue: u8) -> u8 {
    let [red, green, blue] = [red, green, blue].map(u32::from);
    u8::try_from((red * 77 + green * 150 + blue * 29) >> 8).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_page_of_a4_has_its_dots() {
        assert_eq!(fitting([595.0, 842.0], Scale::PerInch(300)), (2479, 3508));
        assert_eq!(fitting([595.0, 842.0], Scale::Wide(1000)), (1000, 1415));
        assert_eq!(
            fitting([14_400.0, 14_400.0], Scale::Wide(1000)),
            (1000, 1000)
        );
        assert_eq!(level(255, 255, 255), 255);
        assert_eq!(level(0, 0, 0), 0);
    }

    proptest! {
        #[test]
        fn no_page_is_drawn_beyond_the_limit(width: f32, height: f32, dots in 1u16..2_000, by_width: bool) {
            let scale = if by_width { Scale::Wide(dots) } else { Scale::PerInch(dots) };
            let (width, height) = fitting([width, height], scale);
            prop_assert!(width > 0 && height > 0);
            prop_assert!(f64::from(width) * f64::from(height) < f64::from(MOST_DOTS) * 1.2);
        }
    }
}
