//! Enumerations: several papers cited at once share the symbol, or the body, of the last.

use super::Citation;
use super::scan::Scan;
use super::wording;
use crate::document::number::phrases;
use crate::document::number::reading::Found;
use crate::document::number::tokens::Gap;

impl Scan<'_> {
    /// Bare serials before the number at `at` that share its symbol: 18 in `số 18, 19-NQ/TW`.
    pub(super) fn enumerated(&self, at: usize) -> Vec<usize> {
        let mut serials = Vec::new();
        let mut first = at;
        while let Some(before) = self.listed_before(first) {
            serials.push(before);
            first = before;
        }
        let opened = wording::kind_before(&self.tokens, first).is_some()
            || first > 0 && phrases::word(&self.tokens, first - 1) == "so";
        serials.reverse();
        if opened { serials } else { Vec::new() }
    }

    /// The bare serial right before `at` in a list with commas and `và`.
    fn listed_before(&self, at: usize) -> Option<usize> {
        let joined = phrases::word(&self.tokens, at.checked_sub(1)?) == "va";
        let before = at.checked_sub(1 + usize::from(joined))?;
        let token = self.tokens.get(before)?;
        let comma = self.tokens.get(at)?.gap == Gap::Break;
        let plain = token.plain_number().is_some() && token.year().is_none();
        let gap = matches!(token.gap, Gap::Blank | Gap::Break);
        (plain && gap && (joined || comma)).then_some(before)
    }

    pub(super) fn cite_shared(&self, serial: usize, number: &Found) -> Option<Citation> {
        let token = self.tokens.get(serial)?;
        let shared = Found {
            first: serial,
            end: serial + 1,
            serial: token.number.clone(),
            ..number.clone()
        };
        let mut citation = self.cite(&shared)?;
        citation.number.printed = citation
            .number
            .canonical()
            .unwrap_or(citation.number.printed);
        // The date after an enumeration is the last paper's.
        citation.issued_on = None;
        let (_, _, bodies) = self.after(number.end, citation.number.body_code.as_deref());
        citation.bodies = bodies;
        Some(citation)
    }

    /// `Chương trình số 01 và Kế hoạch số 08 của …`: the body named after the last is that of all.
    pub(super) fn share_bodies(&self, found: &mut [Citation]) {
        for last in (1..found.len()).rev() {
            let Some([earlier, later]) = found.get_mut(last - 1..=last) else {
                continue;
            };
            let between = self.text.get(earlier.end..later.start).unwrap_or(".");
            let list = matches!(between.trim(), "và" | "," | ", và" | ";");
            if !list
                || earlier.confidence != later.confidence
                || earlier.number.body_code.is_some()
                || earlier.kind.is_none()
            {
                continue;
            }
            earlier.number.body_code.clone_from(&later.number.body_code);
            earlier.number.hyphenated = later.number.hyphenated;
            earlier.bodies.clone_from(&later.bodies);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::citation::find_citations;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = find_citations(text);
        let numbers: Vec<String> = found
            .iter()
            .map(|citation| citation.number.to_string())
            .collect();
        assert_eq!(numbers, expected, "{text}");
    }

    #[test]
    fn an_enumeration_shares_its_tail() {
        check(
            "Chương trình số 01 và Kế hoạch số 08 của Ban chỉ đạo 35 Trung ương",
            &["01-CTr/BCĐ35TW", "08-KH/BCĐ35TW"],
        );
        check(
            "các Nghị quyết số 18, 19-NQ/TW của Ban Chấp hành Trung ương",
            &["18-NQ/TW", "19-NQ/TW"],
        );
        check(
            "Nghị quyết số 26, 27 và 28-NQ/TW",
            &["26-NQ/TW", "27-NQ/TW", "28-NQ/TW"],
        );
        check("năm 2020, 19-NQ/TW", &["19-NQ/TW"]);
    }
}
