//! Laws every number obeys, and the table of what people type (`tests/vectors/numbers.tsv`).

use proptest::prelude::*;

use super::DocumentNumber;
use super::NumberQuery;
use super::read_query;

const VECTORS: &str = include_str!("../../../tests/vectors/numbers.tsv");

/// `\uXXXX` → the character.
fn unescaped(cell: &str) -> String {
    let mut parts = cell.split("\\u");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_at(4);
        text.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        text.push_str(rest);
    }
    text
}

/// What was understood, as a row of the table has it.
fn row(query: &NumberQuery) -> [String; 13] {
    let number = query.number.as_ref();
    let canonical = number
        .and_then(DocumentNumber::canonical)
        .filter(|_| query.nicknamed.is_empty());
    let shown = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
    let keys = number
        .filter(|_| canonical.is_some())
        .map(DocumentNumber::keys);
    let key = |get: fn(super::NumberKeys) -> String| keys.clone().map(get).unwrap_or_default();
    [
        canonical.unwrap_or_default(),
        shown(query.serial),
        shown(query.number_year.or(query.filter_year).map(u32::from)),
        query.kind_codes.first().cloned().unwrap_or_default(),
        query.body_code.clone().unwrap_or_default(),
        query.units.join("-"),
        query.date.map(|date| date.to_string()).unwrap_or_default(),
        shown(query.term.map(u32::from)),
        query.kind_codes.get(1..).unwrap_or_default().join("|"),
        key(|keys| keys.exact),
        key(|keys| keys.ascii),
        key(|keys| keys.loose),
        String::new(),
    ]
}

#[test]
fn every_vector() {
    let lines = VECTORS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1);
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let input = unescaped(cells[0]);
        let found = row(&read_query(&input));
        let expected: Vec<&str> = cells[1..13].to_vec();
        // A date alone is understood as a date; the table only says that it is no number.
        let pairs = found.iter().zip(&expected).enumerate();
        let differs = pairs.filter(|(at, (found, expected))| {
            found != *expected && !(*at == 6 && expected.is_empty())
        });
        if differs.count() > 0 {
            wrong.push(format!(
                "{input}\n  expected {expected:?}\n  found    {:?}",
                &found[..12]
            ));
        }
        count += 1;
    }
    assert!(
        wrong.is_empty(),
        "{} of {count} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(count >= 242);
}

/// Codes as real papers have them.
const KINDS: [&str; 10] = ["QĐ", "NQ", "KH", "ĐA", "DA", "HD", "HĐ", "TTr", "CTr", "BC"];
const STATE: [&str; 8] = [
    "UBND", "HĐND", "TTg", "BTC", "STC", "BGDĐT", "HĐND8", "MTTQ",
];
const PARTY: [&str; 7] = ["TW", "TU", "HU", "BTGTU", "VPTW", "ĐUCA", "BCĐ35TW"];
const UNITS: [&str; 4] = ["", "-VX", "-KTTH", "-QLNS-TH"];

/// Canonical numbers of every form.
fn canonical() -> impl Strategy<Value = String> {
    with_suffixes(vec!["", "a", "b", "bis"])
}

fn with_suffixes(suffixes: Vec<&'static str>) -> impl Strategy<Value = String> {
    // `1995 - 1997` is a period, whatever follows.
    let serial = (
        (1..99_999u32).prop_filter("a year", |serial| !(1900..2100).contains(serial)),
        prop::sample::select(suffixes),
    )
        .prop_map(|(serial, suffix)| format!("{serial:02}{suffix}"));
    let year = prop::option::of(1945..2035u16);
    let kind = prop::sample::select(KINDS.to_vec());
    let unit = prop::sample::select(UNITS.to_vec());
    let slash = (
        year,
        prop::option::of(kind.clone()),
        prop::sample::select(STATE.to_vec()),
        unit.clone(),
    );
    let slash = slash.prop_map(|(year, kind, body, unit)| {
        let year = year.map(|year| format!("/{year}")).unwrap_or_default();
        let unit = if kind.is_none() && unit.is_empty() {
            "-VP"
        } else {
            unit
        };
        let kind = kind.map(|kind| format!("{kind}-")).unwrap_or_default();
        format!("{year}/{kind}{body}{unit}")
    });
    let hyphen = (kind, prop::sample::select(PARTY.to_vec()), unit)
        .prop_map(|(kind, body, unit)| format!("-{kind}/{body}{unit}"));
    let assembly = (1992..2035u16, 9..17u8).prop_map(|(year, term)| format!("/{year}/QH{term}"));
    (serial, prop_oneof![slash, hyphen, assembly]).prop_map(|(serial, symbol)| serial + &symbol)
}

