//! The pages as rows: blanks unified, folded beside the print, page furniture left out.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Line, Page, Zone};
use crate::text::characters::{is_letter, is_letter_or_digit};
use crate::text::fold::fold;
use crate::text::normalise::index_clean;

use super::pattern::{pattern, squeeze};

/// A printed line, or one column of it, ready to be matched.
///
/// `folded` has exactly one character for each of `text`, so that what is found in the one is
/// taken from the other. A tab in both stands for a wide gap: the border of two columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub text: String,
    pub folded: String,
    pub bold: bool,
    pub italic: bool,
    /// Left, top, right, bottom in shares of the page, where the format says.
    pub area: Option<[f32; 4]>,
    /// The table and the column of it that the row stands in, if it does.
    pub column: Option<(u32, u32)>,
    pub page: usize,
    /// Its line on that page.
    pub line: usize,
}

impl Row {
    fn new(printed: &str, line: &Line, page: &Page, (number, at): (usize, usize)) -> Self {
        let text = unify_blanks(without_rules(printed));
        let share = |value: f32, whole: f32| if whole > 0.0 { value / whole } else { 0.0 };
        Self {
            folded: fold(&index_clean(&text)),
            text,
            bold: line.bold,
            italic: line.italic,
            area: line
                .area
                .filter(|_| page.width > 0.0)
                .map(|[left, top, right, bottom]| {
                    [
                        share(left, page.width),
                        share(top, page.height),
                        share(right, page.width),
                        share(bottom, page.height),
                    ]
                }),
            column: line.cell.map(|(table, _, column)| (table, column)),
            page: number,
            line: at,
        }
    }

    /// A row made of text put together from several.
    pub fn of_text(text: &str) -> Self {
        let text = unify_blanks(text);
        Self {
            folded: fold(&index_clean(&text)),
            text,
            ..Self::default()
        }
    }

    /// What is printed at a byte range of `folded`.
    pub fn printed(&self, span: Range<usize>) -> String {
        let before = self
            .folded
            .get(..span.start)
            .map_or(0, |s| s.chars().count());
        let long = self.folded.get(span).map_or(0, |s| s.chars().count());
        let taken: String = self.text.chars().skip(before).take(long).collect();
        taken.replace('\t', " ").trim().to_owned()
    }

    /// The row before and behind a byte of `folded`, trimmed; either may be empty.
    pub fn cut(&self, at: usize) -> (Self, Self) {
        let part = |span: Range<usize>| {
            let text = self.printed(span);
            Self {
                folded: fold(&index_clean(&text)),
                text,
                ..self.clone()
            }
        };
        (part(0..at), part(at..self.folded.len()))
    }

    /// Letters and digits only.
    pub fn squeezed(&self) -> String {
        squeeze(&self.folded)
    }

    /// Whether it begins like an entry of a list.
    pub fn is_item(&self) -> bool {
        self.folded.trim_start().starts_with(['-', '+', '•'])
    }

    /// As [`is_capitals`].
    pub fn is_capitals(&self) -> bool {
        is_capitals(&self.text)
    }

    /// A rule, a row of dots or stars, or nothing.
    pub fn is_rule(&self) -> bool {
        let letters = self.text.chars().filter(|&c| is_letter_or_digit(c)).take(2);
        let letters = letters.count();
        // `-0-`, `- * -`: rules as typists made them.
        letters == 0
            || (letters == 1 && self.folded.starts_with(['-', '*']) && self.text.contains('0'))
    }
}

/// Whether nearly all letters of a text are capitals (old fonts lose a few).
pub(super) fn is_capitals(text: &str) -> bool {
    let letters = text.chars().filter(|&c| is_letter(c));
    let (upper, all) = letters.fold((0usize, 0usize), |(upper, all), letter| {
        (upper + usize::from(letter.is_uppercase()), all + 1)
    });
    all >= 2 && upper * 10 >= all * 8
}

/// A rule drawn with characters and run into the words beside it: `--------Hà Nội, ngày …`.
fn without_rules(printed: &str) -> &str {
    let drawn = |c: char| matches!(c, '-' | '_' | '=' | '–' | '—');
    let letters = printed.trim().trim_matches(drawn);
    let rules = printed.trim().len() - letters.len();
    if rules >= 4 && letters.chars().any(is_letter_or_digit) {
        letters
    } else {
        printed
    }
}

