//! The pages in Chromium, as a clerk uses them: with and without JavaScript, by keyboard alone, at three
//! widths; nothing is fetched from elsewhere, and axe-core has nothing serious to say.

mod hands;
mod tasks;

use std::io::BufRead;
use std::io::BufReader;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

use fantoccini::Client;
use fantoccini::ClientBuilder;
use fantoccini::Locator;
use fantoccini::key::Key;
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::Pid;
use rustix::process::Signal;
use rustix::process::kill_process_group;
use serde_json::Value;
use serde_json::json;

use crate::access::PASSWORD;
use crate::access::user;
use crate::harness::Archive;
use crate::harness::PARTS;
use crate::harness::Server;
use crate::harness::parts;
use crate::harness::samples;
use crate::office::action;
use crate::office::register;

/// A telephone, an office screen, a wall.
const WIDTHS: [u32; 3] = [390, 1280, 2560];
const PATIENCE: Duration = Duration::from_secs(30);

/// The driver and the browsers it starts; gone when dropped.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        if let Some(group) = Pid::from_raw(self.0.id().cast_signed()) {
            kill_process_group(group, Signal::KILL).ok();
        }
        self.0.wait().ok();
    }
}

/// Starts a browser, has `script` use it, and ends it.
pub fn in_browser(javascript: bool, script: impl AsyncFnOnce(&Client)) {
    let mut driver = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("run tests/run once: it installs chromium-driver");
    let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
    let driver = Driver(driver);
    let port = lines.find_map(|line| {
        let line = line.unwrap();
        let (_, port) = line.split_once("successfully on port ")?;
        Some(port.trim_end_matches('.').to_owned())
    });
    let options = json!({
        "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--lang=vi"],
        "prefs": { "profile.managed_default_content_settings.javascript": if javascript { 1 } else { 2 } },
    });
    let wanted = json!({ "goog:chromeOptions": options })
        .as_object()
        .unwrap()
        .clone();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://127.0.0.1:{}", port.unwrap()))
            .await
            .unwrap();
        script(&client).await;
        client.close().await.unwrap();
    });
    drop(driver);
}

pub async fn text_of(client: &Client, selector: &str) -> String {
    let found = client
        .wait()
        .at_most(PATIENCE)
        .for_element(Locator::Css(selector));
    found.await.unwrap().text().await.unwrap()
}

pub async fn address(client: &Client) -> String {
    client.current_url().await.unwrap().to_string()
}

/// What stands in the box.
async fn typed(client: &Client) -> String {
    let input = client.find(Locator::Css("input[name=q]")).await.unwrap();
    input.prop("value").await.unwrap().unwrap_or_default()
}

/// Waits until a page has a text.
pub async fn told(client: &Client, text: &str) {
    let path = format!("//*[contains(text(), '{text}')]");
    let found = client
        .wait()
        .at_most(PATIENCE)
        .for_element(Locator::XPath(&path));
    found
        .await
        .unwrap_or_else(|error| panic!("{text}: {error}"));
}

/// Types a line into the box and sends it.
async fn search(client: &Client, line: &str) {
    let input = client.find(Locator::Css("input[name=q]")).await.unwrap();
    input.clear().await.unwrap();
    input.send_keys(line).await.unwrap();
    let button = client.find(Locator::Css("form.box button")).await.unwrap();
    button.click().await.unwrap();
}

/// Looks a directive up, narrows, opens it, goes back, loads anew: nothing is forgotten.
async fn find_and_browse(client: &Client, server: &Server) {
    client.goto(&server.url("/")).await.unwrap();
    search(client, "qd 238 tw").await;
    assert!(
        text_of(client, ".hit.direct h3")
            .await
            .contains("238-QĐ/TW")
    );
    search(client, "nghi quyet").await;
    told(client, "Loại văn bản").await;
    let results = address(client).await;
    let total = text_of(client, ".total").await;
    let facet = client.find(Locator::Css(
        ".results .facets a.choice:not([aria-current])",
    ));
    facet.await.unwrap().click().await.unwrap();
    text_of(client, ".chip.filter").await;
    assert_eq!(typed(client).await, "nghi quyet");
    client.back().await.unwrap();
    assert_eq!(address(client).await, results);
    client.refresh().await.unwrap();
    assert_eq!(
        (typed(client).await, text_of(client, ".total").await),
        ("nghi quyet".to_owned(), total)
    );
    let first = client.find(Locator::Css(".hits h3 a")).await.unwrap();
    let number = first.text().await.unwrap();
    first.click().await.unwrap();
    told(client, "Ngày ban hành").await;
    assert!(!number.is_empty());
    client.back().await.unwrap();
    assert_eq!(address(client).await, results);
}

