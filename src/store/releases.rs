//! Decisions of administrators: papers taken in spite of a secrecy mark, by whom and why.

use std::path::Path;

use jiff::Timestamp;

use crate::database::Connection;
use crate::database::OptionalRow;
use crate::document::DocumentId;
use crate::document::LogEvent;
use crate::document::LoggedPath;
use crate::document::RawPath;
use crate::document::Words;

use super::Store;
use super::batch::Batch;
use super::error::StoreError;
use super::journal::SourcePath;
use super::journal::bytes;
use super::record;
use super::row;

/// A decision. It holds for these bytes, wherever they lie, and never for others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// SHA-256 of the file as it was when it was released.
    pub digest: String,
    /// Its path, for people.
    pub shown: String,
    /// Why it is no secret.
    pub reason: String,
    /// Who decided.
    pub who: String,
    /// When.
    pub at: Timestamp,
}

impl Batch<'_> {
    /// Writes a decision down. The file itself is taken by the next import of its path.
    pub fn release(&mut self, path: SourcePath<'_>, release: &Release) -> Result<(), StoreError> {
        let (connection, log) = self.connection_and_log();
        insert(connection, path, release)?;
        let words = Words {
            reason: Some(release.reason.clone()),
            ..Words::default()
        };
        let document = DocumentId::of_digest(&release.digest);
        log.append_with(connection, &document, &words, |words| LogEvent::Released {
            path: record::logged_path(path),
            digest: release.digest.clone(),
            by: release.who.clone(),
            made: release.at,
            words,
        })
    }
}

/// Writes a decision's row.
pub(super) fn insert(
    connection: &Connection,
    path: SourcePath<'_>,
    release: &Release,
) -> Result<(), StoreError> {
    let insert = "INSERT INTO releases (digest, root, path, shown, reason, who, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let values = (
        &release.digest,
        bytes(path.root),
        bytes(path.relative),
        path.shown,
        &release.reason,
        &release.who,
        release.at.to_string(),
    );
    connection.execute(insert, values)?;
    Ok(())
}

impl Store {
    /// Whether a file with these bytes was released.
    pub fn is_released(&self, digest: &str) -> Result<bool, StoreError> {
        self.readers.with(|connection| {
            let find = "SELECT 1 FROM releases WHERE digest = ?1";
            Ok(connection.prepare_cached(find)?.exists([digest])?)
        })
    }

    /// Whether a file was released that lay here: its name alone is then no reason to refuse it.
    pub fn is_released_at(&self, root: &Path, relative: &Path) -> Result<bool, StoreError> {
        self.readers.with(|connection| {
            let find = "SELECT 1 FROM releases WHERE root = ?1 AND path = ?2";
            let found = connection
                .query_row(find, (bytes(root), bytes(relative)), |_| Ok(()))
                .optional()?;
            Ok(found.is_some())
        })
    }

    /// Every decision, the oldest first.
    pub fn releases(&self) -> Result<Vec<Release>, StoreError> {
        let all = self.readers.with(all)?;
        Ok(all.into_iter().map(|(_, release)| release).collect())
    }
}

/// Every decision, with the path it was made about.
pub(super) fn all(connection: &Connection) -> Result<Vec<(LoggedPath, Release)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT digest, shown, reason, who, at, root, path FROM releases ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    let mut releases = Vec::new();
    while let Some(row) = rows.next()? {
        let (digest, at): (String, String) = (row.get(0)?, row.get(4)?);
        let release = Release {
            at: at.parse().map_err(|_| row::damaged(&digest, "release"))?,
            digest,
            shown: row.get(1)?,
            reason: row.get(2)?,
            who: row.get(3)?,
        };
        let path = LoggedPath {
            root: RawPath(row.get(5)?),
            path: RawPath(row.get(6)?),
            shown: release.shown.clone(),
        };
        releases.push((path, release));
    }
    Ok(releases)
}
