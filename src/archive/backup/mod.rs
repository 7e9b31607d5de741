//! `backup`: the archive as a bag on another disk, consistent while others write, only what is new.
//!
//! One bag that grows, not a folder of links a day: a USB disk (exFAT) and many a network share
//! know no links, and one bag can be copied, checked and understood by anybody. Whoever wants
//! generations takes turns between two folders or disks.
//!
//! 1. The catalogue is copied as of one moment, and looked through: a damaged one never replaces a
//!    good one.
//! 2. Every original it names that the bag does not have is copied to `incoming/`, synced, and
//!    read back from the medium. A killed backup goes on here the next time.
//! 3. New manifests are written beside them. Up to here the bag is the former one, and valid.
//! 4. `incoming/` becomes `switching/` in one step: from here on this backup is the one that
//!    counts. Its files take their places; whoever reads the bag before that is over looks into
//!    `switching/` first, so a kill leaves nothing half.
//!
//! Originals never change and bear their digest for a name, so what is in the bag with the right
//! size was verified when it was written and is not read again, unless asked.

mod copy;
mod known;
mod log_copy;
mod medium;
mod switch;

use std::fs::File;
use std::io::Write;
use std::num::NonZeroU64;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use jiff::Timestamp;

use crate::access::Accounts;
use crate::access::Task;
use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::audit;
use crate::archive::backup::copy::Copy;
use crate::archive::bag::BAGIT;
use crate::archive::bag::Bag;
use crate::archive::bag::BagError;
use crate::archive::bag::DATA;
use crate::archive::bag::DECLARATION;
use crate::archive::bag::IDENTITY;
use crate::archive::bag::INCOMING;
use crate::archive::bag::INFO;
use crate::archive::bag::LOST;
use crate::archive::bag::MANIFEST;
use crate::archive::bag::Manifest;
use crate::archive::bag::TAGMANIFEST;
use crate::archive::bag::TAKEN;
use crate::archive::log;
use crate::document::LogEvent;
use crate::store::Layout;
use crate::store::Pace;
use crate::store::Store;
use crate::store::sha256;

pub use copy::in_bag;
pub use known::KnownBackup;
pub use known::good_copy;

use switch::finish_switch;

/// How often a snapshot is taken anew because a paper was deleted while its original was awaited.
const ATTEMPTS: usize = 5;

/// What to back up to where.
pub struct BackupJob<'a> {
    /// The bag: a folder that is missing, empty, or holds a former backup of this archive.
    pub folder: &'a Path,
    /// Whether to read again what the bag already has.
    pub recheck: bool,
    /// Whether to replace a backup of another archive.
    pub take_over: bool,
    /// Whether to back up a catalogue in which damage was found.
    pub even_damaged: bool,
    /// Bytes a second at most.
    pub rate: Option<NonZeroU64>,
    /// The time now.
    pub at: Timestamp,
    /// Set to stop; what was copied is used the next time.
    pub stop: &'a AtomicBool,
    /// Told now and then how far it is.
    pub watch: &'a dyn Fn(BackupProgress),
}

/// How far a backup is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BackupProgress {
    /// Originals done.
    pub done: u64,
    /// Of so many.
    pub of: u64,
    /// Bytes copied.
    pub bytes: u64,
}

/// What a backup did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackupReport {
    /// Where the bag lies.
    pub folder: PathBuf,
    /// Documents in its catalogue.
    pub documents: u64,
    /// Originals copied now.
    pub copied: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Originals that were there.
    pub kept: u64,
    /// Things wrong with the archive that were met: what is lost there and not in the bag either.
    pub damage: Vec<String>,
}

impl Archive {
    /// Backs up the archive. Needs no lock: an import or a server may be writing.
    pub fn backup(&self, job: &BackupJob<'_>) -> Result<BackupReport, Error> {
        self.allow(Task::Administer)?;
        let _alone = medium::open(job.folder)?;
        finish_switch(job.folder)?;
        let former = former(self.store(), job)?;
        let incoming = job.folder.join(INCOMING);
        for _ in 0..ATTEMPTS {
            let snapshot = self.snapshot_into(&incoming, job)?;
            let mut copy = Copy::new(self.store(), former.as_ref(), job);
            if !copy.originals(&snapshot)? {
                continue;
            }
            log_copy::copy(self.store().layout(), &snapshot, &incoming)?;
            self.copy_accounts(&incoming)?;
            let report = copy.finish(snapshot.count()?)?;
            write_tags(&snapshot, &incoming, &report, copy.into_manifest(), job)?;
            drop(snapshot);
            switch::begin(job.folder)?;
            finish_switch(job.folder)?;
            self.remember_backup(job.folder, job.at, report.documents)?;
            let made = LogEvent::BackedUp {
                to: job.folder.display().to_string(),
                documents: report.documents,
            };
            log::tell(&self.directory, "backup", job.at, made)?;
            audit::note(&self.directory, self.store(), "backup", job.at)?;
            return Ok(report);
        }
        Err(Error::Unsettled)
    }

