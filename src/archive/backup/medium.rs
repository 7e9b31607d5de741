//! The disk a backup lies on: often a USB stick or a share, which can do less than a file system.

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::fs::TryLockError;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use walkdir::WalkDir;

use crate::archive::bag::BAGIT;
use crate::archive::bag::BagError;
use crate::archive::bag::INCOMING;
use crate::archive::bag::SWITCHING;

/// Held while a backup is written.
const LOCK: &str = "backup.lock";
/// What file systems and file managers leave in any folder.
const LITTER: [&str; 6] = [
    "lost+found",
    "System Volume Information",
    "$RECYCLE.BIN",
    ".Trash-0",
    ".DS_Store",
    "Thumbs.db",
];

/// Makes the folder, and makes sure that it is for a backup and nobody else writes one.
pub fn open(folder: &Path) -> Result<File, BagError> {
    fs::create_dir_all(folder).map_err(BagError::io(folder))?;
    let begun = [BAGIT, INCOMING, SWITCHING].map(|name| folder.join(name).exists());
    if begun == [false; 3] {
        for entry in fs::read_dir(folder).map_err(BagError::io(folder))? {
            let name = entry.map_err(BagError::io(folder))?.file_name();
            let name = name.to_string_lossy();
            if name != LOCK && !LITTER.contains(&name.as_ref()) {
                return Err(BagError::NotEmpty(folder.to_path_buf()));
            }
        }
    }
    let path = folder.join(LOCK);
    let lock = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(BagError::io(&path))?;
    match lock.try_lock() {
        Err(TryLockError::WouldBlock) => Err(BagError::Busy(folder.to_path_buf())),
        // A share without locks: two backups at a time are then the office's own lookout.
        Err(TryLockError::Error(_)) | Ok(()) => Ok(lock),
    }
}

/// Removes a file, if it is there.
pub fn remove_file(path: &Path) -> Result<(), BagError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(BagError::io(path)(error)),
        _ => Ok(()),
    }
}

/// Every file below a folder; none where there is no such folder.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>, BagError> {
    entries_below(folder, |kind| kind.is_file())
}

fn entries_below(
    folder: &Path,
    wanted: impl Fn(fs::FileType) -> bool,
) -> Result<Vec<PathBuf>, BagError> {
    let mut found = Vec::new();
    if !folder.exists() {
        return Ok(found);
    }
    for entry in WalkDir::new(folder) {
        let entry = entry.map_err(|error| BagError::io(folder)(error.into()))?;
        if wanted(entry.file_type()) {
            found.push(entry.into_path());
        }
    }
    Ok(found)
}

/// A path as a manifest writes it.
pub fn relative(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    relative.to_string_lossy().into_owned()
}

/// Makes all that lies below a folder durable, files and names.
pub fn sync_all_below(folder: &Path) -> Result<(), BagError> {
    for path in files_below(folder)? {
        let synced = File::open(&path).and_then(|file| file.sync_all());
        synced.map_err(BagError::io(&path))?;
    }
    sync_all_directories(folder)
}

/// Makes the names in a folder and in those below it durable.
pub fn sync_all_directories(folder: &Path) -> Result<(), BagError> {
    for path in entries_below(folder, |kind| kind.is_dir())? {
        sync_directory(&path)?;
    }
    Ok(())
}

/// Makes the names in a directory durable, where the medium can promise that at all.
pub fn sync_directory(directory: &Path) -> Result<(), BagError> {
    use io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
    match File::open(directory).and_then(|opened| opened.sync_all()) {
        Err(error) if matches!(error.kind(), InvalidInput | Unsupported | PermissionDenied) => {
            Ok(())
        }
        synced => synced.map_err(BagError::io(directory)),
    }
}
