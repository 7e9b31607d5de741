//! Reads a query: finds the number in it, and what the words around it say of the paper.

use std::ops::Range;

use super::DocumentNumber;
use super::names::NamedBody;
use super::names::NamedKind;
use super::names::Words;
use super::phrases;
use super::query;
use super::query::NumberQuery;
use super::query::Part;
use super::reading;
use super::reading::Found;
use super::symbol;
use super::symbol::Marks;
use super::symbol::Symbol;
use crate::vocabulary::KindId;
use crate::vocabulary::bodies;
use crate::vocabulary::kinds;
use crate::vocabulary::nicknames;

/// Kinds whose numbers carry the year, so that `nđ 30 2020` means 30/2020.
const DATED_KINDS: [&str; 4] = ["NĐ", "TT", "TTLT", "NQLT"];

pub(super) struct Reader<'q> {
    query: &'q str,
    words: Words,
    parts: Vec<Option<Part>>,
    kinds: Vec<NamedKind>,
    body: Option<NamedBody>,
    marks: Marks,
    out: NumberQuery,
}

impl<'q> Reader<'q> {
    pub(super) fn new(query: &'q str) -> Self {
        let words = Words::new(query);
        let typed_marks = words.tokens.iter().any(|token| !token.text.is_ascii());
        Self {
            query,
            parts: vec![None; words.tokens.len()],
            kinds: Vec::new(),
            body: None,
            marks: if typed_marks {
                Marks::Printed
            } else {
                Marks::Typed
            },
            words,
            out: NumberQuery::default(),
        }
    }

    pub(super) fn read(mut self) -> NumberQuery {
        self.mark_phrases();
        self.mark_conference();
        self.mark_names();
        if self.words.is_enumeration() {
            self.name_body();
            return self.finish();
        }
        let parts = &self.parts;
        let found = reading::find(&self.words.tokens, &|at| {
            parts.get(at).copied().flatten().is_some()
        });
        match found.filter(|found| self.out.nicknamed.is_empty() && !self.is_bare_year(found)) {
            Some(found) => self.take_number(&found),
            None => {
                self.release_kinds(None);
                self.take_years();
            }
        }
        self.name_body();
        self.name_places();
        self.find_nickname();
        self.finish()
    }

    fn mark(&mut self, tokens: Range<usize>, part: Part) {
        for at in tokens {
            if let Some(slot) = self.parts.get_mut(at) {
                *slot = Some(part);
            }
        }
    }

    fn is_free(&self, at: usize) -> bool {
        self.parts.get(at).is_some_and(Option::is_none)
    }

    /// Dates, years, terms; and what only looks like a number, which stays for full text.
    fn mark_phrases(&mut self) {
        let mut at = 0;
        while at < self.words.tokens.len() {
            let tokens = &self.words.tokens;
            if let Some((date, length)) = phrases::date(tokens, at) {
                self.out.date = Some(date);
                self.mark(at..at + length, Part::Date);
                at += length;
            } else if let Some(year) = phrases::named_year(tokens, at) {
                self.out.filter_year = Some(year);
                self.mark(at..at + 2, Part::Year);
                at += 2;
            } else if let Some(term) = phrases::term(tokens, at) {
                self.out.term = Some(term);
                self.mark(at..at + 2, Part::Term);
                at += 2;
            } else {
                at += 1;
            }
        }
    }

    /// `nghị quyết [hội nghị] trung ương 4 khóa XII`, `NQTW4`.
    fn mark_conference(&mut self) {
        let Some(term) = self.out.term.and_then(phrases::roman_numeral) else {
            return;
        };
        for at in 0..self.words.tokens.len() {
            let Some((conference, end)) = self.words.conference(at) else {
                continue;
            };
            let key = format!("nghi quyet trung uong {conference} khoa {term}");
            self.out.nicknamed = nicknames::by_key(&key).to_vec();
            self.out.kind_codes = vec!["NQ".to_owned()];
            self.out.kinds = vec![KindId::new("nghi-quyet")];
            self.out.body_code = Some("TW".to_owned());
            self.mark(at..end, Part::Nickname);
            return;
        }
    }

