//! What is asked, of ours and of a reference alike, and the terms answers are compared in.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::Date;
use vankho::document::PartialDate;
use vankho::search::BodyCount;
use vankho::search::Page;
use vankho::search::Request;

use crate::fold::folded;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// This many words, all of which must occur.
    Words(usize),
    Phrase,
    Number,
    Browse,
}

impl Class {
    pub const ALL: [Self; 5] = [
        Self::Words(2),
        Self::Words(3),
        Self::Phrase,
        Self::Number,
        Self::Browse,
    ];

    pub fn name(self) -> String {
        match self {
            Self::Words(count) => format!("and{count}"),
            Self::Phrase => "phrase".to_owned(),
            Self::Number => "number".to_owned(),
            Self::Browse => "browse".to_owned(),
        }
    }
}

/// One question, with the first and last year of its range.
#[derive(Clone)]
pub struct Question {
    pub class: Class,
    pub years: Option<(i16, i16)>,
    pub text: String,
}

impl Question {
    /// All of a table that `generate.py` wrote.
    pub fn all(table: &Path) -> Vec<Self> {
        let table = fs::read_to_string(table).unwrap();
        table.lines().skip(1).filter_map(Self::read).collect()
    }

    fn read(line: &str) -> Option<Self> {
        let mut cells = line.split('\t');
        let name = cells.next()?;
        let class = Class::ALL.into_iter().find(|class| class.name() == name)?;
        let years = cells.next()?.parse().ok().zip(cells.next()?.parse().ok());
        let mut text = cells.next()?.to_owned();
        if class == Class::Phrase {
            // Typed with marks ours asks for them too, which the reference cannot.
            text = format!("\"{}\"", folded(&text).join(" "));
        }
        Some(Self { class, years, text })
    }

    /// First and last day, from 1970-01-01.
    pub fn days(&self) -> Option<(i64, i64)> {
        let (first, last) = self.years?;
        let number = |date: Date| {
            let epoch = jiff::civil::date(1970, 1, 1);
            i64::from(epoch.until(date).unwrap().get_days())
        };
        let (first, last) = (
            jiff::civil::date(first, 1, 1),
            jiff::civil::date(last, 12, 31),
        );
        Some((number(first), number(last)))
    }

    /// The same as a request to ours.
    pub fn request(&self) -> Request {
        let year = |year: i16| PartialDate::year_only(year).unwrap();
        Request {
            from: self.years.map(|(first, _)| year(first)),
            to: self.years.map(|(_, last)| year(last)),
            ..Request::of(self.text.clone(), 10)
        }
    }
}

/// An answer in the terms two engines can be compared in.
#[derive(PartialEq, Debug)]
pub struct Told {
    pub total: u64,
    /// By the store's sequence numbers, best first.
    pub top: Vec<u64>,
    pub kinds: BTreeMap<String, u64>,
    /// By the issuing body itself.
    pub bodies: BTreeMap<String, u64>,
    pub years: BTreeMap<String, u64>,
}

impl Told {
    pub fn of(page: &Page) -> Self {
        let kinds = page.facets.kind.iter();
        let years = page.facets.year.iter();
        let mut bodies = BTreeMap::new();
        own_counts(&page.facets.body, &mut bodies);
        Self {
            total: page.total,
            top: page.hits.iter().map(|hit| hit.sequence).collect(),
            kinds: kinds
                .map(|kind| (kind.value.to_string(), kind.count))
                .collect(),
            bodies,
            years: years
                .map(|year| (year.value.to_string(), year.count))
                .collect(),
        }
    }

    /// The first thing that is not the same: hits or the sums of a facet.
    pub fn differs_in(&self, other: &Self) -> Option<&'static str> {
        let same = [
            ("hits", self.total == other.total),
            ("kinds", self.kinds == other.kinds),
            ("bodies", self.bodies == other.bodies),
            ("years", self.years == other.years),
        ];
        let differing = same.iter().find(|(_, same)| !same);
        differing.map(|(what, _)| *what)
    }
}

/// What each body issued itself: of a paper of one body, its count less those of the bodies below.
fn own_counts(tree: &[BodyCount], counts: &mut BTreeMap<String, u64>) {
    for body in tree {
        let below: u64 = body.children.iter().map(|child| child.count).sum();
        if body.count > below {
            *counts.entry(body.id.to_string()).or_default() += body.count - below;
        }
        own_counts(&body.children, counts);
    }
}
