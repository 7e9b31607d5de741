//! A filter made ready for one segment: flags by ordinal and an interval of documents.

use crate::document::Folder;
use crate::document::Holding;
use crate::search::filter::Filter;
use crate::search::local::columns::BodyNode;
use crate::search::local::columns::Columns;
use crate::search::local::columns::UNDATED;
use crate::search::local::columns::day_number;
use crate::search::narrowing::Narrowing;
use crate::vocabulary::KindId;

/// A [`Filter`] for one segment.
pub(super) struct Sieve<'a> {
    columns: &'a Columns,
    bodies: Option<Vec<bool>>,
    places: Option<Vec<bool>>,
    kinds: Option<Vec<bool>>,
    /// `Some(None)`: a system no document here has.
    system: Option<Option<u8>>,
    holdings: Option<Vec<bool>>,
    /// The documents whose day is in range: they are sorted by it.
    pub start: u32,
    pub end: u32,
    /// All of these go through.
    pub is_interval: bool,
}

impl<'a> Sieve<'a> {
    /// Makes it ready for one segment, for who may see what `narrowing` admits.
    pub fn new(filter: &Filter, columns: &'a Columns, narrowing: &Narrowing) -> Self {
        let all = columns.days.len();
        let range = filter.days().map_or(0..all, |(first, last)| {
            let (first, last) = (day_number(first).max(UNDATED + 1), day_number(last));
            // Newest first: the days fall.
            let start = columns.days.partition_point(|&day| day > last);
            let end = columns.days.partition_point(|&day| day >= first);
            start..end.max(start)
        });
        let position_system = |system| {
            columns
                .system_names
                .iter()
                .position(|name| *name == Some(system))
        };
        Self {
            columns,
            bodies: (!filter.bodies.is_empty())
                .then(|| columns.sets_with(|node| filter.bodies.contains(&node.id))),
            places: (!filter.places.is_empty()).then(|| {
                columns.sets_with(|node| {
                    node.place.is_some_and(|place| {
                        [place.id, place.province]
                            .iter()
                            .any(|id| filter.places.contains(id))
                    })
                })
            }),
            kinds: (!filter.kinds.is_empty()).then(|| {
                let wanted = |name: &Option<KindId>| {
                    name.as_ref()
                        .is_some_and(|name| filter.kinds.contains(name))
                };
                columns.kind_names.iter().map(wanted).collect()
            }),
            system: filter
                .system
                .map(|system| position_system(system).and_then(|at| u8::try_from(at).ok())),
            holdings: (!filter.folders.is_empty()).then(|| {
                let within = |folder: &&Folder| {
                    let mut wanted = filter.folders.iter();
                    wanted.any(|wanted| folder.is_within(wanted))
                };
                let lies_within = |holding: &Option<Holding>| {
                    let mut folders = holding.iter().flat_map(|one| narrowing.folders(one));
                    folders.any(|folder| within(&folder))
                };
                columns.holding_names.iter().map(lies_within).collect()
            }),
            start: u32::try_from(range.start).unwrap_or(u32::MAX),
            end: u32::try_from(range.end).unwrap_or(u32::MAX),
            is_interval: filter.is_of_days(),
        }
    }

    /// Whether a document goes through.
    pub fn passes(&self, doc: u32) -> bool {
        let in_range = doc >= self.start && doc < self.end;
        in_range && (self.is_interval || self.agrees(doc as usize))
    }

    /// Whether a document is as described, whatever its day.
    fn agrees(&self, at: usize) -> bool {
        [&self.bodies, &self.places]
            .into_iter()
            .flatten()
            .all(|wanted| flag(wanted, self.columns.bodies.get(at).map(|&set| set as usize)))
            && self.kinds.as_ref().is_none_or(|wanted| {
                flag(
                    wanted,
                    self.columns.kinds.get(at).map(|&kind| usize::from(kind)),
                )
            })
            && self.holdings.as_ref().is_none_or(|wanted| {
                flag(
                    wanted,
                    self.columns.holdings.get(at).map(|&held| held as usize),
                )
            })
            && self.system.is_none_or(|wanted| {
                wanted.is_some() && self.columns.systems.get(at).copied() == wanted
            })
    }
}

fn flag(flags: &[bool], at: Option<usize>) -> bool {
    at.and_then(|at| flags.get(at)).copied().unwrap_or(false)
}

impl Columns {
    /// Which combinations of bodies have one that meets a condition.
    fn sets_with(&self, meets: impl Fn(&BodyNode) -> bool) -> Vec<bool> {
        let meets = |&node: &u32| self.body_nodes.get(node as usize).is_some_and(&meets);
        self.body_sets
            .iter()
            .map(|set| set.iter().any(meets))
            .collect()
    }
}
