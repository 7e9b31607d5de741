//! What hostile files may cost: themselves, never their neighbours, and no more than the limits.

use std::fs;
use std::io::{Cursor, Write};
use std::path::PathBuf;

use vankho::extract::worker::{Pool, Program, Spool};
use vankho::extract::{ExtractError, Limits};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::harness::Archive;
use crate::harness::samples;

const MIB: usize = 1024 * 1024;

/// Readers that may use little memory, and are otherwise those of every import.
fn pool(memory_bytes: u64) -> Pool {
    let program = Program {
        path: PathBuf::from(env!("CARGO_BIN_EXE_vankho")),
        arguments: vec!["extract-worker".into()],
    };
    Pool::new(
        program,
        1,
        Limits {
            memory_bytes,
            // Not cut before the memory is used up.
            text_bytes: 256 * MIB,
            ..Limits::office()
        },
    )
}

/// A page tree whose every node names the next one ten times over: ten to the `depth` pages.
fn page_tree(depth: usize) -> Vec<u8> {
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned()];
    for node in 0..depth {
        let next = format!("{} 0 R ", node + 3).repeat(10);
        let count = 10_u64.pow((depth - node) as u32);
        objects.push(format!("<< /Type /Pages /Count {count} /Kids [ {next}] >>"));
    }
    objects.push("<< /Type /Page /MediaBox [0 0 595 842] >>".to_owned());
    pdf_of(&objects)
}

/// A PDF of these objects, the first one its root.
pub fn pdf_of(objects: &[String]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (number, object) in (1..).zip(objects) {
        offsets.push(file.len());
        file.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let table = file.len();
    let rows: String = offsets
        .iter()
        .map(|offset| format!("{offset:010} 00000 n \n"))
        .collect();
    let size = objects.len() + 1;
    let end = format!(
        "xref\n0 {size}\n0000000000 65535 f \n{rows}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    );
    file.extend(end.bytes());
    file
}

/// A paper that unpacks to a thousand times its size.
fn packed_blanks() -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    writer.start_file("word/document.xml", options).unwrap();
    writer.write_all(&vec![b' '; 5 * MIB]).unwrap();
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_reader_that_meets_its_memory_limit_costs_one_file() {
    let pool = pool(300 * MIB as u64);
    let good = fs::read(samples().join("12-CT-TW.docx")).unwrap();
    let read = |bytes: &[u8]| {
        let read = pool.extract(bytes, "paper", &mut Spool::default());
        read.map(|(_, extracted)| extracted)
    };
    let before = read(&good).unwrap();
    let large = "Điều 1. Một đoạn văn bản.\n".repeat(3 * MIB / 2);
    let died = ExtractError::ReaderDied("out of memory or stack".to_owned());
    assert_eq!(read(large.as_bytes()), Err(died));
    assert_eq!(
        read(&good).as_ref(),
        Ok(&before),
        "its neighbours are read as ever"
    );
    assert!(pool.in_flight().is_empty());
}

#[test]
fn an_import_loses_hostile_files_alone_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::copy(samples().join("12-CT-TW.docx"), at("a.docx")).unwrap();
    fs::write(at("b.pdf"), page_tree(10)).unwrap();
    fs::write(at("c.docx"), packed_blanks()).unwrap();
    fs::copy(samples().join("QD-238-TTg.html"), at("d.html")).unwrap();
    let archive = Archive::new();
    let (lines, summary) = archive.import(folder.path());
    let outcomes: Vec<&str> = lines
        .iter()
        .map(|line| line["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(
        outcomes
            .iter()
            .filter(|outcome| **outcome == "imported")
            .count(),
        2,
        "{lines:#?}"
    );
    assert_eq!(summary["quarantined"], 2, "{lines:#?}");
    assert_eq!(archive.hits("238/QĐ-TTg"), ["d.html"]);
    let quarantined = archive.run(&["quarantine"]).out;
    assert!(
        quarantined.contains("b.pdf") && quarantined.contains("c.docx"),
        "{quarantined}"
    );
}
