//! People put right what was read: one field or a whole form, taken back, listed, carried as CSV.

mod exchange;

use std::time::Duration;

use backon::BlockingRetryable;
use backon::ConstantBuilder;
use jiff::Timestamp;

use crate::access::Task;
use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::follow::Follower;
use crate::archive::holder;
use crate::document::Correctable;
use crate::document::Correction;
use crate::document::CorrectionSource;
use crate::document::Description;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::Finding;
use crate::document::correction;
use crate::store;
use crate::store::Batch;
use crate::store::Corrected;
use crate::store::Store;
use crate::store::StoreError;

pub use exchange::Exchanged;

/// Who corrects, when, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    /// As they call themselves.
    pub who: String,
    /// The time now.
    pub at: Timestamp,
    /// Why, where they say so.
    pub reason: Option<String>,
}

/// What a document was read as and what people made of it.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// What the machine read; none of a document that was never corrected.
    pub read: Option<Description>,
    /// Every correction in the order of their times, also those taken back.
    pub corrections: Vec<Corrected>,
}

impl Archive {
    /// Puts fields of a document right, in the order given. What is written is read as
    /// [`Correctable::read`] does; writing what is there already confirms it.
    ///
    /// # Errors
    /// When a value cannot be read: then nothing is changed. When another process writes the archive.
    pub fn correct(
        &self,
        id: &DocumentId,
        changes: &[(Correctable, String)],
        by: &Editor,
    ) -> Result<Document, Error> {
        let by = &self.gate(Task::Correct, id, by)?;
        self.write("correct", by, |batch, store| {
            let mut document = found(store, id)?;
            for (field, written) in changes {
                put_right(batch, &mut document, *field, written, by)?;
            }
            Ok(())
        })?;
        self.document(id)
    }

    /// Takes a form with all fields as a person left it: what differs from what was shown is put
    /// right, and what was in doubt is confirmed.
    ///
    /// # Errors
    /// As [`Self::correct`].
    pub fn settle(
        &self,
        id: &DocumentId,
        form: &[(Correctable, String)],
        by: &Editor,
    ) -> Result<Document, Error> {
        let by = &self.gate(Task::Correct, id, by)?;
        self.write("correct", by, |batch, store| {
            let mut document = found(store, id)?;
            let before = document.clone();
            let mut any = false;
            for (field, written) in form {
                let shown = field.shown(&before.description).unwrap_or_default();
                let doubted = before.findings.iter().any(|one| field.concerns(one));
                let same = written.split_whitespace().eq(shown.split_whitespace());
                if doubted || !same {
                    put_right(batch, &mut document, *field, written, by)?;
                    any = true;
                }
            }
            // Doubts about no field are settled by whoever looked at the paper.
            let asks = before.findings.iter().any(Finding::asks_for_a_person);
            if let (false, true, Some((field, written))) = (any, asks, form.first()) {
                put_right(batch, &mut document, *field, written, by)?;
            }
            Ok(())
        })?;
        self.document(id)
    }

    /// Takes a correction back: what holds again is what was read, or put right before.
    pub fn undo(&self, id: &DocumentId, number: i64, by: &Editor) -> Result<Document, Error> {
        let by = &self.gate(Task::Undo, id, by)?;
        self.write("undo", by, |batch, _| {
            match batch.undo_correction(id, number, &by.who, by.at)? {
                true => Ok(()),
                false => Err(Error::NotFound(format!("{id}#{number}"))),
            }
        })?;
        self.document(id)
    }

    /// Takes every live correction of a source back. Gives their number.
    pub fn undo_all(&self, source: CorrectionSource, by: &Editor) -> Result<usize, Error> {
        self.allow(Task::Administer)?;
        self.write("undo", by, |batch, store| {
            let mut undone = 0;
            for made in store.all_corrections()? {
                if made.correction.source == source
                    && batch.undo_correction(&made.document, made.number, &by.who, by.at)?
                {
                    undone += 1;
                }
            }
            Ok(undone)
        })
    }

    /// What a document was read as and what people made of it.
    pub fn corrections(&self, id: &DocumentId) -> Result<History, Error> {
        let corrections = self.papers().corrections(id)?;
        let read = match corrections.is_empty() {
            true => None,
            false => self.store().reading(id)?.map(|(read, _)| read),
        };
        Ok(History { read, corrections })
    }

    /// Every correction of every document, in the order of their times, also those taken back.
    pub fn all_corrections(&self) -> Result<Vec<Corrected>, Error> {
        self.allow(Task::Administer)?;
        Ok(self.store().all_corrections()?)
    }

    /// Lets through who may do this to this paper; they sign with the name of their account.
    pub(super) fn gate(&self, task: Task, id: &DocumentId, by: &Editor) -> Result<Editor, Error> {
        self.papers().existing(id)?;
        self.allow(task)?;
        Ok(self.signed(by))
    }

    /// The editor under the name of the caller's account, where there are accounts.
    pub(super) fn signed(&self, by: &Editor) -> Editor {
        let account = self.rights.account.clone();
        Editor {
            who: account.unwrap_or_else(|| by.who.clone()),
            ..by.clone()
        }
    }

    /// Changes the archive in one batch, under its lock, and lets the index follow.
    pub(super) fn write<T>(
        &self,
        command: &str,
        by: &Editor,
        change: impl FnOnce(&mut Batch<'_>, &Store) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let holder = holder(command, by.at);
        let open = || store::Writer::open(self.directory(), &holder);
        let mut writer = open
            .retry(patience())
            .when(|error| matches!(error, StoreError::Held { .. }))
            .call()?;
        writer.act(&by.who, by.at);
        let mut follower = Follower::open(writer.store(), by.at)?;
        let store = writer.store().clone();
        let mut batch = writer.begin()?;
        let done = change(&mut batch, &store)?;
        batch.commit()?;
        follower.follow(Vec::new())?;
        follower.finish()?;
        Ok(done)
    }
}

/// Two people may change something at the same moment, or one while a verification writes down what
/// it found: the second waits its turn. An import takes longer; whoever waits is told of it.
fn patience() -> ConstantBuilder {
    ConstantBuilder::new()
        .with_delay(Duration::from_millis(20))
        .with_max_times(250)
}

fn found(store: &Store, id: &DocumentId) -> Result<Document, Error> {
    let document = store.document(id)?;
    document.ok_or_else(|| Error::NotFound(id.to_string()))
}

/// Writes a person's correction down and makes `document` what it is then, since a body is looked
/// up on the paper's date.
fn put_right(
    batch: &mut Batch<'_>,
    document: &mut Document,
    field: Correctable,
    written: &str,
    by: &Editor,
) -> Result<(), Error> {
    let correction = Correction {
        field,
        value: field.read(written, &document.description)?,
        was: field.shown(&document.description),
        source: CorrectionSource::Person,
        who: by.who.clone(),
        at: by.at,
        reason: by.reason.clone(),
    };
    batch.correct(&document.id, &correction)?;
    correction::apply(
        [&correction],
        &mut document.description,
        &mut document.findings,
    );
    Ok(())
}
