//! Words as an engine is asked for them: what must occur, and what makes one document better than
//! another.

use std::collections::HashSet;

use crate::search::prose::Prose;
use crate::search::prose::ProseField;
use crate::search::spelling::Spelling;
use crate::search::words::Clause;
use crate::search::words::Words;

/// How much each kind of agreement counts. Measured on the retrieval sets: `index/README.md`.
#[derive(Clone, Copy)]
pub(super) struct Weights {
    /// A syllable without its marks, and the same with them.
    pub plain: f32,
    pub key: f32,
    /// Two neighbours without their marks, and with them.
    pub plain_pair: f32,
    pub key_pair: f32,
    /// The same in the title and in the names, as multiples.
    pub title: f32,
    pub about: f32,
    /// A spelling with `i` for `y`.
    pub variant: f32,
    /// What an abbreviation stands for.
    pub expansion: f32,
}

pub(super) const WEIGHTS: Weights = Weights {
    plain: 0.4,
    key: 0.1,
    plain_pair: 1.0,
    key_pair: 1.6,
    title: 0.4,
    about: 0.5,
    variant: 0.3,
    expansion: 0.8,
};

/// What documents are asked for. A document's score is the sum of those of the terms it was found by.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ask {
    /// One term of a field, and what it is worth.
    Term(Term),
    /// All of these.
    All(Vec<Ask>),
    /// Any of these.
    Any(Vec<Ask>),
    /// At least so many of these.
    AtLeast(usize, Vec<Ask>),
    /// These syllables one after the other; worth nothing.
    InOrder(Prose, Vec<String>),
    /// The first, without any of the others; without a first one, everything but those.
    Without(Option<Box<Ask>>, Vec<Ask>),
}

/// A term of a field of prose.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Term {
    pub field: ProseField,
    pub text: String,
    /// What it counts, before how rare it is.
    pub weight: f32,
}

/// Words made ready for an engine.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Worded {
    /// Finds the documents and scores what they must have.
    pub required: Ask,
    /// What adds to the score of those that have it.
    pub better: Vec<Ask>,
}

impl Ask {
    /// Calls `visit` with every term that scores.
    pub fn terms<'a>(&'a self, visit: &mut impl FnMut(&'a Term)) {
        match self {
            Self::Term(term) => visit(term),
            Self::All(asks) | Self::Any(asks) | Self::AtLeast(_, asks) => {
                for ask in asks {
                    ask.terms(visit);
                }
            }
            Self::InOrder(..) => {}
            Self::Without(ask, _) => {
                if let Some(ask) = ask {
                    ask.terms(visit);
                }
            }
        }
    }
}

/// What finds documents with at least `needed` of the clauses, best first.
pub(super) fn worded(words: &Words, needed: usize, weights: &Weights) -> Worded {
    let required = match words.in_titles {
        true => Prose::Title,
        false => Prose::Text,
    };
    let builder = Builder { required, weights };
    let needs: Vec<Ask> = needs(words).iter().map(|need| builder.need(need)).collect();
    // The marks of neighbours are compared pair by pair; a syllable alone has only its own.
    let alone = words.clauses.len() == 1;
    let mut better = Vec::new();
    let mut seen = HashSet::new();
    for clause in words
        .clauses
        .iter()
        .filter(|clause| seen.insert(shape(clause)))
    {
        builder.better(clause, alone, &mut better);
    }
    builder.neighbours(&words.clauses, &mut better);
    let better = merged(better);
    let all = needed >= needs.len();
    let found = match words.clauses.is_empty() {
        true => None,
        false if all => Some(Ask::All(needs)),
        false => Some(Ask::AtLeast(needed.max(1), needs)),
    };
    let excluded: Vec<Ask> = words
        .excluded
        .iter()
        .map(|clause| builder.excluded(clause))
        .collect();
    let required = match found {
        Some(found) if excluded.is_empty() => found,
        found => Ask::Without(found.map(Box::new), excluded),
    };
    Worded { required, better }
}

/// How many different things are looked for.
pub(super) fn distinct(words: &Words) -> usize {
    needs(words).len()
}

/// One thing that is looked for: a clause, or a run of them that is also written in short.
enum Need<'a> {
    One(&'a Clause),
    Run(&'a [Clause], &'a [Vec<Spelling>]),
}

/// What is looked for, everything once.
fn needs(words: &Words) -> Vec<Need<'_>> {
    let mut needs = Vec::new();
    let mut seen = HashSet::new();
    for (at, clause) in words.clauses.iter().enumerate() {
        let short = words
            .shorts
            .iter()
            .find(|short| (short.first..short.first + short.count).contains(&at));
        match short {
            Some(short) if short.first == at => {
                let run = words.clauses.get(at..at + short.count).unwrap_or_default();
                needs.push(Need::Run(run, &short.written));
            }
            Some(_) => {}
            None if seen.insert(shape(clause)) => needs.push(Need::One(clause)),
            None => {}
        }
    }
    needs
}

fn shape(clause: &Clause) -> String {
    match clause {
        Clause::Syllable(spelling) => spelling.plain.clone(),
        Clause::Phrase(phrase) => format!("\"{}", plain_text(phrase)),
        Clause::Abbreviation(itself, _) => format!("={}", plain_text(itself)),
    }
}

fn plain_text(phrase: &[Spelling]) -> String {
    let words: Vec<&str> = phrase
        .iter()
        .map(|spelling| spelling.plain.as_str())
        .collect();
    words.join(" ")
}

struct Builder<'a> {
    /// Where clauses must occur.
    required: Prose,
    weights: &'a Weights,
}

