//! A document's bytes at a new path: a copy, or the file itself, moved or renamed?

use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::path::PathBuf;

use super::rest::is_gone;
use crate::document::DocumentId;
use crate::store::MEMBER;
use crate::store::Place;
use crate::store::Store;

/// Older files of a document that are looked for at most.
const LOOKED_FOR: u32 = 16;

/// The first of a document's files that lies no longer where it was. A folder that cannot be seen
/// at all, such as a share that is not mounted, says nothing of its files.
pub fn origin(store: &Store, document: &DocumentId) -> Option<Place> {
    // A catalogue that cannot be asked is the writer's to report: here the file counts as a copy.
    let places = store.places(document, LOOKED_FOR).unwrap_or_default();
    places
        .into_iter()
        .find(|place| place.root.is_absolute() && place.root.is_dir() && is_gone(&file_of(place)))
}

/// The file itself; of a member of a container the outermost container.
fn file_of(place: &Place) -> PathBuf {
    let bytes = place.relative.as_os_str().as_bytes();
    let mark = MEMBER.as_bytes();
    let at = bytes.windows(mark.len()).position(|window| window == mark);
    let file = bytes.get(..at.unwrap_or(bytes.len())).unwrap_or(bytes);
    place
        .root
        .join(Path::new(std::ffi::OsStr::from_bytes(file)))
}
