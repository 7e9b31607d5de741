//! The JSON of what a paper says of itself beside number, kind, body, date and subject.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::wire::Named;
use crate::api::wire::word;
use crate::archive::Deed;
use crate::archive::Standing;
use crate::document::Description;
use crate::document::Relation;

/// Fields that papers are not looked up by.
#[derive(Debug, Serialize, ToSchema)]
pub struct DetailsRow {
    /// Who signed, in whose name and position.
    pub signatures: Vec<SignatureRow>,
    /// Nơi nhận.
    pub recipients: Vec<String>,
    /// `urgent`, `very-urgent` or `express`.
    pub urgency: Option<Named>,
    /// Marks that limit circulation: `internal`, `conference` …
    pub circulation: Vec<Named>,
    /// Whether it is marked as a draft.
    pub draft: bool,
    /// When it was signed digitally; never the date of the paper.
    pub digital_signatures: Vec<DigitalSignatureRow>,
    /// Căn cứ ban hành.
    pub legal_basis: Vec<String>,
    /// Titles of what is attached in the same file.
    pub annexes: Vec<String>,
    /// The day it says it takes effect.
    pub effective_from: Option<String>,
    /// What it says it does to other papers.
    pub relations: Vec<RelationRow>,
}

impl From<&Description> for DetailsRow {
    fn from(description: &Description) -> Self {
        let named = |id: String, name: &str| Named {
            id,
            name: name.to_owned(),
        };
        let signatures = description.signatures.iter().cloned();
        let digital = description.digital_signatures.iter().cloned();
        let circulation = description.circulation.iter();
        Self {
            signatures: signatures
                .map(|signature| SignatureRow {
                    authority: signature.authority,
                    position: signature.position,
                    name: signature.name,
                })
                .collect(),
            recipients: description.recipients.clone(),
            urgency: description
                .urgency
                .map(|urgency| named(word(&urgency), urgency.name())),
            circulation: circulation
                .map(|mark| named(word(mark), mark.name()))
                .collect(),
            draft: description.draft,
            digital_signatures: digital
                .map(|one| DigitalSignatureRow {
                    by: one.by,
                    at: one.at,
                })
                .collect(),
            legal_basis: description.legal_basis.clone(),
            annexes: description.annexes.clone(),
            effective_from: description.effective_from.map(|date| date.to_string()),
            relations: description
                .relations
                .iter()
                .map(RelationRow::from)
                .collect(),
        }
    }
}

/// A signature at the foot of a paper.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignatureRow {
    /// In whose name: `TM. ỦY BAN NHÂN DÂN`.
    pub authority: Option<String>,
    /// Chức vụ.
    pub position: Option<String>,
    /// Họ và tên.
    pub name: Option<String>,
}

/// The visible block of a digital signature.
#[derive(Debug, Serialize, ToSchema)]
pub struct DigitalSignatureRow {
    /// Ký bởi.
    pub by: Option<String>,
    /// ISO 8601, a day where no hour is printed.
    pub at: Option<String>,
}

/// What papers of the archive say of a paper's force. `unknown` is not "in force".
#[derive(Debug, Serialize, ToSchema)]
pub struct StandingRow {
    /// `ended`, `suspended`, `amended` or `unknown`.
    pub validity: Named,
    /// What it does to others.
    pub acts: Vec<DeedRow>,
    /// What others do to it.
    pub suffers: Vec<DeedRow>,
    /// Its life, in the order of time.
    pub timeline: Vec<MomentRow>,
}

/// One paper acting on another.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeedRow {
    /// What is done.
    pub action: Named,
    /// To the whole paper.
    pub whole: bool,
    /// The other paper.
    pub other: String,
    /// Its id, where the archive has it and only it can be meant.
    pub id: Option<String>,
    /// From when.
    pub from: Option<String>,
    /// The sentence that says so.
    pub sentence: String,
    /// `high` or `low`.
    pub confidence: String,
}

/// Something that happened to a paper.
#[derive(Debug, Serialize, ToSchema)]
pub struct MomentRow {
    /// `2020-09-30`, `2020-09` or `2020`.
    pub date: Option<String>,
    /// What, Vietnamese.
    pub label: String,
    /// By which paper.
    pub by: Option<String>,
    /// Its id.
    pub id: Option<String>,
}

impl From<&Standing> for StandingRow {
    fn from(standing: &Standing) -> Self {
        let moments = standing.timeline.iter().map(|moment| MomentRow {
            date: moment.date.map(|date| date.to_string()),
            label: moment.what.name(),
            by: moment.by.as_ref().map(|by| by.label.clone()),
            id: moment
                .by
                .as_ref()
                .and_then(|by| by.id.as_ref())
                .map(ToString::to_string),
        });
        Self {
            validity: Named {
                id: standing.validity.code().to_owned(),
                name: standing.validity.name().to_owned(),
            },
            acts: standing
                .acts
                .iter()
                .map(|deed| DeedRow::of(deed, deed.action.name()))
                .collect(),
            suffers: standing.suffers.iter().map(DeedRow::suffered).collect(),
            timeline: moments.collect(),
        }
    }
}

impl DeedRow {
    /// What befalls a paper.
    pub(super) fn suffered(deed: &Deed) -> Self {
        Self::of(deed, deed.action.passive())
    }

    fn of(deed: &Deed, name: &str) -> Self {
        Self {
            action: Named {
                id: word(&deed.action),
                name: name.to_owned(),
            },
            whole: deed.whole,
            other: deed.other.label.clone(),
            id: deed.other.id.as_ref().map(ToString::to_string),
            from: deed.from.map(|date| date.to_string()),
            sentence: deed.sentence.clone(),
            confidence: word(&deed.confidence),
        }
    }
}

/// What a paper does to another one.
#[derive(Debug, Serialize, ToSchema)]
pub struct RelationRow {
    /// `replaces`, `repeals`, `ends`, `amends`, `suspends`, `extends` or `corrects`.
    pub action: Named,
    /// All of the other paper, or parts of it.
    pub whole: bool,
    /// The other paper as printed.
    pub printed: String,
    /// Its number.
    pub number: String,
    /// From when.
    pub from: Option<String>,
    /// The sentence that says so.
    pub sentence: String,
    /// `high` or `low`.
    pub confidence: String,
}

impl From<&Relation> for RelationRow {
    fn from(relation: &Relation) -> Self {
        Self {
            action: Named {
                id: word(&relation.action),
                name: relation.action.name().to_owned(),
            },
            whole: relation.whole,
            printed: relation.printed.clone(),
            number: relation.number.to_string(),
            from: relation.from.map(|date| date.to_string()),
            sentence: relation.sentence.clone(),
            confidence: word(&relation.confidence),
        }
    }
}
