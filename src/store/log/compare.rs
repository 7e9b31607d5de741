//! A catalogue held against what its log tells: row by row, where the log says what a row must be.

use std::collections::BTreeSet;
use std::collections::HashMap;

use crate::database::Connection;
use crate::database::Value;
use crate::store::error::StoreError;
use crate::store::row;

use super::verify::LogProblem;

/// Differences told of one table; more say nothing more.
const MOST: usize = 5;

/// What the log tells of: each table's rows, by what names them first.
const TOLD: [(&str, &str); 8] = [
    ("documents", "SELECT id, digest FROM documents"),
    ("imports", "SELECT * FROM imports"),
    (
        "files",
        "SELECT shown, roots.path, files.path, verdict, size, modified_ns, digest, document, code,
             message, tries, import, gone
         FROM files JOIN roots ON roots.id = files.root",
    ),
    (
        "sources",
        "SELECT sources.document, roots.path, files.path, sources.import
         FROM sources JOIN files ON files.id = sources.file JOIN roots ON roots.id = files.root",
    ),
    (
        "corrections",
        "SELECT id, document, field, value, was, source, who, at, reason, undone_at, undone_by
         FROM corrections",
    ),
    (
        "releases",
        "SELECT shown, root, path, digest, reason, who, at FROM releases",
    ),
    (
        "deleted",
        "SELECT document, digest, at, who, reason, keep_until, purged_at
         FROM deleted",
    ),
    (
        "deleted_sources",
        "SELECT deleted_sources.document, roots.path, files.path, deleted_sources.import, is_current
         FROM deleted_sources JOIN files ON files.id = file JOIN roots ON roots.id = files.root",
    ),
];

/// The first differences of each table between a catalogue and one made from its log.
pub(super) fn compare(
    catalogue: &Connection,
    told: &Connection,
) -> Result<Vec<LogProblem>, StoreError> {
    let mut problems = Vec::new();
    for (table, select) in TOLD {
        // Rows there are more of on one side than on the other.
        let mut surplus: HashMap<String, i64> = HashMap::new();
        each(catalogue, select, |row| {
            *surplus.entry(row::checksum(row)).or_default() += 1;
        })?;
        each(told, select, |row| {
            *surplus.entry(row::checksum(row)).or_default() -= 1;
        })?;
        surplus.retain(|_, surplus| *surplus != 0);
        let mut different = BTreeSet::new();
        for side in [catalogue, told].iter().filter(|_| !surplus.is_empty()) {
            each(side, select, |row| {
                if surplus.contains_key(&row::checksum(row)) {
                    different.insert(named(row.first()));
                }
            })?;
        }
        let different = different.into_iter().take(MOST);
        problems.extend(different.map(|which| LogProblem::Catalogue(format!("{table}: {which}"))));
    }
    Ok(problems)
}

fn each(
    connection: &Connection,
    select: &str,
    mut see: impl FnMut(&[Value]),
) -> Result<(), StoreError> {
    let mut select = connection.prepare(select)?;
    let columns = select.column_count();
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let values: Result<Vec<Value>, _> = (0..columns).map(|at| row.get(at)).collect();
        see(&values?);
    }
    Ok(())
}

fn named(value: Option<&Value>) -> String {
    match value {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Integer(number)) => number.to_string(),
        _ => "?".to_owned(),
    }
}
