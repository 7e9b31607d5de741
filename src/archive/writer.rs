//! The one thread that writes: originals and rows in batches, then the index after them.

use std::collections::HashSet;

use jiff::Timestamp;

use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::follow::Alongside;
use crate::archive::follow::Follower;
use crate::archive::follow::Stored;
use crate::archive::import::ImportJob;
use crate::archive::intake::Result as Found;
use crate::archive::intake::Taken;
use crate::archive::measure;
use crate::archive::ocr;
use crate::archive::outcome::FileOutcome;
use crate::archive::outcome::Outcome;
use crate::archive::outcome::Summary;
use crate::archive::reason;
use crate::document::Document;
use crate::store;
use crate::store::Beginning;
use crate::store::Counts;
use crate::store::Holder;
use crate::store::ImportId;
use crate::store::SourcePath;
use crate::store::StoreError;
use crate::store::Verdict;

/// Takes files from the readers and acknowledges them.
pub struct Writer<'a> {
    durable: Option<Durable<'a>>,
    summary: Summary,
    /// Digests a dry run has seen: it cannot ask the catalogue.
    seen: HashSet<String>,
}

/// Where a real import writes.
struct Durable<'a> {
    // Before the store's writer: fields are dropped in this order, the lock is given back last.
    follower: Alongside,
    store: store::Writer,
    /// This run's name in the catalogue, once there is something to write down.
    import: Option<ImportId>,
    folders: String,
    started: Timestamp,
    job: &'a ImportJob,
}

impl<'a> Writer<'a> {
    /// A writer that writes nothing.
    pub fn dry() -> Self {
        Self::of(None)
    }

    /// Takes the archive's lock and brings the index up to date before anything is added.
    pub fn open(archive: &'a Archive, job: &'a ImportJob) -> Result<Self, Error> {
        let folders: Vec<String> = job
            .paths
            .iter()
            .map(|path| path.to_string_lossy().into_owned())
            .collect();
        let folders = folders.join(", ");
        let started = (job.clock)();
        let holder = Holder {
            pid: std::process::id(),
            command: format!("import {folders}"),
            since: started,
        };
        let mut store = store::Writer::open(archive.directory(), &holder)?;
        store.act(&job.who, started);
        let follower = Alongside::begin(Follower::open(store.store(), started)?);
        Ok(Self::of(Some(Durable {
            follower,
            store,
            import: None,
            folders,
            started,
            job,
        })))
    }

    fn of(durable: Option<Durable<'a>>) -> Self {
        Self {
            durable,
            summary: Summary::default(),
            seen: HashSet::new(),
        }
    }

    /// Makes a batch durable and gives its files' outcomes.
    pub fn commit(&mut self, waiting: Vec<Taken>) -> Result<Vec<FileOutcome>, Error> {
        let outcomes = match &mut self.durable {
            Some(durable) => durable.commit(waiting)?,
            None => {
                let seen = &mut self.seen;
                waiting
                    .into_iter()
                    .map(|taken| foresee(taken, seen))
                    .collect()
            }
        };
        for outcome in &outcomes {
            self.summary.count(outcome.outcome);
            measure::file(outcome.outcome);
        }
        Ok(outcomes)
    }

    /// Makes findable what was committed.
    pub fn catch_up(&mut self) -> Result<(), Error> {
        match &mut self.durable {
            Some(durable) => durable.follower.catch_up(),
            None => Ok(()),
        }
    }

    /// Notes the end of the import and lets the index catch up.
    pub fn finish(self) -> Result<Summary, Error> {
        let summary = self.summary;
        if let Some(durable) = self.durable {
            let Durable {
                follower,
                mut store,
                import,
                job,
                ..
            } = durable;
            follower.finish()?;
            if let Some(import) = import {
                let now = (job.clock)();
                patiently(&mut store, |store| {
                    store.act(&job.who, now);
                    store.finish_import(import, now, counts(&summary))
                })?;
            }
        }
        Ok(summary)
    }
}

impl Durable<'_> {
    fn commit(&mut self, waiting: Vec<Taken>) -> Result<Vec<FileOutcome>, Error> {
        let nothing_new =
            |taken: &Taken| matches!(taken.result, Found::Settled(_) | Found::Skipped(_));
        if waiting.iter().all(nothing_new) {
            return Ok(waiting
                .into_iter()
                .map(|taken| told(taken, Outcome::Known))
                .collect());
        }
        let import = match self.import {
            Some(import) => import,
            None => self.start()?,
        };
        self.import = Some(import);
        let mut made = Vec::new();
        let sequence = patiently(&mut self.store, |store| {
            made.clear();
            store.act(&self.job.who, (self.job.clock)());
            write(store, import, &waiting, &mut made)
        })?;
        let mut outcomes = Vec::with_capacity(waiting.len());
        let mut added = Vec::new();
        for (mut taken, made) in waiting.into_iter().zip(made) {
            if let (Some(document), Found::New(draft)) = (made.document, &mut taken.result) {
                ocr::forget(self.store.store(), &document.digest);
                added.push((document, std::mem::take(&mut draft.pages)));
            }
            outcomes.push(told(taken, made.outcome));
        }
        // Where the answer was lost, all that the store has.
        let sequence = sequence.unwrap_or(u64::MAX);
        self.follower.follow(Stored { sequence, added })?;
        Ok(outcomes)
    }

    /// Enters this run.
    fn start(&mut self) -> Result<ImportId, Error> {
        let beginning = Beginning {
            folder: self.folders.clone(),
            started: self.started,
            home: self.job.home.as_ref().map(ToString::to_string),
            charset: self.job.charset.map(|charset| charset.name().to_owned()),
        };
        let started = patiently(&mut self.store, |store| store.start_import(&beginning))?;
        match started {
            Some(import) => Ok(import),
            // It was entered, and the answer with its number was lost.
            None => {
                let latest = self.store.store().imports(1)?.into_iter().next();
                Ok(latest.ok_or(StoreError::Stopped)?.id)
            }
        }
    }
}

