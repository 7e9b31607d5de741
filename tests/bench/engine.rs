//! Our index beside raw tantivy and an SQLite b-tree over the same papers, asked in turn.
//!
//! `cargo bench --bench engine -- ARCHIVE QUERIES.tsv [ROUNDS] [CLIENTS] [CLASS]` asks every question of the
//! table `generate.py` wrote. First each answer is compared: hits, the sums of three facets, and the
//! dates of the ten newest must be the reference's; what differs is counted, shown and left out, and
//! more than a quarter of a class is a failure. Scores differ by design (pairs, titles), so of the
//! ten best only the overlap is told. Then ROUNDS rounds (5) with CLIENTS threads (2), class by class,
//! the reference and ours in turn; ratios are medians over the rounds.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::cast_possible_truncation,
    clippy::disallowed_methods,
    reason = "a program that measures, run by hand"
)]

mod alone;
mod fold;
mod question;
mod record;
mod reference;

use std::collections::HashMap;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::exit;
use std::sync::Mutex;

use rusqlite::Connection;
use serde_json::json;
use vankho::search::Index;
use vankho::search::Request;
use vankho::search::Sort;
use vankho::store::Order;
use vankho::store::Store;

use question::Class;
use question::Question;
use question::Told;
use record::Row;
use record::ask_all;
use reference::Reference;

/// Differing answers of a class that are shown.
const SHOWN: usize = 3;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let [archive, table, more @ ..] = words.as_slice() else {
        println!("cargo bench --bench engine -- ARCHIVE QUERIES.tsv [ROUNDS] [CLIENTS] [CLASS]");
        exit(2);
    };
    if let [
        "index" | "first" | "size" | "terms" | "pairs",
        of,
        more @ ..,
    ] = words.as_slice()
    {
        println!("{}", alone::run(words[0], Path::new(of), more));
        return;
    }
    let number = |at: usize, usual: usize| more.get(at).map_or(usual, |word| word.parse().unwrap());
    let (rounds, clients) = (number(0, 5), number(1, 2));
    let archive = Path::new(archive);
    let questions = Question::all(Path::new(table));
    let reference = Reference::of(archive);
    let store = Store::open(archive).unwrap();
    let numbers = Numbers::of(&store);
    let index = Index::open(&archive.join("index")).unwrap();
    let count = index.count().unwrap();
    assert_eq!(
        count,
        store.count().unwrap(),
        "the index is not up to date: `vankho doctor`"
    );
    let days = Days::of(&store);
    let (ours, theirs) = (size(&archive.join("index")), size(&reference.folder));
    println!(
        "{count} papers; index {} MB, R {} MB with the texts in {} segments",
        ours / 1_000_000,
        theirs / 1_000_000,
        reference.segments()
    );
    let mut rows = Vec::new();
    let mut differing = 0;
    let chosen = |class: &Class| more.get(2).is_none_or(|only| **only == class.name());
    for class in Class::ALL.into_iter().filter(chosen) {
        let asked: Vec<Question> = questions
            .iter()
            .filter(|q| q.class == class)
            .cloned()
            .collect();
        let agreeing = agreeing(&asked, &index, &reference, &numbers, &days);
        differing += usize::from((asked.len() - agreeing.len()) * 4 > asked.len());
        rows.push(measured(
            class, &agreeing, &index, &reference, rounds, clients,
        ));
        if class == Class::Number {
            rows.push(against_b_tree(&agreeing, &index, &numbers, rounds));
        }
    }
    rows.iter().for_each(Row::print);
    let record = json!({
        "papers": count,
        "clients": clients,
        "index_bytes": ours,
        "reference_bytes": theirs,
        "rows": rows.iter().map(Row::json).collect::<Vec<_>>(),
    });
    record::write(&format!("engine-{count}"), &record);
    exit(i32::from(differing > 0));
}

/// ours ÷ reference that is asked for, of medians and of p99.
fn goal(class: Class) -> (Option<f64>, Option<f64>) {
    match class {
        Class::Words(_) => (Some(0.4), Some(0.5)),
        Class::Phrase => (None, Some(0.3)),
        Class::Number => (None, None),
        Class::Browse => (Some(0.1), None),
    }
}

