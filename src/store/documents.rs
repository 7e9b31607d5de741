//! Reading documents: by id, by sequence, all of them, what changed.

use crate::database::Connection;
use crate::database::OptionalRow;
use crate::database::Value;
use crate::database::Will;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::Folder;
use crate::document::Page;
use crate::vocabulary::BodyId;

use super::Store;
use super::batch;
use super::error::StoreError;
use super::pages;
use super::row;

/// In which order documents are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// As they came or last changed, the oldest first.
    Sequence,
    /// By the date on the paper, the newest first, the undated last.
    IssuedOn,
}

/// A document with the beginning of its text.
pub struct Opening {
    /// The document, without what it cites.
    pub document: Document,
    /// Its pages, as far as they were read; the last one may have more lines.
    pub pages: Vec<Page>,
    /// These are all.
    pub whole: bool,
}

/// A change to a document that an index has to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The sequence the change was given.
    pub sequence: u64,
    /// Which document.
    pub id: DocumentId,
    /// Whether it was taken out rather than added or changed.
    pub deleted: bool,
}

impl Store {
    /// One document.
    pub fn document(&self, id: &DocumentId) -> Result<Option<Document>, StoreError> {
        let key = Value::Text(id.as_str().to_owned());
        self.readers
            .with(|connection| row::fetch(connection, "id", &key))
    }

    /// Several documents, each in the place of its id; none where there is no such document.
    pub fn documents(&self, ids: &[DocumentId]) -> Result<Vec<Option<Document>>, StoreError> {
        let keys = ids.iter().map(|id| Value::Text(id.as_str().to_owned()));
        self.fetch_all("id", keys)
    }

    /// Several documents by the sequence of their last change, each in its place; none where the
    /// document has changed since.
    pub fn documents_by_sequence(
        &self,
        sequences: &[u64],
    ) -> Result<Vec<Option<Document>>, StoreError> {
        let keys = sequences
            .iter()
            .map(|sequence| Value::Integer(sequence.cast_signed()));
        self.fetch_all("sequence", keys)
    }

    fn fetch_all(
        &self,
        column: &'static str,
        keys: impl Iterator<Item = Value>,
    ) -> Result<Vec<Option<Document>>, StoreError> {
        let keys: Vec<Value> = keys.collect();
        self.readers.with(|connection| {
            let moment = connection.begin(Will::Read)?;
            let found = keys.iter().map(|key| row::fetch(&moment, column, key));
            let found = found.collect::<Result<_, _>>()?;
            moment.commit()?;
            Ok(found)
        })
    }

    /// Several documents with the beginning of their text, each in the place of its id; none where
    /// there is no such document. `enough` is in bytes: what a paper has beyond is not read.
    pub fn openings(
        &self,
        ids: &[DocumentId],
        enough: usize,
    ) -> Result<Vec<Option<Opening>>, StoreError> {
        self.readers.with(|connection| {
            let moment = connection.begin(Will::Read)?;
            let paper = |id: &DocumentId| {
                let Some(document) = row::fetch_uncited(&moment, id)? else {
                    return Ok(None);
                };
                let found = content_of(&moment, id, |blob| pages::opening(blob, enough))?;
                let (pages, whole) = found.unwrap_or_else(|| (Vec::new(), true));
                Ok(Some(Opening {
                    document,
                    pages,
                    whole,
                }))
            };
            let found = ids.iter().map(paper).collect::<Result<_, StoreError>>()?;
            moment.commit()?;
            Ok(found)
        })
    }

    /// A document's pages; none if there is no such document.
    pub fn pages(&self, id: &DocumentId) -> Result<Option<Vec<Page>>, StoreError> {
        self.readers.with(|connection| pages_of(connection, id))
    }

