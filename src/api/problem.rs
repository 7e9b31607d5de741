//! Errors as problem+json (RFC 9457) with stable codes; from 500 up the cause stays in the log.

use axum::Json;
use axum::body::Body;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::ACCEPT;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::observe;
use crate::archive;

/// What a problem is sent as.
const PROBLEM: &str = "application/problem+json";
/// Most bytes of a refusal in plain words.
const LONGEST: usize = 4 << 10;

/// What went wrong with a request.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// `about:blank`: the code says more than a page could.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The status in words.
    pub title: &'static str,
    /// HTTP status.
    pub status: u16,
    /// What happened, to which field, and what to do next.
    pub detail: String,
    /// Stable kebab-case code to act on.
    pub code: &'static str,
    /// The request's id, as in the log.
    pub instance: Option<String>,
    /// For the log only.
    #[serde(skip)]
    cause: Option<Box<str>>,
}

impl Problem {
    /// A problem of the request's own making.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: detail.into(),
            code,
            instance: None,
            cause: None,
        }
    }

    /// A failure inside: the caller learns nothing but the code.
    pub fn internal(code: &'static str, cause: String) -> Self {
        let mut problem = Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            code,
            "something failed inside; the log has the cause under this request's id",
        );
        problem.cause = Some(cause.into());
        problem
    }

    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<archive::Error> for Problem {
    fn from(error: archive::Error) -> Self {
        let status = match error.code() {
            "not-found" => StatusCode::NOT_FOUND,
            "bad-request" => StatusCode::BAD_REQUEST,
            "forbidden" => StatusCode::FORBIDDEN,
            "unreadable" | "no-register" => StatusCode::UNPROCESSABLE_ENTITY,
            "held" => StatusCode::CONFLICT,
            "undrawable" => StatusCode::UNPROCESSABLE_ENTITY,
            "no-archive" | "newer-format" | "catalogue-unreachable" | "originals-unreachable" => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            "disk-full" => StatusCode::INSUFFICIENT_STORAGE,
            code => return Self::internal(code, chain(&error)),
        };
        Self::new(status, error.code(), error.to_string())
    }
}

/// The value that was sent as JSON.
///
/// # Errors
/// When it is not that, or too long.
pub fn sent<T>(body: Result<Json<T>, JsonRejection>) -> Result<T, Problem> {
    let refused = |error: JsonRejection| {
        let status = match error.status() {
            StatusCode::UNPROCESSABLE_ENTITY => StatusCode::BAD_REQUEST,
            status => status,
        };
        Problem::new(status, code_of(status), error.body_text())
    };
    body.map(|Json(value)| value).map_err(refused)
}

/// An error with its causes, in a line.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

impl IntoResponse for Problem {
    /// The body is written by [`finish`], which knows the request's id.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// An address below `/api/` at which there is nothing.
pub async fn nowhere() -> Problem {
    let detail = "there is nothing at this address: `/api/v1/openapi.json` lists what there is";
    Problem::new(StatusCode::NOT_FOUND, "not-found", detail)
}

/// What a page says of a refusal, by status and code, to who sent a request with these headers; none
/// where nobody makes pages.
#[derive(Clone, Copy, Default)]
pub struct Pages(pub Option<fn(StatusCode, &str, &HeaderMap) -> Response>);

/// Asked by programs alone.
const FOR_PROGRAMS: [&str; 3] = ["/metrics", "/healthz", "/readyz"];

/// A browser's request for what it shows: a form was sent, or a link followed, also below `/api/`.
pub fn is_for_a_page(path: &str, headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT);
    let accepted = accepted.and_then(|accepted| accepted.to_str().ok());
    !FOR_PROGRAMS.contains(&path)
        && accepted.is_some_and(|accepted| accepted.starts_with("text/html"))
}

/// Writes a problem's body with the request's id, and logs failures once. What a program is refused
/// in plain words becomes a problem too; what a browser is refused, a page.
pub async fn finish(State(pages): State<Pages>, request: Request, next: Next) -> Response {
    let known = observe::Known::of(&request);
    let path = request.uri().path();
    let page = pages.0.filter(|_| is_for_a_page(path, request.headers()));
    let page = page.map(|page| (page, request.headers().clone()));
    // Pages tell their own refusals.
    let is_of_the_api = path.starts_with("/api/") || FOR_PROGRAMS.contains(&path);
    let mut response = next.run(request).await;
    let mut problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem,
        None if (is_of_the_api || page.is_some()) && is_bare(&response) => {
            in_words(&mut response).await
        }
        None => return response,
    };
    let (id, route) = (known.id(), known.route());
    if let Some(cause) = &problem.cause {
        tracing::error!(
            request = id,
            route,
            code = problem.code,
            cause,
            "request failed"
        );
    }
    problem.instance = id;
    let mut written = match page {
        Some((page, headers)) => page(problem.status(), problem.code, &headers),
        None => {
            let mut written = (problem.status(), Json(&problem)).into_response();
            let kind = HeaderValue::from_static(PROBLEM);
            written.headers_mut().insert(CONTENT_TYPE, kind);
            written
        }
    };
    for (name, value) in response.headers() {
        if name != CONTENT_TYPE && name != axum::http::header::CONTENT_LENGTH {
            written.headers_mut().insert(name, value.clone());
        }
    }
    written
}

/// A refusal that is no problem yet: in plain words, or in none.
fn is_bare(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE);
    let kind = kind.map_or(&b""[..], HeaderValue::as_bytes);
    let status = response.status();
    (status.is_client_error() || status.is_server_error())
        && (kind.is_empty() || kind.starts_with(b"text/plain"))
}

/// A refusal's words as a problem.
async fn in_words(response: &mut Response) -> Problem {
    let status = response.status();
    let body = std::mem::replace(response.body_mut(), Body::empty());
    let body = to_bytes(body, LONGEST).await.unwrap_or_default();
    let said = String::from_utf8_lossy(&body);
    let detail = match (said.trim(), status) {
        ("", StatusCode::METHOD_NOT_ALLOWED) => {
            "this address does not take this method: `Allow` names those it takes"
        }
        ("", _) => "the request cannot be answered",
        (said, _) => said,
    };
    Problem::new(status, code_of(status), detail)
}

fn code_of(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => "bad-request",
        StatusCode::NOT_FOUND => "not-found",
        StatusCode::METHOD_NOT_ALLOWED => "method-not-allowed",
        StatusCode::REQUEST_TIMEOUT => "too-slow",
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::URI_TOO_LONG => "too-long",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "unsupported-media-type",
        StatusCode::RANGE_NOT_SATISFIABLE => "no-such-range",
        status if status.is_server_error() => "internal",
        _ => "refused",
    }
}
