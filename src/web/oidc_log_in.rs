//! Logging in with the office account: to the provider and back.

use std::sync::Arc;

use axum::Extension;
use axum::Router;
use axum::extract::Query;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use axum::routing::get;
use jiff::Timestamp;
use serde::Deserialize;
use tokio::sync::Semaphore;

use crate::archive::AccessError;
use crate::archive::Accounts;
use crate::archive::Archive;
use crate::archive::LogIn;
use crate::archive::Visit;
use crate::web::failed;
use crate::web::language::t;
use crate::web::log_in::Asked;
use crate::web::log_in::Clock;
use crate::web::log_in::entered;
use crate::web::log_in::form;
use crate::web::log_in::local;
use crate::web::log_in::must_wait;
use crate::web::log_in::not_opened;
use crate::web::missing;
use crate::web::oidc::Failure;
use crate::web::oidc::Provider;
use crate::web::oidc::Vouched;

/// Where people are sent back from the provider.
pub const BACK: &str = "/dang-nhap/co-quan/xong";
/// Conversations with the provider at a time: each holds a thread while it lasts.
const AT_ONCE: usize = 8;
/// Bytes of an address somebody is taken back to.
const LONGEST_ADDRESS: usize = 1_024;

/// The office's directory, for the pages.
pub struct Directory {
    provider: Provider,
    turns: Arc<Semaphore>,
}

impl Directory {
    /// A provider, to be asked by a few at a time.
    #[must_use]
    pub fn new(provider: Provider) -> Self {
        Self {
            provider,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

/// A directory, if there is one.
pub type Known = Extension<Option<Arc<Directory>>>;

/// The pages on the way to the provider and back.
pub fn router(clock: Clock) -> Router {
    Router::new()
        .route("/dang-nhap/co-quan", get(begin))
        .route(BACK, get(end))
        .with_state(clock)
}

async fn begin(
    State(clock): State<Clock>,
    archive: Option<Extension<Arc<Archive>>>,
    Extension(directory): Known,
    Extension(visit): Extension<Visit>,
    Query(asked): Query<Asked>,
) -> Response {
    let back = local(&asked.ve).to_owned();
    let Some(directory) = directory else {
        return missing();
    };
    if archive.is_some() {
        return Redirect::to(&back).into_response();
    }
    let Ok(turn) = Arc::clone(&directory.turns).try_acquire_owned() else {
        return busy(&back);
    };
    let wanted = match back.len() > LONGEST_ADDRESS {
        true => "/".to_owned(),
        false => back.clone(),
    };
    let (asked, now) = (Arc::clone(&directory), clock());
    let begun = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        asked.provider.begin(&visit.key, &wanted, now)
    });
    match begun.await {
        Ok(Ok(address)) => Redirect::to(&address).into_response(),
        Ok(Err(failure)) => failing(&failure, &back),
        Err(_) => failed(),
    }
}

/// What the provider sends back with a browser.
#[derive(Deserialize)]
struct Brought {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    error: String,
}

/// What became of what was brought.
enum Ended {
    /// It is of no log-in that could still be ended.
    Stale,
    /// The provider did not let them in; why, as it says it.
    Denied(String),
    /// It cannot be told whom the provider vouches for.
    Failed(Failure),
    /// It vouches for somebody of this name, who goes on to this address.
    Known(LogIn, Vouched),
}

async fn end(
    State(clock): State<Clock>,
    archive: Option<Extension<Arc<Archive>>>,
    accounts: Option<Extension<Arc<Accounts>>>,
    Extension(directory): Known,
    Extension(visit): Extension<Visit>,
    Query(brought): Query<Brought>,
) -> Response {
    let (Some(directory), Some(Extension(accounts))) = (directory, accounts) else {
        return missing();
    };
    if archive.is_some() {
        return Redirect::to("/").into_response();
    }
    let Ok(turn) = Arc::clone(&directory.turns).try_acquire_owned() else {
        return busy("/");
    };
    let (asked, now) = (Arc::clone(&directory), clock());
    let ended = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        ended(&asked.provider, &accounts, &visit, brought, now)
    });
    match ended.await {
        Ok(Ok(ended)) => answer(ended),
        Ok(Err(error)) => not_opened(&error),
        Err(_) => failed(),
    }
}

fn ended(
    provider: &Provider,
    accounts: &Accounts,
    visit: &Visit,
    brought: Brought,
    now: Timestamp,
) -> Result<Ended, AccessError> {
    let nobody = |seconds| Ended::Known(LogIn::Wait(seconds), Vouched::default());
    match accounts.vouched_wait(visit.source, now) {
        0 => {}
        seconds => return Ok(nobody(seconds)),
    }
    let Some(begun) = provider.begun(&brought.state, &visit.key, now) else {
        accounts.refuse_vouched(visit.source, now)?;
        return Ok(Ended::Stale);
    };
    if brought.code.is_empty() {
        accounts.forgive_place(visit.source);
        return Ok(Ended::Denied(brought.error));
    }
    let vouched = match provider.vouch(begun, brought.code, now) {
        Ok(vouched) => vouched,
        Err(failure) => {
            match failure {
                Failure::Unreachable(_) => accounts.forgive_place(visit.source),
                Failure::Refused(_) => accounts.refuse_vouched(visit.source, now)?,
            }
            return Ok(Ended::Failed(failure));
        }
    };
    accounts.forgive_place(visit.source);
    let told = accounts.log_in_vouched(&vouched.name, visit.source, now)?;
    Ok(Ended::Known(told, vouched))
}

