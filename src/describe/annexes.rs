//! What is attached in the same file: annexes, and the regulation that a decision issues.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::fold::fold;
use crate::vocabulary::kinds;

use super::kind::title_of;
use super::pattern::pattern;
use super::zones::Row;

/// Kinds of papers that issue others: their name alone on a line is their own `QUYẾT ĐỊNH`.
const ISSUING: [&str; 4] = ["quyet-dinh", "nghi-quyet", "nghi-dinh", "thong-tu"];

/// Attached pieces named of one paper.
const MOST: usize = 40;
/// Rows a title may take.
const TITLE: usize = 4;

static ANNEX: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\W*(?:phu luc|bieu mau|mau so|bieu so)(?:\s+(?:so\s*)?[ivx\d]{1,5}[a-z]?)?\W*$")
});

static ATTACHED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\W*\(?\s*(?:ban hanh|duoc ban hanh)?\s*kem theo\b"));

/// Where the text of an attached piece begins: its title is over.
static BEGINS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(?:dieu \d|chuong [ivx\d]|phan (?:thu|[ivx\d])|muc [ivx\d]|can cu|[ivx]{1,4}\.|\d+\.|stt\b)",
    )
});

/// `Ban hành kèm theo Quyết định này Quy chế …`, up to the name of what is attached.
static ISSUES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\bban hanh (?:kem theo (?:quyet dinh|nghi quyet|nghi dinh|thong tu) nay )?(?:ban )?([a-z]+ [a-z]+)",
    )
});

/// Their titles: `PHỤ LỤC I: DANH MỤC THIẾT BỊ`, `Quy chế: làm việc`.
pub(super) fn annexes(rows: &[Row]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut issued: Vec<&str> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if found.len() >= MOST {
            break;
        }
        let below = rows.get(at + 1..).unwrap_or_default();
        let title = if ANNEX.is_match(&row.folded) && row.is_capitals() {
            Some(named(row.text.trim(), below))
        } else {
            attached(row, below, &issued)
        };
        let said = ISSUES.captures_iter(&row.folded);
        issued.extend(
            said.filter_map(|said| said.get(1))
                .map(|kind| kind.as_str()),
        );
        if let Some(title) = title.filter(|title| !found.contains(title)) {
            found.push(title);
        }
    }
    found
}

/// A title that the paper says it issues, or with the line below it that says which paper it came
/// with.
fn attached(row: &Row, below: &[Row], issued: &[&str]) -> Option<String> {
    let title = title_of(row).filter(|title| title.rest.is_empty())?;
    let kind = kinds::by_id(title.kind.as_str())?;
    let is_issued = row.is_capitals() && issued.contains(&fold(kind.name).as_str());
    if !is_issued || ISSUING.contains(&kind.id.as_str()) {
        let near = below.iter().take(TITLE + 2);
        let mut own = near.take_while(|row| title_of(row).is_none());
        own.find(|row| ATTACHED.is_match(&row.folded))?;
    }
    Some(named(kind.name, below))
}

fn named(head: &str, below: &[Row]) -> String {
    let is_end =
        |row: &Row| ATTACHED.is_match(&row.folded) || BEGINS.is_match(&row.folded) || row.is_rule();
    // Where the end of the title is seen, all before it is the title.
    let ends = below.iter().take(TITLE + 1).any(is_end);
    let lines: Vec<&str> = below
        .iter()
        .take(TITLE)
        .take_while(|row| !is_end(row) && (ends || row.is_capitals() || row.bold))
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
        check(
            "QUYẾT ĐỊNH\nBan hành Quy chế quản lý đê\nĐiều 1. Ban hành kèm theo Quyết định này bản Quy chế \
             quản lý đê.\nQUY CHẾ\nQuản lý đê\ntrên địa bàn tỉnh\nĐiều 1. Quy chế này",
            &["Quy chế: Quản lý đê trên địa bàn tỉnh"],
        );
        check("QUY CHẾ\nQuản lý đê\nĐiều 1. Ban hành quy chế", &[]);
    }
}
