//! People correct what was read: by command line, API and page, from files and registers, and back.

use serde_json::Value;

use crate::harness::Archive;
use crate::harness::Server;

const JSON: (&str, &str) = ("content-type", "application/json");

/// A decision that prints everything, and one whose date and title are missing.
fn archive() -> Archive {
    let folder = tempfile::tempdir().unwrap();
    let head =
        "ỦY BAN NHÂN DÂN\nTỈNH AN GIANG\nSố: 12/QĐ-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n";
    let whole = format!(
        "{head}An Giang, ngày 5 tháng 3 năm 2020\nQUYẾT ĐỊNH\nVề việc giao chỉ tiêu kế hoạch\n\
         Căn cứ Luật Tổ chức chính quyền địa phương;\nQUYẾT ĐỊNH:\nĐiều 1. Thi hành.\n"
    );
    let bare = "ỦY BAN NHÂN DÂN\nTỈNH AN GIANG\nSố: 77/QĐ-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nQUYẾT ĐỊNH\n";
    std::fs::write(folder.path().join("12.txt"), whole).unwrap();
    std::fs::write(folder.path().join("77.txt"), bare).unwrap();
    let archive = Archive::new();
    archive.import(folder.path());
    archive
}

#[track_caller]
fn shown(archive: &Archive, number: &str) -> Value {
    archive.json(&["show", number]).remove(0)
}

#[test]
fn a_correction_is_found_survives_and_is_undone() {
    let archive = archive();
    let id = shown(&archive, "12/QĐ-UBND")["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let made = &archive.json(&[
        "correct",
        &id,
        "number",
        "21/QĐ-UBND",
        "--by",
        "Lan",
        "--reason",
        "đọc nhầm",
    ])[0];
    let one = &made["corrections"][0];
    assert_eq!(
        (
            &one["was"],
            &one["value"],
            &one["who"],
            &one["reason"],
            &one["source"]
        ),
        (
            &"12/QĐ-UBND".into(),
            &"21/QĐ-UBND".into(),
            &"Lan".into(),
            &"đọc nhầm".into(),
            &"person".into()
        )
    );
    assert_eq!(made["read"][0]["value"], "12/QĐ-UBND");
    archive.json(&["correct", &id, "issuing-body", "Tỉnh ủy An Giang"]);
    archive.json(&["correct", &id, "issued-at", ""]);
    for rebuilt in [false, true] {
        if rebuilt {
            assert_eq!(archive.run(&["reindex"]).code, 0);
        }
        assert_eq!(archive.hits("21/QĐ-UBND"), ["12.txt"]);
        let paper = shown(&archive, "21/QĐ-UBND");
        assert_eq!(paper["issuing_body"]["id"], "tu-an-giang");
        assert_eq!(paper["system"], "party");
        assert_eq!(paper["issued_at"], Value::Null);
        assert_eq!(archive.run(&["verify"]).code, 0);
    }
    for (wrong, says) in [
        (vec!["correct", &id, "issued-on", "31/2/2020"], "31/2/2020"),
        (vec!["correct", &id, "colour", "red"], "colour"),
        (vec!["correct", &id, "--undo", "99"], "99"),
    ] {
        let run = archive.run(&wrong);
        assert_eq!(run.code, 2, "{wrong:?}");
        assert!(run.err.contains(says), "{}", run.err);
    }
    for number in ["1", "2", "3"] {
        archive.json(&["correct", &id, "--undo", number]);
    }
    let paper = shown(&archive, "12/QĐ-UBND");
    assert_eq!(paper["issuing_body"]["id"], "ubnd-an-giang");
    assert_eq!(paper["issued_at"], "An Giang");
    let history = &archive.json(&["correct", &id])[0];
    assert_eq!(history["corrections"].as_array().unwrap().len(), 3);
    assert!(history["corrections"][0]["undone"].is_string());
}

#[test]
fn corrections_travel_as_csv_and_meet_papers_that_come_later() {
    let one = archive();
    one.json(&["correct", "12/QĐ-UBND", "subject", "=HYPERLINK(\"x\")"]);
    one.json(&["correct", "77/QĐ-UBND", "issued-on", "9/2021"]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sua.csv");
    let name = file.to_str().unwrap();
    assert_eq!(
        one.json(&["corrections", "export", name])[0]["corrections"],
        2
    );
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("\u{feff}document;number;field;value;was;source;who;when;reason\r\n"));
    assert!(text.contains("\"'=HYPERLINK(\"\"x\"\")\""), "{text}");
    assert!(
        text.contains(";77/QĐ-UBND;issued-on;2021-09;;person;"),
        "{text}"
    );
    assert_eq!(one.json(&["corrections", "import", name])[0]["known"], 2);

    let other = Archive::new();
    let early = tempfile::tempdir().unwrap();
    std::fs::write(early.path().join("x.txt"), "Một tờ giấy").unwrap();
    other.import(early.path());
    for (taken, known) in [(2, 0), (0, 2)] {
        let told = &other.json(&["corrections", "import", name])[0];
        assert_eq!(
            (&told["taken"], &told["known"]),
            (&taken.into(), &known.into())
        );
    }
    let papers = tempfile::tempdir().unwrap();
    for line in one.json(&["list"]) {
        let id = line["id"].as_str().unwrap();
        let bytes = one
            .serve()
            .get(&format!("/api/v1/documents/{id}/original"))
            .body;
        std::fs::write(papers.path().join(format!("{id}.txt")), bytes).unwrap();
    }
    other.import(papers.path());
    assert_eq!(shown(&other, "12/QĐ-UBND")["subject"], "=HYPERLINK(\"x\")");
    assert_eq!(shown(&other, "77/QĐ-UBND")["issued_on"], "2021-09");

    std::fs::write(&file, "document,field,value\nabc,subject,x\n").unwrap();
    let run = other.run(&["--json", "corrections", "import", name]);
    assert_eq!(run.code, 3);
    assert_eq!(run.lines()[0]["rejected"][0]["row"], 2);
    std::fs::write(&file, "a;b\n1;2\n").unwrap();
    assert_eq!(other.run(&["corrections", "import", name]).code, 2);
}

