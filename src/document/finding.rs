//! Something describing could not settle, for a person to look at.

use serde::{Deserialize, Serialize};

/// A doubt about one field of a description. Never an error: the paper is kept and found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which field it is about.
    pub field: Field,
    /// A stable kebab-case code, such as `number-missing` or `name-disagrees`.
    pub code: String,
    /// What was seen, in Vietnamese, for staff.
    pub message: String,
}

/// The field of a description a finding speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// Số, ký hiệu.
    Number,
    /// Tên loại văn bản.
    Kind,
    /// Cơ quan ban hành.
    IssuingBody,
    /// Ngày ban hành.
    IssuedOn,
    /// Trích yếu.
    Subject,
    /// The text itself: its charset, its completeness, its text layer.
    Text,
    /// The file: a name that lies, damage.
    File,
}

/// Codes of what nobody settles by correcting a field: the state of a file and of its text.
/// `store/v3.sql` has the same list for archives older than it.
const INFORMATIONAL: [&str; 9] = [
    "name-lies",
    "damaged",
    "truncated",
    "readers-disagree",
    "text-layer-damaged",
    "waiting-for-ocr",
    "pages-without-text",
    "ocr-failed",
    "no-text",
];

impl Finding {
    /// A finding about `field`.
    pub fn new(field: Field, code: &str, message: impl Into<String>) -> Self {
        Self {
            field,
            code: code.to_owned(),
            message: message.into(),
        }
    }

    /// Whether it is for a person to settle, by looking at the paper. The others only inform.
    #[must_use]
    pub fn asks_for_a_person(&self) -> bool {
        !INFORMATIONAL.contains(&self.code.as_str())
    }
}