/// Codes in an order that no rule knows.
fn muddled() -> impl Strategy<Value = String> {
    let kinds = KINDS.into_iter().chain(["CV"]);
    let codes: Vec<&str> = kinds.chain(STATE).chain(PARTY).collect();
    let code = (
        prop::sample::select(vec!["-", "/", " "]),
        prop::sample::select(codes),
    );
    let codes = prop::collection::vec(code, 1..5);
    codes.prop_map(|codes| {
        let codes = codes.iter().map(|(joint, code)| format!("{joint}{code}"));
        format!("36{}", codes.collect::<String>())
    })
}

/// `number` with other separators, in other case, without marks, with blanks.
fn respelled(number: &str, separators: &[usize], lower: bool, plain: bool) -> String {
    const SEPARATORS: [&str; 8] = ["-", "/", " - ", "/ ", " /", "\u{2013}", "\u{2011}", "_"];
    let mut chosen = separators.iter().cycle();
    let mut spelled = String::new();
    for c in number.chars() {
        match c {
            '-' | '/' => spelled.push_str(SEPARATORS[chosen.next().unwrap() % SEPARATORS.len()]),
            _ if plain => spelled.push(crate::text::fold::fold_char(c)),
            _ if lower => spelled.extend(c.to_lowercase()),
            _ => spelled.push(c),
        }
    }
    spelled
}

proptest! {
    #[test]
    fn a_canonical_number_reads_back(written in with_suffixes(vec!["", "bis", ".17"])) {
        let number = DocumentNumber::parse(&written).unwrap();
        prop_assert_eq!(number.canonical(), Some(written.clone()));
        prop_assert_eq!(&number.to_string(), &written);
        let again = DocumentNumber::parse(&number.to_string()).unwrap();
        prop_assert_eq!(again, number);
    }

    #[test]
    fn spelling_does_not_change_the_loose_key(
        written in canonical(),
        separators in prop::collection::vec(0..8usize, 1..5),
        lower: bool,
        plain: bool,
    ) {
        let spelled = respelled(&written, &separators, lower, plain);
        let expected = DocumentNumber::parse(&written).unwrap().keys();
        let query = read_query(&spelled);
        let found = query.number.map(|number| number.keys().loose);
        prop_assert_eq!(found, Some(expected.loose), "{}", spelled);
    }

    #[test]
    fn any_text_is_read(
        text in "\\PC{0,60}",
        near in "[0-9a-zA-ZđĐ/_ .,:&-]{0,40}",
        muddled in muddled(),
    ) {
        for text in [text, near, muddled] {
            let query = read_query(&text);
            for span in &query.spans {
                prop_assert!(text.get(span.range.clone()).is_some());
            }
            if let Some(number) = &query.number {
                prop_assert!(number.keys().prefixes().len() <= 32);
            }
            if let Ok(number) = DocumentNumber::parse(&text) {
                let spelled = number.to_string();
                if number.canonical().is_some() {
                    let again = DocumentNumber::parse(&spelled);
                    prop_assert_eq!(again.map(|again| again.canonical()), Ok(Some(spelled.clone())), "{}", text);
                }
            }
            let cited = crate::document::citation::find_citations(&text);
            prop_assert!(cited.iter().all(|citation| text.get(citation.start..citation.end).is_some()));
        }
    }
}

#[track_caller]
fn check(query: &str, kinds: &[&str], bodies: &[&str], rest: &str) {
    let found = read_query(query);
    let found_kinds: Vec<&str> = found.kinds.iter().map(|kind| kind.as_str()).collect();
    let found_bodies: Vec<&str> = found.bodies.iter().map(|body| body.as_str()).collect();
    assert_eq!(
        (
            found_kinds.as_slice(),
            found_bodies.as_slice(),
            found.rest.as_str()
        ),
        (kinds, bodies, rest),
        "{query}"
    );
}

