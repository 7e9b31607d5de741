//! An index as one caller sees it at one time, whichever engine it is in.

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::sync::Arc;

use crate::document::DocumentId;
use crate::document::Folder;
use crate::search::SearchError;
use crate::search::Unborne;
use crate::search::cluster;
use crate::search::cursor::Place;
use crate::search::local;
use crate::search::page::Facets;
use crate::search::page::Hit;
use crate::search::plan::Plan;
use crate::search::prose::ProseField;
use crate::search::request::Sort;
use crate::vocabulary::BodyId;

/// What a caller may see. Nothing it says depends on what is left out.
pub(super) enum View {
    Local(Arc<local::view::View>),
    Cluster(Arc<cluster::view::View>),
}

/// Which part of the answer is wanted.
#[derive(Clone, Copy)]
pub(super) struct Window {
    pub sort: Sort,
    pub limit: usize,
    pub after: Option<Place>,
}

/// What a plan found.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub total: u64,
    pub hits: Vec<Hit>,
    pub facets: Facets,
    /// Where the next page begins, if there is one.
    pub next: Option<Place>,
    /// Documents that bear the very number typed, up to two.
    pub exact: Vec<DocumentId>,
}

/// Fields whose terms can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    /// Keys of documents' own numbers.
    Own,
    /// Syllables of titles, without marks.
    Titles,
}

impl View {
    /// How many documents there are.
    pub fn count(&self) -> u64 {
        match self {
            Self::Local(view) => view.count,
            Self::Cluster(view) => view.count,
        }
    }

    /// The store's sequence numbers of the documents.
    pub fn sequences(&self) -> Result<HashSet<u64>, SearchError> {
        match self {
            Self::Local(view) => Ok(view.sequences()),
            Self::Cluster(view) => view.sequences(),
        }
    }

    /// Runs a plan; of its word clauses at least `needed` must occur.
    pub fn run(&self, plan: &Plan, needed: usize, window: Window) -> Result<Answer, SearchError> {
        match self {
            Self::Local(view) => local::run::run(view, plan, needed, window),
            Self::Cluster(view) => view.run(plan, needed, window),
        }
    }

    /// How many documents have each of these terms.
    pub fn frequencies(&self, terms: &[(ProseField, String)]) -> Result<Vec<u64>, SearchError> {
        match self {
            Self::Local(view) => view.frequencies(terms),
            Self::Cluster(view) => view.frequencies(terms),
        }
    }

    /// Terms that begin with `prefix`, with how many documents have each; at most `most`.
    pub fn beginning_with(
        &self,
        field: Listed,
        prefix: &str,
        most: usize,
    ) -> Result<Vec<(String, u64)>, SearchError> {
        match self {
            Self::Local(view) => view.listed(field, prefix, most),
            Self::Cluster(view) => view.listed(field, prefix, most),
        }
    }

    /// Bodies with documents here whose name has a word that begins so, shortest names first.
    pub fn bodies_named(&self, beginning: &str, most: usize) -> Result<Vec<BodyId>, SearchError> {
        match self {
            Self::Local(view) => Ok(view.bodies_named(beginning, most)),
            Self::Cluster(view) => view.bodies_named(beginning, most),
        }
    }

    /// The numbers that documents cite and none bears, the most cited first, at most `most`, each with
    /// the latest `examples` of the documents.
    pub fn cited_only(&self, most: usize, examples: usize) -> Result<Vec<Unborne>, SearchError> {
        match self {
            Self::Local(view) => view.cited_only(most, examples),
            Self::Cluster(view) => view.cited_only(most, examples),
        }
    }

    /// The combinations of folders that documents came from, each with how many did. Folders that are
    /// not there for the caller are in none; documents without a folder are left out.
    pub fn folders(&self) -> Result<BTreeMap<Vec<Folder>, u64>, SearchError> {
        match self {
            Self::Local(view) => Ok(view.folders()),
            Self::Cluster(view) => view.folders(),
        }
    }
}
