//! What people type finds the paper they mean, on the command line, over HTTP and on the page.

use crate::harness::Archive;
use crate::harness::sources;

const DECISION: &str = "2020/238-QĐ-TW.docx";
const SCHEME: &str = "2020/Đề án 07-ĐA-TU.pdf";

/// Spellings of two numbers, and the paper each must find first.
const SPELLINGS: [(&str, &str); 14] = [
    ("238-QĐ/TW", DECISION),
    ("238-qd/tw", DECISION),
    ("qđ 238 tw", DECISION),
    ("238/qđ-tw", DECISION),
    ("QD238-QD/TW", DECISION),
    ("238\u{2013}QĐ/TW", DECISION),
    ("238-QÐ/TW", DECISION),
    ("238 QĐ TW", DECISION),
    ("quyết định 238 của Ban Bí thư", DECISION),
    ("07-ĐA/TU năm 2020", SCHEME),
    ("đề án 07 tỉnh ủy an giang", SCHEME),
    ("07- ĐA/TU 2020", SCHEME),
    ("7-ĐA/TU an giang", SCHEME),
    ("07-ĐA/TU 12/8/2020", SCHEME),
];

#[test]
fn a_number_in_any_spelling_by_command_line() {
    let archive = Archive::of_samples();
    for (query, expected) in SPELLINGS {
        let hits = archive.hits(query);
        assert_eq!(
            hits.first().map(String::as_str),
            Some(expected),
            "{query}: {hits:?}"
        );
    }
}

#[test]
fn a_number_in_any_spelling_by_api_and_page() {
    let server = Archive::of_samples().serve();
    for (query, expected) in SPELLINGS {
        let answer = server.search(&[("q", query)]);
        let hits = sources(&answer);
        assert_eq!(hits.first().map(String::as_str), Some(expected), "{query}");
        let id = answer["hits"][0]["id"].as_str().unwrap().to_owned();
        let encoded: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
        let page = server.get(&format!("/?q={encoded}"));
        assert_eq!(page.status, 200);
        let page = page.text();
        let first = page
            .find("class=\"hit")
            .map(|at| &page[at..])
            .unwrap_or_default();
        let link = first.find("/van-ban/").map(|at| &first[at + 9..at + 29]);
        assert_eq!(link, Some(id.as_str()), "{query}");
    }
}

#[test]
fn one_number_of_two_bodies_is_a_list() {
    let archive = Archive::of_samples();
    for query in ["07-ĐA/TU", "07- ĐA/TU", "7-ĐA/TU", "07-da/tu"] {
        let answer = &archive.json(&["search", query])[0];
        assert!(answer["direct"].is_null(), "{query}");
        let hits = sources(answer);
        assert_eq!(hits[0], SCHEME, "the later one first");
        let mut first_two = hits[..2].to_vec();
        first_two.sort();
        assert_eq!(
            first_two,
            [
                "2018/De an 07-ĐA-TU Thanh Hoa.docx",
                "2020/Đề án 07-ĐA-TU.pdf"
            ]
        );
    }
    let direct = &archive.json(&["search", "238-QĐ/TW"])[0];
    assert_eq!(direct["direct"], direct["hits"][0]["id"]);
}

#[test]
fn words_with_and_without_marks() {
    let archive = Archive::of_samples();
    let marked = archive.hits("nghị quyết");
    let bare = archive.hits("nghi quyet");
    assert!(!marked.is_empty());
    for path in &marked {
        assert!(bare.contains(path), "`nghi quyet` misses {path}");
    }
    // One word, whatever the placement of the tone or the composition of the letters.
    for (one, other) in [
        ("uỷ ban nhân dân", "ủy ban nhân dân"),
        ("u\u{309}y ban nha\u{302}n da\u{302}n", "ủy ban nhân dân"),
        (
            "dư luận xã hội",
            "du\u{31b} lua\u{323}\u{302}n xa\u{303} ho\u{302}\u{323}i",
        ),
        ("công tác thuỷ lợi", "công tác thủy lợi"),
    ] {
        assert_eq!(archive.hits(one), archive.hits(other), "{one} / {other}");
        assert!(!archive.hits(one).is_empty(), "{one}");
    }
}

