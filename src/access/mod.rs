//! Who may do what, and which papers are there for them. The archive asks here at one point.

mod error;
mod role;
mod rights;
mod secret;
mod password;
mod throttle;
mod audit;
mod database;
mod accounts;
mod collections;
mod sessions;
mod tokens;
mod transfer;
mod visit;
mod vouched;

pub use accounts::Account;
pub use accounts::Grant;
pub use audit::Act;
pub use audit::AuditChecked;
pub use audit::AuditKnown;
pub use audit::AuditProblem;
pub use audit::Audited;
pub use collections::Collection;
pub use database::Accounts;
pub use database::FILE;
pub use error::AccessError;
pub use rights::Rights;
pub use rights::Scope;
pub use role::Role;
pub use role::Task;
pub use secret::fingerprint;
pub use secret::same;
pub use sessions::LONGEST as LONGEST_SESSION;
pub use sessions::LogIn;
pub use tokens::LONGEST as LONGEST_TOKEN;
pub use tokens::Token;
pub use visit::Turn;
pub use visit::Visit;

pub use crate::database::Place as AccountsPlace;
pub use visit::form_key;
pub use visit::new_secret;

#[cfg(test)]
mod audit_laws;
#[cfg(test)]
mod laws;
