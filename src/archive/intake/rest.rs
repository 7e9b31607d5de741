//! Files somebody is still writing: put off, waited for a little, told apart when they never rest.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::Intake;
use super::Stopped;
use super::Turn;
use crate::archive::walk;
use crate::archive::walk::Found;
use crate::extract::ExtractError;
use crate::extract::source::SourceFile;
use crate::store::Stamp;

/// How often a file that changes is looked at again.
const LOOKS: u32 = 3;
/// How long a wait may keep Ctrl-C waiting.
const NAP: Duration = Duration::from_millis(100);

impl Intake<'_> {
    /// The bytes of a file that nobody is writing, as far as its size and times tell. In the first
    /// turn one that was changed just now is put off; later it is waited for.
    ///
    /// The clock only says how long to wait: a file it cannot date is read like any other.
    pub(super) fn at_rest(
        &self,
        found: &Found,
        mut stamp: Stamp,
        turn: Turn,
    ) -> Result<Result<SourceFile, ExtractError>, Stopped> {
        for _ in 0..LOOKS {
            if let Some(rest) = self.unrest(stamp) {
                if turn == Turn::First {
                    return Err(Stopped::PutOff(Turn::Second));
                }
                self.wait(rest)?;
                match walk::stamp(&found.path) {
                    Ok(now) if now != stamp => {
                        stamp = now;
                        continue;
                    }
                    // What became of it is found out by reading it.
                    _ => {}
                }
            }
            match SourceFile::open(&found.path, &self.limits) {
                Err(ExtractError::Changed) if turn == Turn::First => {
                    return Err(Stopped::PutOff(Turn::Second));
                }
                Err(ExtractError::Changed) => {
                    stamp = walk::stamp(&found.path).unwrap_or(stamp);
                }
                read => return Ok(read),
            }
        }
        Ok(Err(ExtractError::Changed))
    }

    /// How long until a file has been at rest for long enough; none when it has.
    fn unrest(&self, stamp: Stamp) -> Option<Duration> {
        let now = (self.job.clock)().as_nanosecond();
        let age = now - i128::from(stamp.modified_ns);
        // A share's clock may be a little ahead of ours; one that is far ahead says nothing.
        let settle = i128::try_from(self.job.settle.as_nanos()).unwrap_or(i128::MAX);
        let left = (age.abs() < settle).then_some(settle - age)?;
        Some(Duration::from_nanos(u64::try_from(left).unwrap_or(0)))
    }

    fn wait(&self, rest: Duration) -> Result<(), Stopped> {
        let mut left = rest;
        while !left.is_zero() {
            if self.stop.load(Ordering::Relaxed) {
                return Err(Stopped::Unwanted);
            }
            let nap = left.min(NAP);
            (self.job.pause)(nap);
            left -= nap;
        }
        Ok(())
    }
}

/// Whether nothing lies at a path any more.
pub fn is_gone(path: &Path) -> bool {
    let there = path.symlink_metadata();
    there.is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::fs::File;
    use std::path::PathBuf;
    use std::sync::atomic::AtomicBool;
    use std::time::UNIX_EPOCH;

    use jiff::Timestamp;

    use super::*;
    use crate::archive::Archive;
    use crate::archive::ImportJob;
    use crate::archive::Program;
    use crate::archive::Programs;
    use crate::archive::intake::Means;
    use crate::archive::ocr::Scanner;
    use crate::archive::walk::walk;
    use crate::extract::Limits;
    use crate::extract::worker::Pool;

    thread_local! {
        /// Milliseconds since 1970, moved by pauses only.
        static NOW: Cell<u64> = const { Cell::new(0) };
        /// How often somebody writes the file while it is waited for.
        static WRITES: Cell<u32> = const { Cell::new(0) };
        static FILE: Cell<Option<PathBuf>> = const { Cell::new(None) };
    }

    fn clock() -> Timestamp {
        Timestamp::from_millisecond(NOW.get().cast_signed()).unwrap()
    }

    fn pause(time: Duration) {
        NOW.set(NOW.get() + u64::try_from(time.as_millis()).unwrap());
        if let (Some(left), Some(file)) = (WRITES.get().checked_sub(1), FILE.take()) {
            write(&file, NOW.get(), "thêm nữa");
            WRITES.set(left);
            FILE.set(Some(file));
        }
    }

    fn write(path: &Path, at: u64, text: &str) {
        std::fs::write(path, text).unwrap();
        let file = File::options().write(true).open(path).unwrap();
        file.set_modified(UNIX_EPOCH + Duration::from_millis(at))
            .unwrap();
    }

    /// How a file ends that was changed at `changed`, taken at `now`, and written again as often as
    /// said while it is waited for; and how long that took.
    #[track_caller]
    fn check(changed: u64, now: u64, writes: u32, turn: Turn, expected: (&str, u64)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        write(&path, changed, "một nửa");
        NOW.set(now);
        WRITES.set(writes);
        FILE.set(Some(path.clone()));
        let archive = Archive::create(&folder.path().join("kho"), Timestamp::UNIX_EPOCH).unwrap();
        let reader = Program {
            path: "/nowhere".into(),
            arguments: Vec::new(),
        };
        let programs = Programs {
            reader: reader.clone(),
            recogniser: None,
        };
        let job = ImportJob {
            settle: Duration::from_secs(2),
            pause,
            ..ImportJob::new(programs, clock)
        };
        let pool = Pool::new(reader, 1, Limits::office());
        let stop = AtomicBool::new(writes == u32::MAX);
        let scanner = Scanner::new(None, &pool, None, 1, &stop);
        let means = Means {
            pool: &pool,
            elsewhere: None,
            scanner: &scanner,
        };
        let intake = Intake::new(archive.store(), means, &job, &stop).unwrap();
        let found = walk(&path).next().unwrap();
        let stamp = walk::stamp(&path).unwrap();
        let ended = match intake.at_rest(&found, stamp, turn) {
            Ok(Ok(file)) if file.bytes == "một nửa".as_bytes() => "as it was",
            Ok(Ok(_)) => "written on",
            Ok(Err(ExtractError::Changed)) => "still changing",
            Ok(Err(_)) => "unreadable",
            Err(Stopped::PutOff(_)) => "put off",
            Err(Stopped::Unwanted) => "stopped",
        };
        assert_eq!((ended, NOW.get() - now), expected);
    }

    #[test]
    fn a_file_at_rest_is_read_and_one_being_written_waited_for() {
        check(10_000, 20_000, 0, Turn::First, ("as it was", 0));
        check(10_000, 12_000, 0, Turn::First, ("as it was", 0));
        check(10_000, 11_999, 0, Turn::First, ("put off", 0));
        check(10_000, 20_000, 0, Turn::Second, ("as it was", 0));
        check(10_000, 10_500, 0, Turn::Second, ("as it was", 1500));
        // Written once more, 0.1 s after it was looked at, it is read 2 s after that.
        check(10_000, 10_500, 1, Turn::Second, ("written on", 2100));
        check(
            10_000,
            10_500,
            u32::MAX - 1,
            Turn::Second,
            ("still changing", 5500),
        );
        check(10_000, 10_500, u32::MAX, Turn::Second, ("stopped", 0));
    }

    #[test]
    fn a_clock_that_is_wrong_delays_nothing() {
        check(10_000_000, 20_000, 0, Turn::First, ("as it was", 0));
        // A share that is a second ahead.
        check(21_000, 20_000, 0, Turn::Second, ("as it was", 3000));
    }
}
