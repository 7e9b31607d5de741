//! The pipeline: walk, know again, read once, extract, describe; one writer acknowledges.
//!
//! Threads joined by bounded channels, so that the walk never runs ahead of memory: one walks,
//! several take files through reading, extraction and description, one gathers what they took into
//! batches, the caller's own writes these to the store, and one brings the index after it. A file's
//! outcome is reported only when its batch is durable.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use crossbeam_channel::Receiver;
use crossbeam_channel::Sender;
use crossbeam_channel::TryRecvError;
use crossbeam_channel::bounded;
use jiff::Timestamp;

use crate::access::Task;
use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::OcrJob;
use crate::archive::OcrOutcome;
use crate::archive::Programs;
use crate::archive::batches::gather;
use crate::archive::elsewhere::Elsewhere;
use crate::archive::intake::Intake;
use crate::archive::intake::Means;
use crate::archive::intake::Taken;
use crate::archive::intake::Turn;
use crate::archive::intake::Watch;
use crate::archive::intake::shown;
use crate::archive::ocr::Scanner;
use crate::archive::outcome::FileOutcome;
use crate::archive::outcome::Summary;
use crate::archive::walk::Found;
use crate::archive::walk::walk;
use crate::archive::writer::Writer;
use crate::extract::Limits;
use crate::extract::worker::Pool;
use crate::text::legacy::Charset;
use crate::vocabulary::BodyId;

/// Files waiting between the walk and the readers.
const WALKED_AHEAD: usize = 512;
/// How long a file is left alone after a change: longer than a program pauses that writes one.
const SETTLE: Duration = Duration::from_secs(2);
/// Known files the writer is told of together.
const TOLD_TOGETHER: usize = 256;
/// How long a known file waits for that.
const PATIENCE: Duration = Duration::from_millis(200);

/// What to import, and how.
#[derive(Debug, Clone)]
pub struct ImportJob {
    /// Folders and files.
    pub paths: Vec<PathBuf>,
    /// Files read at the same time.
    pub jobs: usize,
    /// Files more that other machines read at the same time, where there are any.
    pub elsewhere: usize,
    /// Find out what would happen, write nothing.
    pub dry_run: bool,
    /// Read again what could not be read before.
    pub retry: bool,
    /// The files were sent in: the folder they lie in is not theirs and will be gone.
    pub uploaded: bool,
    /// The folder above the paths that they were found in before, so that the journal knows them.
    pub within: Option<PathBuf>,
    /// The body whose folder this is: decides what `TU` or `UBND` means where a paper does not.
    pub home: Option<BodyId>,
    /// The charset all files are in, where a person knows better than the detector.
    pub charset: Option<Charset>,
    /// A file that changed less than this long ago is still being written: it is put off to the end
    /// of the run and waited for.
    pub settle: Duration,
    /// How reader processes are started; without a recogniser scans are kept and wait.
    pub programs: Programs,
    /// Who imports, as the log tells it.
    pub who: String,
    /// The time now; given from outside, since nothing here asks the clock.
    pub clock: fn() -> Timestamp,
    /// Lets time pass, until files are at rest.
    pub pause: fn(Duration),
}

impl ImportJob {
    /// A job with nothing named yet, one reader a core.
    #[must_use]
    pub fn new(programs: Programs, clock: fn() -> Timestamp) -> Self {
        Self {
            paths: Vec::new(),
            jobs: std::thread::available_parallelism().map_or(1, usize::from),
            elsewhere: 0,
            dry_run: false,
            retry: false,
            uploaded: false,
            within: None,
            home: None,
            charset: None,
            settle: SETTLE,
            programs,
            who: "vankho".to_owned(),
            clock,
            pause: std::thread::sleep,
        }
    }
}

