//! Papers that cite each other, and those that are cited and missing: what to ask other offices for.

use std::collections::HashMap;

use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::names;
use crate::document::Citation;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::DocumentNumber;
use crate::document::PartialDate;
use crate::document::citation::Confidence;
use crate::search::Filter;
use crate::search::Unborne;
use crate::search::request::LARGEST_PAGE;

/// Citing papers named for each missing one.
const EXAMPLES: usize = 3;
/// Citing papers looked through for a date.
const DATING: usize = 10;
/// What cites more papers than that is asked for many of them, and kept in memory meanwhile.
const FEW: usize = 16;

/// A paper that is cited and missing.
#[derive(Debug, Clone)]
pub struct MissingPaper {
    /// Its number, in canonical spelling where it has one.
    pub number: String,
    /// Its date, where a citation gives one.
    pub issued_on: Option<PartialDate>,
    /// Papers that cite it.
    pub cited_by: u64,
    /// Some of them.
    pub examples: Vec<DocumentId>,
}

/// A paper named by another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedDocument {
    /// As it is cited, or its title.
    pub label: String,
    /// The document, where the archive has it and only it can be meant.
    pub id: Option<DocumentId>,
}

impl Archive {
    /// The papers a document cites by number, each once, in the order of the text.
    pub fn cites(&self, document: &Document) -> Result<Vec<CitedDocument>, Error> {
        let sure = |citation: &&Citation| {
            citation.confidence == Confidence::High && !may_be(citation, document)
        };
        let mut cited: Vec<CitedDocument> = Vec::new();
        for citation in document.citations.iter().filter(sure) {
            if cited.iter().any(|known| known.label == citation.printed) {
                continue;
            }
            let papers = self.bearing(&citation.number, on(citation.issued_on))?;
            let mut meant = papers.iter().filter(|paper| may_be(citation, paper));
            let only = meant.next().filter(|_| meant.next().is_none());
            cited.push(CitedDocument {
                label: citation.printed.clone(),
                id: only.map(|paper| paper.id.clone()),
            });
        }
        Ok(cited)
    }

    /// The papers that bear a number and that a filter lets through, latest first.
    pub(super) fn bearing(
        &self,
        number: &DocumentNumber,
        filter: Filter,
    ) -> Result<Vec<Document>, Error> {
        let hits = self.index.bearing(number, filter, LARGEST_PAGE)?;
        Ok(self.found(&hits)?.into_iter().flatten().collect())
    }

    /// The papers that cite a document by number, latest first.
    pub fn cited_by(&self, document: &Document) -> Result<Vec<CitedDocument>, Error> {
        let Some(number) = &document.description.number else {
            return Ok(Vec::new());
        };
        let mut hits = self.index.citing(number, LARGEST_PAGE)?;
        hits.retain(|hit| hit.id != document.id);
        let means_it = |citation: &Citation| may_be(citation, document);
        let others = self.found(&hits)?.into_iter().flatten();
        Ok(others
            .filter(|other| other.citations.iter().any(means_it))
            .map(|other| CitedDocument {
                label: names::document_title(&other),
                id: Some(other.id),
            })
            .collect())
    }

    /// Papers cited by number that no document of the archive bears, the most cited first, at most
    /// `most`.
    ///
    /// Only citations with a full symbol count: `nghị quyết 35` could be anybody's.
    pub fn cited_missing(&self, most: usize) -> Result<Vec<MissingPaper>, Error> {
        let mut missing = Vec::new();
        let mut read: HashMap<DocumentId, Named> = HashMap::new();
        for Unborne {
            key,
            cited_by,
            mut examples,
        } in self.index.cited_only(most, DATING)?
        {
            let mut paper: Option<(String, Option<PartialDate>)> = None;
            for id in &examples {
                let named = match read.remove(id) {
                    Some(named) => named,
                    None => {
                        let citing = self.papers().document(id)?;
                        named_in(&citing.map_or_else(Vec::new, |citing| citing.citations))
                    }
                };
                if let Some((number, issued_on)) = named.get(&key) {
                    let (_, date) = paper.get_or_insert((number.clone(), None));
                    *date = date.or(*issued_on);
                }
                if named.len() > FEW {
                    read.insert(id.clone(), named);
                }
                if matches!(paper, Some((_, Some(_)))) {
                    break;
                }
            }
            let Some((number, issued_on)) = paper else {
                continue;
            };
            examples.truncate(EXAMPLES);
            missing.push(MissingPaper {
                number,
                issued_on,
                cited_by,
                examples,
            });
        }
        Ok(missing)
    }
}

/// What a paper cites in full: by the parts of the number, how it writes that and the first date it
/// gives.
type Named = HashMap<String, (String, Option<PartialDate>)>;

fn named_in(citations: &[Citation]) -> Named {
    let mut named = Named::new();
    let in_full = citations
        .iter()
        .filter(|citation| citation.confidence == Confidence::High);
    for citation in in_full {
        let key = citation.number.keys().loose_sorted;
        let first = || (citation.number.to_string(), None);
        let (_, date) = named.entry(key).or_insert_with(first);
        *date = date.or(citation.issued_on);
    }
    named
}

/// Lets through what was issued on this date, if there is one.
pub(super) fn on(date: Option<PartialDate>) -> Filter {
    Filter {
        from: date,
        to: date,
        ..Filter::default()
    }
}

/// Whether a citation can mean a document: the same number, and the same date where it gives one.
fn may_be(citation: &Citation, document: &Document) -> bool {
    let description = &document.description;
    let number = description.number.as_ref();
    number.is_some_and(|number| number.same_as(&citation.number))
        && citation
            .issued_on
            .is_none_or(|date| description.issued_on == Some(date))
}
