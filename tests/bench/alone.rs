//! One thing by itself, for `whole.py` or by hand: each prints one figure.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use tantivy::space_usage::PerFieldSpaceUsage;
use vankho::search::analysis::PAIRS;
use vankho::search::analysis::SINGLES;
use vankho::search::analysis::tokenizers;

use crate::question::Class;
use crate::question::Question;
use crate::record::walk;
use crate::reference;
use crate::reference::Entry;
use crate::reference::Reference;
use crate::size;

/// Texts that are taken apart at most.
const MOST_TEXTS: usize = 20_000;

/// - `index FOLDER`: seconds to index its files, which are texts, until it is durable
/// - `first ARCHIVE WORDS`: seconds to open R of an archive and answer once
/// - `size ARCHIVE`: bytes of R of an archive
/// - `terms FOLDER`: MB a second and thread that our tokenisers take apart, for all fields of a text
/// - `pairs ARCHIVE`: our index ÷ what it were without pairs of neighbours and marks
pub fn run(task: &str, of: &Path, more: &[&str]) -> f64 {
    match task {
        "index" => index(of),
        "first" => first(of, more.first().copied().unwrap_or_default()),
        "terms" => terms(of),
        "pairs" => pairs(of),
        _ => size(&Reference::of(of).folder) as f64,
    }
}

fn index(texts: &Path) -> f64 {
    let built = crate::record::folder().join("r-alone");
    drop(fs::remove_dir_all(&built));
    let started = Instant::now();
    let mut paths = Vec::new();
    walk(texts, &mut paths);
    let entries = paths.iter().zip(0..).map(|(path, sequence)| {
        let text = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        let name = |path: Option<&Path>| {
            let name = path.and_then(Path::file_name).unwrap_or_default();
            name.to_string_lossy().into_owned()
        };
        Entry {
            text,
            number: name(Some(path)),
            kind: String::new(),
            bodies: vec![name(path.parent())],
            year: 2000,
            day: 10_000,
            sequence,
        }
    });
    reference::build(&built, entries);
    let took = started.elapsed().as_secs_f64();
    drop(fs::remove_dir_all(&built));
    took
}

fn first(archive: &Path, words: &str) -> f64 {
    let folder = Reference::of(archive).folder;
    let question = Question {
        class: Class::Words(2),
        years: Some((1990, 2025)),
        text: words.to_owned(),
    };
    let started = Instant::now();
    black_box(Reference::open(&folder).ask(&question));
    started.elapsed().as_secs_f64()
}

fn terms(texts: &Path) -> f64 {
    let mut paths = Vec::new();
    walk(texts, &mut paths);
    let texts: Vec<String> = paths
        .iter()
        .take(MOST_TEXTS)
        .map(|path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned())
        .collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let tokenisers = tokenizers();
    let mut tokenisers = [SINGLES, PAIRS].map(|name| tokenisers.get(name).unwrap());
    let started = Instant::now();
    for text in &texts {
        for tokeniser in &mut tokenisers {
            tokeniser.token_stream(text).process(&mut |token| {
                black_box(&token.text);
            });
        }
    }
    bytes as f64 / 1e6 / started.elapsed().as_secs_f64()
}

fn pairs(archive: &Path) -> f64 {
    let index = tantivy::Index::open_in_dir(archive.join("index")).unwrap();
    let usage = index.reader().unwrap().searcher().space_usage().unwrap();
    let of_pairs = |fields: &PerFieldSpaceUsage| {
        let fields = fields.fields();
        let pairs = fields.filter(|field| field.field_name().ends_with("_pairs"));
        pairs.map(|field| field.total().get_bytes()).sum::<u64>()
    };
    let segments = usage.segments().iter();
    let parts = segments.map(|segment| {
        let (terms, postings) = (segment.termdict(), segment.postings());
        of_pairs(terms) + of_pairs(postings) + of_pairs(segment.fieldnorms())
    });
    let (all, pairs) = (usage.total().get_bytes(), parts.sum::<u64>());
    all as f64 / (all - pairs) as f64
}
