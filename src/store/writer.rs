//! The one process that writes: opening an archive for it, and beginning a batch.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::database::Connection;
use crate::database::OptionalRow;
use crate::database::Settings;
use crate::database::Will;

use super::Store;
use super::batch::Batch;
use super::batch::Ending;
use super::catalogue;
use super::error::StoreError;
use super::layout::Layout;
use super::lock::Holder;
use super::lock::WriteLock;
use super::log;
use super::log::Actor;
use super::log::Appender;
use super::log::LogFile;
use super::originals;
use super::originals::Originals;
use super::originals::Staging;
use super::places::Places;
use super::seat;

/// Who changes an archive as long as nobody says so.
const NOBODY: &str = "vankho";

/// How long a server that went away is waited for: as long as one takes to start, or to hand over to
/// its stand-by.
const REUNION: Duration = Duration::from_mins(2);

/// An archive open for writing. Whoever has it is the only one who does, in any process.
#[derive(Debug)]
pub struct Writer {
    // Dropped in this order: SQLite tidies up after the last connection if that one may write, and
    // the lock is held until then.
    store: Store,
    connection: Connection,
    beside: Beside,
    actor: Actor,
    ending: Ending,
}

/// What goes with the catalogue.
#[derive(Debug)]
enum Beside {
    /// A file of the log, and the lock.
    Folder {
        /// None while it is damaged: nothing can be written then, only the index can follow.
        log: Option<LogFile>,
        _lock: WriteLock,
    },
    /// Nothing: log and lock are the server's.
    Server { settings: Settings, holder: Holder },
}

impl Writer {
    /// Opens the archive in `folder`, or makes one there: the folder may be missing, empty, or what
    /// a killed `create` left.
    pub fn create(folder: &Path, holder: &Holder) -> Result<Self, StoreError> {
        let layout = Layout::of(folder);
        if let Some(settings) = Places::of(&layout)?.catalogue {
            return Self::sit(layout, settings, holder, true);
        }
        if !layout.catalogue().exists() {
            make_folder(folder)?;
            check_empty(&layout)?;
        }
        Self::take(layout, holder)
    }

    /// Opens the archive in `folder`, upgrading it when an older program wrote it.
    pub fn open(folder: &Path, holder: &Holder) -> Result<Self, StoreError> {
        let layout = Layout::of(folder);
        if let Some(settings) = Places::of(&layout)?.catalogue {
            return Self::sit(layout, settings, holder, false);
        }
        if !layout.catalogue().exists() {
            return Err(match has_originals(&layout)? {
                true => StoreError::CatalogueMissing(folder.to_path_buf()),
                false => StoreError::NotAnArchive(folder.to_path_buf()),
            });
        }
        Self::take(layout, holder)
    }

    fn take(layout: Layout, holder: &Holder) -> Result<Self, StoreError> {
        let lock = WriteLock::take(&layout.lock(), holder)?;
        // SQLite takes an emptied file for a new database.
        let length = fs::metadata(layout.catalogue()).map_or(0, |there| there.len());
        let originals = Originals::of(&layout, &Places::of(&layout)?);
        if length == 0 && originals.has_any()? {
            return Err(StoreError::CatalogueMissing(layout.root().to_path_buf()));
        }
        originals.prepare()?;
        let actor = Actor {
            who: NOBODY.to_owned(),
            at: holder.since,
        };
        let connection = catalogue::connect_to_write(&layout, &actor)?;
        originals::sync_directory(layout.root())?;
        let log = match log::open(&layout, &connection) {
            Ok(log) => Some(log),
            Err(StoreError::LogCut(_) | StoreError::LogAhead(_)) => None,
            Err(error) => return Err(error),
        };
        Ok(Self {
            store: Store::of(layout)?,
            connection,
            beside: Beside::Folder { log, _lock: lock },
            actor,
            ending: Ending::Known,
        })
    }

    /// The same where the catalogue is on a server.
    fn sit(
        layout: Layout,
        settings: Settings,
        holder: &Holder,
        make: bool,
    ) -> Result<Self, StoreError> {
        let actor = Actor {
            who: NOBODY.to_owned(),
            at: holder.since,
        };
        let connection = seat::take(&settings, holder, &actor, make)?;
        let store = Store::of(layout)?;
        store.originals.prepare()?;
        Ok(Self {
            store,
            connection,
            beside: Beside::Server {
                settings,
                holder: holder.clone(),
            },
            actor,
            ending: Ending::Known,
        })
    }

    /// Goes on after the server of the catalogue was away, waiting for it for some minutes. Gives
    /// the last sequence of the batch whose commit was not answered, if it happened all the same;
    /// if not, or there was none, nothing of the last batch happened.
    ///
    /// # Errors
    /// [`StoreError::Held`] when another process has taken over; [`StoreError::Stopped`] where the
    /// catalogue is a file, after which only opening the archive anew tells what is on disk.
    pub fn resume(&mut self) -> Result<Option<u64>, StoreError> {
        let Beside::Server { settings, holder } = &self.beside else {
            return Err(StoreError::Stopped);
        };
        // Its own session must not be in its way.
        self.connection.close();
        let ending = &self.ending;
        let (connection, happened) = seat::insist(REUNION, || {
            let connection = seat::take_again(settings, holder, REUNION)?;
            let Ending::Unknown { entry, hash, last } = ending else {
                return Ok((connection, None));
            };
            let read = "SELECT hash FROM log WHERE number = ?1";
            let found = connection.query_row(read, [entry.cast_signed()], |row| row.get(0));
            let found: Option<String> = found.optional()?;
            let happened = (found.as_ref() == Some(hash)).then_some(*last);
            Ok((connection, happened))
        })?;
        self.connection = connection;
        self.ending = Ending::Known;
        Ok(happened)
    }

