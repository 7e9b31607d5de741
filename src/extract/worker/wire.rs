//! What parent and reader process say to each other over the reader's stdin and stdout.
//!
//! Frames: a little-endian `u32` length, then that many bytes of postcard. First the parent sends
//! [`Limits`](crate::extract::Limits), once. Then for each file a [`Request`] and the file's bytes
//! unframed; the reader answers with [`Said`], any number of members first. What is large – a
//! file's bytes, a member's, a picture's – follows its frame as it is.

use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::extract::ExtractError;
use crate::extract::Extracted;
use crate::extract::Format;
use crate::extract::container::MemberEnd;
use crate::extract::draw::Scale;

/// One file to work on; its bytes follow the frame.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    /// What is wanted of it.
    pub task: Task,
    /// Its name, for a warning when the extension lies.
    pub name: String,
    /// How many bytes follow.
    pub size: u64,
}

/// What a reader can do with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Task {
    /// Give its text, and its members if it is a container.
    Read,
    /// Give the picture of one page.
    Draw {
        /// Counted from 0.
        page: u32,
        /// How large.
        scale: Scale,
    },
}

/// What a reader says while it works.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Said {
    /// A member begins; its name follows.
    Member(String),
    /// The next bytes of that member; so many follow the frame.
    Bytes(u32),
    /// That member is over.
    MemberEnd(MemberEnd),
    /// What became of the file: the last word.
    Read(Reply),
    /// The page's width and height; that many bytes of grey follow. The last word.
    Drawn(Result<(u32, u32), ExtractError>),
}

/// What became of a file that was to be read.
pub(super) type Reply = Result<(Format, Extracted), ExtractError>;

/// Most bytes of a member sent at once.
pub(super) const CHUNK: u32 = 64 * 1024;

pub(super) fn send<T: Serialize>(out: &mut impl Write, message: &T) -> io::Result<()> {
    let bytes = postcard::to_stdvec(message).map_err(io::Error::other)?;
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(&bytes)?;
    out.flush()
}

/// Receives a frame of at most `most` bytes. The other side may have been taken over by a hostile
/// file, so the length it claims is not believed before the bytes are there.
pub(super) fn receive<T: DeserializeOwned>(from: &mut impl Read, most: usize) -> io::Result<T> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u64::from(u32::from_le_bytes(length));
    if length > most as u64 {
        return Err(io::Error::other("a message over the limit"));
    }
    let bytes = receive_bytes(from, length)?;
    postcard::from_bytes(&bytes).map_err(io::Error::other)
}

/// Receives exactly `size` bytes.
pub(super) fn receive_bytes(from: &mut impl Read, size: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(size).read_to_end(&mut bytes)?;
    match bytes.len() as u64 == size {
        true => Ok(bytes),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_round_trip_and_lies_are_refused() {
        let mut pipe = Vec::new();
        let reply: Reply = Err(ExtractError::Empty);
        send(&mut pipe, &reply).unwrap();
        assert_eq!(receive::<Reply>(&mut pipe.as_slice(), 100).unwrap(), reply);
        assert!(receive::<Reply>(&mut pipe.as_slice(), 0).is_err());
        assert!(receive::<Reply>(&mut [255, 255, 255, 255, 0].as_slice(), usize::MAX).is_err());
        assert!(receive_bytes(&mut [1, 2].as_slice(), 3).is_err());
    }
}
