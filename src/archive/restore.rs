//! `restore`: an archive out of a backup, every byte verified before anything takes its place.

use std::fs;
use std::fs::File;
use std::fs::Permissions;
use std::io::Write;
use std::num::NonZeroU64;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use jiff::Timestamp;

use crate::access::FILE;
use crate::archive::Archive;
use crate::archive::BackupProgress;
use crate::archive::Error;
use crate::archive::backup::first_damage;
use crate::archive::backup::in_bag;
use crate::archive::bag::Bag;
use crate::archive::bag::BagError;
use crate::archive::bag::TAKEN;
use crate::archive::holder;
use crate::store::Layout;
use crate::store::Originals;
use crate::store::Pace;
use crate::store::Places;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::WriteLock;
use crate::store::sha256_of;

/// Where an archive is put together before it takes its place.
const STAGING: &str = "restoring";
/// Originals sent to an object store at a time, and their bytes.
const TOGETHER: usize = 64;
const BYTES_TOGETHER: u64 = 64 << 20;
/// As the archive keeps its originals.
const READ_ONLY: u32 = 0o444;
/// As it keeps its accounts.
const FOR_ITS_OWNER: u32 = 0o600;

/// What to restore to where.
pub struct RestoreJob<'a> {
    /// The bag.
    pub bag: &'a Path,
    /// The archive's folder: missing or empty.
    pub folder: &'a Path,
    /// Whether an archive that lies there is put aside; it is never deleted.
    pub replace: bool,
    /// Bytes a second at most.
    pub rate: Option<NonZeroU64>,
    /// The time now.
    pub at: Timestamp,
    /// Set to stop: nothing has changed then.
    pub stop: &'a AtomicBool,
    /// Told now and then how far it is.
    pub watch: &'a dyn Fn(BackupProgress),
}

/// What was restored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restored {
    /// Documents in the catalogue.
    pub documents: u64,
    /// Files taken from the bag.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Digests of originals that were lost before the backup was made.
    pub lost: Vec<String>,
    /// Where the archive that was there lies now.
    pub aside: Option<PathBuf>,
}

impl Archive {
    /// Restores a backup and builds its index. Nothing takes its place before every file of the bag
    /// has been copied and compared with its digest, and the catalogue has been looked through.
    pub fn restore(job: &RestoreJob<'_>) -> Result<Restored, Error> {
        let bag = Bag::open(job.bag)?;
        check_profile(&bag)?;
        bag.check_complete()?;
        let layout = Layout::of(job.folder);
        let places = Places::of(&layout)?;
        if places.catalogue.is_some() {
            return Err(StoreError::Places {
                path: layout.places(),
                reason:
                    "a backup is restored into a folder of its own; then `vankho migrate` brings \
                         it to the server named here"
                        .to_owned(),
            }
            .into());
        }
        fs::create_dir_all(job.folder).map_err(BagError::io(job.folder))?;
        check_target(&layout, job.replace)?;
        let lock = WriteLock::take(&layout.lock(), &holder("restore", job.at))?;
        let staging = job.folder.join(STAGING);
        clear(&staging)?;
        let originals = Originals::of(&layout, &places);
        let mut restored = Restored::default();
        let staged = stage(&bag, &staging, &originals, &mut restored, job);
        if staged.is_err() {
            clear(&staging)?;
        }
        staged?;
        put_in_place(&layout, &staging, &mut restored, job.at)?;
        drop(lock);
        let archive = Self::open(job.folder, job.at)?;
        let taken = bag.info(TAKEN).and_then(|taken| taken.parse().ok());
        archive.remember_backup(job.bag, taken.unwrap_or(job.at), restored.documents)?;
        Ok(restored)
    }
}

