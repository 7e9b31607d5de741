//! Archives that are ill: what the doctor says of each, what it repairs, and that nothing is lost by it.

use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;

use crate::durability::answers;
use crate::harness::Archive;
use crate::harness::samples;
use crate::secrecy::files;

/// The codes of what is wrong.
#[track_caller]
fn codes(archive: &Archive, options: &[&str]) -> Vec<String> {
    let lines = archive.json(&[&["doctor"], options].concat());
    let code = |line: &Value| line["code"].as_str().unwrap().to_owned();
    lines.iter().map(code).collect()
}

/// Copies of two samples, so that they can be changed, and an archive of them.
fn small() -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    for name in ["2020/238-QĐ-TW.docx", "35-NQ-TW.txt"] {
        let file = Path::new(name).file_name().unwrap();
        std::fs::copy(samples().join(name), folder.path().join(file)).unwrap();
    }
    let archive = Archive::new();
    archive.import(folder.path());
    (folder, archive)
}

fn originals(archive: &Archive) -> Vec<PathBuf> {
    files(&archive.path().join("originals"))
}

/// Replaces a file that may not be written.
fn replace(path: &Path, bytes: &[u8]) {
    std::fs::remove_file(path).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// All that people see of an archive.
fn seen(archive: &Archive) -> Vec<Value> {
    let mut seen = answers(archive);
    for command in [
        &["list"][..],
        &["bodies"],
        &["review"],
        &["quarantine"],
        &["quarantine", "released"],
        &["corrections", "list"],
        &["deleted"],
        &["cited-missing"],
    ] {
        seen.extend(archive.json(command));
    }
    seen
}

/// What the journal says of every file: an import that has nothing to do tells it all.
fn journal(archive: &Archive, folder: &Path) -> Vec<Value> {
    let (mut lines, mut summary) = archive.import(folder);
    summary.as_object_mut().unwrap().remove("seconds");
    lines.sort_by_key(|line| line["path"].to_string());
    lines.push(summary);
    lines
}

#[test]
fn a_lost_catalogue_is_made_anew_from_originals_and_log() {
    let archive = Archive::new();
    archive.import(&samples());
    let id = |number: &str| {
        let shown = archive.json(&["show", number]).remove(0);
        shown["id"].as_str().unwrap().to_owned()
    };
    archive.json(&[
        "correct",
        &id("238-QĐ/TW"),
        "issued-at",
        "Cần Thơ",
        "--reason",
        "mờ",
    ]);
    archive.json(&["correct", &id("112-BC/TU"), "signer", "", "--by", "Lan"]);
    archive.json(&["correct", &id("112-BC/TU"), "subject", "Một việc khác"]);
    let made = archive.json(&["corrections", "list"]);
    let last = made.iter().map(|made| made["id"].as_i64().unwrap()).max();
    let last = last.unwrap().to_string();
    archive.json(&["correct", &id("112-BC/TU"), "--undo", &last]);
    archive.json(&["delete", &id("12-CT/TW"), "--reason", "trùng"]);
    let secret = [
        "quarantine",
        "release",
        "2021/03-BC-TU.docx",
        "--reason",
        "thử",
    ];
    assert_eq!(archive.run(&secret).code, 0);
    journal(&archive, &samples());
    // An index that has seen papers change weighs words by what they said before, too.
    assert_eq!(archive.run(&["reindex"]).code, 0);
    let before = (seen(&archive), journal(&archive, &samples()));
    let log = std::fs::read_to_string(archive.path().join("log/log.jsonl")).unwrap();

    let catalogue = archive.path().join("catalogue.db");
    for damage in ["missing", "empty", "overwritten"] {
        match damage {
            "missing" => std::fs::remove_file(&catalogue).unwrap(),
            "empty" => std::fs::write(&catalogue, b"").unwrap(),
            _ => {
                let mut bytes = std::fs::read(&catalogue).unwrap();
                let middle = bytes.len() / 2;
                bytes[middle..].fill(b'x');
                std::fs::write(&catalogue, bytes).unwrap();
            }
        }
        let found = archive.run(&["doctor", "--quick"]);
        assert_eq!(found.code, 4, "{damage}: {}{}", found.out, found.err);
        assert!(found.out.contains("danh mục"), "{}", found.out);
        let repaired = archive.run(&["doctor", "--repair"]);
        assert_eq!(
            repaired.code, 0,
            "{damage}: {}{}",
            repaired.out, repaired.err
        );
        let after = (seen(&archive), journal(&archive, &samples()));
        assert_eq!(after, before, "{damage}");
        assert_eq!(archive.run(&["verify"]).code, 0, "{damage}");
        let longer = std::fs::read_to_string(archive.path().join("log/log.jsonl")).unwrap();
        assert!(longer.starts_with(&log));
    }
    assert_eq!(
        archive.json(&[
            "undelete",
            archive.json(&["deleted"])[0]["id"].as_str().unwrap()
        ])[0]["restored"],
        true
    );
    assert_eq!(archive.json(&["show", "12-CT/TW"]).len(), 1);
}

#[test]
fn without_a_log_a_lost_catalogue_is_left_to_the_backup() {
    let (_folder, archive) = small();
    std::fs::remove_file(archive.path().join("catalogue.db")).unwrap();
    std::fs::remove_dir_all(archive.path().join("log")).unwrap();
    let run = archive.run(&["doctor", "--repair"]);
    assert_eq!(run.code, 4);
    assert!(run.out.contains("sao lưu"), "{}", run.out);
    assert_eq!(originals(&archive).len(), 2);
    assert_eq!(
        archive.run(&["import", samples().to_str().unwrap()]).code,
        2
    );
}

#[test]
fn a_paper_whose_original_is_lost_too_can_be_imported_again() {
    let (folder, archive) = small();
    let lost = originals(&archive).remove(0);
    replace(&lost, b"other bytes");
    std::fs::remove_file(archive.path().join("catalogue.db")).unwrap();
    let run = archive.run(&["doctor", "--repair"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(archive.json(&["list"]).len(), 1);
    let rebuilt = archive.json(&["log", "--event", "rebuilt"]).remove(0);
    assert_eq!(
        (&rebuilt["documents"], &rebuilt["lost"]),
        (&1.into(), &1.into())
    );
    let (_, summary) = archive.import(folder.path());
    assert_eq!(
        (&summary["imported"], &summary["known"]),
        (&1.into(), &1.into())
    );
    assert_eq!(archive.run(&["verify"]).code, 0);
    assert_eq!(codes(&archive, &[]), ["set-aside"]);
}

#[test]
fn originals_come_back_from_where_they_were_imported() {
    let (folder, archive) = small();
    assert_eq!(codes(&archive, &[]), [""; 0]);
    assert!(archive.run(&["doctor"]).out.contains("lành lặn"));
    let [first, second] = originals(&archive).try_into().unwrap();
    std::fs::remove_file(&first).unwrap();
    let mut flipped = std::fs::read(&second).unwrap();
    flipped[7] ^= 1;
    replace(&second, &flipped);
    let mut found = codes(&archive, &[]);
    found.sort();
    assert_eq!(found, ["original-damaged", "original-missing"]);
    assert_eq!(codes(&archive, &["--quick"]), ["original-missing"]);
    let kept = folder.path().join("35-NQ-TW.txt");
    let elsewhere = folder.path().join("x");
    std::fs::rename(&kept, &elsewhere).unwrap();
    let run = archive.run(&["doctor", "--repair"]);
    assert_eq!(run.code, 4, "one of them is not there: {}", run.out);
    std::fs::rename(&elsewhere, &kept).unwrap();
    assert_eq!(archive.run(&["doctor", "--repair"]).code, 0);
    assert_eq!(archive.run(&["verify"]).code, 0);
    assert_eq!(codes(&archive, &[]), ["set-aside"]);
}

#[test]
fn an_index_that_is_gone_or_flipped_is_built_anew() {
    let (_folder, archive) = small();
    let index = archive.path().join("index");
    std::fs::remove_dir_all(&index).unwrap();
    assert_eq!(codes(&archive, &[]), ["index-missing"]);
    assert_eq!(archive.run(&["doctor", "--repair"]).code, 0);
    let ends = |path: &PathBuf| path.extension().is_some_and(|end| end == "idx");
    let file = files(&index).into_iter().find(ends).unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[20] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    assert_eq!(codes(&archive, &[]), ["index-damaged"]);
    assert_eq!(archive.run(&["doctor", "--repair"]).code, 0);
    assert_eq!(archive.hits("238-QĐ/TW").len(), 1);
}

#[test]
fn a_log_that_was_changed_is_written_anew_and_kept_aside() {
    let (_folder, archive) = small();
    let path = archive.path().join("log/log.jsonl");
    let whole = std::fs::read_to_string(&path).unwrap();
    for changed in [
        whole.replace("35-NQ-TW", "36-NQ-TW"),
        whole[..200].to_owned(),
    ] {
        std::fs::write(&path, &changed).unwrap();
        assert_eq!(codes(&archive, &[])[0], "log-damaged");
        assert_eq!(archive.run(&["doctor", "--repair"]).code, 0);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), whole);
    }
    let aside = archive.path().join("log/damaged-2.jsonl");
    assert_eq!(std::fs::read_to_string(aside).unwrap(), whole[..200]);
    assert_eq!(codes(&archive, &[]), ["set-aside"]);
}

#[test]
fn what_a_crash_left_is_told_and_is_no_damage() {
    let (_folder, archive) = small();
    let path = archive.path();
    std::fs::write(
        path.join("lock"),
        "41\n2026-01-01T00:00:00Z\nimport /mnt/quét\n",
    )
    .unwrap();
    std::fs::write(path.join("originals/incoming/.tmpabc"), "half").unwrap();
    let stranger = path.join("originals/00").join("0".repeat(64));
    std::fs::write(stranger, "x").unwrap();
    let log = std::fs::read_to_string(path.join("log/log.jsonl")).unwrap();
    std::fs::write(path.join("log/log.jsonl"), &log[..log.len() - 9]).unwrap();
    let run = archive.run(&["doctor"]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("import /mnt/quét"), "{}", run.out);
    assert_eq!(
        codes(&archive, &[]),
        ["died", "log-behind", "originals-unlisted", "unfinished"]
    );
    assert_eq!(
        codes(&archive, &["--repair"]).last().unwrap(),
        "originals-unlisted"
    );
    assert_eq!(
        std::fs::read_to_string(path.join("log/log.jsonl")).unwrap(),
        log
    );
    let nothing = Archive::new();
    assert_eq!(nothing.run(&["doctor"]).code, 2);
}
