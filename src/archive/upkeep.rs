//! Keeping an archive in order: list what was not taken, tell how it stands.

use std::path::Path;

use crate::access::Task;
use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::Outcome;
use crate::document::Folder;
use crate::store::Rejected;

/// A file that was not taken.
#[derive(Debug, Clone)]
pub struct Reject {
    /// Relative to the folder given.
    pub path: String,
    /// Quarantined or refused.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
    /// How often reading it was tried.
    pub tries: u32,
    /// When the last import began that tried it, in UTC.
    pub at: String,
}

impl Archive {
    /// Files that were quarantined or refused, each with its reason.
    pub fn rejects(&self) -> Result<Vec<Reject>, Error> {
        self.allow(Task::SeeRejects)?;
        let row = |outcome: Outcome| {
            move |rejected: Rejected| Reject {
                path: rejected.shown,
                outcome,
                reason: rejected.reason.message,
                tries: rejected.tries,
                at: rejected.at,
            }
        };
        let there = |file: &Rejected| {
            let folder = Folder::of_file(bytes(&file.root), bytes(&file.relative));
            self.rights.admit_folder(&folder)
        };
        let quarantined = self.store().quarantined()?.into_iter().filter(there);
        let refused = self.store().refused()?.into_iter().filter(there);
        Ok(quarantined
            .map(row(Outcome::Quarantined))
            .chain(refused.map(row(Outcome::Refused)))
            .collect())
    }
}

fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}
