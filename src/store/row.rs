//! A document as a row of the catalogue, and back.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Digest;
use sha2::Sha256;

use crate::database::Connection;
use crate::database::OptionalRow;
use crate::database::Row;
use crate::database::Value;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::DocumentNumber;
use crate::document::IssuingBody;

use super::error::StoreError;

/// The columns a document's own data fills, in the order of `values`.
pub(super) const COLUMNS: &str = "id, digest, bytes, format, charset, text_source, page_count, \
    number, kind, issuing_body, issuing_body_name, parent_body, parent_body_name, issued_at, \
    issued_on, subject, system, description, citations, findings";

/// A document's values for `COLUMNS`. Sequence and sources are the store's to say.
pub(super) fn values(document: &Document) -> Result<Vec<Value>, StoreError> {
    let Document {
        description,
        citations,
        findings,
        ..
    } = document;
    let written = |part, text: Option<String>| {
        text.map(Value::Text)
            .ok_or_else(|| damaged(document.id.as_str(), part))
    };
    let number = description.number.as_ref().map(number);
    let kind = description.kind.as_ref().map(|kind| kind.as_str());
    let issued_on = description.issued_on.map(|date| date.to_string());
    let body = description.issuing_body.as_ref();
    let parent = description.parent_body.as_ref();
    let id_of = |body: Option<&IssuingBody>| text(body.map(|body| body.id.as_str()));
    let name_of = |body: Option<&IssuingBody>| text(body.map(|body| body.name.as_str()));
    Ok(vec![
        text(Some(document.id.as_str())),
        text(Some(&document.digest)),
        Value::Integer(document.bytes.cast_signed()),
        text(Some(&document.format)),
        text(Some(&document.charset)),
        written("text source", to_word(&document.text_source))?,
        Value::Integer(document.page_count.into()),
        text(number.as_deref()),
        text(kind),
        id_of(body),
        name_of(body),
        id_of(parent),
        name_of(parent),
        text(description.issued_at.as_deref()),
        text(issued_on.as_deref()),
        text(description.subject.as_deref()),
        text(description.system.and_then(|s| to_word(&s)).as_deref()),
        written("description", serde_json::to_string(description).ok())?,
        written("citations", serde_json::to_string(citations).ok())?,
        written("findings", serde_json::to_string(findings).ok())?,
    ])
}

/// In the canonical spelling where there is one; else as printed.
fn number(number: &DocumentNumber) -> String {
    let canonical = number.canonical();
    canonical.unwrap_or_else(|| number.printed.clone())
}

/// For a plain column: without the one character that not every database can keep. The JSON beside
/// has it.
fn text(value: Option<&str>) -> Value {
    value.map_or(Value::Null, |text| Value::Text(text.replace('\0', "")))
}

/// A word of a closed list as its own serialisation spells it.
fn to_word(value: &impl Serialize) -> Option<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Some(word),
        _ => None,
    }
}

fn of_word<T: DeserializeOwned>(word: String) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word)).ok()
}

/// What tells a damaged row from a whole one: 128 bits of SHA-256 over its values.
pub(super) fn checksum(values: &[Value]) -> String {
    let mut hash = Sha256::new();
    for value in values {
        let written = match value {
            Value::Null => None,
            Value::Integer(number) => Some(number.to_string().into_bytes()),
            Value::Real(number) => Some(number.to_string().into_bytes()),
            Value::Text(text) => Some(text.clone().into_bytes()),
            Value::Blob(bytes) => Some(bytes.clone()),
        };
        match written {
            None => hash.update([0]),
            Some(bytes) => {
                hash.update([1]);
                hash.update((bytes.len() as u64).to_le_bytes());
                hash.update(bytes);
            }
        }
    }
    hex(hash.finalize().get(..16).unwrap_or_default())
}

