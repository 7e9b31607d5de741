//! Reads picture files as papers: JPEG, PNG, GIF, BMP and TIFF of many pages. Their text is left to OCR.

mod fax;
mod frame;
mod resolution;
mod tagged;

use crate::extract::ExtractError;
use crate::extract::Extracted;
use crate::extract::Format;
use crate::extract::Limits;
use crate::extract::Page;
use crate::extract::Verdict;
use crate::extract::Warning;
use crate::extract::draw::Picture;
use crate::extract::draw::Scale;

use resolution::Resolution;

pub use resolution::dots;

/// Bytes a decoded picture may take: an A3 page in colour at 600 dpi.
const MOST_BYTES: usize = 224 * 1024 * 1024;

/// The pages of a picture file, none of which has text yet.
pub fn read(bytes: &[u8], format: Format, limits: &Limits) -> Result<Extracted, ExtractError> {
    let (sizes, cut) = match format {
        Format::Tiff => tagged::sizes(bytes, limits.pages)?,
        _ => (vec![frame::size(bytes, format)?], false),
    };
    let pages: Vec<Page> = sizes
        .into_iter()
        .map(|[width, height]| Page {
            width,
            height,
            verdict: Verdict::Picture,
            ..Page::default()
        })
        .collect();
    let mut warnings = vec![Warning::NeedsOcr {
        pages: (1..).take(pages.len()).collect(),
    }];
    if cut {
        warnings.push(Warning::Truncated);
    }
    Ok(Extracted { pages, warnings })
}

/// One page of a picture file upright in grey, at this scale.
pub fn draw(
    bytes: &[u8],
    format: Format,
    page: usize,
    scale: Scale,
) -> Result<Picture, ExtractError> {
    let frame = match format {
        Format::Tiff => tagged::frame(bytes, page)?,
        _ => frame::decode(bytes, format)?,
    };
    Ok(frame.at(scale))
}

/// A picture that cannot be decoded.
fn damaged(error: &impl ToString) -> ExtractError {
    ExtractError::Damaged(error.to_string().chars().take(200).collect())
}

/// A picture larger than [`MOST_BYTES`], by what it claims itself.
fn too_large() -> ExtractError {
    ExtractError::OverLimit("picture size".to_owned())
}

#[cfg(test)]
mod tests;
