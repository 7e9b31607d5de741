//! The JSON of corrections and of the queue of papers to look at.

use serde::Deserialize;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::wire::DocumentRow;
use crate::archive::Corrected;
use crate::archive::History;
use crate::archive::Review;
use crate::archive::doubt_name;
use crate::document::Correctable;
use crate::document::Correction;

/// A correction to make.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewCorrection {
    /// `number`, `kind`, `issuing-body`, `parent-body`, `issued-on`, `issued-at`, `subject` or
    /// `signer`.
    #[schema(
        pattern = "^(number|kind|issuing-body|parent-body|issued-on|issued-at|subject|signer)$"
    )]
    pub field: String,
    /// What it is: a kind and a body by id or name, a date as `2020-09-30` or `30/9/2020`; null when
    /// the paper says none. What is there already confirms it.
    pub value: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Who says so.
    pub who: Option<String>,
}

/// What a document was read as, and what people made of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryRow {
    /// What the machine read of each correctable field; absent for a document never corrected.
    pub read: Option<Vec<FieldRow>>,
    /// In the order of their times, also those taken back.
    pub corrections: Vec<CorrectionRow>,
}

/// A field and its value.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldRow {
    /// The field.
    pub field: String,
    /// Its value; null where nothing was read.
    pub value: Option<String>,
}

/// A correction as it was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct CorrectionRow {
    /// Its number: what it is taken back by.
    pub id: i64,
    /// The document.
    pub document: String,
    /// The field.
    pub field: String,
    /// What it is: an id where there are ids; null when the paper says none.
    pub value: Option<String>,
    /// What was shown before.
    pub was: Option<String>,
    /// `person` or `register`.
    pub source: String,
    /// Who.
    pub who: String,
    /// When.
    pub when: String,
    /// Why.
    pub reason: Option<String>,
    /// When it was taken back.
    pub undone: Option<String>,
    /// Who took it back.
    pub undone_by: Option<String>,
}

impl From<&Corrected> for CorrectionRow {
    fn from(made: &Corrected) -> Self {
        let Correction {
            field,
            value,
            was,
            source,
            who,
            at,
            reason,
        } = made.correction.clone();
        let (undone, undone_by) = made.undone.clone().unzip();
        Self {
            id: made.number,
            document: made.document.to_string(),
            field: field.code().to_owned(),
            value,
            was,
            source: source.code().to_owned(),
            who,
            when: at.to_string(),
            reason,
            undone: undone.map(|at| at.to_string()),
            undone_by,
        }
    }
}

impl From<&History> for HistoryRow {
    fn from(history: &History) -> Self {
        let read = history.read.as_ref().map(|read| {
            let fields = Correctable::ALL.into_iter();
            let fields = fields.map(|field| FieldRow {
                field: field.code().to_owned(),
                value: field.value(read),
            });
            fields.collect()
        });
        Self {
            read,
            corrections: history.corrections.iter().map(Into::into).collect(),
        }
    }
}

/// Papers with doubts that a person can settle.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewAnswer {
    /// How many there are in the whole archive.
    pub total: u64,
    /// The doubts, of the papers of the import asked for, the most frequent first.
    pub codes: Vec<DoubtRow>,
    /// The latest imports that brought such papers, the newest first.
    pub imports: Vec<DoubtfulImportRow>,
    /// The papers, the oldest in the archive first.
    pub papers: Vec<DocumentRow>,
    /// `after` of the next page; null on the last one.
    pub next: Option<String>,
}

/// A doubt and how many papers have it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DoubtRow {
    /// Its code.
    pub id: String,
    /// Vietnamese.
    pub name: String,
    /// Papers.
    pub count: u64,
}

/// An import and its papers with doubts.
#[derive(Debug, Serialize, ToSchema)]
pub struct DoubtfulImportRow {
    /// Its number in the catalogue.
    pub id: i64,
    /// The folder, for people.
    pub folder: String,
    /// When it began, RFC 3339.
    pub started: String,
    /// Papers.
    pub count: u64,
}

impl From<&Review> for ReviewAnswer {
    fn from(review: &Review) -> Self {
        let codes = review.codes.iter().map(|(code, count)| DoubtRow {
            id: code.clone(),
            name: doubt_name(code).to_owned(),
            count: *count,
        });
        let imports = review.imports.iter().map(|import| DoubtfulImportRow {
            id: import.id.0,
            folder: import.folder.clone(),
            started: import.started.to_string(),
            count: import.count,
        });
        Self {
            total: review.total,
            codes: codes.collect(),
            imports: imports.collect(),
            papers: review.papers.iter().map(Into::into).collect(),
            next: review.next.as_ref().map(ToString::to_string),
        }
    }
}
