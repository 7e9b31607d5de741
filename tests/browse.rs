//! Looking around without JavaScript: by body, kind, year and folder, from paper to paper, and what is
//! offered where nothing is found.

use std::path::Path;

use crate::harness::Answer;
use crate::harness::Archive;
use crate::harness::ENGLISH;
use crate::harness::Server;

/// A paper of Tỉnh ủy An Giang.
fn paper(number: &str, year: i16, kind: &str, rest: &str) -> String {
    format!(
        "TỈNH ỦY AN GIANG\n*\nSố {number}\nAn Giang, ngày 5 tháng 3 năm {year}\n{kind}\n{rest}\n"
    )
}

/// Papers in two folders that are imported: one series with a hole, one paper that ends another one.
fn office(folder: &Path) -> Archive {
    let kho = folder.join("kho");
    let papers = [
        (
            "2019/a.txt",
            paper(
                "11-BC/TU",
                2019,
                "BÁO CÁO",
                "tổng kết công tác văn thư lưu trữ năm 2018",
            ),
        ),
        (
            "2020/quý I/b.txt",
            paper(
                "11-BC/TU",
                2020,
                "BÁO CÁO",
                "tổng kết công tác văn thư lưu trữ năm 2019",
            ),
        ),
        (
            "2020/quý I/c.txt",
            paper(
                "13-BC/TU",
                2020,
                "BÁO CÁO",
                "tình hình đê điều\nCăn cứ Nghị quyết số 77-NQ/TW, ngày 2/3/2019.",
            ),
        ),
        (
            "2020/quý II/d.txt",
            paper("14-BC/TU", 2020, "BÁO CÁO", "tình hình lúa gạo"),
        ),
        (
            "2020/e.txt",
            paper(
                "14-KH/TU",
                2020,
                "KẾ HOẠCH",
                "kiểm tra đê điều\nCăn cứ Nghị quyết số 77-NQ/TW, ngày 2/3/2019.",
            ),
        ),
        (
            "2021/f.txt",
            paper(
                "2-KH/TU",
                2021,
                "KẾ HOẠCH",
                "kiểm tra đê điều\nKế hoạch này thay thế Kế hoạch số 14-KH/TU, ngày 5/3/2020 của Tỉnh ủy An Giang.",
            ),
        ),
    ];
    let other = "ỦY BAN NHÂN DÂN TỈNH AN GIANG\nSố: 5/QĐ-UBND\nAn Giang, ngày 9 tháng 4 năm 2020\nQUYẾT ĐỊNH\nVề giá nước\n";
    for (name, text) in papers {
        let path = kho.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let second = folder.join("ủy ban");
    std::fs::create_dir_all(&second).unwrap();
    std::fs::write(second.join("g.txt"), other).unwrap();
    let archive = Archive::new();
    archive.import(&kho);
    archive.import(&second);
    archive
}

#[track_caller]
fn page(server: &Server, path: &str) -> String {
    let answer = server.get(path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

#[track_caller]
fn shows(page: &str, shown: &[&str]) {
    for shown in shown {
        assert!(page.contains(shown), "{shown}: {page}");
    }
}

/// The count beside a way whose label is this.
#[track_caller]
fn count(page: &str, label: &str) -> String {
    let mark = format!("<span class=\"label\">{label}</span><span class=\"count\">");
    let (_, rest) = page
        .split_once(&mark)
        .unwrap_or_else(|| panic!("{label}: {page}"));
    rest.split('<').next().unwrap().to_owned()
}

/// The address of the paper a search names first.
fn address(server: &Server, query: &str) -> String {
    let found = server.search(&[("q", query)]);
    format!("/van-ban/{}", found["hits"][0]["id"].as_str().unwrap())
}

#[test]
fn the_archive_is_looked_through_by_body_kind_year_and_folder() {
    let folder = tempfile::tempdir().unwrap();
    let archive = office(folder.path());
    let server = archive.serve();
    let bodies = page(&server, "/co-quan");
    shows(&bodies, &["Đảng – Cấp tỉnh", "Nhà nước – Cấp tỉnh"]);
    assert_eq!(count(&bodies, "Tỉnh ủy An Giang (đến 30/6/2025)"), "6");
    let found = page(&server, "/co-quan?tim=uy+ban+nhan+dan");
    shows(&found, &["1 cơ quan", "Ủy ban nhân dân tỉnh An Giang"]);
    assert!(!found.contains("Tỉnh ủy"), "{found}");
    let body = page(&server, "/co-quan/tu-an-giang");
    shows(
        &body,
        &[
            "Xem cả 6 văn bản",
            "Tỉnh ủy An Giang (từ 1/7/2025)",
            "lineage=true",
            "2-KH/TU",
            "Ban Chấp hành Trung ương",
        ],
    );
    assert_eq!(count(&body, "Báo cáo"), "4");
    assert_eq!(server.get("/co-quan/khong-co").status, 404);
    assert_eq!(count(&page(&server, "/loai"), "Kế hoạch"), "2");
    assert_eq!(count(&page(&server, "/nam"), "2020"), "5");

    let folders = page(&server, "/thu-muc");
    for (name, papers) in [
        ("kho", "6"),
        ("2020", "4"),
        ("quý I", "2"),
        ("quý II", "1"),
        ("ủy ban", "1"),
    ] {
        assert_eq!(count(&folders, name), papers, "{name}");
    }
    assert!(
        !folders.contains(folder.path().to_str().unwrap()),
        "where it lies is nobody's business"
    );
    let within = page(&server, "/?folder=kho/2020/qu%C3%BD+I");
    shows(
        &within,
        &[
            "Thư mục: <span lang=\"vi\">kho/2020/quý I",
            "11-BC/TU",
            "13-BC/TU",
        ],
    );
    assert!(!within.contains("14-BC/TU"));
    for (path, total) in [
        ("kho/2020", 4),
        ("kho/2020/", 4),
        ("kho", 6),
        ("2020", 0),
        ("kho/20", 0),
        ("ủy ban", 1),
    ] {
        assert_eq!(server.search(&[("folder", path)])["total"], total, "{path}");
        let line = archive.run(&["search", "--json", "--folder", path]).out;
        assert!(
            line.contains(&format!("\"total\":{total},")),
            "{path}: {line}"
        );
    }
    let tree = server.get("/api/v1/folders").json();
    assert_eq!(
        tree[0]["children"][1]["children"][0]["path"],
        "kho/2020/quý I"
    );
}

#[test]
fn one_paper_leads_to_those_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let server = office(folder.path()).serve();
    let middle = page(&server, &address(&server, "13-BC/TU"));
    let before = middle.split_once("rel=\"prev\"").unwrap().1;
    assert!(
        before.split("</a>").next().unwrap().ends_with("← 11-BC/TU"),
        "{before}"
    );
    let after = middle.split_once("rel=\"next\"").unwrap().1;
    assert!(
        after.split("</a>").next().unwrap().ends_with("14-BC/TU →"),
        "{after}"
    );
    // The report of 2019 has the same number as the one of 2020, and is of another series.
    let alone = page(&server, &address(&server, "11-BC/TU năm 2019"));
    assert!(!alone.contains("rel=\"next\""), "{alone}");
    shows(&alone, &["Văn bản có nội dung gần", "11-BC/TU</a>"]);
    assert!(
        !middle.contains("Văn bản có nội dung gần"),
        "four syllables say too little"
    );
}

#[test]
fn a_search_says_what_is_ended_what_only_cites_and_where_else_to_look() {
    let folder = tempfile::tempdir().unwrap();
    let server = office(folder.path()).serve();
    let plans = page(&server, "/?q=kiem+tra+de+dieu");
    let ended = plans
        .matches("<span class=\"validity\">Hết hiệu lực</span>")
        .count();
    assert_eq!(ended, 1, "{plans}");
    let hits = server.search(&[("q", "14-KH/TU")]);
    assert_eq!(hits["hits"][0]["validity"], "ended");

    shows(
        &page(&server, "/?q=77-NQ/TW"),
        &[
            "Kho chưa có văn bản mang số <b lang=\"vi\">77-NQ/TW</b>",
            "13-BC/TU",
            "14-KH/TU",
        ],
    );
    // The plan of 2020 is there, whatever order or filter puts one that cites it first.
    for narrowed in ["&sort=newest", "&year=2021"] {
        let cited = page(&server, &format!("/?q=14-KH/TU{narrowed}"));
        shows(&cited, &["2-KH/TU"]);
        assert!(!cited.contains("Kho chưa có"), "{narrowed}: {cited}");
    }
    shows(
        &page(&server, "/vien-dan-thieu"),
        &["77-NQ/TW, ngày 2/3/2019", "2 văn bản viện dẫn"],
    );
    let missing = server.get("/api/v1/cited-missing").json();
    assert_eq!(missing[0]["cited_by"], 2, "{missing}");

    let nothing = page(
        &server,
        "/?q=%C4%91%C3%AA+%C4%91i%E1%BB%81u&year=2019&kind=ke-hoach",
    );
    shows(
        &nothing,
        &[
            "Không có văn bản nào khớp",
            "Bỏ điều kiện Năm</a>: 2 văn bản",
        ],
    );
    assert!(
        !nothing.contains("Bỏ điều kiện Loại</a>"),
        "that would find nothing either"
    );
}

#[test]
fn the_overview_tells_what_is_there_and_how_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let archive = office(folder.path());
    let server = archive.serve();
    let overview = page(&server, "/tong-quan");
    shows(
        &overview,
        &[
            "<b>7</b> văn bản trong kho",
            "77-NQ/TW",
            "Lần nhập gần nhất",
            "chưa kiểm tra lần nào",
            "<svg class=\"histogram\"",
        ],
    );
    assert_eq!(count(&overview, "Tỉnh ủy An Giang (đến 30/6/2025)"), "6");
    assert_eq!(archive.run(&["verify"]).code, 0);
    shows(&page(&server, "/tong-quan"), &["không có hư hỏng"]);
    // Who issued nothing is not among those who issued most, whatever is below.
    let subordinate = folder.path().join("so");
    std::fs::create_dir(&subordinate).unwrap();
    let paper = "ỦY BAN NHÂN DÂN TỈNH AN GIANG\nSỞ NỘI VỤ\nSố: 5/BC-SNV\nAn Giang, ngày 5 tháng 3 năm \
                 2020\nBÁO CÁO\nvề văn thư";
    std::fs::write(subordinate.join("a.txt"), paper).unwrap();
    let archive = Archive::new();
    archive.import(&subordinate);
    let overview = page(&archive.serve(), "/tong-quan");
    shows(&overview, &["/co-quan/snv-an-giang"]);
    assert!(!overview.contains("<span class=\"count\">0<"), "{overview}");
    // An empty archive has a page too.
    shows(
        &page(&Archive::new().serve(), "/tong-quan"),
        &["<b>0</b> văn bản trong kho"],
    );
}

fn english(server: &Server, path: &str) -> Answer {
    server.get_with(path, &[ENGLISH])
}

#[test]
fn pages_speak_english_to_who_chose_it() {
    let server = Archive::of_samples().serve();
    let front = page(&server, "/?q=nghi+quyet&sort=newest");
    let (_, switch) = front.split_once("href=\"/ngon-ngu/").unwrap();
    let switch = format!(
        "/ngon-ngu/{}",
        switch.split('"').next().unwrap().replace("&amp;", "&")
    );
    let chosen = server.get(&switch);
    assert_eq!(
        (chosen.status, chosen.header("location")),
        (303, "/?q=nghi+quyet&sort=newest")
    );
    let cookie = chosen.header("set-cookie");
    assert!(
        cookie.starts_with("ngon-ngu=en;") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    let page = english(&server, "/?q=nghi+quyet&sort=newest").text();
    shows(
        &page,
        &[
            "<html lang=\"en\">",
            "Issuing body",
            ">Search</button>",
            "/ngon-ngu/vi?",
        ],
    );
    let away = server.get("/ngon-ngu/en?ve=//evil.example/");
    assert_eq!((away.status, away.header("location")), (303, "/"));
    assert_eq!(server.get("/ngon-ngu/fr").status, 404);
}
