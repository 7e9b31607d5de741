//! What an enemy sends: paths that lead out, names that break a header, papers that fetch, questions that
//! take for ever, requests in the request. Each answer is one of few, and the server goes on.

use std::io::ErrorKind;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::path::Path;
use std::path::PathBuf;

use super::door::office;
use crate::harness::Archive;
use crate::harness::PARTS;
use crate::harness::Server;
use crate::harness::parts;
use crate::harness::until;

/// Ways to write `../../catalogue.db`.
const LEADING_OUT: [&str; 17] = [
    "../../catalogue.db",
    "..%2f..%2fcatalogue.db",
    "..%2F..%2Fcatalogue.db",
    "%2e%2e/%2e%2e/catalogue.db",
    "%2e%2e%2f%2e%2e%2fcatalogue.db",
    "..%5c..%5ccatalogue.db",
    "..\\..\\catalogue.db",
    "%252e%252e%252fcatalogue.db",
    "..%252f..%252fcatalogue.db",
    "....//....//catalogue.db",
    "..;/..;/catalogue.db",
    "..%00/catalogue.db",
    "..%c0%af..%c0%afcatalogue.db",
    "%c0%ae%c0%ae/catalogue.db",
    "..%u2215..%u2215catalogue.db",
    "/%2e%2e/catalogue.db",
    "file:%2f%2f%2fetc%2fpasswd",
];

/// Sends bytes as they are and gives all that is answered until the server closes.
fn raw(server: &Server, request: &[u8]) -> String {
    let address = server.url("");
    let mut stream = TcpStream::connect(address.trim_start_matches("http://")).unwrap();
    // The server may have closed before all was sent.
    drop(stream.write_all(request));
    let mut answer = Vec::new();
    drop(stream.read_to_end(&mut answer));
    String::from_utf8_lossy(&answer).into_owned()
}

fn status(answer: &str) -> u16 {
    let status = answer.split(' ').nth(1).unwrap_or_default();
    status.parse().unwrap_or(0)
}

#[test]
fn no_spelling_of_a_path_leads_out() {
    let archive = office(&[]);
    let server = archive.serve();
    let aim = std::fs::read(archive.path().join("catalogue.db")).unwrap();
    assert!(aim.starts_with(b"SQLite format"));
    for out in LEADING_OUT {
        for (before, after) in [
            ("/api/v1/documents/", ""),
            ("/api/v1/documents/", "/original"),
            ("/assets/", ""),
            ("/van-ban/", ""),
            ("/so/", ""),
            ("/", ""),
        ] {
            let path = format!("{before}{out}{after}");
            let request =
                format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            let answer = raw(&server, request.as_bytes());
            let told = status(&answer);
            assert!([303, 400, 404].contains(&told), "{path}: {answer}");
            assert!(!answer.contains("SQLite format"), "{path}");
            assert!(!answer.contains("root:"), "{path}");
        }
    }
}

#[test]
fn a_name_stays_a_name_in_every_header() {
    let archive = Archive::new();
    let folder = tempfile::tempdir().unwrap();
    let paper = |number: usize| {
        format!(
            "ỦY BAN NHÂN DÂN TỈNH AN GIANG\nSố: {number}/KH-UBND\n\
             An Giang, ngày 5 tháng 3 năm 2021\nKẾ HOẠCH\nvề thủy lợi\n"
        )
    };
    let long = format!("{}.txt", "d\u{1b0}".repeat(83));
    let names = [
        ("Quy\u{0065}\u{0302}\u{0301}t.txt", Some("Quy\u{1ebf}t.txt")),
        ("a\"; filename=\"b.exe\"; x=\".txt", None),
        ("a\r\nSet-Cookie: x=y\r\n\r\n<b>.txt", None),
        ("100%41;b.txt", Some("100%41;b.txt")),
        ("gi\u{202e}fdp.txt", None),
        (long.as_str(), Some(long.as_str())),
    ];
    for (number, (name, _)) in names.iter().enumerate() {
        std::fs::write(folder.path().join(name), paper(number + 1)).unwrap();
    }
    archive.import(folder.path());
    let server = archive.serve();
    for (number, (name, expected)) in names.iter().enumerate() {
        let number = format!("/api/v1/numbers/{}/KH-UBND", number + 1);
        let id = server.get(&number).json()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let original = server.get(&format!("/api/v1/documents/{id}/original"));
        assert_eq!(original.status, 200);
        assert_eq!(original.header("set-cookie"), "");
        let named = original.header("content-disposition");
        let (ascii, real) = named.split_once("; filename*=UTF-8''").unwrap();
        let ascii = ascii.strip_prefix("inline; filename=\"").unwrap();
        let ascii = ascii.strip_suffix('"').unwrap();
        let plain = |letter: char| letter.is_ascii_graphic() || letter == ' ';
        assert!(
            ascii.chars().all(plain) && !ascii.contains(['"', '\\', '%', ';']),
            "{named}"
        );
        let real = percent_encoding::percent_decode_str(real)
            .decode_utf8()
            .unwrap();
        assert!(
            !real.chars().any(|letter| letter.is_control()
                || ('\u{202a}'..='\u{202e}').contains(&letter)
                || ('\u{2066}'..='\u{2069}').contains(&letter)),
            "{name:?} is offered as {real:?}"
        );
        if let Some(expected) = expected {
            assert_eq!(real, *expected);
        }
    }
}

