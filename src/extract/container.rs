//! Containers: what holds other files, and how its members leave it, one at a time and bounded.

mod outlet;

use serde::{Deserialize, Serialize};

use crate::extract::ExtractError;

pub use outlet::Outlet;
pub use outlet::Piece;

/// How a member of a container ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MemberEnd {
    /// All its bytes were given.
    Whole,
    /// A link to somewhere else: nothing of it is followed.
    Link,
    /// A device, a pipe or the like.
    Special,
    /// Its bytes could not be had, or not all of them.
    Failed(ExtractError),
}
