//! Folders kept up with: imported whole once, then what changes in them, until told to stop.

mod changes;

use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

use changes::Changes;
use changes::Watcher;

use crate::archive::Error;
use crate::archive::walk::root_of;

/// How long to wait before an archive is tried again that another process was writing.
const BUSY: Duration = Duration::from_secs(1);
/// How long a wait may keep Ctrl-C waiting.
const NAP: Duration = Duration::from_millis(200);

/// How folders are kept up with.
#[derive(Debug, Clone, Copy)]
pub struct Watching {
    /// How long a file must be left alone before it is imported.
    pub quiet: Duration,
    /// Walk the folders again after this time instead of being told by the system, which hears
    /// nothing of what other machines write on a network share.
    pub poll: Option<Duration>,
}

/// What to import now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Folders and files.
    pub paths: Vec<PathBuf>,
    /// The watched folder they are in; none where whole folders are meant.
    pub within: Option<PathBuf>,
}

/// How a round ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turnout {
    /// It was imported.
    Imported,
    /// Another process writes the archive: the round is to be tried again.
    Busy,
}

/// Has `import` import the folders and then what changes in them, until `stop`.
///
/// # Errors
/// When a folder cannot be watched, and what `import` says.
pub fn keep_up<E: From<Error>>(
    folders: &[PathBuf],
    how: Watching,
    stop: &AtomicBool,
    import: &mut dyn FnMut(&Round) -> Result<Turnout, E>,
) -> Result<(), E> {
    let folders: Vec<PathBuf> = folders.iter().map(|folder| root_of(folder)).collect();
    // Before the first walk, so that nothing is missed between the two.
    let mut watcher = match how.poll {
        None => Some(Watcher::on(&folders)?),
        Some(_) => None,
    };
    let mut rounds = vec![whole(&folders)];
    while !stop.load(Ordering::Relaxed) {
        for round in &rounds {
            while import(round)? == Turnout::Busy && wait(BUSY, stop) {}
        }
        rounds = match (&mut watcher, how.poll) {
            (Some(watcher), _) => match watcher.next(how.quiet, stop)? {
                None => return Ok(()),
                Some(Changes::All) => vec![whole(&folders)],
                Some(Changes::These(paths)) => by_folder(&folders, &paths),
            },
            (None, interval) => {
                wait(interval.unwrap_or_default(), stop);
                vec![whole(&folders)]
            }
        };
    }
    Ok(())
}

fn whole(folders: &[PathBuf]) -> Round {
    Round {
        paths: folders.to_vec(),
        within: None,
    }
}

fn by_folder(folders: &[PathBuf], paths: &[PathBuf]) -> Vec<Round> {
    let round = |folder: &PathBuf| Round {
        paths: paths
            .iter()
            .filter(|path| is_within(path, folder, folders))
            .cloned()
            .collect(),
        within: Some(folder.clone()),
    };
    let rounds = folders.iter().map(round);
    rounds.filter(|round| !round.paths.is_empty()).collect()
}

/// Whether this is the innermost watched folder around a path.
fn is_within(path: &Path, folder: &Path, folders: &[PathBuf]) -> bool {
    let around = folders.iter().filter(|folder| path.starts_with(folder));
    let innermost = around.max_by_key(|folder| folder.components().count());
    innermost.is_some_and(|innermost| innermost == folder)
}

/// Whether the time passed without being told to stop.
fn wait(time: Duration, stop: &AtomicBool) -> bool {
    let mut left = time;
    while !left.is_zero() && !stop.load(Ordering::Relaxed) {
        let nap = left.min(NAP);
        std::thread::sleep(nap);
        left -= nap;
    }
    !stop.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_imported_under_the_innermost_folder_it_is_in() {
        let folders: Vec<PathBuf> = ["/a", "/a/b", "/c"].map(PathBuf::from).to_vec();
        let paths: Vec<PathBuf> = ["/a/x", "/a/b/y", "/ab"].map(PathBuf::from).to_vec();
        let rounds = by_folder(&folders, &paths);
        let round = |within: &str, path: &str| Round {
            paths: vec![path.into()],
            within: Some(within.into()),
        };
        assert_eq!(rounds, [round("/a", "/a/x"), round("/a/b", "/a/b/y")]);
    }

    #[test]
    fn a_folder_is_walked_again_and_again_where_nobody_tells() {
        let how = Watching {
            quiet: Duration::ZERO,
            poll: Some(Duration::ZERO),
        };
        let stop = AtomicBool::new(false);
        let mut turns = Vec::new();
        let mut import = |round: &Round| {
            turns.push(round.clone());
            stop.store(turns.len() == 3, Ordering::Relaxed);
            Ok::<_, Error>(Turnout::Imported)
        };
        keep_up(&["/".into()], how, &stop, &mut import).unwrap();
        assert_eq!(turns, vec![whole(&["/".into()]); 3]);
    }
}
