//! Secret papers leave no byte behind, and papers that only talk of secrecy are kept.

mod papers;

use std::path::Path;
use std::path::PathBuf;

use unicode_normalization::UnicodeNormalization;

use crate::harness::Archive;

use papers::canary;
use papers::docx;
use papers::html;
use papers::paragraphs;
use papers::report;
use papers::secret;
use papers::tcvn3;

fn write(folder: &Path, papers: &[(String, Vec<u8>)]) {
    for (name, content) in papers {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut pending = vec![folder.to_path_buf()];
    while let Some(path) = pending.pop() {
        match path.is_dir() {
            true => pending.extend(
                std::fs::read_dir(path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            ),
            false => files.push(path),
        }
    }
    files
}

/// A word in every spelling bytes on disk can have.
fn spellings(word: &str) -> Vec<Vec<u8>> {
    let folded = word.replace('ế', "e").replace('đ', "d").replace('ả', "a");
    let nfd: String = word.nfd().collect();
    let mut all = Vec::new();
    for text in [word, &folded, &nfd] {
        for text in [text.to_owned(), text.to_lowercase()] {
            all.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
            all.push(text.into_bytes());
        }
    }
    all.push(tcvn3(word));
    all
}

fn holds(bytes: &[u8], word: &str) -> bool {
    spellings(word).iter().any(|spelling| {
        bytes
            .windows(spelling.len())
            .any(|window| window == spelling)
    })
}

#[test]
fn of_forty_secret_papers_no_byte_is_kept() {
    let papers = secret();
    assert_eq!(papers.len(), 40);
    let folder = tempfile::tempdir().unwrap();
    let temporary = tempfile::tempdir().unwrap();
    write(folder.path(), &papers);
    let open = papers.len();
    std::fs::write(folder.path().join("thuong.txt"), report("*", open)).unwrap();
    let archive = Archive::new();
    let run = |arguments: &[&str]| {
        let mut command = archive.command(arguments);
        command
            .env("TMPDIR", temporary.path())
            .env("RUST_LOG", "trace");
        command.output().unwrap()
    };
    let told = run(&["--json", "import", folder.path().to_str().unwrap()]);
    let so = folder.path().join("so.csv");
    let mut said = vec![told.stdout.clone(), told.stderr];
    for arguments in [
        &["--json", "list"][..],
        &["--json", "quarantine"],
        &["--json", "review"],
        &["verify"],
        &[
            "--json",
            "register",
            "import",
            so.to_str().unwrap(),
            "--fill",
        ],
    ] {
        let output = run(arguments);
        said.extend([output.stdout, output.stderr]);
    }
    let told = String::from_utf8(told.stdout).unwrap();
    let summary: serde_json::Value = serde_json::from_str(told.lines().last().unwrap()).unwrap();
    let lines = told.lines().filter(|line| line.contains("\"imported\""));
    let kept: Vec<&str> = lines.filter(|line| !line.contains("summary")).collect();
    assert_eq!(kept.len(), 1, "{kept:#?}");
    assert_eq!(summary["imported"], 1);
    assert_eq!(archive.hits(&canary(open)), ["thuong.txt"], "the open one");

    let everywhere: Vec<(PathBuf, Vec<u8>)> = [archive.path(), temporary.path().to_path_buf()]
        .iter()
        .flat_map(|folder| files(folder))
        .map(|file| (file.clone(), std::fs::read(file).unwrap()))
        .collect();
    let found = |word: &str| everywhere.iter().any(|(_, bytes)| holds(bytes, word));
    assert!(found(&canary(open)), "what is kept can be found this way");
    for (number, (name, _)) in papers.iter().enumerate() {
        let word = canary(number);
        for (file, bytes) in &everywhere {
            assert!(!holds(bytes, &word), "{name} is in {}", file.display());
        }
        for output in &said {
            assert!(!holds(output, &word), "{name} is told");
        }
        assert_eq!(archive.run(&["search", &word]).code, 1, "{name} is found");
    }
}

/// Sentences and titles with the words of secrecy, none of them a mark.
const TALK: [&str; 20] = [
    "Về việc bảo vệ bí mật nhà nước",
    "QUY ĐỊNH VỀ BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "Căn cứ Luật Bảo vệ bí mật nhà nước ngày 15 tháng 11 năm 2018;",
    "Danh mục bí mật nhà nước độ Tuyệt mật, Tối mật, Mật",
    "quy định việc xác định độ mật của văn bản",
    "Văn bản mật phải được đăng ký vào sổ riêng.",
    "MẶT TRẬN TỔ QUỐC VIỆT NAM TỈNH AN GIANG",
    "NHỮNG GƯƠNG MẶT TIÊU BIỂU NĂM 2020",
    "Bảo mật thông tin trên môi trường mạng",
    "QUY CHẾ BẢO MẬT HỆ THỐNG THÔNG TIN",
    "a) Tuyệt mật; b) Tối mật; c) Mật.",
    "Giữ bí mật công tác, không để lộ, mất tài liệu",
    "Người có mặt tại hội nghị; tiền mặt còn lại",
    "Nuôi ong lấy mật tại huyện Tịnh Biên",
    "MỨC ĐỘ MẬT CỦA TÀI LIỆU",
    "Độ mật: Không",
    "GẶP MẶT ĐẦU XUÂN",
    "Giải mật tài liệu, vật chứa bí mật nhà nước",
    "Dấu “MẬT” được đóng ở dưới số, ký hiệu của văn bản.",
    "TĂNG CƯỜNG QUẢN LÝ TIỀN MẶT",
];

/// Names that share letters with a mark.
const NAMES: [&str; 20] = [
    "bao-mat-thong-tin.docx",
    "mat-tran-to-quoc.txt",
    "MẶT TRẬN TỔ QUỐC.txt",
    "BC MAT TRAN To quoc.html",
    "guong-mat-tre.txt",
    "KE HOACH BAO MAT 2020.txt",
    "BẢO MẬT 2021.docx",
    "QUY CHE BAO MAT.txt",
    "GAP MAT 2020.txt",
    "luat-bao-ve-bi-mat-nha-nuoc-2018.html",
    "BI MAT NHA NUOC 2018.txt",
    "LUẬT BẢO VỆ BÍ MẬT.txt",
    "mat-khau.txt",
    "TIEN MAT 12.txt",
    "MẤT MÁT.txt",
    "Có mặt.txt",
    "UBMTTQ-12.txt",
    "danh-muc-bi-mat.docx",
    "TT-24-2020-BCA-bieu-mau-bi-mat.txt",
    "HOP MAT 15.txt",
];

#[test]
fn two_hundred_papers_that_talk_of_secrecy_are_kept() {
    let mut papers = Vec::new();
    for (at, talk) in TALK.iter().enumerate() {
        for turn in 0..10 {
            let name = NAMES[(at + turn) % NAMES.len()];
            let number = papers.len();
            let text = format!(
                "ỦY BAN NHÂN DÂN\nTỈNH AN GIANG\nSố: {number}/QĐ-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
                 An Giang, ngày 5 tháng 3 năm 2020\nQUYẾT ĐỊNH\n{talk}\nĐiều 1. {talk}\nPhần {}.\n",
                canary(number)
            );
            let content = match name.rsplit_once('.').unwrap().1 {
                "docx" => docx(&paragraphs(&text), ""),
                "html" => html(&text),
                _ => text.into_bytes(),
            };
            papers.push((format!("{at}-{turn}/{name}"), content));
        }
    }
    assert_eq!(papers.len(), 200);
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &papers);
    let archive = Archive::new();
    let (lines, summary) = archive.import(folder.path());
    let lost = lines.iter().filter(|line| line["outcome"] != "imported");
    let lost: Vec<&serde_json::Value> = lost.map(|line| &line["path"]).collect();
    assert!(lost.is_empty(), "{} lost: {lost:?}", lost.len());
    assert_eq!(summary["imported"], 200);
}

#[test]
fn a_false_alarm_is_released_once_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let papers = [
        ("a/QD-12-MAT.txt", report("*", 1)),
        ("b/dau.txt", report("MẬT", 2)),
        ("c/con.txt", report("MẬT", 3)),
    ];
    let papers = papers.map(|(name, text)| (name.to_owned(), text.into_bytes()));
    write(folder.path(), &papers);
    let member = papers::zipped(&[("x.txt", report("MẬT", 4).as_bytes())]);
    std::fs::write(folder.path().join("d.zip"), member).unwrap();
    let archive = Archive::new();
    let (_, summary) = archive.import(folder.path());
    assert_eq!(
        (&summary["refused"], &summary["imported"]),
        (&4.into(), &0.into())
    );
    let release = |path: &str| {
        archive.run(&[
            "quarantine",
            "release",
            path,
            "--reason",
            "mật ong",
            "--by",
            "Hà",
        ])
    };
    assert_eq!(
        archive.run(&["quarantine", "release", "b/dau.txt"]).code,
        2,
        "no reason"
    );
    assert_eq!(release("b/khong-co.txt").code, 2);
    assert_eq!(release("d.zip!/y.txt").code, 2);
    for path in ["a/QD-12-MAT.txt", "b/dau.txt"] {
        let run = release(path);
        assert_eq!(run.code, 0, "{path}: {}{}", run.out, run.err);
    }
    for number in [1, 2] {
        assert_eq!(archive.hits(&canary(number)).len(), 1);
    }
    assert!(archive.hits(&canary(3)).is_empty());
    let released = archive.json(&["quarantine", "released"]);
    let told: Vec<_> = released
        .iter()
        .map(|one| (one["path"].as_str().unwrap(), one["who"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("a/QD-12-MAT.txt", "Hà"), ("b/dau.txt", "Hà")]);
    let (_, again) = archive.import(folder.path());
    assert_eq!((&again["refused"], &again["known"]), (&2.into(), &3.into()));
    // Other bytes under the same name were never looked at by anyone.
    std::fs::write(folder.path().join("a/QD-12-MAT.txt"), report("*", 5)).unwrap();
    std::fs::write(folder.path().join("b/dau.txt"), report("MẬT", 6)).unwrap();
    let (_, changed) = archive.import(folder.path());
    assert_eq!(changed["refused"], 4);
    assert!(archive.hits(&canary(5)).is_empty());
}

#[test]
fn a_member_is_released_with_what_was_refused_because_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let paper = report("MẬT", 1);
    let letter = format!(
        "From: a@example.vn\r\nSubject: x\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=B\r\n\r\n\
         --B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nXin gửi báo cáo về mật ong.\r\n\
         --B\r\nContent-Type: text/plain; charset=utf-8; name=\"bao-cao.txt\"\r\n\
         Content-Disposition: attachment\r\n\r\n{paper}\r\n--B--\r\n"
    );
    let other = report("MẬT", 2);
    let zip = papers::zipped(&[
        ("thu.eml", letter.as_bytes()),
        ("khac.txt", other.as_bytes()),
    ]);
    std::fs::write(folder.path().join("a.zip"), zip).unwrap();
    let archive = Archive::new();
    let (_, summary) = archive.import(folder.path());
    assert_eq!(
        (&summary["refused"], &summary["imported"]),
        (&3.into(), &0.into())
    );

    let path = "a.zip!/thu.eml!/bao-cao.txt";
    let run = archive.run(&[
        "quarantine",
        "release",
        path,
        "--reason",
        "mật ong",
        "--by",
        "Hà",
    ]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(archive.hits(&canary(1)), [path]);
    assert_eq!(archive.hits("\"xin gửi báo cáo\""), ["a.zip!/thu.eml"]);
    assert!(archive.hits(&canary(2)).is_empty());
    let (_, again) = archive.import(folder.path());
    assert_eq!((&again["refused"], &again["known"]), (&1.into(), &3.into()));
}
