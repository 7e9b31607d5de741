//! What a folder goes through between two imports: files moved, copied, half written, gone.

use std::fs::create_dir_all;
use std::fs::rename;
use std::fs::write;
use std::path::Path;

use serde_json::Value;

use crate::harness::Archive;

/// A paper of its own, found by its word.
fn paper(word: &str) -> String {
    format!("UBND TỈNH AN GIANG\nSố: 12/QĐ-UBND\nQUYẾT ĐỊNH\nvề việc {word}\n")
}

/// The line of a file.
#[track_caller]
fn line<'a>(lines: &'a [Value], path: &str) -> &'a Value {
    let found = lines.iter().find(|line| line["path"] == path);
    found.unwrap_or_else(|| panic!("nothing of {path}: {lines:#?}"))
}

fn ids(archive: &Archive) -> Vec<(String, Vec<String>)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let row = |line: &Value| {
        let sources = line["sources"].as_array().unwrap();
        (text(&line["id"]), sources.iter().map(text).collect())
    };
    let mut rows: Vec<_> = archive.json(&["list"]).iter().map(row).collect();
    rows.sort();
    rows
}

#[test]
fn a_moved_file_is_the_same_paper_at_another_path() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    create_dir_all(at("2020")).unwrap();
    for name in ["a.txt", "2020/b.txt", "2020/c.txt", "d.txt"] {
        write(at(name), paper(&name.replace(['/', '.'], "x"))).unwrap();
    }
    let archive = Archive::new();
    archive.import(folder.path());
    let before = ids(&archive);
    rename(at("a.txt"), at("mới.txt")).unwrap();
    rename(at("2020"), at("2021")).unwrap();
    std::fs::copy(at("d.txt"), at("bản sao.txt")).unwrap();
    let (lines, summary) = archive.import(folder.path());
    let sums =
        ["found", "imported", "known", "duplicates"].map(|sum| summary[sum].as_u64().unwrap());
    assert_eq!(sums, [5, 0, 4, 1], "{lines:#?}");
    let moved = line(&lines, "2021/b.txt");
    assert_eq!(moved["outcome"], "known");
    assert!(
        moved["reason"].as_str().unwrap().contains("2020/b.txt"),
        "{moved}"
    );
    assert_eq!(line(&lines, "bản sao.txt")["outcome"], "duplicate");
    let after = ids(&archive);
    let only_ids =
        |rows: &[(String, Vec<String>)]| rows.iter().map(|row| row.0.clone()).collect::<Vec<_>>();
    assert_eq!(only_ids(&after), only_ids(&before));
    let sources: Vec<&[String]> = after.iter().map(|row| row.1.as_slice()).collect();
    // Where it is comes first, where it was stays known.
    for expected in [
        ["mới.txt", "a.txt"],
        ["2021/b.txt", "2020/b.txt"],
        ["d.txt", "bản sao.txt"],
    ] {
        assert!(
            sources.contains(&expected.map(str::to_owned).as_slice()),
            "{sources:?}"
        );
    }
    let (_, again) = archive.import(folder.path());
    assert_eq!((&again["known"], &again["found"]), (&5.into(), &5.into()));
    // Back again: known, and named first.
    rename(at("2021"), at("2020")).unwrap();
    archive.import(folder.path());
    let found = archive.json(&["search", "2020xbxtxt"]);
    assert_eq!(found[0]["hits"][0]["sources"][0], "2020/b.txt");
    assert_eq!(archive.run(&["verify"]).code, 0);
}

/// A share that is not mounted has not moved its files.
#[test]
fn files_of_a_folder_that_cannot_be_seen_are_not_taken_for_moved() {
    let folders = tempfile::tempdir().unwrap();
    let (share, copy) = (folders.path().join("share"), folders.path().join("copy"));
    create_dir_all(&share).unwrap();
    create_dir_all(&copy).unwrap();
    write(share.join("a.txt"), paper("motnoi")).unwrap();
    let archive = Archive::new();
    archive.import(&share);
    rename(share.join("a.txt"), copy.join("a.txt")).unwrap();
    std::fs::remove_dir(&share).unwrap();
    let (lines, _) = archive.import(&copy);
    assert_eq!(line(&lines, "a.txt")["outcome"], "duplicate");
}

#[test]
fn what_was_written_just_now_comes_in_the_same_run() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.txt", "b.txt"] {
        write(folder.path().join(name), paper(&name.replace('.', "x"))).unwrap();
    }
    let archive = Archive::new();
    let path = folder.path().to_str().unwrap();
    let run = archive.run(&["--json", "import", path, "--settle", "1"]);
    assert_eq!((run.code, &run.lines()[2]["imported"]), (0, &2.into()));
}

#[test]
fn what_could_not_be_read_is_tried_again_when_asked_or_when_it_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    write(
        folder.path().join("a.pdf"),
        b"%PDF-1.4 kh\xc3\xb4ng ph\xe1\xba\xa3i PDF",
    )
    .unwrap();
    write(folder.path().join("b.txt"), paper("lanhlan")).unwrap();
    let archive = Archive::new();
    let tries = || {
        let listed = archive.json(&["quarantine"]);
        let row = line(&listed, "a.pdf").clone();
        assert!(!row["reason"].as_str().unwrap().is_empty());
        let at = row["at"].as_str().unwrap().to_owned();
        (row["tries"].as_u64().unwrap(), at)
    };
    assert_eq!(
        archive.run(&["import", path]).code,
        3,
        "the bad one stops nothing"
    );
    assert_eq!(archive.hits("lanhlan"), ["b.txt"]);
    let (first, began) = tries();
    assert_eq!(first, 1);
    assert_eq!(archive.run(&["import", path]).code, 3);
    assert_eq!(
        tries(),
        (1, began.clone()),
        "it is told again, not tried again"
    );
    assert_eq!(archive.run(&["import", path, "--retry"]).code, 3);
    let (second, later) = tries();
    assert!(second == 2 && later > began, "{later} {began}");
    write(folder.path().join("a.pdf"), paper("daduocsua")).unwrap();
    assert_eq!(archive.run(&["import", path]).code, 0);
    assert!(archive.json(&["quarantine"]).is_empty());
    assert_eq!(archive.hits("daduocsua"), ["a.pdf"]);
}

