//! Keys of whole texts for the index, at the speed of a look-up.

use crate::text::glued;
use crate::text::syllables::Keys;
use crate::text::syllables::Syllable;
use std::collections::HashMap;
use std::ops::Range;

/// A language has few syllables: this many tokens cover nearly all of any archive.
const MOST_KNOWN: usize = 1 << 16;
/// Longer tokens are rare, and a hostile file must not fill the memory with them.
const LONGEST_KNOWN: usize = 32;

/// What is indexed at the place of one token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Analysis {
    /// The keys of the token itself.
    pub keys: Keys,
    /// The pieces of a glued token (see [`glued::pieces`]): byte range within the token, keys.
    pub pieces: Vec<(Range<usize>, Keys)>,
}

/// Remembers the [`Analysis`] of the tokens it has met; one for each indexing thread.
#[derive(Default)]
pub struct Analyser {
    places: HashMap<Box<str>, usize>,
    known: Vec<Analysis>,
    other: Analysis,
}

impl Analyser {
    /// The analysis of a token, as [`crate::text::syllables::syllables`] yields it.
    pub fn analyse(&mut self, token: &str) -> &Analysis {
        let place = match self.places.get(token) {
            Some(&place) => place,
            None => self.learn(token),
        };
        self.known.get(place).unwrap_or(&self.other)
    }

    /// The place of a new token's analysis in `known`; past its end, it is in `other`.
    fn learn(&mut self, token: &str) -> usize {
        let place = self.known.len();
        if place < MOST_KNOWN && token.len() <= LONGEST_KNOWN {
            self.known.push(Analysis::of(token));
            self.places.insert(token.into(), place);
        } else {
            self.other = Analysis::of(token);
        }
        place
    }
}

impl Analysis {
    fn of(token: &str) -> Self {
        let whole = Syllable {
            text: token,
            start: 0,
            end: token.len(),
        };
        let pieces = glued::pieces(whole).into_iter();
        Self {
            keys: Keys::of(token),
            pieces: pieces
                .map(|piece| (piece.start..piece.end, Keys::of(piece.text)))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(analyser: &mut Analyser, token: &str, pieces: &[&str]) {
        for _ in 0..2 {
            let analysis = analyser.analyse(token);
            assert_eq!(analysis.keys, Keys::of(token));
            let found: Vec<_> = analysis
                .pieces
                .iter()
                .map(|(range, _)| token.get(range.clone()).unwrap())
                .collect();
            assert_eq!(found, pieces);
        }
    }

    #[test]
    fn remembers_what_it_would_compute() {
        let analyser = &mut Analyser::default();
        check(analyser, "Nghị", &[]);
        check(analyser, "nhấtcần", &["nhất", "cần"]);
        check(analyser, &"dài".repeat(40), &[]);
        check(analyser, &"Xã".repeat(40), &["Xã"; 40]);
    }
}
