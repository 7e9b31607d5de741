//! Scores, worked out only as far as they can matter.
//!
//! Whether a document is among the best is mostly decided by its rare pairs of words. What can add
//! to a score is looked up from what is worth most to what is worth least, and no further than the
//! document could still get onto the page. As scores add up exactly, those that are worked out are
//! the same whatever was left out for others.

use tantivy::DocId;
use tantivy::DocSet;
use tantivy::Score;
use tantivy::SegmentReader;
use tantivy::TERMINATED;
use tantivy::query::EnableScoring;
use tantivy::query::Scorer;
use tantivy::query::Weight;

use crate::search::clauses::Ask;
use crate::search::clauses::Worded;
use crate::search::local::asks::Asks;
use crate::search::local::together::Together;
use crate::search::local::together::Wanted;

/// Words made ready for any segment.
pub(super) struct Scoring {
    required: Required,
    /// The most that is worth by itself.
    base: Score,
    /// What is worth most first, each with the most it can add.
    better: Vec<(Box<dyn Weight>, Score)>,
}

/// What finds documents.
enum Required {
    /// All of these terms.
    Terms(Vec<Wanted>),
    /// Anything else, which scores by itself.
    Other(Box<dyn Weight>),
}

/// The same for one segment.
pub(super) struct SegmentScoring {
    found: Walk,
    /// The most that what must occur is worth by itself.
    base: Score,
    better: Vec<Addition>,
    /// A document that has none of the first so many of them is not good enough; none if any may be.
    decisive: Option<usize>,
    /// The first document that has one of these, as far as was looked.
    next: DocId,
}

/// Walks over the documents that are found.
enum Walk {
    Terms(Together),
    Other(Box<dyn Scorer>),
}

struct Addition {
    scorer: Box<dyn Scorer>,
    /// The document it stands at.
    at: DocId,
    /// The most it and all behind it can add.
    rest: Score,
}

impl Scoring {
    pub fn of(
        words: &Worded,
        asks: &Asks<'_>,
        scoring: EnableScoring<'_>,
    ) -> tantivy::Result<Self> {
        let wanted = wanted(&words.required, asks);
        // Of what is only walked over, the worth is among what makes a document better.
        let walked_over = match &words.required {
            Ask::All(needs) if wanted.is_some() => needs.as_slice(),
            need if wanted.is_some() => std::slice::from_ref(need),
            _ => &[],
        };
        let mut better = Vec::with_capacity(words.better.len() + walked_over.len());
        for one in words.better.iter().chain(walked_over) {
            better.push((asks.query(one).weight(scoring)?, bound(one, asks)?));
        }
        better.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        let (required, base) = match wanted {
            Some(wanted) => (Required::Terms(wanted), 0.0),
            None => {
                let weight = asks.query(&words.required).weight(scoring)?;
                (Required::Other(weight), bound(&words.required, asks)?)
            }
        };
        Ok(Self {
            required,
            base,
            better,
        })
    }

    pub fn in_segment(&self, reader: &SegmentReader) -> tantivy::Result<SegmentScoring> {
        let mut better = Vec::with_capacity(self.better.len());
        let mut rest = 0.0;
        for (weight, bound) in self.better.iter().rev() {
            rest += bound;
            let scorer = weight.scorer(reader, 1.0)?;
            let at = scorer.doc();
            better.push(Addition { scorer, at, rest });
        }
        better.reverse();
        let found = match &self.required {
            Required::Terms(terms) => Walk::Terms(Together::of(terms, reader)?),
            Required::Other(weight) => Walk::Other(weight.scorer(reader, 1.0)?),
        };
        Ok(SegmentScoring {
            found,
            base: self.base,
            decisive: None,
            better,
            next: 0,
        })
    }
}

/// No document scores more by it.
fn bound(ask: &Ask, asks: &Asks<'_>) -> tantivy::Result<Score> {
    let mut terms = Vec::new();
    ask.terms(&mut |term| terms.push(asks.term(term)));
    let bounds = terms.iter().map(|term| term.bound());
    bounds.sum()
}

/// The terms that must all occur, where nothing more intricate is asked for.
fn wanted(required: &Ask, asks: &Asks<'_>) -> Option<Vec<Wanted>> {
    let term = |ask: &Ask| match ask {
        Ask::Term(term) => Some(asks.term(term).term),
        _ => None,
    };
    let one = |ask: &Ask| match ask {
        Ask::Any(ways) => match ways.as_slice() {
            [one, other] => Some((term(one)?, Some(term(other)?))),
            _ => None,
        },
        ask => Some((term(ask)?, None)),
    };
    match required {
        Ask::All(needs) => needs.iter().map(one).collect(),
        need => Some(vec![one(need)?]),
    }
}

impl SegmentScoring {
    /// The document it stands at.
    pub fn doc(&self) -> DocId {
        match &self.found {
            Walk::Terms(together) => together.doc(),
            Walk::Other(scorer) => scorer.doc(),
        }
    }

    /// The next one.
    pub fn advance(&mut self) -> DocId {
        match &mut self.found {
            Walk::Terms(together) => together.advance(),
            Walk::Other(scorer) => scorer.advance(),
        }
    }

    /// The first one that is not before `target`.
    pub fn seek(&mut self, target: DocId) -> DocId {
        match &mut self.found {
            Walk::Terms(together) => together.seek(target),
            Walk::Other(scorer) if scorer.doc() >= target => scorer.doc(),
            Walk::Other(scorer) => scorer.seek(target),
        }
    }

    /// From now on only documents matter whose score is `enough`; if one is, any higher one is.
    pub fn demand(&mut self, enough: impl Fn(Score) -> bool) {
        let rests = self.better.iter().map(|addition| addition.rest);
        let mut without = rests.chain([0.0]).map(|rest| self.base + rest);
        self.decisive = without.position(|most| !enough(most));
        self.next = 0;
    }

    /// Whether the document it stands at can have a score that was demanded. Of most hits one look
    /// at a number tells that they cannot.
    pub fn is_promising(&mut self) -> bool {
        let Some(decisive) = self.decisive else {
            return true;
        };
        let doc = self.doc();
        if self.next < doc || self.next == 0 {
            let decisive = self.better.iter_mut().take(decisive);
            let next = decisive.map(|addition| addition.reach(doc)).min();
            self.next = next.unwrap_or(TERMINATED);
        }
        self.next == doc
    }

    /// The score of the document that it stands at; none where it is not `enough`. Documents must
    /// come in their order.
    pub fn score(&mut self, enough: impl Fn(Score) -> bool) -> Option<Score> {
        let doc = self.doc();
        let mut score = match &mut self.found {
            Walk::Terms(_) => 0.0,
            Walk::Other(scorer) => scorer.score(),
        };
        for addition in &mut self.better {
            if !enough(score + addition.rest) {
                return None;
            }
            if addition.reach(doc) == doc {
                score += addition.scorer.score();
            }
        }
        enough(score).then_some(score)
    }
}

impl Addition {
    /// The first document that is not before `target`, where it is not beyond it already.
    fn reach(&mut self, target: DocId) -> DocId {
        if self.at < target {
            self.at = self.scorer.seek(target);
        }
        self.at
    }
}