/// Does what becomes durable in one batch, again if the server of the catalogue went away before it
/// had happened. None if it had happened and only the answer was lost.
fn patiently<T>(
    store: &mut store::Writer,
    mut act: impl FnMut(&mut store::Writer) -> Result<T, StoreError>,
) -> Result<Option<T>, Error> {
    loop {
        match act(store) {
            Err(error) if error.is_away() => {
                tracing::warn!("{error}; waiting for it");
                if store.resume()?.is_some() {
                    return Ok(None);
                }
            }
            done => return Ok(Some(done?)),
        }
    }
}

/// What became of a file; of a new one with its document.
struct Made {
    outcome: Outcome,
    document: Option<Document>,
}

/// Writes a batch of files and makes it durable. Gives its last sequence.
fn write(
    store: &mut store::Writer,
    import: ImportId,
    waiting: &[Taken],
    made: &mut Vec<Made>,
) -> Result<u64, StoreError> {
    let mut batch = store.begin()?;
    for taken in waiting {
        let mut outcome = Outcome::Imported;
        let mut added = None;
        let verdict = match &taken.result {
            Found::Settled(_) | Found::Skipped(_) => None,
            Found::Again(verdict)
            | Found::Unpacked(verdict)
            | Found::Rejected(verdict)
            | Found::Same(verdict) => Some(verdict.clone()),
            Found::Moved(verdict, from) => {
                batch.mark_gone(import, &from.root, &from.relative)?;
                Some(verdict.clone())
            }
            Found::New(draft) => {
                let digest = &draft.document.digest;
                // Two files with the same bytes may have been read at the same time.
                if batch.document_with_digest(digest)?.is_some() {
                    outcome = Outcome::Duplicate;
                } else {
                    batch.put_original(&draft.bytes, digest)?;
                    // As the machine reads it, should the batch have to be written again.
                    let mut document = draft.document.clone();
                    batch.put_document(&mut document, &draft.pages)?;
                    added = Some(document);
                }
                Some(draft.verdict())
            }
        };
        if let Some(verdict) = verdict {
            let path = SourcePath {
                root: &taken.root,
                relative: &taken.relative,
                shown: &taken.shown,
            };
            batch.record(import, path, &verdict)?;
        }
        made.push(Made {
            outcome,
            document: added,
        });
    }
    measure::stage("commit", || batch.commit())
}

fn counts(summary: &Summary) -> Counts {
    Counts {
        found: summary.found,
        imported: summary.imported,
        known: summary.known,
        duplicates: summary.duplicates,
        unpacked: summary.unpacked,
        quarantined: summary.quarantined,
        refused: summary.refused,
        skipped: summary.skipped,
    }
}

/// A file's outcome; `new` is what became of a file that was taken for a new document.
fn told(taken: Taken, new: Outcome) -> FileOutcome {
    let moved = match &taken.result {
        Found::Moved(_, from) => Some(reason::moved(&from.shown)),
        _ => None,
    };
    let (verdict, kept) = match taken.result {
        Found::Settled(verdict) => (verdict, Outcome::Known),
        Found::Again(verdict) => (verdict, Outcome::Known),
        Found::Unpacked(verdict) => (verdict, Outcome::Unpacked),
        Found::Rejected(verdict) => {
            if let Some(reason) = verdict.reason() {
                measure::reject(&reason.code);
            }
            (verdict, Outcome::Quarantined)
        }
        Found::Same(verdict) => (verdict, Outcome::Duplicate),
        Found::New(draft) => (draft.verdict(), new),
        Found::Moved(verdict, _) => (verdict, Outcome::Known),
        Found::Skipped(reason) => {
            return FileOutcome {
                path: taken.shown,
                outcome: Outcome::Skipped,
                id: None,
                reason: Some(reason.to_owned()),
            };
        }
    };
    let (outcome, id, reason) = match verdict {
        Verdict::Kept { document, .. } => (kept, Some(document), moved),
        Verdict::Unpacked { .. } => (kept, None, None),
        Verdict::Skipped { reason, .. } => (Outcome::Skipped, None, Some(reason.message)),
        Verdict::Quarantined { reason, .. } => (Outcome::Quarantined, None, Some(reason.message)),
        Verdict::Refused { reason } => (Outcome::Refused, None, Some(reason.message)),
    };
    FileOutcome {
        path: taken.shown,
        outcome,
        id,
        reason,
    }
}

/// What an import would have made of a file.
fn foresee(taken: Taken, seen: &mut HashSet<String>) -> FileOutcome {
    let first = match &taken.result {
        Found::New(draft) => seen.insert(draft.document.digest.clone()),
        _ => false,
    };
    told(
        taken,
        if first {
            Outcome::Imported
        } else {
            Outcome::Duplicate
        },
    )
}
