//! Originals in the archive's folder: plain read-only files.

use std::collections::BTreeSet;
use std::fs;
use std::fs::File;
use std::fs::Permissions;
use std::io;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::thread;

use tempfile::NamedTempFile;
use tempfile::TempPath;

use crate::store::error::StoreError;
use crate::store::layout::Layout;
use crate::store::layout::is_digest;

/// Nobody writes an original again, whoever owns it.
const READ_ONLY: u32 = 0o444;

/// Files of one batch open at a time.
const MAX_OPEN: usize = 64;

/// Syncs waited for at a time: a file system commits once for all that wait.
const SYNCS: usize = 16;

/// Makes every directory originals go to, and makes those directories durable. Done before the
/// first batch and never during one, so that a batch syncs only the directories it adds names to.
pub(super) fn prepare(layout: &Layout) -> Result<(), StoreError> {
    for directory in layout.shelves().chain([layout.incoming()]) {
        fs::create_dir_all(&directory).map_err(|error| StoreError::io(&directory, error))?;
    }
    sweep(&layout.incoming())?;
    sync_directory(&layout.originals())?;
    sync_directory(layout.root())
}

/// Removes what a killed import was writing. Only the holder of the lock may.
fn sweep(incoming: &Path) -> Result<(), StoreError> {
    let failed = |error| StoreError::io(incoming, error);
    for entry in fs::read_dir(incoming).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        fs::remove_file(&path).map_err(|error| StoreError::io(&path, error))?;
    }
    Ok(())
}

/// Makes the names in a directory durable.
pub(in crate::store) fn sync_directory(directory: &Path) -> Result<(), StoreError> {
    File::open(directory)
        .and_then(|opened| opened.sync_all())
        .map_err(|source| not_durable(directory, source))
}

pub(in crate::store) fn not_durable(path: &Path, source: io::Error) -> StoreError {
    StoreError::NotDurable {
        path: path.to_path_buf(),
        source,
    }
}

/// Takes what stands in an original's place out of it, if anything does: it has other bytes, and the
/// right ones must be able to come.
pub(super) fn set_aside(layout: &Layout, digest: &str) -> Result<(), StoreError> {
    let (from, folder) = (layout.original(digest), layout.damaged());
    if !from.exists() {
        return Ok(());
    }
    fs::create_dir_all(&folder).map_err(|error| StoreError::io(&folder, error))?;
    let to = folder.join(digest);
    fs::rename(&from, &to).map_err(|error| StoreError::io(&from, error))?;
    sync_directory(&folder)
}

pub(super) fn remove(layout: &Layout, digest: &str) -> Result<(), StoreError> {
    let original = layout.original(digest);
    match fs::remove_file(&original) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::io(&original, error))
        }
        _ => Ok(()),
    }
}

/// Everything on a shelf.
pub(super) fn names(shelf: &Path) -> Result<BTreeSet<PathBuf>, StoreError> {
    let failed = |error| StoreError::io(shelf, error);
    let entries = match fs::read_dir(shelf) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        entries => entries.map_err(failed)?,
    };
    let paths = entries.map(|entry| Ok(entry.map_err(failed)?.path()));
    paths.collect()
}

/// The originals of one batch: written at once, made durable together.
///
/// Syncing after all are written lets the file system commit once for many; dropped unsettled, the
/// batch leaves nothing behind.
#[derive(Debug)]
pub(in crate::store) struct Staging {
    layout: Layout,
    written: Vec<(NamedTempFile, PathBuf)>,
    synced: Vec<(TempPath, PathBuf)>,
    /// Where names are or were added. A file already in place counts too: the run that put it
    /// there may have been killed before it synced the directory.
    directories: BTreeSet<PathBuf>,
    digests: BTreeSet<String>,
}

impl Staging {
    pub(super) fn new(layout: Layout) -> Self {
        Self {
            layout,
            written: Vec::new(),
            synced: Vec::new(),
            directories: BTreeSet::new(),
            digests: BTreeSet::new(),
        }
    }

    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Takes these bytes, whose SHA-256 is `digest`. Taking the same again changes nothing.
    pub(super) fn put(&mut self, bytes: &[u8], digest: &str) -> Result<(), StoreError> {
        if !is_digest(digest) {
            return Err(StoreError::NotADigest(digest.to_owned()));
        }
        if self.digests.contains(digest) {
            return Ok(());
        }
        let target = self.layout.original(digest);
        match fs::metadata(&target) {
            // In place means complete: its bytes were synced before it got its name.
            Ok(there) if there.is_file() && there.len() == bytes.len() as u64 => {}
            Ok(_) => return Err(StoreError::DamagedOriginal(target)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.write(bytes, &target)?;
            }
            Err(error) => return Err(StoreError::io(&target, error)),
        }
        self.directories
            .extend(target.parent().map(Path::to_path_buf));
        self.digests.insert(digest.to_owned());
        Ok(())
    }

