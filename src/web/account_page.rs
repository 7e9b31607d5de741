//! One's own account: the password, tokens for programs, what one may see.

use axum::Form;
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use axum::routing::get;
use axum::routing::post;
use maud::Markup;
use maud::html;
use serde::Deserialize;

use crate::archive::Account;
use crate::archive::LONGEST_TOKEN;
use crate::archive::Role;
use crate::archive::Task;
use crate::archive::Token;
use crate::archive::Turn;
use crate::web::language::t;
use crate::web::layout;
use crate::web::log_in::Clock;
use crate::web::log_in::Desk;
use crate::web::log_in::problem;
use crate::web::names;
use crate::web::names::circulation;
use crate::web::wording::day;

/// The pages of one's own account.
pub fn router(clock: Clock) -> Router {
    Router::new()
        .route("/tai-khoan", get(own))
        .route("/tai-khoan/mat-khau", post(change_password))
        .route("/tai-khoan/the", post(make_token))
        .route("/tai-khoan/the/{id}", post(revoke_token))
        .with_state(clock)
}

async fn own(desk: Desk) -> Result<Markup, Response> {
    page(&desk, None).await
}

#[derive(Deserialize)]
struct Passwords {
    #[serde(default)]
    cu: String,
    #[serde(default)]
    moi: String,
    #[serde(default)]
    lai: String,
}

async fn change_password(desk: Desk, Form(typed): Form<Passwords>) -> Result<Response, Response> {
    if typed.moi != typed.lai {
        let told = t(
            "Hai lần gõ mật khẩu mới không giống nhau.",
            "The new password was not typed the same way twice.",
        );
        return refused(&desk, told).await;
    }
    let source = desk.visit.source;
    let changed =
        desk.ask(move |accounts, act| accounts.change_password(&typed.cu, &typed.moi, source, act));
    match changed.await? {
        Ok(()) => {
            let mut response = Redirect::to("/dang-nhap").into_response();
            response.extensions_mut().insert(Turn::Out);
            Ok(response)
        }
        Err(error) => refused(&desk, &problem(&error).unwrap_or_default()).await,
    }
}

#[derive(Deserialize)]
struct NewToken {
    #[serde(default)]
    ten: String,
    #[serde(default)]
    quyen: String,
    #[serde(default)]
    ngay: String,
}

async fn make_token(desk: Desk, Form(typed): Form<NewToken>) -> Result<Response, Response> {
    if desk.visit.session.is_none() {
        let told = t(
            "Thẻ chỉ được cấp cho người đang đăng nhập.",
            "A token is given only to somebody who is logged in.",
        );
        return refused(&desk, told).await;
    }
    let role = Role::from_code(&typed.quyen).unwrap_or(Role::Reader);
    let days = typed.ngay.parse().unwrap_or(90);
    let made = desk.ask(move |accounts, act| accounts.make_token(&typed.ten, role, days, act));
    match made.await? {
        Ok(secret) => Ok(page(&desk, Some(&made_token(&secret)))
            .await?
            .into_response()),
        Err(error) => refused(&desk, &problem(&error).unwrap_or_default()).await,
    }
}

async fn revoke_token(desk: Desk, Path(id): Path<i64>) -> Result<Response, Response> {
    let revoked = desk.ask(move |accounts, act| accounts.revoke_token(id, act));
    match revoked.await? {
        Ok(()) => Ok(Redirect::to("/tai-khoan").into_response()),
        Err(error) => refused(&desk, &problem(&error).unwrap_or_default()).await,
    }
}

fn made_token(secret: &str) -> Markup {
    html! {
        p.note role="status" {
            (t("Thẻ mới, chỉ hiện một lần: ", "The new token, shown only once: ")) code { (secret) }
            (t(". Chương trình gửi nó trong tiêu đề ", ". A program sends it in the header ")) code { "Authorization: Bearer …" } "."
        }
    }
}

