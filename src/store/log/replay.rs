//! The log played again: what each entry did to the rows of a catalogue.
//!
//! Documents get rows with nothing but what the log knows of them; whoever makes a catalogue anew
//! fills them in, whoever compares looks at nothing else. Their changes are counted anew, so that they
//! come in the order they had: an entry may be of several documents.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::database::Connection;
use crate::document::Correction;
use crate::document::DocumentId;
use crate::document::LogEntry;
use crate::document::LogEvent;
use crate::document::LoggedPath;
use crate::document::Words;
use crate::store::Counts;
use crate::store::ImportId;
use crate::store::Release;
use crate::store::SourcePath;
use crate::store::Verdict;
use crate::store::corrections;
use crate::store::deletions;
use crate::store::deletions::Deletion;
use crate::store::error::StoreError;
use crate::store::imports;
use crate::store::moves;
use crate::store::record;
use crate::store::releases;
use crate::store::undo;

/// Does to a catalogue what an entry says was done, with the words that belong to it where they are
/// still known.
pub(in crate::store) fn replay(
    connection: &Connection,
    entry: &LogEntry,
    words: Option<Words>,
) -> Result<(), StoreError> {
    match &entry.event {
        LogEvent::Created { .. }
        | LogEvent::Upgraded { .. }
        | LogEvent::Rebuilt { .. }
        | LogEvent::Verified { .. }
        | LogEvent::BackedUp { .. }
        | LogEvent::AuditNoted { .. } => Ok(()),
        LogEvent::ImportBegun { .. } | LogEvent::ImportEnded { .. } => run(connection, entry),
        LogEvent::Kept { .. }
        | LogEvent::Unpacked { .. }
        | LogEvent::Skipped { .. }
        | LogEvent::Quarantined { .. }
        | LogEvent::Refused { .. } => file(connection, entry),
        LogEvent::Recognised { document, .. } => touch(connection, document),
        LogEvent::TakenOut {
            document,
            verdict,
            code,
            message,
        } => {
            record::mark_files(connection, document, verdict, code, message)?;
            corrections::forget(connection, document)?;
            take_out(connection, document)
        }
        LogEvent::Forgotten { document } => take_out(connection, document),
        LogEvent::Gone { file } => {
            moves::mark_gone(connection, ImportId(file.import), source(&file.place))
        }
        LogEvent::GivenBack { document } => undo::give_files_back(connection, document).map(drop),
        LogEvent::ImportUndone { import } => {
            for document in undo::forget_import(connection, ImportId(*import))? {
                if let Some(document) = DocumentId::parse(&document) {
                    touch(connection, &document)?;
                }
            }
            Ok(())
        }
        // Without its value a correction would say what nobody said.
        LogEvent::Corrected { .. } if words.is_none() => Ok(()),
        LogEvent::Corrected { .. } | LogEvent::Undone { .. } => {
            correct(connection, entry, words.unwrap_or_default())
        }
        LogEvent::Released {
            path,
            digest,
            by,
            made,
            ..
        } => {
            let release = Release {
                digest: digest.clone(),
                shown: path.shown.clone(),
                reason: words.and_then(|words| words.reason).unwrap_or_default(),
                who: by.clone(),
                at: *made,
            };
            releases::insert(connection, source(path), &release)
        }
        LogEvent::Deleted { .. } | LogEvent::Undeleted { .. } | LogEvent::Purged { .. } => {
            delete(connection, entry, words.unwrap_or_default())
        }
    }
}

fn run(connection: &Connection, entry: &LogEntry) -> Result<(), StoreError> {
    match &entry.event {
        LogEvent::ImportBegun {
            import,
            folder,
            started,
            ..
        } => imports::start(connection, Some(*import), folder, *started).map(drop),
        LogEvent::ImportEnded {
            import,
            finished,
            found,
            imported,
            known,
            duplicates,
            unpacked,
            quarantined,
            refused,
            skipped,
        } => {
            let counts = Counts {
                found: *found,
                imported: *imported,
                known: *known,
                duplicates: *duplicates,
                unpacked: *unpacked,
                quarantined: *quarantined,
                refused: *refused,
                skipped: *skipped,
            };
            imports::finish(connection, ImportId(*import), *finished, counts)
        }
        _ => Ok(()),
    }
}

