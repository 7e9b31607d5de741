//! Reading files for their digest: at a rate that leaves the disk to others, past the cache.

use std::fs::File;
use std::io;
use std::io::Read;
use std::num::NonZeroU64;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use sha2::Digest;
use sha2::Sha256;

use super::row;

/// Bytes read at a time.
pub const BLOCK: usize = 1 << 18;

/// How fast a long task may read or write. Time slept is made up for, so the rate holds on average.
#[derive(Debug, Clone)]
pub struct Pace {
    rate: Option<NonZeroU64>,
    began: Instant,
    done: u64,
}

impl Pace {
    /// At most `rate` bytes a second; none for as fast as the disk is.
    #[must_use]
    pub fn of(rate: Option<NonZeroU64>) -> Self {
        Self {
            rate,
            began: Instant::now(),
            done: 0,
        }
    }

    /// Told that so many bytes were read; comes back when the next ones may be.
    pub fn spent(&mut self, bytes: u64) {
        let Some(ahead) = self.ahead(bytes, self.began.elapsed()) else {
            return;
        };
        std::thread::sleep(ahead);
    }

    /// How much too early it is, `elapsed` after the beginning, when so many more bytes are done.
    fn ahead(&mut self, bytes: u64, elapsed: Duration) -> Option<Duration> {
        self.done = self.done.saturating_add(bytes);
        let rate = u128::from(self.rate?.get());
        let due = u128::from(self.done) * 1_000 / rate;
        let due = Duration::from_millis(u64::try_from(due).unwrap_or(u64::MAX));
        due.checked_sub(elapsed).filter(|ahead| !ahead.is_zero())
    }
}

/// The SHA-256 of a file, in lower-case hexadecimal digits, and how many bytes it has. What was
/// read leaves the system's cache: fixity asks the disk, and searching needs the memory.
pub fn sha256(path: &Path, pace: &mut Pace) -> io::Result<(String, u64)> {
    let mut file = File::open(path)?;
    forget(&file);
    let digest = sha256_of(&mut file, pace, &mut |_| Ok(()))?;
    forget(&file);
    Ok(digest)
}

/// The same of any source; each block is shown to `each` as it passes.
pub fn sha256_of(
    source: &mut impl Read,
    pace: &mut Pace,
    each: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<(String, u64)> {
    let mut hash = Sha256::new();
    let mut block = vec![0; BLOCK];
    let mut length = 0_u64;
    loop {
        let read = match source.read(&mut block) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        let Some(bytes @ [_, ..]) = block.get(..read) else {
            return Ok((row::hex(&hash.finalize()), length));
        };
        hash.update(bytes);
        each(bytes)?;
        length += read as u64;
        pace.spent(read as u64);
    }
}

/// Drops what the system keeps of a file, so that the next reading asks the medium. Where the
/// system does not do that, reading is only faster.
fn forget(file: &File) {
    use rustix::fs::Advice;
    let _ = rustix::fs::fadvise(file, 0, None, Advice::DontNeed);
}

/// Lets others go first, for the processor and, as the system derives one from the other, for the
/// disk: everybody at 19, at 5 so that a third of what they have is left. Holds for this thread and
/// what it starts; where it is not allowed nothing changes.
pub fn stand_back(niceness: i32) {
    let _ = rustix::process::setpriority_process(None, niceness);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_holds_on_average() {
        let mut pace = Pace::of(NonZeroU64::new(1_000));
        let second = Duration::from_secs(1);
        assert_eq!(pace.ahead(1_000, Duration::ZERO), Some(second));
        assert_eq!(pace.ahead(1_000, second), Some(second));
        assert_eq!(pace.ahead(500, second * 9), None, "late: no wait");
        assert_eq!(pace.ahead(7_500, second * 9), Some(second));
        assert_eq!(Pace::of(None).ahead(u64::MAX, Duration::ZERO), None);
    }

    #[test]
    fn a_digest_is_of_all_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let bytes = vec![7_u8; BLOCK + 1];
        std::fs::write(&path, &bytes).unwrap();
        let (digest, length) = sha256(&path, &mut Pace::of(None)).unwrap();
        assert_eq!(length, bytes.len() as u64);
        assert_eq!(digest, row::hex(&Sha256::digest(&bytes)));
    }
}
