//! One file from the walk to the writer: has it changed? What became of it and of all that is in it?

mod contents;
mod known;
pub mod members;
mod moved;
mod rest;

use std::collections::HashMap;
use std::collections::hash_map;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use crate::archive::Error;
use crate::archive::elsewhere::Elsewhere;
use crate::archive::import::ImportJob;
use crate::archive::ocr::Scanner;
use crate::archive::reason;
use crate::archive::walk;
use crate::archive::walk::Entry;
use crate::archive::walk::Found;
use crate::document::Document;
use crate::document::Page;
use crate::extract::ExtractError;
use crate::extract::Limits;
use crate::extract::worker::Pool;
use crate::store::Journal;
use crate::store::Place;
use crate::store::Stamp;
use crate::store::Store;
use crate::store::Verdict;

use contents::Item;

pub use contents::Mark;

/// The root under which files that were sent in are kept in the journal.
const UPLOADED: &str = "(tải lên)";

/// A file on its way to the writer.
pub struct Taken {
    /// The folder given, as the journal has it.
    pub root: PathBuf,
    /// The path below it; of a member its container's, `!/` and its name.
    pub relative: PathBuf,
    /// The path for people.
    pub shown: String,
    /// What was found out.
    pub result: Result,
}

/// What was found out about a file.
pub enum Result {
    /// The journal already says all there is to say.
    Settled(Verdict),
    /// The same as before; only when it was read is news.
    Again(Verdict),
    /// Not a paper.
    Skipped(&'static str),
    /// An archive of files, opened.
    Unpacked(Verdict),
    /// Not to become a document.
    Rejected(Verdict),
    /// Its bytes are a document's that the archive has.
    Same(Verdict),
    /// So they are, and the file they came from is no longer where it was.
    Moved(Verdict, Place),
    /// A new document.
    New(Box<Draft>),
}

/// A new document before it is acknowledged.
pub struct Draft {
    /// When its file was read.
    pub stamp: Stamp,
    /// What is known of it.
    pub document: Document,
    /// Its text.
    pub pages: Vec<Page>,
    /// The original.
    pub bytes: Vec<u8>,
}

impl Draft {
    /// What the journal will say of its file.
    pub fn verdict(&self) -> Verdict {
        Verdict::Kept {
            stamp: self.stamp,
            document: self.document.id.clone(),
        }
    }
}

/// Who reads what is in files.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// Processes here.
    pub pool: &'a Pool,
    /// Other machines.
    pub elsewhere: Option<&'a Elsewhere>,
    /// What reads scans, here.
    pub scanner: &'a Scanner<'a>,
}

/// What every file is held against.
pub struct Intake<'a> {
    stop: &'a AtomicBool,
    store: &'a Store,
    means: Means<'a>,
    job: &'a ImportJob,
    journals: HashMap<PathBuf, Journal>,
    limits: Limits,
}

/// What all that is in one file may cost, however deep it lies: a file of a thousand containers of
/// a thousand containers keeps the limits of each.
struct Left {
    members: usize,
    bytes: u64,
}

impl Left {
    fn of(limits: &Limits) -> Self {
        let bytes = limits.archive_bytes.saturating_mul(limits.nesting);
        Self {
            // The last one may be taken, the one after it may not.
            members: limits.members + 1,
            bytes: bytes as u64 + 1,
        }
    }

    fn take(&mut self, bytes: u64) {
        self.members = self.members.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(bytes);
    }

    fn lasts(&self) -> bool {
        self.members > 0 && self.bytes > 0
    }

    fn over() -> ExtractError {
        ExtractError::OverLimit("members of a container".to_owned())
    }
}

/// Who is told what becomes of files, while one is taken.
pub struct Watch<'a> {
    /// Of each file when reading begins.
    started: &'a dyn Fn(&str),
    /// Of each file when it is known what it is; false when nobody wants to know more.
    taken: &'a mut dyn FnMut(Taken) -> bool,
    left: Left,
}

impl<'a> Watch<'a> {
    /// For one file, with its limits on what is in it.
    pub fn new(
        limits: &Limits,
        started: &'a dyn Fn(&str),
        taken: &'a mut dyn FnMut(Taken) -> bool,
    ) -> Self {
        Self {
            started,
            taken,
            left: Left::of(limits),
        }
    }
}

/// When a file is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// As it is found: a scan is put off, and what is just being written.
    First,
    /// After those that were at rest.
    Second,
    /// After all that have text.
    Last,
}

/// Why a file is not finished; nothing is said of it.
enum Stopped {
    /// Nobody wants to know more.
    Unwanted,
    /// Its turn comes later.
    PutOff(Turn),
}

