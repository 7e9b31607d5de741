//! How the catalogue is opened: one connection that writes, any number that read.
//!
//! A reader normally opens the live database, which SQLite lets it do while another process writes.
//! On a read-only medium or a full disk SQLite cannot keep its shared memory, so the catalogue is then opened as a
//! file that does not change, with writers kept out by a shared lock; or, when a crash left a
//! write-ahead log that nobody can merge in place, as a private copy.

use std::fs::File;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use rusqlite::ErrorCode;
use rusqlite::OpenFlags;
use tempfile::TempDir;

use crate::database;
use crate::database::Connection;
use crate::database::Settings;

use super::error::StoreError;
use super::layout::Layout;
use super::lock::keep_writers_out;
use super::log::Actor;
use super::seat;
use super::upgrades;

/// How long SQLite may wait for another connection's short exclusive moments.
const PATIENCE: Duration = Duration::from_secs(10);

/// Idle connections kept for the next reader.
const MAX_IDLE: usize = 16;

/// The connection that writes. A commit on it is durable when it returns. What it deletes is
/// overwritten: a paper may turn out to be secret after it was stored.
pub(super) fn connect_to_write(layout: &Layout, by: &Actor) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(layout.catalogue(), flags)?;
    settings(&connection)?;
    of_pages(&connection)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA cache_size = -65536;",
    )?;
    upgrades::upgrade(&mut connection, by)?;
    Ok(connection)
}

/// A new catalogue under another name, which becomes durable only when its maker syncs it.
pub(super) fn create_beside(path: &Path) -> Result<Connection, StoreError> {
    let mut connection = Connection::open(path)?;
    settings(&connection)?;
    of_pages(&connection)?;
    connection.execute_batch(
        "PRAGMA journal_mode = OFF;
         PRAGMA synchronous = OFF;
         PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -65536;",
    )?;
    upgrades::make(&mut connection)?;
    Ok(connection)
}

fn settings(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(PATIENCE)?;
    Ok(connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?)
}

/// Says how large the pages of a catalogue are that is about to be made. A paper's row has two
/// kilobytes or more: of pages of four, which are usual, three tenths would be empty.
fn of_pages(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.execute_batch("PRAGMA page_size = 8192;")?)
}

/// Merges the write-ahead log into the catalogue, if no reader needs it just now. Without this a
/// clean stop would leave an archive that a read-only medium has to copy.
pub(super) fn checkpoint(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(Duration::ZERO)?;
    let merged = merge_log(connection);
    connection.busy_timeout(PATIENCE)?;
    merged.map(drop)
}

/// Merges the write-ahead log into the catalogue and empties it. False if a reader needs it too
/// long.
pub(super) fn merge_log(connection: &Connection) -> Result<bool, StoreError> {
    let merge = "PRAGMA wal_checkpoint(TRUNCATE)";
    let busy: i64 = connection.query_row(merge, [], |row| row.get(0))?;
    Ok(busy == 0)
}

/// Read connections, made when needed and kept for the next reader.
#[derive(Debug)]
pub(super) struct Readers {
    view: View,
    idle: Mutex<Vec<Connection>>,
}

#[derive(Debug)]
enum View {
    /// The database as it changes.
    Live(PathBuf),
    /// A database nobody can change while the lock is held.
    Settled { path: PathBuf, _lock: Option<File> },
    /// A private copy of database and log.
    Copy(TempDir),
    /// A database of a server.
    Server(Settings),
}

impl Readers {
    pub(super) fn open(layout: &Layout) -> Result<Self, StoreError> {
        match Self::of(View::Live(layout.catalogue())) {
            // SQLite needs a little room for its shared memory even to read.
            Err(StoreError::ReadOnly | StoreError::Full(_)) => Self::settled(layout),
            Err(StoreError::Database(error)) if cannot_share(&error) => Self::settled(layout),
            opened => opened,
        }
    }

    /// For a catalogue on a server.
    pub(super) fn of_server(settings: Settings) -> Result<Self, StoreError> {
        Self::of(View::Server(settings))
    }

    /// Whether the catalogue is on a server.
    pub(super) fn is_on_server(&self) -> bool {
        matches!(self.view, View::Server(_))
    }

    /// For a catalogue that nobody changes.
    pub(super) fn open_unchanging(layout: &Layout) -> Result<Self, StoreError> {
        Self::settled(layout)
    }

    /// For a folder that cannot be written.
    fn settled(layout: &Layout) -> Result<Self, StoreError> {
        let lock = keep_writers_out(&layout.lock())?;
        let log = layout.catalogue_log();
        match std::fs::metadata(&log).map_or(0, |there| there.len()) {
            0 => Self::of(View::Settled {
                path: layout.catalogue(),
                _lock: lock,
            }),
            _ => Self::of(View::Copy(copy(layout)?)),
        }
    }

    fn of(view: View) -> Result<Self, StoreError> {
        let readers = Self {
            view,
            idle: Mutex::default(),
        };
        readers.with(upgrades::check_readable)?;
        Ok(readers)
    }

