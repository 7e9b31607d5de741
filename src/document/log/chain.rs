//! How entries are bound to all before them: the catalogue's log and the audit of accounts alike.

use sha2::Digest;
use sha2::Sha256;

/// The hash before the first entry.
pub const ORIGIN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// SHA-256 over the hash before an entry, as hexadecimal digits, and the entry's JSON; itself as 64
/// hexadecimal digits.
#[must_use]
pub fn chained(before: &str, entry: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(before.as_bytes());
    hash.update(entry.as_bytes());
    let digest = hash.finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
