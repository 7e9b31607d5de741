//! The queue of papers to look at, one at a time: its fields in a form, its pages beside them.

use std::sync::Arc;

use axum::Form;
use axum::Router;
use axum::extract::FromRequestParts;
use axum::extract::Path;
use axum::extract::Query;
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

use crate::archive::Archive;
use crate::archive::Document;
use crate::archive::Error;
use crate::archive::Places;
use crate::archive::Review;
use crate::archive::ReviewRequest;
use crate::archive::document_title;
use crate::archive::doubt_name;
use crate::document::Correctable;
use crate::document::DocumentId;
use crate::document::Finding;
use crate::web::ask;
use crate::web::correction_form;
use crate::web::correction_form::Filled;
use crate::web::language::t;
use crate::web::layout;
use crate::web::missing;
use crate::web::places;
use crate::web::wording::moment;

/// What changes need: the archive as the caller may see it, and the time.
struct Desk {
    archive: Arc<Archive>,
    clock: Clock,
}

type Clock = fn() -> Timestamp;

impl FromRequestParts<Clock> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, clock: &Clock) -> Result<Self, Response> {
        let archive = parts.extensions.get::<Arc<Archive>>().cloned();
        let archive = archive.ok_or_else(missing)?;
        Ok(Self {
            archive,
            clock: *clock,
        })
    }
}

/// The pages that change something.
pub fn router(clock: Clock) -> Router {
    Router::new()
        .route("/xem-lai", get(queue))
        .route("/xem-lai/{id}", post(settle_next))
        .route("/van-ban/{id}/sua", post(settle))
        .route("/van-ban/{id}/bo/{number}", post(undo))
        .with_state(clock)
}

/// Which part of the queue; an empty field was not given.
#[derive(Debug, Clone, Default, Deserialize)]
struct Part {
    #[serde(default)]
    code: String,
    #[serde(default)]
    import: String,
    #[serde(default)]
    after: String,
}

impl Part {
    fn request(&self) -> ReviewRequest {
        ReviewRequest {
            code: Some(self.code.clone()).filter(|code| !code.is_empty()),
            import: self.import.parse().ok(),
            after: DocumentId::parse(&self.after),
            limit: 1,
        }
    }

    /// The same part of the queue from a place on, or for another doubt.
    fn href(&self, code: &str, after: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("code", code), ("import", &self.import), ("after", after)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        match query.finish() {
            empty if empty.is_empty() => String::new(),
            query => format!("?{query}"),
        }
    }
}

/// A document as a form needs it.
struct Paper {
    document: Document,
    text: Vec<String>,
    places: Places,
}

fn paper(archive: &Archive, id: &DocumentId) -> Result<Paper, Error> {
    let pages = archive.pages(id)?;
    Ok(Paper {
        document: archive.document(id)?,
        text: pages.iter().map(crate::document::Page::text).collect(),
        places: archive.places(id, &[])?,
    })
}

async fn queue(desk: Desk, Query(part): Query<Part>) -> Result<Markup, Response> {
    let request = part.request();
    let (review, paper) = ask(desk.archive, move |archive| {
        let review = archive.review(&request)?;
        let first = review.papers.first();
        let paper = first.map(|first| paper(archive, &first.id)).transpose()?;
        Ok((review, paper))
    })
    .await?;
    Ok(page(&part, &review, paper.as_ref(), None))
}

