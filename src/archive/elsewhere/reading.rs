//! The other side: this machine reads files for imports that run elsewhere.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::PROGRAM;
use crate::archive::Error;
use crate::extract::Limits;
use crate::extract::worker::Pool;
use crate::extract::worker::Program;
use crate::extract::worker::Spool;
use crate::extract::worker::pack;
use crate::store::Layout;
use crate::store::Queue;
use crate::store::StoreError;
use crate::store::Taker;

/// How often it is looked for a file, and whether to stop, when no notice comes.
const LOOK: Duration = Duration::from_millis(500);

/// How to read for others.
#[derive(Debug, Clone)]
pub struct ReadingJob {
    /// How reader processes are started.
    pub reader: Program,
    /// Files read at the same time.
    pub jobs: usize,
}

/// Reads files for whoever imports into the archive whose `cluster.toml` is in `directory`, until
/// `stop`. A server that goes away is waited for. Gives the number of files read.
///
/// # Errors
/// Where the archive is not there, has no server, or is of another format than this program's.
pub fn read_for_others(
    directory: &Path,
    job: &ReadingJob,
    ready: &dyn Fn(),
    stop: &AtomicBool,
) -> Result<u64, Error> {
    let queue = Queue::of(&Layout::of(directory), PROGRAM)?;
    let first = queue.taker()?;
    ready();
    let limits = Limits::office();
    let pool = Pool::new(job.reader.clone(), job.jobs, limits);
    let count = AtomicU64::new(0);
    let read_all = |session: Option<Taker>| {
        let hand = Hand {
            queue: &queue,
            pool: &pool,
            limits,
            count: &count,
            stop,
        };
        let ended = hand.read_all(session);
        // The others must not go on as if nothing were wrong.
        stop.fetch_or(ended.is_err(), Ordering::Relaxed);
        ended
    };
    std::thread::scope(|threads| {
        let others: Vec<_> = (1..job.jobs)
            .map(|_| threads.spawn(|| read_all(None)))
            .collect();
        let own = read_all(Some(first));
        let others = others.into_iter().filter_map(|other| other.join().ok());
        others.fold(own, Result::and)
    })?;
    Ok(count.into_inner())
}

/// One of those that read at the same time.
struct Hand<'h> {
    queue: &'h Queue,
    pool: &'h Pool,
    limits: Limits,
    count: &'h AtomicU64,
    stop: &'h AtomicBool,
}

impl Hand<'_> {
    fn read_all(&self, mut session: Option<Taker>) -> Result<(), StoreError> {
        while !self.stop.load(Ordering::Relaxed) {
            let there = session
                .take()
                .map_or_else(|| self.queue.taker_within(LOOK), Ok);
            let read = there.and_then(|there| {
                self.read_one(&there)?;
                Ok(there)
            });
            match read {
                Ok(there) => session = Some(there),
                // What was being read is given to another one, or read where it is kept.
                Err(StoreError::Away(error)) => {
                    tracing::warn!("waiting for the server: {error}");
                    std::thread::sleep(LOOK);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Reads a file, or waits a moment for one.
    fn read_one(&self, session: &Taker) -> Result<(), StoreError> {
        let Some(taken) = session.take()? else {
            session.sweep()?;
            return session.wait(LOOK);
        };
        let mut members = Spool::default();
        let read = self.pool.extract(&taken.bytes, &taken.name, &mut members);
        session.answer(taken.id, &pack(&read, &members, &self.limits))?;
        self.count.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}
