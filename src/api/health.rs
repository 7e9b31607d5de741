//! Is the program alive, and can the archive do its work?

use axum::Json;
use axum::http::StatusCode;
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
    /// Whether the index is being, or is to be, built anew; it answers meanwhile.
    pub index_due: bool,
    /// When everything was last verified; none if it never was.
    pub verified_at: Option<String>,
    /// What that verification found wrong.
    pub problems: Option<u64>,
    /// When the last backup was made; none if there is none.
    pub backed_up_at: Option<String>,
}

/// Whether the process answers at all.
#[utoipa::path(get, path = "/healthz", responses((status = 200, description = "alive", body = String)))]
pub async fn alive() -> &'static str {
    "ok\n"
}

/// Whether papers can be found and taken in: the catalogue and the index can be read, the index is
/// not far behind, the disk is not full.
#[utoipa::path(get, path = "/readyz", responses(
    (status = 200, description = "ready", body = Readiness),
    (status = 500, description = "catalogue or index cannot be read", body = Problem),
    (status = 503, description = "no archive, disk full, or index far behind", body = Problem)))]
pub async fn ready(caller: Caller) -> Result<Json<Readiness>, Problem> {
    let health = caller.ask(|archive| archive.health()).await?;
    if let Some(unready) = health.unready(caller.service.least_free) {
        let detail = format!(
            "{} bytes free, {} changes not in the index yet",
            health.free_bytes, health.index_lag
        );
        let status = StatusCode::SERVICE_UNAVAILABLE;
        return Err(Problem::new(status, unready.code(), detail));
    }
    // Numbers are only for who may see everything.
    let all = caller.archive.rights().see_everything();
    let verification = health.verification.as_ref();
    Ok(Json(Readiness {
        documents: all.then_some(health.documents),
        index_lag: all.then_some(health.index_lag),
        index_due: health.index_due,
        verified_at: verification
            .and_then(|found| found.finished)
            .map(|at| at.to_string()),
        problems: verification.filter(|_| all).map(|found| found.problems),
        backed_up_at: health.backup.map(|backup| backup.taken.to_string()),
    }))
}
