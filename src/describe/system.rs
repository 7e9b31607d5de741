//! Which of the three systems a paper belongs to: its body's, else what the heading prints.

use crate::vocabulary::Body;
use crate::vocabulary::System;
use crate::vocabulary::codes;

use super::heading::Heading;

/// Decided by the body and the heading, never by the separators of the number: both habits are
/// broken daily.
pub(super) fn system(body: Option<&Body>, code: Option<&str>, heading: &Heading) -> Option<System> {
    if let Some(body) = body {
        return Some(body.system);
    }
    let printed = match (heading.party, heading.republic) {
        (true, false) => Some(System::Party),
        (false, true) => Some(System::State),
        _ => None,
    };
    let of_code = || code.and_then(codes::body_code).map(|known| known.system);
    // Unions and the Front print the Republic's title as well.
    match of_code() {
        Some(System::Mass) => Some(System::Mass),
        other => printed.or(other),
    }
}
