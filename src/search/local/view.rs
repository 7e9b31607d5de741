//! The index as one caller may see it: which documents are there, and every statistic over them.
//!
//! Nothing here may depend on a document that is left out or deleted, nor on how documents lie in
//! segments: a narrowed answer equals that of an index of only the documents that are admitted.

use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use tantivy::DocId;
use tantivy::DocSet;
use tantivy::SegmentReader;
use tantivy::TERMINATED;
use tantivy::Term;
use tantivy::postings::BlockSegmentPostings;
use tantivy::postings::SegmentPostings;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::schema::IndexRecordOption;

use crate::search::SearchError;
use crate::search::local::Snapshot;
use crate::search::local::columns::Columns;
use crate::search::local::list::List;
use crate::search::narrowing::Narrowing;
use crate::search::prose::Prose;
use crate::search::prose::ProseField;
use crate::search::schema::Fields;
use crate::search::view::Listed;

/// Terms that are remembered.
const REMEMBERED: usize = 100_000;

/// A snapshot narrowed to what one caller may see.
pub(in crate::search) struct View {
    pub snapshot: Arc<Snapshot>,
    pub fields: Fields,
    /// One for each of the snapshot's segments, in its order.
    pub admitted: Vec<Admitted>,
    /// What decides about it.
    pub narrowing: Narrowing,
    /// How many documents there are.
    pub count: u64,
    known: Mutex<HashMap<Term, Arc<Known>>>,
}

/// What is known of a term.
struct Known {
    /// How many documents that are there have it.
    frequency: u64,
    /// Where its list is in each of the snapshot's segments.
    infos: Vec<Option<TermInfo>>,
}

/// The documents of a segment that are there.
pub(in crate::search) enum Admitted {
    /// All of them.
    All,
    /// Those with a flag.
    Some(Vec<bool>),
}

impl Admitted {
    fn of(reader: &SegmentReader, columns: &Columns, narrowing: &Narrowing) -> Self {
        if !narrowing.narrows() && !reader.has_deletes() {
            return Self::All;
        }
        let held = columns.holding_names.iter();
        let held: Vec<bool> = held
            .map(|holding| narrowing.admits(holding.as_ref()))
            .collect();
        let alive = reader.alive_bitset();
        let is_there = |(doc, holding): (DocId, &u32)| {
            held.get(*holding as usize).copied().unwrap_or(false)
                && alive.is_none_or(|alive| alive.is_alive(doc))
        };
        Self::Some((0..).zip(&columns.holdings).map(is_there).collect())
    }

    /// Whether a document is there.
    pub fn has(&self, doc: DocId) -> bool {
        match self {
            Self::All => true,
            Self::Some(flags) => flags.get(doc as usize).copied().unwrap_or(false),
        }
    }

    /// How many of a term's documents are there.
    fn count_in(&self, mut postings: SegmentPostings) -> u64 {
        let mut count = 0;
        let mut doc = postings.doc();
        while doc != TERMINATED {
            count += u64::from(self.has(doc));
            doc = postings.advance();
        }
        count
    }
}

impl View {
    pub fn of(snapshot: Arc<Snapshot>, fields: Fields, narrowing: &Narrowing) -> Self {
        let mut view = Self {
            admitted: Vec::new(),
            narrowing: narrowing.clone(),
            count: 0,
            known: Mutex::default(),
            fields,
            snapshot,
        };
        for (reader, columns) in view.snapshot.readers() {
            let admitted = Admitted::of(reader, columns, narrowing);
            let there = (0..reader.max_doc()).filter(|&doc| admitted.has(doc));
            view.count += there.count() as u64;
            view.admitted.push(admitted);
        }
        view
    }

    /// Each segment with its columns and what of it is there.
    pub fn segments(&self) -> impl Iterator<Item = (&SegmentReader, &Columns, &Admitted)> {
        let segments = self.snapshot.readers().zip(&self.admitted);
        segments.map(|((reader, columns), admitted)| (reader, columns, admitted))
    }

    /// How many documents have each of these terms.
    pub fn frequencies(&self, terms: &[(ProseField, String)]) -> Result<Vec<u64>, SearchError> {
        let term = |(field, text): &(ProseField, String)| {
            Term::from_field_text(self.fields.prose(*field), text)
        };
        let terms = terms.iter().map(term);
        Ok(terms
            .map(|term| self.frequency_of(&term))
            .collect::<tantivy::Result<_>>()?)
    }

    /// How many documents have a term.
    pub fn frequency_of(&self, term: &Term) -> tantivy::Result<u64> {
        Ok(self.known(term)?.frequency)
    }

    /// The same, not remembered.
    pub fn count(&self, term: &Term) -> tantivy::Result<u64> {
        Ok(self.look_up(term)?.frequency)
    }

