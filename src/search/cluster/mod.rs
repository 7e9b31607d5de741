//! The index in a cluster: OpenSearch or Elasticsearch, by the interface both have.
//!
//! They get our terms, cut by white space and otherwise as they are, our score as a formula, and
//! where a hit stands as one number; so they find, count and order as the engine on this machine
//! does. What differs is listed in `index/README.md`.

mod answer;
mod asks;
mod client;
#[cfg(test)]
mod laws;
mod mapping;
mod question;
#[cfg(test)]
pub(super) mod server;
pub(super) mod view;
pub(super) mod writer;

use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use serde_json::Value;
use serde_json::json;

use crate::document::DocumentId;
use crate::search::Audit;
use crate::search::Entry;
use crate::search::SearchError;
use crate::search::cluster::answer::odd;
use crate::search::cluster::client::Client;
use crate::search::cluster::mapping::column;
use crate::search::cluster::view::View;
use crate::search::fingerprint;
use crate::search::narrowing::Narrowing;
use crate::search::schema;

/// Views kept: an office has few kinds of readers.
const MOST_VIEWS: usize = 32;
/// The entry that says up to where an index has followed the store. It is no document.
const STATE: &str = "state";

/// Where a cluster is and how it is spoken to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterSettings {
    /// Its machines, `https://một.kho.example:9200`; any of them may be asked.
    pub hosts: Vec<String>,
    /// The name its indexes begin with; an alias of that name leads to the one that answers.
    pub index: String,
    /// What is sent as `Authorization`, if anything: `Basic …`, `ApiKey …`.
    pub authorization: Option<String>,
    /// A PEM file of the authorities that are trusted; those of the machine where there is none.
    pub authorities: Option<PathBuf>,
    /// How long one answer may take, and how long it is asked for again.
    pub patience: Duration,
    /// Parts a new index is cut into.
    pub shards: u32,
    /// Copies of each part beside the first.
    pub replicas: u32,
    /// The very index, whatever the alias leads to; none for the one it leads to.
    pub only: Option<String>,
}

/// The index of an archive in a cluster.
pub(super) struct Cluster {
    client: Arc<Client>,
    settings: ClusterSettings,
    /// Views of the latest commit, by the name of their narrowing.
    views: Mutex<Vec<NamedView>>,
}

/// A view and the name of its narrowing.
type NamedView = (Option<Arc<str>>, Arc<View>);

/// Up to where an index has followed the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    /// The very index.
    pub index: String,
    /// The store's sequence number the latest commit has caught up with.
    pub sequence: u64,
    /// The fingerprint of the program that made the index.
    pub made_by: u64,
    /// Changes with every commit.
    pub generation: u64,
    /// What a write must name to be the next one.
    turn: (u64, u64),
}

impl State {
    /// Whether another program's tables or rules made its terms.
    pub fn is_due(&self) -> bool {
        self.made_by != fingerprint::CURRENT
    }

    fn read(answer: &Value) -> Option<Self> {
        let index = answer.get("_index")?.as_str()?.to_owned();
        let number = |name: &str| answer.get(name).and_then(Value::as_u64);
        let turn = (number("_seq_no")?, number("_primary_term")?);
        let kept = answer.get("_source")?.get(STATE)?;
        let version = kept.get("version").and_then(Value::as_u64)?;
        let made_by = kept.get("made_by")?.as_str()?;
        let mut hasher = DefaultHasher::new();
        (&index, turn).hash(&mut hasher);
        Some(Self {
            sequence: kept.get("sequence").and_then(Value::as_u64)?,
            made_by: u64::from_str_radix(made_by, 16).ok()?,
            generation: hasher.finish(),
            turn,
            index,
        })
        .filter(|_| version == u64::from(schema::VERSION))
    }

    /// What is written for a commit.
    fn entry(sequence: u64, made_by: u64) -> Value {
        json!({STATE: {
            "version": schema::VERSION,
            "sequence": sequence,
            "made_by": format!("{made_by:016x}"),
        }})
    }
}

impl Cluster {
    /// The index the alias leads to.
    pub fn open(settings: &ClusterSettings) -> Result<Self, SearchError> {
        let cluster = Self::of(settings)?;
        cluster.state()?;
        Ok(cluster)
    }

    /// A new empty index, that nobody is led to yet.
    pub fn create(settings: &ClusterSettings) -> Result<Self, SearchError> {
        let mut cluster = Self::of(settings)?;
        let name = cluster.free_name()?;
        let made = mapping::index(settings);
        cluster.client.put(&name, &made)?;
        let state = State::entry(0, fingerprint::CURRENT);
        cluster
            .client
            .put(&format!("{name}/_doc/{STATE}"), &state)?;
        cluster.settings.only = Some(name);
        Ok(cluster)
    }

