//! Writing an index in a cluster: entries by the bundle, each with the store's sequence number as
//! its version, so that of two writes the later state stays, whichever comes last.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use backon::BlockingRetryable;
use jiff::civil::Date;
use serde_json::Value;
use serde_json::json;

use crate::document::Document;
use crate::document::DocumentId;
use crate::document::Folder;
use crate::document::Holding;
use crate::document::Page;
use crate::search::Expected;
use crate::search::SearchError;
use crate::search::analysis;
use crate::search::cluster::Cluster;
use crate::search::cluster::STATE;
use crate::search::cluster::State;
use crate::search::cluster::client::Client;
use crate::search::cluster::mapping::TOGETHER;
use crate::search::cluster::mapping::column;
use crate::search::entry::Entry;
use crate::search::local::columns::BodyNode;
use crate::search::local::columns::UNDATED;
use crate::search::local::columns::year_of;
use crate::search::spelling::PLAIN_JOINT;

/// Bytes of entries that are sent together.
const BUNDLE: usize = 4 << 20;
/// Bytes of the longest value of a column.
const LONGEST_VALUE: usize = 32_000;

/// The one writer of an index in a cluster.
pub(in crate::search) struct Writer {
    client: Arc<Client>,
    state: State,
    expected: Expected,
    /// Entries not sent yet: what is done, and a line with what is kept if there is one.
    waiting: Vec<String>,
    bytes: usize,
}

impl Writer {
    pub fn of(cluster: &Cluster) -> Result<Self, SearchError> {
        Ok(Self {
            client: Arc::clone(&cluster.client),
            state: cluster.state()?,
            expected: Expected::default(),
            waiting: Vec::new(),
            bytes: 0,
        })
    }

    pub fn sequence(&self) -> u64 {
        self.state.sequence
    }

    pub fn put(
        &mut self,
        document: &Document,
        holding: &Holding,
        pages: &[Page],
    ) -> Result<(), SearchError> {
        let action = action("index", &document.id, document.sequence);
        let entry = entry(&self.expected, document, holding, pages);
        self.add(format!("{action}\n{entry}\n"))
    }

    pub fn remove(&mut self, id: &DocumentId, sequence: u64) -> Result<(), SearchError> {
        self.add(format!("{}\n", action("delete", id, sequence)))
    }

    fn add(&mut self, lines: String) -> Result<(), SearchError> {
        self.bytes += lines.len();
        self.waiting.push(lines);
        match self.bytes > BUNDLE {
            true => self.send(),
            false => Ok(()),
        }
    }

    /// Sends what waits. What the cluster has no time for is sent again, by and by; what it refuses
    /// because it has a later state is done with.
    fn send(&mut self) -> Result<(), SearchError> {
        let mut waiting = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        let path = format!("{}/_bulk?timeout=5s", self.state.index);
        let client = &self.client;
        let sent = (|| {
            if waiting.is_empty() {
                return Ok(());
            }
            let answer = client.post_lines(&path, &waiting.concat())?;
            let items = answer.get("items").and_then(Value::as_array);
            let items = items.map(Vec::as_slice).unwrap_or_default();
            if items.len() != waiting.len() {
                return Err(broken(format!(
                    "{} of {} answers",
                    items.len(),
                    waiting.len()
                )));
            }
            let mut again = Vec::new();
            for (lines, item) in waiting.drain(..).zip(items) {
                match Fate::of(item) {
                    Fate::Done => {}
                    Fate::Again => again.push(lines),
                    Fate::Refused(why) => return Err(broken(why)),
                }
            }
            waiting = again;
            match waiting.len() {
                0 => Ok(()),
                left => Err(SearchError::Unreachable(
                    format!("{left} entries were not taken").into(),
                )),
            }
        })
        .retry(client.patience())
        .when(|error| matches!(error, SearchError::Unreachable(_)));
        sent.call()
    }

