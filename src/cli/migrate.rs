//! `vankho migrate`: the archive to a cluster, or back into a folder.

use std::io::Write;
use std::path::Path;

use serde_json::json;

use crate::archive::Archive;
use crate::archive::MigrateJob;
use crate::archive::Migrated;
use crate::archive::Move;
use crate::cli::backup::bar;
use crate::cli::backup::show;
use crate::cli::import::stop_on_interrupt;
use crate::cli::now;
use crate::cli::report::Ending;

/// Moves the archive to where the folder `to` says it belongs.
pub fn run(archive: &Path, json: bool, to: &Path) -> anyhow::Result<Ending> {
    let archive = Archive::open(archive, now())?;
    let stop = stop_on_interrupt()?;
    let bar = bar(json);
    let migrated = archive.migrate(&MigrateJob {
        to,
        at: now(),
        watch: &|at| match at {
            Move::Originals(done, of) | Move::Rows(done, of) => show(&bar, done, of),
            Move::Comparing => {}
        },
        stop: &stop,
    });
    bar.finish_and_clear();
    let Migrated {
        copied,
        there,
        rows,
    } = migrated?;
    let mut out = std::io::stdout().lock();
    match json {
        true => {
            let line = json!({
                "event": "migrated", "to": to.to_string_lossy(),
                "copied": copied, "there": there, "rows": rows,
            });
            writeln!(out, "{line}")?;
        }
        false => writeln!(
            out,
            "Đã chuyển kho sang {}: chép {copied} bản gốc, đã có {there}; {rows} dòng danh mục, \
             so lại giống hệt. Kho cũ còn nguyên.",
            to.display()
        )?,
    }
    Ok(Ending::Done)
}
