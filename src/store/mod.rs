//! The truth: what has been acknowledged. Catalogue, originals, import journal; nothing of search.
//!
//! An archive is a folder:
//!
//! ```text
//! catalogue.db      SQLite: documents, their pages, the journal; plain tables, readable by hand
//! log/              every change, each entry bound to all before it, as plain lines; and what people typed
//! originals/ab/ab…  every original as it was handed in, named by its SHA-256, never modified;
//!                   or objects of the same names in a bucket
//! cluster.toml      what of all this is on other machines; written by people
//! index/            search's; derived, may be deleted
//! lock              held by the process that writes
//! upkeep/           the backups made, how far a verification is; may be deleted
//! ```
//!
//! # Why nothing acknowledged is lost
//!
//! A change is acknowledged when [`Batch::commit`] returns. Until then, in this order:
//!
//! 1. every original is written under `originals/incoming/` and synced;
//! 2. each is renamed to its digest: a name among the originals always means complete bytes;
//! 3. the directories that got names are synced;
//! 4. all rows, the log's among them, are committed in one SQLite transaction, whose write-ahead
//!    log is synced;
//! 5. the log's new lines are appended to its file, which is synced.
//!
//! A crash before 4 leaves at worst originals without a row, which the next import of the same
//! bytes adopts. A crash after 4 leaves everything but lines of the log's file, which the next
//! writer appends. In between there is nothing: a row never names an original that could vanish.
//! When a sync fails the writer stops, because the system may drop the data and report success the
//! next time it is asked.
//!
//! Every change gives its document the next sequence, in the same transaction. A sequence is never
//! given twice, so an index that remembers the last one it has seen asks
//! [`Store::changes_since`] for exactly what it lacks.
//!
//! Where `cluster.toml` names a bucket, 1 to 3 are: every original is in the object store, and it has
//! said so. An upload that was not acknowledged is no upload; one that was and whose row never came is
//! adopted by the next import of the same bytes, as above. That a store does not answer is another
//! error than that an original is missing ([`StoreError::Unreachable`]): nobody may take the one for
//! the other and give up a paper.
//!
//! The store asks no clock: times come in from outside and nothing depends on their order.

mod attachments;
mod batch;
mod catalogue;
mod corrections;
mod deletions;
mod documents;
mod doubts;
mod error;
mod fixity;
mod imports;
mod journal;
mod layout;
mod lock;
mod migrate;
mod log;
mod moves;
mod notes;
mod originals;
mod pages;
mod places;
mod rebuild;
mod record;
mod refusal;
mod releases;
mod row;
mod seat;
mod snapshot;
mod state;
mod sums;
mod transfer;
mod undo;
mod upgrades;
mod verify;
mod work;
mod writer;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod laws;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

pub use batch::Batch;
pub use corrections::Corrected;
pub use deletions::Deleted;
pub use documents::Change;
pub use documents::Documents;
pub use documents::Opening;
pub use documents::Order;
pub use doubts::Doubtful;
pub use doubts::DoubtfulImport;
pub use error::StoreError;
pub use fixity::Pace;
pub use fixity::sha256;
pub use fixity::sha256_of;
pub use fixity::stand_back;
pub use imports::Beginning;
pub use imports::Counts;
pub use imports::Import;
pub use imports::ImportId;
pub use journal::Journal;
pub use journal::JournalEntry;
pub use journal::MEMBER;
pub use journal::Reason;
pub use journal::Rejected;
pub use journal::SourcePath;
pub use journal::Stamp;
pub use journal::Verdict;
pub use layout::Layout;
pub use lock::Holder;
pub use lock::WriteLock;
pub use log::Log;
pub use log::LogChecked;
pub use log::LogProblem;
pub use migrate::Migrated;
pub use migrate::Move;
pub use moves::Place;
pub use originals::OriginalFile;
pub use originals::Originals;
pub use places::BucketSettings;
pub use places::Places;
pub use places::check_address;
pub use places::read_secret;
pub use rebuild::Bare;
pub use rebuild::Rebuild;
pub use rebuild::Rebuilt;
pub use releases::Release;
pub use snapshot::Listed;
pub use state::Holding;
pub use verify::Checked;
pub use verify::Problem;
pub use work::Poster;
pub use work::Queue;
pub use work::State as WorkState;
pub use work::Taken as TakenWork;
pub use work::Taker;
pub use writer::Writer;

use catalogue::Readers;
use sums::Sum;

/// An archive open for reading, by any number of threads and processes, while another may write.
/// Cloning is cheap and shares the connections.
#[derive(Debug, Clone)]
pub struct Store {
    layout: Layout,
    originals: Originals,
    readers: Arc<Readers>,
    bytes: Arc<Sum<u64>>,
    alone: Arc<Sum<BTreeMap<ImportId, u64>>>,
}

impl Store {
    /// Opens the archive in `folder` for reading. Works on a read-only medium.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        Self::of(Layout::of(folder))
    }

    fn of(layout: Layout) -> Result<Self, StoreError> {
        let places = Places::of(&layout)?;
        let originals = Originals::of(&layout, &places);
        let readers = match places.catalogue {
            Some(settings) => Readers::of_server(settings),
            None if layout.catalogue().exists() => Readers::open(&layout),
            None => return Err(StoreError::NotAnArchive(layout.root().to_path_buf())),
        };
        match readers {
            // What a killed `create` left is no archive yet.
            Err(StoreError::OlderFormat { found: 0, .. }) => {
                Err(StoreError::NotAnArchive(layout.root().to_path_buf()))
            }
            readers => Ok(Self::with(layout, originals, readers?)),
        }
    }

    fn with(layout: Layout, originals: Originals, readers: Readers) -> Self {
        let readers = Arc::new(readers);
        Self {
            layout,
            originals,
            readers,
            bytes: Arc::default(),
            alone: Arc::default(),
        }
    }

    /// Where things lie.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The originals.
    #[must_use]
    pub fn originals(&self) -> &Originals {
        &self.originals
    }
}
