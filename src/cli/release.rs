//! `vankho quarantine release` and `released`: false alarms of secrecy, taken by an administrator.

use std::io::Write;

use serde_json::json;

use crate::archive::Archive;
use crate::archive::ImportJob;
use crate::archive::Outcome;
use crate::cli::arguments::QuarantineCommand;
use crate::cli::correct::editor;
use crate::cli::now;
use crate::cli::programs;
use crate::cli::report::Ending;
use crate::cli::report::printable;

/// Takes a marked file, or lists those that were taken.
pub fn run(archive: &Archive, json: bool, command: QuarantineCommand) -> anyhow::Result<Ending> {
    match command {
        QuarantineCommand::Release { path, reason, by } => {
            if reason.trim().is_empty() {
                anyhow::bail!("a release needs a reason: say why this is no secret paper");
            }
            let by = editor(by, Some(reason));
            let job = ImportJob::new(programs(true)?, now);
            let told = archive.release(&path, &job, &by)?;
            let kept = told.as_ref().filter(|told| told.id.is_some());
            let word = told.as_ref().map(|told| told.outcome.word());
            let id = kept
                .and_then(|told| told.id.as_ref())
                .map(ToString::to_string);
            let why = told.as_ref().and_then(|told| told.reason.clone());
            let mut out = std::io::stdout().lock();
            if json {
                let line = json!({ "path": path, "outcome": word, "id": id, "reason": why });
                writeln!(out, "{line}")?;
            } else {
                let word = word.unwrap_or(Outcome::Known.word());
                let more = id.or(why).unwrap_or_default();
                writeln!(out, "{}: {word} {}", printable(&path), printable(&more))?;
            }
            Ok(match kept {
                Some(_) => Ending::Done,
                None => Ending::SomeRejected,
            })
        }
        QuarantineCommand::Released => {
            let mut out = std::io::BufWriter::new(std::io::stdout().lock());
            for release in archive.releases()? {
                let (path, why) = (printable(&release.shown), printable(&release.reason));
                let (who, at) = (printable(&release.who), release.at.to_string());
                match json {
                    true => {
                        let line = json!({
                            "path": release.shown, "digest": release.digest,
                            "reason": release.reason, "who": release.who, "when": at,
                        });
                        writeln!(out, "{line}")?;
                    }
                    false => writeln!(out, "{path}\n  {who}, {at}: {why}")?,
                }
            }
            out.flush()?;
            Ok(Ending::Done)
        }
    }
}
