//! What becomes of files and documents, as rows and as entries of the log: the same rows whether it
//! happens now or is told by the log.

use crate::database::Connection;
use crate::database::OptionalRow;
use crate::database::ToValue;
use crate::document::DocumentId;
use crate::document::LogEvent;
use crate::document::LoggedFile;
use crate::document::LoggedPath;
use crate::document::RawPath;

use super::error::StoreError;
use super::imports::ImportId;
use super::journal::Reason;
use super::journal::SourcePath;
use super::journal::Stamp;
use super::journal::Verdict;
use super::journal::bytes;

/// A path as the log has it.
pub(super) fn logged_path(path: SourcePath<'_>) -> LoggedPath {
    LoggedPath {
        root: RawPath(bytes(path.root).to_vec()),
        path: RawPath(bytes(path.relative).to_vec()),
        shown: path.shown.to_owned(),
    }
}

/// A verdict on a file as the log has it; `digest` is that of the document of a kept one.
pub(super) fn event(file: LoggedFile, verdict: &Verdict, digest: Option<String>) -> LogEvent {
    let parts = |stamp: &Stamp| (stamp.size, stamp.modified_ns);
    let words = |reason: &Reason| (reason.code.clone(), reason.message.clone());
    match verdict {
        Verdict::Kept { stamp, document } => LogEvent::Kept {
            file,
            size: stamp.size,
            modified_ns: stamp.modified_ns,
            document: document.clone(),
            digest: digest.unwrap_or_default(),
        },
        Verdict::Unpacked { stamp } => LogEvent::Unpacked {
            file,
            size: stamp.size,
            modified_ns: stamp.modified_ns,
        },
        Verdict::Skipped { stamp, reason } => {
            let ((size, modified_ns), (code, message)) = (parts(stamp), words(reason));
            LogEvent::Skipped {
                file,
                size,
                modified_ns,
                code,
                message,
            }
        }
        Verdict::Quarantined {
            stamp,
            digest,
            reason,
        } => {
            let (code, message) = words(reason);
            LogEvent::Quarantined {
                file,
                size: stamp.map(|stamp| stamp.size),
                modified_ns: stamp.map(|stamp| stamp.modified_ns),
                digest: digest.clone(),
                code,
                message,
            }
        }
        Verdict::Refused { reason } => {
            let (code, message) = words(reason);
            LogEvent::Refused {
                file,
                code,
                message,
            }
        }
    }
}

/// The file and the verdict of an entry that has them.
pub(super) fn verdict(event: &LogEvent) -> Option<(&LoggedFile, Verdict)> {
    let stamp = |size: &u64, modified_ns: &i64| Stamp {
        size: *size,
        modified_ns: *modified_ns,
    };
    let reason = |code: &String, message: &String| Reason {
        code: code.clone(),
        message: message.clone(),
    };
    Some(match event {
        LogEvent::Kept {
            file,
            size,
            modified_ns,
            document,
            ..
        } => {
            let (stamp, document) = (stamp(size, modified_ns), document.clone());
            (file, Verdict::Kept { stamp, document })
        }
        LogEvent::Unpacked {
            file,
            size,
            modified_ns,
        } => {
            let stamp = stamp(size, modified_ns);
            (file, Verdict::Unpacked { stamp })
        }
        LogEvent::Skipped {
            file,
            size,
            modified_ns,
            code,
            message,
        } => {
            let (stamp, reason) = (stamp(size, modified_ns), reason(code, message));
            (file, Verdict::Skipped { stamp, reason })
        }
        LogEvent::Quarantined {
            file,
            size,
            modified_ns,
            digest,
            code,
            message,
        } => {
            let verdict = Verdict::Quarantined {
                stamp: size
                    .zip(*modified_ns)
                    .map(|(size, time)| stamp(&size, &time)),
                digest: digest.clone(),
                reason: reason(code, message),
            };
            (file, verdict)
        }
        LogEvent::Refused {
            file,
            code,
            message,
        } => {
            let reason = reason(code, message);
            (file, Verdict::Refused { reason })
        }
        _ => return None,
    })
}

/// Whether a file was refused before for the same reason: nothing else is known of it, so that it
/// is looked at by every run, and is no news.
pub(super) fn is_refused_already(
    connection: &Connection,
    path: SourcePath<'_>,
    verdict: &Verdict,
) -> Result<bool, StoreError> {
    let Verdict::Refused { reason } = verdict else {
        return Ok(false);
    };
    let find = "SELECT 1 FROM files JOIN roots ON roots.id = files.root
         WHERE roots.path = ?1 AND files.path = ?2
             AND verdict = 'refused' AND code = ?3 AND message = ?4";
    let key = (
        bytes(path.root),
        bytes(path.relative),
        &reason.code,
        &reason.message,
    );
    Ok(connection.prepare_cached(find)?.exists(key)?)
}

