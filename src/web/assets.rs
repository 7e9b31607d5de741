//! The few files the pages need, compiled in: no request ever leaves the machine.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::response::Response;

const WOFF2: &str = "font/woff2";

/// A file by name.
pub async fn asset(Path(name): Path<String>) -> Response {
    let (media, bytes): (&str, &[u8]) = match name.as_str() {
        "style.css" => (
            "text/css; charset=utf-8",
            include_bytes!("assets/style.css"),
        ),
        "page.js" => (
            "text/javascript; charset=utf-8",
            include_bytes!("assets/page.js"),
        ),
        "narrow.js" => (
            "text/javascript; charset=utf-8",
            include_bytes!("assets/narrow.js"),
        ),
        "icon.svg" => ("image/svg+xml", include_bytes!("assets/icon.svg")),
        "latin-400.woff2" => (
            WOFF2,
            include_bytes!("assets/be-vietnam-pro-latin-400-normal.woff2"),
        ),
        "latin-600.woff2" => (
            WOFF2,
            include_bytes!("assets/be-vietnam-pro-latin-600-normal.woff2"),
        ),
        "vietnamese-400.woff2" => (
            WOFF2,
            include_bytes!("assets/be-vietnam-pro-vietnamese-400-normal.woff2"),
        ),
        "vietnamese-600.woff2" => (
            WOFF2,
            include_bytes!("assets/be-vietnam-pro-vietnamese-600-normal.woff2"),
        ),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let headers = [
        (CONTENT_TYPE, media),
        (CACHE_CONTROL, "public, max-age=86400"),
    ];
    (headers, bytes).into_response()
}
