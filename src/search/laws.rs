//! What holds for every archive and every request: counts, pages, robustness.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::document::Description;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::Holding;
use crate::document::IssuingBody;
use crate::document::Line;
use crate::document::Page as TextPage;
use crate::document::PartialDate;
use crate::document::TextSource;
use crate::search::BodyCount;
use crate::search::Index;
use crate::search::Page;
use crate::search::Request;
use crate::search::Sort;
use crate::search::request::LARGEST_PAGE;
use crate::search::writer::MEMORY;
use crate::vocabulary::BodyId;
use crate::vocabulary::KindId;
use crate::vocabulary::System;
use crate::vocabulary::bodies;
use crate::vocabulary::provinces;

const BODIES: [&str; 10] = [
    "tu-an-giang",
    "btgtu-an-giang",
    "ubnd-an-giang",
    "hdnd-an-giang",
    "bbt",
    "ttg",
    "ten:doi-ba",
    "hu-889",
    "tu-an-giang-2025",
    "tu-kien-giang",
];
const KINDS: [&str; 4] = ["nghi-quyet", "quyet-dinh", "ke-hoach", "cong-van"];
pub(super) const WORDS: [&str; 4] = ["thủy lợi", "văn thư", "công tác", "dự toán"];

/// A document as a few small numbers.
#[derive(Debug, Clone)]
pub(super) struct Sketch {
    pub body: Option<usize>,
    pub second: Option<usize>,
    pub kind: Option<usize>,
    pub system: Option<System>,
    pub date: Option<PartialDate>,
    pub words: Vec<usize>,
}

fn date() -> impl Strategy<Value = PartialDate> {
    (2018_i16..2023, 0_i8..13, 0_i8..29).prop_map(|(year, month, day)| match (month, day) {
        (0, _) => PartialDate::year_only(year).unwrap(),
        (month, 0) => PartialDate::month(year, month).unwrap(),
        (month, day) => PartialDate::day(year, month, day).unwrap(),
    })
}

fn system() -> impl Strategy<Value = System> {
    prop_oneof![Just(System::Party), Just(System::State), Just(System::Mass)]
}

prop_compose! {
    pub(super) fn sketch()(
        body in prop::option::weighted(0.8, 0..BODIES.len()),
        second in prop::option::weighted(0.2, 0..BODIES.len()),
        kind in prop::option::weighted(0.8, 0..KINDS.len()),
        system in prop::option::weighted(0.8, system()),
        date in prop::option::weighted(0.8, date()),
        words in prop::collection::vec(0..WORDS.len(), 0..3),
    ) -> Sketch {
        Sketch { body, second, kind, system, date, words }
    }
}

prop_compose! {
    pub(super) fn request()(
        word in prop::option::of(0..WORDS.len()),
        body in prop::option::weighted(0.4, prop_oneof![
            (0..BODIES.len()).prop_map(|at| BODIES[at].to_owned()),
            Just("bchtw".to_owned()),
        ]),
        place in prop::option::weighted(0.2, prop_oneof![Just("an-giang"), Just("kien-giang")]),
        kind in prop::option::weighted(0.3, 0..KINDS.len()),
        system in prop::option::weighted(0.3, system()),
        year in prop::option::weighted(0.3, 2017_i16..2024),
        from in prop::option::weighted(0.3, date()),
        to in prop::option::weighted(0.3, date()),
        sort in prop_oneof![Just(Sort::Relevance), Just(Sort::Newest), Just(Sort::Oldest)],
        limit in 1_usize..5,
    ) -> Request {
        Request {
            q: word.map_or_else(String::new, |word| format!("\"{}\"", WORDS[word])),
            body: body.map(BodyId::new),
            place: place.and_then(provinces::by_id),
            kind: kind.map(|kind| KindId::new(KINDS[kind])),
            system, year, from, to, sort, limit,
            ..Request::default()
        }
    }
}

fn issuing(at: usize) -> IssuingBody {
    IssuingBody {
        id: BodyId::new(BODIES[at]),
        name: BODIES[at].to_owned(),
    }
}

