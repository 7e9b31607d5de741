//! One batch of changes: originals made durable first, then all rows in one transaction.

#[cfg(test)]
mod tests;

use crate::database::Connection;
use crate::database::OptionalRow;
use crate::database::Transaction;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::LogEvent;
use crate::document::LoggedFile;
use crate::document::Page;

use super::corrections;
use super::doubts;
use super::error::StoreError;
use super::imports::ImportId;
use super::journal::SourcePath;
use super::journal::Verdict;
use super::log::Actor;
use super::log::Appender;
use super::log::LogFile;
use super::log::words_to_write;
use super::log::write_words;
use super::originals::Staging;
use super::pages;
use super::record;
use super::row;

/// Changes that become durable together. Dropped without `commit`, none of them happened.
#[derive(Debug)]
pub struct Batch<'w> {
    transaction: Transaction<'w>,
    originals: Staging,
    log: Appender,
    /// None where the log is in the catalogue alone.
    file: Option<&'w mut LogFile>,
    /// The last sequence given before this batch, and the last one given now.
    before: u64,
    last: u64,
    ending: &'w mut Ending,
}

/// Whether it is known what became of the last batch.
#[derive(Debug, Default)]
pub(super) enum Ending {
    /// It is.
    #[default]
    Known,
    /// It was being committed. It happened if the log's entry of this number has this hash; then
    /// this is the last sequence it gave.
    Unknown { entry: u64, hash: String, last: u64 },
}

impl<'w> Batch<'w> {
    pub(super) fn begin(
        transaction: Transaction<'w>,
        originals: Staging,
        log: Appender,
        file: Option<&'w mut LogFile>,
        ending: &'w mut Ending,
    ) -> Result<Self, StoreError> {
        let read = "SELECT value FROM meta WHERE name = 'sequence'";
        let last: i64 = transaction.query_row(read, [], |row| row.get(0))?;
        Ok(Self {
            transaction,
            originals,
            log,
            file,
            before: last.cast_unsigned(),
            last: last.cast_unsigned(),
            ending,
        })
    }

    /// The document whose original has this SHA-256, those of this batch included.
    pub fn document_with_digest(&self, digest: &str) -> Result<Option<DocumentId>, StoreError> {
        document_with_digest(&self.transaction, digest)
    }

