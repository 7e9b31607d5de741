//! What a query says in words: bodies, kinds, conferences, places, as runs of its tokens.

use std::ops::Range;

use super::phrases;
use super::symbol;
use super::symbol::Marks;
use super::tokens::Gap;
use super::tokens::Token;
use super::tokens::serial;
use super::tokens::tokens;
use crate::vocabulary::BodyId;
use crate::vocabulary::KindId;
use crate::vocabulary::bodies;
use crate::vocabulary::body_names;
use crate::vocabulary::body_names::NameMatch;
use crate::vocabulary::kinds;
use crate::vocabulary::places;
use crate::vocabulary::places::Place;

/// More tokens than this are no question for a number.
const MOST_TOKENS: usize = 64;

/// Endings of file names.
const EXTENSIONS: [&str; 13] = [
    "pdf", "doc", "docx", "xls", "xlsx", "rtf", "txt", "html", "htm", "signed", "odt", "tif", "jpg",
];

/// A body named in words.
pub(super) struct NamedBody {
    pub(super) code: String,
    pub(super) bodies: Vec<BodyId>,
}

/// A kind named in words, and the token after it.
pub(super) struct NamedKind {
    pub(super) code: &'static str,
    pub(super) id: KindId,
    pub(super) end: usize,
}

/// The tokens of a query, and the same folded, with one blank between them.
pub(super) struct Words {
    pub(super) tokens: Vec<Token>,
    pub(super) folded: String,
    starts: Vec<usize>,
}

impl Words {
    pub(super) fn new(query: &str) -> Self {
        let mut tokens = tokens(query);
        tokens.truncate(MOST_TOKENS);
        while tokens.len() > 1 && tokens.last().is_some_and(is_extension) {
            tokens.pop();
        }
        split_leading_code(&mut tokens);
        let mut folded = String::with_capacity(query.len());
        let mut starts = Vec::with_capacity(tokens.len());
        for token in &tokens {
            if !folded.is_empty() {
                folded.push(' ');
            }
            starts.push(folded.len());
            folded.push_str(&token.fold);
        }
        Self {
            tokens,
            folded,
            starts,
        }
    }

    /// The word at `at`, folded.
    pub(super) fn word(&self, at: usize) -> &str {
        phrases::word(&self.tokens, at)
    }

    /// The folded words from `at` on.
    fn from(&self, at: usize) -> Option<&str> {
        self.folded.get(*self.starts.get(at)?..)
    }

    pub(super) fn conference(&self, at: usize) -> Option<(u32, usize)> {
        let mut next = at;
        let mut skip = |words: &[&str]| {
            let found = words
                .iter()
                .enumerate()
                .all(|(i, word)| self.word(next + i) == *word);
            next += if found { words.len() } else { 0 };
            found
        };
        if let Some(number) = self
            .word(at)
            .strip_prefix("nqtw")
            .and_then(|number| number.parse().ok())
        {
            return Some((number, at + 1));
        }
        let glued = skip(&["nqtw"]);
        if !glued {
            if !(skip(&["nghi", "quyet"]) || skip(&["nq"])) {
                return None;
            }
            skip(&["hoi", "nghi"]);
            if !(skip(&["trung", "uong"]) || skip(&["tw"])) {
                return None;
            }
            skip(&["lan", "thu"]);
        }
        let conference = self.tokens.get(next)?.plain_number()?;
        (conference <= 15).then_some((conference, next + 1))
    }

    /// `Ban Chỉ đạo 35 Trung ương`, `BCĐ 35`: the 35 is part of the name, never a serial.
    pub(super) fn numbered_committee(&self, at: usize) -> Option<(usize, NamedBody)> {
        let number = match (self.word(at), self.word(at + 1), self.word(at + 2)) {
            ("bcd", _, _) => at + 1,
            ("ban", "chi", "dao") => at + 3,
            _ => return None,
        };
        let ordinal = self
            .tokens
            .get(number)
            .filter(|token| token.gap == Gap::Blank)?
            .plain_number()?;
        let central = self.word(number + 1) == "tw"
            || self.word(number + 1) == "trung" && self.word(number + 2) == "uong";
        if let Some((end, found)) = self
            .named_body(at)
            .filter(|(end, found)| *end > number && !central && !found.bodies.is_empty())
        {
            return Some((end, found));
        }
        let end = match self.word(number + 1) {
            "tw" => number + 2,
            "trung" if central => number + 3,
            _ => number + 1,
        };
        let code = format!("BCĐ{ordinal}{}", if central { "TW" } else { "" });
        let bodies = bodies::by_code(&format!("BCĐ{ordinal}TW"), None);
        Some((
            end,
            NamedBody {
                code,
                bodies: bodies.into_iter().map(|body| body.id).collect(),
            },
        ))
    }

