//! Files sent in over HTTP, and how far their import is.

use std::path::Component;
use std::path::Path as FilePath;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Json;
use axum::extract::DefaultBodyLimit;
use axum::extract::Multipart;
use axum::extract::Path;
use axum::extract::multipart::Field;
use axum::extract::multipart::MultipartRejection;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::Uri;
use axum::http::header::LOCATION;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use tokio::io::AsyncWriteExt;
use utoipa::ToSchema;

use crate::api::Caller;
use crate::api::problem::Problem;
use crate::api::problem::is_for_a_page;
use crate::api::wire::ImportRow;
use crate::archive::ImportJob;
use crate::archive::Job;
use crate::archive::Work;

/// Who sends papers in where there are no accounts.
const UNNAMED: &str = "API";

/// The page of imports.
const PAGE: &str = "/nhap";
/// Most bytes one upload may have.
pub const MAX_UPLOAD: usize = 2 << 30;
/// Most files one upload may have.
const MAX_FILES: usize = 10_000;

/// The limit on an upload's size, as a layer for the routes that take one.
pub fn limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(MAX_UPLOAD)
}

/// What is sent in.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it describes what is sent; nothing is made of it")]
pub struct Upload {
    /// The files, each with its name; the part's own name says nothing.
    #[schema(value_type = Vec<String>, format = Binary)]
    pub file: Vec<Vec<u8>>,
}

/// Files to import, as `multipart/form-data`: every part with a file name is taken, the name may
/// hold folders. Answers at once; the job's URL tells how far it is.
#[utoipa::path(post, path = "/imports",
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses(
        (status = 202, description = "taken; `Location` is the job", body = ImportRow),
        (status = 303, description = "for a browser's form: the page about the job, or the form again"),
        (status = 400, body = Problem),
        (status = 403, body = Problem),
        (status = 413, body = Problem),
        (status = 415, body = Problem),
        (status = 500, body = Problem),
        (status = 503, description = "the server is being stopped", body = Problem)))]
pub async fn start(
    caller: Caller,
    uri: Uri,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let taken = take(caller, form).await;
    if !is_for_a_page(uri.path(), &headers) {
        let row = taken?;
        let mut response = (StatusCode::ACCEPTED, Json(&row)).into_response();
        if let Ok(value) = HeaderValue::from_str(&row.url) {
            response.headers_mut().insert(LOCATION, value);
        }
        return Ok(response);
    }
    let page = match taken {
        Ok(row) => format!("{PAGE}/{}", row.id),
        Err(problem) if problem.status == StatusCode::FORBIDDEN.as_u16() => return Err(problem),
        Err(problem) => format!("{PAGE}?loi={}", problem.code),
    };
    Ok(Redirect::to(&page).into_response())
}

/// What was sent, if it came in parts.
pub fn in_parts(form: Result<Multipart, MultipartRejection>) -> Result<Multipart, Problem> {
    form.map_err(|_| {
        let detail = "files are sent as `multipart/form-data`";
        Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported-media-type",
            detail,
        )
    })
}

async fn take(
    caller: Caller,
    form: Result<Multipart, MultipartRejection>,
) -> Result<ImportRow, Problem> {
    let form = in_parts(form)?;
    let staged = caller.ask(|archive| archive.staging()).await?;
    let count = receive(form, staged.path()).await?;
    if count == 0 {
        let detail = "no part has a file name";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "no-files", detail));
    }
    let job = ImportJob {
        paths: vec![staged.path().to_path_buf()],
        uploaded: true,
        who: caller
            .archive
            .rights()
            .account
            .clone()
            .unwrap_or_else(|| UNNAMED.to_owned()),
        ..ImportJob::new(
            caller.service.programs.as_ref().clone(),
            caller.service.clock,
        )
    };
    let work = Work {
        archive: Arc::clone(&caller.archive),
        job,
        staged: Some(staged),
        listener: None,
    };
    let number = caller.service.start(work)?;
    let job = caller.service.jobs.get(number, caller.archive.rights());
    Ok(ImportRow::new(number, &job.unwrap_or_default()))
}

/// How far an import is.
#[utoipa::path(get, path = "/imports/{id}", params(("id" = String, Path)), responses(
    (status = 200, body = ImportRow), (status = 404, body = Problem)))]
