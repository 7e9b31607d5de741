//! `vankho backup` and `vankho restore`: the archive on another disk, and back.

use std::io::IsTerminal;
use std::io::Write;
use std::num::NonZeroU64;
use std::path::Path;

use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use serde::Serialize;

use crate::archive::Archive;
use crate::archive::BackupJob;
use crate::archive::BackupProgress;
use crate::archive::BackupReport;
use crate::archive::RestoreJob;
use crate::archive::Restored;
use crate::cli::arguments::Backup;
use crate::cli::arguments::Restore;
use crate::cli::import::stop_on_interrupt;
use crate::cli::now;
use crate::cli::report::Ending;
use crate::cli::report::printable;

/// Bytes in a MB as disks are sold and rates are given.
const MEGABYTE: u64 = 1_000_000;

/// MB a second as bytes a second.
pub fn bytes_a_second(rate: Option<NonZeroU64>) -> Option<NonZeroU64> {
    rate.and_then(|rate| NonZeroU64::new(megabytes(rate.get())))
}

/// MB as bytes.
pub fn megabytes(count: u64) -> u64 {
    count.saturating_mul(MEGABYTE)
}

/// A bar on a terminal; nothing elsewhere.
pub fn bar(quiet: bool) -> ProgressBar {
    let bar = match quiet || !std::io::stderr().is_terminal() {
        true => ProgressBar::hidden(),
        false => ProgressBar::new(0),
    };
    let template = "{bar:30} {pos}/{len} tệp · {elapsed} · còn {eta}";
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Moves a bar.
pub fn show(bar: &ProgressBar, done: u64, of: u64) {
    bar.set_length(of);
    bar.set_position(done);
}

#[derive(Serialize)]
struct BackupLine<'a> {
    event: &'static str,
    folder: String,
    documents: u64,
    copied: u64,
    bytes: u64,
    kept: u64,
    damage: &'a [String],
}

/// Backs up the archive.
pub fn backup(archive: &Path, json: bool, arguments: &Backup) -> anyhow::Result<Ending> {
    let archive = Archive::open(archive, now())?;
    let stop = stop_on_interrupt()?;
    let bar = bar(json);
    let report = archive.backup(&BackupJob {
        folder: &arguments.folder,
        recheck: arguments.recheck,
        take_over: arguments.take_over,
        even_damaged: arguments.even_damaged,
        rate: bytes_a_second(arguments.rate),
        at: now(),
        stop: &stop,
        watch: &|BackupProgress { done, of, .. }| show(&bar, done, of),
    });
    bar.finish_and_clear();
    let BackupReport {
        folder,
        documents,
        copied,
        bytes,
        kept,
        damage,
    } = report?;
    let mut out = std::io::stdout().lock();
    if json {
        let line = BackupLine {
            event: "backed-up",
            folder: folder.to_string_lossy().into_owned(),
            documents,
            copied,
            bytes,
            kept,
            damage: &damage,
        };
        writeln!(out, "{}", serde_json::to_string(&line)?)?;
    } else {
        for what in &damage {
            writeln!(
                out,
                "hư hỏng trong kho, chưa có bản sao: {}",
                printable(what)
            )?;
        }
        writeln!(
            out,
            "Đã sao lưu {documents} văn bản vào {}: chép {copied} bản gốc ({} MB), đã có {kept}",
            folder.display(),
            bytes / MEGABYTE,
        )?;
    }
    Ok(match damage.is_empty() {
        true => Ending::Done,
        false => Ending::Damaged,
    })
}

#[derive(Serialize)]
struct RestoreLine<'a> {
    event: &'static str,
    documents: u64,
    files: u64,
    bytes: u64,
    lost: &'a [String],
    aside: Option<String>,
}

/// Restores an archive from a backup.
pub fn restore(json: bool, arguments: &Restore) -> anyhow::Result<Ending> {
    let stop = stop_on_interrupt()?;
    let bar = bar(json);
    let restored = Archive::restore(&RestoreJob {
        bag: &arguments.bag,
        folder: &arguments.folder,
        replace: arguments.replace,
        rate: bytes_a_second(arguments.rate),
        at: now(),
        stop: &stop,
        watch: &|BackupProgress { done, of, .. }| show(&bar, done, of),
    });
    bar.finish_and_clear();
    let Restored {
        documents,
        files,
        bytes,
        lost,
        aside,
    } = restored?;
    let mut out = std::io::stdout().lock();
    if json {
        let line = RestoreLine {
            event: "restored",
            documents,
            files,
            bytes,
            lost: &lost,
            aside: aside.map(|aside| aside.to_string_lossy().into_owned()),
        };
        writeln!(out, "{}", serde_json::to_string(&line)?)?;
    } else {
        for digest in &lost {
            writeln!(out, "bản gốc đã mất từ trước khi sao lưu: {digest}")?;
        }
        if let Some(aside) = aside {
            writeln!(out, "Kho cũ được để ở {}", aside.display())?;
        }
        writeln!(
            out,
            "Đã khôi phục {documents} văn bản vào {} ({} MB)",
            arguments.folder.display(),
            bytes / MEGABYTE,
        )?;
    }
    Ok(match lost.is_empty() {
        true => Ending::Done,
        false => Ending::Damaged,
    })
}
