//! Which parts of a stored text a query matches: snippets for a list, marks for a whole document.
//!
//! The text is cut by the tokeniser of the index, so what is marked is what was found.

use std::collections::HashSet;

use serde::Serialize;

use crate::search::spelling::Spelling;
use crate::search::words::Clause;
use crate::search::words::Words;
use crate::search::words::stretches;
use crate::text::fold::fold_char;
use crate::text::syllables::Syllable;
use crate::text::syllables::syllables;

/// Characters shown before the first match of a snippet.
const LEAD: usize = 60;

/// A stretch of text, matched or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// The text as stored; in a snippet line breaks are blanks and cut ends are `…`.
    pub text: String,
    /// The query matches it.
    pub hit: bool,
}

/// What to mark.
#[derive(Debug, Clone, Default)]
pub struct Matcher {
    singles: HashSet<String>,
    pairs: HashSet<String>,
    /// Syllables that stand alone in the query, which are marked wherever they occur.
    alone: HashSet<String>,
    /// What the syllables looked for begin with, marks aside: most of a text is ruled out by it.
    initials: HashSet<char>,
}

impl Matcher {
    /// What the typed line looks for, and the number it was understood as, if it was.
    #[must_use]
    pub fn of(line: &str, number: Option<&str>) -> Self {
        let mut words = Words::default();
        for stretch in stretches(line).iter().filter(|stretch| !stretch.excluded) {
            words.add(
                stretch.text,
                stretch.quoted,
                false,
                crate::search::request::MOST_SYLLABLES,
            );
        }
        if let Some(number) = number {
            words.add(number, true, false, crate::search::request::MOST_SYLLABLES);
        }
        let mut matcher = Self::default();
        let mut run: Vec<Spelling> = Vec::new();
        for clause in words.clauses {
            match clause {
                Clause::Syllable(spelling) => run.push(spelling),
                Clause::Phrase(phrase) => {
                    matcher.add(&std::mem::take(&mut run));
                    matcher.add(&phrase);
                }
                Clause::Abbreviation(itself, meant) => {
                    matcher.add(&std::mem::take(&mut run));
                    matcher.add(&itself);
                    meant.iter().for_each(|phrase| matcher.add(phrase));
                }
            }
        }
        matcher.add(&run);
        let initials = matcher.singles.iter().filter_map(|single| initial(single));
        matcher.initials = initials.collect();
        matcher
    }

    fn add(&mut self, phrase: &[Spelling]) {
        if let [only] = phrase {
            self.alone.extend(spellings_of(only));
        }
        self.singles.extend(phrase.iter().flat_map(spellings_of));
        for pair in phrase.windows(2) {
            let [left, right] = pair else { continue };
            for left in spellings_of(left) {
                for right in spellings_of(right) {
                    self.pairs.insert(format!("{left} {right}"));
                }
            }
        }
    }

    /// Nothing is to be marked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.singles.is_empty()
    }

    /// The syllables of `text` that match. Neighbours in the query must be neighbours here, unless
    /// they nowhere are; so `của` is marked within what was looked for, not on every line.
    fn matches<'t>(&self, text: &'t str) -> Vec<(Syllable<'t>, String)> {
        let mut close = Vec::new();
        let mut any = Vec::new();
        let mut before: Option<(Syllable<'t>, Option<String>)> = None;
        let mut taken = false;
        for syllable in syllables(text) {
            let form = self.form(syllable.text);
            let mut takes = false;
            if let Some(form) = &form {
                any.push((syllable, form.clone()));
                let pair = before
                    .as_ref()
                    .and_then(|(_, left)| Some(format!("{} {form}", left.as_ref()?)));
                if pair.is_some_and(|pair| self.pairs.contains(&pair)) {
                    if let (false, Some((left, Some(left_form)))) = (taken, before.take()) {
                        close.push((left, left_form));
                    }
                    takes = true;
                } else if self.alone.contains(form) {
                    takes = true;
                }
                if takes {
                    close.push((syllable, form.clone()));
                }
            }
            taken = takes;
            before = Some((syllable, form));
        }
        if close.is_empty() { any } else { close }
    }

    /// The form under which a syllable of the text is looked for: with its own marks, or, typed
    /// without, without.
    fn form(&self, syllable: &str) -> Option<String> {
        if !self.initials.contains(&initial(syllable)?) {
            return None;
        }
        let spelling = Spelling::of(syllable);
        let Spelling { plain, key, .. } = spelling;
        [key, plain]
            .into_iter()
            .find(|form| self.singles.contains(form))
    }
}

