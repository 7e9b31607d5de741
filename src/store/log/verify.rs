//! Is the log whole, and is the catalogue what it tells? Every entry hashed again, the file compared
//! with the rows, and all of it played again beside the catalogue.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;

use crate::database::Connection;
use crate::document::DocumentId;
use crate::document::LogEntry;
use crate::document::LogEvent;
use crate::document::Words;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::upgrades;

use super::chain::Link;
use super::chain::ORIGIN;
use super::chain::hash;
use super::chain::words_digest;
use super::compare::compare;
use super::file::link;
use super::meta;
use super::replay::replay;
use super::words_file;
use super::words_file::Typed;

/// Something about the log that is not as it was acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogProblem {
    /// An entry in the catalogue does not follow on the one before it.
    Entry(u64),
    /// A line of the file is not the entry the catalogue has.
    Line(u64),
    /// The file ends before this entry, which was acknowledged with it.
    Cut(u64),
    /// The file goes on after this entry, the catalogue's last.
    Ahead(u64),
    /// What was typed with an entry is gone, or something else.
    Words(u64),
    /// The file of what was typed is not what the catalogue has.
    WordsFile,
    /// The catalogue has something the log does not tell, or the other way round.
    Catalogue(String),
    /// The log does not continue one that ended with this hash.
    OtherLog(String),
}

impl fmt::Display for LogProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry(number) => write!(out, "log: entry {number} is not what was written"),
            Self::Line(number) => write!(out, "log: line {number} of the file is damaged"),
            Self::Cut(number) => write!(out, "log: the file ends before entry {number}"),
            Self::Ahead(number) => write!(
                out,
                "log: the file goes on after entry {number}, the last of the catalogue"
            ),
            Self::Words(number) => {
                write!(out, "log: what was typed with entry {number} is damaged")
            }
            Self::WordsFile => out.write_str("log: the file of what was typed is damaged"),
            Self::Catalogue(what) => write!(out, "log and catalogue differ: {what}"),
            Self::OtherLog(head) => write!(out, "the log has no entry with the hash {head}"),
        }
    }
}

/// A log looked through.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LogChecked {
    /// How many entries it has.
    pub entries: u64,
    /// The hash of the last one: written down elsewhere, it proves later that nothing before it was
    /// changed.
    pub head: String,
    /// The entry whose hash was asked for.
    pub asked: Option<LogEntry>,
    /// Entries the file does not have yet, as a crash leaves it; the next writer adds them.
    pub behind: u64,
    /// What is wrong.
    pub problems: Vec<LogProblem>,
}

impl Store {
    /// Looks the log through. With `continues`, the hash of an earlier last entry, also whether
    /// today's log goes on from there.
    pub fn verify_log(&self, continues: Option<&str>) -> Result<LogChecked, StoreError> {
        let connection = self.readers.connect()?;
        // Ends with the connection: everything is compared as of one moment.
        connection.stand_still()?;
        let mut pass = Pass::begin(&connection)?;
        let mut before = ORIGIN.to_owned();
        let mut checked = LogChecked::default();
        let mut select =
            connection.prepare("SELECT number, entry, hash FROM log ORDER BY number")?;
        for row in select.query_map([], link)? {
            let found = row?;
            let number = checked.entries + 1;
            let entry: Option<LogEntry> = serde_json::from_str(&found.entry).ok();
            let follows = hash(&before, &found.entry) == found.hash && found.number == number;
            match entry.filter(|entry| follows && entry.number == number) {
                Some(entry) => {
                    if continues == Some(found.hash.as_str()) {
                        checked.asked = Some(entry.clone());
                    }
                    pass.entry(&entry)?;
                }
                None => {
                    pass.problems.push(LogProblem::Entry(number));
                    pass.is_broken = true;
                }
            }
            checked.entries = number;
            before.clone_from(&found.hash);
        }
        drop(select);
        if !connection.is_to_server() {
            checked.behind = self.verify_file(&connection, checked.entries, &mut pass.problems)?;
            self.verify_words(&connection, &mut pass.problems)?;
        }
        checked.problems = pass.end(&connection)?;
        if let (Some(head), None) = (continues, &checked.asked) {
            let other = LogProblem::OtherLog(head.to_owned());
            checked.problems.push(other);
        }
        checked.head = before;
        Ok(checked)
    }

