//! The log: every change of the archive, each entry bound to all before it, in the catalogue and in
//! a plain file beside it.
//!
//! An entry is a row of the catalogue, committed with what it speaks of. Before the change is
//! acknowledged the entry is also in `log/log.jsonl`, synced: with the originals that file is enough
//! to make a lost catalogue anew. After a crash the file may lack the last batch, or have it torn;
//! the next writer completes it. Whatever else differs is damage, reported and never repaired unasked.
//!
//! What people typed is kept apart in `log/words.jsonl`, which is replaced whole when it changes.

mod adopt;
mod chain;
mod compare;
mod file;
mod listing;
mod reader;
mod replay;
mod verify;
mod words_file;
#[cfg(test)]
mod laws;

use jiff::Timestamp;

use crate::database::Connection;
use crate::database::OptionalRow;
use crate::document::DocumentId;
use crate::document::LogEntry;
use crate::document::LogEvent;
use crate::document::Words;

use super::batch::Batch;
use super::error::StoreError;
use super::layout::Layout;
use super::row;
use super::row::hex;
use super::writer::Writer;

use chain::Link;

pub(super) use adopt::adopt;
pub(super) use file::LogFile;
pub(super) use reader::Reader;
pub(super) use words_file::write as write_words;

pub use listing::Log;
pub use verify::LogChecked;
pub use verify::LogProblem;

/// Bytes of the salt of words.
const SALT: usize = 16;

/// Who changes the archive, and the time they say it is.
#[derive(Debug, Clone)]
pub(super) struct Actor {
    pub who: String,
    pub at: Timestamp,
}

/// Appends entries within one transaction.
#[derive(Debug)]
pub(super) struct Appender {
    actor: Actor,
    /// The last entry's.
    number: u64,
    hash: String,
    /// Lines for the file.
    pub lines: String,
    /// Whether the file of words has to be written anew.
    pub words_changed: bool,
}

impl Appender {
    pub fn begin(connection: &Connection, actor: Actor) -> Result<Self, StoreError> {
        let last = head(connection)?;
        let (number, hash) = last.unwrap_or_else(|| (0, chain::ORIGIN.to_owned()));
        Ok(Self {
            actor,
            number,
            hash,
            lines: String::new(),
            words_changed: false,
        })
    }

    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The number of the last entry.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The hash of the last entry.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Appends an entry.
    pub fn append(&mut self, connection: &Connection, event: LogEvent) -> Result<(), StoreError> {
        let entry = LogEntry {
            number: self.number + 1,
            at: self.actor.at,
            who: self.actor.who.clone(),
            event,
        };
        let link = Link::of(&self.hash, &entry).map_err(|_| row::damaged("log", "entry"))?;
        put(connection, &link)?;
        self.lines.push_str(&link.line());
        self.lines.push('\n');
        self.number = link.number;
        self.hash = link.hash;
        Ok(())
    }

    /// Appends an entry with what someone typed about a document; `event` is given their digest.
    pub fn append_with(
        &mut self,
        connection: &Connection,
        document: &DocumentId,
        words: &Words,
        event: impl FnOnce(String) -> LogEvent,
    ) -> Result<(), StoreError> {
        let content = chain::content_of(words).map_err(|_| row::damaged("log", "words"))?;
        let salt = salt()?;
        self.append(connection, event(chain::words_digest(&salt, &content)))?;
        put_words(connection, self.number, document.as_str(), &salt, &content)?;
        self.words_changed = true;
        Ok(())
    }

    /// Forgets all that was typed about a document.
    pub fn forget_words(
        &mut self,
        connection: &Connection,
        document: &DocumentId,
    ) -> Result<(), StoreError> {
        let forget = "DELETE FROM words WHERE document = ?1";
        self.words_changed |= connection.execute(forget, [document.as_str()])? > 0;
        Ok(())
    }

    /// Notes in the catalogue that the file of words has to be written anew.
    pub fn settle(&self, connection: &Connection) -> Result<(), StoreError> {
        if self.words_changed {
            let next = "UPDATE meta SET value = value + 1 WHERE name = 'words'";
            connection.execute(next, [])?;
        }
        Ok(())
    }
}

fn put(connection: &Connection, link: &Link) -> Result<(), StoreError> {
    let insert = "INSERT INTO log (number, entry, hash) VALUES (?1, ?2, ?3)";
    let row = (link.number.cast_signed(), &link.entry, &link.hash);
    connection.prepare_cached(insert)?.execute(row)?;
    Ok(())
}

fn put_words(
    connection: &Connection,
    entry: u64,
    document: &str,
    salt: &str,
    content: &str,
) -> Result<(), StoreError> {
    let insert = "INSERT INTO words (entry, document, salt, content) VALUES (?1, ?2, ?3, ?4)";
    let row = (entry.cast_signed(), document, salt, content);
    connection.prepare_cached(insert)?.execute(row)?;
    Ok(())
}

/// Number and hash of the last entry.
fn head(connection: &Connection) -> Result<Option<(u64, String)>, StoreError> {
    let last = "SELECT number, hash FROM log ORDER BY number DESC LIMIT 1";
    let found = connection
        .query_row(last, [], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.map(|(number, hash)| (number.cast_unsigned(), hash)))
}

fn meta(connection: &Connection, name: &str) -> Result<u64, StoreError> {
    let read = "SELECT value FROM meta WHERE name = ?1";
    let value: i64 = connection.query_row(read, [name], |row| row.get(0))?;
    Ok(value.cast_unsigned())
}

fn salt() -> Result<String, StoreError> {
    let mut bytes = [0; SALT];
    rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty())
        .map_err(|error| StoreError::NoRandomness(error.into()))?;
    Ok(hex(&bytes))
}

/// Opens the log's file, and completes it and that of the words after a crash.
pub(super) fn open(layout: &Layout, connection: &Connection) -> Result<LogFile, StoreError> {
    let file = LogFile::open(layout, connection)?;
    if meta(connection, "log_entries")? == 0 {
        // What was entered when the catalogue was made or upgraded is acknowledged with the file.
        file.note(connection)?;
    }
    words_file::complete(layout, connection)?;
    Ok(file)
}

/// What the file of words has to hold after this batch, if that changed.
pub(super) fn words_to_write(
    log: &Appender,
    connection: &Connection,
) -> Result<Option<String>, StoreError> {
    let lines = log.words_changed.then(|| words_file::lines(connection));
    lines.transpose()
}

impl Batch<'_> {
    /// Enters something in the log, with the rest of the batch.
    pub fn log(&mut self, event: LogEvent) -> Result<(), StoreError> {
        let (connection, log) = self.connection_and_log();
        log.append(connection, event)
    }
}

impl Writer {
    /// Says who changes the archive from now on, and what time it is: the log will tell.
    pub fn act(&mut self, who: &str, at: Timestamp) {
        *self.actor() = Actor {
            who: who.to_owned(),
            at,
        };
    }

    /// Enters something in the log that changes nothing else.
    pub fn note(&mut self, event: LogEvent) -> Result<(), StoreError> {
        let mut batch = self.begin()?;
        batch.log(event)?;
        batch.commit()?;
        Ok(())
    }
}
