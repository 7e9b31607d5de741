//! Originals in a bucket: objects with the names they would have as files.

use std::collections::HashSet;
use std::collections::VecDeque;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Cursor;
use std::io::Read;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::PoisonError;

use object_store::path::Path as Key;
use tempfile::NamedTempFile;
use tempfile::TempPath;

use super::directory::sync_directory;
use super::line::Line;
use super::line::NotPut;
use super::line::PIECE;
use super::line::Parcel;
use crate::store::error::StoreError;
use crate::store::fixity::Pace;
use crate::store::fixity::sha256_of;
use crate::store::layout::Layout;
use crate::store::layout::is_digest;
use crate::store::places::BucketSettings;

/// Fetched files kept at hand: who looks at a page looks at the next one, and a browser asks for a
/// large paper in many ranges.
const KEPT: usize = 8;
/// Their bytes at most, the latest one not counted.
const KEPT_BYTES: u64 = 256 << 20;

/// Where the originals are when they are in an object store. Nothing is asked before it is needed.
#[derive(Debug)]
pub struct Bucket {
    settings: BucketSettings,
    line: OnceLock<Line>,
    fetched: Mutex<VecDeque<Fetched>>,
}

#[derive(Debug)]
struct Fetched {
    digest: String,
    bytes: u64,
    file: Arc<TempPath>,
}

impl Bucket {
    pub(super) fn of(settings: BucketSettings) -> Self {
        Self {
            settings,
            line: OnceLock::new(),
            fetched: Mutex::default(),
        }
    }

    /// Where an original is, for people.
    pub(super) fn place(&self, digest: &str) -> PathBuf {
        PathBuf::from(format!(
            "s3://{}/{}",
            self.settings.bucket,
            self.key(digest)
        ))
    }

    fn key(&self, digest: &str) -> Key {
        let shelf = digest.get(..2).unwrap_or_default();
        Key::from(format!(
            "{}originals/{shelf}/{digest}",
            self.settings.prefix
        ))
    }

    fn line(&self) -> Result<&Line, StoreError> {
        if let Some(line) = self.line.get() {
            return Ok(line);
        }
        let line = Line::to(&self.settings).map_err(|error| self.unreachable(error))?;
        Ok(self.line.get_or_init(|| line))
    }

    fn unreachable(&self, source: io::Error) -> StoreError {
        let BucketSettings {
            bucket, endpoint, ..
        } = &self.settings;
        let at = endpoint.as_ref().map(|at| format!(" at {at}"));
        StoreError::Unreachable {
            place: format!("s3://{bucket}{}", at.unwrap_or_default()),
            source,
        }
    }

    /// Whether there is an original at all.
    pub(super) fn has_any(&self) -> Result<bool, StoreError> {
        let folder = Key::from(format!("{}originals", self.settings.prefix));
        let names = self.line()?.names(&folder, true);
        let names = names.map_err(|error| self.unreachable(error))?;
        Ok(!names.is_empty())
    }

    /// The names of all originals whose digests begin with these two digits.
    pub(super) fn names(&self, shelf: &str) -> Result<Vec<String>, StoreError> {
        let folder = Key::from(format!("{}originals/{shelf}", self.settings.prefix));
        let names = self.line()?.names(&folder, false);
        names.map_err(|error| self.unreachable(error))
    }

    /// Bytes of an original. An error of the inner kind is of this one, the outer one of the store.
    pub(super) fn size(&self, digest: &str) -> Result<io::Result<u64>, StoreError> {
        let size = self.line()?.size(&self.key(digest));
        self.judge(size.map(|(size, _)| size))
    }

    /// Reads an original; errors as of `size`.
    pub(super) fn open(&self, digest: &str) -> Result<io::Result<Reader>, StoreError> {
        let (line, key) = (self.line()?.clone(), self.key(digest));
        let begun = line.beginning(&key);
        self.judge(begun.map(|(size, piece)| Reader {
            line,
            key,
            size,
            read: piece.len() as u64,
            piece: Cursor::new(piece),
        }))
    }

    /// A store that does not answer at all says nothing of an original.
    fn judge<T>(&self, answer: io::Result<T>) -> Result<io::Result<T>, StoreError> {
        if answer.is_err() {
            self.has_any()?;
        }
        Ok(answer)
    }

