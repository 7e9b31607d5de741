//! An archive moved to a cluster, or back to a folder.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use jiff::Timestamp;

use crate::access::Accounts;
use crate::access::Task;
use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::holder;
use crate::store::Migrated;
use crate::store::Move;
use crate::store::StoreError;
use crate::store::Writer;

/// What to move, and how.
pub struct MigrateJob<'a> {
    /// The folder of the new archive: what its `cluster.toml` names is elsewhere, the rest goes into
    /// it.
    pub to: &'a Path,
    /// When.
    pub at: Timestamp,
    /// Told how far it is.
    pub watch: &'a dyn Fn(Move),
    /// Makes it stop; the next run goes on from there.
    pub stop: &'a AtomicBool,
}

impl Archive {
    /// Copies the archive to where another folder says it belongs, and makes the index there. This
    /// one stays as it is and takes nothing new meanwhile. What is logged in has to log in again.
    ///
    /// # Errors
    /// Where there is an archive already; [`Error::Interrupted`] when it was told to stop.
    pub fn migrate(&self, job: &MigrateJob<'_>) -> Result<Migrated, Error> {
        self.allow(Task::Administer)?;
        let holder = holder("migrate", job.at);
        // So that nothing changes here.
        let writer = Writer::open(&self.directory, &holder)?;
        let migrated = writer.store().migrate(job.to, &holder, &mut |at| {
            (job.watch)(at);
            match job.stop.load(Ordering::Relaxed) {
                true => Err(StoreError::Stopped),
                false => Ok(()),
            }
        });
        let migrated = match migrated {
            Err(StoreError::Stopped) => return Err(Error::Interrupted),
            migrated => migrated?,
        };
        let (from, to) = (
            Self::accounts_place(&self.directory)?,
            Self::accounts_place(job.to)?,
        );
        Accounts::migrate(&from, &to)?;
        // Whoever opens it first makes its index.
        let moved = Self::open(job.to, job.at)?;
        match moved.store().count()? == self.store().count()? {
            true => Ok(migrated),
            false => Err(StoreError::NotMoved("documents").into()),
        }
    }
}
