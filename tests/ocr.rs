//! Scans from outside: read last, resumed after a kill, refused when secret, and read later where OCR was missing.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::harness::Archive;
use crate::harness::Run;
use crate::harness::TESSERACT;
use crate::harness::samples;
use crate::harness::stand_in;

/// A folder with copies of some samples.
fn folder(names: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        let file = Path::new(name).file_name().unwrap();
        std::fs::copy(samples().join(name), folder.path().join(file)).unwrap();
    }
    folder
}

/// Says that a page bears one line of text, wherever it is asked from.
fn says(line: &str) -> String {
    let words: Vec<String> = (0u32..)
        .zip(line.split(' '))
        .map(|(at, word)| {
            let left = 300 + at * 200;
            format!(
                "<span class='ocrx_word' title='bbox {left} 300 {} 340; x_wconf 95'>{word}</span>",
                left + 180
            )
        })
        .collect();
    format!(
        "cat >/dev/null; cat <<'END'\n<span class='ocr_line' title='bbox 300 300 2000 340; \
         baseline 0 -8; x_size 40'>{}</span>\nEND",
        words.concat()
    )
}

#[track_caller]
fn run(archive: &Archive, tesseract: &Path, arguments: &[&str]) -> Run {
    let mut command = archive.command(&[&["--json"], arguments].concat());
    let run: Run = command.env(TESSERACT, tesseract).output().unwrap().into();
    assert!(
        matches!(run.code, 0 | 3),
        "{arguments:?}: {}{}",
        run.out,
        run.err
    );
    run
}

fn sources(lines: &[Value], name: &str) -> Vec<String> {
    let of = |line: &Value| line[name].as_str().unwrap_or_default().to_owned();
    lines.iter().map(of).collect()
}

/// Files below a folder of the archive.
fn files(archive: &Archive, below: &str) -> usize {
    let Ok(entries) = std::fs::read_dir(archive.path().join(below)) else {
        return 0;
    };
    entries
        .map(|entry| entry.unwrap())
        .map(|entry| match entry.path().is_dir() {
            true => files(
                archive,
                &format!("{below}/{}", entry.file_name().to_str().unwrap()),
            ),
            false => 1,
        })
        .sum()
}

const SCAN: &str = "ban-quet/567-UBND-KT.pdf";
const TWO_PAGES: &str = "ban-quet/88-KH-TU.tif";
const SECRET: &str = "2021/03_BC_TU_quet.pdf";

#[test]
fn what_waited_is_read_when_tesseract_appears() {
    let papers = folder(&[SCAN, SECRET]);
    let archive = Archive::new();
    let (_, summary) = archive.import(papers.path());
    assert_eq!(summary["imported"], 2);
    let waiting = archive.json(&["list"]);
    assert_eq!(sources(&waiting, "text_source"), ["waiting", "waiting"]);
    // Without tesseract nothing changes, however often it is asked.
    assert_eq!(archive.json(&["ocr"])[0]["waiting"], 2);

    let done = run(&archive, Path::new("tesseract"), &["ocr"]).lines();
    let summary = done.last().unwrap();
    assert_eq!(
        (&summary["read"], &summary["refused"]),
        (&1.into(), &1.into())
    );
    let left = archive.json(&["list"]);
    assert_eq!(sources(&left, "text_source"), ["ocr"]);
    assert_eq!(left[0]["number"], "567/UBND-KT");
    assert_eq!(left[0]["issued_on"], "2020-03-17");
    let found = archive.json(&["search", "khuyến cáo nông dân không xuống giống"]);
    assert!(found[0].to_string().contains("567/UBND-KT"), "{found:?}");
    let refused = archive.json(&["quarantine"]);
    assert_eq!(sources(&refused, "outcome"), ["refused"]);
    assert_eq!(
        files(&archive, "originals"),
        1,
        "a secret original was kept"
    );
    assert_eq!(files(&archive, "recognised"), 0);
    assert_eq!(archive.run(&["verify"]).code, 0);
    // There is nothing left to do, and the secret stays out.
    assert_eq!(archive.json(&["ocr"])[0]["found"], 0);
    let again = run(
        &archive,
        Path::new("tesseract"),
        &["import", papers.path().to_str().unwrap()],
    );
    let summary = again.lines().pop().unwrap();
    assert_eq!(
        (&summary["known"], &summary["refused"]),
        (&1.into(), &1.into())
    );
}

