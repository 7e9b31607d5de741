//! Logging in and out, and what the pages about accounts have in common.

use std::sync::Arc;

use axum::Extension;
use axum::Form;
use axum::Router;
use axum::extract::FromRequestParts;
use axum::extract::Query;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use axum::routing::get;
use axum::routing::post;
use jiff::Timestamp;
use maud::Markup;
use maud::html;
use serde::Deserialize;

use crate::archive::AccessError;
use crate::archive::Accounts;
use crate::archive::Act;
use crate::archive::Archive;
use crate::archive::LogIn;
use crate::archive::Turn;
use crate::archive::Visit;
use crate::web::failed;
use crate::web::language::t;
use crate::web::layout;
use crate::web::missing;
use crate::web::oidc_log_in::Known;

pub type Clock = fn() -> Timestamp;

/// The pages of the door.
pub fn router(clock: Clock) -> Router {
    Router::new()
        .route("/dang-nhap", get(page).post(log_in))
        .route("/dang-xuat", post(log_out))
        .with_state(clock)
}

/// Somebody who is logged in, and the accounts.
pub struct Desk {
    /// The archive as they may see it.
    pub archive: Arc<Archive>,
    /// All accounts.
    pub accounts: Arc<Accounts>,
    /// The name of theirs.
    pub name: String,
    /// Where they come from.
    pub visit: Visit,
    /// The time now.
    pub now: Timestamp,
}

impl FromRequestParts<Clock> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, clock: &Clock) -> Result<Self, Response> {
        let extensions = &parts.extensions;
        let found = || {
            let archive = extensions.get::<Arc<Archive>>()?;
            Some(Self {
                archive: Arc::clone(archive),
                accounts: Arc::clone(extensions.get::<Arc<Accounts>>()?),
                name: archive.rights().account.clone()?,
                visit: extensions.get::<Visit>()?.clone(),
                now: clock(),
            })
        };
        found().ok_or_else(missing)
    }
}

