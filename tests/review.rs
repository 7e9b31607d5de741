//! The queue and the places on pages in Chromium: by keyboard alone, with and without JavaScript.

use fantoccini::Client;
use fantoccini::Locator;
use fantoccini::key::Key;

use crate::browser::address;
use crate::browser::in_browser;
use crate::browser::text_of;
use crate::browser::told;
use crate::harness::Archive;
use crate::harness::samples;

/// The name of the field that has the focus.
async fn focused(client: &Client) -> String {
    let focused = client.active_element().await.unwrap();
    focused.attr("name").await.unwrap().unwrap_or_default()
}

/// Papers whose names say other than they do, and scans that were not read.
fn doubtful() -> Archive {
    let folder = tempfile::tempdir().unwrap();
    for (from, to) in [
        ("2020/Đề án 07-ĐA-TU.pdf", "09-DA-TU.pdf"),
        ("ban-quet/219-TB-UBND.jpg", "219-TB-UBND.jpg"),
        ("ban-quet/642-QD-UBND.pdf", "642-QD-UBND.pdf"),
    ] {
        std::fs::copy(samples().join(from), folder.path().join(to)).unwrap();
    }
    let archive = Archive::new();
    archive.import(folder.path());
    archive
}

#[test]
fn the_queue_is_worked_through_by_keyboard_alone() {
    for javascript in [true, false] {
        let archive = doubtful();
        let server = archive.serve();
        let waiting = || {
            server.get("/api/v1/review").json()["total"]
                .as_u64()
                .unwrap()
        };
        assert_eq!(waiting(), 3);
        in_browser(javascript, async |client| {
            client.goto(&server.url("/xem-lai")).await.unwrap();
            for left in [2, 1] {
                // What is in doubt, or the first field, has the focus; the page is beside it.
                assert_eq!(focused(client).await, "number");
                text_of(client, ".desk figcaption").await;
                let field = client.active_element().await.unwrap();
                field.send_keys(&(Key::Enter + "")).await.unwrap();
                told(client, &format!("Cần xem lại: {left} văn bản")).await;
                assert_eq!(waiting(), left);
            }
            let way = client.find(Locator::Css("button[accesskey=l]")).await;
            assert!(way.is_ok());
        });
    }
}

#[test]
fn a_place_is_shown_where_it_stands() {
    let archive = doubtful();
    let server = archive.serve();
    let found = server.get("/api/v1/search?q=07-%C4%90A%2FTU").json();
    let id = found["hits"][0]["id"].as_str().unwrap();
    for javascript in [true, false] {
        in_browser(javascript, async |client| {
            client
                .goto(&server.url(&format!("/van-ban/{id}")))
                .await
                .unwrap();
            let way = client.find(Locator::Css("a[href='#cho-signer']"));
            way.await.unwrap().click().await.unwrap();
            assert!(address(client).await.ends_with("#cho-signer"));
            let there = client
                .find(Locator::Css("#cho-signer:target"))
                .await
                .unwrap();
            let (_, top, _, height) = there.rectangle().await.unwrap();
            // Both the page and the column of pictures were moved as far as needed.
            let seen = "return [scrollY, innerHeight]";
            let seen = client.execute(seen, Vec::new()).await.unwrap();
            let first = seen[0].as_f64().unwrap();
            let last = first + seen[1].as_f64().unwrap();
            assert!(first <= top && top + height <= last, "{top} in {seen}");
        });
    }
}
