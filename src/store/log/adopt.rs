//! An archive from before there was a log: all that its catalogue holds is entered at once, so that
//! the log alone tells how to make the catalogue again.

use crate::database::Connection;
use crate::database::Row;
use crate::document::DocumentId;
use crate::document::LogEvent;
use crate::document::LoggedFile;
use crate::document::LoggedPath;
use crate::document::RawPath;
use crate::document::Words;
use crate::store::corrections;
use crate::store::error::StoreError;
use crate::store::imports;
use crate::store::releases;
use crate::store::row;

use super::Appender;

/// Enters everything.
pub(in crate::store) fn adopt(
    connection: &Connection,
    log: &mut Appender,
) -> Result<(), StoreError> {
    runs(connection, log)?;
    decisions(connection, log)?;
    // What a path was before comes before what it is.
    sources(connection, log)?;
    files(connection, log)?;
    put_right(connection, log)
}

fn runs(connection: &Connection, log: &mut Appender) -> Result<(), StoreError> {
    let mut runs = imports::latest(connection, u32::MAX)?;
    runs.reverse();
    for run in runs {
        let begun = LogEvent::ImportBegun {
            import: run.id.0,
            folder: run.folder,
            started: run.started,
            home: None,
            charset: None,
        };
        log.append(connection, begun)?;
        if let Some((finished, counts)) = run.finished {
            log.append(connection, imports::ended(run.id, finished, counts))?;
        }
    }
    Ok(())
}

fn decisions(connection: &Connection, log: &mut Appender) -> Result<(), StoreError> {
    for (path, release) in releases::all(connection)? {
        let words = Words {
            reason: Some(release.reason),
            ..Words::default()
        };
        let document = DocumentId::of_digest(&release.digest);
        log.append_with(connection, &document, &words, |words| LogEvent::Released {
            path,
            digest: release.digest,
            by: release.who,
            made: release.at,
            words,
        })?;
    }
    Ok(())
}

/// Every path every document came from, by the run that met it first. Of a path that has other
/// bytes by now no more is known than that.
fn sources(connection: &Connection, log: &mut Appender) -> Result<(), StoreError> {
    let mut select = connection.prepare(
        "SELECT sources.import, roots.path, files.path, shown, sources.document, documents.digest,
             documents.bytes,
             CASE WHEN files.document = sources.document THEN modified_ns ELSE 0 END
         FROM sources JOIN files ON files.id = sources.file JOIN roots ON roots.id = files.root
             JOIN documents ON documents.id = sources.document
         ORDER BY sources.id",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let event = LogEvent::Kept {
            file: file(&row)?,
            document: document(&row, 4)?,
            digest: row.get(5)?,
            size: row.get::<_, i64>(6)?.cast_unsigned(),
            modified_ns: row.get(7)?,
        };
        log.append(connection, event)?;
    }
    Ok(())
}

/// The last thing that became of every path.
fn files(connection: &Connection, log: &mut Appender) -> Result<(), StoreError> {
    let mut select = connection.prepare(
        "SELECT files.import, roots.path, files.path, shown, files.verdict, size, modified_ns,
             files.digest, files.document, code, message, tries, documents.digest
         FROM files JOIN roots ON roots.id = files.root
             LEFT JOIN documents ON documents.id = files.document
         ORDER BY files.id",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let file = file(&row)?;
        let size: Option<i64> = row.get(5)?;
        let (size, modified_ns) = (size.map(i64::cast_unsigned), row.get(6)?);
        let word: String = row.get(4)?;
        let words = || -> Result<(String, String), StoreError> { Ok((row.get(9)?, row.get(10)?)) };
        let event = match (word.as_str(), size, modified_ns) {
            ("kept", Some(size), Some(modified_ns)) => LogEvent::Kept {
                file,
                size,
                modified_ns,
                document: document(&row, 8)?,
                digest: row.get(12)?,
            },
            ("unpacked", Some(size), Some(modified_ns)) => LogEvent::Unpacked {
                file,
                size,
                modified_ns,
            },
            ("skipped", Some(size), Some(modified_ns)) => {
                let (code, message) = words()?;
                LogEvent::Skipped {
                    file,
                    size,
                    modified_ns,
                    code,
                    message,
                }
            }
            ("refused", ..) => {
                let (code, message) = words()?;
                LogEvent::Refused {
                    file,
                    code,
                    message,
                }
            }
            _ => {
                let (code, message) = words()?;
                LogEvent::Quarantined {
                    file,
                    size,
                    modified_ns,
                    digest: row.get(7)?,
                    code,
                    message,
                }
            }
        };
        // A file that could not be read is entered once for every try.
        let tries: i64 = row.get(11)?;
        for _ in 0..tries.clamp(1, MOST_TRIES) {
            log.append(connection, event.clone())?;
        }
    }
    Ok(())
}

/// More than anybody tries.
const MOST_TRIES: i64 = 1000;

fn put_right(connection: &Connection, log: &mut Appender) -> Result<(), StoreError> {
    for made in corrections::all(connection)? {
        let correction = corrections::nth(connection, &made.document, made.number)?;
        let correction = correction.unwrap_or_default();
        let one = made.correction;
        let words = Words {
            value: one.value,
            was: one.was,
            reason: one.reason,
        };
        log.append_with(connection, &made.document, &words, |words| {
            LogEvent::Corrected {
                document: made.document.clone(),
                correction,
                field: one.field,
                source: one.source,
                by: one.who,
                made: one.at,
                words,
            }
        })?;
        if let Some((at, by)) = made.undone {
            let undone = LogEvent::Undone {
                document: made.document,
                correction,
                by,
                made: at,
            };
            log.append(connection, undone)?;
        }
    }
    Ok(())
}

/// Run, root, path and path for people, in the first columns.
fn file(row: &Row<'_>) -> Result<LoggedFile, StoreError> {
    Ok(LoggedFile {
        import: row.get(0)?,
        place: LoggedPath {
            root: RawPath(row.get(1)?),
            path: RawPath(row.get(2)?),
            shown: row.get(3)?,
        },
    })
}

fn document(row: &Row<'_>, at: usize) -> Result<DocumentId, StoreError> {
    let id: String = row.get(at)?;
    DocumentId::parse(&id).ok_or_else(|| row::damaged(&id, "id"))
}