fn file(connection: &Connection, entry: &LogEntry) -> Result<(), StoreError> {
    let Some((file, verdict)) = record::verdict(&entry.event) else {
        return Ok(());
    };
    if let LogEvent::Kept {
        document,
        digest,
        size,
        ..
    } = &entry.event
    {
        put_bare(connection, document, digest, *size)?;
    }
    let import = ImportId(file.import);
    let row = record::put_file(connection, import, source(&file.place), &verdict)?;
    match verdict {
        Verdict::Kept { document, .. } => {
            match record::put_source(connection, import, &document, row)? {
                true => touch(connection, &document),
                false => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// A document of which nothing is known but its bytes.
fn put_bare(
    connection: &Connection,
    document: &DocumentId,
    digest: &str,
    bytes: u64,
) -> Result<(), StoreError> {
    let sequence = next_sequence(connection)?;
    let put = "INSERT INTO documents (id, digest, bytes, sequence, format, charset, text_source,
             page_count, description, citations, findings, checksum)
         VALUES (?1, ?2, ?3, ?4, '', '', '', 0, '', '', '', '') ON CONFLICT (id) DO NOTHING";
    let id = document.as_str();
    let row = (id, digest, bytes.cast_signed(), sequence);
    connection.prepare_cached(put)?.execute(row)?;
    let dig_up = "DELETE FROM tombstones WHERE document = ?1";
    connection.prepare_cached(dig_up)?.execute([id])?;
    Ok(())
}

/// The next sequence, as a batch gives it.
fn next_sequence(connection: &Connection) -> Result<i64, StoreError> {
    let next = "UPDATE meta SET value = value + 1 WHERE name = 'sequence' RETURNING value";
    let mut next = connection.prepare_cached(next)?;
    Ok(next.query_row([], |row| row.get(0))?)
}

fn touch(connection: &Connection, id: &DocumentId) -> Result<(), StoreError> {
    let touch = "UPDATE documents SET sequence = ?2 WHERE id = ?1";
    let row = (id.as_str(), next_sequence(connection)?);
    connection.prepare_cached(touch)?.execute(row)?;
    Ok(())
}

fn take_out(connection: &Connection, id: &DocumentId) -> Result<(), StoreError> {
    match record::take_out(connection, id)? {
        true => bury(connection, id),
        false => Ok(()),
    }
}

fn bury(connection: &Connection, id: &DocumentId) -> Result<(), StoreError> {
    let bury = "INSERT INTO tombstones (sequence, document) VALUES (?1, ?2)";
    connection.execute(bury, (next_sequence(connection)?, id.as_str()))?;
    Ok(())
}

fn correct(connection: &Connection, entry: &LogEntry, words: Words) -> Result<(), StoreError> {
    match &entry.event {
        LogEvent::Corrected {
            document,
            correction,
            field,
            source,
            by,
            made,
            ..
        } => {
            let made = Correction {
                field: *field,
                value: words.value,
                was: words.was,
                source: *source,
                who: by.clone(),
                at: *made,
                reason: words.reason,
            };
            corrections::insert(connection, Some(*correction), document, &made)?;
            touch(connection, document)
        }
        LogEvent::Undone {
            document,
            correction,
            by,
            made,
        } => {
            corrections::undo(connection, document, *correction, by, *made)?;
            touch(connection, document)
        }
        _ => Ok(()),
    }
}

fn delete(connection: &Connection, entry: &LogEntry, words: Words) -> Result<(), StoreError> {
    match &entry.event {
        LogEvent::Deleted {
            document,
            keep_until,
            ..
        } => {
            let deletion = Deletion {
                id: document,
                at: entry.at,
                who: &entry.who,
                reason: words.reason.as_deref(),
                keep_until: *keep_until,
            };
            deletions::put_aside(connection, &deletion)?;
            bury(connection, document)
        }
        LogEvent::Undeleted { document } => {
            let find = "SELECT digest, bytes FROM deleted
                 WHERE document = ?1 AND purged_at IS NULL";
            let mut find = connection.prepare_cached(find)?;
            let mut rows = find.query([document.as_str()])?;
            if let Some(row) = rows.next()? {
                let (digest, bytes): (String, i64) = (row.get(0)?, row.get(1)?);
                let bytes = bytes.cast_unsigned();
                put_bare(connection, document, &digest, bytes)?;
            }
            deletions::put_back(connection, document)
        }
        LogEvent::Purged { document } => {
            corrections::forget(connection, document)?;
            deletions::empty(connection, document, entry.at)
        }
        _ => Ok(()),
    }
}

fn source(path: &LoggedPath) -> SourcePath<'_> {
    SourcePath {
        root: Path::new(OsStr::from_bytes(&path.root.0)),
        relative: Path::new(OsStr::from_bytes(&path.path.0)),
        shown: &path.shown,
    }
}
