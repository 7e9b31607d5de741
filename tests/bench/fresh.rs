//! How soon a paper is found: ours beside SQLite FTS5 that syncs every transaction.
//!
//! `cargo bench --bench fresh -- ARCHIVE PAPERS [COUNT]` imports COUNT (50) files of the folder PAPERS
//! one by one into a copy of ARCHIVE, and inserts their text into an FTS5 table in a file, in turn.
//! Ours is timed from the moment a paper is acknowledged (its row is durable) until another reader
//! of the archive finds it; FTS5 from the beginning of its transaction until it is found. The goals
//! are 1.5 times FTS5's median, and 25 ms in nine of ten.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    dead_code,
    reason = "a program that measures, run by hand; what it shares with others it uses in part"
)]

mod record;

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::exit;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use rusqlite::Connection;
use serde_json::json;
use vankho::archive::Archive;
use vankho::archive::Event;
use vankho::archive::ImportJob;
use vankho::archive::Program;
use vankho::archive::Programs;
use vankho::search::Index;

const USUAL: usize = 50;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let [archive, papers, more @ ..] = arguments.as_slice() else {
        println!("cargo bench --bench fresh -- ARCHIVE PAPERS [COUNT]");
        exit(2);
    };
    let count = more.first().map_or(USUAL, |word| word.parse().unwrap());
    let place = tempfile::tempdir_in(record::folder()).unwrap();
    let copy = place.path().join("copy");
    let copied = Command::new("cp")
        .arg("-r")
        .arg(archive)
        .arg(&copy)
        .status();
    assert!(copied.unwrap().success());
    let mut paths = Vec::new();
    record::walk(Path::new(papers), &mut paths);
    paths.sort();
    let step = (paths.len() / count).max(1);
    let fts = Fts::of(&copy);
    let archive = Archive::open(&copy, jiff::Timestamp::now()).unwrap();
    let (mut ours, mut whole, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for (at, path) in paths.iter().step_by(step).take(count).enumerate() {
        // A name of its own makes it another paper.
        let own = place.path().join(format!("{at}.txt"));
        let text = format!("{}\n{at}\n", fs::read_to_string(path).unwrap());
        fs::write(&own, &text).unwrap();
        let (found, all) = import(&archive, &copy, own);
        ours.push(found);
        whole.push(all);
        theirs.push(fts.insert(at, &text));
    }
    let told = |what: &str, times: &mut Vec<Duration>| {
        times.sort_unstable();
        let at = |share: usize| times[times.len() * share / 100].as_secs_f64() * 1000.0;
        println!("{what}: p50 {:.1} ms, p90 {:.1} ms", at(50), at(90));
        at(50)
    };
    let found = told("acknowledged → found (p90 ≤ 25 ms)", &mut ours);
    told("handed in → found", &mut whole);
    let reference = told("FTS5, synchronous=FULL", &mut theirs);
    println!("ratio of medians {:.2} (≤ 1.5)", found / reference);
    let micros = |times: &[Duration]| times.iter().map(Duration::as_micros).collect::<Vec<_>>();
    let record = json!({
        "found_us": micros(&ours), "whole_us": micros(&whole), "fts5_us": micros(&theirs),
        "ratio": found / reference,
    });
    record::write("fresh", &record);
}

/// Imports one file: from acknowledged, and from handed in, until another reader finds it.
fn import(archive: &Archive, folder: &Path, file: PathBuf) -> (Duration, Duration) {
    let reader = Program {
        path: env!("CARGO_BIN_EXE_vankho").into(),
        arguments: vec!["extract-worker".into()],
    };
    let programs = Programs {
        reader,
        recogniser: None,
    };
    let job = ImportJob {
        paths: vec![file],
        jobs: 1,
        settle: Duration::ZERO,
        ..ImportJob::new(programs, jiff::Timestamp::now)
    };
    let other = Index::open(&folder.join("index")).unwrap();
    let before = other.count().unwrap();
    let acknowledged: Mutex<Option<Instant>> = Mutex::default();
    let failed = AtomicBool::new(false);
    let started = Instant::now();
    let found = std::thread::scope(|threads| {
        let waiting = threads.spawn(|| {
            while other.count().unwrap() == before && !failed.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_micros(500));
            }
            Instant::now()
        });
        let watch = |event: Event<'_>| {
            if let Event::Finished(_) = event {
                *acknowledged.lock().unwrap() = Some(Instant::now());
            }
        };
        let summary = archive
            .import(&job, &watch, &AtomicBool::new(false))
            .unwrap();
        failed.store(summary.imported != 1, Ordering::Relaxed);
        waiting.join().unwrap()
    });
    assert!(!failed.into_inner(), "the paper was not imported");
    let acknowledged = acknowledged.into_inner().unwrap().unwrap();
    (found - acknowledged, found - started)
}

/// The reference: a table of texts without their marks.
struct Fts(Connection);

impl Fts {
    /// One with as many rows as the archive has papers would take minutes and change nothing: an
    /// insert into FTS5 costs the same.
    fn of(beside: &Path) -> Self {
        let connection = Connection::open(beside.with_extension("fts")).unwrap();
        let made = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
            CREATE VIRTUAL TABLE texts USING fts5(text, tokenize = 'unicode61 remove_diacritics 2');";
        connection.execute_batch(made).unwrap();
        Self(connection)
    }

    fn insert(&self, at: usize, text: &str) -> Duration {
        let started = Instant::now();
        let insert = "INSERT INTO texts (rowid, text) VALUES (?1, ?2)";
        let row = i64::try_from(at).unwrap() + 1;
        self.0.execute(insert, (row, text)).unwrap();
        let find = "SELECT count(*) FROM texts WHERE texts MATCH 'so' AND rowid = ?1";
        let found: i64 = self.0.query_row(find, [row], |row| row.get(0)).unwrap();
        assert_eq!(found, 1);
        started.elapsed()
    }
}
