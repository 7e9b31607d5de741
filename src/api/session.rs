//! The door: whose request it is, what they may see, and that its forms were ours.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use jiff::Timestamp;

use crate::api::credentials::bearer;
use crate::api::credentials::cookie;
use crate::api::credentials::cookie_name;
use crate::api::credentials::cookies;
use crate::api::credentials::source;
use crate::api::forms::ours;
use crate::api::problem::Problem;
use crate::api::problem::is_for_a_page;
use crate::archive::AccessError;
use crate::archive::Accounts;
use crate::archive::AccountsPlace;
use crate::archive::Archive;
use crate::archive::Rights;
use crate::archive::Role;
use crate::archive::Scope;
use crate::archive::Turn;
use crate::archive::Visit;
use crate::archive::form_key;
use crate::archive::new_secret;
use crate::archive::same;

/// The page where people log in.
const LOG_IN: &str = "/dang-nhap";
/// The way through the office's own directory.
const BY_DIRECTORY: &str = "/dang-nhap/co-quan";
/// The switch of languages, which tells and changes nothing.
const LANGUAGE: &str = "/ngon-ngu/";

/// Where a request comes from, as the listener has it; put into each request by the server.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// Everything that is needed to decide about a request.
#[derive(Clone)]
pub struct Door {
    inner: Arc<Inner>,
}

struct Inner {
    archive: Arc<Archive>,
    /// Opened when there is the file.
    accounts: OnceLock<Arc<Accounts>>,
    /// There was an account: from then on nobody is let in without one.
    closed: AtomicBool,
    place: AccountsPlace,
    /// What forms bear while there are no accounts.
    owner_key: String,
    /// What programs of the archive's owner show when they hand over work.
    secret: Option<Arc<str>>,
    way: Way,
    clock: fn() -> Timestamp,
}

/// How requests come here.
#[derive(Debug, Clone, Default)]
pub struct Way {
    /// By TLS, here or at the proxy: cookies are never sent without it.
    pub secure: bool,
    /// The proxies whose word is taken for where a request comes from; none if there is none.
    pub proxies: Vec<IpAddr>,
    /// Nobody but these proxies is served.
    pub only_proxies: bool,
}

impl Door {
    /// The door of an archive whose accounts are in `file`, or will be.
    #[must_use]
    pub fn new(
        archive: Arc<Archive>,
        place: AccountsPlace,
        way: Way,
        secret: Option<Arc<str>>,
        clock: fn() -> Timestamp,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                archive,
                accounts: OnceLock::new(),
                closed: AtomicBool::new(false),
                place,
                owner_key: form_key(&new_secret().unwrap_or_default()),
                secret,
                way,
                clock,
            }),
        }
    }

    /// The accounts, once there are any.
    pub fn accounts(&self) -> Result<Option<Arc<Accounts>>, AccessError> {
        let Inner {
            accounts, closed, ..
        } = self.inner.as_ref();
        let opened = match accounts.get() {
            Some(opened) => opened,
            None => match Accounts::open_existing(&self.inner.place)? {
                Some(opened) => accounts.get_or_init(|| Arc::new(opened)),
                None => return Ok(None),
            },
        };
        if !closed.load(Ordering::Acquire) && opened.any()? {
            closed.store(true, Ordering::Release);
        }
        let closed = closed.load(Ordering::Acquire);
        Ok(closed.then(|| Arc::clone(opened)))
    }

    /// Whether there are no accounts, where a look at the disk is enough to tell.
    fn is_without_accounts(&self) -> bool {
        let Inner {
            accounts, place, ..
        } = self.inner.as_ref();
        let file = place.file();
        // Where it cannot be told, they are asked for, which says why.
        accounts.get().is_none() && file.is_some_and(|file| matches!(file.try_exists(), Ok(false)))
    }

    /// Who has an archive without accounts for themselves.
    fn owner(&self, source: IpAddr) -> Identified {
        Identified {
            archive: Some(Arc::clone(&self.inner.archive)),
            accounts: None,
            visit: Visit {
                source,
                session: None,
                key: self.inner.owner_key.clone(),
                secure: self.inner.way.secure,
            },
            by: By::Owner,
            fresh: None,
        }
    }

    /// Whose request it is.
    fn identify(&self, headers: &HeaderMap, source: IpAddr) -> Result<Identified, AccessError> {
        let Inner { way, clock, .. } = self.inner.as_ref();
        let visit = |session: Option<String>, key: String| Visit {
            source,
            session,
            key,
            secure: way.secure,
        };
        let Some(accounts) = self.accounts()? else {
            return Ok(self.owner(source));
        };
        let seen_by = |rights: Rights| Arc::new(self.inner.archive.seen_by(rights));
        if let Some(token) = bearer(headers) {
            let owner = self.inner.secret.as_deref();
            let archive = match owner.is_some_and(|secret| same(token, secret)) {
                true => Some(Arc::clone(&self.inner.archive)),
                false => accounts.with_token(token, clock())?.map(seen_by),
            };
            return Ok(Identified {
                archive,
                accounts: Some(accounts),
                visit: visit(None, String::new()),
                by: By::Token,
                fresh: None,
            });
        }
        let session = cookie(headers, &cookie_name("phien", way.secure));
        if let Some(session) = session
            && let Some(rights) = accounts.in_session(&session, clock())?
        {
            let key = form_key(&session);
            return Ok(Identified {
                archive: Some(seen_by(rights)),
                accounts: Some(accounts),
                visit: visit(Some(session), key),
                by: By::Cookie,
                fresh: None,
            });
        }
        let known = cookie(headers, &cookie_name("cua", way.secure));
        let known = known.filter(|secret| secret.len() == 64);
        let fresh = known.is_none().then(new_secret).flatten();
        let secret = known.or_else(|| fresh.clone()).unwrap_or_default();
        Ok(Identified {
            archive: None,
            accounts: Some(accounts),
            visit: visit(None, form_key(&secret)),
            by: By::Nothing,
            fresh,
        })
    }
}

