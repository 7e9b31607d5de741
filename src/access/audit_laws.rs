//! What holds of the audit: whatever is changed in it is named, what it was is bound when it is old.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::access::Accounts;
use crate::access::Act;
use crate::access::AuditChecked;
use crate::access::AuditKnown;
use crate::access::AuditProblem;
use crate::access::FILE;
use crate::access::Role;
use crate::database::Connection;
use crate::database::Place;
use crate::document::ORIGIN;

const PASSWORD: &str = "mật khẩu của minh";

fn act(second: i64) -> Act<'static> {
    Act {
        who: "minh",
        source: "dòng lệnh",
        at: Timestamp::from_second(1_700_000_000 + second).unwrap(),
    }
}

fn place(file: &std::path::Path) -> Place {
    Place::File(file.to_path_buf())
}

/// Accounts with six entries in their audit.
fn office() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE);
    let accounts = Accounts::open(&place(&file)).unwrap();
    for (second, name) in (0..).zip(["minh", "lan", "hoa"]) {
        let role = Role::Administrator;
        accounts
            .add(name, role, Some(PASSWORD), &act(second))
            .unwrap();
    }
    for (second, disabled) in [(3, true), (4, false), (5, true)] {
        accounts
            .set_disabled("hoa", disabled, &act(second))
            .unwrap();
    }
    (folder, file)
}

#[track_caller]
fn checked(file: &std::path::Path, known: &AuditKnown) -> AuditChecked {
    Accounts::verify_audit(&place(file), known)
        .unwrap()
        .unwrap()
}

#[track_caller]
fn check(damage: &str, expected: &[AuditProblem]) {
    let (_folder, file) = office();
    let before = checked(&file, &AuditKnown::default());
    assert_eq!((before.entries, &*before.problems), (6, &[][..]));
    Connection::open(&file)
        .unwrap()
        .execute_batch(damage)
        .unwrap();
    let known = AuditKnown {
        noted: Some((before.entries, before.head)),
        head: None,
    };
    let found = checked(&file, &known).problems;
    assert_eq!(found, expected, "{damage}");
}

#[test]
fn whatever_is_changed_is_named() {
    use AuditProblem::*;
    for column in ["at", "who", "source", "event", "about"] {
        check(
            &format!("UPDATE audit SET {column} = 'x' WHERE id = 3"),
            &[Entry(3)],
        );
        // The boundary between two fields is part of what is hashed.
        check(
            &format!("UPDATE audit SET {column} = {column} || ' ' WHERE id = 6"),
            &[Entry(6)],
        );
    }
    check("UPDATE audit SET who = x'ff' WHERE id = 2", &[Entry(2)]);
    check(
        "UPDATE audit SET who = 'minhd', source = 'òng lệnh' WHERE id = 2",
        &[Entry(2)],
    );
    check(
        "UPDATE audit SET hash = 'x' WHERE id = 3",
        &[Entry(3), Entry(4)],
    );
    check("DELETE FROM audit WHERE id = 3", &[Missing(3, 3)]);
    check("DELETE FROM audit WHERE id < 3", &[Missing(1, 2)]);
    check("DELETE FROM audit WHERE id > 4", &[Cut(6)]);
    check("DELETE FROM audit", &[Cut(6)]);
    check(
        "DELETE FROM audit WHERE id = 2;
         UPDATE audit SET id = id - 1 WHERE id > 2",
        &[Entry(2), Entry(3), Entry(4), Entry(5), Cut(6)],
    );
    check(
        "UPDATE audit SET id = -2 WHERE id = 2; UPDATE audit SET id = 2 WHERE id = 3;
         UPDATE audit SET id = 3 WHERE id = -2",
        &[Entry(2), Entry(3), Entry(4)],
    );
    check(
        "INSERT INTO audit SELECT 7, at, who, source, event, about, hash FROM audit WHERE id = 6",
        &[Entry(7)],
    );
    check(
        "UPDATE audit SET id = -1 WHERE id = 6",
        &[Entry(-1), Cut(6)],
    );
}

