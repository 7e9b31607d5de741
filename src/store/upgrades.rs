//! The catalogue's format and the steps from each one to the next.

use crate::database::Connection;
use crate::database::OptionalRow;
use crate::database::Will;
use crate::document::LogEvent;

use super::error::StoreError;
use super::log::Actor;
use super::log::Appender;
use super::log::adopt;

/// Step `n` leads from format `n` to `n + 1`; format 0 is an empty database. Steps are frozen once
/// released: archives of every format are out there.
const STEPS: &[&str] = &[
    include_str!("v1.sql"),
    include_str!("v2.sql"),
    include_str!("v3.sql"),
    include_str!("v4.sql"),
    include_str!("v5.sql"),
];

/// The same on a server, where archives began with this format; the steps after it follow.
const SERVER: (u32, &str) = (5, include_str!("server.sql"));

/// The first format with a log.
const LOGGED: u32 = 4;

/// The format this program writes.
#[must_use]
pub fn current() -> u32 {
    u32::try_from(STEPS.len()).unwrap_or(u32::MAX)
}

/// The format of a catalogue; 0 when it is empty, as a killed `create` leaves it.
pub(super) fn found(connection: &Connection) -> Result<u32, StoreError> {
    let made = match connection.is_to_server() {
        true => "SELECT 1 WHERE to_regclass('meta') IS NOT NULL",
        false => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'",
    };
    match connection.query_row(made, [], |_| Ok(())).optional()? {
        None => Ok(0),
        Some(()) => {
            let format = "SELECT value FROM meta WHERE name = 'format'";
            Ok(connection.query_row(format, [], |row| row.get(0))?)
        }
    }
}

/// Refuses a catalogue that cannot be read as it is.
pub(super) fn check_readable(connection: &Connection) -> Result<(), StoreError> {
    let (found, known) = (found(connection)?, current());
    match found.cmp(&known) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(StoreError::NewerFormat { found, known }),
        std::cmp::Ordering::Less => Err(StoreError::OlderFormat { found, known }),
    }
}

/// Brings a catalogue to the current format, in one transaction. A newer one is refused untouched.
/// The log tells of it; what a catalogue without a log holds is entered into it.
pub(super) fn upgrade(connection: &mut Connection, by: &Actor) -> Result<(), StoreError> {
    let transaction = connection.begin(Will::Write)?;
    let (found, known) = (found(&transaction)?, current());
    if found > known {
        return Err(StoreError::NewerFormat { found, known });
    }
    let mut from = found;
    if transaction.is_to_server() && found == 0 {
        transaction.execute_batch(SERVER.1)?;
        from = SERVER.0;
    }
    let behind = STEPS.get(usize::try_from(from).unwrap_or(usize::MAX)..);
    for step in behind.unwrap_or_default() {
        transaction.execute_batch(step)?;
    }
    if found < known {
        let set = "UPDATE meta SET value = ?1 WHERE name = 'format'";
        transaction.execute(set, [known])?;
        let mut log = Appender::begin(&transaction, by.clone())?;
        let event = match found {
            0 => LogEvent::Created { format: known },
            from => LogEvent::Upgraded { from, to: known },
        };
        log.append(&transaction, event)?;
        if (1..LOGGED).contains(&found) {
            adopt(&transaction, &mut log)?;
        }
        log.settle(&transaction)?;
    }
    Ok(transaction.commit()?)
}

/// Whether there are tables, though no catalogue: a move to a server has not ended.
pub(super) fn is_begun(connection: &Connection) -> Result<bool, StoreError> {
    let made = "SELECT to_regclass('meta') IS NOT NULL";
    Ok(connection.query_row(made, [], |row| row.get(0))?)
}

/// Makes the tables on a server, of a catalogue that is none until its format is set.
pub(super) fn begin(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch(SERVER.1)?;
    let later = usize::try_from(SERVER.0).unwrap_or(usize::MAX);
    for step in STEPS.get(later..).unwrap_or_default() {
        connection.execute_batch(step)?;
    }
    Ok(())
}

/// Makes an empty catalogue of the current format, without a log of its own.
pub(super) fn make(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.begin(Will::Write)?;
    for step in STEPS {
        transaction.execute_batch(step)?;
    }
    let set = "UPDATE meta SET value = ?1 WHERE name = 'format'";
    transaction.execute(set, [current()])?;
    Ok(transaction.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::actor;

    #[test]
    fn an_upgrade_ends_at_the_current_format_and_is_done_once() {
        let mut catalogue = Connection::open("").unwrap();
        assert_eq!(found(&catalogue).unwrap(), 0);
        for _ in 0..2 {
            upgrade(&mut catalogue, &actor()).unwrap();
            assert_eq!(found(&catalogue).unwrap(), current());
            check_readable(&catalogue).unwrap();
        }
    }

    #[test]
    fn another_format_is_refused_with_both_numbers() {
        let mut catalogue = Connection::open("").unwrap();
        let newest = current();
        let read = check_readable(&catalogue).unwrap_err().to_string();
        assert_eq!(
            read,
            format!("the archive has format 0 and must be upgraded to {newest} before it is read")
        );
        upgrade(&mut catalogue, &actor()).unwrap();
        catalogue
            .execute("UPDATE meta SET value = 99 WHERE name = 'format'", [])
            .unwrap();
        for refused in [
            check_readable(&catalogue),
            upgrade(&mut catalogue, &actor()),
        ] {
            let message = refused.unwrap_err().to_string();
            assert_eq!(
                message,
                "the archive has format 99, this program knows up to 5"
            );
        }
    }
}
