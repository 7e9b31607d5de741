//! Keeping an archive in order: rebuild the index, verify, list what was not taken.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::Outcome;
use crate::archive::follow;
use crate::archive::holder;
use crate::document::DocumentId;
use crate::search::Request;
use crate::search::request::LARGEST_PAGE;
use crate::store;
use crate::store::Rejected;

/// What a verification looked at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Checked {
    /// Documents.
    pub documents: u64,
    /// Things that are not as they were acknowledged.
    pub problems: u64,
}

/// A file that was not taken.
#[derive(Debug, Clone)]
pub struct Reject {
    /// Relative to the folder given.
    pub path: String,
    /// Quarantined or refused.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
    /// How often reading it was tried.
    pub tries: u32,
    /// When the last import began that tried it, in UTC.
    pub at: String,
}

impl Archive {
    /// Builds the index anew beside the old one, compares them in number, and swaps them. Searching
    /// goes on meanwhile. Gives the number of documents.
    pub fn reindex(&self, now: Timestamp) -> Result<u64, Error> {
        let writer = store::Writer::open(self.directory(), &holder("reindex", now))?;
        follow::rebuild(writer.store())?;
        Ok(writer.store().count()?)
    }

    /// Compares every original with its digest, every row with what was written, and the index
    /// with the store. Reports, repairs nothing.
    pub fn verify(&self, report: &mut dyn FnMut(&str)) -> Result<Checked, Error> {
        let mut checked = Checked::default();
        for problem in self.store().verify_catalogue()? {
            checked.problems += 1;
            report(&problem.to_string());
        }
        for document in self.store().verify_documents(0) {
            let document = document?;
            checked.documents += 1;
            for problem in &document.problems {
                checked.problems += 1;
                report(&format!("{}: {problem}", document.id));
            }
        }
        self.verify_index(&mut checked, report)?;
        Ok(checked)
    }

    /// The index must have exactly the documents of the store, each in its last state.
    fn verify_index(
        &self,
        checked: &mut Checked,
        report: &mut dyn FnMut(&str),
    ) -> Result<(), Error> {
        let mut problem = |text: String| {
            checked.problems += 1;
            report(&text);
        };
        let indexed = self.indexed()?;
        let mut found = 0_usize;
        for document in self.store().all_documents(store::Order::Sequence)? {
            let document = document?;
            match indexed.get(&document.id) {
                None => problem(format!("{}: not in the index", document.id)),
                Some(sequence) if *sequence != document.sequence => {
                    problem(format!("{}: outdated in the index", document.id));
                }
                Some(_) => {}
            }
            found += usize::from(indexed.contains_key(&document.id));
        }
        if indexed.len() > found {
            problem(format!(
                "the index has {} documents that the catalogue does not have",
                indexed.len() - found
            ));
        }
        Ok(())
    }

    /// Every document of the index with the state of it that was indexed.
    fn indexed(&self) -> Result<HashMap<DocumentId, u64>, Error> {
        let mut indexed = HashMap::new();
        let mut request = Request::of("", LARGEST_PAGE);
        loop {
            let page = self.index.search(&request)?;
            indexed.extend(page.hits.into_iter().map(|hit| (hit.id, hit.sequence)));
            match page.next {
                Some(next) => request.cursor = Some(next),
                None => return Ok(indexed),
            }
        }
    }

    /// Files that were quarantined or refused, each with its reason.
    pub fn rejects(&self) -> Result<Vec<Reject>, Error> {
        let row = |outcome: Outcome| {
            move |rejected: Rejected| Reject {
                path: rejected.shown,
                outcome,
                reason: rejected.reason.message,
                tries: rejected.tries,
                at: rejected.at,
            }
        };
        let quarantined = self.store().quarantined()?.into_iter();
        let refused = self.store().refused()?.into_iter();
        Ok(quarantined
            .map(row(Outcome::Quarantined))
            .chain(refused.map(row(Outcome::Refused)))
            .collect())
    }

    /// Documents acknowledged, and how many changes the index is behind.
    pub fn readiness(&self) -> Result<(u64, u64), Error> {
        let behind = self
            .store()
            .sequence()?
            .saturating_sub(self.index.sequence()?);
        Ok((self.store().count()?, behind))
    }
}
