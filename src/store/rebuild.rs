//! A catalogue that was lost, made anew beside its place from the originals and the log.
//!
//! The log says which documents there are, where they came from and what people put right; what a
//! paper says is read from its original again, by whoever calls this. Nothing that stands in the
//! archive is touched until the new catalogue is whole and on disk: then the old one is set aside
//! and the new one takes its name.

use std::collections::HashMap;
use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::path::Path;
use std::path::PathBuf;

use crate::database::Connection;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::LogEntry;
use crate::document::LogEvent;
use crate::document::Page;

use super::catalogue;
use super::corrections;
use super::doubts;
use super::error::StoreError;
use super::journal::Verdict;
use super::layout::Layout;
use super::lock::Holder;
use super::lock::WriteLock;
use super::log::Actor;
use super::log::Appender;
use super::log::Reader;
use super::originals;
use super::originals::Originals;
use super::pages;
use super::places::Places;
use super::record;
use super::row;
use super::verify;

/// A document the log knows, before its original was read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bare {
    /// Which one.
    pub id: DocumentId,
    /// SHA-256 of its original.
    pub digest: String,
    /// The path it was first read from, for people.
    pub path: String,
    /// The body whose folder it was in, where said.
    pub home: Option<String>,
    /// The charset a person said it is in.
    pub charset: Option<String>,
    /// Whether a file of these bytes was released in spite of a secrecy mark.
    pub is_released: bool,
}

/// How many documents a new catalogue has, and how many it lost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Documents that are there again.
    pub documents: u64,
    /// Documents whose originals are not there any more, or have other bytes.
    pub lost: u64,
}

/// A catalogue in the making. Dropped unfinished, nothing happened.
#[derive(Debug)]
pub struct Rebuild {
    layout: Layout,
    originals: Originals,
    connection: Connection,
    log: Appender,
    log_bytes: u64,
    rebuilt: Rebuilt,
    _lock: WriteLock,
}

/// What the log says of how papers were read.
#[derive(Default)]
struct Readings {
    /// Home and charset of each run.
    runs: HashMap<i64, (Option<String>, Option<String>)>,
    /// Path and run of each document when it was first kept.
    first: HashMap<DocumentId, (String, i64)>,
}

impl Rebuild {
    /// Plays the log again into a new catalogue. Gives also the documents whose originals are to be
    /// read again, in the order they came.
    ///
    /// # Errors
    /// When there is no log, or an entry does not follow on those before it; when another process
    /// writes the archive.
    pub fn begin(
        folder: &Path,
        holder: &Holder,
        who: &str,
    ) -> Result<(Self, Vec<Bare>), StoreError> {
        let layout = Layout::of(folder);
        let lock = WriteLock::take(&layout.lock(), holder)?;
        let originals = Originals::of(&layout, &Places::of(&layout)?);
        originals.prepare()?;
        let place = layout.new_catalogue();
        remove(&place)?;
        let connection = catalogue::create_beside(&place)?;
        connection.execute_batch("BEGIN")?;
        let mut readings = Readings::default();
        let mut reader = Reader::open(&layout)?;
        while let Some(entry) = reader.next_into(&connection)? {
            readings.note(&entry);
        }
        reader.settle(&connection)?;
        let documents = readings.documents(&connection)?;
        let actor = Actor {
            who: who.to_owned(),
            at: holder.since,
        };
        let rebuild = Self {
            log: Appender::begin(&connection, actor)?,
            log_bytes: reader.bytes(),
            layout,
            originals,
            connection,
            rebuilt: Rebuilt::default(),
            _lock: lock,
        };
        Ok((rebuild, documents))
    }

    /// The originals to read again.
    #[must_use]
    pub fn originals(&self) -> &Originals {
        &self.originals
    }

