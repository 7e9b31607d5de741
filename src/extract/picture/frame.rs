//! One decoded picture in grey: turned upright, and scaled to the resolution that OCR wants.

use std::io::Cursor;

use image::DynamicImage;
use image::GrayImage;
use image::ImageDecoder;
use image::ImageFormat;
use image::ImageReader;
use image::imageops;
use image::metadata::Orientation;

use crate::extract::ExtractError;
use crate::extract::Format;
use crate::extract::draw::Picture;
use crate::extract::draw::Scale;
use crate::extract::draw::fitting;
use crate::extract::draw::level;

use super::MOST_BYTES;
use super::Resolution;
use super::damaged;
use super::resolution::dots;
use super::resolution::said;
use super::too_large;

/// A picture as it was scanned, upright.
pub struct Frame {
    pub grey: GrayImage,
    pub resolution: Resolution,
}

impl Frame {
    /// The picture at this scale.
    pub fn at(self, scale: Scale) -> Picture {
        let [width, height] = [self.grey.width(), self.grey.height()];
        let points = self.resolution.points([width, height]);
        let (wide, high) = fitting(points, scale);
        let is_near = wide.abs_diff(width) * 50 <= width && high.abs_diff(height) * 50 <= height;
        let grey = match () {
            () if is_near => self.grey,
            () if wide <= width && high <= height => imageops::thumbnail(&self.grey, wide, high),
            () => imageops::resize(&self.grey, wide, high, imageops::FilterType::CatmullRom),
        };
        Picture {
            width: grey.width(),
            height: grey.height(),
            grey: grey.into_raw(),
        }
    }
}

/// A decoder of a picture file, none of its dots read yet.
fn open(bytes: &[u8], format: Format) -> Result<impl ImageDecoder, ExtractError> {
    let format = match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::Gif => ImageFormat::Gif,
        Format::Bmp => ImageFormat::Bmp,
        other => return Err(ExtractError::Unsupported(other.name().to_owned())),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(2 * MOST_BYTES as u64);
    reader.limits(limits);
    reader.into_decoder().map_err(|error| damaged(&error))
}

/// Width and height in points of a picture file, upright.
pub fn size(bytes: &[u8], format: Format) -> Result<[f32; 2], ExtractError> {
    let mut decoder = open(bytes, format)?;
    let (width, height) = decoder.dimensions();
    let [wide, high] =
        Resolution::believed(said(bytes, format), [width, height]).points([width, height]);
    Ok(
        match turns(decoder.orientation().unwrap_or(Orientation::NoTransforms)) {
            true => [high, wide],
            false => [wide, high],
        },
    )
}

/// The whole picture.
pub fn decode(bytes: &[u8], format: Format) -> Result<Frame, ExtractError> {
    let mut decoder = open(bytes, format)?;
    if decoder.total_bytes() > MOST_BYTES as u64 {
        return Err(too_large());
    }
    let (width, height) = decoder.dimensions();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let resolution = Resolution::believed(said(bytes, format), [width, height]);
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| damaged(&error))?;
    Ok(upright(on_paper(picture), resolution, orientation))
}

/// Turns a picture as its file says it was held.
pub fn upright(grey: GrayImage, resolution: Resolution, orientation: Orientation) -> Frame {
    let mut picture = DynamicImage::ImageLuma8(grey);
    picture.apply_orientation(orientation);
    Frame {
        grey: picture.into_luma8(),
        resolution: match turns(orientation) {
            true => resolution.turned(),
            false => resolution,
        },
    }
}

/// Whether width and height change places.
const fn turns(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

/// Grey on white paper: what is transparent shows the paper, not black. Colours are as bright as in a
/// page of a PDF.
fn on_paper(picture: DynamicImage) -> GrayImage {
    if let DynamicImage::ImageRgb8(colours) = &picture {
        let dots = colours.pixels().map(|dot| {
            let [red, green, blue] = dot.0;
            level(red, green, blue)
        });
        let grey = GrayImage::from_raw(colours.width(), colours.height(), dots.collect());
        return grey.unwrap_or_default();
    }
    if !picture.color().has_alpha() {
        return picture.into_luma8();
    }
    let mut grey = picture.into_luma_alpha8();
    for dot in grey.pixels_mut() {
        let [level, alpha] = dot.0;
        dot.0 = [shown(level, alpha), u8::MAX];
    }
    DynamicImage::ImageLumaA8(grey).into_luma8()
}

/// A grey level seen through its opacity over white.
pub fn shown(level: u8, alpha: u8) -> u8 {
    let [level, alpha] = [level, alpha].map(u16::from);
    let mixed = (level * alpha + 255 * (255 - alpha)) / 255;
    u8::try_from(mixed).unwrap_or(u8::MAX)
}

/// Whether a size given in dots may be decoded with so many bytes a dot.
pub fn check_size([width, height]: [u32; 2], bytes: u32) -> Result<(), ExtractError> {
    let claimed = f64::from(width) * f64::from(height) * f64::from(bytes);
    let is_empty = width == 0 || height == 0;
    match is_empty || claimed > f64::from(dots(u32::try_from(MOST_BYTES).unwrap_or(u32::MAX))) {
        true => Err(too_large()),
        false => Ok(()),
    }
}
