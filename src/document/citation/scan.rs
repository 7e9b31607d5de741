//! Finds the citations in a text: numbers with a symbol, and kinds named with a serial.

use super::Citation;
use super::Confidence;
use super::wording;
use super::wording::Named;
use crate::document::DocumentNumber;
use crate::document::PartialDate;
use crate::document::number::phrases;
use crate::document::number::reading;
use crate::document::number::reading::Found;
use crate::document::number::symbol;
use crate::document::number::symbol::Marks;
use crate::document::number::symbol::Symbol;
use crate::document::number::symbol::kind_codes;
use crate::document::number::tokens::Gap;
use crate::document::number::tokens::Token;
use crate::document::number::tokens::tokens;
use crate::text::normalise::display;
use crate::vocabulary::BodyId;
use crate::vocabulary::body_names;
use crate::vocabulary::codes;

/// Codes that stand alone after a hyphen in old numbers: `64-CP`, `327-CT`.
const OLD_CODES: [&str; 8] = ["CP", "TTg", "CT", "HĐBT", "SL", "TC", "NV", "LB"];

/// The papers `text` cites, in order.
///
/// `text` is what a reader sees, in display spelling; offsets refer to it. A number with its symbol
/// is sure; a kind with a bare serial (`nghị quyết 35`) is not and has [`Confidence::Low`].
/// `BCĐ 35`, dates, periods and counts are no citations. An enumeration shares its tail: `các Nghị
/// quyết số 18, 19-NQ/TW` cites two papers.
#[must_use]
pub fn find_citations(text: &str) -> Vec<Citation> {
    let scan = Scan {
        text,
        tokens: tokens(text),
    };
    let mut found: Vec<Citation> = Vec::new();
    let mut next = 0;
    while next < scan.tokens.len() {
        let at = next;
        next += 1;
        if scan
            .tokens
            .get(at)
            .is_none_or(|token| token.number.is_none())
        {
            continue;
        }
        if let Some(number) = scan.number(at) {
            next = number.end;
            let earlier = scan.enumerated(at);
            while earlier.first().is_some_and(|first| {
                found
                    .last()
                    .is_some_and(|last| last.end > scan.start(*first))
            }) {
                found.pop();
            }
            found.extend(
                earlier
                    .iter()
                    .filter_map(|serial| scan.cite_shared(*serial, &number)),
            );
            found.extend(scan.cite(&number));
        } else if let Some(citation) = scan.verbal(at) {
            found.push(citation);
        }
    }
    scan.share_bodies(&mut found);
    found
}

/// The first date a text gives.
#[must_use]
pub fn first_date(text: &str) -> Option<PartialDate> {
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|at| phrases::date(&tokens, at).map(|(date, _)| date))
}

pub(super) struct Scan<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: Vec<Token>,
}

