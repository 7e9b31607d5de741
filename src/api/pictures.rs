//! Pictures of pages.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::Path;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api::Caller;
use crate::api::caching;
use crate::api::documents::id_of;
use crate::api::load::come_back;
use crate::api::problem::Problem;
use crate::api::search::QueryFields;
use crate::api::search::fields;

/// Dots, where a request names none: a page can be read on an office screen.
const WIDTH: u16 = 1000;
/// How long a request may wait for its turn at drawing.
const PATIENCE: Duration = Duration::from_secs(10);

/// How a page is to be drawn.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PictureParameters {
    /// Dots, 1 to 2400; 1000 where nothing is given.
    width: Option<u16>,
}

/// What a page of a PDF or a picture file looks like, in grey.
#[utoipa::path(get, path = "/documents/{id}/pages/{page}/picture",
    params(("id" = String, Path), ("page" = u32, Path, description = "from 1"), PictureParameters),
    responses(
        (status = 200, body = Vec<u8>, content_type = "image/png"),
        (status = 304, description = "unchanged"),
        (status = 400, description = "a field cannot be read; `detail` names it", body = Problem),
        (status = 404, description = "no such page, or a format without pages", body = Problem),
        (status = 422, description = "the page cannot be drawn", body = Problem),
        (status = 503, description = "too many pages are being drawn", body = Problem)))]
pub async fn picture(
    caller: Caller,
    Path((id, page)): Path<(String, String)>,
    query: QueryFields<PictureParameters>,
    asked: HeaderMap,
) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let width = fields(query)?.width.unwrap_or(WIDTH);
    // What is no number is no page.
    let page: u32 = page.parse().unwrap_or(0);
    let sheet = caller.ask(move |archive| archive.sheet(&id, page, width));
    let sheet = sheet.await?;
    let tag = format!("\"{}\"", sheet.name());
    if caching::is_known(&asked, &tag) {
        return Ok(caching::mark(
            StatusCode::NOT_MODIFIED.into_response(),
            &tag,
        ));
    }
    let pictures = Arc::clone(&caller.service.pictures);
    let file = match pictures.at_hand(&sheet) {
        Some(drawn) => drawn?,
        None => {
            let turn = Arc::clone(&caller.service.drawing).acquire_owned();
            let Ok(Ok(turn)) = tokio::time::timeout(PATIENCE, turn).await else {
                let detail = "too many pages are being drawn: try again in a moment";
                return Ok(come_back("busy", detail));
            };
            let drawn = caller.ask(move |_| {
                let _turn = turn;
                pictures.draw(&sheet)
            });
            drawn.await?
        }
    };
    let answer = ([(CONTENT_TYPE, "image/png")], file.to_vec());
    Ok(caching::mark(answer.into_response(), &tag))
}
