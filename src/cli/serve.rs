//! `vankho serve`: pages and API on one address, until told to stop.

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;

use crate::api;
use crate::api::guard;
use crate::api::listen;
use crate::api::session;
use crate::api::session::Door;
use crate::archive::Archive;
use crate::archive::home_body;
use crate::cli::door::DoorArguments;
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
    door: &DoorArguments,
) -> anyhow::Result<Ending> {
    let home = home.map(home_body).transpose()?;
    let watched = watched.map(|watched| watched.of_body(home.clone()));
    let archive = Archive::create(archive, now())?.with_home(home);
    let scheme = if door.tls().is_some() {
        "https"
    } else {
        "http"
    };
    serve(archive, listen, watched, door, |address| {
        writeln!(
            std::io::stdout(),
            "Trang tra cứu: {scheme}://{address}/  (Ctrl-C để dừng)"
        )
    })
}

/// Serves until interrupted; `announce` is told the address once it answers.
pub fn serve(
    archive: Archive,
    listen: SocketAddr,
    watched: Option<Watched>,
    door: &DoorArguments,
    announce: impl FnOnce(SocketAddr) -> std::io::Result<()>,
) -> anyhow::Result<Ending> {
    let accounts = door.accounts_file(archive.directory());
    let way = door.way(listen, &accounts)?;
    start_log();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let mut service = api::Service::new(programs(true)?, now);
    let archive = Arc::new(archive);
    runtime.block_on(async move {
        let listener = TcpListener::bind(listen)
            .await
            .with_context(|| format!("cannot listen on `{listen}`: choose another --listen"))?;
        let address = listener.local_addr()?;
        // Before the address is told, so that whoever reads it can hand over work at once.
        // A program on this machine can only hand work over to a plain address on it.
        let notice = match address.ip().is_loopback() && door.tls().is_none() {
            true => archive.announce(address)?,
            false => None,
        };
        service.secret = notice.as_ref().map(|notice| notice.secret().into());
        let secret = service.secret.clone();
        announce(address)?;
        let pages = web::router(now);
        let jobs = Arc::clone(&service.jobs);
        let watching = watched.map(|watched| watched.start(&archive, &service));
        let (routes, _) = api::router(service);
        let guards = guard::Guards {
            hosts: door.hosts.clone(),
            secure: way.secure,
        };
        let entrance = Door::new(archive, accounts, way, secret, now);
        let routes = routes
            .merge(pages)
            .layer(axum::middleware::from_fn_with_state(
                entrance,
                session::admit,
            ));
        let routes = listen::with_peers(guard::around(routes, guards));
        let service = routes.into_make_service_with_connect_info::<listen::From>();
        let ended = async move {
            stopped().await;
            drop(watching);
            jobs.close();
        };
        match door.tls() {
            None => {
                axum::serve(listener, service)
                    .with_graceful_shutdown(ended)
                    .await?;
            }
            Some((chain, key)) => {
                let listener = listen::Encrypted::new(listener, chain, key)?;
                axum::serve(listener, service)
                    .with_graceful_shutdown(ended)
                    .await?;
            }
        }
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
