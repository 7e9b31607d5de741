//! Per segment: kind, system, bodies and day of every document as dense arrays, and their names.
//!
//! Filters and counts read these arrays instead of the index's own columns, which cost some
//! forty nanoseconds a document; an array read costs two or three. A segment never changes but for
//! deletions, so its arrays are read once and kept as long as the segment is.

use std::collections::HashMap;

use tantivy::SegmentReader;
use tantivy::columnar::StrColumn;
use tantivy::fastfield::Column;

use crate::document::Holding;
use crate::search::SearchError;
use crate::search::local::yearly::Counted;
use crate::search::local::yearly::Yearly;
use crate::search::schema;
use crate::text::fold::fold;
use crate::vocabulary::BodyId;
use crate::vocabulary::KindId;
use crate::vocabulary::Level;
use crate::vocabulary::System;
use crate::vocabulary::bodies;
use crate::vocabulary::places::Place;
use crate::vocabulary::provinces;

/// The day of a document whose date is unknown. Sorted newest first, these come last.
pub(in crate::search) const UNDATED: i32 = i32::MIN;

/// What filters and counts need to know of a segment's documents.
pub(in crate::search) struct Columns {
    /// Days since 1970-01-01, never rising.
    pub days: Vec<i32>,
    /// Index into [`Columns::kind_names`].
    pub kinds: Vec<u16>,
    /// Index into [`Columns::system_names`].
    pub systems: Vec<u8>,
    /// Index into [`Columns::body_sets`].
    pub bodies: Vec<u32>,
    /// Index into [`Columns::holding_names`].
    pub holdings: Vec<u32>,
    /// Runs of documents of one year, in the order of the documents.
    pub years: Vec<YearRun>,
    /// What all documents of a year count together.
    pub yearly: Yearly,
    pub kind_names: Vec<Option<KindId>>,
    pub system_names: Vec<Option<System>>,
    /// The distinct places and marks of documents.
    pub holding_names: Vec<Option<Holding>>,
    /// The distinct combinations of issuing bodies, superiors included.
    pub body_sets: Vec<Vec<u32>>,
    /// The bodies of each combination that issued the documents, superiors left out.
    pub issuers: Vec<Vec<u32>>,
    /// The provinces of each combination, each once.
    pub provinces: Vec<Vec<&'static str>>,
    /// The bodies of those combinations.
    pub body_nodes: Vec<BodyNode>,
    pub sequences: Column<u64>,
    /// What decides between documents that are equal in everything else.
    pub ties: Column<u64>,
    /// With those: the ids.
    pub id_ends: Column<u64>,
}

/// The documents from the end of the run before this one up to `end` are of one year.
pub(in crate::search) struct YearRun {
    pub end: u32,
    pub year: Option<i16>,
}

/// A body that issued something in this segment, or stands above one that did.
pub(in crate::search) struct BodyNode {
    pub id: BodyId,
    /// It and its superiors, `id>parent>…`: its place in the tree. A body of a printed name that
    /// papers put under different superiors has several.
    pub path: String,
    /// Whether the tables know it as a central body.
    pub central: bool,
    /// The place it belongs to, where the tables know one.
    pub place: Option<&'static Place>,
    /// Id of the province that place is, or is in, whatever its bounds at the time.
    pub province: Option<&'static str>,
    /// Its name in the tables, folded; empty if they do not know it.
    pub folded_name: String,
}

impl BodyNode {
    pub fn of(path: &str) -> Self {
        let id = path.split('>').next().unwrap_or(path);
        let known = bodies::by_id(id);
        let place = known.as_ref().and_then(|body| body.place);
        Self {
            id: BodyId::new(id),
            path: path.to_owned(),
            central: known
                .as_ref()
                .is_some_and(|body| body.level == Level::Centre),
            province: place
                .and_then(|place| provinces::by_id(place.province))
                .map(|province| province.id),
            place,
            folded_name: known.map(|body| fold(&body.name)).unwrap_or_default(),
        }
    }
}

impl Columns {
    /// Reads the columns of a segment.
    pub fn read(segment: &SegmentReader) -> Result<Self, SearchError> {
        let fast = segment.fast_fields();
        let count = segment.max_doc() as usize;
        let mut days = vec![i64::MIN; count];
        fast.column_first_or_default::<i64>(schema::DAY)?
            .get_range(0, &mut days);
        let days: Vec<i32> = days
            .into_iter()
            .map(|day| i32::try_from(day).unwrap_or(UNDATED))
            .collect();
        let (kinds, kind_names) = names(fast.str(schema::KIND)?, count)?;
        let (systems, system_names) = names(fast.str(schema::SYSTEM)?, count)?;
        let (bodies, body_lists) = names(fast.str(schema::BODIES)?, count)?;
        let (holdings, holding_names) = names(fast.str(schema::HOLDING)?, count)?;
        let (body_sets, issuers, body_nodes) = body_sets(&body_lists);
        let provinces = body_sets.iter().map(|set| provinces_of(set, &body_nodes));
        let mut columns = Self {
            provinces: provinces.collect(),
            years: year_runs(&days),
            yearly: Yearly::default(),
            days,
            kinds: kinds
                .into_iter()
                .map(|ord| u16::try_from(ord).unwrap_or(u16::MAX))
                .collect(),
            systems: systems
                .into_iter()
                .map(|ord| u8::try_from(ord).unwrap_or(u8::MAX))
                .collect(),
            bodies: bodies
                .into_iter()
                .map(|ord| u32::try_from(ord).unwrap_or(u32::MAX))
                .collect(),
            holdings: holdings
                .into_iter()
                .map(|ord| u32::try_from(ord).unwrap_or(u32::MAX))
                .collect(),
            holding_names: holding_names
                .iter()
                .map(|name| Holding::parse(name))
                .collect(),
            kind_names: kind_names
                .iter()
                .map(|name| (!name.is_empty()).then(|| KindId::new(name.as_str())))
                .collect(),
            system_names: system_names
                .iter()
                .map(|name| System::from_code(name))
                .collect(),
            body_sets,
            issuers,
            body_nodes,
            sequences: fast.u64(schema::SEQUENCE)?,
            ties: fast.u64(schema::TIE)?,
            id_ends: fast.u64(schema::ID_END)?,
        };
        columns.yearly = Yearly::of(columns.counted(), &columns.years);
        Ok(columns)
    }