/// Writes a document's row, or writes it anew.
pub(super) fn put(connection: &Connection, document: &Document) -> Result<(), StoreError> {
    let mut values = values(document)?;
    values.push(Value::Text(checksum(&values)));
    values.push(Value::Integer(document.sequence.cast_signed()));
    let columns = format!("{COLUMNS}, checksum, sequence");
    let places: Vec<String> = (1..=values.len())
        .map(|place| format!("?{place}"))
        .collect();
    let replaced: Vec<String> = columns
        .split(", ")
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    let upsert = format!(
        "INSERT INTO documents ({columns}) VALUES ({}) ON CONFLICT (id) DO UPDATE SET {}",
        places.join(", "),
        replaced.join(", ")
    );
    connection
        .prepare_cached(&upsert)?
        .execute(values.as_slice())?;
    Ok(())
}

/// Bytes as lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A document found by one of its unique columns.
pub(super) fn fetch(
    connection: &Connection,
    column: &'static str,
    key: &Value,
) -> Result<Option<Document>, StoreError> {
    fetch_columns(connection, COLUMNS, column, key)
}

/// A document found by its id, without what it cites: that of a long paper takes longer to read than
/// all else.
pub(super) fn fetch_uncited(
    connection: &Connection,
    id: &DocumentId,
) -> Result<Option<Document>, StoreError> {
    let columns = COLUMNS.replace(" citations,", " '[]' AS citations,");
    let key = Value::Text(id.as_str().to_owned());
    fetch_columns(connection, &columns, "id", &key)
}

fn fetch_columns(
    connection: &Connection,
    columns: &str,
    column: &'static str,
    key: &Value,
) -> Result<Option<Document>, StoreError> {
    let select = format!("SELECT {columns}, sequence FROM documents WHERE {column} = ?1");
    let mut statement = connection.prepare_cached(&select)?;
    let document = statement
        .query_row([key], |row| Ok(read(row)))
        .optional()?
        .transpose()?;
    document
        .map(|found| {
            let sources = sources(connection, &found.id)?;
            Ok(Document { sources, ..found })
        })
        .transpose()
}

/// The document of a row, its sources left out.
fn read(row: &Row<'_>) -> Result<Document, StoreError> {
    let id: String = row.get("id")?;
    Ok(Document {
        id: DocumentId::parse(&id).ok_or_else(|| damaged(&id, "id"))?,
        sequence: row.get::<_, i64>("sequence")?.cast_unsigned(),
        digest: row.get("digest")?,
        bytes: row.get::<_, i64>("bytes")?.cast_unsigned(),
        format: row.get("format")?,
        charset: row.get("charset")?,
        text_source: of_word(row.get("text_source")?).ok_or_else(|| damaged(&id, "text source"))?,
        page_count: row.get("page_count")?,
        description: of_json(row, &id, "description")?,
        citations: of_json(row, &id, "citations")?,
        findings: of_json(row, &id, "findings")?,
        sources: Vec::new(),
    })
}

fn of_json<T: DeserializeOwned>(
    row: &Row<'_>,
    id: &str,
    column: &'static str,
) -> Result<T, StoreError> {
    let json: String = row.get(column)?;
    serde_json::from_str(&json).map_err(|_| damaged(id, column))
}

/// The files a document came from, each name once: those that are still there first, then the oldest.
fn sources(connection: &Connection, id: &DocumentId) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT files.shown, files.gone FROM sources JOIN files ON files.id = sources.file
         WHERE sources.document = ?1 ORDER BY sources.id",
    )?;
    let mut named: Vec<(String, bool)> = Vec::new();
    let mut rows = statement.query([id.as_str()])?;
    while let Some(row) = rows.next()? {
        let (name, gone): (String, Option<i64>) = (row.get(0)?, row.get(1)?);
        match named.iter_mut().find(|(known, _)| *known == name) {
            Some((_, all_gone)) => *all_gone &= gone.is_some(),
            None => named.push((name, gone.is_some())),
        }
    }
    named.sort_by_key(|(_, gone)| *gone);
    Ok(named.into_iter().map(|(name, _)| name).collect())
}

pub(super) fn damaged(id: &str, part: &'static str) -> StoreError {
    StoreError::DamagedDocument {
        id: id.to_owned(),
        part,
    }
}
