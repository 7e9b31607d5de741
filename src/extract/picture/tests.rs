//! Picture files as the tests write them: what is read, what is refused.

use std::io::Cursor;

use image::GrayImage;
use image::ImageFormat;
use image::Luma;
use image::RgbImage;
use tiff::encoder::TiffEncoder;
use tiff::encoder::colortype::Gray8;
use tiff::encoder::colortype::RGB8;

use super::*;
use crate::extract::draw::Scale;
use crate::extract::draw::level;

/// A white page with one black dot near its top left corner.
fn page(width: u32, height: u32) -> GrayImage {
    let mut page = GrayImage::from_pixel(width, height, Luma([255]));
    page.put_pixel(1, 0, Luma([0]));
    page
}

fn written(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    page(1240, 1754).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

#[track_caller]
fn check(bytes: &[u8], format: Format, sizes: &[[f32; 2]]) {
    assert_eq!(Format::of(bytes), format);
    let read = read(bytes, format, &Limits::office()).unwrap();
    assert_eq!(read.pages.len(), sizes.len());
    for (page, size) in read.pages.iter().zip(sizes) {
        assert_eq!(page.verdict, Verdict::Picture);
        let [width, height] = size;
        assert!(
            (page.width - width).abs() < 2.0 && (page.height - height).abs() < 2.0,
            "{page:?}"
        );
    }
    for (page, size) in sizes.iter().enumerate() {
        let drawn = draw(bytes, format, page, Scale::PerInch(300)).unwrap();
        let [width, height] = size.map(|side| side / 72.0 * 300.0);
        assert!((drawn.width as f32 - width).abs() < 10.0, "{}", drawn.width);
        assert!(
            (drawn.height as f32 - height).abs() < 10.0,
            "{}",
            drawn.height
        );
        assert_eq!(
            drawn.grey.len(),
            drawn.width as usize * drawn.height as usize
        );
        assert!(drawn.grey.iter().filter(|dot| **dot > 200).count() * 10 > drawn.grey.len() * 9);
    }
    assert!(
        draw(bytes, format, sizes.len(), Scale::PerInch(300)).is_err() || format != Format::Tiff
    );
}

#[test]
fn pictures_are_pages_as_large_as_paper() {
    let a4 = [595.0, 842.0];
    for (written_as, format) in [
        (ImageFormat::Png, Format::Png),
        (ImageFormat::Jpeg, Format::Jpeg),
        (ImageFormat::Bmp, Format::Bmp),
        (ImageFormat::Gif, Format::Gif),
    ] {
        if written_as.writing_enabled() {
            let bytes = match written_as {
                ImageFormat::Gif => continue,
                other => written(other),
            };
            check(&bytes, format, &[a4]);
        }
    }
    let mut scan = Cursor::new(Vec::new());
    let mut writer = TiffEncoder::new(&mut scan).unwrap();
    for (width, height) in [(1240, 1754), (1754, 1240)] {
        writer
            .write_image::<Gray8>(width, height, &page(width, height))
            .unwrap();
    }
    check(&scan.into_inner(), Format::Tiff, &[a4, [842.0, 595.0]]);
}

#[test]
fn a_colour_is_as_bright_in_every_format() {
    let colours = [[255, 0, 0], [0, 0, 255], [200, 30, 40], [255, 255, 255]];
    let expected = colours.map(|[red, green, blue]| level(red, green, blue));
    let picture = RgbImage::from_raw(4, 1, colours.concat()).unwrap();
    for (format, of) in [
        (Format::Png, ImageFormat::Png),
        (Format::Bmp, ImageFormat::Bmp),
    ] {
        let mut file = Cursor::new(Vec::new());
        picture.write_to(&mut file, of).unwrap();
        let read = frame::decode(&file.into_inner(), format).unwrap();
        assert_eq!(read.grey.into_raw(), expected);
    }
    let mut file = Cursor::new(Vec::new());
    let mut tiff = TiffEncoder::new(&mut file).unwrap();
    tiff.write_image::<RGB8>(4, 1, picture.as_raw()).unwrap();
    let read = tagged::frame(&file.into_inner(), 0).unwrap();
    assert_eq!(read.grey.into_raw(), expected);
}

#[test]
fn what_a_picture_claims_is_not_allocated() {
    let mut png = written(ImageFormat::Png);
    // The width and height of the header, and no longer its checksum.
    png[16..24].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff]);
    assert!(draw(&png, Format::Png, 0, Scale::PerInch(300)).is_err());
    assert!(frame::check_size([60_000, 60_000], 1).is_err());
    assert!(frame::check_size([0, 10], 1).is_err());
    assert!(frame::check_size([4960, 7016], 3).is_ok());
}

#[test]
fn damaged_pictures_are_told_and_survived() {
    let mut scan = Cursor::new(Vec::new());
    let mut writer = TiffEncoder::new(&mut scan).unwrap();
    writer
        .write_image::<Gray8>(124, 175, &page(124, 175))
        .unwrap();
    let files = [
        (written(ImageFormat::Png), Format::Png),
        (written(ImageFormat::Jpeg), Format::Jpeg),
        (scan.into_inner(), Format::Tiff),
    ];
    for (bytes, format) in files {
        for cut in (0..bytes.len()).step_by(bytes.len() / 20 + 1) {
            let _ = read(&bytes[..cut], format, &Limits::office());
            let _ = draw(&bytes[..cut], format, 0, Scale::PerInch(30));
        }
        for at in (0..bytes.len().min(400)).step_by(7) {
            let mut flipped = bytes.clone();
            flipped[at] ^= 0xa5;
            let _ = read(&flipped, format, &Limits::office());
            let _ = draw(&flipped, format, 0, Scale::PerInch(30));
        }
    }
}