impl Desk {
    /// Asks or changes the accounts off the async threads, in the name of who is logged in.
    pub async fn ask<T, F>(&self, question: F) -> Result<Result<T, AccessError>, Response>
    where
        T: Send + 'static,
        F: FnOnce(&Accounts, &Act<'_>) -> Result<T, AccessError> + Send + 'static,
    {
        let accounts = Arc::clone(&self.accounts);
        let (name, source, at) = (self.name.clone(), self.visit.source.to_string(), self.now);
        let asked = tokio::task::spawn_blocking(move || {
            let act = Act {
                who: &name,
                source: &source,
                at,
            };
            question(&accounts, &act)
        });
        match asked.await {
            Ok(Err(error)) if problem(&error).is_none() => Err(broken(&error)),
            Ok(answer) => Ok(answer),
            Err(_) => Err(failed()),
        }
    }
}

fn broken(error: &AccessError) -> Response {
    tracing::error!(cause = %error, "accounts failed");
    failed()
}

/// What cannot be done, in words for staff; none for what only an administrator can mend.
pub fn problem(error: &AccessError) -> Option<String> {
    Some(match error {
        AccessError::BadName(_) => t(
            "Tên tài khoản chỉ gồm chữ a–z, chữ số và các dấu . - _ @ (tối đa 64).",
            "The name of an account has only letters a–z, digits and . - _ @ (64 at most).",
        )
        .to_owned(),
        AccessError::BadCollection(_) => t(
            "Tên tuyển tập không hợp lệ.",
            "That is no name for a collection.",
        )
        .to_owned(),
        AccessError::BadTokenName => t(
            "Tên thẻ chỉ là một dòng chữ, không có ký tự điều khiển.",
            "The name of a token is one line of text, without control characters.",
        )
        .to_owned(),
        AccessError::BadPassword => t(
            "Mật khẩu phải có từ 10 đến 256 ký tự.",
            "A password has 10 to 256 characters.",
        )
        .to_owned(),
        AccessError::WrongPassword => t(
            "Mật khẩu hiện tại không đúng.",
            "The present password is wrong.",
        )
        .to_owned(),
        AccessError::Exists(name) => t(
            format!("Đã có tài khoản “{name}”."),
            format!("There is an account “{name}” already."),
        ),
        AccessError::NoAccount(name) => t(
            format!("Không có tài khoản “{name}”."),
            format!("There is no account “{name}”."),
        ),
        AccessError::NoCollection(name) => t(
            format!("Không có tuyển tập “{name}”."),
            format!("There is no collection “{name}”."),
        ),
        AccessError::LastAdministrator(name) => t(
            format!("“{name}” là quản trị cuối cùng: hãy lập một quản trị khác trước."),
            format!("“{name}” is the last administrator: make another one first."),
        ),
        AccessError::TooMuch => t(
            "Thẻ không được có quyền cao hơn tài khoản.",
            "A token cannot have a higher role than its account.",
        )
        .to_owned(),
        AccessError::ReadOnly(_) => t(
            "Tệp tài khoản chỉ đọc được, không ghi được.",
            "The file of accounts can be read but not written.",
        )
        .to_owned(),
        _ => return None,
    })
}

/// What the log-in page was asked.
#[derive(Deserialize)]
pub struct Asked {
    /// Where they wanted to go.
    #[serde(default)]
    pub ve: String,
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    ten: String,
    #[serde(default)]
    mat_khau: String,
    #[serde(default)]
    ve: String,
}

async fn page(
    archive: Option<Extension<Arc<Archive>>>,
    Extension(directory): Known,
    Query(asked): Query<Asked>,
) -> Response {
    match archive {
        Some(_) => Redirect::to(local(&asked.ve)).into_response(),
        None => form(&asked.ve, None, directory.is_some()).into_response(),
    }
}

async fn log_in(
    State(clock): State<Clock>,
    accounts: Option<Extension<Arc<Accounts>>>,
    Extension(directory): Known,
    Extension(visit): Extension<Visit>,
    Form(typed): Form<Typed>,
) -> Response {
    let Some(Extension(accounts)) = accounts else {
        return Redirect::to("/").into_response();
    };
    let back = typed.ve.clone();
    let now = clock();
    let told = tokio::task::spawn_blocking(move || {
        let told = accounts.log_in(&typed.ten, &typed.mat_khau, visit.source, now)?;
        if let (LogIn::In(_), Some(old)) = (&told, &visit.session) {
            let source = visit.source.to_string();
            let act = Act {
                who: &typed.ten,
                source: &source,
                at: now,
            };
            accounts.log_out(old, &act)?;
        }
        Ok(told)
    });
    match told.await {
        Ok(Ok(LogIn::In(secret))) => entered(secret, &back),
        Ok(Ok(LogIn::Refused)) => {
            let page = form(
                &back,
                Some(t(
                    "Tên hoặc mật khẩu không đúng.",
                    "The name or the password is wrong.",
                )),
                directory.is_some(),
            );
            (StatusCode::FORBIDDEN, page).into_response()
        }
        Ok(Ok(LogIn::Wait(seconds))) => must_wait(seconds, &back, directory.is_some()),
        Ok(Err(error)) => not_opened(&error),
        Err(_) => failed(),
    }
}

/// A session begins: where its owner wanted to go.
pub fn entered(secret: String, back: &str) -> Response {
    let mut response = Redirect::to(local(back)).into_response();
    response.extensions_mut().insert(Turn::In(secret));
    response
}

/// The page for who was wrong too often.
pub fn must_wait(seconds: i64, back: &str, directory: bool) -> Response {
    let message = t(
        format!("Sai nhiều lần: hãy đợi {seconds} giây rồi thử lại."),
        format!("Wrong too often: wait {seconds} seconds, then try again."),
    );
    let page = form(back, Some(&message), directory);
    let wait = [("retry-after", seconds.to_string())];
    (StatusCode::TOO_MANY_REQUESTS, wait, page).into_response()
}

/// The page for when the accounts cannot be used.
pub fn not_opened(error: &AccessError) -> Response {
    match problem(error) {
        Some(problem) => {
            let page = layout::trouble(t("Chưa đăng nhập được", "You cannot log in yet"), &problem);
            (StatusCode::SERVICE_UNAVAILABLE, page).into_response()
        }
        None => broken(error),
    }
}

async fn log_out(desk: Desk) -> Result<Response, Response> {
    if let Some(session) = desk.visit.session.clone() {
        let ended = desk.ask(move |accounts, act| accounts.log_out(&session, act));
        if let Err(error) = ended.await? {
            return Err(broken(&error));
        }
    }
    let mut response = Redirect::to("/dang-nhap").into_response();
    response.extensions_mut().insert(Turn::Out);
    Ok(response)
}

/// A path on this server, whatever was asked for.
pub fn local(path: &str) -> &str {
    let inside = path.starts_with('/') && !path.starts_with("//");
    let plain = path
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if inside && plain { path } else { "/" }
}

/// The page where people log in; `directory` says whether they can with the office account.
pub fn form(back: &str, refused: Option<&str>, directory: bool) -> Markup {
    let back = local(back);
    let encoded: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
    let content = html! {
        section.review {
            h1 { (t("Đăng nhập", "Log in")) }
            @if let Some(refused) = refused { p.note role="alert" { (refused) } }
            form method="post" action="/dang-nhap" {
                (layout::key())
                input type="hidden" name="ve" value=(back);
                label.field {
                    span { (t("Tên tài khoản", "Account")) }
                    input name="ten" required autofocus autocomplete="username" autocapitalize="none"
                        spellcheck="false";
                }
                label.field {
                    span { (t("Mật khẩu", "Password")) }
                    input type="password" name="mat_khau" required autocomplete="current-password";
                }
                button type="submit" { (t("Đăng nhập", "Log in")) }
            }
            @if directory {
                // A link: a form may be sent only to this server, and this leads away from it.
                p { a.button href=(format!("/dang-nhap/co-quan?ve={encoded}")) {
                    (t("Đăng nhập bằng tài khoản cơ quan", "Log in with the office account"))
                } }
            }
            p.hint { (t("Quên mật khẩu: hỏi người quản trị.", "Forgot the password: ask the administrator.")) }
        }
    };
    layout::page(t("Đăng nhập", "Log in"), None, &content)
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for path in ["/", "/van-ban/ab?q=x", "/?q=a%20b"] {
            assert_eq!(local(path), path);
        }
        for path in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/a\r\nSet-Cookie: x=y",
            "/a b",
        ] {
            assert_eq!(local(path), "/");
        }
    }
}
