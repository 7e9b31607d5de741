//! Where the members of a container wait to be read: in memory while small, else in a file that has
//! no name.

use std::io::{self, Read, Seek, SeekFrom, Write};

use tempfile::SpooledTempFile;

use crate::extract::Limits;
use crate::extract::container::MemberEnd;

/// Bytes of members kept in memory before they go to disk.
const IN_MEMORY: usize = 1024 * 1024;
/// Bytes of a member's name that are kept.
const NAME_BYTES: usize = 4096;

/// The members a container let out, in its order.
#[derive(Debug)]
pub struct Spool {
    file: SpooledTempFile,
    length: u64,
    members: Vec<Member>,
    /// Whether the last member is still coming.
    open: bool,
}

/// A member of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name as the container has it, with `/` between folders. Never a path on this machine.
    pub name: String,
    /// Bytes it has.
    pub size: u64,
    /// Whether it is all there.
    pub end: MemberEnd,
    start: u64,
}

impl Default for Spool {
    fn default() -> Self {
        Self {
            file: SpooledTempFile::new(IN_MEMORY),
            length: 0,
            members: Vec::new(),
            open: false,
        }
    }
}

impl Spool {
    /// The members.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// A member's bytes.
    pub fn content(&mut self, member: &Member) -> io::Result<Vec<u8>> {
        self.file.seek(SeekFrom::Start(member.start))?;
        let mut bytes = Vec::new();
        (&mut self.file).take(member.size).read_to_end(&mut bytes)?;
        match bytes.len() as u64 == member.size {
            true => Ok(bytes),
            false => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Begins a member.
    pub(super) fn begin(&mut self, mut name: String, limits: &Limits) -> io::Result<()> {
        if self.open || self.members.len() >= limits.members {
            return Err(io::Error::other("more members than the limit"));
        }
        name.truncate(name.floor_char_boundary(NAME_BYTES));
        self.members.push(Member {
            name,
            size: 0,
            end: MemberEnd::Whole,
            start: self.length,
        });
        self.open = true;
        Ok(())
    }

    /// Adds to the member that is open.
    pub(super) fn add(&mut self, bytes: &[u8], limits: &Limits) -> io::Result<()> {
        let length = self.length + bytes.len() as u64;
        let fits = self.open && length <= limits.archive_bytes as u64;
        let Some(member) = self.members.last_mut().filter(|_| fits) else {
            return Err(io::Error::other("members over the limit"));
        };
        let written = self
            .file
            .seek(SeekFrom::Start(self.length))
            .and_then(|_| self.file.write_all(bytes));
        written.map_err(|error| io::Error::other(format!("members cannot be kept: {error}")))?;
        member.size += bytes.len() as u64;
        self.length = length;
        Ok(())
    }

    /// Ends the member that is open; of one that is not whole nothing is kept.
    pub(super) fn end(&mut self, end: MemberEnd) {
        let Some(member) = self.members.last_mut().filter(|_| self.open) else {
            return;
        };
        if end != MemberEnd::Whole {
            self.length = member.start;
            member.size = 0;
        }
        member.end = end;
        self.open = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::ExtractError;

    fn limits() -> Limits {
        Limits {
            members: 3,
            archive_bytes: 3 * IN_MEMORY,
            ..Limits::office()
        }
    }

    #[test]
    fn members_come_back_as_they_went_in_on_disk_too() {
        let (mut spool, limits) = (Spool::default(), limits());
        let large = vec![7; 2 * IN_MEMORY];
        spool.begin("a".to_owned(), &limits).unwrap();
        spool.add(b"one ", &limits).unwrap();
        spool.add(b"two", &limits).unwrap();
        spool.end(MemberEnd::Whole);
        spool.begin("b".to_owned(), &limits).unwrap();
        spool.add(&large, &limits).unwrap();
        spool.end(MemberEnd::Failed(ExtractError::Encrypted));
        spool.begin("c".to_owned(), &limits).unwrap();
        spool.add(&large, &limits).unwrap();
        spool.end(MemberEnd::Whole);
        let members = spool.members().to_vec();
        let content: Vec<Vec<u8>> = members.iter().map(|m| spool.content(m).unwrap()).collect();
        assert_eq!(content, [b"one two".to_vec(), Vec::new(), large]);
        let failed = MemberEnd::Failed(ExtractError::Encrypted);
        let ends: Vec<&MemberEnd> = members.iter().map(|member| &member.end).collect();
        assert_eq!(ends, [&MemberEnd::Whole, &failed, &MemberEnd::Whole]);
    }

    #[test]
    fn a_reader_gone_mad_cannot_fill_the_disk() {
        let (mut spool, limits) = (Spool::default(), limits());
        assert!(spool.add(b"no member", &limits).is_err());
        for name in ["a", "b", "c"] {
            spool.begin(name.to_owned(), &limits).unwrap();
            assert!(spool.begin("inside".to_owned(), &limits).is_err());
            spool.add(&[0; 1000], &limits).unwrap();
            assert!(spool.add(&vec![0; 3 * IN_MEMORY], &limits).is_err());
            spool.end(MemberEnd::Whole);
        }
        assert!(spool.begin("d".to_owned(), &limits).is_err());
    }
}
