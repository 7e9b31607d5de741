//! Keeping an archive in order: what verify sees, where it goes on, what it names; an index that is due.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::harness::Archive;

/// Imports papers with these words.
fn archive_of(words: &[&str]) -> (Archive, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    for (number, words) in words.iter().enumerate() {
        let number = number + 1;
        let text = format!("Số: {number}/BC-UBND\nBÁO CÁO\nVề {words}\n");
        std::fs::write(folder.path().join(format!("{number}.txt")), text).unwrap();
    }
    let archive = Archive::new();
    // One at a time: papers get the same sequences in every archive.
    archive.json(&["import", "--jobs", "1", folder.path().to_str().unwrap()]);
    (archive, folder)
}

/// Verifies; gives the exit code and the problems.
fn verify(archive: &Archive) -> (i32, Vec<String>) {
    let run = archive.run(&["--json", "verify"]);
    let lines = run.lines();
    let problems = lines.iter().filter(|line| line["event"] == "problem");
    let what = |line: &Value| line["what"].as_str().unwrap().to_owned();
    (run.code, problems.map(what).collect())
}

fn catalogue(archive: &Archive, sql: &str) {
    let python = "import sqlite3, sys; base = sqlite3.connect(sys.argv[1]); \
                  base.execute(sys.argv[2]); base.commit()";
    let path = archive.path().join("catalogue.db");
    let mut command = Command::new("python3");
    let done = command.args(["-c", python]).arg(path).arg(sql).status();
    assert!(done.unwrap().success());
}

#[test]
fn an_entry_of_the_index_that_lies_is_found() {
    let (archive, _folder) = archive_of(&["thủy lợi", "văn thư", "dự toán"]);
    assert_eq!(verify(&archive), (0, vec![]));
    // The state of one paper is put in the index of an archive where it reads otherwise.
    let (other, _other) = archive_of(&["thủy lợi", "văn thư", "đất đai"]);
    let index = |archive: &Archive| archive.path().join("index");
    std::fs::remove_dir_all(index(&archive)).unwrap();
    std::fs::rename(index(&other), index(&archive)).unwrap();
    let (code, problems) = verify(&archive);
    assert_eq!(code, 4);
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].contains("not in the index"), "{problems:?}");
    assert!(problems[1].contains("not in the catalogue"), "{problems:?}");
    assert_eq!(
        verify(&archive).1,
        problems,
        "nothing was repaired silently"
    );
    assert_eq!(archive.run(&["reindex"]).code, 0);
    assert_eq!(verify(&archive), (0, vec![]));
}

#[test]
fn an_index_that_is_behind_is_not_damaged() {
    let (archive, _folder) = archive_of(&["thủy lợi", "văn thư"]);
    let (index, saved) = (archive.path().join("index"), archive.path().join("saved"));
    copy(&index, &saved);
    let id = archive.json(&["list"])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let run = archive.run(&["correct", &id, "subject", "Về đất đai", "--by", "thử"]);
    assert_eq!(run.code, 0, "{}", run.err);
    archive.run(&["search", "đất đai"]);
    assert_eq!(verify(&archive), (0, vec![]));
    // As a crash between catalogue and index leaves it: the next command brings it up to date.
    std::fs::remove_dir_all(&index).unwrap();
    copy(&saved, &index);
    assert_eq!(verify(&archive), (0, vec![]));
    assert_eq!(archive.hits("đất đai").len(), 1);
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[test]
fn a_verification_goes_on_where_it_was_stopped() {
    let (archive, _folder) = archive_of(&["thủy lợi", "văn thư", "dự toán"]);
    let last = archive.json(&["list"]).pop().unwrap();
    // What an interrupted one left: two of three done, one problem told.
    let upkeep = archive.path().join("upkeep");
    std::fs::create_dir_all(&upkeep).unwrap();
    let note = r#"{"started":"2026-01-01T00:00:00Z","finished":null,"documents":2,"bytes":9,
        "problems":1,"first":["told before"],"after":2}"#;
    std::fs::write(upkeep.join("verification-unfinished.json"), note).unwrap();
    let run = archive.run(&["--json", "verify", "--resume"]);
    let lines = run.lines();
    assert_eq!(lines[0]["what"], "told before");
    assert_eq!(
        (&lines[1]["documents"], &lines[1]["problems"]),
        (&3.into(), &1.into())
    );
    assert_eq!(run.code, 4);
    // It is over: the next one begins at the beginning.
    let run = archive.run(&["--json", "verify", "--resume"]);
    assert_eq!(run.lines()[0]["documents"], 3);
    assert_eq!(run.code, 0);
    assert!(last["id"].is_string());
}

