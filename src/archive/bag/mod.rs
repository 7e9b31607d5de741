//! BagIt 1.0 (RFC 8493): how a backup lies on its medium, so that any archivist's tool can check it.
//!
//! ```text
//! bagit.txt                 version and encoding
//! bag-info.txt              what it is a backup of, and when
//! manifest-sha256.txt       digest and path of every file below data/
//! tagmanifest-sha256.txt    the same of the three files above
//! data/catalogue.db         an archive's folder without what is derived
//! data/originals/ab/ab…
//! data/log/…
//! incoming/                 a backup under way: outside the payload, so the bag stays valid
//! switching/                a finished backup taking its place; see `backup::switch`
//! ```

mod manifest;
mod reading;

use std::io;
use std::path::Path;
use std::path::PathBuf;

pub use manifest::Manifest;
pub use reading::Bag;

/// The first line of defence: what this program writes and reads.
pub const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
/// Says that a folder is a bag.
pub const BAGIT: &str = "bagit.txt";
/// Where it comes from.
pub const INFO: &str = "bag-info.txt";
/// The payload's digests.
pub const MANIFEST: &str = "manifest-sha256.txt";
/// The tag files' digests.
pub const TAGMANIFEST: &str = "tagmanifest-sha256.txt";
/// The payload.
pub const DATA: &str = "data";
/// A backup under way.
pub const INCOMING: &str = "incoming";
/// A complete backup that is being put in place.
pub const SWITCHING: &str = "switching";
/// In `bag-info.txt`: which archive, see `Store::identity`.
pub const IDENTITY: &str = "External-Identifier";
/// In `bag-info.txt`: when the catalogue was copied.
pub const TAKEN: &str = "Vankho-Taken";
/// In `bag-info.txt`: originals the archive itself had lost.
pub const LOST: &str = "Vankho-Originals-Lost";

/// Why a folder is no bag to trust.
#[derive(Debug, thiserror::Error)]
pub enum BagError {
    /// No bag at all.
    #[error("`{}` is no BagIt bag", .0.display())]
    NotABag(PathBuf),
    /// Another version or encoding, or a byte order mark.
    #[error("`{}` does not declare BagIt 1.0 in plain UTF-8", .0.display())]
    Declaration(PathBuf),
    /// Its payload would have to be fetched from elsewhere.
    #[error("the bag lists files to be fetched from elsewhere (fetch.txt)")]
    Holey,
    /// A line that is no digest and path.
    #[error("line {line} of `{}` is not a digest and a path", file.display())]
    Line {
        /// The manifest.
        file: PathBuf,
        /// Counted from 1.
        line: u64,
    },
    /// A path that could lead out of the bag.
    #[error("line {line} of `{}` names a path outside of the bag's payload", file.display())]
    Outside {
        /// The manifest.
        file: PathBuf,
        /// Counted from 1.
        line: u64,
    },
    /// One file listed twice.
    #[error("`{0}` is listed twice")]
    Twice(String),
    /// Listed and not there.
    #[error("`{0}` is listed and missing")]
    Missing(String),
    /// There and not listed.
    #[error("`{0}` is in the bag and not listed")]
    Unlisted(String),
    /// Neither file nor folder: a link could lead anywhere.
    #[error("`{0}` is neither a file nor a folder")]
    Special(String),
    /// Other bytes than were listed.
    #[error("`{0}` has other bytes than when the bag was written")]
    Damaged(String),
    /// A sound bag, but of something else.
    #[error("`{0}` is no part of an archive: the bag was not written by `vankho backup`")]
    Stranger(String),
    /// A backup of another archive lies there.
    #[error(
        "`{}` holds a backup of another archive: choose another folder, or say --take-over",
        .0.display()
    )]
    OtherArchive(PathBuf),
    /// Other things lie there.
    #[error("`{}` holds other files; a backup needs a folder of its own", .0.display())]
    NotEmpty(PathBuf),
    /// Another backup is writing into it.
    #[error("another backup is being written into `{}`", .0.display())]
    Busy(PathBuf),
    /// What was written could not be read back as it was.
    #[error("`{}` was read back with other bytes than were written: do not trust this medium",
        .0.display())]
    WrittenBadly(PathBuf),
    /// The medium.
    #[error("cannot use `{}`", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl BagError {
    /// Trouble with a file of a bag.
    pub fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        |source| Self::Io { path, source }
    }
}
