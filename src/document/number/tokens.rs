//! Cuts what was typed or printed into words and numbers, with what stood between them.

use crate::text::characters::is_letter_or_digit;
use crate::text::fold::fold;
use crate::text::normalise::display;
use crate::text::normalise::number_clean;

/// A run of letters and digits.
#[derive(Debug, Clone)]
pub(in crate::document) struct Token {
    /// In clean spelling.
    pub(in crate::document) text: String,
    /// Folded.
    pub(in crate::document) fold: String,
    /// What it begins at in the input, in bytes.
    pub(in crate::document) start: usize,
    /// Where it ends.
    pub(in crate::document) end: usize,
    /// What stands before it.
    pub(in crate::document) gap: Gap,
    /// A serial: up to five digits, and a letter or `bis`.
    pub(in crate::document) number: Option<(u32, String)>,
}

/// What stands between two tokens; where several things do, the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::document) enum Gap {
    /// Nothing: one word, cut where digits and letters meet.
    Glued,
    /// Blanks or underscores.
    Blank,
    /// A full stop with nothing around it, as in `238.QĐ.TW`.
    Dot,
    /// Other punctuation.
    Break,
    /// A dash.
    Dash,
    /// A slash.
    Slash,
}

impl Gap {
    /// Whether it joins the parts of a symbol by itself.
    pub(in crate::document) fn joins(self) -> bool {
        self != Self::Blank && self != Self::Break
    }
}

impl Token {
    /// A year people write papers in.
    pub(in crate::document) fn year(&self) -> Option<u16> {
        let (number, suffix) = self.number.as_ref()?;
        let plain = suffix.is_empty() && self.text.chars().count() == 4;
        u16::try_from(*number)
            .ok()
            .filter(|year| plain && (1900..=2099).contains(year))
    }

    /// A number without a letter after it.
    pub(in crate::document) fn plain_number(&self) -> Option<u32> {
        let (number, suffix) = self.number.as_ref()?;
        suffix.is_empty().then_some(*number)
    }

    /// Whether it is a word and not a serial.
    pub(in crate::document) fn is_word(&self) -> bool {
        self.number.is_none() && self.text.starts_with(char::is_alphabetic)
    }
}

/// The tokens of `input`.
pub(in crate::document) fn tokens(input: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut gap: Option<Gap> = None;
    let mut chars = input.char_indices().peekable();
    let mut before = ' ';
    while let Some((start, first)) = chars.next() {
        if !is_word_char(first) {
            gap = Some(widen(gap, class_of(first)));
            before = first;
            continue;
        }
        let mut end = start + first.len_utf8();
        let mut last = first;
        while let Some(&(at, c)) = chars.peek() {
            let next = input
                .get(at + c.len_utf8()..)
                .and_then(|rest| rest.chars().next());
            let inner = is_inner(c) && last.is_uppercase() && next.is_some_and(char::is_uppercase);
            if !is_word_char(c) && !inner {
                break;
            }
            chars.next();
            end = at + c.len_utf8();
            last = c;
        }
        let Some(written) = input.get(start..end) else {
            continue;
        };
        let gap_before = match gap.take() {
            None => Gap::Glued,
            // `238. Quyết` ends a sentence, `238.QĐ` does not.
            Some(Gap::Dot) if before.is_whitespace() => Gap::Break,
            Some(gap) => gap,
        };
        push(&mut tokens, written, start, gap_before);
        before = last;
    }
    tokens
}

/// Adds the token `written`, or two where a serial and a code are glued: `35NQ`.
fn push(tokens: &mut Vec<Token>, written: &str, start: usize, gap: Gap) {
    let text = clean(written);
    if text.is_empty() {
        return;
    }
    let end = start + written.len();
    let number = serial(&text);
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let letters = text.chars().count() - digits;
    let glued = number.is_none() && (1..=5).contains(&digits) && letters >= 2;
    let parts = text.split_at_checked(digits).filter(|_| glued);
    let Some((head, tail)) = parts.filter(|(head, _)| written.starts_with(head)) else {
        tokens.push(token(text, start, end, gap, number));
        return;
    };
    let middle = start + digits;
    tokens.push(token(head.to_owned(), start, middle, gap, serial(head)));
    tokens.push(token(tail.to_owned(), middle, end, Gap::Glued, None));
}

