//! What people put right: kept for ever, applied whenever a document is written, undone at will.
//!
//! `documents` always has what holds: what the machine read with the live corrections on it. What
//! the machine read is kept beside it from the first correction on, so that undoing finds it.

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Row;
use rusqlite::types::Value;

use crate::document::Correctable;
use crate::document::Correction;
use crate::document::CorrectionSource;
use crate::document::Description;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::Finding;
use crate::document::correction;

use super::Store;
use super::batch::Batch;
use super::error::StoreError;
use super::row;

/// A correction as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    /// Its name in the archive.
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

const COLUMNS: &str = "id, document, field, value, was, source, who, at, reason, \
    undone_at, undone_by";

impl Batch<'_> {
    /// Puts a field right; the document follows if it is in the archive, else when it comes. Gives
    /// the correction's number.
    pub fn correct(
        &mut self,
        document: &DocumentId,
        correction: &Correction,
    ) -> Result<i64, StoreError> {
        let insert =
            "INSERT INTO corrections (document, field, value, was, source, who, at, reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id";
        let values = (
            document.as_str(),
            correction.field.code(),
            &correction.value,
            &correction.was,
            correction.source.code(),
            &correction.who,
            correction.at.to_string(),
            &correction.reason,
        );
        let number = self
            .connection()
            .query_row(insert, values, |row| row.get(0))?;
        self.correct_anew(document)?;
        Ok(number)
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
        let undo = "UPDATE corrections SET undone_at = ?3, undone_by = ?4
             WHERE id = ?1 AND document = ?2 AND undone_at IS NULL";
        let values = (number, document.as_str(), at.to_string(), who);
        let undone = self.connection().execute(undo, values)? > 0;
        if undone {
            self.correct_anew(document)?;
        }
        Ok(undone)
    }

    /// Forgets every correction of a document: they may tell what a secret paper says.
    pub fn forget_corrections(&mut self, document: &DocumentId) -> Result<(), StoreError> {
        let forget = "DELETE FROM corrections WHERE document = ?1";
        self.connection().execute(forget, [document.as_str()])?;
        Ok(())
    }

    fn correct_anew(&mut self, id: &DocumentId) -> Result<(), StoreError> {
        let key = Value::Text(id.as_str().to_owned());
        let Some(mut document) = row::fetch(self.connection(), "id", key)? else {
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
        let select = format!("SELECT {COLUMNS} FROM corrections");
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(&select)?;
            in_time(statement.query_map([], read)?)
        })
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

