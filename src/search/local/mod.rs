//! The index on this machine: opens it, keeps a reader up to date, and runs plans on it.

pub(super) mod columns;
pub(super) mod cited;
mod asks;
mod files;
mod folders;
mod in_order;
mod list;
mod names;
mod pass;
mod ranking;
pub(super) mod run;
mod scoring;
mod sieve;
mod tally;
mod terms;
pub(super) mod view;
mod walk;
mod weighed;
mod window;
pub(super) mod writer;
mod yearly;

use std::collections::HashMap;
use std::fs;
use std::hash::Hash;
use std::hash::Hasher;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::RwLock;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::SystemTime;

use tantivy::IndexReader;
use tantivy::IndexSettings;
use tantivy::ReloadPolicy;
use tantivy::Searcher;
use tantivy::SegmentReader;
use tantivy::directory::MmapDirectory;
use tantivy::index::IndexSortByField;
use tantivy::index::Order;
use tantivy::index::SegmentId;

use crate::search::SearchError;
use crate::search::analysis;
use crate::search::fingerprint;
use crate::search::local::columns::Columns;
use crate::search::local::files::Files;
use crate::search::local::names::Names;
use crate::search::local::view::View;
use crate::search::narrowing::Narrowing;
use crate::search::schema;
use crate::search::schema::Fields;

/// Views kept: an office has few kinds of readers.
const MOST_VIEWS: usize = 32;
/// The file tantivy replaces with every commit.
pub(super) const META: &str = "meta.json";

/// An index in a directory. Cheap to search from many threads at once.
pub(super) struct Local {
    pub(super) index: tantivy::Index,
    pub(super) fields: Fields,
    pub(super) directory: PathBuf,
    /// Commits made in this process.
    pub(super) commits: Arc<AtomicU64>,
    reader: IndexReader,
    snapshot: RwLock<Arc<Snapshot>>,
    /// Held while a newer snapshot is being made, so that only one thread makes it.
    renewing: Mutex<()>,
    /// Views of the latest snapshot, by the name of their narrowing.
    views: Mutex<Vec<NamedView>>,
}

/// A view and the name of its narrowing.
type NamedView = (Option<Arc<str>>, Arc<View>);

/// The index as of one commit.
pub(super) struct Snapshot {
    pub searcher: Searcher,
    /// One for each of the searcher's segments, in its order.
    pub segments: Vec<(SegmentId, Arc<Columns>)>,
    pub names: Names,
    /// The store's sequence number this commit has caught up with.
    pub sequence: u64,
    /// Whether another program's tables or rules made its terms.
    pub is_due: bool,
    /// Changes with every commit.
    pub generation: u64,
    seen: Seen,
}

/// What tells one commit from another without reading it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Seen {
    commits: u64,
    changed: Option<SystemTime>,
    length: u64,
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        match error {
            tantivy::TantivyError::ErrorInThread(_) => Self::Unwritten,
            error => Self::Broken(Box::new(error)),
        }
    }
}

impl From<std::io::Error> for SearchError {
    fn from(error: std::io::Error) -> Self {
        Self::Broken(Box::new(error))
    }
}

impl Local {
    /// Makes an empty index in `directory`, which must be empty or not exist.
    pub fn create(directory: &Path) -> Result<Self, SearchError> {
        fs::create_dir_all(directory)?;
        let settings = IndexSettings {
            sort_by_field: Some(IndexSortByField {
                field: schema::DAY.to_owned(),
                order: Order::Desc,
            }),
            ..IndexSettings::default()
        };
        let files = MmapDirectory::open(directory).map_err(tantivy::TantivyError::from)?;
        let index = tantivy::Index::create(files, schema::build(), settings)?;
        sync(directory)?;
        Self::with(index, directory)
    }

    /// Opens the index in `directory` for searching; takes no lock.
    pub fn open(directory: &Path) -> Result<Self, SearchError> {
        if !directory.join(META).is_file() {
            return Err(SearchError::Missing(directory.to_owned()));
        }
        let files = MmapDirectory::open(directory).map_err(tantivy::TantivyError::from)?;
        let index = tantivy::Index::open(Files(files))?;
        Self::with(index, directory)
    }

    fn with(mut index: tantivy::Index, directory: &Path) -> Result<Self, SearchError> {
        let other_schema = || SearchError::OtherSchema(directory.to_owned());
        if index.schema() != schema::build() || committed(&index)?.is_none() {
            return Err(other_schema());
        }
        let fields = Fields::of(&index.schema()).ok_or_else(other_schema)?;
        index.set_tokenizers(analysis::tokenizers());
        let commits = Arc::new(AtomicU64::new(0));
        let seen = Seen::of(directory, &commits);
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let snapshot = Snapshot::of(&index, &reader, seen, &HashMap::new())?;
        Ok(Self {
            index,
            fields,
            directory: directory.to_owned(),
            commits,
            reader,
            snapshot: RwLock::new(Arc::new(snapshot)),
            renewing: Mutex::new(()),
            views: Mutex::default(),
        })
    }

