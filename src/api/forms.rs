//! Forms: a change is taken only from one of our own pages.

use axum::body::Body;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::header;

use crate::api::problem::Problem;
use crate::api::session::By;
use crate::archive::same;

/// Most bytes of a form; uploads are no forms but are sent by parts.
const LONGEST_FORM: usize = 1 << 20;

/// Refuses a change that was not sent by one of our own pages: a foreign page knows no key.
pub(super) async fn ours(request: Request, key: &str, by: By) -> Result<Request, Problem> {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let headers = request.headers();
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let form = kind.starts_with("application/x-www-form-urlencoded");
    // Without accounts there is no cookie a foreign page could use; the API is then for programs.
    if safe || by == By::Token || (by == By::Owner && !form) {
        return Ok(request);
    }
    let foreign = || {
        Problem::new(
            StatusCode::FORBIDDEN,
            "foreign-form",
            "the form is not from this server, or from before you logged in: load the page again",
        )
    };
    if let Some(sent) = headers.get("x-khoa") {
        let sent = sent.to_str().unwrap_or_default();
        return same(sent, key).then_some(request).ok_or_else(foreign);
    }
    if kind.starts_with("multipart/form-data") {
        // Its parts are not read before it is known whose they are.
        let query = request.uri().query().unwrap_or_default().as_bytes();
        let sent = form_urlencoded::parse(query).find(|(name, _)| name == "khoa");
        let is_ours = sent.is_some_and(|(_, sent)| same(&sent, key));
        return is_ours.then_some(request).ok_or_else(foreign);
    }
    if !form {
        return Err(foreign());
    }
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LONGEST_FORM).await.map_err(|_| {
        let detail = "the form is too long";
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-long", detail)
    })?;
    let sent = form_urlencoded::parse(&body).find(|(name, _)| name == "khoa");
    match sent.is_some_and(|(_, sent)| same(&sent, key)) {
        true => Ok(Request::from_parts(parts, Body::from(body))),
        false => Err(foreign()),
    }
}
