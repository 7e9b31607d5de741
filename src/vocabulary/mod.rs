//! Which kinds of papers, issuing bodies, places and abbreviations there are: `index/*.tsv` as tables.

pub mod abbreviations;
pub mod bodies;
pub mod body_names;
mod body_tree;
pub mod codes;
pub mod id;
pub mod kinds;
pub mod nicknames;
pub mod places;
pub mod provinces;
mod table;
mod templates;

pub use bodies::Body;
pub use bodies::Level;
pub use bodies::NumberForm;
pub use id::BodyId;
pub use id::KindId;
pub use id::System;
pub use kinds::Kind;
