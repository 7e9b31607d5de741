//! Numbers that documents cite and none bears.

use std::cmp::Reverse;

use tantivy::DocId;
use tantivy::DocSet;
use tantivy::TERMINATED;
use tantivy::Term;
use tantivy::schema::IndexRecordOption;

use crate::document::DocumentId;
use crate::search::SearchError;
use crate::search::local::run::id_of;
use crate::search::local::view::View;
use crate::search::schema::Fields;

/// A number that documents cite and none bears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unborne {
    /// Its parts in the order of the alphabet: `NumberKeys::loose_sorted`.
    pub key: String,
    /// Documents that cite it.
    pub cited_by: u64,
    /// The latest of them.
    pub examples: Vec<DocumentId>,
}

/// The spelling numbers are compared in: their parts in the order of the alphabet (`search/keys.rs`).
const TIER: &str = "o:";

impl View {
    /// The numbers that documents cite and none bears, the most cited first, at most `most`, each with
    /// the latest `examples` of the documents.
    pub fn cited_only(
        &self,
        fields: &Fields,
        most: usize,
        examples: usize,
    ) -> Result<Vec<Unborne>, SearchError> {
        let mut missing = Vec::new();
        for (term, count) in self.beginning_with(fields.cites, TIER, usize::MAX)? {
            if self.count(&Term::from_field_text(fields.own, &term))? == 0 {
                missing.push((Reverse(count), term));
            }
        }
        missing.sort_unstable();
        missing.truncate(most);
        let with_examples = missing.into_iter().map(|(Reverse(cited_by), term)| {
            let key = term.strip_prefix(TIER).unwrap_or_default().to_owned();
            let term = Term::from_field_text(fields.cites, &term);
            Ok(Unborne {
                key,
                cited_by,
                examples: self.latest_with(fields, &term, examples)?,
            })
        });
        with_examples.collect()
    }

    /// The latest documents that have a term.
    fn latest_with(
        &self,
        fields: &Fields,
        term: &Term,
        most: usize,
    ) -> Result<Vec<DocumentId>, SearchError> {
        let mut found: Vec<(Reverse<i32>, u64, usize, DocId)> = Vec::new();
        for (ordinal, (reader, columns, admitted)) in self.segments().enumerate() {
            let inverted = reader.inverted_index(term.field())?;
            let Some(mut postings) = inverted.read_postings(term, IndexRecordOption::Basic)? else {
                continue;
            };
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if admitted.has(doc) {
                    let day = columns.days.get(doc as usize).copied().unwrap_or_default();
                    let tie = columns.ties.first(doc).unwrap_or_default();
                    found.push((Reverse(day), tie, ordinal, doc));
                }
                doc = postings.advance();
            }
        }
        found.sort_unstable();
        found.truncate(most);
        let ids = found.into_iter();
        ids.map(|(.., ordinal, doc)| id_of(&self.snapshot, fields, ordinal, doc))
            .collect()
    }
}
