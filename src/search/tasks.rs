//! Sixty things people look for: what is typed, what must come first, what must come at all.

use std::sync::LazyLock;

use crate::document::Citation;
use crate::document::Description;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::DocumentNumber;
use crate::document::IssuingBody;
use crate::document::Line;
use crate::document::Page as TextPage;
use crate::document::TextSource;
use crate::document::citation::find_citations;
use crate::search::Index;
use crate::search::Page;
use crate::search::Request;
use crate::search::Tier;
use crate::search::writer::MEMORY;
use crate::vocabulary::BodyId;
use crate::vocabulary::bodies;
use crate::vocabulary::kinds;

const HOME: &str = "tu-an-giang";

/// Name, number, date, body, kind, subject, text.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const ROWS: &[Row] = &[
    (
        "D01",
        "",
        "2022-07-01",
        "",
        "",
        "Giao ban công tác nắm bắt DLXH",
        "Hội nghị đánh giá việc nắm bắt dư luận xã hội theo Đề án 07- ĐA/TU, ngày 12/8/2020 của Ban Thường vụ Tỉnh ủy, Quyết định số 238-QĐ/TW, ngày 30/9/2020 của Ban Bí thư về quy chế phối hợp và Nghị quyết số 35-NQ/TW, ngày 22/10/2018 của Bộ Chính trị về tăng cường bảo vệ nền tảng tư tưởng của Đảng; Ban Chỉ đạo 35; tình hình kinh tế - xã hội.",
    ),
    (
        "D02",
        "",
        "2022-12-21",
        "",
        "",
        "Đảng ủy Khối tổng kết công tác dư luận xã hội",
        "Cộng tác viên DLXH tham gia tổng hợp bácáo hằng tháng về kinh tế - xã hội, quốc phòng, an ninh và bảo vệ nền tảng tư tưởng.",
    ),
    (
        "D03",
        "",
        "2022-01-19",
        "",
        "",
        "Thanh Hóa: Ban Chỉ đạo 35 cấp tỉnh họp",
        "Các thành viên thực hiện Chương trình số 01 và Kế hoạch số 08 của Ban chỉ đạo 35 Trung ương, bảo vệ nền tảng tư tưởng của Đảng trong điều kiện dịch COVID - 19; dư luận xã hội ổn định, phát triển kinh tế - xã hội, quốc phòng - an ninh.",
    ),
    (
        "D04",
        "",
        "2024-02-27",
        "",
        "",
        "Thường trực Tỉnh ủy làm việc với Ban Tuyên giáo",
        "Nghe báo cáo kết quả công tác: tình hình KT-XH, QP - AN, bảo vệ nền tảng tư tưởng của Đảng.",
    ),
    (
        "D05",
        "",
        "2022-07-21",
        "",
        "",
        "Ban Chỉ đạo 35 quận tổng kết năm 2021",
        "Hội nghị nghe báo cáo kết quả thực hiện nghị quyết 35 năm 2021, bảo vệ nền tảng tư tưởng của Đảng, định hướng dư luận xã hội.",
    ),
    (
        "D10",
        "35-NQ/TW",
        "2018-10-22",
        "bct",
        "nghi-quyet",
        "Về tăng cường bảo vệ nền tảng tư tưởng của Đảng",
        "",
    ),
    (
        "D11",
        "238-QĐ/TW",
        "2020-09-30",
        "bbt",
        "quyet-dinh",
        "Ban hành Quy chế phối hợp giữa ban tuyên giáo các cấp với cơ quan nhà nước cùng cấp",
        "",
    ),
    (
        "D12",
        "07-ĐA/TU",
        "2020-08-12",
        "tu-an-giang",
        "de-an",
        "Nắm bắt dư luận xã hội",
        "",
    ),
    (
        "D13",
        "07-ĐA/TU",
        "2021-11-05",
        "tu-thanh-hoa",
        "de-an",
        "Phát triển đội ngũ cán bộ",
        "",
    ),
    (
        "D14",
        "CTr 01",
        "",
        "bcd35tw",
        "chuong-trinh",
        "Bảo vệ nền tảng tư tưởng",
        "",
    ),
    (
        "D15",
        "KH 08",
        "",
        "bcd35tw",
        "ke-hoach",
        "Bảo vệ nền tảng tư tưởng",
        "",
    ),
    (
        "D16",
        "35-NQ/TU",
        "2017-03-10",
        "tu-an-giang",
        "nghi-quyet",
        "Phát triển nông nghiệp",
        "",
    ),
    (
        "D17",
        "35/NQ-HĐND",
        "2021-12-08",
        "hdnd-an-giang",
        "nghi-quyet",
        "Dự toán ngân sách",
        "",
    ),
    (
        "D18",
        "238/QĐ-TTg",
        "2020-02-13",
        "ttg",
        "quyet-dinh",
        "Phê duyệt chiến lược",
        "",
    ),
    (
        "D19",
        "238/QĐ-UBND",
        "2021-02-02",
        "ubnd-an-giang",
        "quyet-dinh",
        "Giao chỉ tiêu",
        "",
    ),
    (
        "D20",
        "30/2020/NĐ-CP",
        "2020-03-05",
        "cp",
        "nghi-dinh",
        "Về công tác văn thư",
        "",
    ),
    (
        "D21",
        "1234/UBND-VX",
        "2021-05-20",
        "ubnd-an-giang",
        "cong-van",
        "V/v phòng, chống dịch COVID-19",
        "",
    ),
    (
        "D22",
        "1234/UBND-VX",
        "2022-06-01",
        "ubnd-an-giang",
        "cong-van",
        "V/v hỗ trợ người lao động",
        "",
    ),
    (
        "D23",
        "145-CV/BTGTU",
        "2022-07-04",
        "btgtu-an-giang",
        "cong-van",
        "V/v tuyên truyền kinh tế - xã hội quý II",
        "",
    ),
    (
        "D24",
        "15-NQ/TW",
        "2007-07-30",
        "bchtw",
        "nghi-quyet",
        "Đổi mới phương thức lãnh đạo của Đảng",
        "",
    ),
    (
        "D25",
        "15-NQ/TW",
        "2022-05-05",
        "bct",
        "nghi-quyet",
        "Phát triển Thủ đô Hà Nội đến năm 2030",
        "",
    ),
    (
        "D26",
        "611/QĐ-TTg",
        "2024-07-08",
        "ttg",
        "quyet-dinh",
        "Phê duyệt quy hoạch",
        "",
    ),
    (
        "D27",
        "611/QĐ-TTg",
        "2026-04-04",
        "ttg",
        "quyet-dinh",
        "Chuyển đổi số lĩnh vực văn hóa",
        "",
    ),
    (
        "D28",
        "399-QĐ/TW",
        "2026-01-09",
        "bbt",
        "quy-dinh",
        "Về thể loại, thẩm quyền ban hành và thể thức văn bản của Đảng",
        "",
    ),
    (
        "D29",
        "207-QĐ/TW",
        "2026-07-26",
        "bchtw",
        "quy-dinh",
        "Về những điều đảng viên không được làm",
        "",
    ),
    (
        "D30",
        "207/QĐ-MTTW-BTT",
        "2025",
        "mttqtw",
        "quy-dinh",
        "Về thể thức văn bản của Mặt trận Tổ quốc",
        "",
    ),
    (
        "D31",
        "81/2025/QH15",
        "2025",
        "qh",
        "luat",
        "Tòa án nhân dân",
        "",
    ),
    (
        "D32",
        "81/2025/UBTVQH15",
        "2025",
        "ubtvqh",
        "nghi-quyet",
        "Thành lập Tòa án nhân dân khu vực",
        "",
    ),
    (
        "D33",
        "05-KL/HU",
        "2021-06-15",
        "hu-886",
        "ket-luan",
        "Công tác sáu tháng",
        "",
    ),
    (
        "D34",
        "04-NQ/TW",
        "2016-10-30",
        "bchtw",
        "nghi-quyet",
        "Tăng cường xây dựng, chỉnh đốn Đảng",
        "",
    ),
    (
        "D35",
        "12/QĐ-UB",
        "2003-04-02",
        "ubnd-an-giang",
        "quyet-dinh",
        "Về công tác thuỷ lợi, phòng chống lụt bão",
        "",
    ),
    (
        "D36",
        "991/QĐ-UBND",
        "2008-05-10",
        "ubnd-binh-phuoc",
        "quyet-dinh",
        "Ban hành qui chế",
        "",
    ),
    (
        "D38",
        "12-CT/TW",
        "2021-10-21",
        "bbt",
        "chi-thi",
        "Về một nhiệm vụ",
        "",
    ),
    (
        "D39",
        "12/CT-TTg",
        "2021-05-08",
        "ttg",
        "chi-thi",
        "Về một việc",
        "",
    ),
    (
        "D40",
        "20-HD/ĐUCA",
        "2026-06-08",
        "duca",
        "huong-dan",
        "Đánh giá, xếp loại KPI",
        "",
    ),
];

