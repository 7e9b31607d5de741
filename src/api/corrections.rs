//! People correct what was read: the queue of doubts, and each document's corrections.

use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api::Caller;
use crate::api::documents::id_of;
use crate::api::problem::Problem;
use crate::api::problem::sent;
use crate::api::search::QueryFields;
use crate::api::search::fields;
use crate::api::wire::HistoryRow;
use crate::api::wire::NewCorrection;
use crate::api::wire::ReviewAnswer;
use crate::archive::Archive;
use crate::archive::Editor;
use crate::archive::Error;
use crate::archive::ReviewRequest;
use crate::document::Correctable;
use crate::document::DocumentId;

/// Who corrects where a request does not say.
const UNNAMED: &str = "API";

/// Which part of the queue.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Queue {
    /// Only papers with this doubt.
    code: Option<String>,
    /// Only papers of this import, by its number in the catalogue.
    import: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// Papers on a page, 1 to 100; 20 if not given.
    limit: Option<String>,
}

/// Papers with doubts that a person can settle, the oldest in the archive first.
#[utoipa::path(get, path = "/review", params(Queue), responses(
    (status = 200, body = ReviewAnswer), (status = 400, body = Problem)))]
pub async fn review(
    caller: Caller,
    query: QueryFields<Queue>,
) -> Result<Json<ReviewAnswer>, Problem> {
    let queue = fields(query)?;
    let limit = number("limit", queue.limit)?.unwrap_or(20);
    let request = ReviewRequest {
        code: queue.code.filter(|code| !code.is_empty()),
        import: number("import", queue.import)?,
        after: queue.after.and_then(|id| DocumentId::parse(&id)),
        limit: u32::try_from(limit)
            .ok()
            .filter(|limit| (1..=100).contains(limit))
            .ok_or_else(|| bad("limit", limit.to_string()))?,
    };
    let review = caller.ask(move |archive| archive.review(&request)).await?;
    Ok(Json(ReviewAnswer::from(&review)))
}

fn number(field: &'static str, value: Option<String>) -> Result<Option<i64>, Problem> {
    let given = value.filter(|value| !value.is_empty());
    let read = given.map(|value| value.parse().map_err(|_| bad(field, value)));
    read.transpose()
}

fn bad(field: &'static str, value: String) -> Problem {
    Error::BadField { field, value }.into()
}

/// What a document was read as, and what people made of it.
#[utoipa::path(get, path = "/documents/{id}/corrections", params(("id" = String, Path)),
    responses((status = 200, body = HistoryRow), (status = 404, body = Problem)))]
pub async fn list(caller: Caller, Path(id): Path<String>) -> Result<Json<HistoryRow>, Problem> {
    let id = id_of(&id)?;
    let told = caller.ask(move |archive| {
        archive.document(&id)?;
        history(archive, &id)
    });
    Ok(Json(told.await?))
}

fn history(archive: &Archive, id: &DocumentId) -> Result<HistoryRow, Error> {
    Ok(HistoryRow::from(&archive.corrections(id)?))
}

/// Corrects a field, or confirms it; the index follows before the answer is given.
#[utoipa::path(post, path = "/documents/{id}/corrections", params(("id" = String, Path)),
    request_body = NewCorrection,
    responses(
        (status = 201, body = HistoryRow),
        (status = 400, body = Problem),
        (status = 403, body = Problem),
        (status = 413, body = Problem),
        (status = 415, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "another process writes the archive", body = Problem)))]
pub async fn make(
    caller: Caller,
    Path(id): Path<String>,
    body: Result<Json<NewCorrection>, JsonRejection>,
) -> Result<(StatusCode, Json<HistoryRow>), Problem> {
    let id = id_of(&id)?;
    let new = sent(body)?;
    let field: Correctable = new.field.parse().map_err(Error::from)?;
    let by = Editor {
        who: new.who.unwrap_or_else(|| UNNAMED.to_owned()),
        at: (caller.service.clock)(),
        reason: new.reason,
    };
    let told = caller.ask(move |archive| {
        archive.correct(&id, &[(field, new.value.unwrap_or_default())], &by)?;
        history(archive, &id)
    });
    Ok((StatusCode::CREATED, Json(told.await?)))
}

/// Takes a correction back: what was read, or corrected before, holds again.
#[utoipa::path(delete, path = "/documents/{id}/corrections/{n}",
    params(("id" = String, Path), ("n" = String, Path)),
    responses(
        (status = 200, body = HistoryRow),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "another process writes the archive", body = Problem)))]
pub async fn undo(
    caller: Caller,
    Path((id, n)): Path<(String, String)>,
) -> Result<Json<HistoryRow>, Problem> {
    let id = id_of(&id)?;
    let number = n.parse().map_err(|_| Error::NotFound(n))?;
    let by = Editor {
        who: UNNAMED.to_owned(),
        at: (caller.service.clock)(),
        reason: None,
    };
    let told = caller.ask(move |archive| {
        archive.undo(&id, number, &by)?;
        history(archive, &id)
    });
    Ok(Json(told.await?))
}
