//! Sessions: from a right password, or the word of the office's directory, to a secret in a browser,
//! until it is given back or grows old.

use std::net::IpAddr;

use jiff::Timestamp;

use crate::access::AccessError;
use crate::access::Accounts;
use crate::access::Rights;
use crate::access::Role;
use crate::access::accounts;
use crate::access::accounts::NO_PASSWORD;
use crate::access::audit;
use crate::access::audit::Act;
use crate::access::secret;
use crate::access::secret::fingerprint;
use crate::database::OptionalRow;

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
            let select = "SELECT password FROM accounts
                 WHERE name = ?1 AND disabled = 0 AND password <> ?2";
            let connection = self.connection();
            let mut statement = connection.prepare_cached(select)?;
            let found = statement.query_row([name, NO_PASSWORD], |row| row.get(0));
            found.optional()?
        };
        if !self.hasher.is(password, kept.as_deref())? {
            // A password typed for a name must not be kept.
            let known = accounts::account(&self.connection(), name).is_ok();
            let about = if known { name } else { "(không có)" };
            self.change(|connection| audit::write(connection, &act, "log-in-refused", about))?;
            return Ok(LogIn::Refused);
        }
        let act = Act { who: name, ..act };
        match self.begin(name, kept.as_deref(), &act, name)? {
            Some(session) => {
                self.throttle.forgive(name, source);
                Ok(LogIn::In(session))
            }
            None => Ok(LogIn::Refused),
        }
    }

    /// Begins a session of an account that is there and not disabled, with the password that was
    /// compared where one was: none for who was disabled or given another one a moment ago. It is
    /// written down as something about `about`.
    pub(super) fn begin(
        &self,
        name: &str,
        compared: Option<&str>,
        act: &Act<'_>,
        about: &str,
    ) -> Result<Option<String>, AccessError> {
        let session = secret::random()?;
        self.change(|connection| {
            let second = act.at.as_second();
            let old = "DELETE FROM sessions WHERE began <= ?1 OR used <= ?2";
            connection.execute(old, (second - LONGEST, second - IDLE))?;
            let insert = "INSERT INTO sessions (hash, account, began, used)
                 SELECT ?2, id, ?3, ?3 FROM accounts
                 WHERE name = ?1 AND disabled = 0 AND password = COALESCE(?4, password)";
            let hash = fingerprint(session.as_bytes());
            let begun = connection.execute(insert, (name, hash, second, compared))? > 0;
            let event = if begun { "log-in" } else { "log-in-refused" };
            audit::write(connection, act, event, about)?;
            Ok(begun.then_some(session))
        })
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
            let select = "SELECT password FROM accounts WHERE name = ?1 AND password <> ?2";
            let connection = self.connection();
            let mut statement = connection.prepare_cached(select)?;
            let found = statement.query_row([name, NO_PASSWORD], |row| row.get(0));
            found.optional()?
        };
        if !self.hasher.is(present, kept.as_deref())? {
            return Err(AccessError::WrongPassword);
        }
        self.throttle.forgive(name, source);
        self.set_password(name, Some(new), act)
    }
}
