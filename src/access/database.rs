//! The file of accounts: a small SQLite database beside the catalogue, of its own.
//!
//! It is not in the catalogue: whoever writes the catalogue holds the archive's lock, sometimes for
//! hours, and people must be able to log in meanwhile; an archive on a read-only medium can have its
//! accounts elsewhere; and a copy of the catalogue, which the office's own programs may read, gives
//! no password away.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use crate::database;
use crate::database::Connection;
use crate::database::Will;
use rusqlite::ErrorCode;

use crate::access::AccessError;
use crate::access::audit;
use crate::access::password::Hasher;
use crate::access::throttle::Throttle;

type Step = fn(&Connection) -> Result<(), AccessError>;

/// Step `n` leads from format `n` to `n + 1`; format 0 is an empty file.
const STEPS: &[Step] = &[
    |connection| Ok(connection.execute_batch(include_str!("accounts.sql"))?),
    |connection| {
        connection.execute_batch(include_str!("audit.sql"))?;
        audit::bind(connection)
    },
];
/// How long SQLite may wait for another process.
const PATIENCE: Duration = Duration::from_secs(10);
/// The file in an archive's folder.
pub const FILE: &str = "access.db";

/// The accounts of an archive, open; used by any number of threads and processes at once.
#[derive(Debug)]
pub struct Accounts {
    path: PathBuf,
    connection: Mutex<Connection>,
    pub(super) hasher: Hasher,
    pub(super) throttle: Throttle,
}

impl Accounts {
    /// Opens the file, or makes it, for nobody else's eyes.
    pub fn open(path: &Path) -> Result<Self, AccessError> {
        made(path)?;
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(PATIENCE)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA secure_delete = ON;
             PRAGMA trusted_schema = OFF;",
        )?;
        upgrade(&mut connection, path)?;
        Ok(Self {
            path: path.to_path_buf(),
            connection: Mutex::new(connection),
            hasher: Hasher::new()?,
            throttle: Throttle::default(),
        })
    }

    /// The same for an archive that may have none: no file, no accounts.
    pub fn open_existing(path: &Path) -> Result<Option<Self>, AccessError> {
        match path.exists() {
            true => Self::open(path).map(Some),
            false => Ok(None),
        }
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Copies accounts, grants, collections and the audit to a new file, consistently and while they
    /// are used; no sessions and no tokens, so that restoring a copy lets nobody in again. False if
    /// there are none to copy.
    pub fn copy(from: &Path, to: &Path) -> Result<bool, AccessError> {
        let name = to.to_string_lossy();
        match Self::open_existing(from) {
            Ok(None) => return Ok(false),
            Ok(Some(accounts)) => {
                made(to)?;
                accounts
                    .connection()
                    .execute("VACUUM INTO ?1", [name.as_ref()])?;
            }
            // Nobody writes there, so that the file as it lies is whole.
            Err(AccessError::ReadOnly(_)) => {
                std::fs::copy(from, to).map_err(|source| AccessError::File {
                    path: to.to_path_buf(),
                    source,
                })?;
            }
            Err(error) => return Err(error),
        }
        Connection::open(to)?.execute_batch(
            "PRAGMA secure_delete = ON; DELETE FROM sessions; DELETE FROM tokens; VACUUM;",
        )?;
        Ok(true)
    }

    pub(super) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes changes that happen together or not at all.
    pub(super) fn change<T>(
        &self,
        change: impl FnOnce(&Connection) -> Result<T, AccessError>,
    ) -> Result<T, AccessError> {
        let connection = self.connection();
        let transaction = connection
            .begin(Will::Write)
            .map_err(|error| self.told(error))?;
        let done = change(&transaction)?;
        transaction.commit().map_err(|error| self.told(error))?;
        Ok(done)
    }

    fn told(&self, error: database::Error) -> AccessError {
        match error.file_code() {
            Some(ErrorCode::ReadOnly) => AccessError::ReadOnly(self.path.clone()),
            _ => error.into(),
        }
    }
}

fn upgrade(connection: &mut Connection, path: &Path) -> Result<(), AccessError> {
    let transaction = connection.begin(Will::Write)?;
    let format: u32 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let found = usize::try_from(format).unwrap_or(usize::MAX);
    let Some(behind) = STEPS.get(found..) else {
        return Err(AccessError::Newer(path.to_path_buf()));
    };
    for step in behind {
        step(&transaction)?;
    }
    transaction.execute_batch(&format!("PRAGMA user_version = {}", STEPS.len()))?;
    Ok(transaction.commit()?)
}

/// Makes the file if there is none, for nobody else's eyes.
fn made(path: &Path) -> Result<(), AccessError> {
    let made = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path);
    made.map_err(|source| match source.kind() {
        std::io::ErrorKind::ReadOnlyFilesystem => AccessError::ReadOnly(path.to_path_buf()),
        _ => AccessError::File {
            path: path.to_path_buf(),
            source,
        },
    })?;
    Ok(())
}