    /// Every file a document came from, as it is shown, with the folder it lies in; oldest first.
    pub fn sources(&self, id: &DocumentId) -> Result<Vec<(String, Folder)>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT files.shown, roots.path, files.path FROM sources
                 JOIN files ON files.id = sources.file JOIN roots ON roots.id = files.root
                 WHERE sources.document = ?1 ORDER BY sources.id",
            )?;
            let rows = statement.query_map([id.as_str()], |row| {
                let (root, path): (Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(2)?);
                Ok((row.get(0)?, Folder::of_file(&root, &path)))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The folders that files were taken from.
    pub fn roots(&self) -> Result<Vec<Folder>, StoreError> {
        self.readers.with(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT path FROM roots ORDER BY path")?;
            let rows = statement.query_map([], |row| {
                let root: Vec<u8> = row.get(0)?;
                Ok(Folder::of_file(&root, b""))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The document whose original has this SHA-256.
    pub fn document_with_digest(&self, digest: &str) -> Result<Option<DocumentId>, StoreError> {
        self.readers
            .with(|connection| batch::document_with_digest(connection, digest))
    }

    /// The name a body has on its papers, for bodies that are in no authority file.
    pub fn printed_body_name(&self, id: &BodyId) -> Result<Option<String>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT issuing_body_name FROM documents WHERE issuing_body = ?1
                 UNION ALL SELECT parent_body_name FROM documents WHERE parent_body = ?1 LIMIT 1",
            )?;
            let name = statement.query_row([id.as_str()], |row| row.get(0));
            Ok(name.optional()?)
        })
    }

    /// The names a body has on its papers, in an order that has nothing to do with other papers.
    pub fn printed_body_names(&self, id: &BodyId) -> Result<Vec<(String, DocumentId)>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT issuing_body_name, id, 0 FROM documents WHERE issuing_body = ?1
                 UNION ALL
                 SELECT parent_body_name, id, 1 FROM documents WHERE parent_body = ?1
                 ORDER BY 3, 2",
            )?;
            let mut rows = statement.query([id.as_str()])?;
            let mut names = Vec::new();
            while let Some(row) = rows.next()? {
                let paper: String = row.get(1)?;
                let paper = DocumentId::parse(&paper).ok_or_else(|| row::damaged(&paper, "id"))?;
                names.push((row.get(0)?, paper));
            }
            Ok(names)
        })
    }

    /// How many documents there are.
    pub fn count(&self) -> Result<u64, StoreError> {
        self.number("SELECT COUNT(*) FROM documents")
    }

    /// The last sequence given: where an index that has followed everything stands.
    pub fn sequence(&self) -> Result<u64, StoreError> {
        self.number("SELECT value FROM meta WHERE name = 'sequence'")
    }

    pub(super) fn number(&self, select: &str) -> Result<u64, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(select)?;
            let number: i64 = statement.query_row([], |row| row.get(0))?;
            Ok(number.cast_unsigned())
        })
    }

    /// The first `limit` changes after this sequence, oldest first: of each document the last one.
    pub fn changes_since(&self, sequence: u64, limit: u32) -> Result<Vec<Change>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT sequence, id, 0 FROM documents WHERE sequence > ?1
                 UNION ALL SELECT sequence, document, 1 FROM tombstones WHERE sequence > ?1
                 ORDER BY 1 LIMIT ?2",
            )?;
            let mut rows = statement.query((sequence.cast_signed(), limit))?;
            let mut changes = Vec::new();
            while let Some(row) = rows.next()? {
                let id: String = row.get(1)?;
                changes.push(Change {
                    sequence: row.get::<_, i64>(0)?.cast_unsigned(),
                    id: DocumentId::parse(&id).ok_or_else(|| row::damaged(&id, "id"))?,
                    deleted: row.get(2)?,
                });
            }
            Ok(changes)
        })
    }

    /// Whether a document was taken out after this sequence.
    pub fn is_deleted_after(&self, id: &DocumentId, sequence: u64) -> Result<bool, StoreError> {
        self.readers.with(|connection| {
            let select = "SELECT 1 FROM tombstones WHERE document = ?1 AND sequence > ?2";
            let mut statement = connection.prepare_cached(select)?;
            Ok(statement.exists((id.as_str(), sequence.cast_signed()))?)
        })
    }

    /// At most `count` documents, spread evenly over all.
    pub fn sample(&self, count: usize) -> Result<Vec<Document>, StoreError> {
        let mut all = self.all_documents(Order::Sequence)?;
        let step = all.sequences.len().div_ceil(count.max(1)).max(1);
        all.sequences = all.sequences.step_by(step).collect::<Vec<_>>().into_iter();
        all.collect()
    }

    /// All documents as they are at this moment, one at a time; what is written meanwhile is not
    /// seen.
    pub fn all_documents(&self, order: Order) -> Result<Documents, StoreError> {
        let connection = self.readers.connect()?;
        // Ends with the connection.
        connection.stand_still()?;
        let order = match order {
            Order::Sequence => "sequence",
            Order::IssuedOn => "issued_on IS NULL, issued_on DESC, id",
        };
        let select = format!("SELECT sequence FROM documents ORDER BY {order}");
        let sequences = connection
            .prepare(&select)?
            .query_map([], |row| row.get(0))?
            .collect::<Result<Vec<i64>, _>>()?;
        Ok(Documents {
            connection,
            sequences: sequences.into_iter(),
        })
    }
}

fn pages_of(connection: &Connection, id: &DocumentId) -> Result<Option<Vec<Page>>, StoreError> {
    content_of(connection, id, pages::unpack)
}

/// What `read` makes of the blob a document's pages are kept as; none if there is no such document.
fn content_of<T>(
    connection: &Connection,
    id: &DocumentId,
    read: impl Fn(&[u8]) -> Option<T>,
) -> Result<Option<T>, StoreError> {
    let select = "SELECT content FROM pages WHERE document = ?1";
    let mut statement = connection.prepare_cached(select)?;
    let blob: Option<Vec<u8>> = statement
        .query_row([id.as_str()], |row| row.get(0))
        .optional()?;
    blob.map(|blob| read(&blob).ok_or_else(|| row::damaged(id.as_str(), "text")))
        .transpose()
}

/// All documents of one moment.
#[derive(Debug)]
pub struct Documents {
    connection: Connection,
    sequences: std::vec::IntoIter<i64>,
}

impl Iterator for Documents {
    type Item = Result<Document, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let key = Value::Integer(self.sequences.next()?);
        row::fetch(&self.connection, "sequence", &key).transpose()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, self.sequences.size_hint().1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::archive;
    use crate::store::fixture::put;

    #[test]
    fn readers_see_what_was_committed_while_another_batch_is_open() {
        let (_folder, mut writer, _) = archive();
        let mut batch = writer.begin().unwrap();
        put(&mut batch, b"one", "một");
        batch.commit().unwrap();
        let store = writer.store().clone();
        let mut batch = writer.begin().unwrap();
        put(&mut batch, b"two", "hai");
        let listing = store.all_documents(Order::Sequence).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert_eq!(store.count().unwrap(), 1));
            }
        });
        batch.commit().unwrap();
        assert_eq!(listing.count(), 1, "a listing is of one moment");
        assert_eq!(store.count().unwrap(), 2);
    }
}
