//! The names of all segments together, so that counts are added up by position and not by name.

use std::collections::HashMap;
use std::hash::Hash;

use crate::search::facets::Sum;
use crate::search::local::columns::Columns;
use crate::search::local::tally::Tally;
use crate::vocabulary::KindId;
use crate::vocabulary::System;

/// The names that stand in any segment of a snapshot, and where each segment has them.
pub(in crate::search) struct Names {
    kinds: Vec<KindId>,
    systems: Vec<System>,
    provinces: Vec<&'static str>,
    /// Paths of bodies, `id>parent>…`.
    bodies: Vec<String>,
    segments: Vec<Positions>,
}

/// Where among all names those of one segment are.
struct Positions {
    kinds: Vec<Option<usize>>,
    systems: Vec<Option<usize>>,
    /// Of each combination of bodies.
    provinces: Vec<Vec<usize>>,
    body_sets: Vec<Vec<usize>>,
}

/// Counts of all segments.
pub(super) struct Totals<'a> {
    names: &'a Names,
    kinds: Vec<u64>,
    systems: Vec<u64>,
    provinces: Vec<u64>,
    bodies: Vec<u64>,
    sum: Sum,
}

impl Names {
    pub fn of<'a>(segments: impl Iterator<Item = &'a Columns>) -> Self {
        let mut kinds = Gathered::default();
        let mut systems = Gathered::default();
        let mut provinces = Gathered::default();
        let mut bodies = Gathered::default();
        let mut positions = Vec::new();
        for columns in segments {
            let nodes = columns.body_nodes.iter();
            let nodes: Vec<usize> = nodes.map(|node| bodies.place(&node.path)).collect();
            let set = |set: &Vec<u32>| -> Vec<usize> {
                let at = set.iter().filter_map(|&node| nodes.get(node as usize));
                at.copied().collect()
            };
            let mut optional = |name: &Option<KindId>| name.as_ref().map(|name| kinds.place(name));
            positions.push(Positions {
                kinds: columns.kind_names.iter().map(&mut optional).collect(),
                systems: (columns.system_names.iter())
                    .map(|system| system.as_ref().map(|system| systems.place(system)))
                    .collect(),
                provinces: (columns.provinces.iter())
                    .map(|set| set.iter().map(|one| provinces.place(one)).collect())
                    .collect(),
                body_sets: columns.body_sets.iter().map(set).collect(),
            });
        }
        Self {
            kinds: kinds.names,
            systems: systems.names,
            provinces: provinces.names,
            bodies: bodies.names,
            segments: positions,
        }
    }
}

/// Names in the order they were met, each once.
struct Gathered<T> {
    names: Vec<T>,
    places: HashMap<T, usize>,
}

impl<T> Default for Gathered<T> {
    fn default() -> Self {
        Self {
            names: Vec::new(),
            places: HashMap::new(),
        }
    }
}

impl<T: Clone + Eq + Hash> Gathered<T> {
    fn place(&mut self, name: &T) -> usize {
        match self.places.get(name) {
            Some(place) => *place,
            None => {
                self.names.push(name.clone());
                self.places.insert(name.clone(), self.names.len() - 1);
                self.names.len() - 1
            }
        }
    }
}

impl<'a> Totals<'a> {
    pub fn none(names: &'a Names) -> Self {
        Self {
            kinds: vec![0; names.kinds.len()],
            systems: vec![0; names.systems.len()],
            provinces: vec![0; names.provinces.len()],
            bodies: vec![0; names.bodies.len()],
            sum: Sum::default(),
            names,
        }
    }

    /// Adds what was counted in a segment.
    pub fn add(&mut self, segment: usize, tally: &Tally<'_>) {
        let Some(places) = self.names.segments.get(segment) else {
            return;
        };
        self.sum.total += tally.total;
        for (year, count) in tally.years() {
            self.sum.add_year(year, count);
        }
        add(&mut self.kinds, &places.kinds, &tally.counts.kinds);
        add(&mut self.systems, &places.systems, &tally.counts.systems);
        add(
            &mut self.provinces,
            &places.provinces,
            &tally.counts.body_sets,
        );
        add(&mut self.bodies, &places.body_sets, &tally.counts.body_sets);
    }

    /// The sums by name.
    pub fn named(mut self) -> Sum {
        let names = self.names;
        for (kind, count) in counted(&names.kinds, &self.kinds) {
            self.sum.add_kind(kind, count);
        }
        for (system, count) in counted(&names.systems, &self.systems) {
            self.sum.add_system(*system, count);
        }
        for (province, count) in counted(&names.provinces, &self.provinces) {
            self.sum.add_place(province, count);
        }
        for (path, count) in counted(&names.bodies, &self.bodies) {
            self.sum.add_body(path, count);
        }
        self.sum
    }
}

/// Adds each count to the sums at its places.
fn add<'a, P: 'a>(sums: &mut [u64], places: &'a [P], counts: &[u32])
where
    &'a P: IntoIterator<Item = &'a usize>,
{
    for (places, &count) in places.iter().zip(counts).filter(|(_, count)| **count > 0) {
        for &place in places {
            if let Some(sum) = sums.get_mut(place) {
                *sum += u64::from(count);
            }
        }
    }
}

fn counted<'a, T>(names: &'a [T], counts: &'a [u64]) -> impl Iterator<Item = (&'a T, u64)> {
    let counts = counts.iter().copied();
    names.iter().zip(counts).filter(|(_, count)| *count > 0)
}
