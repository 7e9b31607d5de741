//! Small things upkeep remembers beside the catalogue, so that it needs no writer's lock.

use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::NamedTempFile;

use super::Store;
use super::error::StoreError;

/// More than a note ever holds.
const MAX_BYTES: u64 = 16 << 20;

impl Store {
    /// What was noted under `name`; none if nothing was, or if it cannot be read: a note tells
    /// nothing that could not be found out again.
    #[must_use]
    pub fn note<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let mut text = String::new();
        let file = File::open(self.note_path(name)).ok()?;
        file.take(MAX_BYTES).read_to_string(&mut text).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Notes `value` under `name`, in place of what was noted before.
    pub fn write_note<T: Serialize>(&self, name: &str, value: &T) -> Result<(), StoreError> {
        let path = self.note_path(name);
        let folder = self.layout.upkeep();
        let write = || -> io::Result<()> {
            fs::create_dir_all(&folder)?;
            let mut file = NamedTempFile::new_in(&folder)?;
            serde_json::to_writer_pretty(&mut file, value)?;
            file.write_all(b"\n")?;
            file.as_file().sync_all()?;
            file.persist(&path)?;
            Ok(())
        };
        write().map_err(|error| match error.kind() {
            io::ErrorKind::PermissionDenied => StoreError::ReadOnly,
            _ => StoreError::io(&path, error),
        })
    }

    fn note_path(&self, name: &str) -> PathBuf {
        self.layout.upkeep().join(name).with_extension("json")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::archive;

    #[test]
    fn a_note_is_read_back_and_a_torn_one_is_none() {
        let (_folder, writer, _) = archive();
        let store = writer.store();
        assert_eq!(store.note::<Vec<u8>>("numbers"), None);
        for numbers in [vec![1_u8, 2], vec![3]] {
            store.write_note("numbers", &numbers).unwrap();
            assert_eq!(store.note("numbers"), Some(numbers));
        }
        fs::write(store.note_path("numbers"), "[3").unwrap();
        assert_eq!(store.note::<Vec<u8>>("numbers"), None);
        assert_eq!(fs::read_dir(store.layout.upkeep()).unwrap().count(), 1);
    }
}
