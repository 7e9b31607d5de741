//! The parts of an Office paper packed as ZIP, inflated under limits and never by what they declare.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::read::ZipReadOptions;
use zip::result::ZipError;

use crate::extract::ExtractError;
use crate::extract::Limits;

/// A paper made of parts: DOCX, ODT and their like.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    limits: Limits,
    inflated: usize,
}

impl<'a> Package<'a> {
    /// Reads the directory of the ZIP in `bytes`.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, ExtractError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| refusal(&error))?;
        if archive.len() > limits.members {
            return Err(ExtractError::OverLimit("members of a ZIP".to_owned()));
        }
        let names = archive.file_names_raw().map(part_name).collect();
        Ok(Self {
            archive,
            names,
            limits: *limits,
            inflated: 0,
        })
    }

    /// The names of the parts, with `/` between folders, as they stand in the directory.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The content of the part called `name`, or none if there is no such part.
    ///
    /// What is damaged after some bytes gives those bytes; XML readers say so themselves.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, ExtractError> {
        let name = name.trim_start_matches('/');
        let Some(index) = self.names.iter().position(|known| known == name) else {
            return Ok(None);
        };
        let options = ZipReadOptions::new().ignore_crc32(true);
        let member = self
            .archive
            .by_index_with_options(index, options)
            .map_err(|error| refusal(&error))?;
        let packed = usize::try_from(member.compressed_size()).unwrap_or(usize::MAX);
        let room = allowance(&self.limits, packed, self.inflated);
        let mut bytes = Vec::new();
        // An error in the middle keeps what came before it.
        let _ = member.take(room as u64 + 1).read_to_end(&mut bytes);
        if bytes.len() > room {
            return Err(ExtractError::OverLimit("inflated size".to_owned()));
        }
        self.inflated += bytes.len();
        Ok(Some(bytes))
    }

    /// Whether even the declared sizes keep the limits: asked before a reader that believes them.
    pub fn declares_modestly(&mut self) -> bool {
        let mut total = 0_usize;
        (0..self.archive.len()).all(|index| {
            let Ok(member) = self.archive.by_index_raw(index) else {
                return false;
            };
            let size = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
            let room = allowance(&self.limits, size(member.compressed_size()), total);
            total = total.saturating_add(size(member.size()));
            size(member.size()) <= room
        })
    }
}

/// What a member of `packed` bytes may inflate to after `inflated` bytes of others.
fn allowance(limits: &Limits, packed: usize, inflated: usize) -> usize {
    const HARMLESS: usize = 1024 * 1024;
    let by_ratio = packed.saturating_mul(limits.ratio).max(HARMLESS);
    limits
        .member_bytes
        .min(limits.archive_bytes.saturating_sub(inflated))
        .min(by_ratio)
}

/// Names for recognition: those in the directory, else those in front of the members, and the
/// content of a leading `mimetype` member as `mimetype=…`.
pub(super) fn names(bytes: &[u8]) -> Vec<String> {
    let mut names: Vec<String> = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive.file_names_raw().map(part_name).collect(),
        Err(_) => local_names(bytes),
    };
    if let Some(kind) = mimetype(bytes) {
        names.push(format!("mimetype={kind}"));
    }
    names
}

/// The `mimetype` member is stored first and unpacked, so that it is readable in place.
fn mimetype(bytes: &[u8]) -> Option<&str> {
    let rest = bytes.get(30..)?.strip_prefix(b"mimetype")?;
    let rest = rest.get(..100).unwrap_or(rest);
    let end = rest
        .iter()
        .position(|byte| *byte == b'P')
        .unwrap_or(rest.len());
    std::str::from_utf8(rest.get(..end)?).ok()
}

fn local_names(bytes: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    for (at, four) in bytes.windows(4).enumerate() {
        if four != b"PK\x03\x04" || names.len() == 1000 {
            continue;
        }
        let length = bytes
            .get(at + 26..at + 28)
            .and_then(|pair| pair.first_chunk());
        let length = length.map_or(0, |pair| usize::from(u16::from_le_bytes(*pair)));
        names.extend(bytes.get(at + 30..at + 30 + length).map(part_name));
    }
    names
}

/// Some programs write `word\document.xml` or `/word/document.xml`.
fn part_name(raw: &[u8]) -> String {
    let name = String::from_utf8_lossy(raw).replace('\\', "/");
    name.trim_start_matches('/').to_owned()
}

fn refusal(error: &ZipError) -> ExtractError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ExtractError::Encrypted,
        error => ExtractError::Damaged(error.to_string()),
    }
}

/// A ZIP in memory made of `parts`, for the tests of every reader of such papers.
#[cfg(test)]
pub(super) fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        Limits {
            member_bytes: 4 << 20,
            archive_bytes: 5 << 20,
            ratio: 3000,
            members: 4,
            ..Limits::office()
        }
    }

    #[test]
    fn parts_are_found_by_either_slash() {
        let bytes = packed(&[("word\\document.xml", "a"), ("/word/styles.xml", "b")]);
        let mut package = Package::open(&bytes, &limits()).unwrap();
        assert_eq!(package.part("word/document.xml"), Ok(Some(b"a".to_vec())));
        assert_eq!(package.part("/word/styles.xml"), Ok(Some(b"b".to_vec())));
        assert_eq!(package.part("word/none.xml"), Ok(None));
    }

    #[test]
    fn inflation_is_counted_by_member_archive_and_ratio() {
        let over = Err(ExtractError::OverLimit("inflated size".to_owned()));
        let (two, four) = (" ".repeat(2 << 20), " ".repeat(4 << 20));
        let five = " ".repeat(5 << 20);
        let bytes = packed(&[("2", &two), ("4", &four), ("5", &five)]);
        let mut package = Package::open(&bytes, &limits()).unwrap();
        assert_eq!(package.part("5"), over);
        assert!(package.part("4").is_ok());
        assert_eq!(package.part("2"), over);
        assert!(!package.declares_modestly());
        let strict = Limits {
            ratio: 10,
            ..limits()
        };
        assert_eq!(Package::open(&bytes, &strict).unwrap().part("2"), over);
    }

    #[test]
    fn a_crowd_or_a_cut_zip_is_refused() {
        let bytes = packed(&[("1", ""), ("2", ""), ("3", ""), ("4", ""), ("5", "")]);
        assert!(matches!(
            Package::open(&bytes, &limits()),
            Err(ExtractError::OverLimit(_))
        ));
        let cut = &bytes[..bytes.len() / 2];
        assert!(matches!(
            Package::open(cut, &limits()),
            Err(ExtractError::Damaged(_))
        ));
        assert!(names(cut).contains(&"2".to_owned()));
    }
}
