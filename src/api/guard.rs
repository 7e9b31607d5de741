//! What every answer carries and every request must meet: headers, limits, same origin.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware::Next;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::response::Response;
use tower::ServiceBuilder;
use tower::util::MapRequestLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::MakeRequestUuid;
use tower_http::request_id::PropagateRequestIdLayer;
use tower_http::request_id::SetRequestIdLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;
use tower_http::timeout::TimeoutLayer;

use crate::api::load;
use crate::api::load::Load;
use crate::api::observe;
use crate::api::problem::Pages;
use crate::api::problem::Problem;
use crate::api::problem::finish;

/// How long a sender may pause in the middle of a body.
const BODY_PAUSE: Duration = Duration::from_secs(30);

/// Scripts, styles and pictures only from here; no framing by others.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; frame-src 'self'; object-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'self'";

/// What the guards have to know, and what an office may choose.
#[derive(Clone)]
pub struct Guards {
    /// Names this server answers to besides those of this machine.
    pub hosts: Vec<String>,
    /// It is reached by TLS only.
    pub secure: bool,
    /// Requests answered at a time.
    pub requests: usize,
    /// Whether the log tells what was asked.
    pub log_queries: bool,
    /// What browsers are shown of what was refused.
    pub pages: Pages,
}

impl Default for Guards {
    fn default() -> Self {
        Self {
            hosts: Vec::new(),
            secure: false,
            requests: 64,
            log_queries: false,
            pages: Pages::default(),
        }
    }
}

/// Puts the guards around all routes.
pub fn around(router: Router, guards: Guards) -> Router {
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    let id = HeaderName::from_static("x-request-id");
    // A year, after which a browser asks again by plain HTTP.
    let secure = guards
        .secure
        .then(|| fixed(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"));
    let hosts: Arc<[String]> = guards.hosts.into();
    // One stack, from the outermost to the innermost: each layer a router is given by itself costs
    // every request boxes of its own.
    let stack = ServiceBuilder::new()
        .layer(SetRequestIdLayer::new(id.clone(), MakeRequestUuid))
        .layer(PropagateRequestIdLayer::new(id))
        .layer(from_fn_with_state(guards.log_queries, observe::request))
        .layer(fixed(header::X_FRAME_OPTIONS, "SAMEORIGIN"))
        .layer(fixed(header::REFERRER_POLICY, "same-origin"))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::CONTENT_SECURITY_POLICY, POLICY))
        .option_layer(secure)
        .layer(CompressionLayer::new())
        .layer(RequestBodyTimeoutLayer::new(BODY_PAUSE))
        .layer(MapRequestLayer::new(|request: axum::http::Request<_>| {
            request.map(Body::new)
        }))
        .layer(from_fn_with_state(guards.pages, finish))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            Duration::from_secs(600),
        ))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(Load::of(guards.requests), load::limit))
        .layer(from_fn_with_state(hosts, same_origin));
    router.layer(stack)
}

/// Refuses what a foreign page could make a browser send: a change from another origin, and any
/// request under a host name that is not this machine's (a rebound DNS name).
async fn same_origin(State(hosts): State<Arc<[String]>>, request: Request, next: Next) -> Response {
    match foreign(&request, &hosts) {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    }
}

fn foreign(request: &Request, hosts: &[String]) -> Option<Problem> {
    let text = |name: HeaderName| request.headers().get(name)?.to_str().ok();
    let host = text(header::HOST).unwrap_or_default();
    let (name, _) = host_and_port(host);
    let ours = |known: &String| known.eq_ignore_ascii_case(name);
    if !is_loopback(host) && !hosts.iter().any(ours) {
        let detail = match hosts {
            [] => "this server answers only as localhost",
            _ => "this server answers only to its own names",
        };
        let status = StatusCode::MISDIRECTED_REQUEST;
        return Some(Problem::new(status, "foreign-host", detail));
    }
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let site = text(HeaderName::from_static("sec-fetch-site"));
    let foreign_site = matches!(site, Some("cross-site" | "same-site"));
    let foreign_origin = text(header::ORIGIN).is_some_and(|origin| {
        origin
            .split_once("://")
            .is_none_or(|(_, origin)| origin != host)
    });
    if !safe && (foreign_site || foreign_origin) {
        let detail = "changes are taken only from this server's own pages";
        return Some(Problem::new(
            StatusCode::FORBIDDEN,
            "foreign-origin",
            detail,
        ));
    }
    None
}

fn host_and_port(host: &str) -> (&str, &str) {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (name, port),
        _ => (host, ""),
    }
}

fn is_loopback(host: &str) -> bool {
    let (name, _) = host_and_port(host);
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost"
        || address
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_home() {
        for host in [
            "localhost",
            "localhost:8238",
            "127.0.0.1:80",
            "[::1]:80",
            "127.0.0.1",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "evil.example:8238",
            "10.0.0.1",
            "localhost.evil.example",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
