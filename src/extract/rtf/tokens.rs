//! RTF as a flat stream of groups, control words and bytes.

/// A piece of RTF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Open,
    Close,
    /// A control word and its number.
    Word(&'a str, Option<i32>),
    /// A control symbol: `\~`, `\*` …
    Symbol(u8),
    /// A byte of text, written as it is or as `\'xx`.
    Byte(u8),
}

/// The tokens of `bytes`, read once from front to back.
pub(super) struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(count.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn take_while(&mut self, wanted: impl Fn(&u8) -> bool) -> &'a str {
        let count = self.rest.iter().take_while(|byte| wanted(byte)).count();
        std::str::from_utf8(self.take(count)).unwrap_or_default()
    }

    fn control(&mut self) -> Option<Token<'a>> {
        let word = self.take_while(u8::is_ascii_alphabetic);
        if word.is_empty() {
            return match self.take(1) {
                b"'" => Some(Token::Byte(self.hexadecimal())),
                [symbol] => Some(Token::Symbol(*symbol)),
                _ => None,
            };
        }
        let minus =
            self.rest.first() == Some(&b'-') && self.rest.get(1).is_some_and(u8::is_ascii_digit);
        let sign = if minus { self.take(1).len() } else { 0 };
        let digits = self.take_while(u8::is_ascii_digit);
        let number = (!digits.is_empty()).then(|| {
            let size = digits.parse::<i32>().unwrap_or(i32::MAX);
            if sign == 1 { -size } else { size }
        });
        if self.rest.first() == Some(&b' ') {
            self.take(1);
        }
        if let ("bin", Some(count)) = (word, number) {
            self.take(usize::try_from(count).unwrap_or_default());
        }
        Some(Token::Word(word, number))
    }

    fn hexadecimal(&mut self) -> u8 {
        let count = self
            .rest
            .iter()
            .take(2)
            .take_while(|byte| byte.is_ascii_hexdigit())
            .count();
        let digits = std::str::from_utf8(self.take(count)).unwrap_or_default();
        u8::from_str_radix(digits, 16).unwrap_or(b'?')
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            return match self.take(1) {
                b"{" => Some(Token::Open),
                b"}" => Some(Token::Close),
                b"\\" => self.control(),
                [b'\r' | b'\n' | 0] => continue,
                [byte] => Some(Token::Byte(*byte)),
                _ => None,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Token::{Byte, Close, Open, Symbol, Word};
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(rtf: &[u8], expected: &[Token<'_>]) {
        assert_eq!(Tokens::of(rtf).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn words_symbols_and_bytes() {
        check(
            b"{\\b a\\b0}",
            &[Open, Word("b", None), Byte(b'a'), Word("b", Some(0)), Close],
        );
        check(
            b"\\u-3913?\\'e0\\~\r\n",
            &[Word("u", Some(-3913)), Byte(b'?'), Byte(0xe0), Symbol(b'~')],
        );
        check(b"\\bin2 {}a", &[Word("bin", Some(2)), Byte(b'a')]);
        check(b"\\bin-2 a", &[Word("bin", Some(-2)), Byte(b'a')]);
        check(b"\\bin99999999999 a", &[Word("bin", Some(i32::MAX))]);
        check(b"\\'", &[Byte(b'?')]);
        check(b"\\", &[]);
    }

    proptest! {
        #[test]
        fn reading_ends(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            prop_assert!(Tokens::of(&bytes).count() <= bytes.len());
        }
    }
}
