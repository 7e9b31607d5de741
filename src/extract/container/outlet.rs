//! The way out of a container: counts what its members inflate to while they do.

use std::io::{self, Read};

use crate::extract::ExtractError;
use crate::extract::Limits;

use super::MemberEnd;

/// Something a container lets out: the beginning, a part or the end of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A member of this name begins. The name is for people, never for a file system.
    Begins(&'a str),
    /// Its next bytes, at most 64 KiB.
    Bytes(&'a [u8]),
    /// It is over.
    Ends(MemberEnd),
}

/// Lets members out of one container under its limits.
pub struct Outlet<'a> {
    to: &'a mut dyn FnMut(Piece<'_>) -> io::Result<()>,
    limits: Limits,
    count: usize,
    inflated: usize,
}

impl<'a> Outlet<'a> {
    /// An outlet that hands every piece to `to`.
    pub fn new(limits: &Limits, to: &'a mut dyn FnMut(Piece<'_>) -> io::Result<()>) -> Self {
        Self {
            to,
            limits: *limits,
            count: 0,
            inflated: 0,
        }
    }

    /// How many members were let out so far, whole or not.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// What all members together may inflate to.
    #[must_use]
    pub fn most_bytes(&self) -> u64 {
        self.limits.archive_bytes as u64
    }

    /// Lets out one member as `content` gives it. `packed` is the number of bytes it takes inside
    /// the container, where that is known.
    ///
    /// What is wrong with one member is that member's end. An error means that no other member may
    /// follow: the container as a whole is over its limits, or nobody listens any more.
    pub fn member(
        &mut self,
        name: &str,
        packed: Option<u64>,
        content: &mut dyn Read,
    ) -> Result<(), ExtractError> {
        self.begin(name)?;
        let room = self.room(packed);
        let end = match self.copy(content, room)? {
            Ok(()) => MemberEnd::Whole,
            Err(error) => MemberEnd::Failed(error),
        };
        self.piece(Piece::Ends(end))
    }

    /// Names a member whose content is not to be had.
    pub fn without_content(&mut self, name: &str, end: MemberEnd) -> Result<(), ExtractError> {
        self.begin(name)?;
        self.piece(Piece::Ends(end))
    }

    fn begin(&mut self, name: &str) -> Result<(), ExtractError> {
        if self.count >= self.limits.members {
            return Err(ExtractError::OverLimit("members of a container".to_owned()));
        }
        if self.inflated >= self.limits.archive_bytes {
            return Err(ExtractError::OverLimit("inflated size".to_owned()));
        }
        self.count += 1;
        self.piece(Piece::Begins(name))
    }

    /// What a member of `packed` bytes may inflate to.
    fn room(&self, packed: Option<u64>) -> usize {
        const HARMLESS: usize = 1024 * 1024;
        let packed = packed.map_or(usize::MAX, |size| {
            usize::try_from(size).unwrap_or(usize::MAX)
        });
        self.limits
            .member_bytes
            .min(packed.saturating_mul(self.limits.ratio).max(HARMLESS))
    }

    /// Copies a member; what went wrong with it is the inner error.
    fn copy(
        &mut self,
        content: &mut dyn Read,
        room: usize,
    ) -> Result<Result<(), ExtractError>, ExtractError> {
        let mut chunk = vec![0; 64 * 1024];
        let mut given = 0;
        loop {
            let count = match content.read(&mut chunk) {
                Ok(0) => return Ok(Ok(())),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Ok(Err(ExtractError::Damaged(error.to_string()))),
            };
            given += count;
            // Charged even if it is thrown away: it was paid for.
            self.inflated = self.inflated.saturating_add(count);
            if given > room || self.inflated > self.limits.archive_bytes {
                return Ok(Err(ExtractError::OverLimit("inflated size".to_owned())));
            }
            self.piece(Piece::Bytes(chunk.get(..count).unwrap_or_default()))?;
        }
    }

    fn piece(&mut self, piece: Piece<'_>) -> Result<(), ExtractError> {
        (self.to)(piece).map_err(|error| ExtractError::Unreadable(error.to_string()))
    }
}
