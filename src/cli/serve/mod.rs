//! `vankho serve`: pages and API on one address, until told to stop.

mod connections;
mod upkeep;

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;

use crate::api;
use crate::api::guard;
use crate::api::guard::Guards;
use crate::api::listen;
use crate::api::problem::Pages;
use crate::api::session;
use crate::api::session::Door;
use crate::archive::Archive;
use crate::archive::get_ready;
use crate::archive::home_body;
use crate::cli::arguments::Serve;
use crate::cli::backup::bytes_a_second;
use crate::cli::backup::megabytes;
use crate::cli::door::DoorArguments;
use crate::cli::oidc;
use crate::cli::report::Ending;
use crate::cli::watch::Watched;
use crate::cli::{now, programs};
use crate::web;
use crate::web::Means;

use upkeep::Schedule;
use upkeep::Upkeep;

/// How long the last batch may take when the server ends.
const LAST_BATCH: Duration = Duration::from_secs(30);
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
    /// How it can be reached.
    pub door: DoorArguments,
    /// Folders it keeps up with.
    pub watched: Option<Watched>,
    /// Folders that may be imported from a page.
    pub folders: Vec<PathBuf>,
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
            door: DoorArguments::default(),
            watched: None,
            folders: Vec::new(),
        }
    }
}

/// Serves an archive.
pub fn run(archive: &Path, arguments: &Serve) -> anyhow::Result<Ending> {
    let home = arguments.home.as_deref().map(home_body).transpose()?;
    let watched = Watched::of(arguments.watch.clone(), arguments.poll);
    let watched = watched.map(|watched| watched.of_body(arguments.home.as_deref()));
    // Beside the opening of the archive; nobody waits for it.
    std::thread::spawn(get_ready);
    let archive = Archive::create(archive, now())?.with_home(home);
    let scheme = match arguments.door.tls() {
        Some(_) => "https",
        None => "http",
    };
    let settings = Settings {
        guards: Guards {
            requests: usize::from(arguments.requests),
            log_queries: arguments.log_queries,
            ..Guards::default()
        },
        door: arguments.door.clone(),
        watched,
        folders: arguments.import_folder.clone(),
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
            "Trang tra cứu: {scheme}://{address}/  (Ctrl-C để dừng)"
        )
    })
}

/// Serves until interrupted; `announce` is told the address once it answers.
pub fn serve(
    archive: Archive,
    settings: Settings,
    announce: impl FnOnce(SocketAddr) -> std::io::Result<()>,
) -> anyhow::Result<Ending> {
    let (listen, door) = (settings.listen, settings.door);
    let accounts = door.accounts_place(archive.directory())?;
    let way = door.way(listen, &accounts)?;
    let keys = door
        .tls()
        .map(|(chain, key)| listen::Keys::read(chain, key));
    let keys = keys.transpose()?;
    api::metrics::collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let mut service = api::Service::new(programs(true)?, now);
    service.least_free = settings.least_free;
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
        let directory = door.oidc.directory(&oidc::site(&door, address))?;
        tokio::spawn(api::metrics::add_up());
        let upkeep = Upkeep::start(Arc::clone(&archive), settings.schedule)?;
        announce(address)?;
        let jobs = Arc::clone(&service.jobs);
        let pages = web::router(Means {
            clock: now,
            jobs: Arc::clone(&jobs),
            programs: Arc::clone(&service.programs),
            folders: settings.folders.into(),
            directory: directory.map(Arc::new),
        });
        let watching = settings
            .watched
            .map(|watched| watched.start(&archive, &service));
        let (routes, _) = api::router(service);
        let guards = Guards {
            hosts: door.hosts.clone(),
            secure: way.secure,
            pages: Pages(Some(web::refused)),
            ..settings.guards
        };
        let entrance = Door::new(archive, accounts, way, secret, now);
        let routes = routes
            .merge(pages)
            .layer(axum::middleware::from_fn_with_state(
                entrance,
                session::admit,
            ));
        let routes = guard::around(routes, guards);
        let told = Arc::clone(&jobs);
        let ended = async move {
            stopped().await;
            drop(watching);
            told.close();
        };
        match keys {
            None => {
                let listener = listener.tap_io(listen::at_once);
                connections::serve(listener, routes, settings.patience, ended).await;
            }
            Some(keys) => {
                let listener = listen::Encrypted::new(listener, keys);
                connections::serve(listener, routes, settings.patience, ended).await;
            }
        }
        let settle = move || {
            jobs.settle(LAST_BATCH);
            drop(upkeep);
        };
        tokio::task::spawn_blocking(settle).await?;
        drop(notice);
        anyhow::Ok(())
    })?;
    runtime.shutdown_timeout(LAST_BATCH);
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
