//! The audit of accounts as an office's IT proves it: by itself, by the catalogue's log, by a head
//! written down.

use rusqlite::Connection;

use super::door::PASSWORD;
use super::door::office;
use super::door::user;
use crate::harness::Archive;

fn verified(archive: &Archive, more: &[&str]) -> (i32, serde_json::Value) {
    let run = archive.run(&[&["--json", "user", "audit", "--verify"], more].concat());
    (run.code, run.lines()[0].clone())
}

fn damaged(archive: &Archive, sql: &str) {
    let accounts = Connection::open(archive.path().join("access.db")).unwrap();
    accounts.execute_batch(sql).unwrap();
}

#[test]
fn what_is_cut_off_or_changed_is_told_until_somebody_takes_it_on() {
    let archive = office(&[("minh", "administrator"), ("lan", "reader")]);
    let (code, before) = verified(&archive, &[]);
    assert_eq!((code, before["entries"].as_u64()), (0, Some(2)), "{before}");
    assert_eq!(archive.run(&["verify"]).code, 0);
    // A verification has noted how far it reaches; what comes after goes on from there.
    assert_eq!(user(&archive, &["disable", "lan"], ""), 0);
    assert_eq!(archive.run(&["verify"]).code, 0);
    let head = before["head"].as_str().unwrap();
    let (code, after) = verified(&archive, &["--head", head]);
    assert_eq!(
        (code, after["entries"].as_u64(), after["continues"].as_u64()),
        (0, Some(3), Some(2)),
        "{after}"
    );
    let noted = archive.json(&["log", "--event", "audit-noted"]);
    assert_eq!(noted.len(), 2, "{noted:?}");

    damaged(&archive, "DELETE FROM audit WHERE id = 3");
    let told = "ends before entry 3";
    let (code, cut) = verified(&archive, &[]);
    assert_eq!(code, 4, "{cut}");
    assert!(cut["problems"][0].as_str().unwrap().contains(told), "{cut}");
    for command in ["verify", "doctor"] {
        let run = archive.run(&[command]);
        assert_eq!(run.code, 4, "{command}: {}", run.out);
        assert!(run.out.contains(told), "{command}: {}", run.out);
    }
    assert_eq!(
        archive.run(&["verify"]).code,
        4,
        "telling it does not settle it"
    );
    assert_eq!(archive.run(&["user", "audit", "--accept"]).code, 0);
    let run = archive.run(&["verify"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);

    damaged(&archive, "UPDATE audit SET about = 'x' WHERE id = 1");
    let run = archive.run(&["verify"]);
    assert!(run.out.contains("entry 1 is not"), "{}", run.out);
    assert_eq!(run.code, 4);
    let run = archive.run(&["doctor"]);
    assert!(!run.out.contains("--accept"), "in vain: {}", run.out);

    std::fs::remove_file(archive.path().join("access.db")).unwrap();
    let run = archive.run(&["doctor"]);
    assert!(run.out.contains("--accept"), "{}", run.out);
    assert_eq!(archive.run(&["user", "audit", "--accept"]).code, 0);
    for again in [false, true] {
        let run = archive.run(&["verify"]);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        if !again {
            let add = ["add", "minh", "--role", "administrator"];
            assert_eq!(user(&archive, &add, PASSWORD), 0);
        }
    }
}

#[test]
fn the_archives_own_audit_is_known_however_its_path_is_written() {
    let archive = office(&[("minh", "administrator"), ("lan", "reader")]);
    assert_eq!(archive.run(&["verify"]).code, 0);
    damaged(&archive, "DELETE FROM audit WHERE id = 2");
    let again = archive.path().join("../kho/access.db");
    let elsewhere = ["--accounts", again.to_str().unwrap()];
    let (code, cut) = verified(&archive, &elsewhere);
    assert_eq!(code, 4, "{cut}");
    let accept = [&["user", "audit", "--accept"], &elsewhere[..]].concat();
    assert_eq!(archive.run(&accept).code, 0);
    assert_eq!(verified(&archive, &elsewhere).0, 0);
}

#[test]
fn what_people_typed_makes_no_line_of_its_own() {
    let archive = office(&[("minh", "administrator")]);
    let forged = "'x' || char(10) || '2026 root: granted' || char(27) || '[2J'";
    damaged(
        &archive,
        &format!("UPDATE audit SET who = {forged}, about = {forged} WHERE id = 1"),
    );
    let told = archive.run(&["user", "audit"]).out;
    assert_eq!(told.lines().count(), 1, "{told:?}");
    assert!(!told.contains('\u{1b}'), "{told:?}");
}

#[test]
fn a_backup_notes_it_and_has_all_that_was_noted() {
    let archive = office(&[("minh", "administrator")]);
    let folder = tempfile::tempdir().unwrap();
    let (bag, back) = (folder.path().join("bag"), folder.path().join("kho"));
    let text = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    for _ in 0..2 {
        let run = archive.run(&["backup", &text(&bag)]);
        assert_eq!(run.code, 0, "{}", run.err);
    }
    assert_eq!(archive.json(&["log", "--event", "audit-noted"]).len(), 1);
    let run = archive.run(&["restore", &text(&bag), &text(&back)]);
    assert_eq!(run.code, 0, "{}", run.err);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_vankho"));
    let run = command
        .args(["--archive", &text(&back), "verify"])
        .output()
        .unwrap();
    assert!(run.status.success(), "{run:?}");
    // The file gone is the whole audit cut off.
    std::fs::remove_file(archive.path().join("access.db")).unwrap();
    let run = archive.run(&["verify"]);
    assert_eq!(run.code, 4);
    assert!(run.out.contains("is gone"), "{}", run.out);
}

#[test]
fn accounts_elsewhere_are_proved_by_a_head() {
    let archive = office(&[]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("người.db");
    let elsewhere = ["--accounts", file.to_str().unwrap()];
    let add = ["add", "minh", "--role", "administrator"];
    assert_eq!(
        user(&archive, &[&add[..], &elsewhere].concat(), PASSWORD),
        0
    );
    let (code, told) = verified(&archive, &elsewhere);
    assert_eq!((code, told["entries"].as_u64()), (0, Some(1)), "{told}");
    let other = "1".repeat(64);
    let (code, told) = verified(&archive, &[&elsewhere[..], &["--head", &other]].concat());
    assert_eq!(code, 4, "{told}");
    let run = archive.run(&["user", "audit", "--verify"]);
    assert_eq!(run.code, 2, "there are none beside the catalogue");
    let accept = [&["user", "audit", "--accept"], &elsewhere[..]].concat();
    assert_eq!(archive.run(&accept).code, 2);
}
