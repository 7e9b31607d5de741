//! What came with what: the attachments of letters and PDFs, and what a paper was attached to.

use crate::archive::Archive;
use crate::archive::Error;
use crate::document::Document;
use crate::document::DocumentId;

/// The papers that came with a document.
#[derive(Debug, Default)]
pub struct Attached {
    /// Those inside it.
    pub attachments: Vec<Document>,
    /// Those it was inside of.
    pub attached_to: Vec<Document>,
}

impl Archive {
    /// The papers that came with a document.
    pub fn attached(&self, id: &DocumentId) -> Result<Attached, Error> {
        let papers = self.papers();
        papers.existing(id)?;
        Ok(Attached {
            attachments: papers.attachments(id)?,
            attached_to: papers.attached_to(id)?,
        })
    }
}
