//! Suggestions while someone types: numbers, titles and bodies that begin so, marks aside.

use serde::Serialize;

use crate::document::number::read_query;
use crate::search::filter::Filter;
use crate::search::lookup;
use crate::search::page::Hit;
use crate::search::page::Tier;
use crate::search::plan::Plan;
use crate::search::plan::Rung;
use crate::search::spelling::Spelling;
use crate::search::words::Clause;
use crate::search::words::Words;
use crate::search::words::spellings;
use crate::text::fold::fold;
use crate::text::normalise;
use crate::text::syllables::syllables;
use crate::vocabulary::BodyId;

/// Syllables of a line that are looked at.
const LONGEST_LINE: usize = 24;
/// Completions of the last syllable that are searched for.
const MOST_ENDINGS: usize = 12;

/// What a line may become.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Suggestions {
    /// Documents whose number begins so, or is the one typed.
    pub numbers: Vec<Hit>,
    /// Documents whose title has these words, the last one perhaps unfinished.
    pub titles: Vec<Hit>,
    /// Bodies whose name, or a word of it, begins so.
    pub bodies: Vec<BodyId>,
}

/// The beginning of the loose keys of numbers, `l:7 da`; none if no number was begun.
pub(super) fn number_beginning(line: &str) -> Option<String> {
    let line = normalise::number_clean(line);
    let groups: Vec<String> = syllables(&line)
        .take(LONGEST_LINE)
        .map(|group| fold(group.text))
        .collect();
    let first = groups.first()?.trim_start_matches('0');
    let digits = first.starts_with(|c: char| c.is_ascii_digit());
    let rest = groups.get(1..).unwrap_or_default();
    digits.then(|| format!("l:{}", [&[first.to_owned()], rest].concat().join(" ")))
}

/// Documents with one of these keys, and with the number typed.
pub(super) fn number_plan(line: &str, keys: Vec<(String, u64)>) -> Option<Plan> {
    let begun = keys.into_iter().map(|(term, _)| Rung {
        tier: Tier::Loose,
        order: 0,
        cited: false,
        term,
        only: Filter::default(),
        nickname: false,
    });
    let read = read_query(line);
    let typed = if read.is_number() {
        lookup::own_rungs(&read)
    } else {
        Vec::new()
    };
    let rungs: Vec<Rung> = typed.into_iter().chain(begun).collect();
    (!rungs.is_empty()).then(|| Plan {
        rungs,
        ..Plan::default()
    })
}

/// The words of a line, the last one perhaps unfinished.
pub(super) struct Title {
    finished: Vec<Spelling>,
    last: Spelling,
}

/// The words typed, if any.
pub(super) fn title(line: &str) -> Option<Title> {
    let line = normalise::display(line);
    let mut finished: Vec<Spelling> = spellings(&line).take(LONGEST_LINE).collect();
    let last = finished.pop()?;
    Some(Title { finished, last })
}

impl Title {
    /// The last word without marks.
    pub fn last(&self) -> &str {
        &self.last.plain
    }

    /// Titles with the finished words and one of the endings, the commonest tried first.
    pub fn plan(self, mut endings: Vec<(String, u64)>) -> Option<Plan> {
        endings.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        endings.truncate(MOST_ENDINGS);
        if endings.is_empty() {
            return None;
        }
        let mut clauses: Vec<Clause> = self.finished.into_iter().map(Clause::Syllable).collect();
        let meant = endings
            .iter()
            .map(|(ending, _)| vec![Spelling::of(ending)])
            .collect();
        clauses.push(Clause::Abbreviation(vec![self.last], meant));
        let words = Words {
            clauses,
            in_titles: true,
            ..Words::default()
        };
        Some(Plan {
            words,
            ..Plan::default()
        })
    }
}

/// What the name of a body is to begin with.
pub(super) fn body_beginning(line: &str) -> String {
    let line = normalise::display(line);
    let words: Vec<String> = syllables(&line)
        .take(LONGEST_LINE)
        .map(|word| fold(word.text))
        .collect();
    words.join(" ")
}
