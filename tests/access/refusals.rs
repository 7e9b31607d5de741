//! What cannot be read is told: to programs as a problem, to people as a page with a way on.

use super::door::log_in;
use super::door::office;
use crate::harness::Answer;
use crate::harness::Archive;
use crate::harness::ENGLISH;
use crate::harness::FORM;
use crate::harness::PARTS;
use crate::harness::Server;

const JSON: (&str, &str) = ("content-type", "application/json");
const BROWSER: (&str, &str) = ("accept", "text/html,application/xhtml+xml");

#[track_caller]
fn problem(answer: &Answer, status: u16, code: &str) {
    let text = answer.text();
    assert_eq!(answer.status, status, "{text}");
    let kind = answer.header("content-type");
    assert_eq!(kind, "application/problem+json", "{text}");
    let problem = answer.json();
    assert_eq!(
        (problem["code"].as_str(), problem["status"].as_u64()),
        (Some(code), Some(status.into())),
        "{problem}"
    );
    assert!(!problem["detail"].as_str().unwrap().is_empty(), "{problem}");
    assert!(problem["instance"].is_string(), "{problem}");
}

#[track_caller]
fn page(answer: &Answer, status: u16, words: &str) {
    let text = answer.text();
    assert_eq!(answer.status, status, "{text}");
    let kind = answer.header("content-type");
    assert!(kind.starts_with("text/html"), "{kind}: {text}");
    assert!(text.contains(words), "{words}: {text}");
    let way_on = text.contains("<p><a href=\"/\">") || text.contains("<p><a href=\"/dang-nhap\">");
    assert!(way_on, "{text}");
    assert!(!answer.foreign_text().contains("<script"), "{text}");
}

#[test]
fn programs_are_told_problems() {
    let server = Archive::of_samples().serve();
    let id = server.search(&[("q", "238-QĐ/TW")])["hits"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let corrections = format!("/api/v1/documents/{id}/corrections");
    for path in [
        "/api/v1/search?q=a&q=b",
        "/api/v1/search?limit=1&limit=2",
        "/api/v1/suggest?q=a&q=b",
        "/api/v1/review?limit=x",
        "/api/v1/review?after=1&after=2",
        "/api/v1/documents/%ff%fe",
        "/api/v1/export/%c3",
        "/api/v1/numbers/%ff",
        &format!("/api/v1/documents/{id}/text?lines=maybe"),
    ] {
        problem(&server.get(path), 400, "bad-request");
    }
    for path in ["/api/v1/nothing", "/api/v2/search", "/api/v1/imports/x"] {
        problem(&server.get(path), 404, "not-found");
    }
    let post = |path: &str, headers: &[(&str, &str)], body: &[u8]| server.post(path, headers, body);
    for path in ["/api/v1/search", "/api/v1/kinds", "/metrics", "/healthz"] {
        let answer = post(path, &[JSON], b"{}");
        problem(&answer, 405, "method-not-allowed");
        assert!(answer.header("allow").contains("GET"), "{path}");
    }
    for path in [corrections.as_str(), "/api/v1/imports/runs/1/undo"] {
        problem(&post(path, &[JSON], b"{"), 400, "bad-request");
        problem(&post(path, &[JSON], b"[1]"), 400, "bad-request");
        problem(&post(path, &[JSON], b"\xff"), 400, "bad-request");
        let text = ("content-type", "text/plain");
        problem(&post(path, &[text], b"x"), 415, "unsupported-media-type");
        let packed = ("content-encoding", "gzip");
        let bomb = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xed, 0xc1];
        problem(&post(path, &[JSON, packed], &bomb), 400, "bad-request");
    }
    for kind in [
        "text/plain",
        "application/json",
        "multipart/form-data",
        "multipart/mixed; boundary=b",
    ] {
        for path in ["/api/v1/imports", "/api/v1/registers/check"] {
            let answer = post(path, &[("content-type", kind)], b"--b--");
            problem(&answer, 415, "unsupported-media-type");
        }
    }
    let torn = b"--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nabc";
    problem(&post("/api/v1/imports", &[PARTS], torn), 400, "bad-upload");
    problem(
        &post("/api/v1/imports", &[PARTS], b"--b--\r\n"),
        400,
        "no-files",
    );
    let long = format!("/api/v1/search?q={}", "a".repeat(20_000));
    problem(&server.get(&long), 414, "too-long");
    let range = ("range", "bytes=99999999-");
    let original = format!("/api/v1/documents/{id}/original");
    let beyond = server.get_with(&original, &[range]);
    problem(&beyond, 416, "no-such-range");
    assert!(beyond.header("content-range").starts_with("bytes */"));
}

