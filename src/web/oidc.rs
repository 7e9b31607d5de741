//! The office's own directory, by OpenID Connect: whom it vouches for. No pages, and no accounts.

mod pending;
mod wire;

use std::error::Error;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use chrono::DateTime;
use jiff::Timestamp;
use openidconnect::AuthType;
use openidconnect::AuthorizationCode;
use openidconnect::ClaimsVerificationError;
use openidconnect::ClientId;
use openidconnect::ClientSecret;
use openidconnect::CsrfToken;
use openidconnect::IssuerUrl;
use openidconnect::Nonce;
use openidconnect::PkceCodeChallenge;
use openidconnect::RedirectUrl;
use openidconnect::Scope;
use openidconnect::TokenResponse;
use openidconnect::core::CoreAuthenticationFlow;
use openidconnect::core::CoreClientAuthMethod;
use openidconnect::core::CoreJwsSigningAlgorithm;
use openidconnect::core::CoreProviderMetadata;

use crate::web::oidc::pending::Begun;
use crate::web::oidc::pending::Pending;
use crate::web::oidc::wire::Claims;
use crate::web::oidc::wire::Client;
use crate::web::oidc::wire::Conversation;
use crate::web::oidc::wire::Http;
use crate::web::oidc::wire::Token;

/// Seconds after which the provider's description and keys are asked for again.
const FRESH: i64 = 10 * 60;
/// Seconds they are not asked for again because of a signature nobody knows.
const RENEWED: i64 = 30;
/// Standard claims, in one language or in many, that several people may have alike; no answer is
/// looked through for them.
const DESCRIBING: [&str; 18] = [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "profile",
    "picture",
    "website",
    "email_verified",
    "gender",
    "birthday",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
    "phone_number_verified",
    "address",
    "updated_at",
];
/// How ID tokens may be signed: with a key only the provider has.
const SIGNED: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What an office says of its provider.
pub struct NamedProvider {
    /// Its address, as its tokens say it.
    pub issuer: String,
    /// What it knows this server by.
    pub client: String,
    /// What this server shows it.
    pub secret: String,
    /// The claim that is the name of an account here.
    pub claim: String,
    /// Where it sends people back.
    pub back: String,
    /// How long it may take to answer all that is asked for one page.
    pub patience: Duration,
}

/// A provider. Its answers are asked for when somebody logs in, never before.
pub struct Provider {
    issuer: IssuerUrl,
    client: ClientId,
    secret: ClientSecret,
    claim: String,
    back: RedirectUrl,
    http: Http,
    known: Mutex<Option<Known>>,
    pending: Pending,
}

/// What the provider says of itself, and its keys.
#[derive(Clone)]
struct Known {
    metadata: Arc<CoreProviderMetadata>,
    second: i64,
}

/// Why nobody is vouched for. What it says is for the log; it has no token in it, and no secret.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The provider does not answer, or not as one.
    #[error("the provider does not answer as it should: {0}")]
    Unreachable(String),
    /// What it gave does not hold.
    #[error("the provider's answer was refused: {0}")]
    Refused(String),
}

/// An error with all its causes, on one line.
fn told(error: &dyn Error) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(one) = cause {
        told.push_str(": ");
        told.push_str(&one.to_string());
        cause = one.source();
    }
    told
}

