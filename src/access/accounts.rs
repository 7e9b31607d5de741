//! Accounts: who there is, in what role, and what each may see.

use std::collections::BTreeSet;

use crate::access::AccessError;
use crate::access::Accounts;
use crate::access::Rights;
use crate::access::Role;
use crate::access::Scope;
use crate::access::audit;
use crate::access::audit::Act;
use crate::database::Connection;
use crate::database::OptionalRow;
use crate::document::Circulation;
use crate::document::Folder;

/// The grant of every collection.
pub const ALL: &str = "*";
/// The grant of what is in no collection.
pub const GENERAL: &str = "chung";
/// What is kept of the password of an account that has none.
pub(super) const NO_PASSWORD: &str = "";
/// Characters of a name.
const LONGEST: usize = 64;

/// An account as administrators see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its name: what is typed to log in.
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// It cannot be used.
    pub disabled: bool,
    /// It can be used by a password; else only when the office's directory vouches for it.
    pub has_password: bool,
    /// Collections it may see: names, `*` for all, `chung` for what is in none.
    pub collections: BTreeSet<String>,
    /// Circulation marks it may see.
    pub marks: BTreeSet<Circulation>,
}

/// Something an account may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant {
    /// A collection by name, `*` or `chung`.
    Collection(String),
    /// A circulation mark.
    Mark(Circulation),
}

impl Grant {
    fn row(&self) -> (&'static str, &str) {
        match self {
            Self::Collection(name) => ("collection", name),
            Self::Mark(mark) => ("mark", mark.code()),
        }
    }
}

/// What a role may see until somebody says otherwise: readers nothing that bears a mark, clerks what
/// stays inside the office, the others everything.
fn usual(role: Role) -> Vec<Grant> {
    let marks: &[Circulation] = match role {
        Role::Reader => &[],
        Role::Clerk => &[Circulation::Internal, Circulation::Conference],
        Role::Archivist | Role::Administrator => &Circulation::ALL,
    };
    let collection = match role {
        Role::Reader | Role::Clerk => GENERAL,
        Role::Archivist | Role::Administrator => ALL,
    };
    let marks = marks.iter().map(|mark| Grant::Mark(*mark));
    let collection = Grant::Collection(collection.to_owned());
    std::iter::once(collection).chain(marks).collect()
}

impl Accounts {
    /// Makes an account that may see what is usual for its role. Without a password only the
    /// office's directory lets it in.
    pub fn add(
        &self,
        name: &str,
        role: Role,
        password: Option<&str>,
        act: &Act<'_>,
    ) -> Result<(), AccessError> {
        let good = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_@".contains(&byte)
        };
        if name.is_empty() || name.len() > LONGEST || !name.bytes().all(good) {
            return Err(AccessError::BadName(name.to_owned()));
        }
        let hash = self.kept(password)?;
        self.change(|connection| {
            let insert = "INSERT INTO accounts (name, role, password, created)
                 VALUES (?1, ?2, ?3, ?4) ON CONFLICT (name) DO NOTHING";
            let values = (name, role.code(), hash, act.at.to_string());
            if connection.execute(insert, values)? == 0 {
                return Err(AccessError::Exists(name.to_owned()));
            }
            give(connection, name, &usual(role))?;
            audit::write(
                connection,
                act,
                "account-added",
                &format!("{name} {}", role.code()),
            )
        })
    }

    /// Whether there is anybody who could log in.
    pub fn any(&self) -> Result<bool, AccessError> {
        let any = "SELECT EXISTS (SELECT 1 FROM accounts WHERE disabled = 0)";
        Ok(self.connection().query_row(any, [], |row| row.get(0))?)
    }

    /// All accounts, by name.
    pub fn list(&self) -> Result<Vec<Account>, AccessError> {
        let connection = self.connection();
        let mut select = connection.prepare("SELECT name FROM accounts ORDER BY name")?;
        let names = select.query_map([], |row| row.get::<_, String>(0))?;
        let names = names.collect::<Result<Vec<_>, _>>()?;
        names
            .iter()
            .map(|name| account(&connection, name))
            .collect()
    }

    /// One account.
    pub fn account(&self, name: &str) -> Result<Account, AccessError> {
        account(&self.connection(), name)
    }

    /// Sets an account's role, and with it what it may see to what is usual for that. What it could
    /// do until now ends at once.
    pub fn set_role(&self, name: &str, role: Role, act: &Act<'_>) -> Result<(), AccessError> {
        self.change(|connection| {
            account(connection, name)?;
            let update = "UPDATE accounts SET role = ?2 WHERE name = ?1";
            connection.execute(update, (name, role.code()))?;
            let forget = "DELETE FROM grants
                 WHERE account = (SELECT id FROM accounts WHERE name = ?1)";
            connection.execute(forget, [name])?;
            give(connection, name, &usual(role))?;
            keep_an_administrator(connection, name)?;
            audit::write(
                connection,
                act,
                "role-set",
                &format!("{name} {}", role.code()),
            )
        })
    }

    /// Lets an account be used or not. Its sessions end; its tokens do nothing while it is disabled.
    pub fn set_disabled(
        &self,
        name: &str,
        disabled: bool,
        act: &Act<'_>,
    ) -> Result<(), AccessError> {
        self.change(|connection| {
            account(connection, name)?;
            let update = "UPDATE accounts SET disabled = ?2 WHERE name = ?1";
            connection.execute(update, (name, disabled))?;
            keep_an_administrator(connection, name)?;
            end_sessions(connection, name)?;
            let event = match disabled {
                true => "account-disabled",
                false => "account-enabled",
            };
            audit::write(connection, act, event, name)
        })
    }

    /// Sets a password, or takes it away; all sessions of the account end.
    pub fn set_password(
        &self,
        name: &str,
        password: Option<&str>,
        act: &Act<'_>,
    ) -> Result<(), AccessError> {
        let hash = self.kept(password)?;
        let event = match password {
            Some(_) => "password-set",
            None => "password-removed",
        };
        self.change(|connection| {
            account(connection, name)?;
            let update = "UPDATE accounts SET password = ?2 WHERE name = ?1";
            connection.execute(update, (name, hash))?;
            end_sessions(connection, name)?;
            audit::write(connection, act, event, name)
        })
    }

    fn kept(&self, password: Option<&str>) -> Result<String, AccessError> {
        let none = || Ok(NO_PASSWORD.to_owned());
        password.map_or_else(none, |password| self.hasher.hash(password))
    }

    /// Lets an account see something, or no longer.
    pub fn grant(
        &self,
        name: &str,
        grant: &Grant,
        granted: bool,
        act: &Act<'_>,
    ) -> Result<(), AccessError> {
        self.change(|connection| {
            account(connection, name)?;
            if let Grant::Collection(collection) = grant {
                let known = "SELECT EXISTS (SELECT 1 FROM collections WHERE name = ?1)";
                let known: bool = connection.query_row(known, [collection], |row| row.get(0))?;
                if granted && !known && collection != ALL && collection != GENERAL {
                    return Err(AccessError::NoCollection(collection.clone()));
                }
            }
            let (kind, value) = grant.row();
            let event = match granted {
                true => {
                    give(connection, name, std::slice::from_ref(grant))?;
                    "granted"
                }
                false => {
                    let take = "DELETE FROM grants WHERE kind = ?2 AND value = ?3
                         AND account = (SELECT id FROM accounts WHERE name = ?1)";
                    connection.execute(take, (name, kind, value))?;
                    "revoked"
                }
            };
            audit::write(connection, act, event, &format!("{name} {kind} {value}"))
        })
    }
}

