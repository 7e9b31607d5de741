//! The queue of papers with doubts that ask for a person: which, how many, of which kind.

use jiff::Timestamp;

use crate::database::Connection;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::Finding;

use super::Store;
use super::error::StoreError;
use super::imports;
use super::imports::ImportId;
use super::row;

/// A run that brought papers with doubts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubtfulImport {
    /// Which run.
    pub id: ImportId,
    /// Its folder, for people.
    pub folder: String,
    /// When it began.
    pub started: Timestamp,
    /// Its papers with doubts.
    pub count: u64,
}

/// A paper in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubtful {
    /// Which document.
    pub id: DocumentId,
    /// The sequence of its last change.
    pub sequence: u64,
}

/// Replaces what is known of a document's doubts.
pub(super) fn put(connection: &Connection, document: &Document) -> Result<(), StoreError> {
    let id = document.id.as_str();
    connection
        .prepare_cached("DELETE FROM doubts WHERE document = ?1")?
        .execute([id])?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO doubts (document, code) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    )?;
    let findings = document.findings.iter();
    for finding in findings.filter(|finding| Finding::asks_for_a_person(finding)) {
        insert.execute([id, &finding.code])?;
    }
    Ok(())
}

impl Store {
    /// The first `limit` papers with doubts after this one, or from the head of the queue, where
    /// those are that came first; of one code, or of one run, where these are given.
    pub fn doubtful(
        &self,
        code: Option<&str>,
        import: Option<ImportId>,
        after: Option<&DocumentId>,
        limit: u32,
    ) -> Result<Vec<Doubtful>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, sequence FROM documents
                 WHERE rowid > COALESCE((SELECT rowid FROM documents WHERE id = ?1), 0)
                   AND EXISTS (SELECT 1 FROM doubts WHERE document = documents.id
                               AND (CAST(?2 AS TEXT) IS NULL OR code = ?2))
                   AND (CAST(?3 AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM sources
                        WHERE document = documents.id AND import = ?3))
                 ORDER BY rowid LIMIT ?4",
            )?;
            let mut rows = statement.query((
                after.map(DocumentId::as_str),
                code,
                import.map(|import| import.0),
                limit,
            ))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let id: String = row.get(0)?;
                found.push(Doubtful {
                    id: DocumentId::parse(&id).ok_or_else(|| row::damaged(&id, "id"))?,
                    sequence: row.get::<_, i64>(1)?.cast_unsigned(),
                });
            }
            Ok(found)
        })
    }

    /// How many papers have doubts.
    pub fn doubtful_count(&self) -> Result<u64, StoreError> {
        self.number("SELECT COUNT(DISTINCT document) FROM doubts")
    }

    /// Every doubt with the sequence of its document's last change, a document after the other.
    pub fn all_doubts(&self) -> Result<Vec<(u64, String)>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT documents.sequence, doubts.code FROM doubts
                 JOIN documents ON documents.id = doubts.document ORDER BY doubts.document",
            )?;
            let rows = statement.query_map([], |row| {
                Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How many papers, of one run where it is given, have each doubt, the most frequent first.
    pub fn doubts(&self, import: Option<ImportId>) -> Result<Vec<(String, u64)>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT code, COUNT(*) FROM doubts
                 WHERE CAST(?1 AS BIGINT) IS NULL OR document IN (SELECT document FROM sources WHERE import = ?1)
                 GROUP BY code ORDER BY 2 DESC, 1",
            )?;
            let rows = statement.query_map([import.map(|import| import.0)], |row| {
                Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned()))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The latest runs that brought papers with doubts, the newest first.
    pub fn doubtful_imports(&self, limit: u32) -> Result<Vec<DoubtfulImport>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT imports.id, imports.folder, imports.started, COUNT(*)
                 FROM (SELECT DISTINCT sources.import, doubts.document
                       FROM doubts JOIN sources ON sources.document = doubts.document) AS found
                 JOIN imports ON imports.id = found.import
                 GROUP BY imports.id ORDER BY imports.id DESC LIMIT ?1",
            )?;
            let mut rows = statement.query([limit])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(DoubtfulImport {
                    id: ImportId(row.get(0)?),
                    folder: row.get(1)?,
                    started: imports::time(2, &row.get::<_, String>(2)?)?,
                    count: row.get::<_, i64>(3)?.cast_unsigned(),
                });
            }
            Ok(found)
        })
    }
}
