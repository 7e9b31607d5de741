//! A short, repeatable round of damage for every parser: no panic of ours, no more text than allowed.
//!
//! `tests/fuzz` is the long one, guided by coverage. What it finds is kept in `tests/fuzz/findings`,
//! and read here.

use std::cell::RefCell;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Once;
use std::thread;

use vankho::document::number::read_query;
use vankho::document::{DocumentNumber, Line, Page};
use vankho::extract::{self, Limits};
use vankho::{describe, text};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::harness::samples;

thread_local! {
    /// Where this thread panicked; none while it is no fuzzing thread.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `work` with the stack that a reader process gives its parsers. A panic in a crate is what
/// that process is for; one in our own code fails.
#[track_caller]
fn survive(what: &str, work: impl FnOnce() + Send) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let place = info.location().map(ToString::to_string);
            let noted = PLACE.with_borrow_mut(|noted| {
                noted
                    .as_mut()
                    .map(|noted| *noted = place.unwrap_or_default())
            });
            if noted.is_none() {
                usual(info);
            }
        }));
    });
    PLACE.set(Some(String::new()));
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    let place = PLACE.take().unwrap_or_default();
    let ours = !place.contains("/.cargo/");
    assert!(outcome.is_ok() || !ours, "panic at {place} for {what}");
}

#[test]
#[should_panic(expected = "for a planted one")]
fn a_panic_of_our_own_is_a_finding() {
    survive("a planted one", || panic!("planted"));
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }
}

const SPICE: &[&[u8]] = &[
    b"\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"-1",
    b"4294967296",
    b"99999999999999999999",
    b"<<",
    b">>",
    b"{",
    b"}",
    b"\\'",
    b"\\u-10179?",
    b"<w:p>",
    b"</w:p>",
    b"<table>",
    b"&#x110000;",
    b"%",
    b"(",
    b"[",
    b"obj",
    b"stream\n",
    b"\xcc\x81",
    b"\xc4\x90",
    b"\xe2\x80\x91",
    b"\xc2\xad",
    b"\n",
];

/// The input with one to four things changed.
fn damaged(input: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len());
        let end = (at + 1 + dice.below(40)).min(bytes.len());
        match dice.below(6) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << dice.below(8),
            1 if !bytes.is_empty() => bytes[at] = dice.below(256) as u8,
            2 => drop(bytes.drain(at..end)),
            3 => {
                let again = bytes[at..end].to_vec();
                let to = dice.below(bytes.len());
                bytes.splice(to..to, again);
            }
            4 if dice.below(10) == 0 => bytes.truncate(at),
            _ => {
                let spice = SPICE[dice.below(SPICE.len())];
                let until = if dice.below(2) == 0 {
                    at
                } else {
                    (at + spice.len()).min(bytes.len())
                };
                bytes.splice(at..until, spice.iter().copied());
            }
        }
    }
    bytes
}

fn read(bytes: &[u8]) {
    let limits = Limits {
        text_bytes: 1 << 20,
        ..Limits::office()
    };
    let Ok((_, extracted)) = extract::read_alone(bytes, "paper.doc", &limits) else {
        return;
    };
    let lines = || extracted.pages.iter().flat_map(|page| &page.lines);
    let text: usize = lines()
        .flat_map(|line| &line.runs)
        .map(|run| run.text.len())
        .sum();
    assert!(text <= limits.text_bytes);
    assert!(
        lines()
            .filter_map(|line| line.area)
            .flatten()
            .all(|side| !side.is_nan())
    );
}

/// A ZIP with one of its parts of XML damaged, packed again without compression.
fn part_damaged(input: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(input)).unwrap();
    let chosen = dice.below(archive.len());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        member.read_to_end(&mut content).unwrap();
        // Half of the time the text itself, which is what there is most to say about.
        let name = member.name().unwrap().into_owned();
        let text = ["word/document.xml", "content.xml"].contains(&name.as_str());
        if index == chosen || text {
            content = damaged(&content, dice);
        }
        let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        writer.start_file(name, plain).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[track_caller]
fn check(sample: &str, rounds: u64, damage: fn(&[u8], &mut Dice) -> Vec<u8>) {
    let input = fs::read(samples().join(sample)).unwrap();
    let deep = thread::Builder::new().stack_size(64 << 20);
    let sample = sample.to_owned();
    let fuzzing = deep.spawn(move || {
        for round in 1..=rounds {
            let mut dice = Dice(round.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let bytes = damage(&input, &mut dice);
            survive(&format!("{sample}, round {round}"), || read(&bytes));
        }
    });
    fuzzing.unwrap().join().unwrap();
}

#[test]
fn texts_and_markup() {
    check("luu-tru-cu/12-QD-UB.rtf", 400, damaged);
    check("luu-tru-cu/TB41-2006.rtf", 400, damaged);
    check("Luat-33-2024-QH15.html", 300, damaged);
    check("tin-giao-ban-du-luan-xa-hoi.html", 300, damaged);
    check("2021/112-BC-TU.txt", 400, damaged);
    check("35-NQ-TW.txt", 400, damaged);
}

#[test]
fn word_97() {
    check("luu-tru-cu/QD991UB.doc", 150, damaged);
}

#[test]
fn packed_papers() {
    check("2020/238-QĐ-TW.docx", 15, part_damaged);
    check("luu-tru-cu/CT05-1999.docx", 15, part_damaged);
    check("12-CT-TW.docx", 15, damaged);
    check("2021/Kết luận 05-KL-HU.odt", 15, part_damaged);
}

#[test]
fn pdf() {
    check("30_2020_ND-CP.pdf", 60, damaged);
    check("2020/Đề án 07-ĐA-TU.pdf", 60, damaged);
    check("ban-quet/567-UBND-KT.pdf", 30, damaged);
}

#[test]
fn words_that_are_typed_and_papers_that_are_described() {
    let papers = ["35-NQ-TW.txt", "15-NQ-TW_2022.txt", "2026/207-QD-TW.txt"];
    for sample in papers {
        let input = fs::read(samples().join(sample)).unwrap();
        for round in 1..=60 {
            let bytes = damaged(&input, &mut Dice(round));
            let text = text::normalise::display(&String::from_utf8_lossy(&bytes));
            let line = |text: &str| Line {
                text: text.to_owned(),
                ..Line::default()
            };
            let lines: Vec<Line> = text.lines().map(line).collect();
            let typed = &lines[lines.len() / 2].text;
            let _ = (read_query(typed), DocumentNumber::parse(typed));
            let pages = [Page {
                lines,
                ..Page::default()
            }];
            let _ = describe::secrecy(&pages, sample);
            let described = describe::describe(&pages, sample, None);
            let text = describe::text_of(&pages);
            for citation in described.citations {
                assert!(
                    text.get(citation.start..citation.end).is_some(),
                    "{citation:?}"
                );
            }
        }
    }
}

#[test]
fn what_was_found_once() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/findings");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        survive(&path.display().to_string(), || read(&bytes));
    }
}
