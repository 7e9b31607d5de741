//! The documents that have all of some terms: only which documents have them is unpacked, not how
//! often, and no step of the walk goes through a table of functions.

use tantivy::DocId;
use tantivy::DocSet;
use tantivy::SegmentReader;
use tantivy::TERMINATED;
use tantivy::Term;
use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;

/// Walks over the documents of a segment that have all of what is asked for.
pub(super) struct Together {
    /// At least one; the shortest first, which leads.
    lists: Vec<List>,
}

/// The documents that have a term, or one of two.
struct List {
    one: SegmentPostings,
    other: Option<Box<SegmentPostings>>,
}

/// A term, or one that may stand in its place.
pub(super) type Wanted = (Term, Option<Term>);

impl Together {
    /// The documents of a segment that have all of `wanted`; none if nothing is.
    pub fn of(wanted: &[Wanted], reader: &SegmentReader) -> tantivy::Result<Self> {
        let postings = |term: &Term| {
            let inverted = reader.inverted_index(term.field())?;
            let found = inverted.read_postings(term, IndexRecordOption::Basic)?;
            Ok::<_, tantivy::TantivyError>(found.unwrap_or_else(SegmentPostings::empty))
        };
        let mut lists = Vec::with_capacity(wanted.len());
        for (term, other) in wanted {
            let other = other.as_ref().map(postings).transpose()?;
            lists.push(List {
                one: postings(term)?,
                other: other.map(Box::new),
            });
        }
        if lists.is_empty() {
            lists.push(List {
                one: SegmentPostings::empty(),
                other: None,
            });
        }
        lists.sort_by_key(List::length);
        let mut together = Self { lists };
        together.seek(0);
        Ok(together)
    }

    /// The document it stands at.
    pub fn doc(&self) -> DocId {
        self.lists.first().map_or(TERMINATED, List::doc)
    }

    /// The next one.
    pub fn advance(&mut self) -> DocId {
        match self.doc() {
            TERMINATED => TERMINATED,
            doc => self.seek(doc + 1),
        }
    }

    /// The first one that is not before `target`.
    pub fn seek(&mut self, target: DocId) -> DocId {
        let Some((leader, others)) = self.lists.split_first_mut() else {
            return TERMINATED;
        };
        let mut doc = leader.seek(target);
        'next: while doc != TERMINATED {
            for other in &mut *others {
                let there = other.seek(doc);
                if there > doc {
                    doc = leader.seek(there);
                    continue 'next;
                }
            }
            break;
        }
        doc
    }
}

impl List {
    fn length(&self) -> u32 {
        let other = self.other.as_ref().map_or(0, |other| other.doc_freq());
        self.one.doc_freq() + other
    }

    fn doc(&self) -> DocId {
        let other = self.other.as_ref().map_or(TERMINATED, |other| other.doc());
        self.one.doc().min(other)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let one = reach(&mut self.one, target);
        match &mut self.other {
            None => one,
            Some(other) => one.min(reach(other, target)),
        }
    }
}

/// The first document of a list that is not before `target`, where it is not beyond it already.
fn reach(list: &mut SegmentPostings, target: DocId) -> DocId {
    match list.doc() {
        there if there >= target => there,
        _ => list.seek(target),
    }
}
