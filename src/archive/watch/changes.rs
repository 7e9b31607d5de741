//! What the system tells of changes in folders, held until each file has been left alone for a while.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use rustix::event::PollFd;
use rustix::event::PollFlags;
use rustix::event::Timespec;
use rustix::fs::inotify;
use rustix::fs::inotify::ReadFlags;
use rustix::fs::inotify::WatchFlags;
use rustix::io::Errno;
use walkdir::WalkDir;

use super::NAP;
use crate::archive::Error;

/// More changes at once are not held: then everything is walked.
const HELD: usize = 10_000;
/// Room for what the system tells at a time.
const BUFFER: usize = 64 * 1024;

/// What changed and has been left alone since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changes {
    /// More than could be told.
    All,
    /// These files, and all that is in these folders; none is in another.
    These(Vec<PathBuf>),
}

/// Listens for changes in folders and all folders in them.
#[derive(Debug)]
pub struct Watcher {
    inotify: OwnedFd,
    /// The folders given.
    roots: Vec<PathBuf>,
    folders: HashMap<i32, PathBuf>,
    /// When each path was last changed.
    changed: BTreeMap<PathBuf, Instant>,
    /// When it was last noticed that changes were not told.
    missed: Option<Instant>,
}

impl Watcher {
    /// Begins to listen; what is there already is not told.
    pub fn on(folders: &[PathBuf]) -> Result<Self, Error> {
        let flags = inotify::CreateFlags::NONBLOCK | inotify::CreateFlags::CLOEXEC;
        let first = folders.first().cloned().unwrap_or_default();
        let inotify = inotify::init(flags).map_err(|error| unwatched(&first, error))?;
        let mut watcher = Self {
            inotify,
            roots: folders.to_vec(),
            folders: HashMap::new(),
            changed: BTreeMap::new(),
            missed: None,
        };
        for folder in folders {
            // The folder itself may be a link: a person named it. No link in it is followed.
            watcher
                .add(folder, WatchFlags::empty())
                .map_err(|error| unwatched(folder, error))?;
            watcher.add_all(folder)?;
        }
        Ok(watcher)
    }

    /// Waits for changes of files that nobody changed any more for `quiet`. None when told to stop.
    pub fn next(&mut self, quiet: Duration, stop: &AtomicBool) -> Result<Option<Changes>, Error> {
        while !stop.load(Ordering::Relaxed) {
            self.listen()?;
            if let Some(changes) = self.take(quiet, Instant::now()) {
                return Ok(Some(changes));
            }
            let nap = Timespec {
                tv_sec: 0,
                tv_nsec: i64::from(NAP.subsec_nanos()),
            };
            let mut told = [PollFd::new(&self.inotify, PollFlags::IN)];
            // A signal ends the wait early, no more.
            let _ = rustix::event::poll(&mut told, Some(&nap));
        }
        Ok(None)
    }

    /// What was left alone for `quiet`.
    fn take(&mut self, quiet: Duration, now: Instant) -> Option<Changes> {
        let rests = |at: &Instant| now.saturating_duration_since(*at) >= quiet;
        if let Some(missed) = &self.missed {
            if !rests(missed) {
                return None;
            }
            self.missed = None;
            self.changed.clear();
            return Some(Changes::All);
        }
        let due: Vec<PathBuf> = self
            .changed
            .iter()
            .filter(|(_, at)| rests(at))
            .map(|(path, _)| path.clone())
            .collect();
        let mut outer: Vec<PathBuf> = Vec::new();
        for path in due {
            self.changed.remove(&path);
            if !outer.last().is_some_and(|last| path.starts_with(last)) {
                outer.push(path);
            }
        }
        (!outer.is_empty()).then_some(Changes::These(outer))
    }

