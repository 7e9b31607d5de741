//! Words as index queries: what must occur, and what makes one document better than another.

use std::collections::HashSet;
use std::sync::Arc;

use tantivy::Term;
use tantivy::query::BooleanQuery;
use tantivy::query::ConstScoreQuery;
use tantivy::query::Occur;
use tantivy::query::PhraseQuery;
use tantivy::query::Query;
use tantivy::schema::Field;

use crate::search::local::view::View;
use crate::search::local::weighed::Weighed;
use crate::search::schema::Fields;
use crate::search::schema::Prose;
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

type Clauses = Vec<(Occur, Box<dyn Query>)>;

/// Words made ready for an engine.
pub(super) struct Worded {
    /// Finds the documents and scores what they must have.
    pub required: Box<dyn Query>,
    /// What adds to the score of those that have it.
    pub better: Vec<Better>,
}

/// Something that makes a document better, and the terms its score is the sum of.
pub(super) struct Better {
    pub query: Box<dyn Query>,
    pub terms: Vec<Weighed>,
}

/// Builds the queries that find documents with at least `needed` of the clauses, best first.
pub(super) fn query(
    words: &Words,
    fields: &Fields,
    needed: usize,
    weights: &Weights,
    view: &Arc<View>,
) -> Worded {
    let required = if words.in_titles {
        fields.title
    } else {
        fields.text
    };
    let builder = Builder {
        fields,
        required,
        weights,
        view,
    };
    let needs: Vec<Box<dyn Query>> = needs(words).iter().map(|need| builder.need(need)).collect();
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
    let mut clauses: Clauses = Vec::new();
    if needed >= needs.len() {
        clauses.extend(needs.into_iter().map(|query| (Occur::Must, query)));
    } else {
        let some = needs
            .into_iter()
            .map(|query| (Occur::Should, query))
            .collect();
        let some = BooleanQuery::with_minimum_required_clauses(some, needed.max(1));
        clauses.push((Occur::Must, Box::new(some)));
    }
    let excluded = words
        .excluded
        .iter()
        .map(|clause| (Occur::MustNot, builder.excluded(clause)));
    clauses.extend(excluded);
    if words.clauses.is_empty() {
        clauses.push((Occur::Must, Box::new(tantivy::query::AllQuery)));
    }
    Worded {
        required: Box::new(BooleanQuery::new(clauses)),
        better,
    }
}

/// How many different things are looked for.
pub(in crate::search) fn distinct(words: &Words) -> usize {
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
    fields: &'a Fields,
    /// Where clauses must occur.
    required: Prose,
    weights: &'a Weights,
    view: &'a Arc<View>,
}

