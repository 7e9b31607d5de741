//! Sending papers in: files or a folder, how far it is, what was not taken and why, taking it back.

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
use crate::archive::FileOutcome;
use crate::archive::ImportJob;
use crate::archive::ImportRun;
use crate::archive::Job;
use crate::archive::Outcome;
use crate::archive::Summary;
use crate::archive::Task;
use crate::archive::Work;
use crate::web::Desk;
use crate::web::Means;
use crate::web::ask;
use crate::web::forbidden;
use crate::web::layout;
use crate::web::missing;
use crate::web::wording;
use crate::web::wording::moment;
use crate::web::wording::thousands;

/// Runs listed; the command line lists more.
const RUNS: u32 = 20;
/// Files listed of each kind of outcome.
const LISTED: usize = 500;
/// Seconds after which a page about an import that goes on is asked for again.
const AGAIN: u8 = 2;

/// The pages of imports.
pub fn router(means: Means) -> Router {
    Router::new()
        .route("/nhap", get(form))
        .route("/nhap/thu-muc", post(folder))
        .route("/nhap/{number}", get(progress))
        .route("/nhap/{number}/dung", post(cancel))
        .route("/nhap/rut/{run}", post(undo))
        .with_state(means)
}

/// What went wrong with the last try, by a word in the address.
#[derive(Deserialize)]
struct Trouble {
    loi: Option<String>,
}

#[allow(
    clippy::result_large_err,
    reason = "a response is what a handler ends with"
)]
fn importing(desk: Desk) -> Result<Desk, Response> {
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
            h1 { "Nhập văn bản" }
            @if let Some(code) = &trouble.loi { p.note role="alert" { (told(code)) } }
            p.hint {
                "PDF, Word, Excel, PowerPoint, ODT, RTF, HTML, thư điện tử, ảnh quét, tệp nén. Tệp đã có trong kho \
                 được nhận ra và không nhập lần nữa. Văn bản mang dấu mật bị từ chối và không được lưu."
            }
            // What is sent by parts bears its key in the address: the parts are not read before it is known.
            @let action = format!("/api/v1/imports?khoa={key}");
            form.send method="post" action=(action) enctype="multipart/form-data" {
                label.field { span { "Chọn một hay nhiều tệp" } input type="file" name="file" multiple; }
                button type="submit" { "Nhập các tệp" }
            }
            form.send method="post" action=(action) enctype="multipart/form-data" {
                label.field { span { "Hoặc cả một thư mục" } input type="file" name="file" webkitdirectory multiple; }
                button type="submit" { "Nhập thư mục" }
            }
            @if !desk.means.folders.is_empty() {
                h2 { "Thư mục trên máy chủ" }
                ul.folders { @for (at, path) in desk.means.folders.iter().enumerate() {
                    li {
                        form.inline method="post" action="/nhap/thu-muc" {
                            (layout::key())
                            input type="hidden" name="so" value=(at);
                            button.quiet type="submit" { "Nhập" }
                        }
                        " " (path.display())
                    }
                } }
            }
            @if !runs.is_empty() { (made(&runs, desk.archive.rights().may(Task::Administer))) }
        }
    };
    Ok(layout::page("Nhập văn bản", Some(""), &content))
}

fn told(code: &str) -> &'static str {
    match code {
        "no-files" => "Chưa chọn tệp nào.",
        "bad-upload" => {
            "Tệp gửi lên bị đứt giữa chừng, hoặc nhiều, lớn quá cho một lần gửi. Hãy thử lại, chia ra, hoặc nhờ \
             người quản trị nhập từ máy chủ."
        }
        "stopping" => "Máy chủ đang dừng. Hãy nhập lại khi nó chạy.",
        _ => "Có lỗi khi nhận tệp. Hãy thử lại; nếu vẫn lỗi, báo người quản trị xem nhật ký.",
    }
}

