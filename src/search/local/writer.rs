//! Writing the index on this machine.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;

use backon::BlockingRetryable;
use backon::ConstantBuilder;
use tantivy::IndexWriter;
use tantivy::TantivyDocument;
use tantivy::TantivyError;
use tantivy::Term;
use tantivy::index::SegmentId;
use tantivy::index::SegmentMeta;
use tantivy::merge_policy::NoMergePolicy;

use crate::document::Document;
use crate::document::DocumentId;
use crate::document::Holding;
use crate::document::Page;
use crate::search::SearchError;
use crate::search::entry::Entry;
use crate::search::local;
use crate::search::local::Committed;
use crate::search::local::Local;
use crate::search::schema::Fields;

/// Between two looks whether an index may be written, and how many there are.
const LOOK: Duration = Duration::from_millis(20);
const LOOKS: usize = 10;
/// Tantivy refuses to work with less a thread.
const LEAST_MEMORY: usize = 16_000_000;

/// The one writer of an index. Dropping it forgets what was not committed.
pub(in crate::search) struct Writer {
    inner: IndexWriter,
    fields: Fields,
    directory: PathBuf,
    commits: Arc<AtomicU64>,
    /// What an index was made by stays with it, whoever adds to it.
    committed: Committed,
    has_committed: bool,
}

impl Writer {
    pub fn of(local: &Local, threads: usize, memory: usize) -> Result<Self, SearchError> {
        let threads = threads.clamp(1, 8);
        let memory = memory.max(LEAST_MEMORY * threads);
        let inner = begin(&local.index, threads, memory).map_err(|error| match error {
            TantivyError::LockFailure(..) => SearchError::Busy(local.directory.clone()),
            other => other.into(),
        })?;
        sweep(&inner, &local.directory)?;
        Ok(Self {
            committed: local::committed(&local.index)?.unwrap_or_default(),
            inner,
            fields: local.fields,
            directory: local.directory.clone(),
            commits: Arc::clone(&local.commits),
            has_committed: false,
        })
    }

    /// The sequence number of the latest commit: what the store has above it is missing here.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.committed.sequence
    }

    /// Indexes a document, in place of any earlier state of it. Found after the next commit.
    pub fn put(
        &mut self,
        document: &Document,
        holding: &Holding,
        pages: &[Page],
    ) -> Result<(), SearchError> {
        self.remove(&document.id)?;
        let mut entry = entry(&self.fields, document, pages);
        entry.add_text(self.fields.holding, holding.to_text());
        self.inner.add_document(entry)?;
        Ok(())
    }

    /// Removes a document; nothing happens if it is not there.
    pub fn remove(&mut self, id: &DocumentId) -> Result<(), SearchError> {
        self.inner
            .delete_term(Term::from_field_text(self.fields.id, id.as_str()));
        Ok(())
    }

    /// Makes all since the last commit durable and findable. `sequence` is the highest number of
    /// the store that is now in the index.
    pub fn commit(&mut self, sequence: u64) -> Result<(), SearchError> {
        let mut prepared = self.inner.prepare_commit()?;
        let committed = Committed {
            sequence,
            ..self.committed
        };
        prepared.set_payload(&committed.payload());
        prepared.commit()?;
        local::sync(&self.directory)?;
        self.committed = committed;
        self.has_committed = true;
        self.commits.fetch_add(1, Ordering::Release);
        Ok(())
    }

    /// Writes every segment anew that has something of a removed document in it, deletes the old
    /// ones, and ends.
    ///
    /// A removed document is not found any more, but its words stay in the files, and count as
    /// words of the index, until their segment is merged, which may be never.
    pub fn scrub(mut self) -> Result<(), SearchError> {
        self.inner.set_merge_policy(Box::new(NoMergePolicy));
        let segments = self.inner.index().searchable_segment_metas()?;
        for segment in segments.iter().filter(|segment| segment.has_deletes()) {
            self.inner.merge(&[segment.id()]).wait()?;
        }
        drop(segments);
        sweep(&self.inner, &self.directory)?;
        local::sync(&self.directory)?;
        self.commits.fetch_add(1, Ordering::Release);
        self.finish()
    }

    /// Waits for merges under way, puts small segments together, and ends.
    pub fn finish(self) -> Result<(), SearchError> {
        let index = self.inner.index().clone();
        self.inner.wait_merging_threads()?;
        let small = match self.has_committed {
            true => small_segments(index.searchable_segment_metas()?),
            false => Vec::new(),
        };
        if small.is_empty() {
            return Ok(());
        }
        let mut inner = match begin(&index, 1, LEAST_MEMORY) {
            // Whoever writes next puts them together.
            Err(TantivyError::LockFailure(..)) => return Ok(()),
            writer => writer?,
        };
        inner.set_merge_policy(Box::new(NoMergePolicy));
        inner.merge(&small).wait()?;
        inner.wait_merging_threads()?;
        local::sync(&self.directory)?;
        self.commits.fetch_add(1, Ordering::Release);
        Ok(())
    }
}

