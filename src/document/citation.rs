//! Viện dẫn: the papers a text cites, each with the sentence that does so.

mod lists;
mod scan;
mod wording;

use serde::Deserialize;
use serde::Serialize;

use crate::document::DocumentNumber;
use crate::document::PartialDate;
use crate::vocabulary::BodyId;
use crate::vocabulary::KindId;

pub use scan::find_citations;
pub use scan::first_date;

/// A paper cited in running text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// As printed: `Đề án 07- ĐA/TU`.
    pub printed: String,
    /// What its number says; a verbal citation (`nghị quyết 35`) gives little more than serial and
    /// kind.
    pub number: DocumentNumber,
    /// The kind named before the number, else the only one its code can mean.
    pub kind: Option<KindId>,
    /// The bodies named after it (`của Bộ Chính trị`), if the tables know them. For `Tỉnh ủy`
    /// without a place none: the citing paper's own province is the likeliest.
    pub bodies: Vec<BodyId>,
    /// The date right after the number. No other date or year nearby is the cited paper's.
    pub issued_on: Option<PartialDate>,
    /// The sentence it stands in.
    pub sentence: String,
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// How sure it is that a paper is cited.
    pub confidence: Confidence,
}

/// How sure a citation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Words and a serial only: `nghị quyết 35`.
    Low,
    /// A number with its symbol.
    High,
}
