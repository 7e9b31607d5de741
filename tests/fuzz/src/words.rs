//! Targets that read an input as text: numbers, queries, whole papers, legacy charsets.

use vankho::describe;
use vankho::document::number::read_query;
use vankho::document::{DocumentNumber, Line, Page};
use vankho::search::{self, Request};
use vankho::text::legacy::{self, Charset, Run};
use vankho::text::normalise::display;

/// A line someone typed, and the number it may be.
pub fn number(data: &[u8]) {
    let line = String::from_utf8_lossy(data);
    if let Ok(number) = DocumentNumber::parse(&line) {
        let _ = number.keys();
        // What is written canonically is read as the same number.
        if let Some(written) = number.canonical() {
            let again = DocumentNumber::parse(&written);
            assert!(again.is_ok_and(|again| again.same_as(&number)), "{written}");
        }
    }
    let _ = DocumentNumber::from_file_name(&line);
    let read = read_query(&line);
    for span in &read.spans {
        assert!(line.get(span.range.clone()).is_some(), "{span:?}");
    }
    let _ = search::understand(&Request::of(line, 10));
}

/// A paper, a line of the input a line of it; a form feed begins a page.
pub fn describe(data: &[u8]) {
    let text = display(&String::from_utf8_lossy(data));
    let lines = |page: &str| {
        let lines = page.lines().map(|line| Line {
            text: line.to_owned(),
            bold: line.starts_with('Q'),
            ..Line::default()
        });
        Page {
            lines: lines.collect(),
            ..Page::default()
        }
    };
    let pages: Vec<Page> = text.split('\u{c}').map(lines).collect();
    let _ = describe::secrecy(&pages, "a/12-QD-UB.doc");
    let described = describe::describe(&pages, "a/12-QD-UB.doc", None);
    let text = describe::text_of(&pages);
    for citation in &described.citations {
        assert!(
            text.get(citation.start..citation.end).is_some(),
            "{citation:?}"
        );
    }
}

/// Single bytes as paragraphs, in fonts that claim this and that.
pub fn legacy(data: &[u8]) {
    const FONTS: [Option<&str>; 4] = [None, Some(".VnTimeH"), Some("VNI-Times"), Some("Arial")];
    let text: String = data.iter().map(|byte| char::from(*byte)).collect();
    let paragraphs: Vec<Vec<Run<'_>>> = text.split('\n').map(runs).collect();
    fn runs(line: &str) -> Vec<Run<'_>> {
        let runs = line.split('\u{1}').enumerate();
        runs.map(|(at, text)| Run {
            text,
            font: FONTS[(at + line.len()) % FONTS.len()],
        })
        .collect()
    }
    let shape = |paragraphs: &[Vec<String>]| paragraphs.iter().map(Vec::len).collect::<Vec<_>>();
    let wanted: Vec<usize> = paragraphs.iter().map(Vec::len).collect();
    let decoded = legacy::decode(&paragraphs);
    assert_eq!(shape(&decoded.paragraphs), wanted);
    for charset in Charset::ALL {
        let decoded = legacy::decode_as(charset, &paragraphs);
        assert_eq!(shape(&decoded.paragraphs), wanted, "{charset:?}");
        for run in decoded.paragraphs.iter().flatten() {
            let shown = display(run);
            assert_eq!(display(&shown), shown, "display is not idempotent");
        }
    }
}
