//! What became of a paper: what it does to others, what others do to it, and when.

use crate::archive::Archive;
use crate::archive::CitedDocument;
use crate::archive::Error;
use crate::archive::cited::on;
use crate::archive::names::document_title;
use crate::document::Action;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::PartialDate;
use crate::document::Relation;
use crate::document::citation::Confidence;
use crate::search::request::LARGEST_PAGE;

/// What papers in the archive say of a paper's force.
///
/// Nothing here ever says that a paper is in force: that no paper of this archive ended it proves
/// nothing.
#[derive(Debug)]
pub struct Standing {
    /// In short.
    pub validity: Validity,
    /// What it does to others, in the order of its text.
    pub acts: Vec<Deed>,
    /// What others do to it, the latest first.
    pub suffers: Vec<Deed>,
    /// What is known of its life, in the order of time; moments without a date last.
    pub timeline: Vec<Moment>,
}

/// Whether a paper is known to be no longer in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    /// A paper of this archive replaced, repealed or ended the whole of it.
    Ended,
    /// A paper of this archive suspends it.
    Suspended,
    /// A paper of this archive changed parts of it.
    Amended,
    /// Nothing is known.
    Unknown,
}

impl Validity {
    /// For staff.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ended => "Hết hiệu lực",
            Self::Suspended => "Ngưng hiệu lực",
            Self::Amended => "Đã được sửa đổi, bổ sung",
            Self::Unknown => "Không rõ",
        }
    }

    /// `ended`, `suspended`, `amended` or `unknown`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ended => "ended",
            Self::Suspended => "suspended",
            Self::Amended => "amended",
            Self::Unknown => "unknown",
        }
    }
}

/// One paper acting on another, as the one with the sentence says.
#[derive(Debug)]
pub struct Deed {
    /// What is done.
    pub action: Action,
    /// To the whole paper.
    pub whole: bool,
    /// The other paper.
    pub other: CitedDocument,
    /// From when, where that is said.
    pub from: Option<PartialDate>,
    /// The sentence that says it.
    pub sentence: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// Something that happened to a paper.
#[derive(Debug)]
pub struct Moment {
    /// When.
    pub date: Option<PartialDate>,
    /// What.
    pub what: Happened,
    /// By which paper.
    pub by: Option<CitedDocument>,
}

/// What can happen to a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// It was issued.
    Issued,
    /// It came into force.
    InForce,
    /// Another paper did something to it.
    Suffered {
        /// What that does.
        action: Action,
        /// To all of it.
        whole: bool,
    },
}

impl Happened {
    /// For staff.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Issued => "Ban hành".to_owned(),
            Self::InForce => "Có hiệu lực".to_owned(),
            Self::Suffered {
                action,
                whole: true,
            } => action.passive().to_owned(),
            Self::Suffered { action, .. } => format!("{} (một phần)", action.passive()),
        }
    }
}

impl Archive {
    /// What is known of a paper's force.
    pub fn standing(&self, document: &Document) -> Result<Standing, Error> {
        let mut acts = Vec::new();
        let relations = &document.description.relations;
        for relation in relations {
            let mut candidates = self.bearing(&relation.number, on(None))?;
            if relation.issued_on.is_some() {
                // However many bear the number since.
                let dated = self.bearing(&relation.number, on(relation.issued_on))?;
                candidates.retain(|one| dated.iter().all(|other| other.id != one.id));
                candidates.extend(dated);
            }
            let mut meant = candidates
                .iter()
                .filter(|other| other.id != document.id && means(relation, other));
            let only = meant.next().filter(|_| meant.next().is_none());
            acts.push(deed(
                relation,
                relation.printed.clone(),
                only.map(|other| other.id.clone()),
            ));
        }
        let suffers = self.suffers(document)?;
        Ok(Standing {
            validity: validity(&suffers),
            timeline: timeline(document, &suffers),
            acts,
            suffers,
        })
    }

    /// Whether a paper is known to be no longer in force.
    pub fn validity(&self, document: &Document) -> Result<Validity, Error> {
        Ok(validity(&self.suffers(document)?))
    }

    /// What others do to a paper, the latest first.
    fn suffers(&self, document: &Document) -> Result<Vec<Deed>, Error> {
        let mut suffers = Vec::new();
        let Some(number) = &document.description.number else {
            return Ok(suffers);
        };
        let mut hits = self.index.acting_on(number, LARGEST_PAGE)?;
        hits.retain(|hit| hit.id != document.id);
        for other in self.found(&hits)?.into_iter().flatten() {
            let on_it = |relation: &&Relation| means(relation, document);
            let relations = other.description.relations.iter().filter(on_it);
            let title = document_title(&other);
            for relation in relations {
                let since = relation.from.or(other.description.effective_from);
                let mut deed = deed(relation, title.clone(), Some(other.id.clone()));
                deed.from = since.or(other.description.issued_on);
                suffers.push(deed);
            }
        }
        Ok(suffers)
    }
}

fn deed(relation: &Relation, label: String, id: Option<DocumentId>) -> Deed {
    Deed {
        action: relation.action,
        whole: relation.whole,
        other: CitedDocument { label, id },
        from: relation.from,
        sentence: relation.sentence.clone(),
        confidence: relation.confidence,
    }
}

/// Whether a relation can mean a document: the same number, and the same date where it gives one.
fn means(relation: &Relation, document: &Document) -> bool {
    let description = &document.description;
    let number = description.number.as_ref();
    number.is_some_and(|number| number.same_as(&relation.number))
        && relation
            .issued_on
            .is_none_or(|date| description.issued_on.is_none_or(|own| own == date))
}

fn validity(suffers: &[Deed]) -> Validity {
    let sure = || {
        suffers
            .iter()
            .filter(|deed| deed.confidence == Confidence::High)
    };
    if sure().any(|deed| deed.whole && deed.action.ends_it()) {
        Validity::Ended
    } else if sure().any(|deed| deed.whole && deed.action == Action::Suspends) {
        Validity::Suspended
    } else if sure().next().is_some() {
        Validity::Amended
    } else {
        Validity::Unknown
    }
}

fn timeline(document: &Document, suffers: &[Deed]) -> Vec<Moment> {
    let description = &document.description;
    let own = [
        (description.issued_on, Happened::Issued),
        (description.effective_from, Happened::InForce),
    ];
    let mut moments: Vec<Moment> = own
        .into_iter()
        .filter(|(date, _)| date.is_some())
        .map(|(date, what)| Moment {
            date,
            what,
            by: None,
        })
        .collect();
    moments.extend(suffers.iter().map(|deed| Moment {
        date: deed.from,
        what: Happened::Suffered {
            action: deed.action,
            whole: deed.whole,
        },
        by: Some(deed.other.clone()),
    }));
    moments.sort_by_key(|moment| {
        (
            moment.date.is_none(),
            moment.date.map(PartialDate::first_day),
        )
    });
    moments
}
