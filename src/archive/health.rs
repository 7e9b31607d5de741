//! How an archive stands: what a monitor asks for, and what staff see on one page.

use std::path::Path;

use jiff::Timestamp;

use crate::access::Task;
use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::KnownBackup;
use crate::archive::Verification;
use crate::store::StoreError;

/// Changes the index may be behind while an import runs: it catches up before that.
const TOLERATED_LAG: u64 = 5_000;

/// An archive at one moment.
#[derive(Debug, Clone)]
pub struct Health {
    /// Documents acknowledged.
    pub documents: u64,
    /// Changes the index is behind.
    pub index_lag: u64,
    /// Whether the index is due to be built anew.
    pub index_due: bool,
    /// Bytes of all originals, as the catalogue has them.
    pub originals_bytes: u64,
    /// Bytes of the catalogue.
    pub catalogue_bytes: u64,
    /// Bytes of the index.
    pub index_bytes: u64,
    /// Bytes free where the archive lies.
    pub free_bytes: u64,
    /// The last verification that reached its end.
    pub verification: Option<Verification>,
    /// The last backup.
    pub backup: Option<KnownBackup>,
}

/// Why an archive cannot do its work just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unready {
    /// Nothing more can be taken in.
    DiskFull,
    /// Papers that were acknowledged are not found yet.
    IndexBehind,
}

impl Unready {
    /// A stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::DiskFull => "disk-full",
            Self::IndexBehind => "index-behind",
        }
    }
}

impl Health {
    /// What keeps the archive from its work, when less than `least_free` bytes are too few.
    #[must_use]
    pub fn unready(&self, least_free: u64) -> Option<Unready> {
        match () {
            () if self.free_bytes < least_free => Some(Unready::DiskFull),
            () if self.index_lag > TOLERATED_LAG => Some(Unready::IndexBehind),
            () => None,
        }
    }

    /// Seconds since all was last verified.
    #[must_use]
    pub fn fixity_age(&self, now: Timestamp) -> Option<i64> {
        let finished = self.verification.as_ref()?.finished?;
        Some(now.duration_since(finished).as_secs().max(0))
    }

    /// Seconds since the last backup.
    #[must_use]
    pub fn backup_age(&self, now: Timestamp) -> Option<i64> {
        let taken = self.backup.as_ref()?.taken;
        Some(now.duration_since(taken).as_secs().max(0))
    }
}

impl Archive {
    /// How the archive stands, for who may see everything.
    pub fn health_report(&self) -> Result<Health, Error> {
        match self.rights.see_everything() {
            true => self.health(),
            false => Err(Error::Forbidden(Task::Administer.least())),
        }
    }

    /// How the archive stands. An error when the catalogue or the index cannot be read. Its numbers
    /// tell of every paper: to others only [`Health::unready`] may be told.
    pub fn health(&self) -> Result<Health, Error> {
        let documents = self.store().count()?;
        let sequence = self.store().sequence()?;
        let index_lag = sequence.saturating_sub(self.index.sequence()?);
        let layout = self.store().layout();
        let catalogue = [layout.catalogue(), layout.catalogue_log()];
        Ok(Health {
            documents,
            index_lag,
            index_due: self.is_reindex_due()?,
            originals_bytes: self.store().originals_bytes()?,
            catalogue_bytes: catalogue.iter().map(|path| length(path)).sum(),
            index_bytes: self.index.bytes()?,
            free_bytes: free(self.directory())?,
            verification: self.last_verification(),
            backup: self.known_backups().into_iter().next(),
        })
    }
}

fn length(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |there| there.len())
}

/// Bytes an ordinary user may still write where `folder` lies.
fn free(folder: &Path) -> Result<u64, Error> {
    let about = rustix::fs::statvfs(folder).map_err(|error| StoreError::Io {
        path: folder.to_path_buf(),
        source: error.into(),
    })?;
    Ok(about.f_bavail.saturating_mul(about.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ready_is_what_can_take_and_find_papers() {
        let sound = Health {
            documents: 1,
            index_lag: 0,
            index_due: true,
            originals_bytes: 1,
            catalogue_bytes: 1,
            index_bytes: 1,
            free_bytes: 10,
            verification: None,
            backup: None,
        };
        assert_eq!(sound.unready(10), None);
        assert_eq!(sound.unready(11), Some(Unready::DiskFull));
        let behind = Health {
            index_lag: TOLERATED_LAG + 1,
            ..sound
        };
        assert_eq!(behind.unready(0), Some(Unready::IndexBehind));
        assert_eq!(behind.fixity_age(Timestamp::UNIX_EPOCH), None);
    }
}
