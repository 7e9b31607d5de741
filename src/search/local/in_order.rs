//! Whether a document has syllables one after the other.

use tantivy::DocId;
use tantivy::DocSet;
use tantivy::SegmentReader;
use tantivy::TERMINATED;
use tantivy::Term;
use tantivy::postings::Postings;
use tantivy::postings::SegmentPostings;
use tantivy::schema::Field;
use tantivy::schema::IndexRecordOption;

/// Looks at the positions of one document at a time, and only of those it is asked for: nothing goes on
/// to the next document that has them, which may be far.
pub(super) struct InOrder {
    /// Of each syllable, in their order; none if one of them is nowhere.
    syllables: Vec<SegmentPostings>,
    /// Where the syllables up to some one begin.
    begins: Vec<u32>,
    positions: Vec<u32>,
}

impl InOrder {
    pub fn of(field: Field, syllables: &[String], reader: &SegmentReader) -> tantivy::Result<Self> {
        let inverted = reader.inverted_index(field)?;
        let postings = syllables.iter().map(|syllable| {
            let term = Term::from_field_text(field, syllable);
            inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)
        });
        let postings = postings.collect::<Result<Option<Vec<_>>, _>>()?;
        Ok(Self {
            syllables: postings.unwrap_or_default(),
            begins: Vec::new(),
            positions: Vec::new(),
        })
    }

    /// No document from `target` on that lies before this one has them. Targets must not fall.
    pub fn next(&mut self, target: DocId) -> DocId {
        let first = self.syllables.first_mut();
        first.map_or(TERMINATED, |first| reach(first, target))
    }

    /// Whether a document has them; documents must come in their order.
    pub fn are_in(&mut self, doc: DocId) -> bool {
        let there = self.syllables.iter_mut().all(|one| reach(one, doc) == doc);
        let Some((first, others)) = self.syllables.split_first_mut().filter(|_| there) else {
            return false;
        };
        let Self {
            begins, positions, ..
        } = self;
        first.positions(begins);
        for (other, behind) in others.iter_mut().zip(1_u32..) {
            other.positions(positions);
            begins.retain(|begin| positions.binary_search(&(begin + behind)).is_ok());
        }
        !begins.is_empty()
    }
}

/// The first document that is not before `target`, where it is not beyond it already.
fn reach(postings: &mut SegmentPostings, target: DocId) -> DocId {
    match postings.doc() {
        there if there >= target => there,
        _ => postings.seek(target),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tantivy::Index;
    use tantivy::TantivyDocument;
    use tantivy::schema::Schema;
    use tantivy::schema::TEXT;

    use super::*;

    proptest! {
        #[test]
        fn as_the_text_has_them(
            texts in prop::collection::vec("[ab]( [abc]){0,12}", 1..20),
            wanted in prop::collection::vec("[abcd]", 1..4),
        ) {
            let mut schema = Schema::builder();
            let field = schema.add_text_field("text", TEXT);
            let index = Index::create_in_ram(schema.build());
            let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
            for text in &texts {
                let mut document = TantivyDocument::new();
                document.add_text(field, text);
                writer.add_document(document).unwrap();
            }
            writer.commit().unwrap();
            let searcher = index.reader().unwrap().searcher();
            let mut in_order = InOrder::of(field, &wanted, searcher.segment_reader(0)).unwrap();
            for (doc, text) in (0..).zip(&texts) {
                let words: Vec<&str> = text.split(' ').collect();
                let expected = words.windows(wanted.len()).any(|words| *words == *wanted);
                prop_assert!(!expected || in_order.next(doc) == doc);
                prop_assert_eq!(in_order.are_in(doc), expected, "{} in {}", doc, text);
            }
        }
    }
}