#[test]
fn i_and_y_are_spelling_habits() {
    let archive = Archive::of_samples();
    let (mut one, mut other) = (
        archive.hits("quy chế phối hợp"),
        archive.hits("qui chế phối hợp"),
    );
    assert_eq!(one.first(), other.first());
    one.sort();
    other.sort();
    assert_eq!(one, other);
}

#[test]
fn marks_that_agree_come_first() {
    let folder = tempfile::tempdir().unwrap();
    let text = |words: &str| {
        format!(
            "{words} {}",
            "và các nội dung khác của bản ghi này ".repeat(8)
        )
    };
    std::fs::write(folder.path().join("dung.txt"), text("bàn về hội nghị")).unwrap();
    std::fs::write(folder.path().join("khac.txt"), text("bán vé hồi nghi")).unwrap();
    let archive = Archive::new();
    archive.import(folder.path());
    assert_eq!(archive.hits("hội nghị"), ["dung.txt", "khac.txt"]);
    assert_eq!(archive.hits("hồi nghi")[0], "khac.txt");
    assert_eq!(archive.hits("hoi nghi").len(), 2);
}

#[test]
fn a_slip_in_a_number_is_forgiven() {
    let archive = Archive::of_samples();
    let answer = &archive.json(&["search", "328-QĐ/TW"])[0];
    assert_eq!(answer["total"], 0);
    assert_eq!(answer["near"][0]["number"], "238-QĐ/TW");
    let server = archive.serve();
    let page = server.get("/?q=328-Q%C4%90%2FTW").text();
    assert!(page.contains("Có thể là"), "{page}");
    assert!(page.contains("Quyết định 238-QĐ/TW"), "{page}");
}

#[test]
fn nothing_typed_is_an_error() {
    let archive = Archive::of_samples();
    for query in [
        "",
        " ",
        "\"",
        "((",
        ")",
        "a AND",
        "OR",
        "-",
        "--",
        "*",
        "?",
        ":",
        "số:",
        "number:12",
        "12 - NQ/TW",
        "số: 12-NQ/TW",
        "[a TO b]",
        "\u{0}",
        "^~",
        "\\",
        "{!x}",
        "+-+",
        "/",
        "…",
        "\u{202e}abc",
        "😀",
        "a\u{301}\u{301}\u{301}",
    ] {
        let query = query.replace('\0', " ");
        let run = archive.run(&["--json", "search", "--", &query]);
        assert!(
            matches!(run.code, 0 | 1),
            "{query:?}: {} {}",
            run.code,
            run.err
        );
        assert_eq!(run.lines().len(), 1, "{query:?}");
    }
}