fn initial(syllable: &str) -> Option<char> {
    syllable.chars().next().map(fold_char)
}

/// The forms a syllable of a query is looked for in.
fn spellings_of(spelling: &Spelling) -> Vec<String> {
    let variant = spelling.variant();
    let forms = std::iter::once(spelling).chain(&variant);
    forms.map(|spelling| spelling.key.clone()).collect()
}

/// The whole text in segments, every match marked.
#[must_use]
pub fn mark(text: &str, matcher: &Matcher) -> Vec<Segment> {
    let hits: Vec<Syllable<'_>> = matcher
        .matches(text)
        .into_iter()
        .map(|(hit, _)| hit)
        .collect();
    segments(text, 0, text.len(), &hits)
}

/// The stretch of about `length` characters in which most of the query stands together; its
/// beginning, where nothing does.
#[must_use]
pub fn snippet(text: &str, matcher: &Matcher, length: usize) -> Vec<Segment> {
    let found = matcher.matches(text);
    let (first, last) = best_window(&found, length.saturating_sub(LEAD).max(1) * 2);
    let hits: Vec<Syllable<'_>> = found.iter().map(|(hit, _)| *hit).collect();
    let inside = hits.get(first..last).unwrap_or_default();
    let start = inside.first().map_or(0, |hit| start_of(text, hit.start));
    let end = end_of(
        text,
        start,
        length,
        inside.last().map_or(start, |hit| hit.end),
    );
    let shown: Vec<Syllable<'_>> = hits
        .into_iter()
        .filter(|hit| hit.start >= start && hit.end <= end)
        .collect();
    let mut segments = segments(text, start, end, &shown);
    for segment in &mut segments {
        segment.text = segment.text.replace('\n', " ");
    }
    if start > 0 {
        prepend(&mut segments, "…");
    }
    if end < text.trim_end().len() {
        append(&mut segments, "…");
    }
    segments
}

