//! Writing the index: documents in, a commit that carries the store's sequence number.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use tantivy::IndexWriter;
use tantivy::TantivyDocument;
use tantivy::TantivyError;
use tantivy::Term;
use tantivy::merge_policy::NoMergePolicy;

use crate::document::Description;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::Holding;
use crate::document::IssuingBody;
use crate::document::Page;
use crate::document::citation::Confidence;
use crate::search::SearchError;
use crate::search::keys;
use crate::search::local;
use crate::search::local::Committed;
use crate::search::local::Local;
use crate::search::local::columns::day_number;
use crate::search::prose::Prose;
use crate::search::schema::Fields;
use crate::vocabulary::bodies;
use crate::vocabulary::kinds;

/// Bytes of memory a writer may fill before it writes a segment, by default.
pub const MEMORY: usize = 120_000_000;
/// Characters of a first line that can be a title.
const LONGEST_TITLE: usize = 300;
/// Tantivy refuses to work with less a thread.
const LEAST_MEMORY: usize = 16_000_000;

/// The one writer of an index. Dropping it forgets what was not committed.
pub struct Writer {
    inner: IndexWriter,
    fields: Fields,
    directory: PathBuf,
    commits: Arc<AtomicU64>,
    /// What an index was made by stays with it, whoever adds to it.
    committed: Committed,
}

impl Writer {
    pub(super) fn of(local: &Local, threads: usize, memory: usize) -> Result<Self, SearchError> {
        let threads = threads.clamp(1, 8);
        let memory = memory.max(LEAST_MEMORY * threads);
        let inner: IndexWriter = local
            .index
            .writer_with_num_threads(threads, memory)
            .map_err(|error| match error {
                TantivyError::LockFailure(..) => SearchError::Busy(local.directory.clone()),
                other => other.into(),
            })?;
        sweep(&inner, &local.directory)?;
        Ok(Self {
            committed: local::committed(&local.index)?.unwrap_or_default(),
            inner,
            fields: local.fields,
            directory: local.directory.clone(),
            commits: Arc::clone(&local.commits),
        })
    }

    /// The sequence number of the latest commit: what the store has above it is missing here.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.committed.sequence
    }

    /// Indexes a document, in place of any earlier state of it. Found after the next commit.
    pub fn put(
        &mut self,
        document: &Document,
        holding: &Holding,
        pages: &[Page],
    ) -> Result<(), SearchError> {
        self.remove(&document.id)?;
        let mut entry = entry(&self.fields, document, pages);
        entry.add_text(self.fields.holding, holding.to_text());
        self.inner.add_document(entry)?;
        Ok(())
    }

    /// Removes a document; nothing happens if it is not there.
    pub fn remove(&mut self, id: &DocumentId) -> Result<(), SearchError> {
        self.inner
            .delete_term(Term::from_field_text(self.fields.id, id.as_str()));
        Ok(())
    }

    /// Makes all since the last commit durable and findable. `sequence` is the highest number of
    /// the store that is now in the index.
    pub fn commit(&mut self, sequence: u64) -> Result<(), SearchError> {
        let mut prepared = self.inner.prepare_commit()?;
        let committed = Committed {
            sequence,
            ..self.committed
        };
        prepared.set_payload(&committed.payload());
        prepared.commit()?;
        local::sync(&self.directory)?;
        self.committed = committed;
        self.commits.fetch_add(1, Ordering::Release);
        Ok(())
    }

    /// Writes every segment anew that has something of a removed document in it, deletes the old
    /// ones, and ends.
    ///
    /// A removed document is not found any more, but its words stay in the files, and count as
    /// words of the index, until their segment is merged, which may be never.
    pub fn scrub(mut self) -> Result<(), SearchError> {
        self.inner.set_merge_policy(Box::new(NoMergePolicy));
        let segments = self.inner.index().searchable_segment_metas()?;
        for segment in segments.iter().filter(|segment| segment.has_deletes()) {
            self.inner.merge(&[segment.id()]).wait()?;
        }
        drop(segments);
        sweep(&self.inner, &self.directory)?;
        local::sync(&self.directory)?;
        self.commits.fetch_add(1, Ordering::Release);
        self.finish()
    }

    /// Waits for merges under way and ends.
    pub fn finish(self) -> Result<(), SearchError> {
        self.inner.wait_merging_threads()?;
        Ok(())
    }
}

