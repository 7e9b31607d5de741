//! The JSON of an answer to a search.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::wire::DocumentRow;
use crate::api::wire::word;
use crate::archive::Answer;
use crate::archive::BodyCount;
use crate::archive::Chip;
use crate::archive::Count;
use crate::archive::FolderCount;
use crate::archive::Kin;
use crate::archive::Segment;
use crate::archive::ShownHit;
use crate::archive::Understood;
use crate::document::DocumentNumber;

/// The answer to a search.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchAnswer {
    /// What the box made of what was typed.
    pub understood: UnderstoodRow,
    /// Exact number of documents found.
    pub total: u64,
    /// This page of them.
    pub hits: Vec<HitRow>,
    /// Exact counts over everything found.
    pub facets: FacetRows,
    /// Pass as `cursor` for the next page; null on the last one.
    pub next: Option<String>,
    /// The one document a number can only mean, if so.
    pub direct: Option<String>,
    /// What the chosen body or province was before, or became.
    pub kin: Vec<KinRow>,
    /// Papers a number that finds nothing may have been meant for.
    pub near: Vec<DocumentRow>,
    /// Milliseconds spent.
    pub took_ms: Option<f64>,
}

impl SearchAnswer {
    /// An answer as JSON; `took_ms` is what it cost.
    pub fn new(answer: &Answer, took_ms: Option<f64>) -> Self {
        let hits = answer.hits.iter().map(HitRow::from);
        let facets = &answer.facets;
        let year = facets.year.iter().map(|year| YearRow {
            value: year.value,
            count: year.count,
        });
        Self {
            understood: UnderstoodRow::from(&answer.understood),
            total: answer.total,
            hits: hits.collect(),
            facets: FacetRows {
                system: facets.system.iter().map(CountRow::from).collect(),
                body: facets.body.iter().map(BodyRow::from).collect(),
                place: facets.place.iter().map(CountRow::from).collect(),
                kind: facets.kind.iter().map(CountRow::from).collect(),
                year: year.collect(),
            },
            next: answer.next.map(|cursor| cursor.to_string()),
            direct: answer.direct.as_ref().map(ToString::to_string),
            kin: answer.kin.iter().map(KinRow::from).collect(),
            near: answer.near.iter().map(DocumentRow::from).collect(),
            took_ms: took_ms.map(|took_ms| (took_ms * 1000.0).round() / 1000.0),
        }
    }
}

/// What the box made of what was typed.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnderstoodRow {
    /// The number recognised, in canonical form, with its parts.
    pub number: Option<NumberRow>,
    /// The words left for full text.
    pub text: String,
    /// A remark for the reader, Vietnamese.
    pub note: Option<String>,
    /// The line with misspelt syllables replaced by ones the archive has.
    pub did_you_mean: Option<String>,
    /// What was recognised, each with the bytes of the query it came from.
    pub chips: Vec<ChipRow>,
}

impl From<&Understood> for UnderstoodRow {
    fn from(understood: &Understood) -> Self {
        Self {
            number: understood.number.as_deref().map(NumberRow::of),
            text: understood.text.clone(),
            note: understood.note.clone(),
            did_you_mean: understood.did_you_mean.clone(),
            chips: understood.chips.iter().map(ChipRow::from).collect(),
        }
    }
}

/// A number recognised in a query.
#[derive(Debug, Serialize, ToSchema)]
pub struct NumberRow {
    /// Canonical form; null when too little was typed for one.
    pub canonical: Option<String>,
    /// Số.
    pub serial: Option<u32>,
    /// Year typed with it.
    pub year: Option<u16>,
    /// Code of the kind, such as `QĐ`.
    pub kind: Option<String>,
    /// Code of the body, such as `TW`.
    pub body: Option<String>,
}

impl NumberRow {
    fn of(spelled: &str) -> Self {
        let parts = DocumentNumber::parse(spelled).ok();
        let parts = parts.as_ref();
        Self {
            canonical: Some(spelled.to_owned()),
            serial: parts.and_then(|number| number.serial),
            year: parts.and_then(|number| number.year),
            kind: parts.and_then(|number| number.kind_code.clone()),
            body: parts.and_then(|number| number.body_code.clone()),
        }
    }
}

/// One recognised part of a query.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChipRow {
    /// What it was taken for: `number`, `kind`, `body`, `year`, `date`, `term` …
    pub kind: String,
    /// For the reader, Vietnamese.
    pub label: String,
    /// First byte in the query.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

