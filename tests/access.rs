//! What somebody may not see is not there: every endpoint, held against an archive without it.

use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use axum::Router;
use axum::body::Body;
use axum::body::to_bytes;
use axum::http::Request;
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tower::ServiceExt;
use vankho::api;
use vankho::archive::Archive;
use vankho::archive::ImportJob;
use vankho::archive::Program;
use vankho::archive::Programs;
use vankho::archive::Rights;
use vankho::archive::Role;
use vankho::archive::Scope;
use vankho::document::Circulation;
use vankho::document::Correctable;
use vankho::document::Folder;
use vankho::web;

/// How many rights tables are tried; `VANKHO_RIGHTS_TABLES=200` for the long form.
fn tables() -> u32 {
    let asked = std::env::var("VANKHO_RIGHTS_TABLES");
    asked.map_or(3, |number| number.parse().unwrap())
}

/// The folders given to the import, and which collection each belongs to.
const FOLDERS: [(&str, Option<usize>); 5] = [
    ("chung", None),
    ("to-chuc", Some(0)),
    ("to-chuc/ho-so", Some(1)),
    ("tuyen-giao", Some(2)),
    ("tuyen-giao-2", Some(0)),
];
const GIVEN: [&str; 4] = ["chung", "to-chuc", "tuyen-giao", "tuyen-giao-2"];
const NUMBERS: [&str; 7] = [
    "12-QĐ/TU",
    "21-QĐ/TU",
    "12-KH/TU",
    "120-BC/TU",
    "35-NQ/TU",
    "12-QĐ/HT",
    "53-NQ/TU",
];
const ISSUERS: [&str; 3] = ["TỈNH ỦY AN GIANG", "HỘI TEM AN GIANG", "Hội tem An Giang"];
const WORDS: [&str; 10] = [
    "công tác cán bộ",
    "ngân sách",
    "thủy lợi",
    "văn thư lưu trữ",
    "quy chế làm việc",
    "khen thưởng",
    "chuyển đổi số",
    "đất đai",
    "giáo dục",
    "dự toán",
];
const MARKS: [(&str, Option<Circulation>); 4] = [
    ("*", None),
    ("LƯU HÀNH NỘI BỘ", Some(Circulation::Internal)),
    ("XEM XONG TRẢ LẠI", Some(Circulation::ReturnAfterReading)),
    ("KHÔNG PHỔ BIẾN", Some(Circulation::NotForRelease)),
];

/// A paper and where it lies.
#[derive(Debug, Clone)]
struct Paper {
    folders: BTreeSet<usize>,
    mark: usize,
    issuer: usize,
    number: Option<usize>,
    day: Option<i8>,
    year: i16,
    words: Vec<usize>,
    cites: Vec<usize>,
    replaces: Option<usize>,
    /// It is a letter, with an attachment of this number.
    letter: Option<usize>,
}

prop_compose! {
    fn paper()(
        folders in prop::collection::btree_set(0..FOLDERS.len(), 1..3),
        mark in prop_oneof![3 => Just(0_usize), 2 => 0..MARKS.len()],
        issuer in 0..ISSUERS.len(),
        number in prop::option::weighted(0.8, 0..NUMBERS.len()),
        day in prop::option::weighted(0.8, 1_i8..28),
        year in 2018_i16..2022,
        words in prop::collection::vec(0..WORDS.len(), 1..9),
        cites in prop::collection::vec(0..NUMBERS.len(), 0..3),
        replaces in prop::option::weighted(0.3, 0..NUMBERS.len()),
        letter in prop::option::weighted(0.1, 0..NUMBERS.len()),
    ) -> Paper {
        let mark = if letter.is_some() { 0 } else { mark };
        Paper { folders, mark, issuer, number, day, year, words, cites, replaces, letter }
    }
}

