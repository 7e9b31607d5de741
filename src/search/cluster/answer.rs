//! What a cluster answers, read.

use serde_json::Value;

use crate::document::DocumentId;
use crate::search::SearchError;
use crate::search::cluster::question::counted;
use crate::search::cluster::writer::unsigned;
use crate::search::cursor::Place;
use crate::search::facets::Sum;
use crate::search::local::columns::UNDATED;
use crate::search::page::Facets;
use crate::search::page::Hit;
use crate::search::request::Sort;
use crate::search::standing;
use crate::search::view::Answer;
use crate::search::view::Window;
use crate::vocabulary::KindId;
use crate::vocabulary::System;
use crate::vocabulary::provinces;

/// Something of an answer that is not as agreed.
pub(super) fn odd(what: &str) -> SearchError {
    SearchError::Broken(format!("the cluster's answer has no {what}").into())
}

/// A page of hits with what was counted; `beside` hits by number if there were look-ups.
pub(super) fn read(answer: &Value, window: Window, beside: bool) -> Result<Answer, SearchError> {
    let hits = hits(answer)?;
    let total = answer.pointer("/hits/total/value").and_then(Value::as_u64);
    let read = |hit: &Value| self::hit(hit, window.sort, beside);
    let shown = hits.iter().take(window.limit).map(read);
    let shown = shown.collect::<Result<Vec<_>, _>>()?;
    let next = shown.last().map(|(_, place)| *place);
    let exact = answer.pointer(&format!(
        "/aggregations/{}/{}/hits/hits",
        counted::EXACT,
        counted::IDS
    ));
    let exact = exact.and_then(Value::as_array).map(Vec::as_slice);
    let exact = exact.unwrap_or_default().iter().map(id);
    Ok(Answer {
        total: total.ok_or_else(|| odd("total"))?,
        facets: facets(answer)?,
        next: next.filter(|_| hits.len() > window.limit),
        exact: exact.collect::<Result<_, _>>()?,
        hits: shown.into_iter().map(|(hit, _)| hit).collect(),
    })
}

/// The hits of an answer.
pub(super) fn hits(answer: &Value) -> Result<&[Value], SearchError> {
    let hits = answer.pointer("/hits/hits").and_then(Value::as_array);
    hits.map(Vec::as_slice).ok_or_else(|| odd("hits"))
}

/// The id of a hit.
pub(super) fn id(hit: &Value) -> Result<DocumentId, SearchError> {
    let id = hit.get("_id").and_then(Value::as_str);
    id.and_then(DocumentId::parse).ok_or_else(|| odd("id"))
}

/// The buckets of something counted.
pub(super) fn buckets<'a>(
    answer: &'a Value,
    name: &str,
) -> Result<impl Iterator<Item = (&'a Value, u64)>, SearchError> {
    let buckets = answer.pointer(&format!("/aggregations/{name}/buckets"));
    let buckets = buckets.and_then(Value::as_array).ok_or_else(|| odd(name))?;
    Ok(buckets.iter().filter_map(|bucket| {
        let count = bucket.get("doc_count")?.as_u64()?;
        Some((bucket.get("key")?, count))
    }))
}

fn hit(hit: &Value, sort: Sort, beside: bool) -> Result<(Hit, Place), SearchError> {
    let score = hit.get("_score").and_then(Value::as_f64);
    #[allow(
        clippy::cast_possible_truncation,
        reason = "it was a 32-bit float before it was written"
    )]
    let stands = score.unwrap_or_default() as f32;
    let values = hit.get("sort").and_then(Value::as_array);
    let values = values.map(Vec::as_slice).unwrap_or_default();
    let day_at = usize::from(sort == Sort::Relevance);
    let number = |at: usize| values.get(at).and_then(Value::as_i64);
    let (Some(day), Some(tie)) = (number(day_at), number(day_at + 1)) else {
        return Err(odd("place"));
    };
    let day = match i32::try_from(day) {
        Ok(i32::MAX) | Err(_) => UNDATED,
        Ok(day) => day,
    };
    let (major, minor) = standing::place(stands, day, sort);
    let tie = unsigned(tie);
    let sequence = hit.pointer("/fields/sequence/0").and_then(Value::as_u64);
    let (tier, score) = standing::read(stands, beside);
    let hit = Hit {
        id: id(hit)?,
        sequence: sequence.ok_or_else(|| odd("sequence"))?,
        tier,
        score,
    };
    Ok((hit, Place { major, minor, tie }))
}

fn facets(answer: &Value) -> Result<Facets, SearchError> {
    let mut sum = Sum::default();
    let words = |name| {
        let buckets = buckets(answer, name)?;
        let words = buckets.filter_map(|(key, count)| Some((key.as_str()?.to_owned(), count)));
        Ok::<Vec<(String, u64)>, SearchError>(words.collect())
    };
    for (kind, count) in words(counted::KINDS)? {
        sum.add_kind(&KindId::new(kind), count);
    }
    for (system, count) in words(counted::SYSTEMS)? {
        if let Some(system) = System::from_code(&system) {
            sum.add_system(system, count);
        }
    }
    for (province, count) in words(counted::PROVINCES)? {
        if let Some(province) = provinces::by_id(&province) {
            sum.add_place(province.id, count);
        }
    }
    for (path, count) in words(counted::BODIES)? {
        sum.add_body(&path, count);
    }
    for (year, count) in buckets(answer, counted::YEARS)? {
        let year = year.as_i64().and_then(|year| i16::try_from(year).ok());
        sum.add_year(year.ok_or_else(|| odd("year"))?, count);
    }
    Ok(sum.facets())
}
