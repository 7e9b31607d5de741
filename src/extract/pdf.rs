//! Reads PDF: glyphs from the content streams, lines in reading order, and a verdict on every page.
//!
//! A file is read as it stands; when that gives no page or not a letter, it is rebuilt from the
//! objects that can be found in it and read again. Characters are not decoded: text in TCVN3 or VNI
//! fonts comes out as the raw codes with the font's name.

mod attachments;
mod cells;
mod columns;
mod content;
mod face;
mod field;
pub(in crate::extract) mod furniture;
pub(in crate::extract) mod glyphs;
mod inflation;
mod layers;
pub(in crate::extract) mod layout;
mod line;
mod objects;
mod path;
mod pieces;
mod repair;
mod rows;
mod sheet;
mod show;
mod state;
mod verdict;

use hayro_syntax::DecryptionError;
use hayro_syntax::LoadPdfError;
use hayro_syntax::Pdf;

use crate::extract::ExtractError;
use crate::extract::Extracted;
use crate::extract::Limits;
use crate::extract::Page;
use crate::extract::Verdict;
use crate::extract::Warning;
use crate::extract::container::Outlet;
use crate::extract::pdf::content::Press;

/// Operators and glyphs that one file may cost: about five seconds.
const STEPS: u64 = 20_000_000;

/// Reads a PDF that opens without a password, and lets the files inside it out.
///
/// # Errors
/// [`ExtractError::Encrypted`] when it asks for a password, [`ExtractError::Empty`] when there are no
/// bytes, [`ExtractError::Damaged`] when no page can be found in it.
pub fn read(
    bytes: &[u8],
    limits: &Limits,
    members: &mut Outlet<'_>,
) -> Result<Extracted, ExtractError> {
    if bytes.is_empty() {
        return Err(ExtractError::Empty);
    }
    let straight = pages(bytes.to_vec(), limits);
    if let Err(error @ (ExtractError::Encrypted | ExtractError::OverLimit(_))) = straight {
        return Err(error);
    }
    let is_whole = repair::is_whole(bytes);
    let (found, pdf) = match straight {
        Ok(found) if letters(&found.0) > 0 || is_whole => found,
        straight => {
            let rebuilt = repair::rebuild(bytes, limits.member_bytes)
                .and_then(|bytes| pages(bytes, limits).ok());
            match (rebuilt, straight) {
                (Some(rebuilt), Ok(straight)) if letters(&rebuilt.0) <= letters(&straight.0) => {
                    straight
                }
                (Some(rebuilt), _) => rebuilt,
                (None, straight) => straight?,
            }
        }
    };
    if found.pages.is_empty() {
        return Err(ExtractError::Damaged("no page found".to_owned()));
    }
    let mut warnings = found.warnings;
    if attachments::give(&pdf, limits, members).is_err() {
        warnings.push(Warning::Truncated);
    }
    if !is_whole {
        warnings.insert(0, Warning::Damaged);
    }
    Ok(Extracted { warnings, ..found })
}

/// A damaged PDF built anew from the objects that can be found in it.
pub(in crate::extract) fn rebuilt(bytes: &[u8], limits: &Limits) -> Option<Vec<u8>> {
    repair::rebuild(bytes, limits.member_bytes)
}

fn letters(found: &Extracted) -> usize {
    let runs = found
        .pages
        .iter()
        .flat_map(|page| &page.lines)
        .flat_map(|line| &line.runs);
    runs.map(|run| run.text.len()).sum()
}

/// Reads the pages a file claims to have.
fn pages(bytes: Vec<u8>, limits: &Limits) -> Result<(Extracted, Pdf), ExtractError> {
    if !inflation::tables_fit(&bytes, limits.member_bytes) {
        return Err(ExtractError::OverLimit("inflated size".to_owned()));
    }
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
        ) => ExtractError::Encrypted,
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => {
            ExtractError::Damaged("neither table nor objects can be read".to_owned())
        }
    })?;
    let all = pdf.pages().iter();
    let count = all.len();
    let mut press = Press::new(pdf.xref(), STEPS, limits.member_bytes);
    let mut pages: Vec<Page> = Vec::new();
    let mut left = limits.text_bytes;
    for page in all.take(limits.pages) {
        let ink = press.print(page);
        let lines = layout::lines(&ink, &press.styles());
        let size: usize = lines
            .iter()
            .flat_map(|line| &line.runs)
            .map(|run| run.text.len())
            .sum();
        let verdict = verdict::judge(&ink, &lines);
        let Some(rest) = left.checked_sub(size) else {
            break;
        };
        left = rest;
        pages.push(Page {
            lines,
            width: ink.width,
            height: ink.height,
            verdict,
        });
        if press.is_exhausted() {
            break;
        }
    }
    if press.left_out() && pages.iter().all(Page::is_blank) {
        return Err(ExtractError::OverLimit("inflated size".to_owned()));
    }
    furniture::mark(&mut pages);
    let mut warnings = Vec::new();
    if pages.len() < count || press.is_exhausted() || press.left_out() {
        warnings.push(Warning::Truncated);
    }
    let unread = (1..)
        .zip(&pages)
        .filter(|(_, page)| matches!(page.verdict, Verdict::Picture | Verdict::Noise));
    let unread: Vec<u32> = unread.map(|(number, _)| number).collect();
    if !unread.is_empty() {
        warnings.push(Warning::NeedsOcr { pages: unread });
    }
    Ok((Extracted { pages, warnings }, pdf))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Region;
    use crate::extract::container::Piece;

    /// The lines of running text in a file.
    #[track_caller]
    pub fn body(file: &str) -> Vec<String> {
        let limits = Limits::office();
        let mut drop = |_: Piece<'_>| Ok(());
        let members = &mut Outlet::new(&limits, &mut drop);
        let read = read(file.as_bytes(), &limits, members).unwrap();
        let lines = read.pages.iter().flat_map(|page| &page.lines);
        lines
            .filter(|line| line.region == Region::Body)
            .map(|line| line.runs.iter().map(|run| run.text.as_str()).collect())
            .collect()
    }

    /// One page with this content, and these fonts among its resources.
    fn page(fonts: &str, content: &str) -> String {
        let length = content.len();
        format!(
            "%PDF-1.7
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R
/Resources<</Font<<{fonts}>>>>>>endobj
4 0 obj<</Length {length}>>stream
{content}
endstream endobj
trailer<</Root 1 0 R>>
%%EOF"
        )
    }

    #[test]
    fn text_in_a_font_that_is_missing_or_unheard_of_is_read() {
        for fonts in ["", "/F 5 0 R", "/F<</Type/Font/Subtype/Type9>>"] {
            let file = page(fonts, "BT /F 12 Tf 50 700 Td (12/KH-UBND) Tj ET");
            assert_eq!(body(&file), ["12/KH-UBND"], "{fonts}");
        }
    }

    #[test]
    fn words_that_only_stand_apart_are_words() {
        let content = "BT /F 12 Tf 50 700 Td [(T)-10(hu)-156(chi)9(n)-156(nam)]TJ ET";
        assert_eq!(body(&page("", content)), ["Thu chin nam"]);
    }
}
