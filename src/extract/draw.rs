//! Pictures of pages, for those whose text has to be read off them.

use serde::{Deserialize, Serialize};

use crate::extract::ExtractError;
use crate::extract::Format;
use crate::extract::Limits;

/// A page as a grey picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Row by row from the top, a byte a pixel, 0 is black: `width * height` of them.
    pub grey: Vec<u8>,
}

/// Draws a page of a file, counted from 0, at `dpi` dots an inch. To be called in a worker process.
pub fn draw(
    bytes: &[u8],
    _page: u32,
    _dpi: u16,
    _limits: &Limits,
) -> Result<Picture, ExtractError> {
    Err(ExtractError::Unsupported(
        Format::of(bytes).name().to_owned(),
    ))
}
