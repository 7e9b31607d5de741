//! Documents deleted: nowhere any more, brought back as they were, and removed so that no byte is left.

use serde_json::Value;
use tempfile::TempDir;

use crate::durability::answers;
use crate::harness::Archive;
use crate::secrecy::files;
use crate::secrecy::holds;
use crate::secrecy::papers::canary;
use crate::secrecy::papers::report;

const JSON: (&str, &str) = ("content-type", "application/json");

/// Three reports, each with a word of its own, and the folder they came from.
fn archive() -> (TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    for number in 1..=3 {
        let name = format!("{number}.txt");
        std::fs::write(folder.path().join(name), report("*", number)).unwrap();
    }
    let archive = Archive::new();
    archive.import(folder.path());
    (folder, archive)
}

#[track_caller]
fn id_of(archive: &Archive, number: usize) -> String {
    let answer = archive.json(&["search", &canary(number)]).remove(0);
    answer["hits"][0]["id"].as_str().unwrap().to_owned()
}

/// Whether a word is in any file of the archive, in any spelling.
fn is_left(archive: &Archive, word: &str) -> bool {
    let read = |path| std::fs::read(path).unwrap();
    files(&archive.path())
        .into_iter()
        .map(read)
        .any(|bytes| holds(&bytes, word))
}

#[track_caller]
fn outcome(archive: &Archive, folder: &TempDir, name: &str) -> (String, String) {
    let (lines, _) = archive.import(folder.path());
    let line = lines.iter().find(|line| line["path"] == name).unwrap();
    let text = |field: &str| line[field].as_str().unwrap_or_default().to_owned();
    (text("outcome"), text("reason"))
}

#[test]
fn a_deleted_document_is_nowhere_and_comes_back_as_it_was() {
    let (folder, archive) = archive();
    let id = id_of(&archive, 2);
    archive.json(&[
        "correct",
        &id,
        "subject",
        "Về chuyện chèo thuyền",
        "--by",
        "Lan",
    ]);
    let before = (
        answers(&archive),
        archive.json(&["list"]),
        archive.json(&["show", &id]),
    );
    assert_eq!(archive.run(&["delete", &id]).code, 2, "no reason");
    assert_eq!(archive.run(&["delete", &id, "--reason", " "]).code, 2);
    let told = archive
        .json(&["delete", &id, "--reason", "nhập nhầm", "--by", "Hà"])
        .remove(0);
    assert_eq!(
        (&told["who"], &told["reason"]),
        (&"Hà".into(), &"nhập nhầm".into())
    );

    assert_eq!(archive.json(&["list"]).len(), 2);
    assert_eq!(archive.run(&["show", &id]).code, 2);
    assert_eq!(archive.run(&["delete", &id, "--reason", "x"]).code, 2);
    for word in [canary(2), "chèo thuyền".to_owned()] {
        let answer = archive.json(&["search", &word]).remove(0);
        assert_eq!(answer["total"], 0, "{answer}");
        assert_eq!(answer["did_you_mean"], Value::Null);
    }
    let all = archive.json(&["search", ""]).remove(0);
    assert_eq!(all["total"], 2);
    assert_eq!(all["facets"]["kind"][0]["count"], 2);
    assert_eq!(archive.run(&["verify"]).code, 0);

    let (outcome_told, reason) = outcome(&archive, &folder, "2.txt");
    assert_eq!(outcome_told, "skipped");
    assert!(reason.contains("đã bị xóa"), "{reason}");
    std::fs::rename(folder.path().join("2.txt"), folder.path().join("khác.txt")).unwrap();
    let (outcome_told, reason) = outcome(&archive, &folder, "khác.txt");
    assert_eq!(outcome_told, "skipped");
    assert!(reason.contains("undelete"), "{reason}");
    std::fs::rename(folder.path().join("khác.txt"), folder.path().join("2.txt")).unwrap();

    let listed = archive.json(&["deleted"]);
    assert_eq!(listed.len(), 1);
    assert!(listed[0]["title"].as_str().unwrap().contains("12-BC/TU"));
    assert_eq!(
        archive.json(&["purge"])[0]["purged"],
        Value::Array(Vec::new())
    );
    assert_eq!(archive.json(&["undelete", &id])[0]["restored"], true);
    assert_eq!(archive.run(&["undelete", &id]).code, 2);
    let after = (
        answers(&archive),
        archive.json(&["list"]),
        archive.json(&["show", &id]),
    );
    assert_eq!(after, before);
    assert_eq!(archive.run(&["deleted"]).code, 1);
    assert_eq!(outcome(&archive, &folder, "2.txt").0, "known");
    assert_eq!(archive.run(&["verify"]).code, 0);
    let events = archive.json(&["log", "--document", &id]);
    let events: Vec<_> = events
        .iter()
        .map(|one| one["event"].as_str().unwrap())
        .collect();
    assert_eq!(events, ["kept", "corrected", "deleted", "undeleted"]);
}

