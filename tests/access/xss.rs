//! Papers that would like to be programs: in HTML, SVG, letters and names, in the browser itself.

use std::path::Path;

use serde_json::Value;

use crate::browser::in_browser;
use crate::harness::Archive;
use crate::harness::Server;

/// What sets `window.x` if it ever runs, once as markup and once as text that looks like it.
const RUNS: &str =
    "<script>window.x=1</script><img src=/nowhere onerror=window.x=1><svg onload=window.x=1></svg>";
const LOOKS: &str = "&lt;script&gt;window.x=1&lt;/script&gt;&lt;img src=/nowhere onerror=window.x=1&gt; \
     &lt;mark&gt;thủy lợi&lt;/mark&gt;";

fn write_papers(folder: &Path) {
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).unwrap();
    write(
        "<img src=x onerror=window.x=1>.html",
        format!(
            "<!DOCTYPE html><html><head><meta charset=utf-8><title>{LOOKS}</title></head>\
             <body onload=window.x=1>{RUNS}<p>TỈNH ỦY AN GIANG {LOOKS}</p><p>Số 7-BC/TU</p>\
             <p>An Giang, ngày 5 tháng 3 năm 2020</p><p>BÁO CÁO</p><p>tình hình thủy lợi {LOOKS}</p>\
             <p>Căn cứ Quyết định số 1-QĐ/TU{LOOKS};</p></body></html>"
        ),
    );
    write(
        "b.svg",
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"window.x=1\"><script>window.x=1</script>\
             <text>Số 8-BC/TU thủy lợi {LOOKS}</text></svg>"
        ),
    );
    write(
        "c.eml",
        format!(
            "From: \"<script>window.x=1</script>\" <a@b.vn>\r\nSubject: <script>window.x=1</script> thủy lợi\
             \r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body>{RUNS}<p>Số 9-BC/TU thủy lợi \
             {LOOKS}</p></body></html>\r\n"
        ),
    );
}

/// Every page on which something of these papers stands.
fn pages(server: &Server) -> (Vec<String>, Vec<String>) {
    let answer = server.search(&[("q", ""), ("limit", "50")]);
    let hits = answer["hits"].as_array().unwrap();
    assert!(hits.len() >= 3, "{answer}");
    let ids = hits
        .iter()
        .map(|hit| hit["id"].as_str().unwrap().to_owned());
    let ids: Vec<String> = ids.collect();
    let mut pages: Vec<String> = [
        "/?q=th%E1%BB%A7y+l%E1%BB%A3i",
        "/co-quan",
        "/vien-dan-thieu",
        "/xem-lai",
    ]
    .map(str::to_owned)
    .to_vec();
    pages.push("/?q=%3Cscript%3Ewindow.x%3D1%3C%2Fscript%3E".to_owned());
    pages.extend(
        ids.iter()
            .map(|id| format!("/van-ban/{id}?q=th%E1%BB%A7y+script")),
    );
    (pages, ids)
}

#[test]
fn no_paper_is_a_program() {
    let folder = tempfile::tempdir().unwrap();
    write_papers(folder.path());
    let archive = Archive::new();
    archive.import(folder.path());
    let server = archive.serve();
    let (pages, ids) = pages(&server);
    for id in &ids {
        let original = server.get(&format!("/api/v1/documents/{id}/original"));
        assert_eq!(original.status, 200);
        let policy = original.header("content-security-policy");
        assert!(
            policy.starts_with("sandbox; default-src 'none'"),
            "{policy}"
        );
        assert_eq!(original.header("x-content-type-options"), "nosniff");
        let is_text = original.header("content-type").starts_with("text/plain");
        let named = original.header("content-disposition");
        assert!(named.starts_with("attachment") || is_text, "{named}");
    }
    let offered = server.get("/api/v1/suggest?q=%3Cscript");
    assert_eq!(offered.header("content-type"), "application/json");
    in_browser(true, async |client| {
        for page in &pages {
            client.goto(&server.url(page)).await.unwrap();
            // A dialog would make this fail by itself.
            let look = "const ours = (script) => script.src.startsWith(location.origin + '/assets/'); \
                 return [window.x || 0, [...document.scripts].filter((script) => !ours(script)).length, \
                 document.querySelectorAll('[onerror],[onload],main script').length]";
            let seen: Value = client.execute(look, Vec::new()).await.unwrap();
            assert_eq!(seen, serde_json::json!([0, 0, 0]), "{page}");
            let text = client.source().await.unwrap();
            assert!(text.contains("Văn Khố"), "{page}");
        }
    });
}
