//! Documents deleted: out of everything at once, kept aside for a time, then removed for good.

use jiff::Timestamp;

use crate::database::Connection;
use crate::database::OptionalRow;
use crate::database::Row;
use crate::database::Value;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::LogEvent;
use crate::document::Words;

use super::Store;
use super::batch::Batch;
use super::corrections;
use super::error::StoreError;
use super::pages;
use super::row;

/// The code of a file whose document was deleted.
pub(super) const CODE: &str = "deleted";
/// What staff are told of such a file.
pub(super) const MESSAGE: &str = "văn bản đã bị xóa khỏi kho";

/// A document that was deleted.
#[derive(Debug, Clone, PartialEq)]
pub struct Deleted {
    /// Which one.
    pub id: DocumentId,
    /// SHA-256 of its original.
    pub digest: String,
    /// When it was deleted.
    pub at: Timestamp,
    /// By whom.
    pub who: String,
    /// Why; nothing is known of it once it is purged.
    pub reason: Option<String>,
    /// After this time it may be purged.
    pub keep_until: Timestamp,
    /// When it was removed for good.
    pub purged_at: Option<Timestamp>,
    /// The document as the machine read it; none once it is purged.
    pub document: Option<Document>,
}

/// What a deletion is.
#[derive(Debug, Clone)]
pub(super) struct Deletion<'d> {
    pub id: &'d DocumentId,
    pub at: Timestamp,
    pub who: &'d str,
    pub reason: Option<&'d str>,
    pub keep_until: Timestamp,
}

const COLUMNS: &str = "document, digest, at, who, reason, keep_until, purged_at, content";

