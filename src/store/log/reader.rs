//! The log's file alone, where there is no catalogue to hold it against.

use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::path::PathBuf;
use std::vec::IntoIter;

use crate::database::Connection;
use crate::document::LogEntry;
use crate::store::error::StoreError;
use crate::store::layout::Layout;

use super::chain::Link;
use super::chain::ORIGIN;
use super::put;
use super::put_words;
use super::replay::replay;
use super::words_file;
use super::words_file::Typed;

/// Longer than any entry: its path has 4 KiB, each byte of which is four at most, twice.
const MAX_LINE: u64 = 1 << 20;

/// Reads entry after entry, each of which must follow on the one before it.
pub(in crate::store) struct Reader {
    path: PathBuf,
    lines: BufReader<File>,
    hash: String,
    entries: u64,
    bytes: u64,
    words: u64,
    typed: std::iter::Peekable<IntoIter<Typed>>,
}

impl Reader {
    pub fn open(layout: &Layout) -> Result<Self, StoreError> {
        let path = layout.log_file();
        let file = File::open(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => StoreError::NoLog(path.clone()),
            _ => StoreError::io(&path, error),
        })?;
        let (words, typed) = words_file::read(layout)?.unwrap_or_default();
        Ok(Self {
            path,
            lines: BufReader::new(file),
            hash: ORIGIN.to_owned(),
            entries: 0,
            bytes: 0,
            words,
            typed: typed.into_iter().peekable(),
        })
    }

    /// Reads the next entry; none at the end, or where a crash tore the last line.
    fn next(&mut self) -> Result<Option<(Link, LogEntry)>, StoreError> {
        let mut line = Vec::new();
        let read = io::Read::take(&mut self.lines, MAX_LINE).read_until(b'\n', &mut line);
        let length = read.map_err(|error| StoreError::io(&self.path, error))?;
        let damaged = || StoreError::LogDamaged {
            path: self.path.clone(),
            entry: self.entries + 1,
        };
        let Some((b'\n', line)) = line.split_last() else {
            return match (length as u64) < MAX_LINE {
                true => Ok(None),
                false => Err(damaged()),
            };
        };
        let line = std::str::from_utf8(line).map_err(|_| damaged())?;
        let (link, entry) = Link::read(&self.hash, line).ok_or_else(damaged)?;
        if link.number != self.entries + 1 {
            return Err(damaged());
        }
        self.hash.clone_from(&link.hash);
        self.entries += 1;
        self.bytes += length as u64;
        Ok(Some((link, entry)))
    }

    /// Reads the next entry into a catalogue: its row, its words, and what it did.
    pub fn next_into(&mut self, connection: &Connection) -> Result<Option<LogEntry>, StoreError> {
        let Some((link, entry)) = self.next()? else {
            return Ok(None);
        };
        put(connection, &link)?;
        let typed = self.typed.next_if(|typed| typed.entry == entry.number);
        if let Some(typed) = &typed {
            put_words(
                connection,
                typed.entry,
                &typed.document,
                &typed.salt,
                &typed.words,
            )?;
        }
        let words = typed.and_then(|typed| serde_json::from_str(&typed.words).ok());
        replay(connection, &entry, words)?;
        Ok(Some(entry))
    }

    /// Notes in the catalogue which state of the files it was read from.
    pub fn settle(&self, connection: &Connection) -> Result<(), StoreError> {
        let note = "UPDATE meta SET value = ?2 WHERE name = ?1";
        for (name, value) in [
            ("log_entries", self.entries),
            ("log_bytes", self.bytes),
            ("words", self.words),
        ] {
            connection.execute(note, (name, value.cast_signed()))?;
        }
        Ok(())
    }

    /// The length of all whole lines read.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}