    /// What is counted of each document.
    pub fn counted(&self) -> Counted<'_> {
        Counted {
            kinds: (&self.kinds, self.kind_names.len()),
            systems: (&self.systems, self.system_names.len()),
            body_sets: (&self.bodies, self.body_sets.len()),
        }
    }
}

/// The ordinals of a column with exactly one value a document, and its values.
fn names(column: Option<StrColumn>, count: usize) -> Result<(Vec<u64>, Vec<String>), SearchError> {
    let mut ordinals = vec![0; count];
    let Some(column) = column else {
        return Ok((ordinals, vec![String::new()]));
    };
    column.ords().values.get_range(0, &mut ordinals);
    let mut names = Vec::with_capacity(column.num_terms());
    let mut stream = column.dictionary().stream()?;
    while stream.advance() {
        names.push(String::from_utf8_lossy(stream.key()).into_owned());
    }
    Ok((ordinals, names))
}

/// Takes the lists `id>parent>…` apart: which nodes each has, every node once.
fn body_sets(lists: &[String]) -> (Vec<Vec<u32>>, Vec<Vec<u32>>, Vec<BodyNode>) {
    let mut nodes: Vec<BodyNode> = Vec::new();
    let mut known: HashMap<String, u32> = HashMap::new();
    let sets = lists.iter().map(|list| {
        let mut set = Vec::new();
        let mut issuers = Vec::new();
        for line in list.lines() {
            let starts = std::iter::once(0).chain(line.match_indices('>').map(|(at, _)| at + 1));
            for path in starts.filter_map(|start| line.get(start..)) {
                let node = *known.entry(path.to_owned()).or_insert_with(|| {
                    nodes.push(BodyNode::of(path));
                    u32::try_from(nodes.len() - 1).unwrap_or(u32::MAX)
                });
                set.push(node);
                if path.len() == line.len() {
                    issuers.push(node);
                }
            }
        }
        set.sort_unstable();
        set.dedup();
        (set, issuers)
    });
    let (sets, issuers) = sets.unzip();
    (sets, issuers, nodes)
}

fn provinces_of(set: &[u32], nodes: &[BodyNode]) -> Vec<&'static str> {
    let nodes = set.iter().filter_map(|&node| nodes.get(node as usize));
    let mut provinces: Vec<&str> = nodes.filter_map(|node| node.province).collect();
    provinces.sort_unstable();
    provinces.dedup();
    provinces
}

fn year_runs(days: &[i32]) -> Vec<YearRun> {
    let mut runs: Vec<YearRun> = Vec::new();
    let mut from = i32::MAX;
    let mut to = i32::MIN;
    for (doc, &day) in (0..).zip(days) {
        let known = !runs.is_empty() && (from..=to).contains(&day);
        if !known {
            (from, to) = year_span(day);
            runs.push(YearRun {
                end: doc,
                year: year_of(day),
            });
        }
        if let Some(run) = runs.last_mut() {
            run.end = doc + 1;
        }
    }
    runs
}

/// First and last day of the year of `day`; only itself where the date is unknown.
fn year_span(day: i32) -> (i32, i32) {
    match year_of(day) {
        Some(year) => (
            first_day_of(year),
            first_day_of(year.saturating_add(1)).saturating_sub(1),
        ),
        None => (day, day),
    }
}

fn first_day_of(year: i16) -> i32 {
    jiff::civil::Date::new(year, 1, 1).map_or(UNDATED, day_number)
}

/// Days from 1970-01-01 to `date`.
pub(in crate::search) fn day_number(date: jiff::civil::Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.until(date).map_or(UNDATED, |span| span.get_days())
}

/// The year of a day number; none for [`UNDATED`].
pub(in crate::search) fn year_of(day: i32) -> Option<i16> {
    if day == UNDATED {
        return None;
    }
    let span = jiff::Span::new().try_days(day).ok()?;
    let date = jiff::civil::date(1970, 1, 1).checked_add(span).ok()?;
    Some(date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_runs_of_days() {
        let day = |y, m, d| day_number(jiff::civil::date(y, m, d));
        let days = [
            day(2021, 12, 31),
            day(2021, 1, 1),
            day(2020, 12, 31),
            UNDATED,
            UNDATED,
        ];
        let runs: Vec<_> = year_runs(&days)
            .iter()
            .map(|run| (run.end, run.year))
            .collect();
        assert_eq!(runs, [(2, Some(2021)), (3, Some(2020)), (5, None)]);
    }

    #[test]
    fn a_body_list_gives_each_node_once() {
        let lists = [
            "".to_owned(),
            "a>p>top\nb>p>top".to_owned(),
            "p>top".to_owned(),
        ];
        let (sets, issuers, nodes) = body_sets(&lists);
        let names: Vec<&str> = nodes.iter().map(|node| node.id.as_str()).collect();
        assert_eq!(names, ["a", "p", "top", "b"]);
        assert_eq!(sets, [vec![], vec![0, 1, 2, 3], vec![1, 2]]);
        assert_eq!(issuers, [vec![], vec![0, 3], vec![1]]);
        assert_eq!(nodes[3].path, "b>p>top");
    }
}
