//! A term as a query, scored by BM25 over what the caller may see.

use std::sync::Arc;

use tantivy::DocId;
use tantivy::DocSet;
use tantivy::Score;
use tantivy::SegmentReader;
use tantivy::TantivyError;
use tantivy::Term;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::postings::SegmentPostings;
use tantivy::query::EmptyScorer;
use tantivy::query::EnableScoring;
use tantivy::query::Explanation;
use tantivy::query::Query;
use tantivy::query::Scorer;
use tantivy::query::Weight;
use tantivy::schema::IndexRecordOption;

use crate::search::local::view::View;
use crate::search::prose;
use crate::search::prose::ProseField;

/// Documents with a term.
#[derive(Debug, Clone)]
pub(super) struct Weighed {
    pub term: Term,
    pub field: ProseField,
    pub weight: Score,
    pub view: Arc<View>,
}

impl Weighed {
    /// What its occurrences in a document are worth at most, were there no end of them.
    fn worth(&self) -> tantivy::Result<Score> {
        let frequency = self.view.frequency_of(&self.term)?;
        Ok(prose::worth(self.weight, frequency, self.view.count))
    }

    /// No document's score is above it.
    pub fn bound(&self) -> tantivy::Result<Score> {
        Ok(prose::rounded(self.worth()?))
    }
}

impl Query for Weighed {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let norm = |id: u8| {
            self.field
                .norm(FieldNormReader::id_to_fieldnorm(id) as Score)
        };
        Ok(Box::new(Bm25 {
            term: self.term.clone(),
            weight: self.worth()?,
            norms: (0..=u8::MAX).map(norm).collect(),
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        visitor(&self.term, false);
    }
}

struct Bm25 {
    term: Term,
    weight: Score,
    /// By the id of a length.
    norms: Arc<[Score]>,
}

impl Weight for Bm25 {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let field = self.term.field();
        let inverted = reader.inverted_index(field)?;
        let postings = inverted.read_postings(&self.term, IndexRecordOption::WithFreqs)?;
        let Some(postings) = postings else {
            return Ok(Box::new(EmptyScorer));
        };
        Ok(Box::new(Scored {
            postings,
            lengths: reader.get_fieldnorms_reader(field)?,
            weight: self.weight * boost,
            norms: Arc::clone(&self.norms),
        }))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        let message = "scores are not explained".to_owned();
        Err(TantivyError::InvalidArgument(message))
    }
}

struct Scored {
    postings: SegmentPostings,
    lengths: FieldNormReader,
    weight: Score,
    norms: Arc<[Score]>,
}

impl Scorer for Scored {
    fn score(&mut self) -> Score {
        let length = self.lengths.fieldnorm_id(self.postings.doc());
        let norm = self
            .norms
            .get(usize::from(length))
            .copied()
            .unwrap_or(prose::K1);
        let times = self.postings.term_freq() as Score;
        prose::score(self.weight, times, norm)
    }
}

impl DocSet for Scored {
    fn advance(&mut self) -> DocId {
        self.postings.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.postings.seek(target)
    }

    fn doc(&self) -> DocId {
        self.postings.doc()
    }

    fn size_hint(&self) -> u32 {
        self.postings.size_hint()
    }
}
