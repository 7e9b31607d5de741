//! `vankho delete`, `deleted`, `undelete` and `purge`: documents taken out on purpose.

use std::io::Write;

use serde_json::json;

use crate::archive::Archive;
use crate::archive::Deleted;
use crate::archive::document_title;
use crate::cli::arguments::Delete;
use crate::cli::correct::editor;
use crate::cli::correct::the_one;
use crate::cli::report::Ending;
use crate::cli::report::printable;
use crate::document::DocumentId;

/// Deletes a document.
pub fn delete(archive: &Archive, json: bool, arguments: Delete) -> anyhow::Result<Ending> {
    let id = the_one(archive, &arguments.what)?;
    let by = editor(arguments.by, Some(arguments.reason));
    let deleted = archive.delete(&id, arguments.keep_days, &by)?;
    let mut out = std::io::stdout().lock();
    line(&mut out, json, &deleted)?;
    if !json {
        writeln!(out, "khôi phục: vankho undelete {id}")?;
    }
    Ok(Ending::Done)
}

/// Lists what was deleted.
pub fn deleted(archive: &Archive, json: bool) -> anyhow::Result<Ending> {
    let deleted = archive.deleted()?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for one in &deleted {
        line(&mut out, json, one)?;
    }
    out.flush()?;
    Ok(match deleted.is_empty() {
        true => Ending::NothingFound,
        false => Ending::Done,
    })
}

fn line(out: &mut impl Write, json: bool, one: &Deleted) -> anyhow::Result<()> {
    let title = one.document.as_ref().map(document_title);
    if json {
        let line = json!({
            "id": one.id, "title": title, "digest": one.digest, "at": one.at, "who": one.who,
            "reason": one.reason, "keep_until": one.keep_until, "purged_at": one.purged_at,
        });
        writeln!(out, "{line}")?;
        return Ok(());
    }
    let title = title.unwrap_or_else(|| "(đã xóa hẳn)".to_owned());
    let (who, at) = (printable(&one.who), one.at);
    writeln!(out, "{}  {}", one.id, printable(&title))?;
    write!(out, "  {who} xóa {at:.0}")?;
    match (&one.reason, one.purged_at) {
        (_, Some(purged)) => writeln!(out, ", xóa hẳn {purged:.0}")?,
        (reason, None) => {
            let reason = printable(reason.as_deref().unwrap_or_default());
            writeln!(out, ", giữ đến {:.0}: {reason}", one.keep_until)?;
        }
    }
    Ok(())
}

/// Brings a deleted document back.
pub fn undelete(
    archive: &Archive,
    json: bool,
    id: &str,
    by: Option<String>,
) -> anyhow::Result<Ending> {
    let missing = || crate::archive::Error::NotFound(id.to_owned());
    let parsed = DocumentId::parse(id).ok_or_else(missing)?;
    let back = archive.undelete(&parsed, &editor(by, None))?;
    let mut out = std::io::stdout().lock();
    let title = back.as_ref().map(document_title);
    match (json, title) {
        (true, title) => writeln!(out, "{}", json!({ "id": id, "restored": title.is_some() }))?,
        (false, Some(title)) => writeln!(out, "đã khôi phục {}", printable(&title))?,
        (false, None) => writeln!(
            out,
            "văn bản đã bị xóa hẳn, không khôi phục được; từ nay nhập lại tệp thì được nhận"
        )?,
    }
    Ok(Ending::Done)
}

/// Removes for good what was deleted long enough ago.
pub fn purge(archive: &Archive, json: bool, by: Option<String>) -> anyhow::Result<Ending> {
    let purged = archive.purge(&editor(by, None))?;
    let mut out = std::io::stdout().lock();
    if json {
        let line = json!({ "purged": purged.documents, "wiped": purged.is_wiped });
        writeln!(out, "{line}")?;
        return Ok(Ending::Done);
    }
    writeln!(out, "đã xóa hẳn {} văn bản", purged.documents.len())?;
    if !purged.is_wiped {
        writeln!(
            out,
            "một chương trình đang đọc kho: phần còn sót trong catalogue.db-wal mất khi nó dừng"
        )?;
    }
    Ok(Ending::Done)
}
