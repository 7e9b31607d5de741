//! `vankho ocr`: reads the scans that wait, and the process that becomes tesseract.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use serde::Serialize;

use crate::archive::Archive;
use crate::archive::OcrJob;
use crate::archive::OcrOutcome;
use crate::archive::OcrResult;
use crate::archive::OcrSummary;
use crate::archive::home_body;
use crate::cli::arguments::Ocr;
use crate::cli::correct::editor;
use crate::cli::import::stop_on_interrupt;
use crate::cli::report::Ending;
use crate::cli::report::printable;
use crate::cli::{now, programs};

/// One line of `--json` for a paper.
#[derive(Serialize)]
struct PaperLine<'a> {
    event: &'static str,
    id: &'a str,
    path: &'a str,
    outcome: OcrResult,
}

/// The last line of `--json`.
#[derive(Serialize)]
struct SummaryLine {
    event: &'static str,
    #[serde(flatten)]
    summary: OcrSummary,
}

/// Reads the papers that were kept without text.
pub fn run(archive: &Path, json: bool, arguments: &Ocr) -> anyhow::Result<Ending> {
    let archive = Archive::open(archive, now())?;
    let job = OcrJob {
        programs: programs(true)?,
        jobs: match arguments.jobs {
            Some(jobs) => usize::from(jobs),
            None => std::thread::available_parallelism().map_or(1, usize::from),
        },
        home: arguments.home.as_deref().map(home_body).transpose()?,
        retry: arguments.retry,
        who: editor(None, None).who,
        clock: now,
    };
    let stop = stop_on_interrupt()?;
    let failed_write = Mutex::new(None);
    let watch = |outcome: &OcrOutcome| {
        let printed = match json {
            true => print_line(outcome),
            false => tell(outcome),
        };
        if let Err(error) = printed {
            stop.store(true, Ordering::Relaxed);
            let mut failed = failed_write.lock().unwrap_or_else(PoisonError::into_inner);
            failed.get_or_insert(error);
        }
    };
    let summary = archive.read_waiting(&job, &watch, &stop)?;
    let failed = failed_write.into_inner();
    if let Some(error) = failed.unwrap_or_else(PoisonError::into_inner) {
        return Err(error.into());
    }
    let mut out = std::io::stdout().lock();
    match json {
        true => {
            let line = SummaryLine {
                event: "summary",
                summary,
            };
            writeln!(out, "{}", serde_json::to_string(&line)?)?;
        }
        false => {
            let OcrSummary {
                found,
                read,
                waiting,
                refused,
            } = summary;
            writeln!(
                out,
                "{found} bản chụp chờ đọc: đã đọc {read}, còn chờ {waiting}, từ chối (dấu mật) {refused}"
            )?;
            if found > 0 && read + refused == 0 {
                writeln!(
                    out,
                    "Chưa đọc được bản nào: kiểm tra tesseract-ocr và tesseract-ocr-vie đã cài chưa"
                )?;
            }
        }
    }
    Ok(match summary {
        _ if stop.load(Ordering::Relaxed) => Ending::Interrupted,
        summary if summary.refused > 0 => Ending::SomeRejected,
        _ => Ending::Done,
    })
}

/// A paper's line of `--json`.
pub fn print_line(outcome: &OcrOutcome) -> std::io::Result<()> {
    let line = PaperLine {
        event: "ocr",
        id: outcome.id.as_str(),
        path: &outcome.path,
        outcome: outcome.result,
    };
    let line = serde_json::to_string(&line)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

fn tell(outcome: &OcrOutcome) -> std::io::Result<()> {
    let word = match outcome.result {
        OcrResult::Read => "đã đọc",
        OcrResult::Waiting => "chưa đọc được",
        OcrResult::Refused => "từ chối (dấu mật)",
    };
    writeln!(std::io::stdout(), "{word}: {}", printable(&outcome.path))
}

/// Becomes tesseract: `VANKHO_TESSERACT`, else the one on the path.
pub fn worker(arguments: &[OsString]) -> anyhow::Result<Ending> {
    let tesseract = std::env::var_os("VANKHO_TESSERACT").unwrap_or_else(|| "tesseract".into());
    Err(Archive::become_recogniser(&tesseract, arguments).into())
}
