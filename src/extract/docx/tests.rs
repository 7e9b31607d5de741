//! Tests of reading DOCX, each on a paper packed in the test.

use super::*;
use crate::extract::zipped::packed;

const RELATIONS: &str = "<Relationships>\
    <Relationship Id='h1' Type='x/header' Target='header1.xml'/>\
    <Relationship Id='h2' Type='x/header' Target='/word/header2.xml'/>\
    <Relationship Id='n' Type='x/footnotes' Target='./footnotes.xml'/>\
    <Relationship Id='l' Type='x/numbering' Target='numbering.xml'/>\
    <Relationship Id='s' Type='x/styles' Target='styles.xml'/>\
    <Relationship Id='c' Type='x/aFChunk' Target='../chunk.html'/>\
    <Relationship Id='e' Type='x/image' TargetMode='External' Target='http://127.0.0.1:9/'/>\
    </Relationships>";

fn read_body(body: &str) -> Result<Extracted, ExtractError> {
    let bytes = packed(&[
        (
            "word/document.xml",
            &format!("<w:document><w:body>{body}</w:body></w:document>"),
        ),
        ("word/_rels/document.xml.rels", RELATIONS),
        (
            "word/header1.xml",
            "<w:hdr><w:p><w:r><w:t>trang sau</w:t></w:r></w:p></w:hdr>",
        ),
        (
            "word/header2.xml",
            "<w:hdr><w:p><w:r><w:t>trang đầu</w:t></w:r></w:p></w:hdr>",
        ),
        (
            "word/footnotes.xml",
            "<w:footnotes><w:footnote w:type='separator'><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote>\
             <w:footnote><w:p><w:r><w:t>chú thích</w:t></w:r></w:p></w:footnote></w:footnotes>",
        ),
        (
            "word/numbering.xml",
            "<w:numbering><w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/>\
             <w:lvlText w:val='Điều %1.'/></w:lvl></w:abstractNum>\
             <w:num w:numId='5'><w:abstractNumId w:val='1'/></w:num></w:numbering>",
        ),
        (
            "word/styles.xml",
            "<w:styles><w:style w:styleId='D'><w:pPr><w:numPr><w:numId w:val='5'/></w:numPr></w:pPr>\
             <w:rPr><w:b/></w:rPr></w:style></w:styles>",
        ),
        ("chunk.html", "<html><p>từ HTML</p></html>"),
    ]);
    read(&bytes, &Limits::office())
}

#[track_caller]
fn check(body: &str, expected: &[&str]) {
    let extracted = read_body(body).unwrap();
    let lines: Vec<String> = extracted.pages[0]
        .lines
        .iter()
        .filter(|line| matches!(line.region, Region::Body | Region::Stamp))
        .map(Line::text)
        .collect();
    assert_eq!(lines, expected, "{body}");
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn runs_breaks_and_characters() {
    check(
        "<w:p><w:r><w:t>Số: 12</w:t></w:r><w:r><w:noBreakHyphen/><w:t>QĐ</w:t><w:softHyphen/></w:r></w:p>",
        &["Số: 12\u{2011}QĐ\u{ad}"],
    );
    check(
        "<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r></w:p>",
        &["a", "b\tc"],
    );
    check(
        "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r></w:p>",
        &["a"],
    );
    check(
        "<w:p><w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:t xml:space='preserve'> có</w:t></w:r></w:p>",
        &["☑ có"],
    );
    check(
        "<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>chính phủ</w:t></w:r></w:p>",
        &["CHÍNH PHỦ"],
    );
    check(
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:t>hiện</w:t></w:r></w:p>",
        &["hiện"],
    );
    check(
        "<x:p><x:r><x:t>khác &amp; tiền tố</x:t></x:r></x:p>",
        &["khác & tiền tố"],
    );
}

#[test]
fn changes_fields_and_alternatives() {
    check(
        "<w:p><w:ins><w:r><w:t>thêm</w:t></w:r></w:ins><w:del><w:r><w:delText>bớt</w:delText></w:r></w:del></w:p>",
        &["thêm"],
    );
    check(
        "<w:p><w:r><w:rPr><w:del/></w:rPr><w:t>còn</w:t></w:r><w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom></w:p>",
        &["còn"],
    );
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let (begin, separate, end) = (field("begin"), field("separate"), field("end"));
    check(
        &format!(
            "<w:p>{begin}<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>mã</w:t></w:r>{separate}<w:r><w:t>7</w:t></w:r>{end}</w:p>"
        ),
        &["7"],
    );
    check(&format!("<w:p>{begin}</w:p>{}", paragraph("sau")), &["sau"]);
    let boxed = format!("<w:txbxContent>{}</w:txbxContent>", paragraph("hộp"));
    let both = format!(
        "<mc:AlternateContent><mc:Choice>{boxed}</mc:Choice><mc:Fallback>{boxed}</mc:Fallback></mc:AlternateContent>"
    );
    check(
        &format!("<w:p><w:r>{both}<w:t>ngoài</w:t></w:r></w:p>"),
        &["hộp", "ngoài"],
    );
    let second = format!(
        "<mc:AlternateContent><mc:Choice/><mc:Fallback>{boxed}</mc:Fallback></mc:AlternateContent>"
    );
    check(&format!("<w:p><w:r>{second}</w:r></w:p>"), &["hộp"]);
    check(
        "<w:p><w:r><w:pict><v:textpath string='MẬT'/></w:pict></w:r></w:p>",
        &["MẬT"],
    );
}

#[test]
fn lists_print_their_labels() {
    let item = "<w:p><w:pPr><w:pStyle w:val='D'/></w:pPr><w:r><w:t>Phạm vi</w:t></w:r></w:p>";
    check(
        &format!("{item}<w:p><w:pPr><w:pStyle w:val='D'/></w:pPr></w:p>{item}"),
        &["Điều 1. Phạm vi", "Điều 2. Phạm vi"],
    );
    let off = "<w:p><w:pPr><w:pStyle w:val='D'/><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>";
    check(off, &["x"]);
    let bold = read_body(item).unwrap().pages[0].lines[0]
        .runs
        .iter()
        .all(|run| run.bold);
    assert!(bold);
}

#[test]
fn tables_keep_cells_nesting_and_heading_order() {
    let cell = |content: &str| format!("<w:tc>{content}</w:tc>");
    let row = |a: &str, b: &str| format!("<w:tr>{}{}</w:tr>", cell(a), cell(b));
    let (left, right) = (paragraph("UBND TỈNH"), paragraph("CỘNG HÒA"));
    let head = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(&left, &right),
        row(&paragraph("Số: 1"), &paragraph("Huế"))
    );
    check(&head, &["UBND TỈNH", "Số: 1", "CỘNG HÒA", "Huế"]);
    let inner = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell(&paragraph("trong")));
    let outer = format!(
        "<w:tbl>{}</w:tbl>",
        row(
            &format!("{}{inner}{}", paragraph("trước"), paragraph("sau")),
            &right
        )
    );
    let extracted = read_body(&outer).unwrap();
    let cells: Vec<_> = extracted.pages[0]
        .lines
        .iter()
        .take(4)
        .map(|line| (line.text(), line.cell))
        .collect();
    let expected = [
        ("trước", (0, 0, 0)),
        ("trong", (1, 0, 0)),
        ("sau", (0, 0, 0)),
        ("CỘNG HÒA", (0, 0, 1)),
    ];
    assert_eq!(
        cells,
        expected.map(|(text, cell)| (text.to_owned(), Some(cell)))
    );
}

