//! The log's plain file: appended and synced before anything is acknowledged.

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io::BufReader;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;
use std::path::PathBuf;

use crate::database::Connection;
use crate::database::Error;
use crate::database::Row;
use crate::store::error::StoreError;
use crate::store::layout::Layout;
use crate::store::originals::not_durable;
use crate::store::originals::sync_directory;

use super::chain::Link;
use super::meta;

/// Bytes compared or written at a time.
const STRIDE: usize = 1 << 20;

const AFTER: &str = "SELECT number, entry, hash FROM log WHERE number > ?1 ORDER BY number";

/// The file, open for appending by the process that holds the lock.
#[derive(Debug)]
pub(in crate::store) struct LogFile {
    path: PathBuf,
    file: File,
    entries: u64,
    bytes: u64,
}

impl LogFile {
    /// Opens the file and completes it from the catalogue: what a crash kept from it, or tore.
    ///
    /// What was in it before the last batch was acknowledged with that file: should it be shorter,
    /// or go on after the catalogue ends, that is damage and nothing is written.
    pub fn open(layout: &Layout, connection: &Connection) -> Result<Self, StoreError> {
        let folder = layout.log();
        fs::create_dir_all(&folder).map_err(|error| StoreError::io(&folder, error))?;
        let path = layout.log_file();
        let opened = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path);
        let file = opened.map_err(|error| StoreError::io(&path, error))?;
        // Entries in no bytes: a kill between two notes of an earlier version of this program.
        let bytes = meta(connection, "log_bytes")?;
        let entries = match bytes {
            0 => 0,
            _ => meta(connection, "log_entries")?,
        };
        let mut log = Self {
            path,
            file,
            entries,
            bytes,
        };
        log.complete(connection)?;
        sync_directory(&folder)?;
        sync_directory(layout.root())?;
        Ok(log)
    }

    fn complete(&mut self, connection: &Connection) -> Result<(), StoreError> {
        let length = self.length()?;
        if length < self.bytes {
            return Err(StoreError::LogCut(self.path.clone()));
        }
        let (same, end) = self.compare(connection)?;
        if length > end {
            return Err(StoreError::LogAhead(self.path.clone()));
        }
        (self.entries, self.bytes) = same;
        if length > self.bytes {
            let cut = self.file.set_len(self.bytes);
            cut.map_err(|error| StoreError::io(&self.path, error))?;
        }
        self.write_from(connection)
    }

    fn length(&self) -> Result<u64, StoreError> {
        let found = self.file.metadata();
        found
            .map(|found| found.len())
            .map_err(|error| StoreError::io(&self.path, error))
    }

    /// Up to which entry, and which byte, the file has what the catalogue has; and the length it
    /// must come to.
    fn compare(&mut self, connection: &Connection) -> Result<((u64, u64), u64), StoreError> {
        let sought = self.file.seek(SeekFrom::Start(self.bytes));
        sought.map_err(|error| StoreError::io(&self.path, error))?;
        let mut there = BufReader::with_capacity(STRIDE, &self.file);
        let (mut same, mut end) = ((self.entries, self.bytes), self.bytes);
        let mut select = connection.prepare(AFTER)?;
        for row in select.query_map([self.entries.cast_signed()], link)? {
            let row = row?;
            let line = row.line() + "\n";
            if same.1 == end {
                let mut found = vec![0; line.len()];
                if there.read_exact(&mut found).is_ok() && found == line.as_bytes() {
                    same = (row.number, end + line.len() as u64);
                }
            }
            end += line.len() as u64;
        }
        Ok((same, end))
    }

    /// Writes every entry of the catalogue that the file has not.
    fn write_from(&mut self, connection: &Connection) -> Result<(), StoreError> {
        let mut lines = String::new();
        let mut select = connection.prepare(AFTER)?;
        for row in select.query_map([self.entries.cast_signed()], link)? {
            let row = row?;
            lines.push_str(&row.line());
            lines.push('\n');
            if lines.len() > STRIDE {
                self.append(&lines, row.number)?;
                lines.clear();
            }
            self.entries = row.number;
        }
        self.append(&lines, self.entries)
    }

    /// Notes in the catalogue what the file holds before the next lines are appended.
    pub fn note(&self, connection: &Connection) -> Result<(), StoreError> {
        // One statement, since it may be a transaction of its own: one without the other is damage.
        let note = "UPDATE meta SET value = CASE name WHEN 'log_entries' THEN ?1 ELSE ?2 END
             WHERE name IN ('log_entries', 'log_bytes')";
        connection.execute(note, [self.entries.cast_signed(), self.bytes.cast_signed()])?;
        Ok(())
    }

    /// Appends lines up to the entry of this number; returns once they are durable.
    pub fn append(&mut self, lines: &str, last: u64) -> Result<(), StoreError> {
        self.entries = last;
        self.write(lines.as_bytes())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        let failed = |error| StoreError::io(&self.path, error);
        self.file
            .seek(SeekFrom::Start(self.bytes))
            .map_err(failed)?;
        self.file.write_all(bytes).map_err(failed)?;
        let synced = self.file.sync_all();
        synced.map_err(|source| not_durable(&self.path, source))?;
        self.bytes += bytes.len() as u64;
        Ok(())
    }
}

/// A row of the log.
pub(super) fn link(row: &Row<'_>) -> Result<Link, Error> {
    Ok(Link {
        number: row.get::<_, i64>(0)?.cast_unsigned(),
        entry: row.get(1)?,
        hash: row.get(2)?,
    })
}

#[cfg(test)]
mod tests {
    use crate::store::Writer;
    use crate::store::fixture::archive_in_files;
    use crate::store::fixture::holder;
    use crate::store::fixture::root;

    #[test]
    fn half_a_note_is_no_damage() {
        let (folder, writer, _) = archive_in_files();
        let connection = writer.connection().unwrap();
        let half = "UPDATE meta SET value = 0 WHERE name = 'log_bytes'";
        assert_eq!(connection.execute(half, []).unwrap(), 1);
        drop(writer);
        let mut writer = Writer::open(&root(&folder), &holder()).unwrap();
        writer.begin().unwrap().commit().unwrap();
    }
}
