//! Whatever the machine is like: time zones, clocks, two importers at once, a read-only medium.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::BufRead;
use std::io::BufReader;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::SystemTime;

use serde_json::Value;

use crate::harness::Archive;
use crate::harness::Run;
use crate::harness::many_papers;
use crate::harness::samples;

/// A paper of this date.
fn paper(number: u32, date: &str) -> String {
    format!(
        "ỦY BAN NHÂN DÂN TỈNH AN GIANG\nSố: {number}/KH-UBND\nAn Giang, {date}\nKẾ HOẠCH\n\
         về công tác văn thư, lưu trữ\n"
    )
}

fn run(command: &mut Command) -> Run {
    command.output().unwrap().into()
}

#[test]
fn dates_are_what_is_printed_in_every_time_zone() {
    let folder = tempfile::tempdir().unwrap();
    let dates = [
        "ngày 01 tháng 01 năm 2020",
        "ngày 31 tháng 12 năm 2020",
        "ngày 29 tháng 02 năm 2020",
    ];
    for (number, date) in (1..).zip(dates) {
        std::fs::write(
            folder.path().join(format!("{number}.txt")),
            paper(number, date),
        )
        .unwrap();
    }
    let archives: Vec<Archive> = ["Etc/GMT+12", "Etc/GMT-14", "Asia/Ho_Chi_Minh"]
        .map(|zone| {
            let archive = Archive::new();
            let import = ["import", folder.path().to_str().unwrap()];
            assert_eq!(run(archive.command(&import).env("TZ", zone)).code, 0);
            archive
        })
        .into();
    let questions: [&[&str]; 4] = [
        &["--json", "list"],
        &["--json", "show", "1/KH-UBND", "--text"],
        &["list"],
        &[
            "--json",
            "search",
            "",
            "--from",
            "2020-02-29",
            "--to",
            "2020-12-31",
            "--sort",
            "oldest",
        ],
    ];
    for question in questions {
        let mut answers: Vec<String> = Vec::new();
        for archive in &archives {
            for zone in ["Etc/GMT+12", "Etc/GMT-14", "UTC", "Nowhere/At_All"] {
                let told = run(archive.command(question).env("TZ", zone));
                assert_eq!(told.code, 0, "{}", told.err);
                let timeless = told.out.lines().map(without_cost).collect::<Vec<_>>();
                answers.push(timeless.join("\n"));
            }
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{question:?}: {answers:#?}");
    }
    let found = archives[0].json(questions[3].get(1..).unwrap());
    let days: Vec<&str> = found[0]["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| hit["issued_on"].as_str().unwrap())
        .collect();
    assert_eq!(days, ["2020-02-29", "2020-12-31"]);
}

/// A line without what a question took.
fn without_cost(line: &str) -> String {
    let Ok(Value::Object(mut line)) = serde_json::from_str(line) else {
        return line.to_owned();
    };
    line.remove("took_ms");
    Value::Object(line).to_string()
}

/// Runs the program with the clock set off by so many days.
fn at(archive: &Archive, days: i64, arguments: &[&str]) -> Run {
    let mut command = archive.command(arguments);
    let library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
    assert!(Path::new(library).exists(), "tests/run installs faketime");
    command
        .env("LD_PRELOAD", library)
        .env("FAKETIME", format!("{days:+}d"));
    command
        .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .env("VANKHO_SETTLE", "2");
    run(&mut command)
}

#[test]
fn a_clock_set_back_or_forward_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let write = |number: u32, days: i64| {
        let path = folder.path().join(format!("{number}.txt"));
        std::fs::write(&path, paper(number, "ngày 5 tháng 3 năm 2021")).unwrap();
        let file = std::fs::File::options().write(true).open(&path).unwrap();
        let far = Duration::from_secs(days.unsigned_abs() * 86_400);
        let now = SystemTime::now();
        file.set_modified(if days < 0 { now - far } else { now + far })
            .unwrap();
    };
    write(1, -10);
    let archive = Archive::new();
    let import = ["--json", "import", folder.path().to_str().unwrap()];
    let sums = |days: i64| {
        let run = at(&archive, days, &import);
        assert_eq!(run.code, 0, "{}", run.err);
        let last = run.lines().pop().unwrap();
        ["imported", "known", "found"].map(|sum| last[sum].as_u64().unwrap())
    };
    assert_eq!(sums(0), [1, 0, 1]);
    assert_eq!(sums(-4000), [0, 1, 1], "the clock stands before the paper");
    write(2, -4500);
    write(3, 300);
    assert_eq!(
        sums(-4000),
        [2, 1, 3],
        "older than all, and from a machine that is ahead"
    );
    assert_eq!(sums(4000), [0, 3, 3]);
    let runs = archive.json(&["import", "list"]);
    let order: Vec<i64> = runs.iter().map(|run| run["id"].as_i64().unwrap()).collect();
    assert_eq!(
        order,
        [2, 1],
        "the order of runs is theirs, not the clock's"
    );
    assert!(runs[0]["started"].as_str() < runs[1]["started"].as_str());
    assert_eq!(archive.json(&["search", ""])[0]["total"], 3);
    assert_eq!(archive.run(&["verify"]).code, 0);
}

#[test]
fn of_two_importers_the_second_is_told_who_the_first_is() {
    let folder = tempfile::tempdir().unwrap();
    many_papers(folder.path(), 200);
    let path = folder.path().to_str().unwrap();
    let archive = Archive::new();
    let mut command = archive.command(&["--json", "import", path]);
    let mut first = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(first.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    for arguments in [&["import", path][..], &["reindex"]] {
        let second = archive.run(arguments);
        assert_eq!(second.code, 2, "{arguments:?}");
        let holder = format!("`import {path}` (process {}", first.id());
        assert!(second.err.contains(&holder), "{}", second.err);
    }
    assert_eq!(archive.run(&["list"]).code, 0, "reading goes on");
    let lines: Vec<Value> = out
        .lines()
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .collect();
    assert_eq!(first.wait().unwrap().code(), Some(0));
    assert_eq!(lines.last().unwrap()["imported"], 200);
    assert_eq!(archive.json(&["list"]).len(), 200);
}

#[test]
fn a_server_takes_folders_and_files_of_any_name() {
    let folder = tempfile::tempdir().unwrap();
    let odd = folder
        .path()
        .join(OsStr::from_bytes(b"th\xff m\xc3\xa1y\n%41 \"'"));
    std::fs::create_dir_all(&odd).unwrap();
    let longest = [b"d".repeat(251), b".txt".to_vec()].concat();
    let names: [&[u8]; 6] = [
        b"latin\xe9.txt",
        "Quye\u{302}\u{301}t.txt".as_bytes(),
        "Quyết.txt".as_bytes(),
        b"hai\ndong.txt",
        "\u{202e}txt.exe.txt".as_bytes(),
        &longest,
    ];
    for (number, name) in (1..).zip(names) {
        let text = paper(number, "ngày 5 tháng 3 năm 2021");
        std::fs::write(odd.join(OsStr::from_bytes(name)), text).unwrap();
    }
    let lines = |archive: &Archive| -> BTreeMap<String, String> {
        let mut command = archive.command(&["--json", "import"]);
        let told = run(command.arg(&odd));
        assert_eq!(told.code, 0, "{}", told.err);
        let files = told
            .lines()
            .into_iter()
            .filter(|line| line["event"] == "file");
        files
            .map(|line| (line["path"].to_string(), line.to_string()))
            .collect()
    };
    let alone = Archive::new();
    let expected = lines(&alone);
    assert_eq!(expected.len(), names.len());
    let archive = Archive::new();
    let _server = archive.serve();
    assert_eq!(lines(&archive), expected);
    let again = lines(&archive);
    assert!(
        again.values().all(|line| line.contains("\"known\"")),
        "{again:#?}"
    );
}

/// The program on a medium that is mounted read-only.
fn read_only(archive: &Archive, arguments: &[&str]) -> Command {
    let plain = archive.command(arguments);
    let mut command = Command::new("unshare");
    if !rustix::process::geteuid().is_root() {
        command.args(["--user", "--map-root-user"]);
    }
    command.args(["--mount", "sh", "-c"]);
    command.arg(
        "mount --bind \"$1\" \"$1\" && mount -o remount,ro,bind \"$1\" && shift && exec \"$@\"",
    );
    command
        .arg("sh")
        .arg(archive.path())
        .arg(plain.get_program())
        .args(plain.get_args());
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.stdin(Stdio::null());
    command
}

/// Asks an archive on a read-only medium, and tries to change it.
#[track_caller]
fn check_read_only(archive: &Archive, papers: usize) {
    let listed = run(&mut read_only(archive, &["--json", "list"]));
    assert_eq!(
        (listed.code, listed.lines().len()),
        (0, papers),
        "{}",
        listed.err
    );
    let found = run(&mut read_only(archive, &["search", "12/KH-UBND"]));
    assert_eq!(found.code, 0, "{}", found.err);
    let shown = run(&mut read_only(archive, &["show", "12/KH-UBND", "--text"]));
    assert!(shown.out.contains("KẾ HOẠCH"), "{}", shown.err);
    for asked in ["bodies", "quarantine", "review"] {
        let told = run(&mut read_only(archive, &[asked]));
        assert!(matches!(told.code, 0 | 1), "{asked}: {}", told.err);
    }
    let samples = samples();
    let changes: [&[&str]; 4] = [
        &["import", samples.to_str().unwrap()],
        &["reindex"],
        &["correct", "12/KH-UBND", "subject", "khác"],
        &["import", "undo", "1", "--reason", "thử"],
    ];
    for change in changes {
        let told = run(&mut read_only(archive, change));
        assert_eq!(told.code, 2, "{change:?}: {}{}", told.out, told.err);
        assert!(
            told.err.contains("read-only") && told.err.contains("hint:"),
            "{}",
            told.err
        );
    }
    let mut serving = read_only(archive, &["serve", "--listen", "127.0.0.1:0"]);
    let mut server = serving.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let start = line
        .find("http://")
        .unwrap_or_else(|| panic!("no address: {line:?}"));
    let base = line[start..].split_whitespace().next().unwrap();
    let answer = ureq::get(format!("{base}api/v1/search?q=12%2FKH-UBND"))
        .call()
        .unwrap();
    let text = answer.into_body().read_to_string().unwrap();
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert!(answer["total"].as_u64().unwrap() > 0, "{answer}");
    server.kill().unwrap();
    server.wait().unwrap();
}

#[test]
fn a_read_only_archive_answers_and_says_why_it_takes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    many_papers(folder.path(), 20);
    let archive = Archive::new();
    archive.import(folder.path());
    check_read_only(&archive, 20);
}

#[test]
fn what_a_kill_left_is_read_from_a_read_only_medium_too() {
    let folder = tempfile::tempdir().unwrap();
    many_papers(folder.path(), 20);
    let archive = Archive::new();
    archive.import(folder.path());
    many_papers(folder.path(), 200);
    let mut command = archive.command(&["--json", "import", folder.path().to_str().unwrap()]);
    let mut import = command.stdout(Stdio::piped()).spawn().unwrap();
    let out = BufReader::new(import.stdout.take().unwrap());
    let mut new = out
        .lines()
        .map_while(Result::ok)
        .filter(|line| line.contains("\"imported\""));
    new.next().unwrap();
    import.kill().unwrap();
    import.wait().unwrap();
    let log = archive.path().join("catalogue.db-wal");
    assert!(
        log.metadata().unwrap().len() > 0,
        "nothing is left to merge"
    );
    let listed = run(&mut read_only(&archive, &["--json", "list"]));
    assert_eq!(listed.code, 0, "{}", listed.err);
    check_read_only(&archive, listed.lines().len());
}
