//! An archive in a temporary folder, the real program run against it, and a server to ask.

pub mod bucket;
pub mod cluster;
pub mod postgres;
mod ports;
mod sent;

use std::io::BufRead;
use std::io::BufReader;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::OnceLock;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;
use tempfile::TempDir;

pub use sent::ENGLISH;
pub use sent::FORM;
pub use sent::PARTS;
pub use sent::parts;

/// The folder of samples.
pub fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

/// Names the program that scans are read by.
pub const TESSERACT: &str = "VANKHO_TESSERACT";

/// An archive of its own; gone when it and its servers are dropped.
pub struct Archive {
    folder: Arc<TempDir>,
}

/// What a run of the program gave.
pub struct Run {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Run {
    /// Standard output as one JSON value a line.
    pub fn lines(&self) -> Vec<Value> {
        let parse = |line: &str| match serde_json::from_str(line) {
            Ok(value) => value,
            Err(error) => panic!("not JSON ({error}): {line}\n{}", self.err),
        };
        self.out.lines().map(parse).collect()
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Archive {
    /// An empty one, not yet created on disk.
    pub fn new() -> Self {
        Self {
            folder: Arc::new(tempfile::tempdir().unwrap()),
        }
    }

    /// One with all samples, imported once for all tests that only read.
    pub fn of_samples() -> &'static Self {
        static SAMPLES: OnceLock<Archive> = OnceLock::new();
        SAMPLES.get_or_init(|| {
            let archive = Self::new();
            let mut import = archive.command(&["import", samples().to_str().unwrap()]);
            let run: Run = import.env_remove(TESSERACT).output().unwrap().into();
            assert!(matches!(run.code, 0 | 3), "{}{}", run.out, run.err);
            archive
        })
    }

    /// Where it lies.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("kho")
    }

    /// The program with these arguments, not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vankho"));
        command.arg("--archive").arg(self.path()).args(arguments);
        command.env_remove("VANKHO_ARCHIVE").env_remove("RUST_LOG");
        // Unasked work disturbs what is measured: only tests that are about it have it.
        command.env("VANKHO_VERIFY_EVERY", "0");
        // OCR takes seconds a page: only tests that are about it have it.
        command.env(TESSERACT, "/nowhere/tesseract");
        // Files written by a test are whole; only tests of those that are not wait.
        command.env("VANKHO_SETTLE", "0");
        command.stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.command(arguments).output().unwrap().into()
    }

    /// Runs it with `--json` and gives the lines.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Vec<Value> {
        let run = self.run(&[&["--json"], arguments].concat());
        assert!(run.code != 2, "{arguments:?}: {}", run.err);
        run.lines()
    }

    /// Imports a folder; gives the lines for the files and the summary.
    #[track_caller]
    pub fn import(&self, folder: &Path) -> (Vec<Value>, Value) {
        let mut lines = self.json(&["import", folder.to_str().unwrap()]);
        let summary = lines.pop().unwrap();
        assert_eq!(summary["event"], "summary");
        (lines, summary)
    }

    /// The paths of the first hits for a query.
    #[track_caller]
    pub fn hits(&self, query: &str) -> Vec<String> {
        let answer = self.json(&["search", query, "--limit", "50"]);
        sources(&answer[0])
    }

    /// A server over it, on a free port; stopped when dropped.
    pub fn serve(&self) -> Server {
        self.serve_with(&[])
    }

    /// A server started with more options.
    pub fn serve_with(&self, options: &[&str]) -> Server {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.args(options);
        let mut server = Server::start(command);
        server._folder = Some(Arc::clone(&self.folder));
        server
    }
}

impl Server {
    /// Starts what serves, and waits until it tells its address.
    pub fn start(mut command: Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let start = line.find("http://").expect("an address");
        let address: String = line[start..]
            .chars()
            .take_while(|c| !c.is_whitespace())
            .collect();
        Server {
            process,
            base: address.trim_end_matches('/').to_owned(),
            _folder: None,
        }
    }

    /// Its process.
    pub fn process(&mut self) -> &mut Child {
        &mut self.process
    }
}

/// Asks until there is what it asks for: two minutes at most.
#[track_caller]
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(120);
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(Instant::now() < deadline, "in vain: {what}");
        std::thread::yield_now();
    }
}