#[test]
fn a_paper_that_names_an_address_makes_nobody_ask_there() {
    let outside = TcpListener::bind("127.0.0.1:0").unwrap();
    outside.set_nonblocking(true).unwrap();
    let to = format!("http://{}/x", outside.local_addr().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| {
        std::fs::write(folder.path().join(name), text).unwrap();
    };
    write(
        "a.html",
        format!(
            "<html><head><link rel=stylesheet href=\"{to}\"><base href=\"{to}\">\
             <meta http-equiv=refresh content=\"0;url={to}\"><script src=\"{to}\"></script></head>\
             <body background=\"{to}\"><p>Số: 1/KH-UBND <img src=\"{to}\"><iframe src=\"{to}\"></iframe>\
             <object data=\"{to}\"></object></p></body></html>"
        ),
    );
    write(
        "b.xml",
        format!(
            "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"{to}\"><!ENTITY % y SYSTEM \"{to}\"> \
             %y;]><a>&x;</a>"
        ),
    );
    write(
        "c.rtf",
        format!(
            "{{\\rtf1{{\\*\\template {to}}}{{\\field{{\\*\\fldinst INCLUDETEXT \"{to}\"}}}}K\\'ea ho\\'b9ch}}"
        ),
    );
    write(
        "d.svg",
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">\
             <image xlink:href=\"{to}\"/><script href=\"{to}\"/></svg>"
        ),
    );
    write(
        "e.eml",
        format!(
            "From: a@b\r\nSubject: x\r\nContent-Type: message/external-body; access-type=URL; URL=\"{to}\"\
             \r\n\r\nContent-Type: text/html\r\n\r\n<img src=\"{to}\">\r\n"
        ),
    );
    let archive = Archive::new();
    let (files, _) = archive.import(folder.path());
    assert_eq!(files.len(), 6, "{files:?}");
    let asked = outside.accept().map(|(_, from)| from);
    assert_eq!(asked.unwrap_err().kind(), ErrorKind::WouldBlock);
}

#[test]
fn a_question_of_death_is_a_question() {
    let server = Archive::of_samples().serve();
    let long = |word: &str, times: usize| word.repeat(times);
    let lines = [
        long("a OR ", 3_000),
        long("(", 15_000),
        format!("{}a{}", long("(", 7_000), long(")", 7_000)),
        long("-a ", 4_000),
        long("* ", 5_000),
        "a*".to_owned(),
        "/.*.*.*.*a/".to_owned(),
        "/(a+)+$/".to_owned(),
        format!("\"{}\"", long("quy định ", 1_000)),
        format!("\"{}\"~99999", long("a ", 1_000)),
        "a~9 b~9".to_owned(),
        "a\u{0}b".to_owned(),
        "[* TO *]".to_owned(),
        "subject:a AND _x:b^9999999999".to_owned(),
        long("\"", 9_999),
        long("12/", 4_000),
        long("\u{301}", 5_000),
    ];
    for line in &lines {
        let mut shown: String = form_urlencoded::byte_serialize(line.as_bytes()).collect();
        shown.truncate(16_000);
        // A cut in the middle of an escape is no escape: left as it is.
        for path in ["/?q=", "/api/v1/search?q=", "/api/v1/suggest?q="] {
            let answer = server.get(&format!("{path}{shown}"));
            let start: String = line.chars().take(20).collect();
            assert!([200, 400].contains(&answer.status), "{path}{start}");
        }
    }
    for fields in [
        "limit=18446744073709551616",
        "limit=-1",
        "cursor=ffffffffffffffffffffffff",
        "year=99999999999",
        "from=9999-99-99&to=-1",
        "sort=subject",
        "kind=%00&body=%00&place=%00",
    ] {
        for path in ["/?q=a&", "/api/v1/search?q=a&", "/api/v1/export/csv?q=a&"] {
            let answer = server.get(&format!("{path}{fields}"));
            assert!([200, 400].contains(&answer.status), "{path}{fields}");
        }
    }
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn no_request_hides_in_another() {
    let archive = office(&[]);
    let server = archive.serve();
    let hidden = "GET /api/v1/kinds HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let length = hidden.len();
    for head in [
        format!("Content-Length: {length}\r\nTransfer-Encoding: chunked"),
        format!("Transfer-Encoding: chunked\r\nContent-Length: {length}"),
        "Transfer-Encoding: xchunked".to_owned(),
        "Transfer-Encoding : chunked".to_owned(),
        "Transfer-Encoding: chunked, identity".to_owned(),
        format!("Content-Length: {length}\r\nContent-Length: 0"),
        format!("Content-Length: +{length}"),
        "Content-Length: -1".to_owned(),
        "Content-Length: 0\r\n folded: x".to_owned(),
    ] {
        let request = format!(
            "POST /api/v1/search HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\n0\r\n\r\n{hidden}"
        );
        let answer = raw(&server, request.as_bytes());
        let told = answer.split("HTTP/1.1 ").skip(1);
        let told: Vec<&str> = told
            .map(|answer| answer.split(' ').next().unwrap())
            .collect();
        let refused = matches!(told[..], [] | ["400"] | ["405"]);
        // Where it is plain where the body ends, what comes after it is no secret.
        let plain = head.starts_with("Transfer-Encoding: chunked\r");
        assert!(
            refused || plain && told == ["405", "200"],
            "{head}: {answer}"
        );
    }
    let many: Vec<String> = (0..2_000).map(|at| format!("{at}-{at}")).collect();
    let found = server.get("/api/v1/numbers/12-BC/TU").json();
    let original = format!(
        "/api/v1/documents/{}/original",
        found["id"].as_str().unwrap()
    );
    let ranges = format!("bytes={}", many.join(","));
    let answer = server.get_with(&original, &[("range", &ranges)]);
    assert!([200, 416].contains(&answer.status), "{}", answer.status);
    assert_eq!(server.get("/healthz").status, 200);
}

/// What bears a name below a folder, but for what lies where uploads may.
fn strays(folder: &Path, name: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let known = entry.file_name().into_string().unwrap();
        if known == name {
            found.push(entry.path());
        } else if !known.starts_with("upload-") && entry.path().is_dir() {
            found.extend(strays(&entry.path(), name));
        }
    }
    found
}

