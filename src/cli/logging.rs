//! The program's own log: on standard error, as text or JSON. Never a document's text.

use clap::ValueEnum;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

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
    let filter = EnvFilter::try_new(filter)?;
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
