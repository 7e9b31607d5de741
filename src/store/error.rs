//! What can go wrong with the truth, a variant for each thing a caller can do about it.

use std::io;
use std::path::Path;
use std::path::PathBuf;

use rusqlite::ErrorCode;

use crate::database;
use crate::document::DocumentId;

use super::lock::Holder;
use super::verify::Problem;

/// Why the store did not do what it was asked. Whatever failed was not acknowledged, and what had
/// been acknowledged before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no archive here: create one, or look elsewhere.
    #[error("no archive in `{}`", .0.display())]
    NotAnArchive(PathBuf),
    /// A new archive needs a folder of its own.
    #[error("`{}` holds other files; an archive needs a folder of its own", .0.display())]
    NotEmpty(PathBuf),
    /// Originals without a catalogue: rebuild it, do not begin a new one over them.
    #[error("`{}` holds originals but no catalogue", .0.display())]
    CatalogueMissing(PathBuf),
    /// `cluster.toml` cannot be followed: put it right.
    #[error("cannot use `{}`: {reason}", path.display())]
    Places {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Another process writes this archive: wait for it, or hand it the work.
    #[error("the archive is held by {}", held_by(.by.as_ref()))]
    Held {
        /// Who, where the lock file says so.
        by: Option<Holder>,
    },
    /// Written by a newer program: use that one.
    #[error("the archive has format {found}, this program knows up to {known}")]
    NewerFormat {
        /// Of the archive.
        found: u32,
        /// Of the program.
        known: u32,
    },
    /// Written by an older program: open it for writing once, which upgrades it.
    #[error("the archive has format {found} and must be upgraded to {known} before it is read")]
    OlderFormat {
        /// Of the archive.
        found: u32,
        /// Of the program.
        known: u32,
    },
    /// The medium or the permissions forbid writing: reading still works.
    #[error("the archive cannot be written: read-only")]
    ReadOnly,
    /// No space left: free some and go on.
    #[error("no space left to write `{}`", .0.display())]
    Full(PathBuf),
    /// The system could not promise that data is on disk. Nothing may be acknowledged any more:
    /// stop, look at the disk, start again. Asking the system a second time would lie.
    #[error("`{}` could not be made durable", path.display())]
    NotDurable {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// An earlier batch failed to commit: open the archive anew.
    #[error("writing stopped after a batch that failed; open the archive anew")]
    Stopped,
    /// Not 64 lower-case hexadecimal digits.
    #[error("`{0}` is not a SHA-256 digest")]
    NotADigest(String),
    /// A document was put before its original.
    #[error("the original of `{0}` is not in the archive")]
    NoOriginal(DocumentId),
    /// No such document.
    #[error("no document `{0}` in the archive")]
    NoDocument(DocumentId),
    /// Two digests that begin with the same 20 digits.
    #[error("`{0}` already names a document with another digest")]
    IdTaken(DocumentId),
    /// The object store with the originals does not answer, or refuses: see that it does, then do it
    /// again. What was acknowledged stays.
    #[error("the originals in {place} cannot be reached; what was acknowledged stays")]
    Unreachable {
        /// The bucket, and the machine where one is named.
        place: String,
        /// What the store or the system said.
        source: io::Error,
    },
    /// What is deleted would stay in the bucket: switch its versioning off.
    #[error(
        "the bucket `{0}` keeps former versions, so what is deleted would stay: switch its versioning off and remove them"
    )]
    KeepsVersions(String),
    /// An original is not there.
    #[error("original missing: `{}`", .0.display())]
    MissingOriginal(PathBuf),
    /// An original is there with other bytes than its name says.
    #[error("the original `{}` is damaged", .0.display())]
    DamagedOriginal(PathBuf),
    /// Part of a document's row cannot be read back.
    #[error("the {part} of document `{id}` is damaged in the catalogue")]
    DamagedDocument {
        /// Which document.
        id: String,
        /// Which part of it.
        part: &'static str,
    },
    /// The database file itself is damaged, or holds a value of another type than was written.
    #[error("the catalogue is damaged")]
    DamagedCatalogue(#[source] database::Error),
    /// The log's file has lost lines that were acknowledged with it: look at it, then let `doctor`
    /// write it anew.
    #[error("the log `{}` has lost entries", .0.display())]
    LogCut(PathBuf),
    /// The log's file has entries the catalogue has not: the catalogue is an older one.
    #[error("the log `{}` has entries that the catalogue does not have", .0.display())]
    LogAhead(PathBuf),
    /// An entry of the log does not follow on those before it.
    #[error("the log `{}` is damaged at entry {entry}", path.display())]
    LogDamaged {
        /// The file.
        path: PathBuf,
        /// The first entry that is wrong.
        entry: u64,
    },
    /// There is no log to make a catalogue from.
    #[error("there is no log `{}`", .0.display())]
    NoLog(PathBuf),
    /// A catalogue made anew is not what it should be; the old one stays.
    #[error("the new catalogue is not right ({0}); the old one stays")]
    NotRebuilt(Problem),
    /// A copy of a catalogue does not have the rows it was made from; it does not count.
    #[error("the copied catalogue differs in table `{0}`; it is not used")]
    NotMoved(&'static str),
    /// A move to this server was cut short.
    #[error(
        "the server has a catalogue that was not copied to its end: run `vankho migrate` again"
    )]
    HalfMoved,
    /// The system gave no random bytes.
    #[error("the system gives no random bytes")]
    NoRandomness(#[source] io::Error),
    /// Any other trouble with a file.
    #[error("cannot use `{}`", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The server of the catalogue does not answer: nothing was lost, try again when it does.
    #[error("the catalogue cannot be reached")]
    Away(#[source] database::Error),
    /// Any other trouble with the database.
    #[error("the catalogue cannot be used")]
    Database(#[source] database::Error),
}

fn held_by(holder: Option<&Holder>) -> String {
    holder.map_or_else(|| "another process".to_owned(), ToString::to_string)
}

impl StoreError {
    /// Whether a server of the archive is away, so that the same may succeed later.
    #[must_use]
    pub fn is_away(&self) -> bool {
        matches!(self, Self::Away(_))
    }

    /// Names the file, and tells a full or read-only disk from other trouble.
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::Full(path.to_path_buf())
            }
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::Io {
                path: path.to_path_buf(),
                source,
            },
        }
    }
}

impl From<database::Error> for StoreError {
    fn from(error: database::Error) -> Self {
        let code = match &error {
            database::Error::Type { .. } => return Self::DamagedCatalogue(error),
            database::Error::Away { .. } => return Self::Away(error),
            database::Error::File(rusqlite::Error::Utf8Error(..)) => {
                return Self::DamagedCatalogue(error);
            }
            database::Error::File(error) => error.sqlite_error_code(),
            database::Error::Server(_) | database::Error::NoRow => None,
        };
        match code {
            Some(ErrorCode::DiskFull) => Self::Full(PathBuf::from("catalogue.db")),
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::DamagedCatalogue(error)
            }
            _ => Self::Database(error),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        database::Error::from(error).into()
    }
}