async fn refused(desk: &Desk, message: &str) -> Result<Response, Response> {
    let note = html! { p.note role="alert" { (message) } };
    let page = page(desk, Some(&note)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn page(desk: &Desk, note: Option<&Markup>) -> Result<Markup, Response> {
    let (name, now) = (desk.name.clone(), desk.now);
    let told =
        desk.ask(move |accounts, _| Ok((accounts.account(&name)?, accounts.tokens(&name, now)?)));
    let (account, tokens) = told.await?.map_err(|_| crate::web::failed())?;
    let content = html! {
        section.review {
            h1 { (t("Tài khoản ", "Account ")) (account.name) }
            @if let Some(note) = note { (note) }
            p { (t("Vai trò: ", "Role: ")) (names::role(account.role)) }
            (sees(&account))
            form.inline method="post" action="/dang-xuat" {
                (layout::key())
                button type="submit" { (t("Đăng xuất", "Log out")) }
            }
            @if desk.archive.rights().may(Task::Administer) {
                " " a href="/quan-tri/tai-khoan" { (t("Quản trị tài khoản", "Manage accounts")) }
            }
            @if account.has_password { (password_form()) } @else {
                p.hint { (t("Tài khoản này không có mật khẩu: đăng nhập bằng tài khoản cơ quan.", "This account has no password: log in with the office account.")) }
            }
            (token_list(&account, &tokens))
        }
    };
    Ok(layout::page(t("Tài khoản", "Account"), Some(""), &content))
}

/// What an account may see, in words.
pub fn sees(account: &Account) -> Markup {
    let collections = account.collections.iter().map(|name| match name.as_str() {
        "*" => t("mọi tuyển tập", "every collection"),
        "chung" => t(
            "văn bản chung (không thuộc tuyển tập nào)",
            "general documents (of no collection)",
        ),
        name => name,
    });
    let collections: Vec<&str> = collections.collect();
    let marks: Vec<&str> = account
        .marks
        .iter()
        .map(|mark| circulation(*mark))
        .collect();
    html! {
        dl.facts {
            dt { (t("Được xem", "May see")) } dd { @if collections.is_empty() { (t("không có gì", "nothing")) } @else { (collections.join("; ")) } }
            dt { (t("Cả văn bản có dấu", "Documents marked, too")) } dd { @if marks.is_empty() { (t("không", "none")) } @else { (marks.join("; ")) } }
        }
    }
}

fn password_form() -> Markup {
    html! {
        h2 { (t("Đổi mật khẩu", "Change password")) }
        form method="post" action="/tai-khoan/mat-khau" {
            (layout::key())
            label.field {
                span { (t("Mật khẩu hiện tại", "Present password")) }
                input type="password" name="cu" required autocomplete="current-password";
            }
            label.field {
                span { (t("Mật khẩu mới", "New password")) }
                input type="password" name="moi" required minlength="10" autocomplete="new-password";
            }
            label.field {
                span { (t("Gõ lại mật khẩu mới", "New password again")) }
                input type="password" name="lai" required minlength="10" autocomplete="new-password";
            }
            p.hint { (t("Ít nhất 10 ký tự. Mọi phiên đăng nhập sẽ kết thúc.", "At least 10 characters. All sessions of this account will end.")) }
            button type="submit" { (t("Đổi mật khẩu", "Change password")) }
        }
    }
}

fn token_list(account: &Account, tokens: &[Token]) -> Markup {
    html! {
        h2 { (t("Thẻ cho chương trình", "Tokens for programs")) }
        @if !tokens.is_empty() {
            ul {
                @for token in tokens {
                    li {
                        span lang="vi" { (token.name) } " – " (names::role(token.role)) (t(", đến ", ", until ")) (day(token.ends)) " "
                        form.inline method="post" action={ "/tai-khoan/the/" (token.id) } {
                            (layout::key())
                            button.quiet type="submit" { (t("Thu hồi", "Revoke")) }
                        }
                    }
                }
            }
        }
        form method="post" action="/tai-khoan/the" {
            (layout::key())
            label.field { span { (t("Dùng cho", "Used for")) } input name="ten" required autocomplete="off"; }
            label.field {
                span { (t("Quyền cao nhất", "Highest role")) }
                select name="quyen" {
                    @for role in Role::ALL.into_iter().filter(|role| *role <= account.role) {
                        option value=(role.code()) { (names::role(role)) }
                    }
                }
            }
            label.field {
                span { (t("Số ngày", "Days it holds")) }
                input type="number" name="ngay" value="90" min="1" max=(LONGEST_TOKEN);
            }
            button type="submit" { (t("Cấp thẻ", "Make a token")) }
        }
    }
}