/// Something in the place of tesseract: a script that knows Vietnamese and, of a page, does `reading`.
pub fn stand_in(folder: &TempDir, reading: &str) -> PathBuf {
    let path = folder.path().join("tesseract");
    let script = format!(
        "#!/bin/sh\nif [ \"$1\" = --list-langs ]; then printf 'List:\\nvie\\n'; exit; fi\n{reading}\n"
    );
    std::fs::write(&path, script).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

/// The first source of each hit of a search answer.
pub fn sources(answer: &Value) -> Vec<String> {
    let hits = answer["hits"].as_array().expect("hits").iter();
    hits.map(|hit| hit["sources"][0].as_str().unwrap().to_owned())
        .collect()
}

/// A running server.
pub struct Server {
    process: Child,
    base: String,
    /// Of an archive nobody else may hold any more.
    _folder: Option<Arc<TempDir>>,
}

/// Writes papers that take a moment to import.
pub fn many_papers(folder: &Path, count: usize) {
    for number in 1..=count {
        let text = format!(
            "ỦY BAN NHÂN DÂN TỈNH AN GIANG\nSố: {number}/KH-UBND\nAn Giang, ngày 5 tháng 3 năm 2021\n\
             KẾ HOẠCH\nvề công tác văn thư, lưu trữ đợt {number}\n{}",
            "Các cơ quan, đơn vị tổ chức thực hiện nghiêm túc.\n".repeat(40)
        );
        std::fs::write(folder.join(format!("{number:04}.txt")), text).unwrap();
    }
}

/// An HTTP answer.
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Header values by lower-case name.
    headers: ureq::http::HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// A header, empty if absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Every value of a header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let values = self.headers.get_all(name).iter();
        values.map(|value| value.to_str().unwrap()).collect()
    }

    /// What the forms of this page must bear.
    #[track_caller]
    pub fn key(&self) -> String {
        let text = self.text();
        let (_, rest) = text.split_once("name=\"khoa\" value=\"").expect("a form");
        rest.split_once('"').unwrap().0.to_owned()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// The body without the one script every page of ours has: what is left of `<script` is not ours.
    pub fn foreign_text(&self) -> String {
        let ours = ["page", "narrow"]
            .map(|name| format!("<script src=\"/assets/{name}.js\" defer></script>"));
        let text = self.text();
        ours.iter()
            .fold(text, |text, script| text.replacen(script.as_str(), "", 1))
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

impl Server {
    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// The address of a path on this server.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// GET.
    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    /// GET with headers.
    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        get(&self.url(path), headers)
    }

    /// Asks for a page as its refresh does, until it has none; `seen` is shown each.
    #[track_caller]
    pub fn settled(&self, path: &str, headers: &[(&str, &str)], seen: impl Fn(&Answer)) -> String {
        until(path, || {
            let answer = self.get_with(path, headers);
            assert_eq!(answer.status, 200, "{path}");
            seen(&answer);
            let page = answer.text();
            (!page.contains("http-equiv=\"refresh\"")).then_some(page)
        })
    }

    /// POST of a body.
    pub fn post(&self, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut request = agent().post(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answer(request.send(body).unwrap())
    }

    /// Sends a form that stands on a page, as a browser does.
    #[track_caller]
    pub fn form(&self, page: &str, action: &str, fields: &str) -> Answer {
        let body = format!("khoa={}&{fields}", self.get(page).key());
        self.post(action, &[FORM], body.as_bytes())
    }

    /// DELETE with headers.
    pub fn delete(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = agent().delete(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answer(request.call().unwrap())
    }

    /// The API's answer to a query.
    #[track_caller]
    pub fn search(&self, query: &[(&str, &str)]) -> Value {
        let start = String::from("/api/v1/search?");
        let mut path = form_urlencoded::Serializer::for_suffix(start, 15);
        for (name, value) in query {
            path.append_pair(name, value);
        }
        let answer = self.get(&path.finish());
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have been stopped already.
        drop(self.process.kill());
        self.process.wait().unwrap();
    }
}

/// GET of any address; no redirect is followed.
pub fn get(address: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = agent().get(address);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    answer(request.call().unwrap())
}

fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false);
    config.build().new_agent()
}

fn answer(response: ureq::http::Response<ureq::Body>) -> Answer {
    let (parts, mut body) = response.into_parts();
    Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: body.read_to_vec().unwrap(),
    }
}