    /// An original as a file on this machine, its bytes those that are in its name.
    pub(super) fn fetch(&self, digest: &str) -> Result<Arc<TempPath>, StoreError> {
        if let Some(kept) = self.at_hand(digest) {
            return Ok(kept);
        }
        let place = self.place(digest);
        let mut source = match self.open(digest)? {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(StoreError::MissingOriginal(place));
            }
            opened => opened.map_err(|error| StoreError::io(&place, error))?,
        };
        let here = |error| StoreError::io(&std::env::temp_dir(), error);
        let mut file = NamedTempFile::with_prefix("original-").map_err(here)?;
        let mut trouble = None;
        let read = sha256_of(&mut source, &mut Pace::of(None), &mut |bytes| {
            file.write_all(bytes).map_err(|error| {
                let kind = error.kind();
                trouble = Some(error);
                kind.into()
            })
        });
        if let Some(error) = trouble {
            return Err(here(error));
        }
        let (found, bytes) = self
            .judge(read)?
            .map_err(|error| StoreError::io(&place, error))?;
        if found != digest {
            return Err(StoreError::DamagedOriginal(place));
        }
        let file = Arc::new(file.into_temp_path());
        self.keep(Fetched {
            digest: digest.to_owned(),
            bytes,
            file: Arc::clone(&file),
        });
        Ok(file)
    }

    fn at_hand(&self, digest: &str) -> Option<Arc<TempPath>> {
        let kept = self.fetched();
        let mut kept = kept.iter();
        let found = kept.find(|fetched| fetched.digest == digest)?;
        Some(Arc::clone(&found.file))
    }

    fn keep(&self, fetched: Fetched) {
        let mut kept = self.fetched();
        kept.push_front(fetched);
        let mut bytes = 0_u64;
        let fits = |fetched: &Fetched| {
            bytes += fetched.bytes;
            bytes <= KEPT_BYTES
        };
        let fit = kept.iter().take(KEPT).map(fits).take_while(|fits| *fits);
        let fit = fit.count().max(1);
        kept.truncate(fit);
    }

    fn fetched(&self) -> std::sync::MutexGuard<'_, VecDeque<Fetched>> {
        self.fetched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stores files whose names are their digests, in the place of whatever is there.
    pub(super) fn put_back(&self, files: &[PathBuf]) -> Result<(), StoreError> {
        let mut parcels = Vec::with_capacity(files.len());
        for path in files {
            let mut bytes = Vec::new();
            File::open(path)
                .and_then(|mut file| file.read_to_end(&mut bytes))
                .map_err(|error| StoreError::io(path, error))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            parcels.push(Parcel {
                key: self.key(&name),
                bytes: bytes.into(),
                replaces: true,
            });
        }
        self.send(parcels)
    }

    fn send(&self, parcels: Vec<Parcel>) -> Result<(), StoreError> {
        let sent = self.line()?.put_all(parcels);
        sent.map_err(|(key, why)| match why {
            NotPut::OtherSize => {
                StoreError::DamagedOriginal(self.place(key.filename().unwrap_or_default()))
            }
            NotPut::KeepsVersions => self.keeps_versions(),
            NotPut::Failed(error) => self.unreachable(error),
        })
    }

    fn keeps_versions(&self) -> StoreError {
        StoreError::KeepsVersions(self.settings.bucket.clone())
    }

    /// Removes an original; one that is not there is removed.
    pub(super) fn remove(&self, digest: &str) -> Result<(), StoreError> {
        self.fetched().retain(|fetched| fetched.digest != digest);
        let (line, key) = (self.line()?, self.key(digest));
        let is_kept = match line.size(&key) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            found => found.map_err(|error| self.unreachable(error))?.1,
        };
        line.remove(&key).map_err(|error| self.unreachable(error))?;
        match is_kept {
            true => Err(self.keeps_versions()),
            false => Ok(()),
        }
    }

    /// What is damaged comes to this machine, beside what is damaged of a catalogue: whoever purges
    /// finds all of it in one place.
    pub(super) fn set_aside(&self, layout: &Layout, digest: &str) -> Result<(), StoreError> {
        let mut source = match self.open(digest)? {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            opened => opened.map_err(|error| self.unreachable(error))?,
        };
        let folder = layout.damaged();
        let to = folder.join(digest);
        let mut copy = || {
            fs::create_dir_all(&folder)?;
            let mut file = File::create(&to)?;
            io::copy(&mut source, &mut file)?;
            file.sync_all()
        };
        copy().map_err(|error| StoreError::io(&to, error))?;
        sync_directory(&folder)?;
        self.remove(digest)
    }
}

/// An original as it comes from the store, piece by piece; each is asked for again when it breaks off.
#[derive(Debug)]
pub struct Reader {
    line: Line,
    key: Key,
    size: u64,
    read: u64,
    piece: Cursor<Vec<u8>>,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let taken = self.piece.read(buffer)?;
        if taken > 0 || buffer.is_empty() || self.read >= self.size {
            return Ok(taken);
        }
        let to = self.size.min(self.read.saturating_add(PIECE));
        let piece = self.line.piece(&self.key, self.read..to)?;
        if piece.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.read += piece.len() as u64;
        self.piece = Cursor::new(piece);
        self.piece.read(buffer)
    }
}

/// The originals of one batch, in memory until it is settled: then they are sent, many at a time.
/// Dropped unsettled, none was.
#[derive(Debug)]
pub(in crate::store) struct Staging {
    bucket: Arc<Bucket>,
    layout: Layout,
    parcels: Vec<Parcel>,
    digests: HashSet<String>,
}

impl Staging {
    pub(super) fn new(layout: Layout, bucket: Arc<Bucket>) -> Self {
        Self {
            bucket,
            layout,
            parcels: Vec::new(),
            digests: HashSet::new(),
        }
    }

    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    pub(super) fn put(&mut self, bytes: &[u8], digest: &str) -> Result<(), StoreError> {
        if !is_digest(digest) {
            return Err(StoreError::NotADigest(digest.to_owned()));
        }
        if self.digests.insert(digest.to_owned()) {
            self.parcels.push(Parcel {
                key: self.bucket.key(digest),
                bytes: bytes.to_vec().into(),
                replaces: false,
            });
        }
        Ok(())
    }

    pub(super) fn holds(&self, digest: &str) -> Result<bool, StoreError> {
        if self.digests.contains(digest) {
            return Ok(true);
        }
        match self.bucket.size(digest)? {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            size => size
                .map(|_| true)
                .map_err(|error| self.bucket.unreachable(error)),
        }
    }

    pub(super) fn set_aside(&self, digest: &str) -> Result<(), StoreError> {
        self.bucket.set_aside(&self.layout, digest)
    }

    pub(super) fn settle(&mut self) -> Result<(), StoreError> {
        self.digests.clear();
        match std::mem::take(&mut self.parcels) {
            none if none.is_empty() => Ok(()),
            parcels => self.bucket.send(parcels),
        }
    }
}
