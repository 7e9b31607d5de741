//! What holds of accounts: sessions end, rights hold at once, nothing secret is kept.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;

use crate::access::AccessError;
use crate::access::Accounts;
use crate::access::Act;
use crate::access::FILE;
use crate::access::Grant;
use crate::access::LogIn;
use crate::access::Role;
use crate::access::sessions::IDLE;
use crate::access::sessions::LONGEST;
use crate::database::Place;
use crate::database::Settings;
use crate::document::Circulation;
use crate::document::Folder;
use crate::document::Holding;

const PASSWORD: &str = "mật khẩu của minh";
const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

fn act(second: i64) -> Act<'static> {
    Act {
        who: "minh",
        source: "dòng lệnh",
        at: at(second),
    }
}

/// The file; or a schema of its own on the server of the catalogues, if one is named.
fn place(file: &std::path::Path) -> Place {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let Ok(url) = std::env::var("VANKHO_TEST_CATALOGUE") else {
        return Place::File(file.to_path_buf());
    };
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    Place::Server(Settings {
        url,
        password: None,
        schema: format!("test_{}_{number}_access", std::process::id()),
        authorities: None,
        patience: Duration::from_secs(30),
    })
}

/// Two administrators, `minh` and `lan`.
fn office() -> (tempfile::TempDir, Accounts) {
    let folder = tempfile::tempdir().unwrap();
    let accounts = Accounts::open(&place(&folder.path().join(FILE))).unwrap();
    for name in ["minh", "lan"] {
        accounts
            .add(name, Role::Administrator, Some(PASSWORD), &act(0))
            .unwrap();
    }
    (folder, accounts)
}