    /// A new connection that only reads.
    pub(super) fn connect(&self) -> Result<Connection, StoreError> {
        self.connect_with(OpenFlags::empty())
    }

    /// The same, with more flags.
    pub(super) fn connect_with(&self, more: OpenFlags) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
        let connection = match &self.view {
            View::Live(path) => Connection::open_with_flags(path, flags),
            View::Settled { path, .. } => {
                let flags = flags | OpenFlags::SQLITE_OPEN_URI;
                Connection::open_with_flags(uri(path, "immutable=1"), flags)
            }
            View::Copy(folder) => {
                let path = Layout::of(folder.path()).catalogue();
                Connection::open_with_flags(path, flags)
            }
            View::Server(settings) => return Ok(settings.connect()?),
        }?;
        settings(&connection)?;
        Ok(connection)
    }

    /// Lends a connection for one question. Threads never wait for each other. A server that is
    /// away for a moment is waited for.
    pub(super) fn with<T>(
        &self,
        ask: impl Fn(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = self.idle().pop();
        if let Some(connection) = idle {
            let answer = ask(&connection);
            if !is_away(&answer) {
                self.give_back(connection);
                return answer;
            }
            // Its sessions died together.
            self.idle().clear();
        }
        let patience = match &self.view {
            View::Server(settings) => settings.patience,
            _ => Duration::ZERO,
        };
        seat::insist(patience, || {
            let connection = self.connect()?;
            let answer = ask(&connection);
            if !is_away(&answer) {
                self.give_back(connection);
            }
            answer
        })
    }

    fn give_back(&self, connection: Connection) {
        let mut idle = self.idle();
        if idle.len() < MAX_IDLE {
            idle.push(connection);
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_away<T>(answer: &Result<T, StoreError>) -> bool {
    answer.as_ref().is_err_and(StoreError::is_away)
}

fn cannot_share(error: &database::Error) -> bool {
    matches!(
        error.file_code(),
        Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure)
    )
}

/// SQLite's URI for a file; every byte of its path that means something is escaped.
pub(super) fn uri(path: &Path, parameter: &str) -> String {
    let mut uri = "file:".to_owned();
    for &byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("{uri}?{parameter}")
}

fn copy(layout: &Layout) -> Result<TempDir, StoreError> {
    let folder = tempfile::tempdir().map_err(|error| StoreError::io(layout.root(), error))?;
    let place = Layout::of(folder.path());
    for (from, to) in [
        (layout.catalogue(), place.catalogue()),
        (layout.catalogue_log(), place.catalogue_log()),
    ] {
        // Not `fs::copy`: the copy must be writable whatever the original allows.
        File::open(&from)
            .and_then(|mut source| io::copy(&mut source, &mut File::create(&to)?))
            .map_err(|error| StoreError::io(&from, error))?;
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connect(layout: &Layout) -> Connection {
        connect_to_write(layout, &crate::store::fixture::actor()).unwrap()
    }

    fn format(readers: &Readers) -> u32 {
        readers.with(upgrades::found).unwrap()
    }

    #[test]
    fn a_settled_catalogue_is_read_without_touching_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let odd = folder.path().join("kho lưu? 100% #1");
        std::fs::create_dir(&odd).unwrap();
        let layout = Layout::of(&odd);
        drop(connect(&layout));
        let names = || std::fs::read_dir(&odd).unwrap().count();
        let before = names();
        let readers = Readers::settled(&layout).unwrap();
        assert!(matches!(readers.view, View::Settled { .. }));
        assert_eq!(format(&readers), upgrades::current());
        assert_eq!(names(), before);
    }

    #[test]
    fn a_log_that_cannot_be_merged_in_place_is_merged_in_a_copy() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::of(folder.path());
        let writer = connect(&layout);
        writer
            .execute("UPDATE meta SET value = 7 WHERE name = 'sequence'", [])
            .unwrap();
        assert!(layout.catalogue_log().metadata().unwrap().len() > 0);
        let readers = Readers::settled(&layout).unwrap();
        assert!(matches!(readers.view, View::Copy(_)));
        let sequence = readers.with(|connection| {
            let read = "SELECT value FROM meta WHERE name = 'sequence'";
            Ok(connection.query_row(read, [], |row| row.get::<_, i64>(0))?)
        });
        assert_eq!(sequence.unwrap(), 7);
    }

    #[test]
    fn a_checkpoint_leaves_no_log() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::of(folder.path());
        let writer = connect(&layout);
        checkpoint(&writer).unwrap();
        assert_eq!(layout.catalogue_log().metadata().unwrap().len(), 0);
    }

    #[test]
    fn readers_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::of(folder.path());
        drop(connect(&layout));
        let readers = Readers::open(&layout).unwrap();
        let written = readers.with(|connection| {
            connection.execute("DELETE FROM meta", [])?;
            Ok(())
        });
        assert!(matches!(written, Err(StoreError::ReadOnly)));
    }
}
