//! The import journal: the last thing that became of every path.

mod part;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::path::PathBuf;

use crate::database::Connection;
use crate::database::OptionalRow;
use crate::database::Row;
use crate::database::ValueRef;
use crate::document::DocumentId;

use super::Store;
use super::error::StoreError;
use super::imports::ImportId;

/// What stands between a container and its member in a path: `a.zip!/b.doc`.
pub const MEMBER: &str = "!/";

/// Where a file lies. The paths are bytes as the file system has them, so that names in two
/// spellings, or in no encoding at all, are different files.
#[derive(Debug, Clone, Copy)]
pub struct SourcePath<'a> {
    /// The folder given to the import, absolute.
    pub root: &'a Path,
    /// Relative to `root`.
    pub relative: &'a Path,
    /// `relative` for people: NFC, control characters escaped.
    pub shown: &'a str,
}

/// What tells a changed file from an unchanged one without reading it. A member of a container has
/// its own size and the time of the outermost one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// In bytes.
    pub size: u64,
    /// Last change in nanoseconds since 1970; 0 where the file system does not say.
    pub modified_ns: i64,
}

/// Why a file is not a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Stable kebab-case code, such as `encrypted`.
    pub code: String,
    /// In words for staff.
    pub message: String,
}

/// What became of a file, for good until it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Its bytes are the original of this document.
    Kept {
        /// When it was read.
        stamp: Stamp,
        /// Which document.
        document: DocumentId,
    },
    /// An archive of files: it has no text of its own, its members have verdicts of their own.
    Unpacked {
        /// When it was read.
        stamp: Stamp,
    },
    /// A member of a container that is no paper. Other such files are met again by every walk.
    Skipped {
        /// When it was seen.
        stamp: Stamp,
        /// Why.
        reason: Reason,
    },
    /// Could not be read.
    Quarantined {
        /// When it was tried; none where not even that could be found out.
        stamp: Option<Stamp>,
        /// SHA-256 of its bytes, where they could be read.
        digest: Option<String>,
        /// Why.
        reason: Reason,
    },
    /// Bears a state-secret mark. Nothing but its path and the reason is kept.
    Refused {
        /// Why.
        reason: Reason,
    },
}

impl Verdict {
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Kept { .. } => "kept",
            Self::Unpacked { .. } => "unpacked",
            Self::Skipped { .. } => "skipped",
            Self::Quarantined { .. } => "quarantined",
            Self::Refused { .. } => "refused",
        }
    }

    pub(super) fn stamp(&self) -> Option<Stamp> {
        match self {
            Self::Kept { stamp, .. } | Self::Unpacked { stamp } | Self::Skipped { stamp, .. } => {
                Some(*stamp)
            }
            Self::Quarantined { stamp, .. } => *stamp,
            Self::Refused { .. } => None,
        }
    }

    /// Why a file was not taken.
    #[must_use]
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Self::Kept { .. } | Self::Unpacked { .. } => None,
            Self::Skipped { reason, .. }
            | Self::Quarantined { reason, .. }
            | Self::Refused { reason } => Some(reason),
        }
    }
}

/// What the journal says of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// What became of it.
    pub verdict: Verdict,
    /// How often in a row it was quarantined; 0 for other files.
    pub tries: u32,
    /// Whether the file was found to be no longer there.
    pub gone: bool,
}

impl JournalEntry {
    /// Whether the file is, to all appearances, the one this entry speaks of. Never for a refused
    /// file, of which nothing is known, never for one that was gone, and never where the file system
    /// has no times.
    #[must_use]
    pub fn is_about(&self, stamp: Stamp) -> bool {
        stamp.modified_ns != 0 && !self.gone && self.verdict.stamp() == Some(stamp)
    }
}

/// The journal of one folder, in memory: an import asks it once for every file it walks past.
#[derive(Debug, Default)]
pub struct Journal {
    entries: BTreeMap<Box<[u8]>, JournalEntry>,
}

