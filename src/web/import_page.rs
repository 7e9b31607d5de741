//! Sending papers in: files or a folder; what was sent in before, and taking it back.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Form;
use axum::Router;
use axum::extract::Path;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use axum::routing::get;
use axum::routing::post;
use maud::Markup;
use maud::html;
use serde::Deserialize;

use crate::archive::Editor;
use crate::archive::Error;
use crate::archive::ImportJob;
use crate::archive::ImportRun;
use crate::archive::Task;
use crate::archive::Work;
use crate::web::Desk;
use crate::web::Means;
use crate::web::ask;
use crate::web::forbidden;
use crate::web::import_progress;
use crate::web::language::t;
use crate::web::layout;
use crate::web::missing;
use crate::web::wording::moment;
use crate::web::wording::thousands;

/// Runs listed; the command line lists more.
const RUNS: u32 = 20;

/// The pages of imports.
pub fn router(means: Means) -> Router {
    Router::new()
        .route("/nhap", get(form))
        .route("/nhap/thu-muc", post(folder))
        .route("/nhap/{number}", get(import_progress::page))
        .route("/nhap/{number}/dung", post(import_progress::cancel))
        .route("/nhap/rut/{run}", post(undo))
        .with_state(means)
}

/// What went wrong with the last try, by a word in the address.
#[derive(Deserialize)]
struct Trouble {
    loi: Option<String>,
}

/// Somebody who may send papers in.
#[allow(
    clippy::result_large_err,
    reason = "a response is what a handler ends with"
)]
pub fn importing(desk: Desk) -> Result<Desk, Response> {
    match desk.archive.rights().may(Task::Import) {
        true => Ok(desk),
        false => Err(forbidden()),
    }
}

async fn form(desk: Desk, Query(trouble): Query<Trouble>) -> Result<Markup, Response> {
    let desk = importing(desk)?;
    let runs = match desk.archive.rights().may(Task::SeeRejects) {
        true => ask(Arc::clone(&desk.archive), |archive| archive.imports(RUNS)).await?,
        false => Vec::new(),
    };
    let key = layout::Around::now().key;
    let content = html! {
        section.import {
            h1 { (t("Nhập văn bản", "Import")) }
            @if let Some(code) = &trouble.loi { p.note role="alert" { (told(code)) } }
            p.hint {
                (t(
                    "PDF, Word, Excel, PowerPoint, ODT, RTF, HTML, thư điện tử, ảnh quét, tệp nén. Tệp đã có trong kho \
                     được nhận ra và không nhập lần nữa. Văn bản mang dấu mật bị từ chối và không được lưu.",
                    "PDF, Word, Excel, PowerPoint, ODT, RTF, HTML, e-mail, scans, archives of files. What the archive has \
                     is known again and not imported twice. Documents with a secrecy mark are refused and not kept.",
                ))
            }
            // What is sent by parts bears its key in the address: the parts are not read before it is known.
            @let action = format!("/api/v1/imports?khoa={key}");
            form.send method="post" action=(action) enctype="multipart/form-data" {
                label.field { span { (t("Chọn một hay nhiều tệp", "Choose one or more files")) } input type="file" name="file" multiple; }
                button type="submit" { (t("Nhập các tệp", "Import the files")) }
            }
            form.send method="post" action=(action) enctype="multipart/form-data" {
                label.field { span { (t("Hoặc cả một thư mục", "Or a whole folder")) } input type="file" name="file" webkitdirectory multiple; }
                button type="submit" { (t("Nhập thư mục", "Import the folder")) }
            }
            @if !desk.means.folders.is_empty() {
                h2 { (t("Thư mục trên máy chủ", "Folders on the server")) }
                ul.folders { @for (at, path) in desk.means.folders.iter().enumerate() {
                    li {
                        form.inline method="post" action="/nhap/thu-muc" {
                            (layout::key())
                            input type="hidden" name="so" value=(at);
                            button.quiet type="submit" { (t("Nhập", "Import")) }
                        }
                        " " span lang="vi" { (path.display()) }
                    }
                } }
            }
            @if desk.archive.rights().may(Task::Register) {
                p {
                    a href="/so-dang-ky" { (t("Đối chiếu sổ đăng ký với kho", "Hold a register against the archive")) }
                    (t(": văn bản nào còn thiếu, số nào còn trống.", ": which documents and numbers are missing."))
                }
            }
            @if !runs.is_empty() { (made(&runs, desk.archive.rights().may(Task::Administer))) }
        }
    };
    Ok(layout::page(
        t("Nhập văn bản", "Import"),
        Some(""),
        &content,
    ))
}

fn told(code: &str) -> &'static str {
    match code {
        "no-files" => t("Chưa chọn tệp nào.", "No file was chosen."),
        "bad-upload" => t(
            "Tệp gửi lên bị đứt giữa chừng, hoặc nhiều, lớn quá cho một lần gửi. Hãy thử lại, chia ra, hoặc nhờ \
             người quản trị nhập từ máy chủ.",
            "The files were cut on their way, or are too many or too large for one turn. Try again, send them in \
             parts, or ask the administrator to import them on the server.",
        ),
        "stopping" => t(
            "Máy chủ đang dừng. Hãy nhập lại khi nó chạy.",
            "The server is being stopped. Import again when it runs.",
        ),
        _ => t(
            "Có lỗi khi nhận tệp. Hãy thử lại; nếu vẫn lỗi, báo người quản trị xem nhật ký.",
            "Something failed while the files were taken. Try again; if it fails again, have the administrator \
             look into the log.",
        ),
    }
}

