//! Numbers that many papers bear, and lists longer than a page: nothing is lost for being old.

use vankho::archive::Archive;
use vankho::archive::CitedDocument;
use vankho::archive::Document;
use vankho::archive::ImportJob;
use vankho::archive::ListFormat;
use vankho::archive::Request;

use crate::access::clock;
use crate::access::programs;

/// Years in which a body gave the numbers 1 to 10.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2025;

fn paper(serial: u32, year: i16, rest: &str) -> String {
    format!(
        "ỦY BAN NHÂN DÂN TỈNH AN GIANG\nSố: {serial}/QĐ-UBND\nAn Giang, ngày 5 tháng 3 năm {year}\n\
         QUYẾT ĐỊNH\nVề việc thứ {serial} của năm {year}\n{rest}"
    )
}

#[track_caller]
fn of_year(archive: &Archive, number: &str, year: i16) -> Document {
    let request = Request {
        number: Some(number.to_owned()),
        year: Some(year),
        limit: 2,
        ..Request::default()
    };
    let hits = archive.search(&request).unwrap().hits;
    let [hit] = hits.as_slice() else {
        panic!("{number} {year}: {} papers", hits.len());
    };
    archive.document(&hit.document.id).unwrap()
}

#[track_caller]
fn linked(cited: &[CitedDocument], label: &str) -> Option<String> {
    let mut named = cited.iter().filter(|one| one.label.contains(label));
    let only = named.next().unwrap_or_else(|| panic!("{label}: {cited:?}"));
    assert!(named.next().is_none(), "{label}: {cited:?}");
    only.id.as_ref().map(ToString::to_string)
}

#[test]
fn what_is_old_is_found_among_many_of_one_number() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("tệp");
    std::fs::create_dir_all(&files).unwrap();
    let write = |name: String, text: &str| std::fs::write(files.join(name), text).unwrap();
    for year in YEARS {
        for serial in 1..=10 {
            write(format!("{year}-{serial}.txt"), &paper(serial, year, ""));
        }
    }
    for (serial, year) in [(77, 2003), (77, 2024), (88, 2002)] {
        write(format!("{year}-{serial}.txt"), &paper(serial, year, ""));
    }
    let mut citing: String = (4..=10)
        .map(|serial| format!("Căn cứ Quyết định số {serial}/QĐ-UBND của Ủy ban nhân dân tỉnh;\n"))
        .collect();
    citing.push_str(
        "Căn cứ Quyết định số 77/QĐ-UBND của Ủy ban nhân dân tỉnh;\n\
         Căn cứ Quyết định số 88/QĐ-UBND của Ủy ban nhân dân tỉnh;\n\
         Căn cứ Quyết định số 3/QĐ-UBND ngày 5 tháng 3 năm 2001 của Ủy ban nhân dân tỉnh;\n\
         Quyết định này thay thế Quyết định số 2/QĐ-UBND ngày 5 tháng 3 năm 2001 của Ủy ban nhân \
         dân tỉnh.\n",
    );
    write("99.txt".to_owned(), &paper(99, 2025, &citing));
    let archive = Archive::create(&folder.path().join("kho"), clock()).unwrap();
    let job = ImportJob {
        paths: vec![files.clone()],
        jobs: 1,
        ..ImportJob::new(programs(), clock)
    };
    archive
        .import(&job, &|_| {}, &std::sync::atomic::AtomicBool::new(false))
        .unwrap();

    let citing = of_year(&archive, "99/QĐ-UBND", 2025);
    let cited = archive.cites(&citing).unwrap();
    assert_eq!(linked(&cited, "77/QĐ-UBND"), None, "of 2003 or of 2024");
    let id = |number, year| Some(of_year(&archive, number, year).id.to_string());
    assert_eq!(linked(&cited, "88/QĐ-UBND"), id("88/QĐ-UBND", 2002));
    assert_eq!(linked(&cited, " 3/QĐ-UBND"), id("3/QĐ-UBND", 2001));
    let acts = archive.standing(&citing).unwrap().acts;
    let [replaces] = acts.as_slice() else {
        panic!("{acts:?}");
    };
    let replaced = replaces.other.id.as_ref().map(ToString::to_string);
    assert_eq!(replaced, id("2/QĐ-UBND", 2001));

    for (serial, before, after) in [
        (1, None, Some(2)),
        (5, Some(4), Some(6)),
        (10, Some(9), None),
    ] {
        let one = of_year(&archive, &format!("{serial}/QĐ-UBND"), 2001);
        let beside = archive.neighbours(&one).unwrap();
        let told = |paper: Option<Document>| {
            let description = paper?.description;
            Some((description.number?.serial?, description.issued_on?.year()))
        };
        assert_eq!(told(beside.before), before.map(|at| (at, 2001)), "{serial}");
        assert_eq!(told(beside.after), after.map(|at| (at, 2001)), "{serial}");
    }

    let all = Request::of("", 20);
    let total = archive.search(&all).unwrap().total;
    assert_eq!(total, 264);
    let list = archive.export_found(&all, ListFormat::Csv).unwrap();
    let list = String::from_utf8(list).unwrap();
    let ordinals: Vec<&str> = list
        .lines()
        .skip(1)
        .filter_map(|row| row.split(';').next())
        .collect();
    let expected: Vec<String> = (1..=total).map(|at| at.to_string()).collect();
    assert_eq!(ordinals, expected);
}
