//! What a search gives back: hits in order, exact counts, and what the typed line was read as.

use serde::Deserialize;
use serde::Serialize;

use crate::document::DocumentId;
use crate::document::PartialDate;
use crate::search::cursor::Cursor;
use crate::vocabulary::BodyId;
use crate::vocabulary::KindId;
use crate::vocabulary::System;

/// One page of an answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Page {
    /// How the typed line was read.
    pub understood: Understood,
    /// Documents that match, on all pages.
    pub total: u64,
    /// This page's documents, best first.
    pub hits: Vec<Hit>,
    /// Counts over all that match.
    pub facets: Facets,
    /// Where the next page begins; none on the last one.
    pub next: Option<Cursor>,
    /// The one paper a typed number can only mean; may be opened at once.
    pub direct: Option<DocumentId>,
}

/// A document that matches.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// Which.
    pub id: DocumentId,
    /// The state of it that was indexed.
    pub sequence: u64,
    /// Why it matches.
    pub tier: Tier,
    /// Relevance within its tier; comparable only within one answer.
    pub score: f32,
}

/// Why a document matches a query, the best reason first. A hit of a better tier always comes
/// before one of a worse tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    /// Its own number, as typed.
    Exact = 1,
    /// Its own number, marks and case aside.
    Ascii = 2,
    /// Its own number, whatever the order and separators.
    Loose = 3,
    /// Its own serial, kind and body; the unit aside.
    Components = 4,
    /// Its own serial and kind.
    SerialKind = 5,
    /// Its own serial and body, or its serial alone when nothing else was typed.
    SerialBody = 6,
    /// Its own number, after correcting what a scanner misreads.
    Corrected = 7,
    /// It cites the number.
    Cites = 8,
    /// The number of a paper known by a nickname.
    Alias = 9,
    /// Words.
    Words = 10,
}

impl Tier {
    /// All, the best first.
    pub const ALL: [Self; 10] = [
        Self::Exact,
        Self::Ascii,
        Self::Loose,
        Self::Components,
        Self::SerialKind,
        Self::SerialBody,
        Self::Corrected,
        Self::Cites,
        Self::Alias,
        Self::Words,
    ];

    /// 1 for the best, 10 for words.
    #[must_use]
    pub fn rank(self) -> u8 {
        self as u8
    }

    /// The document bears the number itself.
    #[must_use]
    pub fn is_own(self) -> bool {
        self <= Self::Corrected
    }
}

/// How the typed line was read. Everything in it may be shown and taken back by the reader.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Understood {
    /// A document number, in its usual spelling.
    pub number: Option<String>,
    /// A kind of document.
    pub kind: Option<KindId>,
    /// An issuing body.
    pub body: Option<BodyId>,
    /// A year.
    pub year: Option<i16>,
    /// A date.
    pub date: Option<PartialDate>,
    /// A term of office (khóa, nhiệm kỳ).
    pub term: Option<u8>,
    /// The words that are left.
    pub text: String,
    /// Words and phrases that must not occur.
    pub excluded: Vec<String>,
    /// Where in the typed line each of these stands.
    pub chips: Vec<Chip>,
    /// A remark for the reader, in Vietnamese.
    pub note: Option<String>,
    /// The line with misspelt syllables replaced by ones the archive has.
    pub did_you_mean: Option<String>,
}

/// A part of the typed line that was recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chip {
    /// For the reader, in Vietnamese: `Loại: Đề án`.
    pub label: String,
    /// What it is.
    pub kind: ChipKind,
    /// Byte offset of its start in the typed line.
    pub start: usize,
    /// Byte offset just after it.
    pub end: usize,
}

/// What a chip stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChipKind {
    /// A document number.
    Number,
    /// A kind of document.
    Kind,
    /// An issuing body.
    Body,
    /// A year.
    Year,
    /// A date.
    Date,
    /// A term of office.
    Term,
    /// A quoted phrase.
    Phrase,
    /// An excluded word or phrase.
    Excluded,
    /// A nickname of a document.
    Alias,
}

/// Exact counts over the documents that match, each document once in every facet it has a value in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Facets {
    /// By system, most frequent first.
    pub system: Vec<Count<System>>,
    /// By issuing body: the topmost bodies, each with those below it.
    pub body: Vec<BodyCount>,
    /// By province of the issuing body, most frequent first; its id without a year.
    pub place: Vec<Count<&'static str>>,
    /// By kind, most frequent first.
    pub kind: Vec<Count<KindId>>,
    /// By year, latest first.
    pub year: Vec<Count<i16>>,
}

/// A value and how many documents have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count<T> {
    /// The value.
    pub value: T,
    /// Documents with it.
    pub count: u64,
}

/// A body and how many documents it and the bodies below it issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BodyCount {
    /// The body.
    pub id: BodyId,
    /// Documents of its subtree, each once.
    pub count: u64,
    /// The bodies directly below it that have documents, most frequent first.
    pub children: Vec<BodyCount>,
}
