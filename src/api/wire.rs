//! The JSON the API and `--json` speak, converted by hand from the archive's types.

pub mod answer;
pub mod corrections;
pub mod details;
pub mod draft;
pub mod import;
pub mod register;
pub mod text;

use serde::Serialize;
use utoipa::ToSchema;

use crate::archive::Attached;
use crate::archive::Document;
use crate::archive::MissingPaper;
use crate::archive::document_title;
use crate::archive::kind_name;
use crate::document::Finding;
use crate::document::IssuingBody;

pub use answer::BodyRow;
pub use answer::CountRow;
pub use answer::FolderRow;
pub use answer::SearchAnswer;
pub use corrections::CorrectionRow;
pub use corrections::HistoryRow;
pub use corrections::NewCorrection;
pub use corrections::ReviewAnswer;
pub use details::DetailsRow;
pub use details::StandingRow;
pub use draft::DraftAnswer;
pub use import::FileRow;
pub use import::HandedOver;
pub use import::ImportLine;
pub use import::ImportRow;
pub use register::RegisterAnswer;
pub use text::PlacesRow;
pub use text::TextLine;
pub use text::TextPage;

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
    /// Signatures, recipients, marks, legal basis, force.
    #[serde(flatten)]
    pub details: DetailsRow,
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

/// A document and the papers that came with it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentDetail {
    /// What it says of itself.
    #[serde(flatten)]
    pub document: DocumentRow,
    /// Papers that lie in it: the attachments of a letter, the files in a PDF.
    pub attachments: Vec<DocumentLink>,
    /// Papers it lies in.
    pub attached_to: Vec<DocumentLink>,
}

/// A document by its name.
#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentLink {
    /// Its id.
    pub id: String,
    /// Kind and number; the path of its file where it prints neither.
    pub title: String,
}

impl DocumentDetail {
    /// A document with what was found to have come with it.
    #[must_use]
    pub fn new(document: &Document, attached: &Attached) -> Self {
        let links = |papers: &[Document]| {
            let links = papers.iter().map(|paper| DocumentLink {
                id: paper.id.to_string(),
                title: document_title(paper),
            });
            links.collect()
        };
        Self {
            document: document.into(),
            attachments: links(&attached.attachments),
            attached_to: links(&attached.attached_to),
        }
    }
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
            details: DetailsRow::from(description),
            format: document.format.clone(),
            charset: document.charset.clone(),
            pages: document.page_count,
            text_source: word(&document.text_source),
            sources: document.sources.clone(),
            findings: document.findings.iter().map(FindingRow::from).collect(),
        }
    }
}

/// A paper that is cited and that the archive does not have.
#[derive(Debug, Serialize, ToSchema)]
pub struct MissingRow {
    /// Its number.
    pub number: String,
    /// Its date, where a citation gives one.
    pub issued_on: Option<String>,
    /// How many papers cite it.
    pub cited_by: u64,
    /// Ids of some of them.
    pub examples: Vec<String>,
}

impl From<&MissingPaper> for MissingRow {
    fn from(paper: &MissingPaper) -> Self {
        Self {
            number: paper.number.clone(),
            issued_on: paper.issued_on.map(|date| date.to_string()),
            cited_by: paper.cited_by,
            examples: paper.examples.iter().map(ToString::to_string).collect(),
        }
    }
}
