//! Which documents came inside which: told by their paths, `x.eml!/y.docx`.

use crate::database::Connection;
use crate::document::DocumentId;

use super::Store;
use super::error::StoreError;
use super::journal::MEMBER;
use super::row;

impl Store {
    /// The documents that lie in this one, in the order of their names. Those of an archive in it
    /// are its own; those of a letter in it are that letter's.
    pub fn attachments(&self, id: &DocumentId) -> Result<Vec<DocumentId>, StoreError> {
        self.readers.with(|connection| {
            let mut containers = connection
                .prepare_cached("SELECT root, path FROM files WHERE document = ?1 ORDER BY id")?;
            let mut members = connection.prepare_cached(
                "SELECT document, path FROM files
                 WHERE root = ?1 AND path > ?2 AND path < ?3 AND document IS NOT NULL
                 ORDER BY path",
            )?;
            let containers =
                containers.query_map([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let mut found = Vec::new();
            for container in containers.collect::<Result<Vec<(i64, Vec<u8>)>, _>>()? {
                let (root, path) = container;
                // '0' is the letter after '/': the range is every path that begins with 'x.eml!/'.
                let (first, end) = ([&*path, b"!/"].concat(), [&*path, b"!0"].concat());
                let mut rows = members.query((root, first, end))?;
                let mut inner: Option<Vec<u8>> = None;
                while let Some(row) = rows.next()? {
                    let mut path: Vec<u8> = row.get(1)?;
                    if inner.as_ref().is_some_and(|inner| path.starts_with(inner)) {
                        continue;
                    }
                    path.extend(MEMBER.as_bytes());
                    inner = Some(path);
                    let document = parse(&row.get::<_, String>(0)?)?;
                    if document != *id && !found.contains(&document) {
                        found.push(document);
                    }
                }
            }
            Ok(found)
        })
    }

    /// The documents that this one came in.
    pub fn attached_to(&self, id: &DocumentId) -> Result<Vec<DocumentId>, StoreError> {
        self.readers.with(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT root, path FROM files WHERE document = ?1")?;
            let mut rows = statement.query([id.as_str()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let holder = holder(connection, row.get(0)?, &row.get::<_, Vec<u8>>(1)?)?;
                let holder = holder.filter(|holder| holder != id && !found.contains(holder));
                found.extend(holder);
            }
            Ok(found)
        })
    }
}

/// The innermost document around a path.
fn holder(
    connection: &Connection,
    root: i64,
    path: &[u8],
) -> Result<Option<DocumentId>, StoreError> {
    let mut find = connection.prepare_cached(
        "SELECT document FROM files WHERE root = ?1 AND path = ?2 AND document IS NOT NULL",
    )?;
    let mark = MEMBER.as_bytes();
    let marks = path.windows(mark.len()).enumerate().rev();
    for (at, _) in marks.filter(|(_, window)| *window == mark) {
        let around = path.get(..at).unwrap_or_default();
        let mut rows = find.query((root, around))?;
        if let Some(row) = rows.next()? {
            return parse(&row.get::<_, String>(0)?).map(Some);
        }
    }
    Ok(None)
}

fn parse(id: &str) -> Result<DocumentId, StoreError> {
    DocumentId::parse(id).ok_or_else(|| row::damaged(id, "id"))
}

#[cfg(test)]
mod tests {
    use crate::store::fixture::archive;
    use crate::store::fixture::at;
    use crate::store::fixture::kept;
    use crate::store::fixture::put;

    #[test]
    fn what_came_in_a_letter_is_its_attachment_and_in_a_letter_in_it_is_that_ones() {
        let (_folder, mut writer, import) = archive();
        let mut batch = writer.begin().unwrap();
        let paths = [
            "x.eml",
            "x.eml!/a.zip!/b.doc",
            "x.eml!/y.eml",
            "x.eml!/y.eml!/c.doc",
            "x.eml.doc",
            "a.zip!/d.doc",
        ];
        let papers = paths.map(|path| {
            let paper = put(&mut batch, path.as_bytes(), path);
            batch.record(import, at(path), &kept(&paper)).unwrap();
            paper.id
        });
        batch.commit().unwrap();
        let store = writer.store();
        let [x, b, y, c, other, d] = &papers;
        assert_eq!(store.attachments(x).unwrap(), [b.clone(), y.clone()]);
        assert_eq!(store.attachments(y).unwrap(), std::slice::from_ref(c));
        assert_eq!(store.attached_to(c).unwrap(), std::slice::from_ref(y));
        assert_eq!(store.attached_to(b).unwrap(), std::slice::from_ref(x));
        for alone in [other, d] {
            assert_eq!(store.attachments(alone).unwrap(), []);
            assert_eq!(store.attached_to(alone).unwrap(), []);
        }
    }
}
