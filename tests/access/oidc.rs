//! Logging in with the office account, from outside: who comes in, and everything that must not work.

use std::net::TcpListener;

use serde_json::Value;
use serde_json::json;

use super::door::cookie;
use super::door::encoded;
use super::door::office;
use super::door::user;
use super::provider::CLIENT;
use super::provider::Provider;
use super::provider::SECRET;
use crate::harness::Answer;
use crate::harness::Archive;
use crate::harness::FORM;
use crate::harness::Server;
use crate::harness::get;

const WAY: &str = "/dang-nhap/co-quan?ve=%2Fco-quan";
const BACK: &str = "/dang-nhap/co-quan/xong";

/// A server that knows a provider, and where its log goes.
struct Office {
    archive: Archive,
    folder: tempfile::TempDir,
    server: Server,
}

impl Office {
    fn start(issuer: &str, more: &[&str]) -> Self {
        let archive = office(&[("hoa", "administrator")]);
        for name in ["minh", "khoa", "lan@example.vn"] {
            assert_eq!(user(&archive, &["add", name, "--no-password"], ""), 0);
        }
        assert_eq!(user(&archive, &["disable", "khoa"], ""), 0);
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("secret");
        std::fs::write(&secret, format!("{SECRET}\n")).unwrap();
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let mut command = archive.command(&["--log", "trace", "serve", "--listen", "127.0.0.1:0"]);
        command.args(["--oidc-issuer", issuer, "--oidc-client", CLIENT]);
        command.args(["--oidc-secret-file", secret.to_str().unwrap()]);
        command.args(more).stderr(log);
        let server = Server::start(command);
        Self {
            archive,
            folder,
            server,
        }
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// A browser that has seen the log-in page: its cookie.
    fn browser(&self) -> String {
        let page = self.server.get("/dang-nhap?ve=%2Fco-quan");
        assert!(page.text().contains(&format!("href=\"{WAY}\"")));
        format!("cua={}", cookie(&page, "cua").unwrap())
    }

    fn as_browser(&self, path: &str, browser: &str) -> Answer {
        self.server.get_with(path, &[("cookie", browser)])
    }

    /// Goes to the provider and is sent back: the path with which a browser comes back.
    #[track_caller]
    fn sent_back(&self, browser: &str) -> String {
        let start = self.as_browser(WAY, browser);
        assert_eq!(start.status, 303, "{}", start.text());
        let there = get(start.header("location"), &[]);
        assert_eq!(there.status, 303, "{}", there.text());
        let back = there.header("location");
        let path = back.strip_prefix(&self.server.url("")).expect("back here");
        assert!(path.starts_with(BACK), "{path}");
        path.to_owned()
    }
}

fn claims(name: &str) -> Value {
    json!({"preferred_username": name, "email": "lan@example.vn", "email_verified": true,
        "upn": "minh"})
}

#[test]
fn who_the_office_vouches_for_comes_in_with_a_session_like_others() {
    let provider = Provider::start();
    let office = Office::start(&provider.issuer, &[]);
    provider.set("", claims("minh"));
    let browser = office.browser();
    let path = office.sent_back(&browser);
    let entered = office.as_browser(&path, &browser);
    let told = (entered.status, entered.header("location"));
    assert_eq!(told, (303, "/co-quan"), "{}", entered.text());
    let session = format!("phien={}", cookie(&entered, "phien").unwrap());
    let signed_in = ("cookie", session.as_str());
    assert_eq!(
        office.server.get_with("/tai-khoan", &[signed_in]).status,
        200
    );
    // Once more, by the same browser: the state is used up.
    let again = office.as_browser(&path, &browser);
    assert_eq!((again.status, cookie(&again, "phien")), (403, None));
    let audit = office.archive.run(&["user", "audit"]).out;
    let line = audit.lines().find(|line| line.contains("minh oidc"));
    let line = line.expect("it is written down");
    assert!(
        line.contains("log-in") && line.contains("127.0.0.1"),
        "{line}"
    );
    assert_eq!(office.archive.run(&["user", "audit", "--verify"]).code, 0);
    assert_eq!(user(&office.archive, &["disable", "minh"], ""), 0);
    assert_eq!(
        office.server.get_with("/tai-khoan", &[signed_in]).status,
        303
    );
    let log = office.log();
    for code in provider.codes() {
        assert!(!log.contains(&code), "the log has a code");
    }
    assert!(
        !log.contains("eyJ") && !log.contains(SECRET),
        "the log has a secret"
    );
}

#[test]
fn a_password_is_no_way_round_it() {
    let provider = Provider::start();
    let office = Office::start(&provider.issuer, &[]);
    let page = office.server.get("/dang-nhap");
    let gate = format!("cua={}", cookie(&page, "cua").unwrap());
    for password in ["", " ", "mật khẩu đủ dài"] {
        let key = page.key();
        let fields = [("khoa", &*key), ("ten", "minh"), ("mat_khau", password)];
        let form = encoded(&fields);
        let headers = [FORM, ("cookie", gate.as_str())];
        let answer = office.server.post("/dang-nhap", &headers, form.as_bytes());
        assert_eq!(answer.status, 403, "{password}");
    }
}

#[test]
fn what_does_not_hold_lets_nobody_in() {
    let provider = Provider::start();
    let office = Office::start(&provider.issuer, &[]);
    let invalid = "trả lời không hợp lệ";
    let unreachable = "không trả lời được";
    let unknown = "không có tài khoản của bạn";
    for (lie, name, status, said) in [
        ("nonce", "minh", 403, invalid),
        ("no nonce", "minh", 403, invalid),
        ("audience", "minh", 403, invalid),
        ("two audiences", "minh", 403, invalid),
        ("issuer", "minh", 403, invalid),
        ("expired", "minh", 403, invalid),
        ("signature", "minh", 403, invalid),
        ("key", "minh", 403, invalid),
        ("none", "minh", 403, invalid),
        ("shared", "minh", 403, invalid),
        ("no token", "minh", 403, invalid),
        ("refusal", "minh", 403, invalid),
        ("junk", "minh", 403, invalid),
        ("elsewhere", "minh", 403, invalid),
        ("denied", "minh", 403, "không cho đăng nhập"),
        ("huge", "minh", 502, unreachable),
        ("", "khong-co", 403, unknown),
        ("", "khoa", 403, unknown),
        ("", "Minh", 403, unknown),
        ("", "", 403, unknown),
    ] {
        provider.set(lie, claims(name));
        let browser = office.browser();
        let path = office.sent_back(&browser);
        let answer = office.as_browser(&path, &browser);
        let text = answer.text();
        assert_eq!(answer.status, status, "{lie} {name}: {text}");
        assert!(text.contains(said), "{lie} {name}: {text}");
        assert_eq!(cookie(&answer, "phien"), None, "{lie} {name}");
    }
    let accounts = office.archive.run(&["user", "list"]).out;
    assert!(!accounts.contains("khong-co"), "nobody is made: {accounts}");
    let log = office.log();
    assert!(
        !log.contains("eyJ") && !log.contains(SECRET),
        "the log has a secret"
    );
    // After all that the way is as it was.
    provider.set("", claims("minh"));
    let browser = office.browser();
    let path = office.sent_back(&browser);
    assert_eq!(office.as_browser(&path, &browser).status, 303);
}

#[test]
fn a_log_in_is_ended_where_it_began() {
    let provider = Provider::start();
    let office = Office::start(&provider.issuer, &[]);
    provider.set("", claims("minh"));
    let (browser, other) = (office.browser(), office.browser());
    for victim in [other.as_str(), "", "cua=x"] {
        let path = office.sent_back(&browser);
        let answer = office.as_browser(&path, victim);
        let told = (answer.status, cookie(&answer, "phien"));
        assert_eq!(told, (403, None), "{victim}");
        // Shown elsewhere, it is used up.
        assert_eq!(office.as_browser(&path, &browser).status, 403);
    }
    for back in ["//evil.example", "https://evil.example", "/%5Cevil.example"] {
        let way = format!("/dang-nhap/co-quan?ve={back}");
        let start = office.as_browser(&way, &browser);
        let there = get(start.header("location"), &[]);
        let path = there.header("location").replace(&office.server.url(""), "");
        let entered = office.as_browser(&path, &browser);
        assert_eq!((entered.status, entered.header("location")), (303, "/"));
    }
    // Guessed states are slowed like guessed passwords.
    let guess = format!("{BACK}?state=x&code=y");
    let tries = (0..40).map(|_| office.as_browser(&guess, &browser).status);
    let tries: Vec<u16> = tries.collect();
    assert_eq!(tries[0], 403);
    assert!(tries.contains(&429), "{tries:?}");
}

#[test]
fn a_provider_that_cannot_be_used_is_told_and_passwords_go_on() {
    let provider = Provider::start();
    let office = Office::start(&provider.issuer, &[]);
    let lies = ["gone", "huge description", "other issuer", "plain page"];
    for (number, lie) in lies.into_iter().enumerate() {
        provider.set(lie, Value::Null);
        let answer = office.as_browser(WAY, &office.browser());
        assert_eq!(answer.status, 502, "{lie}");
        assert!(answer.text().contains("không trả lời được"), "{lie}");
        let log = office.log();
        let told = log.matches("log-in with the office account failed");
        assert_eq!(told.count(), number + 1, "{lie}: {log}");
    }
    super::log_in(&office.server, "hoa");
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let office = Office::start(&nobody, &[]);
    let answer = office.as_browser(WAY, &office.browser());
    assert_eq!(answer.status, 502);
}

#[test]
fn a_provider_that_does_not_answer_is_not_waited_for() {
    let provider = Provider::start();
    let office = Office::start(&provider.issuer, &["--oidc-timeout", "3"]);
    let browser = office.browser();
    let untold = |answer: Answer| {
        assert_eq!(answer.status, 502, "{}", answer.text());
        assert!(answer.text().contains("không trả lời được"));
    };
    provider.set("silent", Value::Null);
    untold(office.as_browser(WAY, &browser));
    provider.set("slow", claims("minh"));
    let path = office.sent_back(&browser);
    untold(office.as_browser(&path, &browser));
    provider.set("", claims("minh"));
    let path = office.sent_back(&browser);
    assert_eq!(office.as_browser(&path, &browser).status, 303);
}

#[test]
fn the_claim_that_names_an_account_is_chosen_and_must_be_verified() {
    let provider = Provider::start();
    let email = [(json!(true), 303), (json!(false), 403), (Value::Null, 403)];
    let cases = [
        ("email", &email[..]),
        ("upn", &[(Value::Null, 303)]),
        ("groups", &[(Value::Null, 403)]),
    ];
    for (claim, verified) in cases {
        let office = Office::start(&provider.issuer, &["--oidc-claim", claim]);
        for (verified, status) in verified {
            let mut said = claims("ai-do");
            said["groups"] = json!(["minh"]);
            said["email_verified"] = verified.clone();
            if verified.is_null() {
                said.as_object_mut().unwrap().remove("email_verified");
            }
            provider.set("", said);
            let browser = office.browser();
            let path = office.sent_back(&browser);
            let answer = office.as_browser(&path, &browser);
            let text = answer.text();
            assert_eq!(answer.status, *status, "{claim} {verified}: {text}");
        }
    }
}

#[test]
fn half_a_provider_is_refused_before_anybody_comes() {
    let archive = office(&[("hoa", "administrator")]);
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (secret, empty) = (file("secret", SECRET), file("empty", "\n"));
    let nowhere = folder.path().join("nowhere");
    let nowhere = nowhere.to_str().unwrap();
    let here = "http://127.0.0.1:9/";
    for (issuer, file, said) in [
        ("http://sso.example.vn", secret.as_str(), "https://"),
        ("sso.example.vn", &secret, "sso.example.vn"),
        (here, nowhere, nowhere),
        (here, &empty, &*empty),
        (here, "", "--oidc-secret-file"),
    ] {
        let mut line = vec!["serve", "--listen", "127.0.0.1:0"];
        line.extend(["--oidc-issuer", issuer, "--oidc-client", CLIENT]);
        if !file.is_empty() {
            line.extend(["--oidc-secret-file", file]);
        }
        let run = archive.run(&line);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{issuer} {file}");
        assert!(run.err.contains(said), "{issuer} {file}: {}", run.err);
    }
    let line = ["serve", "--oidc-issuer", here, "--oidc-client", CLIENT];
    let whole = [&line[..], &["--oidc-secret-file", &secret]].concat();
    for more in [
        ["--oidc-claim", "nickname"],
        ["--oidc-claim", "name#vi"],
        ["--oidc-timeout", "26"],
    ] {
        let run = archive.run(&[&whole[..], &more].concat());
        assert_eq!(run.code, 2, "{more:?}");
        assert!(run.err.contains(more[1]), "{more:?}: {}", run.err);
    }
    // Without a provider there is no such way.
    let server = archive.serve();
    assert!(!server.get("/dang-nhap").text().contains("co-quan/"));
    assert_eq!(server.get(WAY).status, 404);
    assert_eq!(server.get(BACK).status, 404);
}
