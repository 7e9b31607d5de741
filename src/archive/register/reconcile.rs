//! A register held against the papers: who is whose, what is missing on either side, what disagrees.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::HashSet;

use crate::archive::names::document_title;
use crate::archive::register::entry::Entry;
use crate::archive::register::series::SeriesKey;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::DocumentNumber;
use crate::document::PartialDate;
use crate::text::fold::fold;

/// Subjects at least this alike, as shares of common words, speak of one paper.
const ALIKE: f32 = 0.6;
/// Subjects less alike than this disagree.
const DISAGREE: f32 = 0.5;

/// What was found. Rows are the places of their entries in the register, from 0.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Reconciliation {
    /// Rows with their paper.
    pub matched: Vec<(usize, DocumentId)>,
    /// Matched, but not of one mind.
    pub disagreements: Vec<Disagreement>,
    /// Rows without a paper.
    pub without_file: Vec<usize>,
    /// Papers of the register's series without a row.
    pub without_row: Vec<DocumentId>,
    /// Rows that several papers fit equally.
    pub ambiguous: Vec<(usize, Vec<DocumentId>)>,
}

/// A field in which register and paper disagree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The row's entry.
    pub entry: usize,
    /// The paper.
    pub id: DocumentId,
    /// `issued-on` or `subject`.
    pub field: &'static str,
    /// What the register says.
    pub register: String,
    /// What the paper says.
    pub paper: String,
}

/// What a register is held against of a paper: an archive has many.
#[derive(Debug)]
pub(super) struct Paper {
    pub id: DocumentId,
    pub title: String,
    number: Option<DocumentNumber>,
    issued_on: Option<PartialDate>,
    subject: Option<String>,
    /// Names of the files it came from, folded.
    files: Vec<String>,
}

impl From<Document> for Paper {
    fn from(document: Document) -> Self {
        let title = document_title(&document);
        let description = document.description;
        let name = |source: &String| fold(source.rsplit('/').next().unwrap_or(source));
        Self {
            id: document.id,
            title,
            number: description.number,
            issued_on: description.issued_on,
            subject: description.subject,
            files: document.sources.iter().map(name).collect(),
        }
    }
}

/// Matches entries to papers by number, date, subject and file name.
#[must_use]
pub(super) fn reconcile(entries: &[Entry], papers: &[Paper]) -> Reconciliation {
    let mut work = Work {
        papers,
        by_number: HashMap::new(),
        by_file: HashMap::new(),
        claimed: HashSet::new(),
        found: Reconciliation::default(),
    };
    for (at, paper) in papers.iter().enumerate() {
        if let Some(number) = &paper.number {
            work.by_number.entry(key(number)).or_default().push(at);
        }
        for name in &paper.files {
            work.by_file.entry(name).or_default().push(at);
        }
    }
    // The sure ones first, so that a row with a wrong date cannot take another row's paper.
    let all = entries.iter().enumerate();
    let mut open: Vec<(usize, &Entry)> = all.filter(|row| !work.sure(*row)).collect();
    open.retain(|row| !work.likely(*row));
    work.found.without_file = open.iter().map(|(at, _)| *at).collect();
    work.found.matched.sort_unstable();
    work.found.disagreements.sort_by_key(|one| one.entry);
    work.found.ambiguous.sort_unstable();
    let series: BTreeSet<SeriesKey> = entries
        .iter()
        .filter_map(|entry| SeriesKey::of(entry.number.as_ref()?, entry.date))
        .collect();
    let ambiguous: HashSet<&DocumentId> = work
        .found
        .ambiguous
        .iter()
        .flat_map(|(_, ids)| ids)
        .collect();
    let without_row = papers.iter().enumerate().filter(|(at, paper)| {
        let number = paper.number.as_ref();
        let own = number.and_then(|number| SeriesKey::of(number, paper.issued_on));
        !work.claimed.contains(at)
            && !ambiguous.contains(&paper.id)
            && own.is_some_and(|own| series.contains(&own))
    });
    let without_row: Vec<DocumentId> = without_row.map(|(_, paper)| paper.id.clone()).collect();
    work.found.without_row = without_row;
    work.found
}

/// An entry and its place among all.
type Row<'a> = (usize, &'a Entry);

struct Work<'a> {
    papers: &'a [Paper],
    by_number: HashMap<String, Vec<usize>>,
    by_file: HashMap<&'a str, Vec<usize>>,
    claimed: HashSet<usize>,
    found: Reconciliation,
}

