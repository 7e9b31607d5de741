//! Pages for staff, in Vietnamese, complete without JavaScript: every route on one screen.

mod account_page;
mod accounts_page;
mod assets;
mod browse_page;
mod correction_form;
mod details;
mod document_page;
mod draft_page;
mod facets;
mod histogram;
mod help_page;
mod import_page;
mod import_progress;
mod language;
mod layout;
mod link;
mod log_in;
mod missing_page;
mod oidc;
mod oidc_log_in;
mod overview_page;
mod places;
mod names;
mod register_page;
mod register_report;
mod refusal;
mod review_page;
mod search_page;
mod status_page;
mod tree;
mod wording;

use std::path::PathBuf;
use std::sync::Arc;

use axum::Extension;
use axum::Router;
use axum::extract::FromRequestParts;
use axum::extract::Path;
use axum::extract::Query;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use axum::routing::get;
use jiff::Timestamp;
use maud::Markup;

use crate::archive::Archive;
use crate::archive::Asked;
use crate::archive::Error;
use crate::archive::Jobs;
use crate::archive::Programs;
use crate::archive::Request;
use crate::archive::Visit;
use crate::archive::kind_name;
use crate::archive::place_name;
use crate::archive::system_name;
use crate::archive::system_word;
use crate::document::DocumentId;
use crate::web::language::Language;
use crate::web::language::t;
use crate::web::link::Link;

pub use crate::web::oidc::NamedProvider;
pub use crate::web::oidc::Provider;
pub use crate::web::oidc_log_in::BACK;
pub use crate::web::oidc_log_in::Directory;
pub use crate::web::refusal::refused;

/// What pages need besides the archive.
#[derive(Clone)]
pub struct Means {
    /// The time of what people change.
    pub clock: fn() -> Timestamp,
    /// Imports in the background.
    pub jobs: Arc<Jobs>,
    /// How the processes that read files are started.
    pub programs: Arc<Programs>,
    /// Folders of the server's own disks that may be imported from a page.
    pub folders: Arc<[PathBuf]>,
    /// The office's own directory, if people may log in by it.
    pub directory: Option<Arc<Directory>>,
}

/// Who asks: the archive as they may see it, and what their page needs.
struct Desk {
    archive: Arc<Archive>,
    means: Means,
}

impl FromRequestParts<Means> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, means: &Means) -> Result<Self, Response> {
        let archive = parts.extensions.get::<Arc<Archive>>().cloned();
        Ok(Self {
            archive: archive.ok_or_else(missing)?,
            means: means.clone(),
        })
    }
}

impl Desk {
    /// What is written down of who does something here.
    fn who(&self) -> String {
        let account = self.archive.rights().account.clone();
        account.unwrap_or_else(|| "trang web".to_owned())
    }
}

/// The pages. Each request brings the archive as its caller may see it
/// (`Extension<Arc<Archive>>`).
pub fn router(means: Means) -> Router {
    let clock = means.clock;
    let directory = Extension(means.directory.clone());
    let counted = axum::middleware::from_fn(around);
    Router::new()
        .route("/", get(search))
        .route("/van-ban/{id}", get(document))
        .route("/so/{*number}", get(number))
        .route("/tong-quan", get(overview_page::page))
        .route("/vien-dan-thieu", get(missing_page::page))
        .route("/tinh-trang", get(status_page::page))
        .route("/huong-dan", get(help_page::page))
        .route("/ngon-ngu/{code}", get(language::choose))
        .fallback(unknown)
        .merge(browse_page::router())
        .merge(draft_page::router(means.clone()))
        .merge(register_page::router(means.clone()))
        .merge(import_page::router(means))
        .merge(review_page::router(clock))
        .merge(log_in::router(clock).layer(directory.clone()))
        .merge(oidc_log_in::router(clock).layer(directory))
        .merge(account_page::router(clock))
        .merge(accounts_page::router(clock))
        .layer(counted)
        .route("/assets/{name}", get(assets::asset))
}

/// The archive as the caller may see it.
type Shared = Extension<Arc<Archive>>;
/// A page, or the page that says why not.
type Answered = Result<Markup, Response>;

async fn search(Extension(archive): Shared, Query(asked): Query<Asked>) -> Answered {
    let link = Link::of(&asked);
    let query = asked.q.clone().unwrap_or_default();
    let (answer, names) = ask(archive, move |archive| {
        let request = archive.asked(asked)?;
        let names = filter_names(archive, &request)?;
        Ok((archive.search(&request)?, names))
    })
    .await?;
    Ok(match link.fields().next() {
        None => search_page::front(&answer),
        Some(_) => search_page::results(&answer, &link, &query, &names),
    })
}

/// `name=id` of each filter that has a better name than its id.
fn filter_names(archive: &Archive, request: &Request) -> Result<Vec<(String, String)>, Error> {
    let mut names = Vec::new();
    if let Some(id) = &request.body {
        names.push((format!("body={}", id.as_str()), archive.body_name(id)?));
    }
    if let Some(place) = request.place {
        names.push((format!("place={}", place.id), place_name(place.id)));
    }
    if let Some(id) = &request.kind {
        names.push((format!("kind={}", id.as_str()), kind_name(id)));
    }
    if let Some(id) = request.system {
        names.push((
            format!("system={}", system_word(id)),
            system_name(id).to_owned(),
        ));
    }
    Ok(names)
}