fn answer(ended: Ended) -> Response {
    let (told, vouched) = match ended {
        Ended::Known(told, vouched) => (told, vouched),
        Ended::Failed(failure) => return failing(&failure, "/"),
        Ended::Denied(error) => {
            tracing::info!(?error, "the provider let nobody in");
            return refused(t(
                "Máy chủ tài khoản của cơ quan không cho đăng nhập, hoặc bạn đã thôi giữa chừng. Hãy thử lại.",
                "The office's account server did not let you in, or you stopped half-way. Try again.",
            ));
        }
        Ended::Stale => {
            return refused(t(
                "Lần đăng nhập này không dùng được nữa: đã quá 10 phút, đã dùng rồi, hoặc bắt đầu ở trình duyệt khác. Hãy bấm đăng nhập lại.",
                "This log-in is of no use any more: it is older than 10 minutes, was used already, or began in another browser. Log in again.",
            ));
        }
    };
    match told {
        LogIn::In(secret) => entered(secret, &vouched.back),
        LogIn::Wait(seconds) => must_wait(seconds, &vouched.back, true),
        LogIn::Refused => {
            let name = vouched.name;
            tracing::warn!(
                ?name,
                "the provider vouches for nobody who may come in here"
            );
            refused(t(
                "Máy chủ tài khoản của cơ quan nhận ra bạn, nhưng ở đây không có tài khoản của bạn, hoặc nó đã bị khóa. Hãy hỏi người quản trị.",
                "The office's account server knows you, but you have no account here, or it is disabled. Ask the administrator.",
            ))
        }
    }
}

fn refused(told: &str) -> Response {
    (StatusCode::FORBIDDEN, form("/", Some(told), true)).into_response()
}

fn failing(failure: &Failure, back: &str) -> Response {
    tracing::warn!(cause = %failure, "log-in with the office account failed");
    let (status, told) = match failure {
        Failure::Unreachable(_) => (
            StatusCode::BAD_GATEWAY,
            t(
                "Máy chủ tài khoản của cơ quan không trả lời được. Hãy thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu của kho; nếu vẫn lỗi, báo người quản trị xem nhật ký.",
                "The office's account server does not answer. Try again in a few minutes, or log in with a password of the archive; if it fails again, have the administrator look at the log.",
            ),
        ),
        Failure::Refused(_) => (
            StatusCode::FORBIDDEN,
            t(
                "Máy chủ tài khoản của cơ quan trả lời không hợp lệ, nên không cho vào. Hãy thử lại; nếu vẫn lỗi, báo người quản trị xem nhật ký.",
                "The office's account server gave an answer that does not hold, so nobody is let in. Try again; if it fails again, have the administrator look at the log.",
            ),
        ),
    };
    (status, form(back, Some(told), true)).into_response()
}

fn busy(back: &str) -> Response {
    let told = t(
        "Nhiều người đang đăng nhập cùng lúc. Hãy thử lại sau ít giây.",
        "Many people are logging in at once. Try again in a few seconds.",
    );
    let page = form(back, Some(told), true);
    (
        StatusCode::SERVICE_UNAVAILABLE,
        [("retry-after", "5")],
        page,
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::net::Ipv4Addr;
    use std::time::Duration;

    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt;

    use super::*;
    use crate::web::oidc::NamedProvider;

    #[tokio::test]
    async fn a_conversation_nobody_waits_for_any_more_is_one_of_those_at_a_time() {
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let provider = Provider::new(NamedProvider {
            issuer: format!("http://{}", silent.local_addr().unwrap()),
            client: String::new(),
            secret: String::new(),
            claim: "sub".to_owned(),
            back: format!("http://localhost{BACK}"),
            patience: Duration::from_secs(60),
        });
        let directory = Arc::new(Directory::new(provider.unwrap()));
        let visit = Visit {
            source: IpAddr::V4(Ipv4Addr::LOCALHOST),
            session: None,
            key: String::new(),
            secure: false,
        };
        let pages = router(|| Timestamp::UNIX_EPOCH)
            .layer(Extension(Some(Arc::clone(&directory))))
            .layer(Extension(visit));
        let way = Request::get("/dang-nhap/co-quan").body(Body::empty());
        let asked = tokio::spawn(pages.oneshot(way.unwrap()));
        let conversation = silent.accept().await.unwrap();
        asked.abort();
        assert!(asked.await.is_err());
        assert_eq!(directory.turns.available_permits(), AT_ONCE - 1);
        drop((conversation, silent));
    }
}