#[test]
fn a_chain_made_anew_is_not_the_one_that_was_noted() {
    let (_folder, file) = office();
    let before = checked(&file, &AuditKnown::default());
    let connection = Connection::open(&file).unwrap();
    let forge = "UPDATE audit SET about = 'khác' WHERE id = 2";
    connection.execute_batch(forge).unwrap();
    super::audit::bind(&connection).unwrap();
    assert_eq!(checked(&file, &AuditKnown::default()).problems, []);
    let known = AuditKnown {
        noted: Some((before.entries, before.head.clone())),
        head: Some(before.head.clone()),
    };
    let expected = [AuditProblem::Other(6), AuditProblem::NoHead(before.head)];
    assert_eq!(checked(&file, &known).problems, expected);
}

#[test]
fn an_audit_goes_on_from_its_earlier_head() {
    let (_folder, file) = office();
    let before = checked(&file, &AuditKnown::default());
    let known = AuditKnown {
        noted: Some((before.entries, before.head.clone())),
        head: Some(before.head),
    };
    let accounts = Accounts::open(&place(&file)).unwrap();
    accounts.set_disabled("hoa", false, &act(9)).unwrap();
    let after = checked(&file, &known);
    assert_eq!((after.entries, after.asked), (7, Some(6)));
    assert_eq!(after.problems, []);
    drop(accounts);
    std::fs::remove_file(&file).unwrap();
    let gone = AuditProblem::Gone(file.display().to_string());
    assert_eq!(checked(&file, &known).problems, [gone]);
    let nothing = Accounts::verify_audit(&place(&file), &AuditKnown::default()).unwrap();
    assert_eq!(nothing, None);
}

#[test]
fn a_file_without_a_chain_does_not_go_on_from_a_head() {
    let (_folder, file) = office();
    let head = checked(&file, &AuditKnown::default()).head;
    let known = AuditKnown {
        noted: None,
        head: Some(head.clone()),
    };
    let unchained = "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA user_version = 1";
    let connection = Connection::open(&file).unwrap();
    connection.execute_batch(unchained).unwrap();
    drop(connection);
    let no_head = [AuditProblem::NoHead(head)];
    assert_eq!(checked(&file, &known).problems, no_head);
    std::fs::write(&file, "").unwrap();
    assert_eq!(checked(&file, &known).problems, no_head);
}

#[test]
fn an_older_file_is_bound_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE);
    let connection = Connection::open(&file).unwrap();
    connection
        .execute_batch(include_str!("accounts.sql"))
        .unwrap();
    connection
        .execute_batch(
            "PRAGMA user_version = 1;
             INSERT INTO audit (at, who, source, event, about) VALUES
             ('2026-01-01T00:00:00Z', 'minh', '127.0.0.1', 'log-in', 'minh'),
             ('2026-01-02T00:00:00Z', 'minh', '127.0.0.1', 'log-out', 'minh')",
        )
        .unwrap();
    drop(connection);
    let old = checked(&file, &AuditKnown::default());
    assert_eq!((old.entries, old.head.as_str()), (0, ORIGIN));
    let asked = |head: &str| AuditKnown {
        noted: None,
        head: Some(head.to_owned()),
    };
    let (before, other) = (asked(ORIGIN), asked(&"1".repeat(64)));
    let no_head = AuditProblem::NoHead("1".repeat(64));
    assert_eq!(checked(&file, &other).problems, [no_head]);
    assert_eq!(checked(&file, &before).problems, []);
    let accounts = Accounts::open(&place(&file)).unwrap();
    accounts
        .add("lan", Role::Reader, Some(PASSWORD), &act(0))
        .unwrap();
    let bound = checked(&file, &AuditKnown::default());
    assert_eq!((bound.entries, &*bound.problems), (3, &[][..]));
    assert_eq!(checked(&file, &before).problems, []);
    let told = accounts.audited(9).unwrap();
    assert_eq!(told[2].event, "log-in");
}