/// The run of matches within `span` bytes that has the most different ones, then the most.
fn best_window(found: &[(Syllable<'_>, String)], span: usize) -> (usize, usize) {
    let mut best = ((0, 0), (0, 0));
    let mut inside: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    let mut first = 0;
    for (last, (hit, form)) in found.iter().enumerate() {
        *inside.entry(form).or_default() += 1;
        while let Some((earliest, form)) = found
            .get(first)
            .filter(|(earliest, _)| hit.end - earliest.start > span && first < last)
        {
            debug_assert!(earliest.start <= hit.start);
            if let Some(count) = inside.get_mut(form.as_str()) {
                *count -= 1;
                if *count == 0 {
                    inside.remove(form.as_str());
                }
            }
            first += 1;
        }
        let worth = (inside.len(), last + 1 - first);
        if worth > best.0 {
            best = (worth, (first, last + 1));
        }
    }
    best.1
}

/// Where a snippet begins whose first match is at `hit`: a little earlier, at a word's beginning.
fn start_of(text: &str, hit: usize) -> usize {
    let before = text.get(..hit).unwrap_or_default();
    let earliest = before
        .char_indices()
        .rev()
        .take(LEAD)
        .last()
        .map_or(0, |(at, _)| at);
    if earliest == 0 {
        return 0;
    }
    let lead = text.get(earliest..hit).unwrap_or_default();
    lead.find(char::is_whitespace)
        .map_or(hit, |blank| earliest + blank + 1)
}

/// Where a snippet from `start` ends: after `length` characters, or after its last match, at a
/// word's end.
fn end_of(text: &str, start: usize, length: usize, last_hit: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let full = rest
        .char_indices()
        .nth(length)
        .map_or(text.len(), |(at, _)| start + at);
    let end = full.max(last_hit);
    let tail = text.get(end..).unwrap_or_default();
    tail.find(char::is_whitespace)
        .map_or(text.len(), |blank| end + blank)
}

/// Cuts `start..end` of the text at the hits; hits with nothing but punctuation between are one.
fn segments(text: &str, start: usize, end: usize, hits: &[Syllable<'_>]) -> Vec<Segment> {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for hit in hits {
        let near = ranges.last_mut().filter(|(_, end)| {
            let parts = |c: char| c.is_alphanumeric() || ['\n', '.', ';'].contains(&c);
            text.get(*end..hit.start)
                .is_some_and(|gap| !gap.contains(parts))
        });
        match near {
            Some(range) => range.1 = hit.end,
            None => ranges.push((hit.start, hit.end)),
        }
    }
    let mut segments = Vec::new();
    let mut at = start;
    let mut push = |from: usize, to: usize, hit: bool| {
        let text = text.get(from..to).filter(|text| !text.is_empty());
        segments.extend(text.map(|text| Segment {
            text: text.to_owned(),
            hit,
        }));
    };
    for (from, to) in ranges {
        push(at, from, false);
        push(from, to, true);
        at = to;
    }
    push(at, end, false);
    segments
}

fn prepend(segments: &mut Vec<Segment>, mark: &str) {
    match segments.first_mut().filter(|first| !first.hit) {
        Some(first) => first.text.insert_str(0, mark),
        None => segments.insert(
            0,
            Segment {
                text: mark.to_owned(),
                hit: false,
            },
        ),
    }
}

fn append(segments: &mut Vec<Segment>, mark: &str) {
    match segments.last_mut().filter(|last| !last.hit) {
        Some(last) => last.text.push_str(mark),
        None => segments.push(Segment {
            text: mark.to_owned(),
            hit: false,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hits in brackets.
    fn shown(segments: &[Segment]) -> String {
        let shown = |segment: &Segment| match segment.hit {
            true => format!("[{}]", segment.text),
            false => segment.text.clone(),
        };
        segments.iter().map(shown).collect()
    }

    #[track_caller]
    fn check(query: &str, text: &str, expected: &str) {
        let marked = mark(text, &Matcher::of(query, None));
        assert_eq!(shown(&marked), expected, "{query}");
        let joined: String = marked.into_iter().map(|segment| segment.text).collect();
        assert_eq!(joined, text);
    }

    #[test]
    fn marks_what_was_found() {
        check(
            "dư luận xã hội",
            "Nắm bắt dư luận xã hội của xã",
            "Nắm bắt [dư luận xã hội] của xã",
        );
        check(
            "du luan",
            "Dư luận, du\u{a0}luan",
            "[Dư luận, du\u{a0}luan]",
        );
        check(
            "quyết định",
            "Quyết định này thay thế các quyết định, Quyết định cũ",
            "[Quyết định] này thay thế các [quyết định, Quyết định] cũ",
        );
        check("238-qđ/tw", "Số 238-QĐ/TW", "Số [238-QĐ/TW]");
        check("uỷ ban", "Ủy ban; uỷ thác", "[Ủy ban]; uỷ thác");
        check("bàn", "bàn, bán, ban", "[bàn], bán, ban");
        check("quy", "qui chế", "[qui] chế");
        check(
            "DLXH",
            "công tác dư luận xã hội, DLXH",
            "công tác [dư luận xã hội, DLXH]",
        );
        check("\"bảo vệ\" -vệ", "bảo vệ, bảo đảm", "[bảo vệ], bảo đảm");
        check("", "không có gì", "không có gì");
    }

    #[test]
    fn a_snippet_is_where_most_stands_together() {
        let filler = "lời mở đầu ".repeat(60);
        let text = format!("{filler}công tác\n{filler}công tác văn thư lưu trữ. {filler}");
        let shown = shown(&snippet(
            &text,
            &Matcher::of("công tác văn thư lưu trữ", None),
            120,
        ));
        assert!(shown.contains("[công tác văn thư lưu trữ]"), "{shown}");
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        assert!(shown.chars().count() < 140, "{shown}");
    }

    proptest::proptest! {
        #[test]
        fn total_and_lossless(query in "\\PC{0,20}", text in "\\PC{0,200}") {
            let matcher = Matcher::of(&query, None);
            let joined: String = mark(&text, &matcher).into_iter().map(|segment| segment.text).collect();
            proptest::prop_assert_eq!(joined, text.clone());
            proptest::prop_assert!(snippet(&text, &matcher, 40).len() < 200);
        }
    }
}
