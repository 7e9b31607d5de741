//! What words ask for, as queries of a cluster.

use std::collections::HashMap;

use serde_json::Value;
use serde_json::json;

use crate::search::clauses::Ask;
use crate::search::clauses::Term;
use crate::search::clauses::Worded;
use crate::search::cluster::writer::spelled;
use crate::search::prose;
use crate::search::prose::ProseField;
use crate::search::standing;

/// Conditions a query may have; a cluster refuses more than 1,024.
const MOST_CONDITIONS: usize = 900;

/// How many documents there are, and how many of them have each term.
pub(super) struct Rarity {
    pub count: u64,
    pub frequencies: HashMap<(ProseField, String), u64>,
    /// What every worth is multiplied by.
    pub scale: f32,
}

/// The terms of words, each once: what must be known of to weigh them.
pub(super) fn terms(words: &Worded) -> Vec<(ProseField, String)> {
    let mut terms = Vec::new();
    let mut seen = |term: &Term| {
        let term = (term.field, term.text.clone());
        if !terms.contains(&term) {
            terms.push(term);
        }
    };
    words.required.terms(&mut seen);
    for better in &words.better {
        better.terms(&mut seen);
    }
    terms
}

impl Rarity {
    fn worth(&self, term: &Term) -> f32 {
        let key = (term.field, term.text.clone());
        let frequency = self.frequencies.get(&key).copied().unwrap_or_default();
        prose::worth(term.weight * self.scale, frequency, self.count)
    }

    /// What documents an ask finds may be worth at most, and how many conditions it is.
    fn most(&self, ask: &Ask) -> (f32, usize) {
        let (mut worth, mut conditions) = (0.0, 1);
        ask.terms(&mut |term| {
            worth += self.worth(term);
            conditions += 1;
        });
        (worth, conditions)
    }

    /// Sees to it that no score reaches the bands of numbers.
    pub fn scaled(mut self, words: &Worded) -> Self {
        let all = std::iter::once(&words.required).chain(&words.better);
        let most: f32 = all.map(|ask| self.most(ask).0).sum();
        if most > standing::HIGHEST_SCORE {
            self.scale = standing::HIGHEST_SCORE / most;
        }
        self
    }

    /// The query that finds and scores words. Of a very long line only what is worth most counts
    /// beside what must occur.
    pub fn query(&self, words: &Worded) -> Value {
        let (_, mut conditions) = self.most(&words.required);
        let mut better: Vec<(f32, usize, &Ask)> = words
            .better
            .iter()
            .map(|ask| {
                let (worth, conditions) = self.most(ask);
                (worth, conditions, ask)
            })
            .collect();
        better.sort_by(|one, other| other.0.total_cmp(&one.0));
        let better = better.into_iter().take_while(|(_, own, _)| {
            conditions += own;
            conditions <= MOST_CONDITIONS
        });
        let should: Vec<Value> = better.map(|(_, _, ask)| self.ask(ask)).collect();
        json!({"bool": {"must": [self.ask(&words.required)], "should": should}})
    }

    fn ask(&self, ask: &Ask) -> Value {
        let all = |asks: &[Ask]| asks.iter().map(|ask| self.ask(ask)).collect::<Vec<_>>();
        match ask {
            Ask::Term(term) => json!({"term": {term.field.name(): {
                "value": spelled(&term.text),
                "boost": self.worth(term),
            }}}),
            Ask::All(asks) if asks.is_empty() => json!({"match_none": {}}),
            Ask::All(asks) => {
                let (unscored, scored): (Vec<&Ask>, Vec<&Ask>) =
                    asks.iter().partition(|ask| matches!(ask, Ask::InOrder(..)));
                let of = |asks: Vec<&Ask>| {
                    asks.into_iter()
                        .map(|ask| self.ask(ask))
                        .collect::<Vec<_>>()
                };
                json!({"bool": {"must": of(scored), "filter": of(unscored)}})
            }
            Ask::Any(asks) => at_least(1, all(asks)),
            Ask::AtLeast(count, asks) => at_least(*count, all(asks)),
            Ask::InOrder(prose, syllables) => {
                json!({"match_phrase": {prose.singles().name(): syllables.join(" ")}})
            }
            Ask::Without(ask, unwanted) => {
                let unwanted = all(unwanted);
                match ask {
                    Some(ask) => json!({"bool": {"must": [self.ask(ask)], "must_not": unwanted}}),
                    None => json!({"bool": {"filter": [{"match_all": {}}], "must_not": unwanted}}),
                }
            }
        }
    }
}

fn at_least(count: usize, should: Vec<Value>) -> Value {
    json!({"bool": {"should": should, "minimum_should_match": count}})
}
