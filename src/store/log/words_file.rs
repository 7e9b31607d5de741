//! The file of what people typed: small, so it is written anew whenever it changes, and forgets at once.

use std::fs;
use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;

use serde::Deserialize;
use serde::Serialize;

use crate::database::Connection;
use crate::store::error::StoreError;
use crate::store::layout::Layout;
use crate::store::originals::not_durable;
use crate::store::originals::sync_directory;
use crate::store::row;

use super::meta;

/// No first line is longer.
const MAX_HEADER: u64 = 200;

/// The first line: which state of the catalogue's words follows.
#[derive(Serialize, Deserialize)]
struct Header {
    words: u64,
}

/// A line: the words of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Typed {
    /// The entry they belong to.
    pub entry: u64,
    /// The document they are about.
    pub document: String,
    /// What their digest was salted with.
    pub salt: String,
    /// Their JSON, as it was hashed.
    pub words: String,
}

/// Writes the file anew if it is not of the catalogue's present state, as a crash leaves it.
pub(super) fn complete(layout: &Layout, connection: &Connection) -> Result<(), StoreError> {
    let state = meta(connection, "words")?;
    let is_made = state > 0 || layout.words_file().exists();
    match found(layout) == Some(state) || !is_made {
        true => Ok(()),
        false => write(layout, &lines(connection)?),
    }
}

/// What the file has to hold.
pub(super) fn lines(connection: &Connection) -> Result<String, StoreError> {
    let words = meta(connection, "words")?;
    let mut lines = json(&Header { words })?;
    for typed in all(connection)? {
        lines += &json(&typed)?;
    }
    Ok(lines)
}

/// Replaces the file; returns once that is durable.
pub(in crate::store) fn write(layout: &Layout, lines: &str) -> Result<(), StoreError> {
    let path = layout.words_file();
    let failed = |error| StoreError::io(&path, error);
    let new = path.with_extension("new");
    let mut file = File::create(&new).map_err(failed)?;
    file.write_all(lines.as_bytes()).map_err(failed)?;
    let synced = file.sync_all();
    synced.map_err(|source| not_durable(&path, source))?;
    fs::rename(&new, &path).map_err(failed)?;
    sync_directory(&layout.log())
}

fn json(value: &impl Serialize) -> Result<String, StoreError> {
    let line = serde_json::to_string(value).map_err(|_| row::damaged("log", "words"))?;
    Ok(line + "\n")
}

/// Which state of the catalogue's words the file has.
fn found(layout: &Layout) -> Option<u64> {
    let mut line = String::new();
    let file = File::open(layout.words_file()).ok()?;
    let mut start = BufReader::new(file).take(MAX_HEADER);
    start.read_line(&mut line).ok()?;
    let header: Header = serde_json::from_str(&line).ok()?;
    Some(header.words)
}

/// All words of the catalogue, in the order of their entries.
pub(super) fn all(connection: &Connection) -> Result<Vec<Typed>, StoreError> {
    let mut select =
        connection.prepare("SELECT entry, document, salt, content FROM words ORDER BY entry")?;
    let rows = select.query_map([], |row| {
        Ok(Typed {
            entry: row.get::<_, i64>(0)?.cast_unsigned(),
            document: row.get(1)?,
            salt: row.get(2)?,
            words: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The state and the words of the file; none if there is no file. A line that cannot be read is
/// left out: its digest will be missed.
pub(super) fn read(layout: &Layout) -> Result<Option<(u64, Vec<Typed>)>, StoreError> {
    let path = layout.words_file();
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io(&path, error)),
    };
    let mut words = Vec::new();
    for line in BufReader::new(file).split(b'\n') {
        let line = line.map_err(|error| StoreError::io(&path, error))?;
        words.extend(serde_json::from_slice::<Typed>(&line).ok());
    }
    Ok(Some((found(layout).unwrap_or_default(), words)))
}
