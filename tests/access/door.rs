//! The door from outside: log-ins, forms, tokens, roles, guesses, names, what is refused.

use std::io::Write;
use std::process::Stdio;

use crate::harness::Answer;
use crate::harness::Archive;
use crate::harness::FORM;
use crate::harness::PARTS;
use crate::harness::Server;

pub const PASSWORD: &str = "mật khẩu đủ dài";

/// An archive with the samples of one folder, and accounts.
pub fn office(accounts: &[(&str, &str)]) -> Archive {
    let archive = Archive::new();
    let folder = tempfile::tempdir().unwrap();
    let paper = |mark: &str, number: u32| {
        format!(
            "TỈNH ỦY AN GIANG\n{mark}\nSố {number}-BC/TU\nĐẢNG CỘNG SẢN VIỆT NAM\n\
             An Giang, ngày 5 tháng 3 năm 2020\nBÁO CÁO\ntình hình thủy lợi\nNội dung.\n"
        )
    };
    std::fs::write(folder.path().join("a.txt"), paper("*", 12)).unwrap();
    std::fs::write(folder.path().join("b.txt"), paper("LƯU HÀNH NỘI BỘ", 13)).unwrap();
    let markup = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>";
    let evil = format!(
        "TỈNH ỦY {markup}\n*\nSố 14-BC/TU\nAn Giang{markup}, ngày 5 tháng 3 năm 2020\nBÁO CÁO\n\
         tình hình {markup}\nCăn cứ Quyết định số 1-QĐ/TU{markup};\nNội dung {markup} </mark>.\n\
         Nơi nhận:\n- {markup};\n"
    );
    std::fs::write(folder.path().join("x onerror=alert(1) '\"<b>.txt"), evil).unwrap();
    archive.import(folder.path());
    for (name, role) in accounts {
        let made = user(&archive, &["add", name, "--role", role], PASSWORD);
        assert_eq!(made, 0, "{name}");
    }
    archive
}

/// Runs `vankho user` with a line of input; gives the exit code.
pub fn user(archive: &Archive, arguments: &[&str], input: &str) -> i32 {
    let mut command = archive.command(&[&["user"], arguments].concat());
    let mut process = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = process.stdin.take().unwrap();
    // A command that asks for nothing has ended before it is read.
    drop(writeln!(stdin, "{input}"));
    drop(stdin);
    process.wait().unwrap().code().unwrap()
}

pub fn encoded(fields: &[(&str, &str)]) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    form.finish()
}

/// The value of a cookie that an answer sets.
pub fn cookie(answer: &Answer, name: &str) -> Option<String> {
    let values = answer.all("set-cookie").into_iter();
    let mut values =
        values.filter_map(|value| value.strip_prefix(&format!("{name}=")).map(str::to_owned));
    let value = values.next()?;
    assert!(
        value.contains("; HttpOnly") && value.contains("SameSite=Lax"),
        "{value}"
    );
    Some(value.split(';').next().unwrap().to_owned())
}

/// Tries to log in as a browser does.
fn try_log_in(server: &Server, name: &str, password: &str) -> Answer {
    let page = server.get("/dang-nhap");
    let gate = format!("cua={}", cookie(&page, "cua").unwrap());
    let form = encoded(&[
        ("khoa", page.key().as_str()),
        ("ten", name),
        ("mat_khau", password),
        ("ve", "/co-quan"),
    ]);
    server.post("/dang-nhap", &[FORM, ("cookie", &gate)], form.as_bytes())
}

/// Logs in; gives the header that says so.
#[track_caller]
pub fn log_in(server: &Server, name: &str) -> String {
    let answer = try_log_in(server, name, PASSWORD);
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/co-quan"),
        "{}",
        answer.text()
    );
    format!("phien={}", cookie(&answer, "phien").unwrap())
}

/// Sends a form of a page with its key.
fn send(
    server: &Server,
    session: &str,
    page: &str,
    action: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let key = server.get_with(page, &[("cookie", session)]).key();
    let form = encoded(&[&[("khoa", key.as_str())], fields].concat());
    server.post(action, &[FORM, ("cookie", session)], form.as_bytes())
}

fn total(server: &Server, headers: &[(&str, &str)]) -> u64 {
    let answer = server.get_with("/api/v1/search?q=", headers);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["total"].as_u64().unwrap()
}

