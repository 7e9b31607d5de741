//! What happened to an archive, as its log tells it: what is hashed, kept for good and shown.
//!
//! An entry never holds what a paper says. What people typed (the value of a correction, the reason
//! of a decision) may be just that, so it is kept apart, as [`Words`], and the entry has only its
//! salted digest: should the paper turn out to be secret, the words go and the entry stays true.

mod chain;
mod place;

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use crate::document::Correctable;
use crate::document::CorrectionSource;
use crate::document::DocumentId;

pub use chain::ORIGIN;
pub use chain::chained;
pub use place::LoggedFile;
pub use place::LoggedPath;
pub use place::RawPath;

/// An entry of the log. Written in this order of fields, without blanks, it is what is hashed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogEntry {
    /// 1, 2, 3 …
    pub number: u64,
    /// The time its writer had; nothing depends on the order of times.
    pub at: Timestamp,
    /// Who did it, as they call themselves.
    pub who: String,
    /// What happened.
    #[serde(flatten)]
    pub event: LogEvent,
}

/// Something that happened to an archive. New kinds are added, what is written is never changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum LogEvent {
    /// The archive was made.
    Created {
        /// Its format.
        format: u32,
    },
    /// The catalogue was brought to a newer format. From one without a log, all that was in it is
    /// entered right after.
    Upgraded {
        /// The format it had.
        from: u32,
        /// The format it has.
        to: u32,
    },
    /// The catalogue was lost and made anew from the originals and this log.
    Rebuilt {
        /// Documents that are there again.
        documents: u64,
        /// Documents whose originals are not there any more.
        lost: u64,
    },
    /// A run over folders began.
    ImportBegun {
        /// Its name in the archive.
        import: i64,
        /// The folders, for people.
        folder: String,
        /// When.
        started: Timestamp,
        /// The body whose folder it is, by id: it decides how numbers are read.
        #[serde(skip_serializing_if = "Option::is_none")]
        home: Option<String>,
        /// The charset a person said the files are in.
        #[serde(skip_serializing_if = "Option::is_none")]
        charset: Option<String>,
    },
    /// A run over folders came to its end.
    ImportEnded {
        /// Its name in the archive.
        import: i64,
        /// When.
        finished: Timestamp,
        /// Directory entries that are not directories, and what the containers among them hold.
        found: u64,
        /// New documents.
        imported: u64,
        /// Already imported from this path.
        known: u64,
        /// Same bytes from another path.
        duplicates: u64,
        /// Archives of files.
        unpacked: u64,
        /// Unreadable.
        quarantined: u64,
        /// Secret.
        refused: u64,
        /// Not papers.
        skipped: u64,
    },
    /// A file's bytes are the original of a document.
    Kept {
        /// Which file.
        #[serde(flatten)]
        file: LoggedFile,
        /// In bytes.
        size: u64,
        /// Its last change, in nanoseconds since 1970.
        modified_ns: i64,
        /// Which document.
        document: DocumentId,
        /// SHA-256 of the bytes.
        digest: String,
    },
    /// An archive of files was opened; its members have entries of their own.
    Unpacked {
        /// Which file.
        #[serde(flatten)]
        file: LoggedFile,
        /// In bytes.
        size: u64,
        /// Its last change.
        modified_ns: i64,
    },
    /// A member of a container is no paper.
    Skipped {
        /// Which file.
        #[serde(flatten)]
        file: LoggedFile,
        /// In bytes.
        size: u64,
        /// Its last change.
        modified_ns: i64,
        /// Why, as a code.
        code: String,
        /// Why, for staff.
        message: String,
    },
    /// A file could not be read, or may be secret.
    Quarantined {
        /// Which file.
        #[serde(flatten)]
        file: LoggedFile,
        /// In bytes, where known.
        #[serde(skip_serializing_if = "Option::is_none")]
        size: Option<u64>,
        /// Its last change, where known.
        #[serde(skip_serializing_if = "Option::is_none")]
        modified_ns: Option<i64>,
        /// SHA-256, where its bytes could be read.
        #[serde(skip_serializing_if = "Option::is_none")]
        digest: Option<String>,
        /// Why, as a code.
        code: String,
        /// Why, for staff.
        message: String,
    },
    /// A file bears a state-secret mark: nothing but its path and the reason is known.
    Refused {
        /// Which file.
        #[serde(flatten)]
        file: LoggedFile,
        /// Why, as a code.
        code: String,
        /// Why, for staff.
        message: String,
    },
    /// A document was read by OCR.
    Recognised {
        /// Which document.
        document: DocumentId,
        /// The body whose archive it is, by id: it decides how numbers are read.
        #[serde(skip_serializing_if = "Option::is_none")]
        home: Option<String>,
    },
    /// A document was found to bear a secrecy mark after it was stored: it was taken out, and its
    /// original and all words about it with it.
    TakenOut {
        /// Which document.
        document: DocumentId,
        /// What its files are now: `refused` or `quarantined`.
        verdict: String,
        /// Why, as a code.
        code: String,
        /// Why, for staff.
        message: String,
    },
    /// A document was taken out of the catalogue, and its files forgotten: the next import takes
    /// them again.
    Forgotten {
        /// Which document.
        document: DocumentId,
    },
    /// A file was found no longer to be where it was; its bytes were met at another path.
    Gone {
        /// Which file, and which run found it so.
        #[serde(flatten)]
        file: LoggedFile,
    },
    /// A run was taken back: what it said of files is forgotten. The documents it alone brought have
    /// entries of their own.
    ImportUndone {
        /// Its name in the archive.
        import: i64,
    },
    /// The files of a document were given back to those they held before it, since it is taken out.
    GivenBack {
        /// Which document.
        document: DocumentId,
    },
    /// A field of a document was put right, or confirmed.
    Corrected {
        /// Which document.
        document: DocumentId,
        /// The correction's name in the archive.
        correction: i64,
        /// Which field.
        field: Correctable,
        /// Person or register.
        source: CorrectionSource,
        /// Who said so.
        by: String,
        /// When they did.
        made: Timestamp,
        /// Salted digest of value, earlier value and reason.
        words: String,
    },
    /// A correction was taken back.
    Undone {
        /// Which document.
        document: DocumentId,
        /// The correction's name.
        correction: i64,
        /// Who took it back.
        by: String,
        /// When.
        made: Timestamp,
    },
    /// An administrator had a file taken in spite of a secrecy mark.
    Released {
        /// Which file.
        #[serde(flatten)]
        path: LoggedPath,
        /// SHA-256 of the bytes it holds for.
        digest: String,
        /// Who decided.
        by: String,
        /// When.
        made: Timestamp,
        /// Salted digest of the reason.
        words: String,
    },
    /// A document was deleted; it can be brought back for a time.
    Deleted {
        /// Which document.
        document: DocumentId,
        /// SHA-256 of its original.
        digest: String,
        /// After this time it may be purged.
        keep_until: Timestamp,
        /// Salted digest of the reason.
        words: String,
    },
    /// A deleted document was brought back, or a purged one may be imported again.
    Undeleted {
        /// Which document.
        document: DocumentId,
    },
    /// The original of a deleted document, its text and all words about it were removed for good.
    Purged {
        /// Which document.
        document: DocumentId,
    },
    /// Originals, catalogue and index were looked through.
    Verified {
        /// Documents looked at.
        documents: u64,
        /// Things found that are not as they were acknowledged.
        problems: u64,
    },
    /// The archive was copied.
    BackedUp {
        /// Where to, for people.
        to: String,
        /// Documents in the copy.
        documents: u64,
    },
    /// How far the audit of accounts reached when it was found whole, or was taken as it was.
    AuditNoted {
        /// The number of its last entry.
        entries: u64,
        /// The hash of that.
        head: String,
    },
}

