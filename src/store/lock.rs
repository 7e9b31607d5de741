//! One process writes an archive: the lock, and who holds it.

use std::fmt;
use std::fs::File;
use std::fs::OpenOptions;
use std::fs::TryLockError;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;

use jiff::Timestamp;

use super::error::StoreError;

/// More than a lock file ever holds.
const MAX_LOCK_BYTES: u64 = 4096;

/// Who writes an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Its process id.
    pub pid: u32,
    /// What it is doing, for a person: `import /mnt/scans`.
    pub command: String,
    /// Since when.
    pub since: Timestamp,
}

impl fmt::Display for Holder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            pid,
            command,
            since,
        } = self;
        write!(out, "`{command}` (process {pid}, since {since})")
    }
}

impl Holder {
    pub(super) fn read(lock: &File) -> Option<Self> {
        let mut text = String::new();
        lock.take(MAX_LOCK_BYTES).read_to_string(&mut text).ok()?;
        let mut lines = text.lines();
        Some(Self {
            pid: lines.next()?.parse().ok()?,
            since: lines.next()?.parse().ok()?,
            command: lines.next()?.to_owned(),
        })
    }

    fn write(&self, mut lock: &File) -> io::Result<()> {
        let Self {
            pid,
            command,
            since,
        } = self;
        let command = command.replace(char::is_control, " ");
        lock.set_len(0)?;
        lock.write_all(format!("{pid}\n{since}\n{command}\n").as_bytes())
    }
}

/// The right to write, held until dropped. The system takes it back when the process dies in any
/// way, so a crash never leaves an archive locked; the file itself stays and means nothing.
#[derive(Debug)]
pub struct WriteLock {
    file: File,
}

impl WriteLock {
    /// Takes the lock file at `path`, or tells who has it.
    pub fn take(path: &Path, holder: &Holder) -> Result<Self, StoreError> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(|error| match error.kind() {
                io::ErrorKind::PermissionDenied => StoreError::ReadOnly,
                _ => StoreError::io(path, error),
            })?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let by = Holder::read(&file);
                return Err(StoreError::Held { by });
            }
            Err(TryLockError::Error(error)) => return Err(StoreError::io(path, error)),
        }
        holder
            .write(&file)
            .map_err(|error| StoreError::io(path, error))?;
        Ok(Self { file })
    }
}

impl Drop for WriteLock {
    fn drop(&mut self) {
        // Only so that nobody reads an old name; the lock goes with the file.
        drop(self.file.set_len(0));
    }
}

/// Keeps writers out while an archive is read that SQLite cannot watch for changes (see
/// `catalogue`). None where there is no lock file: a medium nothing was ever written on in place.
pub(super) fn keep_writers_out(path: &Path) -> Result<Option<File>, StoreError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io(path, error)),
    };
    match file.try_lock_shared() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => {
            let by = Holder::read(&file);
            Err(StoreError::Held { by })
        }
        Err(TryLockError::Error(error)) => Err(StoreError::io(path, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(command: &str) -> Holder {
        Holder {
            pid: 41,
            command: command.to_owned(),
            since: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn the_second_is_told_who_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let first = WriteLock::take(&path, &holder("import /mnt/quét\n2020")).unwrap();
        match WriteLock::take(&path, &holder("serve")) {
            Err(StoreError::Held { by: Some(by) }) => {
                assert_eq!(by, holder("import /mnt/quét 2020"));
            }
            other => panic!("{other:?}"),
        }
        drop(first);
        WriteLock::take(&path, &holder("serve")).unwrap();
    }

    #[test]
    fn what_a_dead_process_left_means_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        std::fs::write(&path, b"\xff\xff not a holder at all").unwrap();
        let long = "a much longer command than the next one has";
        drop(WriteLock::take(&path, &holder(long)).unwrap());
        let held = WriteLock::take(&path, &holder("b")).unwrap();
        assert_eq!(Holder::read(&File::open(&path).unwrap()), Some(holder("b")));
        assert!(matches!(
            keep_writers_out(&path),
            Err(StoreError::Held { .. })
        ));
        drop(held);
        let reader = keep_writers_out(&path).unwrap();
        assert!(matches!(
            WriteLock::take(&path, &holder("b")),
            Err(StoreError::Held { by: None })
        ));
        drop(reader);
        WriteLock::take(&path, &holder("b")).unwrap();
    }
}