    /// Fills in a document as the machine reads it now.
    pub fn put(&mut self, document: &mut Document, text: &[Page]) -> Result<(), StoreError> {
        let id = document.id.as_str().to_owned();
        let content = pages::pack(text).ok_or_else(|| row::damaged(&id, "text"))?;
        self.rebuilt.documents += 1;
        let find = "SELECT sequence FROM documents WHERE id = ?1";
        let sequence = self
            .connection
            .query_row(find, [&id], |row| row.get::<_, i64>(0));
        match sequence {
            Ok(sequence) => document.sequence = sequence.cast_unsigned(),
            // A deleted one is kept aside.
            Err(crate::database::Error::NoRow) => {
                let written = serde_json::to_string(&document);
                let written = written.map_err(|_| row::damaged(&id, "description"))?;
                let keep = "UPDATE deleted SET content = ?2, pages = ?3 WHERE document = ?1";
                self.connection.execute(keep, (&id, written, content))?;
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        }
        corrections::correct_anew(&self.connection, document)?;
        row::put(&self.connection, document)?;
        doubts::put(&self.connection, document)?;
        let put = "INSERT INTO pages (document, content) VALUES (?1, ?2)";
        self.connection.execute(put, (&id, content))?;
        Ok(())
    }

    /// Gives a document up whose original is gone or has other bytes: what stands in its place is
    /// set aside, its files are forgotten, so that an import of the same papers brings it back.
    pub fn lose(&mut self, bare: &Bare) -> Result<(), StoreError> {
        self.originals.set_aside(&self.layout, &bare.digest)?;
        self.rebuilt.lost += 1;
        let document = bare.id.clone();
        let event = match record::take_out(&self.connection, &bare.id)? {
            true => LogEvent::Forgotten { document },
            false => {
                let at = self.log.actor().at;
                super::deletions::empty(&self.connection, &bare.id, at)?;
                corrections::forget(&self.connection, &bare.id)?;
                self.log.forget_words(&self.connection, &bare.id)?;
                LogEvent::Purged { document }
            }
        };
        self.log.append(&self.connection, event)
    }

    /// Takes a document out that is found to bear a secrecy mark. Its original is dropped when the
    /// catalogue is in place.
    pub fn refuse(&mut self, bare: &Bare, verdict: &Verdict) -> Result<(), StoreError> {
        let Some(reason) = verdict.reason() else {
            return Ok(());
        };
        let (word, code, message) = (verdict.word(), &reason.code, &reason.message);
        record::mark_files(&self.connection, &bare.id, word, code, message)?;
        record::take_out(&self.connection, &bare.id)?;
        corrections::forget(&self.connection, &bare.id)?;
        self.log.forget_words(&self.connection, &bare.id)?;
        let event = LogEvent::TakenOut {
            document: bare.id.clone(),
            verdict: word.to_owned(),
            code: code.clone(),
            message: message.clone(),
        };
        self.log.append(&self.connection, event)
    }

    /// Puts the new catalogue in place. The old one, if any of it is left, is kept beside it under
    /// another name, which is given.
    pub fn finish(mut self) -> Result<(Rebuilt, Option<PathBuf>), StoreError> {
        let Rebuilt { documents, lost } = self.rebuilt;
        self.log
            .append(&self.connection, LogEvent::Rebuilt { documents, lost })?;
        self.log.settle(&self.connection)?;
        self.connection.execute_batch("COMMIT")?;
        let place = self.layout.new_catalogue();
        let Self {
            layout, connection, ..
        } = &self;
        if let Some(problem) = verify::catalogue_problems(connection)?.into_iter().next() {
            return Err(StoreError::NotRebuilt(problem));
        }
        sync(&place)?;
        cut(&layout.log_file(), self.log_bytes)?;
        let aside = set_aside(layout)?;
        let catalogue = layout.catalogue();
        fs::rename(&place, &catalogue).map_err(|error| StoreError::io(&catalogue, error))?;
        originals::sync_directory(layout.root())?;
        Ok((self.rebuilt, aside))
    }
}

impl Readings {
    fn note(&mut self, entry: &LogEntry) {
        match &entry.event {
            LogEvent::ImportBegun {
                import,
                home,
                charset,
                ..
            } => {
                self.runs.insert(*import, (home.clone(), charset.clone()));
            }
            LogEvent::Kept { file, document, .. } => {
                let first = || (file.place.shown.clone(), file.import);
                self.first.entry(document.clone()).or_insert_with(first);
            }
            LogEvent::TakenOut { document, .. } | LogEvent::Forgotten { document } => {
                self.first.remove(document);
            }
            _ => {}
        }
    }

    /// Every document there is or could be brought back, in the order they came.
    fn documents(mut self, connection: &Connection) -> Result<Vec<Bare>, StoreError> {
        let mut select = connection.prepare(
            "SELECT id, digest, EXISTS (SELECT 1 FROM releases WHERE releases.digest = found.digest)
             FROM (SELECT id, digest FROM documents
                   UNION ALL SELECT document, digest FROM deleted WHERE purged_at IS NULL) AS found",
        )?;
        let mut rows = select.query([])?;
        let mut documents = Vec::new();
        while let Some(row) = rows.next()? {
            let id: String = row.get(0)?;
            let id = DocumentId::parse(&id).ok_or_else(|| row::damaged(&id, "id"))?;
            let (path, import) = self.first.remove(&id).unwrap_or_default();
            let (home, charset) = self.runs.get(&import).cloned().unwrap_or_default();
            documents.push(Bare {
                id,
                digest: row.get(1)?,
                is_released: row.get(2)?,
                path,
                home,
                charset,
            });
        }
        Ok(documents)
    }
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::io(path, error))
        }
        _ => Ok(()),
    }
}

fn sync(path: &Path) -> Result<(), StoreError> {
    let synced = File::open(path).and_then(|file| file.sync_all());
    synced.map_err(|source| originals::not_durable(path, source))
}

/// Cuts a torn line off the log: nobody was told of it.
fn cut(path: &Path, bytes: u64) -> Result<(), StoreError> {
    let cut = || {
        let file = OpenOptions::new().write(true).open(path)?;
        file.set_len(bytes)?;
        file.sync_all()
    };
    cut().map_err(|error| StoreError::io(path, error))
}

/// Gives what is left of the old catalogue another name, its log with it: neither must ever be
/// taken for the new one's.
fn set_aside(layout: &Layout) -> Result<Option<PathBuf>, StoreError> {
    let free = (1..).map(|number| layout.damaged_catalogue(number));
    let free = free.into_iter().find(|path| !path.exists());
    let Some(aside) = free else { return Ok(None) };
    let mut moved = None;
    for suffix in ["-shm", "-wal", ""] {
        let named = |path: &Path| PathBuf::from(format!("{}{suffix}", path.display()));
        let (from, to) = (named(&layout.catalogue()), named(&aside));
        match fs::rename(&from, &to) {
            Ok(()) => moved = Some(aside.clone()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(StoreError::io(&from, error)),
        }
    }
    Ok(moved)
}
