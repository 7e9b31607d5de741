//! A set of characters answered by one bit of a table.

/// The members within the Basic Multilingual Plane, one bit each, and a rule for the rest.
pub(super) struct CharacterSet {
    bits: Vec<u64>,
    rule: fn(char) -> bool,
}

impl CharacterSet {
    /// The characters `rule` accepts.
    pub fn new(rule: fn(char) -> bool) -> Self {
        let bits = (0..0x1_0000 / 64).map(|word: u32| {
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
        let set = CharacterSet::new(char::is_alphabetic);
        assert!(('\0'..='\u{20000}').all(|c| set.contains(c) == c.is_alphabetic()));
    }
}
