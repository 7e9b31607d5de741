//! How text becomes index terms: single syllables with their positions, and pairs of neighbours.
//!
//! Single syllables are indexed without marks. Pairs are indexed without and with marks, and so is
//! each syllable that bears any; these need no positions. A query may therefore mix marked and
//! unmarked syllables freely, two adjacent syllables are one look-up, and a quoted phrase is a
//! chain of pairs confirmed by the positions. Index and queries build their terms from
//! [`Spelling`] and nothing else.

use std::rc::Rc;

use tantivy::tokenizer::TextAnalyzer;
use tantivy::tokenizer::Token;
use tantivy::tokenizer::TokenStream;
use tantivy::tokenizer::Tokenizer;
use tantivy::tokenizer::TokenizerManager;

use crate::search::cut::Cut;
use crate::search::spelling::KEY_JOINT;
use crate::search::spelling::PLAIN_JOINT;
use crate::search::spelling::Spelling;

/// Tokeniser of single syllables without marks.
pub const SINGLES: &str = "syllables";
/// Tokeniser of pairs, and of syllables with marks.
pub const PAIRS: &str = "pairs";

/// The tokenisers under the names the schema uses.
#[must_use]
pub fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(SINGLES, TextAnalyzer::from(Analyser::default()));
    manager.register(PAIRS, TextAnalyzer::from(Analyser { pairs: true }));
    manager
}

#[derive(Clone, Default)]
struct Analyser {
    pairs: bool,
}

impl Tokenizer for Analyser {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream {
            rest: text,
            cut: None,
            at: 0,
            pairs: self.pairs,
            before: Rc::default(),
            here: Rc::default(),
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
    /// What is not yet cut.
    rest: &'a str,
    cut: Option<Box<Cut>>,
    /// Place of the next piece.
    at: usize,
    pairs: bool,
    before: Rc<Spelling>,
    here: Rc<Spelling>,
    /// Of the syllable in `here`, from 1.
    position: usize,
    next: Step,
    token: Token,
}

impl Stream<'_> {
    /// Reads the next syllable into `here`. A glued token is followed by its parts; it stands where
    /// the first of them stands, and has no part in pairs.
    fn read(&mut self) -> bool {
        loop {
            let piece = self.cut.as_ref().and_then(|cut| cut.get(self.at));
            match piece {
                Some((_, true)) if self.pairs => self.at += 1,
                Some((spelling, glued)) => {
                    self.at += 1;
                    self.before = std::mem::replace(&mut self.here, Rc::clone(spelling));
                    self.token.position = self.position;
                    self.position += usize::from(!glued);
                    return true;
                }
                None if self.rest.is_empty() => return false,
                None => self.cut_more(),
            }
        }
    }

    fn cut_more(&mut self) {
        self.give_back();
        let (cut, rest) = Cut::beginning(self.rest);
        (self.cut, self.rest, self.at) = (Some(cut), rest, 0);
    }

    fn give_back(&mut self) {
        if let Some(cut) = self.cut.take() {
            cut.give_back();
        }
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

impl Drop for Stream<'_> {
    fn drop(&mut self) {
        self.give_back();
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
