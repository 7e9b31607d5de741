//! Archives of files, letters and PDFs with files in them, as an office hands them in.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Cursor;
use std::io::Write;
use std::process::Stdio;

use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::harness::Archive;
use crate::harness::samples;

/// A ZIP in memory.
fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        let options = SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A letter with one attachment.
fn letter(text: &str, name: &str, attachment: &str) -> String {
    format!(
        "From: a@example.vn\r\nTo: b@example.vn\r\nSubject: x\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain; \
         charset=utf-8\r\n\r\n{text}\r\n--B\r\nContent-Type: text/plain; charset=utf-8; \
         name=\"{name}\"\r\nContent-Disposition: attachment\r\n\r\n{attachment}\r\n--B--\r\n"
    )
}

fn paper(serial: u32) -> String {
    format!("ỦY BAN NHÂN DÂN\nTỈNH AN GIANG\nSố: {serial}/TB-UBND\n\nTHÔNG BÁO\nlần thứ {serial}\n")
}

const SECRET: &str =
    "ỦY BAN NHÂN DÂN\nTỈNH AN GIANG\nMẬT\nSố: 9/BC-UBND\n\nBÁO CÁO\nvề kho vũ khí\n";

/// Each file's outcome by its path.
fn outcomes<'a>(lines: &'a [Value]) -> BTreeMap<&'a str, &'a str> {
    let text = |value: &'a Value| value.as_str().unwrap();
    let told = lines
        .iter()
        .map(|line| (text(&line["path"]), text(&line["outcome"])));
    told.collect()
}

#[track_caller]
fn adds_up(summary: &Value) {
    let names = [
        "imported",
        "known",
        "duplicates",
        "unpacked",
        "quarantined",
        "refused",
        "skipped",
    ];
    let sum: u64 = names
        .iter()
        .map(|name| summary[*name].as_u64().unwrap())
        .sum();
    assert_eq!(summary["found"].as_u64().unwrap(), sum, "{summary}");
}

/// Imports one file of this name and content, and compares the outcomes.
#[track_caller]
fn check(name: &str, content: &[u8], expected: &[(&str, &str)]) -> Archive {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), content).unwrap();
    let archive = Archive::new();
    let (lines, first) = archive.import(folder.path());
    let expected: BTreeMap<&str, &str> = expected.iter().copied().collect();
    assert_eq!(outcomes(&lines), expected);
    adds_up(&first);
    let (_, second) = archive.import(folder.path());
    adds_up(&second);
    assert_eq!(second["found"], first["found"], "the second time");
    assert_eq!(
        (&second["imported"], &second["duplicates"]),
        (&0.into(), &0.into())
    );
    archive
}

#[test]
fn members_are_papers_and_containers_within_are_opened() {
    let (one, two, three) = (paper(1), paper(2), paper(3));
    let inner = zipped(&[("sâu/2.txt", two.as_bytes()), ("lặp.txt", one.as_bytes())]);
    let mail = letter("Xin gửi", "3.txt", three.trim());
    let zip = zipped(&[
        ("../../1.txt", one.as_bytes()),
        ("b.zip", &inner),
        ("thư.eml", mail.as_bytes()),
        ("__MACOSX/._1.txt", b"litter"),
        ("rỗng.txt", b""),
    ]);
    let archive = check(
        "a.zip",
        &zip,
        &[
            ("a.zip", "unpacked"),
            ("a.zip!/1.txt", "imported"),
            ("a.zip!/b.zip", "unpacked"),
            ("a.zip!/b.zip!/sâu/2.txt", "imported"),
            ("a.zip!/b.zip!/lặp.txt", "duplicate"),
            ("a.zip!/thư.eml", "imported"),
            ("a.zip!/thư.eml!/3.txt", "imported"),
            ("a.zip!/__MACOSX/._1.txt", "skipped"),
            ("a.zip!/rỗng.txt", "quarantined"),
        ],
    );
    assert_eq!(archive.hits("2/TB-UBND"), ["a.zip!/b.zip!/sâu/2.txt"]);
    let lines = archive.json(&["show", "1/TB-UBND"]);
    assert_eq!(lines[0]["sources"].as_array().unwrap().len(), 2);
    let attached = &archive.json(&["show", "3/TB-UBND"])[0]["attached_to"];
    let mail = attached[0]["id"].as_str().unwrap();
    let server = archive.serve();
    let detail = server.get(&format!("/api/v1/documents/{mail}")).json();
    assert_eq!(detail["format"], "eml");
    let three = detail["attachments"][0]["id"].as_str().unwrap();
    let page = server.get(&format!("/van-ban/{three}")).text();
    assert!(
        page.contains("Kèm theo thư/tệp") && page.contains(mail),
        "{page}"
    );
    let page = server.get(&format!("/van-ban/{mail}")).text();
    assert!(
        page.contains("Tệp đính kèm") && page.contains(three),
        "{page}"
    );
    assert_eq!(archive.run(&["verify"]).code, 0);
}

