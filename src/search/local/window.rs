//! Sets of documents that lie together, a bit each, compared 64 at once.

use tantivy::DocId;

/// Documents of a window.
pub(super) const SIZE: u32 = 4096;
const WORDS: usize = SIZE as usize / 64;

type Bits = [u64; WORDS];

/// Some of the documents from `start` on.
#[derive(Clone)]
pub(super) struct Window {
    start: DocId,
    /// How many documents there are.
    documents: u32,
    bits: Bits,
}

impl Window {
    /// None of the documents from `start` on, of so many there are.
    pub fn none(start: DocId, documents: u32) -> Self {
        Self {
            start,
            documents,
            bits: [0; WORDS],
        }
    }

    /// All of them.
    pub fn all(start: DocId, documents: u32) -> Self {
        let bits = (0..).map(|word: u32| {
            let before = start.saturating_add(64 * word);
            match documents.saturating_sub(before) {
                0 => 0,
                left @ 1..64 => u64::MAX >> (64 - left),
                _ => u64::MAX,
            }
        });
        let mut window = Self::none(start, documents);
        window
            .bits
            .iter_mut()
            .zip(bits)
            .for_each(|(word, bits)| *word = bits);
        window
    }

    /// None of the same documents.
    pub fn emptied(&self) -> Self {
        Self::none(self.start, self.documents)
    }

    pub fn start(&self) -> DocId {
        self.start
    }

    /// The document behind the last.
    pub fn end(&self) -> DocId {
        self.start
            .saturating_add(SIZE)
            .min(self.documents.max(self.start))
    }

    /// How many documents there are, in the window or not.
    pub fn documents(&self) -> u32 {
        self.documents
    }

    pub fn is_empty(&self) -> bool {
        self.bits.iter().all(|&word| word == 0)
    }

    pub fn count(&self) -> u32 {
        self.bits.iter().map(|word| word.count_ones()).sum()
    }

    /// Adds documents, which are not before its start, as far as they can be in it; true if all can.
    pub fn add(&mut self, documents: &[DocId]) -> bool {
        for doc in documents {
            let at = doc - self.start;
            match self.bits.get_mut((at / 64) as usize) {
                Some(word) => *word |= 1 << (at % 64),
                None => return false,
            }
        }
        true
    }

    /// The first one that is not before `target`, which is not before its start.
    pub fn first(&self, target: DocId) -> Option<DocId> {
        let at = target.checked_sub(self.start)?;
        let word = (at / 64) as usize;
        let behind = self.bits.get(word)? & (u64::MAX << (at % 64));
        let rest = self.bits.get(word + 1..).unwrap_or_default();
        let words = std::iter::once(behind).chain(rest.iter().copied());
        let start = self.start + (at - at % 64);
        let (place, bits) = (0..).zip(words).find(|&(_, bits)| bits != 0)?;
        Some(start + place * 64 + bits.trailing_zeros())
    }

    /// Keeps those that are wanted; they are asked for in their order.
    pub fn keep(&mut self, mut wanted: impl FnMut(DocId) -> bool) {
        for (start, word) in (self.start..).step_by(64).zip(&mut self.bits) {
            let mut left = *word;
            while left != 0 {
                let at = left.trailing_zeros();
                left &= left - 1;
                if !wanted(start + at) {
                    *word &= !(1 << at);
                }
            }
        }
    }

    /// Keeps those that are in another window of the same documents as well.
    pub fn keep_all_of(&mut self, other: &Self) {
        for (word, other) in self.bits.iter_mut().zip(&other.bits) {
            *word &= other;
        }
    }

    /// Keeps those that are not in another window of the same documents.
    pub fn keep_none_of(&mut self, other: &Self) {
        for (word, other) in self.bits.iter_mut().zip(&other.bits) {
            *word &= !other;
        }
    }
}

/// In how many windows of the same documents each of them is: numbers in binary, the digits of 64
/// documents side by side, the last digit first.
#[derive(Default)]
pub(super) struct Votes {
    digits: Vec<Bits>,
}

impl Votes {
    /// Counts the documents of a window.
    pub fn add(&mut self, window: &Window) {
        let mut carried = window.bits;
        for digit in &mut self.digits {
            for (digit, carried) in digit.iter_mut().zip(&mut carried) {
                (*digit, *carried) = (*digit ^ *carried, *digit & *carried);
            }
        }
        if carried.iter().any(|&carried| carried != 0) {
            self.digits.push(carried);
        }
    }

    /// Keeps those documents of a window that were counted so often.
    pub fn keep_at_least(&self, times: usize, window: &mut Window) {
        if times >> self.digits.len() != 0 {
            window.bits = [0; WORDS];
            return;
        }
        let (mut more, mut same) = ([0; WORDS], [u64::MAX; WORDS]);
        for (place, digit) in self.digits.iter().enumerate().rev() {
            let wanted = times >> place & 1 == 1;
            for ((more, same), digit) in more.iter_mut().zip(&mut same).zip(digit) {
                match wanted {
                    true => *same &= digit,
                    false => {
                        *more |= *same & digit;
                        *same &= !digit;
                    }
                }
            }
        }
        for (word, (more, same)) in window.bits.iter_mut().zip(more.iter().zip(&same)) {
            *word &= more | same;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: DocId = 100;

    fn window(documents: &[DocId]) -> Window {
        let mut window = Window::none(START, START + SIZE);
        window.add(documents);
        window
    }

    fn documents(window: &Window) -> Vec<DocId> {
        let next = |doc: &DocId| window.first(doc + 1);
        std::iter::successors(window.first(START), next).collect()
    }

    proptest! {
        #[test]
        fn votes_are_counted(
            windows in prop::collection::vec(prop::collection::btree_set(START..START + SIZE, 0..200), 0..20),
            times in 0_usize..24,
        ) {
            let mut votes = Votes::default();
            for documents in &windows {
                votes.add(&window(&documents.iter().copied().collect::<Vec<_>>()));
            }
            let mut kept = Window::all(START, START + SIZE);
            votes.keep_at_least(times, &mut kept);
            let counted = |doc: &DocId| windows.iter().filter(|window| window.contains(doc)).count();
            let expected: Vec<DocId> = (START..START + SIZE).filter(|doc| counted(doc) >= times).collect();
            prop_assert_eq!(documents(&kept), expected);
        }
    }

    #[test]
    fn no_document_is_behind_the_last() {
        for count in [0, 1, 63, 64, 65, SIZE - 1, SIZE, SIZE + 1] {
            let all = Window::all(START, START + count);
            let expected = START + count.min(SIZE);
            assert_eq!(all.end(), expected);
            assert_eq!(documents(&all), (START..expected).collect::<Vec<_>>());
        }
        assert!(Window::all(START, START - 1).is_empty());
    }
}
