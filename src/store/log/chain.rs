//! How entries are bound to each other, and a line of the log's file.

use crate::document::LogEntry;
use crate::document::Words;

pub(super) use crate::document::ORIGIN;
pub(super) use crate::document::chained as hash;

const BEFORE_HASH: &str = "{\"hash\":\"";
const BEFORE_ENTRY: &str = "\",\"entry\":";
const AFTER: &str = "}";

/// An entry as it is kept: its JSON, and what binds it to all before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub number: u64,
    pub entry: String,
    pub hash: String,
}

impl Link {
    /// Binds an entry to the one before it.
    pub fn of(before: &str, entry: &LogEntry) -> Result<Self, serde_json::Error> {
        let number = entry.number;
        let entry = serde_json::to_string(entry)?;
        Ok(Self {
            number,
            hash: hash(before, &entry),
            entry,
        })
    }

    /// Its line in the file, without the end of the line.
    pub fn line(&self) -> String {
        let Self { entry, hash, .. } = self;
        format!("{BEFORE_HASH}{hash}{BEFORE_ENTRY}{entry}{AFTER}")
    }

    /// The entry of a line, if the line is one at all and follows on `before`.
    pub fn read(before: &str, line: &str) -> Option<(Self, LogEntry)> {
        let rest = line.strip_prefix(BEFORE_HASH)?;
        let (found, rest) = rest.split_at_checked(ORIGIN.len())?;
        let entry = rest.strip_prefix(BEFORE_ENTRY)?.strip_suffix(AFTER)?;
        let parsed: LogEntry = serde_json::from_str(entry).ok()?;
        let link = Self {
            number: parsed.number,
            entry: entry.to_owned(),
            hash: hash(before, entry),
        };
        (link.hash == found).then_some((link, parsed))
    }
}

/// What binds words to their entry: without the salt nobody can try what they might have been.
pub(super) fn words_digest(salt: &str, content: &str) -> String {
    hash(salt, content)
}

/// Words as they are hashed and kept.
pub(super) fn content_of(words: &Words) -> Result<String, serde_json::Error> {
    serde_json::to_string(words)
}