fn queue(server: &Server, query: &str) -> Value {
    let answer = server.get(&format!("/api/v1/review{query}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[test]
fn the_api_corrects_and_takes_back() {
    let archive = archive();
    let server = archive.serve();
    let waiting = queue(&server, "");
    assert_eq!(waiting["total"], 1);
    assert_eq!(waiting["papers"][0]["sources"][0], "77.txt");
    assert_eq!(
        queue(&server, "?code=date-missing")["papers"][0]["id"],
        waiting["papers"][0]["id"]
    );
    assert_eq!(
        queue(&server, "?import=1")["papers"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let after = format!("?after={}", waiting["papers"][0]["id"].as_str().unwrap());
    for none in ["?code=nothing", "?import=9", &after] {
        assert_eq!(
            queue(&server, none)["papers"],
            Value::Array(Vec::new()),
            "{none}"
        );
    }
    assert_eq!(server.get("/api/v1/review?limit=0").status, 400);

    let id = waiting["papers"][0]["id"].as_str().unwrap();
    let url = format!("/api/v1/documents/{id}/corrections");
    for (field, value) in [("issued-on", "\"7/4/2020\""), ("subject", "null")] {
        let body = format!("{{\"field\":\"{field}\",\"value\":{value},\"who\":\"Minh\"}}");
        let made = server.post(&url, &[JSON], body.as_bytes());
        assert_eq!(made.status, 201, "{}", made.text());
    }
    let found = server.search(&[("from", "2020-04-07"), ("to", "2020-04-07")]);
    assert_eq!(found["hits"][0]["id"], id);
    assert_eq!(queue(&server, "")["total"], 0, "no title is an answer too");
    let bad = server.post(&url, &[JSON], b"{\"field\":\"kind\",\"value\":\"x\"}");
    assert_eq!(
        (bad.status, bad.json()["code"].as_str()),
        (400, Some("bad-request"))
    );

    let foreign = ("origin", "http://evil.example");
    let body = b"{\"field\":\"subject\",\"value\":\"x\"}";
    assert_eq!(server.post(&url, &[JSON, foreign], body).status, 403);
    assert_eq!(server.delete(&format!("{url}/1"), &[foreign]).status, 403);
    let lock = std::fs::File::options()
        .write(true)
        .open(archive.path().join("lock"))
        .unwrap();
    lock.lock().unwrap();
    assert_eq!(server.post(&url, &[JSON], body).json()["code"], "held");
    assert_eq!(server.delete(&format!("{url}/1"), &[]).status, 409);
    lock.unlock().unwrap();
    let undone = server.delete(&format!("{url}/1"), &[]);
    assert_eq!(undone.status, 200, "{}", undone.text());
    assert!(undone.json()["corrections"][0]["undone"].is_string());
    assert_eq!(server.delete(&format!("{url}/1"), &[]).status, 404);
    assert_eq!(queue(&server, "")["total"], 1);
}

#[test]
fn those_who_correct_at_the_same_time_wait_for_each_other() {
    let archive = archive();
    let server = archive.serve();
    let correct = |who: usize| {
        let number = ["12/QĐ-UBND", "77/QĐ-UBND"][who % 2];
        let id = shown(&archive, number)["id"].as_str().unwrap().to_owned();
        for turn in 0..6 {
            let body =
                format!("{{\"field\":\"subject\",\"value\":\"lần {turn}\",\"who\":\"{who}\"}}");
            let url = format!("/api/v1/documents/{id}/corrections");
            let made = server.post(&url, &[JSON], body.as_bytes());
            assert_eq!(made.status, 201, "{}", made.text());
        }
    };
    std::thread::scope(|threads| {
        for who in 0..4 {
            let correct = &correct;
            threads.spawn(move || correct(who));
        }
    });
}

#[test]
fn the_queue_can_be_that_of_one_import() {
    let archive = archive();
    let more = tempfile::tempdir().unwrap();
    let undated = "TỈNH ỦY AN GIANG\nSố 5-KH/TU\n\nKẾ HOẠCH\nkiểm kê kho\n";
    std::fs::write(more.path().join("b.txt"), undated).unwrap();
    archive.import(more.path());
    let server = archive.serve();
    let told = queue(&server, "?import=2");
    assert_eq!(
        (&told["total"], told["papers"].as_array().unwrap().len()),
        (&2.into(), 1)
    );
    assert_eq!(told["papers"][0]["number"], "05-KH/TU");
    let imports = told["imports"].as_array().unwrap();
    let ids: Vec<_> = imports
        .iter()
        .map(|one| (&one["id"], &one["count"]))
        .collect();
    assert_eq!(ids, [(&2.into(), &1.into()), (&1.into(), &1.into())]);

    let page = server.get("/xem-lai?import=2").text();
    let chosen = "<option value=\"2\" selected>2 – ";
    assert!(page.contains(chosen) && page.contains("5-KH/TU"), "{page}");
    assert!(!page.contains("77/QĐ-UBND"), "{page}");
    let listed = archive.json(&["review", "--import", "2"]);
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["number"], "05-KH/TU");
}

#[test]
fn the_queue_is_worked_off_on_pages() {
    let archive = archive();
    let server = archive.serve();
    let page = server.get("/xem-lai").text();
    for shown in [
        "Xem lại (1)",
        "Cần xem lại: 1 văn bản",
        "77/QĐ-UBND",
        "không có ngày",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let action = page.split("action=\"/xem-lai/").nth(1).unwrap();
    let action = format!("/xem-lai/{}", action.split('"').next().unwrap());
    let form = |date: &str| {
        format!(
            "number=77%2FQ%C4%90-UBND&kind=Quy%E1%BA%BFt+%C4%91%E1%BB%8Bnh&issued-on={date}&subject=&who=Hoa"
        )
    };
    let refused = server.form("/xem-lai", &action, &form("hom+qua"));
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("không hiểu “hom qua”"),
        "{}",
        refused.text()
    );
    let saved = server.form("/xem-lai", &action, &form("8%2F4%2F2020"));
    assert_eq!((saved.status, saved.header("location")), (303, "/xem-lai"));
    let page = server.get("/xem-lai").text();
    assert!(
        page.contains("Đã hết.") && !page.contains("Xem lại ("),
        "{page}"
    );

    let id = action.trim_start_matches("/xem-lai/");
    let paper = server.get(&format!("/van-ban/{id}")).text();
    for shown in ["8/4/2020", "Hoa", "Máy đọc", "Bỏ chỗ sửa này", "Sửa"] {
        assert!(paper.contains(shown), "{shown}");
    }
    let undo = format!("/van-ban/{id}/bo/1");
    let back = server.form(&format!("/van-ban/{id}"), &undo, "");
    assert_eq!(
        (back.status, back.header("location")),
        (303, &*format!("/van-ban/{id}"))
    );
    assert!(
        !server
            .get(&format!("/van-ban/{id}"))
            .text()
            .contains("<dd>8/4/2020")
    );
    let again = server.form(
        &format!("/van-ban/{id}"),
        &format!("/van-ban/{id}/sua"),
        "subject=Về việc khác",
    );
    assert_eq!(again.status, 303);
    assert_eq!(archive.hits("việc khác"), ["77.txt"]);
}

#[test]
fn a_register_fills_what_papers_lack_and_is_taken_back_whole() {
    let archive = archive();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("so.csv");
    let register = "STT;Số, ký hiệu;Ngày, tháng;Trích yếu nội dung;Người ký;Tên tệp\r\n\
         1;12/QĐ-UBND;5/3/2020;Giao chỉ tiêu kế hoạch năm;Trần Năm;12.txt\r\n\
         2;77/QĐ-UBND;9/4/2020;Về việc thứ hai;Lê Sáu;77.txt\r\n";
    std::fs::write(&file, register).unwrap();
    let name = file.to_str().unwrap();
    archive.json(&["correct", "77/QĐ-UBND", "signer", ""]);
    let told = &archive.json(&["register", "import", name])[0];
    assert_eq!(told["filled"], Value::Null, "only asked for");
    for filled in [3, 0] {
        let told = &archive.json(&["register", "import", name, "--fill"])[0];
        assert_eq!(told["filled"], filled);
    }
    let paper = shown(&archive, "77/QĐ-UBND");
    assert_eq!(paper["issued_on"], "2020-04-09");
    assert_eq!(paper["subject"], "Về việc thứ hai");
    assert_eq!(
        paper["signatures"],
        Value::Array(Vec::new()),
        "a person said none"
    );
    let signed = shown(&archive, "12/QĐ-UBND");
    assert_eq!(signed["signatures"][0]["name"], "Trần Năm");
    assert_eq!(signed["subject"], "Về việc giao chỉ tiêu kế hoạch");
    let undone = &archive.json(&["corrections", "undo", "--source", "register"])[0];
    assert_eq!(undone["undone"], 3);
    assert_eq!(shown(&archive, "77/QĐ-UBND")["issued_on"], Value::Null);
}
