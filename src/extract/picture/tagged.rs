//! TIFF: the pages of a scan in one file, by whatever compression office scanners write.

use std::io::Cursor;

use image::GrayImage;
use image::metadata::Orientation;
use tiff::ColorType;
use tiff::decoder::Decoder;
use tiff::decoder::DecodingResult;
use tiff::decoder::ifd::Value;
use tiff::tags::Tag;

use crate::extract::ExtractError;

use super::MOST_BYTES;
use super::Resolution;
use super::damaged;
use super::dots;
use super::fax;
use super::frame::Frame;
use super::frame::check_size;
use super::frame::shown;
use super::frame::upright;

type Scan<'a> = Decoder<Cursor<&'a [u8]>>;

/// Width and height in points of the first `most` pages, and whether there are more.
pub fn sizes(bytes: &[u8], most: usize) -> Result<(Vec<[f32; 2]>, bool), ExtractError> {
    let mut scan = open(bytes)?;
    let mut sizes = Vec::new();
    loop {
        if !is_thumbnail(&mut scan) {
            sizes.push(size(&mut scan)?);
        }
        if !scan.more_images() {
            return Ok((sizes, false));
        }
        if sizes.len() >= most {
            return Ok((sizes, true));
        }
        // Of a file that was cut off, the pages before the cut are worth having.
        if let Err(error) = scan.next_image() {
            return match sizes.is_empty() {
                true => Err(damaged(&error)),
                false => Ok((sizes, true)),
            };
        }
    }
}

/// One page, counted from 0.
pub fn frame(bytes: &[u8], page: usize) -> Result<Frame, ExtractError> {
    let mut scan = open(bytes)?;
    let mut left = page;
    loop {
        if !is_thumbnail(&mut scan) {
            if left == 0 {
                break;
            }
            left -= 1;
        }
        if !scan.more_images() {
            return Err(ExtractError::Damaged("no such page".to_owned()));
        }
        scan.next_image().map_err(|error| damaged(&error))?;
    }
    let (width, height) = dimensions(&mut scan)?;
    let grey = match number(&mut scan, Tag::Compression) {
        Some(2..=4) => fax::decode(&mut scan, bytes, [width, height])?,
        _ => decode(&mut scan, [width, height])?,
    };
    let resolution = resolution(&mut scan, [width, height]);
    Ok(upright(grey, resolution, orientation(&mut scan)))
}

fn open(bytes: &[u8]) -> Result<Scan<'_>, ExtractError> {
    let mut limits = tiff::decoder::Limits::default();
    limits.decoding_buffer_size = MOST_BYTES;
    limits.intermediate_buffer_size = MOST_BYTES;
    let scan = Decoder::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    Ok(scan.with_limits(limits))
}

/// A small copy of another page.
fn is_thumbnail(scan: &mut Scan<'_>) -> bool {
    number(scan, Tag::NewSubfileType).is_some_and(|kind| kind & 1 == 1)
}

/// A tag's number, if it has one.
pub fn number(scan: &mut Scan<'_>, tag: Tag) -> Option<u32> {
    scan.find_tag_unsigned(tag).ok().flatten()
}

fn dimensions(scan: &mut Scan<'_>) -> Result<(u32, u32), ExtractError> {
    scan.dimensions().map_err(|error| damaged(&error))
}

fn size(scan: &mut Scan<'_>) -> Result<[f32; 2], ExtractError> {
    let (width, height) = dimensions(scan)?;
    let [wide, high] = resolution(scan, [width, height]).points([width, height]);
    Ok(match orientation(scan) {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => [high, wide],
        _ => [wide, high],
    })
}

fn orientation(scan: &mut Scan<'_>) -> Orientation {
    number(scan, Tag::Orientation)
        .and_then(|said| Orientation::from_exif(u8::try_from(said).ok()?))
        .unwrap_or(Orientation::NoTransforms)
}

fn resolution(scan: &mut Scan<'_>, size: [u32; 2]) -> Resolution {
    const CENTIMETRES: u32 = 3;
    let across = ratio(scan, Tag::XResolution);
    let down = ratio(scan, Tag::YResolution);
    let said = across
        .zip(down)
        .map(|(across, down)| match number(scan, Tag::ResolutionUnit) {
            Some(CENTIMETRES) => Resolution::per_centimetre(across, down),
            _ => Resolution { across, down },
        });
    Resolution::believed(said, size)
}

