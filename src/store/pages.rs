//! A document's pages as one blob: a version byte, then a zstd frame of postcard.
//!
//! The frame carries a checksum of its content, so a flipped bit is an error, never another text.

use std::cell::RefCell;
use std::io::Read;
use std::io::Write;

use serde::de::DeserializeOwned;
use zstd::zstd_safe::DCtx;

use crate::document::Line;
use crate::document::Page;

/// Bumped when `Page` changes shape; a reader for every older version then stays here.
const VERSION: u8 = 2;

/// zstd's own default: a third of a millisecond for a usual paper.
const LEVEL: i32 = 3;

/// No paper's pages unpack to more; a damaged frame may claim anything.
const MAX_UNPACKED: u64 = 1 << 30;

thread_local! {
    /// What zstd needs to unpack. Making it anew costs as much as a paper's pages do.
    static CONTEXT: RefCell<DCtx<'static>> = RefCell::new(DCtx::create());
}

/// The blob for these pages.
pub(super) fn pack(pages: &[Page]) -> Option<Vec<u8>> {
    let plain = postcard::to_stdvec(pages).ok()?;
    let mut encoder = zstd::Encoder::new(vec![VERSION], LEVEL).ok()?;
    encoder.include_checksum(true).ok()?;
    encoder.write_all(&plain).ok()?;
    encoder.finish().ok()
}

/// The pages of a blob; none if it is damaged.
pub(super) fn unpack(blob: &[u8]) -> Option<Vec<Page>> {
    Some(opening(blob, usize::MAX)?.0)
}

/// The lines of a blob until they have this many bytes of text, and whether these are all; none if it
/// is damaged.
pub(super) fn opening(blob: &[u8], enough: usize) -> Option<(Vec<Page>, bool)> {
    let (version, frame) = blob.split_first()?;
    let mut plain = Vec::new();
    CONTEXT.with_borrow_mut(|context| {
        let decoder = zstd::Decoder::with_context(frame, context);
        decoder.take(MAX_UNPACKED).read_to_end(&mut plain).ok()
    })?;
    match *version {
        VERSION => read::<Line>(&plain, enough),
        1 => read::<v1::Line>(&plain, enough),
        _ => None,
    }
}

/// Pages as postcard writes them: a list is how many there are, then each; a page its lines, then its
/// width and height.
fn read<L: DeserializeOwned + Into<Line>>(
    plain: &[u8],
    enough: usize,
) -> Option<(Vec<Page>, bool)> {
    let (count, mut rest): (usize, _) = postcard::take_from_bytes(plain).ok()?;
    let mut pages = Vec::new();
    let mut bytes = 0;
    for _ in 0..count {
        let mut page = Page::default();
        let lines: usize;
        (lines, rest) = postcard::take_from_bytes(rest).ok()?;
        for _ in 0..lines {
            if bytes >= enough {
                pages.push(page);
                return Some((pages, false));
            }
            let line: L;
            (line, rest) = postcard::take_from_bytes(rest).ok()?;
            let line = line.into();
            bytes += line.text.len();
            page.lines.push(line);
        }
        ((page.width, page.height), rest) = postcard::take_from_bytes(rest).ok()?;
        pages.push(page);
    }
    Some((pages, true))
}

/// Lines before papers were read by OCR. Frozen: archives have them.
mod v1 {
    use serde::{Deserialize, Serialize};

    use crate::document;
    use crate::document::Zone;

    #[derive(Serialize, Deserialize)]
    pub struct Line {
        pub text: String,
        pub bold: bool,
        pub italic: bool,
        pub area: Option<[f32; 4]>,
        pub zone: Zone,
        pub cell: Option<(u32, u32, u32)>,
    }

