//! The plainest tokeniser that finds Vietnamese without its marks: runs of letters and digits, each
//! letter folded by one look-up.

use std::sync::LazyLock;

use tantivy::tokenizer::Token;
use tantivy::tokenizer::TokenStream;
use tantivy::tokenizer::Tokenizer;
use unicode_normalization::UnicodeNormalization;

/// Letters that are looked up; all Vietnamese ones are below it.
const LETTERS: u32 = 0x1F00;

/// By code point: the folded letter, or `\0` for what separates.
static FOLDED: LazyLock<Vec<char>> = LazyLock::new(|| {
    (0..LETTERS)
        .map(|code| match char::from_u32(code) {
            Some('đ' | 'Đ') => 'd',
            Some(letter) if letter.is_alphanumeric() => {
                let plain = letter.nfd().next().unwrap();
                plain.to_lowercase().next().unwrap()
            }
            _ => '\0',
        })
        .collect()
});

fn fold(letter: char) -> Option<char> {
    let folded = FOLDED.get(letter as usize).copied();
    folded.filter(|folded| *folded != '\0')
}

/// The folded words of a text.
pub fn folded(text: &str) -> Vec<String> {
    let mut folder = Folder::default();
    let mut stream = folder.token_stream(text);
    let mut words = Vec::new();
    while stream.advance() {
        words.push(stream.token().text.clone());
    }
    words
}

#[derive(Clone, Default)]
pub struct Folder {
    token: Token,
}

pub struct Words<'a> {
    text: std::str::CharIndices<'a>,
    token: &'a mut Token,
}

impl Tokenizer for Folder {
    type TokenStream<'a> = Words<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words<'a> {
        self.token.reset();
        Words {
            text: text.char_indices(),
            token: &mut self.token,
        }
    }
}

impl TokenStream for Words<'_> {
    fn advance(&mut self) -> bool {
        let Self { text, token } = self;
        token.text.clear();
        let Some((from, first)) = text
            .by_ref()
            .find_map(|(at, letter)| Some((at, fold(letter)?)))
        else {
            return false;
        };
        token.offset_from = from;
        token.position = token.position.wrapping_add(1);
        token.text.push(first);
        token.offset_to = loop {
            match text.next() {
                Some((at, letter)) => match fold(letter) {
                    Some(letter) => token.text.push(letter),
                    None => break at,
                },
                None => break text.offset(),
            }
        };
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
