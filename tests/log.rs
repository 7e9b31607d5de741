//! The log from outside: what happened, in order, and the proof that nothing of it was changed.

use std::path::PathBuf;

use serde_json::Value;

use crate::harness::Archive;
use crate::harness::samples;

fn file(archive: &Archive) -> PathBuf {
    archive.path().join("log/log.jsonl")
}

/// The kinds of events, in order.
fn events(archive: &Archive, filters: &[&str]) -> Vec<String> {
    let lines = archive.json(&[&["log"], filters].concat());
    let kind = |line: &Value| line["event"].as_str().unwrap().to_owned();
    lines.iter().map(kind).collect()
}

#[track_caller]
fn head(archive: &Archive) -> String {
    let run = archive.run(&["log", "verify"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    run.out.lines().last().unwrap().to_owned()
}

/// An archive of two papers from a folder of its own, one in two places, and a file that is none.
fn archive() -> Archive {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("a.txt", "Thông báo số một về công tác văn thư");
    write("b.txt", "Thông báo số hai về công tác lưu trữ");
    write("c.txt", "Thông báo số một về công tác văn thư");
    write("d.pdf", "%PDF-1.4 none");
    let archive = Archive::new();
    archive.import(folder.path());
    archive
}

#[test]
fn an_import_a_correction_and_its_undoing_are_told_in_order() {
    let archive = archive();
    let id = archive.json(&["list"])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    archive.json(&[
        "correct",
        &id,
        "subject",
        "Về một việc",
        "--by",
        "Lan",
        "--reason",
        "mờ",
    ]);
    archive.json(&["correct", &id, "--undo", "1", "--by", "Hoa"]);
    let mut told = events(&archive, &[]);
    // Files read at the same time come in either order.
    told[2..6].sort();
    assert_eq!(
        told,
        [
            "created",
            "import-begun",
            "kept",
            "kept",
            "kept",
            "quarantined",
            "import-ended",
            "corrected",
            "undone"
        ]
    );
    assert_eq!(events(&archive, &["--who", "Lan"]), ["corrected"]);
    assert_eq!(events(&archive, &["--path", "d.pdf"]), ["quarantined"]);
    assert_eq!(events(&archive, &["--last", "1"]), ["undone"]);
    assert_eq!(events(&archive, &["--import", "1"]).len(), 6);
    assert_eq!(archive.run(&["log", "--event", "nothing"]).code, 1);
    assert_eq!(
        archive
            .run(&["log", "--since", "2020-01-01", "--until", "2020-01-01"])
            .code,
        1
    );
    assert_eq!(archive.run(&["log", "--since", "hôm qua"]).code, 2);
    let about = archive.json(&["log", "--document", &id, "--event", "corrected"]);
    assert_eq!(about[0]["words"]["value"], "Về một việc");
    assert_eq!(about[0]["words"]["reason"], "mờ");
    let lines = std::fs::read_to_string(file(&archive)).unwrap();
    assert!(!lines.contains("Về một việc") && !lines.contains("mờ"));
    assert!(lines.contains("\"path\":\"d.pdf\""));
    let shown = archive.run(&["log", "--event", "corrected"]).out;
    assert!(
        shown.contains("Lan") && shown.contains("giá trị: Về một việc"),
        "{shown}"
    );
}

#[test]
fn an_earlier_head_proves_that_nothing_before_it_was_changed() {
    let archive = archive();
    let before = head(&archive);
    assert_eq!(before.len(), 64);
    let id = archive.json(&["list"])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    archive.json(&["correct", &id, "subject", "Về một việc"]);
    let run = archive.run(&["log", "verify", "--head", &before]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("từ đó thêm 1 mục"), "{}", run.out);
    assert_ne!(head(&archive), before);
    let other = "0".repeat(64);
    assert_eq!(archive.run(&["log", "verify", "--head", &other]).code, 4);
}

#[test]
fn an_import_that_changes_nothing_adds_nothing_but_what_it_must() {
    let archive = Archive::new();
    archive.import(&samples().join("2020"));
    let before = std::fs::read(file(&archive)).unwrap();
    archive.import(&samples().join("2020"));
    assert_eq!(std::fs::read(file(&archive)).unwrap(), before);
}

#[test]
fn a_changed_line_is_damage_and_a_torn_one_is_completed() {
    let archive = archive();
    let path = file(&archive);
    let whole = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, whole.replace("b.txt", "e.txt")).unwrap();
    let run = archive.run(&["log", "verify"]);
    assert_eq!(run.code, 4, "{}", run.out);
    assert!(run.out.contains("log: line"), "{}", run.out);
    std::fs::write(&path, &whole[..whole.len() - 7]).unwrap();
    let run = archive.run(&["log", "verify"]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("thiếu 1 mục cuối"), "{}", run.out);
    let id = archive.json(&["list"])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    archive.json(&["correct", &id, "subject", "x"]);
    let completed = std::fs::read_to_string(&path).unwrap();
    assert!(completed.starts_with(&whole));
    head(&archive);
    std::fs::write(&path, completed.replace("b.txt", "e.txt")).unwrap();
    let run = archive.run(&["verify"]);
    assert_eq!(run.code, 4, "{}", run.out);
    assert!(run.out.contains("log: line"), "{}", run.out);
    let verified = archive.json(&["log", "--event", "verified"]).remove(0);
    assert_eq!(
        (&verified["documents"], &verified["problems"]),
        (&2.into(), &1.into())
    );
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let run = archive.run(&["correct", &id, "subject", "y"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("lost entries") && run.err.contains("doctor"),
        "{}",
        run.err
    );
    assert_eq!(
        archive.run(&["search", "văn thư"]).code,
        0,
        "reading goes on"
    );
}
