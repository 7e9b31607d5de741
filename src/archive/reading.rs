//! From the characters a file holds to the pages that are described, stored and shown.

use crate::describe;
use crate::document::Document;
use crate::document::DocumentId;
use crate::document::Field;
use crate::document::Finding;
use crate::document::Line;
use crate::document::Page;
use crate::document::Recognised;
use crate::document::TextSource;
use crate::document::Zone;
use crate::extract;
use crate::extract::Extracted;
use crate::extract::Region;
use crate::extract::Verdict;
use crate::extract::Warning;
use crate::text::detached;
use crate::text::legacy;
use crate::text::legacy::Charset;
use crate::text::legacy::Run;
use crate::text::normalise::display;
use crate::text::recognised;
use crate::vocabulary::BodyId;

/// A file's pages in display spelling, and what was noticed on the way.
pub struct Reading {
    /// Pages in order; never empty.
    pub pages: Vec<Page>,
    /// `unicode`, `tcvn3`, `vni`, `mojibake` or `mixed`.
    pub charset: &'static str,
    /// Whether the text is there at all.
    pub text_source: TextSource,
    /// Doubts about the file and its text.
    pub findings: Vec<Finding>,
}

/// The file a reading is of.
pub struct File<'f> {
    /// SHA-256 of its bytes.
    pub digest: &'f str,
    /// How many they are.
    pub bytes: u64,
    /// What they are.
    pub format: &'static str,
    /// Its path, for people: a name may say what a paper does not.
    pub shown: &'f str,
}

impl Reading {
    /// The document a file is, and its text.
    pub fn described(self, file: &File<'_>, home: Option<&BodyId>) -> (Document, Vec<Page>) {
        let described = describe::describe(&self.pages, file.shown, home);
        let mut findings = self.findings;
        findings.extend(described.findings);
        let document = Document {
            id: DocumentId::of_digest(file.digest),
            sequence: 0,
            digest: file.digest.to_owned(),
            bytes: file.bytes,
            format: file.format.to_owned(),
            charset: self.charset.to_owned(),
            text_source: self.text_source,
            page_count: u32::try_from(self.pages.len()).unwrap_or(u32::MAX),
            description: described.description,
            citations: described.citations,
            findings,
            sources: vec![file.shown.to_owned()],
        };
        (document, self.pages)
    }
}

/// What is left of a paper whose file cannot be read any more.
pub fn none(why: &str) -> Reading {
    let message = format!("không đọc lại được nội dung từ bản gốc ({why})");
    Reading {
        pages: vec![Page::default()],
        charset: Charset::Unicode.name(),
        text_source: TextSource::Embedded,
        findings: vec![Finding::new(Field::Text, "no-text", message)],
    }
}

/// Decodes legacy charsets, cleans the spelling, and turns warnings into findings. `charset` is
/// what a person says the file is in.
///
/// The charset is decided over the whole file paragraph by paragraph, since short lines lean on
/// their neighbours; display clean-up comes only after it.
#[must_use]
pub fn read(extracted: Extracted, charset: Option<Charset>) -> Reading {
    let mut findings: Vec<Finding> = extracted.warnings.iter().map(finding).collect();
    let lines = || extracted.pages.iter().flat_map(|page| &page.lines);
    let paragraphs: Vec<Vec<Run<'_>>> = lines()
        .map(|line| line.runs.iter().map(run).collect())
        .collect();
    let decoded = match charset {
        Some(charset) => legacy::decode_as(charset, &paragraphs),
        None => legacy::decode(&paragraphs),
    };
    let mut texts = decoded.paragraphs.into_iter();
    let useless = extract::Page::is_unread;
    let has = |verdict| extracted.pages.iter().any(|page| page.verdict == verdict);
    let waiting =
        extracted.pages.iter().any(useless) && !has(Verdict::Text) && !has(Verdict::Recognised);
    let text_source = match () {
        () if waiting => TextSource::Waiting,
        () if has(Verdict::Recognised) => TextSource::Ocr,
        () => TextSource::Embedded,
    };
    let pages = extracted.pages.iter().map(|page| Page {
        lines: page
            .lines
            .iter()
            .map(|line| laid(line, &texts.next().unwrap_or_default()))
            .filter(|line| !line.text.trim().is_empty())
            // What is not the paper's own text must be neither found nor described; a picture's
            // stamp is kept, apart from the body.
            .filter(|line| !useless(page) || line.zone == Zone::Stamp)
            .collect(),
        width: page.width,
        height: page.height,
    });
    let mut pages: Vec<Page> = pages.collect();
    if pages.is_empty() {
        pages.push(Page::default());
    }
    let damaged = pages
        .iter_mut()
        .map(mend)
        .filter(|damaged| *damaged)
        .count();
    if damaged > 0 {
        let message = format!("lớp chữ của {damaged} trang bị vỡ dấu; đã ghép lại phần ghép được");
        findings.push(Finding::new(Field::Text, "text-layer-damaged", message));
    }
    if waiting {
        let message = "văn bản là ảnh chụp, chưa có phần chữ để tìm";
        findings.push(Finding::new(Field::Text, "waiting-for-ocr", message));
    }
    Reading {
        pages,
        charset: decoded.verdict.name(),
        text_source,
        findings,
    }
}

