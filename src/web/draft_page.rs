//! The draft checker: a draft is dropped, each paper it cites is looked up, the căn cứ are written.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::extract::Multipart;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use maud::Markup;
use maud::html;

use crate::archive::CheckedCitation;
use crate::archive::CheckedClause;
use crate::archive::CitationVerdict;
use crate::archive::CitedDocument;
use crate::archive::DraftReport;
use crate::archive::LARGEST_READ;
use crate::archive::file_trouble;
use crate::web::Desk;
use crate::web::Means;
use crate::web::ask;
use crate::web::language::t;
use crate::web::layout;
use crate::web::names;

/// The page and what it sends.
pub fn router(means: Means) -> Router {
    Router::new()
        .route("/kiem-tra", get(form).post(check))
        .layer(DefaultBodyLimit::max(LARGEST_READ))
        .with_state(means)
}

async fn form() -> Markup {
    page(&html! {})
}

fn page(result: &Markup) -> Markup {
    let content = html! {
        section.draft {
            h1 { (t("Soát viện dẫn của dự thảo", "Check what a draft cites")) }
            p.hint {
                (t(
                    "Chọn tệp dự thảo, hoặc dán phần căn cứ vào ô bên dưới. Kho tra từng văn bản được viện dẫn: có \
                     trong kho không, ghi đúng không, còn hiệu lực không. Dự thảo không được lưu lại.",
                    "Choose the draft's file, or paste its legal basis below. Each document it cites is looked up: is it \
                     in the archive, is it cited right, is it still in force. The draft is not kept.",
                ))
            }
            form method="post" action={ "/kiem-tra?khoa=" (layout::Around::now().key) } enctype="multipart/form-data" {
                label.field { span { (t("Tệp dự thảo (PDF, DOCX, DOC, ODT, RTF, TXT)", "The draft's file (PDF, DOCX, DOC, ODT, RTF, TXT)")) } input type="file" name="file"; }
                label.field { span { (t("Hoặc dán văn bản", "Or paste its text")) } textarea name="text" rows="6" {} }
                button type="submit" { (t("Soát", "Check")) }
            }
            (result)
        }
    };
    layout::page(t("Soát dự thảo", "Check a draft"), Some(""), &content)
}

async fn check(desk: Desk, parts: Multipart) -> Result<Response, Response> {
    let (name, bytes) = match draft(parts).await {
        Ok(Some(draft)) => draft,
        Ok(None) => {
            return Ok(refused(t(
                "Chưa có tệp hay văn bản nào để soát.",
                "There is no file or text to check.",
            )));
        }
        Err(problem) => return Ok(refused(&problem)),
    };
    let programs = desk.means.programs;
    let told = ask(desk.archive, move |archive| {
        match archive.check_draft_bytes(&programs, &name, &bytes) {
            Ok(report) => Ok(Ok(report)),
            Err(error) => match file_trouble(&error) {
                Some(told) => Ok(Err((told, error.to_string()))),
                None => Err(error),
            },
        }
    })
    .await?;
    Ok(match told {
        Ok(report) => page(&shown(&report)).into_response(),
        Err((vietnamese, english)) => refused(&t(
            format!("Không đọc được dự thảo: {vietnamese}."),
            format!("The draft cannot be read: {english}."),
        )),
    })
}

/// The file, or the text, that was sent.
async fn draft(mut parts: Multipart) -> Result<Option<(String, Vec<u8>)>, String> {
    let mut found = None;
    while let Some(part) = parts
        .next_field()
        .await
        .map_err(|error| error.body_text())?
    {
        let name = part.file_name().unwrap_or_default().to_owned();
        let is_file = part.name() == Some("file");
        let bytes = part.bytes().await.map_err(|error| error.body_text())?;
        if !bytes.iter().all(u8::is_ascii_whitespace) && (is_file || found.is_none()) {
            let name = if is_file {
                name
            } else {
                "du-thao.txt".to_owned()
            };
            found = Some((name, bytes.to_vec()));
        }
    }
    Ok(found)
}

fn refused(problem: &str) -> Response {
    let told = html! { p.note role="alert" { (problem) } };
    (StatusCode::UNPROCESSABLE_ENTITY, page(&told)).into_response()
}

fn shown(report: &DraftReport) -> Markup {
    let wanting = |clause: &&CheckedClause| clause.with_successor.is_some();
    html! {
        h2 {
            (report.citations.len()) (t(" văn bản được viện dẫn, ", " documents cited, "))
            (report.faults()) (t(" cần xem lại", " to look at"))
        }
        @if report.citations.is_empty() { p.note { (t("Không thấy viện dẫn nào trong dự thảo.", "The draft cites nothing.")) } }
        ul.cited { @for citation in &report.citations { (entry(citation)) } }
        @if !report.basis.is_empty() {
            h2 { (t("Căn cứ nên viết", "The legal basis as it should stand")) }
            p.hint { (t("Chép phần này vào dự thảo.", "Copy this into the draft.")) }
            textarea.block.to-copy readonly rows=(report.basis.len() * 2 + 1) lang="vi"
                aria-label=(t("Căn cứ nên viết", "The legal basis as it should stand")) { (report.block()) }
            @for clause in report.basis.iter().filter(wanting) {
                p {
                    (t("Theo văn bản thay thế: ", "By the document that replaced it: "))
                    span lang="vi" { (clause.with_successor.as_deref().unwrap_or_default()) }
                }
            }
        }
    }
}

fn entry(citation: &CheckedCitation) -> Markup {
    let right = citation.verdict == CitationVerdict::Right;
    html! {
        li.hit {
            h3 lang="vi" { (citation.printed) }
            p.verdict[!right] { (names::verdict(citation.verdict)) }
            @for difference in &citation.differences {
                p {
                    (names::difference(difference)) (t(": dự thảo ghi “", ": the draft has “"))
                    span lang="vi" { (difference.said) } (t("”, văn bản là “", "”, the document “"))
                    span lang="vi" { (difference.is) } "”"
                }
            }
            @for deed in &citation.suffers {
                p {
                    (names::suffered(deed.action)) @if !deed.whole { (t(" (một phần)", " (in part)")) } " " (link(&deed.other))
                    @if let Some(from) = deed.from { ", " (from.vietnamese()) }
                }
            }
            @for paper in &citation.papers {
                p.facts { @if right || citation.official.is_some() { (t("Trong kho: ", "In the archive: ")) } @else { (t("Có thể là: ", "It may be: ")) } (link(paper)) }
            }
        }
    }
}

fn link(cited: &CitedDocument) -> Markup {
    html! {
        @match &cited.id {
            Some(id) => a href={ "/van-ban/" (id) } lang="vi" { (cited.label) },
            None => span lang="vi" { (cited.label) },
        }
    }
}
