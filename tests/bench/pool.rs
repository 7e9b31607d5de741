//! What the reader processes cost beside the reading: ms a file, against reading in this process; and how
//! long a first page takes to be drawn for a screen.
//!
//! `cargo bench --bench pool -- FOLDER [ROUNDS]` takes the files of FOLDER (samples/ when none is named)
//! that can be read, each several times, so that starting the process does not count.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a program that measures, run by hand"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use vankho::extract::draw::Scale;
use vankho::extract::worker::{Pool, Program, Spool};
use vankho::extract::{self, Limits};

/// All files below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files(&path, found),
            false => found.push(path),
        }
    }
}

/// How often each file is read.
#[derive(Clone, Copy)]
struct Rounds(usize);

impl Rounds {
    /// The least time of them: what others do on the machine is no cost of ours.
    fn least(self, mut work: impl FnMut()) -> Duration {
        let rounds = (0..self.0).map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        });
        rounds.min().unwrap_or_default()
    }
}

/// In a thread with the stack of a reader's, whose memory is managed as the reader's is.
fn main() {
    let deep = thread::Builder::new().stack_size(64 << 20);
    deep.spawn(measure).unwrap().join().unwrap();
}

fn measure() {
    let mut named = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"));
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut paths = Vec::new();
    files(&named.next().map_or(samples, PathBuf::from), &mut paths);
    let rounds = Rounds(named.next().map_or(20, |rounds| rounds.parse().unwrap()));
    let limits = Limits::office();
    let program = Program {
        path: env!("CARGO_BIN_EXE_vankho").into(),
        arguments: vec!["extract-worker".into()],
    };
    let pool = Pool::new(program, 1, limits);
    let (mut here, mut there, mut count, mut bytes) = (Duration::ZERO, Duration::ZERO, 0_u32, 0);
    let mut worst = (0.0_f64, PathBuf::new());
    let mut drawn: Vec<Duration> = Vec::new();
    for path in paths {
        let content = fs::read(&path).unwrap();
        if extract::read_alone(&content, "", &limits).is_err() {
            continue;
        }
        let alone = rounds.least(|| drop(extract::read_alone(&content, "", &limits)));
        let pooled = rounds.least(|| drop(pool.extract(&content, "", &mut Spool::default())));
        let file = || pool.draw(&content, "", 0, Scale::Wide(1000))?.to_png();
        if file().is_ok() {
            drawn.push(rounds.least(|| drop(file())));
        }
        let more = (pooled.as_secs_f64() - alone.as_secs_f64()) * 1000.0;
        if more > worst.0 {
            worst = (more, path);
        }
        (here, there) = (here + alone, there + pooled);
        (count, bytes) = (count + 1, bytes + content.len());
    }
    let line = "Số: 238-QĐ/TW".as_bytes();
    let pooled = rounds.least(|| drop(pool.extract(line, "", &mut Spool::default())));
    println!(
        "a file of one line through the pool: {:.3} ms",
        pooled.as_secs_f64() * 1000.0
    );
    let each = |time: Duration| time.as_secs_f64() * 1000.0 / f64::from(count.max(1));
    println!("{count} files, {} kB", bytes / 1000);
    println!(
        "in this process {:.3} ms a file, through the pool {:.3} ms",
        each(here),
        each(there)
    );
    println!(
        "the pool costs {:.3} ms a file, at most {:.3} ms ({})",
        each(there) - each(here),
        worst.0,
        worst.1.display()
    );
    drawn.sort_unstable();
    let at = |share: usize| {
        let time = drawn.get((drawn.len().saturating_sub(1)) * share / 4);
        time.map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    };
    println!(
        "{} first pages drawn 1000 dots wide, as PNG: least {:.1} ms, median {:.1} ms, most {:.1} ms",
        drawn.len(),
        at(0),
        at(2),
        at(4)
    );
}
