//! The number line: `Số: 15/QĐ-BNV`, `Luật số: 51/2024/QH15`, blanks for a hand-written serial.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::fold::fold;
use crate::text::normalise::number_clean;

use super::pattern::pattern;
use super::zones::Row;

/// A number line as printed.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct NumberLine {
    /// Serial and symbol; with a blank serial the symbol alone (`/QĐ-UBND`).
    pub printed: String,
    /// The serial was left to be written in by hand, or is in a picture.
    pub blank: bool,
    /// What the label calls the paper: `nghi quyet` of `Nghị quyết số: …`.
    pub label: Option<String>,
}

/// A label before the number; what it names is the paper's kind.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\W*(?P<kind>luat|bo luat|nghi quyet|phap lenh|lenh|sac lenh|sac luat|nghi dinh|quyet dinh|thong tu|chi thi)?",
        r"\s*s[o6]\s*(?P<mark>[:.;]*)\s*",
    ))
});

static BLANK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\s._…*]*(?P<symbol>[-/]\s*(?:\d{4}\s*/\s*)?[\p{L}][\p{L}\d]*(?:\s*[-/.&]\s*[\p{L}\d]+)*)\s*$",
    )
});

static YEAR_BLANK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\d{0,5}[\s._…]*[-/][\s._…]*(?:/|\d{0,3}[._…]+)"));

impl NumberLine {
    /// The line broke behind a separator: the symbol goes on in the next one.
    pub fn is_open(&self) -> bool {
        self.printed.ends_with(['-', '/'])
    }

    /// Adds the codes of the next line.
    pub fn continue_with(&mut self, next: &Row) {
        let codes: String = number_clean(&next.text);
        let all_codes = codes.split(['-', '/', ' ']).all(|code| {
            code.chars().all(char::is_alphanumeric) && code.chars().any(char::is_uppercase)
                || code.is_empty()
        });
        if all_codes && !codes.trim().contains(' ') {
            self.printed.push_str(codes.trim());
        }
        self.printed = self.printed.trim_end_matches(['-', '/']).to_owned();
    }
}

/// Reads a row as a number line; none where it is anything else, a bare register number too.
pub(super) fn number_line(row: &Row) -> Option<NumberLine> {
    let cleaned = number_clean(&row.text);
    let folded = fold(&cleaned);
    let label = LABEL.captures(&folded);
    let (start, kind, marked) = match &label {
        Some(found) => (
            found.get(0)?.end(),
            found.name("kind").map(|m| m.as_str().to_owned()),
            found.name("mark").is_some_and(|m| !m.as_str().is_empty()),
        ),
        None => (0, None, false),
    };
    let before = folded.get(..start)?.chars().count();
    let rest: String = cleaned.chars().skip(before).collect();
    if let Some((printed, behind)) = cut_symbol(&rest) {
        // Without a label the row must be the number and nothing else; a label without a colon
        // may also open a sentence.
        let alone = behind.chars().filter(|c| c.is_alphanumeric()).count() == 0;
        if (marked || alone) && (label.is_some() || has_two_codes(&printed)) {
            return Some(NumberLine {
                printed,
                blank: false,
                label: kind,
            });
        }
        return None;
    }
    label.as_ref()?;
    let blank = BLANK.captures(&fold(&rest)).is_some() || YEAR_BLANK.is_match(&rest);
    let symbol: String = rest
        .trim_matches([' ', '.', '_', '…', '\t', '*'])
        .to_owned();
    let capitals = symbol.chars().filter(|c| c.is_uppercase()).count() >= 1;
    (blank && capitals).then_some(NumberLine {
        printed: symbol,
        blank: true,
        label: kind,
    })
}

/// Takes serial and symbol from the beginning of a text: the number as printed, and the rest.
/// None unless at least one code has a capital letter.
pub(super) fn cut_symbol(text: &str) -> Option<(String, String)> {
    let text = &join_year(text.trim_start());
    let mut end = 0usize;
    let mut codes = 0usize;
    let mut chars = text.char_indices().peekable();
    // The serial.
    while let Some((at, digit)) = chars.next_if(|(_, c)| c.is_ascii_digit()) {
        end = at + digit.len_utf8();
    }
    if end == 0 || end > 5 {
        return None;
    }
    let mut rest = text.get(end..)?;
    let mut printed = text.get(..end)?.to_owned();
    // A serial with a part: `66.15/2026/NQ-CP`.
    if let Some(part) = rest.strip_prefix('.') {
        let figures: String = part.chars().take_while(char::is_ascii_digit).collect();
        let tail = part.get(figures.len()..)?;
        if (1..=3).contains(&figures.len()) && tail.trim_start().starts_with(['-', '/']) {
            printed.push('.');
            printed.push_str(&figures);
            rest = tail;
        }
    }
    for suffix in ["bis", "a", "b", "c", "d", "e", "A", "B", "C", "D"] {
        let tail = rest
            .strip_prefix(suffix)
            .or_else(|| rest.strip_prefix(' ')?.strip_prefix(suffix));
        if let Some(tail) = tail.filter(|tail| tail.trim_start().starts_with(['-', '/'])) {
            printed.push_str(suffix);
            rest = tail;
            break;
        }
    }
    loop {
        let trimmed = rest.trim_start();
        let Some(separator) = trimmed.chars().next().filter(|c| "-/.,&_".contains(*c)) else {
            break;
        };
        if codes == 0 && !matches!(separator, '-' | '/') {
            break;
        }
        let spaced = trimmed.len() != rest.len();
        let behind = trimmed.get(1..)?;
        let next = behind.trim_start();
        let token: String = next.chars().take_while(|c| c.is_alphanumeric()).collect();
        let tight = matches!(separator, '.' | ',' | '_') && spaced;
        if !is_code(&token) || tight {
            // A symbol broken at the end of the line is completed by the next one.
            if next.is_empty() && codes > 0 && matches!(separator, '-' | '/') {
                printed.push(separator);
                rest = "";
            }
            break;
        }
        printed.push(separator);
        printed.push_str(&token);
        codes += usize::from(token.chars().any(char::is_uppercase));
        rest = next.get(token.len()..)?;
    }
    (codes > 0).then(|| (printed, rest.to_owned()))
}

