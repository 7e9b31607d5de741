//! The JSON of an import: how far it is, and what is told line by line to who handed it over.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::path::PathBuf;

use percent_encoding::AsciiSet;
use percent_encoding::NON_ALPHANUMERIC;
use percent_encoding::percent_decode_str;
use percent_encoding::percent_encode;
use serde::Deserialize;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::problem::chain;
use crate::archive::Event;
use crate::archive::FileOutcome;
use crate::archive::Job;
use crate::archive::OcrOutcome;
use crate::archive::OcrResult;
use crate::archive::Outcome;
use crate::archive::Progress;
use crate::archive::Summary;
use crate::document::DocumentId;

/// What stays as it is in a path's address.
const IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'.')
    .remove(b'-')
    .remove(b'_')
    .remove(b'~');

/// How far an import is.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportRow {
    /// Its number since the server started.
    pub id: u64,
    /// Where it is asked for.
    pub url: String,
    /// `waiting`, `running`, `done`, `cancelled` or `failed`.
    pub state: String,
    /// Counts so far; `found` is the sum of the others.
    #[schema(value_type = Object)]
    pub summary: Summary,
    /// Each file's outcome, at most 10,000 of each kind.
    pub files: Vec<FileRow>,
    /// Files being read now, the longest at work first.
    pub in_flight: Vec<FlightRow>,
    /// Files that were named and have no outcome yet; none before they are counted, and after the end.
    pub remaining: Option<u64>,
    /// Why it failed.
    pub error: Option<String>,
}

/// A file being read.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlightRow {
    /// Its path.
    pub path: String,
    /// For how long.
    pub seconds: u64,
}

/// What became of one file.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FileRow {
    /// Its name as sent, or its path below the folder given.
    pub path: String,
    /// `imported`, `known`, `duplicate`, `unpacked`, `quarantined`, `refused` or `skipped`.
    pub outcome: String,
    /// The document it belongs to.
    pub id: Option<String>,
    /// Why, for what was not imported.
    pub reason: Option<String>,
}

impl From<&FileOutcome> for FileRow {
    fn from(file: &FileOutcome) -> Self {
        Self {
            path: file.path.clone(),
            outcome: file.outcome.word().to_owned(),
            id: file.id.as_ref().map(ToString::to_string),
            reason: file.reason.clone(),
        }
    }
}

impl ImportRow {
    /// What is told of a job.
    #[must_use]
    pub fn new(id: u64, job: &Job) -> Self {
        let mut in_flight: Vec<FlightRow> = job
            .in_flight
            .iter()
            .map(|(path, since)| FlightRow {
                path: path.clone(),
                seconds: since.elapsed().as_secs(),
            })
            .collect();
        in_flight.sort_by_key(|flight| std::cmp::Reverse(flight.seconds));
        Self {
            id,
            url: format!("/api/v1/imports/{id}"),
            state: job.state.code().to_owned(),
            summary: job.summary,
            files: job.files.iter().map(FileRow::from).collect(),
            in_flight,
            remaining: job.remaining(),
            error: job.error.clone(),
        }
    }
}

/// An import of files on the server's own disks, handed over by a program of the archive's owner.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct HandedOver {
    /// Folders and files, as `file:///…` addresses of absolute paths.
    pub paths: Vec<String>,
    /// The folder above them that they were found in before, in the same way.
    pub within: Option<String>,
    /// Files read at the same time.
    pub jobs: Option<u16>,
    /// Files more that other machines read at the same time.
    pub elsewhere: Option<u16>,
    /// Read again what could not be read before.
    pub retry: bool,
    /// Who hands it over.
    pub who: Option<String>,
    /// The body whose folder this is, by id.
    pub home: Option<String>,
    /// The charset all files are in.
    pub charset: Option<String>,
    /// Whether scans are read, too.
    pub ocr: bool,
    /// A file that changed less than this many seconds ago is still being written; 2 if not given.
    pub settle: Option<u16>,
}

