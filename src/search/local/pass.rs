//! One walk over the hits of a segment: what is to be seen is counted, the best is kept.

use tantivy::DocId;

use crate::search::cursor::Place;
use crate::search::local::columns::Columns;
use crate::search::local::columns::UNDATED;
use crate::search::local::ranking::Best;
use crate::search::local::ranking::Candidate;
use crate::search::local::scoring::SegmentScoring;
use crate::search::local::sieve::Sieve;
use crate::search::local::tally::Tally;
use crate::search::local::view::Admitted;
use crate::search::narrowing::Narrowing;
use crate::search::page::Tier;
use crate::search::plan::Favour;
use crate::search::plan::Plan;
use crate::search::request::Sort;
use crate::search::standing;
use crate::search::standing::MOST_WISHES;

/// How a document was found.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub tier: Tier,
    /// Of the look-up that found it, within its tier.
    pub order: u8,
    /// It is the paper meant by a nickname.
    pub nickname: bool,
    pub score: f32,
}

impl Found {
    pub const BY_WORDS: Self = Self {
        tier: Tier::Words,
        order: 0,
        nickname: false,
        score: 0.0,
    };
}

/// One walk over the hits of a segment.
pub(super) struct Pass<'a, 'b> {
    ordinal: usize,
    columns: &'a Columns,
    admitted: &'a Admitted,
    plan: &'a Plan,
    sort: Sort,
    sieve: Sieve<'a>,
    favours: Vec<(Sieve<'a>, &'a Favour)>,
    /// Documents one of which every hit must be, in their order, if a number is a filter.
    pub numbered: Option<Vec<(DocId, Found)>>,
    pub tally: Tally<'a>,
    best: &'b mut Best,
}

