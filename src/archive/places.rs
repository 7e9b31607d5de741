//! Where on a document's pages its fields were read, and where what was searched for stands.

use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::Segment;
use crate::archive::is_drawn;
use crate::describe;
use crate::document::Correctable;
use crate::document::DocumentId;
use crate::document::Page;
use crate::document::Place;

/// What can be pointed at on the pages of a document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Places {
    /// Width and height of each page in points; no pages where a format has only its text.
    pub sizes: Vec<[f32; 2]>,
    /// Where each field was read, each field once.
    pub fields: Vec<(Correctable, Place)>,
    /// Where hits stand, in the order of the text.
    pub hits: Vec<Place>,
}

impl Archive {
    /// Where a document's fields were read, and where the hits of its text stand, as
    /// [`Self::marked_pages`] gave it. Nothing of it is stored: the pages are described again.
    pub fn places(&self, id: &DocumentId, marked: &[Vec<Segment>]) -> Result<Places, Error> {
        let document = self.document(id)?;
        if !is_drawn(&document.format) {
            return Ok(Places::default());
        }
        let pages = self.pages(id)?;
        let numbered = (1..).zip(pages.iter().zip(marked));
        let hits = numbered.flat_map(|(number, (page, segments))| {
            let areas = hits(page, segments).into_iter();
            areas.map(move |area| Place { page: number, area })
        });
        Ok(Places {
            sizes: pages.iter().map(|page| [page.width, page.height]).collect(),
            fields: describe::places(&pages),
            hits: hits.collect(),
        })
    }
}

/// The areas of the hits of a page, each once.
fn hits(page: &Page, segments: &[Segment]) -> Vec<[f32; 4]> {
    let mut found: Vec<[f32; 4]> = Vec::new();
    let mut lines = page.shown();
    let mut line = lines.next();
    // Where the line and the segment begin in the text of the page.
    let (mut begins, mut at) = (0, 0);
    for segment in segments {
        let (start, end) = (at, at + segment.text.len());
        at = end;
        while let Some(there) = line {
            let behind = begins + there.text.len();
            if segment.hit && start < behind && begins < end {
                let span = start.saturating_sub(begins)..end.min(behind) - begins;
                found.extend(there.part(&span));
            }
            if end <= behind {
                break;
            }
            // Empty lines at the head of a page leave no trace in its text.
            begins = if behind == 0 { 0 } else { behind + 1 };
            line = lines.next();
        }
    }
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::Line;
    use crate::document::Zone;

    fn page(texts: &[(String, bool)]) -> Page {
        let lines = (0u8..).zip(texts).map(|(at, (text, is_header))| Line {
            text: text.clone(),
            area: Some([0.0, at.into(), 1.0, f32::from(at) + 1.0]),
            zone: match is_header {
                true => Zone::Header,
                false => Zone::Body,
            },
            ..Line::default()
        });
        Page {
            lines: lines.collect(),
            ..Page::default()
        }
    }

    /// The text cut at every hit letter.
    fn segments(text: &str, hit: char) -> Vec<Segment> {
        let cut = text.chars().map(|letter| Segment {
            text: letter.to_string(),
            hit: letter == hit,
        });
        cut.collect()
    }

    #[test]
    fn empty_lines_at_the_head_of_a_page_are_none() {
        let texts = ["", "", "x", "", "x"].map(|text| (text.to_owned(), false));
        let page = page(&texts);
        let found = hits(&page, &segments(&page.text(), 'x'));
        let rows: Vec<f32> = found.iter().map(|area| area[1]).collect();
        assert_eq!(rows, [2.0, 4.0]);
    }

    proptest! {
        #[test]
        fn the_lines_with_hits_are_found_and_no_others(
            texts in prop::collection::vec(("[axđ ]{0,6}", any::<bool>()), 0..8),
        ) {
            let page = page(&texts);
            let found: Vec<f32> = hits(&page, &segments(&page.text(), 'x'))
                .iter()
                .map(|area| area[1])
                .collect();
            let expected: Vec<f32> = (0u8..)
                .zip(&texts)
                .filter(|(_, (text, is_header))| !is_header && text.contains('x'))
                .map(|(at, _)| at.into())
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
