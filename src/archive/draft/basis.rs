//! The căn cứ of a draft, a clause each: as printed, and as it should stand.

use super::CheckedCitation;
use super::CitationVerdict;
use super::compare;
use crate::archive::Archive;
use crate::archive::Deed;
use crate::archive::Error;
use crate::archive::names::kind_name;
use crate::archive::official::BY_NAME;
use crate::archive::official::official_citation;
use crate::document::Action;
use crate::document::Citation;
use crate::document::Description;
use crate::document::Document;
use crate::document::citation::Confidence;
use crate::document::citation::find_citations;
use crate::document::citation::first_date;
use crate::search::Request;
use crate::text::fold::fold;

/// Laws looked at for one name.
const NAMESAKES: usize = 10;

/// What a clause begins with, folded.
const LEAD: &str = "can cu ";

/// A căn cứ.
#[derive(Debug)]
pub struct CheckedClause {
    /// As printed, without the sign that ends it.
    pub printed: String,
    /// As it should stand, where that is something else.
    pub corrected: Option<String>,
    /// Where the paper was replaced as a whole by one that the archive has: with that one instead.
    pub with_successor: Option<String>,
}

impl CheckedClause {
    /// As it should stand.
    #[must_use]
    pub fn text(&self) -> &str {
        self.corrected.as_deref().unwrap_or(&self.printed)
    }
}

impl Archive {
    /// A clause that cites one paper by number, or a law by name, is put in the prescribed form; any
    /// other is left as it is.
    pub(super) fn check_clause(
        &self,
        clause: &str,
        own: &Description,
    ) -> Result<(CheckedClause, Option<CheckedCitation>), Error> {
        let mut checked = CheckedClause {
            printed: clause.to_owned(),
            corrected: None,
            with_successor: None,
        };
        let sure = |citation: &Citation| citation.confidence == Confidence::High;
        let citations = find_citations(clause);
        let (citation, start) = match citations.as_slice() {
            [only] if sure(only) => {
                let after = clause.get(only.end..).unwrap_or_default();
                (self.check_citation(only, after, own)?, only.start)
            }
            [] => match self.check_law(clause)? {
                Some(found) => found,
                None => return Ok((checked, None)),
            },
            _ => return Ok((checked, None)),
        };
        let lead = clause.get(..start).unwrap_or_default();
        // `Theo đề nghị của … tại Tờ trình số …` says more than which paper it is.
        if fold(lead) != LEAD {
            return Ok((checked, None));
        }
        let with = |official: &str| format!("{lead}{official}");
        let corrected = citation.official.as_deref().map(with);
        checked.corrected = corrected.filter(|corrected| corrected != clause);
        checked.with_successor = self.successor(&citation)?.as_deref().map(with);
        let is_law = citations.is_empty();
        Ok((checked, is_law.then_some(citation)))
    }

    /// A law cited as laws are, by name and date: `Luật Đất đai ngày 18 tháng 01 năm 2024`; and where
    /// it begins in the clause.
    fn check_law(&self, clause: &str) -> Result<Option<(CheckedCitation, usize)>, Error> {
        let Some(start) = clause.char_indices().nth(LEAD.chars().count()) else {
            return Ok(None);
        };
        let (lead, written) = clause.split_at(start.0);
        let said = fold(written);
        let is_law = ["luat ", "bo luat ", "phap lenh "];
        if fold(lead) != LEAD || !is_law.iter().any(|kind| said.starts_with(kind)) {
            return Ok(None);
        }
        let name = said.split(" ngay ").next().unwrap_or(&said).trim();
        let hits = self.index.search(&Request::of(written, NAMESAKES))?.hits;
        let mut laws: Vec<Document> = self.found(&hits)?.into_iter().flatten().collect();
        laws.retain(|law| name_of(law).is_some_and(|own| own == name));
        let date = first_date(written);
        super::prefer(&mut laws, |law| date.is_some() && law.issued_on == date);
        let mut checked = CheckedCitation::of(written, clause);
        match laws.as_slice() {
            [] => checked.verdict = CitationVerdict::Missing,
            [law] => {
                let differences = compare::date(date, &law.description);
                self.judge(&mut checked, law, differences.into_iter().collect())?;
            }
            several => {
                checked.verdict = CitationVerdict::Several;
                checked.papers = several.iter().map(super::named).collect();
            }
        }
        Ok(Some((checked, start.0)))
    }

    /// How the paper is cited that replaced the whole of a cited one.
    fn successor(&self, citation: &CheckedCitation) -> Result<Option<String>, Error> {
        let whole = |deed: &&Deed| deed.whole && deed.action == Action::Replaces;
        let mut replaced = citation.suffers.iter().filter(whole);
        let by = replaced.next().and_then(|deed| deed.other.id.as_ref());
        match (by, replaced.next()) {
            (Some(id), None) => Ok(official_citation(&self.document(id)?)),
            _ => Ok(None),
        }
    }
}

/// A law's kind and name, folded.
fn name_of(law: &Document) -> Option<String> {
    let description = &law.description;
    let kind = description.kind.as_ref()?;
    let named = BY_NAME.contains(&kind.as_str());
    let subject = description.subject.as_deref().filter(|_| named)?;
    Some(format!("{} {}", fold(&kind_name(kind)), fold(subject)))
}
