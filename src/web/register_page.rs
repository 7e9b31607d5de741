//! A register is sent in and held against the archive: what is missing on either side, what disagrees.

use std::sync::Arc;

use axum::Extension;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::extract::Multipart;
use axum::extract::Path;
use axum::extract::multipart::MultipartRejection;
use axum::http::StatusCode;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use axum::routing::get;
use maud::Markup;
use maud::html;

use crate::archive::LARGEST_READ;
use crate::archive::ListFormat;
use crate::archive::Register;
use crate::archive::Registers;
use crate::archive::Task;
use crate::archive::file_trouble;
use crate::web::Desk;
use crate::web::Means;
use crate::web::ask;
use crate::web::forbidden;
use crate::web::language::t;
use crate::web::layout;
use crate::web::missing;
use crate::web::register_report;

/// The page, and what came of each register.
pub fn router(means: Means) -> Router {
    Router::new()
        .route("/so-dang-ky", get(empty).post(check))
        .route("/so-dang-ky/{number}", get(report))
        .route("/so-dang-ky/{number}/{file}", get(file))
        .layer(DefaultBodyLimit::max(LARGEST_READ))
        .layer(Extension(Arc::<Registers>::default()))
        .with_state(means)
}

/// The registers sent in since the server started.
type Kept = Extension<Arc<Registers>>;

#[allow(
    clippy::result_large_err,
    reason = "a response is what a handler ends with"
)]
fn keeping(desk: Desk) -> Result<Desk, Response> {
    match desk.archive.rights().may(Task::Register) {
        true => Ok(desk),
        false => Err(forbidden()),
    }
}

async fn empty(desk: Desk) -> Result<Markup, Response> {
    keeping(desk)?;
    Ok(form(None))
}

fn title() -> &'static str {
    t("Đối chiếu sổ", "Check a register")
}

fn form(trouble: Option<&str>) -> Markup {
    let content = html! {
        section.import {
            h1 { (t("Đối chiếu sổ đăng ký văn bản", "Hold a register of documents against the archive")) }
            @if let Some(trouble) = trouble { p.note role="alert" { (trouble) } }
            p.hint {
                (t(
                    "Chọn sổ văn bản đi, sổ văn bản đến hoặc mục lục hồ sơ: tệp XLSX, XLS, ODS, CSV, hoặc văn bản \
                     có bảng. Các cột đứng theo thứ tự nào cũng được, dòng tên cột phải có số ký hiệu. Kho so từng \
                     dòng với văn bản đang có và không thay đổi gì.",
                    "Choose a register of outgoing or incoming documents or the list of a dossier: an XLSX, XLS, ODS \
                     or CSV file, or a document with a table. The columns may stand in any order; the row of \
                     headings must have the document number. Each row is compared with the documents in the archive; \
                     nothing is changed.",
                ))
            }
            (send())
        }
    };
    layout::page(title(), Some(""), &content)
}

/// The form itself.
pub fn send() -> Markup {
    let action = format!("/so-dang-ky?khoa={}", layout::Around::now().key);
    html! {
        form.send method="post" action=(action) enctype="multipart/form-data" {
            label.field {
                span { (t("Tệp sổ", "The register's file")) }
                input type="file" name="file" required;
            }
            button type="submit" { (t("Đối chiếu", "Compare")) }
        }
    }
}

fn refused(trouble: &str) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, form(Some(trouble))).into_response()
}

async fn check(
    desk: Desk,
    Extension(kept): Kept,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response, Response> {
    let desk = keeping(desk)?;
    let sent = match parts {
        Ok(parts) => file_of(parts).await,
        Err(_) => None,
    };
    let (name, bytes) = match sent {
        Some((name, bytes)) if !name.is_empty() => (name, bytes),
        Some(_) => return Ok(refused(t("Chưa chọn tệp nào.", "No file was chosen."))),
        None => {
            return Ok(refused(t(
                "Tệp gửi lên bị đứt giữa chừng, hoặc lớn hơn 64 MB. Hãy thử lại, hoặc chia sổ ra từng năm.",
                "The file was cut on its way, or has more than 64 MB. Try again, or send the register year by year.",
            )));
        }
    };
    let programs = desk.means.programs;
    let shown = name.clone();
    let read = ask(Arc::clone(&desk.archive), move |archive| {
        match archive.read_register(&programs, &name, &bytes) {
            Ok(register) => Ok(Ok(register)),
            Err(error) => match file_trouble(&error) {
                Some(told) => Ok(Err((told, error.to_string()))),
                None => Err(error),
            },
        }
    })
    .await?;
    Ok(match read {
        Ok(register) => {
            let number = kept.keep(register, desk.archive.rights());
            Redirect::to(&format!("/so-dang-ky/{number}")).into_response()
        }
        Err((vietnamese, english)) => refused(&match t(true, false) {
            true => format!("Không đọc được “{shown}”: {vietnamese}."),
            false => format!("“{shown}” cannot be read: {english}."),
        }),
    })
}

/// The name and the bytes of what was sent; a name that is empty where nothing was chosen, nothing where
/// it did not come whole.
async fn file_of(mut parts: Multipart) -> Option<(String, Vec<u8>)> {
    while let Some(part) = parts.next_field().await.ok()? {
        let name = part.file_name().unwrap_or_default().to_owned();
        if !name.is_empty() {
            return Some((name, part.bytes().await.ok()?.to_vec()));
        }
    }
    Some((String::new(), Vec::new()))
}

fn kept_as(kept: &Registers, desk: &Desk, number: &str) -> Option<Arc<Register>> {
    kept.get(number.parse().ok()?, desk.archive.rights())
}

fn gone() -> Response {
    let page = layout::trouble(
        t("Không còn sổ này", "This register is no longer here"),
        t(
            "Máy chủ đã khởi động lại, đã nhận nhiều sổ khác, hoặc đó là sổ người khác gửi. Hãy gửi lại tệp sổ ở \
             trang đối chiếu (/so-dang-ky).",
            "The server was started anew, has taken many others since, or somebody else sent it. Send the file \
             again on the page for registers (/so-dang-ky).",
        ),
    );
    (StatusCode::NOT_FOUND, page).into_response()
}

async fn report(
    desk: Desk,
    Extension(kept): Kept,
    Path(number): Path<String>,
) -> Result<Markup, Response> {
    let desk = keeping(desk)?;
    let register = kept_as(&kept, &desk, &number).ok_or_else(gone)?;
    let report = ask(desk.archive, move |archive| archive.reconcile(&register)).await?;
    let content = register_report::shown(&number, &report);
    Ok(layout::page(title(), Some(""), &content))
}

async fn file(
    desk: Desk,
    Extension(kept): Kept,
    Path((number, file)): Path<(String, String)>,
) -> Result<Response, Response> {
    let desk = keeping(desk)?;
    let format = file.strip_prefix("doi-chieu.").and_then(ListFormat::of);
    let format = format.ok_or_else(missing)?;
    let register = kept_as(&kept, &desk, &number).ok_or_else(gone)?;
    let written = ask(desk.archive, move |archive| {
        archive.reconcile(&register)?.written(format)
    })
    .await?;
    let headers = [
        (CONTENT_TYPE, format.media_type().to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"doi-chieu-so.{}\"", format.ending()),
        ),
    ];
    Ok((headers, written).into_response())
}
