//! Accounts copied from a file to a server, or back.

use std::path::Path;

use crate::access::AccessError;
use crate::access::Accounts;
use crate::database::Connection;
use crate::database::Place;
use crate::database::Table;

const LASTING: [Table; 5] = [
    Table {
        name: "accounts",
        key: &["id"],
        columns: &["id", "name", "role", "password", "disabled", "created"],
    },
    Table {
        name: "grants",
        key: &["account", "kind", "value"],
        columns: &["account", "kind", "value"],
    },
    Table {
        name: "collections",
        key: &["name"],
        columns: &["name"],
    },
    Table {
        name: "collection_folders",
        key: &["collection", "folder"],
        columns: &["collection", "folder"],
    },
    Table {
        name: "audit",
        key: &["id"],
        columns: &["id", "at", "who", "source", "event", "about", "hash"],
    },
];
const TOKENS: Table = Table {
    name: "tokens",
    key: &["id"],
    columns: &["id", "account", "name", "role", "hash", "began", "ends"],
};

/// Copies what is on a server to a new file, without what lets anybody in: sessions and tokens.
/// False if there are none.
pub(super) fn to_file(from: &Place, to: &Path) -> Result<bool, AccessError> {
    let Some(accounts) = Accounts::open_existing(from)? else {
        return Ok(false);
    };
    let target = Accounts::open(&Place::File(to.to_path_buf()))?;
    copy(&accounts.connection(), &target.connection(), &LASTING)?;
    Ok(true)
}

impl Accounts {
    /// Copies accounts, what they may see, their tokens and the audit to a place that has none; who
    /// is logged in has to log in again. A copy that was cut short is completed. False if there are
    /// none to copy.
    pub fn migrate(from: &Place, to: &Place) -> Result<bool, AccessError> {
        let Some(accounts) = Self::open_existing(from)? else {
            return Ok(false);
        };
        let target = Self::open(to)?;
        let (from, to) = (accounts.connection(), target.connection());
        copy(&from, &to, &LASTING)?;
        copy(&from, &to, &[TOKENS])?;
        if to.is_to_server() {
            for table in ["accounts", "tokens"] {
                let go_on = format!(
                    "SELECT setval(pg_get_serial_sequence('{table}', 'id'),
                         (SELECT COALESCE(MAX(id), 0) + 1 FROM {table}), false)"
                );
                to.query_row(&go_on, [], |_| Ok(()))?;
            }
        }
        Ok(true)
    }
}

fn copy(from: &Connection, to: &Connection, tables: &[Table]) -> Result<(), AccessError> {
    for table in tables {
        table.copy(from, to, &mut |_, _| Ok(()))?;
    }
    Ok(())
}