#[test]
fn no_name_leads_an_upload_out() {
    let around = tempfile::tempdir().unwrap();
    let staging = around.path().join("a/b/c");
    std::fs::create_dir_all(&staging).unwrap();
    let archive = office(&[]);
    let mut command = archive.command(&["serve", "--listen", "127.0.0.1:0"]);
    command.env("TMPDIR", &staging);
    let server = Server::start(command);
    let none: [PathBuf; 0] = [];
    let above = around.path().join("a.txt");
    let names = [
        "../../../a.txt",
        "x/../../a.txt",
        "..\\..\\a.txt",
        "./../a.txt",
        above.to_str().unwrap(),
    ];
    let files: Vec<(&str, &str)> = names.iter().map(|name| (*name, "x")).collect();
    let many = files.repeat(400);
    let taken = server.post("/api/v1/imports", &[PARTS], &parts(&many));
    assert_eq!(taken.status, 202, "{}", taken.text());
    assert_eq!(strays(around.path(), "a.txt"), none);
    let path = taken.header("location").to_owned();
    until("the end of the import", || {
        let job = server.get(&path).json();
        (job["state"] == "done").then_some(())
    });
    assert_eq!(strays(around.path(), "a.txt"), none);
    std::fs::remove_dir_all(&staging).unwrap();
    let untaken = server.post("/api/v1/imports", &[PARTS], &parts(&files));
    assert_eq!(untaken.status, 500, "uploads lie elsewhere: look there");
}

#[test]
fn nobody_elsewhere_reads_along_or_is_sent_on() {
    let archive = office(&[]);
    let server = archive.serve();
    let foreign = ("origin", "https://evil.example");
    for path in ["/", "/api/v1/kinds", "/api/v1/openapi.json"] {
        let answer = server.get_with(path, &[foreign]);
        for header in [
            "access-control-allow-origin",
            "access-control-allow-credentials",
        ] {
            assert_eq!(answer.header(header), "", "{path}");
        }
    }
    let preflight = raw(
        &server,
        b"OPTIONS /api/v1/imports HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n\
          Access-Control-Request-Method: POST\r\nConnection: close\r\n\r\n",
    );
    assert!(!preflight.to_lowercase().contains("access-control-allow"));
    for to in [
        "//evil.example",
        "https://evil.example",
        "/%5cevil.example",
        "/%09/evil.example",
        "%0d%0aLocation:%20https://evil.example",
    ] {
        let answer = server.get(&format!("/ngon-ngu/en?ve={to}"));
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, "/"),
            "{to}"
        );
    }
    let sent = server.get_with("/co-quan", &[("x-forwarded-host", "evil.example")]);
    assert!(!sent.text().contains("evil.example"));
}