impl Builder<'_> {
    fn need(&self, need: &Need<'_>) -> Ask {
        match need {
            Need::One(clause) => self.required(clause),
            Need::Run(run, written) => {
                let run = run.iter().map(|clause| self.required(clause)).collect();
                let mut ways = vec![Ask::All(run)];
                let weight = self.weights.expansion;
                ways.extend(
                    written
                        .iter()
                        .map(|short| phrase(self.required, short, weight)),
                );
                Ask::Any(ways)
            }
        }
    }

    fn required(&self, clause: &Clause) -> Ask {
        let text = self.required;
        let weights = self.weights;
        match clause {
            Clause::Syllable(spelling) => {
                let itself = term(text.singles(), &spelling.plain, weights.plain);
                match spelling.variant() {
                    Some(variant) => Ask::Any(vec![
                        itself,
                        term(text.singles(), &variant.plain, weights.variant),
                    ]),
                    None => itself,
                }
            }
            Clause::Phrase(typed) => phrase(text, typed, 1.0),
            Clause::Abbreviation(itself, meant) => {
                let meant = meant.iter().filter(|meant| !meant.is_empty());
                let meant = meant.map(|meant| phrase(text, meant, weights.expansion));
                let itself = phrase(text, itself, 1.0);
                Ask::Any(merged(std::iter::once(itself).chain(meant).collect()))
            }
        }
    }

    fn excluded(&self, clause: &Clause) -> Ask {
        let text = self.required;
        match clause {
            // Typed with marks, only that word is unwanted.
            Clause::Syllable(spelling) => syllable(text, spelling, 1.0),
            Clause::Phrase(typed) | Clause::Abbreviation(typed, _) => phrase(text, typed, 1.0),
        }
    }

    /// What makes a document with this clause better: marks that agree, standing in the title.
    fn better(&self, clause: &Clause, alone: bool, better: &mut Vec<Ask>) {
        let weights = self.weights;
        let key = if alone {
            weights.plain * 2.0
        } else {
            weights.key
        };
        match clause {
            Clause::Syllable(spelling) => {
                if spelling.marked() {
                    better.push(term(Prose::Text.pairs(), &spelling.key, key));
                }
                for (prose, factor) in
                    [(Prose::Title, weights.title), (Prose::About, weights.about)]
                {
                    let plain = weights.plain * factor;
                    better.push(term(prose.singles(), &spelling.plain, plain));
                    if spelling.marked() {
                        better.push(term(prose.pairs(), &spelling.key, key * factor));
                    }
                }
            }
            Clause::Phrase(typed) => better.push(phrase(Prose::Title, typed, weights.title)),
            Clause::Abbreviation(itself, meant) => {
                let ways = std::iter::once(itself).chain(meant);
                for typed in ways.filter(|typed| !typed.is_empty()) {
                    let weight = weights.title * weights.expansion;
                    better.push(phrase(Prose::Title, typed, weight));
                }
            }
        }
    }

    /// Neighbours in the query that are neighbours in the document.
    fn neighbours(&self, list: &[Clause], better: &mut Vec<Ask>) {
        let weights = self.weights;
        let mut seen = HashSet::new();
        for pair in list.windows(2) {
            let [Clause::Syllable(left), Clause::Syllable(right)] = pair else {
                continue;
            };
            let plain = left.plain_pair(right);
            if !seen.insert(plain.clone()) {
                continue;
            }
            let key = left.key_pair(right);
            for (prose, factor) in [
                (Prose::Text, 1.0),
                (Prose::Title, weights.title),
                (Prose::About, weights.about),
            ] {
                better.push(term(prose.pairs(), &plain, weights.plain_pair * factor));
                if let Some(key) = &key {
                    better.push(term(prose.pairs(), key, weights.key_pair * factor));
                }
            }
        }
    }
}

/// The same with every term once, for what it counts in all: engines differ in whether they score
/// a term twice or once for both.
fn merged(asks: Vec<Ask>) -> Vec<Ask> {
    let mut merged: Vec<Ask> = Vec::with_capacity(asks.len());
    for ask in asks {
        let known = merged.iter_mut().find_map(|known| match (known, &ask) {
            (Ask::Term(known), Ask::Term(term)) => {
                (known.field == term.field && known.text == term.text).then_some((known, term))
            }
            _ => None,
        });
        match known {
            Some((known, term)) => known.weight += term.weight,
            None => merged.push(ask),
        }
    }
    merged
}

fn term(field: ProseField, text: &str, weight: f32) -> Ask {
    Ask::Term(Term {
        field,
        text: text.to_owned(),
        weight,
    })
}

/// Syllables one after the other; those typed with marks bear them.
///
/// Two of them are a pair. More are a chain of pairs, which any two of them must form, and the
/// positions confirm that they form it in one place; pairs are rare, so few are looked at.
fn phrase(prose: Prose, phrase: &[Spelling], weight: f32) -> Ask {
    if let [only] = phrase {
        return syllable(prose, only, weight);
    }
    let pairs = phrase.windows(2).filter_map(|pair| {
        let [left, right] = pair else { return None };
        let pair = left
            .key_pair(right)
            .unwrap_or_else(|| left.plain_pair(right));
        Some(term(prose.pairs(), &pair, weight))
    });
    let mut asks = merged(pairs.collect());
    if phrase.len() > 2 {
        let plain = phrase.iter().map(|spelling| spelling.plain.clone());
        asks.push(Ask::InOrder(prose, plain.collect()));
    }
    Ask::All(asks)
}

/// A syllable; typed with marks it must bear them.
fn syllable(prose: Prose, spelling: &Spelling, weight: f32) -> Ask {
    match spelling.marked() {
        true => term(prose.pairs(), &spelling.key, weight),
        false => term(prose.singles(), &spelling.plain, weight),
    }
}
