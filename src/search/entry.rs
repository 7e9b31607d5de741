//! What an index keeps of a document, whichever engine keeps it.

use std::collections::BTreeSet;
use std::slice::SliceIndex;

use crate::document::Description;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::IssuingBody;
use crate::document::Page;
use crate::document::citation::Confidence;
use crate::search::keys;
use crate::search::local::columns::day_number;
use crate::search::prose::Prose;
use crate::vocabulary::bodies;
use crate::vocabulary::kinds;

/// Digits of an id that decide between documents equal in everything else: the same for a document in
/// every archive, so that equal documents keep their order whatever order they were imported in.
const TIE_DIGITS: usize = 16;
/// Characters of a first line that can be a title.
const LONGEST_TITLE: usize = 300;

/// What an index keeps of a document, but for where it lies.
pub(super) struct Entry {
    /// What decides between documents equal in everything else.
    pub tie: u64,
    /// The digits of its id that are not in that.
    pub id_end: u64,
    /// Keys of its own number.
    pub own: Vec<String>,
    /// Keys of the numbers it cites and acts on, each once.
    pub cites: BTreeSet<String>,
    pub texts: [(Prose, String); 3],
    /// First day its date can mean, since 1970-01-01; none when unknown.
    pub day: Option<i32>,
    /// Id of its kind; empty when unknown.
    pub kind: String,
    /// Code of its system; empty when unknown.
    pub system: &'static str,
    /// Its issuing bodies with their superiors, `id>parent>…`, a line each.
    pub bodies: String,
}

impl Entry {
    /// What is kept of a document.
    pub fn of(document: &Document, pages: &[Page]) -> Self {
        let description = &document.description;
        let relations = description.relations.iter();
        let acted_on = relations.map(|relation| keys::acted_on(&relation.number));
        let citations = document.citations.iter();
        let in_full = citations
            .clone()
            .filter(|citation| citation.confidence == Confidence::High)
            .map(|citation| keys::cited_in_full(&citation.number));
        let cited = citations.flat_map(|citation| keys::all(&citation.number));
        let kind = description.kind.as_ref();
        let day = description.issued_on;
        Self {
            tie: digits(&document.id, ..TIE_DIGITS),
            id_end: digits(&document.id, TIE_DIGITS..),
            own: description.number.iter().flat_map(keys::all).collect(),
            cites: cited.chain(acted_on).chain(in_full).collect(),
            texts: texts(description, pages),
            day: day.map(|date| day_number(date.first_day())),
            kind: kind.map_or_else(String::new, |kind| kind.as_str().to_owned()),
            system: description.system.map_or("", |system| system.code()),
            bodies: body_paths(description),
        }
    }
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

/// Some digits of an id, as a number.
fn digits<R: SliceIndex<str, Output = str>>(id: &DocumentId, which: R) -> u64 {
    let digits = id.as_str().get(which).unwrap_or_default();
    u64::from_str_radix(digits, 16).unwrap_or_default()
}

/// The id with these digits; none if there is none.
pub(super) fn id_of(tie: u64, id_end: u64) -> Option<DocumentId> {
    DocumentId::parse(&format!("{tie:0TIE_DIGITS$x}{id_end:04x}"))
}

/// The texts of a document.
fn texts(description: &Description, pages: &[Page]) -> [(Prose, String); 3] {
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
