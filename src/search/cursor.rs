//! Where a page ends: the place of its last hit in the order, not a count of hits skipped.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use serde::Serializer;

/// The place of a hit in the order of an answer; greater comes first.
///
/// `major` carries where the hit stands (or the day, when sorted by date), `minor` the day, and
/// `tie`, taken from the id, makes it unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub(super) major: u64,
    pub(super) minor: u64,
    pub(super) tie: u64,
}

/// Where the next page begins. Opaque: it goes back as it came, with the same request.
///
/// New documents do not shift it: a page always begins just after the last hit of the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor(pub(super) Place);

/// What was handed in as a cursor is none of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a cursor of this archive")]
pub struct CursorError(String);

impl fmt::Display for Cursor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { major, minor, tie } = self.0;
        write!(out, "{major:x}.{minor:x}.{tie:x}")
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(written: &str) -> Result<Self, CursorError> {
        let bad = || CursorError(written.chars().take(60).collect());
        let mut parts = written.split('.').map(|part| u64::from_str_radix(part, 16));
        let mut next = || parts.next().and_then(Result::ok).ok_or_else(bad);
        let place = Place {
            major: next()?,
            minor: next()?,
            tie: next()?,
        };
        match parts.next() {
            None => Ok(Self(place)),
            Some(_) => Err(bad()),
        }
    }
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, read: Option<Cursor>) {
        assert_eq!(written.parse::<Cursor>().ok(), read, "{written}");
    }

    #[test]
    fn it_comes_back_as_it_went() {
        let cursor = Cursor(Place {
            major: u64::MAX,
            minor: 7,
            tie: 0,
        });
        check(&cursor.to_string(), Some(cursor));
        check("", None);
        check("1.2", None);
        check("1.2.3.4", None);
        check("1.2.é", None);
    }
}
