//! Files read by machines elsewhere: the same archive, whatever becomes of those machines.

use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::process::Child;
use std::process::Stdio;

use rustix::process::Pid;
use rustix::process::Signal;
use rustix::process::kill_process;
use serde_json::Value;

use crate::harness::Archive;
use crate::harness::Run;
use crate::harness::many_papers;
use crate::harness::postgres::Postgres;
use crate::harness::samples;
use crate::harness::until;

/// An empty archive whose catalogue is on this server.
fn archive(server: &Postgres) -> Archive {
    let archive = named(server);
    let nothing = tempfile::tempdir().unwrap();
    let (_, made) = archive.import(nothing.path());
    assert_eq!(made["found"], 0);
    archive
}

/// A folder with what says where the catalogue is.
fn named(server: &Postgres) -> Archive {
    let archive = Archive::new();
    std::fs::create_dir_all(archive.path()).unwrap();
    let places = archive.path().join("cluster.toml");
    std::fs::write(places, server.named("kho")).unwrap();
    archive
}

/// A machine that reads for it.
struct Worker {
    process: Child,
    /// It has only the file that says where the catalogue is.
    _folder: Archive,
}

impl Worker {
    /// Starts one, and waits until it is ready.
    fn start(server: &Postgres) -> Self {
        let folder = named(server);
        let mut command = folder.command(&["--json", "work", "--jobs", "2"]);
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut told = BufReader::new(process.stderr.take().unwrap());
        told.read_line(&mut line).unwrap();
        assert!(line.starts_with("sẵn sàng"), "{line}");
        Self {
            process,
            _folder: folder,
        }
    }

    fn send(&self, signal: Signal) {
        let id = self.process.id().try_into().unwrap();
        kill_process(Pid::from_raw(id).unwrap(), signal).unwrap();
    }

    /// Tells it to end; gives the number of files it has read.
    fn end(self) -> u64 {
        self.send(Signal::TERM);
        let run: Run = self.process.wait_with_output().unwrap().into();
        assert_eq!(run.code, 0, "{}", run.err);
        run.lines()[0]["read"].as_u64().unwrap()
    }
}

/// An import that gives files away, with its options.
fn import(archive: &Archive, folder: &Path, jobs: &str) -> Child {
    let path = folder.to_str().unwrap();
    let options = ["--json", "import", path, "--jobs", jobs, "--elsewhere", "4"];
    let mut command = archive.command(&options);
    command.stdout(Stdio::piped()).spawn().unwrap()
}

/// The last line of an import, whose sums add up.
#[track_caller]
fn summary(import: Child) -> Value {
    let run: Run = import.wait_with_output().unwrap().into();
    let summary = run.lines().pop().unwrap();
    assert_eq!(summary["event"], "summary");
    let of = |name: &str| summary[name].as_u64().unwrap();
    let sum: u64 = [
        "imported",
        "known",
        "duplicates",
        "quarantined",
        "refused",
        "skipped",
        "unpacked",
    ]
    .map(of)
    .iter()
    .sum();
    assert_eq!(of("found"), sum, "{summary}");
    summary
}

/// Every document, in an order that does not depend on which came first.
fn list(archive: &Archive) -> Vec<String> {
    let lines = archive.json(&["list"]);
    let mut lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    lines.sort();
    lines
}

/// Neither a row is left, nor what rows were in.
#[track_caller]
fn nothing_is_left(server: &Postgres) {
    let left = "SELECT pg_relation_size(c.oid) + pg_relation_size(c.reltoastrelid)
        FROM pg_class c WHERE c.oid = 'kho.work'::regclass";
    let row = server.session().query_one(left, &[]).unwrap();
    assert_eq!(row.get::<_, i64>(0), 0);
}

fn number(server: &Postgres, ask: &str) -> i64 {
    server.session().query_one(ask, &[]).unwrap().get(0)
}

/// What a killed server had committed is there when it runs again.
#[test]
fn the_server_of_these_tests_can_be_killed_and_restarted() {
    let mut server = Postgres::start();
    let make = "CREATE TABLE kept (id BIGINT); INSERT INTO kept VALUES (7)";
    server.session().batch_execute(make).unwrap();
    server.kill();
    server.start_again();
    server.restart();
    assert_eq!(number(&server, "SELECT id FROM kept"), 7);
}

/// Two machines, after a restart of their server; then none.
#[test]
fn an_archive_read_by_other_machines_is_the_same_as_one_read_here() {
    let here = Archive::new();
    let (_, expected) = here.import(&samples());
    let mut server = Postgres::start();
    let there = archive(&server);
    let workers = [Worker::start(&server), Worker::start(&server)];
    server.restart();
    let mut summed = summary(import(&there, &samples(), "1"));
    let read: u64 = workers.map(Worker::end).iter().sum();
    assert!(read > 4, "{read}");
    assert_eq!(list(&there), list(&here));
    nothing_is_left(&server);
    summed["seconds"] = expected["seconds"].clone();
    assert_eq!(summed, expected);
}

