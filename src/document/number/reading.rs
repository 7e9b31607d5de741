//! Finds the serial and the codes that belong to it among the tokens of a line.

use crate::text::fold::fold_char;
use crate::text::inventory::is_printed_syllable;
use crate::text::normalise::display;

use super::DocumentNumber;
use super::NumberError;
use super::symbol;
use super::symbol::Marks;
use super::symbol::Symbol;
use super::symbol::body_code;
use super::symbol::kind_codes;
use super::tokens::Gap;
use super::tokens::Token;
use super::tokens::serial;
use super::tokens::tokens;

/// More codes than this no symbol has.
const MOST_CODES: usize = 16;

/// Words after which a number is never a serial.
const NO_SERIAL_AFTER: [&str; 11] = [
    "dieu", "khoan", "chuong", "muc", "diem", "trang", "thang", "quy", "covid", "phan", "bai",
];

/// A serial (or the blank left for it) with the codes after it, as positions among the tokens.
#[derive(Debug, Clone, Default)]
pub(in crate::document) struct Found {
    pub(in crate::document) first: usize,
    pub(in crate::document) end: usize,
    pub(in crate::document) serial: Option<(u32, String)>,
    /// The year inside the number, and whether it is joined to the serial by more than a blank.
    pub(in crate::document) year: Option<(u16, bool)>,
    pub(in crate::document) codes: Vec<Token>,
    pub(in crate::document) ocr_corrected: bool,
}

impl Found {
    /// How sure it is that this is the number meant: 3 with a known code, 2 with an unknown one.
    fn rank(&self) -> u8 {
        let Some(first) = self.codes.first() else {
            return 0;
        };
        let known = |code: &Token| {
            !kind_codes(&code.text, Marks::Typed).is_empty() || body_code(&code.text).is_some()
        };
        let glued = !Symbol::of(&self.codes, false, true, Marks::Typed)
            .kinds
            .is_empty();
        match (
            self.codes.iter().take(2).any(known) || glued,
            is_capitals(first),
        ) {
            (true, _) => 3,
            (false, true) => 2,
            (false, false) => 1,
        }
    }
}

/// The number in a printed line.
pub(in crate::document) fn printed_number(written: &str) -> Result<DocumentNumber, NumberError> {
    let tokens = tokens(written);
    if tokens.is_empty() {
        return Err(NumberError::Empty);
    }
    let found = find(&tokens, &|_| false).filter(|found| found.rank() >= 2);
    let Some(found) = found else {
        return Err(NumberError::NoSymbol(written.trim().to_owned()));
    };
    let symbol = Symbol::of(&found.codes, false, found.serial.is_some(), Marks::Printed);
    if symbol.kinds.is_empty() && symbol.body.is_none() {
        return Err(NumberError::NoSymbol(written.trim().to_owned()));
    }
    Ok(number(written, &tokens, &found, &symbol))
}

/// Puts a number together.
pub(in crate::document) fn number(
    written: &str,
    tokens: &[Token],
    found: &Found,
    symbol: &Symbol,
) -> DocumentNumber {
    let printed_hyphen = match found.codes.as_slice() {
        [first, second, ..] if !symbol.body_first => {
            first.gap == Gap::Dash && second.gap == Gap::Slash
        }
        _ => false,
    };
    let hyphenated = symbol
        .body
        .as_deref()
        .and_then(symbol::is_hyphenated)
        .unwrap_or(printed_hyphen);
    let (serial, suffix) = found.serial.clone().unzip();
    let mut kinds = symbol.kinds.iter().map(|code| (*code).to_owned());
    DocumentNumber {
        printed: printed(written, tokens, found),
        serial,
        suffix: suffix.unwrap_or_default(),
        year: found.year.map(|(year, _)| year).filter(|_| !hyphenated),
        kind_code: kinds.next(),
        other_kind_codes: kinds.collect(),
        body_code: symbol.body.clone(),
        units: symbol.units.clone(),
        hyphenated,
        ocr_corrected: found.ocr_corrected,
    }
}

/// The slice of `written` the number takes, in clean spelling, runs of blanks as one.
fn printed(written: &str, tokens: &[Token], found: &Found) -> String {
    let start = tokens.get(found.first).map_or(0, |token| token.start);
    let end = found
        .end
        .checked_sub(1)
        .and_then(|last| tokens.get(last))
        .map_or(start, |token| token.end);
    let slice = display(written.get(start..end).unwrap_or_default());
    let words: Vec<&str> = slice.split_whitespace().collect();
    let lead = if found.serial.is_none() { "/" } else { "" };
    format!("{lead}{}", words.join(" "))
}

