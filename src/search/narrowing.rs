//! Which documents a caller may be shown at all: what the index leaves out of everything it says.

use std::sync::Arc;

use crate::document::Folder;
use crate::document::Holding;

/// What decides about a document by where it lies and what it bears.
type Admits = Arc<dyn Fn(&Holding) -> bool + Send + Sync>;

/// A narrowing of everything an index answers: what is not admitted is not there.
#[derive(Clone, Default)]
pub struct Narrowing(Option<Named>);

#[derive(Clone)]
struct Named {
    name: Arc<str>,
    admits: Admits,
}

impl Narrowing {
    /// To the documents that `admits` takes. Two narrowings of one `name` must admit the same.
    pub fn to(name: &str, admits: impl Fn(&Holding) -> bool + Send + Sync + 'static) -> Self {
        Self(Some(Named {
            name: name.into(),
            admits: Arc::new(admits),
        }))
    }

    /// To nothing less than everything.
    #[must_use]
    pub fn none() -> Self {
        Self(None)
    }

    /// Whether it may leave out anything.
    pub(super) fn narrows(&self) -> bool {
        self.0.is_some()
    }

    /// What tells it from others; none for the one that leaves out nothing.
    pub(super) fn name(&self) -> Option<Arc<str>> {
        self.0.as_ref().map(|named| Arc::clone(&named.name))
    }

    /// The folders of a holding that are there: a document found in another one would tell of it.
    pub(super) fn folders<'a>(&'a self, holding: &'a Holding) -> impl Iterator<Item = &'a Folder> {
        let alone = |folder: &&Folder| {
            let marks = holding.marks.clone();
            !self.narrows() || self.admits(Some(&Holding::new(marks, vec![(*folder).clone()])))
        };
        holding.folders.iter().filter(alone)
    }

    /// Whether a document is there. One whose place cannot be read is not.
    pub(super) fn admits(&self, holding: Option<&Holding>) -> bool {
        match &self.0 {
            None => true,
            Some(named) => holding.is_some_and(|holding| (named.admits)(holding)),
        }
    }
}

impl std::fmt::Debug for Narrowing {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = self.0.as_ref().map(|named| named.name.as_ref());
        out.debug_tuple("Narrowing").field(&name).finish()
    }
}