/// Refuses a sound bag of something else.
fn check_profile(bag: &Bag) -> Result<(), BagError> {
    let mut catalogue = false;
    for (path, digest) in bag.manifest().iter() {
        let inside = path.strip_prefix("data/").unwrap_or_default();
        let original = inside.strip_prefix("originals/");
        let ours = match original.and_then(|original| original.split_once('/')) {
            Some((shelf, name)) => name == digest && digest.starts_with(shelf) && shelf.len() == 2,
            None => ["catalogue.db", FILE].contains(&inside) || inside.starts_with("log/"),
        };
        if !ours {
            return Err(BagError::Stranger(path.to_owned()));
        }
        catalogue |= inside == "catalogue.db";
    }
    match catalogue {
        true => Ok(()),
        false => Err(BagError::Missing("data/catalogue.db".to_owned())),
    }
}

/// The folder must be free, unless it is to be replaced or holds what a killed restore left.
fn check_target(layout: &Layout, replace: bool) -> Result<(), Error> {
    let killed = layout.root().join(STAGING).exists() && !layout.catalogue().exists();
    if replace || killed {
        return Ok(());
    }
    for entry in fs::read_dir(layout.root()).map_err(BagError::io(layout.root()))? {
        let name = entry.map_err(BagError::io(layout.root()))?.file_name();
        let name = name.to_string_lossy();
        let aside = name.starts_with("before-restore-");
        if !aside && !["lock", "cluster.toml", "lost+found", STAGING].contains(&name.as_ref()) {
            return Err(StoreError::NotEmpty(layout.root().to_path_buf()).into());
        }
    }
    Ok(())
}

/// Copies every file of the bag, comparing as it goes, the catalogue first.
fn stage(
    bag: &Bag,
    staging: &Path,
    originals: &Originals,
    restored: &mut Restored,
    job: &RestoreJob<'_>,
) -> Result<(), Error> {
    let mut pace = Pace::of(job.rate);
    let of = bag.manifest().len() as u64;
    let catalogue = "data/catalogue.db";
    let digest = bag.manifest().digest(catalogue).unwrap_or_default();
    restored.bytes += take(bag, catalogue, digest, staging, &mut pace)?;
    restored.files += 1;
    let store = Store::open_unchanging(staging)?;
    if let Some(problem) = first_damage(&store)? {
        return Err(Error::DamagedSource(problem));
    }
    restored.documents = store.count()?;
    for original in store.listed_originals()? {
        let path = in_bag(&original.digest);
        if bag.manifest().digest(&path).is_none() {
            restored.lost.push(original.digest);
        }
    }
    drop(store);
    let mut leaving = Leaving {
        originals,
        files: Vec::new(),
        bytes: 0,
    };
    for (path, digest) in bag.manifest().iter() {
        if job.stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        if path == catalogue {
            continue;
        }
        let bytes = take(bag, path, digest, staging, &mut pace)?;
        restored.bytes += bytes;
        restored.files += 1;
        if let Some(original) = path.strip_prefix("data/originals/") {
            let staged = staging.join("originals").join(original);
            leaving.add(staged, bytes)?;
        }
        (job.watch)(BackupProgress {
            done: restored.files,
            of,
            bytes: restored.bytes,
        });
    }
    leaving.send()?;
    if let Originals::Bucket(_) = originals {
        clear(&staging.join("originals"))?;
    }
    // One sync for all: tens of thousands of files each with its own would take hours on a disk.
    let synced = File::open(staging).and_then(|root| Ok(rustix::fs::syncfs(root)?));
    Ok(synced.map_err(BagError::io(staging))?)
}

/// Originals on their way from where they were put together into an object store.
struct Leaving<'a> {
    originals: &'a Originals,
    files: Vec<PathBuf>,
    bytes: u64,
}

