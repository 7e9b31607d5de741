//! Documents taken out on purpose: delete one, bring it back, see which ones there are.

use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use serde::Deserialize;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Caller;
use crate::api::documents::id_of;
use crate::api::problem::Problem;
use crate::api::problem::sent;
use crate::archive::Deleted;
use crate::archive::Editor;
use crate::archive::KEEP_DAYS;
use crate::archive::document_title;

/// Who acts where a request does not say.
const UNNAMED: &str = "API";

/// A document to delete.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewDeletion {
    /// Why; must not be empty.
    #[schema(pattern = r"\S")]
    pub reason: String,
    /// Who says so.
    pub who: Option<String>,
    /// Days it can be brought back; 30 if not given.
    pub keep_days: Option<u16>,
}

/// A deleted document.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeletionRow {
    /// The document.
    pub id: String,
    /// Its title; null once it is purged.
    pub title: Option<String>,
    /// When it was deleted.
    pub at: String,
    /// By whom.
    pub who: String,
    /// Why; null once it is purged.
    pub reason: Option<String>,
    /// Until when it can be brought back.
    pub keep_until: String,
    /// When it was removed for good.
    pub purged_at: Option<String>,
}

impl From<&Deleted> for DeletionRow {
    fn from(deleted: &Deleted) -> Self {
        Self {
            id: deleted.id.to_string(),
            title: deleted.document.as_ref().map(document_title),
            at: deleted.at.to_string(),
            who: deleted.who.clone(),
            reason: deleted.reason.clone(),
            keep_until: deleted.keep_until.to_string(),
            purged_at: deleted.purged_at.map(|at| at.to_string()),
        }
    }
}

/// Deleted documents, the oldest deletion first; none for who may not see everything.
#[utoipa::path(get, path = "/deletions", responses((status = 200, body = Vec<DeletionRow>)))]
pub async fn list(caller: Caller) -> Result<Json<Vec<DeletionRow>>, Problem> {
    let deleted = caller.ask(|archive| archive.deleted()).await?;
    Ok(Json(deleted.iter().map(DeletionRow::from).collect()))
}

/// Deletes a document; it is nowhere any more when the answer is given.
#[utoipa::path(post, path = "/documents/{id}/deletion", params(("id" = String, Path)),
    request_body = NewDeletion,
    responses(
        (status = 201, body = DeletionRow),
        (status = 400, body = Problem),
        (status = 403, body = Problem),
        (status = 413, body = Problem),
        (status = 415, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "another process writes the archive", body = Problem)))]
pub async fn make(
    caller: Caller,
    Path(id): Path<String>,
    body: Result<Json<NewDeletion>, JsonRejection>,
) -> Result<(StatusCode, Json<DeletionRow>), Problem> {
    let id = id_of(&id)?;
    let new = sent(body)?;
    let by = Editor {
        who: new.who.unwrap_or_else(|| UNNAMED.to_owned()),
        at: (caller.service.clock)(),
        reason: Some(new.reason),
    };
    let keep_days = new.keep_days.unwrap_or(KEEP_DAYS);
    let deleted = caller.ask(move |archive| archive.delete(&id, keep_days, &by));
    let deleted = deleted.await?;
    Ok((StatusCode::CREATED, Json(DeletionRow::from(&deleted))))
}

/// What bringing a document back came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct Restored {
    /// The document.
    pub id: String,
    /// Whether it is there again; false of one that was purged, which may be imported again.
    pub restored: bool,
}

/// Brings a deleted document back.
#[utoipa::path(delete, path = "/documents/{id}/deletion", params(("id" = String, Path)),
    responses(
        (status = 200, body = Restored),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "another process writes the archive", body = Problem)))]
pub async fn undo(caller: Caller, Path(id): Path<String>) -> Result<Json<Restored>, Problem> {
    let parsed = id_of(&id)?;
    let by = Editor {
        who: UNNAMED.to_owned(),
        at: (caller.service.clock)(),
        reason: None,
    };
    let back = caller.ask(move |archive| archive.undelete(&parsed, &by));
    let restored = back.await?.is_some();
    Ok(Json(Restored { id, restored }))
}
