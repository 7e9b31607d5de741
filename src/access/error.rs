//! Why an account could not be kept or used.

use std::path::PathBuf;

/// What went wrong, by what a caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// A name no account can have.
    #[error(
        "`{0}` is no account name: 1 to 64 of the letters a to z, digits, `.`, `-`, `_` and `@`"
    )]
    BadName(String),
    /// A name no collection can have.
    #[error("`{0}` is no name of a collection: it is empty, too long, `*` or `chung`")]
    BadCollection(String),
    /// A name no token can have.
    #[error("the name of a token is one line of text")]
    BadTokenName,
    /// A password that is too short or too long.
    #[error("a password has {LEAST_PASSWORD} to {MOST_PASSWORD} characters")]
    BadPassword,
    /// The password given is not the present one.
    #[error("the present password is not this one")]
    WrongPassword,
    /// There is one of this name.
    #[error("there is an account `{0}` already")]
    Exists(String),
    /// There is none of this name.
    #[error("there is no account `{0}`")]
    NoAccount(String),
    /// There is none of this name.
    #[error("there is no collection `{0}`: `vankho collection add` makes one")]
    NoCollection(String),
    /// Nobody would be left who keeps accounts.
    #[error("`{0}` is the last administrator: make another one first")]
    LastAdministrator(String),
    /// A role of a token is above that of its account.
    #[error("a token may not do more than its account")]
    TooMuch,
    /// The file of accounts cannot be written.
    #[error("the accounts in `{}` cannot be written: name a file elsewhere by --accounts", .0)]
    ReadOnly(String),
    /// The file is of a later version of the program.
    #[error("the accounts in `{}` are of a newer version of the program", .0)]
    Newer(String),
    /// The file of accounts cannot be read or written.
    #[error("the accounts cannot be read or written")]
    Database(#[from] crate::database::Error),
    /// The file or its folder.
    #[error("cannot open the accounts in `{}`", path.display())]
    File {
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Something in it is not as this program writes it.
    #[error("the accounts are damaged: {0}")]
    Damaged(&'static str),
    /// The system gives no random numbers, or hashing failed.
    #[error("cannot make a secret")]
    Secret,
}

/// Characters a password has at least.
pub(super) const LEAST_PASSWORD: usize = 10;
/// Characters a password has at most.
pub(super) const MOST_PASSWORD: usize = 256;