    /// Compares the file with the rows, line by line. Gives the number of lines it has not yet.
    fn verify_file(
        &self,
        connection: &Connection,
        entries: u64,
        problems: &mut Vec<LogProblem>,
    ) -> Result<u64, StoreError> {
        let path = self.layout.log_file();
        let failed = |error| StoreError::io(&path, error);
        let file = match File::open(&path) {
            Ok(file) => Some(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(failed(error)),
        };
        let mut lines = file.map(|file| BufReader::new(file).split(b'\n'));
        let mut next = || lines.as_mut().and_then(Iterator::next).transpose();
        let acknowledged = meta(connection, "log_entries")?;
        let mut select =
            connection.prepare("SELECT number, entry, hash FROM log ORDER BY number")?;
        for row in select.query_map([], link)? {
            let row: Link = row?;
            match next().map_err(failed)? {
                Some(line) if line == row.line().as_bytes() => {}
                None if row.number > acknowledged => return Ok(entries - row.number + 1),
                None => {
                    problems.push(LogProblem::Cut(row.number));
                    return Ok(0);
                }
                // A torn line, which the crash that tore it left last.
                Some(_) if row.number > acknowledged => return Ok(entries - row.number + 1),
                Some(_) => problems.push(LogProblem::Line(row.number)),
            }
        }
        // A writer may have gone on meanwhile.
        let now = self.number("SELECT COALESCE(MAX(number), 0) FROM log")?;
        if now == entries && next().map_err(failed)?.is_some() {
            problems.push(LogProblem::Ahead(entries));
        }
        Ok(0)
    }

    fn verify_words(
        &self,
        connection: &Connection,
        problems: &mut Vec<LogProblem>,
    ) -> Result<(), StoreError> {
        let state = meta(connection, "words")?;
        let same = match words_file::read(&self.layout)? {
            // A crash before the file was replaced, or a writer that goes on meanwhile.
            Some((found, _)) if found != state => true,
            Some((_, typed)) => typed == words_file::all(connection)?,
            None => state == 0 || meta(connection, "log_entries")? == 0,
        };
        if !same {
            problems.push(LogProblem::WordsFile);
        }
        Ok(())
    }
}

/// The log played again, and what was typed held against its digests.
struct Pass {
    again: Connection,
    typed: Vec<Typed>,
    problems: Vec<LogProblem>,
    /// After an entry that is not what was written nothing can be said of the rows.
    is_broken: bool,
    /// Entries whose words are gone, and the documents they were about.
    missed: Vec<(u64, DocumentId)>,
    /// Documents whose words had to go.
    forgotten: BTreeSet<DocumentId>,
}

impl Pass {
    fn begin(connection: &Connection) -> Result<Self, StoreError> {
        // SQLite's own temporary file: gone when closed.
        let mut again = Connection::open("")?;
        upgrades::make(&mut again)?;
        again.execute_batch("PRAGMA foreign_keys = ON; BEGIN")?;
        Ok(Self {
            again,
            typed: words_file::all(connection)?,
            problems: Vec::new(),
            is_broken: false,
            missed: Vec::new(),
            forgotten: BTreeSet::new(),
        })
    }

    fn entry(&mut self, entry: &LogEntry) -> Result<(), StoreError> {
        let words = self.words(entry);
        match &entry.event {
            LogEvent::TakenOut { document, .. } | LogEvent::Purged { document } => {
                self.forgotten.insert(document.clone());
            }
            _ => {}
        }
        if self.is_broken {
            return Ok(());
        }
        match replay(&self.again, entry, words) {
            Err(StoreError::Database(error)) => {
                let what = format!("entry {}: {error}", entry.number);
                self.problems.push(LogProblem::Catalogue(what));
                Ok(())
            }
            replayed => replayed,
        }
    }

    fn words(&mut self, entry: &LogEntry) -> Option<Words> {
        let digest = entry.event.words()?;
        let at = self
            .typed
            .binary_search_by_key(&entry.number, |typed| typed.entry);
        let Some(typed) = at.ok().and_then(|at| self.typed.get(at)) else {
            let about = match &entry.event {
                LogEvent::Released { digest, .. } => Some(DocumentId::of_digest(digest)),
                event => event.document().cloned(),
            };
            self.missed.extend(about.map(|about| (entry.number, about)));
            return None;
        };
        if words_digest(&typed.salt, &typed.words) != digest {
            self.problems.push(LogProblem::Words(entry.number));
        }
        serde_json::from_str(&typed.words).ok()
    }

    fn end(mut self, connection: &Connection) -> Result<Vec<LogProblem>, StoreError> {
        for (entry, about) in self.missed {
            if !self.forgotten.contains(&about) {
                self.problems.push(LogProblem::Words(entry));
            }
        }
        if !self.is_broken {
            self.problems.extend(compare(connection, &self.again)?);
        }
        Ok(self.problems)
    }
}
