//! The archive: import, search, show, keep in order. The only module in which the stages meet.

mod answer;
mod ask;
mod attached;
mod cells;
mod cited;
mod corrections;
mod draft;
mod error;
mod follow;
mod import;
mod intake;
mod names;
mod kin;
mod near;
mod ocr;
mod official;
mod outcome;
mod peek;
mod reading;
mod reason;
mod register;
mod release;
mod review;
mod served;
mod standing;
mod suggest;
mod undo;
mod upkeep;
mod walk;
mod watch;
mod writer;

use std::path::Path;
use std::path::PathBuf;

use jiff::Timestamp;
use tempfile::TempDir;

pub use answer::Answer;
pub use answer::BodyCount;
pub use answer::CitedDocument;
pub use answer::Count;
pub use answer::Facets;
pub use answer::Original;
pub use answer::ShownHit;
pub use answer::YearCount;
pub use ask::Asked;
pub use attached::Attached;
pub use cited::MissingPaper;
pub use corrections::Editor;
pub use corrections::Exchanged;
pub use corrections::History;
pub use draft::CheckedCitation;
pub use draft::CheckedClause;
pub use draft::CitationVerdict;
pub use draft::Difference;
pub use draft::DraftReport;
pub use error::Error;
pub use import::Event;
pub use import::ImportJob;
pub use kin::Kin;
pub use names::ascii_file_name;
pub use names::charset_named;
pub use names::document_title;
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
pub use register::Fields as RegisterFields;
pub use register::RegisterReport;
pub use review::DoubtfulImport;
pub use review::Review;
pub use review::ReviewRequest;
pub use review::doubt_name;
pub use served::Notice;
pub use served::Server;
pub use standing::Deed;
pub use standing::Moment;
pub use standing::Standing;
pub use standing::Validity;
pub use suggest::Suggestion;
pub use suggest::SuggestionKind;
pub use undo::ImportRun;
pub use undo::Undone;
pub use upkeep::Checked;
pub use upkeep::Reject;
pub use watch::Round;
pub use watch::Turnout;
pub use watch::Watching;
pub use watch::keep_up;

pub use crate::document::Document;
pub use crate::extract::worker::Program;
pub use crate::search::Chip;
pub use crate::search::Cursor;
pub use crate::search::Request;
pub use crate::search::Segment;
pub use crate::search::Sort;
pub use crate::search::Understood;
pub use crate::store::Corrected;
pub use crate::store::Release;
pub use crate::text::legacy::Charset;

use crate::search::Index;
use crate::store::Holder;
use crate::store::Store;
use crate::vocabulary::BodyId;

/// An archive open for reading, by any number of threads. What writes takes the lock by itself and
/// gives it back when it is done.
pub struct Archive {
    directory: PathBuf,
    store: Store,
    index: Index,
    home: Option<BodyId>,
    /// Holds an archive that is only pretended.
    _pretended: Option<TempDir>,
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
    /// Opens the archive in `directory`; its index is brought up to date if nobody else writes.
    pub fn open(directory: &Path, now: Timestamp) -> Result<Self, Error> {
        let store = Store::open(directory)?;
        follow::catch_up(&store, now)?;
        let index = Index::open(&store.layout().index())?;
        Ok(Self {
            directory: directory.to_path_buf(),
            store,
            index,
            home: None,
            _pretended: None,
        })
    }

    /// Opens the archive in `directory`, or makes an empty one there.
    pub fn create(directory: &Path, now: Timestamp) -> Result<Self, Error> {
        if !Self::is_at(directory) {
            let holder = holder("create", now);
            drop(crate::store::Writer::create(directory, &holder)?);
        }
        Self::open(directory, now)
    }

    /// Opens the archive in `directory`; where there is none, an empty one that is never written.
    pub fn open_or_pretend(directory: &Path, now: Timestamp) -> Result<Self, Error> {
        if Self::is_at(directory) {
            return Self::open(directory, now);
        }
        let folder = tempfile::tempdir().map_err(|source| Error::Staging {
            path: std::env::temp_dir(),
            source,
        })?;
        let mut archive = Self::create(folder.path(), now)?;
        archive._pretended = Some(folder);
        Ok(archive)
    }

    fn is_at(directory: &Path) -> bool {
        crate::store::Layout::of(directory).catalogue().exists()
    }

    /// The same for the readers of one body: of papers that bear one number, its own and its
    /// superiors' come first.
    #[must_use]
    pub fn with_home(self, home: Option<BodyId>) -> Self {
        Self { home, ..self }
    }

    /// The folder it lies in.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Changes with everything that can change an answer.
    pub fn generation(&self) -> Result<u64, Error> {
        Ok(self.index.generation()?)
    }

    /// A folder for an upload, gone when dropped.
    pub fn staging(&self) -> Result<TempDir, Error> {
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
