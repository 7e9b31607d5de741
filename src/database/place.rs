//! Where a database is: a file, or a schema on a server.

use std::fmt;
use std::path::PathBuf;

use crate::database::server::Settings;

/// Where a database is.
#[derive(Debug, Clone)]
pub enum Place {
    /// A file of SQLite.
    File(PathBuf),
    /// A schema on a server of PostgreSQL.
    Server(Settings),
}

impl Place {
    /// The file, where it is one.
    #[must_use]
    pub fn file(&self) -> Option<&std::path::Path> {
        match self {
            Self::File(file) => Some(file),
            Self::Server(_) => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file) => file.display().fmt(out),
            Self::Server(settings) => write!(out, "{} ({})", settings.url, settings.schema),
        }
    }
}
