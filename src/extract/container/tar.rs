//! TAR, packed or not: one member after another.

use std::io::Read;

use tar::Archive;

use super::MemberEnd;
use super::Outlet;
use super::names;
use super::no_text;
use crate::extract::ExtractError;
use crate::extract::Extracted;

/// Lets out the members of a TAR.
pub fn open(content: impl Read, members: &mut Outlet<'_>) -> Result<Extracted, ExtractError> {
    let mut archive = Archive::new(content);
    let entries = archive.entries();
    let entries = entries.map_err(|error| ExtractError::Damaged(error.to_string()))?;
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) if members.count() == 0 => {
                return Err(ExtractError::Damaged(error.to_string()));
            }
            Err(_) => return Ok(no_text(true)),
        };
        let kind = entry.header().entry_type();
        if kind.is_dir() || kind.is_pax_global_extensions() {
            continue;
        }
        let name = names::clean(&names::decode(&entry.path_bytes(), || None));
        let regular = kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse();
        if kind.is_symlink() || kind.is_hard_link() {
            members.without_content(&name, MemberEnd::Link)?;
        } else if regular {
            let claimed = entry.size();
            let mut counted = Counted {
                content: &mut entry,
                left: claimed,
            };
            members.member(&name, None, &mut counted)?;
        } else {
            members.without_content(&name, MemberEnd::Special)?;
        }
    }
    Ok(no_text(false))
}

/// A member that must be as long as its header says: a file that was cut ends it early in silence.
struct Counted<'a> {
    content: &'a mut dyn Read,
    left: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.content.read(into)?;
        self.left = self.left.saturating_sub(count as u64);
        match count == 0 && self.left > 0 {
            true => Err(std::io::Error::other("cut")),
            false => Ok(count),
        }
    }
}
