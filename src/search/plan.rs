//! What the index is asked: number look-ups in tiers, words, filters, preferences.

use crate::search::filter::Filter;
use crate::search::page::Tier;
use crate::search::words::Words;
use crate::vocabulary::BodyId;

/// A typed line and its filters, ready to be run on an engine.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Plan {
    /// Number look-ups; a document belongs to the best tier that finds it.
    pub rungs: Vec<Rung>,
    /// Words. When there are look-ups too, documents of both kinds are hits.
    pub words: Words,
    /// Whether the scores of words order the documents of one tier.
    pub words_order_tiers: bool,
    /// Whether every word must occur, however many there are.
    pub all_words: bool,
    /// What every hit must meet.
    pub filter: Filter,
    /// Every hit must be found by one of these as well, if there are any.
    pub numbered: Option<Vec<Rung>>,
    /// What makes a hit better.
    pub favours: Vec<Favour>,
    /// Whose papers are nearest to the reader.
    pub home: Home,
}

/// The reader's own body, for ordering papers that bear one number.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Home {
    /// The body itself, before and after its province was merged.
    pub own: Vec<BodyId>,
    /// Those above it.
    pub superiors: Vec<BodyId>,
    /// Its province.
    pub province: Option<&'static str>,
}

/// One look-up of a number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rung {
    pub tier: Tier,
    /// Place among the look-ups of one tier, 0 first.
    pub order: u8,
    /// Looked up among the numbers documents cite, not among their own.
    pub cited: bool,
    /// A term of `search/keys.rs`.
    pub term: String,
    /// Counts only where this holds too.
    pub only: Filter,
    /// What it finds is the paper people mean by a nickname.
    pub nickname: bool,
}

/// A condition that is no filter: what meets it comes before what does not.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Favour {
    pub condition: Filter,
    /// Among words: what scores are multiplied by. Within a tier of numbers it is a step up.
    pub factor: f32,
}
