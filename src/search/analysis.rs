//! How text becomes index terms: single syllables with their positions, and pairs of neighbours.
//!
//! Single syllables are indexed without marks. Pairs are indexed without and with marks, and so is
//! each syllable that bears any; these need no positions. A query may therefore mix marked and
//! unmarked syllables freely, two adjacent syllables are one look-up, and a quoted phrase is a
//! chain of pairs confirmed by the positions. Index and queries build their terms from
//! [`Spelling`] and nothing else.

use tantivy::tokenizer::TextAnalyzer;
use tantivy::tokenizer::Token;
use tantivy::tokenizer::TokenStream;
use tantivy::tokenizer::Tokenizer;
use tantivy::tokenizer::TokenizerManager;

use crate::search::spelling::KEY_JOINT;
use crate::search::spelling::PLAIN_JOINT;
use crate::search::spelling::Spelling;
use crate::text::glued;
use crate::text::syllables::Keys;
use crate::text::syllables::Syllable;
use crate::text::syllables::Syllables;
use crate::text::syllables::syllables;

/// Tokeniser of single syllables without marks.
pub const SINGLES: &str = "syllables";
/// Tokeniser of pairs, and of syllables with marks.
pub const PAIRS: &str = "pairs";

/// The tokenisers under the names the schema uses.
#[must_use]
pub fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(SINGLES, TextAnalyzer::from(Analyser::default()));
    manager.register(
        PAIRS,
        TextAnalyzer::from(Analyser {
            pairs: true,
            ..Analyser::default()
        }),
    );
    manager
}

#[derive(Clone, Default)]
struct Analyser {
    pairs: bool,
    keys: Keys,
}

impl Tokenizer for Analyser {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream {
            source: syllables(text),
            pairs: self.pairs,
            keys: &mut self.keys,
            before: Spelling::default(),
            here: Spelling::default(),
            pieces: Vec::new(),
            position: 0,
            next: Step::Read,
            token: Token::default(),
        }
    }
}

/// What is to come out next.
#[derive(Clone, Copy)]
enum Step {
    /// The next syllable is to be read.
    Read,
    /// The syllable with its marks.
    Key,
    /// It and the one before, without marks.
    PlainPair,
    /// It and the one before, with marks.
    KeyPair,
}

struct Stream<'a> {
    source: Syllables<'a>,
    pairs: bool,
    keys: &'a mut Keys,
    before: Spelling,
    here: Spelling,
    /// The parts of a glued token, last first.
    pieces: Vec<Syllable<'a>>,
    /// Of the syllable in `here`, from 1.
    position: usize,
    next: Step,
    token: Token,
}

impl<'a> Stream<'a> {
    /// Reads the next syllable into `here`. A glued token is followed by its parts; it stands where
    /// the first of them stands, and has no part in pairs.
    fn read(&mut self) -> bool {
        let piece = self.pieces.pop();
        let Some(syllable) = piece.or_else(|| self.source.next()) else {
            return false;
        };
        if piece.is_none() {
            self.pieces = glued::pieces(syllable);
            self.pieces.reverse();
            if self.pairs && !self.pieces.is_empty() {
                return self.read();
            }
        }
        std::mem::swap(&mut self.before, &mut self.here);
        self.here.fill(self.keys, syllable.text);
        self.token.position = self.position;
        if piece.is_some() || self.pieces.is_empty() {
            self.position += 1;
        }
        true
    }

    /// Puts out a single syllable or a pair.
    fn put(&mut self, pair: Option<char>, half: fn(&Spelling) -> &str) {
        let text = &mut self.token.text;
        text.clear();
        if let Some(joint) = pair {
            text.push_str(half(&self.before));
            text.push(joint);
        }
        text.push_str(half(&self.here));
    }

    /// Puts out the terms of the field of pairs, one a call; false when a syllable is done with.
    fn step(&mut self) -> bool {
        let first = self.position <= 1;
        match self.next {
            Step::Read => false,
            Step::Key => {
                self.next = if first { Step::Read } else { Step::PlainPair };
                if !self.here.marked() {
                    return !first && self.step();
                }
                self.put(None, |spelling| &spelling.key);
                true
            }
            Step::PlainPair => {
                let marked = self.here.marked() || self.before.marked();
                self.next = if marked { Step::KeyPair } else { Step::Read };
                self.put(Some(PLAIN_JOINT), |spelling| &spelling.plain);
                true
            }
            Step::KeyPair => {
                self.next = Step::Read;
                self.put(Some(KEY_JOINT), |spelling| &spelling.key);
                true
            }
        }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        if !self.pairs {
            let more = self.read();
            if more {
                self.put(None, |spelling| &spelling.plain);
            }
            return more;
        }
        while !self.step() {
            if !self.read() {
                return false;
            }
            self.next = Step::Key;
        }
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(tokeniser: &str, text: &str, expected: &[(usize, &str)]) {
        let mut analyser = tokenizers().get(tokeniser).unwrap();
        let mut stream = analyser.token_stream(text);
        let mut found = Vec::new();
        while stream.advance() {
            let token = stream.token();
            let shown = token.text.replace('\u{1}', "°").replace(KEY_JOINT, "+");
            found.push((token.position, shown));
        }
        let expected: Vec<_> = expected
            .iter()
            .map(|(at, text)| (*at, (*text).to_owned()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn singles_have_positions_and_no_marks() {
        check(SINGLES, "Hòa, hoà", &[(0, "hoa"), (1, "hoa")]);
        check(
            SINGLES,
            "nhấtcần làm",
            &[(0, "nhatcan"), (0, "nhat"), (1, "can"), (2, "lam")],
        );
        check(SINGLES, "", &[]);
    }

    #[test]
    fn pairs_come_with_and_without_marks() {
        check(PAIRS, "Hòa", &[(0, "hoa°1")]);
        check(PAIRS, "cho vay", &[(1, "cho vay")]);
        check(
            PAIRS,
            "vay Hoà",
            &[(1, "hoa°1"), (1, "vay hoa"), (1, "vay+hoa°1")],
        );
        check(
            PAIRS,
            "nhấtcần",
            &[
                (0, "nhât°4"),
                (1, "cân°1"),
                (1, "nhat can"),
                (1, "nhât°4+cân°1"),
            ],
        );
    }
}