/// Whose request it is.
struct Identified {
    archive: Option<Arc<Archive>>,
    accounts: Option<Arc<Accounts>>,
    visit: Visit,
    by: By,
    /// A secret for the log-in page of somebody who came without any.
    fresh: Option<String>,
}

/// What tells whose request it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// There are no accounts.
    Owner,
    Token,
    Cookie,
    Nothing,
}

/// Lets a request in with the archive as its sender may see it, or sends them to the log-in page.
pub async fn admit(State(door): State<Door>, mut request: Request, next: Next) -> Response {
    let way = &door.inner.way;
    let peer = request.extensions().get::<Peer>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0);
    if way.only_proxies && !way.proxies.contains(&peer) && !peer.is_loopback() {
        let detail = "this server answers only through its proxy";
        return Problem::new(StatusCode::FORBIDDEN, "proxy-only", detail).into_response();
    }
    let source = source(request.headers(), peer, &way.proxies);
    let identified = match identified(&door, request.headers(), source).await {
        Ok(identified) => identified,
        Err(problem) => return problem.into_response(),
    };
    let Identified {
        archive,
        accounts,
        visit,
        by,
        fresh,
    } = identified;
    let path = request.uri().path();
    let is_log_in = is_log_in(path);
    let open = is_log_in
        || path == "/healthz"
        || path.starts_with("/assets/")
        || path.starts_with(LANGUAGE);
    let archive = match archive {
        Some(archive) => Some(archive),
        None if path == "/readyz" => Some(Arc::new(door.inner.archive.seen_by(nobody()))),
        None if open => None,
        None => return stranger(&request, by),
    };
    let secure = visit.secure;
    // There nothing can be changed, whatever is sent.
    let is_harmless = path == "/readyz" || (open && !is_log_in);
    request = match is_harmless {
        true => request,
        false => match ours(request, &visit.key, by).await {
            Ok(request) => request,
            Err(problem) => return problem.into_response(),
        },
    };
    let extensions = request.extensions_mut();
    extensions.insert(visit);
    if let Some(accounts) = accounts {
        extensions.insert(accounts);
    }
    if let Some(archive) = archive {
        extensions.insert(archive);
    }
    let mut response = next.run(request).await;
    let turn = response.extensions_mut().remove::<Turn>();
    let fresh = fresh.filter(|_| is_log_in && turn.is_none());
    for cookie in cookies(turn, fresh, secure) {
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    // Pages of one person are not for the next one at the same desk.
    if by != By::Owner && !response.headers().contains_key(header::CACHE_CONTROL) {
        let policy = HeaderValue::from_static("private, no-store");
        response.headers_mut().insert(header::CACHE_CONTROL, policy);
    }
    response
}

/// Whose request it is. Accounts are asked off the async threads.
async fn identified(
    door: &Door,
    headers: &HeaderMap,
    source: IpAddr,
) -> Result<Identified, Problem> {
    if door.is_without_accounts() {
        return Ok(door.owner(source));
    }
    let (asked, headers) = (door.clone(), headers.clone());
    match tokio::task::spawn_blocking(move || asked.identify(&headers, source)).await {
        Ok(Ok(identified)) => Ok(identified),
        Ok(Err(error)) => Err(Problem::internal("accounts", error.to_string())),
        Err(error) => Err(Problem::internal("panicked", error.to_string())),
    }
}

/// Where somebody becomes somebody.
fn is_log_in(path: &str) -> bool {
    let rest = path.strip_prefix(BY_DIRECTORY);
    path == LOG_IN || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Who may see nothing.
fn nobody() -> Rights {
    Rights {
        account: None,
        role: Role::Reader,
        scope: Scope::Some {
            assigned: Vec::new(),
            general: false,
        },
        marks: std::collections::BTreeSet::new(),
    }
}

/// Programs are told to log in, people are taken to the page for it.
fn stranger(request: &Request, by: By) -> Response {
    let path = request.uri().path();
    let below = path.starts_with("/api/") && !is_for_a_page(path, request.headers());
    let program = below || path == "/metrics" || by == By::Token;
    if program || request.method() != Method::GET {
        let detail = "log in, or send a token as `Authorization: Bearer …`";
        let problem = Problem::new(StatusCode::UNAUTHORIZED, "log-in-needed", detail);
        let mut response = problem.into_response();
        let challenge = HeaderValue::from_static("Bearer");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, challenge);
        return response;
    }
    let back = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str());
    let back: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
    Redirect::to(&format!("{LOG_IN}?ve={back}")).into_response()
}