struct Archive {
    index: Index,
    _directory: tempfile::TempDir,
}

static ARCHIVE: LazyLock<Archive> = LazyLock::new(|| {
    let directory = tempfile::tempdir().unwrap();
    let index = Index::create(directory.path()).unwrap();
    let mut writer = index.writer(1, MEMORY).unwrap();
    for (at, row) in ROWS.iter().enumerate() {
        let (document, page) = document(at, row);
        writer.put(&document, &[page]).unwrap();
    }
    writer.commit(ROWS.len() as u64).unwrap();
    Archive {
        index,
        _directory: directory,
    }
});

fn id(at: usize) -> DocumentId {
    DocumentId::parse(&format!("{:020x}", at + 1)).unwrap()
}

fn name(id: &DocumentId) -> &'static str {
    let at = usize::from_str_radix(id.as_str(), 16).unwrap() - 1;
    ROWS[at].0
}

fn document(at: usize, row: &Row) -> (Document, TextPage) {
    let (_, number, date, body, kind, subject, text) = *row;
    let number = DocumentNumber::parse(number)
        .ok()
        .or_else(|| without_symbol(number));
    let known = bodies::by_id(body);
    let text = format!(
        "{}\n{subject}\n{text}",
        number.as_ref().map_or("", |number| &number.printed)
    );
    let citations: Vec<Citation> = find_citations(&text)
        .into_iter()
        .filter(|citation| number.as_ref().is_none_or(|own| citation.number != *own))
        .collect();
    let description = Description {
        number: number.clone(),
        kind: kinds::by_id(kind).map(|kind| kind.id.clone()),
        issuing_body: (!body.is_empty()).then(|| IssuingBody {
            id: BodyId::new(body),
            name: known
                .as_ref()
                .map_or(body.to_owned(), |body| body.name.clone()),
        }),
        system: known.map(|body| body.system),
        issued_on: date.parse().ok(),
        subject: Some(subject.to_owned()),
        ..Description::default()
    };
    let document = Document {
        id: id(at),
        sequence: at as u64 + 1,
        digest: String::new(),
        bytes: 0,
        format: "txt".to_owned(),
        charset: "unicode".to_owned(),
        text_source: TextSource::Embedded,
        page_count: 1,
        description,
        citations,
        findings: Vec::new(),
        sources: Vec::new(),
    };
    let lines = text.lines().map(|line| Line {
        text: line.to_owned(),
        ..Line::default()
    });
    (
        document,
        TextPage {
            lines: lines.collect(),
            ..TextPage::default()
        },
    )
}

/// `CTr 01`: a number that names no body.
fn without_symbol(printed: &str) -> Option<DocumentNumber> {
    let (kind, serial) = printed.split_once(' ')?;
    Some(DocumentNumber {
        printed: printed.to_owned(),
        serial: serial.parse().ok(),
        suffix: String::new(),
        year: None,
        kind_code: Some(kind.to_owned()),
        other_kind_codes: Vec::new(),
        body_code: None,
        units: Vec::new(),
        hyphenated: false,
        ocr_corrected: false,
    })
}

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
    for row in ROWS.iter().filter(|row| !row.3.is_empty()) {
        assert!(bodies::by_id(row.3).is_some(), "{} {}", row.0, row.3);
        assert!(kinds::by_id(row.4).is_some(), "{} {}", row.0, row.4);
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
