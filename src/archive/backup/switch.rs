//! A finished backup takes the former one's place, and a kill in the middle leaves nothing half.

use std::fs;
use std::path::Path;

use crate::archive::backup::medium;
use crate::archive::bag::BagError;
use crate::archive::bag::DATA;
use crate::archive::bag::INCOMING;
use crate::archive::bag::MANIFEST;
use crate::archive::bag::Manifest;
use crate::archive::bag::SWITCHING;

/// From here on the backup in `incoming/`, which is complete and durable, is the one that counts.
pub fn begin(folder: &Path) -> Result<(), BagError> {
    let incoming = folder.join(INCOMING);
    fs::rename(&incoming, folder.join(SWITCHING)).map_err(BagError::io(&incoming))?;
    medium::sync_directory(folder)
}

/// Puts what waits in `switching/` in place, and removes what the bag no longer lists. Nothing
/// happens where no backup is being put in place; done twice it changes nothing.
pub fn finish_switch(folder: &Path) -> Result<(), BagError> {
    let switching = folder.join(SWITCHING);
    if !switching.is_dir() {
        return Ok(());
    }
    merge(&switching.join(DATA), &folder.join(DATA))?;
    medium::sync_all_directories(&folder.join(DATA))?;
    // Removed before the manifest is moved, so that a kill finds the list of what may stay here.
    let waiting = switching.join(MANIFEST);
    let list = match waiting.exists() {
        true => waiting,
        false => folder.join(MANIFEST),
    };
    let manifest = Manifest::read(&list, "data/")?;
    for path in medium::files_below(&folder.join(DATA))? {
        if manifest.listed(&medium::relative(folder, &path)).is_none() {
            medium::remove_file(&path)?;
        }
    }
    merge(&switching, folder)?;
    medium::sync_directory(folder)
}

/// Moves what lies in `from` to `to`, file over file; whole folders where there is none yet.
fn merge(from: &Path, to: &Path) -> Result<(), BagError> {
    if !from.exists() {
        return Ok(());
    }
    if !from.is_dir() || !to.exists() {
        return fs::rename(from, to).map_err(BagError::io(from));
    }
    for entry in fs::read_dir(from).map_err(BagError::io(from))? {
        let name = entry.map_err(BagError::io(from))?.file_name();
        merge(&from.join(&name), &to.join(&name))?;
    }
    fs::remove_dir(from).map_err(BagError::io(from))
}
