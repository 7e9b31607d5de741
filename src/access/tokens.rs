//! Personal tokens: secrets for programs, with an end, a role at most, and a name to revoke them by.

use jiff::Timestamp;

use crate::access::AccessError;
use crate::access::Accounts;
use crate::access::Rights;
use crate::access::Role;
use crate::access::accounts;
use crate::access::audit;
use crate::access::audit::Act;
use crate::access::secret;
use crate::access::secret::fingerprint;
use crate::database::OptionalRow;

/// What a token begins with, so that one that was left lying about is known for what it is.
const PREFIX: &str = "vankho_";
/// Days a token may last.
pub const LONGEST: i64 = 366;
/// Characters of a name.
const LONGEST_NAME: usize = 100;

/// A token as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its number.
    pub id: i64,
    /// What its owner calls it.
    pub name: String,
    /// What it may do at most.
    pub role: Role,
    /// When it ends.
    pub ends: Timestamp,
}

impl Accounts {
    /// Makes a token for the account of `act`, for some days and for no more than a role. Its secret
    /// is told this once.
    pub fn make_token(
        &self,
        name: &str,
        role: Role,
        days: i64,
        act: &Act<'_>,
    ) -> Result<String, AccessError> {
        let token = format!("{PREFIX}{}", secret::random()?);
        let name = name.trim();
        if name.chars().any(char::is_control) {
            return Err(AccessError::BadTokenName);
        }
        let name: String = name.chars().take(LONGEST_NAME).collect();
        let (began, days) = (act.at.as_second(), days.clamp(1, LONGEST));
        self.change(|connection| {
            if role > accounts::account(connection, act.who)?.role {
                return Err(AccessError::TooMuch);
            }
            let insert = "INSERT INTO tokens (account, name, role, hash, began, ends)
                 SELECT id, ?2, ?3, ?4, CAST(?5 AS BIGINT), CAST(?6 AS BIGINT) FROM accounts WHERE name = ?1";
            let hash = fingerprint(token.as_bytes());
            let ends = began + days * 24 * 60 * 60;
            connection.execute(insert, (act.who, &name, role.code(), hash, began, ends))?;
            audit::write(connection, act, "token-made", &name)
        })?;
        Ok(token)
    }

    /// The tokens of an account that have not ended.
    pub fn tokens(&self, account: &str, now: Timestamp) -> Result<Vec<Token>, AccessError> {
        let connection = self.connection();
        let mut select = connection.prepare_cached(
            "SELECT tokens.id, tokens.name, tokens.role, ends FROM tokens
             JOIN accounts ON accounts.id = account
             WHERE accounts.name = ?1 AND ends > ?2 ORDER BY tokens.id",
        )?;
        let mut rows = select.query((account, now.as_second()))?;
        let mut tokens = Vec::new();
        while let Some(row) = rows.next()? {
            let role: String = row.get(2)?;
            let ends = Timestamp::from_second(row.get(3)?);
            tokens.push(Token {
                id: row.get(0)?,
                name: row.get(1)?,
                role: Role::from_code(&role).ok_or(AccessError::Damaged("a role"))?,
                ends: ends.map_err(|_| AccessError::Damaged("a time"))?,
            });
        }
        Ok(tokens)
    }

    /// Ends one of the tokens of the account of `act`.
    pub fn revoke_token(&self, id: i64, act: &Act<'_>) -> Result<(), AccessError> {
        self.change(|connection| {
            let revoke = "DELETE FROM tokens WHERE id = ?2
                 AND account = (SELECT id FROM accounts WHERE name = ?1)";
            connection.execute(revoke, (act.who, id))?;
            audit::write(connection, act, "token-revoked", &id.to_string())
        })
    }

    /// What the holder of a token may see and do now; none if it has ended.
    pub fn with_token(&self, token: &str, now: Timestamp) -> Result<Option<Rights>, AccessError> {
        let connection = self.connection();
        let select = "SELECT accounts.name, tokens.role FROM tokens
             JOIN accounts ON accounts.id = account
             WHERE hash = ?1 AND ends > ?2 AND disabled = 0";
        let found: Option<(String, String)> = connection
            .prepare_cached(select)?
            .query_row((fingerprint(token.as_bytes()), now.as_second()), |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        let Some((name, role)) = found else {
            return Ok(None);
        };
        let most = Role::from_code(&role).ok_or(AccessError::Damaged("a role"))?;
        let account = accounts::account(&connection, &name)?;
        accounts::rights(&connection, account, most).map(Some)
    }
}