impl Work<'_> {
    /// Same number and date, or the very file.
    fn sure(&mut self, row: Row<'_>) -> bool {
        let (_, entry) = row;
        let same_day: Vec<usize> = self
            .candidates(entry)
            .into_iter()
            .filter(|at| {
                let date = self.papers.get(*at).and_then(|paper| paper.issued_on);
                entry.date.is_some() && date == entry.date
            })
            .collect();
        match same_day.as_slice() {
            [] => {}
            [only] => return self.claim(row, *only),
            several => return self.closest(row, several),
        }
        let named = entry
            .file
            .as_ref()
            .and_then(|file| self.by_file.get(fold(file).as_str()));
        match named.map(Vec::as_slice) {
            Some([only]) if !self.claimed.contains(only) => {
                let only = *only;
                self.claim(row, only)
            }
            _ => false,
        }
    }

    /// Same number and year, or same number and subject, or same day and subject.
    fn likely(&mut self, row: Row<'_>) -> bool {
        let (_, entry) = row;
        let papers = self.papers;
        let year = entry.date.map(|date| date.year());
        let fits = |at: &usize| {
            let Some(paper) = papers.get(*at) else {
                return false;
            };
            let own = paper.issued_on.map(|date| date.year());
            let same_year = year.is_none() || own.is_none() || year == own;
            let both = entry.subject.is_some() && paper.subject.is_some();
            match both {
                true => likeness(entry, paper) >= if same_year { DISAGREE } else { ALIKE },
                false => same_year,
            }
        };
        let candidates: Vec<usize> = match &entry.number {
            Some(_) => self.candidates(entry).into_iter().filter(fits).collect(),
            None => (0..papers.len())
                .filter(|at| !self.claimed.contains(at))
                .filter(|at| {
                    papers.get(*at).is_some_and(|paper| {
                        entry.date.is_some()
                            && paper.issued_on == entry.date
                            && likeness(entry, paper) >= 0.9
                    })
                })
                .collect(),
        };
        match candidates.as_slice() {
            [] => false,
            [only] => self.claim(row, *only),
            several => self.closest(row, several),
        }
    }

    fn candidates(&self, entry: &Entry) -> Vec<usize> {
        let found = entry
            .number
            .as_ref()
            .and_then(|number| self.by_number.get(&key(number)));
        let free = found.into_iter().flatten().copied();
        free.filter(|at| !self.claimed.contains(at)).collect()
    }

    /// Of several papers the one whose subject is the row's; else all are named.
    fn closest(&mut self, row: Row<'_>, several: &[usize]) -> bool {
        let mut ranked: Vec<(f32, usize)> = several
            .iter()
            .filter_map(|at| Some((likeness(row.1, self.papers.get(*at)?), *at)))
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        match ranked.as_slice() {
            [(best, at), (second, _), ..] if *best >= ALIKE && best > second => {
                self.claim(row, *at)
            }
            _ => {
                let ids = several.iter().filter_map(|at| self.papers.get(*at));
                let ids = ids.map(|paper| paper.id.clone()).collect();
                self.found.ambiguous.push((row.0, ids));
                true
            }
        }
    }

    fn claim(&mut self, row: Row<'_>, at: usize) -> bool {
        let (place, entry) = row;
        let Some(paper) = self.papers.get(at) else {
            return false;
        };
        self.claimed.insert(at);
        self.found.matched.push((place, paper.id.clone()));
        let mut disagree = |field, register: String, printed: String| {
            self.found.disagreements.push(Disagreement {
                entry: place,
                id: paper.id.clone(),
                field,
                register,
                paper: printed,
            });
        };
        if let (Some(register), Some(printed)) = (entry.date, paper.issued_on) {
            // A month is no contradiction to a day in it.
            let apart = register.last_day() < printed.first_day()
                || printed.last_day() < register.first_day();
            if apart {
                disagree("issued-on", register.vietnamese(), printed.vietnamese());
            }
        }
        let subjects = entry.subject.as_ref().zip(paper.subject.as_ref());
        if let Some((register, printed)) =
            subjects.filter(|(one, other)| alike(one, other) < DISAGREE)
        {
            disagree("subject", register.clone(), printed.clone());
        }
        true
    }
}

impl Reconciliation {
    /// Every paper it names.
    pub fn papers(&self) -> impl Iterator<Item = &DocumentId> {
        let matched = self.matched.iter().map(|(_, id)| id);
        let several = self.ambiguous.iter().flat_map(|(_, ids)| ids);
        matched.chain(several).chain(&self.without_row)
    }
}

impl Disagreement {
    /// The field, for staff.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self.field {
            "issued-on" => "ngày",
            _ => "trích yếu",
        }
    }
}

/// Two spellings of one number have one key; joint issuers in any order.
fn key(number: &DocumentNumber) -> String {
    let keys = number.keys();
    match number.issuer_codes().len() {
        0 | 1 => keys.exact,
        _ => keys.loose_sorted,
    }
}

fn likeness(entry: &Entry, paper: &Paper) -> f32 {
    match (&entry.subject, &paper.subject) {
        (Some(register), Some(printed)) => alike(register, printed),
        _ => 0.0,
    }
}

/// Common words as a share of those of the shorter subject: a register shortens, or puts the kind
/// before it.
fn alike(one: &str, other: &str) -> f32 {
    let words = |text: &str| -> HashSet<String> {
        let folded = fold(text);
        let words = folded.split(|letter: char| !letter.is_alphanumeric());
        words
            .filter(|word| !word.is_empty() && !matches!(*word, "ve" | "viec" | "v"))
            .map(str::to_owned)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    let shorter = one.len().min(other.len());
    match shorter {
        0 => 0.0,
        #[allow(clippy::cast_precision_loss, reason = "a handful of words")]
        shorter => one.intersection(&other).count() as f32 / shorter as f32,
    }
}
