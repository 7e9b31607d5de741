//! The archive: import, search, show, keep in order. The only module in which the stages meet.

mod answer;
mod ask;
mod attached;
mod audit;
mod backup;
mod bag;
mod batches;
mod browse;
mod cells;
mod cited;
mod corrections;
mod deletion;
mod doctor;
mod draft;
mod elsewhere;
mod error;
mod folders;
mod examples;
mod follow;
mod health;
mod import;
mod intake;
mod jobs;
mod names;
mod kin;
mod log;
mod measure;
mod migrate;
mod near;
mod ocr;
mod official;
mod outcome;
mod papers;
mod parts;
mod peek;
mod pictures;
mod places;
mod reading;
mod reason;
mod rebuild;
mod remake;
mod register;
mod related;
mod release;
mod restore;
mod review;
mod revision;
mod served;
mod standing;
mod suggest;
mod undo;
mod upkeep;
mod verify;
mod walk;
mod watch;
mod writer;

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use tempfile::TempDir;

pub use answer::Answer;
pub use answer::BodyCount;
pub use answer::Count;
pub use answer::Facets;
pub use answer::Original;
pub use answer::ShownHit;
pub use answer::YearCount;
pub use ask::Asked;
pub use ask::get_ready;
pub use attached::Attached;
pub use backup::BackupJob;
pub use backup::BackupProgress;
pub use backup::BackupReport;
pub use backup::KnownBackup;
pub use browse::BodyGroup;
pub use browse::BodyLink;
pub use browse::BodyView;
pub use cited::CitedDocument;
pub use cited::MissingPaper;
pub use corrections::Editor;
pub use corrections::Exchanged;
pub use corrections::History;
pub use deletion::KEEP_DAYS;
pub use deletion::Purged;
pub use doctor::Complaint;
pub use doctor::Depth;
pub use doctor::Examination;
pub use draft::CheckedCitation;
pub use draft::CheckedClause;
pub use draft::CitationVerdict;
pub use draft::Difference;
pub use draft::DraftReport;
pub use elsewhere::ReadingJob;
pub use elsewhere::read_for_others;
pub use error::Error;
pub use examples::Examples;
pub use folders::FolderCount;
pub use health::Health;
pub use health::Unready;
pub use import::Event;
pub use import::ImportJob;
pub use jobs::Job;
pub use jobs::JobState;
pub use jobs::Jobs;
pub use jobs::Progress;
pub use jobs::Work;
pub use kin::Kin;
pub use log::event_told;
pub use migrate::MigrateJob;
pub use names::ascii_file_name;
pub use names::charset_named;
pub use names::document_title;
pub use names::holds_words;
pub use names::home_body;
pub use names::kind_name;
pub use names::kind_names;
pub use names::place_name;
pub use names::system_name;
pub use names::system_word;
pub use ocr::OcrJob;
pub use ocr::OcrOutcome;
pub use ocr::OcrResult;
pub use ocr::OcrSummary;
pub use official::official_citation;
pub use outcome::FileOutcome;
pub use outcome::Outcome;
pub use outcome::Summary;
pub use peek::ExtractedFile;
pub use peek::ExtractedMember;
pub use pictures::DRAWN_AT_ONCE;
pub use pictures::Pictures;
pub use pictures::Sheet;
pub use pictures::WIDEST;
pub use pictures::is_drawn;
pub use places::Places;
pub use reason::told as file_trouble;
pub use register::Column as RegisterColumn;
pub use register::Fields as RegisterFields;
pub use register::Head as RegisterHead;
pub use register::ListFormat;
pub use register::Place as RegisterPlace;
pub use register::Register;
pub use register::RegisterReport;
pub use register::Registers;
pub use register::Series as RegisterSeries;
pub use related::Neighbours;
pub use remake::Remade;
pub use restore::RestoreJob;
pub use restore::Restored;
pub use review::DoubtfulImport;
pub use review::Review;
pub use review::ReviewRequest;
pub use review::doubt_name;
pub use revision::revision;
pub use served::Notice;
pub use served::Server;
pub use standing::Deed;
pub use standing::Happened;
pub use standing::Moment;
pub use standing::Standing;
pub use standing::Validity;
pub use suggest::Suggestion;
pub use suggest::SuggestionKind;
pub use undo::ImportRun;
pub use undo::Undone;
pub use upkeep::Reject;
pub use verify::Verification;
pub use verify::VerifyJob;
pub use watch::Round;
pub use watch::Turnout;
pub use watch::Watching;
pub use watch::keep_up;

pub use crate::access::AccessError;
pub use crate::access::Account;
pub use crate::access::Accounts;
pub use crate::access::AccountsPlace;
pub use crate::access::Act;
pub use crate::access::AuditChecked;
pub use crate::access::Audited;
pub use crate::access::Collection;
pub use crate::access::Grant;
pub use crate::access::LONGEST_SESSION;
pub use crate::access::LONGEST_TOKEN;
pub use crate::access::LogIn;
pub use crate::access::Rights;
pub use crate::access::Role;
pub use crate::access::Scope;
pub use crate::access::Task;
pub use crate::access::Token;
pub use crate::access::Turn;
pub use crate::access::Visit;
pub use crate::access::fingerprint;
pub use crate::access::form_key;
pub use crate::access::new_secret;
pub use crate::access::same;
pub use crate::document::Document;
pub use crate::extract::worker::Program;
pub use crate::search::Chip;
pub use crate::search::Cursor;
pub use crate::search::Request;
pub use crate::search::Segment;
pub use crate::search::Sort;
pub use crate::search::Understood;
pub use crate::store::Corrected;
pub use crate::store::Deleted;
pub use crate::store::Log;
pub use crate::store::LogChecked;
pub use crate::store::LogProblem;
pub use crate::store::Migrated;
pub use crate::store::Move;
pub use crate::store::Release;
pub use crate::text::legacy::Charset;

