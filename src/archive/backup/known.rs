//! The backups an archive remembers: when the last one was, and where a good copy may lie.

use std::path::Path;
use std::path::PathBuf;

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::backup::copy::in_bag;
use crate::store::Pace;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::sha256;

/// The note's name.
const NOTE: &str = "backups";
/// Backups remembered, the latest first.
const REMEMBERED: usize = 20;

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownBackup {
    /// Where the bag lay.
    pub folder: PathBuf,
    /// When its catalogue was copied.
    pub taken: Timestamp,
    /// Documents in it.
    pub documents: u64,
}

impl Archive {
    /// The backups that were made, one a folder, the latest first.
    #[must_use]
    pub fn known_backups(&self) -> Vec<KnownBackup> {
        known(self.store())
    }

    /// Remembers a backup that lies in `folder`.
    pub(in crate::archive) fn remember_backup(
        &self,
        folder: &Path,
        taken: Timestamp,
        documents: u64,
    ) -> Result<(), Error> {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
        let mut known = self.known_backups();
        known.retain(|backup| backup.folder != folder);
        let latest = KnownBackup {
            folder,
            taken,
            documents,
        };
        known.insert(0, latest);
        known.truncate(REMEMBERED);
        match self.store().write_note(NOTE, &known) {
            // An archive on a read-only medium is backed up all the same.
            Err(StoreError::ReadOnly) => Ok(()),
            written => Ok(written?),
        }
    }
}

fn known(store: &Store) -> Vec<KnownBackup> {
    store.note(NOTE).unwrap_or_default()
}

/// Where a backup has an original with its right bytes, looked for and read now.
pub fn good_copy(store: &Store, digest: &str) -> Option<PathBuf> {
    known(store).into_iter().find_map(|backup| {
        let place = backup.folder.join(in_bag(digest));
        let (found, _) = sha256(&place, &mut Pace::of(None)).ok()?;
        (found == digest).then_some(place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::bag::DATA;
    use crate::store::Layout;

    #[test]
    fn an_original_lies_in_a_bag_as_in_an_archive() {
        let digest = "ab".repeat(32);
        let bag = Path::new("/bag");
        let place = Layout::of(&bag.join(DATA)).original(&digest);
        assert_eq!(bag.join(in_bag(&digest)), place);
    }
}
