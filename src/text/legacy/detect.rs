//! Which charset each paragraph is in.

use crate::text::characters::is_letter;
use crate::text::legacy::Charset;
use crate::text::legacy::Method;
use crate::text::legacy::Run;
use crate::text::legacy::codebook::Codebook;
use crate::text::legacy::codebook::Placed;
use crate::text::legacy::font;
use crate::text::legacy::font::Hint;
use crate::text::legacy::mojibake;
use crate::text::legacy::score::Score;
use crate::text::legacy::tcvn3;
use std::borrow::Cow;

/// A decoding needs at least this share of possible syllables …
const ENOUGH: f64 = 0.70;
/// … and this much more than the text as it stands. Both measured on 6,000 re-encoded
/// paragraphs of state papers, of which none that was Unicode changed.
const GAIN: f64 = 0.30;
/// Paragraphs of fewer letters (sixty characters of prose) are not judged alone.
const LONG: usize = 45;
/// A font hint needs confirmation from this many accented tokens on.
const TELLING: usize = 3;
/// What content alone can reveal.
const CANDIDATES: [Charset; 3] = [Charset::Tcvn3, Charset::Vni, Charset::Mojibake];

/// The charset of a [`Unit`] and what told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub charset: Charset,
    pub method: Method,
}

impl Choice {
    pub const AS_IS: Self = Self {
        charset: Charset::Unicode,
        method: Method::Content,
    };
}

/// The runs of one paragraph whose fonts hint at the same charset.
pub(super) struct Unit<'a> {
    pub paragraph: usize,
    hint: Hint,
    /// Index in the paragraph, and the run.
    runs: Vec<(usize, Run<'a>)>,
    /// Their text; a line feed stands where runs do not touch.
    text: Cow<'a, str>,
    /// The reader has turned the soft hyphens of the text into dashes.
    hyphen_is_u: bool,
    as_is: Score,
}