impl From<&Chip> for ChipRow {
    fn from(chip: &Chip) -> Self {
        Self {
            kind: word(&chip.kind),
            label: chip.label.clone(),
            start: chip.start,
            end: chip.end,
        }
    }
}

/// One document found.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitRow {
    /// The document.
    #[serde(flatten)]
    pub document: DocumentRow,
    /// Why it stands where it stands: 1 the very number … 10 words only.
    pub tier: u8,
    /// Comparable within one answer only.
    pub score: f32,
    /// What the archive's papers say of its force: `ended`, `suspended`, `amended` or `unknown`.
    pub validity: &'static str,
    /// Pieces of its text; `hit` marks what was searched for. Never markup.
    pub snippet: Vec<SegmentRow>,
}

impl From<&ShownHit> for HitRow {
    fn from(hit: &ShownHit) -> Self {
        Self {
            document: DocumentRow::from(&hit.document),
            tier: hit.tier,
            score: hit.score,
            validity: hit.validity.code(),
            snippet: hit.snippet.iter().map(SegmentRow::from).collect(),
        }
    }
}

/// A piece of text.
#[derive(Debug, Serialize, ToSchema)]
pub struct SegmentRow {
    /// The text.
    pub text: String,
    /// Whether it was searched for.
    pub hit: bool,
}

impl From<&Segment> for SegmentRow {
    fn from(segment: &Segment) -> Self {
        Self {
            text: segment.text.clone(),
            hit: segment.hit,
        }
    }
}

/// Counts over everything found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetRows {
    /// By system.
    pub system: Vec<CountRow>,
    /// By issuing body, as a tree: a body's count includes its subordinates'.
    pub body: Vec<BodyRow>,
    /// By province of the issuing body.
    pub place: Vec<CountRow>,
    /// By kind.
    pub kind: Vec<CountRow>,
    /// By year, newest first.
    pub year: Vec<YearRow>,
}

/// A body or province to look at as well.
#[derive(Debug, Serialize, ToSchema)]
pub struct KinRow {
    /// The parameter to set: `body` or `place`.
    pub field: String,
    /// Its value.
    pub id: String,
    /// Vietnamese name.
    pub name: String,
    /// Documents the same search finds there.
    pub count: u64,
}

impl From<&Kin> for KinRow {
    fn from(kin: &Kin) -> Self {
        Self {
            field: kin.field.to_owned(),
            id: kin.id.clone(),
            name: kin.name.clone(),
            count: kin.count,
        }
    }
}

/// A count of a named value.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountRow {
    /// Id to filter by.
    pub id: String,
    /// Vietnamese name.
    pub name: String,
    /// Documents.
    pub count: u64,
}

impl From<&Count> for CountRow {
    fn from(count: &Count) -> Self {
        Self {
            id: count.id.clone(),
            name: count.name.clone(),
            count: count.count,
        }
    }
}

/// A body with its count and its subordinates'.
#[derive(Debug, Serialize, ToSchema)]
pub struct BodyRow {
    /// Id to filter by.
    pub id: String,
    /// Vietnamese name.
    pub name: String,
    /// Documents of this body and its subordinates.
    pub count: u64,
    /// Subordinates that have documents.
    #[schema(no_recursion)]
    pub children: Vec<BodyRow>,
}

impl From<&BodyCount> for BodyRow {
    fn from(body: &BodyCount) -> Self {
        Self {
            id: body.id.as_str().to_owned(),
            name: body.name.clone(),
            count: body.count,
            children: body.children.iter().map(Self::from).collect(),
        }
    }
}

/// Documents of a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct YearRow {
    /// The year.
    pub value: i16,
    /// Documents.
    pub count: u64,
}

/// Papers from one folder.
#[derive(Debug, Serialize, ToSchema)]
pub struct FolderRow {
    /// Its path from the name of the folder that was imported on; to filter by: `2020/quyết định`.
    pub path: String,
    /// Its own name.
    pub name: String,
    /// Papers from it and from the folders in it, each once.
    pub count: u64,
    /// Folders in it that papers came from.
    #[schema(no_recursion)]
    pub children: Vec<FolderRow>,
}

impl From<&FolderCount> for FolderRow {
    fn from(folder: &FolderCount) -> Self {
        Self {
            path: folder.path.clone(),
            name: folder.name.clone(),
            count: folder.count,
            children: folder.children.iter().map(Self::from).collect(),
        }
    }
}