impl Journal {
    /// What is known of a path relative to the folder.
    #[must_use]
    pub fn get(&self, relative: &Path) -> Option<&JournalEntry> {
        self.entries.get(bytes(relative))
    }

    /// What is known of the members of a container, and of theirs, in the order of their paths.
    /// Those of an older version of the container that are gone are left out.
    pub fn members(&self, container: &Path) -> impl Iterator<Item = (PathBuf, &JournalEntry)> {
        let mut start = bytes(container).to_vec();
        let version = self.entries.get(start.as_slice());
        let version = version.and_then(|entry| entry.verdict.stamp());
        start.extend(MEMBER.as_bytes());
        let first = start.clone().into_boxed_slice();
        self.entries
            .range(first..)
            .take_while(move |(at, _)| at.starts_with(&start))
            .filter(move |(_, entry)| {
                let stamp = entry.verdict.stamp().zip(version);
                stamp.is_none_or(|(member, whole)| member.modified_ns == whole.modified_ns)
            })
            .map(|(at, entry)| (path(at.to_vec()), entry))
    }

    /// How many paths are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is known of the folder.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// A file that is not a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The folder it was found under.
    pub root: PathBuf,
    /// Relative to `root`.
    pub relative: PathBuf,
    /// `relative` for people.
    pub shown: String,
    /// In bytes, where known; never for a refused file.
    pub size: Option<u64>,
    /// Why.
    pub reason: Reason,
    /// How often in a row it was quarantined; 0 for a refused file.
    pub tries: u32,
    /// The run that found it so.
    pub import: ImportId,
    /// When that run began.
    pub at: String,
}

const ENTRY: &str =
    "verdict, size, modified_ns, digest, document, code, message, tries, files.path, gone";

impl Store {
    /// What the journal says of one path.
    pub fn known(&self, root: &Path, relative: &Path) -> Result<Option<JournalEntry>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT {ENTRY} FROM files JOIN roots ON roots.id = files.root
                 WHERE roots.path = ?1 AND files.path = ?2"
            ))?;
            let found = statement
                .query_row((bytes(root), bytes(relative)), |row| Ok(entry(row)))
                .optional()?
                .transpose()?;
            Ok(found.map(|(_, entry)| entry))
        })
    }

    /// All the journal says of a folder.
    pub fn journal(&self, root: &Path) -> Result<Journal, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT {ENTRY} FROM files JOIN roots ON roots.id = files.root
                 WHERE roots.path = ?1"
            ))?;
            let mut rows = statement.query([bytes(root)])?;
            let mut journal = Journal::default();
            while let Some(row) = rows.next()? {
                let (path, entry) = entry(&row)?;
                journal.entries.insert(path, entry);
            }
            Ok(journal)
        })
    }

    /// Files that could not be read, in the order they were found.
    pub fn quarantined(&self) -> Result<Vec<Rejected>, StoreError> {
        self.readers
            .with(|connection| rejected(connection, "quarantined"))
    }

    /// Files that bear a state-secret mark, in the order they were found.
    pub fn refused(&self) -> Result<Vec<Rejected>, StoreError> {
        self.readers
            .with(|connection| rejected(connection, "refused"))
    }
}

fn entry(row: &Row<'_>) -> Result<(Box<[u8]>, JournalEntry), StoreError> {
    let size: Option<i64> = row.get(1)?;
    let modified_ns: Option<i64> = row.get(2)?;
    let stamp = size.zip(modified_ns).map(|(size, modified_ns)| Stamp {
        size: size.cast_unsigned(),
        modified_ns,
    });
    let document: Option<String> = row.get(4)?;
    let document = document.and_then(|id| DocumentId::parse(&id));
    let verdict = match (document, stamp, row.get::<_, String>(0)?.as_str()) {
        (Some(document), Some(stamp), _) => Verdict::Kept { stamp, document },
        (_, _, "refused") => Verdict::Refused {
            reason: reason(row, 5)?,
        },
        (_, Some(stamp), "unpacked") => Verdict::Unpacked { stamp },
        (_, Some(stamp), "skipped") => Verdict::Skipped {
            stamp,
            reason: reason(row, 5)?,
        },
        (_, stamp, _) => Verdict::Quarantined {
            stamp,
            digest: row.get(3)?,
            reason: reason(row, 5)?,
        },
    };
    let tries = row.get(7)?;
    let path = row.get::<_, Vec<u8>>(8)?.into_boxed_slice();
    let gone = row.get_ref(9)? != ValueRef::Null;
    let entry = JournalEntry {
        verdict,
        tries,
        gone,
    };
    Ok((path, entry))
}

