//! Counting: a tally per segment over the dense columns.

use std::ops::Range;

use crate::search::local::columns::Columns;
use crate::search::local::yearly::Counts;

/// Counts of one segment, by the ordinals of its columns.
pub(super) struct Tally<'a> {
    columns: &'a Columns,
    pub total: u64,
    pub counts: Counts,
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
            counts: Counts::none(columns.counted()),
            years: vec![0; columns.years.len()],
            run: 0,
        }
    }

    /// Counts a document; each may be given once.
    pub fn add(&mut self, doc: u32) {
        self.total += 1;
        self.counts.add(self.columns.counted(), doc as usize);
        let ends = |run: usize| self.columns.years.get(run).map_or(u32::MAX, |run| run.end);
        let begins = |run: usize| run.checked_sub(1).map_or(0, ends);
        if doc < begins(self.run) {
            self.run = self.columns.years.partition_point(|run| run.end <= doc);
        }
        while doc >= ends(self.run) {
            self.run += 1;
        }
        if let Some(count) = self.years.get_mut(self.run) {
            *count += 1;
        }
    }
}

impl Tally<'_> {
    /// Counts all documents of an interval; none of them may be counted otherwise.
    pub fn add_all(&mut self, documents: Range<u32>) {
        let Self { columns, .. } = *self;
        let Range { start, end } = documents.clone();
        self.total += u64::from(end.saturating_sub(start));
        let Columns { years, yearly, .. } = columns;
        yearly.add(&mut self.counts, columns.counted(), years, documents);
        let mut begin = 0;
        for (run, count) in columns.years.iter().zip(&mut self.years) {
            *count += run.end.min(end).saturating_sub(begin.max(start));
            begin = run.end;
        }
    }

    /// How many documents of each known year were counted, run by run.
    pub fn years(&self) -> impl Iterator<Item = (i16, u64)> {
        let runs = self.columns.years.iter().zip(&self.years);
        let runs = runs.filter(|(_, count)| **count > 0);
        runs.filter_map(|(run, count)| Some((run.year?, u64::from(*count))))
    }
}
