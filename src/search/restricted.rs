//! The law of narrowing: what is left out is nowhere in an answer, not even in its scores.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;

use crate::document::Circulation;
use crate::document::Citation;
use crate::document::DocumentNumber;
use crate::document::Folder;
use crate::document::Holding;
use crate::document::Line;
use crate::document::citation::Confidence;
use crate::search::Index;
use crate::search::Narrowing;
use crate::search::Request;
use crate::search::laws::Sketch;
use crate::search::laws::document;
use crate::search::laws::request;
use crate::search::laws::sketch;
use crate::search::writer::MEMORY;

pub(super) const FOLDERS: [&str; 4] = ["/kho/a", "/kho/b", "/kho/a b", "/kho/a/x"];
pub(super) const MARKS: [Circulation; 2] = [Circulation::Internal, Circulation::Conference];
const SYLLABLES: [&str; 14] = [
    "thủy", "lợi", "văn", "thư", "công", "tác", "dự", "toán", "cán", "bộ", "quy", "chế", "ngân",
    "sách",
];
const NUMBERS: [&str; 5] = [
    "12-QĐ/TU",
    "21-QĐ/TU",
    "12-KH/TU",
    "120/UBND-VX",
    "35-NQ/TW",
];
const LINES: [&str; 12] = [
    "công tác cán bộ",
    "cong tac can bo",
    "ngân sach",
    "thuy lợi dự toán",
    "cômg tác",
    "văn thư lợi",
    "12-qd/tu",
    "số 12",
    "kế hoạch ngân",
    "\"quy chế\"",
    "l",
    "ubnd",
];

/// A paper, where it lies, and what it says.
#[derive(Debug, Clone)]
pub(super) struct Paper {
    sketch: Sketch,
    folders: Vec<usize>,
    marks: Vec<usize>,
    number: Option<usize>,
    cites: Vec<usize>,
    syllables: Vec<usize>,
    /// Of the text, how many are the title.
    title: usize,
    /// It was indexed in another state before.
    again: bool,
}

prop_compose! {
    pub(super) fn paper()(
        sketch in sketch(),
        folders in prop::collection::vec(0..FOLDERS.len(), 0..3),
        marks in prop::collection::vec(0..MARKS.len(), 0..2),
        number in prop::option::of(0..NUMBERS.len()),
        cites in prop::collection::vec(0..NUMBERS.len(), 0..3),
        syllables in prop::collection::vec(0..SYLLABLES.len(), 0..30),
        title in 0_usize..6,
        again in prop::bool::weighted(0.2),
    ) -> Paper {
        Paper { sketch, folders, marks, number, cites, syllables, title, again }
    }
}

impl Paper {
    pub fn holding(&self) -> Holding {
        let folder = |&at: &usize| Folder::at(Path::new(FOLDERS[at]));
        Holding::new(
            self.marks.iter().map(|&at| MARKS[at]).collect(),
            self.folders.iter().map(folder).collect(),
        )
    }
}

/// An index of the papers whose numbers are given, committed every `batch` of them.
fn build(papers: &BTreeMap<usize, Paper>, batch: usize) -> (tempfile::TempDir, Index) {
    let directory = tempfile::tempdir().unwrap();
    let index = Index::create(directory.path()).unwrap();
    fill(&index, papers, batch);
    (directory, index)
}

fn citation(at: usize) -> Citation {
    Citation {
        printed: NUMBERS[at].to_owned(),
        number: DocumentNumber::parse(NUMBERS[at]).unwrap(),
        kind: None,
        bodies: Vec::new(),
        issued_on: None,
        sentence: String::new(),
        start: 0,
        end: 0,
        confidence: [Confidence::High, Confidence::Low][at % 2],
    }
}

