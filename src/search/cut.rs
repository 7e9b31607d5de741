//! Text cut into syllables, each spelled once for all the terms it is part of.
//!
//! The syllables and the pairs of a text are two fields, which tantivy analyses one after the
//! other. Vietnamese has a few thousand syllables, so each thread remembers how each is spelled and
//! whether it is glued, and the latest stretch of text, which the second field need not cut again.

use std::cell::Cell;
use std::rc::Rc;

// The standard table's hash is made for longer keys than syllables.
use hashbrown::HashMap;

use crate::search::spelling::Spelling;
use crate::text::glued;
use crate::text::syllables::Keys;
use crate::text::syllables::Syllable;
use crate::text::syllables::syllables;

/// Bytes of text that are cut at once; nearly all papers are shorter.
const STRETCH: usize = 32 * 1024;
/// Printed forms that are remembered, until another stretch is cut: then all are forgotten.
const MOST_WORDS: usize = 20_000;
/// Bytes of a printed form that is remembered.
const LONGEST: usize = 48;

thread_local! {
    static LATEST: Cell<Option<Box<Cut>>> = const { Cell::new(None) };
}

/// A stretch of text in syllables.
#[derive(Default)]
pub(super) struct Cut {
    text: String,
    pieces: Vec<Piece>,
    words: Vec<Word>,
    /// Place among the words by printed form.
    known: HashMap<Box<str>, usize>,
    keys: Keys,
}

/// A token, or a part of a glued one.
#[derive(Clone, Copy)]
struct Piece {
    word: usize,
    glued: bool,
}

/// How a token is spelled, and the places of the words it is glued together of.
struct Word {
    spelling: Rc<Spelling>,
    parts: Box<[usize]>,
}

impl Cut {
    /// Cuts the beginning of a text; gives what is behind it.
    pub fn beginning(text: &str) -> (Box<Self>, &str) {
        let (stretch, rest) = text.split_at(end_of_stretch(text));
        let mut cut = LATEST.take().unwrap_or_default();
        if cut.text != stretch {
            cut.fill(stretch);
        }
        (cut, rest)
    }

    /// What it remembers spares the next one work.
    pub fn give_back(self: Box<Self>) {
        LATEST.set(Some(self));
    }

    /// How the token or part at a place is spelled, and whether it is a glued token, which its
    /// parts follow; none behind the last.
    pub fn get(&self, at: usize) -> Option<(&Rc<Spelling>, bool)> {
        let piece = self.pieces.get(at)?;
        Some((&self.words.get(piece.word)?.spelling, piece.glued))
    }

    fn fill(&mut self, text: &str) {
        if self.words.len() > MOST_WORDS {
            self.words.clear();
            self.known.clear();
        }
        self.pieces.clear();
        for syllable in syllables(text) {
            let word = match self.known.get(syllable.text) {
                Some(word) => *word,
                None => self.learn(syllable),
            };
            let parts = self.words.get(word).map(|word| &*word.parts);
            let parts = parts.unwrap_or_default();
            let glued = !parts.is_empty();
            self.pieces.push(Piece { word, glued });
            let parts = parts.iter().map(|&word| Piece { word, glued: false });
            self.pieces.extend(parts);
        }
        text.clone_into(&mut self.text);
    }

    fn learn(&mut self, token: Syllable<'_>) -> usize {
        let parts = glued::pieces(token);
        let parts = parts.iter().map(|part| self.add(part.text, Box::default()));
        let parts = parts.collect();
        let word = self.add(token.text, parts);
        if token.text.len() <= LONGEST {
            self.known.insert(token.text.into(), word);
        }
        word
    }

    fn add(&mut self, text: &str, parts: Box<[usize]>) -> usize {
        let mut spelling = Spelling::default();
        spelling.fill(&mut self.keys, text);
        let spelling = Rc::new(spelling);
        self.words.push(Word { spelling, parts });
        self.words.len() - 1
    }
}

/// Where a stretch ends: never within a token, and not where it begins.
fn end_of_stretch(text: &str) -> usize {
    let at = text.floor_char_boundary(STRETCH);
    let Some((before, behind)) = text.split_at_checked(at).filter(|_| at < text.len()) else {
        return text.len();
    };
    match before.rfind(char::is_whitespace) {
        Some(end) if end > 0 => end,
        _ => at + behind.find(char::is_whitespace).unwrap_or(behind.len()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spelled(text: &str) -> Vec<(Spelling, bool)> {
        let mut found = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (cut, behind) = Cut::beginning(rest);
            found.extend(
                (0..)
                    .map_while(|at| cut.get(at))
                    .map(|(spelling, glued)| (Spelling::clone(spelling), glued)),
            );
            cut.give_back();
            rest = behind;
        }
        found
    }

    fn one_by_one(text: &str) -> Vec<(Spelling, bool)> {
        let mut found = Vec::new();
        for token in syllables(text) {
            let parts = glued::pieces(token);
            found.push((Spelling::of(token.text), !parts.is_empty()));
            found.extend(parts.iter().map(|part| (Spelling::of(part.text), false)));
        }
        found
    }

    proptest! {
        #[test]
        fn what_is_remembered_changes_nothing(
            texts in prop::collection::vec("[a-zđêếớ ,.A-C0-9]{0,60}", 1..8),
            times in 1_usize..3000,
        ) {
            for text in &texts {
                prop_assert_eq!(spelled(text), one_by_one(text));
                prop_assert_eq!(spelled(text), one_by_one(text));
            }
            let long = texts.join(" Khối").repeat(times);
            prop_assert_eq!(spelled(&long), one_by_one(&long));
        }
    }

    #[test]
    fn no_stretch_ends_within_a_token() {
        let long = "nhấtcần".repeat(STRETCH);
        for text in [
            long.clone(),
            format!("a {long} b"),
            format!("{long} b"),
            "é".repeat(STRETCH),
        ] {
            assert_eq!(spelled(&text), one_by_one(&text));
        }
    }
}
