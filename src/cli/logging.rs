//! The program's own log: on standard error, as text or JSON. Never a document's text.

use clap::ValueEnum;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Libraries that see passwords, cookies and tokens go over the wire, and would tell of them to who asks
/// for every detail.
const QUIET: [&str; 4] = ["hyper", "ureq", "ureq_proto", "rustls"];

/// How a line of the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Cho người đọc
    Text,
    /// Mỗi dòng một mục JSON
    Json,
}

/// Begins the log. `filter` is as `RUST_LOG` has it: `info`, `warn,vankho::request=info` …
pub fn start(filter: &str, format: LogFormat) -> anyhow::Result<()> {
    let mut filter = EnvFilter::try_new(filter)?;
    for quiet in QUIET {
        filter = filter.add_directive(format!("{quiet}=info").parse()?);
    }
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let registry = tracing_subscriber::registry().with(filter);
    let started = match format {
        LogFormat::Text => registry.with(lines).try_init(),
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).try_init(),
    };
    // A second server in one process (tests) keeps the first one's log.
    if started.is_err() {
        tracing::debug!("log already started");
    }
    Ok(())
}
