//! Papers to come back to: those that wait for OCR, and those it finds a secrecy mark on.

use crate::document::DocumentId;

use super::Store;
use super::batch::Batch;
use super::error::StoreError;
use super::journal::Verdict;
use super::layout::is_digest;

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

    /// Removes an original that no document has: of a paper that was refused after it was stored.
    /// The one case in which the archive gives up bytes it has taken.
    pub fn drop_original(&self, digest: &str) -> Result<(), StoreError> {
        if !is_digest(digest) || self.document_with_digest(digest)?.is_some() {
            return Ok(());
        }
        let original = self.layout.original(digest);
        match std::fs::remove_file(&original) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(StoreError::io(&original, error))
            }
            _ => Ok(()),
        }
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
        let connection = self.connection();
        connection.execute(
            "UPDATE files SET verdict = ?2, size = NULL, modified_ns = NULL, digest = NULL,
                 code = ?3, message = ?4, tries = ?5, document = NULL
             WHERE document = ?1",
            (
                id.as_str(),
                verdict.word(),
                &reason.code,
                &reason.message,
                i64::from(matches!(verdict, Verdict::Quarantined { .. })),
            ),
        )?;
        self.delete_document(id)?;
        self.forget_corrections(id)
    }
}
