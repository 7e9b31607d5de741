//! Taking a file into memory safely: regular files only, bounded, hashed, unchanged meanwhile.

use std::fmt::Write as _;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;
use sha2::{Digest, Sha256};

use crate::extract::ExtractError;
use crate::extract::Limits;

/// Bytes read at a time: no more than the file should have, unless it says it has none.
const LEAST_CHUNK: usize = 4 * 1024;
const CHUNK: usize = 64 * 1024;

/// The bytes of a file as handed in, with what identifies them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The content.
    pub bytes: Vec<u8>,
    /// SHA-256 of the content, 64 lower-case hexadecimal digits.
    pub digest: String,
    /// Bytes, equal to `bytes.len()`.
    pub size: u64,
    /// Time of the last change, in nanoseconds since 1970.
    pub mtime_ns: i128,
}

impl SourceFile {
    /// Reads the regular file at `path` whole.
    ///
    /// Links are not followed, pipes and devices not waited for. The copy is owned: a mapped file
    /// that shrinks would kill the process. A file whose size or time differs afterwards gives
    /// [`ExtractError::Changed`].
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, ExtractError> {
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        let mut file = OpenOptions::new()
            .read(true)
            .custom_flags(flags.bits().cast_signed())
            .open(path)
            .map_err(|error| refusal(path, &error))?;
        let before = file.metadata().map_err(|error| unreadable(&error))?;
        if !before.is_file() {
            return Err(ExtractError::Unreadable(not_a_file(&before)));
        }
        let (bytes, digest) = read_bounded(&mut file, &before, limits)?;
        let after = file.metadata().map_err(|error| unreadable(&error))?;
        let size = bytes.len() as u64;
        if after.len() != size || mtime_ns(&after) != mtime_ns(&before) {
            return Err(ExtractError::Changed);
        }
        Ok(Self {
            bytes,
            digest,
            size,
            mtime_ns: mtime_ns(&before),
        })
    }
}

/// The SHA-256 of `bytes` as the archive writes it: 64 lower-case hexadecimal digits.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    hexadecimal(Sha256::new_with_prefix(bytes))
}

fn read_bounded(
    file: &mut File,
    stat: &Metadata,
    limits: &Limits,
) -> Result<(Vec<u8>, String), ExtractError> {
    let over = || ExtractError::OverLimit("file size".to_owned());
    let claimed = usize::try_from(stat.len()).map_err(|_| over())?;
    if claimed > limits.file_bytes {
        return Err(over());
    }
    let mut bytes = Vec::with_capacity(claimed);
    let mut hash = Sha256::new();
    // One more than it should be, to see the end of it.
    let mut chunk = vec![0; (claimed + 1).clamp(LEAST_CHUNK, CHUNK)];
    loop {
        let count = match file.read(&mut chunk) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(unreadable(&error)),
        };
        let read = chunk.get(..count).unwrap_or_default();
        if bytes.len() + read.len() > limits.file_bytes {
            return Err(over());
        }
        hash.update(read);
        bytes.extend_from_slice(read);
    }
    Ok((bytes, hexadecimal(hash)))
}

fn hexadecimal(hash: Sha256) -> String {
    hash.finalize().iter().fold(String::new(), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn mtime_ns(stat: &Metadata) -> i128 {
    i128::from(stat.mtime()) * 1_000_000_000 + i128::from(stat.mtime_nsec())
}

fn not_a_file(stat: &Metadata) -> String {
    let kind = stat.file_type();
    let name = if kind.is_dir() {
        "a folder"
    } else if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    };
    format!("{name}, not a file")
}

/// Opening a link with `O_NOFOLLOW` or a socket fails with codes that say little to staff.
fn refusal(path: &Path, error: &io::Error) -> ExtractError {
    match path.symlink_metadata() {
        Ok(stat) if stat.is_symlink() => {
            ExtractError::Unreadable("a symbolic link, not a file".to_owned())
        }
        Ok(stat) if !stat.is_file() => ExtractError::Unreadable(not_a_file(&stat)),
        _ => unreadable(error),
    }
}

fn unreadable(error: &io::Error) -> ExtractError {
    ExtractError::Unreadable(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    #[track_caller]
    fn check(path: &Path, expected: Result<&[u8], &str>) {
        let limits = Limits {
            file_bytes: 1000,
            ..Limits::office()
        };
        let read = SourceFile::open(path, &limits);
        match (read, expected) {
            (Ok(file), Ok(bytes)) => {
                assert_eq!(file.bytes, bytes);
                assert_eq!(file.digest, digest(bytes));
                assert_eq!(file.size, bytes.len() as u64);
            }
            (Err(error), Err(reason)) => assert!(error.to_string().contains(reason), "{error}"),
            (read, _) => panic!("{path:?}: {read:?}"),
        }
    }

    #[test]
    fn only_regular_files_within_the_limit_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("paper"), b"abc").unwrap();
        std::fs::write(at("none"), b"").unwrap();
        std::fs::write(at("full"), vec![7; 1000]).unwrap();
        std::fs::write(at("large"), vec![7; 1001]).unwrap();
        File::create(at("sparse"))
            .unwrap()
            .set_len(1 << 40)
            .unwrap();
        symlink(at("paper"), at("link")).unwrap();
        symlink(at("nowhere"), at("dangling")).unwrap();
        let _socket = UnixListener::bind(at("socket")).unwrap();
        let mode = rustix::fs::Mode::RUSR;
        rustix::fs::mknodat(
            rustix::fs::CWD,
            at("pipe"),
            rustix::fs::FileType::Fifo,
            mode,
            0,
        )
        .unwrap();

        check(&at("paper"), Ok(b"abc"));
        check(&at("none"), Ok(b""));
        check(&at("full"), Ok(&[7; 1000]));
        check(&at("large"), Err("over the limit for file size"));
        check(&at("sparse"), Err("over the limit for file size"));
        check(&at("link"), Err("symbolic link"));
        check(&at("dangling"), Err("symbolic link"));
        check(&at("socket"), Err("socket"));
        check(&at("pipe"), Err("named pipe"));
        check(folder.path(), Err("folder"));
        check(Path::new("/dev/zero"), Err("device"));
        check(&at("missing"), Err("cannot be read"));
    }

    #[test]
    fn the_digest_is_sha256_in_hexadecimal() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest(b"abc"), abc);
    }
}