/// The questions both answer alike.
fn agreeing(
    asked: &[Question],
    index: &Index,
    reference: &Reference,
    numbers: &Numbers,
    days: &Days,
) -> Vec<(Question, Request)> {
    let (mut kept, mut differing) = (Vec::new(), Vec::new());
    let (mut same, mut best, mut hits) = (0, 0, 0);
    for question in asked {
        let request = question.request();
        let page = index.search(&request).unwrap();
        let ours = Told::of(&page);
        let differs_in = if question.class == Class::Number {
            let own = page.hits.iter().filter(|hit| hit.tier.rank() <= 2);
            (own.count() != numbers.look_up(&question.text).len()).then_some("hits")
        } else {
            let theirs = reference.told(&reference.ask(question));
            best += theirs.top.len();
            let both = |hit: &&u64| theirs.top.contains(hit);
            same += ours.top.iter().filter(both).count();
            let newest = Request {
                sort: Sort::Newest,
                ..request.clone()
            };
            let ours_newest = Told::of(&index.search(&newest).unwrap());
            let theirs_newest = reference.told(&reference.newest(question));
            let newest = days.of_top(&ours_newest) == days.of_top(&theirs_newest);
            let dates = (!newest).then_some("the newest ten");
            ours.differs_in(&theirs).or(dates)
        };
        hits += ours.total;
        match differs_in {
            None => kept.push((question.clone(), request)),
            Some(what) => differing.push(format!(
                "in {what}: {} ({} hits)",
                question.text, ours.total
            )),
        }
    }
    let class = asked
        .first()
        .map_or(String::new(), |question| question.class.name());
    println!(
        "{class}: {} of {} agree in hits, facets and the newest ten; {} hits on average; {}",
        kept.len(),
        asked.len(),
        hits / asked.len().max(1) as u64,
        match best {
            0 => String::new(),
            best => format!("of the ten best {} % are the same", same * 100 / best),
        }
    );
    for question in differing.iter().take(SHOWN) {
        println!("    differs {question}");
    }
    kept
}

fn measured(
    class: Class,
    asked: &[(Question, Request)],
    index: &Index,
    reference: &Reference,
    rounds: usize,
    clients: usize,
) -> Row {
    let mut row = Row {
        what: class.name(),
        ours: Vec::new(),
        theirs: Vec::new(),
        goal: goal(class),
    };
    for round in 0..=rounds {
        let ask_ours = || {
            ask_all(asked, clients, |(_, request)| {
                drop(black_box(index.search(request).unwrap()));
            })
        };
        let ask_theirs = || {
            ask_all(asked, clients, |(question, _)| {
                drop(black_box(reference.ask(question)));
            })
        };
        let (ours, theirs) = match round % 2 {
            0 => {
                let ours = ask_ours();
                (ours, ask_theirs())
            }
            _ => {
                let theirs = ask_theirs();
                (ask_ours(), theirs)
            }
        };
        // The first round warms both.
        if round > 0 {
            row.ours.push(ours);
            row.theirs.push(theirs);
        }
    }
    row
}

fn against_b_tree(
    asked: &[(Question, Request)],
    index: &Index,
    numbers: &Numbers,
    rounds: usize,
) -> Row {
    let mut row = Row {
        what: "b-tree".to_owned(),
        ours: Vec::new(),
        theirs: Vec::new(),
        goal: (Some(1.0), None),
    };
    for _ in 0..rounds {
        row.ours.push(ask_all(asked, 1, |(_, request)| {
            drop(black_box(index.search(request).unwrap()));
        }));
        row.theirs.push(ask_all(asked, 1, |(question, _)| {
            drop(black_box(numbers.look_up(&question.text)));
        }));
    }
    row
}

/// The numbers of all papers in a table of SQLite, in a file.
struct Numbers(Mutex<Connection>);

impl Numbers {
    fn of(store: &Store) -> Self {
        let path = record::folder().join("numbers.db");
        drop(fs::remove_file(&path));
        let mut connection = Connection::open(&path).unwrap();
        let table =
            "CREATE TABLE numbers (key TEXT, id TEXT); CREATE INDEX by_key ON numbers (key);";
        connection.execute_batch(table).unwrap();
        let batch = connection.transaction().unwrap();
        for document in store.all_documents(Order::Sequence).unwrap() {
            let document = document.unwrap();
            let number = document.description.number.as_ref();
            let key = number.map(|number| reference::key(&number.printed));
            let insert = "INSERT INTO numbers VALUES (?1, ?2)";
            let mut insert = batch.prepare_cached(insert).unwrap();
            insert.execute((key, document.id.as_str())).unwrap();
        }
        batch.commit().unwrap();
        Self(Mutex::new(connection))
    }

    /// The first ten papers that bear a number.
    fn look_up(&self, number: &str) -> Vec<String> {
        let connection = self.0.lock().unwrap();
        let select = "SELECT id FROM numbers WHERE key = ?1 LIMIT 10";
        let mut select = connection.prepare_cached(select).unwrap();
        let rows = select
            .query_map([reference::key(number)], |row| row.get(0))
            .unwrap();
        rows.map(Result::unwrap).collect()
    }
}

/// The day of each paper, by its sequence number.
struct Days(HashMap<u64, String>);

impl Days {
    fn of(store: &Store) -> Self {
        let documents = store
            .all_documents(Order::Sequence)
            .unwrap()
            .map(Result::unwrap);
        let day = |date: Option<vankho::document::PartialDate>| {
            date.map_or(String::new(), |date| date.first_day().to_string())
        };
        Self(
            documents
                .map(|paper| (paper.sequence, day(paper.description.issued_on)))
                .collect(),
        )
    }

    fn of_top(&self, told: &Told) -> Vec<&str> {
        told.top
            .iter()
            .map(|sequence| self.0[sequence].as_str())
            .collect()
    }
}

/// Bytes of the files of a folder.
pub fn size(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).unwrap();
    files
        .map(|file| file.unwrap().metadata().unwrap().len())
        .sum()
}
