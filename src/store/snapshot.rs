//! The catalogue as it is at one moment, copied while others write it.

use std::path::Path;

use rusqlite::OpenFlags;
use sha2::Digest;
use sha2::Sha256;

use crate::database::Connection;
use crate::database::OptionalRow;

use super::Store;
use super::catalogue;
use super::catalogue::Readers;
use super::error::StoreError;
use super::layout::Layout;
use super::layout::is_digest;
use super::originals::Originals;
use super::row;

/// An original a catalogue names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// Its SHA-256, 64 lower-case hexadecimal digits.
    pub digest: String,
    /// Its size in bytes.
    pub bytes: u64,
}

impl Store {
    /// Opens the archive in `folder` as something nobody changes: without locks, which a network
    /// share may not have, and without writing anything beside the catalogue.
    pub fn open_unchanging(folder: &Path) -> Result<Self, StoreError> {
        let layout = Layout::of(folder);
        if !layout.catalogue().exists() {
            return Err(StoreError::NotAnArchive(folder.to_path_buf()));
        }
        let readers = Readers::open_unchanging(&layout)?;
        let originals = Originals::Directory(layout.clone());
        Ok(Self::with(layout, originals, readers))
    }

    /// Writes the catalogue as of now to `target`, a file that must not exist, in one read
    /// transaction: whoever imports meanwhile neither waits nor is seen. What was deleted from the
    /// catalogue is not in the copy. Not synced.
    pub fn snapshot(&self, target: &Path) -> Result<(), StoreError> {
        if self.readers.is_on_server() {
            return self.copy_to_file(target);
        }
        // The copy may lie on a share without locks, and nobody else knows of it yet.
        let uri = catalogue::uri(target, "nolock=1");
        self.readers.with_uri(|connection| {
            connection.execute("VACUUM INTO ?1", [uri])?;
            Ok(())
        })
    }

    /// Every original the catalogue names, by digest. Refuses a catalogue that names something
    /// else than a digest: the name becomes a path.
    pub fn listed_originals(&self) -> Result<Vec<Listed>, StoreError> {
        self.readers.with(|connection| {
            // What was deleted can be brought back for a time: without its original it could not.
            let select = "SELECT digest, bytes, id FROM documents
                 UNION SELECT digest, bytes, document FROM deleted WHERE purged_at IS NULL ORDER BY 1";
            let mut statement = connection.prepare(select)?;
            let mut rows = statement.query([])?;
            let mut listed = Vec::new();
            while let Some(row) = rows.next()? {
                let digest: String = row.get(0)?;
                if !is_digest(&digest) {
                    return Err(row::damaged(&row.get::<_, String>(2)?, "digest"));
                }
                let bytes = row.get::<_, i64>(1)?.cast_unsigned();
                listed.push(Listed { digest, bytes });
            }
            Ok(listed)
        })
    }

    /// What tells this archive from every other one: a digest of when its first import began and
    /// of what. None before there was one.
    pub fn identity(&self) -> Result<Option<String>, StoreError> {
        self.readers.with(|connection| {
            let select = "SELECT started || ' ' || folder FROM imports ORDER BY id LIMIT 1";
            let first = connection.query_row(select, [], |row| row.get::<_, String>(0));
            let first = first.optional()?;
            Ok(first.map(|first| row::hex(&Sha256::digest(first.as_bytes()))))
        })
    }

    /// How many entries of the log the catalogue knows; none where it keeps none.
    pub fn log_entries(&self) -> Result<Option<u64>, StoreError> {
        if self.readers.is_on_server() {
            return Ok(Some(self.number("SELECT COUNT(*) FROM log")?));
        }
        let kept = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'log'";
        match self.number(kept)? {
            0 => Ok(None),
            _ => Ok(Some(self.number("SELECT COUNT(*) FROM log")?)),
        }
    }

    /// Bytes of all originals together, as the catalogue has them.
    pub fn originals_bytes(&self) -> Result<u64, StoreError> {
        let sum = "SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM documents";
        self.bytes.of(self, || self.number(sum))
    }

    /// Whether a document with this original is in the catalogue.
    pub fn lists(&self, digest: &str) -> Result<bool, StoreError> {
        Ok(self.document_with_digest(digest)?.is_some())
    }
}

impl Readers {
    /// A connection that understands addresses of files, for one question.
    fn with_uri<T>(
        &self,
        ask: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        ask(&self.connect_with(OpenFlags::SQLITE_OPEN_URI)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::archive_in_files;
    use crate::store::fixture::put;

    #[test]
    fn a_snapshot_is_of_one_moment_and_stands_alone() {
        let (_folder, mut writer, _) = archive_in_files();
        let mut batch = writer.begin().unwrap();
        let paper = put(&mut batch, b"one", "một");
        batch.commit().unwrap();
        let store = writer.store().clone();
        let identity = store.identity().unwrap();
        assert!(identity.is_some());

        let elsewhere = tempfile::tempdir().unwrap();
        let odd = elsewhere.path().join("ổ USB? 100% #1");
        std::fs::create_dir(&odd).unwrap();
        let mut batch = writer.begin().unwrap();
        put(&mut batch, b"two", "hai");
        store.snapshot(&Layout::of(&odd).catalogue()).unwrap();
        batch.commit().unwrap();

        let copy = Store::open_unchanging(&odd).unwrap();
        assert_eq!(copy.identity().unwrap(), identity);
        let listed = Listed {
            digest: paper.digest.clone(),
            bytes: 3,
        };
        assert_eq!(copy.listed_originals().unwrap(), [listed]);
        assert_eq!(copy.verify_catalogue().unwrap(), []);
        let read = copy.document(&paper.id).unwrap().unwrap();
        assert_eq!(read, store.document(&paper.id).unwrap().unwrap());
        assert_eq!(store.count().unwrap(), 2);
        let names = std::fs::read_dir(&odd).unwrap().count();
        assert_eq!(names, 1, "nothing beside the catalogue");
    }

    #[test]
    fn a_name_that_is_no_digest_is_damage() {
        let (_folder, mut writer, _) = archive_in_files();
        let mut batch = writer.begin().unwrap();
        put(&mut batch, b"one", "một");
        batch.commit().unwrap();
        let set = "UPDATE documents SET digest = '../../etc/passwd'";
        writer.connection().unwrap().execute(set, []).unwrap();
        assert!(matches!(
            writer.store().listed_originals(),
            Err(StoreError::DamagedDocument { part: "digest", .. })
        ));
    }
}
