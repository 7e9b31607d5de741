//! Targets for papers packed as ZIP: an input lists the parts, since damage to packed bytes says
//! more about ZIP than about what is in it.
//!
//! An input is parts one after the other, each after a line `==> NAME`; what begins as a ZIP is
//! taken as it is.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::bytes;

const MARK: &[u8] = b"\n==> ";

pub fn any(data: &[u8]) {
    read(data, None);
}

/// With what recognition asks for, so that no input is wasted on being a mere archive.
pub fn docx(data: &[u8]) {
    read(data, Some(("word/document.xml", b"<w:document/>")));
}

pub fn odf(data: &[u8]) {
    let kind = b"application/vnd.oasis.opendocument.text";
    read(data, Some(("mimetype", kind)));
}

fn read(data: &[u8], needed: Option<(&str, &[u8])>) {
    match data.starts_with(b"PK") {
        true => bytes::any(data),
        false => bytes::any(&packed(data, needed)),
    }
}

fn packed(data: &[u8], needed: Option<(&str, &[u8])>) -> Vec<u8> {
    let mut parts = parts(data);
    if let Some((name, content)) = needed
        && !parts.iter().any(|(known, _)| known == name)
    {
        parts.insert(0, (name.to_owned(), content));
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        // A name that is there already is refused; the first one counts.
        if writer.start_file(name, options).is_ok() {
            writer.write_all(content).expect("memory");
        }
    }
    writer.finish().expect("memory").into_inner()
}

fn parts(data: &[u8]) -> Vec<(String, &[u8])> {
    let mut found = Vec::new();
    let mut rest = data.strip_prefix(&MARK[1..]).unwrap_or(data);
    while !rest.is_empty() {
        let next = rest.windows(MARK.len()).position(|five| five == MARK);
        let (part, after) = rest.split_at(next.unwrap_or(rest.len()));
        let end = part
            .iter()
            .position(|byte| *byte == b'\n')
            .unwrap_or(part.len());
        let (name, content) = part.split_at(end);
        let name = String::from_utf8_lossy(name).chars().take(60).collect();
        found.push((name, content.get(1..).unwrap_or_default()));
        rest = after.get(MARK.len()..).unwrap_or_default();
    }
    found
}