impl<'a> Intake<'a> {
    /// Loads what the journal knows of the folders of a job.
    pub fn new(
        store: &'a Store,
        means: Means<'a>,
        job: &'a ImportJob,
        stop: &'a AtomicBool,
    ) -> std::result::Result<Self, Error> {
        let mut journals = HashMap::new();
        if !job.uploaded {
            match &job.within {
                Some(root) => {
                    let relative = |path: &PathBuf| path.strip_prefix(root).map(Path::to_path_buf);
                    let paths: Vec<PathBuf> = job
                        .paths
                        .iter()
                        .filter_map(|path| relative(path).ok())
                        .collect();
                    journals.insert(root.clone(), store.journal_of(root, &paths)?);
                }
                None => {
                    for root in job.paths.iter().map(|path| walk::root_of(path)) {
                        if let hash_map::Entry::Vacant(place) = journals.entry(root) {
                            let journal = store.journal(place.key())?;
                            place.insert(journal);
                        }
                    }
                }
            }
        }
        Ok(Self {
            stop,
            store,
            means,
            job,
            journals,
            limits: Limits::office(),
        })
    }

    /// Takes one file as far as it goes without writing anything. What a container holds is told
    /// before the container: it is done when they are. Gives back what is to be taken later.
    pub fn take(&self, found: Found, turn: Turn, watch: &mut Watch<'_>) -> Option<(Found, Turn)> {
        let shown = shown(&found.relative);
        match self.file(&found, &shown, turn, watch) {
            Ok(result) => {
                (watch.taken)(self.taken(&found.root, found.relative, shown, result));
                None
            }
            Err(Stopped::PutOff(turn)) => Some((found, turn)),
            Err(Stopped::Unwanted) => None,
        }
    }

    fn taken(&self, root: &Path, relative: PathBuf, shown: String, result: Result) -> Taken {
        let root = match self.job.uploaded {
            true => PathBuf::from(UPLOADED),
            false => root.to_path_buf(),
        };
        Taken {
            root,
            relative,
            shown,
            result,
        }
    }

    fn file(
        &self,
        found: &Found,
        shown: &str,
        turn: Turn,
        watch: &mut Watch<'_>,
    ) -> std::result::Result<Result, Stopped> {
        let Entry::File { size, modified_ns } = found.entry else {
            return Err(Stopped::Unwanted);
        };
        let stamp = Stamp { size, modified_ns };
        (watch.started)(shown);
        let source = match self.at_rest(found, stamp, turn)? {
            Ok(source) => source,
            Err(_) if rest::is_gone(&found.path) => return Ok(Result::Skipped(walk::GONE)),
            Err(error) => {
                // Whatever a file is at last that changed all the time, it is to be looked at again.
                let settled = error != ExtractError::Changed;
                return Ok(Result::Rejected(Verdict::Quarantined {
                    stamp: settled.then_some(stamp),
                    digest: None,
                    reason: reason::of(&error),
                }));
            }
        };
        let item = Item {
            root: &found.root,
            relative: found.relative.clone(),
            shown: shown.to_owned(),
            stamp: Stamp {
                size: source.size,
                modified_ns: i64::try_from(source.mtime_ns).unwrap_or(0),
            },
            digest: source.digest,
            bytes: source.bytes,
            depth: 0,
            turn,
        };
        self.read(item, watch).map(|(result, _)| result)
    }

    /// Whether an administrator had a file of this path taken: its bytes are looked at then. A
    /// catalogue that cannot be asked releases nothing.
    fn is_released_at(&self, root: &Path, relative: &Path) -> bool {
        let released = self.store.is_released_at(root, relative);
        released.unwrap_or(false)
    }

    fn tell(
        &self,
        root: &Path,
        relative: PathBuf,
        shown: String,
        result: Result,
        watch: &mut Watch<'_>,
    ) -> std::result::Result<(), Stopped> {
        match (watch.taken)(self.taken(root, relative, shown, result)) {
            true => Ok(()),
            false => Err(Stopped::Unwanted),
        }
    }

    /// Whether the journal knows members of a container that were not taken but might be now.
    fn has_untaken_members(&self, root: &Path, relative: &Path) -> bool {
        let journal = self.journals.get(root);
        journal.is_some_and(|journal| {
            let mut members = journal.members(relative);
            members.any(|(_, entry)| {
                matches!(
                    entry.verdict,
                    Verdict::Quarantined { .. } | Verdict::Refused { .. }
                )
            })
        })
    }
}

/// A path for people: as it is, control characters made visible.
pub fn shown(relative: &Path) -> String {
    let mut shown = String::new();
    for letter in relative.to_string_lossy().chars() {
        match letter.is_control() {
            true => shown.extend(letter.escape_default()),
            false => shown.push(letter),
        }
    }
    shown
}
