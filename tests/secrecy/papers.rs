//! Papers made for the tests of secrecy: each with a word of its own, in every format that is cheap.

use std::io::Cursor;
use std::io::Write;

use unicode_normalization::UnicodeNormalization;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A word nobody writes, a different one in each paper; what is secret must not be found by it.
pub fn canary(number: usize) -> String {
    format!("Khuyếchđảng{number:03}zq")
}

/// A report with a line between the issuer's name and the number.
pub fn report(line: &str, number: usize) -> String {
    let canary = canary(number);
    format!(
        "TỈNH ỦY AN GIANG\n{line}\nSố 12-BC/TU\nĐẢNG CỘNG SẢN VIỆT NAM\n\
         An Giang, ngày 5 tháng 3 năm 2020\nBÁO CÁO\ntình hình {canary}\nPhần thứ nhất nói về {canary}.\n"
    )
}

pub fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        let options = SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn letter(text: &str, attachment: &str) -> Vec<u8> {
    format!(
        "From: a@example.vn\r\nTo: b@example.vn\r\nSubject: x\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain; \
         charset=utf-8\r\n\r\n{text}\r\n--B\r\nContent-Type: text/plain; charset=utf-8; \
         name=\"a.txt\"\r\nContent-Disposition: attachment\r\n\r\n{attachment}\r\n--B--\r\n"
    )
    .into_bytes()
}

pub fn paragraphs(text: &str) -> String {
    let lines = text.lines();
    let paragraph = |line: &str| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>");
    lines.map(paragraph).collect()
}

/// A DOCX of these body parts, with a header if it has text.
pub fn docx(body: &str, header: &str) -> Vec<u8> {
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:v=\"urn:schemas-microsoft-com:vml\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"{word}.document.main+xml\"/>\
         <Override PartName=\"/word/header1.xml\" ContentType=\"{word}.header+xml\"/></Types>"
    );
    let relations =
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    let top = format!(
        "{relations}<Relationship Id=\"a\" Type=\"{rel}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
    );
    let own = format!(
        "{relations}<Relationship Id=\"h\" Type=\"{rel}/header\" Target=\"header1.xml\"/></Relationships>"
    );
    let section = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"h\"/></w:sectPr>";
    let document = format!("<w:document {space}><w:body>{body}{section}</w:body></w:document>");
    let header = format!("<w:hdr {space}>{}</w:hdr>", paragraphs(header));
    zipped(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", top.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", own.as_bytes()),
        ("word/header1.xml", header.as_bytes()),
    ])
}

fn textbox(text: &str) -> String {
    format!(
        "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
        paragraphs(text)
    )
}

pub fn html(text: &str) -> Vec<u8> {
    let lines: String = text.lines().map(|line| format!("<p>{line}</p>")).collect();
    format!("<html><head><meta charset=utf-8></head><body>{lines}</body></html>").into_bytes()
}

fn rtf(text: &str) -> Vec<u8> {
    let mut out = String::from("{\\rtf1\\ansi\\uc0 ");
    for letter in text.chars() {
        match letter {
            '\n' => out.push_str("\\par "),
            letter if letter.is_ascii() => out.push(letter),
            letter => out.push_str(&format!("\\u{} ", letter as u32)),
        }
    }
    out.push('}');
    out.into_bytes()
}

/// As an office typed it twenty years ago: TCVN3, whose toned capitals are small letters.
pub fn tcvn3(text: &str) -> Vec<u8> {
    let table = include_str!("../../src/text/tables/tcvn3.tsv");
    let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    let rows: Vec<(&str, &str)> = rows.filter_map(|row| row.split_once('\t')).collect();
    let mut out = Vec::new();
    for letter in text.chars() {
        let find = |wanted: &str| rows.iter().find(|(_, letter)| *letter == wanted);
        let own = letter.to_string();
        let small = own.to_lowercase();
        match find(&own).or_else(|| find(&small)) {
            Some((surface, _)) if !letter.is_ascii() => {
                out.extend(surface.chars().map(|byte| byte as u8));
            }
            _ => out.push(u8::try_from(letter).unwrap_or(b'?')),
        }
    }
    out
}

