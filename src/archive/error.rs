//! Why the archive did not do what it was asked; `code` is the public contract.

use std::error::Error as _;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::access::Role;
use crate::archive::bag::BagError;
use crate::document::CorrectionError;
use crate::document::DocumentId;
use crate::extract::ExtractError;
use crate::search::SearchError;
use crate::store::StoreError;

/// What went wrong, by what a caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such document or number.
    #[error("there is no document `{0}`")]
    NotFound(String),
    /// The caller's role may not do it.
    #[error("this needs the role `{}`", .0.code())]
    Forbidden(Role),
    /// No such run.
    #[error("there was no import `{0}`: `vankho import list` names them")]
    NoImport(i64),
    /// A field of a request cannot be read.
    #[error("`{value}` is not a valid `{field}`")]
    BadField {
        /// The field's name.
        field: &'static str,
        /// What was given.
        value: String,
    },
    /// A correction that cannot be made.
    #[error(transparent)]
    Correction(#[from] CorrectionError),
    /// A marked file that cannot be taken by an administrator's word.
    #[error(
        "`{0}` cannot be released: it was sent in, is no longer where it was, or is listed twice; put it in a folder of its own and import that"
    )]
    NotReleasable(String),
    /// What was begun was given up because someone said so; nothing was changed.
    #[error("stopped; nothing was changed")]
    Stopped,
    /// Nothing was named to import.
    #[error("cannot read the folder `{}`", .0.display())]
    NothingToImport(PathBuf),
    /// A file that holds no register.
    #[error(
        "`{0}` has no table with at least four headings of a register, the number among them: put a row of headings over its columns"
    )]
    NoRegister(String),
    /// A register could not be written.
    #[error("cannot write the register `{}`: {reason}", path.display())]
    Exporting {
        /// Where.
        path: PathBuf,
        /// What went wrong.
        reason: String,
    },
    /// The truth.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// A file, outside of an import.
    #[error(transparent)]
    Extract(#[from] ExtractError),
    /// A document without such a page, or whose pages have no look of their own.
    #[error("document `{id}` has no page {page} that could be drawn")]
    NoPicture {
        /// The document.
        id: DocumentId,
        /// From 1.
        page: u32,
    },
    /// A page that cannot be drawn.
    #[error("page {page} cannot be drawn ({reason}): open the original instead")]
    Undrawable {
        /// From 1.
        page: u32,
        /// What stopped it.
        reason: ExtractError,
    },
    /// A folder for uploads could not be made.
    #[error("cannot make room for an upload in `{}`", path.display())]
    Staging {
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A backup, or the medium it lies on.
    #[error(transparent)]
    Bag(#[from] BagError),
    /// The accounts cannot be copied.
    #[error(transparent)]
    Accounts(#[from] crate::access::AccessError),
    /// The catalogue to be backed up is damaged; the former backup stays.
    #[error("the catalogue is damaged and was not backed up over a good one: {0}")]
    DamagedSource(String),
    /// There are originals, and no catalogue that could say what they are.
    #[error("the catalogue cannot be read, so nothing can be verified")]
    NoCatalogue(#[source] StoreError),
    /// Papers were deleted faster than their archive could be copied.
    #[error("papers were deleted while the backup was made, time and again: try again later")]
    Unsettled,
    /// Told to stop.
    #[error("interrupted")]
    Interrupted,
    /// Nobody could be told where the archive is served.
    #[error("cannot write `{}`", path.display())]
    Announcing {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A folder whose changes the system does not tell.
    #[error("cannot watch `{}`: walk it every few minutes instead, with --poll", path.display())]
    Watching {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The system watches only so many folders.
    #[error(
        "`{}` has more folders than this system watches: raise fs.inotify.max_user_watches, or walk it every few minutes with --poll",
        .0.display()
    )]
    TooManyFolders(PathBuf),
    /// A rebuilt index does not have what the catalogue has; the old one stays.
    #[error("the rebuilt index has {count} documents instead of {expected}; the old one stays")]
    Rebuilt {
        /// In the index.
        count: u64,
        /// In the catalogue.
        expected: u64,
    },
    /// A rebuilt index does not say what a document says; the old one stays.
    #[error("the rebuilt index has other words for `{0}` than the catalogue; the old one stays")]
    OtherAnswers(crate::document::DocumentId),
    /// A rebuilt index could not be put in the place of the old one.
    #[error("cannot put the rebuilt index in place at `{}`", path.display())]
    Swapping {
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl Error {
    /// A stable kebab-case code: what clients and scripts act on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_)
            | Self::NoImport(_)
            | Self::NoPicture { .. }
            | Self::Store(StoreError::NoDocument(_)) => "not-found",
            Self::Undrawable { .. } => "undrawable",
            Self::Forbidden(_) => "forbidden",
            Self::BadField { .. }
            | Self::Correction(_)
            | Self::NothingToImport(_)
            | Self::NotReleasable(_) => "bad-request",
            Self::Stopped => "stopped",
            Self::Store(error) => match error {
                StoreError::NotAnArchive(_) => "no-archive",
                StoreError::NotEmpty(_) => "not-empty",
                StoreError::Places { .. } => "bad-parts",
                StoreError::Unreachable { .. } => "originals-unreachable",
                StoreError::Away(_) => "catalogue-unreachable",
                StoreError::HalfMoved => "half-moved",
                StoreError::MissingOriginal(_) => "original-missing",
                StoreError::Held { .. } => "held",
                StoreError::NewerFormat { .. } => "newer-format",
                StoreError::OlderFormat { .. } => "older-format",
                StoreError::ReadOnly => "read-only",
                StoreError::Full(_) => "disk-full",
                StoreError::LogCut(_) | StoreError::LogAhead(_) | StoreError::LogDamaged { .. } => {
                    "log-damaged"
                }
                StoreError::CatalogueMissing(_) | StoreError::DamagedCatalogue(_) => {
                    "catalogue-damaged"
                }
                _ => "store-failed",
            },
            Self::Search(error) if is_full(error) => "disk-full",
            Self::Search(SearchError::Unwritten) => "index-unwritten",
            Self::Search(_) => "index-damaged",
            Self::Extract(_) => "unreadable",
            Self::NoRegister(_) => "no-register",
            Self::Exporting { .. } => "export-failed",
            Self::Staging { .. } => "staging",
            Self::Accounts(_) => "accounts-failed",
            Self::Bag(error) => match error {
                BagError::Damaged(_)
                | BagError::Missing(_)
                | BagError::Unlisted(_)
                | BagError::WrittenBadly(_) => "damaged-backup",
                _ => "bad-backup",
            },
            Self::DamagedSource(_) | Self::NoCatalogue(_) => "damaged-catalogue",
            Self::Unsettled => "unsettled",
            Self::Interrupted => "interrupted",
            Self::Rebuilt { .. } | Self::OtherAnswers(_) | Self::Swapping { .. } => {
                "reindex-failed"
            }
            Self::Watching { .. } | Self::TooManyFolders(_) => "unwatched",
            Self::Announcing { .. } => "store-failed",
        }
    }
}

/// Whether what went wrong with the index is that the disk is full.
fn is_full(error: &SearchError) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        let shared = error.downcast_ref::<Arc<io::Error>>().map(Arc::as_ref);
        let io = shared.or_else(|| error.downcast_ref::<io::Error>());
        let full = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded];
        if io.is_some_and(|io| full.contains(&io.kind())) {
            return true;
        }
        cause = error.source();
    }
    false
}
