//! A search as people and programs write it down, field by field, made into a request.

use std::str::FromStr;

use crate::archive::Error;
use crate::document::PartialDate;
use crate::search;
use crate::search::Cursor;
use crate::search::Request;
use crate::search::Sort;
use crate::vocabulary::BodyId;
use crate::vocabulary::KindId;
use crate::vocabulary::System;
use crate::vocabulary::provinces;

/// The fields of a search, still text. An empty field means it was not given.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[allow(missing_docs, reason = "each is the request's field of the same name")]
pub struct Asked {
    pub q: Option<String>,
    pub body: Option<String>,
    pub place: Option<String>,
    pub lineage: Option<String>,
    pub kind: Option<String>,
    pub system: Option<String>,
    pub year: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub folder: Option<String>,
    pub number: Option<String>,
    pub sort: Option<String>,
    pub limit: Option<String>,
    pub cursor: Option<String>,
}

/// Makes the tables by which questions are read, which the first one would wait for.
pub fn get_ready() {
    // A number, a body and words: it takes all tables to tell them apart.
    let any = Request::of("12-QĐ/UBND tỉnh An Giang", 1);
    drop(search::understand(&any));
}

impl TryFrom<Asked> for Request {
    type Error = Error;

    fn try_from(asked: Asked) -> Result<Self, Error> {
        let mut request = Self::of(asked.q.unwrap_or_default(), 10);
        request.body = given(asked.body).map(BodyId::new);
        request.place = read("place", asked.place, provinces::by_id)?;
        request.lineage = read("lineage", asked.lineage, parsed::<bool>)?.unwrap_or(false);
        request.kind = given(asked.kind).map(KindId::new);
        request.number = given(asked.number);
        request.system = read("system", asked.system, System::from_code)?;
        request.sort = read("sort", asked.sort, |word| match word {
            "relevance" => Some(Sort::Relevance),
            "newest" => Some(Sort::Newest),
            "oldest" => Some(Sort::Oldest),
            _ => None,
        })?
        .unwrap_or(Sort::Relevance);
        request.year = read("year", asked.year, parsed::<i16>)?;
        request.from = read("from", asked.from, parsed::<PartialDate>)?;
        request.to = read("to", asked.to, parsed::<PartialDate>)?;
        request.cursor = read("cursor", asked.cursor, parsed::<Cursor>)?;
        let in_range = |word: &str| parsed::<usize>(word).filter(|limit| (1..=100).contains(limit));
        request.limit = read("limit", asked.limit, in_range)?.unwrap_or(10);
        Ok(request)
    }
}

fn given(field: Option<String>) -> Option<String> {
    field.filter(|value| !value.trim().is_empty())
}

fn parsed<T: FromStr>(word: &str) -> Option<T> {
    word.parse().ok()
}

fn read<T>(
    field: &'static str,
    value: Option<String>,
    reader: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Error> {
    let Some(value) = given(value) else {
        return Ok(None);
    };
    match reader(value.trim()) {
        Some(read) => Ok(Some(read)),
        None => Err(Error::BadField { field, value }),
    }
}
