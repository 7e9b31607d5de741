//! A set of characters answered by one bit of a table.

use std::sync::LazyLock;

static LETTERS: LazyLock<CharacterSet> = LazyLock::new(|| CharacterSet::new(char::is_alphabetic));
static LETTERS_AND_DIGITS: LazyLock<CharacterSet> =
    LazyLock::new(|| CharacterSet::new(char::is_alphanumeric));

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

/// Letters, signs and bullets of papers in Latin lie below this code point. To look up the whole plane
/// took a fifth of the time in which a short-lived program starts.
const END: u32 = 0x3000;

/// The members below [`END`], one bit each, and a rule for the rest.
pub(super) struct CharacterSet {
    bits: Vec<u64>,
    rule: fn(char) -> bool,
}

impl CharacterSet {
    /// The characters `rule` accepts.
    pub fn new(rule: fn(char) -> bool) -> Self {
        let bits = (0..END / 64).map(|word: u32| {
            (0..64)
                .filter(|bit| char::from_u32(word * 64 + bit).is_some_and(rule))
                .fold(0, |bits, bit| bits | 1 << bit)
        });
        Self {
            bits: bits.collect(),
            rule,
        }
    }

    /// Whether the rule accepts `c`.
    pub fn contains(&self, c: char) -> bool {
        match self.bits.get(c as usize / 64) {
            Some(bits) => bits >> (c as u32 % 64) & 1 == 1,
            None => (self.rule)(c),
        }
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