fn reading(connection: &Connection, id: &DocumentId) -> Result<Option<Reading>, StoreError> {
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

fn of_document(connection: &Connection, id: &DocumentId) -> Result<Vec<Corrected>, StoreError> {
    let select = format!("SELECT {COLUMNS} FROM corrections WHERE document = ?1");
    let mut statement = connection.prepare_cached(&select)?;
    in_time(statement.query_map([id.as_str()], read)?)
}

type Parsed = Result<Corrected, StoreError>;

fn in_time(
    rows: impl Iterator<Item = Result<Parsed, rusqlite::Error>>,
) -> Result<Vec<Corrected>, StoreError> {
    let mut corrections = rows
        .map(|row| row.map_err(StoreError::from).and_then(|parsed| parsed))
        .collect::<Result<Vec<_>, _>>()?;
    corrections.sort_by_key(|one| (one.correction.at, one.number));
    Ok(corrections)
}

fn read(row: &Row<'_>) -> Result<Parsed, rusqlite::Error> {
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
mod tests {
    use super::*;
    use crate::store::fixture::archive;
    use crate::store::fixture::document;
    use crate::store::fixture::pages;
    use crate::store::fixture::put;

    fn subject(value: &str, second: i64) -> Correction {
        Correction {
            field: Correctable::Subject,
            value: Some(value.to_owned()),
            was: None,
            source: CorrectionSource::Person,
            who: "Lan".to_owned(),
            at: Timestamp::from_second(second).unwrap(),
            reason: None,
        }
    }

    #[track_caller]
    fn check(store: &Store, id: &DocumentId, expected: &str) {
        let found = store.document(id).unwrap().unwrap();
        assert_eq!(found.description.subject.as_deref(), Some(expected));
        let broken = store.verify_documents(0).find(|checked| {
            let checked = checked.as_ref().unwrap();
            !checked.problems.is_empty()
        });
        assert!(broken.is_none());
    }

    #[test]
    fn a_correction_survives_rewriting_and_deletion_and_can_be_undone() {
        let (_folder, mut writer, _) = archive();
        let mut batch = writer.begin().unwrap();
        let id = put(&mut batch, b"one", "máy đọc").id;
        let first = batch.correct(&id, &subject("người sửa", 1)).unwrap();
        assert_eq!(batch.commit().unwrap(), 2, "the index has to follow");
        check(writer.store(), &id, "người sửa");
        let (reading, _) = writer.store().reading(&id).unwrap().unwrap();
        assert_eq!(reading.subject.as_deref(), Some("máy đọc"));

        let mut batch = writer.begin().unwrap();
        let mut again = document(b"one", "máy đọc lại");
        batch.put_document(&mut again, &pages("x")).unwrap();
        assert_eq!(again.description.subject.as_deref(), Some("người sửa"));
        batch.commit().unwrap();
        check(writer.store(), &id, "người sửa");

        let mut batch = writer.begin().unwrap();
        batch.delete_document(&id).unwrap();
        batch.commit().unwrap();
        assert_eq!(writer.store().reading(&id).unwrap(), None);
        let mut batch = writer.begin().unwrap();
        put(&mut batch, b"one", "máy đọc");
        batch.commit().unwrap();
        check(writer.store(), &id, "người sửa");

        let mut batch = writer.begin().unwrap();
        let earlier = batch.correct(&id, &subject("sớm hơn", 0)).unwrap();
        batch.commit().unwrap();
        check(writer.store(), &id, "người sửa");
        for (number, holds) in [(first, "sớm hơn"), (earlier, "máy đọc")] {
            let mut batch = writer.begin().unwrap();
            let at = Timestamp::UNIX_EPOCH;
            assert!(batch.undo_correction(&id, number, "Lan", at).unwrap());
            assert!(!batch.undo_correction(&id, number, "Lan", at).unwrap());
            batch.commit().unwrap();
            check(writer.store(), &id, holds);
        }
        assert_eq!(writer.store().corrections(&id).unwrap().len(), 2);
        let mut batch = writer.begin().unwrap();
        batch.forget_corrections(&id).unwrap();
        batch.commit().unwrap();
        assert_eq!(writer.store().all_corrections().unwrap(), []);
    }

    #[test]
    fn a_correction_may_come_before_its_paper() {
        let (_folder, mut writer, _) = archive();
        let id = document(b"one", "").id;
        let mut batch = writer.begin().unwrap();
        batch.correct(&id, &subject("đã biết", 0)).unwrap();
        put(&mut batch, b"one", "máy đọc");
        batch.commit().unwrap();
        check(writer.store(), &id, "đã biết");
    }

    #[test]
    fn the_queue_holds_doubts_for_people_until_they_are_settled() {
        let (_folder, mut writer, import) = archive();
        let mut batch = writer.begin().unwrap();
        let mut ids = Vec::new();
        for (bytes, codes) in [
            (b"one", vec!["subject-missing", "name-lies"]),
            (b"two", vec!["name-lies"]),
            (b"six", vec!["subject-missing", "subject-odd"]),
        ] {
            let mut paper = document(bytes, "");
            let finding = |code| Finding::new(crate::document::Field::Subject, code, "x");
            paper.findings = codes.into_iter().map(finding).collect();
            batch.put_original(bytes, &paper.digest).unwrap();
            batch.put_document(&mut paper, &pages("x")).unwrap();
            ids.push(paper.id);
        }
        batch.commit().unwrap();
        let queue = |store: &Store, code, import| -> Vec<DocumentId> {
            let queue = store.doubtful(code, import, 0, 10).unwrap();
            queue.into_iter().map(|doubtful| doubtful.id).collect()
        };
        let store = writer.store().clone();
        assert_eq!(queue(&store, None, None), [ids[0].clone(), ids[2].clone()]);
        assert_eq!(queue(&store, Some("subject-odd"), None), [ids[2].clone()]);
        assert_eq!(queue(&store, None, Some(import)), [], "none of this run");
        assert_eq!(store.doubtful_count().unwrap(), 2);
        assert_eq!(
            store.doubts(None).unwrap()[0],
            ("subject-missing".to_owned(), 2)
        );
        let mut batch = writer.begin().unwrap();
        batch.correct(&ids[0], &subject("có rồi", 0)).unwrap();
        batch.commit().unwrap();
        assert_eq!(queue(&store, None, None), [ids[2].clone()]);
        let last = store.doubtful(None, None, 0, 10).unwrap()[0].place;
        assert_eq!(store.doubtful(None, None, last, 10).unwrap(), []);
    }
}
