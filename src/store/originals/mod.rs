//! The originals, each named by the SHA-256 of its bytes and never changed: files in the archive's
//! folder, or objects in a bucket.

mod bucket;
mod directory;
mod line;

use std::collections::BTreeSet;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use tempfile::TempPath;

use super::error::StoreError;
use super::fixity::Pace;
use super::fixity::sha256;
use super::fixity::sha256_of;
use super::layout::Layout;
use super::places::Places;

use bucket::Bucket;

pub(super) use directory::not_durable;
pub(super) use directory::sync_directory;

/// Where the originals of an archive are. Cloning is cheap.
#[derive(Debug, Clone)]
pub enum Originals {
    /// In the archive's folder.
    Directory(Layout),
    /// In an object store.
    Bucket(Arc<Bucket>),
}

/// An original as a file on this machine, there as long as this is.
#[derive(Debug, Clone)]
pub struct OriginalFile {
    path: PathBuf,
    _fetched: Option<Arc<TempPath>>,
}

impl OriginalFile {
    /// Where to read it; it may turn out to be missing or damaged there.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Originals {
    /// Those of the archive in a folder, whose places are known.
    #[must_use]
    pub fn of(layout: &Layout, places: &Places) -> Self {
        match &places.originals {
            None => Self::Directory(layout.clone()),
            Some(settings) => Self::Bucket(Arc::new(Bucket::of(settings.clone()))),
        }
    }

    /// Makes ready for the first batch. Only the holder of the lock may.
    pub(super) fn prepare(&self) -> Result<(), StoreError> {
        match self {
            Self::Directory(layout) => directory::prepare(layout),
            Self::Bucket(_) => Ok(()),
        }
    }

    /// Where an original is, for people: a path, or an address that begins with `s3://`.
    #[must_use]
    pub fn place(&self, digest: &str) -> PathBuf {
        match self {
            Self::Directory(layout) => layout.original(digest),
            Self::Bucket(bucket) => bucket.place(digest),
        }
    }

    /// Whether there is any.
    pub(super) fn has_any(&self) -> Result<bool, StoreError> {
        match self {
            Self::Directory(layout) => Ok(layout
                .shelves()
                .filter_map(|shelf| fs::read_dir(shelf).ok())
                .any(|mut entries| entries.next().is_some())),
            Self::Bucket(bucket) => bucket.has_any(),
        }
    }

    /// Bytes of an original. What is wrong with this one is the inner error; the outer one is that
    /// the store does not answer at all, which says nothing of any original.
    pub fn size(&self, digest: &str) -> Result<io::Result<u64>, StoreError> {
        match self {
            Self::Directory(layout) => {
                Ok(fs::metadata(layout.original(digest)).map(|found| found.len()))
            }
            Self::Bucket(bucket) => bucket.size(digest),
        }
    }

    /// Opens an original for reading once. Errors as of [`Originals::size`].
    pub fn open(&self, digest: &str) -> Result<io::Result<Box<dyn Read + Send>>, StoreError> {
        Ok(match self {
            Self::Directory(layout) => {
                File::open(layout.original(digest)).map(|file| Box::new(file) as Box<_>)
            }
            Self::Bucket(bucket) => bucket
                .open(digest)?
                .map(|reader| Box::new(reader) as Box<_>),
        })
    }

    /// The SHA-256 of an original's bytes as they are now. Errors as of [`Originals::size`].
    pub(super) fn digest(
        &self,
        digest: &str,
        pace: &mut Pace,
    ) -> Result<io::Result<String>, StoreError> {
        if let Self::Directory(layout) = self {
            return Ok(sha256(&layout.original(digest), pace).map(|(found, _)| found));
        }
        let mut source = match self.open(digest)? {
            Ok(source) => source,
            Err(error) => return Ok(Err(error)),
        };
        let found = sha256_of(&mut source, pace, &mut |_| Ok(()));
        if found.is_err() {
            self.has_any()?;
        }
        Ok(found.map(|(found, _)| found))
    }

