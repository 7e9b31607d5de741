//! The JSON the API and `--json` speak, converted by hand from the archive's types.

use serde::Serialize;
use utoipa::ToSchema;

use crate::archive::Answer;
use crate::archive::BodyCount;
use crate::archive::Chip;
use crate::archive::Count;
use crate::archive::Document;
use crate::archive::Segment;
use crate::archive::ShownHit;
use crate::archive::Understood;
use crate::archive::kind_name;
use crate::document::DocumentNumber;
use crate::document::Finding;
use crate::document::IssuingBody;

/// An id with the name people know it by.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Named {
    /// Stable id.
    pub id: String,
    /// Vietnamese name.
    pub name: String,
}

impl From<&IssuingBody> for Named {
    fn from(body: &IssuingBody) -> Self {
        Self {
            id: body.id.as_str().to_owned(),
            name: body.name.clone(),
        }
    }
}

/// A document without its text.
#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentRow {
    /// First 20 hexadecimal digits of the original's SHA-256.
    pub id: String,
    /// Số, ký hiệu in canonical form, or as printed where there is none.
    pub number: Option<String>,
    /// The number as it is printed.
    pub number_printed: Option<String>,
    /// Số.
    pub serial: Option<u32>,
    /// Year of issue.
    pub year: Option<i16>,
    /// Tên loại văn bản.
    pub kind: Option<Named>,
    /// Cơ quan ban hành.
    pub issuing_body: Option<Named>,
    /// The other issuers of a joint paper.
    pub joint_bodies: Vec<Named>,
    /// Cơ quan chủ quản.
    pub parent_body: Option<Named>,
    /// Địa danh.
    pub issued_at: Option<String>,
    /// `2020-09-30`, `2020-09` or `2020`.
    pub issued_on: Option<String>,
    /// Trích yếu.
    pub subject: Option<String>,
    /// `party`, `state` or `mass`.
    pub system: Option<String>,
    /// What the content is: `pdf`, `docx` …
    pub format: String,
    /// How the text was spelled in the file: `unicode`, `tcvn3`, `vni`, `mixed` …
    pub charset: String,
    /// Number of pages.
    pub pages: u32,
    /// `embedded`, `ocr` or `waiting`.
    pub text_source: String,
    /// Paths it was imported from, relative to the folder given.
    pub sources: Vec<String>,
    /// Doubts for a person to look at.
    pub findings: Vec<FindingRow>,
}

/// A doubt about one field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingRow {
    /// The field: `number`, `kind`, `issuing-body`, `issued-on`, `subject`, `text`, `file`.
    pub field: String,
    /// Stable code.
    pub code: String,
    /// Vietnamese.
    pub message: String,
}

impl From<&Finding> for FindingRow {
    fn from(finding: &Finding) -> Self {
        Self {
            field: word(&finding.field),
            code: finding.code.clone(),
            message: finding.message.clone(),
        }
    }
}

/// The word serde writes for a field-less enum value.
pub fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

impl From<&Document> for DocumentRow {
    fn from(document: &Document) -> Self {
        let description = &document.description;
        let number = description.number.as_ref();
        Self {
            id: document.id.to_string(),
            number: number.map(ToString::to_string),
            number_printed: number.map(|number| number.printed.clone()),
            serial: number.and_then(|number| number.serial),
            year: description.issued_on.map(|date| date.year()),
            kind: description.kind.as_ref().map(|id| Named {
                id: id.as_str().to_owned(),
                name: kind_name(id),
            }),
            issuing_body: description.issuing_body.as_ref().map(Named::from),
            joint_bodies: description.joint_bodies.iter().map(Named::from).collect(),
            parent_body: description.parent_body.as_ref().map(Named::from),
            issued_at: description.issued_at.clone(),
            issued_on: description.issued_on.map(|date| date.to_string()),
            subject: description.subject.clone(),
            system: description.system.map(|system| word(&system)),
            format: document.format.clone(),
            charset: document.charset.clone(),
            pages: document.page_count,
            text_source: word(&document.text_source),
            sources: document.sources.clone(),
            findings: document.findings.iter().map(FindingRow::from).collect(),
        }
    }
}

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
    /// Milliseconds spent.
    pub took_ms: f64,
}

impl SearchAnswer {
    /// An answer as JSON; `took_ms` is what it cost.
    pub fn new(answer: &Answer, took_ms: f64) -> Self {
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
                kind: facets.kind.iter().map(CountRow::from).collect(),
                year: year.collect(),
            },
            next: answer.next.map(|cursor| cursor.to_string()),
            direct: answer.direct.as_ref().map(ToString::to_string),
            took_ms: (took_ms * 1000.0).round() / 1000.0,
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
    /// Pieces of its text; `hit` marks what was searched for. Never markup.
    pub snippet: Vec<SegmentRow>,
}

impl From<&ShownHit> for HitRow {
    fn from(hit: &ShownHit) -> Self {
        Self {
            document: DocumentRow::from(&hit.document),
            tier: hit.tier,
            score: hit.score,
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
    /// By kind.
    pub kind: Vec<CountRow>,
    /// By year, newest first.
    pub year: Vec<YearRow>,
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
