//! The audit of accounts, held against what the catalogue's log remembers of it.
//!
//! Its own chain shows what was changed in its middle; that its end was cut off, only something
//! elsewhere can tell. So verifications and backups note in the catalogue's log how far it reached.
//! What was written after the last note can be cut off unseen by who can write that file.

use std::path::Path;
use std::path::PathBuf;

use jiff::Timestamp;

use crate::access::Accounts;
use crate::access::AccountsPlace;
use crate::access::AuditChecked;
use crate::access::AuditKnown;
use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::holder;
use crate::archive::log;
use crate::document::LogEvent;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::Writer;

impl Archive {
    /// Looks through the audit of accounts in `place`. That of the archive's own accounts must also
    /// go on from what the log remembers; with `head`, the hash of an earlier last entry, from that.
    pub fn verify_audit(
        directory: &Path,
        place: &AccountsPlace,
        head: Option<&str>,
    ) -> Result<Option<AuditChecked>, Error> {
        let own = Self::has_its_accounts_in(directory, place)?;
        let noted = match own.then(|| Store::open(directory)) {
            None | Some(Err(StoreError::NotAnArchive(_))) => None,
            Some(store) => noted_of(&store?)?,
        };
        let head = head.map(str::to_owned);
        let checked = Accounts::verify_audit(place, &AuditKnown { noted, head })?;
        Ok(checked)
    }

    /// Whether this is where the archive's own accounts are, however the path of a file is written.
    pub fn has_its_accounts_in(directory: &Path, place: &AccountsPlace) -> Result<bool, Error> {
        Ok(match (place, Self::accounts_place(directory)?) {
            (AccountsPlace::File(file), AccountsPlace::File(own)) => real(file) == real(&own),
            (place, own) => place.to_string() == own.to_string(),
        })
    }

    /// Takes the audit of the archive's own accounts as it is, whatever the log remembers: from now
    /// on it must go on from here. The log keeps who said so.
    pub fn accept_audit(directory: &Path, who: &str, at: Timestamp) -> Result<AuditChecked, Error> {
        let place = Self::accounts_place(directory)?;
        let mut checked = Accounts::verify_audit(&place, &AuditKnown::default())?;
        let checked = checked.get_or_insert_with(|| AuditChecked {
            entries: 0,
            head: crate::document::ORIGIN.to_owned(),
            asked: None,
            problems: Vec::new(),
        });
        let mut writer = Writer::open(directory, &holder("user audit", at))?;
        writer.act(who, at);
        writer.note(noted(checked))?;
        Ok(checked.clone())
    }
}

/// Where a file lies, or would lie: it may be gone.
fn real(file: &Path) -> PathBuf {
    let here = Path::new(".").join(file);
    let folder = here.parent().map(Path::canonicalize);
    file.canonicalize()
        .unwrap_or_else(|_| match (folder, file.file_name()) {
            (Some(Ok(folder)), Some(name)) => folder.join(name),
            _ => here,
        })
}

/// The entry the log remembers; none too where it was accepted that there is none.
fn noted_of(store: &Store) -> Result<Option<(u64, String)>, Error> {
    Ok(store.noted_audit()?.filter(|(entries, _)| *entries > 0))
}

fn noted(checked: &AuditChecked) -> LogEvent {
    LogEvent::AuditNoted {
        entries: checked.entries,
        head: checked.head.clone(),
    }
}

/// The audit of an archive's own accounts, looked through; none if there is and was none.
pub(super) fn check(store: &Store) -> Result<Option<AuditChecked>, Error> {
    let known = AuditKnown {
        noted: noted_of(store)?,
        head: None,
    };
    let place = Archive::accounts_place(store.layout().root())?;
    Ok(Accounts::verify_audit(&place, &known)?)
}

/// Notes in the log how far the audit reaches, if it is whole and reaches farther than was noted.
pub(super) fn note(
    directory: &Path,
    store: &Store,
    command: &str,
    at: Timestamp,
) -> Result<(), Error> {
    let Some(checked) = check(store)? else {
        return Ok(());
    };
    let known = noted_of(store)?.map_or(0, |(entries, _)| entries);
    match checked.problems.is_empty() && checked.entries > known {
        true => log::tell(directory, command, at, noted(&checked)),
        false => Ok(()),
    }
}