    /// Takes note of all the system has to tell.
    fn listen(&mut self) -> Result<(), Error> {
        let mut told = Vec::new();
        let mut buffer = vec![MaybeUninit::uninit(); BUFFER];
        let mut reader = inotify::Reader::new(&self.inotify, &mut buffer);
        loop {
            match reader.next() {
                Ok(event) => {
                    let name = event.file_name().map(|name| name.to_bytes().to_vec());
                    told.push((event.wd(), event.events(), name));
                }
                Err(Errno::AGAIN) => break,
                Err(Errno::INTR) => {}
                Err(error) => return Err(unwatched(Path::new("inotify"), error)),
            }
        }
        for (watch, what, name) in told {
            self.note(watch, what, name.as_deref())?;
        }
        if self.changed.len() > HELD {
            self.changed.clear();
            self.missed = Some(Instant::now());
        }
        Ok(())
    }

    fn note(&mut self, watch: i32, what: ReadFlags, name: Option<&[u8]>) -> Result<(), Error> {
        let now = Instant::now();
        let itself = self.folders.get(&watch).filter(|_| name.is_none());
        // Of a folder given that is no longer there nothing more is told: the walk says so.
        let lost = itself.is_some_and(|folder| self.roots.contains(folder))
            && what.intersects(ReadFlags::IGNORED | ReadFlags::MOVE_SELF);
        if lost || what.contains(ReadFlags::QUEUE_OVERFLOW) {
            self.missed = Some(now);
        }
        if what.contains(ReadFlags::IGNORED) {
            self.folders.remove(&watch);
        }
        let Some((folder, name)) = self.folders.get(&watch).zip(name) else {
            return Ok(());
        };
        let path = folder.join(OsStr::from_bytes(name));
        let is_folder = what.contains(ReadFlags::ISDIR);
        if what.intersects(ReadFlags::MOVED_FROM | ReadFlags::DELETE) {
            self.forget(&path, is_folder);
        } else {
            if is_folder {
                // What was put into it meanwhile nobody tells: the folder is walked as a whole.
                self.add_all(&path)?;
            }
            self.changed.insert(path, now);
        }
        Ok(())
    }

    /// A path is no longer there.
    fn forget(&mut self, path: &Path, is_folder: bool) {
        self.changed.retain(|changed, _| !changed.starts_with(path));
        if !is_folder {
            return;
        }
        let watches = self
            .folders
            .iter()
            .filter(|(_, folder)| folder.starts_with(path));
        let gone: Vec<i32> = watches.map(|(watch, _)| *watch).collect();
        for watch in gone {
            self.folders.remove(&watch);
            // One that was deleted has no watch any more.
            let _ = inotify::remove_watch(&self.inotify, watch);
        }
    }

    /// Listens in a folder and all folders in it.
    fn add_all(&mut self, folder: &Path) -> Result<(), Error> {
        let entries = WalkDir::new(folder).follow_root_links(true).into_iter();
        // What cannot be read the import tells.
        for entry in entries.filter_map(Result::ok) {
            if !entry.file_type().is_dir() {
                continue;
            }
            // One that is gone again, or not for us, is none to listen in.
            let added = self.add(entry.path(), WatchFlags::DONT_FOLLOW);
            if matches!(added, Err(Errno::NOSPC | Errno::NOMEM)) {
                return Err(Error::TooManyFolders(folder.to_path_buf()));
            }
        }
        Ok(())
    }

    fn add(&mut self, folder: &Path, more: WatchFlags) -> Result<(), Errno> {
        let flags = WatchFlags::CREATE
            | WatchFlags::MODIFY
            | WatchFlags::CLOSE_WRITE
            | WatchFlags::ATTRIB
            | WatchFlags::MOVED_FROM
            | WatchFlags::MOVED_TO
            | WatchFlags::DELETE
            | WatchFlags::MOVE_SELF
            | WatchFlags::ONLYDIR
            | WatchFlags::EXCL_UNLINK;
        let watch = inotify::add_watch(&self.inotify, folder, flags | more)?;
        self.folders.insert(watch, folder.to_path_buf());
        Ok(())
    }
}

