//! Archives of every format there was: each opens, is upgraded, answers, verifies; none is harmed by
//! an upgrade that fails, and a newer one is refused.

use std::path::Path;

use rusqlite::Connection;
use serde_json::Value;

use crate::harness::Archive;

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &place),
            false => drop(std::fs::copy(entry.path(), place).unwrap()),
        }
    }
}

/// A copy of a frozen archive.
fn frozen(format: u32) -> Archive {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/archives/v{format}"));
    let archive = Archive::new();
    copy(&from, &archive.path());
    assert_eq!(found(&archive), format);
    archive
}

fn catalogue(archive: &Archive) -> Connection {
    Connection::open(archive.path().join("catalogue.db")).unwrap()
}

fn found(archive: &Archive) -> u32 {
    let read = "SELECT value FROM meta WHERE name = 'format'";
    catalogue(archive)
        .query_row(read, [], |row| row.get(0))
        .unwrap()
}

/// The newest format, as a new archive has it.
fn newest() -> u32 {
    let archive = Archive::new();
    archive.import(&crate::harness::samples().join("2026"));
    found(&archive)
}

fn texts(lines: &[Value], field: &str) -> Vec<String> {
    let text = |line: &Value| line[field].as_str().unwrap_or_default().to_owned();
    let mut texts: Vec<String> = lines.iter().map(text).collect();
    texts.sort();
    texts
}

#[track_caller]
fn check(format: u32) {
    let archive = frozen(format);
    let list = archive.json(&["list"]);
    assert_eq!(found(&archive), newest(), "reading upgrades");
    assert_eq!(archive.hits("35-NQ/TW"), ["2020/bản sao.txt"]);
    assert_eq!(archive.hits("nen tang tu tuong"), ["2020/bản sao.txt"]);
    let decision = archive.json(&["show", "238-QĐ/TW"]).remove(0);
    assert_eq!(decision["sources"][0], "2020/238-QĐ-TW.docx");
    let twice = list
        .iter()
        .find(|line| line["sources"].as_array().unwrap().len() == 2);
    assert_eq!(twice.unwrap()["sources"][1], "35-NQ-TW.txt");
    let mut numbers = vec!["238-QĐ/TW", "33/2024/QH15", "35-NQ/TW"];
    let mut rejects = vec!["03-BC-TU.docx", "hỏng.pdf"];
    match format {
        1 => rejects.push("ho-so-thang-4.zip"),
        _ => numbers.extend(["901/TB-UBND", "902/TB-UBND"]),
    }
    if format >= 3 {
        numbers.push("03-BC/TU");
        rejects.remove(0);
        assert_eq!(decision["issued_at"], "Cần Thơ");
        let corrections = archive.json(&["corrections", "list"]);
        assert_eq!(texts(&corrections, "value"), ["Cần Thơ", "Một việc khác"]);
        assert!(corrections[1]["undone"].is_string());
        let released = archive.json(&["quarantine", "released"]);
        assert_eq!(texts(&released, "reason"), ["thử"]);
    }
    match format {
        ..4 => numbers.push("12-CT/TW"),
        _ => assert_eq!(texts(&archive.json(&["deleted"]), "reason"), ["trùng"]),
    }
    numbers.sort_unstable();
    assert_eq!(texts(&list, "number"), numbers);
    rejects.sort_unstable();
    let quarantine = archive.json(&["quarantine"]);
    assert!(
        rejects
            .iter()
            .all(|name| texts(&quarantine, "path").contains(&(*name).to_owned()))
    );
    for command in [&["verify"][..], &["log", "verify"], &["doctor"]] {
        let run = archive.run(command);
        assert_eq!(run.code, 0, "{command:?}: {}{}", run.out, run.err);
    }
    // What has no log yet gets one from which the catalogue can be made again.
    std::fs::remove_file(archive.path().join("catalogue.db")).unwrap();
    let run = archive.run(&["doctor", "--repair"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let again = archive.json(&["list"]);
    assert_eq!(texts(&again, "id"), texts(&list, "id"));
    assert_eq!(
        archive.json(&["show", "238-QĐ/TW"])[0]["issued_at"],
        decision["issued_at"]
    );
    assert_eq!(archive.run(&["verify"]).code, 0);
}

#[test]
fn an_archive_of_format_1() {
    check(1);
}

#[test]
fn an_archive_of_format_2() {
    check(2);
}

#[test]
fn an_archive_of_format_3() {
    check(3);
}

#[test]
fn an_archive_of_format_4() {
    check(4);
}

#[test]
fn an_archive_of_format_5() {
    check(5);
}

#[test]
fn an_upgrade_that_fails_half_way_changes_nothing() {
    let archive = frozen(3);
    let tables = || -> Vec<String> {
        let catalogue = catalogue(&archive);
        let list = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
        let mut list = catalogue.prepare(list).unwrap();
        let names = list.query_map([], |row| row.get(0)).unwrap();
        names.map(Result::unwrap).collect()
    };
    // The step makes several tables before it comes to this one.
    catalogue(&archive)
        .execute_batch("CREATE TABLE deleted_sources (x)")
        .unwrap();
    let before = tables();
    let run = archive.run(&["list"]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert_eq!((tables(), found(&archive)), (before, 3));
    catalogue(&archive)
        .execute_batch("DROP TABLE deleted_sources")
        .unwrap();
    assert_eq!(archive.json(&["list"]).len(), 7);
    assert_eq!(archive.run(&["verify"]).code, 0);
}

#[test]
fn a_newer_format_is_refused_and_not_touched() {
    let archive = frozen(3);
    let newer = "UPDATE meta SET value = 99 WHERE name = 'format'";
    catalogue(&archive).execute_batch(newer).unwrap();
    let bytes = || std::fs::read(archive.path().join("catalogue.db")).unwrap();
    let before = bytes();
    let samples = crate::harness::samples();
    for command in [
        &["list"][..],
        &["search", "x"],
        &["import", samples.to_str().unwrap()],
    ] {
        let run = archive.run(command);
        assert_eq!(run.code, 2);
        assert!(run.err.contains("format 99"), "{}", run.err);
        assert!(run.err.contains("newer vankho"), "{}", run.err);
    }
    let run = archive.run(&["doctor", "--repair"]);
    assert_eq!(run.code, 4);
    assert!(run.out.contains("định dạng 99"), "{}", run.out);
    assert_eq!(bytes(), before);
}
