//! What a document is: its number, dates, description, pages and findings. Plain data.

pub mod citation;
pub mod correction;
pub mod date;
pub mod description;
pub mod finding;
pub mod holding;
pub mod log;
pub mod number;
pub mod page;
pub mod relation;

use serde::{Deserialize, Serialize};

pub use citation::Citation;
pub use correction::Correctable;
pub use correction::Correction;
pub use correction::CorrectionError;
pub use correction::CorrectionSource;
pub use date::{DateError, PartialDate};
pub use description::{
    Circulation, Description, DigitalSignature, IssuingBody, Signature, Urgency,
};
pub use finding::{Field, Finding};
pub use holding::{Folder, Holding};
pub use log::LogEntry;
pub use log::LogEvent;
pub use log::LoggedFile;
pub use log::LoggedPath;
pub use log::ORIGIN;
pub use log::RawPath;
pub use log::Words;
pub use log::chained;
pub use number::{DocumentNumber, NumberError};
pub use page::{Line, Page, Place, Recognised, Zone};
pub use relation::{Action, Relation};

/// The archive's name for a document: the first 20 hexadecimal digits of its original's SHA-256.
///
/// Two archives that hold the same bytes agree on it, and a rebuilt one keeps every permalink.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentId(String);

impl DocumentId {
    /// The id of an original with this SHA-256, written in hexadecimal.
    #[must_use]
    pub fn of_digest(sha256: &str) -> Self {
        Self(sha256.chars().take(20).collect())
    }

    /// Takes an id as someone handed it in; none if it cannot be one.
    #[must_use]
    pub fn parse(written: &str) -> Option<Self> {
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (written.len() == 20 && written.bytes().all(hex)).then(|| Self(written.to_owned()))
    }

    /// The 20 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for DocumentId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// A document as the store keeps it and the index is built from. Its pages are kept beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Its name in the archive.
    pub id: DocumentId,
    /// Grows with every change to any document; the index follows the store by it.
    pub sequence: u64,
    /// SHA-256 of the original, 64 hexadecimal digits.
    pub digest: String,
    /// Size of the original in bytes.
    pub bytes: u64,
    /// What the content is, by its first bytes: `pdf`, `docx`, `html`, `txt` …
    pub format: String,
    /// How the text was spelled before it was normalised: `unicode`, `tcvn3`, `vni`, `mixed`.
    pub charset: String,
    /// Where the text comes from.
    pub text_source: TextSource,
    /// Number of pages; 1 where the format has none.
    pub page_count: u32,
    /// What the paper says of itself.
    pub description: Description,
    /// Papers it cites.
    pub citations: Vec<Citation>,
    /// Doubts for a person to look at.
    pub findings: Vec<Finding>,
    /// Every path it was imported from, relative to the folder given, oldest first.
    pub sources: Vec<String>,
}

/// Where a document's text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextSource {
    /// The file holds its text.
    Embedded,
    /// Read from page pictures.
    Ocr,
    /// A picture or a useless text layer: kept, described by its name, waiting to be read.
    Waiting,
}
