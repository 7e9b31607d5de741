//! `/metrics`: what is measured, in Prometheus' text format.

use std::sync::OnceLock;
use std::time::Duration;

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::response::Response;
use metrics::gauge;
use metrics_exporter_prometheus::Matcher;
use metrics_exporter_prometheus::PrometheusBuilder;
use metrics_exporter_prometheus::PrometheusHandle;

use crate::api::Caller;
use crate::api::problem::Problem;

/// Upper bounds of what takes time, in seconds.
const SECONDS: [f64; 13] = [
    0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0,
];

/// How often measures are added up.
const BETWEEN_SUMS: Duration = Duration::from_secs(60);

/// One collector for the process: measures have no owner.
static COLLECTED: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Begins to collect what is measured anywhere in this process.
pub fn collect() {
    COLLECTED.get_or_init(|| {
        let builder = PrometheusBuilder::new();
        let builder = builder.set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &SECONDS);
        let installed = builder.and_then(PrometheusBuilder::install_recorder);
        if let Err(error) = &installed {
            tracing::error!(cause = %error, "nothing is measured");
        }
        gauge!("vankho_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1);
        installed.ok()
    });
}

/// Adds up what was measured, again and again: until then each measure is kept by itself, and nobody
/// may ever ask for [`metrics`].
pub async fn add_up() {
    let mut times = tokio::time::interval(BETWEEN_SUMS);
    loop {
        times.tick().await;
        if let Some(Some(collected)) = COLLECTED.get() {
            collected.run_upkeep();
        }
    }
}

/// What is measured, in Prometheus' text format.
#[utoipa::path(get, path = "/metrics", responses(
    (status = 200, description = "measures", body = String, content_type = "text/plain"),
    (status = 500, description = "the catalogue cannot be read", body = Problem)))]
pub async fn metrics(caller: Caller) -> Result<Response, Problem> {
    let health = caller.ask(|archive| archive.health_report()).await?;
    let now = (caller.service.clock)();
    let set = |name: &'static str, value: u64| {
        #[allow(
            clippy::cast_precision_loss,
            reason = "Prometheus knows only floating-point numbers"
        )]
        gauge!(name).set(value as f64);
    };
    set("vankho_documents", health.documents);
    set("vankho_index_lag", health.index_lag);
    set("vankho_index_due", u64::from(health.index_due));
    set("vankho_originals_bytes", health.originals_bytes);
    set("vankho_catalogue_bytes", health.catalogue_bytes);
    set("vankho_index_bytes", health.index_bytes);
    set("vankho_disk_free_bytes", health.free_bytes);
    set("vankho_import_queue", caller.service.jobs.unfinished());
    let ages = [
        ("vankho_fixity_age_seconds", health.fixity_age(now)),
        ("vankho_backup_age_seconds", health.backup_age(now)),
    ];
    // What never happened has no age: its absence is what an alarm asks for.
    for (name, age) in ages {
        if let Some(age) = age {
            set(name, age.unsigned_abs());
        }
    }
    if let Some(verification) = &health.verification {
        set("vankho_fixity_problems", verification.problems);
    }
    let text = match COLLECTED.get() {
        Some(Some(collected)) => {
            collected.run_upkeep();
            collected.render()
        }
        _ => String::new(),
    };
    let kind = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    Ok((kind, text).into_response())
}