    /// Leads everybody to this index from now on, and deletes those that were led to before.
    pub fn take_place(&self) -> Result<(), SearchError> {
        let Self {
            client, settings, ..
        } = self;
        let Some(new) = &settings.only else {
            return Ok(());
        };
        let alias = &settings.index;
        let led = client.get(&format!("_alias/{alias}"))?;
        let led = led.as_ref().and_then(Value::as_object);
        let old: Vec<&String> = led.into_iter().flat_map(|led| led.keys()).collect();
        let mut actions: Vec<Value> = old
            .iter()
            .map(|old| json!({"remove_index": {"index": old}}))
            .collect();
        actions.push(json!({"add": {"index": new, "alias": alias}}));
        client.post("_aliases", &json!({"actions": actions}))?;
        Ok(())
    }

    fn of(settings: &ClusterSettings) -> Result<Self, SearchError> {
        Ok(Self {
            client: Arc::new(Client::new(settings)?),
            settings: settings.clone(),
            views: Mutex::default(),
        })
    }

    /// A name no index has: the version of the fields and a number. Indexes whose making was given up
    /// are deleted.
    fn free_name(&self) -> Result<String, SearchError> {
        let alias = &self.settings.index;
        let all = self.client.get(&format!("{alias}-v*/_alias"))?;
        let all = all.as_ref().and_then(Value::as_object);
        let prefix = format!("{alias}-v");
        let mut last = 0;
        for (name, kept) in all.into_iter().flatten() {
            let numbers = name
                .strip_prefix(&prefix)
                .and_then(|rest| rest.split_once('-'));
            let numbers = numbers.map(|(one, other)| (one.parse::<u32>(), other.parse::<u32>()));
            let Some((Ok(_), Ok(number))) = numbers else {
                continue;
            };
            last = last.max(number);
            let is_led_to = kept.pointer(&format!("/aliases/{alias}")).is_some();
            if !is_led_to {
                self.client.delete(name)?;
            }
        }
        Ok(format!("{prefix}{}-{}", schema::VERSION, last + 1))
    }

    /// The name it has in the cluster, where it is told from those that answer.
    pub fn name(&self) -> Option<&str> {
        self.settings.only.as_deref()
    }

    /// Bytes it takes, copies left out.
    pub fn bytes(&self) -> Result<u64, SearchError> {
        let name = &self.state()?.index;
        let told = self.client.get(&format!("{name}/_stats/store"))?;
        let bytes = told.as_ref();
        let bytes = bytes.and_then(|told| told.pointer("/_all/primaries/store/size_in_bytes"));
        bytes.and_then(Value::as_u64).ok_or_else(|| odd("length"))
    }

    /// What every entry says.
    pub fn audit(&self) -> Result<Audit, SearchError> {
        let state = self.state()?;
        let view = View::of(Arc::clone(&self.client), state.clone(), &Narrowing::none())?;
        let mut audit = Audit {
            sequence: state.sequence,
            is_due: state.is_due(),
            ..Audit::default()
        };
        view.each(&[column::SUM], |hit| {
            let number = |at: &str| hit.pointer(at).and_then(Value::as_i64);
            let (sum, sequence) = (number("/fields/sum/0"), number("/sort/0"));
            let entry = Entry {
                sequence: sequence.ok_or_else(|| odd("sequence"))?.cast_unsigned(),
                content: sum.ok_or_else(|| odd("sum"))?.cast_unsigned(),
            };
            let before = DocumentId::parse(hit.get("_id").and_then(Value::as_str).unwrap_or(""))
                .map(|id| audit.entries.insert(id, entry));
            audit.strays += u64::from(!matches!(before, Some(None)));
            Ok(())
        })?;
        Ok(audit)
    }

    /// Up to where it has followed the store.
    pub fn state(&self) -> Result<State, SearchError> {
        let settings = &self.settings;
        let name = settings.only.as_ref().unwrap_or(&settings.index);
        let answer = self.client.get(&format!("{name}/_doc/{STATE}"))?;
        let missing = || SearchError::Missing(PathBuf::from(name));
        let answer = answer.ok_or_else(missing)?;
        State::read(&answer).ok_or_else(|| SearchError::OtherSchema(PathBuf::from(name)))
    }

    /// The latest commit as far as a narrowing lets it be seen.
    pub fn view(&self, narrowing: &Narrowing) -> Result<Arc<View>, SearchError> {
        let state = self.state()?;
        let name = narrowing.name();
        let known = |views: &[NamedView]| {
            let found = views
                .iter()
                .find(|(known, view)| *known == name && view.is_of(&state));
            found.map(|(_, view)| Arc::clone(view))
        };
        let views = || self.views.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(view) = known(&views()) {
            return Ok(view);
        }
        let view = View::of(Arc::clone(&self.client), state.clone(), narrowing)?;
        let view = Arc::new(view);
        let mut views = views();
        views.retain(|(_, view)| view.is_of(&state));
        if views.len() == MOST_VIEWS {
            views.remove(0);
        }
        views.push((name, Arc::clone(&view)));
        Ok(view)
    }
}