/// Blanks of any kind become one blank, gaps of three and more, tabs and table borders a tab.
fn unify_blanks(printed: &str) -> String {
    let mut text = String::with_capacity(printed.len());
    let mut run = 0usize;
    let mut wide = false;
    for letter in printed.chars() {
        if letter == '\t' || letter == '|' {
            wide = true;
        } else if letter.is_whitespace() {
            run += 1;
        } else {
            if !text.is_empty() && (wide || run > 0) {
                text.push(if wide || run >= 3 { '\t' } else { ' ' });
            }
            (run, wide) = (0, false);
            text.push(letter);
        }
    }
    text
}

static FURNITURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        // The running title of the gazette, its first letter at times lost.
        r"^\W*\d*\s*c?ong bao\s*/\s*so\b",
        // The lines of a digital signature; OCR puts a stray letter before them.
        r"|^\W*(?:\w\W+)?(?:ky boi|nguoi ky|thoi gian ky|ngay ky|gio ky)\s*:",
        // The mark of the government's portal beside it.
        r"|^\W*chinhphu\W?vn\W*$",
        r"|^\W*e-?mail\s*:",
        r"|^\W*co quan\s*:",
        r"|^\W*\d{1,4}\W*$",
        r"|^\W*(?:van ban quy pham phap luat|van ban phap luat khac)\W*$",
    ))
});

/// Whether a row belongs to the page and not to the paper: the gazette's running titles, the
/// lines of a digital signature (whose dates are never the paper's), page numbers.
pub(super) fn is_furniture(row: &Row) -> bool {
    FURNITURE.is_match(&row.folded)
}

/// All rows of the paper itself, in reading order. Rules are kept: they end headings.
pub(super) fn rows(pages: &[Page]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        for (at, line) in page.lines.iter().enumerate() {
            if matches!(
                line.zone,
                Zone::Header | Zone::Footer | Zone::Stamp | Zone::Note
            ) {
                continue;
            }
            for printed in line.text.lines() {
                let row = Row::new(printed, line, page, (number, at));
                if !row.text.is_empty() && !is_furniture(&row) {
                    rows.push(row);
                }
            }
        }
    }
    rows
}

/// Every row of a page whatever its zone: where secrecy marks are looked for.
pub(super) fn all_rows(page: &Page, number: usize) -> Vec<(Row, Zone)> {
    let rows = page.lines.iter().enumerate().flat_map(|(at, line)| {
        let printed = line.text.lines();
        printed.map(move |printed| (Row::new(printed, line, page, (number, at)), line.zone))
    });
    rows.filter(|(row, _)| !row.text.is_empty()).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A page of plain lines; `*` before a line makes it bold, `/` italic.
    pub fn page(text: &str) -> Page {
        let line = |written: &str| {
            let bold = written.starts_with('*') && written.len() > 1;
            let italic = written.starts_with('/') && !bold;
            let text = if bold || italic {
                written.get(1..).unwrap_or_default()
            } else {
                written
            };
            Line {
                text: text.to_owned(),
                bold,
                italic,
                ..Line::default()
            }
        };
        Page {
            lines: text.lines().map(line).collect(),
            ..Page::default()
        }
    }

    #[track_caller]
    fn check(printed: &str, expected: &str) {
        assert_eq!(unify_blanks(printed), expected);
    }

    #[test]
    fn wide_gaps_are_borders() {
        check("  CHÍNH PHỦ      CỘNG HÒA", "CHÍNH PHỦ\tCỘNG HÒA");
        check("Số:  120 /2002", "Số: 120 /2002");
        check("---||Cộng hòa|", "---\tCộng hòa");
        check("a\u{a0}b", "a b");
    }

    #[test]
    fn what_is_found_folded_is_taken_as_printed() {
        let row = rows(&[page("Số: 15/QĐ-BNV\tHà Nội, ngày 5")]).remove(0);
        let at = row.folded.find("ha noi").unwrap();
        let (left, right) = row.cut(at);
        assert_eq!(
            (left.text.as_str(), right.text.as_str()),
            ("Số: 15/QĐ-BNV", "Hà Nội, ngày 5")
        );
    }

    #[test]
    fn page_furniture_is_not_the_paper() {
        let kept = rows(&[page(
            "Ỉ Người ký: CỔNG THÔNG TIN\nChinhphu VN\nThời gian ký: 07.01.2025 16:32:41\n \
             12   CÔNG BÁO/Số 1523 + 1524/Ngày 29-12-2024\nVĂN BẢN QUY PHẠM PHÁP LUẬT\n7\nQUỐC HỘI",
        )]);
        assert_eq!(kept.len(), 1);
        assert!(kept[0].is_capitals() && !kept[0].is_rule());
    }
}
