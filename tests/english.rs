//! Pages in English have no Vietnamese but what papers, files and people say, which is marked as such.

use crate::access::PASSWORD;
use crate::access::log_in;
use crate::access::user;
use crate::harness::Answer;
use crate::harness::Archive;
use crate::harness::ENGLISH;
use crate::harness::FORM;
use crate::harness::PARTS;
use crate::harness::parts;
use crate::office::action;
use crate::office::plans;
use crate::office::register;

/// Elements that have no end.
const VOID: [&str; 6] = ["meta", "link", "input", "br", "hr", "img"];
/// Attributes that are read out or shown.
const READ_OUT: [&str; 4] = ["aria-label", "title", "placeholder", "alt"];

/// What a page says, outside of what is marked as Vietnamese: its texts and what is read out of it.
fn said(page: &str) -> Vec<String> {
    let mut said = Vec::new();
    let mut open: Vec<(String, bool)> = Vec::new();
    for piece in page.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        let name = tag
            .split([' ', '/'])
            .find(|part| !part.is_empty())
            .unwrap_or("");
        let within = open.iter().any(|(_, vietnamese)| *vietnamese);
        if tag.starts_with('/') {
            let (ended, _) = open.pop().unwrap();
            assert_eq!(ended, name, "{tag}");
        } else if !tag.starts_with('!') {
            // A tab bears the name of the document it shows.
            let vietnamese = within || tag.contains(" lang=\"vi\"") || name == "title";
            for attribute in READ_OUT.iter().filter(|_| !vietnamese) {
                let value = tag.split_once(&format!(" {attribute}=\""));
                said.extend(value.map(|(_, rest)| rest.split('"').next().unwrap().to_owned()));
            }
            if !VOID.contains(&name) {
                open.push((name.to_owned(), vietnamese));
            }
        }
        if !open.iter().any(|(_, vietnamese)| *vietnamese) {
            said.push(text.to_owned());
        }
    }
    assert!(open.is_empty(), "{open:?}");
    said
}

/// Fails where an English page says something with Vietnamese letters that is not marked so. What the
/// program is called is a name.
#[track_caller]
fn is_english(path: &str, answer: &Answer) {
    let page = answer.text();
    assert!(page.contains("<html lang=\"en\">"), "{path}: {page}");
    for text in said(&page) {
        let text = text.replace("Văn Khố", "");
        let vietnamese = |letter: char| {
            matches!(letter, 'À'..='ỹ') && letter.is_alphabetic() || letter == 'đ' || letter == 'Đ'
        };
        assert!(
            !text.contains(vietnamese),
            "{path} ({}): {text}",
            answer.status
        );
    }
}

#[test]
fn what_is_marked_as_vietnamese_is_passed_over_and_nothing_else() {
    let page = "<!DOCTYPE html><html lang=\"en\"><body><p lang=\"vi\">Số <b>một</b></p><p>two<br>\
                <input title=\"ba\"></p></body></html>";
    let mut found = said(page);
    found.retain(|text| !text.is_empty());
    assert_eq!(
        found,
        ["ba", "two"]
            .map(str::to_owned)
            .into_iter()
            .rev()
            .collect::<Vec<_>>()
    );
}

#[test]
fn every_page_of_the_office_is_in_english_for_who_wants_it() {
    let archive = Archive::of_samples();
    let server = archive.serve();
    let headers = [PARTS, ENGLISH];
    let register = register();
    let draft = parts(&[(
        "a.txt",
        "BÁO CÁO\nCăn cứ Quyết định số 238-QĐ/TW ngày 30/9/2021 của Ban Bí thư, Nghị quyết số 77-NQ/TW \
         và Quyết định số 14/2018/QĐ-UBND ngày 06/4/2018;",
    )]);
    let to = action(&server.get("/so-dang-ky"));
    for (path, body, status) in [
        (to.as_str(), parts(&[("so.csv", register.as_str())]), 303),
        (&to, parts(&[("so.csv", "a;b")]), 422),
        (&to, parts(&[("", "")]), 422),
        ("/kiem-tra", draft, 200),
        ("/kiem-tra", parts(&[("a.pdf", "%PDF-1.4 <b>")]), 422),
        ("/kiem-tra", parts(&[]), 422),
    ] {
        let answer = server.post(path, &headers, &body);
        assert_eq!(answer.status, status, "{path}");
        if status != 303 {
            is_english(path, &answer);
        }
    }
    for path in [
        "/nhap",
        "/nhap?loi=no-files",
        "/nhap?loi=bad-upload",
        "/nhap?loi=stopping",
        "/nhap/99",
        "/kiem-tra",
        "/tinh-trang",
        "/huong-dan",
        "/so-dang-ky",
        "/so-dang-ky/1",
        "/so-dang-ky/99",
    ] {
        is_english(path, &server.get_with(path, &[ENGLISH]));
    }
    let archive = Archive::new();
    let empty = archive.serve();
    is_english("/huong-dan", &empty.get_with("/huong-dan", &[ENGLISH]));
    is_english("/tinh-trang", &empty.get_with("/tinh-trang", &[ENGLISH]));
}

