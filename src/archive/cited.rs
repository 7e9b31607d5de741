//! Papers that are cited and that the archive does not have: what to ask other offices for.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::archive::Archive;
use crate::archive::Error;
use crate::document::Citation;
use crate::document::DocumentId;
use crate::document::PartialDate;
use crate::document::citation::Confidence;
use crate::store::Order;

/// Citing papers named for each missing one.
const EXAMPLES: usize = 3;

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

impl Archive {
    /// Papers cited by number that no document of the archive bears, the most cited first.
    ///
    /// Only citations with a full symbol count: `nghị quyết 35` could be anybody's.
    pub fn cited_missing(&self) -> Result<Vec<MissingPaper>, Error> {
        let mut borne: HashSet<String> = HashSet::new();
        let mut cited: HashMap<String, MissingPaper> = HashMap::new();
        for document in self.papers().all(Order::IssuedOn)? {
            let document = document?;
            if let Some(number) = &document.description.number {
                borne.insert(number.keys().loose_sorted);
            }
            let mut counted = HashSet::new();
            let sure = |citation: &&Citation| citation.confidence == Confidence::High;
            for citation in document.citations.iter().filter(sure) {
                let key = citation.number.keys().loose_sorted;
                if counted.insert(key.clone()) {
                    let missing = cited.entry(key).or_insert_with(|| MissingPaper {
                        number: citation.number.to_string(),
                        issued_on: citation.issued_on,
                        cited_by: 0,
                        examples: Vec::new(),
                    });
                    missing.cited_by += 1;
                    missing.issued_on = missing.issued_on.or(citation.issued_on);
                    if missing.examples.len() < EXAMPLES {
                        missing.examples.push(document.id.clone());
                    }
                }
            }
        }
        cited.retain(|key, _| !borne.contains(key));
        let mut missing: Vec<MissingPaper> = cited.into_values().collect();
        missing.sort_by(|one, other| {
            let order = other.cited_by.cmp(&one.cited_by);
            order.then_with(|| one.number.cmp(&other.number))
        });
        Ok(missing)
    }
}
