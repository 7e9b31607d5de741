//! One document: what it says of itself, its text, its original.

use axum::Json;
use axum::body::Body;
use axum::extract::Path;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::header::CONTENT_TYPE;
use axum::http::header::ETAG;
use axum::http::header::IF_MATCH;
use axum::http::header::IF_MODIFIED_SINCE;
use axum::http::header::IF_NONE_MATCH;
use axum::http::header::IF_RANGE;
use axum::http::header::IF_UNMODIFIED_SINCE;
use axum::http::header::LAST_MODIFIED;
use axum::http::header::RANGE;
use axum::response::IntoResponse;
use axum::response::Response;
use serde::Deserialize;
use serde::Serialize;
use tower::ServiceExt;
use tower_http::services::ServeFile;
use utoipa::IntoParams;
use utoipa::ToSchema;

use crate::api::Caller;
use crate::api::caching;
use crate::api::problem::Problem;
use crate::api::search::QueryFields;
use crate::api::search::fields;
use crate::api::wire::DocumentDetail;
use crate::api::wire::PlacesRow;
use crate::api::wire::StandingRow;
use crate::api::wire::TextPage;
use crate::document::DocumentId;

/// Takes an id out of a path; what cannot be an id is not found.
pub fn id_of(written: &str) -> Result<DocumentId, Problem> {
    DocumentId::parse(written).ok_or_else(|| {
        Problem::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "there is no document with this id",
        )
    })
}

/// What a document says of itself.
#[utoipa::path(get, path = "/documents/{id}", params(("id" = String, Path)), responses(
    (status = 200, body = DocumentDetail), (status = 404, body = Problem)))]
pub async fn document(
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<DocumentDetail>, Problem> {
    let id = id_of(&id)?;
    let detail = caller.ask(move |archive| {
        let document = archive.document(&id)?;
        Ok(DocumentDetail::new(&document, &archive.attached(&id)?))
    });
    Ok(Json(detail.await?))
}

/// What papers of this archive say of a document's force: replaced, repealed, amended, since when.
#[utoipa::path(get, path = "/documents/{id}/standing", params(("id" = String, Path)), responses(
    (status = 200, body = StandingRow), (status = 404, body = Problem)))]
pub async fn standing(
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<StandingRow>, Problem> {
    let id = id_of(&id)?;
    let standing = caller
        .ask(move |archive| archive.standing(&archive.document(&id)?))
        .await?;
    Ok(Json(StandingRow::from(&standing)))
}

/// A document's text, page by page.
#[derive(Debug, Serialize, ToSchema)]
pub struct TextAnswer {
    /// Pages in order.
    pub pages: Vec<TextPage>,
}

/// How much of a text is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TextParameters {
    /// `true`: each line with its place on the page.
    #[serde(default)]
    lines: bool,
}

/// The text, in display spelling.
#[utoipa::path(get, path = "/documents/{id}/text", params(("id" = String, Path), TextParameters),
    responses((status = 200, body = TextAnswer), (status = 400, body = Problem),
        (status = 404, body = Problem)))]
pub async fn text(
    caller: Caller,
    Path(id): Path<String>,
    query: QueryFields<TextParameters>,
) -> Result<Json<TextAnswer>, Problem> {
    let id = id_of(&id)?;
    let with_lines = fields(query)?.lines;
    let pages = caller.ask(move |archive| archive.pages(&id)).await?;
    let pages = pages.iter().map(|page| TextPage::new(page, with_lines));
    Ok(Json(TextAnswer {
        pages: pages.collect(),
    }))
}

/// What is to be found on the pages.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PlacesParameters {
    /// What the person searched for.
    #[serde(default)]
    q: String,
}

/// Where on the pages each field was read, and where what was searched for stands. Empty for formats
/// whose pages have no look of their own.
#[utoipa::path(get, path = "/documents/{id}/places",
    params(("id" = String, Path), PlacesParameters),
    responses((status = 200, body = PlacesRow), (status = 400, body = Problem),
        (status = 404, body = Problem)))]
pub async fn places(
    caller: Caller,
    Path(id): Path<String>,
    query: QueryFields<PlacesParameters>,
) -> Result<Json<PlacesRow>, Problem> {
    let id = id_of(&id)?;
    let words = fields(query)?.q;
    let places = caller.ask(move |archive| {
        let marked = archive.marked_pages(&id, &words)?;
        archive.places(&id, &marked)
    });
    Ok(Json(PlacesRow::from(&places.await?)))
}

/// The original, byte for byte; ranges are honoured. PDF, pictures and plain text open in the
/// browser, everything else is downloaded and can run nothing.
#[utoipa::path(get, path = "/documents/{id}/original", params(("id" = String, Path)), responses(
    (status = 200, description = "the bytes", content_type = "*/*"),
    (status = 206, description = "a range of them", content_type = "*/*"),
    (status = 304, description = "unchanged"),
    (status = 404, body = Problem),
    (status = 416, description = "no such range", body = Problem)))]
pub async fn original(
    caller: Caller,
    Path(id): Path<String>,
    mut request: Request,
) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let original = caller.ask(move |archive| archive.original(&id)).await?;
    let tag = format!("\"{}\"", original.digest);
    if caching::is_known(request.headers(), &tag) {
        return Ok(caching::mark(
            StatusCode::NOT_MODIFIED.into_response(),
            &tag,
        ));
    }
    own_conditions(request.headers_mut(), &tag);
    let (original, file) = caller
        .ask(move |_| original.fetch().map(|file| (original, file)))
        .await?;
    let served = match ServeFile::new(file.path()).oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    if served.status() == StatusCode::NOT_FOUND {
        let lost = format!("original missing: {}", file.path().display());
        return Err(Problem::internal("original-missing", lost));
    }
    let mut response = served.map(Body::new);
    let headers = response.headers_mut();
    // Both tell the file's time.
    headers.remove(LAST_MODIFIED);
    headers.remove(ETAG);
    if response.status().is_client_error() {
        return Ok(response);
    }
    let headers = response.headers_mut();
    let media = original.media_type;
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
    let inline = matches!(media, "application/pdf" | "image/png" | "image/jpeg")
        || media.starts_with("text/plain");
    let named = disposition(inline, &original.file_name);
    if let Ok(value) = HeaderValue::from_str(&named) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    if media != "application/pdf" {
        // A PDF viewer does not start in a sandbox; nothing else needs to run at all.
        let policy = HeaderValue::from_static("sandbox; default-src 'none'");
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    match response.status().is_success() {
        true => Ok(caching::mark(response, &tag)),
        false => Ok(response),
    }
}

/// An original never changes and is named by its content: the file's times, which tell when it was
/// first handed in, and by whom that was not seen, decide nothing.
fn own_conditions(headers: &mut HeaderMap, tag: &str) {
    let other = |range: &HeaderValue| range.as_bytes() != tag.as_bytes();
    if headers.get(IF_RANGE).is_some_and(other) {
        headers.remove(RANGE);
    }
    for name in [
        IF_NONE_MATCH,
        IF_MATCH,
        IF_MODIFIED_SINCE,
        IF_UNMODIFIED_SINCE,
        IF_RANGE,
    ] {
        headers.remove(name);
    }
}

/// RFC 6266: an ASCII name for old programs, the real one after RFC 8187.
pub fn disposition(inline: bool, name: &str) -> String {
    let kind = if inline { "inline" } else { "attachment" };
    let ascii: String = crate::archive::ascii_file_name(name);
    let encoded = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    format!("{kind}; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}
