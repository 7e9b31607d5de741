//! A new index beside the old one, which answers until both were compared and change places.

use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;

use crate::access::Task;
use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::follow::Follower;
use crate::archive::holder;
use crate::archive::parts;
use crate::document::Document;
use crate::search::Audit;
use crate::search::Expected;
use crate::search::Index;
use crate::search::IndexPlace;
use crate::search::Page;
use crate::search::Request;
use crate::search::request::LARGEST_PAGE;
use crate::store;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::WriteLock;

/// Documents of which both indexes are asked.
const SAMPLED: usize = 50;
/// Between two tries to get the archive's lock from a long import.
const PATIENCE: Duration = Duration::from_secs(1);

impl Archive {
    /// Builds the index anew beside the old one, compares them, and swaps them. Searching goes on
    /// meanwhile; nobody else may be writing. Gives the number of documents.
    pub fn reindex(&self, now: Timestamp) -> Result<u64, Error> {
        self.allow(Task::Administer)?;
        let writer = store::Writer::open(self.directory(), &holder("reindex", now))?;
        rebuild(writer.store(), now)?;
        Ok(writer.store().count()?)
    }

    /// Whether the index was made by other tables or rules than this program has.
    pub fn is_reindex_due(&self) -> Result<bool, Error> {
        Ok(self.index.is_due()?)
    }

    /// The same as `reindex` for a server: imports go on while the new index is built, and only the
    /// last changes and the swap wait for their end. False when told to stop before.
    pub fn renew_index(&self, clock: fn() -> Timestamp, stop: &AtomicBool) -> Result<bool, Error> {
        let mut beside = Beside::begin(self.store(), clock())?;
        loop {
            beside.follower.follow(Vec::new())?;
            if stop.load(Ordering::Relaxed) {
                return Ok(false);
            }
            match store::Writer::open(self.directory(), &holder("reindex", clock())) {
                Ok(writer) => {
                    beside.take_place(writer.store())?;
                    return Ok(true);
                }
                Err(StoreError::Held { .. }) => std::thread::sleep(PATIENCE),
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// Builds the index anew. The caller holds the archive's lock.
pub fn rebuild(store: &Store, now: Timestamp) -> Result<(), Error> {
    let mut beside = Beside::begin(store, now)?;
    beside.follower.follow(Vec::new())?;
    beside.take_place(store)
}

/// An index being built beside the one that answers.
struct Beside {
    // Dropped before the lock.
    follower: Follower,
    built: Index,
    /// Where it is built.
    beside: IndexPlace,
    /// Where the one is that answers.
    place: IndexPlace,
    /// Only one may be built at a time, whoever writes the archive.
    _lock: WriteLock,
}

impl Beside {
    fn begin(store: &Store, now: Timestamp) -> Result<Self, Error> {
        let folder = store.layout().index();
        let lock = sibling(&folder, "index.new.lock");
        let lock = WriteLock::take(&lock, &holder("reindex", now))?;
        let place = parts::index(store)?;
        if place.directory().is_some() {
            clear(&sibling(&folder, "index.new"))?;
        }
        let (built, beside) = place.begin_beside(&sibling(&folder, "index.new"))?;
        Ok(Self {
            follower: Follower::of(store, &built)?,
            built,
            beside,
            place,
            _lock: lock,
        })
    }

    /// Indexes what is still missing, compares, and swaps. Nobody writes the archive meanwhile.
    fn take_place(mut self, store: &Store) -> Result<(), Error> {
        self.follower.follow(Vec::new())?;
        self.follower.finish()?;
        // What is damaged says nothing of the new one.
        let is_whole = |old: &Index| old.damaged_files().is_ok_and(|damaged| damaged.is_empty());
        let old = self.place.open().ok().filter(is_whole);
        if !agree(store, &self.built, old.as_ref())? {
            check_sampled(store, &self.beside)?;
        }
        match (self.beside.directory(), self.place.directory()) {
            (Some(beside), Some(place)) => {
                drop(self.built);
                swap(beside, place)?;
                clear(beside)
            }
            _ => Ok(self.built.take_place()?),
        }
    }
}

/// Whether the new index, which must have all documents, finds what the old one finds.
fn agree(store: &Store, new: &Index, old: Option<&Index>) -> Result<bool, Error> {
    let (count, expected) = (new.count()?, store.count()?);
    if count != expected {
        return Err(Error::Rebuilt { count, expected });
    }
    let Some(old) = old else { return Ok(true) };
    let same_terms = !old.is_due()? && old.sequence()? == new.sequence()?;
    for document in store.sample(SAMPLED)? {
        for request in questions(&document) {
            let Ok(before) = old.search(&request) else {
                // It may be for its damage that a new one is built.
                return Ok(true);
            };
            let after = new.search(&request)?;
            let has = |page: &Page| page.hits.iter().any(|hit| hit.id == document.id);
            let lost = has(&before) && !has(&after) && after.total <= LARGEST_PAGE as u64;
            if lost || (same_terms && before.total != after.total) {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// Where the two disagree one of them is wrong, and the store says which: what the new one has of
/// the papers sampled must be what they say, term by term.
fn check_sampled(store: &Store, new: &IndexPlace) -> Result<(), Error> {
    let audit = Audit::of(new)?;
    let expected = Expected::default();
    for document in store.sample(SAMPLED)? {
        let pages = store.pages(&document.id)?.unwrap_or_default();
        let entry = expected.entry(&document, &pages);
        if audit.entries.get(&document.id) != Some(&entry) {
            return Err(Error::OtherAnswers(document.id));
        }
    }
    Ok(())
}

/// Its number, and its subject: what somebody who looks for it would type.
fn questions(document: &Document) -> impl Iterator<Item = Request> + use<> {
    let description = &document.description;
    let number = description.number.as_ref();
    let number = number.map(|number| number.printed.clone());
    let subject = description.subject.clone();
    let asked = number.into_iter().chain(subject);
    asked.map(|asked| Request::of(&asked, LARGEST_PAGE))
}

fn sibling(index: &Path, name: &str) -> PathBuf {
    index.with_file_name(name)
}

fn clear(directory: &Path) -> Result<(), Error> {
    match std::fs::remove_dir_all(directory) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(swapping(directory, error))
        }
        _ => Ok(()),
    }
}

/// Puts `new` in the place of `old`. Where both exist they change places atomically; a file system
/// that cannot do that has a moment without an index, from which the next start recovers.
fn swap(new: &Path, old: &Path) -> Result<(), Error> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    if !old.exists() || renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE).is_err() {
        clear(old)?;
        std::fs::rename(new, old).map_err(|error| swapping(new, error))?;
    }
    let parent = old.parent().unwrap_or(old);
    let synced = std::fs::File::open(parent).and_then(|parent| parent.sync_all());
    synced.map_err(|error| swapping(parent, error))
}

fn swapping(path: &Path, source: std::io::Error) -> Error {
    Error::Swapping {
        path: path.to_path_buf(),
        source,
    }
}
