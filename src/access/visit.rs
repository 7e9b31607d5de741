//! A visit: what is known of a request's sender besides their rights.

use std::net::IpAddr;

use crate::access::secret;
use crate::access::secret::fingerprint;

/// What is known of a request's sender besides their rights.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Where it comes from.
    pub source: IpAddr,
    /// The secret of their session, where they are in one.
    pub session: Option<String>,
    /// What a form they send must bear.
    pub key: String,
    /// Nobody can read along on the way.
    pub secure: bool,
}

/// What a form must bear that is sent by the holder of a secret: nobody else can know it, and it
/// does not give the secret away.
#[must_use]
pub fn form_key(secret: &str) -> String {
    fingerprint(format!("form {secret}").as_bytes())
}

/// A secret for somebody who has none yet.
#[must_use]
pub fn new_secret() -> Option<String> {
    secret::random().ok()
}

/// What a page makes of a visit: the server tells the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// A session began: its secret.
    In(String),
    /// The session has ended.
    Out,
}