impl Scan<'_> {
    pub(super) fn start(&self, at: usize) -> usize {
        self.tokens.get(at).map_or(0, |token| token.start)
    }

    /// The number with a symbol that begins at `at`.
    fn number(&self, at: usize) -> Option<Found> {
        let before = self.text.get(..self.start(at))?.chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '-')) {
            return None;
        }
        let mut found = reading::joined_number(&self.tokens, at)?;
        let codes = found.codes.iter().take_while(|code| is_code(code)).count();
        found.end -= found.codes.len() - codes;
        found.codes.truncate(codes);
        let first = found.codes.first()?;
        let known = kind_codes(&first.text, Marks::Printed).contains(&first.text.as_str())
            || symbol::body_code(&first.text).is_some();
        let named = wording::kind_before(&self.tokens, at).is_some()
            || at > 0 && phrases::word(&self.tokens, at - 1) == "so";
        let fits = match (first.gap, found.codes.get(1).map(|code| code.gap)) {
            (Gap::Slash, Some(_)) => known || named,
            (Gap::Slash, None) => symbol::body_code(&first.text).is_some() || named,
            (Gap::Dash, Some(gap)) => known && (gap == Gap::Slash || found.year.is_some() || named),
            (Gap::Dash, None) => OLD_CODES.contains(&first.text.as_str()),
            _ => false,
        };
        fits.then_some(found)
    }

    /// The citation of a number with a symbol.
    pub(super) fn cite(&self, found: &Found) -> Option<Citation> {
        if wording::is_form(&self.tokens, found.first) {
            return None;
        }
        let named = wording::kind_before(&self.tokens, found.first);
        let mut symbol = Symbol::of(
            &found.codes,
            named.is_some(),
            found.serial.is_some(),
            Marks::Printed,
        );
        if let (true, Some(code)) = (
            symbol.kinds.is_empty(),
            named.as_ref().and_then(|named| named.kind.code()),
        ) {
            // A law's number says no kind, and its name no code.
            let assembly = symbol.body.as_deref().is_some_and(symbol::is_assembly);
            symbol.kinds.extend((!assembly).then_some(code));
        }
        let number = reading::number(self.text, &self.tokens, found, &symbol);
        self.citation(named, found.end, number, Confidence::High)
    }

    /// A kind and a serial: `nghị quyết 35`, `Kế hoạch số 08`.
    fn verbal(&self, at: usize) -> Option<Citation> {
        let named = wording::kind_before(&self.tokens, at)?;
        if !wording::is_verbal(&self.tokens, at, &named) || self.percent_follows(at) {
            return None;
        }
        let token = self.tokens.get(at)?;
        let (_, code, _) = self.after(at + 1, None);
        let symbol = Symbol {
            kinds: named.kind.code().into_iter().collect(),
            body: code,
            ..Symbol::default()
        };
        let found = Found {
            first: at,
            end: at + 1,
            serial: token.number.clone(),
            ..Found::default()
        };
        let number = reading::number(self.text, &self.tokens, &found, &symbol);
        self.citation(Some(named), at + 1, number, Confidence::Low)
    }

    fn percent_follows(&self, at: usize) -> bool {
        let end = self.tokens.get(at).map_or(0, |token| token.end);
        let rest = self.text.get(end..).unwrap_or_default();
        rest.trim_start().starts_with('%')
    }

    fn citation(
        &self,
        named: Option<Named>,
        end: usize,
        number: DocumentNumber,
        confidence: Confidence,
    ) -> Option<Citation> {
        let serial = end.checked_sub(1)?;
        let first = named
            .as_ref()
            .map_or_else(|| self.first_of(&number, end), |named| named.first);
        let (start, stop) = (self.start(first), self.tokens.get(serial)?.end);
        let (issued_on, _, bodies) = self.after(end, number.body_code.as_deref());
        let kinds = number.kinds();
        let only = || kinds.first().filter(|_| kinds.len() == 1).cloned();
        Some(Citation {
            printed: display(self.text.get(start..stop)?)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            kind: named.map(|named| named.kind.id.clone()).or_else(only),
            number,
            bodies,
            issued_on,
            sentence: wording::sentence(self.text, start, stop),
            start,
            end: stop,
            confidence,
        })
    }

    /// The token a number without a kind before it begins with.
    fn first_of(&self, number: &DocumentNumber, end: usize) -> usize {
        let serial = |at: &usize| {
            self.tokens.get(*at).and_then(|token| {
                token
                    .plain_number()
                    .or(token.number.as_ref().map(|(n, _)| *n))
            }) == number.serial
        };
        (0..end)
            .rev()
            .take(16)
            .find(serial)
            .unwrap_or(end.saturating_sub(1))
    }

    /// What stands after a number: `, ngày 12/8/2020 của Ban Thường vụ Tỉnh ủy`. The date, the code
    /// of the body, and the bodies, if `code` (that of the number) is theirs.
    pub(super) fn after(
        &self,
        end: usize,
        code: Option<&str>,
    ) -> (Option<PartialDate>, Option<String>, Vec<BodyId>) {
        let mut at = end;
        let close = |at: usize| {
            self.between(at)
                .is_some_and(|gap| gap.len() <= 3 && !gap.contains('\n'))
        };
        let date = phrases::date(&self.tokens, at).filter(|_| close(at));
        at += date.map_or(0, |(_, length)| length);
        let issued_on = date.map(|(date, _)| date);
        if phrases::word(&self.tokens, at) != "cua" || !close(at) {
            return (issued_on, None, Vec::new());
        }
        let words = self
            .tokens
            .iter()
            .skip(at + 1)
            .take(14)
            .map(|token| token.fold.as_str());
        let words: Vec<&str> = words.collect();
        let Some(found) = body_names::longest_prefix(&words.join(" ")) else {
            return (issued_on, None, Vec::new());
        };
        let same = code.is_none_or(|code| code == found.code);
        let known = codes::body_code(found.code).map(|known| known.code.to_owned());
        (
            issued_on,
            known,
            if same { found.bodies } else { Vec::new() },
        )
    }

    /// What stands between the token before `at` and `at`.
    fn between(&self, at: usize) -> Option<&str> {
        let end = self.tokens.get(at.checked_sub(1)?)?.end;
        self.text.get(end..self.tokens.get(at)?.start)
    }
}

