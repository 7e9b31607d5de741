//! Connections: as many as fit, cut when they dawdle, ended gracefully when the server stops.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::Request;
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::sync::Semaphore;
use tower::ServiceExt;

use crate::api::session::Peer;

/// Connections open at a time; the next ones wait until one ends.
const CONNECTIONS: usize = 1_024;
/// Bytes of a request's head.
const HEAD_BYTES: usize = 64 << 10;
/// How long requests under way may take when the server stops.
const GRACE: Duration = Duration::from_secs(30);

/// Serves until `stop` is ready, then lets the requests under way end. `patience` is how long a
/// client may take to send the head of a request, or to begin the next one.
pub async fn serve(
    mut listener: impl Listener<Addr = SocketAddr>,
    routes: Router,
    patience: Duration,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let going = GracefulShutdown::new();
    let mut server = http1::Builder::new();
    server
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .max_buf_size(HEAD_BYTES);
    let accept = async {
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else {
                return;
            };
            let (stream, address) = listener.accept().await;
            let peer = Peer(address.ip().to_canonical());
            let routes = routes.clone();
            let service = service_fn(move |mut request: Request<Incoming>| {
                request.extensions_mut().insert(peer);
                routes.clone().oneshot(request)
            });
            let connection = server.serve_connection(TokioIo::new(stream), service);
            let connection = going.watch(connection);
            tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::debug!(cause = %error, "connection ended");
                }
                drop(place);
            });
        }
    };
    tokio::pin!(stop);
    tokio::select! {
        () = accept => {}
        () = &mut stop => {}
    }
    drop(listener);
    if tokio::time::timeout(GRACE, going.shutdown()).await.is_err() {
        tracing::warn!("requests were cut: they took too long to end");
    }
}
