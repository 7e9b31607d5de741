//! A draft held against the archive: is what it cites there, cited right, still in force?

use serde_json::Value;

use crate::harness::Archive;
use crate::harness::samples;

const DRAFT: &str = "ỦY BAN NHÂN DÂN\nTỈNH VĨNH LONG\nSố:    /QĐ-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
Độc lập - Tự do - Hạnh phúc\nVĩnh Long, ngày    tháng    năm 2023\nQUYẾT ĐỊNH\nVề việc mở bến phà\n\
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\n\
Căn cứ Luật Dữ liệu ngày 30 tháng 11 năm 2023;\n\
Căn cứ Quyết định số 14/2018/QĐ-UBND ngày 06/4/2018 của Ủy ban nhân dân tỉnh;\n\
Căn cứ Quyết định số 31/2022/QĐ-UBND ngày 03 tháng 11 năm 2022 của Ủy ban nhân dân tỉnh Vĩnh Long quy định \
việc trông giữ xe tại bến tàu, bến phà;\n\
Căn cứ Nghị quyết số 99/2001/NQ-HĐND của Hội đồng nhân dân tỉnh;\n\
Xét đề nghị của Giám đốc Sở Giao thông vận tải.\nQUYẾT ĐỊNH:\n\
Điều 1. Mở bến phà theo Quyết định 238-QĐ/TW và nghị quyết 35.\n";

fn check(archive: &Archive, draft: &str) -> (i32, Value) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dự thảo.txt");
    std::fs::write(&file, draft).unwrap();
    let run = archive.run(&["--json", "check-draft", file.to_str().unwrap()]);
    (
        run.code,
        serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}{}", run.out, run.err)),
    )
}

#[test]
fn what_a_draft_cites_is_looked_up() {
    let archive = Archive::new();
    archive.import(&samples().join("hieu-luc"));
    archive.import(&samples().join("2020"));
    let (code, told) = check(&archive, DRAFT);
    assert_eq!(code, 3);
    let verdicts: Vec<_> = told["citations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let differences = one["differences"].as_array().unwrap().iter();
            let fields: Vec<_> = differences
                .map(|one| one["field"]["id"].as_str().unwrap())
                .collect();
            (
                one["printed"].as_str().unwrap(),
                one["verdict"]["id"].as_str().unwrap(),
                fields.join(" "),
            )
        })
        .collect();
    let expected = [
        ("Quyết định số 14/2018/QĐ-UBND", "ended", ""),
        ("Quyết định số 31/2022/QĐ-UBND", "differs", "issued_on"),
        ("Nghị quyết số 99/2001/NQ-HĐND", "missing", ""),
        ("Quyết định 238-QĐ/TW", "right", ""),
        ("nghị quyết 35", "vague", ""),
        ("Luật Dữ liệu ngày 30 tháng 11 năm 2023", "missing", ""),
    ]
    .map(|(printed, verdict, fields)| (printed, verdict, fields.to_owned()));
    assert_eq!(verdicts, expected);
    assert_eq!(told["faults"], 5);

    let block = told["block"].as_str().unwrap();
    let expected = "Căn cứ Luật Dữ liệu ngày 30 tháng 11 năm 2023;\n\
        Căn cứ Quyết định số 14/2018/QĐ-UBND ngày 06 tháng 4 năm 2018 của Ủy ban nhân dân tỉnh Vĩnh Long ban hành \
        Quy định về trông giữ xe tại bến tàu;\n\
        Căn cứ Quyết định số 31/2022/QĐ-UBND ngày 02 tháng 11 năm 2022 của Ủy ban nhân dân tỉnh Vĩnh Long quy định \
        việc trông giữ xe tại bến tàu, bến phà;\n\
        Căn cứ Nghị quyết số 99/2001/NQ-HĐND của Hội đồng nhân dân tỉnh;\n\
        Xét đề nghị của Giám đốc Sở Giao thông vận tải.\n";
    assert_eq!(block, expected);
    let successor = told["basis"][1]["with_successor"].as_str().unwrap();
    assert!(
        successor.starts_with("Căn cứ Quyết định số 31/2022/QĐ-UBND ngày 02 tháng 11 năm 2022"),
        "{successor}"
    );
}

#[test]
fn a_draft_without_faults_says_so_and_nothing_is_kept() {
    let archive = Archive::new();
    archive.import(&samples().join("2020"));
    let before = archive.json(&["list"]).len();
    let (code, told) = check(
        &archive,
        "KẾ HOẠCH\nkiểm kê\nThực hiện Quyết định số 238-QĐ/TW ngày 30/9/2020 của Ban Bí thư\n",
    );
    assert_eq!((code, &told["faults"]), (0, &0.into()));
    let official = told["citations"][0]["official"].as_str().unwrap();
    assert!(
        official.starts_with("Quyết định số 238-QĐ/TW, ngày 30/9/2020 của Ban Bí thư "),
        "{official}"
    );
    assert_eq!(archive.json(&["list"]).len(), before);
}
