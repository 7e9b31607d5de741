//! Registers sent in on a page and over the API, held against the archive, by who may.

use serde_json::Value;

use crate::access::PASSWORD;
use crate::access::log_in;
use crate::access::user;
use crate::harness::Answer;
use crate::harness::Archive;
use crate::harness::PARTS;
use crate::harness::Server;
use crate::harness::many_papers;
use crate::harness::parts;

/// Of eight plans in the archive, 1 to 8, the register has all but one, misdates one, has one row that is
/// no number, one that is secret, a number twice and two papers that are nowhere.
const REGISTER: &str = "SỔ ĐĂNG KÝ VĂN BẢN ĐI;;;;\n\
    STT;Số, ký hiệu;Ngày, tháng;Trích yếu nội dung;Phòng soạn\n\
    1;01/KH-UBND;5/3/2021;về công tác văn thư, lưu trữ đợt 1;VP\n\
    2;2/KH-UBND;05/03/2021;về công tác văn thư, lưu trữ đợt 2;VP\n\
    3;03/KH-UBND;9/4/2021;về công tác văn thư, lưu trữ đợt 3;VP\n\
    4;4/KH-UBND;5/3/2021;về công tác văn thư, lưu trữ đợt 4;VP\n\
    5;5/KH-UBND;5/3/2021;về công tác văn thư, lưu trữ đợt 5;VP\n\
    6;6/KH-UBND;5/3/2021;về công tác văn thư, lưu trữ đợt 6;VP\n\
    7;8/KH-UBND;5/3/2021;về công tác văn thư, lưu trữ đợt 8;VP\n\
    8;12/KH-UBND;7/3/2021;<b>chưa thấy</b>;VP\n\
    9;12/KH-UBND;8/3/2021;một việc khác;VP\n\
    10;không số;8/3/2021;giấy mời họp;VP\n\
    11;14/KH-UBND;9/3/2021;việc kín; Mật\n";

/// An archive of eight plans.
pub fn plans() -> Archive {
    let archive = Archive::new();
    let folder = tempfile::tempdir().unwrap();
    many_papers(folder.path(), 8);
    archive.import(folder.path());
    archive
}

/// Where the register's form sends to.
#[track_caller]
pub fn action(page: &Answer) -> String {
    let page = page.text();
    let (_, rest) = page.split_once("action=\"/so-dang-ky").expect("the form");
    format!("/so-dang-ky{}", rest.split('"').next().unwrap())
}

fn send(server: &Server, name: &str, content: &str) -> Answer {
    let to = action(&server.get("/so-dang-ky"));
    server.post(&to, &[PARTS], &parts(&[(name, content)]))
}

/// The register with the mark of secrecy in a column of its own.
pub fn register() -> String {
    REGISTER.replace("Phòng soạn", "Độ mật").replace(";VP", ";")
}

