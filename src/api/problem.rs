//! Errors as problem+json (RFC 9457) with stable codes; from 500 up the cause stays in the log.

use axum::Json;
use axum::extract::Request;
use axum::extract::rejection::JsonRejection;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::observe;
use crate::archive;

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
            "no-archive" | "newer-format" => StatusCode::SERVICE_UNAVAILABLE,
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
        let (status, code) = match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => (StatusCode::PAYLOAD_TOO_LARGE, "too-long"),
            _ => (StatusCode::BAD_REQUEST, "bad-request"),
        };
        Problem::new(status, code, error.body_text())
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

/// Writes a problem's body with the request's id, and logs failures once.
pub async fn finish(request: Request, next: Next) -> Response {
    let (id, route) = (observe::id(&request), observe::route(&request));
    let mut response = next.run(request).await;
    let Some(mut problem) = response.extensions_mut().remove::<Problem>() else {
        return response;
    };
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
    let mut written = (problem.status(), Json(&problem)).into_response();
    let kind = HeaderValue::from_static("application/problem+json");
    written.headers_mut().insert(CONTENT_TYPE, kind);
    for (name, value) in response.headers() {
        if name != CONTENT_TYPE && name != axum::http::header::CONTENT_LENGTH {
            written.headers_mut().insert(name, value.clone());
        }
    }
    written
}