/// What someone typed; not part of an entry, only bound to it by a digest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The value of a correction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What was shown before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl LogEvent {
    /// The kind of event, as entries spell it: `kept`, `corrected` …
    #[must_use]
    pub fn kind(&self) -> String {
        let written = serde_json::to_value(self).ok();
        let kind = written.as_ref().and_then(|written| written.get("event"));
        let kind = kind.and_then(serde_json::Value::as_str);
        kind.unwrap_or_default().to_owned()
    }

    /// The document it is about.
    #[must_use]
    pub fn document(&self) -> Option<&DocumentId> {
        match self {
            Self::Kept { document, .. }
            | Self::Recognised { document, .. }
            | Self::TakenOut { document, .. }
            | Self::Forgotten { document }
            | Self::GivenBack { document }
            | Self::Corrected { document, .. }
            | Self::Undone { document, .. }
            | Self::Deleted { document, .. }
            | Self::Undeleted { document }
            | Self::Purged { document } => Some(document),
            _ => None,
        }
    }

    /// Where the file lies that it is about.
    #[must_use]
    pub fn place(&self) -> Option<&LoggedPath> {
        match self {
            Self::Kept { file, .. }
            | Self::Unpacked { file, .. }
            | Self::Skipped { file, .. }
            | Self::Quarantined { file, .. }
            | Self::Gone { file }
            | Self::Refused { file, .. } => Some(&file.place),
            Self::Released { path, .. } => Some(path),
            _ => None,
        }
    }

    /// The run it belongs to.
    #[must_use]
    pub fn import(&self) -> Option<i64> {
        match self {
            Self::ImportBegun { import, .. }
            | Self::ImportEnded { import, .. }
            | Self::ImportUndone { import } => Some(*import),
            Self::Kept { file, .. }
            | Self::Unpacked { file, .. }
            | Self::Skipped { file, .. }
            | Self::Quarantined { file, .. }
            | Self::Gone { file }
            | Self::Refused { file, .. } => Some(file.import),
            _ => None,
        }
    }

    /// The salted digest of the words that belong to it.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Corrected { words, .. }
            | Self::Released { words, .. }
            | Self::Deleted { words, .. } => Some(words),
            _ => None,
        }
    }
}
