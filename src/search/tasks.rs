//! Sixty things people look for: what is typed, what must come first, what must come at all.

use crate::search::Page;
use crate::search::Request;
use crate::search::Tier;
use crate::search::register::ARCHIVE;
use crate::search::register::id;
use crate::search::register::name;
use crate::search::register::rows;
use crate::vocabulary::BodyId;
use crate::vocabulary::bodies;
use crate::vocabulary::kinds;

const HOME: &str = "tu-an-giang";

fn search(q: &str) -> Page {
    let request = Request {
        home: Some(BodyId::new(HOME)),
        ..Request::of(q, 50)
    };
    ARCHIVE.index.search(&request).unwrap()
}

fn names(page: &Page) -> Vec<&'static str> {
    page.hits.iter().map(|hit| name(&hit.id)).collect()
}

/// `first` come first in this order; the names in `found` come somewhere.
#[track_caller]
fn check(q: &str, first: &[&str], found: &[&str]) {
    let page = search(q);
    let names = names(&page);
    let understood = &page.understood;
    assert!(
        names.starts_with(first),
        "`{q}`: {names:?}, wanted first {first:?}; {understood:?}"
    );
    for name in found {
        assert!(
            names.contains(name),
            "`{q}`: {names:?} without {name}; {understood:?}"
        );
    }
}

/// `first` come first in any order, and nothing is opened at once.
#[track_caller]
fn check_list(q: &str, first: &[&str], found: &[&str]) {
    check(q, &[], found);
    let page = search(q);
    let mut top: Vec<&str> = names(&page).into_iter().take(first.len()).collect();
    top.sort_unstable();
    assert_eq!(top, first, "`{q}`: {:?}", names(&page));
    assert_eq!(page.direct, None, "`{q}`");
}

#[test]
fn the_bodies_of_the_fixtures_exist() {
    for row in rows().iter().filter(|row| !row[3].is_empty()) {
        assert!(bodies::by_id(row[3]).is_some(), "{} {}", row[0], row[3]);
        assert!(kinds::by_id(row[4]).is_some(), "{} {}", row[0], row[4]);
    }
}

#[test]
fn a_number_in_any_spelling() {
    for q in [
        "238-QĐ/TW",
        "238-qd/tw",
        "238/qđ-tw",
        "QD238-QD/TW",
        "238\u{2013}QĐ/TW",
        "238\u{2011}QĐ/TW",
        "238\u{2212}QĐ/TW",
        "238-Q\u{d0}/TW",
        "qđ 238 tw",
    ] {
        check(q, &["D11", "D01"], &[]);
    }
    assert_eq!(search("238-QĐ/TW").direct, Some(id(6)));
    assert_eq!(search("238-QĐ/TW").hits[0].tier, Tier::Exact);
    check("quyết định 238 của Ban Bí thư", &["D11"], &["D01"]);
    check_list("238", &["D11", "D18", "D19"], &["D01"]);
    check_list("qđ 238", &["D11", "D18", "D19"], &[]);
    check("35/NQ-HĐND", &["D17"], &[]);
    check("1234/UBNDVX", &["D22", "D21"], &[]);
    check("238qđtw", &["D11"], &["D01"]);
    check("207/QĐ-MTTW-BTT", &["D30"], &[]);
    check("81/2025/QH15", &["D31"], &[]);
    check("30/2020/nd-cp", &["D20"], &[]);
    check("nghị định 30", &["D20"], &[]);
    check("nđ 30/2020", &["D20"], &[]);
    check("cv 1234 ubnd 2021", &["D21"], &[]);
    check("cv 145 btgtu", &["D23"], &[]);
    check("12 CT TTg", &["D39"], &[]);
}

#[test]
fn one_number_several_papers() {
    for q in ["07-ĐA/TU", "7-ĐA/TU", "07- ĐA/TU", "da 07 tu"] {
        check(q, &["D12", "D13", "D01"], &[]);
        assert_eq!(search(q).direct, None, "{q}");
    }
    check("đề án 07 tỉnh ủy an giang", &["D12"], &["D13"]);
    check("đề án 07 thanh hoá", &["D13"], &[]);
    check("07-ĐA/TU năm 2020", &["D12"], &[]);
    check_list("nq 35", &["D10", "D16", "D17"], &["D01", "D05"]);
    check("nghị quyết 35 của Bộ Chính trị", &["D10"], &["D16", "D17"]);
    check_list("nghị quyết 35 năm 2021", &["D10", "D17"], &["D05"]);
    check("Nghị quyết số 35-NQ/TW, ngày 22/10/2018", &["D10"], &[]);
    check("15-NQ/TW", &["D25", "D24"], &[]);
    check("15-NQ/TW 2007", &["D24"], &[]);
    check("15-NQ/TW khóa X", &["D24"], &[]);
    check("611/QĐ-TTg", &["D27", "D26"], &[]);
    check("quyết định 611 thủ tướng năm 2024", &["D26"], &[]);
    check_list("quy định 207", &["D29", "D30"], &[]);
    check_list("quyết định 207", &["D29", "D30"], &[]);
    check("1234/UBND-VX", &["D22", "D21"], &[]);
    check_list("chỉ thị 12", &["D38", "D39"], &[]);
    check("05-KL/HU châu phú", &["D33"], &[]);
}