/// The runs that were made, each with a way back.
fn made(runs: &[ImportRun], may_undo: bool) -> Markup {
    html! {
        h2 { "Các lần nhập" }
        div.wide { table.runs {
            thead { tr { th { "Lúc" } th { "Từ" } th { "Nhập mới" } th { "Không nhận" } th { "Còn giữ" } th {} } }
            tbody { @for run in runs {
                tr {
                    td { (moment(run.started)) }
                    td { (run.folder) }
                    @match &run.finished {
                        Some((_, sums)) => {
                            td.number { (sums.imported) }
                            td.number { (sums.quarantined + sums.refused) }
                        }
                        None => td colspan="2" { "chưa xong" },
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
            summary { "Rút lại" }
            form method="post" action={ "/nhap/rut/" (run.id) } {
                (layout::key())
                p {
                    (run.holds) " văn bản chỉ đến từ lần nhập này sẽ ra khỏi kho. Tệp gốc không bị động đến; nhập lại \
                     thư mục thì văn bản trở lại, cùng những chỗ đã sửa."
                }
                label.field { span { "Lý do" } input name="ly_do" required; }
                button type="submit" { "Rút lần nhập này" }
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
    let mut job = ImportJob::new(desk.means.programs.clone(), desk.means.clock);
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

async fn progress(desk: Desk, Path(number): Path<String>) -> Result<Response, Response> {
    let desk = importing(desk)?;
    let number: u64 = number.parse().map_err(|_| gone())?;
    let job = desk.means.jobs.get(number, desk.archive.rights());
    let Some(job) = job else {
        return Err(gone());
    };
    let content = html! {
        @let again = (!job.state.has_ended()).then_some(AGAIN);
        // With JavaScript what changed takes the place of what is there, and the focus stays.
        @if let Some(seconds) = again { noscript { meta http-equiv="refresh" content=(seconds); } }
        section.import data-again=[again] {
            h1 { "Lần nhập " (number) ": " (job.state.name()) }
            @if let Some(error) = &job.error { p.note role="alert" { (error) } }
            div role="status" { (sums(&job.summary)) }
            @if !job.in_flight.is_empty() { (in_flight(&job)) }
            @if !job.state.has_ended() {
                form method="post" action={ "/nhap/" (number) "/dung" } {
                    (layout::key())
                    button.quiet type="submit" { "Dừng lại" }
                    " " span.hint { "Những gì đã nhập được giữ; nhập lại thì đi tiếp từ đó." }
                }
            }
            (outcomes(&job.files))
            p { a href="/nhap" { "Nhập tiếp" } }
        }
    };
    Ok(layout::page("Nhập văn bản", Some(""), &content).into_response())
}

fn gone() -> Response {
    let page = layout::trouble(
        "Không còn theo dõi được lần nhập này",
        "Máy chủ đã khởi động lại, hoặc đó là lần nhập của người khác. Những gì đã nhập vẫn ở trong kho.",
    );
    (StatusCode::NOT_FOUND, page).into_response()
}

fn sums(sums: &Summary) -> Markup {
    html! {
        dl.facts {
            dt { (wording::found()) } dd { (thousands(sums.found)) }
            @for outcome in Outcome::ALL {
                @let count = sums.of(outcome);
                @if count > 0 { dt { (wording::outcome(outcome)) } dd { (thousands(count)) } }
            }
        }
    }
}

fn in_flight(job: &Job) -> Markup {
    html! {
        h2 { "Đang đọc" }
        ul { @for (path, since) in &job.in_flight {
            li { (path) " (" (since.elapsed().as_secs()) " giây)" }
        } }
    }
}

/// What became of each file, what was not taken first.
fn outcomes(files: &[FileOutcome]) -> Markup {
    let kinds = [
        (
            Outcome::Refused,
            "Bị từ chối: tệp vẫn ở chỗ cũ, kho không giữ gì của nó",
        ),
        (Outcome::Quarantined, "Không đọc được"),
        (Outcome::Imported, "Nhập mới"),
        (Outcome::Duplicate, "Trùng nội dung với văn bản đã có"),
        (Outcome::Skipped, "Bỏ qua"),
    ];
    html! {
        @for (kind, title) in kinds {
            @let those: Vec<&FileOutcome> = files.iter().filter(|file| file.outcome == kind).collect();
            @if !those.is_empty() {
                h2 { (title) " (" (those.len()) ")" }
                ul.outcomes { @for file in those.iter().take(LISTED) {
                    li {
                        @match &file.id {
                            Some(id) => a href={ "/van-ban/" (id) } { (file.path) },
                            None => (file.path),
                        }
                        @if let Some(reason) = &file.reason { ": " (reason) }
                    }
                } }
                @if those.len() > LISTED { p.hint { "… và " (those.len() - LISTED) " tệp nữa." } }
            }
        }
    }
}

async fn cancel(desk: Desk, Path(number): Path<u64>) -> Result<Redirect, Response> {
    let desk = importing(desk)?;
    let told = desk.means.jobs.cancel(number, desk.archive.rights());
    told.ok_or_else(gone)?;
    Ok(Redirect::to(&format!("/nhap/{number}")))
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
            "Thiếu lý do",
            "Rút một lần nhập cần có lý do, để người sau hiểu vì sao.",
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
            "Kho đang bận",
            "Một lần nhập khác đang chạy. Hãy thử lại khi nó xong.",
        );
        return Ok((StatusCode::CONFLICT, page).into_response());
    };
    let content = html! {
        section.import {
            h1 { "Đã rút lần nhập" }
            p { "Rút " (undone.withdrawn) " văn bản; giữ " (undone.kept) " văn bản có cả nguồn khác." }
            p { a href="/nhap" { "Về trang nhập" } }
        }
    };
    Ok(layout::page("Đã rút lần nhập", Some(""), &content).into_response())
}
