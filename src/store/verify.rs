//! Is everything still as it was acknowledged? Every original re-hashed, every row read back.
//!
//! Reports and never repairs. The caller draws one document at a time, so it can go slowly, stop,
//! and go on after the last sequence another day.

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::database::Connection;
use crate::database::OptionalRow;
use crate::database::Value;
use crate::database::ValueRef;
use crate::document::DocumentId;

use super::Store;
use super::corrections;
use super::error::StoreError;
use super::fixity::Pace;
use super::row;

/// Something that is not as it was acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Problem {
    /// A document's original is gone.
    OriginalMissing(PathBuf),
    /// A document's original has other bytes.
    OriginalDamaged(PathBuf),
    /// A document's original cannot be read, and what the system said.
    OriginalUnreadable(PathBuf, String),
    /// A document's row has other values than were written.
    RowDamaged,
    /// A corrected document's row is not what was read of it with its corrections.
    ReadingDamaged,
    /// A document's text is missing or has other bytes.
    PagesDamaged,
    /// What SQLite says of the database file.
    Catalogue(String),
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OriginalMissing(path) => write!(out, "original missing: `{}`", path.display()),
            Self::OriginalDamaged(path) => write!(out, "original damaged: `{}`", path.display()),
            Self::OriginalUnreadable(path, why) => {
                write!(out, "original unreadable: `{}`: {why}", path.display())
            }
            Self::RowDamaged => out.write_str("row damaged in the catalogue"),
            Self::ReadingDamaged => {
                out.write_str("what was read before the corrections damaged in the catalogue")
            }
            Self::PagesDamaged => out.write_str("text missing or damaged in the catalogue"),
            Self::Catalogue(what) => write!(out, "catalogue: {what}"),
        }
    }
}

/// One document looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Its sequence, to go on from.
    pub sequence: u64,
    /// Which one, as its row names it.
    pub id: String,
    /// The SHA-256 of its original, as its row has it.
    pub digest: String,
    /// Size of its original in bytes, for progress.
    pub bytes: u64,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

impl Store {
    /// What SQLite itself finds wrong with the database file and the references in it.
    pub fn verify_catalogue(&self) -> Result<Vec<Problem>, StoreError> {
        self.readers.with(catalogue_problems)
    }