/// Joins marks that the text layer has torn off their letters; says whether the page is damaged.
fn mend(page: &mut Page) -> bool {
    let texts: Vec<&str> = page.lines.iter().map(|line| line.text.as_str()).collect();
    let mended = detached::mend(&texts.join("\n"));
    let lines: Vec<&str> = mended.text.split('\n').collect();
    // Fragments are joined within a line; were it otherwise, lines would no longer be theirs.
    if lines.len() == page.lines.len() {
        for (line, text) in page.lines.iter_mut().zip(lines) {
            text.clone_into(&mut line.text);
        }
    }
    for line in &mut page.lines {
        if let Some(read) = &mut line.recognised
            && read.words.len() != line.text.split_whitespace().count()
        {
            read.words.clear();
        }
    }
    mended.damaged
}

fn run(run: &extract::Run) -> Run<'_> {
    Run {
        text: &run.text,
        font: run.font.as_deref(),
    }
}

fn laid(line: &extract::Line, texts: &[String]) -> Line {
    let letters = |wanted: &dyn Fn(&extract::Run) -> bool| -> usize {
        let runs = line.runs.iter().filter(|run| wanted(run));
        runs.map(|run| run.text.trim().len()).sum()
    };
    let all = letters(&|_| true);
    let most = |some: usize| all > 0 && some * 2 > all;
    Line {
        text: match line.recognised {
            Some(_) => recognised::mended(&display(&texts.concat())).into_owned(),
            None => display(&texts.concat()),
        },
        bold: most(letters(&|run| run.bold)),
        italic: most(letters(&|run| run.italic)),
        area: line.area,
        zone: match line.region {
            Region::Body => Zone::Body,
            Region::Header => Zone::Header,
            Region::Footer => Zone::Footer,
            Region::Note => Zone::Note,
            Region::Stamp => Zone::Stamp,
        },
        cell: line.cell,
        recognised: line.recognised.as_ref().map(|read| Recognised {
            confidence: read.confidence,
            words: read.words.clone(),
        }),
    }
}

fn finding(warning: &Warning) -> Finding {
    let (field, code, message) = match warning {
        Warning::NameLies { extension } => (
            Field::File,
            "name-lies",
            format!("đuôi tệp `.{extension}` không đúng với nội dung; đã đọc theo nội dung"),
        ),
        Warning::Damaged => (
            Field::File,
            "damaged",
            "tệp bị hỏng một phần; đã đọc phần đọc được".to_owned(),
        ),
        Warning::Truncated => (
            Field::Text,
            "truncated",
            "văn bản quá dài; phần cuối không được đọc".to_owned(),
        ),
        Warning::NeedsOcr { pages } => (
            Field::Text,
            "pages-without-text",
            format!(
                "{} trang là ảnh hoặc có lớp chữ sai: {}",
                pages.len(),
                ranges(pages)
            ),
        ),
        Warning::NotRecognised { pages } => (
            Field::Text,
            "ocr-failed",
            format!(
                "không nhận dạng được chữ trên {} trang ảnh: {}",
                pages.len(),
                ranges(pages)
            ),
        ),
        Warning::Doubtful { pages } => (
            Field::Text,
            "ocr-doubtful",
            format!(
                "chữ nhận dạng từ ảnh ở {} trang không chắc chắn, cần xem lại bản gốc: {}",
                pages.len(),
                ranges(pages)
            ),
        ),
        Warning::ReadersDisagree => (
            Field::Text,
            "readers-disagree",
            "hai cách đọc cho kết quả khác nhau; đã lấy bản đầy đủ hơn".to_owned(),
        ),
    };
    Finding::new(field, code, message)
}

/// `1–3, 7`.
fn ranges(pages: &[u32]) -> String {
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for &page in pages {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == page => *last = page,
            _ => spans.push((page, page)),
        }
    }
    let shown = spans.iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}–{last}"),
    });
    shown.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn pages_in_a_row_become_a_range() {
        assert_eq!(ranges(&[1, 2, 3, 7, 9, 10]), "1–3, 7, 9–10");
        assert_eq!(ranges(&[4]), "4");
    }
}
