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
use crate::web::layout;
use crate::web::log_in::Clock;
use crate::web::log_in::Desk;
use crate::web::log_in::problem;

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
        return refused(&desk, "Hai lần gõ mật khẩu mới không giống nhau.").await;
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
        return refused(&desk, "Thẻ chỉ được cấp cho người đang đăng nhập.").await;
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
            "Thẻ mới, chỉ hiện một lần: " code { (secret) }
            ". Chương trình gửi nó trong tiêu đề " code { "Authorization: Bearer …" } "."
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
            h1 { "Tài khoản " (account.name) }
            @if let Some(note) = note { (note) }
            p { "Vai trò: " (account.role.name()) }
            (sees(&account))
            form.inline method="post" action="/dang-xuat" {
                (layout::key())
                button type="submit" { "Đăng xuất" }
            }
            @if desk.archive.rights().may(Task::Administer) {
                " " a href="/quan-tri/tai-khoan" { "Quản trị tài khoản" }
            }
            (password_form())
            (token_list(&account, &tokens))
        }
    };
    Ok(layout::page("Tài khoản", Some(""), &content))
}

/// What an account may see, in words.
pub fn sees(account: &Account) -> Markup {
    let collections = account.collections.iter().map(|name| match name.as_str() {
        "*" => "mọi tuyển tập",
        "chung" => "văn bản chung (không thuộc tuyển tập nào)",
        name => name,
    });
    let collections: Vec<&str> = collections.collect();
    let marks: Vec<&str> = account.marks.iter().map(|mark| mark.name()).collect();
    html! {
        dl.facts {
            dt { "Được xem" } dd { @if collections.is_empty() { "không có gì" } @else { (collections.join("; ")) } }
            dt { "Cả văn bản có dấu" } dd { @if marks.is_empty() { "không" } @else { (marks.join("; ")) } }
        }
    }
}

fn password_form() -> Markup {
    html! {
        h2 { "Đổi mật khẩu" }
        form method="post" action="/tai-khoan/mat-khau" {
            (layout::key())
            label.field {
                span { "Mật khẩu hiện tại" }
                input type="password" name="cu" required autocomplete="current-password";
            }
            label.field {
                span { "Mật khẩu mới" }
                input type="password" name="moi" required minlength="10" autocomplete="new-password";
            }
            label.field {
                span { "Gõ lại mật khẩu mới" }
                input type="password" name="lai" required minlength="10" autocomplete="new-password";
            }
            p.hint { "Ít nhất 10 ký tự. Mọi phiên đăng nhập sẽ kết thúc." }
            button type="submit" { "Đổi mật khẩu" }
        }
    }
}

fn token_list(account: &Account, tokens: &[Token]) -> Markup {
    html! {
        h2 { "Thẻ cho chương trình" }
        @if !tokens.is_empty() {
            ul {
                @for token in tokens {
                    li {
                        (token.name) " – " (token.role.name()) ", đến "
                        (token.ends.strftime("%-d/%-m/%Y")) " "
                        form.inline method="post" action={ "/tai-khoan/the/" (token.id) } {
                            (layout::key())
                            button.quiet type="submit" { "Thu hồi" }
                        }
                    }
                }
            }
        }
        form method="post" action="/tai-khoan/the" {
            (layout::key())
            label.field { span { "Dùng cho" } input name="ten" required autocomplete="off"; }
            label.field {
                span { "Quyền cao nhất" }
                select name="quyen" {
                    @for role in Role::ALL.into_iter().filter(|role| *role <= account.role) {
                        option value=(role.code()) { (role.name()) }
                    }
                }
            }
            label.field {
                span { "Số ngày" }
                input type="number" name="ngay" value="90" min="1" max=(LONGEST_TOKEN);
            }
            button type="submit" { "Cấp thẻ" }
        }
    }
}