    pub fn commit(&mut self, sequence: u64) -> Result<(), SearchError> {
        self.send()?;
        let index = &self.state.index;
        self.client.post(&format!("{index}/_refresh"), &json!({}))?;
        let (number, term) = self.state.turn;
        let path =
            format!("{index}/_doc/{STATE}?if_seq_no={number}&if_primary_term={term}&timeout=5s");
        let kept = State::entry(sequence, self.state.made_by);
        let written = self.client.put_in_turn(&path, &kept)?;
        let told = self.client.get(&format!("{index}/_doc/{STATE}"))?;
        let now = told.as_ref().and_then(State::read);
        let now = now.ok_or_else(|| SearchError::Missing(index.into()))?;
        // It may be our own write that an answer was lost of.
        if written.is_none() && now.sequence != sequence {
            return Err(SearchError::Busy(index.into()));
        }
        self.state = now;
        Ok(())
    }

    pub fn scrub(self) -> Result<(), SearchError> {
        let path = format!("{}/_forcemerge?only_expunge_deletes=true", self.state.index);
        self.client.post(&path, &json!({})).map(drop)
    }
}

/// What became of an entry that was sent.
enum Fate {
    Done,
    Again,
    Refused(String),
}

impl Fate {
    fn of(item: &Value) -> Self {
        let done = item.as_object().and_then(|item| item.values().next());
        let status = done
            .and_then(|done| done.get("status"))
            .and_then(Value::as_u64);
        let deleted = item.get("delete").is_some();
        match status {
            Some(200..300) => Self::Done,
            // A later state is there.
            Some(409) => Self::Done,
            Some(404) if deleted => Self::Done,
            Some(429 | 503) => Self::Again,
            _ => Self::Refused(item.to_string().chars().take(400).collect()),
        }
    }
}

fn broken(why: String) -> SearchError {
    SearchError::Broken(why.into())
}

fn action(name: &str, id: &DocumentId, sequence: u64) -> Value {
    json!({name: {"_id": id.as_str(), "version": sequence, "version_type": "external_gte"}})
}

/// What the cluster keeps of a document.
fn entry(expected: &Expected, document: &Document, holding: &Holding, pages: &[Page]) -> Value {
    let kept = Entry::of(document, pages);
    let nodes = nodes(&kept.bodies);
    let issuers: Vec<&BodyNode> = kept
        .bodies
        .lines()
        .filter_map(|path| nodes.iter().find(|node| node.path == path))
        .collect();
    let all = |of: &dyn Fn(&BodyNode) -> Vec<String>| -> BTreeSet<String> {
        nodes.iter().flat_map(of).collect()
    };
    let provinces = |node: &BodyNode| node.province.map(str::to_owned).into_iter().collect();
    let places = |node: &BodyNode| {
        let place = node.place.into_iter();
        place
            .flat_map(|place| [place.id.to_owned(), place.province.to_owned()])
            .collect()
    };
    let issuer_provinces: BTreeSet<&str> =
        issuers.iter().filter_map(|node| node.province).collect();
    let day = kept.day.unwrap_or(UNDATED);
    let sum = expected.entry(document, pages).content;
    let mut entry = json!({
        column::SEQUENCE: document.sequence,
        column::TIE: signed(kept.tie),
        column::SUM: sum.cast_signed(),
        column::OWN: kept.own,
        column::CITES: kept.cites,
        column::DAY: day,
        column::DAY_UP: kept.day.unwrap_or(i32::MAX),
        column::BODY_PATHS: all(&|node| vec![node.path.clone()]),
        column::BODIES: all(&|node| vec![node.id.as_str().to_owned()]),
        column::PLACES: all(&places),
        column::PROVINCES: all(&provinces),
        column::ISSUERS: issuers.iter().map(|node| node.id.as_str()).collect::<BTreeSet<_>>(),
        column::CENTRAL: issuers.iter().any(|node| node.central),
        column::ISSUER_PROVINCES: issuer_provinces,
        column::HOLDING: holding_text(holding),
    });
    let mut add = |name: &str, value: Value| {
        if let Some(entry) = entry.as_object_mut() {
            entry.insert(name.to_owned(), value);
        }
    };
    if let Some(year) = kept.day.and_then(year_of) {
        add(column::YEAR, year.into());
    }
    for (name, value) in [
        (column::KIND, kept.kind.as_str()),
        (column::SYSTEM, kept.system),
    ] {
        if !value.is_empty() {
            add(name, value.into());
        }
    }
    for (prose, text) in &kept.texts {
        add(prose.singles().name(), singles(text).into());
        add(prose.pairs().name(), terms(analysis::PAIRS, text).into());
    }
    let [(_, title), ..] = &kept.texts;
    let words: BTreeSet<String> = tokens(analysis::SINGLES, title)
        .into_iter()
        .map(|(_, word)| word)
        .collect();
    add(column::TITLE_WORDS, words.into_iter().collect());
    entry
}

