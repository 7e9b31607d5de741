//! Files that were moved: where a document's files were last seen, and that one is no longer there.

use std::path::Path;
use std::path::PathBuf;

use crate::database::Connection;
use crate::document::DocumentId;
use crate::document::LogEvent;
use crate::document::LoggedFile;

use super::Store;
use super::batch::Batch;
use super::error::StoreError;
use super::imports::ImportId;
use super::journal::SourcePath;
use super::journal::bytes;
use super::journal::path;
use super::record;

/// A file of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The folder given to the import.
    pub root: PathBuf,
    /// Relative to `root`.
    pub relative: PathBuf,
    /// `relative` for people.
    pub shown: String,
}

impl Store {
    /// Where the files lie that hold this document, those known to be gone left out, the oldest
    /// first; at most `limit`.
    pub fn places(&self, document: &DocumentId, limit: u32) -> Result<Vec<Place>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT roots.path, files.path, shown FROM files JOIN roots ON roots.id = files.root
                 WHERE document = ?1 AND gone IS NULL ORDER BY files.id LIMIT ?2",
            )?;
            let rows = statement.query_map((document.as_str(), limit), |row| {
                Ok(Place {
                    root: path(row.get(0)?),
                    relative: path(row.get(1)?),
                    shown: row.get(2)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

impl Batch<'_> {
    /// Notes that a file is no longer where it was. It stays a source of its document, named after
    /// those that are there; should it come back, it is one of them again.
    pub fn mark_gone(
        &mut self,
        import: ImportId,
        root: &Path,
        relative: &Path,
    ) -> Result<(), StoreError> {
        let place = SourcePath {
            root,
            relative,
            shown: &relative.to_string_lossy(),
        };
        mark_gone(self.connection(), import, place)?;
        self.log(LogEvent::Gone {
            file: LoggedFile {
                import: import.0,
                place: record::logged_path(place),
            },
        })
    }
}

/// Notes in a file's row which run found it gone.
pub(super) fn mark_gone(
    connection: &Connection,
    import: ImportId,
    path: SourcePath<'_>,
) -> Result<(), StoreError> {
    let update = "UPDATE files SET gone = ?3
         WHERE root = (SELECT id FROM roots WHERE path = ?1) AND path = ?2";
    let row = (bytes(path.root), bytes(path.relative), import.0);
    connection.prepare_cached(update)?.execute(row)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::store::fixture::archive;
    use crate::store::fixture::at;
    use crate::store::fixture::kept;
    use crate::store::fixture::put;
    use crate::store::fixture::stamp;

    #[test]
    fn a_file_that_is_gone_is_named_last_until_it_is_back() {
        let (_folder, mut writer, import) = archive();
        let mut batch = writer.begin().unwrap();
        let paper = put(&mut batch, b"one", "một");
        batch.record(import, at("a.txt"), &kept(&paper)).unwrap();
        batch.commit().unwrap();
        let mut batch = writer.begin().unwrap();
        batch.record(import, at("b.txt"), &kept(&paper)).unwrap();
        batch
            .mark_gone(import, at("").root, Path::new("a.txt"))
            .unwrap();
        batch.commit().unwrap();
        let store = writer.store().clone();
        let sources = || store.document(&paper.id).unwrap().unwrap().sources;
        let places = || {
            let places = store.places(&paper.id, 9).unwrap().into_iter();
            places.map(|place| place.shown).collect::<Vec<_>>()
        };
        let a_is_known = || {
            let entry = store
                .known(at("").root, Path::new("a.txt"))
                .unwrap()
                .unwrap();
            entry.is_about(stamp(1))
        };
        assert_eq!(sources(), ["b.txt", "a.txt"]);
        assert_eq!(places(), ["b.txt"]);
        assert!(!a_is_known());
        let mut batch = writer.begin().unwrap();
        batch.record(import, at("a.txt"), &kept(&paper)).unwrap();
        batch.commit().unwrap();
        assert_eq!(sources(), ["a.txt", "b.txt"]);
        assert_eq!(places(), ["a.txt", "b.txt"]);
        assert!(a_is_known());
    }
}
