//! Files that wait to be read by other machines, in a table of the catalogue's server.
//!
//! Whoever imports posts a file's bytes; a machine that reads takes the oldest row nobody has
//! (`FOR UPDATE SKIP LOCKED`) and writes down what it found; who posted it takes that and deletes
//! the row. A row is taken as long as the session of who took it lives, so a machine that dies gives
//! it back, and nobody needs a clock. No transaction stays open while a file is read: a row can be
//! withdrawn at any time, and nothing keeps the server from clearing up.

#[cfg(test)]
mod laws;

use std::time::Duration;

use crate::database::Connection;
use crate::database::OptionalRow;
use crate::database::Settings;

use super::error::StoreError;
use super::layout::Layout;
use super::places::Places;
use super::upgrades;

/// So often a file is taken by a machine that then dies, before nobody takes it any more.
const TRIES: i64 = 3;
/// Who has a session now: what others did is only looked at through this.
const ALIVE: &str = "SELECT pid FROM pg_stat_activity WHERE pid IS NOT NULL";

/// The files of one archive that wait to be read elsewhere.
#[derive(Debug, Clone)]
pub struct Queue {
    settings: Settings,
    program: &'static str,
}

/// A session that posts files.
#[derive(Debug)]
pub struct Poster {
    connection: Connection,
    program: &'static str,
}

/// A session that takes files.
#[derive(Debug)]
pub struct Taker {
    connection: Connection,
    program: &'static str,
}

/// What has become of a file that was posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Nobody has taken it.
    Waiting,
    /// Somebody reads it.
    Taken,
    /// Too many of those who took it died.
    GivenUp,
    /// What was found; none if that is longer than what may be.
    Answered(Option<Vec<u8>>),
    /// The server has crashed meanwhile, and forgotten it.
    Gone,
}

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its row.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Queue {
    /// The queue of the archive in `layout`'s folder, for readers and importers that are the same
    /// `program`.
    ///
    /// # Errors
    /// Where its catalogue is not on a server.
    pub fn of(layout: &Layout, program: &'static str) -> Result<Self, StoreError> {
        let settings = Places::of(layout)?.catalogue;
        let settings = settings.ok_or_else(|| StoreError::Places {
            path: layout.places(),
            reason: "files can be read by other machines only where `[catalogue]` names a server \
                     they have in common"
                .to_owned(),
        })?;
        Ok(Self { settings, program })
    }

    /// A session that posts; a server that is away is not waited for.
    pub fn poster(&self) -> Result<Poster, StoreError> {
        let connection = self.settings.connect_within(Duration::ZERO)?;
        let own: i64 = connection.query_row("SELECT pg_backend_pid()", [], |row| row.get(0))?;
        connection.execute_batch(&format!("LISTEN work_{own}"))?;
        Ok(Poster {
            connection,
            program: self.program,
        })
    }

    /// A session that takes; a server that is away is waited for as long as its settings say.
    pub fn taker(&self) -> Result<Taker, StoreError> {
        self.taker_within(self.settings.patience)
    }

    /// The same, waiting this long.
    pub fn taker_within(&self, patience: Duration) -> Result<Taker, StoreError> {
        let connection = self.settings.connect_within(patience)?;
        upgrades::check_readable(&connection).map_err(|error| match error {
            StoreError::OlderFormat { found: 0, .. } => {
                StoreError::NotAnArchive(self.settings.url.clone().into())
            }
            error => error,
        })?;
        connection.execute_batch(&format!("LISTEN work_{}", self.settings.schema))?;
        Ok(Taker {
            connection,
            program: self.program,
        })
    }

    /// Leaves nothing in the table, nor in its files: a paper that turned out to be secret may have
    /// been there. For who may write the archive: nobody else posts then.
    pub fn clear(&self) -> Result<(), StoreError> {
        let connection = self.settings.connect_within(Duration::ZERO)?;
        let emptied = connection.execute_batch("SET lock_timeout = 2000; TRUNCATE work");
        // A program that reads the table all the time, such as a copy of the database, is in the way.
        emptied.or_else(|_| connection.execute_batch("DELETE FROM work"))?;
        Ok(())
    }
}

