//! A term as a query, scored by BM25 over what the caller may see.

use std::sync::Arc;

use tantivy::DocId;
use tantivy::DocSet;
use tantivy::Score;
use tantivy::SegmentReader;
use tantivy::TantivyError;
use tantivy::Term;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::EmptyScorer;
use tantivy::query::EnableScoring;
use tantivy::query::Explanation;
use tantivy::query::Query;
use tantivy::query::Scorer;
use tantivy::query::Weight;
use tantivy::schema::IndexRecordOption;

use crate::search::local::list::List;
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
        Ok(Box::new(Bm25 {
            weight: self.worth()?,
            of: self.clone(),
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        visitor(&self.term, false);
    }
}

struct Bm25 {
    of: Weighed,
    weight: Score,
}

impl Weight for Bm25 {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Weighed {
            term, field, view, ..
        } = &self.of;
        let list = view.list(term, reader, IndexRecordOption::WithFreqs)?;
        if list.length() == 0 {
            return Ok(Box::new(EmptyScorer));
        }
        Ok(Box::new(Scored {
            list,
            lengths: reader.get_fieldnorms_reader(term.field())?,
            field: *field,
            weight: self.weight * boost,
        }))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        let message = "scores are not explained".to_owned();
        Err(TantivyError::InvalidArgument(message))
    }
}

struct Scored {
    list: List,
    lengths: FieldNormReader,
    field: ProseField,
    weight: Score,
}

impl Scorer for Scored {
    fn score(&mut self) -> Score {
        let length = self.lengths.fieldnorm(self.list.doc()) as Score;
        let times = self.list.times() as Score;
        prose::score(self.weight, times, self.field.norm(length))
    }
}

impl DocSet for Scored {
    fn advance(&mut self) -> DocId {
        self.list.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.list.seek(target)
    }

    fn doc(&self) -> DocId {
        self.list.doc()
    }

    fn size_hint(&self) -> u32 {
        u32::try_from(self.list.length()).unwrap_or(u32::MAX)
    }
}