#[test]
fn nobody_gets_past_the_door() {
    let archive = office(&[("minh", "administrator")]);
    let server = archive.serve();
    for path in [
        "/",
        "/?q=thủy",
        "/van-ban/0123456789abcdef0123",
        "/xem-lai",
        "/tai-khoan",
        "/khong-co",
    ] {
        let answer = server.get(&path.replace("thủy", "x"));
        assert_eq!(answer.status, 303, "{path}");
        assert!(
            answer.header("location").starts_with("/dang-nhap?ve="),
            "{path}"
        );
    }
    for path in [
        "/api/v1/search?q=",
        "/api/v1/documents/0123456789abcdef0123/original",
        "/metrics",
    ] {
        let answer = server.get(path);
        assert_eq!(
            (answer.status, answer.header("www-authenticate")),
            (401, "Bearer"),
            "{path}"
        );
    }
    assert_eq!(server.get("/healthz").status, 200);
    assert_eq!(
        server.get("/readyz").json()["documents"],
        serde_json::Value::Null
    );
    assert_eq!(server.get("/assets/style.css").status, 200);
    for junk in ["phien=", "phien=x", "phien=a; phien=b"] {
        assert_eq!(
            server.get_with("/tai-khoan", &[("cookie", junk)]).status,
            303,
            "{junk}"
        );
    }
    let answer = server.get_with("/api/v1/kinds", &[("authorization", "Bearer vankho_x")]);
    assert_eq!(answer.status, 401);
    let answer = server.post("/api/v1/imports", &[PARTS], b"--b--");
    assert_eq!(answer.status, 401);
}

#[test]
fn a_session_is_new_and_ends() {
    let archive = office(&[("minh", "administrator")]);
    let server = archive.serve();
    // A secret somebody planted is not taken over.
    let page = server.get("/dang-nhap");
    let gate = format!(
        "cua={}; phien={}",
        cookie(&page, "cua").unwrap(),
        "a".repeat(64)
    );
    let form = encoded(&[
        ("khoa", &page.key()),
        ("ten", "minh"),
        ("mat_khau", PASSWORD),
        ("ve", "//evil.example"),
    ]);
    let answer = server.post("/dang-nhap", &[FORM, ("cookie", &gate)], form.as_bytes());
    assert_eq!((answer.status, answer.header("location")), (303, "/"));
    assert_ne!(cookie(&answer, "phien").unwrap(), "a".repeat(64));
    let (one, other) = (log_in(&server, "minh"), log_in(&server, "minh"));
    assert_ne!(one, other);
    assert_eq!(total(&server, &[("cookie", &one)]), 3);
    let out = send(&server, &one, "/tai-khoan", "/dang-xuat", &[]);
    assert_eq!(
        (out.status, cookie(&out, "phien").unwrap().as_str()),
        (303, "")
    );
    assert_eq!(
        server.get_with("/tai-khoan", &[("cookie", &one)]).status,
        303
    );
    assert_eq!(
        server.get_with("/tai-khoan", &[("cookie", &other)]).status,
        200
    );
    let fields = [
        ("cu", PASSWORD),
        ("moi", "một mật khẩu mới"),
        ("lai", "một mật khẩu mới"),
    ];
    assert_eq!(
        send(
            &server,
            &other,
            "/tai-khoan",
            "/tai-khoan/mat-khau",
            &fields
        )
        .status,
        303
    );
    assert_eq!(
        server.get_with("/tai-khoan", &[("cookie", &other)]).status,
        303
    );
    assert_eq!(try_log_in(&server, "minh", PASSWORD).status, 403);
}

#[test]
fn only_our_own_forms_change_anything() {
    let archive = office(&[("minh", "administrator")]);
    let server = archive.serve();
    let session = log_in(&server, "minh");
    let add = [
        ("ten", "lan"),
        ("vai_tro", "reader"),
        ("mat_khau", PASSWORD),
    ];
    let cookie = ("cookie", session.as_str());
    let stranger = server.get("/dang-nhap").key();
    for khoa in ["", "x", stranger.as_str()] {
        let form = encoded(&[&[("khoa", khoa)], &add[..]].concat());
        let answer = server.post("/quan-tri/tai-khoan", &[FORM, cookie], form.as_bytes());
        assert_eq!(
            (answer.status, answer.json()["code"].as_str()),
            (403, Some("foreign-form"))
        );
    }
    let own = server.get_with("/tai-khoan", &[cookie]).key();
    let form = encoded(&[&[("khoa", own.as_str())], &add[..]].concat());
    for foreign in [
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
        ("origin", "null"),
    ] {
        let answer = server.post(
            "/quan-tri/tai-khoan",
            &[FORM, cookie, foreign],
            form.as_bytes(),
        );
        assert_eq!(
            (answer.status, answer.json()["code"].as_str()),
            (403, Some("foreign-origin"))
        );
    }
    let json = server.post("/api/v1/imports", &[PARTS, cookie], b"--b--");
    assert_eq!(json.status, 403, "a cookie alone sends nothing in");
    let page = server.get_with("/quan-tri/tai-khoan", &[cookie]).text();
    assert!(
        !page.contains("/quan-tri/tai-khoan/lan"),
        "nothing was made"
    );
    let host = server.get_with("/", &[("host", "evil.example"), cookie]);
    assert_eq!(host.status, 421);
    assert!(!host.text().contains("evil.example"));
    let made = server.post("/quan-tri/tai-khoan", &[FORM, cookie], form.as_bytes());
    assert_eq!(made.status, 303, "{}", made.text());
}

