//! Imports that were made, and taking one back.

use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::JsonRejection;
use serde::Deserialize;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Caller;
use crate::api::problem::Problem;
use crate::api::problem::sent;
use crate::archive::Editor;
use crate::archive::Error;
use crate::archive::ImportRun;

/// Runs listed, the newest first.
const LISTED: u32 = 100;
/// Who acts where a request does not say.
const UNNAMED: &str = "API";

/// An import that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunRow {
    /// What it is taken back by.
    pub run: i64,
    /// The folders, for people.
    pub folder: String,
    /// When it began.
    pub started: String,
    /// When it ended; null while it runs and when it was cut.
    pub finished: Option<String>,
    /// Documents that came by this run alone and are still there.
    pub holds: u64,
}

impl From<&ImportRun> for RunRow {
    fn from(run: &ImportRun) -> Self {
        Self {
            run: run.id,
            folder: run.folder.clone(),
            started: run.started.to_string(),
            finished: run.finished.as_ref().map(|(at, _)| at.to_string()),
            holds: run.holds,
        }
    }
}

/// Imports that were made, the newest first, at most 100; none for who may not see everything.
#[utoipa::path(get, path = "/imports/runs", responses((status = 200, body = Vec<RunRow>),
    (status = 403, body = Problem)))]
pub async fn list(caller: Caller) -> Result<Json<Vec<RunRow>>, Problem> {
    let runs = caller.ask(|archive| archive.imports(LISTED)).await?;
    Ok(Json(runs.iter().map(RunRow::from).collect()))
}

/// Why an import is taken back.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewUndo {
    /// Why; must not be empty.
    #[schema(pattern = r"\S")]
    pub reason: String,
    /// Who says so.
    pub who: Option<String>,
}

/// What became of a run's documents.
#[derive(Debug, Serialize, ToSchema)]
pub struct UndoneRow {
    /// The run.
    pub run: i64,
    /// Documents that are no longer there: they came by this run alone.
    pub withdrawn: u64,
    /// Documents that came from elsewhere too and stay.
    pub kept: u64,
}

/// Takes an import back, in one step: the documents that came by it alone are withdrawn, and the next
/// import of their folder takes them again.
#[utoipa::path(post, path = "/imports/runs/{run}/undo", params(("run" = String, Path)),
    request_body = NewUndo,
    responses(
        (status = 200, body = UndoneRow),
        (status = 400, body = Problem),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "another process writes the archive", body = Problem),
        (status = 413, body = Problem),
        (status = 415, body = Problem)))]
pub async fn undo(
    caller: Caller,
    Path(run): Path<String>,
    body: Result<Json<NewUndo>, JsonRejection>,
) -> Result<Json<UndoneRow>, Problem> {
    let run: i64 = run.parse().map_err(|_| Error::NotFound(run))?;
    let new = sent(body)?;
    if new.reason.trim().is_empty() {
        return Err(Error::BadField {
            field: "reason",
            value: new.reason,
        }
        .into());
    }
    let by = Editor {
        who: new.who.unwrap_or_else(|| UNNAMED.to_owned()),
        at: (caller.service.clock)(),
        reason: Some(new.reason),
    };
    let undone = caller
        .ask(move |archive| archive.undo_import(run, &by))
        .await?;
    Ok(Json(UndoneRow {
        run,
        withdrawn: undone.withdrawn,
        kept: undone.kept,
    }))
}