    /// Looks at every document whose sequence is greater than `after`, in that order, its original
    /// included. One that changes meanwhile moves to the end and is looked at there.
    pub fn verify_documents<'a>(
        &'a self,
        after: u64,
        pace: &'a mut Pace,
    ) -> impl Iterator<Item = Result<Checked, StoreError>> + use<'a> {
        self.verify_each(after, Look::Whole(pace))
    }

    /// The same without the originals: the catalogue alone.
    pub fn verify_rows(
        &self,
        after: u64,
    ) -> impl Iterator<Item = Result<Checked, StoreError>> + use<'_> {
        self.verify_each(after, Look::Not)
    }

    /// All documents, of originals only looking whether they are there and as long as they were.
    pub fn glance_at_documents(
        &self,
    ) -> impl Iterator<Item = Result<Checked, StoreError>> + use<'_> {
        self.verify_each(0, Look::Glance)
    }

    fn verify_each<'a>(
        &'a self,
        after: u64,
        mut look: Look<'a>,
    ) -> impl Iterator<Item = Result<Checked, StoreError>> + use<'a> {
        let mut last = Some(after);
        std::iter::from_fn(move || {
            let checked = self.verify_next(last?, &mut look).transpose()?;
            // Where even the place of a row is damaged, going on could go on for ever.
            last = match &checked {
                Ok(checked) => Some(checked.sequence).filter(|&now| Some(now) > last),
                Err(_) => None,
            };
            Some(checked)
        })
    }

    fn verify_next(&self, after: u64, look: &mut Look<'_>) -> Result<Option<Checked>, StoreError> {
        let found = self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT {}, checksum, sequence FROM documents WHERE sequence > ?1
                 ORDER BY sequence LIMIT 1",
                row::COLUMNS
            ))?;
            let columns = statement.column_count();
            let found = statement.query_row([after.cast_signed()], |row| {
                (0..columns).map(|at| Ok(value(row.get_ref(at)?))).collect()
            });
            Ok(found.optional()?)
        })?;
        let Some(mut values): Option<Vec<Value>> = found else {
            return Ok(None);
        };
        let sequence = values.pop();
        let checksum = values.pop();
        let mut problems = BTreeSet::new();
        if checksum != Some(Value::Text(row::checksum(&values))) {
            problems.insert(Problem::RowDamaged);
        }
        let mut texts = values.iter().map(|value| match value {
            Value::Text(text) => text.as_str(),
            _ => "",
        });
        let id = texts.next().unwrap_or_default();
        let digest = texts.next().unwrap_or_default();
        problems.extend(self.verify_pages(id)?);
        if problems.is_empty() {
            problems.extend(self.verify_reading(id)?);
        }
        let bytes = unsigned(values.get(2));
        let is_whole = match look {
            Look::Whole(pace) => {
                let found = self.originals.digest(digest, pace)?;
                found.map(|found| found == digest)
            }
            Look::Glance => self.originals.size(digest)?.map(|found| found == bytes),
            Look::Not => Ok(true),
        };
        problems.extend(judge(self.originals.place(digest), is_whole));
        Ok(Some(Checked {
            sequence: unsigned(sequence.as_ref()),
            id: id.to_owned(),
            digest: digest.to_owned(),
            bytes,
            problems: problems.into_iter().collect(),
        }))
    }

    fn verify_pages(&self, id: &str) -> Result<Option<Problem>, StoreError> {
        let Some(id) = DocumentId::parse(id) else {
            return Ok(Some(Problem::RowDamaged));
        };
        match self.pages(&id) {
            Ok(Some(_)) => Ok(None),
            Ok(None) | Err(StoreError::DamagedDocument { .. }) => Ok(Some(Problem::PagesDamaged)),
            Err(StoreError::DamagedCatalogue(error)) => {
                Ok(Some(Problem::Catalogue(error.to_string())))
            }
            Err(error) => Err(error),
        }
    }

    fn verify_reading(&self, id: &str) -> Result<Option<Problem>, StoreError> {
        let Some(id) = DocumentId::parse(id) else {
            return Ok(Some(Problem::RowDamaged));
        };
        let agrees = self
            .readers
            .with(|connection| corrections::agrees(connection, &id));
        match agrees {
            Ok(true) => Ok(None),
            Ok(false) | Err(StoreError::DamagedDocument { .. }) => {
                Ok(Some(Problem::ReadingDamaged))
            }
            Err(error) => Err(error),
        }
    }

    /// Files among the originals that no document names: what an import killed between writing and
    /// acknowledging left, what a running import has not acknowledged yet, and strangers. Harmless, so no `Problem`.
    pub fn unlisted_originals(
        &self,
    ) -> impl Iterator<Item = Result<PathBuf, StoreError>> + use<'_> {
        (0..=u8::MAX).flat_map(|first| {
            let unlisted = self.unlisted_on(&format!("{first:02x}"));
            let (found, failed) = match unlisted {
                Ok(found) => (found, None),
                Err(error) => (BTreeSet::new(), Some(Err(error))),
            };
            found.into_iter().map(Ok).chain(failed)
        })
    }

    fn unlisted_on(&self, shelf: &str) -> Result<BTreeSet<PathBuf>, StoreError> {
        let mut unlisted = self.originals.on_shelf(shelf)?;
        let listed: Vec<String> = self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT digest FROM documents WHERE digest >= ?1 AND digest < ?1 || 'g'
                 UNION ALL SELECT digest FROM deleted
                 WHERE digest >= ?1 AND digest < ?1 || 'g' AND purged_at IS NULL",
            )?;
            let digests = statement.query_map([shelf], |row| row.get(0))?;
            Ok(digests.collect::<Result<_, _>>()?)
        })?;
        for digest in listed {
            unlisted.remove(&self.originals.place(&digest));
        }
        Ok(unlisted)
    }
}

/// What SQLite finds wrong with a catalogue.
pub(super) fn catalogue_problems(connection: &Connection) -> Result<Vec<Problem>, StoreError> {
    let mut problems = Vec::new();
    if connection.is_to_server() {
        // Its pages and references are the server's to watch.
        return Ok(problems);
    }
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    for line in statement.query_map([], |row| row.get::<_, String>(0))? {
        let line = line?;
        if line != "ok" {
            problems.push(Problem::Catalogue(line));
        }
    }
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    for table in statement.query_map([], |row| row.get::<_, String>(0))? {
        let table = table?;
        let line = format!("a row of {table} refers to a row that is not there");
        problems.push(Problem::Catalogue(line));
    }
    Ok(problems)
}

