//! What is written down of log-ins and of changes to accounts, each row bound to all before it: the
//! one function that does it, and the one that proves it.

use std::fmt;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::ErrorCode;
use rusqlite::OpenFlags;

use crate::access::AccessError;
use crate::access::Accounts;
use crate::access::database;
use crate::database::Connection;
use crate::database::OptionalRow;
use crate::database::Place;
use crate::database::Row;
use crate::document::ORIGIN;
use crate::document::chained;

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

impl Audited {
    /// Of `at, who, source, event, about`, from this column on.
    fn read(row: &Row<'_>, from: usize) -> Result<Self, crate::database::Error> {
        Ok(Self {
            at: row.get(from)?,
            who: row.get(from + 1)?,
            source: row.get(from + 2)?,
            event: row.get(from + 3)?,
            about: row.get(from + 4)?,
        })
    }

    /// Its hash as entry `id`, after the entry with the hash `before`.
    fn hash(&self, before: &str, id: i64) -> String {
        let Self {
            at,
            who,
            source,
            event,
            about,
        } = self;
        chained(
            before,
            &serde_json::json!([id, at, who, source, event, about]).to_string(),
        )
    }
}

/// Something about the audit that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuditProblem {
    /// An entry does not follow on the one before it.
    Entry(i64),
    /// There are no entries from the first to the second of these.
    Missing(i64, i64),
    /// It ends before this entry, which was noted.
    Cut(u64),
    /// This entry is not the one that was noted.
    Other(u64),
    /// There was an audit, and there is no file any more.
    Gone(String),
    /// It has no entry with this hash.
    NoHead(String),
    /// It cannot be read at all.
    Unreadable(String),
}

impl fmt::Display for AuditProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("audit of accounts: ")?;
        match self {
            Self::Entry(id) => write!(out, "entry {id} is not what was written"),
            Self::Missing(one, last) if one == last => write!(out, "entry {one} is missing"),
            Self::Missing(one, last) => write!(out, "entries {one} to {last} are missing"),
            Self::Cut(id) => write!(out, "it ends before entry {id}, which the log remembers"),
            Self::Other(id) => write!(out, "entry {id} is not the one the log remembers"),
            Self::Gone(file) => write!(out, "the file `{file}` is gone"),
            Self::NoHead(head) => write!(out, "there is no entry with the hash {head}"),
            Self::Unreadable(why) => write!(out, "it cannot be read: {why}"),
        }
    }
}

/// An audit looked through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditChecked {
    /// The number of the last entry.
    pub entries: u64,
    /// The hash of the last one: written down elsewhere, it proves later that nothing before it was
    /// changed or taken away.
    pub head: String,
    /// The entry whose hash was asked for; 0 for what stands before the first.
    pub asked: Option<u64>,
    /// What is wrong.
    pub problems: Vec<AuditProblem>,
}

/// What is remembered elsewhere of an audit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditKnown {
    /// Number and hash of an entry it had.
    pub noted: Option<(u64, String)>,
    /// The hash of one, as somebody wrote it down.
    pub head: Option<String>,
}

/// Writes one event down, with the change it belongs to.
pub(super) fn write(
    connection: &Connection,
    act: &Act<'_>,
    event: &str,
    about: &str,
) -> Result<(), AccessError> {
    let last = "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1";
    let last: Option<(i64, String)> = connection
        .prepare_cached(last)?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (last, before) = last.unwrap_or_else(|| (0, ORIGIN.to_owned()));
    let one = Audited {
        at: act.at.to_string(),
        who: act.who.to_owned(),
        source: act.source.to_owned(),
        event: event.to_owned(),
        about: about.to_owned(),
    };
    let hash = one.hash(&before, last + 1);
    let insert = "INSERT INTO audit (id, at, who, source, event, about, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let row = (
        last + 1,
        one.at,
        one.who,
        one.source,
        one.event,
        one.about,
        hash,
    );
    connection.prepare_cached(insert)?.execute(row)?;
    Ok(())
}

/// Binds the entries of a file of format 1 to each other, as they are.
pub(super) fn bind(connection: &Connection) -> Result<(), AccessError> {
    let mut select =
        connection.prepare("SELECT id, at, who, source, event, about FROM audit ORDER BY id")?;
    let mut update = connection.prepare("UPDATE audit SET hash = ?2 WHERE id = ?1")?;
    let rows = select.query_map([], |row| Ok((row.get(0)?, Audited::read(row, 1)?)))?;
    let mut before = ORIGIN.to_owned();
    for (id, one) in rows.collect::<Result<Vec<(i64, Audited)>, _>>()? {
        before = one.hash(&before, id);
        update.execute((id, &before))?;
    }
    Ok(())
}