/// A year torn apart by extraction: `78 /202 5 /TT-BCA`.
fn join_year(text: &str) -> String {
    static TORN: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(\d{1,5}\s*/\s*)((?:19|20|1 9|2 0)[\d ]{2,5}?)(\s*/)"));
    let Some(found) = TORN.captures(text) else {
        return text.to_owned();
    };
    let year: String = found
        .get(2)
        .map_or("", |m| m.as_str())
        .chars()
        .filter(|c| *c != ' ')
        .collect();
    let end = found.get(0).map_or(0, |m| m.end());
    match (year.len(), found.get(1), text.get(end..)) {
        (4, Some(serial), Some(rest)) => format!("{}{year}/{rest}", serial.as_str()),
        _ => text.to_owned(),
    }
}

/// A code has a capital letter; a year or `35` may stand among the codes.
fn is_code(token: &str) -> bool {
    let capital = token.chars().any(char::is_uppercase);
    let figures = !token.is_empty() && token.chars().all(|c| c.is_ascii_digit());
    (capital && token.chars().count() <= 14) || (figures && token.len() <= 4)
}

fn has_two_codes(printed: &str) -> bool {
    printed
        .split(['-', '/'])
        .filter(|code| code.chars().any(char::is_uppercase))
        .count()
        >= 2
}

#[cfg(test)]
mod tests {
    use super::super::zones::rows;
    use super::super::zones::tests::page;
    use super::*;

    #[track_caller]
    fn check(printed: &str, expected: Option<&str>) {
        let row = rows(&[page(printed)]).remove(0);
        let line = number_line(&row);
        let shown = line.map(|line| match line.blank {
            true => format!("blank {}", line.printed),
            false => line.printed,
        });
        assert_eq!(shown.as_deref(), expected, "{printed}");
    }

    #[test]
    fn number_lines() {
        check("Số: 15/QĐ-BNV", Some("15/QĐ-BNV"));
        check("Số: 157/TB_UBND", Some("157/TB_UBND"));
        check("Số: 157/TB ____", Some("157/TB"));
        check("Số 127-QĐ/TW", Some("127-QĐ/TW"));
        check("Luật số: 51/2024/QH15", Some("51/2024/QH15"));
        check("Số:  120 /2002/TT-BTC", Some("120/2002/TT-BTC"));
        check("Số: 12/ 2001/ QĐ- BTC", Some("12/2001/QĐ-BTC"));
        check("Số: 01/2022/TTLT-VKSNDTC-", Some("01/2022/TTLT-VKSNDTC-"));
        check(
            "Số: 154/CTPH-LĐLĐ-SVH,TT,DL",
            Some("154/CTPH-LĐLĐ-SVH,TT,DL"),
        );
        check("Số: 11410/BXD-KHCNMT&VLXD", Some("11410/BXD-KHCNMT&VLXD"));
        check("Số: 35a/KH-UBND", Some("35a/KH-UBND"));
        check("12/NQ-HĐND", Some("12/NQ-HĐND"));
        check(
            "Số: 78 /202 5 /TT-BCA",
            Some("78 /2025/TT-BCA".replace(" /", "/").as_str()),
        );
        check("Số: 66.15/2026/NQ-CP", Some("66.15/2026/NQ-CP"));
    }

    #[test]
    fn blanks_are_told_from_numbers() {
        check("Số :          /QĐ. BQL-VP", Some("blank /QĐ. BQL-VP"));
        check("Số: ……/QĐ-UBND", Some("blank /QĐ-UBND"));
        check("Số:    -CV/TU", Some("blank -CV/TU"));
    }

    #[test]
    fn other_lines_are_no_number() {
        check("Số: 1234", None);
        check("Số lượng người làm việc", None);
        check("Số 15/QĐ-BNV ngày 5 tháng 1 của Bộ Nội vụ", None);
        check("số 26/2016/TT-BLĐTBXH và Điều 20 Thông tư", None);
        check("2016 - 2021", None);
    }
}