/// Whether a token has the shape of a code in running text: capitals, or a spelling the tables have.
fn is_code(token: &Token) -> bool {
    let text = token.text.as_str();
    let capitals = text.starts_with(char::is_uppercase) && !text.contains(char::is_lowercase);
    let known = || {
        kind_codes(text, Marks::Printed).contains(&text)
            || symbol::body_code(text).is_some_and(|(_, code)| code == text)
    };
    text.len() <= 24 && (capitals && text.chars().count() >= 2 || known())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = find_citations(text);
        let shown: Vec<String> = found
            .iter()
            .map(|citation| citation.printed.clone())
            .collect();
        assert_eq!(shown, expected, "{text}");
        for citation in &found {
            assert!(text.get(citation.start..citation.end).is_some());
            assert!(
                citation
                    .sentence
                    .contains(text.get(citation.start..citation.end).unwrap())
            );
        }
    }

    #[test]
    fn papers_are_cited() {
        check(
            "thực hiện Đề án 07- ĐA/TU, ngày 12/8/2020 của Tỉnh ủy",
            &["Đề án 07- ĐA/TU"],
        );
        check(
            "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020",
            &["Nghị định số 30/2020/NĐ-CP"],
        );
        check(
            "theo 12/ 2001/ QĐ- BTC và 144 /2002/QĐ/BTC.",
            &["12/ 2001/ QĐ- BTC", "144 /2002/QĐ/BTC"],
        );
        check(
            "Luật số 64/2025/QH15 và Nghị định 64-CP",
            &["Luật số 64/2025/QH15", "Nghị định 64-CP"],
        );
        check("tổng kết nghị quyết 35 năm 2021", &["nghị quyết 35"]);
        check(
            "Quyết định số 1147-QĐ/BTGDVTW",
            &["Quyết định số 1147-QĐ/BTGDVTW"],
        );
        check(
            "công văn 11410/BXD-KHCNMT&VLXD",
            &["công văn 11410/BXD-KHCNMT&VLXD"],
        );
    }

    #[test]
    fn other_numbers_are_not() {
        check("Mẫu số 05/TNDN và biểu 06/PLIII", &[]);
        check("BCĐ 35, nhóm chuyên gia 35, Tổ 35, COVID - 19", &[]);
        check("nhiệm kỳ 2020 - 2025, khóa XIII, quý II/2022", &[]);
        check(
            "kế hoạch 5 năm, báo cáo 3 trường hợp, quyết định 2 tỷ đồng",
            &[],
        );
        check("ngày 12/8/2020, Điều 35, nghị quyết 100% thông qua", &[]);
        check("nghị quyết 2020 đề ra", &[]);
        check("", &[]);
    }

    #[test]
    fn only_the_date_right_after_dates_it() {
        let found = find_citations("Quyết định số 238-QĐ/TW, ngày 30/9/2020 của Ban Bí thư");
        assert_eq!(
            found[0].issued_on.map(|day| day.to_string()).as_deref(),
            Some("2020-09-30")
        );
        assert_eq!(found[0].bodies, [BodyId::new("bbt")]);
        let found = find_citations("nghị quyết 35 năm 2021");
        assert_eq!(found[0].issued_on, None);
        assert_eq!(found[0].confidence, Confidence::Low);
    }
}