#[track_caller]
fn log_in(accounts: &Accounts, second: i64) -> String {
    match accounts.log_in("minh", PASSWORD, HERE, at(second)).unwrap() {
        LogIn::In(session) => session,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_session_lasts_while_it_is_used_and_not_for_ever() {
    let (_folder, accounts) = office();
    let session = log_in(&accounts, 0);
    let holds = |session: &str, second| accounts.in_session(session, at(second)).unwrap().is_some();
    assert!(!holds(&session, IDLE), "idle");
    let mut second = 0;
    while second < LONGEST {
        assert!(holds(&session, second), "{second}");
        second += IDLE - 1;
    }
    assert!(!holds(&session, LONGEST));
    let (one, other) = (log_in(&accounts, 0), log_in(&accounts, 0));
    assert_ne!(one, other, "every log-in is a session of its own");
    accounts.log_out(&one, &act(1)).unwrap();
    assert!(!holds(&one, 1) && holds(&other, 1));
    accounts
        .set_password("minh", Some("một mật khẩu khác"), &act(1))
        .unwrap();
    assert!(!holds(&other, 1), "a new password ends them all");
}

#[test]
fn rights_hold_with_the_next_request() {
    let (_folder, accounts) = office();
    let session = log_in(&accounts, 0);
    let kho = Path::new("/kho/to-chuc");
    let sees = |marks: &[Circulation]| {
        let rights = accounts.in_session(&session, at(1)).unwrap().unwrap();
        rights.admit(&Holding::new(marks.to_vec(), vec![Folder::at(kho)]))
    };
    assert!(sees(&Circulation::ALL));
    accounts.set_role("minh", Role::Reader, &act(1)).unwrap();
    assert!(sees(&[]) && !sees(&[Circulation::Internal]));
    let internal = Grant::Mark(Circulation::Internal);
    accounts.grant("minh", &internal, true, &act(1)).unwrap();
    assert!(sees(&[Circulation::Internal]));
    accounts.add_folders("Tổ chức", &[kho], &act(1)).unwrap();
    assert!(!sees(&[]), "no longer general");
    let collection = Grant::Collection("Tổ chức".to_owned());
    accounts.grant("minh", &collection, true, &act(1)).unwrap();
    assert!(sees(&[]));
    accounts.grant("minh", &collection, false, &act(1)).unwrap();
    assert!(!sees(&[]));
    accounts
        .remove_collection("Tổ chức", None, &act(1))
        .unwrap();
    assert!(sees(&[]));
    accounts.set_disabled("minh", true, &act(1)).unwrap();
    assert!(accounts.in_session(&session, at(1)).unwrap().is_none());
    let refused = accounts.log_in("minh", PASSWORD, HERE, at(1)).unwrap();
    assert_eq!(refused, LogIn::Refused);
    let nothing = Grant::Collection("không có".to_owned());
    let refused = accounts.grant("minh", &nothing, true, &act(1));
    assert!(matches!(refused, Err(AccessError::NoCollection(_))));
}

#[test]
fn a_token_does_no_more_than_its_role_and_its_account() {
    let (_folder, accounts) = office();
    let token = accounts
        .make_token("sao lưu", Role::Clerk, 2, &act(0))
        .unwrap();
    let role = |second| {
        accounts
            .with_token(&token, at(second))
            .unwrap()
            .map(|rights| rights.role)
    };
    assert_eq!(role(1), Some(Role::Clerk));
    accounts.set_role("minh", Role::Reader, &act(1)).unwrap();
    assert_eq!(role(1), Some(Role::Reader));
    let more = accounts.make_token("x", Role::Clerk, 2, &act(1));
    assert!(matches!(more, Err(AccessError::TooMuch)));
    for name in ["a\nb", "a\u{1b}[2Jb", "a\u{9b}b", "a\0b"] {
        let forged = accounts.make_token(name, Role::Reader, 2, &act(1));
        assert!(matches!(forged, Err(AccessError::BadTokenName)), "{name:?}");
    }
    assert_eq!(role(2 * 24 * 60 * 60), None, "it ends");
    let [listed] = accounts.tokens("minh", at(1)).unwrap().try_into().unwrap();
    let stranger = Act {
        who: "lan",
        ..act(1)
    };
    accounts.revoke_token(listed.id, &stranger).unwrap();
    assert!(role(1).is_some(), "only its owner revokes it");
    accounts.revoke_token(listed.id, &act(1)).unwrap();
    assert_eq!(role(1), None);
    assert!(accounts.with_token("vankho_", at(1)).unwrap().is_none());
}

#[test]
fn somebody_always_keeps_the_accounts() {
    let (_folder, accounts) = office();
    accounts.set_role("lan", Role::Reader, &act(0)).unwrap();
    let last = accounts.set_role("minh", Role::Archivist, &act(0));
    assert!(matches!(last, Err(AccessError::LastAdministrator(_))));
    let last = accounts.set_disabled("minh", true, &act(0));
    assert!(matches!(last, Err(AccessError::LastAdministrator(_))));
    assert_eq!(accounts.account("minh").unwrap().role, Role::Administrator);
    for bad in ["", "Minh", "minh anh", "a'--", &"x".repeat(65)] {
        let refused = accounts.add(bad, Role::Reader, Some(PASSWORD), &act(0));
        assert!(matches!(refused, Err(AccessError::BadName(_))), "{bad}");
    }
    let twice = accounts.add("lan", Role::Reader, Some(PASSWORD), &act(0));
    assert!(matches!(twice, Err(AccessError::Exists(_))));
}

#[test]
fn no_secret_is_in_the_file_and_everything_is_written_down() {
    let (folder, accounts) = office();
    let session = log_in(&accounts, 0);
    let token = accounts
        .make_token("máy", Role::Reader, 1, &act(0))
        .unwrap();
    let typed = "tôi gõ mật khẩu vào đây";
    let refused = accounts.log_in(typed, PASSWORD, HERE, at(0)).unwrap();
    assert_eq!(refused, LogIn::Refused);
    let copy = folder.path().join("sao");
    assert!(Accounts::copy(&accounts.place, &copy).unwrap());
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let mut bytes = Vec::new();
        let mut file = std::fs::File::open(entry.unwrap().path()).unwrap();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        for secret in [session.as_str(), &token, PASSWORD, typed] {
            let found = bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!found, "{secret}");
        }
    }
    let events: Vec<String> = accounts
        .audited(10)
        .unwrap()
        .into_iter()
        .map(|one| one.event)
        .collect();
    let expected = [
        "log-in-refused",
        "token-made",
        "log-in",
        "account-added",
        "account-added",
    ];
    assert_eq!(events, expected);
    let copy = Accounts::open(&Place::File(copy.clone())).unwrap();
    assert!(copy.in_session(&session, at(1)).unwrap().is_none());
    assert!(copy.with_token(&token, at(1)).unwrap().is_none());
    assert_eq!(copy.list().unwrap(), accounts.list().unwrap());
}

