//! Log-ins somebody else vouches for: the office's own directory says who it is, the account is ours.

use std::net::IpAddr;

use jiff::Timestamp;

use crate::access::AccessError;
use crate::access::Accounts;
use crate::access::LogIn;
use crate::access::accounts;
use crate::access::audit;
use crate::access::audit::Act;

impl Accounts {
    /// How many seconds somebody has to wait before what they bring from the directory is looked at;
    /// 0 if it is now, and then it counts as a wrong try from there until it is
    /// [`Self::forgive_place`]d.
    pub fn vouched_wait(&self, source: IpAddr, now: Timestamp) -> i64 {
        self.throttle.try_place(source, now)
    }

    /// What was brought was not wrong.
    pub fn forgive_place(&self, source: IpAddr) {
        self.throttle.forgive_place(source);
    }

    /// Logs in the account of this name. Nobody is made by it, and who is disabled stays out.
    pub fn log_in_vouched(
        &self,
        name: &str,
        source: IpAddr,
        now: Timestamp,
    ) -> Result<LogIn, AccessError> {
        let from = source.to_string();
        let wait = self.throttle.try_now(name, source, now);
        if wait > 0 {
            return Ok(LogIn::Wait(wait));
        }
        let known = accounts::account(&self.connection(), name);
        let known = match known {
            Ok(known) => !known.disabled,
            Err(AccessError::NoAccount(_)) => false,
            Err(error) => return Err(error),
        };
        let (who, about) = match known {
            true => (name, format!("{name} oidc")),
            false => ("", "(không có) oidc".to_owned()),
        };
        let act = Act {
            who,
            source: &from,
            at: now,
        };
        if !known {
            self.change(|connection| audit::write(connection, &act, "log-in-refused", &about))?;
            return Ok(LogIn::Refused);
        }
        match self.begin(name, None, &act, &about)? {
            Some(session) => {
                self.throttle.forgive(name, source);
                Ok(LogIn::In(session))
            }
            None => Ok(LogIn::Refused),
        }
    }

    /// Writes down that what somebody brought from the directory did not hold.
    pub fn refuse_vouched(&self, source: IpAddr, now: Timestamp) -> Result<(), AccessError> {
        let from = source.to_string();
        let act = Act {
            who: "",
            source: &from,
            at: now,
        };
        self.change(|connection| audit::write(connection, &act, "log-in-refused", "oidc"))
    }
}