impl Paper {
    /// Its files: where, and what is in them.
    fn files(&self, at: usize) -> Vec<(usize, String, String)> {
        let words: Vec<&str> = self.words.iter().map(|&word| WORDS[word]).collect();
        let letters: String = at
            .to_string()
            .chars()
            .map(|digit| char::from(digit as u8 + 49))
            .collect();
        let mut text = format!("{}\n{}\n", ISSUERS[self.issuer], MARKS[self.mark].0);
        if let Some(number) = self.number {
            text.push_str(&format!("Số {}\n", NUMBERS[number]));
        }
        text.push_str("ĐẢNG CỘNG SẢN VIỆT NAM\n");
        if let Some(day) = self.day {
            text.push_str(&format!("An Giang, ngày {day} tháng 3 năm {}\n", self.year));
        }
        let title = words[..words.len().min(2)].join(" và ");
        text.push_str(&format!("QUYẾT ĐỊNH\nvề {title} {letters}\n\n"));
        for cited in &self.cites {
            text.push_str(&format!("Căn cứ Quyết định số {};\n", NUMBERS[*cited]));
        }
        text.push_str(&format!("Nội dung: {}.\n", words.join(", ")));
        if let Some(replaced) = self.replaces {
            text.push_str(&format!(
                "Quyết định này thay thế Quyết định số {}.\n",
                NUMBERS[replaced]
            ));
        }
        let (name, content) = match self.letter {
            None => (format!("văn bản {letters}.txt"), text),
            Some(number) => {
                let inside = format!(
                    "{}\n*\nSố {}\nAn Giang, ngày 2 tháng 4 năm 2019\nKẾ HOẠCH\nvề kèm {letters}\n",
                    ISSUERS[0], NUMBERS[number]
                );
                (format!("thư {letters}.eml"), letter(&text, &inside))
            }
        };
        let file = |&folder: &usize| (folder, name.clone(), content.clone());
        self.folders.iter().map(file).collect()
    }
}

fn letter(text: &str, attachment: &str) -> String {
    format!(
        "From: a@example.vn\r\nTo: b@example.vn\r\nSubject: x\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain; \
         charset=utf-8\r\n\r\n{text}\r\n--B\r\nContent-Type: text/plain; charset=utf-8; \
         name=\"kèm.txt\"\r\nContent-Disposition: attachment; filename=\"kem.txt\"\r\n\r\n\
         {attachment}\r\n--B--\r\n"
    )
}

/// What one account may see and do, of whatever folders.
#[derive(Debug, Clone)]
struct Table {
    role: Role,
    general: bool,
    collections: [bool; 3],
    marks: BTreeSet<usize>,
}

prop_compose! {
    fn table()(
        role in prop::sample::select(Role::ALL.to_vec()),
        general in any::<bool>(),
        collections in any::<[bool; 3]>(),
        marks in prop::collection::btree_set(1..MARKS.len(), 0..MARKS.len()),
    ) -> Table {
        Table { role, general, collections, marks }
    }
}

impl Table {
    fn sees(&self, folder: usize, mark: usize) -> bool {
        let granted = FOLDERS[folder]
            .1
            .map_or(self.general, |at| self.collections[at]);
        granted && (mark == 0 || self.marks.contains(&mark))
    }

    fn rights(&self, root: &Path) -> Rights {
        let assigned = FOLDERS.iter().filter_map(|(folder, collection)| {
            let granted = self.collections[(*collection)?];
            Some((Folder::at(&root.join(folder)), granted))
        });
        Rights {
            account: Some("minh".to_owned()),
            role: self.role,
            scope: Scope::Some {
                assigned: assigned.collect(),
                general: self.general,
            },
            marks: self.marks.iter().filter_map(|&at| MARKS[at].1).collect(),
        }
    }
}

fn clock() -> Timestamp {
    Timestamp::from_second(1_700_000_000).unwrap()
}

fn programs() -> Programs {
    Programs {
        reader: Program {
            path: PathBuf::from(env!("CARGO_BIN_EXE_vankho")),
            arguments: vec!["extract-worker".into()],
        },
        recogniser: None,
    }
}

/// An archive of these papers, of which `sees` decides about each file.
struct Kho {
    archive: Archive,
    files: PathBuf,
    _folder: tempfile::TempDir,
}