#[test]
fn a_secret_in_an_archive_is_refused_alone_in_a_letter_with_the_letter() {
    let one = paper(1);
    let zip = zipped(&[("1.txt", one.as_bytes()), ("mat.txt", SECRET.as_bytes())]);
    let archive = check(
        "a.zip",
        &zip,
        &[
            ("a.zip", "unpacked"),
            ("a.zip!/1.txt", "imported"),
            ("a.zip!/mat.txt", "refused"),
        ],
    );
    assert_eq!(archive.json(&["list"]).len(), 1);

    let nested = zipped(&[("thư.eml", letter("Xin gửi", "mat.txt", SECRET).as_bytes())]);
    let archive = check(
        "a.zip",
        &nested,
        &[
            ("a.zip", "unpacked"),
            ("a.zip!/thư.eml", "refused"),
            ("a.zip!/thư.eml!/mat.txt", "refused"),
        ],
    );
    assert_eq!(archive.json(&["list"]).len(), 0);
    let nothing = archive.path().join("originals");
    let kept = walkdir::WalkDir::new(nothing).into_iter().flatten();
    assert_eq!(kept.filter(|entry| entry.file_type().is_file()).count(), 0);

    // What goes with a secret letter is secret too.
    check(
        "thư.eml",
        letter(SECRET, "1.txt", &one).as_bytes(),
        &[("thư.eml", "refused"), ("thư.eml!/1.txt", "refused")],
    );
}

#[test]
fn what_came_with_a_letter_is_known_wherever_a_copy_of_it_lies() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::new();
    let mail = letter("Xin gửi", "1.txt", &paper(1));
    for name in ["a", "b"] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
        std::fs::write(folder.path().join(name).join("thư.eml"), &mail).unwrap();
    }
    let (first, _) = archive.import(&folder.path().join("a"));
    let (second, sums) = archive.import(&folder.path().join("b"));
    let both = |outcome| BTreeMap::from([("thư.eml", outcome), ("thư.eml!/1.txt", outcome)]);
    assert_eq!(outcomes(&first), both("imported"));
    assert_eq!(outcomes(&second), both("duplicate"));
    adds_up(&sums);
    let (third, _) = archive.import(&folder.path().join("b"));
    assert_eq!(outcomes(&third), both("known"));
    for query in ["1/TB-UBND", "Xin gửi"] {
        let found = archive.json(&["search", "--json", "--folder", "b", query]);
        assert_eq!(found[0]["total"], 1, "{query}");
    }
}

#[test]
fn what_cannot_be_read_is_told_and_tried_again_when_asked() {
    let one = paper(1);
    let zip = zipped(&[("1.txt", one.as_bytes()), ("hỏng.pdf", b"%PDF-1.4 nothing")]);
    let archive = Archive::new();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.zip"), &zip).unwrap();
    let cut = &zip[..zip.len() - 30];
    std::fs::write(folder.path().join("cut.zip"), cut).unwrap();
    let (lines, summary) = archive.import(folder.path());
    adds_up(&summary);
    let told = outcomes(&lines);
    assert_eq!(told["a.zip"], "unpacked");
    assert_eq!(told["a.zip!/hỏng.pdf"], "quarantined");
    assert_eq!(told["cut.zip"], "quarantined");
    // Both are read at the same time: whichever comes first is the paper.
    let mut copies = [told["a.zip!/1.txt"], told["cut.zip!/1.txt"]];
    copies.sort_unstable();
    assert_eq!(copies, ["duplicate", "imported"]);

    let path = folder.path().to_str().unwrap();
    let mut again = archive.json(&["import", "--retry", path]);
    adds_up(&again.pop().unwrap());
    let told = outcomes(&again);
    assert_eq!(
        (told["a.zip!/1.txt"], told["cut.zip!/1.txt"]),
        ("known", "known")
    );
    let tries: Vec<u64> = archive
        .json(&["quarantine"])
        .iter()
        .map(|line| line["tries"].as_u64().unwrap())
        .collect();
    assert_eq!(tries, [2, 2, 2], "hỏng.pdf twice, cut.zip once");
}

