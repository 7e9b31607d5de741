//! The words of a query: syllables, quoted phrases, exclusions, abbreviations with what they mean.

use crate::search::spelling::Spelling;
use crate::text::normalise;
use crate::text::syllables::Syllable;
use crate::text::syllables::syllables;
use crate::vocabulary::abbreviations;

/// What is looked for in the text of documents.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Words {
    /// In the order typed.
    pub clauses: Vec<Clause>,
    /// Must not occur.
    pub excluded: Vec<Clause>,
    /// Runs of clauses that are also written in short.
    pub shorts: Vec<Short>,
    /// Looked for in titles only, not in the whole text.
    pub in_titles: bool,
}

/// A run of syllables that is also written in short: `kinh tế xã hội` as `KT-XH`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Short {
    /// Place of its first syllable among the clauses, and how many there are.
    pub first: usize,
    pub count: usize,
    /// The abbreviations, cut into syllables.
    pub written: Vec<Vec<Spelling>>,
}

/// One thing that is looked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Clause {
    /// A syllable, with or without marks.
    Syllable(Spelling),
    /// Syllables one after the other. Marks count where they are typed.
    Phrase(Vec<Spelling>),
    /// An abbreviation: itself, or one of the phrases it stands for.
    Abbreviation(Vec<Spelling>, Vec<Vec<Spelling>>),
}

/// A stretch of the typed line: what was quoted or excluded, and the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch<'a> {
    pub text: &'a str,
    /// Where it starts and ends in the line, its quotation marks and sign included.
    pub start: usize,
    pub end: usize,
    pub quoted: bool,
    pub excluded: bool,
}

/// Cuts a typed line into stretches. Total: an open quotation mark goes on to the end, and a sign
/// or mark with nothing behind it is nothing.
pub(super) fn stretches(line: &str) -> Vec<Stretch<'_>> {
    let mut found = Vec::new();
    let mut plain_from = 0;
    let mut at = 0;
    while let Some(rest) = line.get(at..) {
        let Some(first) = rest.chars().next() else {
            break;
        };
        let opens_word = line
            .get(..at)
            .is_none_or(|before| !before.ends_with(is_inner));
        let stretch = special(rest).filter(|_| opens_word);
        let before = line.get(..at).unwrap_or_default();
        match stretch.filter(|stretch| !continues_number(before, stretch)) {
            Some(mut stretch) => {
                push_plain(&mut found, line, plain_from, at);
                stretch.start += at;
                stretch.end += at;
                at = stretch.end;
                plain_from = at;
                found.push(stretch);
            }
            None => at += first.len_utf8(),
        }
    }
    push_plain(&mut found, line, plain_from, line.len());
    found
}

fn push_plain<'a>(found: &mut Vec<Stretch<'a>>, line: &'a str, start: usize, end: usize) {
    let text = line.get(start..end).unwrap_or_default();
    if !text.trim().is_empty() {
        found.push(Stretch {
            text,
            start,
            end,
            quoted: false,
            excluded: false,
        });
    }
}

/// `1977 -QĐ-UBND`, `07 -da/tu`: a stray blank within a number, no exclusion.
fn continues_number(before: &str, stretch: &Stretch<'_>) -> bool {
    let last = before.split_whitespace().next_back().unwrap_or_default();
    let capitals = stretch.text.chars().filter(|c| c.is_uppercase()).count();
    let symbol = capitals > 1 || stretch.text.contains('/');
    stretch.excluded && !stretch.quoted && symbol && last.starts_with(|c: char| c.is_ascii_digit())
}

