//! Finding documents: a typed line and filters in, hits in order and exact counts out.
//!
//! The index is derived from the store and can be thrown away at any time; it keeps no text, only
//! what is needed to find documents, count them and say in which order they come.

pub mod request;
pub mod page;
pub mod cursor;
pub mod filter;
pub mod narrowing;
mod prose;
mod spelling;
mod words;
mod cut;
mod clauses;
mod keys;
mod plan;
mod standing;
mod lookup;
mod terms_of_office;
mod line;
mod chips;
mod understand;
pub mod analysis;
pub mod schema;
mod fingerprint;
mod entry;
mod facets;
mod view;
mod slips;
mod local;
mod cluster;
pub mod writer;
pub mod highlight;
mod matcher;
pub mod suggest;
pub mod engine;
mod place;
mod related;
mod audit;

pub use audit::Audit;
pub use audit::Entry;
pub use audit::Expected;
pub use cluster::ClusterSettings;
pub use cursor::Cursor;
pub use cursor::CursorError;
pub use engine::Index;
pub use entry::whole_text;
pub use filter::Filter;
pub use highlight::Segment;
pub use highlight::mark;
pub use highlight::snippet;
pub use local::cited::Unborne;
pub use matcher::Matcher;
pub use narrowing::Narrowing;
pub use page::BodyCount;
pub use page::Chip;
pub use page::ChipKind;
pub use page::Count;
pub use page::Facets;
pub use page::Hit;
pub use page::Page;
pub use page::Tier;
pub use page::Understood;
pub use place::IndexPlace;
pub use request::Request;
pub use request::Sort;
pub use suggest::Suggestions;
pub use writer::Writer;

/// What the box makes of a request, before any index is asked.
#[must_use]
pub fn understand(request: &Request) -> Understood {
    understand::read(request).1
}

/// What can go wrong with an index. A query never does.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// There is no index in the directory: build one.
    #[error("no index in `{0}`")]
    Missing(std::path::PathBuf),
    /// Made by another version of the program: rebuild it.
    #[error("the index in `{0}` has other fields than this version of the program: rebuild it")]
    OtherSchema(std::path::PathBuf),
    /// Another process is writing it.
    #[error("the index in `{0}` is being written by another process")]
    Busy(std::path::PathBuf),
    /// No machine of the cluster answers, or none has what it takes to.
    #[error("the search cluster does not answer")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A thread that writes met an error: nothing of this commit is in it. The engine keeps what it was.
    #[error("the index could not be written: the disk may be full or failing")]
    Unwritten,
    /// Reading or writing failed, or a file is damaged: rebuild it.
    #[error("the index cannot be read or written")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod lifetime;
#[cfg(test)]
mod register;
#[cfg(test)]
mod restricted;
#[cfg(test)]
mod tasks;