fn token(text: String, start: usize, end: usize, gap: Gap, number: Option<(u32, String)>) -> Token {
    let fold = fold(&text);
    Token {
        text,
        fold,
        start,
        end,
        gap,
        number,
    }
}

fn clean(written: &str) -> String {
    if written.is_ascii() {
        return written.to_owned();
    }
    number_clean(&display(written))
}

/// `238` → 238; `35a` → 35 and `a`; `47bis` → 47 and `bis`.
pub(in crate::document) fn serial(text: &str) -> Option<(u32, String)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (head, suffix) = text.split_at_checked(digits)?;
    let suffix = suffix.to_lowercase();
    let letter = suffix.chars().count() == 1 && suffix.chars().all(char::is_alphabetic);
    if !(1..=6).contains(&digits) || !(suffix.is_empty() || letter || suffix == "bis") {
        return None;
    }
    head.parse()
        .ok()
        .filter(|&number: &u32| number <= 99_999)
        .map(|number| (number, suffix))
}

/// What a character does between words.
fn class_of(c: char) -> Gap {
    match c {
        '-' | '\u{AD}' | '\u{1E}' | '\u{30FC}' | '\u{4E00}' => Gap::Dash,
        '/' | '\\' => Gap::Slash,
        '.' => Gap::Dot,
        '_' => Gap::Blank,
        _ if c.is_whitespace() => Gap::Blank,
        _ if c.is_ascii() => Gap::Break,
        _ => match clean(c.encode_utf8(&mut [0; 4])).chars().next() {
            Some('-') => Gap::Dash,
            Some('/') => Gap::Slash,
            Some('_' | ' ') => Gap::Blank,
            _ => Gap::Break,
        },
    }
}

/// Adds a character to what already stands in a gap. A blank after a full stop makes it a break;
/// a row of full stops is a leader for a serial to be filled in.
fn widen(gap: Option<Gap>, class: Gap) -> Gap {
    match (gap, class) {
        (None, class) => class,
        (Some(Gap::Dot), Gap::Blank) | (Some(Gap::Dot | Gap::Blank), Gap::Dot) => Gap::Break,
        (Some(gap), class) => gap.max(class),
    }
}

/// Letters, digits, marks, and the invisible characters copied along with them.
fn is_word_char(c: char) -> bool {
    match c {
        '\u{30FC}' | '\u{4E00}' => false,
        '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => {
            true
        }
        _ => is_letter_or_digit(c),
    }
}

/// Stands inside a code between capitals: `KHCNMT&VLXD`, `VX,KT`.
fn is_inner(c: char) -> bool {
    matches!(c, '&' | ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, expected: &[(&str, Gap)]) {
        let found = tokens(input);
        let found: Vec<(&str, Gap)> = found
            .iter()
            .map(|token| (token.text.as_str(), token.gap))
            .collect();
        assert_eq!(found, expected, "{input}");
    }

    #[test]
    fn words_and_what_stands_between() {
        check(
            "238-QĐ/TW",
            &[("238", Gap::Glued), ("QĐ", Gap::Dash), ("TW", Gap::Slash)],
        );
        check(
            "238 \u{2013} Q\u{D0}",
            &[("238", Gap::Glued), ("QĐ", Gap::Dash)],
        );
        check(
            "238.QĐ. TW",
            &[("238", Gap::Glued), ("QĐ", Gap::Dot), ("TW", Gap::Break)],
        );
        check(
            "35NQ_TW",
            &[("35", Gap::Glued), ("NQ", Gap::Glued), ("TW", Gap::Blank)],
        );
        check(
            "47bis BXD&KT",
            &[("47bis", Gap::Glued), ("BXD&KT", Gap::Blank)],
        );
        check("Số: ....../KH", &[("Số", Gap::Glued), ("KH", Gap::Slash)]);
        check("QD\u{335}\u{200B}", &[("QĐ", Gap::Glued)]);
        check("\u{200B}", &[]);
        check("", &[]);
    }
}
