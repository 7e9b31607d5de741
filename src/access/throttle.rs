//! Guesses are slowed: by account, by where they come from, and most by both together.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;
use std::sync::PoisonError;

use jiff::Timestamp;

/// Wrong tries of one account from one place before it has to wait.
const FREE_TOGETHER: u32 = 5;
/// The same of an account from anywhere, or from a place for any account.
const FREE_APART: u32 = 30;
/// The longest wait in seconds.
const LONGEST: i64 = 15 * 60;
/// Seconds after which tries are forgotten.
const FORGOTTEN: i64 = 60 * 60;
/// Keys remembered; the oldest are forgotten first.
const REMEMBERED: usize = 20_000;

/// Wrong tries since this process started.
#[derive(Debug, Default)]
pub(super) struct Throttle {
    tries: Mutex<HashMap<String, Tries>>,
}

#[derive(Debug, Clone, Copy)]
struct Tries {
    wrong: u32,
    last: i64,
}

impl Tries {
    /// The second from which the next try is listened to.
    fn until(self, free: u32) -> i64 {
        match self.wrong.checked_sub(free) {
            None => self.last,
            Some(over) => self.last + LONGEST.min(1 << over.min(20)),
        }
    }
}

impl Throttle {
    /// How many seconds to wait before this try is listened to; 0 if it is now, and then it counts
    /// as wrong until it is [`Self::forgive`]n, so that tries at the same time are counted too.
    pub fn try_now(&self, account: &str, source: IpAddr, now: Timestamp) -> i64 {
        self.count(&keys(account, source), now.as_second())
    }

    /// The same where only the place is known.
    pub fn try_place(&self, source: IpAddr, now: Timestamp) -> i64 {
        let [_, _, place] = keys("", source);
        self.count(&[place], now.as_second())
    }

    fn count(&self, keys: &[(String, u32)], now: i64) -> i64 {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = keys.iter().filter_map(|(key, free)| {
            let known = tries.get(key).filter(|known| now - known.last < FORGOTTEN);
            known.map(|known| known.until(*free) - now)
        });
        let wait = waits.max().unwrap_or(0);
        if wait > 0 {
            return wait;
        }
        if tries.len() + keys.len() > REMEMBERED {
            tries.retain(|_, known| now - known.last < FORGOTTEN);
        }
        if tries.len() + keys.len() > REMEMBERED {
            let mut times: Vec<i64> = tries.values().map(|known| known.last).collect();
            times.sort_unstable();
            let middle = times.get(times.len() / 2).copied().unwrap_or(now);
            tries.retain(|_, known| known.last > middle);
        }
        for (key, _) in keys {
            let known = tries.entry(key.clone()).or_insert(Tries {
                wrong: 0,
                last: now,
            });
            if now - known.last >= FORGOTTEN {
                known.wrong = 0;
            }
            known.wrong = known.wrong.saturating_add(1);
            known.last = now;
        }
        0
    }

    /// The try was right: the wrong ones of this account from this place are forgotten, and it does
    /// not count as one of the others.
    pub fn forgive(&self, account: &str, source: IpAddr) {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let [(together, _), others @ ..] = keys(account, source);
        tries.remove(&together);
        others
            .iter()
            .for_each(|(key, _)| forgive_one(&mut tries, key));
    }

    /// The same where only the place is known.
    pub fn forgive_place(&self, source: IpAddr) {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let [_, _, (place, _)] = keys("", source);
        forgive_one(&mut tries, &place);
    }
}

fn forgive_one(tries: &mut HashMap<String, Tries>, key: &str) {
    if let Some(known) = tries.get_mut(key) {
        known.wrong = known.wrong.saturating_sub(1);
    }
}

/// What tries are counted by, each with how many are free.
fn keys(account: &str, source: IpAddr) -> [(String, u32); 3] {
    // Who has one address of IPv6 has a /64 of them.
    let place = match source {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.to_string(),
            None => format!("{:x?}", v6.segments().get(..4).unwrap_or_default()),
        },
    };
    let account: String = account.chars().take(64).collect();
    [
        (format!("both {place} {account}"), FREE_TOGETHER),
        (format!("account {account}"), FREE_APART),
        (format!("place {place}"), FREE_APART),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));

    #[test]
    fn guesses_wait_longer_and_longer_known_account_or_not() {
        let throttle = Throttle::default();
        let mut now = 1_000;
        let mut tried = 0;
        for _ in 0..3600 {
            tried += i64::from(throttle.try_now("minh", HERE, at(now)) == 0);
            now += 1;
        }
        assert!((5..25).contains(&tried), "{tried} of 3600 in an hour");
        assert!(throttle.try_now("minh", HERE, at(now)) > 60);
        let other = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 2));
        assert_eq!(
            throttle.try_now("minh", other, at(now)),
            0,
            "from elsewhere"
        );
        assert_eq!(
            throttle.try_now("lan", HERE, at(now)),
            0,
            "someone else here"
        );
        throttle.forgive("minh", HERE);
        assert_eq!(throttle.try_now("minh", HERE, at(now)), 0);
    }

    #[test]
    fn many_accounts_from_one_place_and_one_from_many_wait_too() {
        let throttle = Throttle::default();
        let mut listened = 0;
        for number in 0..1000 {
            listened += i64::from(throttle.try_now(&format!("a{number}"), HERE, at(0)) == 0);
        }
        assert_eq!(listened, i64::from(FREE_APART));
        let mut listened = 0;
        for number in 0..1000_u16 {
            let [high, low] = number.to_be_bytes();
            let source = IpAddr::V4(std::net::Ipv4Addr::new(10, 1, high, low));
            listened += i64::from(throttle.try_now("minh", source, at(0)) == 0);
        }
        assert_eq!(listened, i64::from(FREE_APART));
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let throttle = Throttle::default();
        for number in 0..30_000_u32 {
            let [_, a, b, c] = number.to_be_bytes();
            let source = IpAddr::V4(std::net::Ipv4Addr::new(11, a, b, c));
            throttle.try_now(&format!("a{number}"), source, at(i64::from(number)));
        }
        assert!(throttle.tries.lock().unwrap().len() <= REMEMBERED);
    }
}