#[test]
fn a_damaged_original_is_named_with_where_a_good_copy_is() {
    let (archive, folder) = archive_of(&["thủy lợi"]);
    let original = original(&archive);
    let spoil = || {
        std::fs::remove_file(&original).unwrap();
        std::fs::write(&original, "x").unwrap();
    };
    let bag = folder.path().join("bag");
    assert_eq!(archive.run(&["backup", bag.to_str().unwrap()]).code, 0);
    spoil();
    let (code, problems) = verify(&archive);
    assert_eq!((code, problems.len()), (4, 1), "{problems:?}");
    let digest = original.file_name().unwrap().to_str().unwrap();
    let copy = bag.join("data/originals").join(&digest[..2]).join(digest);
    assert!(problems[0].contains(copy.to_str().unwrap()), "{problems:?}");
    std::fs::write(&copy, "y").unwrap();
    let (_, problems) = verify(&archive);
    assert!(problems[0].contains("no known backup"), "{problems:?}");
}

fn original(archive: &Archive) -> PathBuf {
    let shelves = std::fs::read_dir(archive.path().join("originals")).unwrap();
    let files = shelves.flat_map(|shelf| std::fs::read_dir(shelf.unwrap().path()).unwrap());
    files.map(|file| file.unwrap().path()).next().unwrap()
}

#[test]
fn an_empty_or_unreadable_catalogue_is_a_failure() {
    let (archive, _folder) = archive_of(&["thủy lợi"]);
    let path = archive.path().join("catalogue.db");
    let sound = std::fs::read(&path).unwrap();
    for (broken, told) in [
        (None, "cannot be read"),
        (Some(&b""[..]), "cannot be read"),
        (Some(b"no database"), "cannot be read"),
    ] {
        for name in ["catalogue.db-wal", "catalogue.db-shm", "catalogue.db"] {
            drop(std::fs::remove_file(archive.path().join(name)));
        }
        if let Some(bytes) = broken {
            std::fs::write(&path, bytes).unwrap();
        }
        let run = archive.run(&["verify"]);
        assert_eq!(run.code, 4, "{broken:?}: {}{}", run.out, run.err);
        assert!(run.err.contains(told), "{broken:?}: {}", run.err);
    }
    std::fs::write(&path, sound).unwrap();
    for table in ["sources", "files", "pages", "doubts", "documents"] {
        catalogue(&archive, &format!("DELETE FROM {table}"));
    }
    let (code, problems) = verify(&archive);
    assert_eq!(code, 4);
    assert!(
        problems.iter().any(|what| what.contains("no document")),
        "{problems:?}"
    );
}

/// Writes into the index that another program made it.
fn age(archive: &Archive) {
    let meta = archive.path().join("index/meta.json");
    let text = std::fs::read_to_string(&meta).unwrap();
    let start = text.find("\"payload\":").unwrap();
    let payload = start + text[start + 10..].find('"').unwrap() + 11;
    let end = payload + text[payload..].find('"').unwrap();
    let (rest, _) = text[payload..end].rsplit_once(' ').unwrap();
    let aged = format!(
        "{}{rest} 0000000000000001{}",
        &text[..payload],
        &text[end..]
    );
    std::fs::write(&meta, aged).unwrap();
}

#[test]
fn an_index_made_by_other_rules_answers_and_a_server_renews_it() {
    let (archive, _folder) = archive_of(&["thủy lợi", "văn thư"]);
    age(&archive);
    let before = archive.hits("thủy lợi");
    assert_eq!(before.len(), 1, "the old index answers");
    assert_eq!(verify(&archive), (0, vec![]), "which is no damage");
    let server = archive.serve();
    let due = || server.get("/readyz").json()["index_due"].as_bool().unwrap();
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(300);
    while due() {
        assert!(std::time::Instant::now() < deadline, "not renewed");
        let found = server.search(&[("q", "thủy lợi")]);
        assert_eq!(found["total"], 1, "search never goes empty");
    }
    assert_eq!(server.search(&[("q", "thủy lợi")])["total"], 1);
}
