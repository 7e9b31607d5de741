//! How much is taken on at a time: what is too much is told to come back, at once and in words.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Response;
use tokio::sync::Semaphore;

use crate::api::observe;
use crate::api::problem::Problem;

/// How long a request may wait for its turn.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long an answer to a question may take.
const ANSWER: Duration = Duration::from_secs(30);
/// Longer addresses than any question of ours.
const LONGEST_ADDRESS: usize = 16 << 10;
/// Asked by monitors, most of all when there is too much to do.
const ALWAYS: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// The places there are.
#[derive(Debug, Clone)]
pub struct Load {
    places: Arc<Semaphore>,
    patience: Duration,
    answer: Duration,
}

impl Load {
    /// For so many requests at a time.
    #[must_use]
    pub fn of(requests: usize) -> Self {
        let places = Arc::new(Semaphore::new(requests.max(1)));
        Self {
            places,
            patience: PATIENCE,
            answer: ANSWER,
        }
    }
}

/// Lets a request in when there is a place for it.
pub async fn limit(State(load): State<Load>, request: Request, next: Next) -> Response {
    if request
        .uri()
        .path_and_query()
        .is_some_and(|path| path.as_str().len() > LONGEST_ADDRESS)
    {
        let detail = format!("the address is longer than {LONGEST_ADDRESS} bytes");
        return Problem::new(StatusCode::URI_TOO_LONG, "too-long", detail).into_response();
    }
    if ALWAYS.contains(&request.uri().path()) {
        return next.run(request).await;
    }
    // Uploads take as long as they take; they have limits of their own.
    let is_question = matches!(*request.method(), Method::GET | Method::HEAD);
    let Ok(Ok(_place)) = tokio::time::timeout(load.patience, load.places.acquire()).await else {
        return come_back("busy", "too many requests at a time: try again in a moment");
    };
    if !is_question {
        return next.run(request).await;
    }
    match tokio::time::timeout(load.answer, next.run(request)).await {
        Ok(response) => response,
        Err(_) => come_back("too-slow", "the answer takes too long: ask for less"),
    }
}

/// Tells to come back in a moment.
pub fn come_back(code: &'static str, detail: &str) -> Response {
    observe::shed(code);
    let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, code, detail);
    let mut response = problem.into_response();
    response
        .headers_mut()
        .insert(RETRY_AFTER, HeaderValue::from_static("2"));
    response
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;
    use crate::api::problem::Pages;
    use crate::api::problem::finish;

    fn asked(path: &str) -> Request {
        Request::get(path).body(Body::empty()).unwrap()
    }

    fn routes(load: &Load) -> Router {
        let never = || async { std::future::pending::<()>().await };
        Router::new()
            .route("/slow", get(never))
            .route("/quick", get(|| async { "done" }))
            .route("/healthz", get(|| async { "ok" }))
            .layer(from_fn_with_state(load.clone(), limit))
            .layer(from_fn_with_state(Pages::default(), finish))
    }

    async fn answer(load: &Load, path: &str) -> Response {
        routes(load).oneshot(asked(path)).await.unwrap()
    }

    #[tokio::test]
    async fn what_is_too_much_is_told_to_come_back() {
        let load = Load {
            patience: Duration::ZERO,
            ..Load::of(1)
        };
        let slow = tokio::spawn(routes(&load).oneshot(asked("/slow")));
        tokio::task::yield_now().await;
        let turned_away = answer(&load, "/quick").await;
        assert_eq!(turned_away.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(turned_away.headers().contains_key(RETRY_AFTER));
        let kind = turned_away.headers()[axum::http::header::CONTENT_TYPE].as_bytes();
        assert_eq!(kind, b"application/problem+json");
        assert_eq!(answer(&load, "/healthz").await.status(), StatusCode::OK);
        slow.abort();
        assert!(slow.await.is_err());
        let quick = answer(&load, "/quick").await;
        assert_eq!(quick.status(), StatusCode::OK, "the place is free again");
        let long = format!("/quick?q={}", "a".repeat(LONGEST_ADDRESS));
        assert_eq!(
            answer(&load, &long).await.status(),
            StatusCode::URI_TOO_LONG
        );
    }

    #[tokio::test]
    async fn what_takes_too_long_is_cut() {
        let load = Load {
            answer: Duration::ZERO,
            ..Load::of(1)
        };
        let cut = answer(&load, "/slow").await;
        assert_eq!(cut.status(), StatusCode::SERVICE_UNAVAILABLE);
    }
}
