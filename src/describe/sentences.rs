//! Printed lines joined to paragraphs and cut into sentences, for what is said across lines.

use std::sync::LazyLock;

use regex::Regex;

use super::heading::is_running_text;
use super::pattern::pattern;
use super::zones::Row;
use super::zones::is_capitals;

/// Characters of a paragraph at most; what is longer is no clause.
const LONGEST: usize = 4000;

/// A paragraph of running text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub text: String,
    /// It begins like an entry of a list: `a)`, `1.`, `-`.
    pub item: bool,
    /// It begins an article: `Điều 5.`
    pub article: bool,
}

static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\s*(?:[a-z]{1,2}\)|\d{1,3}(?:\.\d{1,2})*[.)]\s|\([a-z\d]{1,2}\)|[-+•*]\s?[a-z])")
});

static ARTICLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\s*(?:dieu \d+|chuong [ivx\d]+|phan (?:thu|[ivx\d]+)|muc [ivx\d]+)\b")
});

/// The paragraphs of a paper.
pub(super) fn paragraphs(rows: &[Row]) -> Vec<Paragraph> {
    let mut found: Vec<Paragraph> = Vec::new();
    for row in rows {
        let text = row.text.trim();
        if row.is_rule() {
            continue;
        }
        let item = ITEM.is_match(&row.folded);
        let article = ARTICLE.is_match(&row.folded) && text.starts_with(|c: char| c.is_uppercase());
        let goes_on = found.last().is_some_and(|last| {
            !last.text.ends_with(['.', ';', ':', '!', '?'])
                && last.text.len() < LONGEST
                && !is_capitals(&last.text)
        });
        match found.last_mut() {
            Some(last)
                if goes_on && !item && !article && !row.is_capitals() && !is_running_text(row) =>
            {
                last.text.push(' ');
                last.text.push_str(text);
            }
            _ => found.push(Paragraph {
                text: text.to_owned(),
                item,
                article,
            }),
        }
    }
    found
}

/// The sentences of a paragraph. A stop inside `số 12.` or `TP.` ends none: a capital must follow.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, letter) in text.char_indices() {
        let next = at + letter.len_utf8();
        let rest = text.get(next..).unwrap_or_default();
        let mut behind = rest.chars();
        let ends = match letter {
            ';' => true,
            '.' => {
                behind.next().is_some_and(char::is_whitespace)
                    && behind.next().is_some_and(char::is_uppercase)
                    && !text
                        .get(from..at)
                        .unwrap_or_default()
                        .trim()
                        .chars()
                        .all(|c| c.is_numeric() || c == '.')
            }
            _ => false,
        };
        if ends {
            found.extend(text.get(from..next).map(str::trim));
            from = next;
        }
    }
    found.extend(text.get(from..).map(str::trim));
    found.retain(|sentence| !sentence.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::super::zones::rows;
    use super::super::zones::tests::page;
    use super::*;

    #[test]
    fn lines_become_sentences() {
        let paragraphs = paragraphs(&rows(&[page(
            "Điều 5. Hiệu lực thi hành\n1. Quyết định này có hiệu lực\ntừ ngày ký. Bãi bỏ Quyết định\nsố 1/QĐ-UB; số 2/QĐ-UB.\na) Một;\nb) Hai.",
        )]));
        let texts: Vec<&str> = paragraphs
            .iter()
            .map(|paragraph| paragraph.text.as_str())
            .collect();
        assert_eq!(
            texts,
            [
                "Điều 5. Hiệu lực thi hành",
                "1. Quyết định này có hiệu lực từ ngày ký. Bãi bỏ Quyết định số 1/QĐ-UB; số 2/QĐ-UB.",
                "a) Một;",
                "b) Hai."
            ]
        );
        assert!(paragraphs[0].article && paragraphs[1].item && paragraphs[3].item);
        assert_eq!(
            sentences(texts[1]),
            [
                "1. Quyết định này có hiệu lực từ ngày ký.",
                "Bãi bỏ Quyết định số 1/QĐ-UB;",
                "số 2/QĐ-UB."
            ]
        );
    }
}
