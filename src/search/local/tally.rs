//! Counting: a tally per segment over the dense columns, added up by name.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::ops::Range;

use crate::search::local::columns::Columns;
use crate::search::page::BodyCount;
use crate::search::page::Count;
use crate::search::page::Facets;
use crate::vocabulary::BodyId;
use crate::vocabulary::KindId;
use crate::vocabulary::System;

/// Counts of one segment, by the ordinals of its columns.
pub(super) struct Tally<'a> {
    columns: &'a Columns,
    total: u64,
    kinds: Vec<u32>,
    systems: Vec<u32>,
    body_sets: Vec<u32>,
    /// By run of documents of one year.
    years: Vec<u32>,
    /// The run the last document was in: documents mostly come in order.
    run: usize,
}

impl<'a> Tally<'a> {
    pub fn new(columns: &'a Columns) -> Self {
        Self {
            columns,
            total: 0,
            kinds: vec![0; columns.kind_names.len()],
            systems: vec![0; columns.system_names.len()],
            body_sets: vec![0; columns.body_sets.len()],
            years: vec![0; columns.years.len()],
            run: 0,
        }
    }

    /// Counts a document; each may be given once.
    pub fn add(&mut self, doc: u32) {
        let at = doc as usize;
        self.total += 1;
        bump(
            &mut self.kinds,
            self.columns.kinds.get(at).map(|&kind| usize::from(kind)),
        );
        bump(
            &mut self.systems,
            self.columns
                .systems
                .get(at)
                .map(|&system| usize::from(system)),
        );
        bump(
            &mut self.body_sets,
            self.columns.bodies.get(at).map(|&set| set as usize),
        );
        let ends = |run: usize| self.columns.years.get(run).map_or(u32::MAX, |run| run.end);
        let begins = |run: usize| run.checked_sub(1).map_or(0, ends);
        if doc < begins(self.run) {
            self.run = self.columns.years.partition_point(|run| run.end <= doc);
        }
        while doc >= ends(self.run) {
            self.run += 1;
        }
        bump(&mut self.years, Some(self.run));
    }
}

impl Tally<'_> {
    /// Counts all documents of an interval; none of them may be counted otherwise.
    pub fn add_all(&mut self, documents: Range<u32>) {
        let Self { columns, .. } = *self;
        let Range { start, end } = documents;
        let all = start as usize..end as usize;
        self.total += all.len() as u64;
        for &kind in columns.kinds.get(all.clone()).unwrap_or_default() {
            bump(&mut self.kinds, Some(usize::from(kind)));
        }
        for &system in columns.systems.get(all.clone()).unwrap_or_default() {
            bump(&mut self.systems, Some(usize::from(system)));
        }
        for &set in columns.bodies.get(all).unwrap_or_default() {
            bump(&mut self.body_sets, Some(set as usize));
        }
        let mut begin = 0;
        for (run, count) in columns.years.iter().zip(&mut self.years) {
            *count += run.end.min(end).saturating_sub(begin.max(start));
            begin = run.end;
        }
    }
}

fn bump(counts: &mut [u32], at: Option<usize>) {
    if let Some(count) = at.and_then(|at| counts.get_mut(at)) {
        *count += 1;
    }
}

/// Counts of the whole index, by name.
#[derive(Default)]
pub(in crate::search) struct Sum {
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

    pub(super) fn add(&mut self, tally: &Tally<'_>) {
        let columns = tally.columns;
        self.total += tally.total;
        for (name, count) in counted(&columns.kind_names, &tally.kinds) {
            if let Some(kind) = name {
                self.add_kind(kind, count);
            }
        }
        for (name, count) in counted(&columns.system_names, &tally.systems) {
            if let Some(system) = name {
                self.add_system(*system, count);
            }
        }
        for (run, count) in counted(&columns.years, &tally.years) {
            if let Some(year) = run.year {
                self.add_year(year, count);
            }
        }
        for (provinces, count) in counted(&columns.provinces, &tally.body_sets) {
            for province in provinces {
                self.add_place(province, count);
            }
        }
        let mut nodes = vec![0; columns.body_nodes.len()];
        for (set, count) in counted(&columns.body_sets, &tally.body_sets) {
            for &node in set {
                if let Some(sum) = nodes.get_mut(node as usize) {
                    *sum += count;
                }
            }
        }
        for (node, count) in columns
            .body_nodes
            .iter()
            .zip(nodes)
            .filter(|(_, count)| *count > 0)
        {
            self.add_body(&node.path, count);
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

fn counted<'a, T>(names: &'a [T], counts: &'a [u32]) -> impl Iterator<Item = (&'a T, u64)> {
    names
        .iter()
        .zip(counts)
        .filter(|(_, count)| **count > 0)
        .map(|(name, count)| (name, u64::from(*count)))
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
