//! What a paper says it does to other papers, and since when it is in force itself.

use serde::Deserialize;
use serde::Serialize;

use crate::document::DocumentNumber;
use crate::document::PartialDate;
use crate::document::citation::Confidence;

/// One paper acting on another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// What it does.
    pub action: Action,
    /// To all of the other paper, or only to parts of it.
    pub whole: bool,
    /// The other paper as printed: `Quyết định số 12/2015/QĐ-UBND`.
    pub printed: String,
    /// Its number.
    pub number: DocumentNumber,
    /// Its date, where it is printed with the number.
    pub issued_on: Option<PartialDate>,
    /// From when, where the sentence says so.
    pub from: Option<PartialDate>,
    /// The sentence that says it.
    pub sentence: String,
    /// How sure it is that this is meant.
    pub confidence: Confidence,
}

/// What a paper does to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Thay thế.
    Replaces,
    /// Bãi bỏ, hủy bỏ.
    Repeals,
    /// Hết hiệu lực kể từ ngày văn bản này có hiệu lực.
    Ends,
    /// Sửa đổi, bổ sung.
    Amends,
    /// Ngưng hiệu lực.
    Suspends,
    /// Gia hạn, kéo dài thời gian áp dụng.
    Extends,
    /// Đính chính.
    Corrects,
}

impl Action {
    /// What this paper does: `Thay thế`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Replaces => "Thay thế",
            Self::Repeals => "Bãi bỏ",
            Self::Ends => "Làm hết hiệu lực",
            Self::Amends => "Sửa đổi, bổ sung",
            Self::Suspends => "Ngưng hiệu lực",
            Self::Extends => "Kéo dài thời hạn",
            Self::Corrects => "Đính chính",
        }
    }

    /// What befalls the other one: `Bị thay thế bởi`.
    #[must_use]
    pub fn passive(self) -> &'static str {
        match self {
            Self::Replaces => "Bị thay thế bởi",
            Self::Repeals => "Bị bãi bỏ bởi",
            Self::Ends => "Hết hiệu lực theo",
            Self::Amends => "Được sửa đổi, bổ sung bởi",
            Self::Suspends => "Bị ngưng hiệu lực bởi",
            Self::Extends => "Được kéo dài thời hạn bởi",
            Self::Corrects => "Được đính chính bởi",
        }
    }

    /// Whether the other paper is no longer in force, if the whole of it is meant.
    #[must_use]
    pub fn ends_it(self) -> bool {
        matches!(self, Self::Replaces | Self::Repeals | Self::Ends)
    }
}
