//! R by itself, for `whole.py`: each prints one figure.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use crate::question::Class;
use crate::question::Question;
use crate::record::walk;
use crate::reference;
use crate::reference::Entry;
use crate::reference::Reference;
use crate::size;

/// - `index FOLDER`: seconds to index its files, which are texts, until it is durable
/// - `first ARCHIVE WORDS`: seconds to open R of an archive and answer once
/// - `size ARCHIVE`: bytes of R of an archive
pub fn run(task: &str, of: &Path, more: &[&str]) -> f64 {
    match task {
        "index" => index(of),
        "first" => first(of, more.first().copied().unwrap_or_default()),
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
