//! Taking a run back: the documents only it brought, and all it said of files.

use std::collections::BTreeMap;

use crate::database::Connection;
use crate::document::DocumentId;
use crate::document::LogEvent;

use super::Store;
use super::batch::Batch;
use super::error::StoreError;
use super::imports::ImportId;
use super::row;

impl Store {
    /// The documents that came by this run and by no other, in the order they came.
    pub fn only_from(&self, import: ImportId) -> Result<Vec<DocumentId>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT document FROM sources GROUP BY document
                 HAVING MIN(import) = ?1 AND MAX(import) = ?1 ORDER BY MIN(id)",
            )?;
            let ids = statement.query_map([import.0], |row| row.get::<_, String>(0))?;
            let ids = ids.collect::<Result<Vec<_>, _>>()?;
            let read = |id: &String| DocumentId::parse(id).ok_or_else(|| row::damaged(id, "id"));
            ids.iter().map(read).collect()
        })
    }
}

impl Store {
    /// How many documents there are of each run that came by it and by no other; runs without one
    /// are left out.
    pub fn held_alone(&self) -> Result<BTreeMap<ImportId, u64>, StoreError> {
        self.alone.of(self, || self.find_held_alone())
    }

    fn find_held_alone(&self) -> Result<BTreeMap<ImportId, u64>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT first, COUNT(*) FROM (SELECT MIN(import) AS first, MAX(import) AS last
                     FROM sources GROUP BY document) AS held
                 WHERE first = last GROUP BY first",
            )?;
            let rows = statement.query_map([], |row| {
                Ok((ImportId(row.get(0)?), row.get::<_, i64>(1)?.cast_unsigned()))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

impl Batch<'_> {
    /// Gives files back to the documents they held before this one, so that those keep their sources
    /// when it is deleted. The next import reads such a file again.
    pub fn give_files_back(&mut self, document: &DocumentId) -> Result<(), StoreError> {
        match give_files_back(self.connection(), document)? {
            true => self.log(LogEvent::GivenBack {
                document: document.clone(),
            }),
            false => Ok(()),
        }
    }

    /// Forgets what a run said of files: sources it added, files it listed that no document came
    /// from, moves it saw. The next import takes those files as if it had not been. Gives the number
    /// of documents that lost a source.
    pub fn forget_import(&mut self, import: ImportId) -> Result<u64, StoreError> {
        let touched = forget_import(self.connection(), import)?;
        self.log(LogEvent::ImportUndone { import: import.0 })?;
        for document in &touched {
            let sequence = self.next_sequence().cast_signed();
            let touch = "UPDATE documents SET sequence = ?2 WHERE id = ?1";
            self.connection().execute(touch, (document, sequence))?;
        }
        Ok(touched.len() as u64)
    }
}

/// Gives files back to the documents they held before this one; false if there are none.
pub(super) fn give_files_back(
    connection: &Connection,
    document: &DocumentId,
) -> Result<bool, StoreError> {
    let before = "SELECT sources.{} FROM sources
         WHERE sources.file = files.id AND sources.document <> ?1 ORDER BY sources.id DESC LIMIT 1";
    let [owner, import] = ["document", "import"].map(|column| before.replace("{}", column));
    let update = format!(
        "UPDATE files SET size = 0, modified_ns = 0, import = ({import}), document = ({owner})
         WHERE document = ?1 AND EXISTS ({owner})"
    );
    Ok(connection.execute(&update, [document.as_str()])? > 0)
}

/// Deletes what a run said of files. Gives the documents that lost a source.
pub(super) fn forget_import(
    connection: &Connection,
    import: ImportId,
) -> Result<Vec<String>, StoreError> {
    let sources = "SELECT DISTINCT document FROM sources WHERE import = ?1";
    let touched = connection
        .prepare(sources)?
        .query_map([import.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for statement in [
        "DELETE FROM sources WHERE import = ?1",
        "DELETE FROM files WHERE import = ?1
             AND NOT EXISTS (SELECT 1 FROM sources WHERE sources.file = files.id)
             AND NOT EXISTS (SELECT 1 FROM deleted_sources WHERE deleted_sources.file = files.id)",
        "UPDATE files SET gone = NULL WHERE gone = ?1",
    ] {
        connection.execute(statement, [import.0])?;
    }
    Ok(touched)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::store::Verdict;
    use crate::store::Writer;
    use crate::store::fixture::archive;
    use crate::store::fixture::at;
    use crate::store::fixture::beginning;
    use crate::store::fixture::kept;
    use crate::store::fixture::put;
    use crate::store::fixture::quarantined;
    use crate::store::fixture::stamp;

    fn sources(writer: &Writer, id: &DocumentId) -> Option<Vec<String>> {
        let found = writer.store().document(id).unwrap();
        found.map(|document| document.sources)
    }

    #[test]
    fn what_a_run_alone_brought_goes_and_all_else_is_as_before_it() {
        let (_folder, mut writer, first) = archive();
        let mut batch = writer.begin().unwrap();
        let old = put(&mut batch, b"old", "cũ");
        let twice = put(&mut batch, b"twice", "hai nơi");
        batch.record(first, at("a.txt"), &kept(&old)).unwrap();
        batch.record(first, at("b.txt"), &kept(&twice)).unwrap();
        batch.commit().unwrap();
        let second = writer.start_import(&beginning("/scans")).unwrap();
        let mut batch = writer.begin().unwrap();
        // `a.txt` was overwritten, `b.txt` copied; a new file, a bad one and an archive of files came.
        let new = put(&mut batch, b"new", "mới");
        let other = put(&mut batch, b"other", "khác");
        let unpacked = Verdict::Unpacked { stamp: stamp(1) };
        for (path, verdict) in [
            ("a.txt", kept(&new)),
            ("c.txt", kept(&twice)),
            ("d.zip!/d.txt", kept(&other)),
            ("d.zip", unpacked),
            ("e.txt", quarantined()),
        ] {
            batch.record(second, at(path), &verdict).unwrap();
        }
        batch
            .mark_gone(second, at("").root, Path::new("b.txt"))
            .unwrap();
        let before = batch.commit().unwrap();
        let alone = writer.store().only_from(second).unwrap();
        assert_eq!(alone, [new.id.clone(), other.id.clone()]);
        let held = writer.store().held_alone().unwrap();
        assert_eq!(held, BTreeMap::from([(first, 1), (second, 2)]));
        assert_eq!(sources(&writer, &twice.id).unwrap(), ["c.txt", "b.txt"]);

        let mut batch = writer.begin().unwrap();
        for id in &alone {
            batch.give_files_back(id).unwrap();
            assert!(batch.forget_document(id).unwrap());
        }
        assert_eq!(batch.forget_import(second).unwrap(), 1);
        batch.commit().unwrap();
        assert_eq!(sources(&writer, &new.id), None);
        assert_eq!(sources(&writer, &old.id).unwrap(), ["a.txt"]);
        assert_eq!(sources(&writer, &twice.id).unwrap(), ["b.txt"]);
        let journal = writer.store().journal(at("").root).unwrap();
        assert_eq!(journal.len(), 2);
        let overwritten = journal.get(Path::new("a.txt")).unwrap();
        assert!(!overwritten.is_about(stamp(1)), "it is read again");
        assert!(journal.get(Path::new("b.txt")).unwrap().is_about(stamp(1)));
        let changes = writer.store().changes_since(before, 10).unwrap();
        let mut gone: Vec<_> = changes
            .iter()
            .filter(|c| c.deleted)
            .map(|c| &c.id)
            .collect();
        gone.sort();
        let mut expected = vec![&new.id, &other.id];
        expected.sort();
        assert_eq!(gone, expected);
        assert_eq!(writer.store().only_from(second).unwrap(), []);
    }
    #[test]
    fn the_log_tells_of_a_run_taken_back_that_shared_several_papers() {
        let (_folder, mut writer, first) = archive();
        let mut batch = writer.begin().unwrap();
        let papers = [b"one", b"two"].map(|content| put(&mut batch, content, "chung"));
        for (paper, name) in papers.iter().zip(["a.txt", "b.txt"]) {
            batch.record(first, at(name), &kept(paper)).unwrap();
        }
        batch.commit().unwrap();
        let second = writer.start_import(&beginning("/scans")).unwrap();
        let mut batch = writer.begin().unwrap();
        for (paper, name) in papers.iter().zip(["c.txt", "d.txt"]) {
            batch.record(second, at(name), &kept(paper)).unwrap();
        }
        batch.commit().unwrap();
        let mut batch = writer.begin().unwrap();
        assert_eq!(batch.forget_import(second).unwrap(), 2);
        batch.commit().unwrap();
        assert_eq!(writer.store().verify_log(None).unwrap().problems, []);
    }
}
