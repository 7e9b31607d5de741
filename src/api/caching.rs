//! ETags: an answer changes only when the index does.

use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::http::header::ETAG;
use axum::http::header::IF_NONE_MATCH;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Response;

use crate::api::Service;

/// Answers 304 when the caller's copy is of the index's present generation, and marks good answers
/// with it. The tag is taken before the answer is made, so a commit in between only costs a reload.
pub async fn by_generation(
    State(service): State<Service>,
    request: Request,
    next: Next,
) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return next.run(request).await;
    }
    // An index that cannot be read is the handler's to report.
    let Ok(generation) = service.archive.generation() else {
        return next.run(request).await;
    };
    let tag = format!("W/\"{}-{generation:x}\"", env!("CARGO_PKG_VERSION"));
    let known = request
        .headers()
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|value| value.trim() == tag);
    let mut response = match known {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => next.run(request).await,
    };
    if known || response.status().is_success() {
        if let Ok(value) = HeaderValue::from_str(&tag) {
            response.headers_mut().insert(ETAG, value);
        }
        let policy = HeaderValue::from_static("private, no-cache");
        response.headers_mut().insert(CACHE_CONTROL, policy);
    }
    response
}