impl Poster {
    /// Posts a file; gives its row.
    pub fn post(&self, name: &str, bytes: &[u8]) -> Result<i64, StoreError> {
        let post = "WITH posted AS (
                INSERT INTO work (program, name, bytes) VALUES (?1, ?2, ?3) RETURNING id
            )
            SELECT id, pg_notify('work_' || current_schema(), '') FROM posted";
        let given = (self.program, name, bytes);
        let posted = self.connection.query_row(post, given, |row| row.get(0));
        Ok(posted?)
    }

    /// What has become of a file; of an answer at most so many bytes are fetched.
    pub fn look(&self, id: i64, most: usize) -> Result<State, StoreError> {
        let look = format!(
            "SELECT answer IS NOT NULL, CASE WHEN octet_length(answer) <= ?2 THEN answer END, tries,
                taker IS NOT NULL AND taker IN ({ALIVE})
            FROM work WHERE id = ?1"
        );
        let most = i32::try_from(most).unwrap_or(i32::MAX);
        let found = self.connection.query_row(&look, (id, most), |row| {
            Ok(match (row.get(0)?, row.get(2)?, row.get(3)?) {
                (true, _, _) => State::Answered(row.get(1)?),
                (false, _, true) => State::Taken,
                (false, TRIES.., false) => State::GivenUp,
                (false, _, false) => State::Waiting,
            })
        });
        Ok(found.optional()?.unwrap_or(State::Gone))
    }

    /// Withdraws a file, answered or not.
    pub fn withdraw(&self, id: i64) -> Result<(), StoreError> {
        let withdraw = "DELETE FROM work WHERE id = ?1";
        self.connection.execute(withdraw, [id])?;
        Ok(())
    }

    /// Whether anybody reads anything just now.
    pub fn is_anybody_there(&self) -> Result<bool, StoreError> {
        let look = format!("SELECT EXISTS (SELECT 1 FROM work WHERE taker IN ({ALIVE}))");
        Ok(self.connection.query_row(&look, [], |row| row.get(0))?)
    }

    /// Waits until a file of this session's is answered, this long at most.
    pub fn wait(&self, longest: Duration) -> Result<(), StoreError> {
        Ok(self.connection.await_notice(longest)?)
    }
}

impl Taker {
    /// The oldest file that nobody reads, if there is one. It is this session's until it is answered,
    /// or the session ends.
    pub fn take(&self) -> Result<Option<Taken>, StoreError> {
        let take = format!(
            "UPDATE work SET tries = tries + 1, taker = pg_backend_pid() WHERE id = (
                SELECT id FROM work
                WHERE answer IS NULL AND program = ?1 AND tries < ?2
                    AND (taker IS NULL OR taker NOT IN ({ALIVE}))
                ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
            )
            RETURNING id, name, bytes"
        );
        let taken = self
            .connection
            .query_row(&take, (self.program, TRIES), |row| {
                Ok(Taken {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    bytes: row.get(2)?,
                })
            });
        Ok(taken.optional()?)
    }

    /// Writes down what was found; of a file that was withdrawn nothing.
    pub fn answer(&self, id: i64, answer: &[u8]) -> Result<(), StoreError> {
        let tell = "WITH told AS (
                UPDATE work SET answer = ?2 WHERE id = ?1 AND taker = pg_backend_pid()
                RETURNING poster
            )
            SELECT pg_notify('work_' || poster, '') FROM told";
        self.connection.execute(tell, (id, answer))?;
        Ok(())
    }

    /// Removes what was posted by those who are no more.
    pub fn sweep(&self) -> Result<(), StoreError> {
        let sweep = format!("DELETE FROM work WHERE poster NOT IN ({ALIVE})");
        self.connection.execute(&sweep, [])?;
        Ok(())
    }

    /// Waits until a file is posted, this long at most.
    pub fn wait(&self, longest: Duration) -> Result<(), StoreError> {
        Ok(self.connection.await_notice(longest)?)
    }
}
