//! The tesseract process: how it is limited, started, fed and, when its time is up, ended.

use std::ffi::OsStr;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek};
use std::os::unix::process::CommandExt;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rlimit::Resource;
use rustix::fs::{MemfdFlags, memfd_create};
use rustix::process::{Signal, nice, set_parent_process_death_signal};
use tiff::encoder::TiffEncoder;
use tiff::encoder::colortype::Gray8;

use crate::extract::ExtractError;
use crate::extract::draw::Picture;
use crate::extract::worker::Program;

/// Address space; a page of A3 takes a third of it.
const MEMORY_BYTES: u64 = 1024 * 1024 * 1024;
/// Processor time for one page, of which a usual one takes two seconds.
const CPU_SECONDS: u64 = 60;
/// By the clock on the wall: behind all other work it may wait long for a processor.
const WALL_SECONDS: u64 = 600;
/// Nobody's page has more words.
const MOST_SAID: u64 = 16 * 1024 * 1024;
/// The lowest priority there is.
const LAST: i32 = 19;

/// Gives up what a recogniser does not need and turns this process into tesseract. Without further
/// `arguments` it reads a picture from its input and writes what it read to its output.
///
/// Comes back only when that fails.
pub fn become_tesseract(tesseract: &OsStr, arguments: &[OsString]) -> io::Error {
    let limited = || -> io::Result<()> {
        Resource::CORE.set(0, 0)?;
        Resource::FSIZE.set(0, 0)?;
        Resource::AS.set(MEMORY_BYTES, MEMORY_BYTES)?;
        Resource::CPU.set(CPU_SECONDS, CPU_SECONDS + 1)?;
        nice(LAST)?;
        // Nobody would read what an orphan writes.
        Ok(set_parent_process_death_signal(Some(Signal::KILL))?)
    };
    if let Err(error) = limited() {
        return error;
    }
    // By this name it is a file to tesseract, not a stream, which it reads byte by byte.
    let usual = [
        "/dev/stdin",
        "stdout",
        "-l",
        "vie",
        "--psm",
        "3",
        "--dpi",
        "300",
        "-c",
        "tessedit_create_hocr=1",
    ];
    let mut command = Command::new(tesseract);
    match arguments {
        [] => command.args(usual),
        arguments => command.args(arguments),
    };
    command.env("OMP_THREAD_LIMIT", "1").exec()
}

/// Whether the program can be started and has the Vietnamese language.
pub fn knows_vietnamese(program: &Program) -> bool {
    let asked = Command::new(&program.path)
        .args(&program.arguments)
        .arg("--list-langs")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    asked.is_ok_and(|asked| {
        asked
            .stdout
            .split(|byte| *byte == b'\n')
            .any(|line| line == b"vie")
    })
}

/// Has a picture read; gives tesseract's own words.
pub fn run(program: &Program, picture: &Picture) -> Result<String, ExtractError> {
    let died = |error: io::Error| ExtractError::ReaderDied(error.to_string());
    let mut child = Command::new(&program.path)
        .args(&program.arguments)
        .current_dir("/")
        .stdin(as_file(picture).map_err(died)?)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(died)?;
    let stdout = child.stdout.take();
    let stdout = stdout.ok_or_else(|| died(io::Error::other("no pipe")))?;
    let child = Mutex::new(child);
    let late = AtomicBool::new(false);
    let (done, over) = mpsc::channel::<()>();
    let said = thread::scope(|threads| {
        let (child, late) = (&child, &late);
        threads.spawn(move || {
            if over.recv_timeout(Duration::from_secs(WALL_SECONDS))
                == Err(RecvTimeoutError::Timeout)
            {
                late.store(true, Ordering::Relaxed);
                end(child);
            }
        });
        let said = heard(stdout);
        drop(done);
        said
    });
    // What it said in full is all that is wanted of it.
    if said.is_err() {
        end(&child);
    }
    let mut child = child.into_inner().unwrap_or_else(PoisonError::into_inner);
    let status = child.wait().map_err(died)?;
    match said {
        Ok(said) if status.success() => Ok(said),
        _ if late.load(Ordering::Relaxed) => Err(ExtractError::TimedOut {
            seconds: WALL_SECONDS,
        }),
        _ => Err(match status.signal() {
            Some(signal) if signal == Signal::XCPU.as_raw() => ExtractError::TimedOut {
                seconds: CPU_SECONDS,
            },
            Some(signal) => ExtractError::ReaderDied(format!("signal {signal}")),
            None => ExtractError::ReaderDied("it ended early".to_owned()),
        }),
    }
}

/// The picture in a file that only memory holds: TIFF as it is, which tesseract reads by the row where
/// it reads other kinds, and its input, byte by byte.
fn as_file(picture: &Picture) -> io::Result<File> {
    let mut file = BufWriter::new(File::from(memfd_create("page", MemfdFlags::CLOEXEC)?));
    TiffEncoder::new(&mut file)
        .and_then(|mut tiff| {
            tiff.write_image::<Gray8>(picture.width, picture.height, &picture.grey)
        })
        .map_err(io::Error::other)?;
    file.rewind()?;
    Ok(file.into_inner()?)
}

/// All it says.
fn heard(stdout: impl Read) -> io::Result<String> {
    let mut said = String::new();
    stdout.take(MOST_SAID).read_to_string(&mut said)?;
    Ok(said)
}

fn end(child: &Mutex<Child>) {
    let mut child = child.lock().unwrap_or_else(PoisonError::into_inner);
    // It may be over already, which is what is wanted.
    let _ = child.kill();
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of shell in the place of tesseract.
    fn program(script: &str) -> Program {
        Program {
            path: "/bin/sh".into(),
            arguments: vec!["-c".into(), script.into()],
        }
    }

    fn picture() -> Picture {
        Picture {
            width: 3,
            height: 1,
            grey: vec![255; 3],
        }
    }

    #[test]
    fn it_is_fed_and_heard() {
        let said = run(&program("cat"), &picture()).unwrap_err();
        // The picture's bytes are no text.
        assert!(matches!(said, ExtractError::ReaderDied(_)));
        let said = run(&program("head -c 2 /dev/stdin"), &picture());
        assert_eq!(said, Ok("II".to_owned()));
    }

    #[test]
    fn every_death_is_named() {
        let died = |how: &str| Err(ExtractError::ReaderDied(how.to_owned()));
        assert_eq!(run(&program("exit 1"), &picture()), died("it ended early"));
        assert_eq!(
            run(&program("kill -SEGV $$"), &picture()),
            died("signal 11")
        );
        let late = run(&program("kill -XCPU $$"), &picture());
        assert_eq!(
            late,
            Err(ExtractError::TimedOut {
                seconds: CPU_SECONDS
            })
        );
    }

    #[test]
    fn a_recogniser_without_vietnamese_is_none() {
        assert!(knows_vietnamese(&program("printf 'List:\\neng\\nvie\\n'")));
        assert!(!knows_vietnamese(&program("printf 'List:\\neng\\n'")));
        assert!(!knows_vietnamese(&Program {
            path: "/nowhere".into(),
            arguments: Vec::new()
        }));
    }
}
