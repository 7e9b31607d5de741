//! A small register for tests: papers that are easily taken for one another.

use std::sync::LazyLock;

use crate::document::Citation;
use crate::document::Description;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::DocumentNumber;
use crate::document::Holding;
use crate::document::IssuingBody;
use crate::document::Line;
use crate::document::Page as TextPage;
use crate::document::TextSource;
use crate::document::citation::find_citations;
use crate::search::Index;
use crate::search::writer::MEMORY;
use crate::vocabulary::BodyId;
use crate::vocabulary::bodies;
use crate::vocabulary::kinds;

/// Name, number, date, body, kind, subject, text.
const ROWS: &str = include_str!("../../tests/vectors/register.tsv");

pub(super) struct Archive {
    pub index: Index,
    _directory: tempfile::TempDir,
}

pub(super) static ARCHIVE: LazyLock<Archive> = LazyLock::new(|| {
    let directory = tempfile::tempdir().unwrap();
    let index = Index::create(directory.path()).unwrap();
    let mut writer = index.writer(1, MEMORY).unwrap();
    for (at, row) in rows().iter().enumerate() {
        let (document, page) = document(at, row);
        writer.put(&document, &Holding::default(), &[page]).unwrap();
    }
    writer.commit(rows().len() as u64).unwrap();
    Archive {
        index,
        _directory: directory,
    }
});

/// The rows, cell by cell.
pub(super) fn rows() -> Vec<[&'static str; 7]> {
    let rows = ROWS.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.map(|line| line.split('\t').collect::<Vec<_>>().try_into().unwrap())
        .collect()
}

/// The id of a row.
pub(super) fn id(at: usize) -> DocumentId {
    DocumentId::parse(&format!("{:020x}", at + 1)).unwrap()
}

/// The name of a row.
pub(super) fn name(id: &DocumentId) -> &'static str {
    let at = usize::from_str_radix(id.as_str(), 16).unwrap() - 1;
    rows()[at][0]
}

fn document(at: usize, row: &[&'static str; 7]) -> (Document, TextPage) {
    let [_, number, date, body, kind, subject, text] = *row;
    let number = DocumentNumber::parse(number)
        .ok()
        .or_else(|| without_symbol(number));
    let known = bodies::by_id(body);
    let text = format!(
        "{}\n{subject}\n{text}",
        number.as_ref().map_or("", |number| &number.printed)
    );
    let citations: Vec<Citation> = find_citations(&text)
        .into_iter()
        .filter(|citation| number.as_ref().is_none_or(|own| citation.number != *own))
        .collect();
    let description = Description {
        number: number.clone(),
        kind: kinds::by_id(kind).map(|kind| kind.id.clone()),
        issuing_body: (!body.is_empty()).then(|| IssuingBody {
            id: BodyId::new(body),
            name: known
                .as_ref()
                .map_or(body.to_owned(), |body| body.name.clone()),
        }),
        system: known.map(|body| body.system),
        issued_on: date.parse().ok(),
        subject: Some(subject.to_owned()),
        ..Description::default()
    };
    let document = Document {
        id: id(at),
        sequence: at as u64 + 1,
        digest: String::new(),
        bytes: 0,
        format: "txt".to_owned(),
        charset: "unicode".to_owned(),
        text_source: TextSource::Embedded,
        page_count: 1,
        description,
        citations,
        findings: Vec::new(),
        sources: Vec::new(),
    };
    let lines = text.lines().map(|line| Line {
        text: line.to_owned(),
        ..Line::default()
    });
    (
        document,
        TextPage {
            lines: lines.collect(),
            ..TextPage::default()
        },
    )
}

/// `CTr 01`: a number that names no body.
fn without_symbol(printed: &str) -> Option<DocumentNumber> {
    let (kind, serial) = printed.split_once(' ')?;
    Some(DocumentNumber {
        printed: printed.to_owned(),
        serial: serial.parse().ok(),
        suffix: String::new(),
        year: None,
        kind_code: Some(kind.to_owned()),
        other_kind_codes: Vec::new(),
        body_code: None,
        units: Vec::new(),
        hyphenated: false,
        ocr_corrected: false,
    })
}
