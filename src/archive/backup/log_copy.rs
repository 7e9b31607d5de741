//! The log goes into the bag as far as the copied catalogue knows it.

use std::fs;
use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;

use crate::archive::Error;
use crate::archive::backup::medium;
use crate::archive::bag::BagError;
use crate::archive::bag::DATA;
use crate::store::Layout;
use crate::store::Store;

/// The file that grows by a line an entry.
const ENTRIES: &str = "log.jsonl";

/// Copies the log, if the archive has one. It is written before what it tells is acknowledged and
/// goes on while the backup is made: entries the snapshot does not have are left out, since a log
/// that knows more than its catalogue would be damage.
pub fn copy(layout: &Layout, snapshot: &Store, incoming: &Path) -> Result<(), Error> {
    let target = Layout::of(&incoming.join(DATA)).log();
    for stale in medium::files_below(&target)? {
        medium::remove_file(&stale)?;
    }
    let log = layout.log();
    let entries = snapshot.log_entries()?;
    for path in medium::files_below(&log)? {
        let to = target.join(path.strip_prefix(&log).unwrap_or(&path));
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(BagError::io(folder))?;
        }
        let grows = path.file_name().is_some_and(|name| name == ENTRIES);
        let lines = entries.filter(|_| grows).unwrap_or(u64::MAX);
        copy_lines(&path, &to, lines).map_err(BagError::io(&to))?;
    }
    Ok(())
}

fn copy_lines(from: &Path, to: &Path, lines: u64) -> io::Result<()> {
    let mut source = BufReader::new(File::open(from)?);
    let mut target = BufWriter::new(File::create(to)?);
    let mut line = Vec::new();
    for _ in 0..lines {
        line.clear();
        if source.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        target.write_all(&line)?;
    }
    target.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_copied_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::write(&from, "một\nhai\r\n\nba").unwrap();
        for (lines, expected) in [(0, ""), (2, "một\nhai\r\n"), (9, "một\nhai\r\n\nba")] {
            copy_lines(&from, &to, lines).unwrap();
            assert_eq!(fs::metadata(&to).unwrap().len(), expected.len() as u64);
        }
    }
}