/// Sends a file in and follows it to its page; holds a pasted draft against the archive.
async fn send_and_check(client: &Client, server: &Server, paper: &Path) {
    client.goto(&server.url("/nhap")).await.unwrap();
    let file = client.find(Locator::Css("input[type=file]:not([webkitdirectory])"));
    file.await
        .unwrap()
        .send_keys(paper.to_str().unwrap())
        .await
        .unwrap();
    let button = client.find(Locator::Css("form.send button")).await.unwrap();
    button.click().await.unwrap();
    told(client, "Đã nhập xong").await;
    let link = client.find(Locator::Css(".outcomes a")).await.unwrap();
    link.click().await.unwrap();
    told(client, "77-BC/TU").await;
    client.goto(&server.url("/kiem-tra")).await.unwrap();
    let text = client
        .find(Locator::Css("textarea[name=text]"))
        .await
        .unwrap();
    text.send_keys("Căn cứ Báo cáo số 77-BC/TU và Quyết định số 1-QĐ/TW.")
        .await
        .unwrap();
    let button = client
        .find(Locator::Css(".draft button[type=submit]"))
        .await
        .unwrap();
    button.click().await.unwrap();
    told(client, "Khớp với kho").await;
    told(client, "Kho không có văn bản này").await;
}

/// An archive of the samples that may be changed, and a paper it has not.
fn office() -> (Archive, tempfile::TempDir, PathBuf) {
    let archive = Archive::new();
    archive.import(&samples().join("2020"));
    archive.import(&samples().join("hieu-luc"));
    let folder = tempfile::tempdir().unwrap();
    let paper = folder.path().join("77-BC-TU.txt");
    let text = "TỈNH ỦY AN GIANG\n*\nSố 77-BC/TU\nAn Giang, ngày 5 tháng 3 năm 2020\nBÁO CÁO\nvề công tác văn thư\n";
    std::fs::write(&paper, text).unwrap();
    (archive, folder, paper)
}

#[test]
fn everything_works_without_javascript() {
    let (archive, _folder, paper) = office();
    let server = archive.serve();
    in_browser(false, async |client| {
        find_and_browse(client, &server).await;
        send_and_check(client, &server, &paper).await;
        assert!(client.find(Locator::Css(".suggestions")).await.is_err());
    });
}

#[test]
fn everything_works_with_javascript_and_by_keyboard_alone() {
    let (archive, _folder, paper) = office();
    let server = archive.serve();
    in_browser(true, async |client| {
        find_and_browse(client, &server).await;
        send_and_check(client, &server, &paper).await;

        // The box has the focus: who types has lines to choose from, and needs no mouse.
        client.goto(&server.url("/")).await.unwrap();
        let focused = client.active_element().await.unwrap();
        focused.send_keys("238").await.unwrap();
        let line = text_of(client, ".suggestions li").await;
        assert!(line.contains("238-QĐ/TW"), "{line}");
        let keys = Key::Down + &Key::Enter;
        focused.send_keys(&keys).await.unwrap();
        told(client, "Ngày ban hành").await;
        assert!(address(client).await.contains("/van-ban/"));
        // The first stop of Tab leads past what every page has.
        let body = client.find(Locator::Css("body")).await.unwrap();
        body.send_keys(&Key::Tab).await.unwrap();
        let first = client.active_element().await.unwrap();
        assert_eq!(
            first.attr("href").await.unwrap().as_deref(),
            Some("#noi-dung")
        );
        let copy = client
            .find(Locator::Css(".to-copy + button"))
            .await
            .unwrap();
        assert_eq!(copy.text().await.unwrap(), "Chép");
    });
}

