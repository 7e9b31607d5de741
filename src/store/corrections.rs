//! What people put right: kept for ever, applied whenever a document is written, undone at will.
//!
//! `documents` always has what holds: what the machine read with the live corrections on it. What
//! the machine read is kept beside it from the first correction on, so that undoing finds it.

use jiff::Timestamp;

use crate::database::Connection;
use crate::database::OptionalRow;
use crate::database::Row;
use crate::database::Value;
use crate::database::Will;
use crate::document::Correctable;
use crate::document::Correction;
use crate::document::CorrectionSource;
use crate::document::Description;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::Finding;
use crate::document::LogEvent;
use crate::document::Words;
use crate::document::correction;

use super::Store;
use super::batch::Batch;
use super::error::StoreError;
use super::row;

/// A correction as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    /// Its number among those of its document, in the order they came, from 1: a number over all
    /// documents would tell of documents somebody may not see.
    pub number: i64,
    /// The document it is about; it need not be in the archive.
    pub document: DocumentId,
    /// What it says.
    pub correction: Correction,
    /// When it was undone, and by whom.
    pub undone: Option<(Timestamp, String)>,
}

/// What the machine read of a document.
type Reading = (Description, Vec<Finding>);

const COLUMNS: &str = "(SELECT COUNT(*) FROM corrections AS before \
    WHERE before.document = corrections.document AND before.id <= corrections.id), document, field, value, was, source, who, at, reason, \
    undone_at, undone_by";

impl Batch<'_> {
    /// Puts a field right; the document follows if it is in the archive, else when it comes. Gives
    /// the correction's number.
    pub fn correct(
        &mut self,
        document: &DocumentId,
        correction: &Correction,
    ) -> Result<i64, StoreError> {
        let (connection, log) = self.connection_and_log();
        let number = insert(connection, None, document, correction)?;
        let words = Words {
            value: correction.value.clone(),
            was: correction.was.clone(),
            reason: correction.reason.clone(),
        };
        log.append_with(connection, document, &words, |words| LogEvent::Corrected {
            document: document.clone(),
            correction: number,
            field: correction.field,
            source: correction.source,
            by: correction.who.clone(),
            made: correction.at,
            words,
        })?;
        self.correct_anew(document)?;
        let count = "SELECT COUNT(*) FROM corrections WHERE document = ?1";
        let counted = self
            .connection()
            .query_row(count, [document.as_str()], |row| row.get(0));
        Ok(counted?)
    }

    /// Takes a correction back: what the machine read, or an earlier correction, holds again. False
    /// if there is none of this number on this document, or it was taken back before.
    pub fn undo_correction(
        &mut self,
        document: &DocumentId,
        number: i64,
        who: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let Some(correction) = nth(self.connection(), document, number)? else {
            return Ok(false);
        };
        let undone = undo(self.connection(), document, correction, who, at)?;
        if undone {
            self.log(LogEvent::Undone {
                document: document.clone(),
                correction,
                by: who.to_owned(),
                made: at,
            })?;
            self.correct_anew(document)?;
        }
        Ok(undone)
    }

    /// Forgets every correction of a document: they may tell what a secret paper says.
    pub fn forget_corrections(&mut self, document: &DocumentId) -> Result<(), StoreError> {
        let (connection, log) = self.connection_and_log();
        forget(connection, document)?;
        log.forget_words(connection, document)
    }

    fn correct_anew(&mut self, id: &DocumentId) -> Result<(), StoreError> {
        let key = Value::Text(id.as_str().to_owned());
        let Some(mut document) = row::fetch(self.connection(), "id", &key)? else {
            return Ok(());
        };
        if let Some((description, findings)) = reading(self.connection(), id)? {
            document.description = description;
            document.findings = findings;
        }
        correct_anew(self.connection(), &mut document)?;
        self.put_row(&mut document)
    }
}

