//! Writing an index: documents in, a commit that carries the store's sequence number.

use crate::document::Document;
use crate::document::DocumentId;
use crate::document::Holding;
use crate::document::Page;
use crate::search::SearchError;
use crate::search::cluster;
use crate::search::cluster::Cluster;
use crate::search::local;
use crate::search::local::Local;

/// Bytes of memory a writer may fill before it writes a segment, by default.
pub const MEMORY: usize = 120_000_000;

/// The one writer of an index. Dropping it forgets what was not committed.
pub struct Writer(Engine);

enum Engine {
    Local(Box<local::writer::Writer>),
    Cluster(Box<cluster::writer::Writer>),
}

impl Writer {
    pub(super) fn local(local: &Local, threads: usize, memory: usize) -> Result<Self, SearchError> {
        let writer = local::writer::Writer::of(local, threads, memory)?;
        Ok(Self(Engine::Local(Box::new(writer))))
    }

    pub(super) fn cluster(cluster: &Cluster) -> Result<Self, SearchError> {
        let writer = cluster::writer::Writer::of(cluster)?;
        Ok(Self(Engine::Cluster(Box::new(writer))))
    }

    /// The sequence number of the latest commit: what the store has above it is missing here.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        match &self.0 {
            Engine::Local(writer) => writer.sequence(),
            Engine::Cluster(writer) => writer.sequence(),
        }
    }

    /// Indexes a document, in place of any earlier state of it. Found after the next commit.
    pub fn put(
        &mut self,
        document: &Document,
        holding: &Holding,
        pages: &[Page],
    ) -> Result<(), SearchError> {
        match &mut self.0 {
            Engine::Local(writer) => writer.put(document, holding, pages),
            Engine::Cluster(writer) => writer.put(document, holding, pages),
        }
    }

    /// Removes a document, as of a sequence number of the store; nothing happens if it is not there.
    pub fn remove(&mut self, id: &DocumentId, sequence: u64) -> Result<(), SearchError> {
        match &mut self.0 {
            Engine::Local(writer) => writer.remove(id),
            Engine::Cluster(writer) => writer.remove(id, sequence),
        }
    }

    /// Makes all since the last commit durable and findable. `sequence` is the highest number of
    /// the store that is now in the index.
    pub fn commit(&mut self, sequence: u64) -> Result<(), SearchError> {
        match &mut self.0 {
            Engine::Local(writer) => writer.commit(sequence),
            Engine::Cluster(writer) => writer.commit(sequence),
        }
    }

    /// Leaves no word of a removed document in the index, and ends.
    ///
    /// A removed document is not found any more, but its words stay in the files, and count as
    /// words of the index, until their segment is merged, which may be never.
    pub fn scrub(self) -> Result<(), SearchError> {
        match self.0 {
            Engine::Local(writer) => writer.scrub(),
            Engine::Cluster(writer) => writer.scrub(),
        }
    }

    /// Waits for work under way and ends.
    pub fn finish(self) -> Result<(), SearchError> {
        match self.0 {
            Engine::Local(writer) => writer.finish(),
            Engine::Cluster(_) => Ok(()),
        }
    }
}
