//! Reading the log: one entry after the other, and what was typed with one.

use crate::database::Connection;
use crate::database::OptionalRow;
use crate::document::LogEntry;
use crate::document::LogEvent;
use crate::document::Words;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::row;

/// Entries read at a time.
const STRIDE: u32 = 256;

/// The log from an entry on, as the catalogue has it; what is appended meanwhile is seen.
#[derive(Debug)]
pub struct Log {
    connection: Connection,
    last: u64,
    read: std::vec::IntoIter<(LogEntry, String)>,
    failed: bool,
}

impl Store {
    /// Every entry of the log after this one, each with its hash.
    pub fn log(&self, after: u64) -> Result<Log, StoreError> {
        Ok(Log {
            connection: self.readers.connect()?,
            last: after,
            read: Vec::new().into_iter(),
            failed: false,
        })
    }

    /// Number and hash of the last entry of the audit of accounts that was noted here.
    pub fn noted_audit(&self) -> Result<Option<(u64, String)>, StoreError> {
        self.readers.with(|connection| {
            let select = "SELECT entry FROM log WHERE entry LIKE '%\"event\":\"audit-noted\"%'
                 ORDER BY number DESC";
            let mut statement = connection.prepare_cached(select)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let entry: String = row.get(0)?;
                let entry: Option<LogEntry> = serde_json::from_str(&entry).ok();
                if let Some(LogEvent::AuditNoted { entries, head }) = entry.map(|it| it.event) {
                    return Ok(Some((entries, head)));
                }
            }
            Ok(None)
        })
    }

    /// What was typed with an entry; none if nothing was, or if it was forgotten.
    pub fn words(&self, entry: u64) -> Result<Option<Words>, StoreError> {
        self.readers.with(|connection| {
            let select = "SELECT content FROM words WHERE entry = ?1";
            let mut statement = connection.prepare_cached(select)?;
            let content: Option<String> = statement
                .query_row([entry.cast_signed()], |row| row.get(0))
                .optional()?;
            let parse = |content: String| serde_json::from_str(&content).ok();
            match content.map(parse) {
                Some(None) => Err(row::damaged("log", "words")),
                words => Ok(words.flatten()),
            }
        })
    }
}

impl Log {
    fn stride(&mut self) -> Result<(), StoreError> {
        let mut select = self.connection.prepare_cached(
            "SELECT number, entry, hash FROM log WHERE number > ?1 ORDER BY number LIMIT ?2",
        )?;
        let mut rows = select.query((self.last.cast_signed(), STRIDE))?;
        let mut read = Vec::new();
        while let Some(row) = rows.next()? {
            self.last = row.get::<_, i64>(0)?.cast_unsigned();
            let entry: String = row.get(1)?;
            let entry = serde_json::from_str(&entry).map_err(|_| row::damaged("log", "entry"))?;
            read.push((entry, row.get(2)?));
        }
        self.read = read.into_iter();
        Ok(())
    }
}

impl Iterator for Log {
    type Item = Result<(LogEntry, String), StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(entry) = self.read.next() {
            return Some(Ok(entry));
        }
        if self.failed {
            return None;
        }
        if let Err(error) = self.stride() {
            self.failed = true;
            return Some(Err(error));
        }
        self.read.next().map(Ok)
    }
}
