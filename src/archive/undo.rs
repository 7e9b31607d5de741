//! Imports that were made: what each brought, and taking one back.

use jiff::Timestamp;

use crate::access::Task;
use crate::archive::Archive;
use crate::archive::Editor;
use crate::archive::Error;
use crate::archive::Summary;
use crate::document::DocumentId;
use crate::store::Batch;
use crate::store::Import;
use crate::store::ImportId;
use crate::store::StoreError;

/// A run over folders.
#[derive(Debug, Clone)]
pub struct ImportRun {
    /// What it is taken back by.
    pub id: i64,
    /// The folders, for people.
    pub folder: String,
    /// When it began.
    pub started: Timestamp,
    /// When it ended and its sums; none while it runs and when it was cut.
    pub finished: Option<(Timestamp, Summary)>,
    /// Documents that came by this run alone and are still there.
    pub holds: u64,
}

/// What became of a run's documents when it was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undone {
    /// Documents that are no longer there: they came by this run alone.
    pub withdrawn: u64,
    /// Documents that came from elsewhere too and stay; this run's files are no longer theirs.
    pub kept: u64,
}

impl Archive {
    /// The latest runs, the newest first; none for who may not see everything, since their sums tell of
    /// papers that are not there for them.
    pub fn imports(&self, limit: u32) -> Result<Vec<ImportRun>, Error> {
        self.allow(Task::SeeRejects)?;
        if !self.rights.see_everything() {
            return Ok(Vec::new());
        }
        let held = self.store().held_alone()?;
        let run = |import: Import| ImportRun {
            id: import.id.0,
            folder: import.folder,
            started: import.started,
            finished: import.finished,
            holds: held.get(&import.id).copied().unwrap_or(0),
        };
        Ok(self.store().imports(limit)?.into_iter().map(run).collect())
    }

    /// Takes a run back, in one step: the documents that came by it alone are withdrawn, and what it
    /// said of files is forgotten. The files themselves are not touched: the next import of their
    /// folder takes them again, with what people had corrected.
    ///
    /// # Errors
    /// When there was no such run, or another process writes the archive.
    pub fn undo_import(&self, id: i64, by: &Editor) -> Result<Undone, Error> {
        self.allow(Task::Administer)?;
        // Its sums, and that there was one, tell of papers that are not there for them.
        if !self.rights.see_everything() || self.store().import(ImportId(id))?.is_none() {
            return Err(Error::NoImport(id));
        }
        self.allow(Task::Undo)?;
        self.write("import undo", by, |batch, store| {
            let alone = store.only_from(ImportId(id))?;
            withdraw(batch, &alone)?;
            Ok(Undone {
                withdrawn: alone.len() as u64,
                kept: batch.forget_import(ImportId(id))?,
            })
        })
    }
}

/// Takes documents out. Their originals stay.
fn withdraw(batch: &mut Batch<'_>, documents: &[DocumentId]) -> Result<(), StoreError> {
    for id in documents {
        batch.give_files_back(id)?;
        batch.forget_document(id)?;
    }
    Ok(())
}
