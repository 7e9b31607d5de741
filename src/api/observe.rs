//! Every request is measured, and told in the log: its route, never what was asked.

use std::time::Instant;

use axum::extract::MatchedPath;
use axum::extract::Request;
use axum::extract::State;
use axum::middleware::Next;
use axum::response::Response;
use metrics::counter;
use metrics::gauge;
use metrics::histogram;
use tower_http::request_id::RequestId;

/// What is told of a request after it was answered.
pub struct Known {
    id: Option<RequestId>,
    route: Option<MatchedPath>,
}

impl Known {
    /// What is known of a request; nothing is copied.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        let extensions = request.extensions();
        Self {
            id: extensions.get().cloned(),
            route: extensions.get().cloned(),
        }
    }

    /// The request's id, as the answer bears it.
    #[must_use]
    pub fn id(&self) -> Option<String> {
        let id = self.id.as_ref()?;
        id.header_value().to_str().ok().map(str::to_owned)
    }

    /// The pattern the request's path met, such as `/van-ban/{id}`: paths hold numbers people look for.
    #[must_use]
    pub fn route(&self) -> &str {
        self.route.as_ref().map_or("other", MatchedPath::as_str)
    }
}

/// Measures a request and tells the log. `with_queries` is whether the office wants to know what
/// was asked, too.
pub async fn request(State(with_queries): State<bool>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let known = Known::of(&request);
    let method = request.method().clone();
    let asked = with_queries.then(|| request.uri().to_string());
    gauge!("vankho_requests_in_flight").increment(1);
    let going = Going;
    let response = next.run(request).await;
    drop(going);
    let elapsed = began.elapsed();
    let status = response.status().as_u16();
    let labels = [
        ("route", known.route().to_owned()),
        ("method", method.as_str().to_owned()),
        ("status", status.to_string()),
    ];
    histogram!("vankho_request_seconds", &labels).record(elapsed);
    let milliseconds = elapsed.as_secs_f64() * 1000.0;
    tracing::info!(
        target: "vankho::request",
        request = known.id(),
        method = method.as_str(),
        route = known.route(),
        status,
        milliseconds,
        asked,
        "answered"
    );
    response
}

/// A request under way, also one whose client has gone.
struct Going;

impl Drop for Going {
    fn drop(&mut self) {
        gauge!("vankho_requests_in_flight").decrement(1);
    }
}

/// Counts a request that was turned away.
pub fn shed(why: &'static str) {
    counter!("vankho_requests_shed_total", "why" => why).increment(1);
}
