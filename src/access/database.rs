//! The accounts: a small SQLite database beside the catalogue, of its own; or a schema of its own
//! where the catalogue is on a server.
//!
//! They are not in the catalogue: whoever writes the catalogue holds the archive's lock, sometimes for
//! hours, and people must be able to log in meanwhile; an archive on a read-only medium can have its
//! accounts elsewhere; and a copy of the catalogue, which the office's own programs may read, gives
//! no password away.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use rusqlite::ErrorCode;

use crate::access::AccessError;
use crate::access::audit;
use crate::access::password::Hasher;
use crate::access::throttle::Throttle;
use crate::access::transfer;
use crate::database;
use crate::database::Connection;
use crate::database::Place;
use crate::database::Settings;
use crate::database::Will;

type Step = fn(&Connection) -> Result<(), AccessError>;

/// Step `n` leads from format `n` to `n + 1`; format 0 is an empty file.
const STEPS: &[Step] = &[
    |connection| Ok(connection.execute_batch(include_str!("accounts.sql"))?),
    |connection| {
        connection.execute_batch(include_str!("audit.sql"))?;
        audit::bind(connection)
    },
];
/// Formats 1 and 2 at once, for a server.
const SERVER: &str = include_str!("server.sql");
/// How long SQLite may wait for another process.
const PATIENCE: Duration = Duration::from_secs(10);
/// The file in an archive's folder.
pub const FILE: &str = "access.db";

/// The lock of who changes something on a server.
const CHANGING: &str = "SELECT pg_advisory_xact_lock(hashtextextended(current_schema(), 0))";

/// The accounts of an archive, open; used by any number of threads and processes at once.
#[derive(Debug)]
pub struct Accounts {
    pub(super) place: Place,
    connection: Mutex<Connection>,
    pub(super) hasher: Hasher,
    pub(super) throttle: Throttle,
}

impl Accounts {
    /// Opens them, or makes them; a file for nobody else's eyes.
    pub fn open(place: &Place) -> Result<Self, AccessError> {
        let connection = match place {
            Place::File(path) => open_file(path)?,
            Place::Server(settings) => open_on_server(settings, place)?,
        };
        Ok(Self {
            place: place.clone(),
            connection: Mutex::new(connection),
            hasher: Hasher::new()?,
            throttle: Throttle::default(),
        })
    }

    /// The same for an archive that may have none: nothing there, no accounts.
    pub fn open_existing(place: &Place) -> Result<Option<Self>, AccessError> {
        let exists = match place {
            // That it cannot be told does not mean that everybody may come in.
            Place::File(path) => path.try_exists().map_err(|source| AccessError::File {
                path: path.clone(),
                source,
            })?,
            Place::Server(settings) => format(&settings.connect()?)? > 0,
        };
        match exists {
            true => Self::open(place).map(Some),
            false => Ok(None),
        }
    }

    /// Copies accounts, grants, collections and the audit to a new file, consistently and while they
    /// are used; no sessions and no tokens, so that restoring a copy lets nobody in again. False if
    /// there are none to copy.
    pub fn copy(from: &Place, to: &Path) -> Result<bool, AccessError> {
        let name = to.to_string_lossy();
        let file = match from {
            Place::File(file) => file,
            Place::Server(_) => return transfer::to_file(from, to),
        };
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
                std::fs::copy(file, to).map_err(|source| AccessError::File {
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
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Place::Server(settings) = &self.place
            && !connection.is_alive()
            && let Ok(again) = settings.connect()
        {
            *connection = again;
        }
        connection
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
        if transaction.is_to_server() {
            transaction.query_row(CHANGING, [], |_| Ok(()))?;
        }
        let done = change(&transaction)?;
        transaction.commit().map_err(|error| self.told(error))?;
        Ok(done)
    }

    fn told(&self, error: database::Error) -> AccessError {
        match error.file_code() {
            Some(ErrorCode::ReadOnly) => AccessError::ReadOnly(self.place.to_string()),
            _ => error.into(),
        }
    }
}

fn open_file(path: &Path) -> Result<Connection, AccessError> {
    made(path)?;
    let connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA trusted_schema = OFF;",
    )?;
    upgrade(&connection, path)?;
    Ok(connection)
}

fn open_on_server(settings: &Settings, place: &Place) -> Result<Connection, AccessError> {
    let connection = settings.connect()?;
    let known = u32::try_from(STEPS.len()).unwrap_or(u32::MAX);
    match format(&connection)? {
        0 => {
            let schema = &settings.schema;
            connection.execute_batch(&format!("CREATE SCHEMA IF NOT EXISTS {schema}"))?;
            let making = connection.begin(Will::Write)?;
            making.query_row(CHANGING, [], |_| Ok(()))?;
            // Another one may have made it while this one waited.
            if format(&making)? == 0 {
                making.execute_batch(SERVER)?;
            }
            making.commit()?;
        }
        found if found > known => return Err(AccessError::Newer(place.to_string())),
        _ => {}
    }
    Ok(connection)
}

/// The format of what is there; 0 where there is nothing.
pub(super) fn format(connection: &Connection) -> Result<u32, AccessError> {
    if !connection.is_to_server() {
        return Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?);
    }
    let made = "SELECT to_regclass('format') IS NOT NULL";
    Ok(match connection.query_row(made, [], |row| row.get(0))? {
        true => connection.query_row("SELECT value FROM format", [], |row| row.get(0))?,
        false => 0,
    })
}

fn upgrade(connection: &Connection, path: &Path) -> Result<(), AccessError> {
    let transaction = connection.begin(Will::Write)?;
    let found = usize::try_from(format(&transaction)?).unwrap_or(usize::MAX);
    let Some(behind) = STEPS.get(found..) else {
        return Err(AccessError::Newer(path.display().to_string()));
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
        std::io::ErrorKind::ReadOnlyFilesystem => AccessError::ReadOnly(path.display().to_string()),
        _ => AccessError::File {
            path: path.to_path_buf(),
            source,
        },
    })?;
    Ok(())
}
