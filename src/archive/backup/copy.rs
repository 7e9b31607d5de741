//! Originals on their way into the bag: only those it lacks, read back before they count.

use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use crate::archive::Error;
use crate::archive::backup::BackupJob;
use crate::archive::backup::BackupProgress;
use crate::archive::backup::BackupReport;
use crate::archive::backup::medium;
use crate::archive::bag::Bag;
use crate::archive::bag::BagError;
use crate::archive::bag::DATA;
use crate::archive::bag::INCOMING;
use crate::archive::bag::Manifest;
use crate::store::Layout;
use crate::store::Listed;
use crate::store::Pace;
use crate::store::Store;
use crate::store::sha256;
use crate::store::sha256_of;

/// Files synced together: the first sync of a batch often writes for all.
const BATCH: usize = 64;

/// What became of an original.
enum Copied {
    /// It is in the bag, or now on its way there.
    Yes,
    /// The archive no longer has it.
    Gone,
    /// The archive has other bytes, or cannot read them: why.
    Damaged(String),
}

/// One run over the originals of a snapshot.
pub struct Copy<'a> {
    source: &'a Store,
    former: Option<&'a Bag>,
    job: &'a BackupJob<'a>,
    pace: Pace,
    manifest: Manifest,
    report: BackupReport,
    /// Written and not yet read back.
    unverified: Vec<(File, PathBuf, String)>,
}

impl<'a> Copy<'a> {
    pub fn new(source: &'a Store, former: Option<&'a Bag>, job: &'a BackupJob<'a>) -> Self {
        Self {
            source,
            former,
            job,
            pace: Pace::of(job.rate),
            manifest: Manifest::default(),
            report: BackupReport {
                folder: job.folder.to_path_buf(),
                ..BackupReport::default()
            },
            unverified: Vec::new(),
        }
    }

    /// Stages every original the snapshot names and the bag lacks. False when one vanished because
    /// its document did: then the snapshot is of no use.
    pub fn originals(&mut self, snapshot: &Store) -> Result<bool, Error> {
        let listed = snapshot.listed_originals()?;
        let of = listed.len() as u64;
        for (done, original) in listed.iter().enumerate() {
            if self.job.stop.load(Ordering::Relaxed) {
                return Err(Error::Interrupted);
            }
            let digest = &original.digest;
            match self.original(original)? {
                Copied::Yes => self.manifest.add(in_bag(digest), digest.clone()),
                Copied::Gone if !self.source.lists(digest)? => return Ok(false),
                Copied::Gone => self
                    .report
                    .damage
                    .push(format!("{digest}: original missing")),
                Copied::Damaged(why) => self.report.damage.push(format!("{digest}: {why}")),
            }
            (self.job.watch)(BackupProgress {
                done: done as u64 + 1,
                of,
                bytes: self.report.bytes,
            });
        }
        Ok(true)
    }

    fn original(&mut self, original: &Listed) -> Result<Copied, Error> {
        if self.has(original)? {
            self.report.kept += 1;
            return Ok(Copied::Yes);
        }
        let target = Layout::of(&self.incoming().join(DATA)).original(&original.digest);
        // What a killed backup staged may be whole.
        if let Ok((digest, _)) = sha256(&target, &mut self.pace)
            && digest == original.digest
        {
            self.report.copied += 1;
            return Ok(Copied::Yes);
        }
        let mut source = match self.source.originals().open(&original.digest)? {
            Ok(source) => source,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Copied::Gone),
            Err(error) => return Ok(Copied::Damaged(error.to_string())),
        };
        let (file, failed) = self.stage(&mut source, &target)?;
        let why = match failed {
            Ok((digest, _)) if digest == original.digest => None,
            Ok(_) => Some("original damaged".to_owned()),
            Err(error) => Some(error.to_string()),
        };
        if let Some(why) = why {
            drop(file);
            medium::remove_file(&target)?;
            // Of a store that does not answer nothing can be said.
            drop(self.source.originals().size(&original.digest)?);
            return Ok(Copied::Damaged(why));
        }
        self.report.copied += 1;
        self.report.bytes += original.bytes;
        let digest = original.digest.clone();
        self.unverified.push((file, target, digest));
        if self.unverified.len() >= BATCH {
            self.verify()?;
        }
        Ok(Copied::Yes)
    }

    /// Whether the bag has it.
    fn has(&mut self, original: &Listed) -> Result<bool, Error> {
        let path = in_bag(&original.digest);
        let Some(former) = self.former else {
            return Ok(false);
        };
        if former.manifest().digest(&path) != Some(&original.digest) {
            return Ok(false);
        }
        let place = former.place(&path);
        let size = fs::metadata(&place).ok().filter(fs::Metadata::is_file);
        if size.is_none_or(|there| there.len() != original.bytes) {
            return Ok(false);
        }
        // A file that cannot be read back is written anew.
        Ok(!self.job.recheck
            || former
                .check(&path, &original.digest, &mut self.pace)
                .is_ok())
    }

    /// Copies; the outer error is the medium's, the inner one the archive's.
    #[allow(clippy::type_complexity, reason = "named once, here")]
    fn stage(
        &mut self,
        source: &mut impl Read,
        target: &Path,
    ) -> Result<(File, io::Result<(String, u64)>), BagError> {
        if let Some(shelf) = target.parent() {
            fs::create_dir_all(shelf).map_err(BagError::io(shelf))?;
        }
        let mut file = File::create(target).map_err(BagError::io(target))?;
        let mut trouble = None;
        let read = sha256_of(source, &mut self.pace, &mut |bytes| {
            file.write_all(bytes).map_err(|error| {
                let kind = error.kind();
                trouble = Some(error);
                kind.into()
            })
        });
        match trouble {
            Some(error) => Err(BagError::io(target)(error)),
            None => Ok((file, read)),
        }
    }

    /// Syncs what was written and reads it back from the medium.
    fn verify(&mut self) -> Result<(), BagError> {
        for (file, path, _) in &self.unverified {
            file.sync_all().map_err(BagError::io(path))?;
        }
        for (file, path, digest) in self.unverified.drain(..) {
            drop(file);
            let (found, _) = sha256(&path, &mut self.pace).map_err(BagError::io(&path))?;
            if found != digest {
                return Err(BagError::WrittenBadly(path));
            }
        }
        Ok(())
    }

    /// Verifies the rest and tells what was done.
    pub fn finish(&mut self, documents: u64) -> Result<BackupReport, BagError> {
        self.verify()?;
        self.report.documents = documents;
        Ok(self.report.clone())
    }

    /// The originals of the new bag.
    pub fn into_manifest(self) -> Manifest {
        self.manifest
    }

    fn incoming(&self) -> PathBuf {
        self.job.folder.join(INCOMING)
    }
}

/// Where an original lies in a bag.
pub fn in_bag(digest: &str) -> String {
    let shelf = digest.get(..2).unwrap_or_default();
    format!("{DATA}/originals/{shelf}/{digest}")
}