/// The number most likely meant among the tokens that are not `taken` by something else.
pub(in crate::document) fn find(tokens: &[Token], taken: &dyn Fn(usize) -> bool) -> Option<Found> {
    let mut best: Option<(u8, Found)> = None;
    for at in 0..tokens.len() {
        let Some(found) = (!taken(at)).then(|| chain(tokens, at, taken)).flatten() else {
            continue;
        };
        let rank = (found.rank() << 1) + u8::from(named_before(tokens, at));
        if best.as_ref().is_none_or(|(most, _)| rank > *most) {
            best = Some((rank, found));
        }
    }
    let clear = best.as_ref().is_some_and(|(rank, _)| *rank >= 2);
    if clear {
        return best.map(|(_, found)| found);
    }
    corrected(tokens, taken)
        .or_else(|| blank_serial(tokens, taken))
        .or(best.map(|(_, found)| found))
}

/// The number beginning at `at` whose codes are joined to it by dashes and slashes only.
pub(in crate::document) fn joined_number(tokens: &[Token], at: usize) -> Option<Found> {
    let mut found = chain(tokens, at, &|_| false)?;
    let joined = found
        .codes
        .iter()
        .take_while(|code| code.gap.joins() && code.gap != Gap::Dot)
        .count();
    found.end -= found.codes.len() - joined;
    found.codes.truncate(joined);
    let year_joined = found.year.is_none_or(|(_, joined)| joined);
    (joined > 0 && year_joined).then_some(found)
}

/// Whether `số` or a kind code stands right before.
fn named_before(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    before.is_some_and(|before| {
        before.fold == "so" || !kind_codes(&before.text, Marks::Typed).is_empty()
    })
}

/// The serial at `at` with what belongs to it.
fn chain(tokens: &[Token], at: usize, taken: &dyn Fn(usize) -> bool) -> Option<Found> {
    let token = tokens.get(at)?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let barred = before.is_some_and(|before| {
        NO_SERIAL_AFTER.contains(&before.fold.as_str())
            || before.number.is_some() && token.gap.joins()
    });
    let (serial, suffix) = token.number.clone().filter(|_| !barred)?;
    Some(follow(tokens, at, (serial, suffix), taken))
}

fn follow(
    tokens: &[Token],
    at: usize,
    serial: (u32, String),
    taken: &dyn Fn(usize) -> bool,
) -> Found {
    let mut found = Found {
        first: at,
        end: at + 1,
        serial: Some(serial),
        ..Found::default()
    };
    dotted_serial(tokens, &mut found);
    let own_year = tokens.get(at).is_some_and(|token| token.year().is_some());
    let year = tokens.get(found.end).filter(|_| !taken(found.end));
    let year = year.and_then(|token| Some((token.year()?, token.gap)));
    let mut next = found.end;
    if let Some((year, gap)) = year.filter(|(_, gap)| *gap != Gap::Break) {
        next += 1;
        let codes = codes(tokens, next, taken);
        // A year after a blank is part of the number only where codes follow it.
        let period = own_year && codes.is_empty();
        if period {
            return found;
        }
        if gap.joins() || !codes.is_empty() {
            found.year = Some((year, gap.joins()));
            found.end = next;
        } else {
            found.year = Some((year, false));
            return found;
        }
    }
    found.codes = codes(tokens, next, taken);
    if !found.codes.is_empty() {
        found.end = next + found.codes.len();
    }
    found
}

/// `66.17/2026/NQ-CP`: part of a resolution that is issued in parts. With a dash too, as the Party
/// would write it.
fn dotted_serial(tokens: &[Token], found: &mut Found) {
    let [part, after] = [found.end, found.end + 1].map(|at| tokens.get(at));
    let Some((part, after)) = part.zip(after) else {
        return;
    };
    let short = part.text.len() <= 3 && part.gap == Gap::Dot && part.plain_number().is_some();
    if short
        && matches!(after.gap, Gap::Slash | Gap::Dash)
        && let Some((_, suffix)) = &mut found.serial
    {
        *suffix = format!(".{}", part.text);
        found.end += 1;
    }
}