pub(super) fn document(at: usize, sketch: &Sketch) -> (Document, TextPage) {
    let document = Document {
        id: DocumentId::parse(&format!("{at:08x}000000000000")).unwrap(),
        sequence: at as u64 + 1,
        digest: String::new(),
        bytes: 0,
        format: "txt".to_owned(),
        charset: "unicode".to_owned(),
        text_source: TextSource::Embedded,
        page_count: 1,
        description: Description {
            kind: sketch.kind.map(|kind| KindId::new(KINDS[kind])),
            issuing_body: sketch.body.map(issuing),
            joint_bodies: sketch
                .body
                .and(sketch.second)
                .map(issuing)
                .into_iter()
                .collect(),
            system: sketch.system,
            issued_on: sketch.date,
            ..Description::default()
        },
        citations: Vec::new(),
        findings: Vec::new(),
        sources: Vec::new(),
    };
    let lines = sketch.words.iter().map(|&word| Line {
        text: format!("{}.", WORDS[word]),
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

/// Every body of a sketch, with all above it.
fn all_bodies(sketch: &Sketch) -> Vec<String> {
    let mut found = Vec::new();
    for at in sketch
        .body
        .into_iter()
        .chain(sketch.body.and(sketch.second))
    {
        found.push(BODIES[at].to_owned());
        found.extend(
            bodies::ancestors(BODIES[at])
                .iter()
                .map(|body| body.id.as_str().to_owned()),
        );
    }
    found.sort();
    found.dedup();
    found
}

/// Every province of a sketch, by what its bodies' ids end in.
fn all_provinces(sketch: &Sketch) -> BTreeSet<&'static str> {
    let bodies = all_bodies(sketch);
    let of = |body: &String| match body {
        body if body.ends_with("kien-giang") => Some("kien-giang"),
        body if body.contains("an-giang") || body == "hu-889" => Some("an-giang"),
        _ => None,
    };
    bodies.iter().filter_map(of).collect()
}

fn meets(sketch: &Sketch, request: &Request) -> bool {
    let day = sketch.date.map(PartialDate::first_day);
    let word = WORDS
        .iter()
        .position(|word| request.q.trim_matches('"') == *word);
    request
        .body
        .as_ref()
        .is_none_or(|body| all_bodies(sketch).contains(&body.as_str().to_owned()))
        && request
            .place
            .is_none_or(|place| all_provinces(sketch).contains(place.id))
        && request
            .kind
            .as_ref()
            .is_none_or(|kind| sketch.kind.is_some_and(|at| KINDS[at] == kind.as_str()))
        && request
            .system
            .is_none_or(|system| sketch.system == Some(system))
        && request
            .year
            .is_none_or(|year| sketch.date.is_some_and(|date| date.year() == year))
        && request
            .from
            .is_none_or(|from| day.is_some_and(|day| day >= from.first_day()))
        && request
            .to
            .is_none_or(|to| day.is_some_and(|day| day <= to.last_day()))
        && (request.q.is_empty() || word.is_some_and(|word| sketch.words.contains(&word)))
}

fn flat(nodes: &[BodyCount], counts: &mut BTreeMap<String, u64>) {
    for node in nodes {
        assert!(
            counts
                .insert(node.id.as_str().to_owned(), node.count)
                .is_none()
        );
        flat(&node.children, counts);
    }
}

fn tally<T: Ord>(values: impl Iterator<Item = T>) -> BTreeMap<T, u64> {
    let mut counts = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts
}

/// An index of these documents, committed every `batch` of them.
pub(super) fn build(sketches: &[Sketch], batch: usize) -> (tempfile::TempDir, Index) {
    let directory = tempfile::tempdir().unwrap();
    let index = Index::create(directory.path()).unwrap();
    let mut writer = index.writer(1, MEMORY).unwrap();
    for (at, sketch) in sketches.iter().enumerate() {
        let (document, page) = document(at, sketch);
        writer.put(&document, &Holding::default(), &[page]).unwrap();
        if at % batch == batch - 1 {
            writer.commit(at as u64 + 1).unwrap();
        }
    }
    writer.commit(sketches.len() as u64).unwrap();
    drop(writer);
    (directory, index)
}

fn walk(index: &Index, request: &Request) -> (Page, Vec<usize>) {
    let first = index.search(request).unwrap();
    let mut order = Vec::new();
    let mut page = first.clone();
    loop {
        assert!(page.hits.len() <= request.limit);
        assert_eq!((page.total, &page.facets), (first.total, &first.facets));
        order.extend(
            page.hits
                .iter()
                .map(|hit| usize::from_str_radix(hit.id.as_str().get(..8).unwrap(), 16).unwrap()),
        );
        let Some(next) = page.next else { break };
        let cursor = Some(next.to_string().parse().unwrap());
        page = index
            .search(&Request {
                cursor,
                ..request.clone()
            })
            .unwrap();
    }
    (first, order)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn counts_and_pages_are_those_of_brute_force(
        sketches in prop::collection::vec(sketch(), 0..40),
        requests in prop::collection::vec(request(), 24),
        batch in 1_usize..40,
    ) {
        let (_directory, index) = build(&sketches, batch);
        for request in &requests {
            let wanted: Vec<usize> = (0..sketches.len()).filter(|&at| meets(&sketches[at], request)).collect();
            let (page, mut order) = walk(&index, request);
            prop_assert_eq!(page.total, wanted.len() as u64, "{:?}", request);
            let of = |at: &usize| &sketches[*at];
            let mut counts = BTreeMap::new();
            flat(&page.facets.body, &mut counts);
            prop_assert_eq!(counts, tally(wanted.iter().map(of).flat_map(all_bodies)));
            let counts = page.facets.kind.iter().map(|count| (count.value.as_str(), count.count)).collect();
            prop_assert_eq!(tally(wanted.iter().map(of).filter_map(|s| s.kind).map(|kind| KINDS[kind])), counts);
            let counts = page.facets.place.iter().map(|count| (count.value, count.count)).collect();
            prop_assert_eq!(tally(wanted.iter().map(of).flat_map(all_provinces)), counts);
            let counts = page.facets.year.iter().map(|count| (count.value, count.count)).collect();
            prop_assert_eq!(tally(wanted.iter().map(of).filter_map(|s| s.date).map(PartialDate::year)), counts);
            let counts = page.facets.system.iter().map(|count| (count.value, count.count)).collect();
            prop_assert_eq!(tally(wanted.iter().map(of).filter_map(|s| s.system)), counts);
            let days: Vec<_> = order.iter().map(|&at| sketches[at].date.map(PartialDate::first_day)).collect();
            match request.sort {
                Sort::Newest => prop_assert!(days.windows(2).all(|two| two[0] >= two[1])),
                Sort::Oldest => prop_assert!(days.windows(2).all(|two| two[1].is_none() || two[0].is_some() && two[0] <= two[1])),
                Sort::Relevance => {}
            }
            order.sort_unstable();
            prop_assert_eq!(order, wanted, "every hit on one page, once");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Of a page that holds everything nothing can be left out, so every score is worked out.
    #[test]
    fn short_pages_are_the_long_one_cut(
        sketches in prop::collection::vec(sketch(), 0..60),
        requests in prop::collection::vec((request(), prop::collection::vec(0..WORDS.len(), 0..4)), 12),
        batch in 1_usize..60,
    ) {
        let (_directory, index) = build(&sketches, batch);
        for (request, words) in requests {
            let words: Vec<&str> = words.into_iter().map(|word| WORDS[word]).collect();
            let short = Request { q: words.join(" "), ..request };
            let (first, order) = walk(&index, &short);
            let (whole, at_once) = walk(&index, &Request { limit: LARGEST_PAGE, ..short.clone() });
            prop_assert_eq!(order, at_once, "{:?}", short);
            prop_assert_eq!(&first.hits[..], &whole.hits[..first.hits.len()]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_line_is_an_error(line in prop_oneof![
        "\\PC{0,40}",
        "[-\"“”() 0-9/A-ZĐa-zđăâêôơưáàảãạ.:*?~^+&|!{}\\[\\]]{0,60}",
        "(238|07|35a|1234)[-/ ]{0,2}(QĐ|ĐA|nq|UBND)[-/ ]{0,2}(TW|tu|VX)?( năm [0-9]{1,5}| khóa [XVI]{1,6}|,? ngày [0-9/]{1,10}| \"[a-zđ ]{0,9}| -[a-zđ]{0,5}){0,3}",
    ]) {
        thread_local! {
            static INDEX: (tempfile::TempDir, Index) = build(
                &[Sketch { body: Some(0), second: None, kind: Some(0), system: None, date: None, words: vec![0, 1] }], 1,
            );
        }
        INDEX.with(|(_, index)| {
            let page = index.search(&Request::of(line.clone(), 5)).unwrap();
            for chip in &page.understood.chips {
                prop_assert!(line.get(chip.start..chip.end).is_some(), "{:?}", chip);
            }
            index.suggest(&line, 5).unwrap();
            index.search(&Request { number: Some(line.clone()), ..Request::of("", 5) }).unwrap();
            index.numbers(&line, None).unwrap();
            Ok(())
        })?;
    }
}
