//! The command line as a person uses it: help, exit codes, what is printed.

use crate::harness::Archive;
use crate::harness::samples;

#[test]
fn help_teaches_by_example() {
    let archive = Archive::new();
    insta::assert_snapshot!("help", archive.run(&["--help"]).out);
    insta::assert_snapshot!("help_import", archive.run(&["import", "--help"]).out);
    insta::assert_snapshot!("help_search", archive.run(&["search", "--help"]).out);
}

#[test]
fn exit_codes_tell_how_it_ended() {
    let archive = Archive::new();
    let none = archive.run(&["search", "a"]);
    assert_eq!(none.code, 2, "no archive yet");
    assert!(none.err.contains("hint: "), "{}", none.err);
    assert_eq!(archive.run(&["import", "/nowhere/at/all"]).code, 2);
    assert_eq!(
        archive.run(&["import", samples().to_str().unwrap()]).code,
        3
    );
    assert_eq!(archive.run(&["search", "238-QĐ/TW"]).code, 0);
    assert_eq!(archive.run(&["search", "xyzzyxyzzy"]).code, 1);
    assert_eq!(archive.run(&["show", "238-QĐ/TW"]).code, 0);
    assert_eq!(archive.run(&["show", "9999-QĐ/TW"]).code, 1);
    assert_eq!(archive.run(&["search", "a", "--year", "x"]).code, 2);
    assert_eq!(archive.run(&["import", "x", "--home", "nobody"]).code, 2);
    assert_eq!(archive.run(&["serve", "--listen", "0.0.0.0:0"]).code, 2);
}

#[test]
fn a_dry_run_foresees_and_writes_nothing() {
    let archive = Archive::new();
    let folder = samples();
    let folder = folder.to_str().unwrap();
    let mut foreseen = archive
        .json(&["import", "--dry-run", folder])
        .pop()
        .unwrap();
    assert!(!archive.path().exists());
    let mut done = archive.json(&["import", folder]).pop().unwrap();
    for summary in [&mut foreseen, &mut done] {
        summary.as_object_mut().unwrap().remove("seconds");
    }
    assert_eq!(foreseen, done);
}

#[test]
fn quarantine_names_each_file_and_its_reason() {
    let archive = Archive::of_samples();
    let lines = archive.json(&["quarantine"]);
    let damaged = lines
        .iter()
        .find(|line| line["path"] == "hong/khong-doc-duoc.pdf")
        .unwrap();
    assert_eq!(damaged["outcome"], "quarantined");
    assert!(!damaged["reason"].as_str().unwrap().is_empty());
    assert!(lines.iter().any(|line| line["outcome"] == "refused"));
}

#[test]
fn bodies_and_documents_are_listed() {
    let archive = Archive::of_samples();
    let bodies = archive.run(&["bodies"]).out;
    assert!(bodies.contains("[tu-an-giang]"), "{bodies}");
    let list = archive.run(&["list"]).out;
    assert!(list.contains("Quyết định 238-QĐ/TW"), "{list}");
    let shown = archive.run(&["show", "238-QĐ/TW", "--text"]).out;
    assert!(
        shown.contains("quy chế") || shown.contains("Quy chế"),
        "{shown}"
    );
}

#[test]
fn a_second_writer_is_told_who_holds_the_archive() {
    let archive = Archive::new();
    archive.import(&samples().join("2020"));
    let lock = std::fs::File::options()
        .write(true)
        .open(archive.path().join("lock"))
        .unwrap();
    lock.lock().unwrap();
    let run = archive.run(&["import", samples().to_str().unwrap()]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("held by"), "{}", run.err);
    assert_eq!(
        archive.run(&["search", "238-QĐ/TW"]).code,
        0,
        "reading goes on"
    );
}

#[test]
fn secret_papers_leave_no_trace() {
    let archive = Archive::of_samples();
    assert!(archive.hits("03-BC/TU").is_empty());
    let secret = std::fs::read(samples().join("2021/03-BC-TU.docx")).unwrap();
    let mut pending = vec![archive.path()];
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(
                std::fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        } else {
            let bytes = std::fs::read(&path).unwrap();
            assert!(bytes != secret, "{} is the secret original", path.display());
        }
    }
}

#[test]
fn extract_tells_what_each_page_is_and_what_it_cost() {
    let archive = Archive::new();
    let paper = crate::harness::samples().join("30_2020_ND-CP.pdf");
    let read = &archive.json(&["extract", paper.to_str().unwrap()])[0];
    assert_eq!(
        (&read["format"], &read["charset"]),
        (&"pdf".into(), &"unicode".into())
    );
    let pages = read["pages"].as_array().unwrap();
    assert!(pages.len() > 1 && pages.iter().all(|page| page["verdict"] == "text"));
    assert!(pages[0]["lines"][0]["area"].is_array());
    for step in ["extract", "ocr", "decode", "total"] {
        assert!(read["milliseconds"][step].is_f64(), "{step}");
    }
    let marked = archive
        .run(&["extract", "--pages", paper.to_str().unwrap()])
        .out;
    assert!(marked.starts_with("=== trang 1 (text) ===\n"), "{marked}");
}

#[test]
fn a_person_may_know_the_charset_better() {
    let folder = tempfile::tempdir().unwrap();
    let viqr = folder.path().join("viqr.txt");
    std::fs::write(&viqr, "Quye^'t ddi.nh ve^` co^ng ta'c va(n thu+").unwrap();
    let archive = Archive::new();
    let path = viqr.to_str().unwrap();
    let read = archive.run(&["extract", path, "--charset", "viqr"]).out;
    assert_eq!(read.trim(), "Quyết định về công tác văn thư");
    assert!(archive.run(&["extract", path]).out.contains("Quye^'t"));
    let folder = folder.path().to_str().unwrap();
    assert_eq!(
        archive.run(&["import", folder, "--charset", "viqr"]).code,
        0
    );
    assert_eq!(archive.hits("công tác văn thư"), ["viqr.txt"]);
    assert_eq!(archive.run(&["import", folder, "--charset", "x"]).code, 2);
}
