//! Imports as jobs: handed to a running server, told to stop, gone on with, never ending.

use std::collections::BTreeSet;
use std::io::BufRead;
use std::io::BufReader;
use std::os::unix::fs::PermissionsExt;
use std::process::Child;
use std::process::Stdio;

use rustix::process::Pid;
use rustix::process::Signal;
use rustix::process::kill_process;
use serde_json::Value;

use crate::harness::Archive;
use crate::harness::PARTS;
use crate::harness::many_papers;
use crate::harness::parts;
use crate::harness::samples;
use crate::harness::until;

/// Enough to be stopped in the middle.
const PAPERS: usize = 200;

/// What a run printed, without what may differ between runs, in the order of the lines.
fn told(run: &crate::harness::Run) -> BTreeSet<String> {
    let mut lines = run.lines();
    for line in &mut lines {
        line.as_object_mut().unwrap().remove("seconds");
    }
    lines.iter().map(Value::to_string).collect()
}

fn signal(process: u32, signal: Signal) {
    let pid = Pid::from_raw(process.cast_signed()).unwrap();
    kill_process(pid, signal).unwrap();
}

#[test]
fn a_running_server_imports_and_the_line_tells_it_as_if_it_had_itself() {
    let folder = samples();
    let arguments = ["--json", "import", folder.to_str().unwrap()];
    let alone = Archive::new();
    let expected = alone.run(&arguments);
    let archive = Archive::new();
    let server = archive.serve();
    let handed = archive.run(&arguments);
    assert_eq!(handed.code, expected.code, "{}", handed.err);
    assert!(handed.err.contains("http://"), "{}", handed.err);
    let job = server.get("/api/v1/imports/1").json();
    assert_eq!(job["state"], "done");
    let summary = handed.lines().pop().unwrap();
    assert_eq!(job["summary"]["found"], summary["found"]);
    // Which of two files with the same bytes came first is chance; all else agrees.
    let order = |line: &String| line.contains("duplicate") || line.contains("imported");
    let without = |run| {
        told(run)
            .into_iter()
            .filter(|line| !order(line))
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(without(&handed), without(&expected));
    let again = archive.run(&["import", folder.to_str().unwrap()]);
    assert_eq!(again.code, 3, "{}", again.err);
    assert!(again.out.contains("tìm thấy"), "{}", again.out);
    let hits = &server.search(&[("q", "238-QĐ/TW")])["hits"];
    assert!(!hits.as_array().unwrap().is_empty());
    let wrong = archive.run(&["import", "/nowhere/at/all"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("/nowhere/at/all"), "{}", wrong.err);
}

#[test]
fn only_the_owner_of_an_archive_hands_work_to_its_server() {
    let archive = Archive::new();
    let server = archive.serve();
    let file = archive.path().join("server");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let written = std::fs::read_to_string(&file).unwrap();
    let secret = written.lines().nth(1).unwrap();
    let body = br#"{"paths":["file:///etc"],"retry":false,"ocr":false}"#;
    let json = ("content-type", "application/json");
    let shown = format!("Bearer {secret}");
    for wrong in ["", "Bearer ", secret, &shown[..70], &format!("{shown}0")] {
        let headers = [json, ("authorization", wrong)];
        let answer = server.post("/api/v1/imports/folders", &headers, body);
        assert_eq!(answer.status, 401, "{wrong}");
        assert_eq!(answer.json()["code"], "unauthorized");
    }
    let headers = [json, ("authorization", shown.as_str())];
    let relative = br#"{"paths":["etc"],"retry":false,"ocr":false}"#;
    let answer = server.post("/api/v1/imports/folders", &headers, relative);
    assert_eq!(
        (answer.status, answer.json()["code"].as_str()),
        (400, Some("bad-request"))
    );
    assert_eq!(archive.json(&["list"]).len(), 0);
}

#[test]
fn what_a_killed_server_left_is_no_server() {
    let folder = samples().join("2020");
    let archive = Archive::new();
    drop(archive.serve());
    assert!(
        archive.path().join("server").exists(),
        "killed, it could not tidy up"
    );
    let (_, summary) = archive.import(&folder);
    assert!(summary["imported"].as_u64().unwrap() > 0);
    let server = archive.serve();
    signal(server.pid(), Signal::TERM);
    let (_, summary) = archive.import(&folder);
    assert_eq!(summary["imported"], 0);
}

#[test]
fn the_server_too_is_told_who_holds_the_archive() {
    let archive = Archive::new();
    archive.import(&samples().join("2020"));
    let _server = archive.serve();
    let lock = std::fs::File::options()
        .write(true)
        .open(archive.path().join("lock"))
        .unwrap();
    lock.lock().unwrap();
    let run = archive.run(&["import", samples().to_str().unwrap()]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("held by") && run.err.contains("hint:"),
        "{}",
        run.err
    );
}

/// Starts an import and reads until a file is reported as new.
fn begun(archive: &Archive, folder: &str) -> (Child, BufReader<std::process::ChildStdout>) {
    let mut command = archive.command(&["--json", "import", folder]);
    let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(process.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("\"imported\"") {
        line.clear();
        if out.read_line(&mut line).unwrap() == 0 {
            panic!("it ended early: {:?}", process.wait());
        }
    }
    (process, out)
}

/// How many files an import reported that had reported one, and its last line.
fn ended(out: BufReader<std::process::ChildStdout>) -> (usize, Value) {
    let lines: Vec<Value> = out
        .lines()
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .collect();
    let (last, files) = lines.split_last().unwrap();
    (files.len() + 1, last.clone())
}

#[test]
fn ctrl_c_stops_an_import_wherever_it_runs_and_the_next_one_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    many_papers(folder.path(), PAPERS);
    let path = folder.path().to_str().unwrap();
    for served in [false, true] {
        let archive = Archive::new();
        let server = served.then(|| archive.serve());
        let (mut process, out) = begun(&archive, path);
        signal(process.id(), Signal::INT);
        let (reported, summary) = ended(out);
        assert_eq!(
            process.wait().unwrap().code(),
            Some(130),
            "served: {served}"
        );
        assert_eq!(summary["event"], "summary");
        assert_eq!(summary["found"], reported, "what was reported adds up");
        assert!(reported < PAPERS, "it came to its end: too few papers");
        if let Some(server) = &server {
            assert_eq!(server.get("/api/v1/imports/1").json()["state"], "cancelled");
        }
        assert_eq!(archive.json(&["list"]).len(), reported);
        let (_, rest) = archive.import(folder.path());
        assert_eq!(rest["known"], reported);
        assert_eq!(rest["imported"], PAPERS - reported);
    }
}

#[test]
fn an_import_is_cancelled_over_http_and_one_that_waits_never_begins() {
    let folder = tempfile::tempdir().unwrap();
    many_papers(folder.path(), PAPERS);
    let archive = Archive::new();
    let server = archive.serve();
    let path = folder.path().to_str().unwrap();
    let (mut first, out) = begun(&archive, path);
    let body = parts(&[("a.txt", "một văn bản")]);
    let waits = server.post("/api/v1/imports", &[PARTS], &body);
    assert_eq!(
        (waits.status, waits.header("location")),
        (202, "/api/v1/imports/2")
    );
    assert_eq!(server.delete("/api/v1/imports/2", &[]).status, 202);
    assert_eq!(server.delete("/api/v1/imports/1", &[]).status, 202);
    assert_eq!(server.delete("/api/v1/imports/3", &[]).status, 404);
    let (_, summary) = ended(out);
    assert_eq!(summary["event"], "summary");
    assert_eq!(first.wait().unwrap().code(), Some(130));
    let second = until("its turn", || {
        let job = server.get("/api/v1/imports/2").json();
        (job["state"] != "waiting").then_some(job)
    });
    assert_eq!(
        (&second["state"], &second["summary"]["found"]),
        (&"cancelled".into(), &0.into())
    );
    // A client that goes away takes nothing with it: the server finishes what it took.
    let (mut third, _out) = begun(&archive, path);
    third.kill().unwrap();
    third.wait().unwrap();
    let third = until("the end of the import", || {
        let job = server.get("/api/v1/imports/3").json();
        (job["state"] != "running").then_some(job)
    });
    assert_eq!(
        (&third["state"], &third["summary"]["found"]),
        (&"done".into(), &PAPERS.into())
    );
}

#[test]
fn a_server_that_is_stopped_stops_its_imports_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    many_papers(folder.path(), PAPERS);
    let archive = Archive::new();
    let server = archive.serve();
    let (mut client, out) = begun(&archive, folder.path().to_str().unwrap());
    signal(server.pid(), Signal::TERM);
    let (reported, summary) = ended(out);
    assert_eq!(summary["event"], "summary");
    assert_eq!(client.wait().unwrap().code(), Some(130));
    assert_eq!(archive.json(&["list"]).len(), reported);
    // Killed, it cannot say so: that is an error, and what was reported is there.
    let server = archive.serve();
    let (mut client, _out) = begun(&archive, folder.path().to_str().unwrap());
    signal(server.pid(), Signal::KILL);
    assert_eq!(client.wait().unwrap().code(), Some(2));
    archive.import(folder.path());
    assert_eq!(archive.json(&["list"]).len(), PAPERS);
    assert_eq!(archive.run(&["verify"]).code, 0);
}

/// The lines of a round of a watched folder up to its sums.
fn round(out: &mut impl BufRead) -> Vec<Value> {
    let mut lines: Vec<Value> = Vec::new();
    while lines.last().is_none_or(|line| line["event"] != "summary") {
        let mut line = String::new();
        assert!(out.read_line(&mut line).unwrap() > 0, "{lines:?}");
        lines.push(serde_json::from_str(&line).unwrap());
    }
    lines
}

#[test]
fn a_watched_folder_is_kept_up_with_until_ctrl_c() {
    let folders = tempfile::tempdir().unwrap();
    let (watched, aside) = (folders.path().join("watched"), folders.path().join("aside"));
    std::fs::create_dir_all(&watched).unwrap();
    std::fs::create_dir_all(aside.join("new")).unwrap();
    many_papers(&watched, 3);
    many_papers(&aside.join("new"), 5);
    for served in [false, true] {
        let archive = Archive::new();
        let _server = served.then(|| archive.serve());
        let mut command = archive.command(&["--json", "import", "--watch"]);
        let mut process = command
            .arg(&watched)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        let first = round(&mut out);
        assert_eq!(first.last().unwrap()["imported"], 3);
        // A folder that is moved in whole: two of its five papers are new.
        std::fs::rename(aside.join("new"), watched.join("new")).unwrap();
        let second = round(&mut out);
        let sums = second.last().unwrap();
        let sums = ["found", "imported", "duplicates"].map(|sum| sums[sum].as_u64().unwrap());
        assert_eq!(sums, [5, 2, 3], "{second:#?}");
        assert!(
            second.iter().any(|line| line["path"] == "new/0005.txt"),
            "{second:#?}"
        );
        std::fs::rename(watched.join("new/0005.txt"), watched.join("moved.txt")).unwrap();
        let third = round(&mut out);
        assert_eq!(
            (third.len(), &third[0]["path"]),
            (2, &"moved.txt".into()),
            "{third:#?}"
        );
        assert_eq!(third[0]["outcome"], "known");
        // Between two rounds the archive belongs to nobody.
        assert_eq!(archive.run(&["reindex"]).code, 0);
        signal(process.id(), Signal::INT);
        assert_eq!(process.wait().unwrap().code(), Some(0));
        assert_eq!(archive.json(&["list"]).len(), 5);
        std::fs::rename(watched.join("moved.txt"), watched.join("new/0005.txt")).unwrap();
        std::fs::rename(watched.join("new"), aside.join("new")).unwrap();
    }
}

#[test]
fn a_server_keeps_up_with_folders_by_itself() {
    let folders = tempfile::tempdir().unwrap();
    let (watched, aside) = (folders.path().join("watched"), folders.path().join("aside"));
    std::fs::create_dir_all(&watched).unwrap();
    std::fs::create_dir_all(&aside).unwrap();
    many_papers(&watched, 1);
    many_papers(&aside, 2);
    let archive = Archive::new();
    let server = archive.serve_with(&["--watch", watched.to_str().unwrap()]);
    let found = |number: &str| {
        until(number, || {
            (server.search(&[("q", number)])["total"] != 0).then_some(())
        });
    };
    found("1/KH-UBND");
    std::fs::rename(aside.join("0002.txt"), watched.join("0002.txt")).unwrap();
    found("2/KH-UBND");
    signal(server.pid(), Signal::TERM);
}
