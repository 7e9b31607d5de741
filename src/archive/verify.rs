//! `verify`: is everything as it was acknowledged? Slowly, in parts, reporting and never repairing.

use std::num::NonZeroU64;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::audit;
use crate::archive::backup::good_copy;
use crate::archive::log;
use crate::archive::parts;
use crate::document::DocumentId;
use crate::document::LogEvent;
use crate::search::Audit;
use crate::search::Expected;
use crate::search::SearchError;
use crate::store::Layout;
use crate::store::Pace;
use crate::store::Problem;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::stand_back;

/// The note of the last verification that reached its end.
const LAST: &str = "verification";
/// The note of one that did not yet.
const UNFINISHED: &str = "verification-unfinished";
/// Documents after which the place is noted.
const STRIDE: u64 = 200;
/// Problems kept in a note.
const KEPT: usize = 1_000;
/// How far a verification in the background stands back.
const BEHIND_ALL: i32 = 19;

/// How a verification is done.
pub struct VerifyJob<'a> {
    /// Whether to go on where the last one stopped.
    pub resume: bool,
    /// Bytes of originals read a second at most.
    pub rate: Option<NonZeroU64>,
    /// The time now.
    pub clock: fn() -> Timestamp,
    /// Set to stop; the place is noted.
    pub stop: &'a AtomicBool,
    /// Told now and then how many documents are done, of how many.
    pub watch: &'a dyn Fn(u64, u64),
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// When it began.
    pub started: Timestamp,
    /// When it reached the end.
    pub finished: Option<Timestamp>,
    /// Documents looked at.
    pub documents: u64,
    /// Bytes of their originals.
    pub bytes: u64,
    /// Things that are not as they were acknowledged.
    pub problems: u64,
    /// The first of them, in words.
    pub first: Vec<String>,
    /// The last document looked at, by its sequence.
    after: u64,
}

impl Verification {
    fn begin(started: Timestamp) -> Self {
        Self {
            started,
            finished: None,
            documents: 0,
            bytes: 0,
            problems: 0,
            first: Vec::new(),
            after: 0,
        }
    }
}

impl Archive {
    /// Compares every original with its digest, every row with what was written, and every entry
    /// of the index with its document. Tells `report` each problem; with those of the part done
    /// before, when it goes on. The index is taken as it is, neither caught up nor rebuilt.
    pub fn verify(
        directory: &Path,
        job: &VerifyJob<'_>,
        report: &mut dyn FnMut(&str),
    ) -> Result<Verification, Error> {
        let store = open(directory)?;
        stand_back(BEHIND_ALL);
        let unfinished = store.note(UNFINISHED).filter(|_| job.resume);
        let found = unfinished.unwrap_or_else(|| Verification::begin((job.clock)()));
        for problem in &found.first {
            report(problem);
        }
        let mut run = Run {
            store: &store,
            job,
            report,
            found,
            expected: Expected::default(),
            audit: None,
        };
        run.whole()?;
        let now = (job.clock)();
        run.found.finished = Some(now);
        let verified = LogEvent::Verified {
            documents: run.found.documents,
            problems: run.found.problems,
        };
        log::tell(directory, "verify", now, verified)?;
        audit::note(directory, &store, "verify", now)?;
        note(&store, LAST, Some(&run.found))?;
        note(&store, UNFINISHED, None)?;
        Ok(run.found)
    }

    /// The last verification that reached its end.
    #[must_use]
    pub fn last_verification(&self) -> Option<Verification> {
        self.store().note(LAST)
    }

    /// Whether one was begun and not ended.
    #[must_use]
    pub fn is_verification_unfinished(&self) -> bool {
        let unfinished: Option<Verification> = self.store().note(UNFINISHED);
        unfinished.is_some()
    }
}

/// Opens an archive as it is. A catalogue that is not there or cannot be read while originals are
/// is the worst damage of all.
fn open(directory: &Path) -> Result<Store, Error> {
    match Store::open(directory) {
        Err(StoreError::NotAnArchive(_)) if Layout::of(directory).is_any() => Err(
            Error::NoCatalogue(StoreError::CatalogueMissing(directory.to_path_buf())),
        ),
        Err(
            error @ (StoreError::DamagedCatalogue(_) | StoreError::OlderFormat { found: 0, .. }),
        ) => Err(Error::NoCatalogue(error)),
        opened => Ok(opened?),
    }
}

/// One verification under way.
struct Run<'a, 'b> {
    store: &'a Store,
    job: &'a VerifyJob<'a>,
    report: &'b mut dyn FnMut(&str),
    found: Verification,
    expected: Expected,
    /// What the index says; none where it cannot be read, or is due to be rebuilt anyway.
    audit: Option<Audit>,
}

