//! Files inside a PDF: those in its list of embedded files, and those pinned to its pages.

use std::collections::HashSet;

use flate2::read::ZlibDecoder;
use hayro_syntax::Filter;
use hayro_syntax::Pdf;
use hayro_syntax::object::Array;
use hayro_syntax::object::Dict;
use hayro_syntax::object::Name;
use hayro_syntax::object::ObjectIdentifier;
use hayro_syntax::object::Stream;
use hayro_syntax::object::String as PdfString;

use crate::extract::ExtractError;
use crate::extract::Limits;
use crate::extract::container::MemberEnd;
use crate::extract::container::Outlet;
use crate::extract::container::clean;
use crate::extract::pdf::objects;

/// Lets out the files in a PDF, each once.
pub fn give(pdf: &Pdf, limits: &Limits, members: &mut Outlet<'_>) -> Result<(), ExtractError> {
    let mut given = HashSet::new();
    for file in listed(pdf, limits).into_iter().chain(pinned(pdf, limits)) {
        let Some(content) = content(&file) else {
            continue;
        };
        if !given.insert(content.obj_id()) {
            continue;
        }
        let name = clean(&name(&file).unwrap_or_else(|| given.len().to_string()));
        let raw = content.raw_data();
        let packed = Some(raw.len() as u64);
        match content.filters().as_slice() {
            [] => members.member(&name, packed, &mut &*raw)?,
            [Filter::FlateDecode] => {
                members.member(&name, packed, &mut ZlibDecoder::new(&*raw))?;
            }
            // Filters upon filters inflate without a measure.
            _ => {
                let filter = ExtractError::Unsupported("PDF filter".to_owned());
                members.without_content(&name, MemberEnd::Failed(filter))?;
            }
        }
    }
    Ok(())
}

/// The descriptions of files in the tree of embedded files.
fn listed<'a>(pdf: &'a Pdf, limits: &Limits) -> Vec<Dict<'a>> {
    let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let names = root.and_then(|root| root.get::<Dict<'_>>("Names"));
    let mut open: Vec<Dict<'_>> = names
        .and_then(|names| names.get::<Dict<'_>>("EmbeddedFiles"))
        .into_iter()
        .collect();
    let mut seen: HashSet<ObjectIdentifier> = HashSet::new();
    let mut files = Vec::new();
    // The tree may be bent into a circle.
    let mut steps = limits.members;
    while let Some(node) = open.pop().filter(|_| steps > 0) {
        steps -= 1;
        if !node.obj_id().is_none_or(|id| seen.insert(id)) {
            continue;
        }
        if let Some(names) = node.get::<Array<'_>>("Names") {
            files.extend(objects::dictionaries(pdf.xref(), &names).take(limits.members));
        }
        if let Some(kids) = node.get::<Array<'_>>("Kids") {
            open.extend(objects::dictionaries(pdf.xref(), &kids).take(limits.members));
        }
    }
    files.truncate(limits.members);
    files
}

/// The descriptions of files pinned to pages.
fn pinned<'a>(pdf: &'a Pdf, limits: &Limits) -> Vec<Dict<'a>> {
    let pages = pdf.pages().iter().take(limits.pages);
    let annotations = pages.flat_map(|page| {
        let all = page.raw().get::<Array<'_>>("Annots");
        all.into_iter()
            .flat_map(|all| objects::dictionaries(pdf.xref(), &all).take(limits.members))
    });
    annotations
        .filter(|annotation| {
            let kind = annotation.get::<Name<'_>>("Subtype");
            kind.is_some_and(|kind| kind.as_ref() == b"FileAttachment")
        })
        .filter_map(|annotation| annotation.get::<Dict<'_>>("FS"))
        .take(limits.members)
        .collect()
}

fn content<'a>(file: &Dict<'a>) -> Option<Stream<'a>> {
    let embedded = file.get::<Dict<'_>>("EF")?;
    ["UF", "F", "DOS", "Unix", "Mac"]
        .into_iter()
        .find_map(|key| embedded.get::<Stream<'_>>(key))
}

fn name(file: &Dict<'_>) -> Option<String> {
    ["UF", "F"]
        .into_iter()
        .find_map(|key| file.get::<PdfString<'_>>(key))
        .map(|name| objects::text(name.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::container::Piece;

    /// A tree that holds itself, one file named twice, another pinned to a page.
    const BENT: &str = "%PDF-1.7
1 0 obj<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 5 0 R>>>>endobj
2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Annots[4 0 R]>>endobj
4 0 obj<</Subtype/FileAttachment/FS<</Type/Filespec/F(pin.txt)/EF<</F 7 0 R>>>>>>endobj
5 0 obj<</Kids[5 0 R 6 0 R]>>endobj
6 0 obj<</Names[(a)8 0 R(b)8 0 R]>>endobj
7 0 obj<</Length 3>>stream
one
endstream endobj
8 0 obj<</Type/Filespec/UF<FEFF002E002E002F00531ED1002E007400780074>/EF<</UF 9 0 R>>>>endobj
9 0 obj<</Length 3>>stream
two
endstream endobj
trailer<</Root 1 0 R>>
%%EOF";

    #[test]
    fn every_file_leaves_once() {
        let limits = Limits::office();
        let mut given: Vec<(String, Vec<u8>)> = Vec::new();
        let mut take = |piece: Piece<'_>| {
            match piece {
                Piece::Begins(name) => given.push((name.to_owned(), Vec::new())),
                Piece::Bytes(bytes) => given.last_mut().unwrap().1.extend_from_slice(bytes),
                Piece::Ends(end) => assert_eq!(end, MemberEnd::Whole),
            }
            Ok(())
        };
        let pdf = Pdf::new(BENT.as_bytes().to_vec()).unwrap();
        give(&pdf, &limits, &mut Outlet::new(&limits, &mut take)).unwrap();
        let expected = [("Số.txt", "two"), ("pin.txt", "one")];
        let expected = expected.map(|(name, content)| (name.to_owned(), content.into()));
        assert_eq!(given, expected);
    }
}
