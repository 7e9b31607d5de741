//! What every request handler shares: the archive as the caller may see it, the import jobs.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use jiff::Timestamp;
use tokio::sync::Semaphore;

use crate::api::problem::Problem;
use crate::archive::Archive;
use crate::archive::DRAWN_AT_ONCE;
use crate::archive::Error;
use crate::archive::Jobs;
use crate::archive::Pictures;
use crate::archive::Programs;
use crate::archive::Work;

/// Shared by all requests; cheap to clone. It has no archive: that comes with each request.
#[derive(Clone)]
pub struct Service {
    /// Imports started over HTTP.
    pub jobs: Arc<Jobs>,
    /// How the processes of an import are started.
    pub programs: Arc<Programs>,
    /// Draws pages.
    pub pictures: Arc<Pictures>,
    /// Turns at drawing.
    pub drawing: Arc<Semaphore>,
    /// What programs of the archive's owner show when they hand over work; none where they cannot.
    pub secret: Option<Arc<str>>,
    /// Bytes that must be free where the archive lies for it to be ready.
    pub least_free: u64,
    /// The time now; given from outside, since nothing here asks the clock.
    pub clock: fn() -> Timestamp,
}

impl Service {
    /// What all requests share.
    #[must_use]
    pub fn new(programs: Programs, clock: fn() -> Timestamp) -> Self {
        Self {
            jobs: Arc::default(),
            pictures: Arc::new(Pictures::new(&programs)),
            drawing: Arc::new(Semaphore::new(DRAWN_AT_ONCE)),
            programs: Arc::new(programs),
            secret: None,
            least_free: 0,
            clock,
        }
    }
}

/// A request's way to the archive, as its caller may see it. Whoever decides about callers puts the
/// archive into the request (`Extension<Arc<Archive>>`); a request without one is refused.
pub struct Caller {
    /// The archive as the caller may see it.
    pub archive: Arc<Archive>,
    /// What all requests share.
    pub service: Service,
}

impl FromRequestParts<Service> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Problem> {
        match parts.extensions.get::<Arc<Archive>>() {
            Some(archive) => Ok(Self {
                archive: Arc::clone(archive),
                service: service.clone(),
            }),
            None => Err(Problem::new(
                StatusCode::UNAUTHORIZED,
                "log-in-needed",
                "log in, or send a token as `Authorization: Bearer …`",
            )),
        }
    }
}

impl Service {
    /// Takes an import, to be run in the background, and gives its number.
    ///
    /// # Errors
    /// When the server is about to end.
    pub fn start(&self, work: Work) -> Result<u64, Problem> {
        self.jobs.start(work).ok_or_else(|| {
            Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "stopping",
                "the server is being stopped: import again when it runs",
            )
        })
    }
}

impl Caller {
    /// Runs a question off the async threads.
    pub async fn ask<T, F>(&self, question: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Archive) -> Result<T, Error> + Send + 'static,
    {
        let archive = Arc::clone(&self.archive);
        match tokio::task::spawn_blocking(move || question(&archive)).await {
            Ok(answer) => answer.map_err(Problem::from),
            Err(error) => Err(Problem::internal("panicked", error.to_string())),
        }
    }
}