    /// The same archive for reading: what is committed, from any thread.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Begins a batch.
    pub fn begin(&mut self) -> Result<Batch<'_>, StoreError> {
        if matches!(self.ending, Ending::Unknown { .. }) {
            return Err(StoreError::Stopped);
        }
        let file = match &mut self.beside {
            Beside::Server { .. } => None,
            Beside::Folder { log: Some(log), .. } => Some(log),
            // Says what is wrong with it, or that it was repaired meanwhile.
            Beside::Folder { log, .. } => {
                Some(log.insert(log::open(&self.store.layout, &self.connection)?))
            }
        };
        let transaction = self.connection.begin(Will::Write)?;
        let originals = Staging::new(self.store.layout.clone(), &self.store.originals);
        let log = Appender::begin(&transaction, self.actor.clone())?;
        Batch::begin(transaction, originals, log, file, &mut self.ending)
    }

    /// Leaves nothing of what was deleted in the catalogue's files, nor in catalogues and originals
    /// that were set aside. False where a program is in the way that reads all the time.
    pub fn scrub(&mut self) -> Result<bool, StoreError> {
        self.store.layout.remove_set_aside()?;
        match &self.beside {
            Beside::Folder { .. } => catalogue::merge_log(&self.connection),
            Beside::Server { .. } => seat::scrub(&self.connection),
        }
    }

    /// Who changes the archive, and when.
    pub(super) fn actor(&mut self) -> &mut Actor {
        &mut self.actor
    }

    /// The connection, past all that a batch takes care of.
    #[cfg(test)]
    pub(super) fn connection(&self) -> Result<&Connection, StoreError> {
        Ok(&self.connection)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // Everything is durable already; this only tidies, and a reader may be in the way.
        match &self.beside {
            Beside::Folder { .. } => drop(catalogue::checkpoint(&self.connection)),
            Beside::Server { .. } => seat::leave(&self.connection),
        }
    }
}

/// Makes the folder and its name durable.
fn make_folder(folder: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(folder).map_err(|error| match error.kind() {
        io::ErrorKind::PermissionDenied => StoreError::ReadOnly,
        _ => StoreError::io(folder, error),
    })?;
    let above = folder.canonicalize().ok();
    match above.as_deref().and_then(Path::parent) {
        Some(above) => originals::sync_directory(above),
        None => Ok(()),
    }
}

/// Nobody wants an archive strewn over their papers.
fn check_empty(layout: &Layout) -> Result<(), StoreError> {
    if has_originals(layout)? {
        return Err(StoreError::CatalogueMissing(layout.root().to_path_buf()));
    }
    let failed = |error| StoreError::io(layout.root(), error);
    // What a killed `create` left, or another one is just making; where parts of it are to be;
    // `lost+found` every ext4 volume has.
    let begins = [
        "lock",
        "log",
        "originals",
        "catalogue.db",
        "cluster.toml",
        "lost+found",
    ];
    for entry in fs::read_dir(layout.root()).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        let name = name.to_string_lossy();
        if !begins.iter().any(|begin| name.starts_with(begin)) {
            return Err(StoreError::NotEmpty(layout.root().to_path_buf()));
        }
    }
    Ok(())
}

fn has_originals(layout: &Layout) -> Result<bool, StoreError> {
    Originals::of(layout, &Places::of(layout)?).has_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::archive_in_files;
    use crate::store::fixture::holder;
    use crate::store::fixture::put;
    use crate::store::fixture::root;

    #[test]
    fn opening_says_what_is_wrong() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("new");
        assert!(matches!(
            Store::open(&root),
            Err(StoreError::NotAnArchive(_))
        ));
        assert!(matches!(
            Writer::open(&root, &holder()),
            Err(StoreError::NotAnArchive(_))
        ));
        fs::write(folder.path().join("paper.pdf"), "").unwrap();
        let strewn = Writer::create(folder.path(), &holder());
        assert!(matches!(strewn, Err(StoreError::NotEmpty(_))));

        let mut writer = Writer::create(&root, &holder()).unwrap();
        assert!(matches!(
            Writer::create(&root, &holder()),
            Err(StoreError::Held { by: Some(_) })
        ));
        let mut batch = writer.begin().unwrap();
        put(&mut batch, b"one", "một");
        batch.commit().unwrap();
        drop(writer);
        drop(Writer::open(&root, &holder()).unwrap());

        let catalogue = Layout::of(&root).catalogue();
        fs::write(&catalogue, "").unwrap();
        assert!(matches!(
            Writer::open(&root, &holder()),
            Err(StoreError::CatalogueMissing(_))
        ));
        fs::remove_file(&catalogue).unwrap();
        assert!(matches!(
            Writer::open(&root, &holder()),
            Err(StoreError::CatalogueMissing(_))
        ));
        assert!(matches!(
            Writer::create(&root, &holder()),
            Err(StoreError::CatalogueMissing(_))
        ));
        fs::write(&catalogue, "no database".repeat(99)).unwrap();
        assert!(matches!(
            Store::open(&root),
            Err(StoreError::DamagedCatalogue(_))
        ));
    }

    #[test]
    fn after_a_failed_commit_the_writer_stops() {
        let (folder, mut writer, _) = archive_in_files();
        let mut batch = writer.begin().unwrap();
        let paper = put(&mut batch, b"one", "một");
        // The original's place is taken by something that cannot be replaced.
        let place = Layout::of(&root(&folder)).original(&paper.digest);
        fs::create_dir_all(place.join("full")).unwrap();
        assert!(matches!(batch.commit(), Err(StoreError::Io { .. })));
        assert!(matches!(writer.begin(), Err(StoreError::Stopped)));
        assert_eq!(writer.store().count().unwrap(), 0);
    }
}
