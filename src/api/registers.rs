//! A register sent in and held against the archive; nothing of it is kept.

use std::sync::Arc;

use axum::Json;
use axum::extract::DefaultBodyLimit;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::extract::multipart::MultipartRejection;
use axum::http::StatusCode;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api::Caller;
use crate::api::documents::disposition;
use crate::api::imports::Upload;
use crate::api::imports::in_parts;
use crate::api::problem::Problem;
use crate::api::search::QueryFields;
use crate::api::search::fields;
use crate::api::wire::RegisterAnswer;
use crate::archive::LARGEST_READ;
use crate::archive::ListFormat;

/// The limit on a register's size, as a layer for the route that takes one.
pub fn limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(LARGEST_READ)
}

/// How the report is wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RegisterParameters {
    /// `json` (default), `xlsx`, `csv` or `docx`.
    format: Option<String>,
}

/// A register (XLSX, XLS, ODS, CSV, or a table in a paper) held against the papers, as
/// `multipart/form-data`: the first part with a file name is read. Rows without a paper, papers without a
/// row, what disagrees, holes and collisions of numbers. Changes nothing.
#[utoipa::path(post, path = "/registers/check", params(RegisterParameters),
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "the report; as a file where that was asked for", body = RegisterAnswer),
        (status = 400, description = "no file was sent, or the format is none", body = Problem),
        (status = 403, body = Problem),
        (status = 413, body = Problem),
        (status = 415, body = Problem),
        (status = 422, description = "the file cannot be read, or holds no register", body = Problem)))]
pub async fn check(
    caller: Caller,
    query: QueryFields<RegisterParameters>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let format = match fields(query)?.format.as_deref() {
        None | Some("" | "json") => None,
        Some(name) => Some(ListFormat::of(name).ok_or_else(|| {
            let detail = format!("`{name}` is none of `json`, `xlsx`, `csv`, `docx`");
            Problem::new(StatusCode::BAD_REQUEST, "bad-request", detail)
        })?),
    };
    let (name, bytes) = file(in_parts(form)?).await?;
    let programs = Arc::clone(&caller.service.programs);
    let report = caller
        .ask(move |archive| {
            let register = archive.read_register(&programs, &name, &bytes)?;
            archive.reconcile(&Arc::new(register))
        })
        .await?;
    let Some(format) = format else {
        return Ok(Json(RegisterAnswer::from(&report)).into_response());
    };
    let written = caller.ask(move |_| report.written(format)).await?;
    let name = format!("đối chiếu sổ.{}", format.ending());
    let headers = [
        (CONTENT_TYPE, format.media_type().to_owned()),
        (CONTENT_DISPOSITION, disposition(false, &name)),
    ];
    Ok((headers, written).into_response())
}

async fn file(mut form: Multipart) -> Result<(String, Vec<u8>), Problem> {
    let cut = |error: MultipartError| bad(error.status(), &error.body_text());
    while let Some(part) = form.next_field().await.map_err(cut)? {
        let name = part.file_name().unwrap_or_default().to_owned();
        if !name.is_empty() {
            return Ok((name, part.bytes().await.map_err(cut)?.to_vec()));
        }
    }
    let detail = "no part has a file name";
    Err(Problem::new(StatusCode::BAD_REQUEST, "no-files", detail))
}

fn bad(status: StatusCode, detail: &str) -> Problem {
    Problem::new(status, "bad-upload", detail)
}
