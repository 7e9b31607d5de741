//! A plan as one question to a cluster: what finds, what orders, what is counted.

use serde_json::Value;
use serde_json::json;

use crate::search::clauses;
use crate::search::clauses::Worded;
use crate::search::cluster::asks::Rarity;
use crate::search::cluster::mapping::column;
use crate::search::cluster::writer::first_day;
use crate::search::cluster::writer::signed;
use crate::search::filter::Filter;
use crate::search::local::columns::day_number;
use crate::search::page::Tier;
use crate::search::plan::Plan;
use crate::search::plan::Rung;
use crate::search::request::Sort;
use crate::search::standing;
use crate::search::standing::MOST_WISHES;
use crate::search::standing::STEP;
use crate::search::view::Window;

/// Different values of a facet that are counted: more than there are.
const MOST_VALUES: usize = 1_000;
/// The same of bodies.
const MOST_BODIES: usize = 30_000;

/// The names of what is counted.
pub(super) mod counted {
    pub const KINDS: &str = "kinds";
    pub const SYSTEMS: &str = "systems";
    pub const YEARS: &str = "years";
    pub const PROVINCES: &str = "provinces";
    pub const BODIES: &str = "bodies";
    pub const EXACT: &str = "exact";
    pub const IDS: &str = "ids";
}

/// A plan being put to a cluster.
pub(super) struct Question<'a> {
    pub plan: &'a Plan,
    pub words: Option<(Worded, Rarity)>,
    /// Which of the places where documents lie are within a folder of a filter.
    pub within: &'a dyn Fn(&Filter) -> Vec<String>,
    /// What every document must meet to be there for the caller.
    pub there: &'a Value,
}

/// The words of a plan, if it has any.
pub(super) fn worded(plan: &Plan, needed: usize) -> Option<Worded> {
    let any = !plan.words.is_empty();
    any.then(|| clauses::worded(&plan.words, needed, &clauses::WEIGHTS))
}

