//! One file from the walk to the writer: known? readable? secret? What does it say of itself?

use std::collections::HashMap;
use std::path::Path;
use std::path::PathBuf;

use crate::archive::Error;
use crate::archive::import::ImportJob;
use crate::archive::reading;
use crate::archive::reason;
use crate::archive::walk::Entry;
use crate::archive::walk::Found;
use crate::describe;
use crate::describe::Secrecy;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::Page;
use crate::extract::ExtractError;
use crate::extract::Limits;
use crate::extract::source::SourceFile;
use crate::extract::worker::Pool;
use crate::extract::worker::Spool;
use crate::store::Journal;
use crate::store::Reason;
use crate::store::Stamp;
use crate::store::Store;
use crate::store::Verdict;

/// The root under which files that were sent in are kept in the journal.
const UPLOADED: &str = "(tải lên)";

/// A file on its way to the writer.
pub struct Taken {
    /// The folder given, as the journal has it.
    pub root: PathBuf,
    /// The path below it.
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
    /// Not a paper.
    Skipped(&'static str),
    /// Not to become a document.
    Rejected(Verdict),
    /// Its bytes are a document's that the archive has.
    Same(Verdict),
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

/// What every file is held against.
pub struct Intake<'a> {
    store: &'a Store,
    pool: &'a Pool,
    job: &'a ImportJob,
    journals: HashMap<PathBuf, Journal>,
    limits: Limits,
}

impl<'a> Intake<'a> {
    /// Loads what the journal knows of the folders of a job.
    pub fn new(
        store: &'a Store,
        pool: &'a Pool,
        job: &'a ImportJob,
    ) -> std::result::Result<Self, Error> {
        let mut journals = HashMap::new();
        if !job.uploaded {
            for path in &job.paths {
                let root = crate::archive::walk::root_of(path);
                let journal = store.journal(&root)?;
                journals.insert(root, journal);
            }
        }
        Ok(Self {
            store,
            pool,
            job,
            journals,
            limits: Limits::office(),
        })
    }

    /// Takes one file as far as it goes without writing anything.
    pub fn take(&self, found: Found, started: &dyn Fn(&str)) -> Taken {
        let shown = shown(&found.relative);
        let result = match &found.entry {
            Entry::NotAPaper(reason) => Result::Skipped(reason),
            Entry::Unreadable(message) => Result::Rejected(Verdict::Quarantined {
                stamp: None,
                digest: None,
                reason: reason::unreadable_entry(message),
            }),
            Entry::File { size, modified_ns } => {
                let stamp = Stamp {
                    size: *size,
                    modified_ns: *modified_ns,
                };
                self.file(&found, &shown, stamp, started)
            }
        };
        let root = match self.job.uploaded {
            true => PathBuf::from(UPLOADED),
            false => found.root,
        };
        Taken {
            root,
            relative: found.relative,
            shown,
            result,
        }
    }

    fn file(&self, found: &Found, shown: &str, stamp: Stamp, started: &dyn Fn(&str)) -> Result {
        // A name can say that a paper is secret: then its bytes are not even read.
        if let Some(rejected) = secrecy(&[], shown) {
            return Result::Rejected(rejected);
        }
        let journal = self.journals.get(&found.root);
        let entry = journal.and_then(|journal| journal.get(&found.relative));
        if let Some(entry) = entry.filter(|entry| entry.is_about(stamp)) {
            let again = self.job.retry && matches!(entry.verdict, Verdict::Quarantined { .. });
            if !again {
                return Result::Settled(entry.verdict.clone());
            }
        }
        started(shown);
        self.read(&found.path, shown).unwrap_or_else(|reason| {
            Result::Rejected(Verdict::Quarantined {
                stamp: Some(stamp),
                digest: None,
                reason,
            })
        })
    }

    fn read(&self, path: &Path, shown: &str) -> std::result::Result<Result, Reason> {
        let refused = |error: ExtractError| reason::of(&error);
        let source = SourceFile::open(path, &self.limits).map_err(refused)?;
        let stamp = Stamp {
            size: source.size,
            modified_ns: i64::try_from(source.mtime_ns).unwrap_or(0),
        };
        // A catalogue that cannot be asked is the writer's to report: here the file counts as new.
        if let Ok(Some(document)) = self.store.document_with_digest(&source.digest) {
            return Ok(Result::Same(Verdict::Kept { stamp, document }));
        }
        let extracted = self
            .pool
            .extract(&source.bytes, shown, &mut Spool::default());
        let (format, extracted) = match extracted {
            Ok(read) => read,
            Err(error) => {
                return Ok(Result::Rejected(Verdict::Quarantined {
                    stamp: Some(stamp),
                    digest: Some(source.digest),
                    reason: reason::of(&error),
                }));
            }
        };
        let reading = reading::read(extracted, self.job.charset);
        if let Some(rejected) = secrecy(&reading.pages, shown) {
            return Ok(Result::Rejected(rejected));
        }
        let described = describe::describe(&reading.pages, shown, self.job.home.as_ref());
        let mut findings = reading.findings;
        findings.extend(described.findings);
        let document = Document {
            id: DocumentId::of_digest(&source.digest),
            sequence: 0,
            digest: source.digest,
            bytes: source.size,
            format: format.name().to_owned(),
            charset: reading.charset.to_owned(),
            text_source: reading.text_source,
            page_count: u32::try_from(reading.pages.len()).unwrap_or(u32::MAX),
            description: described.description,
            citations: described.citations,
            findings,
            sources: vec![shown.to_owned()],
        };
        Ok(Result::New(Box::new(Draft {
            stamp,
            document,
            pages: reading.pages,
            bytes: source.bytes,
        })))
    }
}

/// The verdict on a paper that bears a secrecy mark, or may bear one.
fn secrecy(pages: &[Page], shown: &str) -> Option<Verdict> {
    match describe::secrecy(pages, shown) {
        Secrecy::Clean => None,
        Secrecy::Refused { .. } => Some(Verdict::Refused {
            reason: reason::secret(),
        }),
        Secrecy::Suspicious => Some(Verdict::Quarantined {
            stamp: None,
            digest: None,
            reason: reason::maybe_secret(),
        }),
    }
}

/// A path for people: as it is, control characters made visible.
fn shown(relative: &Path) -> String {
    let mut shown = String::new();
    for letter in relative.to_string_lossy().chars() {
        match letter.is_control() {
            true => shown.extend(letter.escape_default()),
            false => shown.push(letter),
        }
    }
    shown
}
