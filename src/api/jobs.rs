//! Imports a server runs: one at a time, each can be asked how far it is and told to stop.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Instant;

use axum::http::StatusCode;
use tempfile::TempDir;
use tokio::sync::mpsc;

use crate::api::Service;
use crate::api::problem::Problem;
use crate::api::problem::chain;
use crate::api::wire::ImportLine;
use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::Event;
use crate::archive::FileOutcome;
use crate::archive::ImportJob;
use crate::archive::Rights;
use crate::archive::Summary;

/// How many jobs are remembered.
const REMEMBERED: usize = 100;
/// How many files of one job are listed; the counts go on.
const LISTED: usize = 10_000;

/// All imports since the server started.
#[derive(Default)]
pub struct Jobs {
    known: Mutex<Known>,
    /// Whoever has it imports; the others wait in the order they came, without a thread.
    turn: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Default)]
struct Known {
    last: u64,
    closing: bool,
    jobs: BTreeMap<u64, Job>,
}

/// An import to be run.
pub struct Work {
    /// The archive as whoever wants it may see it.
    pub archive: Arc<Archive>,
    /// What to import, and how.
    pub job: ImportJob,
    /// The files themselves, if they were sent in; gone when the job has ended.
    pub staged: Option<TempDir>,
    /// Who is told line by line; the job goes on when nobody listens any more.
    pub listener: Option<mpsc::Sender<ImportLine>>,
}

/// How far one import is.
#[derive(Debug, Clone, Default)]
pub struct Job {
    /// Where it stands.
    pub state: State,
    /// Counts so far.
    pub summary: Summary,
    /// Outcomes so far, at most 10,000.
    pub files: Vec<FileOutcome>,
    /// Files being read, and since when.
    pub in_flight: BTreeMap<String, Instant>,
    /// Why it failed.
    pub error: Option<String>,
    /// The account it was sent in by.
    pub by: Option<String>,
    stop: Arc<AtomicBool>,
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Another import runs first.
    #[default]
    Waiting,
    /// At work.
    Running,
    /// Every file has its outcome.
    Done,
    /// Told to stop; what was reported is durable, and the next import goes on from there.
    Cancelled,
    /// Stopped by an error; what was reported is durable.
    Failed,
}

impl State {
    fn has_ended(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled | Self::Failed)
    }
}

impl Jobs {
    /// Starts an import in the background and gives its number.
    ///
    /// # Errors
    /// When the server is about to end.
    pub fn start(service: &Service, work: Work) -> Result<u64, Problem> {
        let number = service.jobs.admit(work.archive.rights()).ok_or_else(|| {
            Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "stopping",
                "the server is being stopped: import again when it runs",
            )
        })?;
        let service = service.clone();
        tokio::spawn(async move {
            let turn = Arc::clone(&service.jobs.turn).lock_owned().await;
            let run = move || {
                service.jobs.run(number, &work);
                drop(turn);
            };
            if let Err(error) = tokio::task::spawn_blocking(run).await {
                tracing::error!(job = number, cause = %error, "import panicked");
            }
        });
        Ok(number)
    }

    fn admit(&self, rights: &Rights) -> Option<u64> {
        let mut known = self.known();
        if known.closing {
            return None;
        }
        known.last += 1;
        let number = known.last;
        let job = Job {
            by: rights.account.clone(),
            ..Job::default()
        };
        known.jobs.insert(number, job);
        while known.jobs.len() > REMEMBERED {
            let ended = known.jobs.iter().find(|(_, job)| job.state.has_ended());
            let Some(oldest) = ended.map(|(number, _)| *number) else {
                break;
            };
            known.jobs.remove(&oldest);
        }
        Some(number)
    }

    /// How far an import is; none if there is no such number, it is long gone, or it is another
    /// account's and the caller may not see everything.
    pub fn get(&self, number: u64, rights: &Rights) -> Option<Job> {
        let job = self.known().jobs.get(&number).cloned();
        job.filter(|job| rights.see_everything() || job.by == rights.account)
    }

    /// Tells an import to stop after the batch at hand; one that has ended stays as it is.
    pub fn cancel(&self, number: u64, rights: &Rights) -> Option<Job> {
        let job = self.get(number, rights)?;
        job.stop.store(true, Ordering::Relaxed);
        Some(job)
    }

    /// Tells all imports to stop and takes no other: the server is about to end.
    pub fn close(&self) {
        let mut known = self.known();
        known.closing = true;
        for job in known.jobs.values() {
            job.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Imports that wait or run.
    pub fn unfinished(&self) -> u64 {
        let known = self.known();
        let waits = |job: &&Job| matches!(job.state, State::Waiting | State::Running);
        known.jobs.values().filter(waits).count() as u64
    }

    fn run(&self, number: u64, work: &Work) {
        let Some(job) = self.get(number, work.archive.rights()) else {
            return;
        };
        let tell = |line: ImportLine| {
            if let Some(listener) = &work.listener {
                // Nobody listens any more: the job goes on.
                drop(listener.blocking_send(line));
            }
        };
        let watch = |event: Event<'_>| {
            self.update(number, |job| job.see(&event));
            tell(ImportLine::from(&event));
        };
        let ended = match job.stop.load(Ordering::Relaxed) {
            true => Ok(Summary::default()),
            false => {
                self.update(number, |job| job.state = State::Running);
                work.archive.import(&work.job, &watch, &job.stop)
            }
        };
        // Whoever reads the last line finds the job ended.
        self.update(number, |job| job.end(number, &ended));
        tell(match ended {
            Ok(summary) => ImportLine::Summary {
                summary,
                cancelled: job.stop.load(Ordering::Relaxed),
            },
            Err(error) => ImportLine::Failed {
                code: error.code().to_owned(),
                detail: chain(&error),
            },
        });
    }

    fn update(&self, number: u64, change: impl FnOnce(&mut Job)) {
        if let Some(job) = self.known().jobs.get_mut(&number) {
            change(job);
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Job {
    fn see(&mut self, event: &Event<'_>) {
        match event {
            Event::Started(path) => {
                self.in_flight.insert((*path).to_owned(), Instant::now());
            }
            Event::Finished(outcome) => {
                self.in_flight.remove(&outcome.path);
                self.summary.count(outcome.outcome);
                if self.files.len() < LISTED {
                    self.files.push((*outcome).clone());
                }
            }
            Event::PutOff(path) => {
                self.in_flight.remove(*path);
            }
            Event::Reread(_) => {}
        }
    }

    fn end(&mut self, number: u64, ended: &Result<Summary, Error>) {
        self.in_flight.clear();
        self.state = match ended {
            Ok(_) if self.stop.load(Ordering::Relaxed) => State::Cancelled,
            Ok(_) => State::Done,
            Err(error) => {
                tracing::error!(job = number, error = %error, "import failed");
                self.error = Some(error.to_string());
                State::Failed
            }
        };
    }
}