impl Run<'_, '_> {
    fn whole(&mut self) -> Result<(), Error> {
        if self.found.after == 0 {
            for problem in self.store.verify_catalogue()? {
                self.problem(&problem.to_string());
            }
            for problem in self.store.verify_log(None).map_err(unreadable)?.problems {
                self.problem(&problem.to_string());
            }
            let audit = audit::check(self.store)?;
            for problem in audit.into_iter().flat_map(|audit| audit.problems) {
                self.problem(&problem.to_string());
            }
        }
        self.read_index();
        let of = self.store.count()?;
        let mut pace = Pace::of(self.job.rate);
        let store = self.store;
        for checked in store.verify_documents(self.found.after, &mut pace) {
            let checked = checked.map_err(unreadable)?;
            self.found.documents += 1;
            self.found.bytes += checked.bytes;
            for problem in &checked.problems {
                let text = format!("{}: {problem}", checked.id);
                let text = text + &self.remedy(problem, &checked.digest);
                self.problem(&text);
            }
            let legible = !checked
                .problems
                .iter()
                .any(|problem| matches!(problem, Problem::RowDamaged | Problem::PagesDamaged));
            match DocumentId::parse(&checked.id).filter(|_| legible) {
                Some(id) => self.compare(&id, checked.sequence)?,
                None => self.forget(&checked.id),
            }
            self.found.after = checked.sequence;
            (self.job.watch)(self.found.documents, of);
            let stop = self.job.stop.load(Ordering::Relaxed);
            if stop || self.found.documents.is_multiple_of(STRIDE) {
                note(self.store, UNFINISHED, Some(&self.found))?;
            }
            if stop {
                return Err(Error::Interrupted);
            }
        }
        self.strays()?;
        if self.found.documents == 0 {
            self.problem("the catalogue lists no document: nothing was verified");
        }
        Ok(())
    }

    fn problem(&mut self, text: &str) {
        self.found.problems += 1;
        if self.found.first.len() < KEPT {
            self.found.first.push(text.to_owned());
        }
        (self.report)(text);
    }

    /// Where a good copy of a damaged original is.
    fn remedy(&self, problem: &Problem, digest: &str) -> String {
        match problem {
            Problem::OriginalMissing(_)
            | Problem::OriginalDamaged(_)
            | Problem::OriginalUnreadable(..) => match good_copy(self.store, digest) {
                Some(place) => format!("; a good copy is `{}`", place.display()),
                None => "; no known backup has a good copy".to_owned(),
            },
            _ => String::new(),
        }
    }

    /// Reads the index from end to end.
    fn read_index(&mut self) {
        let place = match parts::index(self.store) {
            Ok(place) => place,
            Err(error) => return self.problem(&format!("index: {error}")),
        };
        // A flipped bit that a checksum does not cover may lead the reader anywhere.
        let audit = catch_unwind(AssertUnwindSafe(|| Audit::of(&place)));
        match audit {
            Ok(Ok(audit)) if audit.damaged.is_empty() => {
                if audit.strays > 0 {
                    let strays = audit.strays;
                    self.problem(&format!(
                        "index: {strays} entries that belong to no document"
                    ));
                }
                // Another program's terms differ in good faith; see `follow`.
                self.audit = (!audit.is_due).then_some(audit);
            }
            Ok(Ok(audit)) => {
                for file in &audit.damaged {
                    self.problem(&format!("index: `{}` damaged", file.display()));
                }
            }
            Ok(Err(SearchError::OtherSchema(_))) => {}
            Ok(Err(error)) => self.problem(&format!("index: {error}")),
            Err(_) => self.problem("index: the index cannot be read"),
        }
    }

    /// Compares what the index says of a document with what it should say.
    fn compare(&mut self, id: &DocumentId, sequence: u64) -> Result<(), Error> {
        let Some(audit) = &mut self.audit else {
            return Ok(());
        };
        let entry = audit.entries.remove(id);
        let behind = sequence > audit.sequence;
        let document = self.store.document(id).map_err(unreadable)?;
        let Some(document) = document.filter(|document| document.sequence == sequence) else {
            // Changed meanwhile: looked at where it is now.
            return Ok(());
        };
        let pages = self
            .store
            .pages(id)
            .map_err(unreadable)?
            .unwrap_or_default();
        let expected = self.expected.entry(&document, &pages);
        let told = match entry {
            _ if behind => return Ok(()),
            Some(entry) if entry == expected => return Ok(()),
            Some(entry) if entry.sequence == expected.sequence => "other words in the index",
            Some(_) => "outdated in the index",
            None => "not in the index",
        };
        self.problem(&format!("{id}: {told}"));
        Ok(())
    }

    /// A document whose row cannot be read is not compared.
    fn forget(&mut self, id: &str) {
        if let (Some(audit), Some(id)) = (&mut self.audit, DocumentId::parse(id)) {
            audit.entries.remove(&id);
        }
    }

    /// What the index has beyond the documents looked at.
    fn strays(&mut self) -> Result<(), Error> {
        let Some(audit) = self.audit.take() else {
            return Ok(());
        };
        for (id, _) in audit.entries {
            if self
                .store
                .document(&id)
                .is_ok_and(|document| document.is_none())
                && !self.store.is_deleted_after(&id, audit.sequence)?
            {
                self.problem(&format!("{id}: in the index and not in the catalogue"));
            }
        }
        Ok(())
    }
}

fn unreadable(error: StoreError) -> Error {
    match error {
        StoreError::DamagedCatalogue(_) => Error::NoCatalogue(error),
        error => error.into(),
    }
}

/// Notes where a verification is; an archive on a read-only medium has no notes.
fn note(store: &Store, name: &str, found: Option<&Verification>) -> Result<(), Error> {
    match store.write_note(name, &found) {
        Err(StoreError::ReadOnly) => Ok(()),
        written => Ok(written?),
    }
}