#[test]
fn an_import_is_taken_back_and_made_again() {
    let folders = tempfile::tempdir().unwrap();
    let (good, draft) = (folders.path().join("good"), folders.path().join("draft"));
    create_dir_all(&good).unwrap();
    create_dir_all(&draft).unwrap();
    write(good.join("a.txt"), paper("chinhthuc")).unwrap();
    write(draft.join("a.txt"), paper("chinhthuc")).unwrap();
    write(draft.join("b.txt"), paper("bannhap")).unwrap();
    write(draft.join("c.pdf"), b"%PDF-1.4 h\xe1\xbb\x8fng").unwrap();
    let archive = Archive::new();
    archive.import(&good);
    archive.import(&draft);
    assert_eq!(archive.hits("bannhap"), ["b.txt"]);
    let runs = archive.json(&["import", "list"]);
    let of = |folder: &Path| {
        let run = runs
            .iter()
            .find(|run| run["folder"] == folder.to_str().unwrap());
        run.unwrap().clone()
    };
    let (bad, held) = (of(&draft)["id"].to_string(), of(&draft)["holds"].clone());
    assert_eq!(held, 1);
    assert_eq!(of(&draft)["summary"]["quarantined"], 1);
    let undo = ["import", "undo", bad.as_str(), "--reason", "thư mục nháp"];
    let undone = archive.json(&undo).remove(0);
    assert_eq!(
        (&undone["withdrawn"], &undone["kept"]),
        (&1.into(), &1.into())
    );
    assert!(archive.hits("bannhap").is_empty());
    assert_eq!(archive.hits("chinhthuc"), ["a.txt"]);
    assert_eq!(
        archive.json(&["list"])[0]["sources"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert!(archive.json(&["quarantine"]).is_empty());
    assert_eq!(archive.run(&["verify"]).code, 0);
    assert_eq!(
        archive.run(&undo).code,
        1,
        "there is nothing left to take back"
    );
    assert_eq!(
        archive.run(&["import", "undo", "99", "--reason", "x"]).code,
        2
    );
    assert_eq!(
        archive.run(&["import", "undo", &bad]).code,
        2,
        "a reason is asked for"
    );
    let (_, again) = archive.import(&draft);
    assert_eq!(
        (&again["imported"], &again["duplicates"]),
        (&1.into(), &1.into())
    );
    assert_eq!(archive.hits("bannhap"), ["b.txt"]);
}

#[test]
fn a_program_takes_an_import_back() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path().join("b.txt"), paper("bannhap")).unwrap();
    let archive = Archive::new();
    archive.import(folder.path());
    let server = archive.serve();
    let runs = server.get("/api/v1/imports/runs").json();
    assert_eq!((&runs[0]["run"], &runs[0]["holds"]), (&1.into(), &1.into()));
    let undo = |run: &str, body: &str| {
        let kind = ("content-type", "application/json");
        let path = format!("/api/v1/imports/runs/{run}/undo");
        server.post(&path, &[kind], body.as_bytes())
    };
    for (run, body, status) in [
        ("1", "{}", 400),
        ("1", "{\"reason\":\" \"}", 400),
        ("9", "{\"reason\":\"thư mục nháp\"}", 404),
        ("x", "{\"reason\":\"thư mục nháp\"}", 404),
    ] {
        let refused = undo(run, body);
        assert_eq!(refused.status, status, "{run} {body}: {}", refused.text());
    }
    assert_eq!(archive.hits("bannhap"), ["b.txt"]);
    let told = undo("1", "{\"reason\":\"thư mục nháp\",\"who\":\"lan\"}");
    assert_eq!(told.status, 200, "{}", told.text());
    assert_eq!(told.json()["withdrawn"], 1);
    assert!(archive.hits("bannhap").is_empty());
}

#[test]
fn what_is_in_a_container_comes_again_after_its_import_was_taken_back() {
    let archive = Archive::new();
    let samples = crate::harness::samples();
    let (_, first) = archive.import(&samples);
    let before = ids(&archive);
    archive.import(&samples);
    let runs = archive.json(&["import", "list"]);
    assert_eq!(
        runs.len(),
        1,
        "secret and unreadable files too are no news: {runs:#?}"
    );
    let undo = ["import", "undo", "1", "--reason", "thử"];
    assert_eq!(archive.run(&undo).code, 0);
    assert!(archive.json(&["list"]).is_empty());
    let (_, second) = archive.import(&samples);
    for sum in [
        "found",
        "imported",
        "duplicates",
        "unpacked",
        "quarantined",
        "refused",
    ] {
        assert_eq!(first[sum], second[sum], "{sum}");
    }
    let only_ids =
        |rows: &[(String, Vec<String>)]| rows.iter().map(|row| row.0.clone()).collect::<Vec<_>>();
    assert_eq!(only_ids(&ids(&archive)), only_ids(&before));
}
