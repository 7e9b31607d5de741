//! Runs over folders: when, which, and what came of them.

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use crate::database;
use crate::database::Connection;
use crate::database::OptionalRow;
use crate::database::Row;
use crate::document::LogEvent;

use super::Store;
use super::Writer;
use super::error::StoreError;

/// The archive's name for a run: 1, 2, 3 …
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImportId(pub i64);

/// A run's reconciliation: `found` is the sum of the other seven.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Directory entries that are not directories, and what the containers among them hold.
    pub found: u64,
    /// New documents.
    pub imported: u64,
    /// Already imported from this path.
    pub known: u64,
    /// Same bytes from another path.
    pub duplicates: u64,
    /// Archives of files: their members are counted for themselves.
    pub unpacked: u64,
    /// Unreadable.
    pub quarantined: u64,
    /// Secret.
    pub refused: u64,
    /// Not papers.
    pub skipped: u64,
}

/// One run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its name.
    pub id: ImportId,
    /// The folder, for people.
    pub folder: String,
    /// When it began.
    pub started: Timestamp,
    /// When it ended and what came of it; none while it runs and when it was interrupted.
    pub finished: Option<(Timestamp, Counts)>,
}

/// What a run over folders is, besides its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beginning {
    /// The folders, for people.
    pub folder: String,
    /// When.
    pub started: Timestamp,
    /// The body whose folder it is, where said: it decides how numbers are read.
    pub home: Option<String>,
    /// The charset a person said the files are in.
    pub charset: Option<String>,
}

impl Writer {
    /// Notes that a run begins.
    pub fn start_import(&mut self, run: &Beginning) -> Result<ImportId, StoreError> {
        let mut batch = self.begin()?;
        let id = start(batch.connection(), None, &run.folder, run.started)?;
        batch.log(LogEvent::ImportBegun {
            import: id.0,
            folder: run.folder.clone(),
            started: run.started,
            home: run.home.clone(),
            charset: run.charset.clone(),
        })?;
        batch.commit()?;
        Ok(id)
    }

    /// Notes that a run ended and what came of it.
    pub fn finish_import(
        &mut self,
        id: ImportId,
        at: Timestamp,
        counts: Counts,
    ) -> Result<(), StoreError> {
        let mut batch = self.begin()?;
        finish(batch.connection(), id, at, counts)?;
        batch.log(ended(id, at, counts))?;
        batch.commit()?;
        Ok(())
    }
}

const RUN: &str = "SELECT id, folder, started, finished, found, imported, known, duplicates,
     quarantined, refused, skipped, unpacked FROM imports";

/// The end of a run as the log has it.
pub(super) fn ended(id: ImportId, finished: Timestamp, counts: Counts) -> LogEvent {
    LogEvent::ImportEnded {
        import: id.0,
        finished,
        found: counts.found,
        imported: counts.imported,
        known: counts.known,
        duplicates: counts.duplicates,
        unpacked: counts.unpacked,
        quarantined: counts.quarantined,
        refused: counts.refused,
        skipped: counts.skipped,
    }
}

/// Writes a run's row, under its number where it has one.
pub(super) fn start(
    connection: &Connection,
    id: Option<i64>,
    folder: &str,
    started: Timestamp,
) -> Result<ImportId, StoreError> {
    let insert = "INSERT INTO imports (id, folder, started)
         VALUES (COALESCE(?1, (SELECT COALESCE(MAX(id), 0) + 1 FROM imports)), ?2, ?3) RETURNING id";
    let row = (id, folder, started.to_string());
    Ok(ImportId(
        connection.query_row(insert, row, |row| row.get(0))?,
    ))
}

/// Completes a run's row.
pub(super) fn finish(
    connection: &Connection,
    id: ImportId,
    at: Timestamp,
    counts: Counts,
) -> Result<(), StoreError> {
    let update = "UPDATE imports SET finished = ?2, found = ?3, imported = ?4, known = ?5,
         duplicates = ?6, quarantined = ?7, refused = ?8, skipped = ?9, unpacked = ?10 WHERE id = ?1";
    let row = (
        id.0,
        at.to_string(),
        counts.found.cast_signed(),
        counts.imported.cast_signed(),
        counts.known.cast_signed(),
        counts.duplicates.cast_signed(),
        counts.quarantined.cast_signed(),
        counts.refused.cast_signed(),
        counts.skipped.cast_signed(),
        counts.unpacked.cast_signed(),
    );
    connection.execute(update, row)?;
    Ok(())
}

impl Store {
    /// One run.
    pub fn import(&self, id: ImportId) -> Result<Option<Import>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(&format!("{RUN} WHERE id = ?1"))?;
            Ok(statement.query_row([id.0], read).optional()?)
        })
    }

    /// The latest runs, newest first.
    pub fn imports(&self, limit: u32) -> Result<Vec<Import>, StoreError> {
        self.readers.with(|connection| latest(connection, limit))
    }
}

/// The latest runs, newest first.
pub(super) fn latest(connection: &Connection, limit: u32) -> Result<Vec<Import>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{RUN} ORDER BY id DESC LIMIT ?1"))?;
    let rows = statement.query_map([limit], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> Result<Import, database::Error> {
    let finished = match row.get::<_, Option<String>>(3)? {
        Some(at) => Some((time(3, &at)?, counts(row)?)),
        None => None,
    };
    Ok(Import {
        id: ImportId(row.get(0)?),
        folder: row.get(1)?,
        started: time(2, &row.get::<_, String>(2)?)?,
        finished,
    })
}

fn counts(row: &Row<'_>) -> Result<Counts, database::Error> {
    let count = |at: usize| row.get::<_, i64>(at).map(i64::cast_unsigned);
    Ok(Counts {
        found: count(4)?,
        imported: count(5)?,
        known: count(6)?,
        duplicates: count(7)?,
        quarantined: count(8)?,
        refused: count(9)?,
        skipped: count(10)?,
        unpacked: count(11)?,
    })
}

pub(super) fn time(column: usize, written: &str) -> Result<Timestamp, database::Error> {
    written
        .parse()
        .map_err(|_| database::Error::wrong(column, "a text that is no time"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::archive;
    use crate::store::fixture::beginning;

    #[test]
    fn runs_are_listed_with_what_came_of_them() {
        let (_folder, mut writer, first) = archive();
        let second = writer.start_import(&beginning("/more")).unwrap();
        let counts = Counts {
            found: 8,
            imported: 2,
            known: 1,
            duplicates: 1,
            unpacked: 1,
            quarantined: 1,
            refused: 1,
            skipped: 1,
        };
        writer.finish_import(first, Timestamp::MAX, counts).unwrap();
        let runs = writer.store().imports(10).unwrap();
        let seen: Vec<_> = runs.iter().map(|run| (run.id, run.finished)).collect();
        assert_eq!(
            seen,
            [(second, None), (first, Some((Timestamp::MAX, counts)))]
        );
    }
}