/// A regulation, its amendment and its successor: each says what became of the others.
#[test]
fn a_paper_says_what_became_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let paper = |number: &str, day: &str, subject: &str, closing: &str| {
        format!(
            "ỦY BAN NHÂN DÂN\nTỈNH AN GIANG\nSố: {number}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\
             An Giang, ngày {day}\nQUYẾT ĐỊNH\n{subject}\nCăn cứ Luật Tổ chức chính quyền địa phương;\nQUYẾT ĐỊNH:\n{closing}\n\
             TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Năm\n"
        )
    };
    let papers = [
        (
            "a",
            paper(
                "12/2015/QĐ-UBND",
                "03 tháng 4 năm 2015",
                "Ban hành Quy chế làm việc",
                "Điều 1. Quyết định này có hiệu lực từ ngày ký.",
            ),
        ),
        (
            "b",
            paper(
                "30/2017/QĐ-UBND",
                "05 tháng 6 năm 2017",
                "Sửa đổi Điều 2 Quyết định số 12/2015/QĐ-UBND ngày 03 tháng 4 năm 2015",
                "Điều 1. Quyết định này có hiệu lực từ ngày 15 tháng 6 năm 2017.",
            ),
        ),
        (
            "c",
            paper(
                "08/2020/QĐ-UBND",
                "10 tháng 5 năm 2020",
                "Ban hành Quy chế làm việc",
                "Điều 1. Quyết định này có hiệu lực từ ngày 20 tháng 5 năm 2020 và thay thế Quyết định số 12/2015/QĐ-UBND ngày 03 tháng 4 năm 2015.",
            ),
        ),
    ];
    for (name, text) in &papers {
        std::fs::write(folder.path().join(format!("{name}.txt")), text).unwrap();
    }
    let archive = Archive::new();
    archive.import(folder.path());
    let server = archive.serve();
    let standing = |number: &str| {
        let answer = server.search(&[("number", number)]);
        let id = answer["hits"][0]["id"].as_str().unwrap().to_owned();
        let page = server.get(&format!("/van-ban/{id}")).text();
        (
            server
                .get(&format!("/api/v1/documents/{id}/standing"))
                .json(),
            page,
        )
    };
    let (first, page) = standing("12/2015/QĐ-UBND");
    assert_eq!(first["validity"]["id"], "ended", "{first}");
    let moments = first["timeline"].as_array().unwrap().iter();
    let moments: Vec<String> = moments
        .map(|moment| {
            let by = moment["by"].as_str().unwrap_or_default();
            format!(
                "{} {} {by}",
                moment["date"].as_str().unwrap(),
                moment["label"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(
        moments,
        [
            "2015-04-03 Ban hành ",
            "2015-04-03 Có hiệu lực ",
            "2017-06-15 Được sửa đổi, bổ sung bởi (một phần) Quyết định 30/2017/QĐ-UBND",
            "2020-05-20 Bị thay thế bởi Quyết định 08/2020/QĐ-UBND",
        ]
    );
    assert!(
        page.contains("Hết hiệu lực") && page.contains("Trần Văn Năm"),
        "{page}"
    );
    let (last, page) = standing("08/2020/QĐ-UBND");
    assert_eq!(last["validity"]["id"], "unknown");
    assert!(last["acts"][0]["id"].is_string(), "{last}");
    assert!(page.contains("Không rõ") && !page.contains("Còn hiệu lực"));
}

/// A long paper's beginning is read first; what stands together only far behind it is shown too, and
/// where nothing does, the best of the whole.
#[test]
fn a_snippet_from_far_into_a_long_paper() {
    let folder = tempfile::tempdir().unwrap();
    let filler = "Các cơ quan, đơn vị tổ chức thực hiện theo chức năng được giao.\n".repeat(3_000);
    let text = format!(
        "Hội nghị triển khai\n{filler}Tiêu hủy hồ sơ hết giá trị.\n{filler}Số hóa.\n{filler}Kho tàng.\n"
    );
    std::fs::write(folder.path().join("dai.txt"), text).unwrap();
    let archive = Archive::new();
    archive.import(folder.path());
    let shown = |query: &str| {
        let answer = &archive.json(&["search", query])[0];
        let segments = answer["hits"][0]["snippet"].as_array().unwrap().clone();
        let of = |segment: &serde_json::Value| match segment["hit"].as_bool().unwrap() {
            true => format!("[{}]", segment["text"].as_str().unwrap()),
            false => segment["text"].as_str().unwrap().to_owned(),
        };
        segments.iter().map(of).collect::<String>()
    };
    for (query, expected) in [
        ("hoi nghi trien khai", "[Hội nghị triển khai] "),
        ("tiêu hủy hồ sơ", " [Tiêu hủy hồ sơ] hết giá trị"),
        ("hội nghị tiêu hủy hồ sơ", " [Tiêu hủy hồ sơ] hết giá trị"),
    ] {
        let snippet = shown(query);
        assert!(snippet.contains(expected), "{query}: {snippet}");
    }
}