#[test]
fn an_import_ends_where_nobody_reads_for_it() {
    let server = Postgres::start();
    let papers = tempfile::tempdir().unwrap();
    many_papers(papers.path(), 20);
    let archive = archive(&server);
    let summed = summary(import(&archive, papers.path(), "2"));
    assert_eq!(summed["imported"], 20);
    nothing_is_left(&server);
}

/// One dies while it has files, the other one and the import go on.
#[test]
fn a_machine_that_dies_gives_its_files_back() {
    let server = Postgres::start();
    let papers = tempfile::tempdir().unwrap();
    many_papers(papers.path(), 300);
    let archive = archive(&server);
    let dies = Worker::start(&server);
    let lives = Worker::start(&server);
    // Who holds a file just now is the one that runs.
    lives.send(Signal::STOP);
    let running = import(&archive, papers.path(), "1");
    until("a file in the hands of who dies", || {
        dies.send(Signal::STOP);
        let held = "SELECT count(*) FROM kho.work WHERE taker IS NOT NULL AND answer IS NULL";
        let holds = number(&server, held) > 0;
        if !holds {
            dies.send(Signal::CONT);
        }
        holds.then_some(())
    });
    dies.send(Signal::KILL);
    lives.send(Signal::CONT);
    let summed = summary(running);
    assert_eq!(summed["found"], 300, "{summed}");
    assert_eq!(summed["imported"], 300, "{summed}");
    assert!(lives.end() > 0);
    nothing_is_left(&server);
    let mut dead = dies.process;
    dead.wait().unwrap();
}

/// It forgets what waits to be read, and nothing that was acknowledged.
#[test]
fn a_server_that_crashes_in_the_middle_costs_nothing() {
    let mut server = Postgres::start();
    let papers = tempfile::tempdir().unwrap();
    many_papers(papers.path(), 300);
    let archive = archive(&server);
    let worker = Worker::start(&server);
    let mut running = import(&archive, papers.path(), "1");
    let mut out = BufReader::new(running.stdout.take().unwrap()).lines();
    for _ in 0..40 {
        out.next().unwrap().unwrap();
    }
    server.kill();
    server.start_again();
    let lines: Vec<String> = out.map(Result::unwrap).collect();
    let summed: Value = serde_json::from_str(lines.last().unwrap()).unwrap();
    assert_eq!(running.wait().unwrap().code(), Some(0));
    assert_eq!(summed["imported"], 300, "{summed}");
    assert_eq!(list(&archive).len(), 300);
    assert!(worker.end() > 0);
    nothing_is_left(&server);
}

/// An import of twenty papers while somebody does this to what waits, time and again.
fn meddled(archive: &Archive, server: &Postgres, papers: &Path, meddling: &str) -> Value {
    let mut running = import(archive, papers, "1");
    let mut session = server.session();
    until("the end of the import", || {
        session.batch_execute(meddling).unwrap();
        running.try_wait().unwrap()
    });
    summary(running)
}

#[test]
fn a_machine_that_answers_nonsense_changes_nothing() {
    let server = Postgres::start();
    let papers = tempfile::tempdir().unwrap();
    many_papers(papers.path(), 20);
    let archive = archive(&server);
    let meddling = "UPDATE kho.work SET taker = pg_backend_pid(), answer = '\\xfffefdfc'";
    let summed = meddled(&archive, &server, papers.path(), meddling);
    assert_eq!(summed["imported"], 20, "{summed}");
}

#[test]
fn a_file_that_takes_machines_down_is_quarantined_until_somebody_asks_again() {
    let server = Postgres::start();
    let papers = tempfile::tempdir().unwrap();
    many_papers(papers.path(), 20);
    let archive = archive(&server);
    let meddling = "UPDATE kho.work SET tries = 3";
    let summed = meddled(&archive, &server, papers.path(), meddling);
    let of = |name: &str| summed[name].as_u64().unwrap();
    assert!(of("quarantined") > 0, "{summed}");
    assert_eq!(of("quarantined") + of("imported"), 20, "{summed}");
    let quarantine = archive.json(&["quarantine"]).len();
    assert_eq!(quarantine as u64, of("quarantined"));
    let retried = archive.run(&["import", papers.path().to_str().unwrap(), "--retry"]);
    assert_eq!(retried.code, 0, "{}", retried.err);
    assert_eq!(list(&archive).len(), 20);
}

#[test]
fn an_archive_in_files_has_nobody_elsewhere() {
    let archive = Archive::new();
    let paths = samples();
    let paths = paths.to_str().unwrap();
    for refused in [
        archive.run(&["import", paths, "--elsewhere", "2"]),
        archive.run(&["work"]),
    ] {
        assert_eq!(refused.code, 2, "{}", refused.err);
        assert!(refused.err.contains("[catalogue]"), "{}", refused.err);
    }
}
