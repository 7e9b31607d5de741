//! A drawn page as a PNG file in sixteen greys: letters stay smooth, and the file is half as large.

use png::BitDepth;
use png::ColorType;
use png::Compression;
use png::Encoder;
use png::Filter;

use crate::extract::ExtractError;

use super::Picture;

/// Levels that become one grey.
const STEP: u8 = 16;

impl Picture {
    /// The file.
    ///
    /// # Errors
    /// When the picture has no dots, or others than its size says.
    pub fn to_png(&self) -> Result<Vec<u8>, ExtractError> {
        let [width, height] = [self.width, self.height].map(|side| usize::try_from(side).ok());
        let dots = width
            .zip(height)
            .and_then(|(width, height)| width.checked_mul(height));
        let row = width.filter(|width| *width > 0 && dots == Some(self.grey.len()));
        let row = row.ok_or_else(|| ExtractError::Damaged("picture".to_owned()))?;
        let written = self.written(row);
        written.map_err(|error| ExtractError::Damaged(error.to_string()))
    }

    fn written(&self, row: usize) -> Result<Vec<u8>, png::EncodingError> {
        let packed: Vec<u8> = self.grey.chunks(row).flat_map(pairs).collect();
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, self.width, self.height);
        encoder.set_color(ColorType::Grayscale);
        encoder.set_depth(BitDepth::Four);
        encoder.set_compression(Compression::Balanced);
        encoder.set_filter(Filter::NoFilter);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&packed)?;
        writer.finish()?;
        Ok(file)
    }
}

/// A row, two dots a byte; the last byte of an odd row is filled up.
fn pairs(row: &[u8]) -> impl Iterator<Item = u8> + '_ {
    row.chunks(2).map(|dots| match dots {
        [left, right] => left / STEP * STEP + right / STEP,
        [left] => left / STEP * STEP,
        _ => 0,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_picture_is_read_back_in_sixteen_greys(
            (width, height, grey) in (1u32..9, 1u32..9).prop_flat_map(|(width, height)| {
                let dots = usize::try_from(width * height).unwrap();
                (Just(width), Just(height), prop::collection::vec(any::<u8>(), dots))
            }),
        ) {
            let drawn = Picture { width, height, grey };
            let file = drawn.to_png().unwrap();
            let read = image::load_from_memory(&file).unwrap().into_luma8();
            prop_assert_eq!((read.width(), read.height()), (width, height));
            for (was, is) in drawn.grey.iter().zip(read.into_raw()) {
                prop_assert_eq!(was / STEP * 17, is);
            }
        }
    }

    #[test]
    fn what_is_no_picture_is_told() {
        for (width, height, dots) in [(0, 0, 0), (2, 2, 3), (2, 1, 4)] {
            let drawn = Picture {
                width,
                height,
                grey: vec![0; dots],
            };
            assert!(drawn.to_png().is_err(), "{width} × {height}: {dots}");
        }
    }
}