/// The codes from `start` on: anything joined by a dash or slash, known ones also after a blank.
fn codes(tokens: &[Token], start: usize, taken: &dyn Fn(usize) -> bool) -> Vec<Token> {
    let mut codes: Vec<Token> = Vec::new();
    let rest = tokens.iter().enumerate().skip(start).take(MOST_CODES);
    for (at, token) in rest {
        let accepted = !taken(at) && token.is_word() && is_code_spelling(&token.text);
        if !accepted || !(token.gap.joins() || belongs(token, &codes)) {
            break;
        }
        codes.push(token.clone());
    }
    codes
}

/// Whether a word consists of letters and digits Vietnamese codes have.
fn is_code_spelling(text: &str) -> bool {
    let own = |c: char| matches!(c, '&' | ',') || fold_char(c).is_ascii_alphanumeric();
    text.len() <= 24 && text.chars().all(own)
}

/// Whether a word after a blank is part of the symbol whose earlier codes are `codes`.
fn belongs(token: &Token, codes: &[Token]) -> bool {
    if token.gap != Gap::Blank {
        return false;
    }
    let kind = !kind_codes(&token.text, Marks::Typed).is_empty();
    let one_letter = token.text.chars().count() == 1;
    let body = body_code(&token.text).is_some();
    // TTr is a kind and the code of an inspectorate: first it is the kind.
    let first_is_body = |first: &Token| {
        kind_codes(&first.text, Marks::Typed).is_empty() && body_code(&first.text).is_some()
    };
    let has_body = codes
        .iter()
        .skip(1)
        .any(|code| body_code(&code.text).is_some())
        || codes.first().is_some_and(first_is_body);
    // `bcd`, `vx`: no word, so a code; a committee (BCĐ) may have any name.
    let no_word = token.text.is_ascii() && !is_printed_syllable(&token.text);
    match codes {
        [] => (kind || body || token.fold.starts_with("bcd")) && !one_letter,
        _ if !has_body => body || is_capitals(token) || no_word && token.text.len() >= 3,
        _ => is_capitals(token) || no_word && token.text.len() <= 4,
    }
}

fn is_capitals(token: &Token) -> bool {
    let mut letters = token.text.chars().filter(|c| c.is_alphabetic());
    token.text.chars().count() >= 2
        && letters.next().is_some_and(char::is_uppercase)
        && letters.filter(|c| c.is_lowercase()).count() <= 1
}

/// A second look for a serial in which OCR took digits for letters: `O7-ĐA/TU`, `l234/UBND`.
fn corrected(tokens: &[Token], taken: &dyn Fn(usize) -> bool) -> Option<Found> {
    tokens
        .iter()
        .enumerate()
        .filter(|(at, _)| !taken(*at))
        .find_map(|(at, token)| {
            let digits = as_digits(&token.text)?;
            let found = follow(tokens, at, (digits, String::new()), taken);
            let joined = found.codes.first().is_some_and(|code| code.gap.joins());
            (joined && found.rank() == 3).then_some(Found {
                ocr_corrected: true,
                ..found
            })
        })
}

fn as_digits(text: &str) -> Option<u32> {
    let has_digit = text.chars().any(|c| c.is_ascii_digit());
    let digit = |c: char| match c {
        '0'..='9' => Some(c),
        'O' | 'o' | 'Q' => Some('0'),
        'l' | 'I' => Some('1'),
        'S' if has_digit => Some('5'),
        'B' if has_digit => Some('8'),
        'Z' if has_digit => Some('2'),
        'G' if has_digit => Some('6'),
        _ => None,
    };
    let digits: Option<String> = text.chars().map(digit).collect();
    let short = text.chars().count() <= if has_digit { 5 } else { 2 };
    digits
        .filter(|_| short)
        .and_then(|digits| serial(&digits))
        .map(|(number, _)| number)
}

/// `/QĐ-UBND`, `Số:      /QĐ-UBND`: the serial is still to be written in.
fn blank_serial(tokens: &[Token], taken: &dyn Fn(usize) -> bool) -> Option<Found> {
    let starts = |at: usize, token: &Token| {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        matches!(token.gap, Gap::Slash | Gap::Dash)
            && before.is_none_or(|before| before.fold == "so")
    };
    let (at, _) = tokens
        .iter()
        .enumerate()
        .find(|(at, token)| !taken(*at) && starts(*at, token))?;
    let codes = codes(tokens, at, taken);
    let found = Found {
        first: at,
        end: at + codes.len(),
        codes,
        ..Found::default()
    };
    (found.codes.len() >= 2 && found.rank() == 3).then_some(found)
}
