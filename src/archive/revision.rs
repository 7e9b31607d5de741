//! What a permalink carries: which state of a document it was taken from.

use crate::document::Document;
use crate::extract::source::digest;

/// Hexadecimal digits of a revision.
const DIGITS: usize = 12;

/// Changes with all that is said of a document: corrections, reading by OCR, being described anew.
///
/// Made of the document alone, so that it is the same in every archive and after a rebuild, and
/// tells nothing of other documents, as the number of a commit would.
#[must_use]
pub fn revision(document: &Document) -> String {
    let said = (
        &document.description,
        &document.citations,
        document.text_source,
    );
    // Plain data is always written.
    let written = serde_json::to_vec(&said).unwrap_or_default();
    digest(&written).chars().take(DIGITS).collect()
}
