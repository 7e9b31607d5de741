//! What HTTP costs over the engine: the real server beside a bare axum handler, asked in turn.
//!
//! `cargo bench --bench http -- ARCHIVE QUERIES.tsv [ROUNDS]`: the server of the archive, and in this
//! process a handler that gives the same bytes back. Printed are the medians over the rounds of
//!
//! - a search over HTTP less the same search in this process (engine, documents, snippets), against
//!   the bare handler: the goal is twice it;
//! - a number over HTTP against the bare handler with the same bytes: the goal is 1.5 times;
//! - trivial answers a second with 64 connections against the bare handler's: the goal is 0.6 times.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    dead_code,
    reason = "a program that measures, run by hand; what it shares with others it uses in part"
)]

mod fold;
mod question;
mod record;
mod server;

use std::hint::black_box;
use std::path::Path;
use std::process::exit;
use std::time::Duration;
use std::time::Instant;

use serde_json::json;
use vankho::archive::Archive;
use vankho::search::Request;

use question::Class;
use question::Question;
use record::ask_all;
use record::middle;
use server::Bare;
use server::Client;
use server::Served;

const CONNECTIONS: usize = 64;
const SPELL: Duration = Duration::from_secs(2);
/// Answered without asking the archive.
const TRIVIAL: &str = "/healthz";

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let [archive, table, more @ ..] = arguments.as_slice() else {
        println!("cargo bench --bench http -- ARCHIVE QUERIES.tsv [ROUNDS]");
        exit(2);
    };
    let rounds = more.first().map_or(5, |word| word.parse().unwrap());
    let archive = Path::new(archive);
    let served = Served::start(archive);
    let questions = Question::all(Path::new(table));
    let here = Archive::open(archive, jiff::Timestamp::now()).unwrap();
    let of_class = |class: Class| {
        let asked = questions.iter().filter(|question| question.class == class);
        asked.map(Asked::of).collect::<Vec<_>>()
    };
    let words = [of_class(Class::Words(2)), of_class(Class::Words(3))].concat();
    let numbers = of_class(Class::Number);
    let bodies = |asked: &[Asked]| {
        let mut client = Client::of(served.address);
        let body = |asked: &Asked| client.get(&asked.path);
        asked.iter().map(body).collect::<Vec<_>>()
    };
    let bare_words = Bare::start(bodies(&words));
    let bare_numbers = Bare::start(bodies(&numbers));
    let bare_trivial = Bare::start(vec![Client::of(served.address).get(TRIVIAL)]);

    let mut over = Vec::new();
    let mut of_numbers = Vec::new();
    let mut trivial = Vec::new();
    for _ in 0..rounds {
        let http = timed(
            &words,
            |client, asked| drop(client.get(&asked.path)),
            served.address,
        );
        let engine = ask_all(&words, 2, |asked| {
            drop(black_box(here.search(&asked.request).unwrap()));
        });
        let floor = bare_words.round(words.len());
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        over.push((
            milliseconds(http),
            milliseconds(engine.median),
            milliseconds(floor),
        ));

        let http = timed(
            &numbers,
            |client, asked| drop(client.get(&asked.path)),
            served.address,
        );
        of_numbers.push((
            milliseconds(http),
            milliseconds(bare_numbers.round(numbers.len())),
        ));

        let ours = a_second(served.address, TRIVIAL);
        trivial.push((ours, a_second(bare_trivial.address, "/0")));
    }
    let overhead = middle(over.iter().map(|(http, engine, _)| http - engine));
    let floor = middle(over.iter().map(|(_, _, floor)| *floor));
    let ratio = middle(
        over.iter()
            .map(|(http, engine, floor)| (http - engine) / floor),
    );
    println!(
        "search: HTTP less engine {overhead:.3} ms, bare handler {floor:.3} ms = {ratio:.2} (≤ 2)"
    );
    let number = middle(of_numbers.iter().map(|(http, floor)| http / floor));
    let ours = middle(of_numbers.iter().map(|(http, _)| *http));
    println!("number: {ours:.3} ms over HTTP = {number:.2} bare handlers (≤ 1.5)");
    let share = middle(trivial.iter().map(|(ours, floor)| ours / floor));
    let ours = middle(trivial.iter().map(|(ours, _)| *ours));
    println!(
        "trivial: {ours:.0}/s with {CONNECTIONS} connections = {share:.2} bare handlers (≥ 0.6)"
    );
    let record = json!({
        "search_ms": over, "number_ms": of_numbers, "trivial_per_second": trivial,
        "overhead_ratio": ratio, "number_ratio": number, "trivial_ratio": share,
    });
    record::write("http", &record);
}

/// A question, and its address.
#[derive(Clone)]
struct Asked {
    request: Request,
    path: String,
}

impl Asked {
    fn of(question: &Question) -> Self {
        let mut fields = form_urlencoded::Serializer::new(String::new());
        fields.append_pair("q", &question.text);
        if let Some((first, last)) = question.years {
            fields.append_pair("from", &first.to_string());
            fields.append_pair("to", &last.to_string());
        }
        Self {
            request: question.request(),
            path: format!("/api/v1/search?{}", fields.finish()),
        }
    }
}

/// The median time of everything once, over two connections that stay open.
fn timed(
    asked: &[Asked],
    get: impl Fn(&mut Client, &Asked) + Sync,
    address: std::net::SocketAddr,
) -> Duration {
    let clients = server::Clients::of(address, 2);
    ask_all(asked, 2, |asked| clients.with(|client| get(client, asked))).median
}

/// Answers a second, over many connections for a while.
fn a_second(address: std::net::SocketAddr, path: &str) -> f64 {
    let started = Instant::now();
    let count = |_| {
        let mut client = Client::of(address);
        let mut count = 0_u32;
        while started.elapsed() < SPELL {
            client.get(path);
            count += 1;
        }
        count
    };
    let total: u32 = std::thread::scope(|threads| {
        let clients: Vec<_> = (0..CONNECTIONS)
            .map(|at| threads.spawn(move || count(at)))
            .collect();
        clients
            .into_iter()
            .map(|client| client.join().unwrap())
            .sum()
    });
    f64::from(total) / started.elapsed().as_secs_f64()
}
