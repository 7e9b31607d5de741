//! Imports started over HTTP: one runs at a time, each can be asked how far it is.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;

use tempfile::TempDir;

use crate::api::Service;
use crate::archive::Event;
use crate::archive::FileOutcome;
use crate::archive::ImportJob;
use crate::archive::Summary;

/// How many finished jobs are remembered.
const REMEMBERED: usize = 100;
/// How many files of one job are listed; the counts go on.
const LISTED: usize = 10_000;

/// All imports since the server started.
#[derive(Default)]
pub struct Jobs {
    known: Mutex<Known>,
    running: Mutex<()>,
}

#[derive(Default)]
struct Known {
    last: u64,
    jobs: BTreeMap<u64, Job>,
}

/// How far one import is.
#[derive(Debug, Clone, Default)]
pub struct Job {
    /// Waiting, running, done or failed.
    pub state: State,
    /// Counts so far.
    pub summary: Summary,
    /// Outcomes so far, at most 10,000.
    pub files: Vec<FileOutcome>,
    /// Why it failed.
    pub error: Option<String>,
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
    /// Stopped by an error; what was reported is durable.
    Failed,
}

impl Jobs {
    /// Starts an import of the staged files in the background and gives its number.
    pub fn start(service: &Service, staged: TempDir) -> u64 {
        let number = {
            let mut known = service.jobs.known();
            known.last += 1;
            let number = known.last;
            known.jobs.insert(number, Job::default());
            while known.jobs.len() > REMEMBERED {
                known.jobs.pop_first();
            }
            number
        };
        let service = service.clone();
        tokio::task::spawn_blocking(move || service.jobs.run(&service, number, &staged));
        number
    }

    /// How far an import is; none if there is no such number, or it is long gone.
    pub fn get(&self, number: u64) -> Option<Job> {
        self.known().jobs.get(&number).cloned()
    }

    /// Imports that wait or run.
    pub fn unfinished(&self) -> u64 {
        let known = self.known();
        let waits = |job: &&Job| matches!(job.state, State::Waiting | State::Running);
        known.jobs.values().filter(waits).count() as u64
    }

    fn run(&self, service: &Service, number: u64, staged: &TempDir) {
        let _turn = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        self.update(number, |job| job.state = State::Running);
        let job = ImportJob {
            paths: vec![staged.path().to_path_buf()],
            uploaded: true,
            ..ImportJob::new(service.programs.clone(), service.clock)
        };
        let stop = AtomicBool::new(false);
        let watch = |event: Event<'_>| {
            if let Event::Finished(outcome) = event {
                self.update(number, |job| {
                    job.summary.count(outcome.outcome);
                    if job.files.len() < LISTED {
                        job.files.push(outcome.clone());
                    }
                });
            }
        };
        let ended = service.archive.import(&job, &watch, &stop);
        self.update(number, |job| match ended {
            Ok(_) => job.state = State::Done,
            Err(error) => {
                tracing::error!(job = number, error = %error, "import failed");
                job.state = State::Failed;
                job.error = Some(error.to_string());
            }
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