fn give(connection: &Connection, name: &str, grants: &[Grant]) -> Result<(), AccessError> {
    for grant in grants {
        let (kind, value) = grant.row();
        let insert = "INSERT INTO grants (account, kind, value)
             SELECT id, ?2, ?3 FROM accounts WHERE name = ?1 ON CONFLICT DO NOTHING";
        connection.execute(insert, (name, kind, value))?;
    }
    Ok(())
}

fn end_sessions(connection: &Connection, name: &str) -> Result<(), AccessError> {
    let end = "DELETE FROM sessions WHERE account = (SELECT id FROM accounts WHERE name = ?1)";
    connection.execute(end, [name])?;
    Ok(())
}

fn keep_an_administrator(connection: &Connection, name: &str) -> Result<(), AccessError> {
    let any = "SELECT EXISTS (SELECT 1 FROM accounts
         WHERE role = 'administrator' AND disabled = 0)";
    match connection.query_row(any, [], |row| row.get(0))? {
        true => Ok(()),
        false => Err(AccessError::LastAdministrator(name.to_owned())),
    }
}

/// Reads an account.
pub(super) fn account(connection: &Connection, name: &str) -> Result<Account, AccessError> {
    let select = "SELECT role, disabled, password <> ?2 FROM accounts WHERE name = ?1";
    let mut statement = connection.prepare_cached(select)?;
    let row: Option<(String, bool, bool)> = statement
        .query_row([name, NO_PASSWORD], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let (role, disabled, has_password) =
        row.ok_or_else(|| AccessError::NoAccount(name.to_owned()))?;
    let mut account = Account {
        name: name.to_owned(),
        role: Role::from_code(&role).ok_or(AccessError::Damaged("a role"))?,
        disabled,
        has_password,
        collections: BTreeSet::new(),
        marks: BTreeSet::new(),
    };
    let grants = "SELECT kind, value FROM grants
         WHERE account = (SELECT id FROM accounts WHERE name = ?1)";
    let mut statement = connection.prepare_cached(grants)?;
    let mut rows = statement.query([name])?;
    while let Some(row) = rows.next()? {
        let (kind, value): (String, String) = (row.get(0)?, row.get(1)?);
        match kind.as_str() {
            "collection" => drop(account.collections.insert(value)),
            // A mark that is no longer known opens nothing.
            _ => account.marks.extend(Circulation::from_code(&value)),
        }
    }
    Ok(account)
}

/// What an account may see and do, with no more than a role.
pub(super) fn rights(
    connection: &Connection,
    account: Account,
    most: Role,
) -> Result<Rights, AccessError> {
    let scope = match account.collections.contains(ALL) {
        true => Scope::All,
        false => {
            let select = "SELECT folder, collection FROM collection_folders
                 ORDER BY folder, collection";
            let mut statement = connection.prepare_cached(select)?;
            let assigned = statement.query_map([], |row| {
                let (folder, collection): (String, String) = (row.get(0)?, row.get(1)?);
                let granted = account.collections.contains(&collection);
                Ok((Folder::from_text(&folder), granted))
            })?;
            Scope::Some {
                assigned: assigned.collect::<Result<_, _>>()?,
                general: account.collections.contains(GENERAL),
            }
        }
    };
    Ok(Rights {
        account: Some(account.name),
        role: account.role.min(most),
        scope,
        marks: account.marks,
    })
}
