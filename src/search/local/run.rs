//! Runs a plan on one state of the index: every hit counted once, the best ones kept.

use std::sync::Arc;

use tantivy::DocId;
use tantivy::DocSet;
use tantivy::SegmentReader;
use tantivy::TERMINATED;
use tantivy::Term;
use tantivy::schema::IndexRecordOption;

use crate::document::DocumentId;
use crate::search::SearchError;
use crate::search::clauses;
use crate::search::entry;
use crate::search::local::Snapshot;
use crate::search::local::asks::Asks;
use crate::search::local::columns::Columns;
use crate::search::local::names::Totals;
use crate::search::local::pass::Found;
use crate::search::local::pass::Pass;
use crate::search::local::ranking::Best;
use crate::search::local::ranking::Candidate;
use crate::search::local::scoring::Scoring;
use crate::search::local::sieve::Sieve;
use crate::search::local::view::View;
use crate::search::narrowing::Narrowing;
use crate::search::page::Hit;
use crate::search::page::Tier;
use crate::search::plan::Plan;
use crate::search::plan::Rung;
use crate::search::schema::Fields;
use crate::search::standing;
use crate::search::view::Answer;
use crate::search::view::Window;

/// Runs `plan`; of its word clauses at least `needed` must occur.
pub(in crate::search) fn run(
    view: &Arc<View>,
    plan: &Plan,
    needed: usize,
    window: Window,
) -> Result<Answer, SearchError> {
    let fields = &view.fields;
    let snapshot = &view.snapshot;
    let looked_for = !plan.words.is_empty();
    let worded = looked_for.then(|| clauses::worded(&plan.words, needed, &clauses::WEIGHTS));
    let words = worded
        .as_ref()
        .map(|worded| Scoring::of(worded, Asks { view }));
    let words = words.transpose()?;
    let mut totals = Totals::none(&snapshot.names);
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
        match &words {
            Some(words) => pass.take_scored(words.in_segment(reader)?, &mut found),
            None if plan.rungs.is_empty() => pass.take_all(),
            None => {}
        }
        for (doc, found) in found {
            if found.tier <= Tier::Ascii && exact.len() < 2 && pass.admits(doc) {
                exact.push((ordinal, doc));
            }
            pass.take(doc, found);
        }
        totals.add(ordinal, &pass.tally);
    }
    let mut candidates = best.into_sorted();
    let more = candidates.len() > window.limit;
    candidates.truncate(window.limit);
    let next = candidates.last().filter(|_| more).map(|last| last.place);
    let hit = |candidate: &Candidate| -> Result<Hit, SearchError> {
        let (tier, score) = standing::read(candidate.standing, !plan.rungs.is_empty());
        Ok(Hit {
            id: id_of(snapshot, candidate.segment, candidate.doc)?,
            sequence: sequence_of(snapshot, candidate),
            tier,
            score,
        })
    };
    let sum = totals.named();
    let exact = exact
        .iter()
        .map(|(segment, doc)| id_of(snapshot, *segment, *doc));
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
    segment: usize,
    doc: DocId,
) -> Result<DocumentId, SearchError> {
    let id = snapshot.segments.get(segment).and_then(|(_, columns)| {
        let (tie, end) = (columns.ties.first(doc)?, columns.id_ends.first(doc)?);
        entry::id_of(tie, end)
    });
    id.ok_or_else(|| SearchError::Broken("a document without an id".into()))
}

/// The documents of a segment that a number look-up finds, in their order, each in its best tier.
fn look_up(
    reader: &SegmentReader,
    columns: &Columns,
    (fields, narrowing): (&Fields, &Narrowing),
    rungs: &[Rung],
) -> Result<Vec<(DocId, Found)>, SearchError> {
    let mut found: Vec<(DocId, Found)> = Vec::new();
    for rung in rungs {
        let field = if rung.cited { fields.cites } else { fields.own };
        let inverted = reader.inverted_index(field)?;
        let term = Term::from_field_text(field, &rung.term);
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
            continue;
        };
        let only = (!rung.only.is_empty()).then(|| Sieve::new(&rung.only, columns, narrowing));
        let by_this = Found {
            tier: rung.tier,
            order: rung.order,
            nickname: rung.nickname,
            ..Found::BY_WORDS
        };
        let mut doc = postings.doc();
        while doc != TERMINATED {
            if only.as_ref().is_none_or(|only| only.passes(doc)) {
                found.push((doc, by_this));
            }
            doc = postings.advance();
        }
    }
    found.sort_unstable_by_key(|(doc, found)| (*doc, found.tier, found.order));
    found.dedup_by(|(doc, worse), (best_doc, best)| {
        let is_same = doc == best_doc;
        best.nickname |= is_same && worse.nickname;
        is_same
    });
    Ok(found)
}