/// SHA-256 of a document's original; none if there is no such document.
pub(super) fn digest_of(
    connection: &Connection,
    document: &DocumentId,
) -> Result<Option<String>, StoreError> {
    let find = "SELECT digest FROM documents WHERE id = ?1";
    let mut find = connection.prepare_cached(find)?;
    let found = find.query_row([document.as_str()], |row| row.get(0));
    Ok(found.optional()?)
}

/// Writes a verdict into the journal. Gives the file's row.
pub(super) fn put_file(
    connection: &Connection,
    import: ImportId,
    path: SourcePath<'_>,
    verdict: &Verdict,
) -> Result<i64, StoreError> {
    let stamp = verdict.stamp();
    let reason = verdict.reason();
    let (document, digest) = match verdict {
        Verdict::Kept { document, .. } => (Some(document), None),
        Verdict::Quarantined { digest, .. } => (None, digest.as_deref()),
        Verdict::Unpacked { .. } | Verdict::Skipped { .. } | Verdict::Refused { .. } => {
            (None, None)
        }
    };
    connection
        .prepare_cached("INSERT INTO roots (path) VALUES (?1) ON CONFLICT (path) DO NOTHING")?
        .execute([bytes(path.root)])?;
    let mut put = connection.prepare_cached(
        "INSERT INTO files (root, path, shown, verdict, size, modified_ns, digest, document,
             code, message, tries, import)
         VALUES ((SELECT id FROM roots WHERE path = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
             CASE WHEN ?4 = 'quarantined' THEN 1 ELSE 0 END, ?11)
         ON CONFLICT (root, path) DO UPDATE SET shown = excluded.shown,
             verdict = excluded.verdict, size = excluded.size,
             modified_ns = excluded.modified_ns, digest = excluded.digest,
             document = excluded.document, code = excluded.code, message = excluded.message,
             tries = CASE WHEN excluded.tries = 1 THEN files.tries + 1 ELSE 0 END,
             import = excluded.import, gone = NULL
         RETURNING id",
    )?;
    let values: [&dyn ToValue; 11] = [
        &bytes(path.root),
        &bytes(path.relative),
        &path.shown,
        &verdict.word(),
        &stamp.map(|stamp| stamp.size.cast_signed()),
        &stamp.map(|stamp| stamp.modified_ns),
        &digest,
        &document.map(DocumentId::as_str),
        &reason.map(|reason| &reason.code),
        &reason.map(|reason| &reason.message),
        &import.0,
    ];
    let file: i64 = put.query_row(values, |row| row.get(0))?;
    // Whatever the file was, it is something else now.
    connection
        .prepare_cached("UPDATE deleted_sources SET is_current = 0 WHERE file = ?1")?
        .execute([file])?;
    Ok(file)
}

/// Makes a file a source of a document; false if it was one before.
pub(super) fn put_source(
    connection: &Connection,
    import: ImportId,
    document: &DocumentId,
    file: i64,
) -> Result<bool, StoreError> {
    let insert = "INSERT INTO sources (document, file, import) VALUES (?1, ?2, ?3)
         ON CONFLICT (document, file) DO NOTHING";
    let row = (document.as_str(), file, import.0);
    Ok(connection.prepare_cached(insert)?.execute(row)? > 0)
}

/// Gives every file of a document another verdict, of which nothing but the reason is kept.
pub(super) fn mark_files(
    connection: &Connection,
    document: &DocumentId,
    verdict: &str,
    code: &str,
    message: &str,
) -> Result<(), StoreError> {
    let tries = i64::from(verdict == "quarantined");
    connection.execute(
        "UPDATE files SET verdict = ?2, size = NULL, modified_ns = NULL, digest = NULL,
             code = ?3, message = ?4, tries = ?5, document = NULL
         WHERE document = ?1",
        (document.as_str(), verdict, code, message, tries),
    )?;
    Ok(())
}

/// Takes a document out, and the files that are still its own; false if it is not there.
pub(super) fn take_out(connection: &Connection, id: &DocumentId) -> Result<bool, StoreError> {
    for statement in [
        "DELETE FROM sources WHERE document = ?1",
        "DELETE FROM sources WHERE file IN (SELECT id FROM files WHERE document = ?1)",
        "DELETE FROM deleted_sources WHERE file IN (SELECT id FROM files WHERE document = ?1)",
        "DELETE FROM files WHERE document = ?1",
        "DELETE FROM pages WHERE document = ?1",
        "DELETE FROM readings WHERE document = ?1",
        "DELETE FROM doubts WHERE document = ?1",
    ] {
        connection.execute(statement, [id.as_str()])?;
    }
    let delete = "DELETE FROM documents WHERE id = ?1";
    Ok(connection.execute(delete, [id.as_str()])? > 0)
}
