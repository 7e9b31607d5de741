//! What is written down of log-ins and of changes to accounts: the one function that does it.

use jiff::Timestamp;
use rusqlite::Connection;

use crate::access::AccessError;
use crate::access::Accounts;

/// Who does something, from where, and when.
#[derive(Debug, Clone, Copy)]
pub struct Act<'a> {
    /// An account's name; for the command line the system's name of the user.
    pub who: &'a str,
    /// An address; `dòng lệnh` for the command line.
    pub source: &'a str,
    /// When.
    pub at: Timestamp,
}

/// One line of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audited {
    /// When.
    pub at: String,
    /// Who.
    pub who: String,
    /// From where.
    pub source: String,
    /// A stable code: `log-in`, `log-in-refused`, `granted` …
    pub event: String,
    /// The account, grant or collection.
    pub about: String,
}

/// Writes one event down, with the change it belongs to.
pub(super) fn write(
    connection: &Connection,
    act: &Act<'_>,
    event: &str,
    about: &str,
) -> Result<(), AccessError> {
    let insert = "INSERT INTO audit (at, who, source, event, about) VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut statement = connection.prepare_cached(insert)?;
    statement.execute((act.at.to_string(), act.who, act.source, event, about))?;
    Ok(())
}

impl Accounts {
    /// The last `most` events, the latest first.
    pub fn audited(&self, most: u32) -> Result<Vec<Audited>, AccessError> {
        let connection = self.connection();
        let mut select = connection
            .prepare("SELECT at, who, source, event, about FROM audit ORDER BY id DESC LIMIT ?1")?;
        let rows = select.query_map([most], |row| {
            Ok(Audited {
                at: row.get(0)?,
                who: row.get(1)?,
                source: row.get(2)?,
                event: row.get(3)?,
                about: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
