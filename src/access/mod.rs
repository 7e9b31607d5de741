//! Who may do what, and which papers are there for them. The archive asks here at one point.

mod rights;
mod role;
mod secret;

pub use rights::Rights;
pub use rights::Scope;
pub use role::Role;
pub use role::Task;
pub use secret::fingerprint;
