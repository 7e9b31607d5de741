//! The tasks beyond finding and sending in, as a user does them, with a script and without: looking
//! around, a document's pages, a register, a doubt settled, an import taken back, an account.

use fantoccini::Client;
use fantoccini::Locator;

use crate::access::PASSWORD;
use crate::access::user;
use crate::browser::address;
use crate::browser::in_browser;
use crate::browser::text_of;
use crate::browser::told;
use crate::harness::Archive;
use crate::harness::Server;
use crate::harness::samples;

async fn click(client: &Client, selector: &str) {
    text_of(client, selector).await;
    let found = client.find(Locator::Css(selector)).await.unwrap();
    found.click().await.unwrap();
}

async fn fill(client: &Client, selector: &str, text: &str) {
    text_of(client, selector).await;
    let found = client.find(Locator::Css(selector)).await.unwrap();
    found.send_keys(text).await.unwrap();
}

async fn open(client: &Client, server: &Server, path: &str) {
    client.goto(&server.url(path)).await.unwrap();
}

/// By body, kind, year and folder, over the overview and the help.
async fn look_around(client: &Client, server: &Server) {
    open(client, server, "/").await;
    click(client, "nav a[href='/co-quan']").await;
    click(client, ".tree > li > a.choice").await;
    told(client, "Xem cả").await;
    client.back().await.unwrap();
    told(client, "Đảng").await;
    click(client, ".tabs a[href='/loai']").await;
    click(client, ".bars a.choice").await;
    assert!(text_of(client, ".chip.filter").await.starts_with("Loại"));
    client.back().await.unwrap();
    click(client, ".tabs a[href='/nam']").await;
    click(client, ".year-list a.choice").await;
    assert!(text_of(client, ".chip.filter").await.starts_with("Năm"));
    client.back().await.unwrap();
    click(client, ".tabs a[href='/thu-muc']").await;
    click(client, ".tree a.choice").await;
    assert!(text_of(client, ".chip.filter").await.starts_with("Thư mục"));
    click(client, "nav a[href='/tong-quan']").await;
    told(client, "Ban hành nhiều nhất").await;
    click(client, "footer a[href='/huong-dan']").await;
    click(client, "main a[href^='/?q=']").await;
    text_of(client, ".total").await;
    // English, and back.
    click(client, "footer a[hreflang=en]").await;
    told(client, "Browse").await;
    click(client, "footer a[hreflang=vi]").await;
    told(client, "Duyệt kho").await;
}

/// From a field to the place it was read at.
async fn see_the_place(client: &Client, server: &Server) {
    open(client, server, "/?q=07-%C4%90A%2FTU").await;
    click(client, ".hits h3 a").await;
    told(client, "Ngày ban hành").await;
    let shown = "const at = document.querySelector('#cho-number'); return at === null ? '' : getComputedStyle(at).stroke";
    let before = client.execute(shown, Vec::new()).await.unwrap();
    click(client, "a.way[href='#cho-number']").await;
    let after = client.execute(shown, Vec::new()).await.unwrap();
    assert!(before != "" && before != after, "{before} {after}");
    text_of(client, ".to-copy").await;
}

/// A register is sent in and held against the archive.
async fn hold_a_register(client: &Client, server: &Server, register: &str) {
    open(client, server, "/so-dang-ky").await;
    fill(client, "main input[type=file]", register).await;
    click(client, "main button[type=submit]").await;
    told(client, "Có trong sổ, chưa có trong kho").await;
    told(client, "99-QĐ/TW").await;
}

/// A doubt is settled, and the import it came by is taken back.
async fn settle_and_take_back(client: &Client, server: &Server) {
    open(client, server, "/xem-lai?code=date-missing").await;
    told(client, "Cần xem lại").await;
    fill(client, "input[name=issued-on]", "5/3/2020").await;
    click(client, "form.to-review button[type=submit]").await;
    told(client, "Đã hết").await;
    open(client, server, "/nhap").await;
    click(client, "details:has(form[action^='/nhap/rut/']) > summary").await;
    fill(client, "input[name=ly_do]", "nhập nhầm").await;
    click(client, "form[action^='/nhap/rut/'] button").await;
    told(client, "Rút 1 văn bản").await;
}

fn all_tasks(javascript: bool) {
    let archive = Archive::new();
    archive.import(&samples().join("2020"));
    let folder = tempfile::tempdir().unwrap();
    let undated = "TỈNH ỦY AN GIANG\n*\nSố 77-BC/TU\nBÁO CÁO\nvề công tác văn thư\n";
    std::fs::write(folder.path().join("77-BC-TU.txt"), undated).unwrap();
    archive.import(folder.path());
    let register = folder.path().join("sổ.csv");
    let rows = "STT;Số ký hiệu;Ngày ban hành;Trích yếu\n1;238-QĐ/TW;30/9/2020;quy chế\n2;99-QĐ/TW;1/10/2020;khác\n";
    std::fs::write(&register, rows).unwrap();
    let server = archive.serve();
    in_browser(javascript, async |client| {
        look_around(client, &server).await;
        see_the_place(client, &server).await;
        hold_a_register(client, &server, register.to_str().unwrap()).await;
        settle_and_take_back(client, &server).await;
    });
}

#[test]
fn every_task_with_javascript() {
    all_tasks(true);
}

#[test]
fn every_task_without_javascript() {
    all_tasks(false);
}

#[test]
fn an_account_without_javascript() {
    let archive = Archive::new();
    archive.import(&samples().join("2020"));
    for (name, role) in [("lan", "administrator"), ("minh", "reader")] {
        assert_eq!(user(&archive, &["add", name, "--role", role], PASSWORD), 0);
    }
    let server = archive.serve();
    in_browser(false, async |client| {
        open(client, &server, "/tong-quan").await;
        fill(client, "input[name=ten]", "lan").await;
        fill(client, "input[type=password]", PASSWORD).await;
        click(client, "main button[type=submit]").await;
        told(client, "văn bản trong kho").await;
        assert!(address(client).await.ends_with("/tong-quan"));
        click(client, "nav a[href='/tai-khoan']").await;
        click(client, "a[href='/quan-tri/tai-khoan']").await;
        told(client, "minh").await;
        open(client, &server, "/tai-khoan").await;
        click(client, "form[action='/dang-xuat'] button").await;
        told(client, "Đăng nhập").await;
        open(client, &server, "/tong-quan").await;
        assert!(address(client).await.contains("/dang-nhap"));
    });
}