/// The bodies of a list of paths and all above them, each once.
fn nodes(paths: &str) -> Vec<BodyNode> {
    let mut seen = BTreeSet::new();
    let suffixes = paths.lines().flat_map(|path| {
        let starts = std::iter::once(0).chain(path.match_indices('>').map(|(at, _)| at + 1));
        starts.filter_map(move |start| path.get(start..))
    });
    suffixes
        .filter(|path| seen.insert(*path))
        .map(BodyNode::of)
        .collect()
}

/// Where a document lies, in text that a column can hold: of very many folders only the first ones,
/// so that it is there for fewer rather than for more.
fn holding_text(holding: &Holding) -> String {
    let text = holding.to_text();
    if text.len() <= LONGEST_VALUE {
        return text;
    }
    let mut folders: Vec<Folder> = Vec::new();
    let mut length = 0;
    for folder in &holding.folders {
        length += folder.as_str().len() + 1;
        if length > LONGEST_VALUE / 2 {
            break;
        }
        folders.push(folder.clone());
    }
    Holding::new(holding.marks.clone(), folders).to_text()
}

/// A number without sign as one with, in the same order.
pub(super) fn signed(number: u64) -> i64 {
    (number ^ (1 << 63)).cast_signed()
}

/// The other way round.
pub(super) fn unsigned(number: i64) -> u64 {
    number.cast_unsigned() ^ (1 << 63)
}

/// A term as the cluster has it: nothing in it is white space.
pub(super) fn spelled(term: &str) -> String {
    term.replace(PLAIN_JOINT, "_")
}

fn tokens(tokeniser: &str, text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    if let Some(mut analyser) = analysis::tokenizers().get(tokeniser) {
        let mut stream = analyser.token_stream(text);
        while stream.advance() {
            let token = stream.token();
            found.push((token.position, spelled(&token.text)));
        }
    }
    found
}

fn terms(tokeniser: &str, text: &str) -> String {
    let tokens = tokens(tokeniser, text).into_iter();
    tokens.map(|(_, term)| term).collect::<Vec<_>>().join(" ")
}

/// The syllables of a text; those that stand in one place as one word.
fn singles(text: &str) -> String {
    let mut written = String::new();
    let mut before = None;
    for (position, term) in tokens(analysis::SINGLES, text) {
        let joint = match before {
            None => "",
            Some(before) if before == position => TOGETHER,
            Some(_) => " ",
        };
        let _ = write!(written, "{joint}{term}");
        before = Some(position);
    }
    written
}

/// The first day of a range as the cluster compares it.
pub(super) fn first_day(day: Date) -> i32 {
    crate::search::local::columns::day_number(day).max(UNDATED + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_survive_white_space() {
        assert_eq!(singles("nhấtcần làm"), "nhatcan|nhat can lam");
        let pairs = terms(analysis::PAIRS, "cho vay");
        assert_eq!(pairs, "cho_vay");
    }

    #[test]
    fn signs_keep_the_order() {
        let mut numbers = [0, 1, u64::MAX, 1 << 63, (1 << 63) - 1];
        numbers.sort_unstable();
        assert!(numbers.map(signed).is_sorted());
        assert_eq!(numbers.map(|number| unsigned(signed(number))), numbers);
    }
}
