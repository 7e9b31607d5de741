//! The index as the archive sees it, whichever engine answers.

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::search::SearchError;
use crate::search::clauses;
use crate::search::cluster::Cluster;
use crate::search::cluster::ClusterSettings;
use crate::search::cursor::Cursor;
use crate::search::local::Local;
use crate::search::narrowing::Narrowing;
use crate::search::page::Hit;
use crate::search::page::Page;
use crate::search::plan::Plan;
use crate::search::request::LARGEST_PAGE;
use crate::search::request::Request;
use crate::search::request::Sort;
use crate::search::slips;
use crate::search::slips::Slip;
use crate::search::suggest;
use crate::search::suggest::Suggestions;
use crate::search::understand;
use crate::search::view::Answer;
use crate::search::view::Listed;
use crate::search::view::View;
use crate::search::view::Window;
use crate::search::writer::Writer;
use crate::vocabulary::BodyId;

/// A search index in a directory of its own.
///
/// It may be searched from many threads while a writer, in this process or another one, commits to
/// it; every search sees one commit.
///
/// Cloning is cheap and shares everything.
#[derive(Clone)]
pub struct Index {
    engine: Arc<Engine>,
    narrowing: Narrowing,
}

/// Who answers.
enum Engine {
    /// Tantivy, in this process.
    Local(Local),
    /// OpenSearch or Elasticsearch, on other machines.
    Cluster(Cluster),
}

impl Index {
    /// Makes an empty index in `directory`, which must be empty or not exist.
    pub fn create(directory: &Path) -> Result<Self, SearchError> {
        Ok(Self::of(Engine::Local(Local::create(directory)?)))
    }

    /// Opens an index for searching; takes no lock.
    pub fn open(directory: &Path) -> Result<Self, SearchError> {
        guarded(|| Ok(Self::of(Engine::Local(Local::open(directory)?))))
    }

    /// Makes an empty index in a cluster, that nobody is led to before [`Self::take_place`].
    pub fn create_beside(settings: &ClusterSettings) -> Result<Self, SearchError> {
        Ok(Self::of(Engine::Cluster(Cluster::create(settings)?)))
    }

    /// Leads everybody to this index of a cluster, instead of the one that answered before, which
    /// is deleted.
    pub fn take_place(&self) -> Result<(), SearchError> {
        match self.engine.as_ref() {
            Engine::Local(_) => Ok(()),
            Engine::Cluster(cluster) => cluster.take_place(),
        }
    }

    /// Opens the index of a cluster that answers; [`SearchError::Missing`] where there is none yet.
    pub fn connect(settings: &ClusterSettings) -> Result<Self, SearchError> {
        Ok(Self::of(Engine::Cluster(Cluster::open(settings)?)))
    }

    fn of(engine: Engine) -> Self {
        Self {
            engine: Arc::new(engine),
            narrowing: Narrowing::none(),
        }
    }

    /// The same index for a caller who may not see everything: what is left out is in no hit, count,
    /// facet, suggestion, correction or score.
    #[must_use]
    pub fn narrowed(&self, narrowing: Narrowing) -> Self {
        Self {
            engine: Arc::clone(&self.engine),
            narrowing,
        }
    }

    pub(super) fn view(&self) -> Result<View, SearchError> {
        Ok(match self.engine.as_ref() {
            Engine::Local(local) => View::Local(local.view(&self.narrowing)),
            Engine::Cluster(cluster) => View::Cluster(cluster.view(&self.narrowing)?),
        })
    }

    /// The one writer; [`SearchError::Busy`] while there is another one. `threads` analyse text,
    /// sharing `memory` bytes ([`crate::search::writer::MEMORY`] is a good measure).
    pub fn writer(&self, threads: usize, memory: usize) -> Result<Writer, SearchError> {
        match self.engine.as_ref() {
            Engine::Local(local) => Writer::local(local, threads, memory),
            Engine::Cluster(cluster) => Writer::cluster(cluster),
        }
    }

    /// The store's sequence number the latest commit has caught up with; 0 for a new index.
    pub fn sequence(&self) -> Result<u64, SearchError> {
        match self.engine.as_ref() {
            Engine::Local(local) => Ok(local.snapshot().sequence),
            Engine::Cluster(cluster) => Ok(cluster.state()?.sequence),
        }
    }

    /// Whether its terms were made by other tables or rules than this program has: it answers, but
    /// is due to be built anew.
    pub fn is_due(&self) -> Result<bool, SearchError> {
        match self.engine.as_ref() {
            Engine::Local(local) => Ok(local.snapshot().is_due),
            Engine::Cluster(cluster) => Ok(cluster.state()?.is_due()),
        }
    }

    /// Changes with every commit, also with one that a narrowing hides.
    pub fn generation(&self) -> Result<u64, SearchError> {
        match self.engine.as_ref() {
            Engine::Local(local) => Ok(local.snapshot().generation),
            Engine::Cluster(cluster) => Ok(cluster.state()?.generation),
        }
    }

    /// How many documents there are.
    pub fn count(&self) -> Result<u64, SearchError> {
        guarded(|| Ok(self.view()?.count()))
    }

    /// The store's sequence numbers of all documents, each of the state that was indexed.
    pub fn sequences(&self) -> Result<HashSet<u64>, SearchError> {
        guarded(|| self.view()?.sequences())
    }

    /// Files whose content is not what was written. A cluster looks after its own.
    pub fn damaged_files(&self) -> Result<Vec<PathBuf>, SearchError> {
        match self.engine.as_ref() {
            Engine::Local(local) => Ok(local.index.validate_checksum()?.into_iter().collect()),
            Engine::Cluster(_) => Ok(Vec::new()),
        }
    }

