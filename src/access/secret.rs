//! Secrets made by chance, and what is kept of them: never themselves.

use sha2::Digest;
use sha2::Sha256;

/// SHA-256 in hexadecimal digits: what is kept of a secret that is long and made by chance, and what
/// names an answer.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