/// What an import reports while it runs.
#[derive(Debug)]
pub enum Event<'a> {
    /// A file is being read.
    Started(&'a str),
    /// The file is put off: it is a scan, or just being written.
    PutOff(&'a str),
    /// A file's outcome is final and durable.
    Finished(&'a FileOutcome),
    /// A paper that an earlier import kept unread has been read by OCR; durable.
    Reread(&'a OcrOutcome),
}

impl Archive {
    /// Imports files. Ends with sums that add up; `stop` makes it end after the batch at hand.
    ///
    /// # Errors
    /// When a named path is not there, another process writes the archive, or the disk fails. What
    /// was reported as finished is durable even then.
    pub fn import(
        &self,
        job: &ImportJob,
        watch: &(dyn Fn(Event<'_>) + Sync),
        stop: &AtomicBool,
    ) -> Result<Summary, Error> {
        self.allow(Task::Import)?;
        let missing = |path: &&PathBuf| path.symlink_metadata().is_err();
        // Of paths in a folder that is watched some are always gone again.
        let given = job.paths.iter().filter(|_| job.within.is_none());
        if let Some(missing) = given.clone().find(missing) {
            return Err(Error::NothingToImport(missing.clone()));
        }
        let mut writer = match job.dry_run {
            true => Writer::dry(),
            false => Writer::open(self, job)?,
        };
        let pool = Pool::new(job.programs.reader.clone(), job.jobs, Limits::office());
        let recogniser = job.programs.recogniser.as_ref().filter(|_| !job.dry_run);
        let scanner = Scanner::new(Some(self.store()), &pool, recogniser, job.jobs, stop);
        let elsewhere = Elsewhere::of(self.store().layout(), job)?;
        let means = Means {
            pool: &pool,
            elsewhere: elsewhere.as_ref(),
            scanner: &scanner,
        };
        let intake = Intake::new(self.store(), means, job, stop)?;
        let at_once = job.jobs + elsewhere.as_ref().map_or(0, |_| job.elsewhere);
        let later = Later::default();
        std::thread::scope(|threads| {
            let (found, to_read) = bounded::<Found>(WALKED_AHEAD);
            let (taken, to_gather) = bounded::<Vec<Taken>>(at_once);
            let (batches, to_write) = bounded::<Vec<Taken>>(0);
            let (intake, known) = (&intake, taken.clone());
            threads.spawn(move || walk_all(job, intake, &found, &known, stop));
            for _ in 0..at_once {
                let (to_read, taken) = (to_read.clone(), taken.clone());
                let later = &later;
                threads.spawn(move || take_all(intake, later, &to_read, &taken, watch, stop));
            }
            drop((to_read, taken));
            threads.spawn(move || gather(&to_gather, &batches));
            let written = write_all(&mut writer, &to_write, watch);
            if written.is_err() {
                // The readers must not wait for a writer that has given up.
                stop.store(true, Ordering::Relaxed);
                drop(to_write);
            }
            written
        })?;
        // While the archive is still ours: nothing of a refused paper remains there.
        drop(elsewhere);
        let summary = writer.finish()?;
        if !job.dry_run && !stop.load(Ordering::Relaxed) {
            let waiting = OcrJob {
                programs: job.programs.clone(),
                jobs: job.jobs,
                home: job.home.clone(),
                retry: job.retry,
                who: job.who.clone(),
                clock: job.clock,
            };
            self.read_waiting(&waiting, &|outcome| watch(Event::Reread(outcome)), stop)?;
        }
        Ok(summary)
    }
}

/// Files put off until the others are taken.
#[derive(Default)]
struct Later {
    /// They change.
    restless: Mutex<VecDeque<Found>>,
    /// They cost a thousand times as much.
    scans: Mutex<VecDeque<Found>>,
}

impl Later {
    fn put_off(&self, found: Found, turn: Turn) {
        let queue = match turn {
            Turn::First | Turn::Second => &self.restless,
            Turn::Last => &self.scans,
        };
        let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.push_back(found);
    }

    fn next(&self) -> Option<(Found, Turn)> {
        let first = |queue: &Mutex<VecDeque<Found>>| {
            let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
            queue.pop_front()
        };
        let restless = first(&self.restless).map(|found| (found, Turn::Second));
        restless.or_else(|| first(&self.scans).map(|found| (found, Turn::Last)))
    }
}

/// Finds files, and tells the writer by the hundred of those that are known, so that a folder that
/// was imported before costs little more than walking it.
fn walk_all(
    job: &ImportJob,
    intake: &Intake<'_>,
    found: &Sender<Found>,
    taken: &Sender<Vec<Taken>>,
    stop: &AtomicBool,
) {
    let mut known = Vec::new();
    let mut told = Instant::now();
    for mut file in job.paths.iter().flat_map(|path| walk(path)) {
        if let Some(root) = &job.within
            && let Ok(relative) = file.path.strip_prefix(root)
        {
            file.relative = relative.to_path_buf();
            file.root.clone_from(root);
        }
        let unknown = intake.known(file, &mut |file| known.push(file));
        if known.len() >= TOLD_TOGETHER || told.elapsed() > PATIENCE {
            told = Instant::now();
            if taken.send(std::mem::take(&mut known)).is_err() {
                return;
            }
        }
        let sent = unknown.is_none_or(|file| found.send(file).is_ok());
        if stop.load(Ordering::Relaxed) || !sent {
            return;
        }
    }
    // Nobody listens to a run that has failed.
    drop(taken.send(known));
}

/// Takes files as they are found; then those that were being written, then the scans.
fn take_all(
    intake: &Intake<'_>,
    later: &Later,
    to_read: &Receiver<Found>,
    taken: &Sender<Vec<Taken>>,
    watch: &(dyn Fn(Event<'_>) + Sync),
    stop: &AtomicBool,
) {
    let found = to_read.iter().map(|found| (found, Turn::First));
    for (found, turn) in found.chain(std::iter::from_fn(|| later.next())) {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let mut wanted = true;
        let mut tell = |file: Taken| {
            wanted = taken.send(vec![file]).is_ok();
            wanted && !stop.load(Ordering::Relaxed)
        };
        let started = |path: &str| watch(Event::Started(path));
        let mut told = Watch::new(&Limits::office(), &started, &mut tell);
        let put_off = intake.take(found, turn, &mut told);
        if !wanted {
            return;
        }
        if let Some((found, turn)) = put_off {
            watch(Event::PutOff(&shown(&found.relative)));
            later.put_off(found, turn);
        }
    }
}

fn write_all(
    writer: &mut Writer<'_>,
    to_write: &Receiver<Vec<Taken>>,
    watch: &(dyn Fn(Event<'_>) + Sync),
) -> Result<(), Error> {
    let mut batches = to_write.iter();
    let mut next = batches.next();
    while let Some(batch) = next {
        let outcomes = writer.commit(batch)?;
        next = match to_write.try_recv() {
            Err(TryRecvError::Disconnected) => {
                // Who waits for the last file may look for it at once.
                writer.catch_up()?;
                None
            }
            more => more.ok(),
        };
        for outcome in outcomes {
            watch(Event::Finished(&outcome));
        }
        next = next.or_else(|| batches.next());
    }
    Ok(())
}
