//! `vankho serve`: pages and API on one address, until told to stop.

mod connections;
mod upkeep;

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
use crate::api::guard::Guards;
use crate::archive::Archive;
use crate::archive::home_body;
use crate::cli::arguments::Serve;
use crate::cli::backup::bytes_a_second;
use crate::cli::backup::megabytes;
use crate::cli::report::Ending;
use crate::cli::{now, programs};
use crate::web;

use upkeep::Schedule;
use upkeep::Upkeep;

/// How long a client may take to send the head of a request.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a server is given beside its archive.
pub struct Settings {
    /// Where it answers.
    pub listen: SocketAddr,
    /// Its limits.
    pub guards: Guards,
    /// How long a client may take to send the head of a request.
    pub patience: Duration,
    /// Bytes that must be free for it to be ready.
    pub least_free: u64,
    /// When everything is verified.
    pub schedule: Schedule,
}

impl Settings {
    /// On this address, without upkeep.
    pub fn on(listen: SocketAddr) -> Self {
        Self {
            listen,
            guards: Guards::default(),
            patience: PATIENCE,
            least_free: 0,
            schedule: Schedule {
                every: None,
                rate: None,
            },
        }
    }
}

/// Serves an archive.
pub fn run(archive: &Path, arguments: &Serve) -> anyhow::Result<Ending> {
    let home = arguments.home.as_deref().map(home_body).transpose()?;
    let archive = Archive::create(archive, now())?.with_home(home);
    let settings = Settings {
        guards: Guards {
            requests: usize::from(arguments.requests),
            log_queries: arguments.log_queries,
        },
        patience: Duration::from_secs(arguments.header_timeout.into()),
        least_free: megabytes(arguments.min_free),
        schedule: Schedule {
            every: arguments.verify_every.filter(|every| !every.is_zero()),
            rate: bytes_a_second(Some(arguments.verify_rate)),
        },
        ..Settings::on(arguments.listen)
    };
    serve(archive, settings, |address| {
        writeln!(
            std::io::stdout(),
            "Trang tra cứu: http://{address}/  (Ctrl-C để dừng)"
        )
    })
}

/// Serves until interrupted; `announce` is told the address once it answers.
pub fn serve(
    archive: Archive,
    settings: Settings,
    announce: impl FnOnce(SocketAddr) -> std::io::Result<()>,
) -> anyhow::Result<Ending> {
    let listen = settings.listen;
    if !listen.ip().is_loopback() {
        bail!(
            "`{listen}` can be reached from other machines, and there are no accounts yet: \
             listen on 127.0.0.1 and put a web server with a log-in in front"
        );
    }
    api::metrics::collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let mut service = api::Service::new(Arc::new(archive), programs(true)?, now);
    service.least_free = settings.least_free;
    runtime.block_on(async move {
        let listener = TcpListener::bind(listen)
            .await
            .with_context(|| format!("cannot listen on `{listen}`: choose another --listen"))?;
        let upkeep = Upkeep::start(Arc::clone(&service.archive), settings.schedule)?;
        announce(listener.local_addr()?)?;
        let pages = web::router(Arc::clone(&service.archive), now);
        let (routes, _) = api::router(service);
        let routes = guard::around(routes.merge(pages), &settings.guards);
        connections::serve(listener, routes, settings.patience, stopped()).await;
        tokio::task::spawn_blocking(move || drop(upkeep)).await?;
        anyhow::Ok(())
    })?;
    runtime.shutdown_timeout(Duration::from_secs(30));
    Ok(Ending::Done)
}

/// Ready when the program is told to stop; told a second time, it ends at once.
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
    tracing::info!("stopping: requests and batches under way are finished");
}