#[test]
fn an_import_reads_what_earlier_ones_left_waiting() {
    let papers = folder(&[SCAN, "12-CT-TW.docx"]);
    let tools = tempfile::tempdir().unwrap();
    let tesseract = stand_in(&tools, &says("Khuyến cáo nông dân"));
    let archive = Archive::new();
    run(
        &archive,
        &tesseract,
        &["import", "--no-ocr", papers.path().to_str().unwrap()],
    );
    let kept = archive.json(&["list"]);
    assert!(sources(&kept, "text_source").contains(&"waiting".to_owned()));
    let lines = run(
        &archive,
        &tesseract,
        &["import", papers.path().to_str().unwrap()],
    )
    .lines();
    let events = sources(&lines, "event");
    assert_eq!(events, ["file", "file", "ocr", "summary"], "{lines:?}");
    assert_eq!(lines[2]["outcome"], "read");
    let read = archive.json(&["list"]);
    assert!(!sources(&read, "text_source").contains(&"waiting".to_owned()));
}

#[test]
fn text_papers_come_first() {
    let papers = folder(&["12-CT-TW.docx", "QD-238-TTg.html"]);
    std::fs::copy(samples().join(SCAN), papers.path().join("0.pdf")).unwrap();
    let tools = tempfile::tempdir().unwrap();
    let tesseract = stand_in(&tools, &says("Kế hoạch"));
    let archive = Archive::new();
    let arguments = ["import", "--jobs", "1", papers.path().to_str().unwrap()];
    let lines = run(&archive, &tesseract, &arguments).lines();
    assert_eq!(lines[2]["path"], "0.pdf", "{lines:?}");
}

#[test]
fn a_killed_import_goes_on_with_the_pages_it_has_not_read() {
    let papers = folder(&[TWO_PAGES]);
    let tools = tempfile::tempdir().unwrap();
    let seen = tools.path().join("seen");
    let reading = says("Kế hoạch");
    // At the second page the importing program is killed.
    let killer = format!(
        "mkdir {0} 2>/dev/null || exec kill -9 $PPID\n{reading}",
        seen.display()
    );
    let tesseract = stand_in(&tools, &killer);
    let archive = Archive::new();
    let import = ["import", papers.path().to_str().unwrap()];
    let killed = archive
        .command(&import)
        .env(TESSERACT, &tesseract)
        .output()
        .unwrap();
    assert!(!killed.status.success());
    assert_eq!(files(&archive, "recognised"), 1, "the first page is kept");

    let counter = format!("mkdir {}/page-$$\n{reading}", tools.path().display());
    let tesseract = stand_in(&tools, &counter);
    run(&archive, &tesseract, &import);
    let pages = std::fs::read_dir(tools.path()).unwrap().filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_str().unwrap().starts_with("page-")
    });
    assert_eq!(pages.count(), 1, "only the second page is read again");
    assert_eq!(files(&archive, "recognised"), 0);
    assert_eq!(sources(&archive.json(&["list"]), "text_source"), ["ocr"]);
}

#[test]
fn a_page_that_cannot_be_read_costs_that_page() {
    let papers = folder(&[SCAN]);
    let tools = tempfile::tempdir().unwrap();
    let tesseract = stand_in(&tools, "exit 1");
    let archive = Archive::new();
    run(
        &archive,
        &tesseract,
        &["import", papers.path().to_str().unwrap()],
    );
    let kept = archive.json(&["list"]);
    assert_eq!(sources(&kept, "text_source"), ["waiting"]);
    assert!(
        kept[0]["findings"].to_string().contains("ocr-failed"),
        "{kept:?}"
    );
    // It is not tried for ever, only when a person asks.
    let found = |arguments: &[&str]| run(&archive, &tesseract, arguments).lines().pop().unwrap();
    assert_eq!(found(&["ocr"])["found"], 0);
    assert_eq!(found(&["ocr", "--retry"])["found"], 1);
    let tesseract = stand_in(&tools, &says("Kế hoạch"));
    let read = run(&archive, &tesseract, &["ocr", "--retry"]).lines();
    assert_eq!(read.last().unwrap()["read"], 1);
}

#[test]
fn a_mark_on_the_first_page_is_seen_before_anything_else_is_read() {
    let papers = folder(&[TWO_PAGES]);
    let tools = tempfile::tempdir().unwrap();
    let counter = format!("mkdir {}/page-$$\n{}", tools.path().display(), says("MẬT"));
    let tesseract = stand_in(&tools, &counter);
    let archive = Archive::new();
    let run = run(
        &archive,
        &tesseract,
        &["import", papers.path().to_str().unwrap()],
    );
    assert_eq!(run.lines().pop().unwrap()["refused"], 1);
    assert_eq!(
        files(&archive, "originals") + files(&archive, "recognised"),
        0
    );
    let pages = std::fs::read_dir(tools.path()).unwrap().count() - 1;
    assert_eq!(pages, 1, "the second page was read too");
}