fn unreachable(error: &(dyn Error + 'static)) -> Failure {
    Failure::Unreachable(told(error))
}

fn refused(error: &(dyn Error + 'static)) -> Failure {
    Failure::Refused(told(error))
}

/// Somebody the provider vouches for.
#[derive(Default)]
pub struct Vouched {
    /// The name of an account, if there is one of it.
    pub name: String,
    /// Where they wanted to go.
    pub back: String,
}

impl Provider {
    /// A provider as it was named; an error says which part of that cannot be used.
    ///
    /// # Errors
    /// If an address is none, passwords would go over a plain connection, or the claim names nobody.
    pub fn new(named: NamedProvider) -> Result<Self, String> {
        let claim = &named.claim;
        if DESCRIBING.contains(&claim.split('#').next().unwrap_or_default()) {
            return Err(format!(
                "the claim `{claim}` describes people, it does not name accounts: \
                 `preferred_username`, `sub`, `email` or one of the provider's own does"
            ));
        }
        let address = &named.issuer;
        let issuer = IssuerUrl::new(address.clone())
            .map_err(|error| format!("`{address}` is no address: {error}"))?;
        if !wire::is_safe(issuer.url()) {
            return Err(format!("`{address}` does not begin with https://"));
        }
        let back = RedirectUrl::new(named.back.clone())
            .map_err(|error| format!("`{}` is no address: {error}", named.back))?;
        Ok(Self {
            http: Http::new(named.patience, issuer.url().scheme() == "https")?,
            issuer,
            client: ClientId::new(named.client),
            secret: ClientSecret::new(named.secret),
            claim: named.claim,
            back,
            known: Mutex::default(),
            pending: Pending::default(),
        })
    }

    /// Where a browser goes to log in there. `browser` is what only this browser shows, `back` where
    /// its user wanted to go. Waits for the provider.
    pub fn begin(&self, browser: &str, back: &str, now: Timestamp) -> Result<String, Failure> {
        let known = self.known(&self.http.conversation(), now, FRESH)?;
        let page = known.metadata.authorization_endpoint().url();
        if !wire::is_safe(page) {
            let why = format!("its log-in page `{page}` does not begin with https://");
            return Err(Failure::Unreachable(why));
        }
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let client = self.client(&known);
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let mut request = client
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .set_pkce_challenge(challenge)
            .add_scope(Scope::new("profile".to_owned()));
        if self.claim == "email" {
            request = request.add_scope(Scope::new("email".to_owned()));
        }
        let (address, state, nonce) = request.url();
        let begun = Begun {
            browser: browser.to_owned(),
            nonce,
            verifier,
            back: back.to_owned(),
            second: now.as_second(),
        };
        self.pending.keep(state.into_secret(), begun);
        Ok(address.into())
    }

    /// What was begun by this browser under this state, once, and not long ago.
    pub fn begun(&self, state: &str, browser: &str, now: Timestamp) -> Option<Begun> {
        self.pending.take(state, browser, now.as_second())
    }

    /// Whom the provider vouches for with a code. Waits for the provider.
    pub fn vouch(&self, begun: Begun, code: String, now: Timestamp) -> Result<Vouched, Failure> {
        let conversation = self.http.conversation();
        let known = self.known(&conversation, now, FRESH)?;
        let client = self.client(&known);
        let request = client.exchange_code(AuthorizationCode::new(code));
        let request = request.map_err(|error| unreachable(&error))?;
        let answer = request
            .set_pkce_verifier(begun.verifier)
            .request(&|request| conversation.call(request))
            .map_err(|error| match error {
                openidconnect::RequestTokenError::Request(_) => unreachable(&error),
                _ => refused(&error),
            })?;
        let token = answer
            .id_token()
            .ok_or_else(|| Failure::Refused("there is no ID token".to_owned()))?;
        let name = match self.named(&known, token, &begun.nonce, now) {
            // Signed with a key that is younger than what is known, perhaps.
            Err(ClaimsVerificationError::SignatureVerification(_)) => {
                let known = self.known(&conversation, now, RENEWED)?;
                self.named(&known, token, &begun.nonce, now)
            }
            named => named,
        };
        Ok(Vouched {
            name: name.map_err(|error| refused(&error))?,
            back: begun.back,
        })
    }

    /// What a token says once all of it holds: signature, issuer, audience, end, nonce.
    fn named(
        &self,
        known: &Known,
        token: &Token,
        nonce: &Nonce,
        now: Timestamp,
    ) -> Result<String, ClaimsVerificationError> {
        let client = self.client(known);
        let time = DateTime::from_timestamp(now.as_second(), 0).unwrap_or_default();
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(SIGNED)
            .set_time_fn(move || time);
        let claims = token.claims(&verifier, nonce)?;
        self.name(claims).ok_or_else(|| {
            let claim = &self.claim;
            ClaimsVerificationError::Other(format!("it has no `{claim}` that can be relied on"))
        })
    }

    fn name(&self, claims: &Claims) -> Option<String> {
        let name = match self.claim.as_str() {
            "preferred_username" => claims.preferred_username().map(|name| name.as_str()),
            "sub" => Some(claims.subject().as_str()),
            "email" if claims.email_verified() == Some(true) => {
                claims.email().map(|email| email.as_str())
            }
            other => claims.additional_claims().text(other),
        };
        name.map(str::to_owned)
    }

    fn client(&self, known: &Known) -> Client {
        let Known { metadata, .. } = known;
        let (client, secret) = (self.client.clone(), self.secret.clone());
        let ways = metadata.token_endpoint_auth_methods_supported();
        let has = |way| ways.is_none_or(|ways| ways.contains(&way));
        let way = match has(CoreClientAuthMethod::ClientSecretBasic) {
            true => AuthType::BasicAuth,
            false => AuthType::RequestBody,
        };
        Client::from_provider_metadata(metadata.as_ref().clone(), client, Some(secret))
            .set_auth_type(way)
            .set_redirect_uri(self.back.clone())
    }

    /// What the provider says of itself, not older than some seconds.
    fn known(
        &self,
        conversation: &Conversation<'_>,
        now: Timestamp,
        age: i64,
    ) -> Result<Known, Failure> {
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let second = now.as_second();
        let kept = lock().clone();
        if let Some(kept) = kept.filter(|kept| (0..age).contains(&(second - kept.second))) {
            return Ok(kept);
        }
        // Not while others wait: they ask for themselves.
        let metadata =
            CoreProviderMetadata::discover(&self.issuer, &|request| conversation.call(request))
                .map_err(|error| unreachable(&error))?;
        let known = Known {
            metadata: Arc::new(metadata),
            second,
        };
        *lock() = Some(known.clone());
        Ok(known)
    }
}
