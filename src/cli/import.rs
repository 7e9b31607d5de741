//! `vankho import`: a folder in, a line a file out, sums that add up.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use serde::Serialize;

use crate::archive::Archive;
use crate::archive::Event;
use crate::archive::FileOutcome;
use crate::archive::ImportJob;
use crate::archive::Outcome;
use crate::archive::Round;
use crate::archive::Summary;
use crate::archive::charset_named;
use crate::archive::home_body;
use crate::cli::arguments::Import;
use crate::cli::correct::editor;
use crate::cli::handover;
use crate::cli::ocr;
use crate::cli::progress::Progress;
use crate::cli::report::Ending;
use crate::cli::report::printable;
use crate::cli::{now, programs};

/// One line of `--json` while the import runs.
#[derive(Serialize)]
struct FileLine<'a> {
    event: &'static str,
    path: &'a str,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

/// The last line of `--json`.
#[derive(Serialize)]
struct SummaryLine {
    event: &'static str,
    #[serde(flatten)]
    summary: Summary,
    seconds: f64,
}

/// Imports what was named: by itself, or by the server that runs on this archive.
pub fn run(archive: &Path, json: bool, arguments: &Import) -> anyhow::Result<Ending> {
    let stop = stop_on_interrupt()?;
    let round = Round {
        paths: arguments.paths.clone(),
        within: None,
    };
    let summary = told(archive, json, arguments, &round, false, &stop)?;
    Ok(match summary {
        _ if stop.load(Ordering::Relaxed) => {
            eprintln!("đã dừng; chạy lại lệnh này để nhập tiếp phần còn lại");
            Ending::Interrupted
        }
        summary if summary.has_rejects() => Ending::SomeRejected,
        _ => Ending::Done,
    })
}

/// Imports and tells about it: a line a file in JSON; for people progress and sums, or, as `news`, a
/// line for each file that is not as it was.
pub fn told(
    archive: &Path,
    json: bool,
    arguments: &Import,
    round: &Round,
    news: bool,
    stop: &AtomicBool,
) -> anyhow::Result<Summary> {
    let started = Instant::now();
    let progress = Progress::start(json);
    let failed_write = Mutex::new(None);
    let watch = |event: Event<'_>| {
        progress.see(&event);
        let printed = match &event {
            Event::Finished(outcome) if json => print_line(outcome),
            Event::Finished(outcome) if news => progress.aside(|| print_news(outcome)),
            Event::Reread(outcome) if json => ocr::print_line(outcome),
            _ => Ok(()),
        };
        if let Err(error) = printed {
            stop.store(true, Ordering::Relaxed);
            let mut failed = failed_write.lock().unwrap_or_else(PoisonError::into_inner);
            failed.get_or_insert(error);
        }
    };
    let ended = import(archive, arguments, round, &watch, stop);
    progress.finish();
    let summary = ended?;
    let failed = failed_write.into_inner();
    if let Some(error) = failed.unwrap_or_else(PoisonError::into_inner) {
        return Err(error.into());
    }
    let seconds = started.elapsed().as_secs_f64();
    match json {
        true => {
            let line = SummaryLine {
                event: "summary",
                summary,
                seconds: (seconds * 1000.0).round() / 1000.0,
            };
            writeln!(std::io::stdout(), "{}", serde_json::to_string(&line)?)?;
        }
        false if news => {}
        false => print_summary(archive, &summary, seconds, arguments.dry_run)?,
    }
    Ok(summary)
}

fn import(
    archive: &Path,
    arguments: &Import,
    round: &Round,
    watch: &(dyn Fn(Event<'_>) + Sync),
    stop: &AtomicBool,
) -> anyhow::Result<Summary> {
    let job = job(arguments, round)?;
    if job.dry_run {
        let archive = Archive::open_or_pretend(archive, now())?;
        return Ok(archive.import(&job, watch, stop)?);
    }
    if let Some(server) = Archive::server(archive)
        && let Some(summary) = handover::import(&server, arguments, round, watch, stop)?
    {
        return Ok(summary);
    }
    Ok(Archive::create(archive, now())?.import(&job, watch, stop)?)
}

fn job(arguments: &Import, round: &Round) -> anyhow::Result<ImportJob> {
    let mut job = ImportJob::new(programs(!arguments.no_ocr)?, now);
    job.paths.clone_from(&round.paths);
    job.within.clone_from(&round.within);
    job.dry_run = arguments.dry_run;
    job.retry = arguments.retry;
    job.who = editor(None, None).who;
    job.home = arguments.home.as_deref().map(home_body).transpose()?;
    let charset = arguments.charset.as_deref();
    job.charset = charset.map(charset_named).transpose()?;
    if let Some(jobs) = arguments.jobs {
        job.jobs = usize::from(jobs);
    }
    job.elsewhere = usize::from(arguments.elsewhere.unwrap_or_default());
    job.settle = Duration::from_secs(arguments.settle.into());
    Ok(job)
}

/// A file that is new, or could not be taken, on a line of its own.
fn print_news(outcome: &FileOutcome) -> std::io::Result<()> {
    let word = match outcome.outcome {
        told @ (Outcome::Imported
        | Outcome::Duplicate
        | Outcome::Quarantined
        | Outcome::Refused) => told.name(),
        Outcome::Known if outcome.reason.is_some() => "chuyển chỗ",
        Outcome::Known | Outcome::Unpacked | Outcome::Skipped => return Ok(()),
    };
    let why = outcome.reason.as_deref().map(|why| format!(" ({why})"));
    let told = format!("{word}: {}{}", outcome.path, why.unwrap_or_default());
    writeln!(std::io::stdout(), "{}", printable(&told))
}

fn print_line(outcome: &FileOutcome) -> std::io::Result<()> {
    let line = FileLine {
        event: "file",
        path: &outcome.path,
        outcome: outcome.outcome.word(),
        id: outcome.id.as_ref().map(|id| id.as_str()),
        reason: outcome.reason.as_deref(),
    };
    let line = serde_json::to_string(&line)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

fn print_summary(
    archive: &Path,
    summary: &Summary,
    seconds: f64,
    dry_run: bool,
) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    if dry_run {
        writeln!(out, "Xem trước, chưa ghi gì:")?;
    }
    writeln!(out, "{:<22}{:>9}", Summary::FOUND, summary.found)?;
    for outcome in Outcome::ALL {
        writeln!(out, "  {:<20}{:>9}", outcome.name(), summary.of(outcome))?;
    }
    writeln!(out, "trong {seconds:.1} giây")?;
    let place = archive.display().to_string();
    let place = printable(&place);
    if summary.has_rejects() && !dry_run {
        writeln!(
            out,
            "Xem lý do từng tệp: vankho --archive {place} quarantine"
        )?;
    }
    if summary.imported > 0 && !dry_run && Archive::server(archive).is_none() {
        writeln!(out, "Mở trang tra cứu: vankho --archive {place} serve")?;
    }
    Ok(())
}

/// The first Ctrl-C stops the import after the batch at hand; the second one ends the program.
pub fn stop_on_interrupt() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&stop))?;
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    Ok(stop)
}
