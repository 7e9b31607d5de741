//! What somebody may not see is not there: every endpoint, held against an archive without it.

mod audit;
pub mod door;
mod oidc;
mod outside;
mod papers;
mod probes;
mod provider;
mod refusals;
mod roots;
mod tls;
mod walk;
mod xss;

use axum::Router;
use axum::body::Body;
use axum::body::to_bytes;
use axum::http::Request;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tower::ServiceExt;
use vankho::archive::Editor;
use vankho::document::Correctable;

pub use door::PASSWORD;
pub use door::log_in;
pub use door::user;
pub use papers::clock;
pub use papers::programs;

use crate::harness::FORM;
use crate::harness::PARTS;
use papers::kho;
use papers::paper;
use papers::table;
use walk::of_the_whole;
use walk::readings;

/// How many rights tables are tried; `VANKHO_RIGHTS_TABLES=200` for the long form.
fn tables() -> u32 {
    let asked = std::env::var("VANKHO_RIGHTS_TABLES");
    asked.map_or(3, |number| number.parse().unwrap())
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

/// A register with rows that papers may have, sent by parts.
const REGISTER: &str = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"so.csv\"\r\n\r\n\
    STT;Số ký hiệu;Ngày ban hành;Trích yếu\n\
    1;12-QĐ/TU;5/3/2019;công tác cán bộ\n\
    2;35-NQ/TU;2020;ngân sách\n\
    3;21-QĐ/TU;;quy chế làm việc\n\
    4;99-QĐ/HT;1/1/2021;hội tem\r\n--b--\r\n";

/// Asks both for everything, pages of lists to their ends, and again with what they said of it.
fn compare(narrowed: &Site, only: &Site, documents: &[String]) -> Result<(), TestCaseError> {
    let parts = [PARTS];
    for format in ["json", "csv"] {
        let path = format!("/api/v1/registers/check?format={format}");
        let told = narrowed.ask("POST", &path, &parts, REGISTER);
        prop_assert_eq!(told, only.ask("POST", &path, &parts, REGISTER), "{}", path);
    }
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
    let form = [FORM];
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
            (
                "DELETE",
                format!("/api/v1/documents/{id}/deletion"),
                json,
                "",
            ),
            (
                "POST",
                "/api/v1/imports/runs/1/undo".to_owned(),
                json,
                r#"{"reason":"nháp"}"#,
            ),
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
        let owner = Editor {
            who: "lan".to_owned(),
            at: clock(),
            reason: Some("nhập nhầm".to_owned()),
        };
        let mut hidden = documents
            .iter()
            .filter(|document| visible.document(&document.id).is_err());
        if let Some(document) = hidden.next() {
            all.archive.delete(&document.id, 30, &owner).unwrap();
        }
        for document in hidden.take(2) {
            let changes = [(Correctable::Subject, "đã sửa ngân sách".to_owned())];
            all.archive.correct(&document.id, &changes, &owner).unwrap();
        }
        let ids: Vec<String> = documents
            .iter()
            .map(|document| document.id.to_string())
            .collect();
        let (narrowed, only) = (Site::new(all.site(&table)), Site::new(only.site(&table)));
        prop_assert!(!visible.rights().see_everything());
        for path in of_the_whole() {
            prop_assert_eq!(narrowed.get(path), only.get(path), "{}", path);
        }
        compare(&narrowed, &only, &ids)?;
        change(&narrowed, &only, &ids[..ids.len().min(4)])?;
        compare(&narrowed, &only, &ids)
    });
    if let Err(error) = ran {
        panic!("{error}");
    }
}
