//! Black-and-white TIFF pages in the codes of fax machines (CCITT groups 3 and 4), as most scanners write them.

use std::io::Cursor;

use hayro_ccitt::DecodeSettings;
use hayro_ccitt::DecoderContext;
use hayro_ccitt::EncodingMode;
use image::GrayImage;
use tiff::decoder::Decoder;
use tiff::tags::Tag;

use crate::extract::ExtractError;

use super::damaged;
use super::frame::check_size;
use super::tagged::number;

/// Rows as they come out of the code, as grey levels.
struct Rows {
    levels: Vec<u8>,
    width: usize,
    most: usize,
    white: u8,
}

impl hayro_ccitt::Decoder for Rows {
    fn push_row(&mut self, changes: &[u32]) {
        if self.levels.len() >= self.most {
            return;
        }
        let start = self.levels.len();
        self.levels.resize(start + self.width, self.white);
        let Some(row) = self.levels.get_mut(start..) else {
            return;
        };
        let place = |at: Option<&u32>| {
            at.and_then(|at| usize::try_from(*at).ok())
                .map_or(row.len(), |at| at.min(row.len()))
        };
        let blacks: Vec<(usize, usize)> = changes
            .chunks(2)
            .map(|pair| (place(pair.first()), place(pair.get(1))))
            .collect();
        for (from, to) in blacks {
            if let Some(black) = row.get_mut(from..to) {
                black.fill(u8::MAX - self.white);
            }
        }
    }
}

/// The page a scan stands at. Of a damaged one, the rows that can be read.
pub fn decode(
    scan: &mut Decoder<Cursor<&[u8]>>,
    bytes: &[u8],
    [width, height]: [u32; 2],
) -> Result<GrayImage, ExtractError> {
    const WHITE_IS_ZERO: u32 = 0;
    check_size([width, height], 1)?;
    let list = |scan: &mut Decoder<Cursor<&[u8]>>, tag| -> Result<Vec<u64>, ExtractError> {
        let found = scan.find_tag_unsigned_vec(tag);
        Ok(found.map_err(|error| damaged(&error))?.unwrap_or_default())
    };
    let starts = list(scan, Tag::StripOffsets)?;
    let lengths = list(scan, Tag::StripByteCounts)?;
    let each = number(scan, Tag::RowsPerStrip)
        .unwrap_or(height)
        .clamp(1, height);
    let settings = settings(scan, width, each);
    let is_backwards = number(scan, Tag::FillOrder) == Some(2);
    let dots = |count: u32| usize::try_from(count).unwrap_or(0);
    let is_negative = number(scan, Tag::PhotometricInterpretation)
        .is_some_and(|interpretation| interpretation != WHITE_IS_ZERO);
    let white = if is_negative { 0 } else { u8::MAX };
    let whole = dots(width).saturating_mul(dots(height));
    let mut rows = Rows {
        levels: Vec::new(),
        width: dots(width),
        most: 0,
        white,
    };
    let strip_dots = dots(width).saturating_mul(dots(each));
    for (at, (start, length)) in (1..).zip(starts.into_iter().zip(lengths)) {
        let code = || {
            let start = usize::try_from(start).ok()?;
            bytes.get(start..start.checked_add(usize::try_from(length).ok()?)?)
        };
        // The rest of a strip that breaks off stays white.
        rows.most = strip_dots.saturating_mul(at).min(whole);
        if let Some(code) = code() {
            let mut context = DecoderContext::new(settings);
            let _ = match is_backwards {
                false => hayro_ccitt::decode(code, &mut rows, &mut context),
                true => {
                    let turned: Vec<u8> = code.iter().map(|byte| byte.reverse_bits()).collect();
                    hayro_ccitt::decode(&turned, &mut rows, &mut context)
                }
            };
        }
        if rows.most == whole {
            break;
        }
        rows.levels.resize(rows.most, white);
    }
    if rows.levels.is_empty() {
        return Err(ExtractError::Damaged("no row can be read".to_owned()));
    }
    rows.levels.resize(whole, white);
    let cut = || ExtractError::Damaged("fewer dots than the picture has".to_owned());
    GrayImage::from_raw(width, height, rows.levels).ok_or_else(cut)
}

fn settings(scan: &mut Decoder<Cursor<&[u8]>>, columns: u32, rows: u32) -> DecodeSettings {
    /// T4Options, bit 0: rows are coded by what differs from the row above.
    const T4_OPTIONS: Tag = Tag::Unknown(292);
    let compression = number(scan, Tag::Compression);
    let is_two_dimensional = number(scan, T4_OPTIONS).is_some_and(|options| options & 1 == 1);
    DecodeSettings {
        columns,
        rows,
        end_of_block: true,
        end_of_line: compression == Some(3),
        rows_are_byte_aligned: compression == Some(2),
        encoding: match compression {
            Some(4) => EncodingMode::Group4,
            Some(3) if is_two_dimensional => EncodingMode::Group3_2D,
            _ => EncodingMode::Group3_1D,
        },
        strict: false,
    }
}