/// A page with a stamp on it as an annotation, as signing programs put it.
fn stamped(number: usize) -> Vec<u8> {
    let page = format!(
        "BT /F 12 Tf 70 700 Td (TINH UY AN GIANG) Tj 0 -20 Td (So 12-BC/TU) Tj 0 -20 Td (BAO CAO {}) Tj ET",
        canary(number)
            .replace('ế', "e")
            .replace('đ', "d")
            .replace('ả', "a")
    );
    let stamp = "BT /S 20 Tf 5 5 Td (M\\001T) Tj ET";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[5 0 R]/Resources<</Font<</F 7 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>stream\n{page}\nendstream", page.len()),
        "<</Type/Annot/Subtype/Stamp/Rect[60 730 160 760]/F 4/AP<</N 6 0 R>>>>".to_owned(),
        format!("<</Type/XObject/Subtype/Form/BBox[0 0 100 30]/Resources<</Font<</S 8 0 R>>>>/Length {}>>stream\n{stamp}\nendstream", stamp.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[1/uni1EAC]>>>>".to_owned(),
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let table = out.len();
    out.push_str(&format!(
        "xref\n0 {}\n0000000000 65535 f \n",
        objects.len() + 1
    ));
    for offset in offsets {
        out.push_str(&format!("{offset:010} 00000 n \n"));
    }
    out.push_str(&format!(
        "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF",
        objects.len() + 1
    ));
    out.into_bytes()
}

/// Marks as they are printed, typed, and bent by a reader of pictures.
const MARKS: [&str; 19] = [
    "MẬT",
    "TỐI MẬT",
    "TUYỆT MẬT",
    "M Ậ T",
    "T Ố I  M Ậ T",
    "T U Y Ệ T   M Ậ T",
    "MÂT",
    "TÔI MẬT",
    "M ẬT",
    "MẬ T",
    "TUYÊT MÂT",
    "Độ mật: Mật",
    "Mức độ mật: Tối mật",
    "ĐỘ MẬT: TUYỆT MẬT",
    "[ MẬT ]",
    "* TỐI MẬT *",
    "Dấu chỉ độ mật: Mật",
    "M.Ậ.T",
    "MẬT\nSố bản: 05",
];

/// Forty secret papers, by the name of the file each lies in.
pub fn secret() -> Vec<(String, Vec<u8>)> {
    let mut papers: Vec<(String, Vec<u8>)> = Vec::new();
    let mut put = |name: &str, make: &dyn Fn(usize) -> Vec<u8>| {
        let content = make(papers.len());
        papers.push((name.to_owned(), content));
    };
    for (at, mark) in MARKS.iter().enumerate() {
        put(&format!("dau/{at}.txt"), &|n| report(mark, n).into_bytes());
    }
    let plain = |n: usize| report("*", n);
    let plain_docx = |n: usize| docx(&paragraphs(&plain(n)), "");
    put("QD-12-MAT.docx", &plain_docx);
    put("12-BC-TU (M).txt", &|n| plain(n).into_bytes());
    put("TOI MAT/13-BC-TU.txt", &|n| plain(n).into_bytes());
    put("Tuyệt mật/14-BC-TU.docx", &plain_docx);
    put("BC-TUYET-MAT-3.html", &|n| html(&plain(n)));
    put("2020/MẬT_12.txt", &|n| plain(n).into_bytes());
    put("dau.docx", &|n| docx(&paragraphs(&report("MẬT", n)), ""));
    put("dau-trang.docx", &|n| {
        docx(&paragraphs(&plain(n)), "TỐI MẬT")
    });
    put("khung.docx", &|n| {
        docx(&format!("{}{}", textbox("MẬT"), paragraphs(&plain(n))), "")
    });
    put("web.html", &|n| html(&report("TUYỆT MẬT", n)));
    put("o.html", &|n| {
        let cells = "<table><tr><td>TỈNH ỦY AN GIANG<br>TỐI MẬT</td><td>ĐẢNG CỘNG SẢN VIỆT NAM</td></tr></table>";
        [cells.as_bytes(), &html(&plain(n))].concat()
    });
    put("cu.rtf", &|n| rtf(&report("MẬT", n)));
    put("cu.txt", &|n| tcvn3(&report("MẬT", n)));
    put("roi.txt", &|n| {
        report("MẬT", n).nfd().collect::<String>().into_bytes()
    });
    put("hai.txt", &|n| {
        let wide = report("TỐI MẬT", n);
        let units = std::iter::once(0xfeff).chain(wide.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    });
    put("kho.zip", &|n| {
        zipped(&[("a.txt", report("MẬT", n).as_bytes())])
    });
    put("hai-lop.zip", &|n| {
        let inner = zipped(&[("c.txt", report("TUYỆT MẬT", n).as_bytes())]);
        zipped(&[("trong.zip", &inner)])
    });
    put("hop.zip", &|n| {
        zipped(&[("MAT/b.txt", plain(n).as_bytes())])
    });
    put("thu.eml", &|n| letter(&canary(n), &report("TỐI MẬT", n)));
    put("so.csv", &|n| {
        format!(
            "STT;Số, ký hiệu;Ngày, tháng;Trích yếu nội dung;Độ mật\n1;12-BC/TU;5/3/2020;Việc thường;\n2;13-BC/TU;6/3/2020;Việc {};Tối mật\n",
            canary(n)
        )
        .into_bytes()
    });
    put("dau.pdf", &stamped);
    papers
}
