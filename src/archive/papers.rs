//! The one gate to the papers: what a caller may not see is not there, whatever asks for it.
//!
//! Searching is narrowed in the index; everything that reads the store for a caller reads it here.

use crate::access::Rights;
use crate::archive::Archive;
use crate::archive::Error;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::Page;
use crate::search::Narrowing;
use crate::store::Corrected;
use crate::store::Opening;
use crate::store::Order;
use crate::store::Store;
use crate::vocabulary::BodyId;

/// The papers that are there for a caller.
#[derive(Clone, Copy)]
pub struct Papers<'a> {
    store: &'a Store,
    rights: &'a Rights,
}

impl Archive {
    /// The same archive for somebody: what they may not see is not there, what they may not do is
    /// refused.
    #[must_use]
    pub fn seen_by(&self, rights: Rights) -> Self {
        let narrowing = match rights.see_everything() {
            true => Narrowing::none(),
            false => {
                let name = rights.name_of_view();
                let admitting = rights.clone();
                Narrowing::to(&name, move |holding| admitting.admit(holding))
            }
        };
        Self {
            directory: self.directory.clone(),
            store: self.store.clone(),
            index: self.index.narrowed(narrowing),
            home: self.home.clone(),
            rights,
            _pretended: self._pretended.clone(),
        }
    }

    /// Who asks, and what they may see and do.
    #[must_use]
    pub fn rights(&self) -> &Rights {
        &self.rights
    }

    pub(super) fn papers(&self) -> Papers<'_> {
        Papers {
            store: &self.store,
            rights: &self.rights,
        }
    }
}

impl<'a> Papers<'a> {
    /// One paper.
    pub fn document(self, id: &DocumentId) -> Result<Option<Document>, Error> {
        let document = self.store.document(id)?;
        Ok(document
            .map(|document| self.narrow(document))
            .transpose()?
            .flatten())
    }

    /// One paper, or the error that it is not there.
    pub fn existing(self, id: &DocumentId) -> Result<Document, Error> {
        let document = self.document(id)?;
        document.ok_or_else(|| Error::NotFound(id.to_string()))
    }

    /// Several papers, each in the place of its id.
    pub fn documents(self, ids: &[DocumentId]) -> Result<Vec<Option<Document>>, Error> {
        let documents = self.store.documents(ids)?.into_iter();
        let narrowed = documents.map(|document| match document {
            Some(document) => self.narrow(document),
            None => Ok(None),
        });
        narrowed.collect()
    }

    /// Several papers with the beginning of their text, each in the place of its id.
    pub fn openings(
        self,
        ids: &[DocumentId],
        enough: usize,
    ) -> Result<Vec<Option<Opening>>, Error> {
        let papers = self.store.openings(ids, enough)?.into_iter();
        let narrowed = papers.map(|paper| {
            let Some(paper) = paper else {
                return Ok(None);
            };
            let document = self.narrow(paper.document)?;
            Ok(document.map(|document| Opening { document, ..paper }))
        });
        narrowed.collect()
    }

    /// The whole text of a paper whose beginning was read.
    pub fn rest(self, beginning: Opening) -> Result<Opening, Error> {
        let pages = self.store.pages(&beginning.document.id)?;
        Ok(Opening {
            pages: pages.unwrap_or(beginning.pages),
            whole: true,
            document: beginning.document,
        })
    }

    /// All papers.
    pub fn all(
        self,
        order: Order,
    ) -> Result<impl Iterator<Item = Result<Document, Error>> + use<>, Error> {
        let documents = self.store.all_documents(order)?;
        let (store, rights) = (self.store.clone(), self.rights.clone());
        Ok(documents.filter_map(move |document| {
            let papers = Papers {
                store: &store,
                rights: &rights,
            };
            match document {
                Ok(document) => papers.narrow(document).transpose(),
                Err(error) => Some(Err(error.into())),
            }
        }))
    }

    /// A paper's text.
    pub fn pages(self, id: &DocumentId) -> Result<Vec<Page>, Error> {
        self.existing(id)?;
        let pages = self.store.pages(id)?;
        pages.ok_or_else(|| Error::NotFound(id.to_string()))
    }

    /// The papers in a paper that is there.
    pub fn attachments(self, id: &DocumentId) -> Result<Vec<Document>, Error> {
        let inside = self.store.attachments(id)?;
        Ok(self.documents(&inside)?.into_iter().flatten().collect())
    }

    /// The papers around a paper that is there.
    pub fn attached_to(self, id: &DocumentId) -> Result<Vec<Document>, Error> {
        let around = self.store.attached_to(id)?;
        Ok(self.documents(&around)?.into_iter().flatten().collect())
    }

    /// What people corrected of a paper; of a paper that is no longer there only the owner is told.
    pub fn corrections(self, id: &DocumentId) -> Result<Vec<Corrected>, Error> {
        match self.rights.see_everything() || self.document(id)?.is_some() {
            true => Ok(self.store.corrections(id)?),
            false => Ok(Vec::new()),
        }
    }

    /// The name a body has on the first of its papers.
    pub fn printed_body_name(self, id: &BodyId) -> Result<Option<String>, Error> {
        if self.rights.see_everything() {
            return Ok(self.store.printed_body_name(id)?);
        }
        for (name, paper) in self.store.printed_body_names(id)? {
            if self.document(&paper)?.is_some() {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    /// A paper as the caller may see it: without the files in folders they may not see, or not at
    /// all.
    fn narrow(self, mut document: Document) -> Result<Option<Document>, Error> {
        if self.rights.see_everything() {
            return Ok(Some(document));
        }
        if !self.rights.admit_marks(&document.description.circulation) {
            return Ok(None);
        }
        let sources = self.store.sources(&document.id)?;
        if sources.is_empty() {
            return Ok(self.rights.admit(&Default::default()).then_some(document));
        }
        document.sources.clear();
        for (shown, folder) in sources {
            if self.rights.admit_folder(&folder) && !document.sources.contains(&shown) {
                document.sources.push(shown);
            }
        }
        Ok((!document.sources.is_empty()).then_some(document))
    }
}