use crate::search::Index;
use crate::store;
use crate::store::Holder;
use crate::store::Layout;
use crate::store::Store;
use crate::store::StoreError;
use crate::vocabulary::BodyId;

/// Most bytes of a file that is read for who sent it and not kept: a draft, a register.
pub const LARGEST_READ: usize = 64 << 20;

/// An archive open for reading, by any number of threads. What writes takes the lock by itself and
/// gives it back when it is done.
pub struct Archive {
    directory: PathBuf,
    store: Store,
    index: Index,
    home: Option<BodyId>,
    rights: Rights,
    /// Holds an archive that is only pretended.
    _pretended: Option<Arc<TempDir>>,
}

/// How the processes are started that untrusted files are read in.
#[derive(Debug, Clone)]
pub struct Programs {
    /// Serves [`Archive::serve_extraction`].
    pub reader: Program,
    /// Ends in [`Archive::become_recogniser`]; none where scans are to wait.
    pub recogniser: Option<Program>,
}

impl Archive {
    /// Opens the archive in `directory`; its index is brought up to date if nobody else writes. Where
    /// the disk does not let it be, because it is full or fails, what was indexed before answers. An
    /// archive of an older format is upgraded.
    pub fn open(directory: &Path, now: Timestamp) -> Result<Self, Error> {
        let store = match Store::open(directory) {
            Err(StoreError::OlderFormat { .. }) => {
                drop(store::Writer::open(directory, &holder("upgrade", now))?);
                Store::open(directory)
            }
            opened => opened,
        }?;
        let index = match follow::catch_up(&store, now) {
            Ok(Some(index)) => index,
            Ok(None) => parts::index(&store)?.open()?,
            Err(error) => {
                let Ok(index) = parts::index(&store)?.open() else {
                    return Err(error);
                };
                tracing::warn!("the index could not be brought up to date: {error}");
                index
            }
        };
        Ok(Self {
            directory: directory.to_path_buf(),
            store,
            index,
            home: None,
            rights: Rights::owner(),
            _pretended: None,
        })
    }

    /// Opens the archive in `directory`, or makes an empty one there.
    pub fn create(directory: &Path, now: Timestamp) -> Result<Self, Error> {
        match Self::open(directory, now) {
            Err(Error::Store(StoreError::NotAnArchive(_))) => {}
            opened => return opened,
        }
        let holder = holder("create", now);
        drop(crate::store::Writer::create(directory, &holder)?);
        Self::open(directory, now)
    }

    /// Opens the archive in `directory`; where there is none, an empty one that is never written.
    pub fn open_or_pretend(directory: &Path, now: Timestamp) -> Result<Self, Error> {
        match Self::open(directory, now) {
            Err(Error::Store(StoreError::NotAnArchive(_))) => {}
            opened => return opened,
        }
        let folder = tempfile::tempdir().map_err(|source| Error::Staging {
            path: std::env::temp_dir(),
            source,
        })?;
        let mut archive = Self::create(folder.path(), now)?;
        archive._pretended = Some(Arc::new(folder));
        Ok(archive)
    }

    /// The same for the readers of one body: of papers that bear one number, its own and its
    /// superiors' come first.
    #[must_use]
    pub fn with_home(self, home: Option<BodyId>) -> Self {
        Self { home, ..self }
    }

    /// Where the accounts of an archive are: beside its catalogue.
    pub fn accounts_place(directory: &Path) -> Result<AccountsPlace, Error> {
        let places = store::Places::of(&Layout::of(directory))?;
        Ok(match places.catalogue {
            None => AccountsPlace::File(directory.join(crate::access::FILE)),
            Some(server) => {
                let schema = format!("{}_access", server.schema);
                AccountsPlace::Server(server.with_schema(&schema))
            }
        })
    }

    /// The folder it lies in.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Changes with everything that can change an answer; none for a caller who may not see
    /// everything, to whom it would tell that something they may not see has changed.
    pub fn generation(&self) -> Result<Option<u64>, Error> {
        match self.rights.see_everything() {
            true => Ok(Some(self.index.generation()?)),
            false => Ok(None),
        }
    }

    /// Refuses what the caller's role may not do.
    fn allow(&self, task: Task) -> Result<(), Error> {
        match self.rights.may(task) {
            true => Ok(()),
            false => Err(Error::Forbidden(task.least())),
        }
    }

    /// A folder for an upload, gone when dropped.
    pub fn staging(&self) -> Result<TempDir, Error> {
        self.allow(Task::Import)?;
        let made = tempfile::Builder::new().prefix("upload-").tempdir();
        made.map_err(|source| Error::Staging {
            path: std::env::temp_dir(),
            source,
        })
    }

    /// Serves reading to a parent process, over standard input and output, until it closes them.
    pub fn serve_extraction() -> std::io::Result<()> {
        crate::extract::worker::serve(std::io::stdin(), std::io::stdout())
    }

    /// Turns this process into the OCR program `tesseract`, under limits. Comes back only when that
    /// fails.
    pub fn become_recogniser(
        tesseract: &std::ffi::OsStr,
        arguments: &[std::ffi::OsString],
    ) -> std::io::Error {
        crate::extract::ocr::become_tesseract(tesseract, arguments)
    }

    /// The whole store, past the gate: for writing, and for what only a role may ask.
    fn store(&self) -> &Store {
        &self.store
    }
}

fn holder(command: &str, since: Timestamp) -> Holder {
    Holder {
        pid: std::process::id(),
        command: command.to_owned(),
        since,
    }
}
