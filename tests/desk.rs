//! What clerks do on pages without JavaScript: send papers in, take an import back, hold a draft
//! against the archive.

use std::io::Write;
use std::process::Command;

use crate::access::PASSWORD;
use crate::access::log_in;
use crate::access::user;
use crate::harness::Answer;
use crate::harness::Archive;
use crate::harness::PARTS;
use crate::harness::Server;
use crate::harness::TESSERACT;
use crate::harness::many_papers;
use crate::harness::parts;
use crate::harness::samples;
use crate::harness::stand_in;
use crate::harness::until;

/// What browsers ask for.
const PAGE: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");

/// Where the first form of a page whose address begins so sends to.
#[track_caller]
fn action(page: &str, start: &str) -> String {
    let (_, rest) = page
        .split_once(&format!("action=\"{start}"))
        .unwrap_or_else(|| panic!("no form to {start}: {page}"));
    format!("{start}{}", rest.split('"').next().unwrap())
}

/// The page of an import that has ended.
#[track_caller]
fn settled(server: &Server, path: &str) -> String {
    server.settled(path, &[], |_| ())
}

fn send(server: &Server, files: &[(&str, &str)]) -> Answer {
    let to = action(&server.get("/nhap").text(), "/api/v1/imports");
    server.post(&to, &[PARTS, PAGE], &parts(files))
}

#[test]
fn papers_are_sent_in_and_an_import_is_taken_back() {
    let archive = Archive::new();
    let server = archive.serve();
    let files = [
        (
            "hồ sơ/12-BC-TU.txt",
            "TỈNH ỦY AN GIANG\n*\nSố 12-BC/TU\nBÁO CÁO\nvề văn thư",
        ),
        (
            "hồ sơ/mật.txt",
            "TỈNH ỦY AN GIANG\n*\nSố 13-BC/TU\nTỐI MẬT\nBÁO CÁO\nvề đê điều",
        ),
        ("hồ sơ/hỏng.pdf", "%PDF-1.4 <b>"),
    ];
    let sent = send(&server, &files);
    assert_eq!(
        (sent.status, sent.header("location")),
        (303, "/nhap/1"),
        "{}",
        sent.text()
    );
    let page = settled(&server, "/nhap/1");
    for shown in [
        "Đã nhập xong",
        "12-BC-TU.txt</a>",
        "Bị từ chối",
        "Không đọc được",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("đê điều"));
    assert_eq!(archive.hits("12-bc/tu").len(), 1);

    let none = send(&server, &[("", "")]);
    assert_eq!(none.header("location"), "/nhap?loi=no-files");
    assert!(
        server
            .get("/nhap?loi=no-files")
            .text()
            .contains("Chưa chọn tệp nào")
    );
    for gone in ["/nhap/99", "/nhap/x", "/nhap/-1"] {
        assert_eq!(server.get(gone).status, 404, "{gone}");
    }

    // Programs get what they always got.
    let program = server.post("/api/v1/imports", &[PARTS], &parts(&files));
    assert_eq!(program.status, 202);
    settled(&server, "/nhap/2");

    let page = server.get("/nhap").text();
    let undo = action(&page, "/nhap/rut/2");
    let without = server.form("/nhap", &undo, "ly_do=+");
    assert_eq!(without.status, 422);
    for (run, withdrawn) in [
        ("/nhap/rut/2", "Rút 0 văn bản"),
        ("/nhap/rut/1", "Rút 1 văn bản"),
    ] {
        let undone = server.form("/nhap", run, "ly_do=nhập+nhầm");
        assert_eq!(undone.status, 200, "{run}");
        assert!(undone.text().contains(withdrawn), "{}", undone.text());
    }
    assert!(archive.hits("12-bc/tu").is_empty());
    assert_eq!(server.form("/nhap", "/nhap/rut/77", "ly_do=x").status, 404);
}