fn is_inner(c: char) -> bool {
    c.is_alphanumeric()
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// A quoted or excluded stretch at the beginning of `rest`, with offsets from there.
fn special(rest: &str) -> Option<Stretch<'_>> {
    let (sign, behind) = match rest.strip_prefix('-') {
        Some(behind) => (1, behind),
        None => (0, rest),
    };
    let excluded = sign > 0;
    if let Some(mark) = behind.chars().next().filter(|c| is_quote(*c)) {
        let inside = behind.get(mark.len_utf8()..)?;
        let length = inside.find(is_quote).unwrap_or(inside.len());
        let closing = inside
            .get(length..)?
            .chars()
            .next()
            .map_or(0, char::len_utf8);
        let end = sign + mark.len_utf8() + length + closing;
        return Some(Stretch {
            text: inside.get(..length)?,
            start: 0,
            end,
            quoted: true,
            excluded,
        });
    }
    // `-2020` is the end of a period, `- An` a dash: only a letter right after it excludes.
    let word = excluded && behind.starts_with(char::is_alphabetic);
    let length = behind.find(char::is_whitespace).unwrap_or(behind.len());
    word.then_some(Stretch {
        text: behind.get(..length)?,
        start: 0,
        end: sign + length,
        quoted: false,
        excluded,
    })
}

impl Words {
    /// Adds a stretch, up to `room` syllables of it; gives the room that is left.
    pub fn add(&mut self, text: &str, quoted: bool, excluded: bool, room: usize) -> usize {
        let list = if excluded {
            &mut self.excluded
        } else {
            &mut self.clauses
        };
        let text = normalise::display(text);
        if quoted {
            let phrase: Vec<Spelling> = spellings(&text).take(room).collect();
            let left = room - phrase.len();
            match <[Spelling; 1]>::try_from(phrase) {
                Ok([single]) => list.push(Clause::Syllable(single)),
                Err(phrase) if !phrase.is_empty() => list.push(Clause::Phrase(phrase)),
                Err(_) => {}
            }
            return left;
        }
        let mut left = room;
        let mut tokens = syllables(&text).peekable();
        while let Some(token) = tokens.next() {
            if left == 0 {
                break;
            }
            left -= 1;
            let run = glued_run(&text, token, &mut tokens.clone());
            let (length, clause) = abbreviation(run.as_slice(), &text)
                .unwrap_or_else(|| (1, Clause::Syllable(Spelling::of(token.text))));
            for _ in 1..length {
                tokens.next();
            }
            list.push(clause);
        }
        if !excluded && self.clauses.len() <= LONGEST_SHORTENED {
            self.find_shorts();
        }
        left
    }

    /// Finds the runs that have an abbreviation, longer ones first; runs do not overlap.
    fn find_shorts(&mut self) {
        self.shorts.clear();
        for count in (2..=LONGEST_RUN).rev() {
            for (first, run) in self.clauses.windows(count).enumerate() {
                let free = self.shorts.iter().all(|short| {
                    first + count <= short.first || short.first + short.count <= first
                });
                let written = if free { written_short(run) } else { Vec::new() };
                if !written.is_empty() {
                    self.shorts.push(Short {
                        first,
                        count,
                        written,
                    });
                }
            }
        }
    }

    /// Nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty() && self.excluded.is_empty()
    }
}

/// A token and up to two more that hang on to it by `-`, `&`, `.` or `/`: `KT-XH`, `LĐ-TB&XH`.
fn glued_run<'a>(
    text: &str,
    first: Syllable<'a>,
    rest: &mut impl Iterator<Item = Syllable<'a>>,
) -> Vec<Syllable<'a>> {
    let mut run = vec![first];
    for next in rest.take(2) {
        let end = run.last().map_or(first.end, |last| last.end);
        let between = text.get(end..next.start).unwrap_or(" ");
        if between.chars().count() != 1 || !between.contains(['-', '&', '.', '/', '–']) {
            break;
        }
        run.push(next);
    }
    run
}

