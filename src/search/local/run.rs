//! Runs a plan on one state of the index: every hit counted once, the best ones kept.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::DocId;
use tantivy::DocSet;
use tantivy::SegmentReader;
use tantivy::TERMINATED;
use tantivy::TantivyDocument;
use tantivy::Term;
use tantivy::query::EnableScoring;
use tantivy::schema::IndexRecordOption;
use tantivy::schema::Value;

use crate::document::DocumentId;
use crate::search::SearchError;
use crate::search::cursor::Place;
use crate::search::local::Snapshot;
use crate::search::local::clauses;
use crate::search::local::columns::Columns;
use crate::search::local::ranking::Best;
use crate::search::local::ranking::Candidate;
use crate::search::local::ranking::Merit;
use crate::search::local::sieve::Sieve;
use crate::search::local::tally::Sum;
use crate::search::local::tally::Tally;
use crate::search::local::view::Admitted;
use crate::search::local::view::View;
use crate::search::narrowing::Narrowing;
use crate::search::page::Facets;
use crate::search::page::Hit;
use crate::search::page::Tier;
use crate::search::plan::Favour;
use crate::search::plan::Plan;
use crate::search::plan::Rung;
use crate::search::request::Sort;
use crate::search::schema::Fields;

/// Which part of the answer is wanted.
#[derive(Clone, Copy)]
pub(in crate::search) struct Window {
    pub sort: Sort,
    pub limit: usize,
    pub after: Option<Place>,
}

/// What a plan found.
#[derive(Default)]
pub(in crate::search) struct Answer {
    pub total: u64,
    pub hits: Vec<Hit>,
    pub facets: Facets,
    /// Where the next page begins, if there is one.
    pub next: Option<Place>,
    /// Documents that bear the very number typed, up to two.
    pub exact: Vec<DocumentId>,
}

/// How a document was found.
#[derive(Clone, Copy)]
struct Found {
    tier: Tier,
    /// Of the look-up that found it, within its tier.
    order: u8,
    /// It is the paper meant by a nickname.
    nickname: bool,
    score: f32,
}

impl Found {
    const BY_WORDS: Self = Self {
        tier: Tier::Words,
        order: 0,
        nickname: false,
        score: 0.0,
    };
}

/// Runs `plan`; of its word clauses at least `needed` must occur.
pub(in crate::search) fn run(
    view: &Arc<View>,
    fields: &Fields,
    plan: &Plan,
    needed: usize,
    window: Window,
) -> Result<Answer, SearchError> {
    let snapshot = &view.snapshot;
    let searcher = &snapshot.searcher;
    let weight = match plan.words.is_empty() {
        true => None,
        false => Some(
            clauses::query(&plan.words, fields, needed, &clauses::WEIGHTS, view)
                .weight(EnableScoring::enabled_from_searcher(searcher))?,
        ),
    };
    let mut sum = Sum::default();
    let mut best = Best::new(window.limit.saturating_add(1), window.after);
    let mut exact: Vec<(usize, DocId)> = Vec::new();
    for (ordinal, (reader, columns, admitted)) in view.segments().enumerate() {
        let look_up = |rungs| look_up(reader, columns, (fields, &view.narrowing), rungs);
        let mut found = look_up(&plan.rungs)?;
        let numbered = plan.numbered.as_ref();
        let numbered = numbered.map(|rungs| look_up(rungs)).transpose()?;
        let there = (admitted, &view.narrowing);
        let mut pass = Pass::new(ordinal, columns, there, plan, window.sort, &mut best);
        pass.numbered = numbered;
        match &weight {
            Some(weight) => {
                weight.for_each(reader, &mut |doc, score| match found.get_mut(&doc) {
                    Some(known) => known.score = score,
                    None => pass.take(
                        doc,
                        Found {
                            score,
                            ..Found::BY_WORDS
                        },
                    ),
                })?
            }
            None if plan.rungs.is_empty() => pass.take_all(),
            None => {}
        }
        let mut found: Vec<(DocId, Found)> = found.into_iter().collect();
        found.sort_unstable_by_key(|(doc, _)| *doc);
        for (doc, found) in found {
            if found.tier <= Tier::Ascii && exact.len() < 2 && pass.admits(doc) {
                exact.push((ordinal, doc));
            }
            pass.take(doc, found);
        }
        sum.add(&pass.tally);
    }
    let mut candidates = best.into_sorted();
    let more = candidates.len() > window.limit;
    candidates.truncate(window.limit);
    let next = candidates.last().filter(|_| more).map(|last| last.place);
    let hit = |candidate: &Candidate| -> Result<Hit, SearchError> {
        Ok(Hit {
            id: id_of(snapshot, fields, candidate.segment, candidate.doc)?,
            sequence: sequence_of(snapshot, candidate),
            tier: candidate.tier,
            score: candidate.score,
        })
    };
    let exact = exact
        .iter()
        .map(|(segment, doc)| id_of(snapshot, fields, *segment, *doc));
    Ok(Answer {
        total: sum.total,
        hits: candidates.iter().map(hit).collect::<Result<_, _>>()?,
        facets: sum.facets(),
        next,
        exact: exact.collect::<Result<_, _>>()?,
    })
}

