//! Deleting a document: on purpose, with a reason, for a time that it can be brought back, then for good.

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::access::Task;
use crate::archive::Archive;
use crate::archive::Editor;
use crate::archive::Error;
use crate::archive::follow;
use crate::archive::follow::Follower;
use crate::archive::holder;
use crate::archive::ocr;
use crate::document::Document;
use crate::document::DocumentId;
use crate::store;
use crate::store::Deleted;

/// Days a deleted document can be brought back, where nobody says otherwise.
pub const KEEP_DAYS: u16 = 30;

/// What was removed for good.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Purged {
    /// The documents.
    pub documents: Vec<DocumentId>,
    /// Whether nothing of them is left in the files of the archive. A program that reads the
    /// catalogue all the time may keep some of its write-ahead log; it goes when that program ends.
    pub is_wiped: bool,
}

impl Archive {
    /// Deletes a document: from now on it is nowhere, but for `keep_days` it can be brought back.
    ///
    /// # Errors
    /// Without a reason; when there is no such document, or another process writes the archive.
    pub fn delete(&self, id: &DocumentId, keep_days: u16, by: &Editor) -> Result<Deleted, Error> {
        let reason = by.reason.as_deref().unwrap_or_default().trim();
        if reason.is_empty() {
            return Err(Error::BadField {
                field: "reason",
                value: String::new(),
            });
        }
        let by = &self.gate(Task::Administer, id, by)?;
        let days = SignedDuration::from_hours(24 * i64::from(keep_days));
        // A clock at the end of time keeps it for ever.
        let keep_until = by.at.checked_add(days).unwrap_or(Timestamp::MAX);
        self.write("delete", by, |batch, _| {
            Ok(batch.delete(id, reason, keep_until)?)
        })?;
        let deleted = self.store().deleted()?.into_iter();
        let mut deleted = deleted.filter(|one| one.id == *id);
        deleted
            .next()
            .ok_or_else(|| Error::NotFound(id.to_string()))
    }

    /// Brings a deleted document back. None of one that was purged: it may be imported again.
    ///
    /// # Errors
    /// When there is no such one, or for who may not see everything: it no longer lies in a folder that
    /// could tell whether it is theirs.
    pub fn undelete(&self, id: &DocumentId, by: &Editor) -> Result<Option<Document>, Error> {
        self.allow(Task::Administer)?;
        if !self.rights.see_everything() {
            return Err(Error::NotFound(id.to_string()));
        }
        let by = &self.signed(by);
        let is_back = self.write("undelete", by, |batch, _| Ok(batch.undelete(id)?))?;
        is_back.then(|| self.document(id)).transpose()
    }

    /// Every deleted document, the oldest deletion first; none for who may not see everything.
    pub fn deleted(&self) -> Result<Vec<Deleted>, Error> {
        self.allow(Task::Administer)?;
        match self.rights.see_everything() {
            true => Ok(self.store().deleted()?),
            false => Ok(Vec::new()),
        }
    }

    /// Removes deleted documents for good whose time is over: original, text, description, all that
    /// was typed about them, and every term of theirs in the index.
    pub fn purge(&self, by: &Editor) -> Result<Purged, Error> {
        let by = &self.signed(by);
        let due = self.deleted()?.into_iter();
        let due = due.filter(|one| one.purged_at.is_none() && one.keep_until <= by.at);
        let due: Vec<Deleted> = due.collect();
        self.write("purge", by, |batch, _| {
            for one in &due {
                batch.purge(&one.id)?;
            }
            Ok(())
        })?;
        for one in &due {
            self.store().drop_original(&one.digest)?;
            ocr::forget(self.store(), &one.digest);
        }
        Ok(Purged {
            is_wiped: self.scrub(by.at)?,
            documents: due.into_iter().map(|one| one.id).collect(),
        })
    }

    /// Leaves nothing of what was removed in index and catalogue, nor in what was set aside as
    /// damaged. Says whether nothing is left.
    pub(super) fn scrub(&self, now: Timestamp) -> Result<bool, Error> {
        self.scrub_index(now)?;
        let mut writer = store::Writer::open(self.directory(), &holder("scrub", now))?;
        Ok(writer.scrub()?)
    }

    /// Leaves no word of what was removed in the index.
    fn scrub_index(&self, now: Timestamp) -> Result<(), Error> {
        let writer = store::Writer::open(self.directory(), &holder("scrub", now))?;
        Follower::open(writer.store(), now)?.finish()?;
        follow::scrub(writer.store())
    }
}
