//! Counts of a segment, and those of all its documents year by year, so that whole years are counted
//! by one subtraction however many documents they have.

use std::ops::Range;

use crate::search::local::columns::YearRun;

/// How many documents have each value, by the ordinals of a segment's columns.
#[derive(Clone)]
pub(in crate::search) struct Counts {
    pub kinds: Vec<u32>,
    pub systems: Vec<u32>,
    pub body_sets: Vec<u32>,
}

/// The columns that are counted.
#[derive(Clone, Copy)]
pub(in crate::search) struct Counted<'a> {
    /// Index into what has so many values, of each document.
    pub kinds: (&'a [u16], usize),
    pub systems: (&'a [u8], usize),
    pub body_sets: (&'a [u32], usize),
}

/// The counts of all documents before the end of each run of documents of one year.
#[derive(Default)]
pub(in crate::search) struct Yearly {
    /// One for each run, in the order of the documents. None where they would take more room than
    /// the columns.
    rows: Vec<Counts>,
}

impl Counts {
    pub fn none(columns: Counted<'_>) -> Self {
        Self {
            kinds: vec![0; columns.kinds.1],
            systems: vec![0; columns.systems.1],
            body_sets: vec![0; columns.body_sets.1],
        }
    }

    /// Counts one document.
    pub fn add(&mut self, columns: Counted<'_>, at: usize) {
        bump(&mut self.kinds, columns.kinds.0.get(at).copied());
        bump(&mut self.systems, columns.systems.0.get(at).copied());
        bump(&mut self.body_sets, columns.body_sets.0.get(at).copied());
    }

    fn add_range(&mut self, columns: Counted<'_>, documents: Range<u32>) {
        let all = documents.start as usize..documents.end as usize;
        bump_all(&mut self.kinds, columns.kinds.0, all.clone());
        bump_all(&mut self.systems, columns.systems.0, all.clone());
        bump_all(&mut self.body_sets, columns.body_sets.0, all);
    }

    fn add_difference(&mut self, less: &Self, more: &Self) {
        let add = |counts: &mut [u32], less: &[u32], more: &[u32]| {
            for (count, (less, more)) in counts.iter_mut().zip(less.iter().zip(more)) {
                *count += more - less;
            }
        };
        add(&mut self.kinds, &less.kinds, &more.kinds);
        add(&mut self.systems, &less.systems, &more.systems);
        add(&mut self.body_sets, &less.body_sets, &more.body_sets);
    }
}

impl Yearly {
    pub fn of(columns: Counted<'_>, years: &[YearRun]) -> Self {
        let values = columns.kinds.1 + columns.systems.1 + columns.body_sets.1;
        if values * years.len() > columns.body_sets.0.len() {
            return Self { rows: Vec::new() };
        }
        let mut counts = Counts::none(columns);
        let mut begin = 0;
        let rows = years.iter().map(|run| {
            counts.add_range(columns, begin..run.end);
            begin = run.end;
            counts.clone()
        });
        Self {
            rows: rows.collect(),
        }
    }

    /// Adds all documents of an interval to `counts`.
    pub fn add(
        &self,
        counts: &mut Counts,
        columns: Counted<'_>,
        years: &[YearRun],
        documents: Range<u32>,
    ) {
        let Range { start, end } = documents;
        // The runs `first` to `last` end in the interval, and all but the first begin there.
        let first = years.partition_point(|run| run.end < start);
        let last = years.partition_point(|run| run.end <= end).checked_sub(1);
        let rows = (
            self.rows.get(first),
            last.and_then(|last| self.rows.get(last)),
        );
        match (
            rows,
            years.get(first),
            last.and_then(|last| years.get(last)),
        ) {
            ((Some(less), Some(more)), Some(first), Some(last)) if first.end <= last.end => {
                counts.add_range(columns, start..first.end);
                counts.add_difference(less, more);
                counts.add_range(columns, last.end..end);
            }
            _ => counts.add_range(columns, documents),
        }
    }
}

fn bump(counts: &mut [u32], value: Option<impl Into<u32>>) {
    if let Some(count) = value.and_then(|value| counts.get_mut(value.into() as usize)) {
        *count += 1;
    }
}

fn bump_all(counts: &mut [u32], values: &[impl Into<u32> + Copy], documents: Range<usize>) {
    for &value in values.get(documents).unwrap_or_default() {
        bump(counts, Some(value));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn years_are_counted_as_documents_are(
            documents in prop::collection::vec((0_u16..3, 0_u8..2, 0_u32..2), 1..200),
            ends in prop::collection::btree_set(1_u32..200, 0..6),
            from in 0_u32..200,
            length in 0_u32..200,
        ) {
            let count = u32::try_from(documents.len()).unwrap();
            let kinds: Vec<u16> = documents.iter().map(|it| it.0).collect();
            let systems: Vec<u8> = documents.iter().map(|it| it.1).collect();
            let sets: Vec<u32> = documents.iter().map(|it| it.2).collect();
            let columns = Counted { kinds: (&kinds, 3), systems: (&systems, 2), body_sets: (&sets, 2) };
            let ends = ends.into_iter().filter(|end| *end < count).chain([count]);
            let years: Vec<YearRun> = ends.map(|end| YearRun { end, year: None }).collect();
            let start = from.min(count);
            let end = (start + length).min(count);
            let mut one_by_one = Counts::none(columns);
            for doc in start..end {
                one_by_one.add(columns, doc as usize);
            }
            let mut by_years = Counts::none(columns);
            Yearly::of(columns, &years).add(&mut by_years, columns, &years, start..end);
            prop_assert_eq!(by_years.kinds, one_by_one.kinds);
            prop_assert_eq!(by_years.systems, one_by_one.systems);
            prop_assert_eq!(by_years.body_sets, one_by_one.body_sets);
        }
    }
}
