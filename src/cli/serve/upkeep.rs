//! What a server does unasked: renew an index that is due, verify on a schedule.

use std::num::NonZeroU64;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::Duration;
use std::time::Instant;

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::VerifyJob;
use crate::cli::now;

/// How long a server that ends waits for it. It looks whether it is to stop from document to document;
/// between them it may read a whole index.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it is looked whether something is due.
const LOOK: Duration = Duration::from_secs(60);

/// When and how fast everything is verified.
#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    /// Between the end of one and the begin of the next; none for never.
    pub every: Option<SignedDuration>,
    /// Bytes a second.
    pub rate: Option<NonZeroU64>,
}

/// The thread that does it. Stops, with its place noted, when dropped; left behind where that takes too
/// long: it changes nothing that a kill could break.
pub struct Upkeep {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Upkeep {
    /// Begins.
    pub fn start(archive: Arc<Archive>, schedule: Schedule) -> std::io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stop);
        let thread = std::thread::Builder::new()
            .name("upkeep".to_owned())
            .spawn(move || {
                while !told.load(Ordering::Relaxed) {
                    renew(&archive, &told);
                    verify(&archive, schedule, &told);
                    std::thread::park_timeout(LOOK);
                }
            })?;
        Ok(Self {
            stop,
            thread: Some(thread),
        })
    }
}

impl Drop for Upkeep {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            if !ended(thread, PATIENCE) {
                tracing::info!("upkeep is left where it is; it goes on from its last note");
            }
        }
    }
}

/// Waits for a thread, but not for ever; whether it has ended.
fn ended(thread: JoinHandle<()>, patience: Duration) -> bool {
    let begun = Instant::now();
    while !thread.is_finished() && begun.elapsed() < patience {
        std::thread::park_timeout(Duration::from_millis(10));
    }
    let ended = thread.is_finished();
    if ended {
        // A panic was told when it happened.
        drop(thread.join());
    }
    ended
}

fn renew(archive: &Archive, stop: &AtomicBool) {
    match archive.is_reindex_due() {
        Ok(true) => {}
        Ok(false) => return,
        Err(error) => return tracing::error!(cause = %error, "index"),
    }
    tracing::info!("the index is due: building it anew");
    match archive.renew_index(now, stop) {
        Ok(true) => tracing::info!("the index is new"),
        Ok(false) => {}
        Err(error) => tracing::error!(cause = %error, "the index could not be renewed"),
    }
}

fn verify(archive: &Archive, schedule: Schedule, stop: &AtomicBool) {
    let last = archive.last_verification().and_then(|found| found.finished);
    if !is_due(schedule.every, last, now()) {
        return;
    }
    // A new archive has nothing to verify, which is no damage.
    if archive.health().is_ok_and(|health| health.documents == 0) {
        return;
    }
    let job = VerifyJob {
        resume: true,
        rate: schedule.rate,
        clock: now,
        stop,
        watch: &|_, _| {},
    };
    let told = Archive::verify(archive.directory(), &job, &mut |problem| {
        tracing::error!(problem, "damage");
    });
    match told {
        Ok(found) => tracing::info!(
            documents = found.documents,
            bytes = found.bytes,
            problems = found.problems,
            "verified"
        ),
        Err(Error::Interrupted) => {}
        Err(error) => tracing::error!(cause = %error, "verification failed"),
    }
}

fn is_due(every: Option<SignedDuration>, last: Option<Timestamp>, now: Timestamp) -> bool {
    match (every, last) {
        (None, _) => false,
        (Some(_), None) => true,
        // A clock that was set back must not put it off for ever.
        (Some(every), Some(last)) => last > now || now.duration_since(last) >= every,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_waits_for_ever() {
        let (hold, held) = std::sync::mpsc::channel::<()>();
        let thread = std::thread::spawn(move || {
            held.recv().ok();
        });
        assert!(!ended(thread, Duration::from_millis(1)));
        drop(hold);
        let thread = std::thread::spawn(|| {});
        assert!(ended(thread, Duration::from_secs(600)));
    }

    #[test]
    fn what_is_due_is_told_by_the_last_time() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let every = Some(SignedDuration::from_secs(100));
        assert!(!is_due(None, None, at(0)));
        assert!(is_due(every, None, at(0)));
        assert!(!is_due(every, Some(at(1_000)), at(1_099)));
        assert!(is_due(every, Some(at(1_000)), at(1_100)));
        assert!(
            is_due(every, Some(at(1_000)), at(999)),
            "the clock was set back"
        );
    }
}
