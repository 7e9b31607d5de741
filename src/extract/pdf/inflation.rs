//! What the streams of a PDF grow to when unpacked, counted before anything is unpacked whole.

use std::borrow::Cow;

use hayro_syntax::Filter;
use hayro_syntax::object::Array;
use hayro_syntax::object::Dict;
use hayro_syntax::object::Stream;
use hayro_syntax::page::Page;
use lopdf::DecompressError;
use memchr::memmem;

/// Bytes that one byte can become in each filter, at most.
const FLATE: usize = 1032;
const LZW: usize = 2800;
const RUN_LENGTH: usize = 64;
const ASCII_85: usize = 4;

/// Whether no stage of a stream's filters gives more than `most` bytes.
///
/// The engine unpacks a stream whole, whatever it grows to. Nearly every stream is too short to
/// grow beyond the limit; only the others are unpacked here first, no further than the limit.
pub fn fits(stream: &Stream<'_>, most: usize) -> bool {
    let filters = stream.filters();
    let packed = stream.raw_data();
    let longest = filters.iter().fold(packed.len(), |length, filter| {
        length.saturating_mul(growth(*filter))
    });
    longest <= most || measured(&filters, packed, most)
}

/// Whether the content streams of a page give no more than `most` bytes together.
pub fn page_fits(page: &Page<'_>, most: usize) -> bool {
    let dict = page.raw();
    let one = dict.get::<Stream<'_>>("Contents");
    let several = dict.get::<Array<'_>>("Contents");
    let several = several.iter().flat_map(Array::iter::<Stream<'_>>);
    // Each alone: what they give together is what was kept of them, copied once.
    one.into_iter()
        .chain(several)
        .all(|stream| fits(&stream, most))
}

/// Whether everything that a font unpacks fits.
pub fn font_fits(font: &Dict<'_>, most: usize) -> bool {
    let descendants = font.get::<Array<'_>>("DescendantFonts");
    let descendants = descendants.iter().flat_map(Array::iter::<Dict<'_>>);
    let mut dicts: Vec<Dict<'_>> = std::iter::once(font.clone())
        .chain(descendants.take(1))
        .collect();
    let descriptors = dicts
        .iter()
        .filter_map(|dict| dict.get::<Dict<'_>>("FontDescriptor"));
    let descriptors: Vec<Dict<'_>> = descriptors.collect();
    dicts.extend(descriptors);
    const STREAMS: [&str; 6] = [
        "ToUnicode",
        "Encoding",
        "CIDToGIDMap",
        "FontFile",
        "FontFile2",
        "FontFile3",
    ];
    let streams = dicts.iter().flat_map(|dict| {
        STREAMS
            .iter()
            .filter_map(|name| dict.get::<Stream<'_>>(*name))
    });
    streams.into_iter().all(|stream| fits(&stream, most))
}

const fn growth(filter: Filter) -> usize {
    match filter {
        Filter::FlateDecode => FLATE,
        Filter::LzwDecode => LZW,
        Filter::RunLengthDecode => RUN_LENGTH,
        Filter::Ascii85Decode => ASCII_85,
        _ => 1,
    }
}

/// Whether the object streams and cross-reference streams of a file give no more than `most` bytes
/// each. The engine unpacks them while it opens the file, so they are looked for in its bytes.
pub fn tables_fit(file: &[u8], most: usize) -> bool {
    const NEAR: usize = 2048;
    let marks = [&b"ObjStm"[..], b"/XRef"];
    let mut places = marks.iter().flat_map(|mark| memmem::find_iter(file, mark));
    places.all(|place| {
        let before = file
            .get(place.saturating_sub(NEAR)..place)
            .unwrap_or_default();
        let after = file.get(place..).unwrap_or_default();
        let near = after.get(..NEAR).unwrap_or(after);
        let Some(start) = memmem::find(near, b"stream") else {
            return true;
        };
        let opened = memmem::rfind(before, b"obj").unwrap_or(0);
        let dict = [before.get(opened..), near.get(..start)];
        let dict = dict.into_iter().flatten().collect::<Vec<_>>().concat();
        let stages = memmem::find_iter(&dict, b"/Fl").count();
        let packed = after.get(start + b"stream".len()..).unwrap_or_default();
        let packed = packed.trim_ascii_start();
        let packed = packed
            .get(..memmem::find(packed, b"endstream").unwrap_or(packed.len()))
            .unwrap_or_default();
        let longest = (0..stages).fold(packed.len(), |length, _| length.saturating_mul(FLATE));
        longest <= most || measured(&vec![Filter::FlateDecode; stages], packed.into(), most)
    })
}

fn measured(filters: &[Filter], packed: Cow<'_, [u8]>, most: usize) -> bool {
    let names = filters.iter().filter_map(|filter| match filter {
        Filter::FlateDecode => Some("FlateDecode"),
        Filter::LzwDecode => Some("LZWDecode"),
        Filter::RunLengthDecode => Some("RunLengthDecode"),
        Filter::Ascii85Decode => Some("ASCII85Decode"),
        Filter::AsciiHexDecode => Some("ASCIIHexDecode"),
        _ => None,
    });
    let names: Vec<lopdf::Object> = names.map(|name| lopdf::Object::Name(name.into())).collect();
    let mut dict = lopdf::Dictionary::new();
    dict.set("Filter", names);
    let stream = lopdf::Stream::new(dict, packed.into_owned());
    let unpacked = stream.decompressed_content_with_limit(most);
    let over = |error: &lopdf::Error| {
        matches!(
            error,
            lopdf::Error::Decompress(DecompressError::MemoryLimitExceeded { .. })
        )
    };
    !unpacked.is_err_and(|error| over(&error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::ExtractError;
    use crate::extract::Extracted;
    use crate::extract::Limits;
    use crate::extract::Warning;
    use crate::extract::pdf;
    use lopdf::{Dictionary, Document, Object, dictionary};

    const MOST: usize = 1 << 20;

    fn limits() -> Limits {
        Limits {
            member_bytes: MOST,
            ..Limits::office()
        }
    }

    /// Bytes as a stream that is packed `stages` times.
    fn packed(content: &[u8], stages: usize) -> lopdf::Stream {
        let mut bytes = content.to_vec();
        for _ in 0..stages {
            let mut stage = lopdf::Stream::new(Dictionary::new(), bytes);
            stage.compress().unwrap();
            bytes = stage.content;
        }
        let mut dict = Dictionary::new();
        dict.set(
            "Filter",
            vec![Object::Name(b"FlateDecode".to_vec()); stages],
        );
        lopdf::Stream::new(dict, bytes)
    }

    /// A paper of two pages: one says something, the other has the content given.
    fn paper(content: lopdf::Stream) -> Vec<u8> {
        let mut document = Document::with_version("1.5");
        let tree = document.new_object_id();
        let font = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
        });
        let says = b"BT /F 12 Tf 72 700 Td (Paper that is read) Tj ET";
        let mut kids = Vec::new();
        for content in [
            lopdf::Stream::new(Dictionary::new(), says.to_vec()),
            content,
        ] {
            let content = document.add_object(content);
            let page = document.add_object(dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content,
                "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
                "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
            });
            kids.push(Object::Reference(page));
        }
        let pages = dictionary! { "Type" => "Pages", "Count" => 2, "Kids" => kids };
        document.objects.insert(tree, Object::Dictionary(pages));
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    fn alone(bytes: &[u8]) -> Result<Extracted, ExtractError> {
        let mut let_go = |_: crate::extract::container::Piece<'_>| Ok(());
        let mut members = crate::extract::container::Outlet::new(&limits(), &mut let_go);
        pdf::read(bytes, &limits(), &mut members)
    }

    fn text(read: &Extracted) -> String {
        let lines = read.pages.iter().flat_map(|page| &page.lines);
        lines.map(crate::extract::Line::text).collect()
    }

    #[track_caller]
    fn check(content: &[u8], stages: usize, is_cut: bool) {
        let read = alone(&paper(packed(content, stages))).unwrap();
        assert_eq!(text(&read), "Paper that is read");
        assert_eq!(read.warnings.contains(&Warning::Truncated), is_cut);
    }

    #[test]
    fn a_page_that_grows_beyond_the_limit_costs_that_page() {
        check(b" ", 1, false);
        check(&vec![b' '; MOST], 1, false);
        check(&vec![b' '; MOST + 1], 1, true);
        check(&vec![b' '; 40 * MOST], 2, true);
    }

    #[test]
    fn a_paper_of_nothing_else_is_over_the_limit() {
        let mut bomb = paper(packed(&vec![b' '; MOST + 1], 1));
        // Without its first page's text, of the same length.
        let at = memmem::find(&bomb, b"Tj").unwrap();
        bomb[at..at + 2].copy_from_slice(b"  ");
        let read = alone(&bomb);
        assert_eq!(
            read,
            Err(ExtractError::OverLimit("inflated size".to_owned()))
        );
    }

    #[test]
    fn tables_that_grow_beyond_the_limit_are_not_opened() {
        let table = |size: usize| {
            let stream = packed(&vec![0; size], 1);
            let head = "%PDF-1.5\n1 0 obj <</Type /XRef /Filter /FlateDecode /W [1 2 1]>> stream\n";
            [head.as_bytes(), &stream.content, b"\nendstream endobj"].concat()
        };
        assert!(tables_fit(&table(MOST), MOST));
        assert!(!tables_fit(&table(MOST + 1), MOST));
        let read = alone(&table(MOST + 1));
        assert_eq!(
            read,
            Err(ExtractError::OverLimit("inflated size".to_owned()))
        );
    }
}
