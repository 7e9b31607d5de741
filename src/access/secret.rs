//! Secrets made by chance, and what is kept of them: never themselves.

use sha2::Digest;
use sha2::Sha256;

use crate::access::AccessError;

/// 256 bits by chance, in hexadecimal digits.
pub(super) fn random() -> Result<String, AccessError> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|_| AccessError::Secret)?;
    Ok(hexadecimal(&bytes))
}

/// SHA-256 in hexadecimal digits: what is kept of a secret that is long and made by chance, and what
/// names an answer.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether two texts are the same, in a time that does not tell where they differ.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    let pairs = one.bytes().zip(other.bytes());
    one.len() == other.len() && pairs.fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}
