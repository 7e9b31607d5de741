//! Vietnamese text: clean spelling, legacy charsets, tones, folding, and what a syllable is.
//!
//! Everything here is pure and total: no I/O, no errors, any string is an acceptable input.
//! The order of the stages is part of the specification: [`legacy`] decodes first, on characters
//! nothing has touched; [`normalise::display`] makes what is stored and shown; only then do
//! [`syllables`] and [`fold`] look at it. NFKC, lower-casing or dropping soft hyphens before the
//! legacy stage would destroy TCVN3 text, in which `ư` *is* the soft hyphen.

mod table;
pub mod characters;
pub mod normalise;
pub mod recognised;
mod letters;
pub mod fold;
pub mod tone;
pub mod inventory;
pub mod syllables;
pub mod glued;
pub mod analyser;
pub mod detached;
pub mod legacy;

#[cfg(test)]
mod laws;
