//! What a database says when it does not do what it was asked.

use std::fmt;

use postgres::error::SqlState;

/// Why a database did not do what it was asked.
#[derive(Debug)]
pub enum Error {
    /// There is no such row.
    NoRow,
    /// A column holds a value of another type than was written.
    Type {
        /// Its place among the columns, or its name.
        column: String,
        /// What it holds.
        found: &'static str,
    },
    /// SQLite's own words.
    File(rusqlite::Error),
    /// PostgreSQL's own words.
    Server(postgres::Error),
    /// The server cannot be reached, or does not take part just now: ask it again later.
    Away {
        /// Which one.
        place: String,
        /// Why.
        reason: String,
    },
}

impl Error {
    /// A column's text that cannot be what it should.
    #[must_use]
    pub fn wrong(column: usize, found: &'static str) -> Self {
        Self::Type {
            column: (column + 1).to_string(),
            found,
        }
    }

    /// SQLite's code, where it is SQLite that speaks.
    #[must_use]
    pub fn file_code(&self) -> Option<rusqlite::ErrorCode> {
        match self {
            Self::File(error) => error.sqlite_error_code(),
            _ => None,
        }
    }

    /// Whether the connection is of no more use, so that the same may succeed on another one.
    #[must_use]
    pub fn is_away(&self) -> bool {
        matches!(self, Self::Away { .. })
    }
}

/// Whether a server's error means that it, or the way to it, is gone for now.
pub(super) fn means_away(error: &postgres::Error) -> bool {
    let leaves = |state: &SqlState| {
        // Class 08: connection exceptions; 57P01 to 57P03: shut down, crashed, starting.
        state.code().starts_with("08")
            || [
                SqlState::ADMIN_SHUTDOWN,
                SqlState::CRASH_SHUTDOWN,
                SqlState::CANNOT_CONNECT_NOW,
                SqlState::TOO_MANY_CONNECTIONS,
                SqlState::READ_ONLY_SQL_TRANSACTION,
            ]
            .contains(state)
    };
    match error.code() {
        Some(state) => leaves(state),
        None => error.is_closed() || caused_by_io(error),
    }
}

fn caused_by_io(error: &postgres::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        if next.is::<std::io::Error>() {
            return true;
        }
        cause = next.source();
    }
    false
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRow => out.write_str("no such row"),
            Self::Type { column, found } => write!(out, "column {column} holds {found}"),
            Self::File(error) => error.fmt(out),
            Self::Server(error) => match error.as_db_error() {
                Some(told) => write!(out, "{}: {}", told.code().code(), told.message()),
                None => error.fmt(out),
            },
            Self::Away { place, reason } => write!(out, "`{place}` does not answer: {reason}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::QueryReturnedNoRows => Self::NoRow,
            error => Self::File(error),
        }
    }
}

/// A row that may not be there.
pub trait OptionalRow<T> {
    /// None where there is no such row.
    fn optional(self) -> Result<Option<T>, Error>;
}

impl<T> OptionalRow<T> for Result<T, Error> {
    fn optional(self) -> Result<Option<T>, Error> {
        match self {
            Err(Error::NoRow) => Ok(None),
            found => found.map(Some),
        }
    }
}
