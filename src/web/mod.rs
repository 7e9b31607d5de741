//! Pages for staff, in Vietnamese, complete without JavaScript: every route on one screen.

mod assets;
mod correction_form;
mod details;
mod document_page;
mod facets;
mod layout;
mod link;
mod review_page;
mod search_page;
mod status_page;

use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::extract::Query;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use axum::routing::get;
use jiff::Timestamp;
use maud::Markup;
use maud::html;

use crate::archive::Archive;
use crate::archive::Asked;
use crate::archive::Error;
use crate::archive::Request;
use crate::archive::kind_name;
use crate::archive::place_name;
use crate::archive::system_name;
use crate::archive::system_word;
use crate::document::DocumentId;
use crate::web::link::Link;
use crate::web::review_page::Desk;

/// The pages over an open archive. `clock` tells the time of what people change.
pub fn router(archive: Arc<Archive>, clock: fn() -> Timestamp) -> Router {
    let desk = Desk {
        archive: Arc::clone(&archive),
        clock,
    };
    let counted = axum::middleware::from_fn_with_state(Arc::clone(&archive), review_page::counted);
    Router::new()
        .route("/", get(search))
        .route("/van-ban/{id}", get(document))
        .route("/so/{*number}", get(number))
        .route("/co-quan", get(bodies))
        .route("/vien-dan-thieu", get(cited_missing))
        .route("/tinh-trang", get(status_page::page))
        .fallback(unknown)
        .with_state(archive)
        .merge(review_page::router(desk))
        .layer(counted)
        .route("/assets/{name}", get(assets::asset))
}

type Shared = State<Arc<Archive>>;
/// A page, or the page that says why not.
type Answered = Result<Markup, Response>;

async fn search(State(archive): Shared, Query(asked): Query<Asked>) -> Answered {
    let link = Link::of(&asked);
    let query = asked.q.clone().unwrap_or_default();
    let request = Request::try_from(asked).map_err(|error| trouble(&error))?;
    let (answer, names) = ask(archive, move |archive| {
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

async fn document(
    State(archive): Shared,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answered {
    let Some(id) = DocumentId::parse(&id) else {
        return Err(missing());
    };
    let query = asked.q.unwrap_or_default();
    let words = query.clone();
    let shown = ask(archive, move |archive| {
        let document = archive.document(&id)?;
        Ok(document_page::Shown {
            pages: archive.marked_pages(&id, &words)?,
            cites: archive.cites(&document)?,
            standing: archive.standing(&document)?,
            cited_by: archive.cited_by(&document)?,
            attached: archive.attached(&id)?,
            history: archive.corrections(&id)?,
            document,
        })
    })
    .await?;
    Ok(document_page::page(&shown, &query))
}

async fn number(State(archive): Shared, Path(number): Path<String>) -> Result<Response, Response> {
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

async fn bodies(State(archive): Shared) -> Answered {
    let answer = ask(archive, |archive| archive.search(&Request::default())).await?;
    let content = html! {
        section.browse {
            h1 { "Cơ quan ban hành" }
            (facets::bodies(&answer.facets.body, &Link::default()))
        }
    };
    Ok(layout::page("Cơ quan ban hành", Some(""), &content))
}

async fn cited_missing(State(archive): Shared) -> Answered {
    let missing = ask(archive, |archive| archive.cited_missing()).await?;
    Ok(document_page::cited_missing(&missing))
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
    match error.code() {
        "not-found" => missing(),
        "bad-request" => {
            let page = layout::trouble("Điều kiện tìm không đọc được", &error.to_string());
            (StatusCode::BAD_REQUEST, page).into_response()
        }
        code => {
            tracing::error!(code, cause = %error, "page failed");
            failed()
        }
    }
}

fn failed() -> Response {
    let page = layout::trouble(
        "Có lỗi trong chương trình",
        "Kho vẫn an toàn. Hãy thử lại; nếu vẫn lỗi, báo người quản trị xem nhật ký.",
    );
    (StatusCode::INTERNAL_SERVER_ERROR, page).into_response()
}

fn missing() -> Response {
    let page = layout::trouble(
        "Không có trang này",
        "Địa chỉ sai, hoặc văn bản không có trong kho.",
    );
    (StatusCode::NOT_FOUND, page).into_response()
}