#[test]
fn other_parts_have_their_regions() {
    let body = format!(
        "{}<w:altChunk r:id='c'/>{}<w:sectPr><w:headerReference w:type='first' r:id='h2'/></w:sectPr>",
        paragraph("trước"),
        paragraph("sau"),
    );
    let extracted = read_body(&body).unwrap();
    let lines: Vec<_> = extracted.pages[0]
        .lines
        .iter()
        .map(|l| (l.text(), l.region))
        .collect();
    let expected = [
        ("trang đầu", Region::Body),
        ("trước", Region::Body),
        ("từ HTML", Region::Body),
        ("sau", Region::Body),
        ("chú thích", Region::Note),
        ("trang sau", Region::Header),
    ];
    assert_eq!(
        lines,
        expected.map(|(text, region)| (text.to_owned(), region))
    );
    assert!(extracted.warnings.is_empty());
}

#[test]
fn damage_and_depth_are_told() {
    let deep = format!("{}{}", "<w:sdt>".repeat(100_000), paragraph("x"));
    assert!(matches!(read_body(&deep), Err(ExtractError::OverLimit(_))));
    let cut = packed(&[(
        "word/document.xml",
        "<w:document><w:body><w:p><w:r><w:t>còn</w:t></w:r></w:p><w:p",
    )]);
    let extracted = read(&cut, &Limits::office()).unwrap();
    assert_eq!(extracted.warnings, [Warning::Damaged]);
    assert!(matches!(
        read(&packed(&[("word/x", "")]), &Limits::office()),
        Err(ExtractError::Damaged(_))
    ));
    let bomb = "<!DOCTYPE a [<!ENTITY b 'bbbbbbbb'>]><w:document><w:p><w:r><w:t>&b;a</w:t></w:r></w:p></w:document>";
    let extracted = read(&packed(&[("word/document.xml", bomb)]), &Limits::office()).unwrap();
    assert_eq!(extracted.pages[0].lines[0].text(), "a");
}

#[test]
fn an_element_without_end_does_not_hang_the_second_reader() {
    for cut in [
        "<w:document><w:body><w:p><w:r><w:t>Điều 1.</w:t></w:r>",
        "<w:document><w:body><w:p><w:r><w:t>Điều 1.</w:t></w:p></w:r></w:body></w:document>",
    ] {
        let bytes = packed(&[("word/document.xml", cut)]);
        let read = read(&bytes, &Limits::office()).unwrap();
        let lines: Vec<String> = read.pages[0].lines.iter().map(Line::text).collect();
        assert_eq!(lines, ["Điều 1."], "{cut}");
    }
}

#[test]
fn a_part_with_another_root_is_not_shown_to_the_second_reader() {
    const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let related = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id='r' Type='{TYPES}/{kind}' Target='{target}'/></Relationships>"
        )
    };
    let top = related("officeDocument", "word/document.xml");
    let lines = |relations: &str, styles: (&str, &str)| {
        let bytes = packed(&[
            ("[Content_Types].xml", "<Types/>"),
            ("_rels/.rels", &top),
            ("word/_rels/document.xml.rels", relations),
            (
                "word/document.xml",
                "<w:document><w:body><w:p/></w:body></w:document>",
            ),
            styles,
        ]);
        second::lines(&bytes, &Limits::office())
    };
    let styles = related("styles", "styles.xml");
    let sound = ("word/styles.xml", "<w:styles/>");
    assert!(lines(&styles, sound).is_some());
    for (relations, styles) in [
        ("<Types/>", sound),
        (&styles, ("word/styles.xml", "<w:webSettings/>")),
        (&styles, ("word/styles.xml", "")),
        (
            &related("styles", "/word/a.bin"),
            ("word/a.bin", "<w:styles>"),
        ),
    ] {
        assert_eq!(lines(relations, styles), None, "{relations} {styles:?}");
    }
}
