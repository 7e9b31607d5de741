//! What the outside can try: papers with markup, odd paths, other names, plain connections, proxies.

use super::door::PASSWORD;
use super::door::cookie;
use super::door::encoded;
use super::door::office;
use super::door::user;
use crate::harness::FORM;

#[test]
fn a_paper_runs_nothing_and_its_name_breaks_nothing() {
    let archive = office(&[]);
    let server = archive.serve();
    let found = server.get("/api/v1/numbers/14-BC/TU").json();
    let id = found["id"].as_str().unwrap();
    let pages = [
        "/?q=14-bc/tu".to_owned(),
        "/?q=%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
        "/?body=%22%3E%3Cscript%3E&kind=%3Cb%3E".to_owned(),
        format!("/van-ban/{id}?q=%3Cscript%3E"),
        "/co-quan".to_owned(),
        "/vien-dan-thieu".to_owned(),
        "/xem-lai".to_owned(),
        "/so/%3Cscript%3E".to_owned(),
    ];
    for path in &pages {
        let answer = server.get(path);
        let text = answer.foreign_text();
        assert!(
            !text.contains("<script") && !text.contains("<img src=x"),
            "{path}: {text}"
        );
        if answer.status == 200 {
            let policy = answer.header("content-security-policy");
            assert!(
                policy.contains("script-src 'self'") && !policy.contains("unsafe"),
                "{path}"
            );
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
        }
    }
    let original = server.get(&format!("/api/v1/documents/{id}/original"));
    assert_eq!(original.header("content-type"), "text/plain");
    assert!(
        original
            .header("content-security-policy")
            .starts_with("sandbox")
    );
    let named = original.header("content-disposition");
    assert_eq!(
        named,
        "inline; filename=\"x onerror_alert(1) ___b_.txt\"; \
         filename*=UTF-8''x%20onerror%3Dalert%281%29%20%27%22%3Cb%3E%2Etxt"
    );
    for escape in [
        "..%2f..%2fcatalogue.db",
        "%2e%2e/%2e%2e/access.db",
        "....//x",
        "%00",
        "..%5c..%5cx",
    ] {
        for route in [
            "/api/v1/documents/",
            "/assets/",
            "/van-ban/",
            "/api/v1/imports/",
        ] {
            let answer = server.get(&format!("{route}{escape}"));
            assert!(
                [303, 400, 404, 405].contains(&answer.status),
                "{route}{escape}: {}",
                answer.status
            );
            let answer = server.get(&format!("{route}{escape}/original"));
            assert!(
                [303, 400, 404, 405].contains(&answer.status),
                "{route}{escape}"
            );
        }
    }
    let split = server.get("/so/1%0d%0aSet-Cookie:%20x=y");
    assert_eq!(split.header("set-cookie"), "");
}

#[test]
fn it_is_not_opened_to_others_unsafely() {
    let archive = office(&[]);
    let refused = |arguments: &[&str], why: &str| {
        let run = archive.run(&[&["serve", "--listen", "0.0.0.0:0"], arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.err.contains(why), "{arguments:?}: {}", run.err);
    };
    refused(&[], "vankho user add");
    refused(
        &["--behind-proxy", "--host", "kho.example"],
        "vankho user add",
    );
    assert_eq!(
        user(
            &archive,
            &["add", "minh", "--role", "administrator"],
            PASSWORD
        ),
        0
    );
    refused(&["--host", "kho.example"], "--tls-cert");
    refused(&["--behind-proxy"], "--host");
}

#[test]
fn behind_a_proxy_cookies_are_secure_and_names_are_known() {
    let archive = office(&[("minh", "administrator")]);
    let server = archive.serve_with(&["--behind-proxy", "--host", "kho.example"]);
    let page = server.get_with("/dang-nhap", &[("host", "kho.example")]);
    assert_eq!(page.status, 200);
    let gate = cookie(&page, "__Host-cua").unwrap();
    assert!(
        page.all("set-cookie")
            .iter()
            .all(|cookie| cookie.contains("; Secure"))
    );
    assert!(
        page.header("strict-transport-security")
            .starts_with("max-age=")
    );
    assert_eq!(
        server
            .get_with("/dang-nhap", &[("host", "evil.example")])
            .status,
        421
    );
    // Each guesser by their own address, as the proxy tells it.
    let key = page.key();
    let form = encoded(&[
        ("khoa", &key),
        ("ten", "minh"),
        ("mat_khau", "sai mật khẩu rồi"),
    ]);
    let gate = format!("__Host-cua={gate}");
    let tried = |from: &str| {
        let headers = [FORM, ("cookie", gate.as_str()), ("x-forwarded-for", from)];
        server.post("/dang-nhap", &headers, form.as_bytes()).status
    };
    let here: Vec<u16> = (0..7).map(|_| tried("203.0.113.7")).collect();
    assert!(here.contains(&429), "{here:?}");
    assert_eq!(tried("203.0.113.8"), 403);
}