impl Accounts {
    /// The last `most` events, the latest first.
    pub fn audited(&self, most: u32) -> Result<Vec<Audited>, AccessError> {
        let connection = self.connection();
        let mut select = connection
            .prepare("SELECT at, who, source, event, about FROM audit ORDER BY id DESC LIMIT ?1")?;
        let rows = select.query_map([most], |row| Audited::read(row, 0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Looks through the audit in a file as it lies, changing nothing; none where there is neither
    /// an audit nor anything known of one.
    pub fn verify_audit(
        place: &Place,
        known: &AuditKnown,
    ) -> Result<Option<AuditChecked>, AccessError> {
        let mut checked = AuditChecked {
            entries: 0,
            head: ORIGIN.to_owned(),
            // Where nothing was bound yet, that is the head to be written down.
            asked: known
                .head
                .as_deref()
                .filter(|head| *head == ORIGIN)
                .map(|_| 0),
            problems: Vec::new(),
        };
        if !exists(place)? {
            if *known == AuditKnown::default() {
                return Ok(None);
            }
            let gone = AuditProblem::Gone(place.to_string());
            checked.problems.push(gone);
            return Ok(Some(checked));
        }
        match chain_of(place, known, &mut checked) {
            Ok(()) => {}
            Err(AccessError::Database(error)) => {
                let unreadable = AuditProblem::Unreadable(error.to_string());
                checked.problems.push(unreadable);
            }
            Err(error) => return Err(error),
        }
        Ok(Some(checked))
    }
}

fn exists(place: &Place) -> Result<bool, AccessError> {
    match place {
        Place::File(file) => Ok(file.exists()),
        Place::Server(settings) => Ok(database::format(&settings.connect()?)? > 0),
    }
}

fn chain_of(
    place: &Place,
    known: &AuditKnown,
    checked: &mut AuditChecked,
) -> Result<(), AccessError> {
    let connection = match place {
        Place::File(file) => reading(file)?,
        Place::Server(settings) => settings.connect()?,
    };
    let format = database::format(&connection)?;
    if format < CHAINED {
        // Upgraded, and bound, by whoever opens it next to write.
        if let Some((noted, _)) = &known.noted {
            checked.problems.push(AuditProblem::Cut(*noted));
        }
        tell_no_head(known, checked);
        return Ok(());
    }
    let mut noted = known.noted.as_ref();
    let mut last = 0;
    let mut select = connection
        .prepare("SELECT id, at, who, source, event, about, hash FROM audit ORDER BY id")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        if id < 1 {
            checked.problems.push(AuditProblem::Entry(id));
            continue;
        }
        if id != last + 1 {
            let missing = AuditProblem::Missing(last + 1, id - 1);
            checked.problems.push(missing);
        }
        let hash: Option<String> = row.get(6).ok();
        let follows = Audited::read(&row, 1).ok().filter(|one| {
            let expected = one.hash(&checked.head, id);
            hash.as_ref() == Some(&expected)
        });
        // After a gap the first entry cannot follow: the gap says so.
        if follows.is_none() && id == last + 1 {
            checked.problems.push(AuditProblem::Entry(id));
        }
        last = id;
        checked.entries = id.cast_unsigned();
        checked.head = hash.unwrap_or_default();
        if known.head.as_ref() == Some(&checked.head) {
            checked.asked = Some(checked.entries);
        }
        if let Some((number, hash)) = noted
            && *number == checked.entries
        {
            if *hash != checked.head {
                checked.problems.push(AuditProblem::Other(*number));
            }
            noted = None;
        }
    }
    if let Some((number, _)) = noted {
        checked.problems.push(AuditProblem::Cut(*number));
    }
    tell_no_head(known, checked);
    Ok(())
}

/// Tells that no entry has the hash that was asked for.
fn tell_no_head(known: &AuditKnown, checked: &mut AuditChecked) {
    if let (Some(head), None) = (&known.head, checked.asked) {
        checked.problems.push(AuditProblem::NoHead(head.clone()));
    }
}

/// The format from which entries are bound to each other.
const CHAINED: u32 = 2;

/// Opens a file to read it only; on a medium nobody can write to, as something that stays as it is.
fn reading(file: &Path) -> Result<Connection, AccessError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(file, flags)?;
    let read = opened.query_row("SELECT COUNT(*) FROM sqlite_master", [], |_| Ok(()));
    match read.map_err(|error| error.file_code()) {
        Err(Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly)) => {
            let path = percent_encoding::percent_encode(
                file.as_os_str().as_encoded_bytes(),
                percent_encoding::NON_ALPHANUMERIC,
            );
            let flags = flags | OpenFlags::SQLITE_OPEN_URI;
            let uri = format!("file:{path}?immutable=1");
            Ok(Connection::open_with_flags(uri, flags)?)
        }
        _ => Ok(opened),
    }
}