fn kho(papers: &[Paper], sees: impl Fn(usize, usize) -> bool) -> Kho {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("tệp");
    for (name, _) in FOLDERS {
        std::fs::create_dir_all(files.join(name)).unwrap();
    }
    for (at, paper) in papers.iter().enumerate() {
        for (folder, name, content) in paper.files(at) {
            if sees(folder, paper.mark) {
                std::fs::write(files.join(FOLDERS[folder].0).join(name), content).unwrap();
            }
        }
    }
    let archive = Archive::create(&folder.path().join("kho"), clock()).unwrap();
    let job = ImportJob {
        paths: GIVEN.iter().map(|name| files.join(name)).collect(),
        jobs: 1,
        ..ImportJob::new(programs(), clock)
    };
    archive
        .import(&job, &|_| {}, &AtomicBool::new(false))
        .unwrap();
    Kho {
        archive,
        files,
        _folder: folder,
    }
}

impl Kho {
    /// The whole site as an account of these rights gets it.
    fn site(&self, table: &Table) -> Router {
        let archive = self.archive.seen_by(table.rights(&self.files));
        let (routes, _) = api::router(api::Service::new(programs(), clock));
        let routes = routes.merge(web::router(clock));
        api::guard::around(routes.layer(axum::Extension(Arc::new(archive))))
    }
}

struct Site {
    runtime: tokio::runtime::Runtime,
    router: Router,
}

/// Status, headers and body of an answer, as they went over the wire.
#[derive(Debug, Clone, PartialEq)]
struct Told {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Site {
    fn new(router: Router) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        Self {
            runtime: runtime.unwrap(),
            router,
        }
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Told {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "localhost")
            .header("x-request-id", "law");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        self.runtime.block_on(async {
            let answer = self.router.clone().oneshot(request).await.unwrap();
            let headers = answer.headers().iter();
            let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let mut headers: Vec<_> = headers
                .map(|(name, value)| (name.to_string(), shown(value.as_bytes())))
                .collect();
            headers.sort();
            Told {
                status: answer.status().as_u16(),
                headers,
                body: shown(&to_bytes(answer.into_body(), usize::MAX).await.unwrap()),
            }
        })
    }

    fn get(&self, path: &str) -> Told {
        self.ask("GET", path, &[], "")
    }
}

const LINES: [&str; 12] = [
    "",
    "công tác cán bộ",
    "cong tac can bo khen",
    "ngân sach",
    "thủi lợi",
    "12-qđ/tu",
    "số 12",
    "21-qd/ht",
    "\"quy chế\" đất",
    "quyết định tỉnh ủy năm 2019",
    "hội tem",
    "nq 35",
];

/// Everything that can be read, by every document there may be.
fn readings(documents: &[String]) -> Vec<String> {
    let mut paths: Vec<String> = [
        "/api/v1/bodies",
        "/api/v1/kinds",
        "/api/v1/cited-missing",
        "/api/v1/review?limit=2",
        "/api/v1/review?code=date-missing",
        "/api/v1/review?import=1",
        "/api/v1/imports/1",
        "/api/v1/openapi.json",
        "/api/v1/search?kind=quyet-dinh&sort=oldest&limit=3",
        "/api/v1/search?body=ten:hoi-tem-an-giang",
        "/api/v1/search?place=an-giang&year=2019",
        "/healthz",
        "/co-quan",
        "/vien-dan-thieu",
        "/xem-lai",
        "/xem-lai?code=number-missing",
        "/khong-co",
        "/?body=ten:hoi-tem-an-giang",
        "/?body=tu-an-giang&q=ng%C3%A2n",
    ]
    .map(str::to_owned)
    .to_vec();
    for line in LINES {
        let line: String = form_urlencoded::byte_serialize(line.as_bytes()).collect();
        paths.push(format!("/?q={line}"));
        paths.push(format!("/api/v1/search?limit=3&q={line}"));
        paths.push(format!("/api/v1/suggest?q={line}"));
        let typed: String = line.chars().take(4).collect();
        paths.push(format!("/api/v1/suggest?q={typed}"));
    }
    for number in NUMBERS {
        let number = number.replace('Đ', "%C4%90");
        paths.push(format!("/api/v1/numbers/{number}"));
        paths.push(format!("/so/{number}"));
    }
    for id in documents {
        for part in [
            "",
            "/text",
            "/text?lines=true",
            "/standing",
            "/corrections",
            "/original",
        ] {
            paths.push(format!("/api/v1/documents/{id}{part}"));
        }
        paths.push(format!("/van-ban/{id}?q=ng%C3%A2n"));
        paths.push(format!("/api/v1/review?after={id}"));
        paths.push(format!("/xem-lai?after={id}"));
    }
    paths
}