    /// Bytes it takes, where it is.
    pub fn bytes(&self) -> Result<u64, SearchError> {
        match self.engine.as_ref() {
            Engine::Local(local) => local.bytes(),
            Engine::Cluster(cluster) => cluster.bytes(),
        }
    }

    /// The name it has in its cluster, if it was made beside the one that answers.
    pub(super) fn name(&self) -> Option<&str> {
        match self.engine.as_ref() {
            Engine::Local(_) => None,
            Engine::Cluster(cluster) => cluster.name(),
        }
    }

    /// Answers a request. Whatever was typed, it is an answer; errors are those of the disk.
    pub fn search(&self, request: &Request) -> Result<Page, SearchError> {
        guarded(|| self.find(request))
    }

    fn find(&self, request: &Request) -> Result<Page, SearchError> {
        let (attempts, mut understood) = understand::read(request);
        let window = Window {
            sort: request.sort,
            limit: request.limit.min(LARGEST_PAGE),
            after: request.cursor.map(|cursor| cursor.0),
        };
        let mut answer = Answer::default();
        for attempt in &attempts {
            let slips;
            (answer, slips) = self.run(&attempt.plan, window)?;
            if answer.total > 0 {
                understood.note = attempt.note.clone().or(understood.note);
                if !slips.is_empty() {
                    understood.did_you_mean = Some(slips::corrected(&request.q, &slips));
                }
                break;
            }
        }
        let direct = match answer.exact.as_slice() {
            [only] if request.cursor.is_none() => Some(only.clone()),
            _ => None,
        };
        Ok(Page {
            understood,
            total: answer.total,
            hits: answer.hits,
            facets: answer.facets,
            next: answer.next.map(Cursor),
            direct,
        })
    }

    /// The documents a number can mean, in any spelling: one, or a list when it is ambiguous.
    pub fn numbers(&self, number: &str, home: Option<BodyId>) -> Result<Vec<Hit>, SearchError> {
        let request = Request {
            number: Some(number.to_owned()),
            home,
            limit: LARGEST_PAGE,
            ..Request::default()
        };
        let page = self.search(&request)?;
        let best = page.hits.first().map(|hit| hit.tier);
        Ok(page
            .hits
            .into_iter()
            .take_while(|hit| Some(hit.tier) == best)
            .collect())
    }

    /// What the line someone is typing may become: papers by number, papers by title, bodies; at
    /// most `limit` of each.
    pub fn suggest(&self, line: &str, limit: usize) -> Result<Suggestions, SearchError> {
        guarded(|| self.complete(line, limit))
    }

    fn complete(&self, line: &str, limit: usize) -> Result<Suggestions, SearchError> {
        let view = self.view()?;
        let window = Window {
            sort: Sort::Relevance,
            limit: limit.min(LARGEST_PAGE),
            after: None,
        };
        let hits = |plan: Option<Plan>| match plan {
            Some(plan) => Ok(view.run(&plan, usize::MAX, window)?.hits),
            None => Ok::<_, SearchError>(Vec::new()),
        };
        let beginning = suggest::number_beginning(line);
        let numbers = match &beginning {
            Some(beginning) => view.beginning_with(Listed::Own, beginning, MOST_COMPLETIONS)?,
            None => Vec::new(),
        };
        let title = suggest::title(line);
        let completions = match &title {
            Some(title) => view.beginning_with(Listed::Titles, title.last(), MOST_COMPLETIONS)?,
            None => Vec::new(),
        };
        Ok(Suggestions {
            numbers: hits(suggest::number_plan(line, numbers))?,
            titles: hits(title.and_then(|title| title.plan(completions)))?,
            bodies: view.bodies_named(&suggest::body_beginning(line), limit)?,
        })
    }

    /// Runs a plan, asking for fewer and fewer of its words until something is found. Before that,
    /// words the archive does not have are taken for slips of words it has.
    fn run(&self, plan: &Plan, window: Window) -> Result<(Answer, Vec<Slip>), SearchError> {
        let view = self.view()?;
        let count = clauses::distinct(&plan.words);
        let [most, fewer @ ..] = demands(count);
        let all = if plan.all_words { count } else { most };
        let answer = view.run(plan, all, window)?;
        if answer.total > 0 || plan.words.clauses.is_empty() || plan.all_words {
            return Ok((answer, Vec::new()));
        }
        let mut plan = plan.clone();
        let slips = slips::correct(&mut plan, &view)?;
        let again = if slips.is_empty() {
            &fewer[..]
        } else {
            &[&[all], &fewer[..]].concat()
        };
        let mut answer = Answer::default();
        for &needed in again {
            answer = view.run(&plan, needed, window)?;
            if answer.total > 0 {
                break;
            }
        }
        Ok((answer, slips))
    }
}

/// A damaged file may lead the engine anywhere, also to where it panics: that is the file's fault.
pub(super) fn guarded<T>(ask: impl FnOnce() -> Result<T, SearchError>) -> Result<T, SearchError> {
    let asked = catch_unwind(AssertUnwindSafe(ask));
    asked.unwrap_or_else(|_| Err(SearchError::Broken("one of its files is damaged".into())))
}

/// Ways to go on with what was typed that are considered.
const MOST_COMPLETIONS: usize = 200;

/// Lines of up to this many syllables must first be met in full.
const SHORT_LINE: usize = 6;

/// How many of `count` clauses must occur: all of a short line, else three of five, then two of
/// five, then any.
fn demands(count: usize) -> [usize; 4] {
    let most = (count * 3).div_ceil(5);
    [
        if count <= SHORT_LINE { count } else { most },
        most,
        (count * 2).div_ceil(5),
        1,
    ]
}
