//! Imports handed over by another `vankho` on this machine: files the server reads from its own disks.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::JsonRejection;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::response::Response;
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

use crate::api::Caller;
use crate::api::Service;
use crate::api::problem::Problem;
use crate::api::problem::sent;
use crate::api::wire::HandedOver;
use crate::api::wire::ImportLine;
use crate::api::wire::import::path_of;
use crate::archive::Error;
use crate::archive::ImportJob;
use crate::archive::Work;
use crate::archive::charset_named;
use crate::archive::home_body;

/// Lines that may wait for who listens; then the import waits, as it does for a slow terminal.
const LINES_AHEAD: usize = 1024;

/// Imports folders and files of this machine. Only for programs of the archive's owner, who show
/// the secret that lies in the archive. The answer comes line by line while the import runs: one
/// JSON value each, `taken` first, `summary` or `failed` last. The import goes on when nobody
/// listens any more; `DELETE` on its address stops it.
#[utoipa::path(post, path = "/imports/folders", request_body = HandedOver,
    params(("authorization" = Option<String>, Header, description = "`Bearer` and the secret")),
    responses(
        (status = 200, description = "the job's lines", body = String,
            content_type = "application/x-ndjson"),
        (status = 400, body = Problem),
        (status = 401, description = "not the secret of this archive", body = Problem),
        (status = 403, body = Problem),
        (status = 413, body = Problem),
        (status = 415, body = Problem),
        (status = 503, description = "the server is being stopped", body = Problem)))]
pub async fn take(
    caller: Caller,
    headers: HeaderMap,
    body: Result<Json<HandedOver>, JsonRejection>,
) -> Result<Response, Problem> {
    let service = &caller.service;
    if !is_owner(service, &headers) {
        return Err(Problem::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "only programs that may read the archive's own files can hand over a folder",
        ));
    }
    let wanted = sent(body)?;
    let (listener, lines) = mpsc::channel(LINES_AHEAD);
    let work = Work {
        archive: Arc::clone(&caller.archive),
        job: job(service, &wanted)?,
        staged: None,
        // Nobody listens any more: the job goes on.
        listener: Some(Box::new(move |progress| {
            drop(listener.blocking_send(ImportLine::from(&progress)));
        })),
    };
    let number = service.start(work)?;
    let first = ImportLine::Taken {
        url: format!("/api/v1/imports/{number}"),
    };
    let lines = tokio_stream::once(first).chain(ReceiverStream::new(lines));
    let lines = lines.map(|line| {
        serde_json::to_string(&line).map(|mut line| {
            line.push('\n');
            line
        })
    });
    let kind = [(CONTENT_TYPE, "application/x-ndjson")];
    Ok((kind, Body::from_stream(lines)).into_response())
}

fn is_owner(service: &Service, headers: &HeaderMap) -> bool {
    let shown = headers.get(AUTHORIZATION);
    let shown = shown.and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    match (shown, service.secret.as_deref()) {
        (Some(shown), Some(secret)) => is_same(shown, secret.as_bytes()),
        _ => false,
    }
}

/// Takes as long for a wrong first letter as for a wrong last one.
fn is_same(shown: &[u8], secret: &[u8]) -> bool {
    let differences = shown
        .iter()
        .zip(secret)
        .fold(0, |seen, (a, b)| seen | (a ^ b));
    shown.len() == secret.len() && differences == 0
}

fn job(service: &Service, wanted: &HandedOver) -> Result<ImportJob, Problem> {
    let path = |address: &String| {
        path_of(address).ok_or_else(|| Error::BadField {
            field: "paths",
            value: address.clone(),
        })
    };
    let mut job = ImportJob::new(service.programs.as_ref().clone(), service.clock);
    job.paths = wanted.paths.iter().map(path).collect::<Result<_, _>>()?;
    job.within = wanted.within.as_ref().map(path).transpose()?;
    job.retry = wanted.retry;
    if let Some(who) = &wanted.who {
        job.who.clone_from(who);
    }
    job.home = wanted.home.as_deref().map(home_body).transpose()?;
    job.charset = wanted.charset.as_deref().map(charset_named).transpose()?;
    if let Some(jobs) = wanted.jobs {
        job.jobs = usize::from(jobs.clamp(1, 256));
    }
    job.elsewhere = usize::from(wanted.elsewhere.unwrap_or_default().min(256));
    if let Some(settle) = wanted.settle {
        job.settle = Duration::from_secs(settle.into());
    }
    if !wanted.ocr {
        job.programs.recogniser = None;
    }
    Ok(job)
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn only_the_secret_is_the_secret() {
        assert!(is_same(b"abc", b"abc"));
        for wrong in ["", "ab", "abd", "abcd", "bbc"] {
            assert!(!is_same(wrong.as_bytes(), b"abc"), "{wrong}");
        }
    }
}
