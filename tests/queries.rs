//! The search tasks, from papers on disk to answers over HTTP: described, stored, indexed, found.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use serde_json::Value;

use crate::harness::Archive;
use crate::harness::Server;

/// Rows of a table in `tests/vectors`, cell by cell.
fn rows(table: &str) -> Vec<Vec<&str>> {
    let lines = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.map(|line| line.split('\t').collect()).collect()
}

/// How a body heads its papers: its lines, superior first, and where it dates them.
fn heading(body: &str) -> (&'static [&'static str], &'static str) {
    match body {
        "bct" | "bbt" | "bchtw" => (&["BAN CHẤP HÀNH TRUNG ƯƠNG"], "Hà Nội"),
        "bcd35tw" => (&["BAN CHẤP HÀNH TRUNG ƯƠNG", "BAN CHỈ ĐẠO 35"], "Hà Nội"),
        "tu-an-giang" => (&["TỈNH ỦY AN GIANG"], "Long Xuyên"),
        "tu-thanh-hoa" => (&["TỈNH ỦY THANH HÓA"], "Thanh Hóa"),
        "btgtu-an-giang" => (&["TỈNH ỦY AN GIANG", "BAN TUYÊN GIÁO"], "Long Xuyên"),
        "hu-886" => (&["TỈNH ỦY AN GIANG", "HUYỆN ỦY CHÂU PHÚ"], "Châu Phú"),
        "duca" => (&["ĐẢNG ỦY CÔNG AN TRUNG ƯƠNG"], "Hà Nội"),
        "hdnd-an-giang" => (&["HỘI ĐỒNG NHÂN DÂN", "TỈNH AN GIANG"], "An Giang"),
        "ubnd-an-giang" => (&["ỦY BAN NHÂN DÂN", "TỈNH AN GIANG"], "An Giang"),
        "ubnd-binh-phuoc" => (&["ỦY BAN NHÂN DÂN", "TỈNH BÌNH PHƯỚC"], "Đồng Xoài"),
        "ttg" => (&["THỦ TƯỚNG CHÍNH PHỦ"], "Hà Nội"),
        "cp" => (&["CHÍNH PHỦ"], "Hà Nội"),
        "qh" => (&["QUỐC HỘI"], "Hà Nội"),
        "ubtvqh" => (&["ỦY BAN THƯỜNG VỤ QUỐC HỘI"], "Hà Nội"),
        "mttqtw" => (
            &["ỦY BAN TRUNG ƯƠNG", "MẶT TRẬN TỔ QUỐC VIỆT NAM"],
            "Hà Nội",
        ),
        other => panic!("no heading for {other}"),
    }
}

fn is_party(body: &str) -> bool {
    let central = ["bct", "bbt", "bchtw", "bcd35tw", "duca"];
    central.contains(&body)
        || ["tu-", "btgtu-", "hu-"]
            .iter()
            .any(|kind| body.starts_with(kind))
}

/// The signature that tells the organs of the Central Committee apart.
fn signature(body: &str) -> &'static str {
    match body {
        "bct" => "T/M BỘ CHÍNH TRỊ",
        "bbt" => "T/M BAN BÍ THƯ",
        "bchtw" => "T/M BAN CHẤP HÀNH TRUNG ƯƠNG",
        _ => "",
    }
}

/// A paper as its office would have printed it.
fn paper(row: &[&str]) -> String {
    let [_, number, date, body, kind, subject, text] = *row else {
        panic!("{row:?}");
    };
    if body.is_empty() {
        let day: Vec<&str> = date.split('-').rev().collect();
        return format!(
            "{subject}\n\nCập nhật: {} 08:00\n\n(Tin) - {text}\n",
            day.join("/")
        );
    }
    let (lines, place) = heading(body);
    let number = match number {
        "CTr 01" => "01-CTr/BCĐ35TW",
        "KH 08" => "08-KH/BCĐ35TW",
        printed => printed,
    };
    let mut page = lines.join("\n");
    match is_party(body) {
        true => write!(page, "\n*\nSố {number}\nĐẢNG CỘNG SẢN VIỆT NAM\n").unwrap(),
        false => write!(
            page,
            "\nSố: {number}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        )
        .unwrap(),
    }
    let date: Vec<&str> = date.split('-').filter(|part| !part.is_empty()).collect();
    if let [year, month, day] = date[..] {
        writeln!(page, "{place}, ngày {day} tháng {month} năm {year}").unwrap();
    }
    let printed = kind_name(kind);
    match printed {
        "" => writeln!(page, "{subject}\nKính gửi: Các sở, ban, ngành").unwrap(),
        _ => writeln!(page, "{printed}\n{subject}\n-----").unwrap(),
    }
    if let [year] = date[..] {
        writeln!(page, "Được thông qua ngày 24 tháng 6 năm {year}.").unwrap();
    }
    writeln!(
        page,
        "Các cơ quan có trách nhiệm thực hiện.\n{text}\n{}",
        signature(body)
    )
    .unwrap();
    page
}

fn kind_name(kind: &str) -> &'static str {
    match kind {
        "nghi-quyet" => "NGHỊ QUYẾT",
        "quyet-dinh" => "QUYẾT ĐỊNH",
        "quy-dinh" => "QUY ĐỊNH",
        "de-an" => "ĐỀ ÁN",
        "chuong-trinh" => "CHƯƠNG TRÌNH",
        "ke-hoach" => "KẾ HOẠCH",
        "nghi-dinh" => "NGHỊ ĐỊNH",
        "luat" => "LUẬT",
        "ket-luan" => "KẾT LUẬN",
        "chi-thi" => "CHỈ THỊ",
        "huong-dan" => "HƯỚNG DẪN",
        "cong-van" => "",
        other => panic!("no name for {other}"),
    }
}

