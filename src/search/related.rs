//! What the index knows of documents beside each other: titles that are alike, numbers that are cited
//! and missing, folders.

use std::collections::BTreeMap;

use crate::document::DocumentNumber;
use crate::document::Folder;
use crate::search::Index;
use crate::search::SearchError;
use crate::search::clauses;
use crate::search::engine::guarded;
use crate::search::filter::Filter;
use crate::search::keys;
use crate::search::local::cited::Unborne;
use crate::search::page::Hit;
use crate::search::page::Tier;
use crate::search::plan::Plan;
use crate::search::plan::Rung;
use crate::search::request::Sort;
use crate::search::view::Window;
use crate::search::words::Words;

/// Syllables of a title that are compared.
const COMPARED: usize = 24;
/// Titles of fewer syllables say too little to be compared.
const FEWEST: usize = 5;

impl Index {
    /// The documents whose titles have at least three in five of the syllables of `title`, the most
    /// alike first. None for a title of less than five different syllables.
    pub fn titled_alike(&self, title: &str, limit: usize) -> Result<Vec<Hit>, SearchError> {
        let mut words = Words {
            in_titles: true,
            ..Words::default()
        };
        words.add(title, false, false, COMPARED);
        let count = clauses::distinct(&words);
        if count < FEWEST {
            return Ok(Vec::new());
        }
        let needed = (count * 3).div_ceil(5);
        let plan = Plan {
            words,
            ..Plan::default()
        };
        self.hits(&plan, needed, Sort::Relevance, limit)
    }

    /// The numbers that documents cite in full and none bears, the most cited first, at most `most`, each with
    /// the latest `examples` of the documents.
    pub fn cited_only(&self, most: usize, examples: usize) -> Result<Vec<Unborne>, SearchError> {
        guarded(|| self.view()?.cited_only(most, examples))
    }

    /// The documents that bear a number, whatever the order of joint issuers, and that `filter` lets
    /// through, the latest first, at most `limit`.
    pub fn bearing(
        &self,
        number: &DocumentNumber,
        filter: Filter,
        limit: usize,
    ) -> Result<Vec<Hit>, SearchError> {
        let [_, sorted, _] = keys::loose(number);
        self.looked_up(rung(Tier::Exact, sorted), filter, limit)
    }

    /// The documents that cite a number, the latest first, at most `limit`.
    pub fn citing(&self, number: &DocumentNumber, limit: usize) -> Result<Vec<Hit>, SearchError> {
        let [_, sorted, _] = keys::loose(number);
        self.looked_up(rung(Tier::Cites, sorted), Filter::default(), limit)
    }

    /// The documents that say they act on the paper of a number, the latest first, at most `limit`.
    pub fn acting_on(
        &self,
        number: &DocumentNumber,
        limit: usize,
    ) -> Result<Vec<Hit>, SearchError> {
        let rung = rung(Tier::Cites, keys::acted_on(number));
        self.looked_up(rung, Filter::default(), limit)
    }

    fn looked_up(&self, rung: Rung, filter: Filter, limit: usize) -> Result<Vec<Hit>, SearchError> {
        let plan = Plan {
            rungs: vec![rung],
            filter,
            ..Plan::default()
        };
        self.hits(&plan, 0, Sort::Newest, limit)
    }

    fn hits(
        &self,
        plan: &Plan,
        needed: usize,
        sort: Sort,
        limit: usize,
    ) -> Result<Vec<Hit>, SearchError> {
        let window = Window {
            sort,
            limit,
            after: None,
        };
        guarded(|| Ok(self.view()?.run(plan, needed, window)?.hits))
    }

    /// The combinations of folders that documents came from, each with how many did.
    pub fn folders(&self) -> Result<BTreeMap<Vec<Folder>, u64>, SearchError> {
        guarded(|| self.view()?.folders())
    }
}

/// One look-up among the numbers documents bear, or cite.
fn rung(tier: Tier, term: String) -> Rung {
    Rung {
        tier,
        order: 0,
        cited: tier == Tier::Cites,
        term,
        only: Filter::default(),
        nickname: false,
    }
}
