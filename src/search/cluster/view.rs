//! An index in a cluster as one caller sees it: what is there, how rare terms are, what begins so.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use serde_json::Value;
use serde_json::json;

use crate::document::Folder;
use crate::document::Holding;
use crate::search::SearchError;
use crate::search::Unborne;
use crate::search::cluster::State;
use crate::search::cluster::answer;
use crate::search::cluster::answer::odd;
use crate::search::cluster::asks;
use crate::search::cluster::asks::Rarity;
use crate::search::cluster::client::Client;
use crate::search::cluster::mapping::column;
use crate::search::cluster::question;
use crate::search::cluster::question::Question;
use crate::search::cluster::writer::spelled;
use crate::search::filter::Filter;
use crate::search::keys::CITED_IN_FULL;
use crate::search::keys::any_order;
use crate::search::local::columns::BodyNode;
use crate::search::narrowing::Narrowing;
use crate::search::plan::Plan;
use crate::search::prose::ProseField;
use crate::search::view::Answer;
use crate::search::view::Listed;
use crate::search::view::Window;
use crate::vocabulary::BodyId;

/// Terms whose frequency is remembered.
const REMEMBERED: usize = 100_000;
/// Terms that are counted with one question.
const COUNTED_AT_ONCE: usize = 500;
/// Values, or documents, that are fetched at a time.
const STRIDE: usize = 10_000;
/// The name of what is counted where only one thing is.
const ONE: &str = "one";

/// What one caller may see of a commit.
pub(in crate::search) struct View {
    client: Arc<Client>,
    state: State,
    narrowing: Narrowing,
    /// The places where documents lie and what they bear, as they are written, with how many of
    /// each, of those that are there.
    holdings: Vec<(String, Holding, u64)>,
    /// What a document must meet to be there.
    there: Value,
    /// How many documents there are.
    pub count: u64,
    frequencies: Mutex<HashMap<(ProseField, String), u64>>,
}

impl View {
    pub(super) fn of(
        client: Arc<Client>,
        state: State,
        narrowing: &Narrowing,
    ) -> Result<Self, SearchError> {
        let mut view = Self {
            client,
            state,
            narrowing: narrowing.clone(),
            holdings: Vec::new(),
            there: json!({"exists": {"field": column::SEQUENCE}}),
            count: 0,
            frequencies: Mutex::default(),
        };
        for (text, count) in view.all_values(column::HOLDING)? {
            let holding = Holding::parse(&text);
            if let (true, Some(holding)) = (narrowing.admits(holding.as_ref()), holding) {
                view.holdings.push((text, holding, count));
                view.count += count;
            }
        }
        if narrowing.narrows() {
            let held: Vec<&str> = view
                .holdings
                .iter()
                .map(|(text, ..)| text.as_str())
                .collect();
            view.there = json!({"terms": {column::HOLDING: held}});
        }
        Ok(view)
    }

    /// Whether it is of this commit.
    pub(super) fn is_of(&self, state: &State) -> bool {
        self.state == *state
    }

    fn search(&self, body: &Value) -> Result<Value, SearchError> {
        // Half an answer is none: the machine that has the rest may be back in a moment.
        let path = format!(
            "{}/_search?allow_partial_search_results=false",
            self.state.index
        );
        self.client.post(&path, body)
    }

    pub fn run(&self, plan: &Plan, needed: usize, window: Window) -> Result<Answer, SearchError> {
        let words = match question::worded(plan, needed) {
            None => None,
            Some(words) => {
                let terms = asks::terms(&words);
                let frequencies = terms.iter().cloned().zip(self.frequencies(&terms)?);
                let mut rarity = Rarity {
                    count: self.count,
                    frequencies: frequencies.collect(),
                    scale: 1.0,
                };
                if !plan.rungs.is_empty() {
                    rarity = rarity.scaled(&words);
                }
                Some((words, rarity))
            }
        };
        let within = |filter: &Filter| self.within(filter);
        let question = Question {
            plan,
            words,
            within: &within,
            there: &self.there,
        };
        let answer = self.search(&question.body(window))?;
        answer::read(&answer, window, !plan.rungs.is_empty())
    }

    /// The places where documents lie that are within a folder of a filter.
    fn within(&self, filter: &Filter) -> Vec<String> {
        let wanted = |folder: &Folder| filter.folders.iter().any(|wanted| folder.is_within(wanted));
        let holdings = self.holdings.iter();
        let within = holdings.filter(|(_, holding, _)| self.narrowing.folders(holding).any(wanted));
        within.map(|(text, ..)| text.clone()).collect()
    }

