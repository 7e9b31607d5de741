//! The index follows the store: exactly what is missing is indexed, whatever was interrupted.

mod alongside;

use std::collections::HashMap;
use std::time::Duration;
use std::time::Instant;

use jiff::Timestamp;

use crate::archive::Error;
use crate::archive::holder;
use crate::archive::parts;
use crate::archive::rebuild::rebuild;
use crate::document::Document;
use crate::document::Holding;
use crate::document::Page;
use crate::search;
use crate::search::Index;
use crate::search::SearchError;
use crate::store;
use crate::store::Change;
use crate::store::Store;
use crate::store::StoreError;

pub use alongside::Alongside;
pub use alongside::Stored;

/// Changes read from the store at a time.
const STRIDE: u32 = 256;
/// A commit costs a dozen syncs and a segment that is merged with others, so documents share one:
/// found this long after their row at most.
const PATIENCE: Duration = Duration::from_secs(2);
/// The same when very many are taken in a row; before that an eighth of the time it has taken so far.
const LONGEST_PATIENCE: Duration = Duration::from_secs(30);
/// Changes that are not findable yet at most, whatever the time: a monitor takes a few more for a
/// fault.
const MOST_BEHIND: u64 = 4_000;

/// Threads that analyse text; the readers need the other cores.
const INDEX_THREADS: usize = 1;

/// Writes the index after the store. Whoever has it holds the archive's lock.
pub struct Follower {
    store: Store,
    writer: search::Writer,
    /// The last change that is in the index, committed or not.
    at: u64,
    began: Instant,
    committed: Instant,
}

impl Follower {
    /// Opens the index for writing and brings it up to date; builds it anew if it cannot be used.
    pub fn open(store: &Store, now: Timestamp) -> Result<Self, Error> {
        let place = parts::index(store)?;
        let index = match place.open() {
            Ok(index) if index.sequence()? <= store.sequence()? => index,
            Err(error) if !is_useless(&error) => return Err(error.into()),
            // One that knows changes the store never had belongs to another catalogue: the one that
            // was here before this one was put back from a copy.
            _ => {
                rebuild(store, now)?;
                place.open()?
            }
        };
        let mut follower = Self::of(store, &index)?;
        follower.follow(Vec::new())?;
        Ok(follower)
    }

    /// Writes `index`, wherever it is.
    pub fn of(store: &Store, index: &Index) -> Result<Self, Error> {
        let writer = index.writer(INDEX_THREADS, search::writer::MEMORY)?;
        Ok(Self {
            store: store.clone(),
            at: writer.sequence(),
            writer,
            began: Instant::now(),
            committed: Instant::now(),
        })
    }

    /// Indexes every change the store has and the index has not. `added` spares reading back what
    /// the caller still has in hand.
    pub fn follow(&mut self, added: Vec<(Document, Vec<Page>)>) -> Result<(), Error> {
        self.follow_to(u64::MAX, added)
    }

    /// The same for changes up to this sequence.
    fn follow_to(&mut self, sequence: u64, added: Vec<(Document, Vec<Page>)>) -> Result<(), Error> {
        let mut added: HashMap<u64, (Document, Vec<Page>)> = added
            .into_iter()
            .map(|(document, pages)| (document.sequence, (document, pages)))
            .collect();
        loop {
            let mut changes = self.store.changes_since(self.at, STRIDE)?;
            changes.retain(|change| change.sequence <= sequence);
            let Some(last) = changes.last() else { break };
            let last = last.sequence;
            for change in &changes {
                match added.remove(&change.sequence) {
                    Some((document, pages)) => self.put(&document, &pages)?,
                    None => self.look_up(change)?,
                }
            }
            self.at = last;
        }
        if self.rest().is_zero() || self.at - self.writer.sequence() > MOST_BEHIND {
            self.commit()?;
        }
        Ok(())
    }

    /// How long until what was followed so far becomes findable.
    fn rest(&self) -> Duration {
        let patience = (self.began.elapsed() / 8).clamp(PATIENCE, LONGEST_PATIENCE);
        patience.saturating_sub(self.committed.elapsed())
    }

    fn look_up(&mut self, change: &Change) -> Result<(), Error> {
        let document = match change.deleted {
            true => None,
            false => self.store.document(&change.id)?,
        };
        match document {
            Some(document) => {
                let pages = self.store.pages(&change.id)?.unwrap_or_default();
                self.put(&document, &pages)
            }
            None => Ok(self.writer.remove(&change.id, change.sequence)?),
        }
    }

    fn put(&mut self, document: &Document, pages: &[Page]) -> Result<(), Error> {
        let sources = self.store.sources(&document.id)?.into_iter();
        let folders = sources.map(|(_, folder)| folder).collect();
        let holding = Holding::new(document.description.circulation.clone(), folders);
        Ok(self.writer.put(document, &holding, pages)?)
    }

    fn commit(&mut self) -> Result<(), Error> {
        if self.at > self.writer.sequence() {
            self.writer.commit(self.at)?;
        }
        self.committed = Instant::now();
        Ok(())
    }

    /// Makes everything findable; writes nothing if everything already is.
    pub fn finish(mut self) -> Result<(), Error> {
        self.commit()?;
        Ok(self.writer.finish()?)
    }
}

fn is_useless(error: &SearchError) -> bool {
    !matches!(error, SearchError::Busy(_))
}

/// Brings the index to where the store is if nobody else writes the archive: what a crash
/// between store and index left undone. Gives the index where it lacked nothing.
pub fn catch_up(store: &Store, now: Timestamp) -> Result<Option<Index>, Error> {
    let index = parts::index(store)?.open();
    let answers = index.is_ok();
    if let Ok(index) = index
        && index.sequence()? == store.sequence()?
    {
        return Ok(Some(index));
    }
    match store::Writer::open(store.layout().root(), &holder("catch up", now)) {
        Ok(writer) => Follower::open(writer.store(), now)?.finish()?,
        // Whoever holds it brings the index up to date, or is about to make it.
        Err(StoreError::Held { .. }) if answers => {}
        // A read-only archive stays as it is, and so does one whose log is damaged, until someone has
        // looked at it.
        Err(StoreError::ReadOnly | StoreError::LogCut(_) | StoreError::LogAhead(_)) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(None)
}

/// Leaves no term of a removed document in the index.
pub fn scrub(store: &Store) -> Result<(), Error> {
    let index = parts::index(store)?.open()?;
    let writer = index.writer(INDEX_THREADS, search::writer::MEMORY)?;
    // What is open for searching keeps its files.
    drop(index);
    Ok(writer.scrub()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Archive;

    #[test]
    fn while_another_makes_the_index_it_is_named_as_who_holds_the_archive() {
        let now = Timestamp::UNIX_EPOCH;
        let folder = tempfile::tempdir().unwrap();
        drop(Archive::create(folder.path(), now).unwrap());
        let other = store::Writer::open(folder.path(), &holder("import", now)).unwrap();
        assert!(Archive::open(folder.path(), now).is_ok());
        std::fs::remove_dir_all(folder.path().join("index")).unwrap();
        let refused = Archive::open(folder.path(), now).err();
        assert_eq!(refused.as_ref().map(Error::code), Some("held"));
        drop(other);
        assert!(Archive::open(folder.path(), now).is_ok());
    }
}
