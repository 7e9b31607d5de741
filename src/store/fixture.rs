//! A small archive for the store's own tests.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use sha2::Digest;
use sha2::Sha256;
use tempfile::TempDir;

use crate::document::Description;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::Line;
use crate::document::Page;
use crate::document::TextSource;

use super::Batch;
use super::Beginning;
use super::Holder;
use super::ImportId;
use super::Reason;
use super::SourcePath;
use super::Stamp;
use super::Verdict;
use super::Writer;
use super::log::Actor;
use super::row;

/// The address of a server for the catalogues.
const SERVER: &str = "VANKHO_TEST_CATALOGUE";

/// Someone who writes.
pub(super) fn holder() -> Holder {
    Holder {
        pid: 1,
        command: "test".to_owned(),
        since: Timestamp::UNIX_EPOCH,
    }
}

/// The same, as the log has them.
pub(super) fn actor() -> Actor {
    Actor {
        who: "Lan".to_owned(),
        at: Timestamp::UNIX_EPOCH,
    }
}

/// A new archive, open for writing, and its first run.
pub(super) fn archive() -> (TempDir, Writer, ImportId) {
    let folder = tempfile::tempdir().unwrap();
    elsewhere(&root(&folder));
    begun(folder)
}

/// The same for what only a catalogue in files has.
pub(super) fn archive_in_files() -> (TempDir, Writer, ImportId) {
    begun(tempfile::tempdir().unwrap())
}

fn begun(folder: TempDir) -> (TempDir, Writer, ImportId) {
    let mut writer = Writer::create(&root(&folder), &holder()).unwrap();
    let import = writer.start_import(&beginning("/scans")).unwrap();
    (folder, writer, import)
}

/// The server the catalogues are on, if they are on one.
pub(super) fn server() -> Option<String> {
    std::env::var(SERVER).ok()
}

/// Puts the catalogue of an archive to be made on a server, in a schema of its own, if one is named:
/// then every test here is one of that server.
fn elsewhere(root: &Path) {
    let Some(url) = server() else { return };
    static MADE: AtomicU32 = AtomicU32::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let process = std::process::id();
    std::fs::create_dir_all(root).unwrap();
    let places = format!("[catalogue]\nurl = '{url}'\nschema = 'test_{process}_{number}'\n");
    std::fs::write(root.join("cluster.toml"), places).unwrap();
}

/// A run over a folder.
pub(super) fn beginning(folder: &str) -> Beginning {
    Beginning {
        folder: folder.to_owned(),
        started: Timestamp::UNIX_EPOCH,
        home: None,
        charset: None,
    }
}

/// SHA-256 as the archive writes it.
pub(super) fn digest(bytes: &[u8]) -> String {
    row::hex(&Sha256::digest(bytes))
}

/// A paper as describing hands it over.
pub(super) fn document(bytes: &[u8], subject: &str) -> Document {
    let digest = digest(bytes);
    Document {
        id: DocumentId::of_digest(&digest),
        sequence: 0,
        digest,
        bytes: bytes.len() as u64,
        format: "txt".to_owned(),
        charset: "unicode".to_owned(),
        text_source: TextSource::Embedded,
        page_count: 1,
        description: Description {
            subject: Some(subject.to_owned()),
            issued_on: "2020-09-30".parse().ok(),
            ..Description::default()
        },
        citations: Vec::new(),
        findings: Vec::new(),
        sources: Vec::new(),
    }
}

/// One page of one line.
pub(super) fn pages(text: &str) -> Vec<Page> {
    let line = Line {
        text: text.to_owned(),
        ..Line::default()
    };
    vec![Page {
        lines: vec![line],
        ..Page::default()
    }]
}

/// Puts a paper with its original.
pub(super) fn put(batch: &mut Batch<'_>, bytes: &[u8], subject: &str) -> Document {
    let mut document = document(bytes, subject);
    batch.put_original(bytes, &document.digest).unwrap();
    batch.put_document(&mut document, &pages(subject)).unwrap();
    document
}

/// A file under `/scans`.
pub(super) fn at(relative: &str) -> SourcePath<'_> {
    SourcePath {
        root: Path::new("/scans"),
        relative: Path::new(relative),
        shown: relative,
    }
}

/// A file of three bytes, changed at this time.
pub(super) fn stamp(modified_ns: i64) -> Stamp {
    Stamp {
        size: 3,
        modified_ns,
    }
}

/// The file is this paper.
pub(super) fn kept(document: &Document) -> Verdict {
    Verdict::Kept {
        stamp: stamp(1),
        document: document.id.clone(),
    }
}

/// The file has a password.
pub(super) fn quarantined() -> Verdict {
    Verdict::Quarantined {
        stamp: Some(stamp(1)),
        digest: Some(digest(b"bad")),
        reason: reason("encrypted"),
    }
}

/// A reason with this code.
pub(super) fn reason(code: &str) -> Reason {
    Reason {
        code: code.to_owned(),
        message: "có mật khẩu".to_owned(),
    }
}

/// The archive of `archive`.
pub(super) fn root(folder: &TempDir) -> PathBuf {
    folder.path().join("archive")
}

/// What a file holds.
pub(super) fn content(path: &Path) -> Vec<u8> {
    let mut content = Vec::new();
    let mut file = File::open(path).unwrap();
    file.read_to_end(&mut content).unwrap();
    content
}
