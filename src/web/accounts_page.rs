//! Accounts and collections, for administrators.

use std::path::Path as FilePath;

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

use crate::archive::Account;
use crate::archive::Audited;
use crate::archive::Collection;
use crate::archive::Grant;
use crate::archive::Role;
use crate::archive::Task;
use crate::document::Circulation;
use crate::web::account_page::sees;
use crate::web::forbidden;
use crate::web::language::t;
use crate::web::layout;
use crate::web::log_in::Clock;
use crate::web::log_in::Desk;
use crate::web::log_in::problem;
use crate::web::names;
use crate::web::names::circulation;
use crate::web::wording::moment;

/// Lines of the audit on the page.
const MOST_AUDITED: u32 = 100;

/// The pages of administrators.
pub fn router(clock: Clock) -> Router {
    Router::new()
        .route("/quan-tri/tai-khoan", get(all).post(add))
        .route("/quan-tri/tai-khoan/{name}", get(one).post(change))
        .route("/quan-tri/tuyen-tap", post(collect))
        .with_state(clock)
}

#[allow(
    clippy::result_large_err,
    reason = "a response is what a handler ends with"
)]
fn administrator(desk: Desk) -> Result<Desk, Response> {
    match desk.archive.rights().may(Task::Administer) {
        true => Ok(desk),
        false => Err(forbidden()),
    }
}

/// What a form has, field by field; a field may be there several times.
type Fields = Form<Vec<(String, String)>>;

fn field<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    let found = fields.iter().find(|(known, _)| known == name);
    found.map_or("", |(_, value)| value.as_str())
}

async fn all(desk: Desk) -> Result<Markup, Response> {
    overview(&administrator(desk)?, None).await
}