#[test]
fn guesses_are_slowed_and_tell_nothing() {
    let archive = office(&[("minh", "reader"), ("lan", "administrator")]);
    let server = archive.serve();
    let told = |name: &str| -> Vec<(u16, String)> {
        let tries = (0..9).map(|_| try_log_in(&server, name, "sai mật khẩu rồi"));
        tries
            .map(|answer| {
                let text = answer.text();
                let (_, alert) = text.split_once("role=\"alert\">").unwrap();
                let said = alert.split('<').next().unwrap();
                let digits: &[_] = &['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
                (answer.status, said.replace(digits, ""))
            })
            .collect()
    };
    let (known, unknown) = (told("minh"), told("khongco"));
    assert!(
        known[..5].iter().all(|(status, _)| *status == 403),
        "{known:?}"
    );
    assert!(
        known
            .iter()
            .chain(&unknown)
            .all(|(status, _)| [403, 429].contains(status))
    );
    assert!(known.iter().any(|(status, _)| *status == 429), "{known:?}");
    assert_eq!(known[..5], unknown[..5], "the same words");
    log_in(&server, "lan");
}

#[test]
fn roles_and_marks_hold_with_the_next_request() {
    let archive = office(&[("minh", "reader"), ("lan", "administrator")]);
    let server = archive.serve();
    let (reader, keeper) = (log_in(&server, "minh"), log_in(&server, "lan"));
    let (reader, keeper) = (("cookie", reader.as_str()), ("cookie", keeper.as_str()));
    assert_eq!(
        (total(&server, &[reader]), total(&server, &[keeper])),
        (2, 3)
    );
    let found = server
        .get_with("/api/v1/numbers/13-BC/TU", &[keeper])
        .json();
    let hidden = found["id"].as_str().unwrap().to_owned();
    for part in ["", "/text", "/original", "/standing", "/corrections"] {
        let path = format!("/api/v1/documents/{hidden}{part}");
        assert_eq!(server.get_with(&path, &[reader]).status, 404, "{path}");
        assert_eq!(server.get_with(&path, &[keeper]).status, 200, "{path}");
    }
    assert_eq!(
        server
            .get_with(&format!("/van-ban/{hidden}"), &[reader])
            .status,
        404
    );
    assert_eq!(server.get_with("/api/v1/review", &[reader]).status, 403);
    assert_eq!(
        server.get_with("/quan-tri/tai-khoan", &[reader]).status,
        403
    );
    assert_eq!(
        user(&archive, &["grant", "minh", "--mark", "internal"], ""),
        0
    );
    assert_eq!(total(&server, &[reader]), 3);
    assert_eq!(user(&archive, &["role", "minh", "clerk"], ""), 0);
    assert_eq!(server.get_with("/api/v1/review", &[reader]).status, 200);
    assert_eq!(user(&archive, &["disable", "minh"], ""), 0);
    assert_eq!(server.get_with("/api/v1/review", &[reader]).status, 401);
    assert_eq!(
        user(&archive, &["disable", "lan"], ""),
        2,
        "the last administrator"
    );
}

#[test]
fn a_token_reads_for_a_program() {
    let archive = office(&[("minh", "administrator")]);
    let server = archive.serve();
    let session = log_in(&server, "minh");
    let fields = [("ten", "máy"), ("quyen", "reader"), ("ngay", "3")];
    let page = send(&server, &session, "/tai-khoan", "/tai-khoan/the", &fields).text();
    let (_, rest) = page.split_once("<code>vankho_").unwrap();
    let token = format!("Bearer vankho_{}", &rest[..64]);
    let bearer = ("authorization", token.as_str());
    assert_eq!(total(&server, &[bearer]), 3);
    let json = ("content-type", "application/json");
    let found = server
        .get_with("/api/v1/numbers/12-BC/TU", &[bearer])
        .json();
    let url = format!(
        "/api/v1/documents/{}/corrections",
        found["id"].as_str().unwrap()
    );
    let change = br#"{"field":"subject","value":"x"}"#;
    assert_eq!(
        server.post(&url, &[bearer, json], change).status,
        403,
        "a reader's token"
    );
    let again = server
        .get_with("/tai-khoan", &[("cookie", &session)])
        .text();
    assert!(!again.contains(&rest[..64]), "told once");
    let revoke = send(&server, &session, "/tai-khoan", "/tai-khoan/the/1", &[]);
    assert_eq!(revoke.status, 303);
    assert_eq!(server.get_with("/api/v1/kinds", &[bearer]).status, 401);
}
