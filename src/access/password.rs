//! Passwords: Argon2id, a bounded number at a time, since each costs 19 MiB and a few hundredths of a second.

use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::PoisonError;

use argon2::Argon2;
use argon2::PasswordHasher;
use argon2::PasswordVerifier;
use argon2::password_hash::phc::PasswordHash;
use unicode_normalization::UnicodeNormalization;

use crate::access::AccessError;
use crate::access::error::LEAST_PASSWORD;
use crate::access::error::MOST_PASSWORD;
use crate::access::secret;

/// Passwords hashed at a time: four hold 76 MiB.
const AT_ONCE: usize = 4;

/// Hashes and compares passwords.
#[derive(Debug)]
pub(super) struct Hasher {
    free: Mutex<usize>,
    freed: Condvar,
    /// What the password of an account that does not exist is compared with, so that it takes as
    /// long.
    nobody: String,
}

impl Hasher {
    pub fn new() -> Result<Self, AccessError> {
        let hasher = Self {
            free: Mutex::new(AT_ONCE),
            freed: Condvar::new(),
            nobody: String::new(),
        };
        let nobody = hasher.hash(&secret::random()?)?;
        Ok(Self { nobody, ..hasher })
    }

    /// A new password as it is kept.
    pub fn hash(&self, password: &str) -> Result<String, AccessError> {
        let password = composed(password);
        let length = password.chars().count();
        if !(LEAST_PASSWORD..=MOST_PASSWORD).contains(&length) {
            return Err(AccessError::BadPassword);
        }
        self.alone(|| {
            let hash = Argon2::default().hash_password(password.as_bytes());
            hash.map(|hash| hash.to_string())
                .map_err(|_| AccessError::Secret)
        })
    }

    /// Whether a password is the one that is kept; without one it takes as long and is not.
    pub fn is(&self, password: &str, kept: Option<&str>) -> Result<bool, AccessError> {
        let password = composed(password);
        let hash = PasswordHash::new(kept.unwrap_or(&self.nobody))
            .map_err(|_| AccessError::Damaged("a password"))?;
        let matches = self.alone(|| {
            let length = password.chars().count();
            let verified = Argon2::default().verify_password(password.as_bytes(), &hash);
            verified.is_ok() && length <= MOST_PASSWORD
        });
        Ok(matches && kept.is_some())
    }

    fn alone<T>(&self, work: impl FnOnce() -> T) -> T {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free == 0 {
            free = self
                .freed
                .wait(free)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
        drop(free);
        let done = work();
        *self.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.freed.notify_one();
        done
    }
}

/// The same whichever way a keyboard sends `ộ`. Cut, so that a long one costs nothing.
fn composed(password: &str) -> String {
    password.nfc().take(MOST_PASSWORD + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_itself_however_it_is_composed() {
        let hasher = Hasher::new().unwrap();
        let kept = hasher.hash("mật khẩu rất dài").unwrap();
        assert!(kept.starts_with("$argon2id$"));
        for (typed, same) in [
            ("mật khẩu rất dài", true),
            ("mâ\u{323}t khâ\u{309}u râ\u{301}t da\u{300}i", true),
            ("mat khau rat dai", false),
            ("", false),
        ] {
            assert_eq!(hasher.is(typed, Some(&kept)).unwrap(), same, "{typed}");
            assert!(!hasher.is(typed, None).unwrap());
        }
        for bad in ["ngắn", &"x".repeat(257)] {
            assert!(matches!(hasher.hash(bad), Err(AccessError::BadPassword)));
        }
    }
}