#[test]
fn what_is_searched_and_read_is_framed_in_english() {
    let server = Archive::of_samples().serve();
    let found = server.get("/api/v1/numbers/238-QĐ/TW").json();
    let document = format!("/van-ban/{}?q=quy+che", found["id"].as_str().unwrap());
    for path in [
        "/",
        "/?q=nghi+quyet+35+bo+chinh+tri",
        "/?q=thong+tu&kind=thong-tu&sort=newest&from=2019",
        "/?body=tu-an-giang&lineage=true",
        "/?q=xyzzy+qwerty&year=2020",
        "/?q=328-q%C4%91/tw",
        "/?year=x",
        "/?from=%C4%91%E1%BA%A7u+n%C4%83m",
        &document,
        "/so/07-%C4%90A/TU",
        "/co-quan",
        "/co-quan?tim=tinh+uy",
        "/co-quan/tu-an-giang",
        "/loai",
        "/nam",
        "/thu-muc",
        "/tong-quan",
        "/vien-dan-thieu",
        "/xem-lai",
        "/khong-co",
    ] {
        is_english(path, &server.get_with(path, &[ENGLISH]));
    }
}

/// Marked as Vietnamese, a word of ours would be passed over by the test above.
#[test]
fn our_own_words_are_not_among_those_of_papers() {
    let server = Archive::of_samples().serve();
    let paper = |number: &str| {
        let found = server.get(&format!("/api/v1/numbers/{number}")).json();
        format!("/van-ban/{}", found["id"].as_str().unwrap())
    };
    let so = parts(&[("so.csv", register().as_str())]);
    let to = action(&server.get("/so-dang-ky"));
    let sent = server.post(&to, &[PARTS, ENGLISH], &so);
    let page = |path: &str| server.get_with(path, &[ENGLISH]).text();
    let pages = [
        page(&paper("14/2018/QĐ-UBND")),
        page(&paper("01/2021/TT-BNV")),
        page("/?q=14%2F2018%2FQ%C4%90-UBND"),
        page("/so/07-%C4%90A/TU"),
        page(sent.header("location")),
    ]
    .concat();
    for ours in [
        "</time> Issued",
        "lang=\"en\">No longer in force<",
        "<title>Subject</title>",
        "KH-UBND</span> 2021</b>",
        " documents bear the number <span lang=\"vi\">07-ĐA/TU",
    ] {
        assert!(pages.contains(ours), "{ours}: {pages}");
    }
    for vietnamese in [
        ">Ban hành<",
        ">Bị thay thế bởi<",
        ">Hết hiệu lực<",
        "<title>Trích yếu",
    ] {
        assert!(!pages.contains(vietnamese), "{vietnamese}: {pages}");
    }
}

#[test]
fn an_import_and_the_accounts_are_in_english_too() {
    let archive = plans();
    let first = user(
        &archive,
        &["add", "hoa", "--role", "administrator"],
        PASSWORD,
    );
    assert_eq!(first, 0);
    let server = archive.serve();
    let page = server.get_with("/dang-nhap", &[ENGLISH]);
    is_english("/dang-nhap", &page);
    let hoa = format!("{}; ngon-ngu=en", log_in(&server, "hoa"));
    let hoa = ("cookie", hoa.as_str());
    let page = server.get_with("/nhap", &[hoa]);
    let key = page.key();
    let sent = parts(&[
        (
            "kế hoạch.txt",
            "TỈNH ỦY AN GIANG\n*\nSố 12-BC/TU\nBÁO CÁO\nvề văn thư",
        ),
        (
            "mật.txt",
            "TỈNH ỦY AN GIANG\n*\nSố 13-BC/TU\nTỐI MẬT\nBÁO CÁO\nvề đê",
        ),
        ("hỏng.pdf", "%PDF-1.4 <b>"),
    ]);
    server.post(&format!("/api/v1/imports?khoa={key}"), &[PARTS, hoa], &sent);
    server.settled("/nhap/1", &[hoa], |page| is_english("/nhap/1", page));
    for path in [
        "/nhap",
        "/tai-khoan",
        "/quan-tri/tai-khoan",
        "/quan-tri/tai-khoan/hoa",
    ] {
        is_english(path, &server.get_with(path, &[hoa]));
    }
    for (path, fields) in [
        ("/tai-khoan/mat-khau", "cu=a&moi=b&lai=c"),
        (
            "/tai-khoan/mat-khau",
            "cu=sai+r%E1%BB%93i+nh%C3%A9&moi=1234567890&lai=1234567890",
        ),
        ("/tai-khoan/the", "ten=may&quyen=reader&ngay=9"),
        (
            "/quan-tri/tai-khoan",
            "ten=hoa&vai_tro=reader&mat_khau=1234567890",
        ),
        (
            "/quan-tri/tai-khoan",
            "ten=%C3%A0&vai_tro=reader&mat_khau=1234567890",
        ),
        ("/quan-tri/tai-khoan/hoa", "viec=khoa"),
        ("/quan-tri/tuyen-tap", "viec=bo&ten=x"),
        ("/nhap/rut/1", "ly_do="),
        ("/nhap/rut/1", "ly_do=x"),
    ] {
        let body = format!("khoa={key}&{fields}");
        let answer = server.post(path, &[FORM, hoa], body.as_bytes());
        assert_ne!(answer.status, 303, "{path} {fields}");
        is_english(path, &answer);
    }
}
