//! Finished pages of a scan that is not finished: so that a killed import goes on where it was.
//!
//! A convenience, not a record: a page that cannot be written or read here is read by OCR again.

use std::io::Read;
use std::io::Write;
use std::path::PathBuf;

use crate::extract::ocr::Reading;
use crate::store::Store;

/// Raised when a page is written in another shape; pages of other versions are read again.
const VERSION: u8 = 1;
/// No page's text is larger.
const MOST_BYTES: u64 = 32 << 20;

fn folder(store: &Store, digest: &str) -> PathBuf {
    store.layout().recognised().join(digest)
}

/// Keeps a page, counted from 0, of the paper with this digest.
pub fn keep(store: &Store, digest: &str, page: usize, reading: &Reading) {
    let folder = folder(store, digest);
    let written = || -> Option<()> {
        std::fs::create_dir_all(&folder).ok()?;
        let mut file = tempfile::NamedTempFile::new_in(&folder).ok()?;
        let content = postcard::to_stdvec(reading).ok()?;
        file.write_all(&[VERSION]).ok()?;
        file.write_all(&content).ok()?;
        file.persist(folder.join(page.to_string())).ok()?;
        Some(())
    };
    // What is not kept costs two seconds when the import is interrupted, nothing else.
    let _ = written();
}

/// A page that was kept.
pub fn read(store: &Store, digest: &str, page: usize) -> Option<Reading> {
    let file = std::fs::File::open(folder(store, digest).join(page.to_string())).ok()?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES).read_to_end(&mut bytes).ok()?;
    let (&VERSION, content) = bytes.split_first()? else {
        return None;
    };
    postcard::from_bytes(content).ok()
}

/// Removes what was kept of a paper that is done or refused.
pub fn forget(store: &Store, digest: &str) {
    // Nearly always there is nothing; what cannot be removed is harmless, and overwritten next time.
    let _ = std::fs::remove_dir_all(folder(store, digest));
}