/// Writes a correction's row, under its number where it has one. Gives its number.
pub(super) fn insert(
    connection: &Connection,
    number: Option<i64>,
    document: &DocumentId,
    correction: &Correction,
) -> Result<i64, StoreError> {
    let insert =
        "INSERT INTO corrections (id, document, field, value, was, source, who, at, reason)
         VALUES (COALESCE(?1, (SELECT COALESCE(MAX(id), 0) + 1 FROM corrections)),
             ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id";
    let values = (
        number,
        document.as_str(),
        correction.field.code(),
        &correction.value,
        &correction.was,
        correction.source.code(),
        &correction.who,
        correction.at.to_string(),
        &correction.reason,
    );
    Ok(connection.query_row(insert, values, |row| row.get(0))?)
}

/// The name in the catalogue of a document's first, second … correction.
pub(super) fn nth(
    connection: &Connection,
    document: &DocumentId,
    number: i64,
) -> Result<Option<i64>, StoreError> {
    let find = "SELECT id FROM corrections WHERE document = ?1 AND ?2 > 0
         ORDER BY id LIMIT 1 OFFSET ?2 - 1";
    let found = connection.query_row(find, (document.as_str(), number), |row| row.get(0));
    Ok(found.optional()?)
}

/// Marks a correction as taken back; false if there is none to take back.
pub(super) fn undo(
    connection: &Connection,
    document: &DocumentId,
    number: i64,
    who: &str,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let undo = "UPDATE corrections SET undone_at = ?3, undone_by = ?4
         WHERE id = ?1 AND document = ?2 AND undone_at IS NULL";
    let values = (number, document.as_str(), at.to_string(), who);
    Ok(connection.execute(undo, values)? > 0)
}

/// Deletes all that was typed about a document: its corrections, why its file was released.
pub(super) fn forget(connection: &Connection, document: &DocumentId) -> Result<(), StoreError> {
    for statement in [
        "DELETE FROM corrections WHERE document = ?1",
        "UPDATE releases SET reason = '' WHERE digest >= ?1 AND digest < ?1 || 'g'",
    ] {
        connection.execute(statement, [document.as_str()])?;
    }
    Ok(())
}

/// Makes a document as the machine read it what it is with its corrections, and keeps the reading.
pub(super) fn correct_anew(
    connection: &Connection,
    document: &mut Document,
) -> Result<(), StoreError> {
    let made = of_document(connection, &document.id)?;
    if made.is_empty() {
        return Ok(());
    }
    let id = document.id.as_str();
    let put = "INSERT INTO readings (document, description, findings) VALUES (?1, ?2, ?3)
         ON CONFLICT (document) DO UPDATE SET description = excluded.description,
             findings = excluded.findings";
    let written = (
        id,
        serde_json::to_string(&document.description)
            .map_err(|_| row::damaged(id, "description"))?,
        serde_json::to_string(&document.findings).map_err(|_| row::damaged(id, "findings"))?,
    );
    connection.prepare_cached(put)?.execute(written)?;
    let live = made.iter().filter(|made| made.undone.is_none());
    correction::apply(
        live.map(|made| &made.correction),
        &mut document.description,
        &mut document.findings,
    );
    Ok(())
}

impl Store {
    /// Every correction of a document, also those taken back, in the order of their times.
    pub fn corrections(&self, document: &DocumentId) -> Result<Vec<Corrected>, StoreError> {
        self.readers
            .with(|connection| of_document(connection, document))
    }

    /// Every correction of every document, in the order of their times.
    pub fn all_corrections(&self) -> Result<Vec<Corrected>, StoreError> {
        self.readers.with(all)
    }

    /// What the machine read of a document that was ever corrected.
    pub fn reading(
        &self,
        document: &DocumentId,
    ) -> Result<Option<(Description, Vec<Finding>)>, StoreError> {
        self.readers
            .with(|connection| reading(connection, document))
    }
}

/// Every correction of every document, in the order of their times.
pub(super) fn all(connection: &Connection) -> Result<Vec<Corrected>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM corrections"))?;
    in_time(statement.query_map([], read)?)
}

/// What the machine read of a document that was ever corrected.
pub(super) fn reading(
    connection: &Connection,
    id: &DocumentId,
) -> Result<Option<Reading>, StoreError> {
    let select = "SELECT description, findings FROM readings WHERE document = ?1";
    let mut statement = connection.prepare_cached(select)?;
    let written: Option<(String, String)> = statement
        .query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let parsed = written.map(|(description, findings)| {
        let description = serde_json::from_str(&description).ok()?;
        Some((description, serde_json::from_str(&findings).ok()?))
    });
    match parsed {
        None => Ok(None),
        Some(Some(reading)) => Ok(Some(reading)),
        Some(None) => Err(row::damaged(id.as_str(), "reading")),
    }
}

/// Whether a document says what its reading with the live corrections on it says. One that was never
/// corrected does.
pub(super) fn agrees(connection: &Connection, id: &DocumentId) -> Result<bool, StoreError> {
    // Both as of one moment.
    let connection = connection.begin(Will::Read)?;
    let made = of_document(&connection, id)?;
    let reading = reading(&connection, id)?;
    let key = Value::Text(id.as_str().to_owned());
    let Some(document) = row::fetch(&connection, "id", &key)? else {
        return Ok(true);
    };
    let Some((mut description, mut findings)) = reading else {
        return Ok(made.is_empty());
    };
    let live = made.iter().filter(|made| made.undone.is_none());
    let live = live.map(|made| &made.correction);
    correction::apply(live, &mut description, &mut findings);
    Ok(description == document.description && findings == document.findings)
}

fn of_document(connection: &Connection, id: &DocumentId) -> Result<Vec<Corrected>, StoreError> {
    let select = format!("SELECT {COLUMNS} FROM corrections WHERE document = ?1");
    let mut statement = connection.prepare_cached(&select)?;
    in_time(statement.query_map([id.as_str()], read)?)
}

type Parsed = Result<Corrected, StoreError>;

fn in_time(
    rows: impl Iterator<Item = Result<Parsed, crate::database::Error>>,
) -> Result<Vec<Corrected>, StoreError> {
    let mut corrections = rows
        .map(|row| row.map_err(StoreError::from).and_then(|parsed| parsed))
        .collect::<Result<Vec<_>, _>>()?;
    corrections.sort_by(|one, other| {
        let order = one.correction.at.cmp(&other.correction.at);
        order
            .then_with(|| one.document.cmp(&other.document))
            .then_with(|| one.number.cmp(&other.number))
    });
    Ok(corrections)
}

fn read(row: &Row<'_>) -> Result<Parsed, crate::database::Error> {
    let id: String = row.get(1)?;
    let (field, source): (String, String) = (row.get(2)?, row.get(5)?);
    let at: String = row.get(7)?;
    let undone: (Option<String>, Option<String>) = (row.get(9)?, row.get(10)?);
    let (number, value, was) = (row.get(0)?, row.get(3)?, row.get(4)?);
    let (who, reason) = (row.get(6)?, row.get(8)?);
    let parsed = || {
        Some(Corrected {
            number,
            document: DocumentId::parse(&id)?,
            correction: Correction {
                field: field.parse::<Correctable>().ok()?,
                value,
                was,
                source: CorrectionSource::from_code(&source)?,
                who,
                at: at.parse().ok()?,
                reason,
            },
            undone: match undone {
                (Some(at), Some(by)) => Some((at.parse().ok()?, by)),
                _ => None,
            },
        })
    };
    Ok(parsed().ok_or_else(|| row::damaged(&id, "correction")))
}

#[cfg(test)]
mod tests;
