//! Tests of reading RTF.

use super::*;
use proptest::prelude::*;

#[track_caller]
fn check(rtf: &str, expected: &[&str]) {
    let extracted = read(rtf.as_bytes(), &Limits::office()).unwrap();
    let lines: Vec<String> = extracted.pages[0]
        .lines
        .iter()
        .map(|line| match line.region {
            Region::Body => line.text(),
            region => format!("{region:?}: {}", line.text()),
        })
        .collect();
    assert_eq!(lines, expected, "{rtf}");
}

#[test]
fn characters_by_charset_and_code() {
    check(
        r"{\rtf1\ansi S\u7889?: 07\_\'d0A/TU\~a\-b\line c\par}",
        &["Số: 07\u{2011}ÐA/TU\u{a0}a\u{ad}b", "c"],
    );
    check(r"{\rtf1\ansicpg1258 Vi\'ea\'f2t}", &["Vi\u{ea}\u{323}t"]);
    check(
        r"{\rtf1{\fonttbl{\f1\fcharset163 Arial;}{\f2\fcharset163 .VnTime;}}\f1\'d0\f2\'d0}",
        &["ĐÐ"],
    );
    check(
        r"{\rtf1{\fonttbl{\f3\fcharset2 Wingdings;}}\f3\'fe\f0  c\'f3}",
        &["☑ có"],
    );
    check(r"{\rtf1\uc2\u7889\'e1\'e1x{\uc0\u7889 y}}", &["ốxốy"]);
    check(r"{\rtf1\u-10179?\u-8704?}", &["\u{1f600}"]);
    check(
        r"{\rtf1 a\{b\}\\c\emdash\ldblquote d\rdblquote}",
        &["a{b}\\c—“d”"],
    );
    check(r"{\rtf1\caps ch\'ednh ph\u7911?\caps0 x}", &["CHÍNH PHỦx"]);
}

#[test]
fn what_is_not_printed_is_left_out() {
    check(
        r"{\rtf1{\info{\title x}}{\*\unknown y}{\stylesheet{\s1 z;}}a}",
        &["a"],
    );
    check(
        r"{\rtf1 a{\deleted b}{\v c}{\field{\*\fldinst PAGE}{\fldrslt 7}}\par}",
        &["a7"],
    );
    check(
        r"{\rtf1 a{\*\bkmkstart n}b{\pict 00ff}c\bin3 {}{d}",
        &["abcd"],
    );
    check(r"{\rtf1{\upr{x}{\*\ud{\u7889?}}}}", &["ố"]);
    check(
        r"{\rtf1 a{\shp{\*\shpinst\shpleft1{\sp{\sn n}{\sv 1}}{\shptxt h\'f4p\par}}{\shprslt h\'f4p}}b}",
        &["hôp", "ab"],
    );
}

#[test]
fn parts_have_their_regions() {
    check(
        r"{\rtf1{\header tr\par}{\headerf \'f4\par}a{\footnote n\par}b\par{\footer f}}",
        &["Header: tr", "ô", "Note: n", "ab", "Footer: f"],
    );
}

#[test]
fn tables_keep_cells_and_the_heading_its_columns() {
    let rtf = r"{\rtf1\trowd\pard\intbl UBND\cell C\'d2NG H\'d2A\par \'d0\'f4c\cell\row\trowd\pard\intbl S\u7889?: 1\cell Hu\u7871?\cell\row\pard sau\par}";
    check(rtf, &["UBND", "Số: 1", "CÒNG HÒA", "Ðôc", "Huế", "sau"]);
    let extracted = read(rtf.as_bytes(), &Limits::office()).unwrap();
    let cells: Vec<_> = extracted.pages[0]
        .lines
        .iter()
        .map(|line| line.cell)
        .collect();
    let at = |row, column| Some((0, row, column));
    assert_eq!(
        cells,
        [at(0, 0), at(1, 0), at(0, 1), at(0, 1), at(1, 1), None]
    );
}

#[test]
fn faces_and_damage() {
    let rtf = r"{\rtf1{\fonttbl{\f0 Times;}}\b\fs26 a\b0\i b";
    let extracted = read(rtf.as_bytes(), &Limits::office()).unwrap();
    let runs: Vec<_> = extracted.pages[0].lines[0]
        .runs
        .iter()
        .map(|r| (r.bold, r.italic, r.size))
        .collect();
    assert_eq!(runs, [(true, false, 13.0), (false, true, 13.0)]);
    assert_eq!(extracted.warnings, [Warning::Damaged]);
    let deep = "{".repeat(1_000_000);
    assert!(matches!(
        read(deep.as_bytes(), &Limits::office()),
        Err(ExtractError::OverLimit(_))
    ));
}

proptest! {
    #[test]
    fn reading_is_total(rtf in r"(\\(u|b|cell|row|intbl|par|'|f|uc|bin)-?[0-9a-f]{0,6}|[{}]|[ -~]){0,60}") {
        let _ = read(rtf.as_bytes(), &Limits::office());
    }
}
