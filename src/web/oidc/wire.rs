//! What goes over the wire to a provider and back, within limits; and the shapes of what it says.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use openidconnect::AdditionalClaims;
use openidconnect::EmptyExtraTokenFields;
use openidconnect::EndpointMaybeSet;
use openidconnect::EndpointNotSet;
use openidconnect::EndpointSet;
use openidconnect::HttpRequest;
use openidconnect::HttpResponse;
use openidconnect::IdToken;
use openidconnect::IdTokenClaims;
use openidconnect::IdTokenFields;
use openidconnect::StandardErrorResponse;
use openidconnect::StandardTokenResponse;
use openidconnect::core::CoreAuthDisplay;
use openidconnect::core::CoreAuthPrompt;
use openidconnect::core::CoreErrorResponseType;
use openidconnect::core::CoreGenderClaim;
use openidconnect::core::CoreJsonWebKey;
use openidconnect::core::CoreJweContentEncryptionAlgorithm;
use openidconnect::core::CoreJwsSigningAlgorithm;
use openidconnect::core::CoreRevocableToken;
use openidconnect::core::CoreRevocationErrorResponse;
use openidconnect::core::CoreTokenIntrospectionResponse;
use openidconnect::core::CoreTokenType;
use openidconnect::url::Host;
use openidconnect::url::Url;
use rustls::crypto::ring;
use serde::Deserialize;
use serde::Serialize;
use ureq::tls::Certificate;
use ureq::tls::RootCerts;
use ureq::tls::TlsConfig;

/// Bytes of an answer.
const MOST: u64 = 1 << 20;
/// Bytes of an answer's head.
const MOST_OF_HEAD: usize = 64 << 10;

/// Claims no standard names.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Other(HashMap<String, serde_json::Value>);

impl AdditionalClaims for Other {}

impl Other {
    /// One of them, if it is a text.
    pub fn text(&self, claim: &str) -> Option<&str> {
        self.0.get(claim)?.as_str()
    }
}

/// An ID token, not yet believed.
pub type Token =
    IdToken<Other, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
/// What an ID token says.
pub type Claims = IdTokenClaims<Other, CoreGenderClaim>;
type Fields = IdTokenFields<
    Other,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
/// This server as the provider's client.
pub type Client = openidconnect::Client<
    Other,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Whether secrets may be sent there: encrypted, or not leaving this machine.
pub fn is_safe(address: &Url) -> bool {
    let is_here = match address.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    match address.scheme() {
        "https" => address.host().is_some(),
        "http" => is_here,
        _ => false,
    }
}

/// What went wrong on the way.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// Secrets would be sent in the clear.
    #[error("`{0}` does not begin with https://")]
    Plain(String),
    /// It did not come, was not trusted, took too long or was too long.
    #[error("asked `{at}`")]
    Lost {
        /// Where it was asked.
        at: String,
        /// What happened.
        source: ureq::Error,
    },
}

/// The way to a provider: nothing is longer than allowed, and no redirect is followed.
pub struct Http {
    agent: ureq::Agent,
    patience: Duration,
}

/// Questions to a provider that together take no longer than agreed.
pub struct Conversation<'a> {
    http: &'a Http,
    until: Instant,
}

impl Http {
    /// Reads the machine's certificates where they are needed.
    pub fn new(patience: Duration, encrypted: bool) -> Result<Self, String> {
        let mut trusted = Vec::new();
        if encrypted {
            let found = rustls_native_certs::load_native_certs();
            if found.certs.is_empty() {
                let why = found.errors.first().map(ToString::to_string);
                return Err(format!(
                    "this machine has no certificates to know a provider by ({}): install \
                     ca-certificates, or name a file by SSL_CERT_FILE",
                    why.unwrap_or_default()
                ));
            }
            let certs = found.certs.iter();
            trusted.extend(certs.map(|cert| Certificate::from_der(cert).to_owned()));
        }
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
            .root_certs(RootCerts::Specific(Arc::new(trusted)))
            .build();
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(MOST_OF_HEAD)
            .tls_config(tls)
            .build();
        Ok(Self {
            agent: config.new_agent(),
            patience,
        })
    }

    /// From now on.
    pub fn conversation(&self) -> Conversation<'_> {
        Conversation {
            http: self,
            until: Instant::now() + self.patience,
        }
    }
}

impl Conversation<'_> {
    /// Asks and waits.
    pub fn call(&self, request: HttpRequest) -> Result<HttpResponse, Trouble> {
        let at = request.uri().to_string();
        if !Url::parse(&at).is_ok_and(|address| is_safe(&address)) {
            return Err(Trouble::Plain(at));
        }
        let lost = |source| Trouble::Lost {
            at: at.clone(),
            source,
        };
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(lost(ureq::Error::Timeout(ureq::Timeout::Global)));
        }
        let agent = &self.http.agent;
        let request = agent.configure_request(request).timeout_global(Some(left));
        let (parts, mut body) = agent.run(request.build()).map_err(lost)?.into_parts();
        let body = body.with_config().limit(MOST).read_to_vec().map_err(lost)?;
        Ok(HttpResponse::from_parts(parts, body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_nowhere_in_the_clear() {
        for (address, safe) in [
            ("https://sso.example.vn/realms/kho", true),
            ("http://localhost:8080/", true),
            ("http://127.0.0.1:80/", true),
            ("http://[::1]/", true),
            ("http://sso.example.vn/", false),
            ("http://localhost.example.vn/", false),
            ("http://10.0.0.1/", false),
            ("file:///etc/passwd", false),
            ("javascript:alert(1)", false),
        ] {
            assert_eq!(is_safe(&Url::parse(address).unwrap()), safe, "{address}");
        }
    }

    #[test]
    fn nothing_is_asked_once_the_time_of_all_questions_is_over() {
        let provider = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        provider.set_nonblocking(true).unwrap();
        let http = Http::new(Duration::ZERO, false).unwrap();
        let address = format!("http://{}/", provider.local_addr().unwrap());
        let request = openidconnect::http::Request::get(address).body(Vec::new());
        let answer = http.conversation().call(request.unwrap());
        assert!(matches!(answer, Err(Trouble::Lost { .. })));
        assert!(provider.accept().is_err(), "nobody came");
    }
}
