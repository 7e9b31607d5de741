//! Pages → description and findings. Never fails: what cannot be settled is a [`Finding`].

mod pattern;
mod zones;
mod dating;
mod number;
mod columns;
mod heading;
mod titled;
mod kind;
mod news;
mod subject;
mod body;
mod resolve;
mod issuer;
mod system;
mod secrecy;
mod secret_rows;
mod names;
mod places;
mod reading;
mod foot;
mod signature;
mod recipients;
mod marks;
mod basis;
mod annexes;
mod sentences;
mod acts;
mod force;

#[cfg(test)]
mod papers;

use crate::document::Citation;
use crate::document::Description;
use crate::document::Finding;
use crate::document::Page;
use crate::document::citation::find_citations;
use crate::vocabulary::BodyId;

use reading::Reading;
use zones::Row;

pub use places::places;
pub use secrecy::Secrecy;
pub use secrecy::secrecy;

/// What was read from a paper.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Described {
    /// The fields staff look papers up by.
    pub description: Description,
    /// Papers it cites, in the text of [`text_of`].
    pub citations: Vec<Citation>,
    /// What a person should look at.
    pub findings: Vec<Finding>,
}

/// Reads what a paper says of itself. `source_name` is its path as imported, a hint that never
/// beats the page; `home` the body set for the import.
///
/// Ask [`secrecy`] first: nothing of a secret paper may reach this function's callers' stores.
#[must_use]
pub fn describe(pages: &[Page], source_name: &str, home: Option<&BodyId>) -> Described {
    let rows = zones::rows(pages);
    let reading = Reading::of(&rows);
    let mut findings = Vec::new();
    let mut description = reading.description(&rows, source_name, home, &mut findings);
    if reading.is_paper() {
        details(&mut description, &rows, pages);
    }
    let citations = find_citations(&text_of(pages));
    Described {
        description,
        citations,
        findings,
    }
}

/// The fields beside those that papers are looked up by.
fn details(description: &mut Description, rows: &[Row], pages: &[Page]) {
    let cells = foot::cells(rows);
    description.signatures = signature::signatures(&cells);
    description.recipients = recipients::recipients(rows, &cells);
    description.urgency = marks::urgency(&cells);
    description.circulation = marks::circulation(&cells);
    description.draft = marks::is_draft(&cells);
    description.digital_signatures = marks::digital_signatures(pages);
    description.legal_basis = basis::legal_basis(rows);
    description.annexes = annexes::annexes(rows);
    let paragraphs = sentences::paragraphs(rows);
    let title = description.subject.as_deref();
    let force = force::force(&paragraphs, title, description.issued_on);
    description.effective_from = force.effective_from;
    description.relations = force.relations;
}

/// The text citations are found in and their offsets refer to: the pages' texts, one below the
/// other.
#[must_use]
pub fn text_of(pages: &[Page]) -> String {
    let texts: Vec<String> = pages.iter().map(Page::text).collect();
    texts.join("\n")
}