impl Question<'_> {
    /// The whole question.
    pub fn body(&self, window: Window) -> Value {
        let order = |name: &str, order: &str| json!({name: {"order": order}});
        let (tie, score) = (order(column::TIE, "desc"), order("_score", "desc"));
        let day = order(column::DAY, "desc");
        let sort = match window.sort {
            Sort::Relevance => vec![score, day, tie],
            Sort::Newest => vec![day, tie],
            Sort::Oldest => vec![order(column::DAY_UP, "asc"), tie],
        };
        let mut body = json!({
            "size": window.limit.saturating_add(1),
            "query": self.query(),
            "sort": sort,
            "track_total_hits": true,
            "track_scores": true,
            "_source": false,
            "docvalue_fields": [column::SEQUENCE],
            "aggs": self.counts(),
        });
        if let (Some(after), Some(body)) = (window.after, body.as_object_mut()) {
            let day = standing::day_of(after.major, after.minor, window.sort);
            let tie = signed(after.tie);
            let score = f32::from_bits(u32::try_from(after.major).unwrap_or_default());
            let up = match day {
                i32::MIN => i32::MAX,
                day => day,
            };
            let place = match window.sort {
                Sort::Relevance => json!([score, day, tie]),
                Sort::Newest => json!([day, tie]),
                Sort::Oldest => json!([up, tie]),
            };
            body.insert("search_after".to_owned(), place);
        }
        body
    }

    fn query(&self) -> Value {
        let plan = self.plan;
        let mut filter = vec![self.there.clone()];
        filter.extend(self.conditions(&plan.filter));
        if let Some(numbered) = &plan.numbered {
            filter.push(any(numbered.iter().map(|rung| self.rung(rung))));
        }
        let mut found = Vec::new();
        if !plan.rungs.is_empty() {
            found.push(self.by_number());
        }
        if let Some((words, rarity)) = &self.words {
            let favours = plan.favours.iter().take(MOST_WISHES).map(|favour| {
                let condition = all(self.conditions(&favour.condition));
                json!({"filter": condition, "weight": favour.factor})
            });
            let favours: Vec<Value> = favours.collect();
            let words = rarity.query(words);
            found.push(match favours.is_empty() {
                true => words,
                false => json!({"function_score": {
                    "query": words,
                    "functions": favours,
                    "score_mode": "multiply",
                    "boost_mode": "multiply",
                }}),
            });
        }
        let least = usize::from(!found.is_empty());
        json!({"bool": {"filter": filter, "should": found, "minimum_should_match": least}})
    }

    /// Where hits by number stand: in the band of the best look-up, and some steps up for what was
    /// wished for or for whose paper it is.
    fn by_number(&self) -> Value {
        let plan = self.plan;
        let bands = plan.rungs.iter().map(|rung| {
            let band = standing::of_number(rung.tier, rung.order);
            worth(self.rung(rung), band)
        });
        let bands = json!({"dis_max": {"queries": bands.collect::<Vec<_>>()}});
        let wishes = plan.favours.iter().take(MOST_WISHES);
        let wishes = wishes.map(|wish| all(self.conditions(&wish.condition)));
        let mut steps: Vec<Value> = wishes.map(|wish| worth(wish, STEP)).collect();
        let nicknames = plan.rungs.iter().filter(|rung| rung.nickname);
        let nicknames: Vec<Value> = nicknames.map(|rung| self.rung(rung)).collect();
        if !nicknames.is_empty() {
            steps.push(worth(any(nicknames.into_iter()), STEP));
        }
        if !plan.words_order_tiers {
            steps.push(self.nearness());
        }
        json!({"bool": {"must": [bands], "should": steps}})
    }

    /// How near the issuing body is to the reader.
    fn nearness(&self) -> Value {
        let home = &self.plan.home;
        let ids = |ids: &[crate::vocabulary::BodyId]| {
            let ids: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
            json!({"terms": {column::ISSUERS: ids}})
        };
        let central = json!({"term": {column::CENTRAL: true}});
        let mut near = vec![
            worth(ids(&home.own), 3.0),
            worth(any([central, ids(&home.superiors)].into_iter()), 2.0),
        ];
        if let Some(province) = home.province {
            near.push(worth(
                json!({"term": {column::ISSUER_PROVINCES: province}}),
                1.0,
            ));
        }
        json!({"dis_max": {"queries": near}})
    }

    fn rung(&self, rung: &Rung) -> Value {
        let column = match rung.cited {
            true => column::CITES,
            false => column::OWN,
        };
        let mut conditions = vec![json!({"term": {column: rung.term}})];
        conditions.extend(self.conditions(&rung.only));
        all(conditions)
    }

    /// The conditions of a filter.
    fn conditions(&self, filter: &Filter) -> Vec<Value> {
        let mut conditions = Vec::new();
        let mut one_of = |column: &str, values: Vec<&str>| {
            if !values.is_empty() {
                conditions.push(json!({"terms": {column: values}}));
            }
        };
        one_of(
            column::BODIES,
            filter.bodies.iter().map(|id| id.as_str()).collect(),
        );
        one_of(column::PLACES, filter.places.clone());
        one_of(
            column::KIND,
            filter.kinds.iter().map(|id| id.as_str()).collect(),
        );
        one_of(
            column::SYSTEM,
            filter.system.iter().map(|system| system.code()).collect(),
        );
        if let Some((first, last)) = filter.days() {
            let range = json!({"gte": first_day(first), "lte": day_number(last)});
            conditions.push(json!({"range": {column::DAY: range}}));
        }
        if !filter.folders.is_empty() {
            conditions.push(json!({"terms": {column::HOLDING: (self.within)(filter)}}));
        }
        conditions
    }

    fn counts(&self) -> Value {
        let terms = |column: &str, most: usize| json!({"terms": {"field": column, "size": most}});
        let mut counts = json!({
            counted::KINDS: terms(column::KIND, MOST_VALUES),
            counted::SYSTEMS: terms(column::SYSTEM, MOST_VALUES),
            counted::YEARS: terms(column::YEAR, MOST_VALUES),
            counted::PROVINCES: terms(column::PROVINCES, MOST_VALUES),
            counted::BODIES: terms(column::BODY_PATHS, MOST_BODIES),
        });
        let exact = self
            .plan
            .rungs
            .iter()
            .filter(|rung| rung.tier <= Tier::Ascii);
        let exact: Vec<Value> = exact.map(|rung| self.rung(rung)).collect();
        if let (false, Some(counts)) = (exact.is_empty(), counts.as_object_mut()) {
            let first = json!({"top_hits": {"size": 2, "_source": false}});
            counts.insert(
                counted::EXACT.to_owned(),
                json!({"filter": any(exact.into_iter()), "aggs": {counted::IDS: first}}),
            );
        }
        counts
    }
}

/// Documents that meet a condition, each worth so much.
fn worth(condition: Value, worth: f32) -> Value {
    json!({"constant_score": {"filter": condition, "boost": worth}})
}

fn all(conditions: Vec<Value>) -> Value {
    json!({"bool": {"filter": conditions}})
}

fn any(conditions: impl Iterator<Item = Value>) -> Value {
    let conditions: Vec<Value> = conditions.collect();
    json!({"bool": {"should": conditions, "minimum_should_match": 1}})
}
