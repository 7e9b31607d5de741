//! `vankho import list` and `undo`: the imports that were made, and taking one back.

use std::io::Write;

use anyhow::bail;
use serde_json::json;

use crate::archive::Archive;
use crate::cli::arguments::ImportCommand;
use crate::cli::correct::editor;
use crate::cli::report::Ending;
use crate::cli::report::printable;

/// Runs that are listed.
const LISTED: u32 = 100;

/// Lists imports, or takes one back.
pub fn run(archive: &Archive, json: bool, command: &ImportCommand) -> anyhow::Result<Ending> {
    match command {
        ImportCommand::List => list(archive, json),
        ImportCommand::Undo { id, reason, by } => {
            if reason.trim().is_empty() {
                bail!("taking an import back needs a reason");
            }
            let by = editor(by.clone(), Some(reason.clone()));
            let undone = archive.undo_import(*id, &by)?;
            let mut out = std::io::stdout().lock();
            match json {
                true => {
                    let line = json!({ "event": "undone", "import": id,
                        "withdrawn": undone.withdrawn, "kept": undone.kept });
                    writeln!(out, "{line}")?;
                }
                false => writeln!(
                    out,
                    "Đã rút lần nhập {id}: rút {} văn bản, giữ {} văn bản có cả nguồn khác",
                    undone.withdrawn, undone.kept
                )?,
            }
            Ok(match undone.withdrawn + undone.kept {
                0 => Ending::NothingFound,
                _ => Ending::Done,
            })
        }
    }
}

fn list(archive: &Archive, json: bool) -> anyhow::Result<Ending> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for run in archive.imports(LISTED)? {
        let (id, started, holds) = (run.id, run.started.to_string(), run.holds);
        let summary = run.finished.map(|(_, summary)| summary);
        match json {
            true => {
                let line = json!({ "id": id, "folder": run.folder, "started": started,
                    "finished": run.finished.map(|(at, _)| at.to_string()),
                    "summary": summary, "holds": holds });
                writeln!(out, "{line}")?;
            }
            false => {
                let sums = match summary {
                    Some(sums) => format!("tìm thấy {}, nhập mới {}", sums.found, sums.imported),
                    None => "chưa xong hoặc bị ngắt".to_owned(),
                };
                let folder = printable(&run.folder);
                writeln!(
                    out,
                    "{id:>6}  {started}  {folder}\n        {sums}; nay giữ {holds} văn bản chỉ đến từ lần này"
                )?;
            }
        }
    }
    out.flush()?;
    Ok(Ending::Done)
}
