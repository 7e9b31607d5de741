//! `vankho work`: reads files for imports that run on other machines.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use crate::archive::ReadingJob;
use crate::archive::read_for_others;
use crate::cli::arguments::Work;
use crate::cli::import::stop_on_interrupt;
use crate::cli::programs;
use crate::cli::report::Ending;

/// The line of `--json`.
#[derive(Serialize)]
struct SummaryLine {
    event: &'static str,
    read: u64,
}

/// Reads until it is told to stop.
pub fn run(archive: &Path, json: bool, arguments: &Work) -> anyhow::Result<Ending> {
    let job = ReadingJob {
        reader: programs(false)?.reader,
        jobs: match arguments.jobs {
            Some(jobs) => usize::from(jobs),
            None => std::thread::available_parallelism().map_or(1, usize::from),
        },
    };
    let stop = stop_on_interrupt()?;
    let ready = || eprintln!("sẵn sàng: đọc {} tệp cùng lúc, Ctrl-C để dừng", job.jobs);
    let read = read_for_others(archive, &job, &ready, &stop)?;
    let mut out = std::io::stdout().lock();
    match json {
        true => {
            let line = SummaryLine {
                event: "summary",
                read,
            };
            writeln!(out, "{}", serde_json::to_string(&line)?)?;
        }
        false => writeln!(out, "đã đọc {read} tệp")?,
    }
    Ok(Ending::Done)
}
