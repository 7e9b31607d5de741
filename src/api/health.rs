//! Is the program alive, and can it answer?

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Caller;
use crate::api::problem::Problem;

/// Where the archive stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Readiness {
    /// Documents acknowledged; null for who may not see all of them.
    pub documents: Option<u64>,
    /// Changes the store has that the index has not seen yet; 0 when it is up to date.
    pub index_lag: Option<u64>,
}

/// Whether the process answers at all.
#[utoipa::path(get, path = "/healthz", responses((status = 200, description = "alive", body = String)))]
pub async fn alive() -> &'static str {
    "ok\n"
}

/// Whether the archive can be searched.
#[utoipa::path(get, path = "/readyz", responses(
    (status = 200, description = "searchable", body = Readiness),
    (status = 500, description = "not searchable", body = Problem),
    (status = 503, description = "no archive", body = Problem)))]
pub async fn ready(caller: Caller) -> Result<Json<Readiness>, Problem> {
    let told = caller.ask(|archive| archive.readiness()).await?;
    let (documents, index_lag) = told.unzip();
    Ok(Json(Readiness {
        documents,
        index_lag,
    }))
}