    impl From<Line> for document::Line {
        fn from(line: Line) -> Self {
            Self {
                text: line.text,
                bold: line.bold,
                italic: line.italic,
                area: line.area,
                zone: line.zone,
                cell: line.cell,
                recognised: None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::Recognised;
    use crate::document::Zone;

    fn page() -> Page {
        let line = Line {
            text: "Số: 238-QĐ/TW".to_owned(),
            bold: true,
            italic: false,
            area: Some([72.0, 80.5, 200.0, 94.0]),
            zone: Zone::Stamp,
            cell: Some((0, 1, 300)),
            recognised: Some(Recognised {
                confidence: 96,
                words: vec![(720, 900, 97)],
            }),
        };
        Page {
            lines: vec![line, Line::default()],
            width: 595.0,
            height: 842.0,
        }
    }

    proptest! {
        #[test]
        fn unpack_undoes_pack(texts in prop::collection::vec(any::<String>(), 0..8)) {
            let line = |text: String| Line { text, ..Line::default() };
            let mut pages = vec![page()];
            pages.extend(texts.into_iter().map(|text| Page {
                lines: text.lines().map(str::to_owned).map(line).collect(),
                ..Page::default()
            }));
            prop_assert_eq!(unpack(&pack(&pages).unwrap()), Some(pages));
        }

        #[test]
        fn an_opening_is_whole_lines_and_no_more_than_needed(
            texts in prop::collection::vec(prop::collection::vec(".{0,9}", 0..4), 0..4),
            enough in 0_usize..60,
        ) {
            let line = |text: String| Line { text, ..Line::default() };
            let page = |texts: Vec<String>| Page {
                lines: texts.into_iter().map(line).collect(),
                ..page()
            };
            let all: Vec<Page> = texts.into_iter().map(page).collect();
            let (pages, whole) = opening(&pack(&all).unwrap(), enough).unwrap();
            let texts = |pages: &[Page]| -> Vec<String> {
                let lines = pages.iter().flat_map(|page| &page.lines);
                lines.map(|line| line.text.clone()).collect()
            };
            let (read, printed) = (texts(&pages), texts(&all));
            prop_assert_eq!(whole, read.len() == printed.len());
            prop_assert_eq!(&read[..], &printed[..read.len()]);
            let bytes = |texts: &[String]| texts.iter().map(String::len).sum::<usize>();
            prop_assert!(whole || bytes(&read) >= enough);
            prop_assert!(read.last().is_none_or(|last| bytes(&read) - last.len() < enough));
        }

        #[test]
        fn garbage_is_no_page(blob in prop::collection::vec(any::<u8>(), 0..64)) {
            prop_assert_eq!(unpack(&blob), None);
        }
    }

    #[test]
    fn a_flipped_bit_never_gives_another_text() {
        let whole = pack(&[page()]).unwrap();
        for at in 0..whole.len() * 8 {
            let mut flipped = whole.clone();
            flipped[at / 8] ^= 1 << (at % 8);
            let read = unpack(&flipped);
            assert!(read.is_none() || read == Some(vec![page()]), "bit {at}");
        }
        assert_eq!(unpack(&whole[..whole.len() - 1]), None);
    }

    /// When this fails `Page` changed shape: raise `VERSION` and keep a reader for the old one.
    #[test]
    fn version_2_is_frozen() {
        let plain = postcard::to_stdvec(&[page()][..]).unwrap();
        let hex: String = plain.iter().map(|byte| format!("{byte:02x}")).collect();
        let text = "1053e1bb913a203233382d51c4902f5457";
        let area = "01000090420000a142000048430000bc42";
        let read = "016001d005840761";
        let line = "00000000000000";
        let expected = format!("0102{text}0100{area}04010001ac02{read}{line}00c0144400805244");
        assert_eq!(hex, expected);
    }

    #[test]
    fn pages_of_version_1_are_read() {
        let text = "1053e1bb913a203233382d51c4902f5457";
        let area = "01000090420000a142000048430000bc42";
        let written = format!("0102{text}0100{area}04010001ac0200000000000000c0144400805244");
        let digits = written.bytes().map(|digit| char::from(digit).to_digit(16));
        let digits: Vec<u8> = digits
            .map(|digit| u8::try_from(digit.unwrap()).unwrap())
            .collect();
        let plain: Vec<u8> = digits
            .chunks(2)
            .map(|pair| pair[0] << 4 | pair[1])
            .collect();
        let mut blob = zstd::Encoder::new(vec![1], LEVEL).unwrap();
        blob.write_all(&plain).unwrap();
        let mut before = page();
        before.lines[0].recognised = None;
        assert_eq!(unpack(&blob.finish().unwrap()), Some(vec![before]));
    }
}
