//! An archive looked at from outside, without opening it: who holds it, what lies around, and the
//! few repairs that touch one file.

use std::fs;
use std::fs::File;
use std::fs::TryLockError;
use std::path::PathBuf;

use crate::document::DocumentId;

use super::Store;
use super::batch::Batch;
use super::catalogue;
use super::error::StoreError;
use super::journal::MEMBER;
use super::journal::path;
use super::layout::Layout;
use super::lock::Holder;
use super::lock::WriteLock;
use super::log;
use super::log::Actor;
use super::places::Places;
use super::seat;

/// Who holds an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holding {
    /// Nobody; with what a process that died while it did left in the lock file.
    Nobody(Option<Holder>),
    /// A process that lives.
    Somebody(Option<Holder>),
}

impl Layout {
    /// Who holds the archive just now.
    #[must_use]
    pub fn holding(&self) -> Holding {
        if let Ok(Places {
            catalogue: Some(settings),
            ..
        }) = Places::of(self)
        {
            // Who opens the archive is told why its server does not answer.
            let held = settings.connect().map_err(StoreError::from);
            let held = held.and_then(|connection| seat::holding(&connection));
            return held.unwrap_or(Holding::Nobody(None));
        }
        let Ok(file) = File::open(self.lock()) else {
            return Holding::Nobody(None);
        };
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => Holding::Somebody(Holder::read(&file)),
            Ok(()) | Err(TryLockError::Error(_)) => Holding::Nobody(Holder::read(&file)),
        }
    }

    /// Whether anything of an archive lies here.
    #[must_use]
    pub fn is_any(&self) -> bool {
        [self.catalogue(), self.originals(), self.log_file()]
            .iter()
            .any(|path| path.exists())
    }

    /// What a killed process left unfinished among the originals.
    #[must_use]
    pub fn unfinished(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.incoming())
            .into_iter()
            .flatten()
            .flatten();
        entries.map(|entry| entry.path()).collect()
    }

    /// Sets the log's file aside and writes it anew from the catalogue.
    pub fn renew_log(&self, holder: &Holder) -> Result<(), StoreError> {
        let _lock = WriteLock::take(&self.lock(), holder)?;
        let actor = Actor {
            who: holder.command.clone(),
            at: holder.since,
        };
        let connection = catalogue::connect_to_write(self, &actor)?;
        let file = self.log_file();
        let mut free = (1..).map(|number: u32| self.log().join(format!("damaged-{number}.jsonl")));
        if let Some(aside) = free.find(|path| !path.exists())
            && file.exists()
        {
            fs::rename(&file, &aside).map_err(|error| StoreError::io(&file, error))?;
        }
        connection.execute_batch(
            "UPDATE meta SET value = 0 WHERE name IN ('log_entries', 'log_bytes');
             UPDATE meta SET value = value + 1 WHERE name = 'words';",
        )?;
        log::open(self, &connection)?;
        Ok(())
    }
}

impl Store {
    /// Where the files lay that a document came from and that are files of their own.
    pub fn source_paths(&self, id: &DocumentId) -> Result<Vec<PathBuf>, StoreError> {
        self.readers.with(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT roots.path, files.path FROM sources
                 JOIN files ON files.id = sources.file JOIN roots ON roots.id = files.root
                 WHERE sources.document = ?1 ORDER BY sources.id",
            )?;
            let mut rows = select.query([id.as_str()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let (root, relative) = (path(row.get(0)?), path(row.get(1)?));
                let is_member = relative.to_string_lossy().contains(MEMBER);
                if root.is_absolute() && !is_member {
                    found.push(root.join(relative));
                }
            }
            Ok(found)
        })
    }
}

impl Batch<'_> {
    /// Puts an original back whose bytes are lost; what stands in its place is set aside.
    pub fn mend_original(&mut self, bytes: &[u8], digest: &str) -> Result<(), StoreError> {
        self.originals().set_aside(digest)?;
        self.put_original(bytes, digest)
    }
}
