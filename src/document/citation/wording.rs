//! The words around a cited number: kinds before it, what makes it no paper, the sentence it is in.

use crate::document::number::phrases::word;
use crate::document::number::tokens::Gap;
use crate::document::number::tokens::Token;
use crate::vocabulary::Kind;
use crate::vocabulary::kinds;

/// Kinds cited by name and serial alone: `nghị quyết 35`.
const CITED_BY_NAME: [&str; 20] = [
    "nghi-quyet",
    "quyet-dinh",
    "quy-dinh",
    "chi-thi",
    "ket-luan",
    "thong-bao",
    "huong-dan",
    "chuong-trinh",
    "ke-hoach",
    "de-an",
    "cong-van",
    "thong-tu",
    "thong-tri",
    "nghi-dinh",
    "bao-cao",
    "to-trinh",
    "quy-che",
    "phap-lenh",
    "sac-lenh",
    "cong-dien",
];

/// Those that are common nouns as well, so that a serial alone makes no paper of `báo cáo 3`.
const COMMON_NOUNS: [&str; 8] = [
    "quy-dinh",
    "thong-bao",
    "huong-dan",
    "chuong-trinh",
    "ke-hoach",
    "bao-cao",
    "quy-che",
    "de-an",
];

/// Words that make a number before them a count.
const UNITS: [&str; 22] = [
    "năm",
    "tháng",
    "ngày",
    "tuần",
    "giờ",
    "tỷ",
    "tỉ",
    "triệu",
    "nghìn",
    "ngàn",
    "đồng",
    "người",
    "ha",
    "km",
    "m",
    "trường",
    "đại",
    "điểm",
    "cuộc",
    "lượt",
    "nội",
    "nhóm",
];

/// A kind named right before a token.
pub(super) struct Named {
    pub(super) kind: &'static Kind,
    /// The first token of its name.
    pub(super) first: usize,
    /// Whether `số` stands between.
    pub(super) numbered: bool,
}

/// The kind named before the token `at`.
pub(super) fn kind_before(tokens: &[Token], at: usize) -> Option<Named> {
    let numbered = at > 0 && word(tokens, at - 1) == "so";
    let end = at
        .checked_sub(1 + usize::from(numbered))
        .map(|last| last + 1)?;
    let named = (1..=4).rev().find_map(|length| {
        let first = end.checked_sub(length)?;
        let words: Vec<&str> = tokens
            .get(first..end)?
            .iter()
            .map(|token| token.text.as_str())
            .collect();
        let gaps = tokens
            .get(first + 1..end)?
            .iter()
            .all(|token| token.gap == Gap::Blank);
        let kind = kinds::by_name(&words.join(" ")).filter(|_| gaps)?;
        // `thông báo`, not `thông bảo`: names are written with their marks in running text.
        let written = words.join(" ").to_lowercase();
        (written == kind.name.to_lowercase()).then_some((kind, first))
    });
    let (kind, first) = named?;
    Some(Named {
        kind,
        first,
        numbered,
    })
}

/// Whether the number at `at` is a form's (`Mẫu số 05/TNDN`), not a paper's.
pub(super) fn is_form(tokens: &[Token], at: usize) -> bool {
    let back = |steps: usize| at.checked_sub(steps).map(|at| word(tokens, at));
    let name = match back(1) {
        Some("so") => back(2),
        other => other,
    };
    matches!(name, Some("mau" | "bieu"))
}

/// Whether `named` and the serial at `at` cite a paper without a symbol.
pub(super) fn is_verbal(tokens: &[Token], at: usize, named: &Named) -> bool {
    let id = named.kind.id.as_str();
    let Some(token) = tokens.get(at).filter(|_| CITED_BY_NAME.contains(&id)) else {
        return false;
    };
    let next = tokens.get(at + 1);
    let joined =
        next.is_some_and(|next| matches!(next.gap, Gap::Slash | Gap::Dash | Gap::Glued | Gap::Dot));
    let clear = named.numbered || !COMMON_NOUNS.contains(&id) || is_capital(tokens, named.first);
    let year = token.year().is_some() && !named.numbered;
    let gap = matches!(token.gap, Gap::Blank | Gap::Break);
    token.plain_number().is_some() && gap && clear && !joined && !year && !is_count(tokens, at)
}

fn is_capital(tokens: &[Token], at: usize) -> bool {
    tokens
        .get(at)
        .is_some_and(|token| token.text.starts_with(char::is_uppercase))
}

/// Whether the word after a number makes it a count. `năm 2021` and `ngày 5/3` do not.
fn is_count(tokens: &[Token], at: usize) -> bool {
    let Some(next) = tokens.get(at + 1).filter(|next| next.gap == Gap::Blank) else {
        return false;
    };
    let dated = tokens
        .get(at + 2)
        .is_some_and(|after| after.number.is_some());
    UNITS.contains(&next.text.to_lowercase().as_str())
        && !(dated && matches!(next.fold.as_str(), "nam" | "ngay"))
}

/// Longest sentence kept, in bytes to each side.
const REACH: usize = 400;

/// The sentence of `text` around `start..end`.
pub(super) fn sentence(text: &str, start: usize, end: usize) -> String {
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let from = before
        .char_indices()
        .rev()
        .take_while(|(at, _)| start - at <= REACH)
        .find(|(at, c)| ends_sentence(*c, text.get(at + c.len_utf8()..).unwrap_or_default()))
        .map(|(at, c)| at + c.len_utf8());
    let from = from.unwrap_or_else(|| ceil(text, start.saturating_sub(REACH)));
    let to = after
        .char_indices()
        .take_while(|(at, _)| *at <= REACH)
        .find(|(at, c)| ends_sentence(*c, after.get(at + c.len_utf8()..).unwrap_or_default()))
        .map(|(at, c)| end + at + if c == '\n' { 0 } else { c.len_utf8() });
    let to = to.unwrap_or_else(|| ceil(text, (end + REACH).min(text.len())));
    text.get(from..to).unwrap_or_default().trim().to_owned()
}

/// Whether a sentence ends with `c` when `rest` follows.
fn ends_sentence(c: char, rest: &str) -> bool {
    match c {
        '\n' => true,
        '.' | '!' | '?' | ';' => {
            let mut rest = rest.chars();
            let blank = rest.next().is_none_or(char::is_whitespace);
            blank
                && (c == ';'
                    || rest
                        .find(|c| !c.is_whitespace())
                        .is_none_or(|c| !c.is_lowercase()))
        }
        _ => false,
    }
}

/// The next place at or after `at` where a character begins.
fn ceil(text: &str, at: usize) -> usize {
    (at..=text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len())
}
