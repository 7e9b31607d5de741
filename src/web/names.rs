//! English beside the closed lists of names that come from below: roles, outcomes, verdicts.

use crate::archive::CitationVerdict;
use crate::archive::Difference;
use crate::archive::Happened;
use crate::archive::JobState;
use crate::archive::Outcome;
use crate::archive::Role;
use crate::archive::Summary;
use crate::archive::Validity;
use crate::document::Action;
use crate::document::Circulation;
use crate::document::Correctable;
use crate::document::CorrectionSource;
use crate::document::Urgency;
use crate::web::language::t;
use crate::web::wording::capital;

/// What an account is for.
pub fn role(role: Role) -> &'static str {
    let english = match role {
        Role::Reader => "Reader",
        Role::Clerk => "Clerk",
        Role::Archivist => "Archivist",
        Role::Administrator => "Administrator",
    };
    t(role.name(), english)
}

/// A mark that limits who may be shown a paper.
pub fn circulation(mark: Circulation) -> &'static str {
    let english = match mark {
        Circulation::Internal => "Internal use only",
        Circulation::ReturnAfterReading => "Return after reading",
        Circulation::ToBeCollected => "Material to be recalled",
        Circulation::Conference => "Conference material",
        Circulation::NotForRelease => "Not for release",
    };
    t(mark.name(), english)
}

/// How urgent a paper says it is.
pub fn urgency(urgency: Urgency) -> &'static str {
    let english = match urgency {
        Urgency::Urgent => "Urgent",
        Urgency::VeryUrgent => "Very urgent",
        Urgency::Express => "Express",
    };
    t(urgency.name(), english)
}

/// A field that can be corrected.
pub fn field(field: Correctable) -> &'static str {
    let english = match field {
        Correctable::Number => "Document number",
        Correctable::Kind => "Kind of document",
        Correctable::IssuingBody => "Issuing body",
        Correctable::ParentBody => "Parent body",
        Correctable::IssuedOn => "Date of issue",
        Correctable::IssuedAt => "Place of issue",
        Correctable::Subject => "Subject",
        Correctable::Signer => "Signer",
    };
    t(field.name(), english)
}

/// Where a correction comes from.
pub fn correction_source(source: CorrectionSource) -> &'static str {
    let english = match source {
        CorrectionSource::Person => "a person",
        CorrectionSource::Register => "a register",
    };
    t(source.name(), english)
}

/// What is known of a paper's force.
pub fn validity(validity: Validity) -> &'static str {
    let english = match validity {
        Validity::Ended => "No longer in force",
        Validity::Suspended => "Suspended",
        Validity::Amended => "Amended since",
        Validity::Unknown => "Unknown",
    };
    t(validity.name(), english)
}

/// What a paper does to another one.
pub fn action(action: Action) -> &'static str {
    let english = match action {
        Action::Replaces => "Replaces",
        Action::Repeals => "Repeals",
        Action::Ends => "Ends",
        Action::Amends => "Amends",
        Action::Suspends => "Suspends",
        Action::Extends => "Extends",
        Action::Corrects => "Corrects",
    };
    t(action.name(), english)
}

/// What befalls the other one.
pub fn suffered(action: Action) -> &'static str {
    let english = match action {
        Action::Replaces => "Replaced by",
        Action::Repeals => "Repealed by",
        Action::Ends => "Ended by",
        Action::Amends => "Amended by",
        Action::Suspends => "Suspended by",
        Action::Extends => "Extended by",
        Action::Corrects => "Corrected by",
    };
    t(action.passive(), english)
}

/// What happened to a paper.
pub fn happened(what: Happened) -> String {
    let english = match what {
        Happened::Issued => "Issued",
        Happened::InForce => "In force",
        Happened::Suffered { action, .. } => suffered(action),
    };
    let part = match what {
        Happened::Suffered { whole: false, .. } => " (in part)",
        _ => "",
    };
    t(what.name(), format!("{english}{part}"))
}

/// What is wrong with a citation.
pub fn verdict(verdict: CitationVerdict) -> &'static str {
    let english = match verdict {
        CitationVerdict::Right => "Agrees with the archive",
        CitationVerdict::Ended => "The document is no longer in force, or suspended",
        CitationVerdict::Differs => "Differs from the document in the archive",
        CitationVerdict::Amended => "The document was amended",
        CitationVerdict::Several => "Several documents bear this number",
        CitationVerdict::Missing => "The archive has no such document",
        CitationVerdict::Vague => "Too little to know the document by",
    };
    t(verdict.name(), english)
}

/// The field in which a draft differs from a paper.
pub fn difference(difference: &Difference) -> &'static str {
    let english = match difference.field {
        "number" => "Document number",
        "kind" => "Kind of document",
        "issued_on" => "Date of issue",
        "issuing_body" => "Issuing body",
        _ => "Subject",
    };
    t(difference.name(), english)
}

/// Where an import stands.
pub fn state(state: JobState) -> &'static str {
    let english = match state {
        JobState::Waiting => "waiting for the one before",
        JobState::Running => "at work",
        JobState::Done => "done",
        JobState::Cancelled => "stopped",
        JobState::Failed => "failed, import again",
    };
    t(state.name(), english)
}

/// `Nhập mới`: an outcome as a line of an import's sums.
pub fn outcome(outcome: Outcome) -> String {
    let english = match outcome {
        Outcome::Imported => "new",
        Outcome::Known => "known already",
        Outcome::Duplicate => "same content as another",
        Outcome::Unpacked => "archives of files opened",
        Outcome::Quarantined => "unreadable",
        Outcome::Refused => "refused (secrecy mark)",
        Outcome::Skipped => "skipped",
    };
    capital(t(outcome.name(), english))
}

/// What heads an import's sums.
pub fn found() -> String {
    capital(t(Summary::FOUND, "found"))
}
