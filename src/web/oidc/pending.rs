//! Log-ins that were begun and not yet ended: each for one browser, one use, a few minutes.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::PoisonError;

use openidconnect::Nonce;
use openidconnect::PkceCodeVerifier;

/// Seconds between the beginning and the end of a log-in.
const LONGEST: i64 = 10 * 60;
/// Log-ins remembered; the oldest is forgotten first.
const MOST: usize = 10_000;

/// A log-in that was begun.
pub struct Begun {
    /// What only its browser shows.
    pub browser: String,
    /// What the ID token must repeat.
    pub nonce: Nonce,
    /// What proves to the provider that it is the same log-in.
    pub verifier: PkceCodeVerifier,
    /// Where its user wanted to go.
    pub back: String,
    /// When.
    pub second: i64,
}

/// All of them, by their states.
#[derive(Default)]
pub struct Pending {
    begun: Mutex<HashMap<String, Begun>>,
}

impl Pending {
    /// Remembers one.
    pub fn keep(&self, state: String, new: Begun) {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        if begun.len() >= MOST {
            begun.retain(|_, known| is_young(known, new.second));
        }
        if begun.len() >= MOST {
            let oldest = begun.iter().min_by_key(|(_, known)| known.second);
            let oldest = oldest.map(|(state, _)| state.clone());
            oldest.and_then(|state| begun.remove(&state));
        }
        begun.insert(state, new);
    }

    /// The one of this state. Whoever shows a state uses it up; they get nothing for that of another
    /// browser, or too late.
    pub fn take(&self, state: &str, browser: &str, second: i64) -> Option<Begun> {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = begun.remove(state)?;
        (is_young(&taken, second) && taken.browser == browser).then_some(taken)
    }
}

fn is_young(begun: &Begun, second: i64) -> bool {
    second - begun.second < LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun(second: i64) -> Begun {
        Begun {
            browser: "b".to_owned(),
            nonce: Nonce::new("n".to_owned()),
            verifier: PkceCodeVerifier::new("v".repeat(43)),
            back: "/".to_owned(),
            second,
        }
    }

    #[test]
    fn a_state_is_for_one_browser_one_use_and_ten_minutes() {
        for (state, browser, second, good) in [
            ("s", "b", 100, true),
            ("s", "b", 100 + LONGEST - 1, true),
            ("s", "b", 100 + LONGEST, false),
            ("s", "c", 100, false),
            ("s", "", 100, false),
            ("t", "b", 100, false),
        ] {
            let pending = Pending::default();
            pending.keep("s".to_owned(), begun(100));
            let taken = pending.take(state, browser, second);
            assert_eq!(taken.is_some(), good, "{state} {browser} {second}");
            assert!(state != "s" || pending.take("s", "b", 100).is_none());
        }
    }

    #[test]
    fn what_is_remembered_is_bounded_and_the_oldest_goes_first() {
        let pending = Pending::default();
        for number in 0..=MOST {
            let second = if number == 7 { 0 } else { 1 };
            pending.keep(number.to_string(), begun(second));
        }
        assert_eq!(pending.begun.lock().unwrap().len(), MOST);
        assert!(pending.take("7", "b", 2).is_none());
        assert!(pending.take("8", "b", 2).is_some());
    }
}
