//! What a request shows of its sender: an address, a token, cookies; and the cookies that are set.

use std::net::IpAddr;

use axum::http::HeaderMap;
use axum::http::header;

use crate::archive::LONGEST_SESSION;
use crate::archive::Turn;

/// Where a request comes from: by the last address that is no proxy of ours, going back from us.
pub fn source(headers: &HeaderMap, peer: IpAddr, proxies: &[IpAddr]) -> IpAddr {
    let values = headers.get_all("x-forwarded-for").iter();
    let said: Vec<&str> = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let mut source = peer;
    for hop in said.into_iter().rev() {
        if !proxies.contains(&source) {
            break;
        }
        match hop.trim().parse() {
            Ok(address) => source = address,
            Err(_) => break,
        }
    }
    source
}

/// The token a request shows.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// A cookie a request shows.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let values = headers.get_all(header::COOKIE).iter();
    let mut pairs = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value.to_owned())
}

/// What the browser is to keep, or to forget.
pub fn cookies(turn: Option<Turn>, fresh: Option<String>, secure: bool) -> Vec<String> {
    let (session, gate) = (cookie_name("phien", secure), cookie_name("cua", secure));
    let set = |name: &str, value: &str, seconds| set_cookie(name, value, seconds, secure);
    match (turn, fresh) {
        (Some(Turn::In(secret)), _) => {
            vec![set(&session, &secret, LONGEST_SESSION), set(&gate, "", 0)]
        }
        (Some(Turn::Out), _) => vec![set(&session, "", 0)],
        (None, Some(secret)) => vec![set(&gate, &secret, 60 * 60)],
        (None, None) => Vec::new(),
    }
}

/// A cookie that no subdomain and no plain connection can set, where that can be had.
pub fn cookie_name(name: &str, secure: bool) -> String {
    match secure {
        true => format!("__Host-{name}"),
        false => name.to_owned(),
    }
}

/// The header that sets a cookie for some seconds.
fn set_cookie(name: &str, value: &str, seconds: i64, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[track_caller]
    fn check(said: &[&str], peer: &str, expected: &str) {
        let mut headers = HeaderMap::new();
        for value in said {
            headers.append("x-forwarded-for", HeaderValue::from_str(value).unwrap());
        }
        let proxies = ["127.0.0.1".parse().unwrap(), "10.0.0.9".parse().unwrap()];
        let found = source(&headers, peer.parse().unwrap(), &proxies);
        assert_eq!(found.to_string(), expected, "{said:?} from {peer}");
    }

    #[test]
    fn only_our_proxies_are_believed() {
        check(&[], "127.0.0.1", "127.0.0.1");
        check(&["203.0.113.7"], "127.0.0.1", "203.0.113.7");
        check(&["203.0.113.7"], "198.51.100.1", "198.51.100.1");
        check(&["1.1.1.1, 203.0.113.7"], "127.0.0.1", "203.0.113.7");
        check(
            &["1.1.1.1", "203.0.113.7, 10.0.0.9"],
            "127.0.0.1",
            "203.0.113.7",
        );
        check(&["nonsense"], "127.0.0.1", "127.0.0.1");
        check(&["10.0.0.9"], "127.0.0.1", "10.0.0.9");
    }
}
