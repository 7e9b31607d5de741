//! What every request handler shares: the archive, the import jobs, the way to the worker.

use std::sync::Arc;

use jiff::Timestamp;

use crate::api::jobs::Jobs;
use crate::api::problem::Problem;
use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::Programs;

/// Shared by all requests; cheap to clone.
#[derive(Clone)]
pub struct Service {
    /// The archive, open for reading; an import opens it for writing by itself.
    pub archive: Arc<Archive>,
    /// Imports started over HTTP.
    pub jobs: Arc<Jobs>,
    /// How the processes of an import are started.
    pub programs: Programs,
    /// Bytes that must be free where the archive lies for it to be ready.
    pub least_free: u64,
    /// The time now; given from outside, since nothing here asks the clock.
    pub clock: fn() -> Timestamp,
}

impl Service {
    /// A service over an open archive.
    #[must_use]
    pub fn new(archive: Arc<Archive>, programs: Programs, clock: fn() -> Timestamp) -> Self {
        Self {
            archive,
            jobs: Arc::default(),
            programs,
            least_free: 0,
            clock,
        }
    }

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
