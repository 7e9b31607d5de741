//! `vankho reindex`, `verify` and `quarantine`: keeping an archive in order.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use crate::archive::Archive;
use crate::archive::VerifyJob;
use crate::cli::arguments::Verify;
use crate::cli::backup::bar;
use crate::cli::backup::bytes_a_second;
use crate::cli::backup::show;
use crate::cli::import::stop_on_interrupt;
use crate::cli::now;
use crate::cli::report::Ending;
use crate::cli::report::printable;

/// Builds the index anew from the store.
pub fn reindex(archive: &Path, json: bool) -> anyhow::Result<Ending> {
    let archive = Archive::open(archive, now())?;
    let count = archive.reindex(now())?;
    let mut out = std::io::stdout();
    match json {
        true => writeln!(out, "{{\"event\":\"reindexed\",\"documents\":{count}}}")?,
        false => writeln!(out, "Đã dựng lại chỉ mục: {count} văn bản")?,
    }
    Ok(Ending::Done)
}

#[derive(Serialize)]
struct ProblemLine<'a> {
    event: &'static str,
    what: &'a str,
}

/// Compares originals, catalogue and index; reports, repairs nothing.
pub fn verify(archive: &Path, json: bool, arguments: &Verify) -> anyhow::Result<Ending> {
    let stop = stop_on_interrupt()?;
    let bar = bar(json);
    let mut out = std::io::stdout().lock();
    let mut failed = None;
    let job = VerifyJob {
        resume: arguments.resume,
        rate: bytes_a_second(arguments.rate),
        clock: now,
        stop: &stop,
        watch: &|done, of| show(&bar, done, of),
    };
    let found = Archive::verify(archive, &job, &mut |problem| {
        let line = match json {
            true => serde_json::to_string(&ProblemLine {
                event: "problem",
                what: problem,
            })
            .unwrap_or_default(),
            false => format!("hư hỏng: {}", printable(problem)),
        };
        if let Err(error) = writeln!(out, "{line}") {
            failed.get_or_insert(error);
        }
    });
    bar.finish_and_clear();
    let found = found?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    match json {
        true => writeln!(
            out,
            "{{\"event\":\"verified\",\"documents\":{},\"bytes\":{},\"problems\":{}}}",
            found.documents, found.bytes, found.problems
        )?,
        false => writeln!(
            out,
            "Đã kiểm tra {} văn bản: {} chỗ hư hỏng",
            found.documents, found.problems
        )?,
    }
    Ok(match found.problems {
        0 => Ending::Done,
        _ => Ending::Damaged,
    })
}

#[derive(Serialize)]
struct RejectLine<'a> {
    path: &'a str,
    outcome: &'static str,
    reason: &'a str,
    tries: u32,
    at: &'a str,
}

/// Files that were not taken, each with its reason.
pub fn quarantine(archive: &Archive, json: bool) -> anyhow::Result<Ending> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for reject in archive.rejects()? {
        let path = printable(&reject.path);
        match json {
            true => {
                let line = RejectLine {
                    path: &reject.path,
                    outcome: reject.outcome.word(),
                    reason: &reject.reason,
                    tries: reject.tries,
                    at: &reject.at,
                };
                writeln!(out, "{}", serde_json::to_string(&line)?)?;
            }
            false => writeln!(
                out,
                "{path}\n  {} (đã thử {} lần, lần cuối {})",
                reject.reason, reject.tries, reject.at
            )?,
        }
    }
    out.flush()?;
    Ok(Ending::Done)
}