/// The longest beginning of the run that is an abbreviation, and how many tokens it takes.
fn abbreviation(run: &[Syllable<'_>], text: &str) -> Option<(usize, Clause)> {
    (1..=run.len()).rev().find_map(|length| {
        let tokens = run.get(..length)?;
        let written = text.get(tokens.first()?.start..tokens.last()?.end)?;
        let found = abbreviations::expand(written, false)?;
        let itself = tokens
            .iter()
            .map(|token| Spelling::of(token.text))
            .collect();
        let meant = found
            .expansions
            .iter()
            .map(|phrase| spellings(phrase).collect())
            .collect();
        Some((length, Clause::Abbreviation(itself, meant)))
    })
}

/// Lines of more clauses are sentences; their words are not looked for in short.
const LONGEST_SHORTENED: usize = 12;
/// Syllables of the longest phrase that is looked for in short.
const LONGEST_RUN: usize = 6;

/// The abbreviations of a run of syllables: its initials, together or in two groups, as far as they
/// are known to stand for just these syllables.
fn written_short(run: &[Clause]) -> Vec<Vec<Spelling>> {
    let syllable = |clause: &Clause| match clause {
        Clause::Syllable(spelling) => Some((spelling.key.chars().next()?, spelling.plain.clone())),
        Clause::Phrase(_) | Clause::Abbreviation(..) => None,
    };
    let Some((initials, plain)) = run
        .iter()
        .map(syllable)
        .collect::<Option<(String, Vec<String>)>>()
    else {
        return Vec::new();
    };
    let initials = initials.to_uppercase();
    let cuts = initials.char_indices().map(|(at, _)| at);
    let forms = cuts.filter_map(|at| match initials.split_at_checked(at)? {
        ("", whole) => Some(whole.to_owned()),
        (left, right) => Some(format!("{left}-{right}")),
    });
    let means = |phrase: &str| {
        spellings(phrase)
            .map(|spelling| spelling.plain)
            .eq(plain.iter().cloned())
    };
    forms
        .filter_map(|form| abbreviations::expand(&form, false))
        .filter(|found| found.expansions.iter().any(|phrase| means(phrase)))
        .map(|found| spellings(found.written).collect())
        .collect()
}

/// The syllables of a text as they are looked up.
pub(super) fn spellings(text: &str) -> impl Iterator<Item = Spelling> {
    syllables(text).map(|syllable| Spelling::of(syllable.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plain stretches as they are, quoted ones in quotation marks, excluded ones with a sign.
    #[track_caller]
    fn check(line: &str, expected: &[&str]) {
        let shown = |stretch: &Stretch<'_>| match (stretch.excluded, stretch.quoted) {
            (false, false) => stretch.text.trim().to_owned(),
            (false, true) => format!("\"{}\"", stretch.text),
            (true, false) => format!("-{}", stretch.text),
            (true, true) => format!("-\"{}\"", stretch.text),
        };
        let found: Vec<String> = stretches(line).iter().map(shown).collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn quotes_and_signs() {
        check("quy chế", &["quy chế"]);
        check("\"quy chế\" làm việc", &["\"quy chế\"", "làm việc"]);
        check("“quy chế” -đảng", &["\"quy chế\"", "-đảng"]);
        check("a -\"b c\" d", &["a", "-\"b c\"", "d"]);
        check("mở \"đến hết", &["mở", "\"đến hết\""]);
        check("kinh tế - xã hội", &["kinh tế - xã hội"]);
        check("2020 -2025", &["2020 -2025"]);
        check("238-QĐ/TW", &["238-QĐ/TW"]);
        check("1977 -QĐ-UBND", &["1977 -QĐ-UBND"]);
        check("07 -da/tu", &["07 -da/tu"]);
        check("văn thư -QĐ", &["văn thư", "-QĐ"]);
        check("\"\" -", &["\"\"", "-"]);
        check("", &[]);
    }

    #[track_caller]
    fn check_shorts(line: &str, expected: &[(usize, usize, usize)]) {
        let mut words = Words::default();
        words.add(line, false, false, 80);
        let found: Vec<_> = words
            .shorts
            .iter()
            .map(|short| (short.first, short.count, short.written.len()))
            .collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn what_is_also_written_in_short() {
        check_shorts("kinh tế - xã hội", &[(0, 4, 2)]);
        check_shorts("nam bat du luan xa hoi", &[(2, 4, 1)]);
        check_shorts("quy chế", &[]);
    }
}
