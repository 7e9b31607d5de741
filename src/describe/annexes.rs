//! What is attached in the same file: annexes, and the regulation that a decision issues.

use std::sync::LazyLock;

use regex::Regex;

use crate::vocabulary::kinds;

use super::kind::title_of;
use super::pattern::pattern;
use super::zones::Row;

/// Attached pieces named of one paper.
const MOST: usize = 40;
/// Rows a title may take.
const TITLE: usize = 4;

static ANNEX: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\W*(?:phu luc|bieu mau|mau so|bieu so)(?:\s+(?:so\s*)?[ivx\d]{1,5}[a-z]?)?\W*$")
});

static ATTACHED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\W*\(?\s*(?:ban hanh|duoc ban hanh)?\s*kem theo\b"));

/// Their titles: `PHỤ LỤC I: DANH MỤC THIẾT BỊ`, `Quy chế: làm việc`.
pub(super) fn annexes(rows: &[Row]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if found.len() >= MOST {
            break;
        }
        let below = rows.get(at + 1..).unwrap_or_default();
        let title = if ANNEX.is_match(&row.folded) && row.is_capitals() {
            Some(named(row.text.trim(), below))
        } else {
            attached(row, below)
        };
        if let Some(title) = title.filter(|title| !found.contains(title)) {
            found.push(title);
        }
    }
    found
}

/// A title with the line below it that says which paper it came with.
fn attached(row: &Row, below: &[Row]) -> Option<String> {
    let near = below.iter().take(TITLE + 2);
    let mut own = near.take_while(|row| title_of(row).is_none());
    own.find(|row| ATTACHED.is_match(&row.folded))?;
    let title = title_of(row).filter(|title| title.rest.is_empty())?;
    let kind = kinds::by_id(title.kind.as_str())?;
    Some(named(kind.name, below))
}

fn named(head: &str, below: &[Row]) -> String {
    let lines: Vec<&str> = below
        .iter()
        .take(TITLE)
        .take_while(|row| {
            !ATTACHED.is_match(&row.folded) && !row.is_rule() && (row.is_capitals() || row.bold)
        })
        .map(|row| row.text.trim())
        .collect();
    match lines.is_empty() {
        true => head.to_owned(),
        false => format!("{head}: {}", lines.join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::zones::rows;
    use super::super::zones::tests::page;
    use super::*;

    #[track_caller]
    fn check(printed: &str, expected: &[&str]) {
        assert_eq!(annexes(&rows(&[page(printed)])), expected, "{printed}");
    }

    #[test]
    fn titles_of_what_is_attached() {
        check(
            "QUYẾT ĐỊNH\nBan hành Quy chế làm việc\nCăn cứ Luật\nQUY CHẾ\nLÀM VIỆC CỦA SỞ\n(Ban hành kèm theo Quyết định số 28/QĐ-UBND)\n\
             Điều 1\nPHỤ LỤC I\nDANH MỤC\n(Kèm theo Quyết định)\nMẪU SỐ 01",
            &[
                "Quy chế: LÀM VIỆC CỦA SỞ",
                "PHỤ LỤC I: DANH MỤC",
                "MẪU SỐ 01",
            ],
        );
        check("theo phụ lục kèm theo\nPhụ lục I của Nghị định này", &[]);
    }
}