fn write_papers(folder: &Path) {
    for row in rows(include_str!("vectors/register.tsv")) {
        std::fs::write(folder.join(format!("{}.txt", row[0])), paper(&row)).unwrap();
    }
    let secret = "TỈNH ỦY AN GIANG\n*\nSố 03-BC/TU\nMẬT\nĐẢNG CỘNG SẢN VIỆT NAM\n\
         Long Xuyên, ngày 05 tháng 01 năm 2021\nBÁO CÁO\nvề một việc\n";
    std::fs::write(folder.join("D37.txt"), secret).unwrap();
}

fn ask(server: &Server, query: &str) -> (Vec<String>, Value) {
    let answer = match query.strip_prefix('&') {
        Some(filters) => {
            let mut fields: Vec<(&str, &str)> = vec![("limit", "100")];
            fields.extend(filters.split('&').filter_map(|field| field.split_once('=')));
            server.search(&fields)
        }
        None => server.search(&[("q", query), ("limit", "100")]),
    };
    let names = crate::harness::sources(&answer).into_iter();
    (
        names
            .map(|name| name.trim_end_matches(".txt").to_owned())
            .collect(),
        answer,
    )
}

#[test]
fn the_sixty_tasks() {
    let folder = tempfile::tempdir().unwrap();
    write_papers(folder.path());
    let archive = Archive::new();
    let (lines, _) = archive.import(folder.path());
    let secret = lines.iter().find(|line| line["path"] == "D37.txt").unwrap();
    assert_eq!(secret["outcome"], "refused");
    let server = archive.serve_with(&["--home", "tu-an-giang"]);
    let mut wrong = Vec::new();
    let tasks = rows(include_str!("vectors/queries.tsv"));
    let numbers: BTreeSet<&str> = tasks.iter().map(|task| task[0]).collect();
    assert_eq!(numbers.len(), 60);
    for task in tasks {
        let list = |cell: usize| -> Vec<&str> {
            let cell = task.get(cell).copied().unwrap_or_default();
            cell.split('|').filter(|name| !name.is_empty()).collect()
        };
        let (found, answer) = ask(&server, task[1]);
        let (first, top, has, only) = (list(2), list(3), list(4), list(5));
        let mut leading: Vec<&str> = found.iter().take(top.len()).map(String::as_str).collect();
        leading.sort_unstable();
        let mut all: Vec<&str> = found.iter().map(String::as_str).collect();
        all.sort_unstable();
        let right = found
            .iter()
            .zip(&first)
            .all(|(found, first)| found == first)
            && found.len() >= first.len()
            && leading == top
            && (top.is_empty() || answer["direct"].is_null())
            && has
                .iter()
                .all(|name| found.iter().any(|found| found == name))
            && (only.is_empty() || all == only)
            && (list(6).is_empty() || found.is_empty());
        if !right {
            wrong.push(format!("{} `{}`: {found:?}", task[0], task[1]));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    browse(&server);
    // After the merger the office asks under its new id, and its old papers are still its own.
    let merged = archive.serve_with(&["--home", "tu-an-giang-2025"]);
    let (found, _) = ask(&merged, "07-ĐA/TU");
    assert_eq!(found.first().map(String::as_str), Some("D12"), "{found:?}");
}

/// What a browse offers beside its papers (tasks 43 and 45).
fn browse(server: &Server) {
    let answer = server.search(&[("place", "an-giang")]);
    let kin = &answer["kin"][0];
    assert_eq!(kin["name"], "Tỉnh Kiên Giang (đến 30/6/2025)");
    assert_eq!(
        (&kin["field"], &kin["id"]),
        (&"place".into(), &"kien-giang".into())
    );
    let place = &answer["facets"]["place"][0];
    assert_eq!(
        (&place["id"], &place["name"]),
        (&"an-giang".into(), &"Tỉnh An Giang".into())
    );
    assert_eq!(place["count"], answer["total"]);
    let answer = server.search(&[("q", "05-KL/HU châu phú")]);
    let bodies = answer["facets"]["body"].to_string();
    assert!(
        bodies.contains("Huyện ủy Châu Phú (đến 30/6/2025)"),
        "{bodies}"
    );
    let merged = server.search(&[
        ("body", "tu-an-giang-2025"),
        ("lineage", "true"),
        ("limit", "100"),
    ]);
    let found = crate::harness::sources(&merged);
    assert!(
        found.contains(&"D12.txt".to_owned()),
        "an old paper under the new body: {found:?}"
    );
    let page = server.get("/?place=an-giang").text();
    assert!(page.contains("Tỉnh Kiên Giang (đến 30/6/2025)"), "{page}");
}