    /// The index as of the latest commit, made in this process or another one.
    ///
    /// While a rebuilt index is being put in this one's place, or if the new one cannot be read,
    /// the last good commit goes on answering: its files are held open.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        let current = self.current();
        let seen = Seen::of(&self.directory, &self.commits);
        if current.seen == seen || seen.changed.is_none() {
            return current;
        }
        let _alone = self.renewing.lock().unwrap_or_else(PoisonError::into_inner);
        let current = self.current();
        if current.seen == seen {
            return current;
        }
        let known = current.segments.iter().cloned().collect();
        let renewed = self.reader.reload().map_err(SearchError::from);
        let renewed = renewed.and_then(|()| Snapshot::of(&self.index, &self.reader, seen, &known));
        let Ok(renewed) = renewed.map(Arc::new) else {
            return current;
        };
        *self
            .snapshot
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::clone(&renewed);
        renewed
    }

    /// The latest commit as far as a narrowing lets it be seen.
    pub fn view(&self, narrowing: &Narrowing) -> Arc<View> {
        let snapshot = self.snapshot();
        let name = narrowing.name();
        let mut views = self.views.lock().unwrap_or_else(PoisonError::into_inner);
        views.retain(|(_, view)| Arc::ptr_eq(&view.snapshot, &snapshot));
        if let Some((_, view)) = views.iter().find(|(known, _)| *known == name) {
            return Arc::clone(view);
        }
        let view = Arc::new(View::of(snapshot, self.fields, narrowing));
        if views.len() == MOST_VIEWS {
            views.remove(0);
        }
        views.push((name, Arc::clone(&view)));
        view
    }

    /// Bytes of its files.
    pub fn bytes(&self) -> Result<u64, SearchError> {
        let entries = fs::read_dir(&self.directory)?.flatten();
        // A file that a merge deletes meanwhile is none.
        Ok(entries
            .filter_map(|entry| entry.metadata().ok())
            .map(|there| there.len())
            .sum())
    }

    fn current(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Snapshot {
    /// Each segment with its columns.
    pub fn readers(&self) -> impl Iterator<Item = (&SegmentReader, &Columns)> {
        let readers = self.searcher.segment_readers().iter();
        let columns = self.segments.iter().map(|(_, columns)| columns.as_ref());
        readers.zip(columns)
    }

    fn of(
        index: &tantivy::Index,
        reader: &IndexReader,
        seen: Seen,
        known: &HashMap<SegmentId, Arc<Columns>>,
    ) -> Result<Self, SearchError> {
        let Committed { sequence, made_by } = committed(index)?.unwrap_or_default();
        let searcher = reader.searcher();
        let segments = searcher.segment_readers().iter().map(|segment| {
            let id = segment.segment_id();
            let columns = match known.get(&id) {
                Some(columns) => Arc::clone(columns),
                None => Arc::new(Columns::read(segment)?),
            };
            Ok((id, columns))
        });
        let segments = segments.collect::<Result<Vec<_>, SearchError>>()?;
        let mut hasher = std::hash::DefaultHasher::new();
        sequence.hash(&mut hasher);
        searcher.generation().segments().hash(&mut hasher);
        Ok(Self {
            names: Names::of(segments.iter().map(|(_, columns)| columns.as_ref())),
            searcher,
            segments,
            sequence,
            is_due: made_by != fingerprint::CURRENT,
            generation: hasher.finish(),
            seen,
        })
    }
}

impl Seen {
    fn of(directory: &Path, commits: &AtomicU64) -> Self {
        let meta = fs::metadata(directory.join(META)).ok();
        Self {
            commits: commits.load(Ordering::Acquire),
            changed: meta.as_ref().and_then(|meta| meta.modified().ok()),
            length: meta.map_or(0, |meta| meta.len()),
        }
    }
}

/// What a commit carries beside the entries.
#[derive(Clone, Copy)]
pub(super) struct Committed {
    /// The store's sequence number.
    pub sequence: u64,
    /// The fingerprint of the program that made the index.
    pub made_by: u64,
}

impl Default for Committed {
    /// Of an index nothing was committed to.
    fn default() -> Self {
        Self {
            sequence: 0,
            made_by: fingerprint::CURRENT,
        }
    }
}

impl Committed {
    /// As it is written: the version of the fields, the sequence, the fingerprint.
    pub fn payload(self) -> String {
        let Self { sequence, made_by } = self;
        format!("{} {sequence} {made_by:016x}", schema::VERSION)
    }
}

/// What the latest commit carries; none for an index of another version.
pub(super) fn committed(index: &tantivy::Index) -> Result<Option<Committed>, SearchError> {
    let Some(payload) = index.load_metas()?.payload else {
        return Ok(Some(Committed::default()));
    };
    let mut words = payload.split(' ');
    let version = words.next().unwrap_or_default();
    let sequence = words.next().and_then(|sequence| sequence.parse().ok());
    let made_by = words.next().map(|made_by| u64::from_str_radix(made_by, 16));
    let committed = sequence.map(|sequence| Committed {
        sequence,
        made_by: made_by.and_then(Result::ok).unwrap_or_default(),
    });
    Ok(committed.filter(|_| version == schema::VERSION.to_string()))
}

/// Makes renamed and new files of a directory durable, which tantivy leaves out.
pub(super) fn sync(directory: &Path) -> Result<(), SearchError> {
    fs::File::open(directory)?.sync_all()?;
    Ok(())
}
