//! ETags: an answer changes only when the index does; or, for who may not see all of it, by content.

use std::sync::Arc;

use axum::body::Body;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::http::header::ETAG;
use axum::http::header::IF_NONE_MATCH;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Response;

use crate::api::problem::Problem;
use crate::archive::Archive;
use crate::archive::fingerprint;

/// Answers 304 when the caller's copy is of the index's present generation, and marks good answers
/// with it. The tag is taken before the answer is made, so a commit in between only costs a reload.
///
/// A caller who may not see everything must not learn that something else has changed: their
/// answers are made each time, and tagged by what is in them.
pub async fn tagged(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let Some(archive) = request.extensions().get::<Arc<Archive>>().filter(|_| reads) else {
        return next.run(request).await;
    };
    // An index that cannot be read is the handler's to report.
    let Ok(generation) = archive.generation() else {
        return next.run(request).await;
    };
    let asked = request.headers().clone();
    let Some(generation) = generation else {
        return by_content(&asked, next.run(request).await).await;
    };
    let tag = format!("W/\"{}-{generation:x}\"", env!("CARGO_PKG_VERSION"));
    match is_known(&asked, &tag) {
        true => mark(StatusCode::NOT_MODIFIED.into_response(), &tag),
        false => {
            let response = next.run(request).await;
            match response.status().is_success() {
                true => mark(response, &tag),
                false => response,
            }
        }
    }
}

async fn by_content(asked: &HeaderMap, response: Response) -> Response {
    if !response.status().is_success() {
        return response;
    }
    let (parts, body) = response.into_parts();
    let body = match to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        Err(error) => return Problem::internal("answer", error.to_string()).into_response(),
    };
    let tag = format!("W/\"{}\"", fingerprint(&body));
    match is_known(asked, &tag) {
        true => mark(StatusCode::NOT_MODIFIED.into_response(), &tag),
        false => mark(Response::from_parts(parts, Body::from(body)), &tag),
    }
}

/// Whether the caller says they have the answer with this tag.
pub fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let values = asked.get_all(IF_NONE_MATCH).iter();
    values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|value| value.trim() == tag)
}

/// Marks an answer with its tag.
pub fn mark(mut response: Response, tag: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(ETAG, value);
    }
    let policy = HeaderValue::from_static("private, no-cache");
    response.headers_mut().insert(CACHE_CONTROL, policy);
    response
}