#[test]
fn of_a_purged_document_no_byte_is_left() {
    let (folder, archive) = archive();
    let id = id_of(&archive, 2);
    archive.json(&[
        "correct",
        &id,
        "subject",
        "Thuyềnthúngzq",
        "--reason",
        "Lýdozq",
    ]);
    let words = [
        canary(2),
        "Thuyềnthúngzq".to_owned(),
        "Lýdozq".to_owned(),
        "Vìsaozq".to_owned(),
    ];
    archive.json(&["delete", &id, "--reason", "Vìsaozq", "--keep-days", "0"]);
    for word in &words {
        assert!(is_left(&archive, word), "{word} can be brought back");
    }
    let purged = archive.json(&["purge"]).remove(0);
    assert_eq!(purged["purged"][0], id);
    assert_eq!(purged["wiped"], true);
    for word in &words {
        assert!(!is_left(&archive, word), "{word} is left");
    }
    assert!(
        is_left(&archive, &canary(1)),
        "what is kept can be found this way"
    );
    assert_eq!(archive.run(&["verify"]).code, 0);
    assert_eq!(archive.json(&["deleted"])[0]["title"], Value::Null);
    assert_eq!(outcome(&archive, &folder, "2.txt").0, "skipped");
    assert_eq!(archive.json(&["undelete", &id])[0]["restored"], false);
    assert_eq!(outcome(&archive, &folder, "2.txt").0, "imported");
    assert_eq!(archive.hits(&canary(2)), ["2.txt"]);
    assert_eq!(archive.run(&["verify"]).code, 0);
}

#[test]
fn documents_are_deleted_and_brought_back_over_http() {
    let (_folder, archive) = archive();
    let id = id_of(&archive, 3);
    let server = archive.serve();
    let url = format!("/api/v1/documents/{id}/deletion");
    let etag = server.get("/api/v1/search?q=").header("etag").to_owned();
    assert_eq!(
        server.post(&url, &[JSON], b"{\"reason\":\" \"}").status,
        400
    );
    assert_eq!(server.post(&url, &[JSON], b"{}").status, 400);
    let foreign = ("origin", "http://evil.example");
    assert_eq!(
        server
            .post(&url, &[JSON, foreign], b"{\"reason\":\"x\"}")
            .status,
        403
    );
    let made = server.post(
        &url,
        &[JSON],
        "{\"reason\":\"nhầm\",\"who\":\"Hà\"}".as_bytes(),
    );
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(made.json()["reason"], "nhầm");
    for gone in ["", "/text", "/original"] {
        let answer = server.get(&format!("/api/v1/documents/{id}{gone}"));
        assert_eq!(answer.status, 404, "{gone}");
    }
    assert_eq!(server.get(&format!("/van-ban/{id}")).status, 404);
    assert_ne!(server.get("/api/v1/search?q=").header("etag"), etag);
    assert_eq!(server.search(&[("q", "")])["total"], 2);
    assert_eq!(server.get("/api/v1/deletions").json()[0]["id"], id);
    assert_eq!(
        server.post(&url, &[JSON], b"{\"reason\":\"x\"}").status,
        404
    );
    assert_eq!(server.delete(&url, &[]).json()["restored"], true);
    assert_eq!(server.delete(&url, &[]).status, 404);
    assert_eq!(server.search(&[("q", &canary(3))])["total"], 1);
}