async fn settle_next(
    desk: Desk,
    Path(id): Path<String>,
    Query(part): Query<Part>,
    Form(filled): Form<Filled>,
) -> Result<Response, Response> {
    let id = DocumentId::parse(&id).ok_or_else(missing)?;
    let by = filled.editor((desk.clock)());
    let (fields, request) = (filled.fields(), part.request());
    let again = ask(desk.archive, move |archive| {
        match archive.settle(&id, &fields, &by) {
            Ok(_) => Ok(None),
            Err(error) => match correction_form::problem(&error) {
                Some(problem) => {
                    let review = archive.review(&request)?;
                    Ok(Some((review, paper(archive, &id)?, problem)))
                }
                None => Err(error),
            },
        }
    })
    .await?;
    Ok(match again {
        None => {
            let next = part.href(&part.code, &part.after);
            Redirect::to(&format!("/xem-lai{next}")).into_response()
        }
        Some((review, paper, problem)) => {
            let page = page(&part, &review, Some(&paper), Some((&filled, &problem)));
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
    })
}

async fn settle(
    desk: Desk,
    Path(id): Path<String>,
    Form(filled): Form<Filled>,
) -> Result<Response, Response> {
    let id = DocumentId::parse(&id).ok_or_else(missing)?;
    let by = filled.editor((desk.clock)());
    let fields = filled.fields();
    change(desk, id, move |archive, id| {
        archive.settle(id, &fields, &by).map(|_| ())
    })
    .await
}

async fn undo(desk: Desk, Path((id, number)): Path<(String, i64)>) -> Result<Response, Response> {
    let id = DocumentId::parse(&id).ok_or_else(missing)?;
    let by = Filled::default().editor((desk.clock)());
    change(desk, id, move |archive, id| {
        archive.undo(id, number, &by).map(|_| ())
    })
    .await
}

/// Makes a change and goes back to the document's page, or says what is wrong with it.
async fn change(
    desk: Desk,
    id: DocumentId,
    change: impl FnOnce(&Archive, &DocumentId) -> Result<(), Error> + Send + 'static,
) -> Result<Response, Response> {
    let back = Redirect::to(&format!("/van-ban/{id}"));
    let told = ask(desk.archive, move |archive| match change(archive, &id) {
        Ok(()) => Ok(None),
        Err(error) => match correction_form::problem(&error) {
            Some(problem) => Ok(Some(problem)),
            None => Err(error),
        },
    });
    Ok(match told.await? {
        None => back.into_response(),
        Some(problem) => {
            let page = layout::trouble(t("Chưa lưu được", "Not saved"), &problem);
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
    })
}

fn page(
    part: &Part,
    review: &Review,
    paper: Option<&Paper>,
    refused: Option<(&Filled, &str)>,
) -> Markup {
    let content = html! {
        section.review {
            h1 { (t("Cần xem lại: ", "To review: ")) (review.total) (t(" văn bản", " documents")) }
            @if review.imports.len() > 1 || !part.import.is_empty() { (imports(part, review)) }
            p.chips {
                @if !part.code.is_empty() { a.chip href={ "/xem-lai" (part.href("", "")) } { (t("Tất cả", "All")) } }
                @for (code, count) in &review.codes {
                    a.chip.filter[*code == part.code] href={ "/xem-lai" (part.href(code, "")) } {
                        span lang="vi" { (doubt_name(code)) } " (" (count) ")"
                    }
                }
            }
            @match paper {
                Some(paper) => (desk(part, review, paper, refused)),
                None => p.note {
                    (t("Đã hết. ", "Nothing is left. "))
                    @if !part.after.is_empty() { a href={ "/xem-lai" (part.href(&part.code, "")) } { (t("Xem từ đầu", "From the beginning")) } }
                },
            }
        }
    };
    layout::page(t("Xem lại", "Review"), Some(""), &content)
}

/// Which import's papers: a choice that works without a script.
fn imports(part: &Part, review: &Review) -> Markup {
    html! {
        form.inline method="get" action="/xem-lai" {
            @if !part.code.is_empty() { input type="hidden" name="code" value=(part.code); }
            label.choose {
                (t("Lần nhập ", "Import "))
                select name="import" {
                    option value="" { (t("tất cả", "all")) }
                    @for import in &review.imports {
                        @let id = import.id.0.to_string();
                        option value=(id) selected[id == part.import] {
                            (id) " – " (import.folder) " – " (moment(import.started)) " (" (import.count) ")"
                        }
                    }
                }
            }
            button.quiet type="submit" { (t("Xem", "Show")) }
        }
    }
}

fn desk(part: &Part, review: &Review, paper: &Paper, refused: Option<(&Filled, &str)>) -> Markup {
    let document = &paper.document;
    let asks = |finding: &&Finding| finding.asks_for_a_person();
    let doubtful = |field: &Correctable| {
        let mut findings = document.findings.iter().filter(asks);
        findings.any(|finding| field.concerns(finding))
    };
    let fields = Correctable::ALL.into_iter();
    let focus = fields.clone().find(doubtful).or(fields.clone().next());
    html! {
        h2 lang="vi" { a href={ "/van-ban/" (document.id) } { (document_title(document)) } }
        ul.doubts lang="vi" { @for finding in document.findings.iter().filter(asks) { li { (finding.message) } } }
        @if let Some((_, problem)) = refused { p.note role="alert" { (problem) } }
        div.columns.desk {
            form.to-review method="post" action={ "/xem-lai/" (document.id) (part.href(&part.code, &part.after)) } {
                (layout::key())
                (correction_form::inputs(document, refused.map(|(filled, _)| filled), focus))
                p.hint { (t("Để trống khi văn bản không ghi.", "Leave empty what the document does not say.")) }
                button type="submit" accesskey="l" { (t("Lưu, xem văn bản tiếp", "Save, next document")) }
                @if let Some(next) = &review.next {
                    " " a accesskey="s" href={ "/xem-lai" (part.href(&part.code, next.as_str())) } { (t("Để sau", "Later")) }
                }
                (keys(review.next.is_some()))
            }
            (beside(paper))
        }
    }
}

/// The pages as they look, the places of the fields framed; the text of what has no such pages.
fn beside(paper: &Paper) -> Markup {
    let document = &paper.document;
    let original = format!("/api/v1/documents/{}/original", document.id);
    let drawn = !paper.places.sizes.is_empty();
    let text = html! { @for page in &paper.text { div.page { (page) } } };
    html! {
        div.beside {
            p { a href=(original) { (t("Mở bản gốc", "Open the original")) " (" (document.format) ")" } }
            @if drawn {
                (places::sheets(document, &paper.places, &places::View { framed: true, ..places::View::default() }))
                details.text {
                    summary { (t("Toàn văn", "Text")) }
                    (text)
                }
            } @else {
                section.text lang="vi" tabindex="0" accesskey="a" aria-label=(t("Toàn văn", "Text")) { (text) }
            }
        }
    }
}

/// Which keys do what. The browser knows those with Alt; the last two are the script's.
fn keys(later: bool) -> Markup {
    html! {
        p.hint.keys {
            kbd { "Enter" } (t(" hoặc ", " or ")) kbd { "Alt+L" } (t(" lưu, xem văn bản tiếp", " saves and goes on"))
            @if later { " · " kbd { "Alt+S" } (t(" để sau", " leaves it for later")) }
            " · " kbd { "Alt+A" } (t(" vào hình trang, rồi ↓ ↑", " to the pictures, then ↓ ↑"))
            span hidden data-script { " · " kbd { "Alt+PageDown" } ", " kbd { "Alt+PageUp" } (t(" trang sau, trang trước", " next and previous page")) }
            " · " (t("Firefox: Alt+Shift thay cho Alt.", "Firefox: Alt+Shift in place of Alt."))
        }
    }
}
