//! `vankho doctor`: what is wrong with an archive, in words, and the repairs that lose nothing.

use std::io::Write;
use std::path::Path;

use serde_json::json;

use crate::archive::Archive;
use crate::archive::Complaint;
use crate::archive::Depth;
use crate::archive::OcrJob;
use crate::archive::home_body;
use crate::cli::arguments::Doctor;
use crate::cli::correct::editor;
use crate::cli::import::stop_on_interrupt;
use crate::cli::now;
use crate::cli::programs;
use crate::cli::report::Ending;
use crate::cli::report::printable;

/// Looks at an archive, and repairs it where asked.
pub fn run(archive: &Path, json: bool, arguments: &Doctor) -> anyhow::Result<Ending> {
    let depth = match arguments.quick {
        true => Depth::Quick,
        false => Depth::Whole,
    };
    let mut found = Archive::examine(archive, depth)?;
    print(&found.complaints, json)?;
    let repairable = found.complaints.iter().any(|one| one.repair.is_some());
    if arguments.repair && repairable {
        let job = OcrJob {
            programs: programs(!arguments.no_ocr)?,
            jobs: std::thread::available_parallelism().map_or(1, usize::from),
            home: arguments.home.as_deref().map(home_body).transpose()?,
            retry: false,
            who: editor(None, None).who,
            clock: now,
        };
        let stop = stop_on_interrupt()?;
        let watch = |done: usize, all: usize| {
            if !json && (done.is_multiple_of(STRIDE) || done == all) {
                eprintln!("đọc lại {done}/{all} văn bản");
            }
        };
        Archive::repair(archive, &found, &job, &watch, &stop)?;
        found = Archive::examine(archive, depth)?;
        if !json {
            println!("Sau khi sửa:");
        }
        print(&found.complaints, json)?;
    }
    if !json && found.complaints.is_empty() {
        println!("kho lành lặn");
    }
    Ok(match found.is_damaged() {
        true => Ending::Damaged,
        false => Ending::Done,
    })
}

/// Papers read between two lines of progress.
const STRIDE: usize = 100;

fn print(complaints: &[Complaint], json: bool) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for one in complaints {
        if json {
            let line = json!({
                "event": "complaint", "code": one.code, "what": one.what, "advice": one.advice,
                "damage": one.is_damage, "repairable": one.repair.is_some(),
            });
            writeln!(out, "{line}")?;
            continue;
        }
        let mark = match one.is_damage {
            true => "hư hỏng",
            false => "ghi chú",
        };
        writeln!(out, "{mark}: {} [{}]", printable(&one.what), one.code)?;
        writeln!(out, "  → {}", printable(&one.advice))?;
    }
    Ok(())
}