/// Paragraphs split where the hint of the font changes.
pub(super) fn units<'a>(paragraphs: &[Vec<Run<'a>>]) -> Vec<Unit<'a>> {
    let all = || paragraphs.iter().flatten();
    let hyphen_is_u = !all().any(|run| run.text.contains('\u{AD}'));
    let mut units = Vec::new();
    for (paragraph, runs) in paragraphs.iter().enumerate() {
        let mut by_hint: Vec<(Hint, Vec<(usize, Run<'a>)>)> = Vec::new();
        for (index, &run) in runs.iter().enumerate() {
            let hint = run.font.map_or(Hint::None, font::hint);
            match by_hint.iter_mut().find(|(other, _)| *other == hint) {
                Some((_, runs)) => runs.push((index, run)),
                None => by_hint.push((hint, vec![(index, run)])),
            }
        }
        units.extend(
            by_hint
                .into_iter()
                .map(|(hint, runs)| Unit::new(paragraph, hint, runs, hyphen_is_u)),
        );
    }
    units
}

impl<'a> Unit<'a> {
    fn new(paragraph: usize, hint: Hint, runs: Vec<(usize, Run<'a>)>, hyphen_is_u: bool) -> Self {
        let text = match runs.as_slice() {
            [(_, run)] => Cow::Borrowed(run.text),
            _ => pieces(&runs)
                .map(|(text, _)| text)
                .collect::<String>()
                .into(),
        };
        let as_is = Score::of(&text);
        Self {
            paragraph,
            hint,
            runs,
            text,
            hyphen_is_u,
            as_is,
        }
    }

    /// The score of this unit decoded from `charset`.
    pub fn score_as(&self, charset: Charset) -> Score {
        match charset {
            Charset::Unicode => self.as_is,
            _ => Score::of(
                &self
                    .decoded(charset)
                    .iter()
                    .map(|&(c, _)| c)
                    .collect::<String>(),
            ),
        }
    }

    /// The text of each run decoded from `charset`, with the run's index in its paragraph.
    pub fn decoded_runs(&self, charset: Charset) -> Vec<(usize, String)> {
        let mut out: Vec<(usize, String)> = self
            .runs
            .iter()
            .map(|&(index, _)| (index, String::new()))
            .collect();
        let owners = self.owners();
        for (c, at) in self.decoded(charset) {
            let owner = owners.get(at).copied().flatten();
            if let Some((_, text)) = owner.and_then(|owner| out.get_mut(owner)) {
                text.push(c);
            }
        }
        out
    }

    /// For each character the position of its run in `runs`.
    fn owners(&self) -> Vec<Option<usize>> {
        pieces(&self.runs)
            .flat_map(|(text, owner)| text.chars().map(move |_| owner))
            .collect()
    }

    fn decoded(&self, charset: Charset) -> Vec<Placed> {
        let text: Vec<char> = self.text.chars().collect();
        let as_is = || text.iter().copied().zip(0..).collect::<Vec<Placed>>();
        match charset {
            Charset::Unicode => as_is(),
            Charset::Mojibake => self.repaired(&as_is()),
            Charset::Tcvn3 => self.in_h_fonts(tcvn3::decode(&text, self.hyphen_is_u)),
            _ => Codebook::of(charset).map_or_else(as_is, |book| book.decode(&text)),
        }
    }

    /// Once, or twice if that reads better.
    fn repaired(&self, text: &[Placed]) -> Vec<Placed> {
        let score = |text: &[Placed]| Score::of(&text.iter().map(|p| p.0).collect::<String>());
        let once = mojibake::repair(text);
        let twice = mojibake::repair(&once);
        if score(&twice).share() > score(&once).share() {
            twice
        } else {
            once
        }
    }

    fn in_h_fonts(&self, mut decoded: Vec<Placed>) -> Vec<Placed> {
        let h_fonts: Vec<bool> = self
            .runs
            .iter()
            .map(|(_, run)| run.font.is_some_and(font::shows_capitals))
            .collect();
        if !h_fonts.contains(&true) {
            return decoded;
        }
        let owners = self.owners();
        for (c, at) in &mut decoded {
            let owner = owners.get(*at).copied().flatten();
            if owner.and_then(|owner| h_fonts.get(owner)) == Some(&true) {
                *c = tcvn3::capital(*c);
            }
        }
        decoded
    }

    /// What the unit's own characters and fonts say; `None` if they do not say enough.
    fn own_choice(&self) -> Option<Choice> {
        match self.hint {
            Hint::Symbols => return Some(Choice::AS_IS),
            Hint::Charset(charset) => {
                let score = self.score_as(charset);
                let confirmed = match score.total.max(self.as_is.total) {
                    TELLING.. => wins(score, self.as_is),
                    0 => false,
                    _ => score.share() > self.as_is.share(),
                };
                if confirmed {
                    return Some(Choice {
                        charset,
                        method: Method::Font,
                    });
                }
            }
            Hint::None => {}
        }
        self.is_long().then(|| self.by_content()).flatten()
    }

    fn by_content(&self) -> Option<Choice> {
        if self.is_surely_unicode() && self.as_is.share() >= ENOUGH {
            return Some(Choice::AS_IS);
        }
        best(|charset| self.score_as(charset), self.as_is)
    }

    /// Only letters count, or the figures of a table row would make it a paragraph.
    fn is_long(&self) -> bool {
        self.text
            .chars()
            .filter(|&c| is_letter(c))
            .nth(LONG - 1)
            .is_some()
    }

    /// Holds a letter no single byte stands for.
    pub fn is_surely_unicode(&self) -> bool {
        self.text.contains(is_beyond_bytes)
    }

    /// Whether this undecided unit may follow a neighbour in `charset`.
    fn may_follow(&self, charset: Charset, unanimous: bool) -> bool {
        if charset == Charset::Unicode || self.hint == Hint::Symbols {
            return false;
        }
        if charset != Charset::Mojibake && self.is_surely_unicode() {
            return false;
        }
        let (as_is, decoded) = (self.as_is.share(), self.score_as(charset).share());
        decoded > as_is || unanimous && decoded >= as_is && !self.is_long()
    }
}

/// The runs and their positions, with line feeds of nobody's between runs that do not touch.
fn pieces<'r>(runs: &'r [(usize, Run<'_>)]) -> impl Iterator<Item = (&'r str, Option<usize>)> {
    runs.iter()
        .enumerate()
        .flat_map(move |(owner, &(index, run))| {
            let before = owner.checked_sub(1).and_then(|before| runs.get(before));
            let gap = before.is_some_and(|(before, _)| before + 1 != index);
            gap.then_some(("\n", None))
                .into_iter()
                .chain([(run.text, Some(owner))])
        })
}

fn is_beyond_bytes(c: char) -> bool {
    matches!(
        c,
        'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư' | 'Ạ'..='ỹ'
            | '\u{300}'..='\u{323}'
    )
}

fn wins(score: Score, as_is: Score) -> bool {
    score.share() >= ENOUGH && score.share() - as_is.share() >= GAIN
}

/// The candidate that wins by most; none if the text is better left as it is.
fn best(score_as: impl Fn(Charset) -> Score, as_is: Score) -> Option<Choice> {
    let mut best: Option<(Charset, Score)> = None;
    for charset in CANDIDATES {
        let score = score_as(charset);
        if wins(score, as_is) && best.is_none_or(|(_, other)| score.share() > other.share()) {
            best = Some((charset, score));
        }
    }
    best.map(|(charset, _)| Choice {
        charset,
        method: Method::Content,
    })
}

/// The charset of every unit.
pub(super) fn choose(units: &[Unit<'_>]) -> Vec<Choice> {
    let own: Vec<Option<Choice>> = units.iter().map(Unit::own_choice).collect();
    let told = |unit: &Unit<'_>| unit.hint != Hint::Symbols;
    let decided: Vec<(usize, Choice)> = own
        .iter()
        .zip(units)
        .enumerate()
        .filter_map(|(at, (choice, unit))| choice.filter(|_| told(unit)).map(|choice| (at, choice)))
        .collect();
    if decided.is_empty() {
        let together = together(units);
        return units
            .iter()
            .map(|unit| follow(unit, together, true))
            .collect();
    }
    let unanimous = decided.windows(2).all(|pair| match pair {
        [(_, one), (_, other)] => one.charset == other.charset,
        _ => true,
    });
    own.iter()
        .zip(units)
        .enumerate()
        .map(|(at, (choice, unit))| {
            choice.unwrap_or_else(|| {
                let near = follow(unit, nearest(&decided, at), unanimous);
                // In a text of two charsets the nearest neighbour may be of the other one.
                let others = decided.iter().map(|&(_, choice)| choice);
                match near.charset {
                    Charset::Unicode if !unanimous => followed(unit, others),
                    _ => near,
                }
            })
        })
        .collect()
}

fn follow(unit: &Unit<'_>, neighbour: Choice, unanimous: bool) -> Choice {
    if unit.may_follow(neighbour.charset, unanimous) {
        neighbour
    } else {
        Choice::AS_IS
    }
}

/// The first of these charsets that makes the unit read better.
fn followed(unit: &Unit<'_>, choices: impl Iterator<Item = Choice>) -> Choice {
    let mut tried: Vec<Charset> = Vec::new();
    for choice in choices {
        if tried.contains(&choice.charset) {
            continue;
        }
        tried.push(choice.charset);
        if unit.may_follow(choice.charset, false) {
            return choice;
        }
    }
    Choice::AS_IS
}

/// The decided unit nearest to `at`, the earlier of two.
fn nearest(decided: &[(usize, Choice)], at: usize) -> Choice {
    let after = decided.partition_point(|&(other, _)| other < at);
    let before = after.checked_sub(1).and_then(|before| decided.get(before));
    match (before, decided.get(after)) {
        (Some(&(before, choice)), Some(&(after, _))) if at - before <= after - at => choice,
        (_, Some(&(_, choice))) | (Some(&(_, choice)), None) => choice,
        (None, None) => Choice::AS_IS,
    }
}

/// One choice for a text of short units only, such as the cells of a sheet.
fn together(units: &[Unit<'_>]) -> Choice {
    let sum = |charset| {
        let mut sum = Score::default();
        units.iter().for_each(|unit| sum += unit.score_as(charset));
        sum
    };
    best(sum, sum(Charset::Unicode)).unwrap_or(Choice::AS_IS)
}
