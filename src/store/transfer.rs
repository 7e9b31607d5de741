//! A catalogue copied row by row, from a file to a server or from a server to a file, and proved.

use sha2::Digest;
use sha2::Sha256;

use crate::database;
use crate::database::Connection;
use crate::database::Table;

use super::error::StoreError;
use super::row;

/// Every table but `meta`, those that others refer to first.
const TABLES: [Table; 15] = [
    Table {
        name: "imports",
        key: &["id"],
        columns: &[
            "id",
            "folder",
            "started",
            "finished",
            "found",
            "imported",
            "known",
            "duplicates",
            "quarantined",
            "refused",
            "skipped",
            "unpacked",
        ],
    },
    Table {
        name: "documents",
        key: &["rowid"],
        columns: &[
            "rowid",
            "id",
            "sequence",
            "digest",
            "bytes",
            "format",
            "charset",
            "text_source",
            "page_count",
            "number",
            "kind",
            "issuing_body",
            "issuing_body_name",
            "parent_body",
            "parent_body_name",
            "issued_at",
            "issued_on",
            "subject",
            "system",
            "description",
            "citations",
            "findings",
            "checksum",
        ],
    },
    Table {
        name: "pages",
        key: &["document"],
        columns: &["document", "content"],
    },
    Table {
        name: "roots",
        key: &["id"],
        columns: &["id", "path"],
    },
    Table {
        name: "files",
        key: &["id"],
        columns: &[
            "id",
            "root",
            "path",
            "shown",
            "verdict",
            "size",
            "modified_ns",
            "digest",
            "document",
            "code",
            "message",
            "tries",
            "import",
            "gone",
        ],
    },
    Table {
        name: "sources",
        key: &["id"],
        columns: &["id", "document", "file", "import"],
    },
    Table {
        name: "tombstones",
        key: &["sequence"],
        columns: &["sequence", "document"],
    },
    Table {
        name: "corrections",
        key: &["id"],
        columns: &[
            "id",
            "document",
            "field",
            "value",
            "was",
            "source",
            "who",
            "at",
            "reason",
            "undone_at",
            "undone_by",
        ],
    },
    Table {
        name: "readings",
        key: &["document"],
        columns: &["document", "description", "findings"],
    },
    Table {
        name: "releases",
        key: &["id"],
        columns: &[
            "id", "digest", "root", "path", "shown", "reason", "who", "at",
        ],
    },
    Table {
        name: "doubts",
        key: &["document", "code"],
        columns: &["document", "code"],
    },
    Table {
        name: "log",
        key: &["number"],
        columns: &["number", "entry", "hash"],
    },
    Table {
        name: "words",
        key: &["entry"],
        columns: &["entry", "document", "salt", "content"],
    },
    Table {
        name: "deleted",
        key: &["rowid"],
        columns: &[
            "rowid",
            "document",
            "digest",
            "bytes",
            "at",
            "who",
            "reason",
            "keep_until",
            "purged_at",
            "content",
            "pages",
        ],
    },
    Table {
        name: "deleted_sources",
        key: &["id"],
        columns: &["id", "document", "file", "import", "is_current"],
    },
];

/// Copies every row that is not there yet. Says after each part how many rows it was.
pub(super) fn copy(
    from: &Connection,
    to: &Connection,
    told: &mut dyn FnMut(u64) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut stopped = None;
    for table in TABLES {
        let copied = table.copy(from, to, &mut |_, rows| {
            told(rows as u64).map_err(|error| {
                stopped = Some(error);
                database::Error::NoRow
            })
        });
        match (stopped.take(), copied) {
            (Some(error), _) => return Err(error),
            (None, copied) => copied?,
        }
    }
    let transaction = to.begin(database::Will::Write)?;
    // Where the log's file ends is another archive's business.
    for name in ["sequence", "words"] {
        let read = "SELECT value FROM meta WHERE name = ?1";
        let value: i64 = from.query_row(read, [name], |row| row.get(0))?;
        let write = "UPDATE meta SET value = ?2 WHERE name = ?1";
        transaction.execute(write, (name, value))?;
    }
    if to.is_to_server() {
        for table in ["documents", "deleted"] {
            let go_on = format!(
                "SELECT setval(pg_get_serial_sequence('{table}', 'rowid'),
                     (SELECT COALESCE(MAX(rowid), 0) + 1 FROM {table}), false)"
            );
            transaction.query_row(&go_on, [], |_| Ok(()))?;
        }
    }
    Ok(transaction.commit()?)
}

/// Rows of all tables together.
pub(super) fn rows(of: &Connection) -> Result<u64, StoreError> {
    let mut rows = 0;
    for table in TABLES {
        let count = format!("SELECT COUNT(*) FROM {}", table.name);
        rows += of
            .query_row(&count, [], |row| row.get::<_, i64>(0))?
            .cast_unsigned();
    }
    Ok(rows)
}

/// The first table whose rows are not the same on both sides.
pub(super) fn difference(
    one: &Connection,
    other: &Connection,
) -> Result<Option<&'static str>, StoreError> {
    for table in TABLES {
        if digest(&table, one)? != digest(&table, other)? {
            return Ok(Some(table.name));
        }
    }
    Ok(None)
}

/// SHA-256 over the checksums of a table's rows, in the order of its key.
fn digest(table: &Table, of: &Connection) -> Result<String, StoreError> {
    let mut hash = Sha256::new();
    table.each(of, &mut |values| hash.update(row::checksum(values)))?;
    Ok(row::hex(&hash.finalize()))
}
