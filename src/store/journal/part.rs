//! The journal of a few paths: what a watched folder asks for after a change.

use std::path::Path;
use std::path::PathBuf;

use crate::store::Store;
use crate::store::error::StoreError;

use super::ENTRY;
use super::Journal;
use super::MEMBER;
use super::bytes;
use super::entry;

impl Store {
    /// What the journal says of these paths below a folder, and of all that is in them: the files
    /// of a folder, the members of a container.
    pub fn journal_of(&self, root: &Path, relative: &[PathBuf]) -> Result<Journal, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT {ENTRY} FROM files JOIN roots ON roots.id = files.root
                 WHERE roots.path = ?1 AND files.path >= ?2 AND files.path < ?3"
            ))?;
            let mut journal = Journal::default();
            for path in relative {
                for (from, to) in ranges(bytes(path)) {
                    let mut rows = statement.query((bytes(root), from, to))?;
                    while let Some(row) = rows.next()? {
                        let (path, entry) = entry(&row)?;
                        journal.entries.insert(path, entry);
                    }
                }
            }
            Ok(journal)
        })
    }
}

/// From where to where the path itself lies, what is in it as a folder, and as a container.
fn ranges(path: &[u8]) -> [(Vec<u8>, Vec<u8>); 3] {
    let with = |end: &[u8]| [path, end].concat();
    // '0' is the letter after '/', which both marks end in.
    [
        (path.to_vec(), with(b"\0")),
        (with(b"/"), with(b"0")),
        (with(MEMBER.as_bytes()), with(b"!0")),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::store::fixture::archive;
    use crate::store::fixture::at;
    use crate::store::fixture::quarantined;

    #[test]
    fn a_part_of_the_journal_says_what_the_whole_says_of_these_paths() {
        let (_folder, mut writer, import) = archive();
        let paths = [
            "a", "a!/x", "a!/y/z", "a!b", "a/b", "a/b!/c", "a0", "ab", "b/a", "b/ab",
        ];
        let mut batch = writer.begin().unwrap();
        for path in paths {
            batch.record(import, at(path), &quarantined()).unwrap();
        }
        batch.commit().unwrap();
        let known = |asked: &[&str]| -> BTreeSet<&str> {
            let asked: Vec<PathBuf> = asked.iter().map(PathBuf::from).collect();
            let journal = writer.store().journal_of(at("").root, &asked).unwrap();
            let known: BTreeSet<&str> = paths
                .into_iter()
                .filter(|path| journal.get(Path::new(path)).is_some())
                .collect();
            assert_eq!(journal.len(), known.len());
            known
        };
        assert_eq!(
            known(&["a"]),
            ["a", "a!/x", "a!/y/z", "a/b", "a/b!/c"].into()
        );
        assert_eq!(known(&["b/a", "a0"]), ["a0", "b/a"].into());
        assert_eq!(known(&["b"]), ["b/a", "b/ab"].into());
        assert_eq!(known(&["c"]), [].into());
    }
}