#[test]
fn a_folder_the_administrator_named_is_imported_by_a_button_and_no_other() {
    let folder = samples().join("2020");
    let archive = Archive::new();
    let server = archive.serve_with(&["--import-folder", folder.to_str().unwrap()]);
    assert!(
        server
            .get("/nhap")
            .text()
            .contains(folder.to_str().unwrap())
    );
    let begun = server.form("/nhap", "/nhap/thu-muc", "so=0");
    assert_eq!((begun.status, begun.header("location")), (303, "/nhap/1"));
    settled(&server, "/nhap/1");
    assert!(!archive.hits("238-QĐ/TW").is_empty());
    assert_eq!(server.form("/nhap", "/nhap/thu-muc", "so=1").status, 404);
    let named = server.form("/nhap", "/nhap/thu-muc", "so=%2Fetc");
    assert_eq!(named.status, 422);
}

#[test]
fn a_draft_is_held_against_the_archive_and_not_kept() {
    let archive = Archive::new();
    archive.import(&samples().join("2020"));
    let server = archive.serve();
    let to = action(&server.get("/kiem-tra").text(), "/kiem-tra");
    let draft = "TỈNH ỦY AN GIANG\nBÁO CÁO\nCăn cứ Quyết định 238-QĐ/TW và Nghị quyết số 77-NQ/TW.";
    let told = server.post(&to, &[PARTS], &parts(&[("dự thảo.txt", draft)]));
    assert_eq!(told.status, 200);
    for shown in [
        "238-QĐ/TW",
        "Khớp với kho",
        "77-NQ/TW",
        "Kho không có văn bản này",
    ] {
        assert!(told.text().contains(shown), "{shown}: {}", told.text());
    }
    let pasted =
        format!("--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n{draft}\r\n--b--\r\n");
    let again = server.post(&to, &[PARTS], pasted.as_bytes());
    assert_eq!(again.status, 200);
    assert!(again.text().contains("Khớp với kho"));
    let junk = server.post(&to, &[PARTS], &parts(&[("x.pdf", "%PDF-1.4 <b>")]));
    assert_eq!(junk.status, 422);
    assert_eq!(server.post(&to, &[PARTS], b"--b--\r\n").status, 422);
    assert!(
        archive
            .hits("77-NQ/TW")
            .iter()
            .all(|hit| !hit.contains("dự thảo"))
    );
}

#[test]
fn what_is_sent_by_parts_bears_the_key_of_who_sends_it() {
    let archive = Archive::new();
    archive.import(&samples().join("2020"));
    for (name, role) in [("minh", "reader"), ("lan", "clerk")] {
        assert_eq!(user(&archive, &["add", name, "--role", role], PASSWORD), 0);
    }
    let server = archive.serve();
    let files = parts(&[("a.txt", "một văn bản")]);
    let clerk = log_in(&server, "lan");
    let clerk = ("cookie", clerk.as_str());
    let page = server.get_with("/nhap", &[clerk]).text();
    let to = action(&page, "/api/v1/imports");
    for wrong in ["/api/v1/imports", "/api/v1/imports?khoa=x"] {
        let refused = server.post(wrong, &[PARTS, PAGE, clerk], &files);
        assert_eq!(refused.status, 403, "{wrong}");
    }
    let sent = server.post(&to, &[PARTS, PAGE, clerk], &files);
    assert_eq!(sent.header("location"), "/nhap/1");
    // A reader sends nothing in, and sees nobody's imports.
    let reader = log_in(&server, "minh");
    let reader = ("cookie", reader.as_str());
    for path in ["/nhap", "/nhap/1"] {
        assert_eq!(server.get_with(path, &[reader]).status, 403, "{path}");
    }
    let front = server.get_with("/", &[reader]).text();
    assert!(!front.contains("href=\"/nhap\""));
    let check = server.get_with("/kiem-tra", &[reader]).text();
    let to = action(&check, "/kiem-tra");
    assert_eq!(server.post(&to, &[PARTS, reader], &files).status, 200);
    assert_eq!(
        server.post("/kiem-tra", &[PARTS, reader], &files).status,
        403
    );
}