    pub(super) fn connection(&self) -> &Transaction<'w> {
        &self.transaction
    }

    pub(super) fn originals(&self) -> &Staging {
        &self.originals
    }

    /// Who changes the archive, and when.
    pub(super) fn actor(&self) -> &Actor {
        self.log.actor()
    }

    pub(super) fn connection_and_log(&mut self) -> (&Connection, &mut Appender) {
        (&self.transaction, &mut self.log)
    }

    /// Takes an original: its bytes and their SHA-256 in lower-case hexadecimal digits.
    pub fn put_original(&mut self, bytes: &[u8], digest: &str) -> Result<(), StoreError> {
        self.originals.put(bytes, digest)
    }

    /// Adds a document or describes it anew, and gives it the next sequence, which is returned.
    ///
    /// `document` comes as the machine read it and leaves as it is from now on: with the corrections
    /// people made and its sequence. Its original must have been put. Its `sources` are not looked
    /// at: the store learns them from `record`.
    pub fn put_document(
        &mut self,
        document: &mut Document,
        pages: &[Page],
    ) -> Result<u64, StoreError> {
        let id = document.id.as_str();
        let same = "SELECT digest = ?2 FROM documents WHERE id = ?1";
        let same = self
            .transaction
            .prepare_cached(same)?
            .query_row([id, &document.digest], |row| row.get(0))
            .optional()?;
        if same == Some(false) {
            return Err(StoreError::IdTaken(document.id.clone()));
        }
        if !self.originals.holds(&document.digest)? {
            return Err(StoreError::NoOriginal(document.id.clone()));
        }
        let content = pages::pack(pages).ok_or_else(|| row::damaged(id, "text"))?;
        corrections::correct_anew(&self.transaction, document)?;
        self.put_row(document)?;
        let id = document.id.as_str();
        let put_pages = "INSERT INTO pages (document, content) VALUES (?1, ?2)
             ON CONFLICT (document) DO UPDATE SET content = excluded.content";
        self.transaction
            .prepare_cached(put_pages)?
            .execute((id, content))?;
        self.transaction
            .prepare_cached("DELETE FROM tombstones WHERE document = ?1")?
            .execute([id])?;
        Ok(self.last)
    }

    /// Writes a document's row, under the next sequence.
    pub(super) fn put_row(&mut self, document: &mut Document) -> Result<(), StoreError> {
        self.last += 1;
        document.sequence = self.last;
        row::put(&self.transaction, document)?;
        doubts::put(&self.transaction, document)
    }

    /// Writes down what became of a file; a kept one becomes a source of its document.
    ///
    /// A document's sources are part of it: a new one gives it the next sequence, unless this batch
    /// gave it one already.
    pub fn record(
        &mut self,
        import: ImportId,
        path: SourcePath<'_>,
        verdict: &Verdict,
    ) -> Result<(), StoreError> {
        if record::is_refused_already(&self.transaction, path, verdict)? {
            return Ok(());
        }
        let document = match verdict {
            Verdict::Kept { document, .. } => Some(document),
            _ => None,
        };
        let digest = match document {
            None => None,
            Some(document) => match record::digest_of(&self.transaction, document)? {
                None => return Err(StoreError::NoDocument(document.clone())),
                digest => digest,
            },
        };
        let file = record::put_file(&self.transaction, import, path, verdict)?;
        let logged = LoggedFile {
            import: import.0,
            place: record::logged_path(path),
        };
        self.log
            .append(&self.transaction, record::event(logged, verdict, digest))?;
        let Some(document) = document else {
            return Ok(());
        };
        if record::put_source(&self.transaction, import, document, file)? {
            let touch = "UPDATE documents SET sequence = ?2 WHERE id = ?1 AND sequence <= ?3";
            let next = self.last + 1;
            let touched = self.transaction.prepare_cached(touch)?.execute((
                document.as_str(),
                next.cast_signed(),
                self.before.cast_signed(),
            ))?;
            self.last = if touched > 0 { next } else { self.last };
        }
        Ok(())
    }

    /// The next sequence, for a change of this batch.
    pub(super) fn next_sequence(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Takes a document out of the catalogue, and leaves a tombstone for the index to follow.
    /// Its original stays where it is, and so do its corrections. Its files are forgotten: the next
    /// import takes them again.
    pub fn forget_document(&mut self, id: &DocumentId) -> Result<bool, StoreError> {
        let taken = self.take_out(id)?;
        if taken {
            let document = id.clone();
            self.log(LogEvent::Forgotten { document })?;
        }
        Ok(taken)
    }

    /// The same without an entry in the log.
    pub(super) fn take_out(&mut self, id: &DocumentId) -> Result<bool, StoreError> {
        let taken = record::take_out(&self.transaction, id)?;
        if taken {
            self.bury(id)?;
        }
        Ok(taken)
    }

    /// Leaves a tombstone for the index to follow.
    pub(super) fn bury(&mut self, id: &DocumentId) -> Result<(), StoreError> {
        self.last += 1;
        let bury = "INSERT INTO tombstones (sequence, document) VALUES (?1, ?2)";
        let row = (self.last.cast_signed(), id.as_str());
        self.transaction.execute(bury, row)?;
        Ok(())
    }

    /// Returns once everything in the batch is durable, with the last sequence given.
    ///
    /// After an error nothing may be acknowledged and the writer takes no further batch: what is
    /// on disk is known again only after the archive is opened anew.
    pub fn commit(mut self) -> Result<u64, StoreError> {
        *self.ending = Ending::Unknown {
            entry: self.log.number(),
            hash: self.log.hash().to_owned(),
            last: self.last,
        };
        self.originals.settle()?;
        if self.last > self.before {
            let update = "UPDATE meta SET value = ?1 WHERE name = 'sequence'";
            let last = self.last.cast_signed();
            self.transaction.execute(update, [last])?;
        }
        self.log.settle(&self.transaction)?;
        if let Some(file) = self.file {
            file.note(&self.transaction)?;
            let words = words_to_write(&self.log, &self.transaction)?;
            self.transaction.commit()?;
            file.append(&self.log.lines, self.log.number())?;
            if let Some(words) = words {
                write_words(self.originals.layout(), &words)?;
            }
        } else {
            self.transaction.commit()?;
        }
        *self.ending = Ending::Known;
        Ok(self.last)
    }
}

pub(super) fn document_with_digest(
    connection: &crate::database::Connection,
    digest: &str,
) -> Result<Option<DocumentId>, StoreError> {
    let find = "SELECT id FROM documents WHERE digest = ?1";
    let mut statement = connection.prepare_cached(find)?;
    let id: Option<String> = statement.query_row([digest], |row| row.get(0)).optional()?;
    id.map(|id| DocumentId::parse(&id).ok_or_else(|| row::damaged(&id, "id")))
        .transpose()
}