fn unwatched(path: &Path, error: Errno) -> Error {
    match error {
        Errno::NOSPC | Errno::MFILE | Errno::NOMEM => Error::TooManyFolders(path.to_path_buf()),
        error => Error::Watching {
            path: path.to_path_buf(),
            source: error.into(),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::fs::create_dir;
    use std::fs::remove_file;
    use std::fs::rename;
    use std::fs::write;

    use super::*;

    /// What a watcher on `root` tells of what `act` does; paths relative to `root`.
    #[track_caller]
    fn check(act: impl FnOnce(&Path), expected: &[&str]) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        create_dir(&root).unwrap();
        create_dir(root.join("old")).unwrap();
        write(root.join("old/a.txt"), "a").unwrap();
        let mut watcher = Watcher::on(std::slice::from_ref(&root)).unwrap();
        act(&root);
        watcher.listen().unwrap();
        let told = match watcher.take(Duration::ZERO, Instant::now()) {
            None => Vec::new(),
            Some(Changes::All) => vec!["*".to_owned()],
            Some(Changes::These(paths)) => paths
                .iter()
                .map(|path| path.strip_prefix(&root).unwrap().display().to_string())
                .collect(),
        };
        assert_eq!(told, expected);
        assert_eq!(watcher.take(Duration::ZERO, Instant::now()), None);
    }

    #[test]
    fn what_changes_is_told_once_and_nothing_else() {
        check(|_| {}, &[]);
        check(|root| write(root.join("b.txt"), "b").unwrap(), &["b.txt"]);
        check(
            |root| write(root.join("old/a.txt"), "aa").unwrap(),
            &["old/a.txt"],
        );
        check(
            |root| rename(root.join("old/a.txt"), root.join("c.txt")).unwrap(),
            &["c.txt"],
        );
        check(|root| remove_file(root.join("old/a.txt")).unwrap(), &[]);
        check(
            |root| {
                write(root.join("b.txt"), "b").unwrap();
                remove_file(root.join("b.txt")).unwrap();
            },
            &[],
        );
        check(
            |root| std::fs::hard_link(root.join("old/a.txt"), root.join("d.txt")).unwrap(),
            &["d.txt"],
        );
    }

    #[test]
    fn a_folder_that_comes_is_walked_and_watched() {
        let fill = |root: &Path| {
            create_dir(root.join("new")).unwrap();
            create_dir(root.join("new/deep")).unwrap();
            write(root.join("new/deep/b.txt"), "b").unwrap();
        };
        check(fill, &["new"]);
        check(
            |root| rename(root.join("old"), root.join("new")).unwrap(),
            &["new"],
        );
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_path_buf();
        let mut watcher = Watcher::on(std::slice::from_ref(&root)).unwrap();
        fill(&root);
        watcher.listen().unwrap();
        watcher.take(Duration::ZERO, Instant::now());
        write(root.join("new/deep/c.txt"), "c").unwrap();
        rename(root.join("new"), root.join("newer")).unwrap();
        watcher.listen().unwrap();
        watcher.take(Duration::ZERO, Instant::now());
        write(root.join("newer/deep/d.txt"), "d").unwrap();
        watcher.listen().unwrap();
        let told = watcher.take(Duration::ZERO, Instant::now());
        assert_eq!(
            told,
            Some(Changes::These(vec![root.join("newer/deep/d.txt")]))
        );
    }

    #[test]
    fn a_file_is_told_when_it_was_left_alone_for_long_enough() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_path_buf();
        let mut watcher = Watcher::on(std::slice::from_ref(&root)).unwrap();
        let quiet = Duration::from_secs(100);
        write(root.join("a.txt"), "a").unwrap();
        watcher.listen().unwrap();
        let now = Instant::now();
        assert_eq!(watcher.take(quiet, now), None);
        let told = watcher.take(quiet, now + quiet);
        assert_eq!(told, Some(Changes::These(vec![root.join("a.txt")])));
    }

    #[test]
    fn the_folder_itself_does_not_go_unnoticed() {
        check(
            |root| rename(root, root.with_file_name("elsewhere")).unwrap(),
            &["*"],
        );
        check(|root| std::fs::remove_dir_all(root).unwrap(), &["*"]);
    }

    #[test]
    fn too_many_changes_are_a_reason_to_walk() {
        check(
            |root| {
                for number in 0..=HELD {
                    write(root.join(number.to_string()), "").unwrap();
                }
            },
            &["*"],
        );
    }
}
