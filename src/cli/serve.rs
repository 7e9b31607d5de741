//! `vankho serve`: pages and API on one address, until told to stop.

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use anyhow::bail;
use tokio::net::TcpListener;

use crate::api;
use crate::api::guard;
use crate::archive::Archive;
use crate::archive::home_body;
use crate::cli::report::Ending;
use crate::cli::watch::Watched;
use crate::cli::{now, programs};
use crate::web;

/// Serves an archive.
pub fn run(
    archive: &Path,
    listen: SocketAddr,
    home: Option<&str>,
    watched: Option<Watched>,
) -> anyhow::Result<Ending> {
    let watched = watched.map(|watched| watched.of_body(home));
    let home = home.map(home_body).transpose()?;
    let archive = Archive::create(archive, now())?.with_home(home);
    serve(archive, listen, watched, |address| {
        writeln!(
            std::io::stdout(),
            "Trang tra cứu: http://{address}/  (Ctrl-C để dừng)"
        )
    })
}

/// Serves until interrupted; `announce` is told the address once it answers.
pub fn serve(
    archive: Archive,
    listen: SocketAddr,
    watched: Option<Watched>,
    announce: impl FnOnce(SocketAddr) -> std::io::Result<()>,
) -> anyhow::Result<Ending> {
    if !listen.ip().is_loopback() {
        bail!(
            "`{listen}` can be reached from other machines, and there are no accounts yet: \
             listen on 127.0.0.1 and put a web server with a log-in in front"
        );
    }
    start_log();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let mut service = api::Service::new(Arc::new(archive), programs(true)?, now);
    runtime.block_on(async move {
        let listener = TcpListener::bind(listen)
            .await
            .with_context(|| format!("cannot listen on `{listen}`: choose another --listen"))?;
        let address = listener.local_addr()?;
        // Before the address is told, so that whoever reads it can hand over work at once.
        let notice = service.archive.announce(address)?;
        service.secret = notice.as_ref().map(|notice| notice.secret().into());
        announce(address)?;
        let pages = web::router(Arc::clone(&service.archive), now);
        let jobs = Arc::clone(&service.jobs);
        let watching = watched.map(|watched| watched.start(&service));
        let (routes, _) = api::router(service);
        let routes = guard::around(routes.merge(pages));
        axum::serve(listener, routes)
            .with_graceful_shutdown(async move {
                stopped().await;
                drop(watching);
                jobs.close();
            })
            .await?;
        drop(notice);
        anyhow::Ok(())
    })?;
    runtime.shutdown_timeout(Duration::from_secs(30));
    Ok(Ending::Done)
}

/// Logs go to standard error, `RUST_LOG` chooses how much; never a document's text.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second server in one process (tests) keeps the first one's log.
    if log.try_init().is_err() {
        tracing::debug!("log already started");
    }
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}
