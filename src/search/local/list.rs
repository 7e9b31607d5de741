//! The documents that have a term, walked over in blocks as they are unpacked.

use tantivy::DocId;
use tantivy::TERMINATED;
use tantivy::postings::BlockSegmentPostings;

/// Documents that are looked at one by one before the block is searched: the next one that is wanted
/// is often near.
const NEAR: usize = 4;

/// The documents of a segment that have a term, in their order; it stands at one of them.
pub(super) struct List {
    postings: BlockSegmentPostings,
    /// Place in the block.
    at: usize,
}

impl List {
    /// Stands at the first one.
    pub fn of(postings: BlockSegmentPostings) -> Self {
        Self { postings, at: 0 }
    }

    /// How many documents it has.
    pub fn length(&self) -> u64 {
        u64::from(self.postings.doc_freq())
    }

    /// The document it stands at.
    pub fn doc(&self) -> DocId {
        let doc = self.postings.docs().get(self.at);
        doc.copied().unwrap_or(TERMINATED)
    }

    /// How often that has the term, if it was unpacked.
    pub fn times(&self) -> u32 {
        let times = self.postings.freqs().get(self.at);
        times.copied().unwrap_or_default()
    }

    pub fn advance(&mut self) -> DocId {
        self.at += 1;
        if self.at >= self.postings.docs().len() {
            self.next_block();
        }
        self.doc()
    }

    /// The first document that is not before `target`, where it is not beyond it already.
    pub fn seek(&mut self, target: DocId) -> DocId {
        for _ in 0..NEAR {
            match self.postings.docs().get(self.at) {
                Some(&doc) if doc >= target => return doc,
                Some(_) => self.at += 1,
                None => break,
            }
        }
        if self.doc() < target || self.at >= self.postings.docs().len() {
            self.at = self.postings.seek(target);
        }
        self.doc()
    }

    /// The documents of the block from the one on that it stands at; none at the end.
    pub fn rest_of_block(&self) -> Option<&[DocId]> {
        let rest = self.postings.docs().get(self.at..);
        rest.filter(|rest| !rest.is_empty())
    }

    /// Goes on to the first document of the next block.
    pub fn next_block(&mut self) {
        self.postings.advance();
        self.at = 0;
    }
}
