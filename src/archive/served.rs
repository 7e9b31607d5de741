//! Where an archive is served: for programs of the same owner, which hand the server their work.

use std::fmt::Write as _;
use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::io::Read;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::path::PathBuf;

use tempfile::NamedTempFile;

use crate::archive::Archive;
use crate::archive::Error;
use crate::store::Layout;

/// More than the file ever holds.
const MAX_BYTES: u64 = 4096;

/// A running server, as its archive says.
#[derive(Debug, Clone)]
pub struct Server {
    /// Where it answers.
    pub address: SocketAddr,
    /// What shows it that a request comes from who may read this archive's files.
    pub secret: String,
}

/// Says where an archive is served, until it is dropped.
#[derive(Debug)]
pub struct Notice {
    path: PathBuf,
    secret: String,
    /// Locked: what a killed server left is known by its lock being free.
    _file: File,
}

impl Notice {
    /// What a request shows that comes from who may read this archive's files.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }
}

impl Drop for Notice {
    fn drop(&mut self) {
        // A file that stays is known by its lock being free.
        drop(std::fs::remove_file(&self.path));
    }
}

impl Archive {
    /// Says where this archive is served, in a file only its owner may read. None where another
    /// server says so already, and on a read-only medium.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn announce(&self, address: SocketAddr) -> Result<Option<Notice>, Error> {
        let path = self.store().layout().server();
        if Self::server(self.directory()).is_some() {
            return Ok(None);
        }
        match announce(&path, address) {
            Ok(notice) => Ok(Some(notice)),
            Err(error) if is_unwritable(&error) => Ok(None),
            Err(source) => Err(Error::Announcing { path, source }),
        }
    }

    /// The server that runs on the archive in `directory`, if this user may hand it work.
    #[must_use]
    pub fn server(directory: &Path) -> Option<Server> {
        let file = File::open(Layout::of(directory).server()).ok()?;
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => {}
            Ok(()) | Err(TryLockError::Error(_)) => return None,
        }
        let mut text = String::new();
        file.take(MAX_BYTES).read_to_string(&mut text).ok()?;
        let mut lines = text.lines();
        Some(Server {
            address: lines.next()?.parse().ok()?,
            secret: lines.next()?.to_owned(),
        })
    }
}

fn is_unwritable(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
    )
}

/// Written whole under another name, which nobody else may read from its first moment on.
fn announce(path: &Path, address: SocketAddr) -> io::Result<Notice> {
    let folder = path.parent().unwrap_or(path);
    let mut file = NamedTempFile::with_prefix_in("server-", folder)?;
    file.as_file().try_lock().map_err(io::Error::from)?;
    let secret = secret()?;
    file.write_all(format!("{address}\n{secret}\n").as_bytes())?;
    let file = file.persist(path).map_err(|error| error.error)?;
    Ok(Notice {
        path: path.to_path_buf(),
        secret,
        _file: file,
    })
}

/// 256 bits nobody can guess, in hexadecimal digits.
fn secret() -> io::Result<String> {
    let mut bytes = [0_u8; 32];
    let mut filled = 0;
    while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        filled += rustix::rand::getrandom(rest, rustix::rand::GetRandomFlags::empty())?;
    }
    Ok(bytes.iter().fold(String::new(), |mut secret, byte| {
        // Writing to a string cannot fail.
        let _ = write!(secret, "{byte:02x}");
        secret
    }))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use jiff::Timestamp;

    use super::*;

    #[test]
    fn a_server_is_known_while_it_runs_and_only_to_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let directory = folder.path().join("kho");
        let archive = Archive::create(&directory, Timestamp::UNIX_EPOCH).unwrap();
        assert!(Archive::server(&directory).is_none());
        let address: SocketAddr = "127.0.0.1:8238".parse().unwrap();
        let notice = archive.announce(address).unwrap().unwrap();
        let there = Archive::server(&directory).unwrap();
        assert_eq!(
            (there.address, there.secret.as_str()),
            (address, notice.secret())
        );
        assert_eq!(there.secret.len(), 64);
        let path = Layout::of(&directory).server();
        let mode = path.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(
            archive.announce(address).unwrap().is_none(),
            "the first one stays"
        );
        let left = format!("{address}\n{}\n", there.secret);
        drop(notice);
        assert!(Archive::server(&directory).is_none());
        assert!(!path.exists());
        // What a killed server left names nobody, and the next one takes its place.
        std::fs::write(&path, left).unwrap();
        assert!(Archive::server(&directory).is_none());
        let next = archive.announce(address).unwrap().unwrap();
        assert_ne!(next.secret(), there.secret);
        assert!(Archive::server(&directory).is_some());
    }
}