impl<'a, 'b> Pass<'a, 'b> {
    pub fn new(
        ordinal: usize,
        columns: &'a Columns,
        (admitted, narrowing): (&'a Admitted, &Narrowing),
        plan: &'a Plan,
        sort: Sort,
        best: &'b mut Best,
    ) -> Self {
        Self {
            ordinal,
            columns,
            admitted,
            plan,
            sort,
            sieve: Sieve::new(&plan.filter, columns, narrowing),
            favours: plan
                .favours
                .iter()
                .map(|favour| {
                    let sieve = Sieve::new(&favour.condition, columns, narrowing);
                    (sieve, favour)
                })
                .collect(),
            numbered: None,
            tally: Tally::new(columns),
            best,
        }
    }

    pub fn admits(&self, doc: DocId) -> bool {
        let numbered = self
            .numbered
            .as_ref()
            .is_none_or(|numbered| position(numbered, doc).is_some());
        self.admitted.has(doc) && numbered && self.sieve.passes(doc)
    }

    /// Takes every document. They lie newest first, so that the page is soon full; what is behind it
    /// is only counted.
    pub fn take_all(&mut self) {
        let all = self.sieve.start..self.sieve.end;
        if matches!(self.admitted, Admitted::All)
            && self.numbered.is_none()
            && self.sieve.is_interval
        {
            self.tally.add_all(all.clone());
        } else {
            for doc in all.clone() {
                if self.admits(doc) {
                    self.tally.add(doc);
                }
            }
        }
        match self.sort {
            Sort::Relevance | Sort::Newest => self.offer_first(all),
            Sort::Oldest => self.offer_first(all.rev()),
        }
    }

    /// Offers documents for the page until one is worse than all of a full page. The undated are
    /// worse than any that come after them where the oldest come first.
    fn offer_first(&mut self, documents: impl Iterator<Item = DocId>) {
        for doc in documents {
            if self.admits(doc) && !self.offer(doc, Found::BY_WORDS) && self.day(doc) != UNDATED {
                break;
            }
        }
    }

    /// Takes what the words find. Documents out of the range of days, which lie together, are not
    /// even walked over, and only those that can get onto the page are scored.
    pub fn take_scored(&mut self, mut words: SegmentScoring, found: &mut [(DocId, Found)]) {
        let Sieve { start, end, .. } = self.sieve;
        let mut worst = None;
        let mut doc = words.seek(start);
        while doc < end {
            if self.admits(doc) {
                if self.best.worst() != worst {
                    worst = self.best.worst();
                    words.demand(|score| self.may_be_seen(score));
                }
                let known = position(found, doc).and_then(|at| found.get_mut(at));
                match known {
                    Some((_, known)) => known.score = words.score(|_| true).unwrap_or_default(),
                    None => {
                        self.tally.add(doc);
                        if words.is_promising() {
                            self.offer_scored(doc, &mut words);
                        }
                    }
                }
            }
            doc = words.advance();
        }
    }

    /// Whether a document of this score, found by words alone, can get onto the page, whatever else
    /// it is.
    fn may_be_seen(&self, score: f32) -> bool {
        if self.sort != Sort::Relevance {
            return true;
        }
        let factors = self
            .favours
            .iter()
            .map(|(_, favour)| favour.factor.max(1.0));
        let score = score * factors.product::<f32>();
        let standing = standing::of_words(score, !self.plan.rungs.is_empty());
        !self
            .best
            .refuses(standing::place(standing, i32::MAX, self.sort))
    }

    /// Scores the document that `words` stands at as far as need be, and offers it for the page.
    fn offer_scored(&mut self, doc: DocId, words: &mut SegmentScoring) {
        let (factor, _) = self.wishes(doc);
        let (beside, day) = (!self.plan.rungs.is_empty(), self.day(doc));
        let score = words.score(|most| {
            let standing = standing::of_words(most * factor, beside);
            !self.best.refuses(standing::place(standing, day, self.sort))
        });
        if let Some(score) = score {
            let found = Found {
                score,
                ..Found::BY_WORDS
            };
            self.offer(doc, found);
        }
    }

    /// Counts a document and offers it for the page, if it is to be seen at all.
    pub fn take(&mut self, doc: DocId, found: Found) {
        if self.admits(doc) {
            self.tally.add(doc);
            self.offer(doc, found);
        }
    }

    fn day(&self, doc: DocId) -> i32 {
        let day = self.columns.days.get(doc as usize);
        day.copied().unwrap_or_default()
    }

    /// Offers a document for the page; false if there are enough better ones.
    fn offer(&mut self, doc: DocId, found: Found) -> bool {
        let standing = self.standing(doc, found);
        let place = standing::place(standing, self.day(doc), self.sort);
        if self.best.refuses(place) {
            return false;
        }
        let Self {
            columns, ordinal, ..
        } = *self;
        self.best.offer(place, || Candidate {
            place: Place {
                major: place.0,
                minor: place.1,
                tie: columns.ties.first(doc).unwrap_or_default(),
            },
            segment: ordinal,
            doc,
            standing,
        });
        true
    }

    fn standing(&self, doc: DocId, found: Found) -> f32 {
        let Found {
            tier,
            order,
            nickname,
            score,
        } = found;
        let (factor, wished) = self.wishes(doc);
        let wished = wished + usize::from(nickname);
        let by_words = standing::of_words(score * factor, !self.plan.rungs.is_empty());
        if tier == Tier::Words {
            return by_words;
        }
        let within = match self.plan.words_order_tiers {
            true => by_words,
            false => f32::from(self.nearness(doc)),
        };
        standing::of_number(tier, order) + wished as f32 * standing::STEP + within
    }

    /// What a document's score is multiplied by for what it has of the wishes, and how many these are.
    fn wishes(&self, doc: DocId) -> (f32, usize) {
        let favours = self.favours.iter().take(MOST_WISHES);
        let agreeing = favours.filter(|(sieve, _)| sieve.passes(doc));
        agreeing.fold((1.0, 0), |(factor, wished), (_, favour)| {
            (factor * favour.factor, wished + 1)
        })
    }

    /// How near the issuing body is to the reader: 3 for the reader's own, 2 for its superiors and
    /// central bodies, 1 for others of its place.
    fn nearness(&self, doc: DocId) -> u8 {
        let home = &self.plan.home;
        let set = self
            .columns
            .bodies
            .get(doc as usize)
            .copied()
            .unwrap_or(u32::MAX);
        let issuers = self.columns.issuers.get(set as usize).into_iter().flatten();
        let nodes = issuers.filter_map(|&node| self.columns.body_nodes.get(node as usize));
        let near = nodes.map(|node| {
            if home.own.contains(&node.id) {
                3
            } else if node.central || home.superiors.contains(&node.id) {
                2
            } else {
                u8::from(home.province.is_some() && home.province == node.province)
            }
        });
        near.max().unwrap_or(0)
    }
}

/// Where a document is among those found, which are in their order.
fn position(found: &[(DocId, Found)], doc: DocId) -> Option<usize> {
    found.binary_search_by_key(&doc, |(doc, _)| *doc).ok()
}
