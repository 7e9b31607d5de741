//! The properties of a message, a recipient or an attachment inside an MSG file ([MS-OXMSG]).

use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use cfb::CompoundFile;
use encoding_rs::{Encoding, WINDOWS_1252};

use crate::extract::ExtractError;

/// An MSG file: storages in an OLE2 file, each with its properties.
pub struct Storages<'a> {
    file: CompoundFile<Cursor<&'a [u8]>>,
    /// Most bytes of one property.
    most: usize,
    /// Of strings that are not Unicode.
    charset: &'static Encoding,
}

const UNICODE: u16 = 0x001F;
const STRING8: u16 = 0x001E;
const BINARY: u16 = 0x0102;
const CODE_PAGE: u16 = 0x3FFD;
const INTEGER: u16 = 0x0003;

impl<'a> Storages<'a> {
    /// Opens an MSG file.
    pub fn open(bytes: &'a [u8], most: usize) -> Result<Self, ExtractError> {
        let file = CompoundFile::open(Cursor::new(bytes));
        let file = file.map_err(|error| ExtractError::Damaged(error.to_string()))?;
        let mut storages = Self {
            file,
            most,
            charset: WINDOWS_1252,
        };
        let page = storages.fixed(Path::new("/"), CODE_PAGE, INTEGER);
        let page = page.map(|value| (value & 0xFFFF_FFFF).to_string());
        let charset = page.and_then(|page| match page.as_str() {
            "65001" => Some(encoding_rs::UTF_8),
            page => Encoding::for_label(format!("windows-{page}").as_bytes()),
        });
        storages.charset = charset.unwrap_or(WINDOWS_1252);
        Ok(storages)
    }

    /// The storages in the root whose names begin so, in the order of their numbers.
    pub fn numbered(&self, prefix: &str) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = self
            .file
            .read_root_storage()
            .filter(|entry| entry.is_storage() && entry.name().starts_with(prefix))
            .map(|entry| entry.path().to_path_buf())
            .collect();
        found.sort();
        found
    }

    /// A property that is text.
    pub fn text(&mut self, of: &Path, property: u16) -> Option<String> {
        let wide = self.stream(of, property, UNICODE).map(|bytes| {
            let units = bytes.as_chunks().0.iter();
            char::decode_utf16(units.map(|unit| u16::from_le_bytes(*unit)))
                .map(|unit| unit.unwrap_or('\u{FFFD}'))
                .collect::<String>()
        });
        let text = wide.or_else(|| {
            let bytes = self.stream(of, property, STRING8)?;
            let decoded = match std::str::from_utf8(&bytes) {
                Ok(text) => text.to_owned(),
                Err(_) => self
                    .charset
                    .decode_without_bom_handling(&bytes)
                    .0
                    .into_owned(),
            };
            Some(decoded)
        })?;
        let text = text.trim_end_matches('\0');
        (!text.trim().is_empty()).then(|| text.to_owned())
    }

    /// A property that is bytes.
    pub fn binary(&mut self, of: &Path, property: u16) -> Option<Vec<u8>> {
        self.stream(of, property, BINARY)
    }

    /// A property of at most eight bytes, kept in the list of properties itself.
    pub fn fixed(&mut self, of: &Path, property: u16, kind: u16) -> Option<u64> {
        let list = self.bytes(&of.join("__properties_version1.0"))?;
        // The head before the list is longest in the message itself; entries lie on one grid.
        let start = if of == Path::new("/") { 32 } else { 8 };
        let tag = u32::from(property) << 16 | u32::from(kind);
        let entries = list.get(start..)?.as_chunks::<16>().0;
        let entry = entries
            .iter()
            .find(|entry| entry.starts_with(&tag.to_le_bytes()))?;
        entry.last_chunk().map(|value| u64::from_le_bytes(*value))
    }

    /// The storage of a message that is attached.
    pub fn message(&self, attachment: &Path) -> Option<PathBuf> {
        let storage = attachment.join("__substg1.0_3701000D");
        self.file.is_storage(&storage).then_some(storage)
    }

    /// A message that is attached, as an MSG file of its own.
    pub fn extracted(&mut self, message: &Path) -> Option<Vec<u8>> {
        let entries: Vec<(PathBuf, bool)> = self
            .file
            .walk_storage(message)
            .ok()?
            .map(|entry| (entry.path().to_path_buf(), entry.is_storage()))
            .collect();
        let mut copy = CompoundFile::create(Cursor::new(Vec::new())).ok()?;
        let mut total = 0;
        for (path, is_storage) in entries {
            let inner = Path::new("/").join(path.strip_prefix(message).ok()?);
            if inner == Path::new("/") {
                continue;
            }
            if is_storage {
                copy.create_storage(&inner).ok()?;
                continue;
            }
            let mut bytes = self.bytes(&path)?;
            total += bytes.len();
            if total > self.most {
                return None;
            }
            if inner == Path::new("/__properties_version1.0") {
                // The head of a message on its own has eight bytes more.
                let at = bytes.len().min(24);
                bytes.splice(at..at, [0; 8]);
            }
            let mut stream = copy.create_stream(&inner).ok()?;
            std::io::Write::write_all(&mut stream, &bytes).ok()?;
        }
        copy.flush().ok()?;
        Some(copy.into_inner().into_inner())
    }

    fn stream(&mut self, of: &Path, property: u16, kind: u16) -> Option<Vec<u8>> {
        self.bytes(&of.join(format!("__substg1.0_{property:04X}{kind:04X}")))
    }

    fn bytes(&mut self, path: &Path) -> Option<Vec<u8>> {
        let mut stream = self.file.open_stream(path).ok()?;
        stream.seek(SeekFrom::Start(0)).ok()?;
        let mut bytes = Vec::new();
        // What is damaged further on is given as far as it goes.
        let _ = stream.take(self.most as u64).read_to_end(&mut bytes);
        Some(bytes)
    }
}