    pub fn frequencies(&self, terms: &[(ProseField, String)]) -> Result<Vec<u64>, SearchError> {
        let known = || {
            self.frequencies
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        let unknown: Vec<&(ProseField, String)> = {
            let known = known();
            let unknown = terms.iter().filter(|term| !known.contains_key(*term));
            unknown.collect()
        };
        let mut counted = HashMap::new();
        for some in unknown.chunks(COUNTED_AT_ONCE) {
            let asked = some
                .iter()
                .map(|(field, term)| json!({"term": {field.name(): spelled(term)}}));
            let counts = self.counts_of(asked.collect())?;
            counted.extend(some.iter().map(|term| (*term).clone()).zip(counts));
        }
        let mut known = known();
        let of = |term| known.get(term).or_else(|| counted.get(term)).copied();
        let frequencies = terms.iter().map(|term| of(term).unwrap_or_default());
        let frequencies = frequencies.collect();
        if known.len() < REMEMBERED {
            known.extend(counted);
        }
        Ok(frequencies)
    }

    /// How many documents meet each of these conditions.
    fn counts_of(&self, conditions: Vec<Value>) -> Result<Vec<u64>, SearchError> {
        let body = json!({
            "size": 0,
            "track_total_hits": false,
            "query": {"bool": {"filter": [self.there]}},
            "aggs": {ONE: {"filters": {"filters": conditions}}},
        });
        let answer = self.search(&body)?;
        let buckets = answer.pointer(&format!("/aggregations/{ONE}/buckets"));
        let buckets = buckets.and_then(Value::as_array).ok_or_else(|| odd(ONE))?;
        let count = |bucket: &Value| bucket.get("doc_count")?.as_u64();
        let counts = buckets
            .iter()
            .map(|bucket| count(bucket).ok_or_else(|| odd("count")));
        counts.collect()
    }

    /// All values of a column, in their order, with how many documents that are there have each.
    fn all_values(&self, column: &str) -> Result<Vec<(String, u64)>, SearchError> {
        let mut values: Vec<(String, u64)> = Vec::new();
        loop {
            let mut pages = json!({
                "size": STRIDE,
                "sources": [{ONE: {"terms": {"field": column}}}],
            });
            if let (Some((last, _)), Some(pages)) = (values.last(), pages.as_object_mut()) {
                pages.insert("after".to_owned(), json!({ONE: last}));
            }
            let body = json!({
                "size": 0,
                "track_total_hits": false,
                "query": {"bool": {"filter": [self.there]}},
                "aggs": {ONE: {"composite": pages}},
            });
            let answer = self.search(&body)?;
            let before = values.len();
            for (key, count) in answer::buckets(&answer, ONE)? {
                let value = key.get(ONE).and_then(Value::as_str);
                values.push((value.ok_or_else(|| odd("value"))?.to_owned(), count));
            }
            if values.len() - before < STRIDE {
                return Ok(values);
            }
        }
    }

    pub fn listed(
        &self,
        field: Listed,
        prefix: &str,
        most: usize,
    ) -> Result<Vec<(String, u64)>, SearchError> {
        let column = match field {
            Listed::Own => column::OWN,
            Listed::Titles => column::TITLE_WORDS,
        };
        self.beginning(column, prefix, most, json!({"_key": "asc"}))
    }

    fn beginning(
        &self,
        column: &str,
        prefix: &str,
        most: usize,
        order: Value,
    ) -> Result<Vec<(String, u64)>, SearchError> {
        let body = json!({
            "size": 0,
            "track_total_hits": false,
            "query": {"bool": {"filter": [self.there, {"prefix": {column: prefix}}]}},
            "aggs": {ONE: {"terms": {
                "field": column,
                "include": beginning_with(prefix),
                "size": most,
                "order": order,
                // By ordinals, OpenSearch 2.19 stumbles over what nothing begins with.
                "execution_hint": "map",
            }}},
        });
        let answer = self.search(&body)?;
        let buckets = answer::buckets(&answer, ONE)?;
        Ok(buckets
            .filter_map(|(key, count)| Some((key.as_str()?.to_owned(), count)))
            .collect())
    }

    pub fn bodies_named(&self, beginning: &str, most: usize) -> Result<Vec<BodyId>, SearchError> {
        if beginning.is_empty() {
            return Ok(Vec::new());
        }
        let inner = format!(" {beginning}");
        let mut named: BTreeSet<(bool, usize, BodyId)> = BTreeSet::new();
        for (path, _) in self.all_values(column::BODIES)? {
            let node = BodyNode::of(&path);
            let name = &node.folded_name;
            if name.starts_with(beginning) || name.contains(&inner) {
                named.insert((!name.starts_with(beginning), name.len(), node.id));
            }
        }
        Ok(named.into_iter().take(most).map(|(.., id)| id).collect())
    }

    pub fn sequences(&self) -> Result<HashSet<u64>, SearchError> {
        let mut sequences = HashSet::new();
        self.each(&[], |hit| {
            let sequence = hit.pointer("/sort/0").and_then(Value::as_u64);
            sequences.insert(sequence.ok_or_else(|| odd("sequence"))?);
            Ok(())
        })?;
        Ok(sequences)
    }

    /// Goes over all documents, in the order of their sequence numbers, by which they are sorted.
    pub(super) fn each(
        &self,
        columns: &[&str],
        mut take: impl FnMut(&Value) -> Result<(), SearchError>,
    ) -> Result<(), SearchError> {
        let mut after: Option<Value> = None;
        loop {
            let mut body = json!({
                "size": STRIDE,
                "track_total_hits": false,
                "query": {"bool": {"filter": [self.there]}},
                "sort": [{column::SEQUENCE: {"order": "asc"}}, {column::TIE: {"order": "asc"}}],
                "docvalue_fields": columns,
                "_source": false,
            });
            if let (Some(after), Some(body)) = (&after, body.as_object_mut()) {
                body.insert("search_after".to_owned(), after.clone());
            }
            let answer = self.search(&body)?;
            let hits = answer::hits(&answer)?;
            hits.iter().try_for_each(&mut take)?;
            match hits.last() {
                Some(last) if hits.len() == STRIDE => after = last.get("sort").cloned(),
                _ => return Ok(()),
            }
        }
    }

    pub fn folders(&self) -> Result<BTreeMap<Vec<Folder>, u64>, SearchError> {
        let mut sums = BTreeMap::new();
        for (_, holding, count) in &self.holdings {
            let folders: Vec<Folder> = self.narrowing.folders(holding).cloned().collect();
            if !folders.is_empty() {
                *sums.entry(folders).or_default() += count;
            }
        }
        Ok(sums)
    }

    pub fn cited_only(&self, most: usize, examples: usize) -> Result<Vec<Unborne>, SearchError> {
        let order = json!([{"_count": "desc"}, {"_key": "asc"}]);
        let cited = self.beginning(column::CITES, CITED_IN_FULL, STRIDE, order)?;
        let mut missing = Vec::new();
        for some in cited.chunks(COUNTED_AT_ONCE) {
            let asked = some.iter().map(|(term, _)| {
                let key = term.strip_prefix(CITED_IN_FULL).unwrap_or_default();
                json!({"term": {column::OWN: any_order(key)}})
            });
            let borne = self.counts_of(asked.collect())?;
            let unborne = some.iter().zip(borne).filter(|(_, borne)| *borne == 0);
            missing.extend(unborne.map(|((term, count), _)| (term.clone(), *count)));
            if missing.len() >= most {
                break;
            }
        }
        missing.truncate(most);
        let with_examples = missing.into_iter().map(|(term, cited_by)| {
            let key = term.strip_prefix(CITED_IN_FULL).unwrap_or_default();
            Ok(Unborne {
                key: key.to_owned(),
                cited_by,
                examples: self.latest_citing(&term, examples)?,
            })
        });
        with_examples.collect()
    }

    /// The latest documents that cite a number.
    fn latest_citing(
        &self,
        term: &str,
        most: usize,
    ) -> Result<Vec<crate::document::DocumentId>, SearchError> {
        let body = json!({
            "size": most,
            "track_total_hits": false,
            "query": {"bool": {"filter": [self.there, {"term": {column::CITES: term}}]}},
            "sort": [{column::DAY: {"order": "desc"}}, {column::TIE: {"order": "asc"}}],
            "_source": false,
        });
        let answer = self.search(&body)?;
        answer::hits(&answer)?.iter().map(answer::id).collect()
    }
}

/// A pattern for what begins with a text.
fn beginning_with(prefix: &str) -> String {
    let mut pattern = String::new();
    for letter in prefix.chars() {
        if !letter.is_alphanumeric() {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push_str(".*");
    pattern
}