#[test]
fn every_page_is_legible_for_everyone_and_asks_nobody_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let axe = std::fs::read_to_string(root.join("target/axe/package/axe.min.js"));
    let axe = axe.expect("run tests/run once: it fetches axe-core");
    let screens = root.join("target/screens");
    std::fs::create_dir_all(&screens).unwrap();
    let server = Archive::of_samples().serve();
    let register = parts(&[("so.csv", &register())]);
    let to = action(&server.get("/so-dang-ky"));
    assert_eq!(server.post(&to, &[PARTS], &register).status, 303);
    let found = server.get("/api/v1/numbers/238-QĐ/TW").json();
    let document = format!("/van-ban/{}?q=quy+che", found["id"].as_str().unwrap());
    let found = server
        .get("/api/v1/search?q=07-%C4%90A%2FTU+an+giang")
        .json();
    let drawn = format!(
        "/van-ban/{}?q=de+an#cho-number",
        found["hits"][0]["id"].as_str().unwrap()
    );
    let (closed, _folder, _) = office();
    assert_eq!(
        user(
            &closed,
            &["add", "lan", "--role", "administrator"],
            PASSWORD
        ),
        0
    );
    let closed = closed.serve();
    let mut pages: Vec<(&str, String)> = [
        ("dau", "/"),
        ("ket-qua", "/?q=nghi+quyet"),
        ("khong-co", "/?q=xyzzy+qwerty"),
        ("van-ban", document.as_str()),
        ("hinh-trang", drawn.as_str()),
        ("co-quan", "/co-quan"),
        ("mot-co-quan", "/co-quan/tu-an-giang"),
        ("loai", "/loai"),
        ("nam", "/nam"),
        ("thu-muc", "/thu-muc"),
        ("tong-quan", "/tong-quan"),
        ("con-thieu", "/vien-dan-thieu"),
        ("xem-lai", "/xem-lai"),
        ("nhap", "/nhap"),
        ("kiem-tra", "/kiem-tra"),
        ("so-dang-ky", "/so-dang-ky"),
        ("doi-chieu", "/so-dang-ky/1"),
        ("huong-dan", "/huong-dan"),
        ("tinh-trang", "/tinh-trang"),
        ("loi", "/khong-co-trang-nay"),
    ]
    .map(|(name, path)| (name, server.url(path)))
    .into();
    pages.push(("dang-nhap", closed.url("/dang-nhap")));
    in_browser(true, async |client| {
        for (name, page) in &pages {
            for width in WIDTHS {
                client.set_window_size(width, 1200).await.unwrap();
                client.goto(page).await.unwrap();
                let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
                let over = client.execute(wide, Vec::new()).await.unwrap();
                assert!(
                    over.as_i64().unwrap() <= 0,
                    "{name} at {width}: {over} too wide"
                );
                let picture = client.screenshot().await.unwrap();
                std::fs::write(screens.join(format!("{name}-{width}.png")), picture).unwrap();
            }
            client.set_window_size(1280, 1200).await.unwrap();
            let fetched =
                "return performance.getEntriesByType('resource').map((entry) => entry.name)";
            let fetched = client.execute(fetched, Vec::new()).await.unwrap();
            let origin = page.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
            for one in fetched.as_array().unwrap() {
                assert!(
                    one.as_str().unwrap().starts_with(&origin),
                    "{name} fetches {one}"
                );
            }
            client.execute(&axe, Vec::new()).await.unwrap();
            let run = "const done = arguments[arguments.length - 1];
                axe.run(document, { resultTypes: ['violations'] }).then((found) => done(found.violations))";
            let violations = client.execute_async(run, Vec::new()).await.unwrap();
            let grave = |one: &&Value| {
                ["serious", "critical"].contains(&one["impact"].as_str().unwrap_or(""))
            };
            let grave: Vec<String> = violations
                .as_array()
                .unwrap()
                .iter()
                .filter(grave)
                .map(|one| format!("{}: {}", one["id"], one["nodes"][0]["html"]))
                .collect();
            assert!(grave.is_empty(), "{name}: {grave:#?}");
        }
    });
}