    /// Bodies and kinds named in words, and what merely looks like a number.
    fn mark_names(&mut self) {
        let mut at = 0;
        while at < self.words.tokens.len() {
            if !self.is_free(at) {
                at += 1;
                continue;
            }
            let junk = phrases::no_number(&self.words.tokens, at);
            let numbered = self.words.numbered_committee(at);
            if let Some((end, body)) = numbered
                .or_else(|| self.words.named_body(at))
                .filter(|_| self.body.is_none())
            {
                self.body = Some(body);
                self.mark(at..end, Part::Body);
                at = end;
            } else if let Some(kind) = self.words.named_kind(at) {
                at = kind.end;
                self.kinds.push(kind);
            } else if junk > 0 {
                self.mark(at..at + junk, Part::Filler);
                at += junk;
            } else {
                at += 1;
            }
        }
        let named: Vec<Range<usize>> = self.kinds.iter().map(|kind| kind.range()).collect();
        named
            .into_iter()
            .for_each(|range| self.mark(range, Part::Kind));
    }

    fn take_number(&mut self, found: &Found) {
        self.mark(found.first..found.end, Part::Number);
        let lead = self.lead(found.first);
        let coded = !Symbol::of(&found.codes, true, true, self.marks)
            .kinds
            .is_empty();
        let named = self.kind_beside(found.first, coded);
        let named_code = named.map(|at| self.kinds.get(at).map_or("", |kind| kind.code));
        let named_kind = named_code.is_some_and(|code| !code.is_empty()) || !lead.is_empty();
        let mut symbol = Symbol::of(&found.codes, named_kind, found.serial.is_some(), self.marks);
        if symbol.kinds.is_empty() {
            symbol.kinds = match named_code {
                Some(code) if !code.is_empty() => vec![code],
                _ => lead,
            };
        } else if let Some(code) = named_code.filter(|code| symbol.kinds.contains(code)) {
            symbol.kinds = vec![code];
        }
        if let (None, Some(body)) = (&symbol.body, &self.body) {
            symbol.body = Some(body.code.clone());
        }
        if symbol.body.is_none() && symbol.kinds.first() == Some(&"NĐ") {
            symbol.body = Some("CP".to_owned());
        }
        let mut found = found.clone();
        let dated = symbol
            .kinds
            .first()
            .is_some_and(|kind| DATED_KINDS.contains(kind));
        let hyphenated = symbol.body.as_deref().and_then(symbol::is_hyphenated) == Some(true);
        if let Some((year, joined)) = found.year
            && (hyphenated || !(joined || dated || !found.codes.is_empty()))
        {
            self.out.filter_year = self.out.filter_year.or(Some(year));
            found.year = None;
        }
        self.take_symbol(&found, &symbol);
        if let Some(named) = named {
            self.prefer_named(named);
        }
        self.take_years();
    }

    fn take_symbol(&mut self, found: &Found, symbol: &Symbol) {
        let number = reading::number(self.query, &self.words.tokens, found, symbol);
        self.out.serial = number.serial;
        self.out.suffix.clone_from(&number.suffix);
        self.out.number_year = number.year;
        self.out.kind_codes = symbol.kinds.iter().map(|code| (*code).to_owned()).collect();
        self.out.body_code.clone_from(&number.body_code);
        self.out.units.clone_from(&number.units);
        self.out.ocr_corrected = number.ocr_corrected;
        let system = number.system();
        for code in &symbol.kinds {
            self.out.kinds.extend(
                kinds::by_code(code, system)
                    .iter()
                    .map(|kind| kind.id.clone()),
            );
        }
        let whole = number.canonical().is_some() && !implied_year_is_missing(&number);
        self.out.number = (whole || !found.codes.is_empty()).then_some(number);
    }

    /// The kind named in words comes first; those before the number are its, others are not.
    fn prefer_named(&mut self, named: usize) {
        let Some(kind) = self.kinds.get(named) else {
            return;
        };
        let id = kind.id.clone();
        self.out.kinds.retain(|known| *known != id);
        self.out.kinds.insert(0, id);
    }