/// A container whose import was killed is opened again; nothing acknowledged is lost or twice.
#[test]
fn a_kill_in_the_middle_of_a_container_loses_nothing() {
    const PAPERS: u32 = 300;
    let papers: Vec<(String, String)> = (1..=PAPERS)
        .map(|serial| (format!("{serial}.txt"), paper(serial)))
        .collect();
    let members: Vec<(&str, &[u8])> = papers
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.zip"), zipped(&members)).unwrap();
    let archive = Archive::new();
    let path = folder.path().to_str().unwrap();
    let mut command = archive.command(&["--json", "import", path]);
    let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
    let out = BufReader::new(process.stdout.take().unwrap());
    let mut acknowledged = 0;
    for line in out.lines().map_while(Result::ok) {
        acknowledged += u64::from(line.contains("\"imported\"") && line.contains("a.zip!/"));
        if acknowledged == 40 {
            process.kill().unwrap();
        }
    }
    process.wait().unwrap();
    assert!(
        (40..u64::from(PAPERS)).contains(&acknowledged),
        "{acknowledged}"
    );
    let there = archive.json(&["list"]).len() as u64;
    assert!(there >= acknowledged);

    let (lines, summary) = archive.import(folder.path());
    assert_eq!(summary["known"], there);
    assert_eq!(summary["imported"], u64::from(PAPERS) - there);
    assert_eq!(
        (&summary["unpacked"], &summary["duplicates"]),
        (&1.into(), &0.into())
    );
    adds_up(&summary);
    assert_eq!(
        lines.last().unwrap()["path"],
        "a.zip",
        "recorded after its members"
    );
    assert_eq!(archive.json(&["list"]).len() as u64, u64::from(PAPERS));
    assert_eq!(archive.run(&["verify"]).code, 0);
}

/// A file that holds itself, or a bomb, ends at the limits and harms nothing beside it.
#[test]
fn depth_and_size_are_limited() {
    let mut nested = zipped(&[("1.txt", paper(1).as_bytes())]);
    for _ in 0..7 {
        nested = zipped(&[("a.zip", &nested)]);
    }
    let bomb = zipped(&[
        ("0.txt", &vec![b' '; 80 << 20]),
        ("2.txt", paper(2).as_bytes()),
    ]);
    let zip = zipped(&[
        ("sâu.zip", &nested),
        ("bom.zip", &bomb),
        ("3.txt", paper(3).as_bytes()),
    ]);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.zip"), &zip).unwrap();
    let archive = Archive::new();
    let (lines, summary) = archive.import(folder.path());
    adds_up(&summary);
    let told = outcomes(&lines);
    assert_eq!(told["a.zip!/bom.zip!/0.txt"], "quarantined");
    assert_eq!(told["a.zip!/bom.zip!/2.txt"], "imported");
    assert_eq!(told["a.zip!/3.txt"], "imported");
    let deepest = lines.iter().find(|line| {
        let reason = line["reason"].as_str().unwrap_or_default();
        line["outcome"] == "quarantined" && reason.contains("lồng nhau")
    });
    assert!(deepest.is_some(), "{lines:?}");
}

/// A hundred archives of a hundred and one archives keep every limit but that of the whole.
#[test]
fn all_that_is_in_one_file_is_limited_together() {
    let empty = vec![("x.md", &b"x"[..]); 1];
    let small = zipped(&empty);
    let names: Vec<String> = (0..101).map(|number| format!("{number}.zip")).collect();
    let full = |content: &[u8]| {
        let members: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, content)).collect();
        zipped(&members)
    };
    let bomb = full(&full(&small));
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.zip"), &bomb).unwrap();
    std::fs::write(folder.path().join("b.txt"), paper(1)).unwrap();
    let (lines, summary) = Archive::new().import(folder.path());
    adds_up(&summary);
    let told = outcomes(&lines);
    assert_eq!((told["a.zip"], told["b.txt"]), ("quarantined", "imported"));
    assert_eq!(summary["found"], 10_002);
}

#[test]
fn an_archive_nobody_can_open_says_what_to_do() {
    let archive = check(
        "a.rar",
        b"Rar!\x1a\x07\x01\x00",
        &[("a.rar", "quarantined")],
    );
    let reason = archive.json(&["quarantine"])[0]["reason"].to_string();
    assert!(reason.contains("giải nén ra thư mục"), "{reason}");
}

#[test]
fn extract_lists_what_is_inside() {
    let archive = Archive::new();
    let list = |file: &str| {
        let path = samples().join("dong-goi").join(file);
        archive.json(&["extract", path.to_str().unwrap()]).remove(0)
    };
    let zip = list("ho-so-thang-4.zip");
    assert_eq!(zip["format"], "zip");
    let members: Vec<(&str, &str)> = zip["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|member| {
            let said = member["format"].as_str().or(member["problem"].as_str());
            (member["name"].as_str().unwrap(), said.unwrap())
        })
        .collect();
    assert_eq!(
        members[..2],
        [
            ("Công văn đến/2019/901-TB-UBND.docx", "docx"),
            ("Công văn đi/902-TB-UBND.txt", "txt"),
        ]
    );
    assert_eq!(list("906-TB-UBND.pdf")["members"][0]["format"], "docx");
    let seven = samples().join("dong-goi/ban-sao.7z");
    let printed = archive.run(&["extract", seven.to_str().unwrap()]);
    assert!(
        printed.out.contains("ban-sao/904-TB-UBND.docx: docx"),
        "{}",
        printed.out
    );
}
