//! A typed line taken apart: what is quoted or excluded, what reads as a number, what it wishes.

use crate::document::number::NumberQuery;
use crate::document::number::Part;
use crate::document::number::read_query;
use crate::search::filter::Filter;
use crate::search::lookup::Reading;
use crate::search::request::MOST_SYLLABLES;
use crate::search::terms_of_office;
use crate::search::words;
use crate::search::words::Words;
use crate::text::syllables::syllables;
use crate::vocabulary::kinds;
use crate::vocabulary::kinds::Kind;

/// More syllables than this before a number make a sentence that mentions it.
const LONGEST_LEAD: usize = 8;

/// A typed line, cut into what is quoted or excluded and the rest, and the rest read.
pub(super) struct Line<'a> {
    pub text: &'a str,
    pub stretches: Vec<words::Stretch<'a>>,
    /// The rest, every stretch cut out replaced by blanks, so that offsets hold.
    pub plain: String,
    pub read: NumberQuery,
    pub reading: Option<Reading>,
    /// The kind it begins with, and where its name starts and ends.
    pub kind: Option<(&'static Kind, usize, usize)>,
}

impl<'a> Line<'a> {
    /// Takes a line apart.
    pub fn of(text: &'a str) -> Self {
        let stretches = words::stretches(text);
        let mut plain = String::with_capacity(text.len());
        for stretch in &stretches {
            while plain.len() < stretch.start {
                plain.push(' ');
            }
            if !stretch.quoted && !stretch.excluded {
                plain.push_str(stretch.text);
            }
        }
        let read = read_query(&plain);
        let reading = reading_of(&read, &plain);
        let kind = leading_kind(&plain);
        Self {
            text,
            stretches,
            plain,
            read,
            reading,
            kind,
        }
    }

    /// The words of `plain`, and all that is quoted or excluded.
    pub fn words(&self, plain: &str) -> Words {
        let mut words = Words::default();
        let mut room = words.add(plain, false, false, MOST_SYLLABLES);
        for stretch in self
            .stretches
            .iter()
            .filter(|stretch| stretch.quoted || stretch.excluded)
        {
            room = words.add(stretch.text, stretch.quoted, stretch.excluded, room);
        }
        words
    }

    /// What the line wishes besides a number and words, each with its name for a remark.
    pub fn wishes(&self) -> Vec<(&'static str, Filter)> {
        let mut wishes = Vec::new();
        if let Some(date) = self.read.date {
            wishes.push((
                "ngày",
                Filter {
                    from: Some(date),
                    to: Some(date),
                    ..Filter::default()
                },
            ));
        } else if let Some(year) = self
            .read
            .filter_year
            .and_then(|year| i16::try_from(year).ok())
        {
            wishes.push((
                "năm",
                Filter {
                    year: Some(year),
                    ..Filter::default()
                },
            ));
        }
        let term = self.read.term.filter(|_| self.read.nicknamed.is_empty());
        if let Some((from, to)) = term.and_then(terms_of_office::party_term) {
            wishes.push((
                "khóa",
                Filter {
                    from: Some(from),
                    to,
                    ..Filter::default()
                },
            ));
        }
        let named = self.names_body();
        if named && !self.read.bodies.is_empty() {
            wishes.push((
                "cơ quan",
                Filter {
                    bodies: self.read.bodies.clone(),
                    ..Filter::default()
                },
            ));
        } else if named && !self.read.places.is_empty() {
            wishes.push((
                "nơi ban hành",
                Filter {
                    places: self.read.places.clone(),
                    ..Filter::default()
                },
            ));
        }
        wishes
    }

    /// A body or a place was named in words.
    pub fn names_body(&self) -> bool {
        self.read
            .spans
            .iter()
            .any(|span| matches!(span.part, Part::Body | Part::Place))
    }
}

/// Whether the line looks a number up, and how sure that is.
fn reading_of(read: &NumberQuery, plain: &str) -> Option<Reading> {
    let number = read.spans.iter().find(|span| span.part == Part::Number);
    let first = read
        .spans
        .iter()
        .map(|span| span.range.start)
        .min()
        .unwrap_or(0);
    let before = plain
        .get(..number.map_or(first, |number| number.range.start))
        .unwrap_or_default();
    let kinds = read.spans.iter().filter(|span| span.part == Part::Kind);
    let kind_words: usize = kinds
        .filter_map(|span| plain.get(span.range.clone()))
        .map(|kind| syllables(kind).count())
        .sum();
    if syllables(before).count() > LONGEST_LEAD + kind_words {
        return None;
    }
    if read.is_number() {
        let typed = number
            .and_then(|number| plain.get(number.range.clone()))
            .unwrap_or_default();
        let coded = typed.contains(char::is_alphabetic);
        return Some(if coded {
            Reading::Coded
        } else {
            Reading::Verbal
        });
    }
    let alone = read.rest.trim().is_empty() && read.bodies.is_empty() && read.date.is_none();
    (read.serial.is_some() && alone).then_some(Reading::Bare)
}

/// The kind a line begins with: its name, and where it stands.
fn leading_kind(plain: &str) -> Option<(&'static Kind, usize, usize)> {
    let tokens: Vec<_> = syllables(plain).take(5).collect();
    let start = tokens.first()?.start;
    tokens.iter().rev().find_map(|last| {
        let kind = kinds::by_name(plain.get(start..last.end)?)?;
        Some((kind, start, last.end))
    })
}
