//! Scores, worked out only as far as they can matter.
//!
//! Whether a document is among the best is mostly decided by what few have: a word in the title, a
//! rare pair. Once the page is full, what many have is not enough together, and a document that has
//! nothing else is passed over at a look. As scores add up exactly, those that are worked out are the
//! same whatever was left out for others.

use tantivy::DocId;
use tantivy::Score;
use tantivy::SegmentReader;
use tantivy::TERMINATED;
use tantivy::query::EnableScoring;
use tantivy::query::Scorer;
use tantivy::query::Weight;

use crate::search::clauses::Ask;
use crate::search::clauses::Worded;
use crate::search::local::asks::Asks;
use crate::search::local::walk::Walk;

/// Words made ready for any segment.
pub(super) struct Scoring<'a> {
    required: &'a Ask,
    asks: Asks<'a>,
    /// What adds to a score, with the most it can add.
    adding: Vec<(Box<dyn Weight>, Score)>,
}

/// The same for one segment.
pub(super) struct SegmentScoring {
    found: Walk,
    /// What few documents have, for what it is worth, first.
    adding: Vec<Addition>,
    /// A document that has none of the first so many of them is not good enough; none if any may be.
    decisive: Option<usize>,
    /// The first document that has one of these, as far as was looked.
    next: DocId,
}

struct Addition {
    scorer: Box<dyn Scorer>,
    /// The document it stands at.
    at: DocId,
    /// The most it can add, and it with all behind it.
    most: Score,
    rest: Score,
}

impl<'a> Scoring<'a> {
    pub fn of(words: &'a Worded, asks: Asks<'a>) -> tantivy::Result<Self> {
        let scoring = EnableScoring::enabled_from_searcher(&asks.view.snapshot.searcher);
        let mut parts = Vec::new();
        parts_of(&words.required, &mut parts);
        let mut adding = Vec::with_capacity(words.better.len() + parts.len());
        for part in words.better.iter().chain(parts) {
            adding.push((asks.query(part).weight(scoring)?, bound(part, &asks)?));
        }
        Ok(Self {
            required: &words.required,
            asks,
            adding,
        })
    }

    pub fn in_segment(&self, reader: &SegmentReader) -> tantivy::Result<SegmentScoring> {
        let mut adding = Vec::with_capacity(self.adding.len());
        for (weight, most) in &self.adding {
            let scorer = weight.scorer(reader, 1.0)?;
            let (at, most, rest) = (scorer.doc(), *most, 0.0);
            if at != TERMINATED {
                adding.push(Addition {
                    scorer,
                    at,
                    most,
                    rest,
                });
            }
        }
        adding.sort_by(|one, other| one.density().total_cmp(&other.density()));
        let mut rest = 0.0;
        for addition in adding.iter_mut().rev() {
            rest += addition.most;
            addition.rest = rest;
        }
        Ok(SegmentScoring {
            found: Walk::of(self.required, &self.asks, reader)?,
            decisive: None,
            adding,
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

/// What a document that has what is asked for is scored by: the sum of those of these that it has.
fn parts_of<'a>(ask: &'a Ask, parts: &mut Vec<&'a Ask>) {
    match ask {
        Ask::Term(_) => parts.push(ask),
        Ask::All(needs) => {
            for need in needs {
                parts_of(need, parts);
            }
        }
        // It need not have each of these, which are worth something only as a whole.
        Ask::Any(ways) | Ask::AtLeast(_, ways) => parts.extend(ways),
        Ask::Without(Some(wanted), _) => parts_of(wanted, parts),
        Ask::Without(None, _) | Ask::InOrder(..) => {}
    }
}

impl SegmentScoring {
    /// The next document that is found.
    pub fn advance(&mut self) -> DocId {
        self.found.advance()
    }

    /// The first one that is not before `target`.
    pub fn seek(&mut self, target: DocId) -> DocId {
        self.found.seek(target)
    }

    /// From now on only documents matter whose score is `enough`; if one is, any higher one is.
    pub fn demand(&mut self, enough: impl Fn(Score) -> bool) {
        let rests = self.adding.iter().map(|addition| addition.rest);
        self.decisive = rests.chain([0.0]).position(|rest| !enough(rest));
        self.next = 0;
    }

    /// Whether the document it stands at can have a score that was demanded. Of most hits one look
    /// at a number tells that they cannot.
    pub fn is_promising(&mut self) -> bool {
        let Some(decisive) = self.decisive else {
            return true;
        };
        let doc = self.found.doc();
        if self.next < doc || self.next == 0 {
            let decisive = self.adding.iter_mut().take(decisive);
            let next = decisive.map(|addition| addition.reach(doc)).min();
            self.next = next.unwrap_or(TERMINATED);
        }
        self.next == doc
    }

    /// The score of the document that it stands at; none where it is not `enough`. Documents must
    /// come in their order.
    pub fn score(&mut self, enough: impl Fn(Score) -> bool) -> Option<Score> {
        let doc = self.found.doc();
        let mut most = self.adding.first().map_or(0.0, |addition| addition.rest);
        for addition in &mut self.adding {
            if !enough(most) {
                return None;
            }
            most -= addition.most;
            if addition.reach(doc) == doc {
                most += addition.scorer.score();
            }
        }
        enough(most).then_some(most)
    }
}

impl Addition {
    /// How many documents have it, for what it is worth.
    fn density(&self) -> Score {
        self.scorer.size_hint() as Score / self.most
    }

    /// The first document that is not before `target`, where it is not beyond it already.
    fn reach(&mut self, target: DocId) -> DocId {
        if self.at < target {
            self.at = self.scorer.seek(target);
        }
        self.at
    }
}
