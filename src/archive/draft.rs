//! A draft held against the archive: is what it cites there, is it cited right, is it still in force?

mod basis;
mod compare;

use std::collections::HashSet;
use std::path::Path;

use crate::archive::Archive;
use crate::archive::CitedDocument;
use crate::archive::Deed;
use crate::archive::Error;
use crate::archive::Programs;
use crate::archive::Validity;
use crate::archive::names::document_title;
use crate::archive::official::official_citation;
use crate::archive::reading;
use crate::describe;
use crate::document::Citation;
use crate::document::Description;
use crate::document::Document;
use crate::document::Finding;
use crate::document::citation::Confidence;
use crate::extract::Limits;
use crate::extract::SourceFile;
use crate::extract::worker::Pool;
use crate::extract::worker::Spool;
use crate::search::Request;

pub use basis::CheckedClause;
pub use compare::Difference;

/// Citations looked at in one draft.
const MOST: usize = 400;
/// Papers named where several can be meant.
const NAMED: usize = 5;

/// What holding a draft against the archive gave.
#[derive(Debug)]
pub struct DraftReport {
    /// What the file is: `docx`.
    pub format: String,
    /// Doubts about the file and its text.
    pub findings: Vec<Finding>,
    /// Each paper it cites, once, in the order of the text.
    pub citations: Vec<CheckedCitation>,
    /// Its căn cứ, a clause each.
    pub basis: Vec<CheckedClause>,
}

impl DraftReport {
    /// The căn cứ as they should stand, with the signs that end them (Nghị định 30/2020/NĐ-CP,
    /// Phụ lục I: a semicolon after each, a full stop after the last).
    #[must_use]
    pub fn block(&self) -> String {
        let clauses: Vec<&str> = self.basis.iter().map(CheckedClause::text).collect();
        match clauses.is_empty() {
            true => String::new(),
            false => format!("{}.\n", clauses.join(";\n")),
        }
    }

    /// Citations that somebody should look at.
    #[must_use]
    pub fn faults(&self) -> usize {
        let right = |one: &&CheckedCitation| one.verdict == CitationVerdict::Right;
        self.citations.len() - self.citations.iter().filter(right).count()
    }
}

/// A citation and what the archive says to it.
#[derive(Debug)]
pub struct CheckedCitation {
    /// As printed.
    pub printed: String,
    /// The sentence it stands in.
    pub sentence: String,
    /// In short.
    pub verdict: CitationVerdict,
    /// The papers it can mean; where none is there, those it may have been meant for.
    pub papers: Vec<CitedDocument>,
    /// What it says otherwise than the one paper it means.
    pub differences: Vec<Difference>,
    /// What others did to that paper.
    pub suffers: Vec<Deed>,
    /// How that paper is cited in full.
    pub official: Option<String>,
}

impl CheckedCitation {
    fn of(printed: &str, sentence: &str) -> Self {
        Self {
            printed: printed.to_owned(),
            sentence: sentence.to_owned(),
            verdict: CitationVerdict::Vague,
            papers: Vec::new(),
            differences: Vec::new(),
            suffers: Vec::new(),
            official: None,
        }
    }
}

/// What is wrong with a citation; the gravest, where there are several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitationVerdict {
    /// The archive has the paper, all that is said of it agrees, and no paper changed it.
    Right,
    /// The paper was replaced, repealed or suspended.
    Ended,
    /// Something is said of it that is not so.
    Differs,
    /// Parts of the paper were changed since.
    Amended,
    /// Several papers can be meant.
    Several,
    /// The archive has no such paper.
    Missing,
    /// Too little is said to know which paper is meant.
    Vague,
}

impl CitationVerdict {
    /// `right`, `ended`, `differs`, `amended`, `several`, `missing` or `vague`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Ended => "ended",
            Self::Differs => "differs",
            Self::Amended => "amended",
            Self::Several => "several",
            Self::Missing => "missing",
            Self::Vague => "vague",
        }
    }

    /// For staff.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Right => "Khớp với kho",
            Self::Ended => "Văn bản đã hết hoặc ngưng hiệu lực",
            Self::Differs => "Khác với văn bản trong kho",
            Self::Amended => "Văn bản đã được sửa đổi, bổ sung",
            Self::Several => "Nhiều văn bản cùng số",
            Self::Missing => "Kho không có văn bản này",
            Self::Vague => "Viện dẫn không đủ số, ký hiệu",
        }
    }
}

/// What a citation turned out to mean.
enum Meant {
    One(Box<Document>),
    Several(Vec<Document>),
    None(Vec<Document>),
}

impl Archive {
    /// Holds the draft in a file against the archive. Nothing of it is kept.
    ///
    /// # Errors
    /// When the file cannot be read, or holds no text.
    pub fn check_draft(&self, programs: &Programs, file: &Path) -> Result<DraftReport, Error> {
        let source = SourceFile::open(file, &Limits::office())?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        self.check_draft_bytes(programs, &name, &source.bytes)
    }