/// The store's sequence number of the state of a document that was indexed.
fn sequence_of(snapshot: &Snapshot, candidate: &Candidate) -> u64 {
    let columns = snapshot.segments.get(candidate.segment);
    let sequence = columns.and_then(|(_, columns)| columns.sequences.first(candidate.doc));
    sequence.unwrap_or_default()
}

pub(super) fn id_of(
    snapshot: &Snapshot,
    fields: &Fields,
    segment: usize,
    doc: DocId,
) -> Result<DocumentId, SearchError> {
    let segment = u32::try_from(segment).unwrap_or(u32::MAX);
    let stored: TantivyDocument = snapshot
        .searcher
        .doc(tantivy::DocAddress::new(segment, doc))?;
    let id = stored
        .get_first(fields.id)
        .and_then(|value| value.as_str().and_then(DocumentId::parse));
    id.ok_or_else(|| SearchError::Broken("a document without an id".into()))
}

/// The documents of a segment that a number look-up finds, each in its best tier.
fn look_up(
    reader: &SegmentReader,
    columns: &Columns,
    (fields, narrowing): (&Fields, &Narrowing),
    rungs: &[Rung],
) -> Result<HashMap<DocId, Found>, SearchError> {
    let mut found: HashMap<DocId, Found> = HashMap::new();
    for rung in rungs {
        let field = if rung.cited { fields.cites } else { fields.own };
        let inverted = reader.inverted_index(field)?;
        let term = Term::from_field_text(field, &rung.term);
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
            continue;
        };
        let only = (!rung.only.is_empty()).then(|| Sieve::new(&rung.only, columns, narrowing));
        let mut doc = postings.doc();
        while doc != TERMINATED {
            if only.as_ref().is_none_or(|only| only.passes(doc)) {
                let Rung {
                    tier,
                    order,
                    nickname,
                    ..
                } = *rung;
                let known = found.entry(doc).or_insert(Found {
                    tier,
                    order,
                    ..Found::BY_WORDS
                });
                known.nickname |= nickname;
                if (tier, order) < (known.tier, known.order) {
                    (known.tier, known.order) = (tier, order);
                }
            }
            doc = postings.advance();
        }
    }
    Ok(found)
}

/// One walk over the hits of a segment.
struct Pass<'a, 'b> {
    ordinal: usize,
    columns: &'a Columns,
    admitted: &'a Admitted,
    plan: &'a Plan,
    sort: Sort,
    sieve: Sieve<'a>,
    favours: Vec<(Sieve<'a>, &'a Favour)>,
    numbered: Option<HashMap<DocId, Found>>,
    tally: Tally<'a>,
    best: &'b mut Best,
}

impl<'a, 'b> Pass<'a, 'b> {
    fn new(
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

    fn admits(&self, doc: DocId) -> bool {
        let numbered = self
            .numbered
            .as_ref()
            .is_none_or(|numbered| numbered.contains_key(&doc));
        self.admitted.has(doc) && numbered && self.sieve.passes(doc)
    }

    fn take_all(&mut self) {
        for doc in self.sieve.start..self.sieve.end {
            self.take(doc, Found::BY_WORDS);
        }
    }

    /// Counts a document and offers it for the page, if it is to be seen at all.
    fn take(&mut self, doc: DocId, found: Found) {
        if !self.admits(doc) {
            return;
        }
        self.tally.add(doc);
        let day = self
            .columns
            .days
            .get(doc as usize)
            .copied()
            .unwrap_or_default();
        let merit = self.merit(doc, found, day);
        let place = merit.place(self.sort);
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
            tier: merit.tier,
            score: merit.score,
        });
    }

    fn merit(&self, doc: DocId, found: Found, day: i32) -> Merit {
        let Found {
            tier,
            order,
            nickname,
            score,
        } = found;
        let agreeing = self.favours.iter().filter(|(sieve, _)| sieve.passes(doc));
        if tier == Tier::Words {
            let factor: f32 = agreeing.map(|(_, favour)| favour.factor).product();
            return Merit {
                tier,
                preference: 0,
                score: score * factor,
                day,
            };
        }
        // Three bits for the look-up among those of its tier, three for what was wished for, two
        // for whose paper it is.
        let order = if tier == Tier::Cites {
            7_u8.saturating_sub(order)
        } else {
            0
        };
        let wished = u8::from(nickname) + agreeing.fold(0, |count, _| count + 1);
        let (near, score) = match self.plan.words_order_tiers {
            true => (0, score),
            false => (self.nearness(doc), 0.0),
        };
        Merit {
            tier,
            preference: order << 5 | wished.min(7) << 2 | near,
            score,
            day,
        }
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