#[test]
fn people_are_told_by_a_page() {
    let archive = office(&[]);
    let server = archive.serve();
    let bad = "Địa chỉ hoặc biểu mẫu không đọc được";
    for path in [
        "/?q=a&q=b",
        "/xem-lai?import=1&import=2",
        "/van-ban/%ff",
        "/so/%ff%fe",
        "/van-ban/0123456789abcdef0123?q=1&q=2",
        "/dang-nhap?ve=1&ve=2",
    ] {
        page(&server.get(path), 400, bad);
    }
    let english = server.get_with("/?q=a&q=b", &[ENGLISH]);
    page(&english, 400, "The address or form cannot be read");
    let echoed = server.get("/?q=1&q=%3Cscript%3Ealert(1)%3C/script%3E");
    page(&echoed, 400, bad);
    let key = server.get("/nhap").key();
    let form = |path: &str, body: &str| {
        let body = format!("khoa={key}&{body}");
        server.post(path, &[FORM], body.as_bytes())
    };
    page(&form("/nhap/thu-muc", "so=x"), 422, bad);
    page(&form("/nhap/rut/x", "ly_do=y"), 400, bad);
    page(&form("/nhap/rut/1", "ly_do=a&ly_do=b"), 422, bad);
    let parts = ("content-type", "text/plain");
    let to = format!("/kiem-tra?khoa={key}");
    let answer = server.post(&to, &[parts], b"x");
    assert!([400, 415].contains(&answer.status), "{}", answer.status);
    page(&answer, answer.status, bad);
    let answer = form("/co-quan", "");
    page(&answer, 405, "theo cách đó");
    assert!(answer.header("allow").contains("GET"));
}

/// As a browser asks.
fn look(server: &Server, path: &str, more: &[(&str, &str)]) -> Answer {
    server.get_with(path, &[&[BROWSER], more].concat())
}

#[test]
fn the_door_speaks_to_people_by_a_page_too() {
    let archive = office(&[("minh", "administrator")]);
    let server = archive.serve();
    let long = format!("/?q={}", "a".repeat(20_000));
    page(&look(&server, &long, &[]), 414, "Địa chỉ quá dài");
    let other = [("host", "evil.example")];
    let told = look(&server, "/", &other);
    page(&told, 421, "Sai tên máy chủ");
    assert!(!told.text().contains("evil.example"));
    let body = b"ten=lan&vai_tro=reader&mat_khau=xxxxxxxxxxxx";
    let post = |more: &[(&str, &str)]| {
        let headers = [&[BROWSER, FORM], more].concat();
        server.post("/quan-tri/tai-khoan", &headers, body)
    };
    page(&post(&[]), 401, "Cần đăng nhập");
    let session = log_in(&server, "minh");
    let cookie = ("cookie", session.as_str());
    page(&post(&[cookie]), 403, "Biểu mẫu không còn dùng được");
    let both = format!("{session}; ngon-ngu=en");
    let foreign = ("origin", "https://evil.example");
    let told = post(&[("cookie", &both), foreign]);
    page(&told, 403, "The form is out of date");
    // Programs are told the same as a problem.
    let headers = [FORM, cookie];
    let told = server.post("/quan-tri/tai-khoan", &headers, body);
    problem(&told, 403, "foreign-form");
    problem(&server.get_with(&long, &[]), 414, "too-long");
}

#[test]
fn forms_and_links_of_pages_are_answered_by_pages_below_the_api_too() {
    let archive = office(&[("minh", "reader")]);
    let server = archive.serve();
    let original = "/api/v1/documents/0123456789abcdef0123/original";
    let strange = look(&server, &format!("{original}?x=1"), &[]);
    let way = "/dang-nhap?ve=%2Fapi%2Fv1%2Fdocuments%2F0123456789abcdef0123%2Foriginal%3Fx%3D1";
    assert_eq!((strange.status, strange.header("location")), (303, way));
    problem(&server.get(original), 401, "log-in-needed");
    let token = ("authorization", "Bearer vankho_x");
    assert_eq!(look(&server, original, &[token]).status, 401);
    problem(&look(&server, "/metrics", &[]), 401, "log-in-needed");
    let parts = ("content-type", "multipart/form-data; boundary=b");
    let send = |to: &str, more: &[(&str, &str)]| {
        let headers = [&[BROWSER, parts], more].concat();
        server.post(to, &headers, b"--b--\r\n")
    };
    page(&send("/api/v1/imports", &[]), 401, "Cần đăng nhập");
    let session = log_in(&server, "minh");
    let cookie = ("cookie", session.as_str());
    let told = send("/api/v1/imports?khoa=x", &[cookie]);
    page(&told, 403, "Biểu mẫu không còn dùng được");
    let key = server.get_with("/tai-khoan", &[cookie]).key();
    let to = format!("/api/v1/imports?khoa={key}");
    page(&send(&to, &[cookie]), 403, "Không được phép");
    page(
        &look(&server, original, &[cookie]),
        404,
        "Không có trang này",
    );
    let nowhere = look(&server, "/api/v1/nothing", &[cookie]);
    page(&nowhere, 404, "Không có trang này");
    problem(&server.get_with(original, &[cookie]), 404, "not-found");
}
