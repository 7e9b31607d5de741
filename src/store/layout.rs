//! Where things lie in an archive's folder.

use std::path::Path;
use std::path::PathBuf;

use super::error::StoreError;

/// An archive's folder and the names in it.
#[derive(Debug, Clone)]
pub struct Layout {
    root: PathBuf,
}

impl Layout {
    /// The layout of the archive in this folder.
    #[must_use]
    pub fn of(root: &Path) -> Self {
        Self {
            root: root.to_path_buf(),
        }
    }

    /// The archive's folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The SQLite catalogue.
    #[must_use]
    pub fn catalogue(&self) -> PathBuf {
        self.root.join("catalogue.db")
    }

    /// Says what is kept on other machines.
    #[must_use]
    pub fn places(&self) -> PathBuf {
        self.root.join("cluster.toml")
    }

    /// A catalogue being made anew.
    pub(super) fn new_catalogue(&self) -> PathBuf {
        self.root.join("catalogue.new")
    }

    /// A catalogue that was replaced because it could not be read.
    pub(super) fn damaged_catalogue(&self, number: u32) -> PathBuf {
        self.root.join(format!("catalogue.damaged-{number}"))
    }

    /// Originals that were replaced, or given up, because they had other bytes.
    #[must_use]
    pub fn damaged(&self) -> PathBuf {
        self.root.join("damaged")
    }

    /// What was set aside because it was damaged: catalogues, logs, the folder of originals.
    #[must_use]
    pub fn set_aside(&self) -> Vec<PathBuf> {
        let named = |folder: &Path, beginning: &str| -> Vec<PathBuf> {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            let named = entries.filter(|entry| {
                let name = entry.file_name();
                name.to_string_lossy().starts_with(beginning)
            });
            named.map(|entry| entry.path()).collect()
        };
        let mut all = named(&self.root, "catalogue.damaged-");
        all.extend(named(&self.root, "damaged"));
        all.extend(named(&self.log(), "damaged-"));
        all.sort();
        all
    }

    /// Removes all that was set aside.
    pub(super) fn remove_set_aside(&self) -> Result<(), StoreError> {
        for path in self.set_aside() {
            let removed = match path.is_dir() {
                true => std::fs::remove_dir_all(&path),
                false => std::fs::remove_file(&path),
            };
            removed.map_err(|error| StoreError::io(&path, error))?;
        }
        Ok(())
    }

    /// SQLite's write-ahead log beside the catalogue; absent after a clean stop.
    #[must_use]
    pub fn catalogue_log(&self) -> PathBuf {
        self.root.join("catalogue.db-wal")
    }

    /// Names the process that writes.
    #[must_use]
    pub fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }

    /// Says where a running server answers; only its owner may read it.
    #[must_use]
    pub fn server(&self) -> PathBuf {
        self.root.join("server")
    }

    /// The search index: derived, may be deleted.
    #[must_use]
    pub fn index(&self) -> PathBuf {
        self.root.join("index")
    }

    /// The originals.
    #[must_use]
    pub fn originals(&self) -> PathBuf {
        self.root.join("originals")
    }

    /// The folder of the log's files.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.root.join("log")
    }

    /// Every entry of the log, a line each.
    #[must_use]
    pub fn log_file(&self) -> PathBuf {
        self.log().join("log.jsonl")
    }

    /// What people typed, bound to entries of the log.
    #[must_use]
    pub fn words_file(&self) -> PathBuf {
        self.log().join("words.jsonl")
    }

    /// Finished pages of scans that are not finished; may be deleted.
    #[must_use]
    pub fn recognised(&self) -> PathBuf {
        self.root.join("recognised")
    }

    /// What upkeep remembers: the backups made, how far a verification is. May be deleted.
    #[must_use]
    pub fn upkeep(&self) -> PathBuf {
        self.root.join("upkeep")
    }

    /// All that an archive consists of, the catalogue first; what is derived included.
    #[must_use]
    pub fn parts(&self) -> [PathBuf; 8] {
        [
            self.catalogue(),
            self.catalogue_log(),
            self.root.join("catalogue.db-shm"),
            self.originals(),
            self.log(),
            self.index(),
            self.recognised(),
            self.upkeep(),
        ]
    }

    /// Originals being written. On the same file system as their place, so that a rename is atomic.
    pub(super) fn incoming(&self) -> PathBuf {
        self.originals().join("incoming")
    }

    /// The directories of originals: `00` to `ff`.
    pub(super) fn shelves(&self) -> impl Iterator<Item = PathBuf> {
        let originals = self.originals();
        (0..=u8::MAX).map(move |first| originals.join(format!("{first:02x}")))
    }

    /// The original with this SHA-256 (64 hexadecimal digits).
    #[must_use]
    pub fn original(&self, digest: &str) -> PathBuf {
        let shelf = digest.get(..2).unwrap_or_default();
        self.originals().join(shelf).join(digest)
    }
}

/// Whether this is a SHA-256 as the archive writes it.
pub(super) fn is_digest(written: &str) -> bool {
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    written.len() == 64 && written.bytes().all(hex)
}
