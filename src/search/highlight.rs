//! What is shown of a stored text: snippets for a list, marks for a whole document.

use std::ops::Range;

use serde::Serialize;

use crate::search::matcher::Matcher;
use crate::search::matcher::Sought;
use crate::text::syllables::Syllable;

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

/// A piece of a text for a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The piece.
    pub segments: Vec<Segment>,
    /// Everything looked for stands together in it.
    pub complete: bool,
}

/// The stretch of about `length` characters in which most of the query stands together; its
/// beginning, where nothing does. `goes_on` if `text` is not all of the paper.
#[must_use]
pub fn snippet(text: &str, goes_on: bool, matcher: &Matcher, length: usize) -> Snippet {
    let found = matcher.matches(text);
    let best = best_window(
        &found,
        matcher.count,
        length.saturating_sub(LEAD).max(1) * 2,
    );
    let hits: Vec<Syllable<'_>> = found.iter().map(|(hit, _)| *hit).collect();
    let inside = hits.get(best.range).unwrap_or_default();
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
    if goes_on || end < text.trim_end().len() {
        append(&mut segments, "…");
    }
    Snippet {
        segments,
        complete: best.different == matcher.count,
    }
}

/// A run of matches.
#[derive(Default)]
struct Window {
    /// Which of all matches.
    range: Range<usize>,
    /// How many different ones.
    different: usize,
}

/// The run of matches within `span` bytes that has the most different ones, then the most. `count`
/// syllables are looked for.
fn best_window(found: &[(Syllable<'_>, Sought)], count: usize, span: usize) -> Window {
    let mut best = Window::default();
    let mut inside = vec![0_usize; count];
    let mut different = 0;
    let mut first = 0;
    for (last, (hit, sought)) in found.iter().enumerate() {
        if let Some(times) = inside.get_mut(*sought) {
            different += usize::from(*times == 0);
            *times += 1;
        }
        while let Some((earliest, sought)) = found
            .get(first)
            .filter(|(earliest, _)| hit.end - earliest.start > span && first < last)
        {
            debug_assert!(earliest.start <= hit.start);
            if let Some(times) = inside.get_mut(*sought) {
                *times -= 1;
                different -= usize::from(*times == 0);
            }
            first += 1;
        }
        let range = first..last + 1;
        if (different, range.len()) > (best.different, best.range.len()) {
            best = Window { range, different };
        }
    }
    best
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
        let matcher = Matcher::of("công tác văn thư lưu trữ", None);
        let found = snippet(&text, false, &matcher, 120);
        let shown = shown(&found.segments);
        assert!(found.complete);
        assert!(!snippet(&filler, false, &matcher, 120).complete);
        assert!(shown.contains("[công tác văn thư lưu trữ]"), "{shown}");
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        assert!(shown.chars().count() < 140, "{shown}");
    }

    #[test]
    fn a_snippet_says_that_the_paper_goes_on() {
        let matcher = Matcher::of("văn thư", None);
        for (goes_on, expected) in [(false, "công tác [văn thư]"), (true, "công tác [văn thư]…")]
        {
            let found = snippet("công tác văn thư", goes_on, &matcher, 120);
            assert_eq!(shown(&found.segments), expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn total_and_lossless(query in "\\PC{0,20}", text in "\\PC{0,200}") {
            let matcher = Matcher::of(&query, None);
            let joined: String = mark(&text, &matcher).into_iter().map(|segment| segment.text).collect();
            proptest::prop_assert_eq!(joined, text.clone());
            proptest::prop_assert!(snippet(&text, false, &matcher, 40).segments.len() < 200);
        }
    }
}
