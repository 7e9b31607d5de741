//! The order of hits, and the best few of them kept while counting.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::search::cursor::Place;

/// A document that may be on the page.
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    pub place: Place,
    pub segment: usize,
    pub doc: u32,
    pub standing: f32,
}

/// The best candidates after a cursor: one more than the page holds, to know whether it is the last.
pub(super) struct Best {
    size: usize,
    after: Option<Place>,
    heap: BinaryHeap<Reverse<ByPlace>>,
}

struct ByPlace(Candidate);

impl Best {
    pub fn new(size: usize, after: Option<Place>) -> Self {
        Self {
            size,
            after,
            heap: BinaryHeap::new(),
        }
    }

    /// Whether there are enough better ones than a document of this place.
    pub fn refuses(&self, place: (u64, u64)) -> bool {
        let worse = |bound: &Place| place < (bound.major, bound.minor);
        let last = self.heap.peek();
        self.heap.len() >= self.size && last.is_none_or(|Reverse(last)| worse(&last.0.place))
    }

    /// The worst place on a full page.
    pub fn worst(&self) -> Option<(u64, u64)> {
        let last = self.heap.peek().filter(|_| self.heap.len() >= self.size);
        last.map(|Reverse(last)| (last.0.place.major, last.0.place.minor))
    }

    /// Takes a document if it is good enough; what decides between equals is looked up only then.
    pub fn offer(&mut self, place: (u64, u64), make: impl FnOnce() -> Candidate) {
        if self.refuses(place) {
            return;
        }
        if self
            .after
            .is_some_and(|after| place > (after.major, after.minor))
        {
            return;
        }
        let candidate = make();
        if self.after.is_some_and(|after| candidate.place >= after) {
            return;
        }
        self.heap.push(Reverse(ByPlace(candidate)));
        if self.heap.len() > self.size {
            self.heap.pop();
        }
    }

    /// The candidates, best first.
    pub fn into_sorted(self) -> Vec<Candidate> {
        let sorted = self.heap.into_sorted_vec();
        sorted
            .into_iter()
            .map(|Reverse(ByPlace(candidate))| candidate)
            .collect()
    }
}

impl PartialEq for ByPlace {
    fn eq(&self, other: &Self) -> bool {
        self.0.place == other.0.place
    }
}

impl Eq for ByPlace {}

impl PartialOrd for ByPlace {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ByPlace {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.place.cmp(&other.0.place)
    }
}