/// A value as it is, also where a text is no longer one.
fn value(found: ValueRef<'_>) -> Value {
    match found {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
        ValueRef::Text(bytes) => match String::from_utf8(bytes.to_vec()) {
            Ok(text) => Value::Text(text),
            Err(bytes) => Value::Blob(bytes.into_bytes()),
        },
    }
}

fn unsigned(value: Option<&Value>) -> u64 {
    match value {
        Some(Value::Integer(number)) => number.cast_unsigned(),
        _ => 0,
    }
}

/// How originals are looked at.
enum Look<'a> {
    /// Read from end to end.
    Whole(&'a mut Pace),
    /// Whether they are there and as long as they were.
    Glance,
    Not,
}

fn judge(path: PathBuf, is_whole: io::Result<bool>) -> Option<Problem> {
    match is_whole {
        Ok(true) => None,
        Ok(false) => Some(Problem::OriginalDamaged(path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Some(Problem::OriginalMissing(path))
        }
        Err(error) => Some(Problem::OriginalUnreadable(path, error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::store::Layout;
    use crate::store::fixture::archive_in_files;
    use crate::store::fixture::digest;
    use crate::store::fixture::put;
    use crate::store::fixture::root;

    #[test]
    fn every_damage_is_found_and_none_invented() {
        let (folder, mut writer, _) = archive_in_files();
        let mut batch = writer.begin().unwrap();
        let papers: Vec<Document> = (0..8_u8)
            .map(|number| put(&mut batch, &[number], "một"))
            .collect();
        batch.commit().unwrap();
        let store = writer.store().clone();
        let check = |after: u64| -> Vec<Vec<Problem>> {
            let mut pace = Pace::of(None);
            let checked = store.verify_documents(after, &mut pace);
            checked.map(|one| one.unwrap().problems).collect()
        };
        assert_eq!(check(0), vec![Vec::new(); 8]);
        assert_eq!(store.verify_catalogue().unwrap(), []);
        assert_eq!(store.unlisted_originals().count(), 0);

        let place = |number: usize| store.originals().place(&papers[number].digest);
        std::fs::remove_file(place(0)).unwrap();
        std::fs::remove_file(place(1)).unwrap();
        std::fs::write(place(1), "x").unwrap();
        let stranger = Layout::of(&root(&folder)).original(&digest(b"stranger"));
        std::fs::write(&stranger, "stranger").unwrap();
        let damage = |sql: &str, paper: usize| {
            let id = papers[paper].id.as_str();
            writer.connection().unwrap().execute(sql, [id]).unwrap();
        };
        damage("UPDATE documents SET subject = 'hai' WHERE id = ?1", 2);
        damage(
            "UPDATE documents SET subject = CAST(x'ff00' AS TEXT) WHERE id = ?1",
            3,
        );
        damage("UPDATE documents SET description = '{' WHERE id = ?1", 4);
        damage("UPDATE pages SET content = x'0102' WHERE document = ?1", 5);
        damage("DELETE FROM pages WHERE document = ?1", 6);
        let expected = [
            vec![Problem::OriginalMissing(place(0))],
            vec![Problem::OriginalDamaged(place(1))],
            vec![Problem::RowDamaged],
            vec![Problem::RowDamaged],
            vec![Problem::RowDamaged],
            vec![Problem::PagesDamaged],
            vec![Problem::PagesDamaged],
            vec![],
        ];
        assert_eq!(check(0), expected);
        assert_eq!(check(papers[4].sequence), expected[5..]);
        let unlisted: Vec<PathBuf> = store.unlisted_originals().map(Result::unwrap).collect();
        assert_eq!(unlisted, [stranger]);
        assert!(matches!(
            store.document(&papers[4].id),
            Err(StoreError::DamagedDocument {
                part: "description",
                ..
            })
        ));
        assert!(matches!(
            store.pages(&papers[5].id),
            Err(StoreError::DamagedDocument { .. })
        ));
    }
}
