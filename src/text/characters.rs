//! A set of characters answered by one bit of a table.

use std::ops::Range;
use std::sync::LazyLock;

static LETTERS: LazyLock<CharacterSet> = LazyLock::new(|| CharacterSet::new(char::is_alphabetic));
static LETTERS_AND_DIGITS: LazyLock<CharacterSet> =
    LazyLock::new(|| LETTERS.with(char::is_numeric, char::is_alphanumeric));

/// [`char::is_alphabetic`], which searches long tables for everything beyond ASCII.
pub fn is_letter(c: char) -> bool {
    match c.is_ascii() {
        true => c.is_ascii_alphabetic(),
        false => LETTERS.contains(c),
    }
}

/// [`char::is_alphanumeric`], as [`is_letter`].
pub fn is_letter_or_digit(c: char) -> bool {
    match c.is_ascii() {
        true => c.is_ascii_alphanumeric(),
        false => LETTERS_AND_DIGITS.contains(c),
    }
}

/// All letters and digits.
pub(super) fn letters_and_digits() -> &'static CharacterSet {
    &LETTERS_AND_DIGITS
}

/// Where nearly all characters of papers in Latin stand: letters, marks, and the Greek and Cyrillic
/// that look like them; Vietnamese letters with tones, and punctuation. To look up a whole plane took
/// a fifth of the time in which a short-lived program starts, and all below U+3000 a tenth.
const USUAL: [Range<u32>; 2] = [0..0x500, 0x1E00..0x2080];

/// `one` of every code of the usual characters, `None` of those between, none behind them.
pub(super) fn usual<T>(one: impl Fn(char) -> T) -> Vec<Option<T>> {
    let [_, Range { end, .. }] = USUAL;
    let known = |code: &u32| USUAL.iter().any(|range| range.contains(code));
    let characters = (0..end).map(|code| Some(code).filter(known).and_then(char::from_u32));
    characters.map(|c| c.map(&one)).collect()
}

/// Its usual members, one bit each, and a rule for the rest.
pub(super) struct CharacterSet {
    bits: Vec<Option<u64>>,
    rule: fn(char) -> bool,
}

impl CharacterSet {
    /// The characters `rule` accepts.
    pub fn new(rule: fn(char) -> bool) -> Self {
        Self::listed([], rule).with(rule, rule)
    }

    /// The characters `rule` accepts, where it accepts the `listed` and no others that are usual.
    pub fn listed(listed: impl IntoIterator<Item = char>, rule: fn(char) -> bool) -> Self {
        let mut bits: Vec<_> = usual(|_| 0).into_iter().step_by(64).collect();
        for c in listed {
            if let Some(Some(word)) = bits.get_mut(c as usize / 64) {
                *word |= 1 << (c as u32 % 64);
            }
        }
        Self { bits, rule }
    }

    /// This set and what `added` accepts of the others: all that `rule` accepts.
    pub fn with(&self, added: fn(char) -> bool, rule: fn(char) -> bool) -> Self {
        let bits = (0..).zip(&self.bits).map(|(word, members): (u32, _)| {
            let members = (*members)?;
            let others = (0..64).filter(|bit| members >> bit & 1 == 0);
            let accepted = others.filter(|bit| char::from_u32(word * 64 + bit).is_some_and(added));
            Some(accepted.fold(members, |bits, bit| bits | 1 << bit))
        });
        Self {
            bits: bits.collect(),
            rule,
        }
    }

    /// This set without `others`: all that `rule` accepts.
    pub fn without(&self, others: &Self, rule: fn(char) -> bool) -> Self {
        let bits = self.bits.iter().zip(&others.bits);
        Self {
            bits: bits
                .map(|(members, others)| Some((*members)? & !(*others)?))
                .collect(),
            rule,
        }
    }

    /// Whether the rule accepts `c`.
    pub fn contains(&self, c: char) -> bool {
        match self.bits.get(c as usize / 64) {
            Some(Some(bits)) => bits >> (c as u32 % 64) & 1 == 1,
            _ => (self.rule)(c),
        }
    }

    /// Whether the table and the rule say the same of every character.
    #[cfg(test)]
    pub fn follows_its_rule(&self) -> bool {
        ('\0'..=char::MAX).all(|c| self.contains(c) == (self.rule)(c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_as_its_rule() {
        let all = || '\0'..='\u{20000}';
        assert!(all().all(|c| is_letter(c) == c.is_alphabetic()));
        assert!(all().all(|c| is_letter_or_digit(c) == c.is_alphanumeric()));
    }
}
