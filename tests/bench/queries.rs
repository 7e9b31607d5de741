//! What a question costs: reading the typed line, and answering a million mutilated ones.
//!
//! `cargo bench --bench queries` reads every input of `tests/vectors/{numbers,queries}.tsv` and
//! prints median and p99. With an archive and a count after `--` it then asks that archive as many
//! lines made from those inputs by cutting, doubling, and sprinkling bytes and operators; every
//! answer must come, none may be an error.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a program for developers, who read its output"
)]

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use vankho::archive::Archive;
use vankho::archive::Request;

const TABLES: [&str; 2] = [
    include_str!("../vectors/numbers.tsv"),
    include_str!("../vectors/queries.tsv"),
];
const ROUNDS: usize = 50;
const SPRINKLED: [&str; 16] = [
    "\"", "(", ")", "-", "*", "?", ":", "/", "AND", "OR", "\u{0}", "\u{301}", "\u{202e}", "đ",
    "~2", "^",
];

/// A small generator of numbers with a fixed beginning (xorshift64): the same lines in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 as usize % bound.max(1)
    }
}

fn main() {
    let lines: Vec<&str> = TABLES
        .iter()
        .flat_map(|table| table.lines().filter(|line| !line.starts_with('#')).skip(1))
        .filter_map(|line| line.split('\t').nth(1))
        .collect();
    // The vocabulary's tables are read on first use; that is not a query's cost.
    for line in &lines {
        black_box(vankho::search::understand(&Request::of(*line, 10)));
    }
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        for line in &lines {
            let started = Instant::now();
            black_box(vankho::search::understand(&Request::of(*line, 10)));
            times.push(started.elapsed());
        }
    }
    report("read and plan a line", &mut times);
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"));
    if let (Some(archive), Some(count)) = (arguments.next(), arguments.next()) {
        fuzz(Path::new(&archive), count.parse().unwrap(), &lines);
    }
}

fn fuzz(archive: &Path, count: usize, lines: &[&str]) {
    let archive = Archive::open(archive, jiff::Timestamp::now()).unwrap();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut times = Vec::with_capacity(count);
    for _ in 0..count {
        let line = mutilated(&mut dice, lines);
        let started = Instant::now();
        black_box(archive.search(&Request::of(line, 10)).unwrap());
        times.push(started.elapsed());
    }
    report("answer a mutilated line", &mut times);
}

fn mutilated(dice: &mut Dice, lines: &[&str]) -> String {
    let mut line: Vec<char> = lines[dice.below(lines.len())].chars().collect();
    for _ in 0..=dice.below(4) {
        let at = dice.below(line.len() + 1);
        match dice.below(5) {
            0 => line.truncate(at),
            1 => {
                let again = line[at..].to_vec();
                line.extend(again);
            }
            2 => {
                let sprinkled = SPRINKLED[dice.below(SPRINKLED.len())];
                line.splice(at..at, sprinkled.chars());
            }
            3 => line.insert(at, char::from(dice.below(256) as u8)),
            _ => {
                let other = lines[dice.below(lines.len())];
                line.push(' ');
                line.extend(other.chars());
            }
        }
    }
    line.into_iter().collect()
}

fn report(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!(
        "{what}: {} times, median {:?}, p99 {:?}, longest {:?}",
        times.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
}
