//! `vankho demo`: the samples in a temporary archive, served, with three questions to try.

use std::io::Write;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use anyhow::bail;

use crate::archive::Archive;
use crate::archive::Event;
use crate::archive::ImportJob;
use crate::cli::progress::Progress;
use crate::cli::report::Ending;
use crate::cli::serve::Settings;
use crate::cli::serve::serve;
use crate::cli::{now, programs};

/// Questions that show what the box can read.
const QUESTIONS: [&str; 3] = ["qd 238 tw", "07- ĐA/TU", "du luan xa hoi"];

/// Imports the samples and serves them on a free port.
pub fn run(samples: &Path) -> anyhow::Result<Ending> {
    if !samples.is_dir() {
        bail!(
            "no samples at `{}`: run this in the project's folder, or name them with --samples",
            samples.display()
        );
    }
    let folder = tempfile::tempdir()?;
    let archive = Archive::create(folder.path(), now())?;
    let mut job = ImportJob::new(programs(true)?, now);
    job.paths = vec![samples.to_path_buf()];
    let progress = Progress::start(false);
    let watch = |event: Event<'_>| progress.see(&event);
    let summary = archive.import(&job, &watch, &AtomicBool::new(false));
    progress.finish();
    let summary = summary?;
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    serve(archive, Settings::on(listen), |address| {
        let mut out = std::io::stdout().lock();
        writeln!(
            out,
            "Đã nhập {} văn bản mẫu vào một kho tạm.",
            summary.imported
        )?;
        writeln!(out, "Mở trang: http://{address}/")?;
        writeln!(out, "Thử tìm:")?;
        for question in QUESTIONS {
            let query: String = form_urlencoded::byte_serialize(question.as_bytes()).collect();
            writeln!(out, "  {question:<16} http://{address}/?q={query}")?;
        }
        writeln!(out, "Ctrl-C để dừng; kho tạm được xóa khi dừng.")?;
        out.flush()
    })
}
