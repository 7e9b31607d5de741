//! Registers: read in any shape, held against the papers, written out and read again.

use std::fmt::Write;

use serde_json::Value;

use crate::harness::Archive;

fn paper(serial: usize, day: usize) -> String {
    format!(
        "ỦY BAN NHÂN DÂN\nTỈNH AN GIANG\nSố: {serial}/QĐ-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\
         An Giang, ngày {day} tháng 3 năm 2020\nQUYẾT ĐỊNH\nVề việc giao nhiệm vụ số hiệu {serial} cho đơn vị\n\
         Căn cứ Luật Tổ chức chính quyền địa phương;\nQUYẾT ĐỊNH:\nĐiều 1. Thi hành.\n"
    )
}

/// A folder of papers and a register that lacks the first of them, has some that never were, and
/// misdates some: how many of each is given back as it was put in.
fn reconciled(papers: usize, lacks: usize, invents: usize, misdates: usize) {
    let folder = tempfile::tempdir().unwrap();
    let mut register = String::from(
        "SỔ ĐĂNG KÝ VĂN BẢN ĐI;;;\r\n\r\nSTT;Số/ký hiệu;Ngày, tháng;Trích yếu nội dung\r\n",
    );
    for serial in 1..=papers {
        let day = serial % 28 + 1;
        std::fs::write(
            folder.path().join(format!("{serial}.txt")),
            paper(serial, day),
        )
        .unwrap();
        if serial > lacks {
            let written = if serial <= lacks + misdates {
                day % 28 + 1
            } else {
                day
            };
            writeln!(register, "{serial};{serial:02} / QĐ-UBND;{written}/3/2020;giao nhiệm vụ số hiệu {serial} cho đơn vị\r").unwrap();
        }
    }
    for serial in papers + 1..=papers + invents {
        writeln!(
            register,
            "{serial};{serial}/QĐ-UBND;1/4/2020;một việc khác hẳn\r"
        )
        .unwrap();
    }
    let archive = Archive::new();
    archive.import(folder.path());
    let file = folder.path().join("so.csv");
    std::fs::write(&file, format!("\u{feff}{register}")).unwrap();
    let report = &archive.json(&["register", "import", file.to_str().unwrap()])[0];
    let count = |name: &str| report[name].as_array().unwrap().len();
    assert_eq!(count("entries"), papers - lacks + invents);
    assert_eq!(count("matched"), papers - lacks);
    assert_eq!(count("files_without_row"), lacks);
    assert_eq!(count("rows_without_file"), invents);
    assert_eq!(count("disagreements"), misdates);
    assert_eq!((count("ambiguous"), count("oddities")), (0, 0));
    let dates = report["disagreements"].as_array().unwrap().iter();
    assert!(dates.clone().all(|one| one["field"] == "issued-on"));
}

#[test]
fn what_a_register_lacks_invents_and_misdates_is_told_exactly() {
    reconciled(100, 3, 2, 1);
}

/// The same on the scale of an office's year.
#[test]
fn a_thousand_papers_are_reconciled() {
    reconciled(1000, 30, 20, 10);
}

#[test]
fn what_is_exported_is_read_again_and_agrees() {
    let archive = Archive::of_samples();
    let folder = tempfile::tempdir().unwrap();
    for (name, fields) in [
        ("muc-luc.xlsx", "muc-luc"),
        ("muc-luc.csv", "muc-luc"),
        ("nd30.csv", "nd30"),
        ("tt05.xlsx", "tt05"),
    ] {
        let file = folder.path().join(name);
        let file = file.to_str().unwrap();
        let mut papers = archive.json(&["list"]);
        let told = &archive.json(&["export", "register", file, "--fields", fields])[0];
        assert_eq!(told["papers"], papers.len());
        // A letter has neither: its row says nothing to look a paper up by.
        papers.retain(|paper| paper["number"].is_string() || paper["subject"].is_string());
        let report = &archive.json(&["register", "import", file])[0];
        assert_eq!(
            report["entries"].as_array().unwrap().len(),
            papers.len(),
            "{name}"
        );
        assert_eq!(report["files_without_row"], Value::Array(Vec::new()));
        // A title alone does not say which paper it is.
        let titled = |paper: &&Value| paper["number"].is_null() && paper["issued_on"].is_null();
        let alone = report["rows_without_file"].as_array().unwrap();
        let titled = papers.iter().filter(titled).count();
        assert_eq!(alone.len(), titled, "{name}: {alone:?}");
        let dates = report["disagreements"].as_array().unwrap().iter();
        assert_eq!(
            dates.filter(|one| one["field"] == "issued-on").count(),
            0,
            "{name}"
        );
    }
    let text = std::fs::read(folder.path().join("muc-luc.csv")).unwrap();
    assert!(text.starts_with(b"\xef\xbb\xbfSTT;"));
    let text = String::from_utf8(text).unwrap();
    assert!(text.lines().count() > 1 && !text.contains("\n=") && !text.contains(";-"));
}

#[test]
fn a_file_without_a_register_says_so() {
    let archive = Archive::of_samples();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("khong.csv");
    std::fs::write(&file, "a;b\n1;2\n").unwrap();
    let run = archive.run(&["register", "import", file.to_str().unwrap()]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("four headings"), "{}", run.err);
}

/// Rows of two tables bear the same number; each fills its own paper.
#[test]
fn a_row_of_the_second_table_fills_its_own_paper() {
    let archive = Archive::new();
    let folder = tempfile::tempdir().unwrap();
    for serial in [1, 2] {
        let file = folder.path().join(format!("{serial}.txt"));
        std::fs::write(file, paper(serial, 5)).unwrap();
    }
    archive.import(folder.path());
    let table = |serial: usize, signer: &str| {
        format!(
            "<table><tr><td>STT</td><td>Số, ký hiệu</td><td>Ngày, tháng</td><td>Người ký</td></tr>\
             <tr><td>1</td><td>{serial}/QĐ-UBND</td><td>5/3/2020</td><td>{signer}</td></tr></table>"
        )
    };
    let (first, second) = (table(1, "Nguyễn Văn Một"), table(2, "Trần Thị Hai"));
    let register = folder.path().join("so.html");
    let html = format!("<html><body><p>Sổ</p>{first}<p>và</p>{second}</body></html>");
    std::fs::write(&register, html).unwrap();
    let report = &archive.json(&["register", "import", register.to_str().unwrap(), "--fill"])[0];
    assert_eq!(report["filled"], 2, "{report}");
    let mut signed: Vec<(String, String)> = archive
        .json(&["list"])
        .iter()
        .map(|paper| {
            (
                paper["number"].to_string(),
                paper["signatures"][0]["name"].to_string(),
            )
        })
        .collect();
    signed.sort();
    let expected = [
        ("\"01/QĐ-UBND\"", "\"Nguyễn Văn Một\""),
        ("\"02/QĐ-UBND\"", "\"Trần Thị Hai\""),
    ];
    assert_eq!(
        signed,
        expected.map(|(number, name)| (number.to_owned(), name.to_owned()))
    );
}
