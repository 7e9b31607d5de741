//! Papers to come back to: those that wait for OCR, and those it finds a secrecy mark on.

use crate::document::DocumentId;
use crate::document::LogEvent;

use super::Store;
use super::batch::Batch;
use super::error::StoreError;
use super::journal::Verdict;
use super::layout::is_digest;
use super::record;

impl Store {
    /// Documents with pages nobody has read: pictures without text. With `retry` also those that
    /// OCR has failed on.
    pub fn waiting(&self, retry: bool) -> Result<Vec<DocumentId>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id FROM documents
                 WHERE (text_source = 'waiting' AND findings NOT LIKE '%\"ocr-failed\"%')
                    OR findings LIKE '%\"pages-without-text\"%'
                    OR (?1 AND findings LIKE '%\"ocr-failed\"%')
                 ORDER BY sequence",
            )?;
            let ids = statement.query_map([retry], |row| row.get::<_, String>(0))?;
            let ids = ids.collect::<Result<Vec<_>, _>>()?;
            Ok(ids.iter().filter_map(|id| DocumentId::parse(id)).collect())
        })
    }

    /// Removes an original that no document has, and no deleted one that can be brought back: of a
    /// paper that was refused after it was stored, or purged. The archive gives up bytes it has taken
    /// in no other case.
    pub fn drop_original(&self, digest: &str) -> Result<(), StoreError> {
        let is_had = self.document_with_digest(digest)?.is_some() || self.is_kept_aside(digest)?;
        if !is_digest(digest) || is_had {
            return Ok(());
        }
        self.originals.remove(digest)
    }
}

impl Batch<'_> {
    /// Takes out a document that turns out to be secret, and writes the verdict down for every file
    /// it came from; its corrections go too. Once the batch is committed,
    /// [`Store::drop_original`] is due.
    pub fn refuse_document(
        &mut self,
        id: &DocumentId,
        verdict: &Verdict,
    ) -> Result<(), StoreError> {
        let Some(reason) = verdict.reason() else {
            return Ok(());
        };
        let (word, code, message) = (verdict.word(), &reason.code, &reason.message);
        record::mark_files(self.connection(), id, word, code, message)?;
        self.take_out(id)?;
        self.log(LogEvent::TakenOut {
            document: id.clone(),
            verdict: word.to_owned(),
            code: code.clone(),
            message: message.clone(),
        })?;
        self.forget_corrections(id)
    }
}
