//! A draft held against the archive, as JSON.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::wire::FindingRow;
use crate::api::wire::Named;
use crate::api::wire::details::DeedRow;
use crate::archive::CheckedCitation;
use crate::archive::CheckedClause;
use crate::archive::CitedDocument;
use crate::archive::Difference;
use crate::archive::DraftReport;

/// What holding a draft against the archive gave.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftAnswer {
    /// What the file is: `docx`.
    pub format: String,
    /// Doubts about the file and its text.
    pub findings: Vec<FindingRow>,
    /// How many citations somebody should look at.
    pub faults: usize,
    /// Each paper it cites, once, in the order of the text.
    pub citations: Vec<CitationRow>,
    /// Its căn cứ.
    pub basis: Vec<ClauseRow>,
    /// The căn cứ as they should stand, to copy.
    pub block: String,
}

/// A citation and what the archive says to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CitationRow {
    /// As printed.
    pub printed: String,
    /// The sentence it stands in.
    pub sentence: String,
    /// `right`, `ended`, `differs`, `amended`, `several`, `missing` or `vague`.
    pub verdict: Named,
    /// The papers it can mean; where none is there, those it may have been meant for.
    pub papers: Vec<CitedRow>,
    /// What it says otherwise than the one paper it means.
    pub differences: Vec<DifferenceRow>,
    /// What others did to that paper.
    pub suffers: Vec<DeedRow>,
    /// How that paper is cited in full.
    pub official: Option<String>,
}

/// A paper named.
#[derive(Debug, Serialize, ToSchema)]
pub struct CitedRow {
    /// Its title.
    pub title: String,
    /// Its id.
    pub id: Option<String>,
}

/// Something a citation says otherwise than the paper.
#[derive(Debug, Serialize, ToSchema)]
pub struct DifferenceRow {
    /// `number`, `kind`, `issued_on`, `issuing_body` or `subject`.
    pub field: Named,
    /// As the draft has it.
    pub said: String,
    /// As the paper has it.
    pub is: String,
}

/// A căn cứ.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClauseRow {
    /// As printed.
    pub printed: String,
    /// As it should stand, where that is something else.
    pub corrected: Option<String>,
    /// With the paper that replaced the cited one.
    pub with_successor: Option<String>,
}

impl From<&DraftReport> for DraftAnswer {
    fn from(report: &DraftReport) -> Self {
        Self {
            format: report.format.clone(),
            findings: report.findings.iter().map(Into::into).collect(),
            faults: report.faults(),
            citations: report.citations.iter().map(Into::into).collect(),
            basis: report.basis.iter().map(Into::into).collect(),
            block: report.block(),
        }
    }
}

impl From<&CheckedCitation> for CitationRow {
    fn from(checked: &CheckedCitation) -> Self {
        Self {
            printed: checked.printed.clone(),
            sentence: checked.sentence.clone(),
            verdict: Named {
                id: checked.verdict.code().to_owned(),
                name: checked.verdict.name().to_owned(),
            },
            papers: checked.papers.iter().map(Into::into).collect(),
            differences: checked.differences.iter().map(Into::into).collect(),
            suffers: checked.suffers.iter().map(DeedRow::suffered).collect(),
            official: checked.official.clone(),
        }
    }
}

impl From<&CitedDocument> for CitedRow {
    fn from(cited: &CitedDocument) -> Self {
        Self {
            title: cited.label.clone(),
            id: cited.id.as_ref().map(ToString::to_string),
        }
    }
}

impl From<&Difference> for DifferenceRow {
    fn from(difference: &Difference) -> Self {
        Self {
            field: Named {
                id: difference.field.to_owned(),
                name: difference.name().to_owned(),
            },
            said: difference.said.clone(),
            is: difference.is.clone(),
        }
    }
}

impl From<&CheckedClause> for ClauseRow {
    fn from(clause: &CheckedClause) -> Self {
        Self {
            printed: clause.printed.clone(),
            corrected: clause.corrected.clone(),
            with_successor: clause.with_successor.clone(),
        }
    }
}