#[test]
fn what_a_scanner_misread_is_marked() {
    let page = search("O7-ĐA/TU");
    assert_eq!(names(&page)[..2], ["D12", "D13"]);
    assert_eq!(page.hits[0].tier, Tier::Corrected);
    assert!(
        page.understood
            .chips
            .iter()
            .any(|chip| chip.label.contains("OCR"))
    );
}

#[test]
fn names_with_digits_and_nicknames() {
    check(
        "chương trình 01 ban chỉ đạo 35 trung ương",
        &["D14"],
        &["D03"],
    );
    check("BCĐ 35", &[], &["D01", "D03", "D05", "D14", "D15"]);
    check("nghị quyết trung ương 4 khóa XII", &["D34"], &[]);
}

#[test]
fn words_with_and_without_marks() {
    let topic = ["D01", "D02", "D03", "D05", "D12"];
    for q in ["dư luận xã hội", "du luan xa hoi", "DLXH"] {
        check(q, &[], &topic);
    }
    for q in ["kinh tế - xã hội", "KT-XH"] {
        check(q, &[], &["D01", "D02", "D03", "D04", "D23"]);
    }
    check("QP-AN", &[], &["D02", "D03", "D04"]);
    check("công tác thủy lợi", &["D35"], &[]);
    check("quy chế", &[], &["D01", "D11", "D36"]);
    check("qui chế", &[], &["D01", "D11", "D36"]);
    check("Thanh Hoá", &[], &["D03", "D13"]);
    check("Thanh Hóa", &[], &["D03", "D13"]);
    check("covid-19", &[], &["D03", "D21"]);
    check("báo cáo kêt quả", &[], &["D04", "D05"]);
    check("bao cao ket qua", &[], &["D04", "D05"]);
    check("tổng hợp báo cáo", &[], &["D02"]);
    check(
        "thẩm quyền ban hành thể thức văn bản của Đảng",
        &["D28"],
        &[],
    );
    check("quy chế phoi hop", &["D11"], &["D01"]);
}

#[test]
fn quoted_phrases_and_exclusions() {
    let has = |q: &str, expected: &[&str]| {
        let mut found = names(&search(q));
        found.sort_unstable();
        assert_eq!(found, expected, "{q}");
    };
    has(
        "\"bảo vệ nền tảng tư tưởng của Đảng\"",
        &["D01", "D03", "D04", "D05", "D10"],
    );
    has(
        "\"bao ve nen tang tu tuong\"",
        &["D01", "D02", "D03", "D04", "D05", "D10", "D14", "D15"],
    );
    has("\"bảo vệ nền tảng tư tưởng\" -đảng", &["D14", "D15"]);
    has("03-BC/TU", &[]);
}

#[test]
fn browsing_a_body() {
    let request = Request {
        body: Some(BodyId::new(HOME)),
        year: Some(2020),
        ..Request::of("", 50)
    };
    assert_eq!(names(&ARCHIVE.index.search(&request).unwrap()), ["D12"]);
    check("Tỉnh ủy An Giang năm 2020", &["D12"], &[]);
}

#[test]
fn what_was_understood_is_shown() {
    let page = search("da 07 tu");
    let labels: Vec<&str> = page
        .understood
        .chips
        .iter()
        .map(|chip| chip.label.as_str())
        .collect();
    assert!(
        labels
            .iter()
            .any(|label| label.starts_with("Loại: Đề án (hoặc ")),
        "{labels:?}"
    );
    let page = search("07-ĐA/TU năm 1999");
    assert!(page.understood.note.is_some());
    assert_eq!(names(&page)[..2], ["D12", "D13"]);
}

#[test]
fn suggestions_while_typing() {
    let names = |line: &str| {
        let found = ARCHIVE.index.suggest(line, 5).unwrap();
        let name =
            |hits: &[crate::search::Hit]| hits.iter().map(|hit| name(&hit.id)).collect::<Vec<_>>();
        (name(&found.numbers), name(&found.titles), found.bodies)
    };
    assert_eq!(names("07-d").0, ["D13", "D12"]);
    assert_eq!(names("399").0, ["D28"]);
    assert_eq!(names("chuyen doi s").1, ["D27"]);
    assert_eq!(names("tinh uy an gi").2[0], BodyId::new(HOME));
    assert_eq!(names(""), (vec![], vec![], vec![]));
}

#[test]
fn a_slip_is_corrected() {
    let page = search("thuỷ lợji");
    assert_eq!(page.understood.did_you_mean.as_deref(), Some("thuỷ loi"));
    assert_eq!(names(&page), ["D35"]);
}