    /// A kind code right before the serial: `qđ 238 tw`.
    fn lead(&mut self, first: usize) -> Vec<&'static str> {
        let skip = usize::from(first > 0 && self.words.word(first - 1) == "so");
        let Some(at) = first.checked_sub(1 + skip).filter(|at| self.is_free(*at)) else {
            return Vec::new();
        };
        let Some(token) = self
            .words
            .tokens
            .get(at)
            .filter(|token| token.text.chars().count() > 1)
        else {
            return Vec::new();
        };
        let codes = symbol::kind_codes(&token.text, self.marks);
        if !codes.is_empty() {
            self.mark(at..at + 1, Part::Kind);
        }
        codes
    }

    /// Which of the kinds named in words belongs to the number: the one right before it, else,
    /// unless a code already says the kind, the first. The others go back to full text.
    fn kind_beside(&mut self, first: usize, coded: bool) -> Option<usize> {
        let beside = |kind: &NamedKind| {
            let filler = (kind.end..first).all(|at| self.words.word(at) == "so");
            kind.end <= first && filler
        };
        let any = (!coded && !self.kinds.is_empty()).then_some(0);
        let chosen = self.kinds.iter().position(beside).or(any);
        self.release_kinds(chosen);
        chosen
    }

    fn release_kinds(&mut self, keep: Option<usize>) {
        let others = self
            .kinds
            .iter()
            .enumerate()
            .filter(|(at, _)| Some(*at) != keep);
        let ranges: Vec<Range<usize>> = others.map(|(_, kind)| kind.range()).collect();
        for at in ranges.into_iter().flatten() {
            if let Some(slot) = self.parts.get_mut(at) {
                *slot = None;
            }
        }
    }

    /// A year with nothing before it that would make it a serial: `tỉnh ủy an giang 2020`.
    fn is_bare_year(&self, found: &Found) -> bool {
        let token = self.words.tokens.get(found.first);
        let named = || {
            let before = found.first.checked_sub(1);
            before.is_some_and(|before| {
                let code = self
                    .words
                    .tokens
                    .get(before)
                    .map(|token| token.text.as_str());
                self.parts.get(before) == Some(&Some(Part::Kind))
                    || self.words.word(before) == "so"
                    || code.is_some_and(|code| !symbol::kind_codes(code, self.marks).is_empty())
            })
        };
        found.codes.is_empty() && token.is_some_and(|token| token.year().is_some()) && !named()
    }

    fn name_body(&mut self) {
        let Some(body) = &self.body else {
            self.bodies_of_code();
            return;
        };
        match &self.out.body_code {
            None => self.out.body_code = Some(body.code.clone()),
            Some(code) if *code != body.code => return self.bodies_of_code(),
            Some(_) => {}
        }
        self.out.bodies.clone_from(&body.bodies);
    }

    /// The bodies a code means by itself.
    fn bodies_of_code(&mut self) {
        let Some(code) = &self.out.body_code else {
            return;
        };
        let base = if symbol::is_assembly(code) {
            code.trim_end_matches(|c: char| c.is_ascii_digit())
        } else {
            code
        };
        self.out.bodies = bodies::by_code(base, None)
            .into_iter()
            .map(|body| body.id)
            .collect();
    }

    /// Years beside the number.
    fn take_years(&mut self) {
        let year = (0..self.words.tokens.len())
            .filter(|at| self.is_free(*at))
            .find_map(|at| Some((at, self.words.tokens.get(at)?.year()?)));
        if let (Some((at, year)), None) = (year, self.out.filter_year) {
            self.out.filter_year = Some(year);
            self.mark(at..at + 1, Part::Year);
        }
    }

    /// A place beside a number says which Tỉnh ủy, which Huyện ủy.
    fn name_places(&mut self) {
        if !self.out.is_number() {
            return;
        }
        let found = (0..self.words.tokens.len())
            .filter(|at| self.is_free(*at))
            .find_map(|at| {
                let is_free = |at| self.is_free(at);
                self.words.place(self.query, at, is_free)
            });
        let Some((range, found)) = found else { return };
        self.out.places = found.iter().map(|place| place.id).collect();
        self.mark(range, Part::Place);
        if let (Some(code), true) = (&self.out.body_code, self.out.bodies.is_empty()) {
            let bodies = found
                .iter()
                .flat_map(|place| bodies::by_code_at(code, place, None));
            self.out.bodies = bodies.map(|body| body.id).collect();
        }
    }

    /// `nghị quyết 35`, `đề án 06`: besides all the numbers it can be, people mean one paper.
    fn find_nickname(&mut self) {
        let key = self.words.folded.as_str();
        if self.out.nicknamed.is_empty() {
            self.out.nicknamed = nicknames::by_key(key).to_vec();
        }
    }

    fn finish(mut self) -> NumberQuery {
        query::mark_fillers(&self.words.tokens, &mut self.parts);
        let mut spans = query::spans(self.query, &self.words.tokens, &self.parts);
        self.out.rest = query::rest(self.query, &spans);
        spans.retain(|span| span.part != Part::Filler);
        self.out.spans = spans;
        self.out
    }
}

/// Whether the year that is part of a decree's number was not given.
fn implied_year_is_missing(number: &DocumentNumber) -> bool {
    number.kind_code.as_deref() == Some("NĐ")
        && number.year.is_none()
        && number.printed.chars().all(char::is_alphanumeric)
}
