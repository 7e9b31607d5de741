//! Counts by name, as the facets of an answer.

use std::collections::BTreeMap;
use std::collections::HashMap;

use crate::search::page::BodyCount;
use crate::search::page::Count;
use crate::search::page::Facets;
use crate::vocabulary::BodyId;
use crate::vocabulary::KindId;
use crate::vocabulary::System;

/// Counts of the whole index, by name.
#[derive(Default)]
pub(super) struct Sum {
    pub total: u64,
    kinds: HashMap<KindId, u64>,
    systems: BTreeMap<&'static str, (System, u64)>,
    /// By the path of a body in the tree.
    bodies: HashMap<String, u64>,
    years: BTreeMap<i16, u64>,
    /// By province.
    places: BTreeMap<&'static str, u64>,
}

impl Sum {
    pub fn add_kind(&mut self, kind: &KindId, count: u64) {
        add_to(&mut self.kinds, kind, count);
    }

    pub fn add_system(&mut self, system: System, count: u64) {
        self.systems.entry(system.code()).or_insert((system, 0)).1 += count;
    }

    pub fn add_year(&mut self, year: i16, count: u64) {
        *self.years.entry(year).or_default() += count;
    }

    /// `province` by its id.
    pub fn add_place(&mut self, province: &'static str, count: u64) {
        *self.places.entry(province).or_default() += count;
    }

    /// A body by its place in the tree, `id>parent>…`.
    pub fn add_body(&mut self, path: &str, count: u64) {
        match self.bodies.get_mut(path) {
            Some(sum) => *sum += count,
            None => {
                self.bodies.insert(path.to_owned(), count);
            }
        }
    }

    pub fn facets(self) -> Facets {
        let mut kind: Vec<_> = self
            .kinds
            .into_iter()
            .map(|(value, count)| Count { value, count })
            .collect();
        kind.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        let mut system: Vec<_> = self
            .systems
            .into_values()
            .map(|(value, count)| Count { value, count })
            .collect();
        system.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        let year = self
            .years
            .into_iter()
            .rev()
            .map(|(value, count)| Count { value, count })
            .collect();
        let places = self.places.into_iter();
        let mut place: Vec<_> = places
            .map(|(value, count)| Count { value, count })
            .collect();
        place.sort_by_key(|place| std::cmp::Reverse(place.count));
        Facets {
            system,
            place,
            body: tree(self.bodies),
            kind,
            year,
        }
    }
}

fn add_to<K: Clone + Eq + std::hash::Hash>(sums: &mut HashMap<K, u64>, key: &K, count: u64) {
    match sums.get_mut(key) {
        Some(sum) => *sum += count,
        None => {
            sums.insert(key.clone(), count);
        }
    }
}

/// The tree of `id>parent>…` paths; those without a parent are its roots.
fn tree(counts: HashMap<String, u64>) -> Vec<BodyCount> {
    let mut below: HashMap<String, Vec<(String, u64)>> = HashMap::new();
    for (path, count) in counts {
        let parent = path
            .split_once('>')
            .map_or("", |(_, parent)| parent)
            .to_owned();
        below.entry(parent).or_default().push((path, count));
    }
    children("", &mut below)
}

fn children(parent: &str, below: &mut HashMap<String, Vec<(String, u64)>>) -> Vec<BodyCount> {
    let mut nodes: Vec<BodyCount> = below
        .remove(parent)
        .unwrap_or_default()
        .into_iter()
        .map(|(path, count)| BodyCount {
            id: BodyId::new(path.split('>').next().unwrap_or_default()),
            count,
            children: children(&path, below),
        })
        .collect();
    nodes.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.id.cmp(&b.id)));
    nodes
}
