//! Lines to offer while somebody types: numbers first, each with its body and date.

use serde::Serialize;

use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::names::document_title;
use crate::document::Document;
use crate::document::DocumentId;

/// A line to offer.
#[derive(Debug, Clone)]
pub struct Suggestion {
    /// What it leads to.
    pub kind: SuggestionKind,
    /// What to show.
    pub label: String,
    /// What to put in the box when it is taken.
    pub query: String,
    /// The document, for a number or a title.
    pub id: Option<DocumentId>,
}

/// What a suggestion leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SuggestionKind {
    /// A paper by its number.
    Number,
    /// A paper by its title.
    Title,
    /// An issuing body.
    Body,
}

impl Archive {
    /// What the line someone is typing may become, at most `limit` of each kind.
    pub fn suggest(&self, typed: &str, limit: usize) -> Result<Vec<Suggestion>, Error> {
        let found = self.index.suggest(typed, limit)?;
        let numbers = self.found(&found.numbers)?.into_iter().flatten();
        let mut offered: Vec<Suggestion> = numbers.map(of_number).collect();
        let titles = self.found(&found.titles)?.into_iter().flatten();
        offered.extend(titles.filter_map(of_title));
        for id in &found.bodies {
            let name = self.body_name(id)?;
            offered.push(Suggestion {
                kind: SuggestionKind::Body,
                query: name.clone(),
                label: name,
                id: None,
            });
        }
        Ok(offered)
    }
}

fn of_number(document: Document) -> Suggestion {
    let description = &document.description;
    let title = document_title(&document);
    let body = description
        .issuing_body
        .as_ref()
        .map(|body| body.name.clone());
    let date = description.issued_on.map(|date| date.vietnamese());
    let facts = [Some(title), body, date];
    let number = description.number.as_ref().map(ToString::to_string);
    Suggestion {
        kind: SuggestionKind::Number,
        label: facts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        query: number.unwrap_or_default(),
        id: Some(document.id),
    }
}

fn of_title(document: Document) -> Option<Suggestion> {
    let subject = document.description.subject.clone()?;
    Some(Suggestion {
        kind: SuggestionKind::Title,
        label: format!("{} · {subject}", document_title(&document)),
        query: subject,
        id: Some(document.id),
    })
}