fn reason(row: &Row<'_>, at: usize) -> Result<Reason, StoreError> {
    Ok(Reason {
        code: row.get(at)?,
        message: row.get(at + 1)?,
    })
}

fn rejected(connection: &Connection, verdict: &str) -> Result<Vec<Rejected>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT roots.path, files.path, shown, size, code, message, tries, import, started
         FROM files JOIN roots ON roots.id = files.root JOIN imports ON imports.id = files.import
         WHERE verdict = ?1 ORDER BY files.id",
    )?;
    let mut rows = statement.query([verdict])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(Rejected {
            root: path(row.get(0)?),
            relative: path(row.get(1)?),
            shown: row.get(2)?,
            size: row.get::<_, Option<i64>>(3)?.map(i64::cast_unsigned),
            reason: reason(&row, 4)?,
            tries: row.get(6)?,
            import: ImportId(row.get(7)?),
            at: row.get(8)?,
        });
    }
    Ok(all)
}

/// A path as the catalogue keeps it.
pub(super) fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_bytes()
}

/// A path out of the catalogue.
pub(super) fn path(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(OsStr::from_bytes(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::archive;
    use crate::store::fixture::at;
    use crate::store::fixture::kept;
    use crate::store::fixture::put;
    use crate::store::fixture::quarantined;
    use crate::store::fixture::reason;
    use crate::store::fixture::stamp;

    #[test]
    fn a_quarantined_file_leaves_the_list_when_it_can_be_read() {
        let (_folder, mut writer, import) = archive();
        for tries in 1..=3 {
            let mut batch = writer.begin().unwrap();
            batch.record(import, at("a.pdf"), &quarantined()).unwrap();
            batch.commit().unwrap();
            let [one] = writer.store().quarantined().unwrap().try_into().unwrap();
            assert_eq!((one.tries, one.size), (tries, Some(3)));
            assert_eq!(one.reason, reason("encrypted"));
        }
        let mut batch = writer.begin().unwrap();
        let paper = put(&mut batch, b"one", "một");
        batch.record(import, at("a.pdf"), &kept(&paper)).unwrap();
        batch.commit().unwrap();
        assert_eq!(writer.store().quarantined().unwrap(), []);
    }

    #[test]
    fn of_a_secret_only_path_and_reason_are_kept() {
        let (_folder, mut writer, import) = archive();
        let refused = Verdict::Refused {
            reason: reason("state-secret"),
        };
        let mut batch = writer.begin().unwrap();
        batch.record(import, at("a.pdf"), &quarantined()).unwrap();
        batch.record(import, at("a.pdf"), &refused).unwrap();
        batch.commit().unwrap();
        let [one] = writer.store().refused().unwrap().try_into().unwrap();
        assert_eq!(
            (one.shown.as_str(), one.size, one.tries),
            ("a.pdf", None, 0)
        );
        let columns = "SELECT COUNT(*) FROM files WHERE size IS NULL AND modified_ns IS NULL
             AND digest IS NULL AND document IS NULL";
        let bare = writer
            .store()
            .readers
            .with(|connection| Ok(connection.query_row(columns, [], |row| row.get::<_, i64>(0))?));
        assert_eq!(bare.unwrap(), 1);
        let entry = writer.store().known(at("").root, Path::new("a.pdf"));
        assert!(!entry.unwrap().unwrap().is_about(stamp(1)));
    }
}