impl Leaving<'_> {
    fn add(&mut self, file: PathBuf, bytes: u64) -> Result<(), Error> {
        self.files.push(file);
        self.bytes += bytes;
        match self.files.len() >= TOGETHER || self.bytes >= BYTES_TOGETHER {
            true => self.send(),
            false => Ok(()),
        }
    }

    fn send(&mut self) -> Result<(), Error> {
        let files = std::mem::take(&mut self.files);
        self.bytes = 0;
        if self.originals.put_back(&files)? {
            for file in files {
                fs::remove_file(&file).map_err(BagError::io(&file))?;
            }
        }
        Ok(())
    }
}

/// Copies one file out of the bag; its bytes must be those that were listed.
fn take(
    bag: &Bag,
    path: &str,
    digest: &str,
    staging: &Path,
    pace: &mut Pace,
) -> Result<u64, BagError> {
    let from = bag.place(path);
    let inside = path.strip_prefix("data/").unwrap_or(path);
    let to = staging.join(inside);
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(BagError::io(folder))?;
    }
    let mut source = File::open(&from).map_err(BagError::io(&from))?;
    let mut target = File::create(&to).map_err(BagError::io(&to))?;
    let mut trouble = None;
    let copied = sha256_of(&mut source, pace, &mut |bytes| {
        target.write_all(bytes).map_err(|error| {
            let kind = error.kind();
            trouble = Some(error);
            kind.into()
        })
    });
    if let Some(error) = trouble {
        return Err(BagError::io(&to)(error));
    }
    let (found, length) = copied.map_err(BagError::io(&from))?;
    if found != digest {
        return Err(BagError::Damaged(path.to_owned()));
    }
    let mode = match inside {
        FILE => Some(FOR_ITS_OWNER),
        inside => inside.starts_with("originals/").then_some(READ_ONLY),
    };
    if let Some(mode) = mode {
        let protected = target.set_permissions(Permissions::from_mode(mode));
        protected.map_err(BagError::io(&to))?;
    }
    Ok(length)
}

/// Puts the restored archive in place, the catalogue last: until it is there, there is no archive.
fn put_in_place(
    layout: &Layout,
    staging: &Path,
    restored: &mut Restored,
    at: Timestamp,
) -> Result<(), Error> {
    let root = layout.root();
    let aside = aside(root, at);
    let accounts = staging.join(FILE);
    // Those there are stay where the backup has none.
    let replaced = ["", "-wal", "-shm"]
        .iter()
        .filter(|_| accounts.exists())
        .map(|ending| root.join(format!("{FILE}{ending}")));
    for part in layout.parts().into_iter().chain(replaced) {
        if part.exists() {
            fs::create_dir_all(&aside).map_err(BagError::io(&aside))?;
            rename(&part, &aside.join(part.file_name().unwrap_or_default()))?;
            restored.aside = Some(aside.clone());
        }
    }
    if accounts.exists() {
        rename(&accounts, &root.join(FILE))?;
    }
    let staged = Layout::of(staging);
    for (from, to) in staged.parts().iter().zip(layout.parts()).rev() {
        if from.exists() {
            if *from == staged.catalogue() {
                sync(root)?;
            }
            rename(from, &to)?;
        }
    }
    sync(root)?;
    clear(staging)
}

/// Where what is replaced goes: a folder that is not there yet, also when two restores are made within
/// a second.
fn aside(root: &Path, at: Timestamp) -> PathBuf {
    let name = format!("before-restore-{}", at.strftime("%Y%m%dT%H%M%S"));
    let mut place = root.join(&name);
    let mut number = 1_u32;
    while place.exists() {
        number += 1;
        place = root.join(format!("{name}-{number}"));
    }
    place
}

fn rename(from: &Path, to: &Path) -> Result<(), BagError> {
    fs::rename(from, to).map_err(BagError::io(from))
}

fn sync(folder: &Path) -> Result<(), BagError> {
    let synced = File::open(folder).and_then(|opened| opened.sync_all());
    synced.map_err(BagError::io(folder))
}

fn clear(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(BagError::io(folder)(error).into())
        }
        _ => Ok(()),
    }
}
