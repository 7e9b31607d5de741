//! Files whose name promises another format: read as what they are, and a person is told.

use std::fs;

use crate::harness::Archive;
use crate::harness::samples;

/// A sample under a name that lies: what it is, and what it must be read as.
struct Misnamed {
    sample: &'static str,
    name: &'static str,
    format: &'static str,
    number: &'static str,
}

const fn misnamed(
    sample: &'static str,
    name: &'static str,
    format: &'static str,
    number: &'static str,
) -> Misnamed {
    Misnamed {
        sample,
        name,
        format,
        number,
    }
}

const MISNAMED: &[Misnamed] = &[
    misnamed("QD-238-TTg.html", "a.doc", "html", "238/QĐ-TTg"),
    misnamed("Luat-33-2024-QH15.html", "b.pdf", "html", "33/2024/QH15"),
    misnamed("luu-tru-cu/TB41-2006.rtf", "c.doc", "rtf", "41/TB-UBND"),
    misnamed("12-CT-TW.docx", "d.doc", "docx", "12-CT/TW"),
    misnamed("luu-tru-cu/QD991UB.doc", "e.docx", "doc", "991/QĐ-UBND"),
    misnamed("12_CT-TTg.pdf", "f.txt", "pdf", "12/CT-TTg"),
    misnamed("30_2020_ND-CP.pdf", "g.DOCX", "pdf", "30/2020/NĐ-CP"),
    misnamed("2021/Kết luận 05-KL-HU.odt", "h.docx", "odt", "05-KL/HU"),
    misnamed("2026/207-QD-TW.txt", "i.doc", "txt", "207-QĐ/TW"),
];

/// What offices print from their register: a table of a web page under the name of a workbook.
const REGISTER: &str = "<table border=1><tr><td>Số, ký hiệu</td><td>Trích yếu</td></tr>\
    <tr><td>15/KH-UBND</td><td>Kế hoạch tưới tiêu vụ xuân</td></tr></table>";

#[test]
fn a_name_that_lies_is_a_finding_and_no_obstacle() {
    let folder = tempfile::tempdir().unwrap();
    for case in MISNAMED {
        fs::copy(samples().join(case.sample), folder.path().join(case.name)).unwrap();
    }
    fs::write(folder.path().join("so.xls"), REGISTER).unwrap();
    let archive = Archive::new();
    let (lines, summary) = archive.import(folder.path());
    assert_eq!(summary["imported"], MISNAMED.len() + 1, "{lines:#?}");

    let listed = archive.json(&["list"]);
    let of = |name: &str| {
        let paper = listed.iter().find(|paper| paper["sources"][0] == name);
        paper.unwrap_or_else(|| panic!("{name} is not listed"))
    };
    for case in MISNAMED {
        let paper = of(case.name);
        assert_eq!(paper["format"], case.format, "{}", case.name);
        assert_eq!(paper["number"], case.number, "{}", case.name);
    }
    assert_eq!(of("so.xls")["format"], "html");
    for paper in &listed {
        let findings = paper["findings"].as_array().unwrap();
        assert!(
            findings
                .iter()
                .any(|finding| finding["code"] == "name-lies"),
            "{paper:#}"
        );
    }
    assert_eq!(archive.hits("tưới tiêu vụ xuân"), ["so.xls"]);
}

#[test]
fn an_honest_name_is_no_finding() {
    let listed = Archive::of_samples().json(&["list"]);
    for paper in listed {
        let findings = paper["findings"].as_array().unwrap();
        let lies = findings
            .iter()
            .any(|finding| finding["code"] == "name-lies");
        assert_eq!(lies, paper["sources"][0] == "77-TB-UBND.doc", "{paper:#}");
    }
}
