//! A server as the office's IT runs it: settings, log, measures, limits, stopping, the unit.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;

use crate::harness::Archive;
use crate::harness::Server;
use crate::harness::until;

fn small() -> Archive {
    let folder = tempfile::tempdir().unwrap();
    let text = "Số: 7/BC-UBND\nBÁO CÁO\nVề công tác thủy lợi\n";
    std::fs::write(folder.path().join("a.txt"), text).unwrap();
    std::fs::write(folder.path().join("b.pdf"), "%PDF-1.7 broken").unwrap();
    let archive = Archive::new();
    archive.import(folder.path());
    archive
}

/// The value of a measure, by its name and labels as they are written.
fn measure(text: &str, name: &str) -> Option<f64> {
    let line = text
        .lines()
        .find(|line| line.starts_with(&format!("{name} ")))?;
    line.rsplit(' ').next()?.parse().ok()
}

#[test]
fn measures_say_how_the_archive_stands() {
    let archive = small();
    let server = archive.serve();
    server.get("/?q=th%E1%BB%A7y+l%E1%BB%A3i");
    let boundary = "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n.txt\"\r\n\r\n\
        B\u{e1}o c\u{e1}o n\r\n--x--\r\n";
    let kind = [("content-type", "multipart/form-data; boundary=x")];
    let taken = server.post("/api/v1/imports", &kind, boundary.as_bytes());
    assert_eq!(taken.status, 202, "{}", taken.text());
    let url = taken.json()["url"].as_str().unwrap().to_owned();
    let state = || {
        server.get(&url).json()["state"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    until("the end of the import", || {
        (!matches!(state().as_str(), "waiting" | "running")).then_some(())
    });
    let answer = server.get("/metrics");
    assert!(answer.header("content-type").starts_with("text/plain"));
    let text = answer.text();
    let value = |name: &str| measure(&text, name).unwrap_or_else(|| panic!("{name}\n{text}"));
    assert_eq!(value("vankho_documents"), 2.0);
    assert_eq!(value("vankho_index_lag"), 0.0);
    assert_eq!(value("vankho_import_queue"), 0.0);
    assert!(value("vankho_originals_bytes") > 0.0);
    assert!(value("vankho_catalogue_bytes") > 0.0);
    assert!(value("vankho_index_bytes") > 0.0);
    assert!(value("vankho_disk_free_bytes") > 0.0);
    assert_eq!(value("vankho_files_total{outcome=\"imported\"}"), 1.0);
    for stage in ["extract", "describe", "commit", "index"] {
        let name = format!("vankho_import_stage_seconds_count{{stage=\"{stage}\"}}");
        assert!(value(&name) >= 1.0, "{name}");
    }
    let page = "vankho_request_seconds_count{route=\"/\",method=\"GET\",status=\"200\"}";
    assert_eq!(value(page), 1.0);
    assert!(
        !text.contains("thủy") && !text.contains("%E1"),
        "never what was asked"
    );
    assert_eq!(
        measure(&text, "vankho_fixity_age_seconds"),
        None,
        "never verified"
    );
    assert_eq!(archive.run(&["verify"]).code, 0);
    let text = server.get("/metrics").text();
    assert!(measure(&text, "vankho_fixity_age_seconds").is_some());
    assert_eq!(measure(&text, "vankho_fixity_problems"), Some(0.0));
    let page = server.get("/tinh-trang").text();
    assert!(
        page.contains("không có hư hỏng") && page.contains("chưa sao lưu"),
        "{page}"
    );
}

#[test]
fn ready_means_that_papers_can_be_taken_and_found() {
    let archive = small();
    let server = archive.serve();
    assert_eq!(server.get("/healthz").status, 200);
    assert_eq!(server.get("/readyz").json()["documents"], 1);
    drop(server);
    let all = (u64::MAX / 1_000_000).to_string();
    let full = archive.serve_with(&["--min-free", &all, "--verify-every", "0"]);
    let answer = full.get("/readyz");
    assert_eq!(answer.status, 503);
    assert_eq!(answer.json()["code"], "disk-full");
    assert_eq!(full.get("/healthz").status, 200, "alive all the same");
}

#[test]
fn a_server_verifies_by_itself() {
    let archive = small();
    let server = archive.serve_with(&["--verify-every", "1d", "--verify-rate", "100"]);
    let deadline = Instant::now() + Duration::from_secs(300);
    while server.get("/readyz").json()["verified_at"].is_null() {
        assert!(Instant::now() < deadline, "not verified");
    }
    assert_eq!(server.get("/readyz").json()["problems"], 0);
}

#[test]
fn the_log_tells_the_request_and_not_the_question() {
    let archive = small();
    let lines = |options: &[&str]| -> Vec<Value> {
        let mut command = archive.command(&["--log", "info", "--log-format", "json", "serve"]);
        command.args(["--listen", "127.0.0.1:0", "--verify-every", "0"]);
        command.args(options).stderr(Stdio::piped());
        let mut server = Server::start(command);
        let answer = server.get("/so/7-BC-UBND");
        let id = answer.header("x-request-id").to_owned();
        stop(&server);
        let mut log = String::new();
        let mut err = server.process().stderr.take().unwrap();
        err.read_to_string(&mut log).unwrap();
        let lines: Vec<Value> = log
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}")))
            .collect();
        let told = lines.iter().filter(|line| line["request"] == *id);
        assert_eq!(told.count(), 1, "{log}");
        lines
    };
    let quiet = lines(&[]);
    let told = quiet
        .iter()
        .find(|line| line["message"] == "answered")
        .unwrap();
    assert_eq!(
        (&told["route"], &told["status"]),
        (&"/so/{*number}".into(), &303.into())
    );
    assert!(!format!("{quiet:?}").contains("7-BC"), "{quiet:?}");
    let asked = lines(&["--log-queries"]);
    assert!(format!("{asked:?}").contains("7-BC"), "{asked:?}");
}

/// As systemd stops it.
fn stop(server: &Server) {
    let id = server.pid().to_string();
    let sent = Command::new("kill").args(["-TERM", &id]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn told_to_stop_it_finishes_what_it_answers() {
    let archive = small();
    let mut server = archive.serve();
    let address = server.url("").replace("http://", "");
    // A request whose head has come and whose body has not: under way.
    let mut going = TcpStream::connect(&address).unwrap();
    let body = "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n.txt\"\r\n\r\nBao cao\r\n--x--\r\n";
    let head = format!(
        "POST /api/v1/imports HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
         content-type: multipart/form-data; boundary=x\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let half = body.len() / 2;
    going.write_all(head.as_bytes()).unwrap();
    going.write_all(&body.as_bytes()[..half]).unwrap();
    // It and the one that asks.
    until("two requests under way", || {
        let measures = server.get("/metrics").text();
        measure(&measures, "vankho_requests_in_flight").filter(|going| *going >= 2.0)
    });
    stop(&server);
    let deadline = Instant::now() + Duration::from_secs(20);
    while TcpStream::connect(&address).is_ok() {
        assert!(Instant::now() < deadline, "still takes connections");
    }
    going.write_all(&body.as_bytes()[half..]).unwrap();
    let mut answer = String::new();
    going.read_to_string(&mut answer).unwrap();
    // An import taken now would be stopped at once, and what was sent be gone: it is told so.
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    assert!(answer.contains("\"stopping\""), "{answer}");
    assert_eq!(server.process().wait().unwrap().code(), Some(0));
}

#[test]
fn what_is_too_big_or_too_deep_is_refused_in_words() {
    let archive = small();
    let server = archive.serve();
    let id = archive.json(&["list"])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let corrections = format!("/api/v1/documents/{id}/corrections");
    let json = [("content-type", "application/json")];
    let deep = "[".repeat(100_000);
    let deep = format!("{{\"field\":{deep}");
    let answer = server.post(&corrections, &json, deep.as_bytes());
    assert!(
        matches!(answer.status, 400 | 413 | 422),
        "{}",
        answer.status
    );
    let big = vec![b' '; 8 << 20];
    let refused = ureq::post(server.url(&corrections))
        .header("content-type", "application/json")
        .send(&big[..]);
    match refused {
        // Refused before all of it was sent, which a client may see as a broken pipe.
        Err(ureq::Error::StatusCode(status)) => assert!(matches!(status, 400 | 413), "{status}"),
        Err(_) => {}
        Ok(answer) => panic!("{}", answer.status()),
    }
    let long = server.get(&format!("/?q={}", "a".repeat(20_000)));
    assert_eq!(long.status, 414);
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn settings_weigh_line_environment_file_default() {
    let archive = Archive::new();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vankho.toml");
    let text = "log = 'error'\n[serve]\nrequests = 8\nmin-free = 7\nverify-every = '3d'\n";
    std::fs::write(&file, text).unwrap();
    let mut command = archive.command(&["--json", "--log", "debug"]);
    command.arg("--config").arg(&file).arg("config");
    command
        .env("VANKHO_REQUESTS", "9")
        .env_remove("VANKHO_VERIFY_EVERY");
    let run = crate::harness::Run::from(command.output().unwrap());
    assert_eq!(run.code, 0, "{}", run.err);
    let find = |key: &str| -> (String, String) {
        let lines = run.lines();
        let line = lines.iter().find(|line| line["key"] == key).unwrap();
        let word = |name: &str| line[name].as_str().unwrap_or("–").to_owned();
        (word("value"), word("from"))
    };
    let from = |value: &str, from: &str| (value.to_owned(), from.to_owned());
    assert_eq!(find("log"), from("debug", "command line"));
    assert_eq!(find("serve.requests"), from("9", "environment"));
    assert_eq!(find("serve.min-free"), from("7", file.to_str().unwrap()));
    assert_eq!(
        find("serve.verify-every"),
        from("3d", file.to_str().unwrap())
    );
    assert_eq!(find("serve.listen"), from("127.0.0.1:8238", "default"));
    assert_eq!(find("import.home"), from("–", "default"));
    for (text, told) in [
        ("requests = 8", "`requests` is no setting"),
        ("[serve]\nrequests = 'many'", "many"),
        ("[serve", "vankho.toml"),
    ] {
        std::fs::write(&file, text).unwrap();
        let mut command = archive.command(&["serve", "--config"]);
        let run = crate::harness::Run::from(command.arg(&file).output().unwrap());
        assert_eq!(run.code, 2, "{text}");
        assert!(run.err.contains(told), "{text}: {}", run.err);
    }
}

#[test]
fn systemd_takes_the_unit() {
    let archive = Archive::new();
    let unit = archive.run(&["deploy", "systemd"]).out;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vankho.service");
    std::fs::write(&path, &unit).unwrap();
    let analyze = |arguments: &[&str]| {
        let mut command = Command::new("systemd-analyze");
        let output = command.args(arguments).arg(&path).output().unwrap();
        crate::harness::Run::from(output)
    };
    let told = analyze(&["verify", "--man=no"]);
    assert!(!told.err.contains("vankho.service:"), "{}", told.err);
    // At most 3.0 of 10 by systemd's own measure of what is left open.
    let exposed = analyze(&["security", "--offline=yes", "--threshold=30"]);
    assert_eq!(exposed.code, 0, "{}{}", exposed.out, exposed.err);
}

#[test]
fn a_client_that_sends_its_head_by_drops_is_cut() {
    let archive = small();
    let server = archive.serve_with(&["--header-timeout", "1"]);
    let address = server.url("").replace("http://", "");
    let mut slow = TcpStream::connect(&address).unwrap();
    slow.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-slow: ")
        .unwrap();
    slow.set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    let mut line = String::new();
    // The server's patience ends, not ours.
    let read = BufReader::new(slow).read_line(&mut line).unwrap();
    assert!(read == 0 || line.contains("408"), "{line}");
    assert_eq!(server.get("/healthz").status, 200);
}