/// One line of what an import tells while it runs.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum ImportLine {
    /// The first line: where the job is asked for and cancelled.
    Taken {
        /// Its address on this server.
        url: String,
    },
    /// A file is being read.
    Started {
        /// Its path.
        path: String,
    },
    /// The file is put off: it is a scan, or just being written.
    PutOff {
        /// Its path.
        path: String,
    },
    /// A file's outcome is final and durable.
    File(FileRow),
    /// A paper that an earlier import kept unread has been read by OCR; durable.
    Ocr {
        /// The document.
        id: String,
        /// The first path it was imported from.
        path: String,
        /// What became of it.
        outcome: OcrResult,
    },
    /// The last line of an import that came to its end or was cancelled.
    Summary {
        /// Its sums.
        #[serde(flatten)]
        summary: Summary,
        /// Whether it was told to stop before its end.
        cancelled: bool,
    },
    /// The last line of an import that an error ended.
    Failed {
        /// A stable code.
        code: String,
        /// What happened.
        detail: String,
    },
}

impl From<&Event<'_>> for ImportLine {
    fn from(event: &Event<'_>) -> Self {
        match event {
            Event::Started(path) => Self::Started {
                path: (*path).to_owned(),
            },
            Event::PutOff(path) => Self::PutOff {
                path: (*path).to_owned(),
            },
            Event::Finished(outcome) => Self::File(FileRow::from(*outcome)),
            Event::Reread(outcome) => Self::Ocr {
                id: outcome.id.to_string(),
                path: outcome.path.clone(),
                outcome: outcome.result,
            },
        }
    }
}

impl From<&Progress<'_>> for ImportLine {
    fn from(progress: &Progress<'_>) -> Self {
        match progress {
            Progress::Event(event) => Self::from(*event),
            Progress::Ended { summary, cancelled } => Self::Summary {
                summary: *summary,
                cancelled: *cancelled,
            },
            Progress::Failed(error) => Self::Failed {
                code: error.code().to_owned(),
                detail: chain(*error),
            },
        }
    }
}

impl ImportLine {
    /// Tells `watch` what a line says of a file. Lines that say nothing of one are passed over.
    pub fn replay(&self, watch: &dyn Fn(Event<'_>)) {
        match self {
            Self::Started { path } => watch(Event::Started(path)),
            Self::PutOff { path } => watch(Event::PutOff(path)),
            Self::File(row) => {
                let Some(outcome) = Outcome::of_word(&row.outcome) else {
                    return;
                };
                watch(Event::Finished(&FileOutcome {
                    path: row.path.clone(),
                    outcome,
                    id: row.id.as_deref().and_then(DocumentId::parse),
                    reason: row.reason.clone(),
                }));
            }
            Self::Ocr { id, path, outcome } => {
                if let Some(id) = DocumentId::parse(id) {
                    watch(Event::Reread(&OcrOutcome {
                        id,
                        path: path.clone(),
                        result: *outcome,
                    }));
                }
            }
            Self::Taken { .. } | Self::Summary { .. } | Self::Failed { .. } => {}
        }
    }
}

/// A path as an address; any bytes survive.
#[must_use]
pub fn address_of(path: &Path) -> String {
    let path = percent_encode(path.as_os_str().as_bytes(), IN_PATHS);
    format!("file://{path}")
}

/// The absolute path of an address.
#[must_use]
pub fn path_of(address: &str) -> Option<PathBuf> {
    let path = address.strip_prefix("file://")?;
    let bytes: Vec<u8> = percent_decode_str(path).collect();
    let path = PathBuf::from(OsStr::from_bytes(&bytes));
    (path.is_absolute() && !bytes.contains(&0)).then_some(path)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_path_comes_back(name in proptest::collection::vec(1_u8.., 0..40)) {
            let path = Path::new("/").join(OsStr::from_bytes(&name));
            let address = address_of(&path);
            prop_assert!(address.is_ascii());
            prop_assert_eq!(path_of(&address).map(PathBuf::into_os_string), Some(path.into_os_string()));
        }
    }

    #[test]
    fn only_absolute_paths_are_addresses() {
        for wrong in [
            "",
            "a",
            "/a",
            "file:",
            "file://",
            "file://a",
            "file://%00",
            "file:///%00",
        ] {
            assert_eq!(path_of(wrong), None, "{wrong}");
        }
    }
}
