//! A connection, and what is done on it together or not at all.

use std::ops::Deref;
use std::path::Path;
use std::time::Duration;

use rusqlite::OpenFlags;
use rusqlite::config::DbConfig;

use crate::database::error::Error;
use crate::database::params::Params;
use crate::database::server::Session;
use crate::database::statement::Row;
use crate::database::statement::Statement;

/// Statements of a file kept ready.
const STATEMENTS_KEPT: usize = 64;

/// A connection to a database; used by one thread at a time.
#[derive(Debug)]
pub struct Connection(Kind);

#[derive(Debug)]
pub(super) enum Kind {
    File(rusqlite::Connection),
    Server(Box<Session>),
}

/// What someone wants to do in a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Will {
    /// Read everything as it is at one moment.
    Read,
    /// Change something: nobody else does so meanwhile.
    Write,
}

impl Connection {
    /// A file of SQLite, made if it is not there; one that is gone when closed if `path` is empty.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::of_file(rusqlite::Connection::open(path)?)
    }

    /// The same, opened as these flags say.
    pub fn open_with_flags(path: impl AsRef<Path>, flags: OpenFlags) -> Result<Self, Error> {
        let file = rusqlite::Connection::open_with_flags(path, flags)?;
        Self::of_file(file)
    }

    fn of_file(file: rusqlite::Connection) -> Result<Self, Error> {
        file.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        // Otherwise some statements are planned anew whenever a parameter is bound.
        file.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        Ok(Self(Kind::File(file)))
    }

    pub(super) fn of_server(session: Session) -> Self {
        Self(Kind::Server(Box::new(session)))
    }

    /// Whether it is to a server, and not to a file.
    #[must_use]
    pub fn is_to_server(&self) -> bool {
        matches!(self.0, Kind::Server(_))
    }

    /// How long to wait for another connection's short exclusive moments. A server's own business.
    pub fn busy_timeout(&self, wait: Duration) -> Result<(), Error> {
        match &self.0 {
            Kind::File(file) => Ok(file.busy_timeout(wait)?),
            Kind::Server(_) => Ok(()),
        }
    }

    /// Whether a server still knows this session; always of a file.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        match &self.0 {
            Kind::File(_) => true,
            Kind::Server(session) => session.is_alive(),
        }
    }

    /// Ends a session on a server and gives its locks back; whatever is asked after it is not
    /// answered. A file closes when the connection is dropped.
    pub fn close(&self) {
        if let Kind::Server(session) = &self.0 {
            session.close();
        }
    }

    /// A statement, kept ready for the next who wants the same.
    pub fn prepare_cached(&self, sql: &str) -> Result<Statement<'_>, Error> {
        match &self.0 {
            Kind::File(file) => Ok(Statement::of_file(file.prepare_cached(sql)?)),
            Kind::Server(session) => Ok(Statement::of_server(session, session.prepare(sql)?)),
        }
    }

    /// A statement.
    pub fn prepare(&self, sql: &str) -> Result<Statement<'_>, Error> {
        self.prepare_cached(sql)
    }

    /// Makes a change; gives the number of rows it changed.
    pub fn execute(&self, sql: &str, params: impl Params) -> Result<usize, Error> {
        self.prepare_cached(sql)?.execute(params)
    }

    /// Carries out statements without parameters, one after the other.
    pub fn execute_batch(&self, sql: &str) -> Result<(), Error> {
        match &self.0 {
            Kind::File(file) => Ok(file.execute_batch(sql)?),
            Kind::Server(session) => session.batch(sql),
        }
    }

    /// The first row of an answer.
    ///
    /// # Errors
    /// [`Error::NoRow`] where there is none.
    pub fn query_row<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.prepare_cached(sql)?.query_row(params, read)
    }

    /// Waits until a channel of a server that was listened to (`LISTEN`) is notified, this long at
    /// most. A file has none.
    pub fn await_notice(&self, longest: Duration) -> Result<(), Error> {
        match &self.0 {
            Kind::File(_) => Ok(()),
            Kind::Server(session) => session.await_notice(longest),
        }
    }

    /// From the first question on, everything is as it is at that moment, until the connection is
    /// dropped.
    pub fn stand_still(&self) -> Result<(), Error> {
        self.execute_batch(match &self.0 {
            Kind::File(_) => "BEGIN",
            Kind::Server(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        })
    }

    /// Begins a transaction; what is not committed did not happen.
    pub fn begin(&self, will: Will) -> Result<Transaction<'_>, Error> {
        match (&self.0, will) {
            (_, Will::Read) => self.stand_still()?,
            (Kind::File(_), Will::Write) => self.execute_batch("BEGIN IMMEDIATE")?,
            (Kind::Server(_), Will::Write) => self.execute_batch("BEGIN")?,
        }
        Ok(Transaction {
            connection: self,
            open: true,
        })
    }
}

/// Changes that happen together, or not at all when it is dropped.
#[derive(Debug)]
pub struct Transaction<'c> {
    connection: &'c Connection,
    open: bool,
}

impl Transaction<'_> {
    /// Makes them happen. On a server whose answer does not come they may have happened all the
    /// same.
    pub fn commit(mut self) -> Result<(), Error> {
        self.connection.execute_batch("COMMIT")?;
        self.open = false;
        Ok(())
    }
}

impl Deref for Transaction<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.open {
            // A connection that is gone has forgotten it already.
            drop(self.connection.execute_batch("ROLLBACK"));
        }
    }
}
