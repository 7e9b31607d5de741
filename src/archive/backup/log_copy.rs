//! The log goes into the bag whole: it only grows, so what is there at any moment is a beginning.

use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;

use crate::archive::backup::medium;
use crate::archive::bag::BagError;
use crate::archive::bag::DATA;
use crate::store::Layout;

/// Copies the log, if the archive has one, each file as long as it was when it was looked at.
pub fn copy(layout: &Layout, incoming: &Path) -> Result<(), BagError> {
    let target = Layout::of(&incoming.join(DATA)).log();
    for stale in medium::files_below(&target)? {
        medium::remove_file(&stale)?;
    }
    let log = layout.log();
    for path in medium::files_below(&log)? {
        let to = target.join(path.strip_prefix(&log).unwrap_or(&path));
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(BagError::io(folder))?;
        }
        let source = File::open(&path).map_err(BagError::io(&path))?;
        let length = source.metadata().map_err(BagError::io(&path))?.len();
        let write = || io::copy(&mut source.take(length), &mut File::create(&to)?);
        write().map_err(BagError::io(&to))?;
    }
    Ok(())
}