async fn add(desk: Desk, Form(fields): Fields) -> Result<Response, Response> {
    let desk = administrator(desk)?;
    let added = desk.ask(move |accounts, act| {
        let role = Role::from_code(field(&fields, "vai_tro")).unwrap_or(Role::Reader);
        accounts.add(
            field(&fields, "ten"),
            role,
            Some(field(&fields, "mat_khau")),
            act,
        )
    });
    match added.await? {
        Ok(()) => Ok(Redirect::to("/quan-tri/tai-khoan").into_response()),
        Err(error) => {
            let page = overview(&desk, problem(&error)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn collect(desk: Desk, Form(fields): Fields) -> Result<Response, Response> {
    let desk = administrator(desk)?;
    let done = desk.ask(move |accounts, act| {
        let (name, folder) = (field(&fields, "ten"), field(&fields, "thu_muc").trim());
        let folder = (!folder.is_empty()).then(|| FilePath::new(folder));
        match field(&fields, "viec") {
            "bo" => accounts.remove_collection(name, folder, act),
            _ => accounts.add_folders(name, folder.as_slice(), act),
        }
    });
    match done.await? {
        Ok(()) => Ok(Redirect::to("/quan-tri/tai-khoan").into_response()),
        Err(error) => {
            let page = overview(&desk, problem(&error)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn one(desk: Desk, Path(name): Path<String>) -> Result<Markup, Response> {
    details(&administrator(desk)?, name, None).await
}

async fn change(
    desk: Desk,
    Path(name): Path<String>,
    Form(fields): Fields,
) -> Result<Response, Response> {
    let desk = administrator(desk)?;
    let changed = name.clone();
    let done = desk.ask(move |accounts, act| match field(&fields, "viec") {
        "vai-tro" => match Role::from_code(field(&fields, "vai_tro")) {
            Some(role) => accounts.set_role(&changed, role, act),
            None => Ok(()),
        },
        "khoa" => accounts.set_disabled(&changed, true, act),
        "mo" => accounts.set_disabled(&changed, false, act),
        "mat-khau" => accounts.set_password(&changed, Some(field(&fields, "mat_khau")), act),
        "quyen" => {
            let account = accounts.account(&changed)?;
            for (grant, has) in grants(&account, &accounts.collections()?) {
                let wanted = fields
                    .iter()
                    .any(|(name, value)| *name == input(&grant) && value == "co");
                if wanted != has {
                    accounts.grant(&changed, &grant, wanted, act)?;
                }
            }
            Ok(())
        }
        _ => Ok(()),
    });
    match done.await? {
        Ok(()) => {
            let encoded =
                percent_encoding::utf8_percent_encode(&name, percent_encoding::NON_ALPHANUMERIC);
            Ok(Redirect::to(&format!("/quan-tri/tai-khoan/{encoded}")).into_response())
        }
        Err(error) => {
            let page = details(&desk, name, problem(&error)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Everything that can be granted, and whether an account has it.
fn grants(account: &Account, collections: &[Collection]) -> Vec<(Grant, bool)> {
    let fixed = ["*", "chung"].into_iter();
    let names = fixed.chain(
        collections
            .iter()
            .map(|collection| collection.name.as_str()),
    );
    let of_collections = names.map(|name| {
        let has = account.collections.contains(name);
        (Grant::Collection(name.to_owned()), has)
    });
    let marks = Circulation::ALL.into_iter();
    let of_marks = marks.map(|mark| (Grant::Mark(mark), account.marks.contains(&mark)));
    of_collections.chain(of_marks).collect()
}

/// The name of a grant's box in the form.
fn input(grant: &Grant) -> String {
    match grant {
        Grant::Collection(name) => format!("tuyen-tap {name}"),
        Grant::Mark(mark) => format!("dau {}", mark.code()),
    }
}

fn label(grant: &Grant) -> String {
    match grant {
        Grant::Collection(name) if name == "*" => t("Mọi tuyển tập", "Every collection").to_owned(),
        Grant::Collection(name) if name == "chung" => {
            let told = t(
                "Văn bản chung (không thuộc tuyển tập nào)",
                "General documents (of no collection)",
            );
            told.to_owned()
        }
        Grant::Collection(name) => format!("{} “{name}”", t("Tuyển tập", "Collection")),
        Grant::Mark(mark) => format!(
            "{} “{}”",
            t("Văn bản có dấu", "Documents marked"),
            circulation(*mark)
        ),
    }
}

fn roles(chosen: Role) -> Markup {
    html! {
        select name="vai_tro" {
            @for role in Role::ALL {
                option value=(role.code()) selected[role == chosen] { (names::role(role)) }
            }
        }
    }
}

async fn overview(desk: &Desk, refused: Option<String>) -> Result<Markup, Response> {
    let told = desk.ask(|accounts, _| {
        let audited = accounts.audited(MOST_AUDITED)?;
        Ok((accounts.list()?, accounts.collections()?, audited))
    });
    let (accounts, collections, audited) = told.await?.map_err(|_| crate::web::failed())?;
    let content = html! {
        section.review {
            h1 { (t("Quản trị tài khoản", "Accounts")) }
            @if let Some(refused) = refused { p.note role="alert" { (refused) } }
            ul {
                @for account in &accounts {
                    li {
                        a href={ "/quan-tri/tai-khoan/" (account.name) } { (account.name) }
                        " – " (names::role(account.role))
                        @if account.disabled { " " span.missing { (t("(đã khóa)", "(locked)")) } }
                    }
                }
            }
            h2 { (t("Thêm tài khoản", "Add an account")) }
            form method="post" action="/quan-tri/tai-khoan" {
                (layout::key())
                label.field { span { (t("Tên", "Name")) } input name="ten" required autocomplete="off" autocapitalize="none"; }
                label.field { span { (t("Vai trò", "Role")) } (roles(Role::Reader)) }
                label.field {
                    span { (t("Mật khẩu", "Password")) }
                    input type="password" name="mat_khau" required minlength="10" autocomplete="new-password";
                }
                button type="submit" { (t("Thêm", "Add")) }
            }
            (collection_list(&collections))
            (audit(&audited))
        }
    };
    Ok(layout::page(
        t("Quản trị tài khoản", "Accounts"),
        Some(""),
        &content,
    ))
}

fn collection_list(collections: &[Collection]) -> Markup {
    html! {
        h2 { (t("Tuyển tập", "Collections")) }
        p.hint {
            (t(
                "Tuyển tập là tên chung của những thư mục đã nhập. Văn bản trong thư mục không thuộc tuyển \
                 tập nào là văn bản chung; thư mục trong cùng quyết định.",
                "A collection is a name for folders that were imported. Documents from folders of no collection \
                 are general; the innermost folder decides.",
            ))
        }
        ul {
            @for collection in collections {
                li {
                    b lang="vi" { (collection.name) }
                    ul { @for folder in &collection.folders { li lang="vi" { (folder.as_str()) } } }
                }
            }
        }
        form method="post" action="/quan-tri/tuyen-tap" {
            (layout::key())
            label.field { span { (t("Tên tuyển tập", "Name of the collection")) } input name="ten" required autocomplete="off"; }
            label.field { span { (t("Thư mục", "Folder")) } input name="thu_muc" autocomplete="off" placeholder="/mnt/van-ban/to-chuc"; }
            button type="submit" name="viec" value="them" { (t("Thêm thư mục", "Add the folder")) }
            " "
            button.quiet type="submit" name="viec" value="bo" { (t("Bỏ (để trống thư mục: bỏ cả tuyển tập)", "Remove (without a folder: the whole collection)")) }
        }
    }
}

/// A moment as the audit has it.
fn at(written: &str) -> String {
    match written.parse() {
        Ok(at) => moment(at),
        Err(_) => written.to_owned(),
    }
}

fn audit(audited: &[Audited]) -> Markup {
    html! {
        details.history {
            summary { (t("Nhật ký đăng nhập và thay đổi", "Log-ins and changes")) }
            ol {
                @for one in audited {
                    li { time { (at(&one.at)) } " " span lang="vi" { (one.who) " (" (one.source) ")" } ": " (one.event) " " span lang="vi" { (one.about) } }
                }
            }
        }
    }
}

async fn details(desk: &Desk, name: String, refused: Option<String>) -> Result<Markup, Response> {
    let told = desk.ask(move |accounts, _| Ok((accounts.account(&name)?, accounts.collections()?)));
    let Ok((account, collections)) = told.await? else {
        return Err(crate::web::missing());
    };
    let action = format!("/quan-tri/tai-khoan/{}", account.name);
    let content = html! {
        section.review {
            h1 { (t("Tài khoản ", "Account ")) (account.name) }
            @if let Some(refused) = refused { p.note role="alert" { (refused) } }
            (sees(&account))
            h2 { (t("Được xem", "May see")) }
            form method="post" action=(action) {
                (layout::key())
                @for (grant, has) in grants(&account, &collections) {
                    label.field {
                        span { (label(&grant)) }
                        input type="checkbox" name=(input(&grant)) value="co" checked[has];
                    }
                }
                button type="submit" name="viec" value="quyen" { (t("Lưu", "Save")) }
            }
            h2 { (t("Vai trò", "Role")) }
            form method="post" action=(action) {
                (layout::key())
                label.field { span { (t("Vai trò", "Role")) } (roles(account.role)) }
                p.hint { (t("Đổi vai trò đặt lại những gì được xem theo vai trò mới.", "A new role sets anew what may be seen.")) }
                button type="submit" name="viec" value="vai-tro" { (t("Đổi vai trò", "Change the role")) }
            }
            h2 { (t("Mật khẩu", "Password")) }
            form method="post" action=(action) {
                (layout::key())
                label.field {
                    span { (t("Mật khẩu mới", "New password")) }
                    input type="password" name="mat_khau" required minlength="10" autocomplete="new-password";
                }
                button type="submit" name="viec" value="mat-khau" { (t("Đặt mật khẩu", "Set the password")) }
            }
            form.inline method="post" action=(action) {
                (layout::key())
                @if account.disabled {
                    button type="submit" name="viec" value="mo" { (t("Mở khóa tài khoản", "Unlock the account")) }
                } @else {
                    button.quiet type="submit" name="viec" value="khoa" { (t("Khóa tài khoản", "Lock the account")) }
                }
            }
            p { a href="/quan-tri/tai-khoan" { (t("Mọi tài khoản", "All accounts")) } }
        }
    };
    Ok(layout::page(
        t("Quản trị tài khoản", "Accounts"),
        Some(""),
        &content,
    ))
}
