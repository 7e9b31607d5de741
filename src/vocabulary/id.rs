//! The names of authority rows: which kind, which body, which of the three systems of offices.

use serde::{Deserialize, Serialize};

/// Id of a document kind in `index/kinds.tsv`, such as `nghi-quyet`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KindId(String);

/// Id of an issuing body: a row of `index/bodies.tsv` (`bbt`), an instance of
/// `index/body_templates.tsv` (`stc-an-giang`, `hu-886`), or `ten:…` for a printed name that no
/// authority row has.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BodyId(String);

impl KindId {
    /// An id as written; whether such a kind exists is `kinds::by_id`'s to say.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl BodyId {
    /// An id as written; whether such a body exists is `bodies::by_id`'s to say.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for KindId {
    fn from(id: &str) -> Self {
        Self::new(id)
    }
}

impl From<&str> for BodyId {
    fn from(id: &str) -> Self {
        Self::new(id)
    }
}

impl std::fmt::Display for KindId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::fmt::Display for BodyId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// The three systems of offices, each with its own rules for papers and numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum System {
    /// Party bodies.
    Party,
    /// State bodies.
    State,
    /// The Front and the mass organisations.
    Mass,
}

impl System {
    /// As written in the tables and in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::State => "state",
            Self::Mass => "mass",
        }
    }

    /// For staff.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Party => "Đảng",
            Self::State => "Nhà nước",
            Self::Mass => "Mặt trận và đoàn thể",
        }
    }

    /// The reverse of [`System::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Party, Self::State, Self::Mass]
            .into_iter()
            .find(|system| system.code() == code)
    }
}
