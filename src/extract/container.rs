//! Containers: what holds other files, and how its members leave it, one at a time and bounded.

mod gzip;
mod names;
mod outlet;
mod seven_zip;
mod tar;
mod zip;

use serde::{Deserialize, Serialize};

use crate::extract::ExtractError;
use crate::extract::Extracted;
use crate::extract::Format;

pub use outlet::Outlet;
pub use outlet::Piece;

pub(super) use names::clean;

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

/// Lets all members of a container out; it has no text of its own.
///
/// Nothing is ever written by a member's name, and no size a container claims is believed. What is
/// wrong with one member costs that member; [`Warning::Damaged`](crate::extract::Warning::Damaged)
/// says that members are missing altogether.
///
/// # Errors
/// When no further member can be had. Those let out before are whole.
pub(super) fn open(
    bytes: &[u8],
    name: &str,
    format: Format,
    members: &mut Outlet<'_>,
) -> Result<Extracted, ExtractError> {
    match format {
        Format::Zip => zip::open(bytes, members),
        Format::SevenZip => seven_zip::open(bytes, members),
        Format::Tar => tar::open(bytes, members),
        Format::Gzip => gzip::open(bytes, name, members),
        other => Err(ExtractError::Unsupported(other.name().to_owned())),
    }
}

/// What a container gives that says no more than its members do.
fn no_text(damaged: bool) -> Extracted {
    let warning = damaged.then_some(crate::extract::Warning::Damaged);
    Extracted {
        pages: Vec::new(),
        warnings: warning.into_iter().collect(),
    }
}

#[cfg(test)]
mod tests;
