//! JSON over HTTP: every route on one screen.

pub mod wire;
pub mod problem;
pub mod service;
pub mod guard;
pub mod caching;
mod credentials;
mod forms;
mod description;
pub mod session;
pub mod listen;
mod search;
mod documents;
mod pictures;
mod browse;
mod corrections;
mod deletions;
mod imports;
mod registers;
mod runs;
mod handover;
mod health;
pub mod metrics;
pub mod observe;
pub mod load;

use std::sync::Arc;

use axum::Json;
use axum::Router;
use axum::response::IntoResponse;
use axum::routing::any;
use axum::routing::get;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use service::Caller;
pub use service::Service;

/// The document's frame; the routes add themselves.
#[derive(OpenApi)]
#[openapi(info(
    title = "Văn Khố",
    description = "Full-text and faceted search over an archive of Vietnamese administrative documents"
))]
struct Frame;

/// The routes and the OpenAPI 3.1 document that describes exactly them. What they refuse is written by
/// [`problem::finish`], which [`guard::around`] puts around them.
pub fn router(service: Service) -> (Router, Arc<utoipa::openapi::OpenApi>) {
    let cached = OpenApiRouter::new()
        .routes(routes!(search::search))
        .routes(routes!(search::suggest))
        .routes(routes!(search::number))
        .routes(routes!(documents::document))
        .routes(routes!(documents::text))
        .routes(routes!(documents::standing))
        .routes(routes!(documents::places))
        .routes(routes!(browse::bodies))
        .routes(routes!(browse::kinds))
        .routes(routes!(browse::folders))
        .routes(routes!(browse::cited_missing))
        .layer(axum::middleware::from_fn(caching::tagged));
    let live = OpenApiRouter::new()
        .routes(routes!(documents::original))
        .routes(routes!(pictures::picture))
        .routes(routes!(search::export))
        .routes(routes!(corrections::review))
        .routes(routes!(corrections::list, corrections::make))
        .routes(routes!(corrections::undo))
        .routes(routes!(deletions::list))
        .routes(routes!(deletions::make, deletions::undo))
        .routes(routes!(handover::take))
        .routes(routes!(imports::progress, imports::cancel))
        .routes(routes!(runs::list))
        .routes(routes!(runs::undo));
    // Nothing else that is sent in may be that large.
    let uploads = OpenApiRouter::new()
        .routes(routes!(imports::start))
        .layer(imports::limit());
    let registers = OpenApiRouter::new()
        .routes(routes!(registers::check))
        .layer(registers::limit());
    let health = OpenApiRouter::new()
        .routes(routes!(health::alive))
        .routes(routes!(health::ready))
        .routes(routes!(metrics::metrics));
    let (router, mut description) = OpenApiRouter::with_openapi(Frame::openapi())
        .nest(
            "/api/v1",
            cached.merge(live).merge(uploads).merge(registers),
        )
        .merge(health)
        .split_for_parts();
    description::complete(&mut description);
    let description = Arc::new(description);
    let served = Arc::clone(&description);
    let router = router
        .route(
            "/api/v1/openapi.json",
            get(move || async move { Json(served.as_ref()).into_response() }),
        )
        .route("/api/{*rest}", any(problem::nowhere))
        .with_state(service);
    (router, description)
}
