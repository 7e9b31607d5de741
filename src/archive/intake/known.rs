//! What is known of a file without reading it: most of a folder that was imported before.

use std::path::Path;

use super::Intake;
use super::Mark;
use super::Result;
use super::Taken;
use super::shown;
use crate::archive::reason;
use crate::archive::walk::Entry;
use crate::archive::walk::Found;
use crate::store::Stamp;
use crate::store::Verdict;

impl Intake<'_> {
    /// Tells what is known of a file without reading it, the members of a container before it.
    /// Gives back one that is to be read.
    pub fn known(&self, found: Found, tell: &mut dyn FnMut(Taken)) -> Option<Found> {
        let shown = shown(&found.relative);
        let result = match &found.entry {
            Entry::NotAPaper(reason) => Some(Result::Skipped(reason)),
            Entry::Unreadable(message) => Some(Result::Rejected(Verdict::Quarantined {
                stamp: None,
                digest: None,
                reason: reason::unreadable_entry(message),
            })),
            Entry::File { size, modified_ns } => {
                let stamp = Stamp {
                    size: *size,
                    modified_ns: *modified_ns,
                };
                self.settled(&found, &shown, stamp, tell)
            }
        };
        match result {
            Some(result) => {
                tell(self.taken(&found.root, found.relative, shown, result));
                None
            }
            None => Some(found),
        }
    }

    fn settled(
        &self,
        found: &Found,
        shown: &str,
        stamp: Stamp,
        tell: &mut dyn FnMut(Taken),
    ) -> Option<Result> {
        // A name can say that a paper is secret: then its bytes are not even read.
        if let Some(verdict) = Mark::of(&[], shown).verdict()
            && !self.is_released_at(&found.root, &found.relative)
        {
            return Some(self.marked(&found.root, &found.relative, verdict));
        }
        let journal = self.journals.get(&found.root)?;
        let entry = journal.get(&found.relative)?;
        let again = self.job.retry
            && (matches!(entry.verdict, Verdict::Quarantined { .. })
                || self.has_untaken_members(&found.root, &found.relative));
        if again || !entry.is_about(stamp) {
            return None;
        }
        for (relative, member) in journal.members(&found.relative) {
            let shown = self::shown(&relative);
            let result = Result::Settled(member.verdict.clone());
            tell(self.taken(&found.root, relative, shown, result));
        }
        Some(Result::Settled(entry.verdict.clone()))
    }

    /// A file that bears a secrecy mark, or may bear one: no news where the journal has it.
    pub(super) fn marked(&self, root: &Path, relative: &Path, verdict: Verdict) -> Result {
        let journal = self.journals.get(root);
        let entry = journal.and_then(|journal| journal.get(relative));
        match entry.is_some_and(|entry| entry.verdict == verdict) {
            true => Result::Settled(verdict),
            false => Result::Rejected(verdict),
        }
    }
}