    fn write(&mut self, bytes: &[u8], target: &Path) -> Result<(), StoreError> {
        let incoming = self.layout.incoming();
        let failed = |error| StoreError::io(&incoming, error);
        let mut file = NamedTempFile::new_in(&incoming).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        file.as_file()
            .set_permissions(Permissions::from_mode(READ_ONLY))
            .map_err(failed)?;
        self.written.push((file, target.to_path_buf()));
        match self.written.len() {
            MAX_OPEN.. => self.sync_files(),
            _ => Ok(()),
        }
    }

    /// Whether this original is in the archive or will be when the batch is settled.
    pub(super) fn holds(&self, digest: &str) -> bool {
        self.digests.contains(digest) || self.layout.original(digest).is_file()
    }

    /// Returns once every original taken is durable under its name.
    pub(super) fn settle(&mut self) -> Result<(), StoreError> {
        self.sync_files()?;
        for (file, target) in self.synced.drain(..) {
            file.persist(&target)
                .map_err(|error| StoreError::io(&target, error.error))?;
        }
        let directories: Vec<PathBuf> = std::mem::take(&mut self.directories).into_iter().collect();
        at_once(&directories, |directory| sync_directory(directory))?;
        self.digests.clear();
        Ok(())
    }

    fn sync_files(&mut self) -> Result<(), StoreError> {
        at_once(&self.written, |(file, target)| {
            let synced = file.as_file().sync_all();
            synced.map_err(|source| not_durable(target, source))
        })?;
        let synced = self.written.drain(..);
        let synced = synced.map(|(file, target)| (file.into_temp_path(), target));
        self.synced.extend(synced);
        Ok(())
    }
}

/// Syncs all of these, some at a time; returns when the last one is durable or one could not be made
/// so.
fn at_once<T: Sync>(
    all: &[T],
    sync: impl Fn(&T) -> Result<(), StoreError> + Sync,
) -> Result<(), StoreError> {
    let in_turn = |part: &[T]| part.iter().try_for_each(&sync);
    if all.len() <= 1 {
        return in_turn(all);
    }
    thread::scope(|threads| {
        let parts = all.chunks(all.len().div_ceil(SYNCS));
        let begun: Vec<_> = parts
            .map(|part| threads.spawn(move || in_turn(part)))
            .collect();
        let ended = begun.into_iter().map(|part| {
            let ended = part.join();
            ended.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        // All are waited for, whichever fails.
        ended.fold(Ok(()), Result::and)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::content;

    fn digest(first: u8) -> String {
        format!("{first:02x}").repeat(32)
    }

    fn archive() -> (tempfile::TempDir, Layout) {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::of(folder.path());
        prepare(&layout).unwrap();
        (folder, layout)
    }

    fn incoming(layout: &Layout) -> usize {
        fs::read_dir(layout.incoming()).unwrap().count()
    }

    #[test]
    fn put_twice_is_put_once() {
        let (_folder, layout) = archive();
        let mut staging = Staging::new(layout.clone());
        for _ in 0..2 {
            staging.put(b"one", &digest(1)).unwrap();
            staging.put(b"one", &digest(1)).unwrap();
            assert!(staging.holds(&digest(1)));
            staging.settle().unwrap();
        }
        let path = layout.original(&digest(1));
        assert_eq!(content(&path), b"one");
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, READ_ONLY);
        assert_eq!(incoming(&layout), 0);
    }

    #[test]
    fn a_dropped_batch_leaves_nothing() {
        let (_folder, layout) = archive();
        let mut staging = Staging::new(layout.clone());
        staging.put(b"one", &digest(1)).unwrap();
        assert_eq!(incoming(&layout), 1);
        drop(staging);
        assert_eq!(incoming(&layout), 0);
        assert!(!layout.original(&digest(1)).exists());
    }

    #[test]
    fn a_killed_batch_is_swept() {
        let (_folder, layout) = archive();
        fs::write(layout.incoming().join(".tmpAbC"), "half").unwrap();
        prepare(&layout).unwrap();
        assert_eq!(incoming(&layout), 0);
    }

    #[test]
    fn a_shortened_original_is_damage() {
        let (_folder, layout) = archive();
        fs::write(layout.original(&digest(1)), "on").unwrap();
        let put = Staging::new(layout).put(b"one", &digest(1));
        assert!(matches!(put, Err(StoreError::DamagedOriginal(_))));
    }

    #[test]
    fn a_name_that_is_no_digest_goes_nowhere() {
        let (_folder, layout) = archive();
        for name in ["", "../../../etc/passwd", &digest(0xAB).to_uppercase()] {
            let put = Staging::new(layout.clone()).put(b"one", name);
            assert!(matches!(put, Err(StoreError::NotADigest(_))), "{name}");
        }
    }

    #[test]
    fn a_batch_larger_than_the_open_files_allowed() {
        let (_folder, layout) = archive();
        let mut staging = Staging::new(layout.clone());
        for first in 0..=u8::MAX {
            staging.put(&[first], &digest(first)).unwrap();
            assert!(staging.written.len() < MAX_OPEN);
        }
        staging.settle().unwrap();
        for first in 0..=u8::MAX {
            assert_eq!(content(&layout.original(&digest(first))), [first]);
        }
    }
}
