//! Papers that are cited and that the archive does not have: what to ask other offices for.

use crate::archive::Archive;
use crate::archive::Error;
use crate::document::DocumentId;
use crate::document::PartialDate;
use crate::document::citation::Confidence;
use crate::search::Unborne;

/// Citing papers named for each missing one.
const EXAMPLES: usize = 3;
/// Citing papers looked through for a date.
const DATING: usize = 10;

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
    /// Papers cited by number that no document of the archive bears, the most cited first, at most
    /// `most`.
    ///
    /// Only citations with a full symbol count: `nghị quyết 35` could be anybody's.
    pub fn cited_missing(&self, most: usize) -> Result<Vec<MissingPaper>, Error> {
        let mut missing = Vec::new();
        for Unborne {
            key,
            cited_by,
            mut examples,
        } in self.index.cited_only(most, DATING)?
        {
            let mut paper: Option<(String, Option<PartialDate>)> = None;
            for id in &examples {
                let citations = self.papers().document(id)?.map(|citing| citing.citations);
                let meant = citations.into_iter().flatten().filter(|citation| {
                    citation.confidence == Confidence::High
                        && citation.number.keys().loose_sorted == key
                });
                for citation in meant {
                    let (_, date) = paper.get_or_insert((citation.number.to_string(), None));
                    *date = date.or(citation.issued_on);
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