    /// Copies the accounts, if there are any; nobody is logged in by a copy.
    fn copy_accounts(&self, incoming: &Path) -> Result<(), Error> {
        let copy = incoming.join(DATA).join(crate::access::FILE);
        medium::remove_file(&copy)?;
        Accounts::copy(&Self::accounts_place(&self.directory)?, &copy)?;
        Ok(())
    }

    /// Copies the catalogue as of now, and looks it through.
    fn snapshot_into(&self, incoming: &Path, job: &BackupJob<'_>) -> Result<Store, Error> {
        let data = incoming.join(DATA);
        let place = Layout::of(&data).catalogue();
        std::fs::create_dir_all(&data).map_err(BagError::io(&data))?;
        medium::remove_file(&place)?;
        self.store().snapshot(&place)?;
        let file = File::open(&place).map_err(BagError::io(&place))?;
        file.sync_all().map_err(BagError::io(&place))?;
        let snapshot = Store::open_unchanging(&data)?;
        let first = first_damage(&snapshot)?;
        match first {
            Some(first) if !job.even_damaged => Err(Error::DamagedSource(first)),
            _ => Ok(snapshot),
        }
    }
}

/// Something wrong with a catalogue, if anything is.
pub fn first_damage(catalogue: &Store) -> Result<Option<String>, Error> {
    if let Some(problem) = catalogue.verify_catalogue()?.first() {
        return Ok(Some(problem.to_string()));
    }
    for row in catalogue.verify_rows(0) {
        let row = row?;
        if let Some(problem) = row.problems.first() {
            return Ok(Some(format!("{}: {problem}", row.id)));
        }
    }
    Ok(None)
}

/// The backup that lies there, if it is one of this archive.
fn former(store: &Store, job: &BackupJob<'_>) -> Result<Option<Bag>, Error> {
    if !job.folder.join(BAGIT).exists() {
        return Ok(None);
    }
    let bag = match Bag::open(job.folder) {
        // Told to write over it: whatever it was, all is copied anew.
        Err(_) if job.take_over => return Ok(None),
        opened => opened?,
    };
    let there = bag.info(IDENTITY).map(str::to_owned);
    if there != store.identity()? && !job.take_over {
        return Err(BagError::OtherArchive(job.folder.to_path_buf()).into());
    }
    Ok(Some(bag))
}

/// The tag files of the new bag, and the digests of what is not an original.
fn write_tags(
    snapshot: &Store,
    incoming: &Path,
    report: &BackupReport,
    mut manifest: Manifest,
    job: &BackupJob<'_>,
) -> Result<(), Error> {
    let mut pace = Pace::of(None);
    let mut total = 0;
    for original in snapshot.listed_originals()? {
        let listed = manifest.listed(&copy::in_bag(&original.digest)).is_some();
        total += if listed { original.bytes } else { 0 };
    }
    for path in medium::files_below(&incoming.join(DATA))? {
        let relative = medium::relative(incoming, &path);
        if manifest.listed(&relative).is_some() {
            continue;
        }
        if relative.starts_with("data/originals/") {
            // Staged by a backup that was killed, and deleted from the archive since.
            medium::remove_file(&path)?;
            continue;
        }
        let (digest, length) = sha256(&path, &mut pace).map_err(BagError::io(&path))?;
        total += length;
        manifest.add(relative, digest);
    }
    let identity = snapshot.identity()?;
    let identity = identity.map_or(String::new(), |identity| {
        format!("{IDENTITY}: {identity}\n")
    });
    let lost = match report.damage.len() {
        0 => String::new(),
        lost => format!("{LOST}: {lost}\n"),
    };
    let info = format!(
        "Bag-Software-Agent: vankho {}\nBagging-Date: {}\nPayload-Oxum: {total}.{}\n\
         External-Description: backup of an archive of administrative documents (Văn Khố)\n\
         {identity}{TAKEN}: {}\nVankho-Documents: {}\n{lost}",
        env!("CARGO_PKG_VERSION"),
        job.at.strftime("%Y-%m-%d"),
        manifest.len(),
        job.at,
        report.documents,
    );
    let mut listed = Vec::new();
    manifest
        .write(&mut listed)
        .map_err(BagError::io(incoming))?;
    let mut tags = Manifest::default();
    for (name, text) in [
        (BAGIT, DECLARATION.as_bytes()),
        (INFO, info.as_bytes()),
        (MANIFEST, &listed),
    ] {
        let path = incoming.join(name);
        let write = |path: &Path| File::create(path)?.write_all(text);
        write(&path).map_err(BagError::io(&path))?;
        let digest = sha256(&path, &mut pace).map_err(BagError::io(&path))?;
        tags.add(name.to_owned(), digest.0);
    }
    let path = incoming.join(TAGMANIFEST);
    let mut file = File::create(&path).map_err(BagError::io(&path))?;
    tags.write(&mut file).map_err(BagError::io(&path))?;
    medium::sync_all_below(incoming)?;
    Ok(())
}