    pub(super) fn named_body(&self, at: usize) -> Option<(usize, NamedBody)> {
        let words = self.from(at)?;
        let NameMatch {
            length,
            code,
            bodies,
        } = body_names::longest_prefix(words)?;
        let end = at + words.get(..length)?.split(' ').count();
        Some((
            end,
            NamedBody {
                code: code.to_owned(),
                bodies,
            },
        ))
    }

    pub(super) fn named_kind(&self, at: usize) -> Option<NamedKind> {
        let words = self.from(at)?;
        let ends = words
            .match_indices(' ')
            .map(|(end, _)| end)
            .take(5)
            .chain([words.len()]);
        let kinds = ends.filter_map(|end| Some((end, kinds::by_folded_name(words.get(..end)?)?)));
        let (length, kind) = kinds.last()?;
        Some(NamedKind {
            code: kind.code().unwrap_or_default(),
            id: kind.id.clone(),
            end: at + words.get(..length)?.split(' ').count(),
        })
    }

    /// Two serials: two papers, which no single number says.
    pub(super) fn is_enumeration(&self) -> bool {
        let numbered = |at: &usize| {
            self.word(*at) == "so"
                && self
                    .tokens
                    .get(at + 1)
                    .is_some_and(|next| next.number.is_some())
        };
        (0..self.tokens.len()).filter(numbered).count() > 1
    }

    /// The place named by up to six words from `at` on that are free.
    pub(super) fn place(
        &self,
        query: &str,
        at: usize,
        is_free: impl Fn(usize) -> bool,
    ) -> Option<(Range<usize>, Vec<&'static Place>)> {
        let free = (at..self.tokens.len()).take_while(|at| is_free(*at));
        let free = free.take(6).count();
        (1..=free).rev().find_map(|length| {
            let start = *self.starts.get(at)?;
            let last = at + length - 1;
            let end = self.starts.get(last)? + self.word(last).len();
            let found = places::by_key(self.folded.get(start..end)?);
            let written = query.get(self.tokens.get(at)?.start..self.tokens.get(last)?.end)?;
            (!found.is_empty()).then(|| (at..at + length, places::closest(written, found)))
        })
    }
}

/// Whether a last token is the ending of a file name.
fn is_extension(last: &Token) -> bool {
    last.gap == Gap::Dot && EXTENSIONS.contains(&last.fold.as_str())
}

impl NamedKind {
    /// The tokens of its name.
    pub(super) fn range(&self) -> Range<usize> {
        let words = kinds::by_id(self.id.as_str()).map_or(1, |kind| kind.name.split(' ').count());
        self.end.saturating_sub(words)..self.end
    }
}

/// `QD238-QD/TW`, `NQ35`: a kind glued to the serial it stands before.
fn split_leading_code(tokens: &mut Vec<Token>) {
    let Some((at, token)) = tokens
        .iter()
        .enumerate()
        .find(|(_, token)| token.is_word() && token.text.ends_with(|c: char| c.is_ascii_digit()))
    else {
        return;
    };
    let code = token.text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = token.text.get(code.len()..).unwrap_or_default();
    let known = !symbol::kind_codes(code, Marks::Typed).is_empty() && code.chars().count() > 1;
    let joined = at > 0 && token.gap.joins() && token.gap != Gap::Glued;
    if !known || joined || symbol::is_assembly(&token.text.to_uppercase()) {
        return;
    }
    let (Some(number), true) = (serial(digits), token.end - token.start == token.text.len()) else {
        return;
    };
    let middle = token.end - digits.len();
    let mut code_token = token.clone();
    code_token.text = code.to_owned();
    code_token
        .fold
        .truncate(code_token.fold.len() - digits.len());
    code_token.end = middle;
    let serial_token = Token {
        text: digits.to_owned(),
        fold: digits.to_owned(),
        start: middle,
        end: token.end,
        gap: Gap::Glued,
        number: Some(number),
    };
    tokens.splice(at..=at, [code_token, serial_token]);
}
