//! The pages as staff see them, without JavaScript: what is on them and where their links lead.

use crate::harness::Archive;
use crate::harness::Server;

/// Every address a page links to on this server.
fn links(page: &str) -> Vec<String> {
    let after = page.split("href=\"").skip(1);
    let hrefs = after.filter_map(|rest| rest.split('"').next());
    hrefs
        .filter(|href| href.starts_with('/'))
        .map(|href| href.replace("&amp;", "&"))
        .collect()
}

/// A page, with every link on it followed once.
#[track_caller]
fn whole(server: &Server, path: &str) -> String {
    let answer = server.get(path);
    assert_eq!(answer.status, 200, "{path}");
    let page = answer.text();
    assert!(page.contains("<html lang=\"vi\">"), "{path}");
    assert!(!answer.foreign_text().contains("<script"), "{path}");
    for link in links(&page) {
        let status = server.get(&link).status;
        assert!(
            matches!(status, 200 | 300 | 303),
            "{path} links to {link}: {status}"
        );
    }
    page
}

#[test]
fn every_link_on_every_page_leads_somewhere() {
    let server = Archive::of_samples().serve();
    let front = whole(&server, "/");
    assert!(front.contains("Tìm văn bản"));
    let results = whole(&server, "/?q=nghi+quyet&sort=newest");
    assert!(results.contains("<mark>"), "hits are marked");
    assert!(results.contains("Loại văn bản"));
    whole(&server, "/co-quan");
    let id = server.search(&[("q", "238-QĐ/TW")])["hits"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let document = whole(&server, &format!("/van-ban/{id}?q=quy+che"));
    for shown in [
        "238-QĐ/TW",
        "Ban Bí thư",
        "30/9/2020",
        "<mark>",
        "Mở bản gốc",
    ] {
        assert!(document.contains(shown), "{shown}");
    }
}

#[test]
fn a_number_has_an_address() {
    let server = Archive::of_samples().serve();
    let one = server.get("/so/238-Q%C4%90/TW");
    assert_eq!(one.status, 303);
    assert!(one.header("location").starts_with("/van-ban/"));
    let several = server.get("/so/07-%C4%90A/TU");
    assert_eq!(several.status, 200);
    let page = several.text();
    assert!(
        page.contains("An Giang") && page.contains("Thanh H"),
        "both bodies are named"
    );
}

#[test]
fn typed_markup_stays_text() {
    let server = Archive::of_samples().serve();
    let page = server
        .get("/?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E&body=%22%3E%3Cimg%20src%3Dx%3E")
        .foreign_text();
    assert!(
        !page.contains("<script") && !page.contains("<img"),
        "{page}"
    );
    assert!(page.contains("&lt;script&gt;"));
}

#[test]
fn a_wrong_address_offers_a_way_on() {
    let server = Archive::of_samples().serve();
    for (path, status) in [("/khong-co", 404), ("/van-ban/abc", 404), ("/?year=x", 400)] {
        let answer = server.get(path);
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.text().contains("Về trang tìm kiếm"), "{path}");
    }
}

/// What has to come before a result page is seen, fonts apart: at most 30 KB as it goes over the wire.
#[test]
fn a_result_page_is_light() {
    let server = Archive::of_samples().serve();
    let page = server.get("/?q=quy%E1%BA%BFt+%C4%91%E1%BB%8Bnh").text();
    let named = |mark: &str| {
        let (_, rest) = page.split_once(mark).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let mut parts = vec!["/?q=quy%E1%BA%BFt+%C4%91%E1%BB%8Bnh".to_owned()];
    parts.push(named("rel=\"stylesheet\" href=\""));
    let scripts = page.split("<script src=\"").skip(1);
    parts.extend(scripts.map(|rest| rest.split('"').next().unwrap().to_owned()));
    assert_eq!(parts.len(), 4, "{parts:?}");
    let sizes = parts.iter().map(|part| {
        let answer = server.get_with(part, &[("accept-encoding", "gzip")]);
        assert_eq!(answer.header("content-encoding"), "gzip", "{part}");
        answer.body.len()
    });
    let bytes: usize = sizes.sum();
    assert!(bytes <= 30_000, "{bytes} bytes in {parts:?}");
}
