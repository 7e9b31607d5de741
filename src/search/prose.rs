//! The texts a document is found by words of, the two fields each is indexed in, and what a term in
//! them is worth.
//!
//! Every score is a whole number of 1/256: such numbers add up exactly in whatever order an engine
//! adds them, which depends on segments, shards, and documents that are left out.

/// How soon more of the same word stops to count, and how much the length of a text matters. Measured
/// on the retrieval sets: `index/README.md`.
pub(super) const K1: f32 = 0.5;
pub(super) const B: f32 = 0.75;
/// Scores are whole numbers of its reciprocal.
pub(super) const STEPS: f32 = 256.0;

/// A text of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Prose {
    /// What it is about in a line.
    Title,
    /// What is said of it in names.
    About,
    /// Everything.
    Text,
}

/// One of the two fields of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ProseField {
    pub prose: Prose,
    /// The field of pairs and of syllables with marks, not the one of syllables without.
    pub pairs: bool,
}

impl Prose {
    pub const ALL: [Self; 3] = [Self::Title, Self::About, Self::Text];

    /// Its syllables without marks, with positions.
    pub fn singles(self) -> ProseField {
        ProseField {
            prose: self,
            pairs: false,
        }
    }

    /// Its pairs of syllables without and with marks, and its marked syllables.
    pub fn pairs(self) -> ProseField {
        ProseField {
            prose: self,
            pairs: true,
        }
    }
}

impl ProseField {
    /// Its name in every index.
    pub fn name(self) -> &'static str {
        match (self.prose, self.pairs) {
            (Prose::Title, false) => "title",
            (Prose::Title, true) => "title_pairs",
            (Prose::About, false) => "about",
            (Prose::About, true) => "about_pairs",
            (Prose::Text, false) => "text",
            (Prose::Text, true) => "text_pairs",
        }
    }

    /// The length, in terms, of a text that is neither long nor short.
    ///
    /// A fixed one, so that no score tells anything of papers that are not there, and so that every
    /// engine gives the same one. Measured on real papers: `index/README.md`.
    pub fn usual_length(self) -> f32 {
        match (self.prose, self.pairs) {
            (Prose::Title, false) => 20.0,
            (Prose::Title, true) => 55.0,
            (Prose::About, false) => 20.0,
            (Prose::About, true) => 50.0,
            (Prose::Text, false) => 3_000.0,
            (Prose::Text, true) => 8_000.0,
        }
    }

    /// What the length of a text adds to how often a term must occur to be worth half its worth.
    pub fn norm(self, length: f32) -> f32 {
        K1 * (1.0 - B + B * length / self.usual_length())
    }
}

/// What a term's occurrences in a document are worth at most, were there no end of them: `count`
/// documents there are, `frequency` of them have it.
pub(super) fn worth(weight: f32, frequency: u64, count: u64) -> f32 {
    let (frequency, count) = (frequency as f32, count as f32);
    let idf = (1.0 + (count - frequency + 0.5) / (frequency + 0.5)).ln();
    weight * idf * (1.0 + K1)
}

/// What so many occurrences in a document are worth.
pub(super) fn score(worth: f32, times: f32, norm: f32) -> f32 {
    rounded(worth * times / (times + norm))
}

/// The nearest score there is.
pub(super) fn rounded(score: f32) -> f32 {
    (score * STEPS).round() / STEPS
}