    /// The same for a draft that was sent in under this name.
    ///
    /// # Errors
    /// When it cannot be read, or holds no text.
    pub fn check_draft_bytes(
        &self,
        programs: &Programs,
        name: &str,
        bytes: &[u8],
    ) -> Result<DraftReport, Error> {
        let pool = Pool::new(programs.reader.clone(), 1, Limits::office());
        let (format, extracted) = pool.extract(bytes, name, &mut Spool::default())?;
        let reading = reading::read(extracted, None);
        let described = describe::describe(&reading.pages, name, self.home.as_ref());
        let text = describe::text_of(&reading.pages);
        let mut findings = reading.findings;
        findings.retain(Finding::asks_for_a_person);
        let own = described.description;
        let mut citations = Vec::new();
        let mut seen = HashSet::new();
        for citation in &described.citations {
            let cited_itself = own
                .number
                .as_ref()
                .is_some_and(|own| own.same_as(&citation.number));
            let known = !seen.insert((citation.number.to_string(), citation.issued_on));
            if cited_itself || known || citations.len() >= MOST {
                continue;
            }
            let after = text.get(citation.end..).unwrap_or_default();
            citations.push(self.check_citation(citation, after, &own)?);
        }
        let mut basis = Vec::new();
        for clause in &own.legal_basis {
            let (clause, law) = self.check_clause(clause, &own)?;
            basis.push(clause);
            citations.extend(law);
        }
        Ok(DraftReport {
            format: format.name().to_owned(),
            findings,
            citations,
            basis,
        })
    }
}

impl Archive {
    fn check_citation(
        &self,
        citation: &Citation,
        after: &str,
        own: &Description,
    ) -> Result<CheckedCitation, Error> {
        let mut checked = CheckedCitation::of(&citation.printed, &citation.sentence);
        if citation.confidence != Confidence::High {
            checked.papers = self.likely(citation)?.iter().map(named).collect();
            return Ok(checked);
        }
        let document = match self.meant(citation, own)? {
            Meant::One(document) => document,
            Meant::Several(papers) => {
                checked.verdict = CitationVerdict::Several;
                checked.papers = papers.iter().map(named).collect();
                return Ok(checked);
            }
            Meant::None(near) => {
                checked.verdict = CitationVerdict::Missing;
                checked.papers = near.iter().map(named).collect();
                return Ok(checked);
            }
        };
        let differences = compare::differences(citation, after, &document);
        self.judge(&mut checked, &document, differences)?;
        Ok(checked)
    }

    /// Says what there is to say of a citation that means one paper.
    fn judge(
        &self,
        checked: &mut CheckedCitation,
        document: &Document,
        differences: Vec<Difference>,
    ) -> Result<(), Error> {
        let standing = self.standing(document)?;
        checked.verdict = match standing.validity {
            Validity::Ended | Validity::Suspended => CitationVerdict::Ended,
            _ if !differences.is_empty() => CitationVerdict::Differs,
            Validity::Amended => CitationVerdict::Amended,
            Validity::Unknown => CitationVerdict::Right,
        };
        checked.papers = vec![named(document)];
        checked.differences = differences;
        checked.suffers = standing.suffers;
        checked.official = official_citation(document);
        Ok(())
    }

    /// The paper of a citation with a full number. Of several that bear it those are meant that
    /// agree in date, body and kind, then those of the draft's own office.
    fn meant(&self, citation: &Citation, own: &Description) -> Result<Meant, Error> {
        let mut papers = self.numbered(&citation.number.to_string())?;
        papers.retain(|paper| {
            let number = paper.description.number.as_ref();
            number.is_some_and(|number| number.same_as(&citation.number))
        });
        if papers.is_empty() {
            return Ok(Meant::None(self.near_number(&citation.number)?));
        }
        prefer(&mut papers, |paper| {
            citation.issued_on.is_some() && paper.issued_on == citation.issued_on
        });
        prefer(&mut papers, |paper| compare::is_by(paper, &citation.bodies));
        prefer(&mut papers, |paper| {
            citation.kind.is_some() && paper.kind == citation.kind
        });
        let ours = [&own.issuing_body, &own.parent_body].into_iter().flatten();
        let ours: Vec<_> = ours.map(|body| body.id.clone()).collect();
        prefer(&mut papers, |paper| compare::is_by(paper, &ours));
        papers.truncate(NAMED);
        Ok(match papers.pop() {
            Some(only) if papers.is_empty() => Meant::One(Box::new(only)),
            last => {
                papers.extend(last);
                Meant::Several(papers)
            }
        })
    }

    /// The papers that words such as `nghị quyết 35` are most likely about.
    fn likely(&self, citation: &Citation) -> Result<Vec<Document>, Error> {
        let mut words = citation.printed.clone();
        for body in &citation.bodies {
            words = format!("{words} {}", self.body_name(body)?);
        }
        let mut hits = self.index.search(&Request::of(words, NAMED))?.hits;
        hits.retain(|hit| hit.tier.is_own());
        Ok(self.found(&hits)?.into_iter().flatten().collect())
    }
}

/// Keeps those of whom this is true, if there are any.
fn prefer(papers: &mut Vec<Document>, is_better: impl Fn(&Description) -> bool) {
    if papers.iter().any(|paper| is_better(&paper.description)) {
        papers.retain(|paper| is_better(&paper.description));
    }
}

fn named(document: &Document) -> CitedDocument {
    CitedDocument {
        label: document_title(document),
        id: Some(document.id.clone()),
    }
}
