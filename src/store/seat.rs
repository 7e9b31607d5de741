//! The right to write a catalogue on a server: one session has it, and no other until that one ends.
//!
//! It is an advisory lock of the session that writes, so it lasts as long as the session: whoever
//! loses the way to the server cannot change anything any more, and a machine that dies leaves the
//! right to the next one. It needs no clock and no lease.

use std::time::Duration;
use std::time::Instant;

use backon::BlockingRetryable;
use backon::ConstantBuilder;
use postgres::error::SqlState;

use crate::database;
use crate::database::Connection;
use crate::database::OptionalRow;
use crate::database::Settings;
use crate::database::Will;

use super::error::StoreError;
use super::lock::Holder;
use super::log::Actor;
use super::state::Holding;
use super::upgrades;

/// Between two looks whether the server has found out that a session of ours is dead.
const LOOK: Duration = Duration::from_millis(250);
/// How often it is looked: for 15 s, longer than its keep-alives take.
const LOOKS: usize = 60;
/// How often it is looked whether somebody who left is gone: for 5 s.
const LOOKS_AFTER: usize = 20;

/// Between two sessions, while a server ends each of them.
const BREATH: Duration = Duration::from_millis(50);

/// Milliseconds that tables are waited for.
const PATIENCE: u32 = 5_000;
/// The tables that tell what papers say, or what people typed.
const WITH_WORDS: [&str; 9] = [
    "documents",
    "pages",
    "files",
    "corrections",
    "readings",
    "releases",
    "words",
    "deleted",
    "doubts",
];

/// What the lock is on. The schema is part of it: a database may hold several archives.
const NAME: &str = "hashtextextended('vankho ' || current_schema(), 0)";

/// A session that may write, in an archive that is there; or makes it.
pub(super) fn take(
    settings: &Settings,
    holder: &Holder,
    by: &Actor,
    make: bool,
) -> Result<Connection, StoreError> {
    let mut connection = settings.connect()?;
    if upgrades::found(&connection)? == 0 {
        if !make {
            return Err(StoreError::NotAnArchive(settings.url.clone().into()));
        }
        let schema = &settings.schema;
        connection.execute_batch(&format!("CREATE SCHEMA IF NOT EXISTS {schema}"))?;
    }
    sit(&connection)?;
    if upgrades::found(&connection)? == 0 && upgrades::is_begun(&connection)? {
        return Err(StoreError::HalfMoved);
    }
    upgrades::upgrade(&mut connection, by)?;
    sign(&connection, holder)?;
    Ok(connection)
}

/// The same after the session was lost: the server, or the way to it, was away.
///
/// # Errors
/// [`StoreError::Away`] also where it is lost once more: see [`insist`].
pub(super) fn take_again(
    settings: &Settings,
    holder: &Holder,
    patience: Duration,
) -> Result<Connection, StoreError> {
    let connection = settings.connect_within(patience)?;
    // The lost session may live on for a moment: what it was committing is settled when it is gone.
    sit_after(&connection, LOOKS, |_| true)?;
    sign(&connection, holder)?;
    Ok(connection)
}

/// Asks again each time the server goes away in the middle, until this long has passed: one that
/// restarts, or hands over to its stand-by, lets sessions in only to end them again.
pub(super) fn insist<T>(
    patience: Duration,
    ask: impl FnMut() -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let begun = Instant::now();
    let waits = ConstantBuilder::default().with_delay(BREATH);
    ask.retry(waits.without_max_times())
        .when(|error| error.is_away() && begun.elapsed() < patience)
        .call()
}

/// Takes the right to write for this session. Who left has taken back what they signed and is gone as
/// soon as the server has seen it, which is waited for.
pub(super) fn sit(connection: &Connection) -> Result<(), StoreError> {
    sit_after(connection, LOOKS_AFTER, Option::is_none)
}

/// The same, and looks again for those who `is_going` says go.
fn sit_after(
    connection: &Connection,
    looks: usize,
    is_going: impl Fn(&Option<Holder>) -> bool,
) -> Result<(), StoreError> {
    let looks = ConstantBuilder::default()
        .with_delay(LOOK)
        .with_max_times(looks);
    (|| try_to_sit(connection))
        .retry(looks)
        .when(|error| matches!(error, StoreError::Held { by } if is_going(by)))
        .call()
}

fn try_to_sit(connection: &Connection) -> Result<(), StoreError> {
    let take = format!("SELECT pg_try_advisory_lock({NAME})");
    match connection.query_row(&take, [], |row| row.get(0))? {
        true => Ok(()),
        false => Err(StoreError::Held {
            by: signed(connection)?,
        }),
    }
}

/// Says who has it.
pub(super) fn sign(connection: &Connection, holder: &Holder) -> Result<(), StoreError> {
    let system = rustix::system::uname();
    let machine = system.nodename().to_string_lossy();
    let signing = connection.begin(Will::Write)?;
    signing.execute("DELETE FROM holder", [])?;
    signing.execute(
        "INSERT INTO holder (pid, command, since) VALUES (?1, ?2, ?3)",
        (
            holder.pid,
            format!("{} on {machine}", holder.command).replace(char::is_control, " "),
            holder.since.to_string(),
        ),
    )?;
    Ok(signing.commit()?)
}

/// Leaves nothing of what was deleted in the tables' files. False where a program is in the way that
/// reads all the time. Backups and the write-ahead log are the server's keeper's to clear.
pub(super) fn scrub(connection: &Connection) -> Result<bool, StoreError> {
    connection.execute_batch(&format!("SET lock_timeout = {PATIENCE}"))?;
    for table in WITH_WORDS {
        match connection.execute_batch(&format!("VACUUM (FULL) {table}")) {
            Err(database::Error::Server(error))
                if error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) =>
            {
                return Ok(false);
            }
            done => done?,
        }
    }
    connection.execute_batch("RESET lock_timeout")?;
    Ok(true)
}

/// Leaves: nobody reads who wrote last.
pub(super) fn leave(connection: &Connection) {
    // Only so that nobody reads an old name; the right goes with the session.
    drop(connection.execute("DELETE FROM holder", []));
}

/// Who wrote last, as they said.
fn signed(connection: &Connection) -> Result<Option<Holder>, StoreError> {
    if upgrades::found(connection)? == 0 {
        return Ok(None);
    }
    let read = "SELECT pid, command, since FROM holder";
    let found = connection.query_row(read, [], |row| {
        let (pid, since) = (row.get(0)?, row.get::<_, String>(2)?);
        Ok((pid, row.get(1)?, since))
    });
    Ok(found.optional()?.and_then(|(pid, command, since)| {
        Some(Holder {
            pid,
            command,
            since: since.parse().ok()?,
        })
    }))
}

/// Who holds the archive just now.
pub(super) fn holding(connection: &Connection) -> Result<Holding, StoreError> {
    let look = format!("SELECT pg_try_advisory_lock_shared({NAME})");
    let signed = signed(connection)?;
    Ok(match connection.query_row(&look, [], |row| row.get(0))? {
        true => {
            let leave = format!("SELECT pg_advisory_unlock_shared({NAME})");
            connection.query_row(&leave, [], |_| Ok(()))?;
            Holding::Nobody(signed)
        }
        false => Holding::Somebody(signed),
    })
}