#[test]
fn a_list_of_results_is_written_out_as_it_stands() {
    let server = Archive::of_samples().serve();
    let found = server.search(&[("q", "quyết định"), ("limit", "100")]);
    let numbers: Vec<&str> = found["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| hit["number"].as_str().unwrap_or(""))
        .collect();
    let page = server.get("/?q=quyết+định").text();
    let links: Vec<&str> = page
        .split("href=\"/api/v1/export/")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert_eq!(links.len(), 3, "{links:?}");
    for link in links {
        let file = server.get(&format!("/api/v1/export/{link}"));
        assert_eq!(file.status, 200, "{link}");
        assert!(
            file.header("content-disposition")
                .starts_with("attachment; filename=\"danh sach")
        );
        match link.split('?').next().unwrap() {
            "csv" => {
                let text = file.text();
                let rows = text.strip_prefix('\u{feff}').unwrap().lines().skip(1);
                let listed: Vec<&str> = rows.filter_map(|row| row.split(';').nth(1)).collect();
                assert_eq!(listed.len(), numbers.len());
                for (listed, number) in listed.iter().zip(&numbers) {
                    assert_eq!(listed.trim_matches('"'), *number);
                }
            }
            // Both are packages that begin as ZIP files do; our own reader has the rows back.
            ending => {
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join(format!("danh sách.{ending}"));
                std::fs::write(&path, &file.body).unwrap();
                let read = Archive::new().run(&["extract", path.to_str().unwrap()]).out;
                for number in numbers.iter().filter(|number| !number.is_empty()) {
                    assert!(read.contains(number), "{ending}: {number}: {read}");
                }
                assert!(read.contains("MỤC LỤC VĂN BẢN"), "{ending}");
            }
        }
    }
    assert_eq!(server.get("/api/v1/export/exe").status, 404);
}

/// A scan is being read for as long as the stand-in for tesseract waits at a pipe.
#[test]
fn an_import_that_goes_on_names_what_is_read_and_what_remains() {
    let tools = tempfile::tempdir().unwrap();
    let pipe = tools.path().join("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let reading = format!("read line < {}\nexit 1", pipe.display());
    let tesseract = stand_in(&tools, &reading);
    let folder = tempfile::tempdir().unwrap();
    many_papers(folder.path(), 3);
    let scan = samples().join("ban-quet/219-TB-UBND.jpg");
    std::fs::copy(scan, folder.path().join("ảnh.jpg")).unwrap();

    let archive = Archive::new();
    let mut command = archive.command(&["serve", "--listen", "127.0.0.1:0", "--import-folder"]);
    command.arg(folder.path()).env(TESSERACT, &tesseract);
    let server = Server::start(command);
    server.form("/nhap", "/nhap/thu-muc", "so=0");
    let seen =
        |page: &str| page.contains("ảnh.jpg</span>, từ ") && page.contains("Còn lại: <b>1</b>");
    until("the scan is being read", || {
        seen(&server.get("/nhap/1").text()).then_some(())
    });
    let told = server.get("/api/v1/imports/1").json();
    assert_eq!(
        (&told["remaining"], &told["in_flight"][0]["path"]),
        (&1.into(), &"ảnh.jpg".into())
    );
    // Opened for both, a pipe waits for nobody.
    let mut pipe = std::fs::File::options()
        .read(true)
        .write(true)
        .open(&pipe)
        .unwrap();
    pipe.write_all(b"go on\ngo on\ngo on\n").unwrap();
    let ended = settled(&server, "/nhap/1");
    assert!(
        ended.contains("<dt>Tìm thấy</dt><dd>4</dd>") && !ended.contains("Còn lại"),
        "{ended}"
    );
}
