//! The help page: its examples are the archive's own, as far as one may see them.

use crate::access::PASSWORD;
use crate::access::log_in;
use crate::access::user;
use crate::harness::Archive;
use crate::office::plans;

/// The lines the help page offers, as addresses.
fn offered(page: &str) -> Vec<String> {
    let links = page.split("href=\"/?").skip(1);
    links
        .map(|rest| {
            format!(
                "/?{}",
                rest.split('"').next().unwrap().replace("&amp;", "&")
            )
        })
        .collect()
}

#[test]
fn help_is_by_examples_that_find_something() {
    let archive = Archive::of_samples();
    let server = archive.serve();
    let page = server.get("/huong-dan").text();
    let lines = offered(&page);
    assert!(lines.len() >= 10, "{lines:?}");
    for line in &lines {
        let results = server.get(line);
        assert_eq!(results.status, 200, "{line}");
        assert!(
            results.text().contains("class=\"hits\"><li>"),
            "{line} finds nothing"
        );
    }
    for link in ["/nhap", "/xem-lai", "/kiem-tra", "/so-dang-ky"] {
        assert!(page.contains(&format!("href=\"{link}\"")), "{link}");
    }
    let empty = Archive::new().serve().get("/huong-dan").text();
    assert!(empty.contains("vankho import") && offered(&empty).is_empty());
}

#[test]
fn help_speaks_only_of_what_one_may_see() {
    let archive = plans();
    assert_eq!(
        user(&archive, &["add", "minh", "--role", "reader"], PASSWORD),
        0
    );
    let server = archive.serve();
    let reader = log_in(&server, "minh");
    let reader = ("cookie", reader.as_str());
    let seen = server.get_with("/huong-dan", &[reader]).text();
    assert!(
        seen.contains("KH-UBND") && !seen.contains("href=\"/nhap\""),
        "{seen}"
    );
    assert_eq!(
        user(&archive, &["revoke", "minh", "--collection", "chung"], ""),
        0
    );
    let nothing = server.get_with("/huong-dan", &[reader]).text();
    assert!(
        !nothing.contains("KH-UBND") && offered(&nothing).is_empty(),
        "{nothing}"
    );
}
