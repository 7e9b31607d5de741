//! Which kind of paper it is: the printed title first, then the code in the number.

use std::sync::LazyLock;

use regex::Regex;

use crate::vocabulary::KindId;
use crate::vocabulary::System;
use crate::vocabulary::kinds;

use super::heading::Heading;
use super::pattern::pattern;
use super::pattern::squeeze;
use super::zones::Row;

/// A title row: the kind it names and what stands behind the name on the same row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Title {
    pub kind: KindId,
    /// `CỦA BỘ TRƯỞNG …`, or the beginning of the subject; empty on most papers.
    pub rest: String,
}

/// Folded names of the kinds that are titles, longest first, each with its letters alone.
static NAMES: LazyLock<Vec<(String, String, KindId)>> = LazyLock::new(|| {
    let mut names: Vec<(String, String, KindId)> = kinds::all()
        .iter()
        .filter(|kind| !matches!(kind.id.as_str(), "bai-viet" | "van-ban-quy-pham-phap-luat"))
        .map(|kind| {
            let name = crate::text::fold::fold(kind.name);
            (name.clone(), squeeze(&name), kind.id.clone())
        })
        .collect();
    names.sort_by_key(|(name, ..)| std::cmp::Reverse(name.len()));
    names
});

/// Reads a row as a title: a whole row that is the name of a kind, or one that begins with the
/// name in capitals. `QUYẾT ĐỊNH:` with its colon is the enacting formula and no title.
pub(super) fn title_of(row: &Row) -> Option<Title> {
    let start = row.folded.find(|c: char| c.is_alphanumeric())?;
    let key = row.folded.get(start..)?.trim_end();
    if key.ends_with(':') {
        return None;
    }
    // A footnote mark hangs on the title of a consolidated text: `THÔNG TƯ1`.
    let key = key.trim_end_matches(|c: char| !c.is_alphabetic());
    let squeezed = squeeze(key);
    NAMES.iter().find_map(|(name, letters, kind)| {
        let title = |rest: String| Title {
            kind: kind.clone(),
            rest,
        };
        if *letters == squeezed {
            return Some(title(String::new()));
        }
        let behind = key.strip_prefix(name.as_str())?;
        let rest = behind.strip_prefix([' ', '\t', ','])?.trim_start();
        let long = name.chars().count();
        let before = row.folded.get(..start)?.chars().count();
        let capitals = row
            .text
            .chars()
            .skip(before)
            .take(long)
            .all(|c| !c.is_lowercase());
        let governed = rest.starts_with("cua ") || rest.starts_with("so ");
        let titled =
            capitals || (governed && before == 0 && first_is_capital(row) && rest.len() < 60);
        titled.then(|| title(row.printed(start + key.len() - rest.len()..row.folded.len())))
    })
}

fn first_is_capital(row: &Row) -> bool {
    row.text
        .chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(char::is_uppercase)
}

static LETTER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\W*(?:v/v|kinh gui)\b"));

/// The kind, by the title, by the label of the number, by its code; a letter (công văn) has
/// neither title nor code, but a `V/v` or `Kính gửi`.
pub(super) fn kind(
    heading: &Heading,
    rows: &[Row],
    code: Option<&str>,
    system: Option<System>,
) -> Option<KindId> {
    if let Some((_, title)) = &heading.title {
        return Some(title.kind.clone());
    }
    let label = heading
        .number
        .as_ref()
        .and_then(|line| line.label.as_deref());
    if let Some(kind) = label.and_then(kinds::by_folded_name) {
        return Some(kind.id.clone());
    }
    if let Some(kind) = code.and_then(|code| kinds::by_code(code, system).into_iter().next()) {
        return Some(kind.id.clone());
    }
    let letter = rows.iter().take(40).any(|row| LETTER.is_match(&row.folded));
    (heading.number.is_some() && letter).then(|| KindId::from("cong-van"))
}

/// Whether the pages begin as the annex of another paper: `Phụ lục I`, `(Kèm theo …)`.
pub(super) fn is_annex(rows: &[Row]) -> bool {
    static ANNEX: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\W*(?:phu luc(?:\s+(?:so\s*)?[ivxlc\d]+[a-z]?)?\W*$|\(?\s*(?:ban hanh )?kem theo\b)",
        )
    });
    rows.iter().take(6).any(|row| ANNEX.is_match(&row.folded))
}

#[cfg(test)]
mod tests {
    use super::super::zones::rows;
    use super::super::zones::tests::page;
    use super::*;

    #[track_caller]
    fn check(printed: &str, expected: Option<(&str, &str)>) {
        let row = rows(&[page(printed)]).remove(0);
        let read = title_of(&row);
        let read = read
            .as_ref()
            .map(|title| (title.kind.as_str(), title.rest.as_str()));
        assert_eq!(read, expected, "{printed}");
    }

    #[test]
    fn titles() {
        check("QUYẾT ĐỊNH", Some(("quyet-dinh", "")));
        check("QUYẾT ĐỊNH:", None);
        check("THÔNG TƯ1", Some(("thong-tu", "")));
        check("THÔNG TƯ LIÊN TỊCH", Some(("thong-tu-lien-tich", "")));
        check("N GHỊ QUYẾT", Some(("nghi-quyet", "")));
        check("BỘ LUẬT", Some(("bo-luat", "")));
        check(
            "LUẬT SỬA ĐỔI LUẬT ĐẤT ĐAI",
            Some(("luat", "SỬA ĐỔI LUẬT ĐẤT ĐAI")),
        );
        check(
            "QUYẾT ĐỊNH CỦA BỘ TRƯỞNG BỘ TÀI CHÍNH",
            Some(("quyet-dinh", "CỦA BỘ TRƯỞNG BỘ TÀI CHÍNH")),
        );
        check("Thông tư", Some(("thong-tu", "")));
        check("Thông tư này quy định", None);
        check("Báo cáo kết quả thực hiện", None);
    }
}