#[test]
fn the_right_password_waits_too_and_then_opens() {
    let (_folder, accounts) = office();
    let tried = |password, second| accounts.log_in("minh", password, HERE, at(second)).unwrap();
    for _ in 0..5 {
        assert_eq!(tried("sai mật khẩu", 0), LogIn::Refused);
    }
    assert_eq!(tried(PASSWORD, 0), LogIn::Wait(1));
    assert!(matches!(tried(PASSWORD, 1), LogIn::In(_)));
    assert_eq!(tried("sai mật khẩu", 1), LogIn::Refused);
    let act = Act {
        source: "10.0.0.1",
        ..act(1)
    };
    for _ in 0..4 {
        let wrong = accounts.change_password("sai mật khẩu", "mật khẩu mới", HERE, &act);
        assert!(matches!(wrong, Err(AccessError::WrongPassword)));
    }
    let right = accounts.change_password(PASSWORD, "mật khẩu mới", HERE, &act);
    assert!(
        matches!(right, Err(AccessError::WrongPassword)),
        "guesses here are slowed as well"
    );
}

#[test]
fn an_account_without_a_password_is_opened_by_the_directory_alone() {
    let (_folder, accounts) = office();
    accounts.add("ha", Role::Reader, None, &act(0)).unwrap();
    let own = Act {
        who: "ha",
        ..act(0)
    };
    for password in ["", PASSWORD] {
        let told = accounts.log_in("ha", password, HERE, at(0)).unwrap();
        assert_eq!(told, LogIn::Refused, "{password}");
        let changed = accounts.change_password(password, PASSWORD, HERE, &own);
        assert!(matches!(changed, Err(AccessError::WrongPassword)));
    }
    let vouched = |name, second| {
        let told = accounts.log_in_vouched(name, HERE, at(second)).unwrap();
        match told {
            LogIn::In(session) => accounts.in_session(&session, at(second)).unwrap(),
            _ => None,
        }
    };
    assert_eq!(vouched("ha", 0).unwrap().account.as_deref(), Some("ha"));
    assert!(vouched("ai-do", 0).is_none());
    accounts.set_disabled("ha", true, &act(0)).unwrap();
    assert!(vouched("ha", 0).is_none());
    // One that has a password loses it, and its sessions.
    let session = log_in(&accounts, 100);
    accounts.set_password("minh", None, &act(100)).unwrap();
    assert!(accounts.in_session(&session, at(100)).unwrap().is_none());
    assert!(!accounts.account("minh").unwrap().has_password);
    let told = accounts.log_in("minh", PASSWORD, HERE, at(100)).unwrap();
    assert_eq!(told, LogIn::Refused);
    assert!(vouched("minh", 100).is_some());
    accounts
        .set_password("minh", Some(PASSWORD), &act(100))
        .unwrap();
    log_in(&accounts, 100);
    let audited = accounts.audited(100).unwrap();
    let about = |event: &str| -> Vec<&str> {
        let found = audited.iter().filter(|one| one.event == event);
        found.map(|one| one.about.as_str()).collect()
    };
    assert!(about("log-in").contains(&"ha oidc"));
    assert!(about("log-in-refused").contains(&"(không có) oidc"));
    assert_eq!(about("password-removed"), ["minh"]);
    let damage = "UPDATE accounts SET role = 'x' WHERE name = 'minh'";
    accounts.connection().execute_batch(damage).unwrap();
    let broken = accounts.log_in_vouched("minh", HERE, at(200));
    assert!(matches!(broken, Err(AccessError::Damaged(_))));
}

#[test]
fn what_is_brought_from_the_directory_waits_like_guesses() {
    let (_folder, accounts) = office();
    for _ in 0..6 {
        accounts.log_in_vouched("ai-do", HERE, at(0)).unwrap();
    }
    let told = accounts.log_in_vouched("ai-do", HERE, at(0)).unwrap();
    assert!(matches!(told, LogIn::Wait(_)), "{told:?}");
    for _ in 0..100 {
        assert_eq!(accounts.vouched_wait(HERE, at(0)), 0);
        accounts.forgive_place(HERE);
    }
    let tries = (0..40).filter(|_| accounts.vouched_wait(HERE, at(0)) == 0);
    assert!(tries.count() < 31);
}