    /// The documents of a segment that have a term, there or not; with how often each has it, if
    /// `unpacked` says so.
    pub(super) fn list(
        &self,
        term: &Term,
        reader: &SegmentReader,
        unpacked: IndexRecordOption,
    ) -> tantivy::Result<List> {
        let known = self.known(term)?;
        let readers = self.snapshot.searcher.segment_readers().iter();
        let infos = readers.zip(&known.infos);
        let mut infos = infos.filter(|(other, _)| other.segment_id() == reader.segment_id());
        match infos.next() {
            Some((_, Some(info))) => {
                let inverted = reader.inverted_index(term.field())?;
                let list = inverted.read_block_postings_from_terminfo(info, unpacked)?;
                Ok(List::of(list))
            }
            _ => Ok(List::of(BlockSegmentPostings::empty())),
        }
    }

    fn known(&self, term: &Term) -> tantivy::Result<Arc<Known>> {
        let remembered = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = remembered().get(term) {
            return Ok(Arc::clone(known));
        }
        let known = Arc::new(self.look_up(term)?);
        let mut remembered = remembered();
        if remembered.len() < REMEMBERED {
            remembered.insert(term.clone(), Arc::clone(&known));
        }
        Ok(known)
    }

    fn look_up(&self, term: &Term) -> tantivy::Result<Known> {
        let mut known = Known {
            frequency: 0,
            infos: Vec::with_capacity(self.admitted.len()),
        };
        for (reader, _, admitted) in self.segments() {
            let inverted = reader.inverted_index(term.field())?;
            let info = inverted.get_term_info(term)?;
            known.frequency += match (&info, admitted) {
                (None, _) => 0,
                (Some(info), Admitted::All) => u64::from(info.doc_freq),
                (Some(info), Admitted::Some(_)) => admitted.count_in(
                    inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?,
                ),
            };
            known.infos.push(info);
        }
        Ok(known)
    }

    /// The store's sequence numbers of the documents that are there.
    pub fn sequences(&self) -> HashSet<u64> {
        let of_segment = |(reader, columns, admitted): (&SegmentReader, &Columns, &Admitted)| {
            let there = (0..reader.max_doc()).filter(|&doc| admitted.has(doc));
            let sequences = there.filter_map(|doc| columns.sequences.first(doc));
            sequences.collect::<Vec<u64>>()
        };
        self.segments().flat_map(of_segment).collect()
    }

    /// Terms that begin with `prefix`, the first `most` of them.
    pub fn listed(
        &self,
        field: Listed,
        prefix: &str,
        most: usize,
    ) -> Result<Vec<(String, u64)>, SearchError> {
        let field = match field {
            Listed::Own => self.fields.own,
            Listed::Titles => self.fields.prose(Prose::Title.singles()),
        };
        self.beginning_with(field, prefix, most)
    }

    /// Terms that begin with `prefix`, in their order, with how many documents have each: the first
    /// `most` of them.
    pub fn beginning_with(
        &self,
        field: Field,
        prefix: &str,
        most: usize,
    ) -> Result<Vec<(String, u64)>, SearchError> {
        let inverted = self.segments().map(|(reader, _, admitted)| {
            let inverted = reader.inverted_index(field)?;
            Ok((inverted, admitted))
        });
        let inverted = inverted.collect::<Result<Vec<_>, SearchError>>()?;
        let mut streams = Vec::with_capacity(inverted.len());
        for (inverted, admitted) in &inverted {
            let mut stream = inverted.terms().range().ge(prefix).into_stream()?;
            if stream.advance() {
                streams.push((stream, inverted, admitted));
            }
        }
        let mut found = Vec::new();
        while found.len() < most {
            let least = streams.iter().map(|(stream, ..)| stream.key()).min();
            let Some(least) = least.filter(|key| key.starts_with(prefix.as_bytes())) else {
                break;
            };
            let least = least.to_vec();
            let mut frequency = 0;
            let mut left = Vec::with_capacity(streams.len());
            for (mut stream, inverted, admitted) in streams {
                let mut more = true;
                if stream.key() == least {
                    let info = stream.value();
                    frequency += match admitted {
                        Admitted::All => u64::from(info.doc_freq),
                        Admitted::Some(_) => admitted.count_in(
                            inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?,
                        ),
                    };
                    more = stream.advance();
                }
                if more {
                    left.push((stream, inverted, admitted));
                }
            }
            streams = left;
            if frequency > 0 {
                found.push((String::from_utf8_lossy(&least).into_owned(), frequency));
            }
        }
        Ok(found)
    }
}

impl std::fmt::Debug for View {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("View")
            .field("count", &self.count)
            .finish()
    }
}