/// The runs that were made, each with a way back.
fn made(runs: &[ImportRun], may_undo: bool) -> Markup {
    html! {
        h2 { (t("Các lần nhập", "Imports so far")) }
        div.wide { table.runs {
            thead { tr { th { (t("Lúc", "When")) } th { (t("Từ", "From")) } th { (t("Nhập mới", "New")) } th { (t("Không nhận", "Not taken")) } th { (t("Còn giữ", "Still held")) } th {} } }
            tbody { @for run in runs {
                tr {
                    td { (moment(run.started)) }
                    td lang="vi" { (run.folder) }
                    @match &run.finished {
                        Some((_, sums)) => {
                            td.number { (sums.imported) }
                            td.number { (sums.quarantined + sums.refused) }
                        }
                        None => td colspan="2" { (t("chưa xong", "not ended")) },
                    }
                    td.number { (run.holds) }
                    td { @if may_undo && run.finished.is_some() { (undo_form(run)) } }
                }
            } }
        } }
    }
}

fn undo_form(run: &ImportRun) -> Markup {
    html! {
        details {
            summary { (t("Rút lại", "Take back")) }
            form method="post" action={ "/nhap/rut/" (run.id) } {
                (layout::key())
                p {
                    (thousands(run.holds))
                    (t(
                        " văn bản chỉ đến từ lần nhập này sẽ ra khỏi kho. Tệp gốc không bị động đến; nhập lại thư mục \
                         thì văn bản trở lại, cùng những chỗ đã sửa.",
                        " documents that came by this import alone will leave the archive. The files are not touched; \
                         when the folder is imported again the documents come back, with their corrections.",
                    ))
                }
                label.field { span { (t("Lý do", "Reason")) } input name="ly_do" required; }
                button type="submit" { (t("Rút lần nhập này", "Take this import back")) }
            }
        }
    }
}

/// Which of the folders.
#[derive(Deserialize)]
struct Chosen {
    so: usize,
}

async fn folder(desk: Desk, Form(chosen): Form<Chosen>) -> Result<Redirect, Response> {
    let desk = importing(desk)?;
    let path: PathBuf = desk
        .means
        .folders
        .get(chosen.so)
        .ok_or_else(missing)?
        .clone();
    let mut job = ImportJob::new(desk.means.programs.as_ref().clone(), desk.means.clock);
    job.paths = vec![path];
    if let Some(account) = &desk.archive.rights().account {
        job.who.clone_from(account);
    }
    let work = Work {
        archive: desk.archive,
        job,
        staged: None,
        listener: None,
    };
    Ok(match desk.means.jobs.start(work) {
        Some(number) => Redirect::to(&format!("/nhap/{number}")),
        None => Redirect::to("/nhap?loi=stopping"),
    })
}

/// Why a run is taken back.
#[derive(Deserialize)]
struct Reason {
    #[serde(default)]
    ly_do: String,
}

async fn undo(
    desk: Desk,
    Path(run): Path<i64>,
    Form(Reason { ly_do }): Form<Reason>,
) -> Result<Response, Response> {
    if !desk.archive.rights().may(Task::Administer) {
        return Err(forbidden());
    }
    if ly_do.trim().is_empty() {
        let page = layout::trouble(
            t("Thiếu lý do", "No reason was given"),
            t(
                "Rút một lần nhập cần có lý do, để người sau hiểu vì sao.",
                "Taking an import back needs a reason, so that others understand why.",
            ),
        );
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let by = Editor {
        who: desk.who(),
        at: (desk.means.clock)(),
        reason: Some(ly_do),
    };
    let undone = ask(desk.archive, move |archive| {
        match archive.undo_import(run, &by) {
            Ok(undone) => Ok(Some(undone)),
            Err(error @ Error::NoImport(_)) => Err(error),
            Err(error) if error.code() == "held" => Ok(None),
            Err(error) => Err(error),
        }
    })
    .await?;
    let Some(undone) = undone else {
        let page = layout::trouble(
            t("Kho đang bận", "The archive is busy"),
            t(
                "Một lần nhập khác đang chạy. Hãy thử lại khi nó xong.",
                "Another import is at work. Try again when it has ended.",
            ),
        );
        return Ok((StatusCode::CONFLICT, page).into_response());
    };
    let content = html! {
        section.import {
            h1 { (t("Đã rút lần nhập", "The import was taken back")) }
            p {
                (t("Rút ", "Taken back: ")) (undone.withdrawn) (t(" văn bản; giữ ", " documents; kept: ")) (undone.kept)
                (t(" văn bản có cả nguồn khác.", " documents that came from elsewhere too."))
            }
            p { a href="/nhap" { (t("Về trang nhập", "Back to imports")) } }
        }
    };
    Ok(layout::page(t("Đã rút lần nhập", "Taken back"), Some(""), &content).into_response())
}