pub async fn progress(caller: Caller, Path(id): Path<String>) -> Result<Json<ImportRow>, Problem> {
    let jobs = &caller.service.jobs;
    found(&id, |number| jobs.get(number, caller.archive.rights()))
}

/// Stops an import after the batch at hand: what it reported is durable, and the same import goes
/// on from there. One that has ended stays as it is.
#[utoipa::path(delete, path = "/imports/{id}", params(("id" = String, Path)), responses(
    (status = 202, description = "told to stop", body = ImportRow),
    (status = 403, body = Problem),
    (status = 404, body = Problem)))]
pub async fn cancel(
    caller: Caller,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<ImportRow>), Problem> {
    let jobs = &caller.service.jobs;
    let row = found(&id, |number| jobs.cancel(number, caller.archive.rights()))?;
    Ok((StatusCode::ACCEPTED, row))
}

fn found(id: &str, ask: impl FnOnce(u64) -> Option<Job>) -> Result<Json<ImportRow>, Problem> {
    let number = id.parse().unwrap_or(0);
    match ask(number) {
        Some(job) => Ok(Json(ImportRow::new(number, &job))),
        None => Err(Problem::new(
            StatusCode::NOT_FOUND,
            "not-found",
            format!("there is no import `{id}` since this server started"),
        )),
    }
}

fn bad_form(status: StatusCode, detail: &str) -> Problem {
    Problem::new(status, "bad-upload", detail)
}

/// Writes the parts into the staging folder as they arrive; counts the files.
pub async fn receive(mut form: Multipart, staged: &FilePath) -> Result<usize, Problem> {
    let mut count = 0;
    loop {
        let part = form.next_field().await;
        let part = part.map_err(|error| bad_form(error.status(), &error.body_text()))?;
        let Some(part) = part else { return Ok(count) };
        let Some(name) = part.file_name().and_then(safe_relative) else {
            continue;
        };
        count += 1;
        if count > MAX_FILES {
            let detail = format!("more than {MAX_FILES} files in one upload: send the rest apart");
            return Err(bad_form(StatusCode::PAYLOAD_TOO_LARGE, &detail));
        }
        write(part, &staged.join(name)).await?;
    }
}

async fn write(mut part: Field<'_>, path: &FilePath) -> Result<(), Problem> {
    let failed = |error: std::io::Error| Problem::internal("staging", error.to_string());
    if let Some(folder) = path.parent() {
        tokio::fs::create_dir_all(folder).await.map_err(failed)?;
    }
    let mut file = tokio::fs::File::create(path).await.map_err(failed)?;
    loop {
        let chunk = part.chunk().await;
        let chunk = chunk.map_err(|error| bad_form(error.status(), &error.body_text()))?;
        let Some(chunk) = chunk else { break };
        file.write_all(&chunk).await.map_err(failed)?;
    }
    file.flush().await.map_err(failed)
}

/// The sender's name for a file as a path below the staging folder: folders are kept, anything
/// that could lead out of it is not. None for a part that is no file.
fn safe_relative(name: &str) -> Option<PathBuf> {
    let name = name.replace('\\', "/");
    let safe: PathBuf = FilePath::new(&name)
        .components()
        .filter_map(|component| match component {
            Component::Normal(part) => part.to_str(),
            _ => None,
        })
        .map(|part| {
            let printable = part.chars().filter(|letter| !letter.is_control());
            let mut length = 0;
            let fits = printable.take_while(|letter| {
                length += letter.len_utf8();
                length <= 255
            });
            fits.collect::<String>()
        })
        .filter(|part| !part.is_empty())
        .collect();
    (safe.components().count() > 0).then_some(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<&str>) {
        assert_eq!(safe_relative(name), expected.map(PathBuf::from), "{name}");
    }

    #[test]
    fn a_name_never_leads_out() {
        check("Quyết định.pdf", Some("Quyết định.pdf"));
        check("2020/a.docx", Some("2020/a.docx"));
        check("../../etc/passwd", Some("etc/passwd"));
        check("/etc/passwd", Some("etc/passwd"));
        check("C:\\ho so\\a.doc", Some("C:/ho so/a.doc"));
        check("a\u{0}\nb.txt", Some("ab.txt"));
        check("", None);
        check("..", None);
    }
}