/// Takes the right to write an index, if need be after a moment: a lock that was just given back is
/// still that of a process started meanwhile, until it runs its own program.
fn begin(index: &tantivy::Index, threads: usize, memory: usize) -> tantivy::Result<IndexWriter> {
    let waits = ConstantBuilder::default()
        .with_delay(LOOK)
        .with_max_times(LOOKS);
    (|| index.writer_with_num_threads(threads, memory))
        .retry(waits)
        .when(|error| matches!(error, TantivyError::LockFailure(..)))
        .call()
}

/// The smallest segments, to be merged so that each is at least twice as large as all smaller ones
/// together. A question is asked of every segment, so few of them answer sooner; and a document is
/// written anew only when what it lies in has grown by half.
fn small_segments(mut segments: Vec<SegmentMeta>) -> Vec<SegmentId> {
    segments.sort_by_key(|segment| Reverse(segment.num_docs()));
    let mut smaller: u64 = segments.iter().map(documents).sum();
    let first = segments.iter().position(|segment| {
        smaller -= documents(segment);
        documents(segment) < 2 * smaller
    });
    let small = first.and_then(|first| segments.get(first..));
    let ids = small.unwrap_or_default().iter().map(SegmentMeta::id);
    ids.collect()
}

fn documents(segment: &SegmentMeta) -> u64 {
    u64::from(segment.num_docs())
}

/// Deletes what a killed writer left behind: segment files no commit knows.
///
/// Called with the writer's lock held, so that no other process is making such files.
fn sweep(writer: &IndexWriter, directory: &Path) -> Result<(), SearchError> {
    writer.garbage_collect_files().wait()?;
    let segments = writer.index().searchable_segment_ids()?;
    let known: HashSet<String> = segments.iter().map(|id| id.uuid_string()).collect();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let stem = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let segment = stem.split('.').next().unwrap_or_default();
        let is_segment =
            segment.len() == 32 && segment.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_segment && !known.contains(segment) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// The entry of a document, but for where it lies.
pub(in crate::search) fn entry(
    fields: &Fields,
    document: &Document,
    pages: &[Page],
) -> TantivyDocument {
    let kept = Entry::of(document, pages);
    let mut entry = TantivyDocument::new();
    entry.add_text(fields.id, document.id.as_str());
    entry.add_u64(fields.sequence, document.sequence);
    entry.add_u64(fields.tie, kept.tie);
    entry.add_u64(fields.id_end, kept.id_end);
    for term in kept.own {
        entry.add_text(fields.own, term);
    }
    for term in kept.cites {
        entry.add_text(fields.cites, term);
    }
    for (prose, text) in kept.texts {
        for field in [prose.singles(), prose.pairs()] {
            entry.add_text(fields.prose(field), &text);
        }
    }
    entry.add_i64(fields.day, kept.day.map_or(i64::MIN, i64::from));
    entry.add_text(fields.kind, kept.kind);
    entry.add_text(fields.system, kept.system);
    entry.add_text(fields.bodies, kept.bodies);
    entry
}
