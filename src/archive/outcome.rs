//! What became of a file: every file an import finds ends in exactly one outcome.

use serde::Serialize;

use crate::document::DocumentId;

pub use crate::store::Counts as Summary;

/// How one file ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// A new document, durable.
    Imported,
    /// This path was imported before and has not changed, or was moved here from one that was.
    Known,
    /// The same bytes are in the archive from another path; that path was added to it.
    Duplicate,
    /// An archive of files that was opened: its members have outcomes of their own.
    Unpacked,
    /// Could not be read; listed with its reason, nothing else stops.
    Quarantined,
    /// Bears a state-secret mark: not copied, not indexed.
    Refused,
    /// Not a paper: a link, a device, an office program's lock file.
    Skipped,
}

impl Outcome {
    /// All of them, in the order a summary names them.
    pub const ALL: [Self; 7] = [
        Self::Imported,
        Self::Known,
        Self::Duplicate,
        Self::Unpacked,
        Self::Quarantined,
        Self::Refused,
        Self::Skipped,
    ];

    /// The word used in JSON and in the journal.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::Known => "known",
            Self::Duplicate => "duplicate",
            Self::Unpacked => "unpacked",
            Self::Quarantined => "quarantined",
            Self::Refused => "refused",
            Self::Skipped => "skipped",
        }
    }

    /// For staff, as in a list of sums.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Imported => "nhập mới",
            Self::Known => "đã có",
            Self::Duplicate => "trùng nội dung",
            Self::Unpacked => "tệp nén đã mở",
            Self::Quarantined => "không đọc được",
            Self::Refused => "từ chối (dấu mật)",
            Self::Skipped => "bỏ qua",
        }
    }

    /// The outcome a journal's word stands for.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

/// One file's outcome, final and durable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileOutcome {
    /// Relative to the folder given; the file's name when a file was given.
    pub path: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The document it belongs to, if any.
    pub id: Option<DocumentId>,
    /// Why, in words for staff; always there for quarantined, refused and skipped files. Of a known
    /// file that was moved, where it was.
    pub reason: Option<String>,
}

impl Summary {
    /// For staff: what all files together are called in a list of sums.
    pub const FOUND: &'static str = "tìm thấy";

    /// How many files ended so.
    #[must_use]
    pub fn of(&self, outcome: Outcome) -> u64 {
        match outcome {
            Outcome::Imported => self.imported,
            Outcome::Known => self.known,
            Outcome::Duplicate => self.duplicates,
            Outcome::Unpacked => self.unpacked,
            Outcome::Quarantined => self.quarantined,
            Outcome::Refused => self.refused,
            Outcome::Skipped => self.skipped,
        }
    }

    /// Counts one more file with this outcome.
    pub fn count(&mut self, outcome: Outcome) {
        self.found += 1;
        *match outcome {
            Outcome::Imported => &mut self.imported,
            Outcome::Known => &mut self.known,
            Outcome::Duplicate => &mut self.duplicates,
            Outcome::Unpacked => &mut self.unpacked,
            Outcome::Quarantined => &mut self.quarantined,
            Outcome::Refused => &mut self.refused,
            Outcome::Skipped => &mut self.skipped,
        } += 1;
    }

    /// Whether some files need a person: exit code 3 on the command line.
    #[must_use]
    pub fn has_rejects(&self) -> bool {
        self.quarantined + self.refused > 0
    }
}
