//! Numbers that documents cite and none bears.

use std::cmp::Reverse;

use tantivy::DocId;
use tantivy::DocSet;
use tantivy::TERMINATED;
use tantivy::Term;
use tantivy::schema::IndexRecordOption;

use crate::document::DocumentId;
use crate::search::SearchError;
use crate::search::keys::CITED_IN_FULL;
use crate::search::keys::any_order;
use crate::search::local::run::id_of;
use crate::search::local::view::View;

/// A number that documents cite in full and none bears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unborne {
    /// Its parts in the order of the alphabet: `NumberKeys::loose_sorted`.
    pub key: String,
    /// Documents that cite it.
    pub cited_by: u64,
    /// The latest of them.
    pub examples: Vec<DocumentId>,
}

impl View {
    /// The numbers that documents cite in full and none bears, the most cited first, at most `most`, each with
    /// the latest `examples` of the documents.
    pub fn cited_only(&self, most: usize, examples: usize) -> Result<Vec<Unborne>, SearchError> {
        let fields = &self.fields;
        let mut missing = Vec::new();
        for (term, count) in self.beginning_with(fields.cites, CITED_IN_FULL, usize::MAX)? {
            let key = term.strip_prefix(CITED_IN_FULL).unwrap_or_default();
            if self.count(&Term::from_field_text(fields.own, &any_order(key)))? == 0 {
                missing.push((Reverse(count), term));
            }
        }
        missing.sort_unstable();
        missing.truncate(most);
        let with_examples = missing.into_iter().map(|(Reverse(cited_by), term)| {
            let key = term
                .strip_prefix(CITED_IN_FULL)
                .unwrap_or_default()
                .to_owned();
            let term = Term::from_field_text(fields.cites, &term);
            Ok(Unborne {
                key,
                cited_by,
                examples: self.latest_with(&term, examples)?,
            })
        });
        with_examples.collect()
    }

    /// The latest documents that have a term.
    fn latest_with(&self, term: &Term, most: usize) -> Result<Vec<DocumentId>, SearchError> {
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
        ids.map(|(.., ordinal, doc)| id_of(&self.snapshot, ordinal, doc))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Citation;
    use crate::document::DocumentId;
    use crate::document::DocumentNumber;
    use crate::document::Holding;
    use crate::document::PartialDate;
    use crate::document::citation::Confidence;
    use crate::search::Index;
    use crate::search::laws::Sketch;
    use crate::search::laws::document;
    use crate::search::writer::MEMORY;

    fn citation(number: &str, confidence: Confidence) -> Citation {
        Citation {
            printed: number.to_owned(),
            number: DocumentNumber::parse(number).unwrap(),
            kind: None,
            bodies: Vec::new(),
            issued_on: None,
            sentence: String::new(),
            start: 0,
            end: 0,
            confidence,
        }
    }

    #[test]
    fn only_what_is_cited_in_full_counts() {
        let directory = tempfile::tempdir().unwrap();
        let index = Index::create(directory.path()).unwrap();
        let mut writer = index.writer(1, MEMORY).unwrap();
        let mut put = |at: usize, own: Option<&str>, cited: &[(&str, Confidence)]| {
            let sketch = Sketch {
                body: None,
                second: None,
                kind: None,
                system: None,
                date: PartialDate::year_only(2000 + i16::try_from(at).unwrap()).ok(),
                words: Vec::new(),
            };
            let (mut document, page) = document(at, &sketch);
            document.description.number = own.map(|own| DocumentNumber::parse(own).unwrap());
            let cited = cited.iter();
            document.citations = cited
                .map(|(number, confidence)| citation(number, *confidence))
                .collect();
            writer.put(&document, &Holding::default(), &[page]).unwrap();
            document.id
        };
        let (full, vague) = (Confidence::High, Confidence::Low);
        let first = put(0, None, &[("35-NQ/TW", full), ("12-QĐ/TU", full)]);
        for at in 1..4 {
            put(at, None, &[("35-NQ/TW", vague), ("77-CT/TW", vague)]);
        }
        let last = put(
            4,
            Some("12-QĐ/TU"),
            &[("9-HD/TU", full), ("9-HD/TU", vague)],
        );
        writer.commit(1).unwrap();
        let found = index.cited_only(2, 3).unwrap();
        let found: Vec<(&str, u64, &[DocumentId])> = found
            .iter()
            .map(|one| (one.key.as_str(), one.cited_by, one.examples.as_slice()))
            .collect();
        assert_eq!(
            found,
            [("35 nq tw", 1, &[first][..]), ("9 hd tu", 1, &[last][..])]
        );
    }
}
