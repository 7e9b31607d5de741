//! The archive by who issued its papers: bodies grouped by system and level, and one body with what is
//! above, below, before and after it.

use crate::archive::Answer;
use crate::archive::Archive;
use crate::archive::BodyCount;
use crate::archive::Error;
use crate::search::Request;
use crate::search::Sort;
use crate::vocabulary::BodyId;
use crate::vocabulary::Level;
use crate::vocabulary::System;
use crate::vocabulary::bodies;

/// Latest papers shown of a body.
const LATEST: usize = 10;

/// Bodies of one system on one level.
#[derive(Debug)]
pub struct BodyGroup {
    /// `party`, `state`, `mass`; empty for bodies the tables do not know.
    pub system: &'static str,
    /// `trung-uong`, `tinh`, `huyen`, `xa`; empty for bodies the tables do not know.
    pub level: &'static str,
    /// The bodies, each above its subordinates on the same level.
    pub bodies: Vec<BodyCount>,
}

/// A body that another one's page leads to.
#[derive(Debug)]
pub struct BodyLink {
    /// Its id.
    pub id: BodyId,
    /// Its name, with the days it lasted where they are known.
    pub name: String,
    /// Papers of it and its subordinates.
    pub count: u64,
}

/// A body with what is around it.
pub struct BodyView {
    /// Its name, with the days it lasted where they are known.
    pub name: String,
    /// The bodies above it, the topmost first.
    pub above: Vec<BodyLink>,
    /// The bodies it came from, itself, and those that took over its work, the oldest first; empty
    /// where there is none but itself.
    pub lineage: Vec<BodyLink>,
    /// Its subordinates that have papers.
    pub below: Vec<BodyCount>,
    /// Its papers, the latest first, with counts over all of them.
    pub papers: Answer,
}

impl Archive {
    /// The issuing bodies that have papers, by system and level.
    pub fn body_groups(&self) -> Result<Vec<BodyGroup>, Error> {
        let answer = self.search(&Request::default())?;
        let mut groups: Vec<BodyGroup> = Vec::new();
        for body in answer.facets.body {
            let place = rank_of(&body.id);
            let body = parted(body, place, &mut groups);
            put(&mut groups, place, body);
        }
        groups.sort_by_key(|group| (order(SYSTEMS, group.system), order(LEVELS, group.level)));
        for group in &mut groups {
            group
                .bodies
                .sort_by_key(|body| std::cmp::Reverse(body.count));
        }
        Ok(groups)
    }

    /// One body; an error where neither the tables nor the papers know it.
    pub fn body_view(&self, id: &str) -> Result<BodyView, Error> {
        let id = &BodyId::new(id);
        let papers = self.search(&Request {
            body: Some(id.clone()),
            sort: Sort::Newest,
            limit: LATEST,
            ..Request::default()
        })?;
        if papers.total == 0 && bodies::by_id(id.as_str()).is_none() {
            return Err(Error::NotFound(id.to_string()));
        }
        let mut above = bodies::ancestors(id.as_str());
        above.pop();
        let lineage = bodies::lineage(id.as_str());
        let link = |body: &bodies::Body| self.link(body);
        Ok(BodyView {
            name: self.body_name(id)?,
            above: above.iter().map(link).collect::<Result<_, _>>()?,
            lineage: match lineage.as_slice() {
                [] | [_] => Vec::new(),
                several => several.iter().map(link).collect::<Result<_, _>>()?,
            },
            below: below(&papers.facets.body, id),
            papers,
        })
    }

    fn link(&self, body: &bodies::Body) -> Result<BodyLink, Error> {
        let papers = Request {
            body: Some(body.id.clone()),
            limit: 1,
            ..Request::default()
        };
        Ok(BodyLink {
            id: body.id.clone(),
            name: body.dated_name(),
            count: self.index.search(&papers)?.total,
        })
    }
}

const SYSTEMS: &[&str] = &["party", "state", "mass"];
const LEVELS: &[&str] = &["trung-uong", "tinh", "huyen", "xa"];

fn order(list: &[&str], code: &str) -> usize {
    let place = list.iter().position(|known| *known == code);
    place.unwrap_or(list.len())
}

/// System and level of a body; none where the tables do not know it.
type Rank = Option<(System, Level)>;

fn rank_of(id: &BodyId) -> Rank {
    bodies::by_id(id.as_str()).map(|body| (body.system, body.level))
}

fn put(groups: &mut Vec<BodyGroup>, rank: Rank, body: BodyCount) {
    let system = rank.map_or("", |(system, _)| system.code());
    let level = rank.map_or("", |(_, level)| level.code());
    let known = groups
        .iter_mut()
        .find(|group| group.system == system && group.level == level);
    match known {
        Some(group) => group.bodies.push(body),
        None => groups.push(BodyGroup {
            system,
            level,
            bodies: vec![body],
        }),
    }
}

/// A body without its subordinates of another system or level, which are put where they belong. One
/// the tables do not know stays where it is.
fn parted(body: BodyCount, rank: Rank, groups: &mut Vec<BodyGroup>) -> BodyCount {
    let mut children = Vec::new();
    for child in body.children {
        let own = rank_of(&child.id).or(rank);
        let child = parted(child, own, groups);
        match own == rank {
            true => children.push(child),
            false => put(groups, own, child),
        }
    }
    BodyCount { children, ..body }
}

/// The subordinates of a body in a tree.
fn below(tree: &[BodyCount], id: &BodyId) -> Vec<BodyCount> {
    for body in tree {
        if body.id == *id {
            return body.children.clone();
        }
        let found = below(&body.children, id);
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}