impl Builder<'_> {
    fn weighed(&self, field: Field, text: &str, weight: f32) -> Weighed {
        Weighed {
            term: Term::from_field_text(field, text),
            weight,
            view: Arc::clone(self.view),
        }
    }

    fn term(&self, field: Field, text: &str, weight: f32) -> Box<dyn Query> {
        Box::new(self.weighed(field, text, weight))
    }

    fn need(&self, need: &Need<'_>) -> Box<dyn Query> {
        match need {
            Need::One(clause) => self.required(clause),
            Need::Run(run, written) => {
                let run = run.iter().map(|clause| self.required(clause)).collect();
                let mut ways: Vec<Box<dyn Query>> = vec![Box::new(BooleanQuery::intersection(run))];
                let weight = self.weights.expansion;
                ways.extend(
                    written
                        .iter()
                        .map(|short| self.phrase(self.required, short, weight)),
                );
                any(ways)
            }
        }
    }

    fn required(&self, clause: &Clause) -> Box<dyn Query> {
        let text = self.required;
        match clause {
            Clause::Syllable(spelling) => {
                let itself = self.term(text.singles, &spelling.plain, self.weights.plain);
                match spelling.variant() {
                    Some(variant) => any(vec![
                        itself,
                        self.term(text.singles, &variant.plain, self.weights.variant),
                    ]),
                    None => itself,
                }
            }
            Clause::Phrase(phrase) => self.phrase(text, phrase, 1.0),
            Clause::Abbreviation(itself, meant) => {
                let mut queries = vec![self.phrase(text, itself, 1.0)];
                let meant = meant.iter().filter(|phrase| !phrase.is_empty());
                queries
                    .extend(meant.map(|phrase| self.phrase(text, phrase, self.weights.expansion)));
                any(queries)
            }
        }
    }

    fn excluded(&self, clause: &Clause) -> Box<dyn Query> {
        let text = self.required;
        match clause {
            // Typed with marks, only that word is unwanted.
            Clause::Syllable(spelling) => Box::new(self.syllable(text, spelling, 1.0)),
            Clause::Phrase(phrase) | Clause::Abbreviation(phrase, _) => {
                self.phrase(text, phrase, 1.0)
            }
        }
    }

    /// Syllables one after the other; those typed with marks bear them.
    ///
    /// Two of them are a pair. More are a chain of pairs, which any two of them must form, and the
    /// positions confirm that they form it in one place; pairs are rare, so few are looked at.
    fn phrase(&self, prose: Prose, phrase: &[Spelling], weight: f32) -> Box<dyn Query> {
        let terms = self.phrase_terms(prose, phrase, weight).into_iter();
        let boxed = |term| (Occur::Must, Box::new(term) as Box<dyn Query>);
        let mut clauses: Clauses = terms.map(boxed).collect();
        if phrase.len() > 2 {
            let terms = phrase
                .iter()
                .map(|spelling| Term::from_field_text(prose.singles, &spelling.plain));
            let positions = PhraseQuery::new(terms.collect());
            clauses.push((
                Occur::Must,
                Box::new(ConstScoreQuery::new(Box::new(positions), 0.0)),
            ));
        }
        Box::new(BooleanQuery::new(clauses))
    }

    /// The terms that score a phrase: its pairs, or its only syllable.
    fn phrase_terms(&self, prose: Prose, phrase: &[Spelling], weight: f32) -> Vec<Weighed> {
        if let [only] = phrase {
            return vec![self.syllable(prose, only, weight)];
        }
        let pairs = phrase.windows(2).filter_map(|pair| {
            let [left, right] = pair else { return None };
            let pair = left
                .key_pair(right)
                .unwrap_or_else(|| left.plain_pair(right));
            Some(self.weighed(prose.pairs, &pair, weight))
        });
        pairs.collect()
    }

    /// A syllable; typed with marks it must bear them.
    fn syllable(&self, prose: Prose, spelling: &Spelling, weight: f32) -> Weighed {
        match spelling.marked() {
            true => self.weighed(prose.pairs, &spelling.key, weight),
            false => self.weighed(prose.singles, &spelling.plain, weight),
        }
    }

    fn better_term(&self, field: Field, text: &str, weight: f32) -> Better {
        let term = self.weighed(field, text, weight);
        Better {
            query: Box::new(term.clone()),
            terms: vec![term],
        }
    }

    fn better_phrase(&self, prose: Prose, phrase: &[Spelling], weight: f32) -> Better {
        Better {
            query: self.phrase(prose, phrase, weight),
            terms: self.phrase_terms(prose, phrase, weight),
        }
    }

    /// What makes a document with this clause better: marks that agree, standing in the title.
    fn better(&self, clause: &Clause, alone: bool, better: &mut Vec<Better>) {
        let Fields {
            text, title, about, ..
        } = *self.fields;
        let weights = self.weights;
        let key = if alone {
            weights.plain * 2.0
        } else {
            weights.key
        };
        match clause {
            Clause::Syllable(spelling) => {
                if spelling.marked() {
                    better.push(self.better_term(text.pairs, &spelling.key, key));
                }
                for (prose, factor) in [(title, weights.title), (about, weights.about)] {
                    better.push(self.better_term(
                        prose.singles,
                        &spelling.plain,
                        weights.plain * factor,
                    ));
                    if spelling.marked() {
                        better.push(self.better_term(prose.pairs, &spelling.key, key * factor));
                    }
                }
            }
            Clause::Phrase(phrase) => {
                better.push(self.better_phrase(title, phrase, weights.title));
            }
            Clause::Abbreviation(itself, meant) => {
                for phrase in std::iter::once(itself)
                    .chain(meant)
                    .filter(|phrase| !phrase.is_empty())
                {
                    let weight = weights.title * weights.expansion;
                    better.push(self.better_phrase(title, phrase, weight));
                }
            }
        }
    }

    /// Neighbours in the query that are neighbours in the document.
    fn neighbours(&self, list: &[Clause], better: &mut Vec<Better>) {
        let Fields {
            text, title, about, ..
        } = *self.fields;
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
            for (prose, factor) in [(text, 1.0), (title, weights.title), (about, weights.about)] {
                let weight = weights.plain_pair * factor;
                better.push(self.better_term(prose.pairs, &plain, weight));
                if let Some(key) = &key {
                    let weight = weights.key_pair * factor;
                    better.push(self.better_term(prose.pairs, key, weight));
                }
            }
        }
    }
}

fn any(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::union(queries))
}