/// Asks both for everything, pages of lists to their ends, and again with what they said of it.
fn compare(narrowed: &Site, only: &Site, documents: &[String]) -> Result<(), TestCaseError> {
    let mut paths = readings(documents);
    while let Some(path) = paths.pop() {
        let told = narrowed.get(&path);
        prop_assert_eq!(&told, &only.get(&path), "{}", path);
        let json: Option<serde_json::Value> = serde_json::from_str(&told.body).ok();
        let next = json.and_then(|json| Some(json.get("next")?.as_str()?.to_owned()));
        if let Some(next) = next {
            let (base, name) = match path.contains("/search") {
                true => (path.split("&cursor").next().unwrap(), "cursor"),
                false => (path.split("&after").next().unwrap(), "after"),
            };
            if !base.contains("?after") {
                paths.push(format!("{base}&{name}={next}"));
            }
        }
        let tag = told.headers.iter().find(|(name, _)| name == "etag");
        if let Some((_, tag)) = tag {
            let again = narrowed.ask("GET", &path, &[("if-none-match", tag)], "");
            prop_assert_eq!(again.status, 304, "{}", path);
            let other = only.ask("GET", &path, &[("if-none-match", tag)], "");
            prop_assert_eq!(again, other, "{}", path);
        }
    }
    Ok(())
}

/// Sends every change there is about every document to both.
fn change(narrowed: &Site, only: &Site, documents: &[String]) -> Result<(), TestCaseError> {
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let json = [("content-type", "application/json")];
    for id in documents {
        let changes = [
            (
                "POST",
                format!("/api/v1/documents/{id}/corrections"),
                json,
                r#"{"field":"subject","value":"mới"}"#,
            ),
            (
                "POST",
                format!("/van-ban/{id}/sua"),
                form,
                "issued-at=Châu+Đốc",
            ),
            (
                "POST",
                format!("/xem-lai/{id}"),
                form,
                "subject=ba&number=không+phải+số",
            ),
            (
                "DELETE",
                format!("/api/v1/documents/{id}/corrections/1"),
                json,
                "",
            ),
            ("POST", format!("/van-ban/{id}/bo/2"), form, ""),
        ];
        for (method, path, headers, body) in &changes {
            let told = narrowed.ask(method, path, headers, body);
            prop_assert_eq!(
                told,
                only.ask(method, path, headers, body),
                "{} {}",
                method,
                path
            );
        }
    }
    Ok(())
}

#[test]
fn what_is_hidden_is_nowhere() {
    let mut runner = TestRunner::new(ProptestConfig {
        cases: tables(),
        max_shrink_iters: 0,
        ..ProptestConfig::default()
    });
    let cases = (prop::collection::vec(paper(), 4..26), table());
    let ran = runner.run(&cases, |(papers, table)| {
        let all = kho(&papers, |_, _| true);
        let only = kho(&papers, |folder, mark| table.sees(folder, mark));
        let documents: Vec<_> = all
            .archive
            .documents()
            .unwrap()
            .map(Result::unwrap)
            .collect();
        // What people did to papers that are hidden is hidden too.
        let visible = all.archive.seen_by(table.rights(&all.files));
        let owner = vankho::archive::Editor {
            who: "lan".to_owned(),
            at: clock(),
            reason: None,
        };
        let hidden = documents
            .iter()
            .filter(|document| visible.document(&document.id).is_err());
        for document in hidden.take(2) {
            let changes = [(Correctable::Subject, "đã sửa ngân sách".to_owned())];
            all.archive.correct(&document.id, &changes, &owner).unwrap();
        }
        let ids: Vec<String> = documents
            .iter()
            .map(|document| document.id.to_string())
            .collect();
        let (narrowed, only) = (Site::new(all.site(&table)), Site::new(only.site(&table)));
        compare(&narrowed, &only, &ids)?;
        change(&narrowed, &only, &ids[..ids.len().min(4)])?;
        compare(&narrowed, &only, &ids)
    });
    if let Err(error) = ran {
        panic!("{error}");
    }
}
