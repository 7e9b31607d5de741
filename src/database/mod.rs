//! One way to ask a database, whether it is a file of SQLite or a server of PostgreSQL.
//!
//! Statements are written once, in what both understand: parameters are `?1`, `?2`, …; whole numbers
//! have 64 bits; text is compared byte by byte (columns of the server are `COLLATE "C"`); a number of
//! a new row is named by the statement, not by the database; what one says `ON CONFLICT`, the other
//! understands. What only one has (`PRAGMA`, advisory locks) stands where that one is opened.
//!
//! A question lends its rows one at a time from a file. A server's answer is fetched whole: who asks
//! for what grows without end asks for it in parts.

mod connection;
mod error;
mod params;
mod place;
mod server;
mod statement;
mod transfer;
mod value;

pub use connection::Connection;
pub use connection::Transaction;
pub use connection::Will;
pub use error::Error;
pub use error::OptionalRow;
pub use params::Params;
pub use place::Place;
pub use server::Settings;
pub use statement::Row;
pub use statement::Rows;
pub use statement::Statement;
pub use transfer::Table;
pub use value::FromValue;
pub use value::ToValue;
pub use value::Value;
pub use value::ValueRef;
