//! ZIP and OLE2 files: wrappers whose members tell what they are.

use super::Format;
use crate::extract::zipped;

const OLE2: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The format of a wrapper; none if `bytes` are no wrapper.
pub(super) fn recognise(bytes: &[u8]) -> Option<Format> {
    let zip = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06");
    match zip {
        true => Some(of_zip(&zipped::names(bytes))),
        false => bytes.starts_with(OLE2).then(|| of_ole2(bytes)),
    }
}

/// A ZIP is what its members say; the mimetype member comes first in OpenDocument files.
fn of_zip(members: &[String]) -> Format {
    let has = |prefix: &str| members.iter().any(|name| name.starts_with(prefix));
    match () {
        () if has("word/") => Format::Docx,
        () if has("xl/") => Format::Xlsx,
        () if has("ppt/") => Format::Pptx,
        () => {
            let kind = members
                .iter()
                .find_map(|name| name.strip_prefix("mimetype="));
            match kind {
                Some(kind) if kind.contains("opendocument.text") => Format::Odt,
                Some(kind) if kind.contains("opendocument.spreadsheet") => Format::Ods,
                Some(kind) if kind.contains("opendocument.presentation") => Format::Odp,
                _ if has("content.xml") && has("META-INF/manifest.xml") => Format::Odt,
                _ => Format::Zip,
            }
        }
    }
}

/// The streams that tell the kinds of OLE2 files apart, in the order they are believed: a paper
/// may embed a sheet, seldom the other way.
const STREAMS: &[(&str, Format)] = &[
    ("EncryptedPackage", Format::EncryptedOffice),
    ("WordDocument", Format::Doc),
    ("Workbook", Format::Xls),
    ("Book", Format::Xls),
    ("PowerPoint Document", Format::Ppt),
    ("__properties_version1.0", Format::Msg),
];

/// First bytes of the class id of the root entry, which names the program that owns the file.
const OWNERS: &[(&[u8], Format)] = &[
    (&[0x06, 0x09, 0x02, 0], Format::Doc),
    (&[0x00, 0x09, 0x02, 0], Format::Doc),
    (&[0x20, 0x08, 0x02, 0], Format::Xls),
    (&[0x10, 0x08, 0x02, 0], Format::Xls),
    (&[0x10, 0x8d, 0x81, 0x64], Format::Ppt),
];

/// Directory entries are 128 bytes on a 128-byte grid, so that they are found without following
/// the sector chains, which hostile and damaged files bend into circles.
fn of_ole2(bytes: &[u8]) -> Format {
    let mut found = Vec::new();
    let mut owner = None;
    for entry in bytes.as_chunks::<128>().0.iter().skip(4) {
        let (name, rest) = entry.split_at(64);
        let length = rest
            .first_chunk()
            .map_or(0, |pair| u16::from_le_bytes(*pair));
        if !(4..=64).contains(&length) || length % 2 == 1 {
            continue;
        }
        let name = utf16_name(name, usize::from(length) - 2);
        if name == "Root Entry" && owner.is_none() {
            let class = rest.get(16..20).unwrap_or_default();
            owner = OWNERS
                .iter()
                .find(|(id, _)| *id == class)
                .map(|(_, format)| *format);
        }
        found.extend(
            STREAMS
                .iter()
                .filter(|(stream, _)| *stream == name)
                .map(|(_, f)| *f),
        );
    }
    let in_order = || {
        STREAMS
            .iter()
            .map(|(_, format)| *format)
            .find(|f| found.contains(f))
    };
    match owner {
        Some(owner) if found.contains(&owner) => owner,
        _ => in_order().unwrap_or(Format::Unknown),
    }
}

fn utf16_name(bytes: &[u8], length: usize) -> String {
    let units = bytes.get(..length).unwrap_or_default().as_chunks().0;
    char::decode_utf16(units.iter().map(|pair| u16::from_le_bytes(*pair)))
        .map(|unit| unit.unwrap_or('\0'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Format) {
        assert_eq!(recognise(bytes), Some(expected));
    }

    /// A file with nothing but a header and the directory entries of these names.
    fn ole2(class: &[u8], names: &[&str]) -> Vec<u8> {
        let mut bytes = OLE2.to_vec();
        bytes.resize(512, 0);
        for (n, name) in ["Root Entry"].iter().chain(names).enumerate() {
            let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let length = u16::try_from(entry.len() + 2).unwrap();
            entry.resize(64, 0);
            entry.extend(length.to_le_bytes());
            entry.resize(128, 0);
            if n == 0 {
                entry[80..80 + class.len()].copy_from_slice(class);
            }
            bytes.extend(entry);
        }
        bytes
    }

    #[test]
    fn ole2_is_told_by_owner_then_streams() {
        check(&ole2(&[], &["WordDocument", "Workbook"]), Format::Doc);
        check(
            &ole2(&[0x20, 8, 2, 0], &["WordDocument", "Workbook"]),
            Format::Xls,
        );
        check(&ole2(&[0x20, 8, 2, 0], &["Book"]), Format::Xls);
        check(&ole2(&[], &["EncryptedPackage"]), Format::EncryptedOffice);
        check(&ole2(&[], &["__properties_version1.0"]), Format::Msg);
        check(&ole2(&[], &[]), Format::Unknown);
    }

    #[test]
    fn zip_is_told_by_members() {
        let of =
            |names: &[&str]| of_zip(&names.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(
            of(&["[Content_Types].xml", "word/document.xml"]),
            Format::Docx
        );
        assert_eq!(of(&["xl/workbook.xml"]), Format::Xlsx);
        assert_eq!(
            of(&["mimetype=application/vnd.oasis.opendocument.text"]),
            Format::Odt
        );
        assert_eq!(of(&["a/word/x.doc"]), Format::Zip);
    }
}
