//! Sessions: from a right password to a secret in a browser, until it is given back or grows old.

use std::net::IpAddr;

use jiff::Timestamp;
use rusqlite::OptionalExtension;

use crate::access::AccessError;
use crate::access::Accounts;
use crate::access::Rights;
use crate::access::Role;
use crate::access::accounts;
use crate::access::audit;
use crate::access::audit::Act;
use crate::access::secret;
use crate::access::secret::fingerprint;

/// Seconds without a request after which a session ends.
pub const IDLE: i64 = 2 * 60 * 60;
/// Seconds after which it ends whatever is asked.
pub const LONGEST: i64 = 12 * 60 * 60;
/// Seconds after which it is noted again that a session is used.
const NOTED: i64 = 60;

/// What became of a try to log in.
#[derive(Debug, PartialEq, Eq)]
pub enum LogIn {
    /// The secret of a new session.
    In(String),
    /// Name or password is wrong, or the account is disabled: which one, nobody is told.
    Refused,
    /// Too many wrong tries: seconds until the next one is listened to.
    Wait(i64),
}

impl Accounts {
    /// Tries to log in. Takes as long and says the same whether there is such an account or not.
    pub fn log_in(
        &self,
        name: &str,
        password: &str,
        source: IpAddr,
        now: Timestamp,
    ) -> Result<LogIn, AccessError> {
        let from = source.to_string();
        let act = Act {
            who: "",
            source: &from,
            at: now,
        };
        let wait = self.throttle.try_now(name, source, now);
        if wait > 0 {
            return Ok(LogIn::Wait(wait));
        }
        let kept: Option<String> = {
            let select = "SELECT password FROM accounts WHERE name = ?1 AND disabled = 0";
            let connection = self.connection();
            let mut statement = connection.prepare_cached(select)?;
            statement.query_row([name], |row| row.get(0)).optional()?
        };
        if !self.hasher.is(password, kept.as_deref())? {
            // A password typed for a name must not be kept.
            let known = accounts::account(&self.connection(), name).is_ok();
            let about = if known { name } else { "(không có)" };
            self.change(|connection| audit::write(connection, &act, "log-in-refused", about))?;
            return Ok(LogIn::Refused);
        }
        let session = secret::random()?;
        let begun = self.change(|connection| {
            let second = now.as_second();
            let old = "DELETE FROM sessions WHERE began <= ?1 OR used <= ?2";
            connection.execute(old, (second - LONGEST, second - IDLE))?;
            // Not for who was disabled or given another password a moment ago.
            let insert = "INSERT INTO sessions (hash, account, began, used)
                 SELECT ?2, id, ?3, ?3 FROM accounts
                 WHERE name = ?1 AND disabled = 0 AND password = ?4";
            let hash = fingerprint(session.as_bytes());
            let begun = connection.execute(insert, (name, hash, second, kept))? > 0;
            let act = Act { who: name, ..act };
            let event = if begun { "log-in" } else { "log-in-refused" };
            audit::write(connection, &act, event, name)?;
            Ok(begun)
        })?;
        if !begun {
            return Ok(LogIn::Refused);
        }
        self.throttle.forgive(name, source);
        Ok(LogIn::In(session))
    }

    /// What the holder of a session's secret may see and do now; none if it has ended.
    pub fn in_session(&self, session: &str, now: Timestamp) -> Result<Option<Rights>, AccessError> {
        let (hash, second) = (fingerprint(session.as_bytes()), now.as_second());
        let connection = self.connection();
        let select = "SELECT name, used FROM sessions JOIN accounts ON accounts.id = account
             WHERE hash = ?1 AND began > ?2 AND used > ?3 AND disabled = 0";
        let found: Option<(String, i64)> = connection
            .prepare_cached(select)?
            .query_row((&hash, second - LONGEST, second - IDLE), |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        let Some((name, used)) = found else {
            return Ok(None);
        };
        if second - used > NOTED {
            let note = "UPDATE sessions SET used = ?2 WHERE hash = ?1";
            connection.execute(note, (&hash, second))?;
        }
        let account = accounts::account(&connection, &name)?;
        accounts::rights(&connection, account, Role::Administrator).map(Some)
    }

    /// Ends a session.
    pub fn log_out(&self, session: &str, act: &Act<'_>) -> Result<(), AccessError> {
        self.change(|connection| {
            let end = "DELETE FROM sessions WHERE hash = ?1";
            connection.execute(end, [fingerprint(session.as_bytes())])?;
            audit::write(connection, act, "log-out", act.who)
        })
    }

    /// Changes one's own password: the present one is asked for, guesses of it are slowed like those
    /// at the door, and every session ends.
    pub fn change_password(
        &self,
        present: &str,
        new: &str,
        source: IpAddr,
        act: &Act<'_>,
    ) -> Result<(), AccessError> {
        let name = act.who;
        if self.throttle.try_now(name, source, act.at) > 0 {
            return Err(AccessError::WrongPassword);
        }
        let kept: Option<String> = {
            let select = "SELECT password FROM accounts WHERE name = ?1";
            let connection = self.connection();
            let mut statement = connection.prepare_cached(select)?;
            statement.query_row([name], |row| row.get(0)).optional()?
        };
        if !self.hasher.is(present, kept.as_deref())? {
            return Err(AccessError::WrongPassword);
        }
        self.throttle.forgive(name, source);
        self.set_password(name, new, act)
    }
}