/// Deletes what a killed writer left behind: segment files no commit knows.
///
/// Called with the writer's lock held, so that no other process is making such files.
fn sweep(writer: &IndexWriter, directory: &Path) -> Result<(), SearchError> {
    writer.garbage_collect_files().wait()?;
    let segments = writer.index().searchable_segment_ids()?;
    let known: HashSet<String> = segments.iter().map(|id| id.uuid_string()).collect();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let stem = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let segment = stem.split('.').next().unwrap_or_default();
        let is_segment =
            segment.len() == 32 && segment.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_segment && !known.contains(segment) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// What a document is about in a line: its subject; the first line of a text that is no paper of
/// any kind and so has none.
fn title(description: &Description, pages: &[Page]) -> String {
    let is_paper = description.number.is_some() || description.kind.is_some();
    match &description.subject {
        Some(subject) => subject.clone(),
        None if is_paper => String::new(),
        None => {
            let mut lines = pages.iter().flat_map(|page| &page.lines);
            let first = lines.find(|line| !line.text.trim().is_empty());
            let first = first.map_or("", |line| line.text.as_str());
            first.chars().take(LONGEST_TITLE).collect()
        }
    }
}

/// Everything a document is found by words of: what is said of it in names, its title, its pages.
#[must_use]
pub fn whole_text(description: &Description, pages: &[Page]) -> String {
    let mut text = format!("{}\n{}", about(description), title(description, pages));
    for page in pages {
        text.push('\n');
        text.push_str(&page.text());
    }
    text
}

/// The same for a document in every archive, so that equal documents keep their order whatever the
/// order they were imported in.
fn tie(id: &DocumentId) -> u64 {
    let digits = id.as_str().get(..16).unwrap_or_default();
    u64::from_str_radix(digits, 16).unwrap_or_default()
}

/// What the index keeps of a document.
pub(super) fn entry(fields: &Fields, document: &Document, pages: &[Page]) -> TantivyDocument {
    let description = &document.description;
    let mut entry = TantivyDocument::new();
    entry.add_text(fields.id, document.id.as_str());
    entry.add_u64(fields.sequence, document.sequence);
    entry.add_u64(fields.tie, tie(&document.id));
    for term in description.number.iter().flat_map(keys::all) {
        entry.add_text(fields.own, term);
    }
    let relations = description.relations.iter();
    let acted_on = relations.map(|relation| keys::acted_on(&relation.number));
    let citations = document.citations.iter();
    let in_full = citations
        .clone()
        .filter(|citation| citation.confidence == Confidence::High)
        .map(|citation| keys::cited_in_full(&citation.number));
    let cited: HashSet<String> = citations
        .flat_map(|citation| keys::all(&citation.number))
        .chain(acted_on)
        .chain(in_full)
        .collect();
    for term in cited {
        entry.add_text(fields.cites, term);
    }
    for (prose, text) in texts(description, pages) {
        for field in [prose.singles(), prose.pairs()] {
            entry.add_text(fields.prose(field), &text);
        }
    }
    let day = description
        .issued_on
        .map_or(i64::MIN, |date| i64::from(day_number(date.first_day())));
    entry.add_i64(fields.day, day);
    let kind = description.kind.as_ref();
    entry.add_text(fields.kind, kind.map_or("", |kind| kind.as_str()));
    entry.add_text(
        fields.system,
        description.system.map_or("", |system| system.code()),
    );
    entry.add_text(fields.bodies, body_paths(description));
    entry
}

/// The texts of a document.
pub(super) fn texts(description: &Description, pages: &[Page]) -> [(Prose, String); 3] {
    [
        (Prose::Title, title(description, pages)),
        (Prose::About, about(description)),
        (Prose::Text, whole_text(description, pages)),
    ]
}

fn issuers(description: &Description) -> impl Iterator<Item = &IssuingBody> {
    description
        .issuing_body
        .iter()
        .chain(&description.joint_bodies)
}

/// What is said of a document in names: a line each.
fn about(description: &Description) -> String {
    let kind = description
        .kind
        .as_ref()
        .and_then(|kind| kinds::by_id(kind.as_str()));
    let kind = kind.map(|kind| kind.name.to_owned());
    let number = description
        .number
        .as_ref()
        .map(|number| number.printed.clone());
    let bodies = issuers(description).map(|body| body.name.clone());
    let parent = description
        .parent_body
        .as_ref()
        .map(|body| body.name.clone());
    let year = description
        .issued_on
        .map(|date| format!("năm {}", date.year()));
    let lines = kind.into_iter().chain(number).chain(bodies).chain(parent);
    let lines = lines.chain(description.issued_at.clone()).chain(year);
    lines.collect::<Vec<_>>().join("\n")
}

/// The issuing bodies with their superiors, `id>parent>…`, a line each.
fn body_paths(description: &Description) -> String {
    let path = |body: &IssuingBody| {
        let mut path: Vec<String> = bodies::ancestors(body.id.as_str())
            .iter()
            .rev()
            .map(|body| body.id.as_str().to_owned())
            .collect();
        if path.is_empty() {
            path.push(body.id.as_str().to_owned());
            let parent = description
                .parent_body
                .as_ref()
                .filter(|parent| parent.id != body.id);
            if let Some(parent) = parent {
                let above = bodies::ancestors(parent.id.as_str());
                match above.is_empty() {
                    true => path.push(parent.id.as_str().to_owned()),
                    false => {
                        path.extend(above.iter().rev().map(|body| body.id.as_str().to_owned()))
                    }
                }
            }
        }
        path.join(">")
    };
    let mut lines: Vec<String> = issuers(description).map(path).collect();
    lines.dedup();
    lines.join("\n")
}