/// How a document's page was come to.
#[derive(serde::Deserialize)]
struct Come {
    /// From a search for these words.
    q: Option<String>,
    /// By a permalink taken from this revision.
    ban: Option<String>,
    /// To see this page.
    trang: Option<String>,
}

async fn document(
    Extension(archive): Shared,
    Path(id): Path<String>,
    Query(asked): Query<Come>,
) -> Answered {
    let Some(id) = DocumentId::parse(&id) else {
        return Err(missing());
    };
    let query = asked.q.unwrap_or_default();
    let words = query.clone();
    let shown = ask(archive, move |archive| {
        let document = archive.document(&id)?;
        let pages = archive.marked_pages(&id, &words)?;
        Ok(document_page::Shown {
            places: archive.places(&id, &pages)?,
            asked: asked.trang.and_then(|page| page.trim().parse().ok()),
            pages,
            cites: archive.cites(&document)?,
            standing: archive.standing(&document)?,
            cited_by: archive.cited_by(&document)?,
            attached: archive.attached(&id)?,
            neighbours: archive.neighbours(&document)?,
            alike: archive.alike(&document)?,
            history: archive.corrections(&id)?,
            taken_from: asked.ban,
            document,
        })
    })
    .await?;
    Ok(document_page::page(&shown, &query))
}

async fn number(
    Extension(archive): Shared,
    Path(number): Path<String>,
) -> Result<Response, Response> {
    let asked = number.clone();
    let documents = ask(archive, move |archive| archive.numbered(&asked)).await?;
    Ok(match documents.as_slice() {
        [] => {
            let query: String = form_urlencoded::byte_serialize(number.as_bytes()).collect();
            Redirect::to(&format!("/?q={query}")).into_response()
        }
        [one] => Redirect::to(&format!("/van-ban/{}", one.id)).into_response(),
        several => document_page::same_number(&number, several).into_response(),
    })
}

/// Tells every page who asks, and how many papers wait for them, counted once a request.
async fn around(request: axum::extract::Request, next: Next) -> Response {
    let extensions = request.extensions();
    let key = extensions.get::<Visit>().map(|visit| visit.key.clone());
    let archive = extensions.get::<Arc<Archive>>().cloned();
    let path = (request.method() == Method::GET).then(|| request.uri().path_and_query());
    let mut around = layout::Around {
        key: key.unwrap_or_default(),
        language: Language::of(request.headers()),
        path: path.flatten().map(ToString::to_string),
        ..layout::Around::default()
    };
    if let Some(archive) = archive {
        around.rights = Some(archive.rights().clone());
        around.to_review = match ask(archive, Archive::to_review).await {
            Ok(count) => count,
            Err(trouble) => return trouble,
        };
    }
    let answered = async { refusal::told(next.run(request).await).await };
    layout::AROUND.scope(around, answered).await
}

async fn unknown() -> Response {
    missing()
}

/// Asks the archive off the async threads.
async fn ask<T, F>(archive: Arc<Archive>, question: F) -> Result<T, Response>
where
    T: Send + 'static,
    F: FnOnce(&Archive) -> Result<T, Error> + Send + 'static,
{
    match tokio::task::spawn_blocking(move || question(&archive)).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(trouble(&error)),
        Err(panicked) => {
            tracing::error!(cause = %panicked, "page failed");
            Err(failed())
        }
    }
}

fn trouble(error: &Error) -> Response {
    if let Error::BadField { field, value } = error {
        let page = search_page::misread(field, value);
        return (StatusCode::BAD_REQUEST, page).into_response();
    }
    match error.code() {
        "not-found" => missing(),
        "bad-request" => {
            let page = layout::trouble(
                t("Điều kiện tìm không đọc được", "The search cannot be read"),
                &error.to_string(),
            );
            (StatusCode::BAD_REQUEST, page).into_response()
        }
        "forbidden" => forbidden(),
        code => {
            tracing::error!(code, cause = %error, "page failed");
            failed()
        }
    }
}

fn forbidden() -> Response {
    let page = layout::trouble(
        t("Không được phép", "Not allowed"),
        t(
            "Tài khoản của bạn không có quyền làm việc này. Hãy hỏi người quản trị.",
            "Your account may not do this. Ask the administrator.",
        ),
    );
    (StatusCode::FORBIDDEN, page).into_response()
}

fn failed() -> Response {
    let page = layout::trouble(
        t("Có lỗi trong chương trình", "The program failed"),
        t(
            "Kho vẫn an toàn. Hãy thử lại; nếu vẫn lỗi, báo người quản trị xem nhật ký.",
            "The archive is safe. Try again; if it fails again, have the administrator look at the log.",
        ),
    );
    (StatusCode::INTERNAL_SERVER_ERROR, page).into_response()
}

fn missing() -> Response {
    let page = layout::trouble(
        t("Không có trang này", "There is no such page"),
        t(
            "Địa chỉ sai, hoặc văn bản không có trong kho.",
            "The address is wrong, or the document is not in the archive.",
        ),
    );
    (StatusCode::NOT_FOUND, page).into_response()
}