#[test]
fn what_is_meant_and_what_is_left() {
    check("quy định 207", &["quy-dinh", "quyet-dinh"], &[], "");
    check(
        "quyết định 238 của Ban Bí thư",
        &["quyet-dinh", "quy-dinh"],
        &["bbt"],
        "",
    );
    check(
        "quy chế phối hợp 238-QĐ/TW",
        &["quyet-dinh", "quy-dinh"],
        &["bchtw", "bct", "bbt"],
        "quy chế phối hợp",
    );
    check(
        "đề án 07 tỉnh ủy an giang",
        &["de-an"],
        &["tu-an-giang", "tu-an-giang-2025"],
        "",
    );
    check("05-KL/HU châu phú", &["ket-luan"], &["hu-889"], "");
    check("da 07 tu", &["de-an", "du-an"], &[], "");
    check(
        "tt 12 bộ tài chính về hóa đơn",
        &["thong-tu"],
        &["btc"],
        "về hóa đơn",
    );
    check(
        "chương trình 01 ban chỉ đạo 35 trung ương",
        &["chuong-trinh"],
        &["bcd35tw"],
        "",
    );
    check("dư luận xã hội", &[], &[], "dư luận xã hội");
    check("\"bảo vệ nền tảng\"", &[], &[], "\"bảo vệ nền tảng\"");
    check("kinh tế - xã hội", &[], &[], "kinh tế - xã hội");
    check("covid-19", &[], &[], "covid-19");
    check("BCĐ 35", &[], &["bcd35tw"], "");
    check(
        "tỉnh ủy an giang 2020",
        &[],
        &["tu-an-giang", "tu-an-giang-2025"],
        "",
    );
}

#[track_caller]
fn check_printed(written: &str, canonical: Option<&str>, printed: &str) {
    let number = DocumentNumber::parse(written).unwrap();
    assert_eq!(number.canonical().as_deref(), canonical, "{written}");
    assert_eq!(number.printed, printed, "{written}");
}

#[test]
fn printed_numbers() {
    check_printed(
        "Số: 12/ 2001/ QĐ- BTC",
        Some("12/2001/QĐ-BTC"),
        "12/ 2001/ QĐ- BTC",
    );
    check_printed(
        "66.17/2026/NQ-CP",
        Some("66.17/2026/NQ-CP"),
        "66.17/2026/NQ-CP",
    );
    check_printed(
        "12/2020/N\u{110}-\u{421}\u{420}",
        Some("12/2020/NĐ-CP"),
        "12/2020/NĐ-\u{421}\u{420}",
    );
    check_printed(
        "11410/BXD-KHCNMT&VLXD",
        Some("11410/BXD-KHCNMT&VLXD"),
        "11410/BXD-KHCNMT&VLXD",
    );
    check_printed("Số:      /QĐ-UBND", None, "/QĐ-UBND");
    check_printed("07-DA/TU", Some("07-DA/TU"), "07-DA/TU");
    check_printed(
        "1141-TC/QĐ/CĐKT",
        Some("1141/QĐ-TC-CĐKT"),
        "1141-TC/QĐ/CĐKT",
    );
    check_printed("3-tC/QĐ", Some("03/QĐ-TC"), "3-tC/QĐ");
    check_printed("05-NQ/UYẙ", Some("05-NQ/UYẙ"), "05-NQ/UYẙ");
    check_printed("13/SL", None, "13/SL");
    check_printed("36/CV-ĐA/TU", Some("36/CV-ĐA-TU"), "36/CV-ĐA/TU");
    check_printed(
        "Luật số: 51/2024/QH15",
        Some("51/2024/QH15"),
        "51/2024/QH15",
    );
    for none in [
        "",
        "238",
        "12/8/2020",
        "Điều 35",
        "COVID-19",
        "2020 - 2025",
        "Quyết định 238 của Ban Bí thư",
    ] {
        assert!(DocumentNumber::parse(none).is_err(), "{none}");
    }
    let one = DocumentNumber::parse("15/2020/TTLT-BTC-BNV").unwrap();
    assert!(one.same_as(&DocumentNumber::parse("15/2020/TTLT-BNV-BTC").unwrap()));
    assert_eq!(one.issuer_codes(), ["BTC", "BNV"]);
    let other = DocumentNumber::parse("207/QĐ-MTTW-BTT").unwrap();
    assert!(!other.same_as(&DocumentNumber::parse("207-QĐ/TW").unwrap()));
}