fn ratio(scan: &mut Scan<'_>, tag: Tag) -> Option<f32> {
    match scan.find_tag(tag).ok().flatten()? {
        Value::Rational(above, below) => Some(dots(above) / dots(below)),
        Value::List(values) => match values.first()? {
            Value::Rational(above, below) => Some(dots(*above) / dots(*below)),
            _ => None,
        },
        _ => None,
    }
}

/// Pictures of grey levels and colours.
fn decode(scan: &mut Scan<'_>, size: [u32; 2]) -> Result<GrayImage, ExtractError> {
    let colours = scan.colortype().map_err(|error| damaged(&error))?;
    check_size(size, 8)?;
    let read = scan.read_image().map_err(|error| match error {
        tiff::TiffError::UnsupportedError(what) => {
            ExtractError::Unsupported(format!("tiff: {what}"))
        }
        tiff::TiffError::LimitsExceeded => super::too_large(),
        error => damaged(&error),
    })?;
    let [width, height] = size;
    let levels = match (read, colours) {
        (DecodingResult::U8(dots), ColorType::Gray(bits @ (1 | 2 | 4))) => {
            unpacked(&dots, bits, width)
        }
        (DecodingResult::U8(dots), ColorType::Gray(8)) => dots,
        (DecodingResult::U8(dots), ColorType::GrayA(8)) => dots
            .chunks_exact(2)
            .map(|dot| match *dot {
                [level, alpha] => shown(level, alpha),
                _ => u8::MAX,
            })
            .collect(),
        (DecodingResult::U8(dots), ColorType::RGB(8)) => mixed(&dots, 3),
        (DecodingResult::U8(dots), ColorType::RGBA(8)) => mixed(&dots, 4),
        // The first part is the brightness.
        (DecodingResult::U8(dots), ColorType::YCbCr(8)) => dots
            .chunks_exact(3)
            .filter_map(|dot| dot.first().copied())
            .collect(),
        (DecodingResult::U8(dots), ColorType::CMYK(8)) => {
            dots.chunks_exact(4).map(of_inks).collect()
        }
        (DecodingResult::U16(dots), ColorType::Gray(16)) => {
            dots.iter().map(|level| level.to_be_bytes()[0]).collect()
        }
        (_, other) => {
            return Err(ExtractError::Unsupported(format!("tiff: {other:?}")));
        }
    };
    let cut = || ExtractError::Damaged("fewer dots than the picture has".to_owned());
    GrayImage::from_raw(width, height, levels).ok_or_else(cut)
}

/// Dots of fewer bits than eight, each row filling whole bytes.
fn unpacked(packed: &[u8], bits: u8, width: u32) -> Vec<u8> {
    let width = usize::try_from(width).unwrap_or(0);
    let per_byte = usize::from(8 / bits);
    let most = u8::MAX >> (8 - bits);
    let rows = packed.chunks(width.div_ceil(per_byte).max(1));
    let levels = rows.flat_map(|row| {
        let dots = row
            .iter()
            .flat_map(|byte| (0..8 / bits).map(move |at| (byte >> (8 - bits * (at + 1))) & most));
        dots.take(width)
    });
    levels.map(|level| level * (u8::MAX / most)).collect()
}

/// Grey of red, green and blue, on white where they are see-through.
fn mixed(dots: &[u8], each: usize) -> Vec<u8> {
    let grey = dots.chunks_exact(each).map(|dot| match *dot {
        [red, green, blue] => crate::extract::draw::level(red, green, blue),
        [red, green, blue, alpha] => shown(crate::extract::draw::level(red, green, blue), alpha),
        _ => u8::MAX,
    });
    grey.collect()
}

/// Grey of four inks.
fn of_inks(inks: &[u8]) -> u8 {
    let left = |ink: usize| u16::from(u8::MAX - inks.get(ink).copied().unwrap_or(0));
    let through = |ink: usize| u8::try_from(left(ink) * left(3) / 255).unwrap_or(u8::MAX);
    crate::extract::draw::level(through(0), through(1), through(2))
}