impl Batch<'_> {
    /// Deletes a document: it is nowhere any more, but can be brought back until it is purged, which
    /// may be done after `keep_until`.
    pub fn delete(
        &mut self,
        id: &DocumentId,
        reason: &str,
        keep_until: Timestamp,
    ) -> Result<(), StoreError> {
        let connection = self.connection();
        let key = Value::Text(id.as_str().to_owned());
        let Some(mut document) = row::fetch(connection, "id", &key)? else {
            return Err(StoreError::NoDocument(id.clone()));
        };
        if let Some((description, findings)) = corrections::reading(connection, id)? {
            document.description = description;
            document.findings = findings;
        }
        let content = serde_json::to_string(&document);
        let content = content.map_err(|_| row::damaged(id.as_str(), "description"))?;
        let find = "SELECT content FROM pages WHERE document = ?1";
        let pages: Option<Vec<u8>> = connection
            .query_row(find, [id.as_str()], |row| row.get(0))
            .optional()?;
        let actor = self.actor();
        let deletion = Deletion {
            id,
            at: actor.at,
            who: &actor.who,
            reason: Some(reason),
            keep_until,
        };
        put_aside(connection, &deletion)?;
        let keep = "UPDATE deleted SET content = ?2, pages = ?3 WHERE document = ?1";
        connection.execute(keep, (id.as_str(), content, pages))?;
        self.bury(id)?;
        let words = Words {
            reason: Some(reason.to_owned()),
            ..Words::default()
        };
        let (connection, log) = self.connection_and_log();
        log.append_with(connection, id, &words, |words| LogEvent::Deleted {
            document: id.clone(),
            digest: document.digest,
            keep_until,
            words,
        })
    }

    /// Brings a deleted document back as it was; one that was purged may be imported again, false is
    /// returned then.
    pub fn undelete(&mut self, id: &DocumentId) -> Result<bool, StoreError> {
        let find = "SELECT content, pages FROM deleted WHERE document = ?1";
        let found: Option<(Option<String>, Option<Vec<u8>>)> = self
            .connection()
            .query_row(find, [id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((content, blob)) = found else {
            return Err(StoreError::NoDocument(id.clone()));
        };
        let is_whole = content.is_some();
        if let Some(content) = content {
            let damaged = |part| row::damaged(id.as_str(), part);
            let document: Result<Document, _> = serde_json::from_str(&content);
            let mut document = document.map_err(|_| damaged("description"))?;
            let text = pages::unpack(&blob.unwrap_or_default());
            self.put_document(&mut document, &text.ok_or_else(|| damaged("text"))?)?;
        }
        put_back(self.connection(), id)?;
        let document = id.clone();
        self.log(LogEvent::Undeleted { document })?;
        Ok(is_whole)
    }

    /// Forgets all of a deleted document but that it was deleted: its text, what it says of itself,
    /// why it was deleted, its corrections. Once the batch is committed, [`Store::drop_original`]
    /// is due.
    pub fn purge(&mut self, id: &DocumentId) -> Result<(), StoreError> {
        let at = self.actor().at;
        empty(self.connection(), id, at)?;
        self.forget_corrections(id)?;
        let document = id.clone();
        self.log(LogEvent::Purged { document })
    }
}

/// Takes a document's row and files out of sight and notes where they belong.
pub(super) fn put_aside(
    connection: &Connection,
    deletion: &Deletion<'_>,
) -> Result<(), StoreError> {
    let id = deletion.id.as_str();
    let note = "INSERT INTO deleted (document, digest, bytes, at, who, reason, keep_until)
         SELECT id, digest, bytes, ?2, ?3, ?4, ?5 FROM documents WHERE id = ?1";
    let (at, until) = (deletion.at.to_string(), deletion.keep_until.to_string());
    connection.execute(note, (id, at, deletion.who, deletion.reason, until))?;
    for statement in [
        "INSERT INTO deleted_sources (document, file, import, is_current)
             SELECT sources.document, file, sources.import,
                 CASE WHEN files.document = sources.document THEN 1 ELSE 0 END
             FROM sources JOIN files ON files.id = file
             WHERE sources.document = ?1 ORDER BY sources.id",
        "DELETE FROM sources WHERE document = ?1",
        "DELETE FROM pages WHERE document = ?1",
        "DELETE FROM readings WHERE document = ?1",
        "DELETE FROM doubts WHERE document = ?1",
    ] {
        connection.execute(statement, [id])?;
    }
    let hide = "UPDATE files SET verdict = 'skipped', document = NULL, code = ?2, message = ?3
         WHERE document = ?1";
    connection.execute(hide, (id, CODE, MESSAGE))?;
    connection.execute("DELETE FROM documents WHERE id = ?1", [id])?;
    Ok(())
}

/// Gives a document that has its row again its files too. Where the row is gone for good, the files
/// are read anew by the next import.
pub(super) fn put_back(connection: &Connection, id: &DocumentId) -> Result<(), StoreError> {
    let id = id.as_str();
    let find = "SELECT 1 FROM documents WHERE id = ?1";
    let is_there = connection.prepare_cached(find)?.exists([id])?;
    let files = match is_there {
        true => "verdict = 'kept', document = ?1, code = NULL, message = NULL",
        false => "modified_ns = 0",
    };
    let show = format!(
        "UPDATE files SET {files} WHERE id IN
             (SELECT file FROM deleted_sources WHERE document = ?1 AND is_current <> 0)"
    );
    connection.execute(&show, [id])?;
    if is_there {
        let sources = "INSERT INTO sources (document, file, import)
             SELECT document, file, import FROM deleted_sources WHERE document = ?1 ORDER BY id";
        connection.execute(sources, [id])?;
    }
    connection.execute("DELETE FROM deleted_sources WHERE document = ?1", [id])?;
    connection.execute("DELETE FROM deleted WHERE document = ?1", [id])?;
    Ok(())
}

/// Forgets what a deleted document was.
pub(super) fn empty(
    connection: &Connection,
    id: &DocumentId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let empty = "UPDATE deleted SET purged_at = ?2, reason = NULL, content = NULL, pages = NULL
         WHERE document = ?1";
    connection.execute(empty, (id.as_str(), at.to_string()))?;
    Ok(())
}

impl Store {
    /// Every deleted document, the oldest deletion first.
    pub fn deleted(&self) -> Result<Vec<Deleted>, StoreError> {
        self.readers.with(|connection| {
            let select = format!("SELECT {COLUMNS} FROM deleted ORDER BY rowid");
            let mut statement = connection.prepare_cached(&select)?;
            let mut rows = statement.query([])?;
            let mut deleted = Vec::new();
            while let Some(row) = rows.next()? {
                deleted.push(read(&row)?);
            }
            Ok(deleted)
        })
    }

    /// Whether this original is of a deleted document that can be brought back.
    pub(super) fn is_kept_aside(&self, digest: &str) -> Result<bool, StoreError> {
        self.readers.with(|connection| {
            let find = "SELECT 1 FROM deleted WHERE digest = ?1 AND purged_at IS NULL";
            Ok(connection.prepare_cached(find)?.exists([digest])?)
        })
    }

    /// The deleted document whose original has this SHA-256.
    pub fn deleted_with_digest(&self, digest: &str) -> Result<Option<DocumentId>, StoreError> {
        self.readers.with(|connection| {
            let find = "SELECT document FROM deleted WHERE digest = ?1";
            let mut find = connection.prepare_cached(find)?;
            let found: Option<String> = find.query_row([digest], |row| row.get(0)).optional()?;
            Ok(found.and_then(|id| DocumentId::parse(&id)))
        })
    }
}

fn read(row: &Row<'_>) -> Result<Deleted, StoreError> {
    let id: String = row.get(0)?;
    let time = |written: String| {
        let parsed: Result<Timestamp, _> = written.parse();
        parsed.map_err(|_| row::damaged(&id, "deletion"))
    };
    let content: Option<String> = row.get(7)?;
    let document = content.map(|content| serde_json::from_str(&content));
    let document = document.transpose();
    let purged_at: Option<String> = row.get(6)?;
    Ok(Deleted {
        digest: row.get(1)?,
        at: time(row.get(2)?)?,
        who: row.get(3)?,
        reason: row.get(4)?,
        keep_until: time(row.get(5)?)?,
        purged_at: purged_at.map(time).transpose()?,
        document: document.map_err(|_| row::damaged(&id, "description"))?,
        id: DocumentId::parse(&id).ok_or_else(|| row::damaged(&id, "id"))?,
    })
}