#[test]
fn a_register_is_held_against_the_archive_on_a_page() {
    let archive = plans();
    let server = archive.serve();
    assert!(server.get("/nhap").text().contains("href=\"/so-dang-ky\""));
    let sent = send(&server, "sổ đi 2021.csv", &register());
    assert_eq!(
        (sent.status, sent.header("location")),
        (303, "/so-dang-ky/1"),
        "{}",
        sent.text()
    );
    let answer = server.get("/so-dang-ky/1");
    let page = answer.text();
    for shown in [
        "sổ đi 2021.csv",
        "<dt>Dòng ghi văn bản</dt><dd>10</dd>",
        "<dt>Khớp với kho</dt><dd>6</dd>",
        "<td lang=\"vi\">Ngày, tháng</td><td>ngày văn bản</td>",
        "dòng 10: <a href=\"/?q=12%2FKH-UBND\"",
        "&lt;b&gt;chưa thấy&lt;/b&gt;",
        "07/KH-UBND</a>",
        "ngày: sổ ghi “<span lang=\"vi\">9/4/2021",
        "không hiểu số, ký hiệu",
        "dòng ghi độ mật: không đọc, không lưu",
        "href=\"/?q=09%2FKH-UBND\"",
        "; số 12 ở dòng 10",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    for hidden in ["việc kín", "<b>chưa"] {
        assert!(!page.contains(hidden), "{hidden}");
    }
    assert!(!answer.foreign_text().contains("<script"));
    // Every link on it leads somewhere, the files have what the page has.
    let links = page
        .split("href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap());
    for link in links.filter(|link| link.starts_with('/')) {
        let link = link.replace("&amp;", "&");
        let status = server.get(&link).status;
        assert!(matches!(status, 200 | 303), "{link}: {status}");
    }
    let file = server.get("/so-dang-ky/1/doi-chieu.csv").text();
    let lines: Vec<&str> = file.lines().collect();
    let ended = |end: &str| {
        lines
            .iter()
            .filter(|line| line.split(';').nth(5) == Some(end))
            .count()
    };
    assert_eq!(
        [
            "khớp",
            "không khớp",
            "chưa có trong kho",
            "không có trong sổ",
            "dòng không đọc",
            "số còn trống",
            "số trùng"
        ]
        .map(ended),
        [6, 1, 3, 1, 1, 1, 1],
        "{file}"
    );
    assert!(!file.contains("việc kín"));
    for ending in ["xlsx", "docx"] {
        let file = server.get(&format!("/so-dang-ky/1/doi-chieu.{ending}"));
        assert_eq!(file.status, 200);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("a.{ending}"));
        std::fs::write(&path, &file.body).unwrap();
        let read = Archive::new().run(&["extract", path.to_str().unwrap()]).out;
        assert!(
            read.contains("không có trong sổ") && read.contains("07/KH-UBND"),
            "{read}"
        );
    }
    for gone in [
        "/so-dang-ky/2",
        "/so-dang-ky/x",
        "/so-dang-ky/1/doi-chieu.exe",
        "/so-dang-ky/1/x",
    ] {
        assert_eq!(server.get(gone).status, 404, "{gone}");
    }
}

#[test]
fn what_was_sent_is_compared_with_the_archive_of_the_moment() {
    let archive = plans();
    let server = archive.serve();
    send(&server, "so.csv", &register());
    let unlisted = |count: u32| format!("Có trong kho, không có trong sổ</a></dt><dd>{count}</dd>");
    assert!(server.get("/so-dang-ky/1").text().contains(&unlisted(1)));
    // Papers 9 to 12 come in; the two rows with the number 12 speak of other things.
    let folder = tempfile::tempdir().unwrap();
    many_papers(folder.path(), 12);
    archive.import(folder.path());
    let page = server.get("/so-dang-ky/1").text();
    assert!(page.contains(&unlisted(5)), "{page}");
}

#[test]
fn a_file_that_is_no_register_says_what_one_has() {
    let archive = Archive::new();
    let server = archive.serve();
    for (name, content, told) in [
        ("a.csv", "a;b\n1;2\n", "ít nhất bốn cột"),
        ("a.pdf", "%PDF-1.4 <b>", "Không đọc được “a.pdf”"),
        ("", "", "Chưa chọn tệp nào"),
    ] {
        let answer = send(&server, name, content);
        assert_eq!(answer.status, 422, "{name}");
        assert!(answer.text().contains(told), "{told}: {}", answer.text());
        assert!(
            answer.text().contains("type=\"file\""),
            "it can be tried again"
        );
    }
    let to = action(&server.get("/so-dang-ky"));
    assert_eq!(server.post(&to, &[PARTS], b"--b\r\ncut").status, 422);
    assert_eq!(server.post(&to, &[], b"").status, 422);
}

#[test]
fn a_register_of_several_sheets_names_the_sheet() {
    let archive = plans();
    let server = archive.serve();
    let table = |rows: &str| {
        format!(
            "<table><tr><td>STT</td><td>Số, ký hiệu</td><td>Ngày, tháng</td><td>Trích yếu</td></tr>{rows}</table>"
        )
    };
    let row = |number: u32| {
        format!(
            "<tr><td>1</td><td>{number}/KH-UBND</td><td>5/3/2021</td>\
             <td>về công tác văn thư, lưu trữ đợt {number}</td></tr>"
        )
    };
    let html = format!(
        "<html><body><p>Sổ</p>{}<p>và</p>{}</body></html>",
        table(&row(2)),
        table(&row(99))
    );
    let answer = server.post(
        "/api/v1/registers/check",
        &[PARTS],
        &parts(&[("so.html", &html)]),
    );
    let told = answer.json();
    assert_eq!(answer.status, 200, "{told}");
    assert_eq!(told["matched"][0]["table"], 1);
    assert_eq!(told["rows_without_file"][0]["table"], 2);
    assert_eq!(told["entries"][1]["number"], "99/KH-UBND");
    send(&server, "so.html", &html);
    assert!(
        server
            .get("/so-dang-ky/1")
            .text()
            .contains("bảng 2, dòng 2")
    );
}

#[test]
fn programs_have_the_same_answer() {
    let archive = plans();
    let server = archive.serve();
    let files = parts(&[("so.csv", &register())]);
    let told = server
        .post("/api/v1/registers/check", &[PARTS], &files)
        .json();
    let count = |name: &str| told[name].as_array().unwrap().len();
    assert_eq!(
        [
            count("entries"),
            count("matched"),
            count("disagreements"),
            count("rows_without_file"),
            count("files_without_row")
        ],
        [10, 7, 1, 3, 1]
    );
    assert_eq!(told["agreed"], 6);
    assert_eq!(told["tables"][0]["columns"][2]["read_as"], "issued-on");
    assert_eq!(
        told["series"][0]["holes"],
        serde_json::json!([[7, 7], [9, 11]])
    );
    let collision = &told["series"][0]["collisions"][0];
    assert_eq!(
        (&collision["serial"], &collision["rows"][1]["row"]),
        (&"12".into(), &11.into())
    );
    for (query, status, code) in [
        ("?format=xlsx", 200, Value::Null),
        ("?format=exe", 400, "bad-request".into()),
    ] {
        let answer = server.post(&format!("/api/v1/registers/check{query}"), &[PARTS], &files);
        assert_eq!(answer.status, status, "{query}");
        if status != 200 {
            assert_eq!(answer.json()["code"], code);
        }
    }
    for (file, status, code) in [
        (parts(&[("a.csv", "a;b")]), 422, "no-register"),
        (parts(&[("a.pdf", "%PDF-1.4 <b>")]), 422, "unreadable"),
        (parts(&[]), 400, "no-files"),
    ] {
        let answer = server.post("/api/v1/registers/check", &[PARTS], &file);
        assert_eq!(
            (answer.status, answer.json()["code"].as_str()),
            (status, Some(code))
        );
    }
}

#[test]
fn registers_are_for_archivists_each_for_their_own() {
    let archive = plans();
    for (name, role) in [
        ("lan", "clerk"),
        ("minh", "archivist"),
        ("hoa", "archivist"),
    ] {
        assert_eq!(user(&archive, &["add", name, "--role", role], PASSWORD), 0);
    }
    let server = archive.serve();
    let files = parts(&[("so.csv", &register())]);
    let lan = log_in(&server, "lan");
    let lan = ("cookie", lan.as_str());
    assert!(
        !server
            .get_with("/nhap", &[lan])
            .text()
            .contains("/so-dang-ky")
    );
    for path in [
        "/so-dang-ky",
        "/so-dang-ky/1",
        "/so-dang-ky/1/doi-chieu.csv",
    ] {
        assert_eq!(server.get_with(path, &[lan]).status, 403, "{path}");
    }
    let minh = log_in(&server, "minh");
    let minh = ("cookie", minh.as_str());
    let to = action(&server.get_with("/so-dang-ky", &[minh]));
    assert_eq!(
        server.post("/so-dang-ky", &[PARTS, minh], &files).status,
        403
    );
    assert_eq!(server.post(&to, &[PARTS, lan], &files).status, 403);
    assert_eq!(server.post(&to, &[PARTS, minh], &files).status, 303);
    assert_eq!(server.get_with("/so-dang-ky/1", &[minh]).status, 200);
    let hoa = log_in(&server, "hoa");
    let hoa = ("cookie", hoa.as_str());
    for path in ["/so-dang-ky/1", "/so-dang-ky/1/doi-chieu.csv"] {
        assert_eq!(server.get_with(path, &[hoa]).status, 404, "{path}");
    }
}
