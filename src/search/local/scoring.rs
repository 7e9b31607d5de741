//! Scores, worked out only as far as they can matter.
//!
//! Whether a document is among the best is mostly decided by its rare pairs of words. What can add
//! to a score is looked up from what is worth most to what is worth least, and no further than the
//! document could still get onto the page. As scores add up exactly, those that are worked out are
//! the same whatever was left out for others.

use tantivy::DocId;
use tantivy::Score;
use tantivy::SegmentReader;
use tantivy::query::EnableScoring;
use tantivy::query::Scorer;
use tantivy::query::Weight;

use crate::search::clauses::Worded;
use crate::search::local::asks::Asks;

/// Words made ready for any segment.
pub(super) struct Scoring {
    required: Box<dyn Weight>,
    /// What is worth most first, each with the most it can add.
    better: Vec<(Box<dyn Weight>, Score)>,
}

/// The same for one segment.
pub(super) struct SegmentScoring {
    /// Walks over the documents that are found.
    pub found: Box<dyn Scorer>,
    better: Vec<Addition>,
}

struct Addition {
    scorer: Box<dyn Scorer>,
    /// The most it and all behind it can add.
    rest: Score,
}

impl Scoring {
    pub fn of(
        words: &Worded,
        asks: &Asks<'_>,
        scoring: EnableScoring<'_>,
    ) -> tantivy::Result<Self> {
        let mut better = Vec::with_capacity(words.better.len());
        for one in &words.better {
            let mut bound = 0.0;
            let mut terms = Vec::new();
            one.terms(&mut |term| terms.push(asks.term(term)));
            for term in terms {
                bound += term.bound()?;
            }
            better.push((asks.query(one).weight(scoring)?, bound));
        }
        better.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        Ok(Self {
            required: asks.query(&words.required).weight(scoring)?,
            better,
        })
    }

    pub fn in_segment(&self, reader: &SegmentReader) -> tantivy::Result<SegmentScoring> {
        let mut better = Vec::with_capacity(self.better.len());
        let mut rest = 0.0;
        for (weight, bound) in self.better.iter().rev() {
            rest += bound;
            let scorer = weight.scorer(reader, 1.0)?;
            better.push(Addition { scorer, rest });
        }
        better.reverse();
        Ok(SegmentScoring {
            found: self.required.scorer(reader, 1.0)?,
            better,
        })
    }
}

impl SegmentScoring {
    /// The score of the document that `found` stands at; none where it is not `enough`. Documents
    /// must come in their order.
    pub fn score(&mut self, enough: impl Fn(Score) -> bool) -> Option<Score> {
        let doc = self.found.doc();
        let mut score = self.found.score();
        for Addition { scorer, rest } in &mut self.better {
            if !enough(score + *rest) {
                return None;
            }
            if reaches(scorer.as_mut(), doc) {
                score += scorer.score();
            }
        }
        enough(score).then_some(score)
    }
}

/// Whether a document is among those a scorer walks over.
fn reaches(scorer: &mut dyn Scorer, doc: DocId) -> bool {
    let at = scorer.doc();
    at == doc || (at < doc && scorer.seek(doc) == doc)
}
