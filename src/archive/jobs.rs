//! Imports in the background of a server: one at a time, in the order they came; each can be asked how
//! far it is and told to stop.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use tempfile::TempDir;

use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::Event;
use crate::archive::FileOutcome;
use crate::archive::ImportJob;
use crate::archive::Rights;
use crate::archive::Summary;
use crate::archive::intake::shown;
use crate::archive::walk::walk;
use crate::store;
use crate::store::MEMBER;

/// How many jobs are remembered.
const REMEMBERED: usize = 100;
/// How many files of one job are listed with each outcome; the counts go on.
const LISTED: u64 = 10_000;
/// How far imports stand back: a machine that is always busy must not stop them.
const BEHIND_SEARCHES: i32 = 5;

/// All imports since the server started.
#[derive(Default)]
pub struct Jobs {
    known: Mutex<Known>,
    /// Told when the last import has ended.
    idle: Condvar,
}

#[derive(Default)]
struct Known {
    last: u64,
    closing: bool,
    /// Whether a thread is at work on the queue.
    working: bool,
    queue: VecDeque<(u64, Work)>,
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
    /// Who is told how it goes.
    pub listener: Option<Listener>,
}

/// Told each thing that happens, in the import's own thread.
pub type Listener = Box<dyn Fn(Progress<'_>) + Send + Sync>;

/// What a listener is told.
#[derive(Debug)]
pub enum Progress<'a> {
    /// Something happened to a file.
    Event(&'a Event<'a>),
    /// The last word of an import that came to its end or was told to stop.
    Ended {
        /// Its sums.
        summary: Summary,
        /// Whether it was told to stop before its end.
        cancelled: bool,
    },
    /// The last word of an import that an error ended.
    Failed(&'a Error),
}

/// How far one import is.
#[derive(Debug, Clone, Default)]
pub struct Job {
    /// Where it stands.
    pub state: JobState,
    /// Counts so far.
    pub summary: Summary,
    /// Outcomes so far, at most 10,000 of each kind.
    pub files: Vec<FileOutcome>,
    /// Files being read, and since when.
    pub in_flight: BTreeMap<String, Instant>,
    /// Files in what was named to import, once somebody has counted them.
    named: Option<u64>,
    /// How many of those have their outcome.
    ended: u64,
    /// Why it failed.
    pub error: Option<String>,
    /// The account it was sent in by.
    pub by: Option<String>,
    stop: Arc<AtomicBool>,
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum JobState {
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

impl JobState {
    /// `waiting`, `running`, `done`, `cancelled` or `failed`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }

    /// For staff.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "Đang chờ lần nhập trước",
            Self::Running => "Đang nhập",
            Self::Done => "Đã nhập xong",
            Self::Cancelled => "Đã dừng",
            Self::Failed => "Bị lỗi, phải nhập lại",
        }
    }

    /// Whether nothing more will happen.
    #[must_use]
    pub fn has_ended(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled | Self::Failed)
    }
}

impl Jobs {
    /// Takes an import, to be run in the background when its turn comes, and gives its number; none
    /// when the server is about to end.
    pub fn start(self: &Arc<Self>, work: Work) -> Option<u64> {
        let number = self.admit(work.archive.rights())?;
        let mut known = self.known();
        known.queue.push_back((number, work));
        if !known.working {
            known.working = true;
            let jobs = Arc::clone(self);
            std::thread::spawn(move || jobs.work());
        }
        Some(number)
    }

    /// Runs what is queued, until nothing is.
    fn work(&self) {
        // Whoever searches meanwhile goes first; the programs that read files inherit it.
        store::stand_back(BEHIND_SEARCHES);
        loop {
            let next = {
                let mut known = self.known();
                let next = known.queue.pop_front();
                known.working = next.is_some();
                next
            };
            let Some((number, work)) = next else {
                self.idle.notify_all();
                return;
            };
            if catch_unwind(AssertUnwindSafe(|| self.run(number, &work))).is_err() {
                tracing::error!(job = number, "import panicked");
                self.update(number, |job| job.fail("panicked".to_owned()));
            }
        }
    }

    /// Waits until no import is at work, but not longer than this.
    pub fn settle(&self, patience: Duration) {
        let busy = |known: &mut Known| known.working;
        let settled = self
            .idle
            .wait_timeout_while(self.known(), patience, busy)
            .unwrap_or_else(PoisonError::into_inner);
        drop(settled);
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
        let waits = |job: &&Job| matches!(job.state, JobState::Waiting | JobState::Running);
        known.jobs.values().filter(waits).count() as u64
    }

    fn run(&self, number: u64, work: &Work) {
        let Some(job) = self.get(number, work.archive.rights()) else {
            return;
        };
        let tell = |progress: Progress<'_>| {
            if let Some(listener) = &work.listener {
                listener(progress);
            }
        };
        let watch = |event: Event<'_>| {
            self.update(number, |job| job.see(&event));
            tell(Progress::Event(&event));
        };
        let ended = match job.stop.load(Ordering::Relaxed) {
            true => Ok(Summary::default()),
            false => {
                self.update(number, |job| job.state = JobState::Running);
                let over = AtomicBool::new(false);
                std::thread::scope(|threads| {
                    // Who listens counts by himself.
                    if work.listener.is_none() {
                        threads.spawn(|| self.count(number, &work.job, &over));
                    }
                    let ended = work.archive.import(&work.job, &watch, &job.stop);
                    over.store(true, Ordering::Relaxed);
                    ended
                })
            }
        };
        // Whoever reads the last line finds the job ended.
        self.update(number, |job| job.end(number, &ended));
        match &ended {
            Ok(summary) => tell(Progress::Ended {
                summary: *summary,
                cancelled: job.stop.load(Ordering::Relaxed),
            }),
            Err(error) => tell(Progress::Failed(error)),
        }
    }

    /// Counts the files there are to import beside the import, which finds them as it goes.
    fn count(&self, number: u64, job: &ImportJob, over: &AtomicBool) {
        let files = job.paths.iter().flat_map(|path| walk(path));
        let files = files.take_while(|_| !over.load(Ordering::Relaxed));
        let named = files.filter(|found| is_named(&shown(&found.relative)));
        let named = named.count() as u64;
        self.update(number, |job| job.named = Some(named));
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

/// Whether a path is that of a file that was named to import, and not of one in a container.
fn is_named(path: &str) -> bool {
    !path.contains(MEMBER)
}

impl Job {
    /// How many files have no outcome yet; none before they are counted, and after the end.
    #[must_use]
    pub fn remaining(&self) -> Option<u64> {
        let named = self.named.filter(|_| !self.state.has_ended())?;
        Some(named.saturating_sub(self.ended))
    }

    fn see(&mut self, event: &Event<'_>) {
        match event {
            Event::Started(path) => {
                self.in_flight.insert((*path).to_owned(), Instant::now());
            }
            Event::Finished(outcome) => {
                self.in_flight.remove(&outcome.path);
                self.summary.count(outcome.outcome);
                self.ended += u64::from(is_named(&outcome.path));
                if self.summary.of(outcome.outcome) <= LISTED {
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
        match ended {
            Ok(_) if self.stop.load(Ordering::Relaxed) => self.state = JobState::Cancelled,
            Ok(_) => self.state = JobState::Done,
            Err(error) => {
                tracing::error!(job = number, error = %error, "import failed");
                self.fail(error.to_string());
            }
        }
    }

    fn fail(&mut self, error: String) {
        self.in_flight.clear();
        self.state = JobState::Failed;
        self.error = Some(error);
    }
}

#[cfg(test)]
mod tests;
