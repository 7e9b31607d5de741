//! What the archive holds, by issuing body and by kind, and what it lacks.

use axum::Json;

use crate::api::Caller;
use crate::api::problem::Problem;
use crate::api::wire::BodyRow;
use crate::api::wire::CountRow;
use crate::api::wire::FolderRow;
use crate::api::wire::MissingRow;
use crate::archive::Request;

/// Missing papers in one answer.
const MOST_MISSING: usize = 10_000;

/// Issuing bodies that have documents, as a tree with counts.
#[utoipa::path(get, path = "/bodies", responses((status = 200, body = Vec<BodyRow>)))]
pub async fn bodies(caller: Caller) -> Result<Json<Vec<BodyRow>>, Problem> {
    let answer = caller
        .ask(|archive| archive.search(&Request::default()))
        .await?;
    Ok(Json(answer.facets.body.iter().map(BodyRow::from).collect()))
}

/// Kinds that have documents, with counts.
#[utoipa::path(get, path = "/kinds", responses((status = 200, body = Vec<CountRow>)))]
pub async fn kinds(caller: Caller) -> Result<Json<Vec<CountRow>>, Problem> {
    let answer = caller
        .ask(|archive| archive.search(&Request::default()))
        .await?;
    Ok(Json(
        answer.facets.kind.iter().map(CountRow::from).collect(),
    ))
}

/// Folders that papers came from, as a tree with counts.
#[utoipa::path(get, path = "/folders", responses((status = 200, body = Vec<FolderRow>)))]
pub async fn folders(caller: Caller) -> Result<Json<Vec<FolderRow>>, Problem> {
    let folders = caller.ask(|archive| archive.folders()).await?;
    Ok(Json(folders.iter().map(FolderRow::from).collect()))
}

/// Papers cited by number that the archive does not have, the most cited first, at most 10,000.
#[utoipa::path(get, path = "/cited-missing", responses((status = 200, body = Vec<MissingRow>)))]
pub async fn cited_missing(caller: Caller) -> Result<Json<Vec<MissingRow>>, Problem> {
    let missing = caller
        .ask(|archive| archive.cited_missing(MOST_MISSING))
        .await?;
    Ok(Json(missing.iter().map(MissingRow::from).collect()))
}