/// Puts papers into an empty index.
pub(super) fn fill(index: &Index, papers: &BTreeMap<usize, Paper>, batch: usize) {
    let mut writer = index.writer(1, MEMORY).unwrap();
    let earlier = papers.iter().filter(|(_, paper)| paper.again);
    let earlier = earlier.map(|(&at, _)| (at, &papers[&at].syllables[..0]));
    let now = papers.iter().map(|(&at, paper)| (at, &paper.syllables[..]));
    for (count, (at, syllables)) in earlier.chain(now).enumerate() {
        let paper = &papers[&at];
        let (mut document, mut page) = document(at, &paper.sketch);
        let text = |syllables: &[usize]| {
            let words: Vec<&str> = syllables.iter().map(|&at| SYLLABLES[at]).collect();
            words.join(" ")
        };
        let title = paper.title.min(syllables.len());
        document.description.subject = Some(text(&syllables[..title]));
        document.description.number = paper
            .number
            .map(|at| DocumentNumber::parse(NUMBERS[at]).unwrap());
        document.citations = paper.cites.iter().map(|&at| citation(at)).collect();
        page.lines.push(Line {
            text: text(syllables),
            ..Line::default()
        });
        writer.put(&document, &paper.holding(), &[page]).unwrap();
        if count % batch == batch - 1 {
            writer.commit(1).unwrap();
        }
    }
    writer.commit(1).unwrap();
}

/// Whether two indexes say the same, whatever they are asked.
pub(super) fn agree(one: &Index, other: &Index, requests: &[Request]) -> Result<(), TestCaseError> {
    prop_assert_eq!(one.count().unwrap(), other.count().unwrap());
    let lines = LINES.iter().map(|line| Request::of(*line, 3));
    let folders = ["/kho", "/kho/a", "/kho/b"].map(|folder| Request {
        folders: vec![Folder::at(Path::new(folder))],
        ..Request::of("", 3)
    });
    for request in requests.iter().cloned().chain(lines).chain(folders) {
        let mut request = request;
        loop {
            let page = one.search(&request).unwrap();
            prop_assert_eq!(&page, &other.search(&request).unwrap(), "{:?}", request);
            let Some(next) = page.next else { break };
            request.cursor = Some(next);
        }
    }
    prop_assert_eq!(one.folders().unwrap(), other.folders().unwrap());
    for line in LINES {
        let alike = |index: &Index| index.titled_alike(line, 9).unwrap();
        prop_assert_eq!(alike(one), alike(other), "{}", line);
        let suggested = |index: &Index| index.suggest(line, 4).unwrap();
        prop_assert_eq!(suggested(one), suggested(other), "{}", line);
    }
    for number in NUMBERS {
        let borne = |index: &Index| index.numbers(number, None).unwrap();
        prop_assert_eq!(borne(one), borne(other), "{}", number);
    }
    prop_assert_eq!(one.sequences().unwrap(), other.sequences().unwrap());
    let missing = |index: &Index| index.cited_only(5, 2).unwrap();
    prop_assert_eq!(missing(one), missing(other));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_narrowed_index_answers_like_one_of_what_is_admitted(
        papers in prop::collection::vec(paper(), 1..40),
        requests in prop::collection::vec(request(), 6),
        folder in 0..FOLDERS.len(),
        mark in 0..MARKS.len(),
        batches in (1_usize..40, 1_usize..40),
    ) {
        let folder = Folder::at(Path::new(FOLDERS[folder]));
        let within = folder.clone();
        let admits = move |holding: &Holding| {
            holding.marks.iter().all(|known| *known == MARKS[mark])
                && holding.folders.iter().any(|known| known.is_within(&within))
        };
        let papers: BTreeMap<usize, Paper> = papers.into_iter().enumerate().collect();
        let mut admitted = papers.clone();
        admitted.retain(|_, paper| admits(&paper.holding()));
        let is_there = |at: &usize| Folder::at(Path::new(FOLDERS[*at])).is_within(&folder);
        for paper in admitted.values_mut() {
            paper.folders.retain(is_there);
        }
        let (_all, all) = build(&papers, batches.0);
        let narrowed = all.narrowed(Narrowing::to("law", admits));
        let (_only, only) = build(&admitted, batches.1);

        agree(&narrowed, &only, &requests)?;
        for wanted in ["/kho", "/kho/a", "/kho/b"] {
            let wanted = Folder::at(Path::new(wanted));
            let lies_there = |paper: &&Paper| {
                paper.holding().folders.iter().any(|folder| folder.is_within(&wanted))
            };
            let request = Request { folders: vec![wanted.clone()], ..Request::of("", 3) };
            let page = narrowed.search(&request).unwrap();
            prop_assert_eq!(page.total, admitted.values().filter(lies_there).count() as u64);
        }
    }
}