    /// An original as a file. One from an object store is complete and has its bytes; what lies in
    /// the folder is only named.
    pub fn fetch(&self, digest: &str) -> Result<OriginalFile, StoreError> {
        Ok(match self {
            Self::Directory(layout) => OriginalFile {
                path: layout.original(digest),
                _fetched: None,
            },
            Self::Bucket(bucket) => {
                let file = bucket.fetch(digest)?;
                OriginalFile {
                    path: file.to_path_buf(),
                    _fetched: Some(file),
                }
            }
        })
    }

    /// Puts files whose names are their digests into the object store, in the place of whatever is
    /// there; false where the originals are in the folder.
    pub fn put_back(&self, files: &[PathBuf]) -> Result<bool, StoreError> {
        match self {
            Self::Directory(_) => Ok(false),
            Self::Bucket(bucket) => bucket.put_back(files).map(|()| true),
        }
    }

    /// Removes an original; one that is not there is removed.
    pub(super) fn remove(&self, digest: &str) -> Result<(), StoreError> {
        match self {
            Self::Directory(layout) => directory::remove(layout, digest),
            Self::Bucket(bucket) => bucket.remove(digest),
        }
    }

    /// Takes what stands in an original's place out of it, if anything does: it has other bytes, and
    /// the right ones must be able to come. It lies among the damaged ones of the folder then.
    pub(super) fn set_aside(&self, layout: &Layout, digest: &str) -> Result<(), StoreError> {
        match self {
            Self::Directory(_) => directory::set_aside(layout, digest),
            Self::Bucket(bucket) => bucket.set_aside(layout, digest),
        }
    }

    /// Where everything is whose digest should begin with these two digits.
    pub(super) fn on_shelf(&self, shelf: &str) -> Result<BTreeSet<PathBuf>, StoreError> {
        match self {
            Self::Directory(layout) => directory::names(&layout.originals().join(shelf)),
            Self::Bucket(bucket) => {
                let names = bucket.names(shelf)?.into_iter();
                Ok(names.map(|name| bucket.place(&name)).collect())
            }
        }
    }
}

/// The originals of one batch: durable together, once it is settled.
#[derive(Debug)]
pub(super) enum Staging {
    Directory(directory::Staging),
    Bucket(bucket::Staging),
}

impl Staging {
    pub(super) fn new(layout: Layout, originals: &Originals) -> Self {
        match originals {
            Originals::Directory(_) => Self::Directory(directory::Staging::new(layout)),
            Originals::Bucket(bucket) => {
                Self::Bucket(bucket::Staging::new(layout, Arc::clone(bucket)))
            }
        }
    }

    pub(super) fn layout(&self) -> &Layout {
        match self {
            Self::Directory(staging) => staging.layout(),
            Self::Bucket(staging) => staging.layout(),
        }
    }

    /// Takes these bytes, whose SHA-256 is `digest`. Taking the same again changes nothing.
    pub(super) fn put(&mut self, bytes: &[u8], digest: &str) -> Result<(), StoreError> {
        match self {
            Self::Directory(staging) => staging.put(bytes, digest),
            Self::Bucket(staging) => staging.put(bytes, digest),
        }
    }

    /// Whether this original is in the archive or will be when the batch is settled.
    pub(super) fn holds(&self, digest: &str) -> Result<bool, StoreError> {
        match self {
            Self::Directory(staging) => Ok(staging.holds(digest)),
            Self::Bucket(staging) => staging.holds(digest),
        }
    }

    /// As [`Originals::set_aside`].
    pub(super) fn set_aside(&self, digest: &str) -> Result<(), StoreError> {
        match self {
            Self::Directory(staging) => directory::set_aside(staging.layout(), digest),
            Self::Bucket(staging) => staging.set_aside(digest),
        }
    }

    /// Returns once every original taken is durable under its name.
    pub(super) fn settle(&mut self) -> Result<(), StoreError> {
        match self {
            Self::Directory(staging) => staging.settle(),
            Self::Bucket(staging) => staging.settle(),
        }
    }
}
