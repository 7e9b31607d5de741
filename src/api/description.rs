//! What the OpenAPI document says of every route alike, so that no route has to: the answers of the
//! door and the guards, what a problem looks like, how one shows who one is.

use axum::http::StatusCode;
use utoipa::openapi::Content;
use utoipa::openapi::HttpMethod;
use utoipa::openapi::OpenApi;
use utoipa::openapi::PathItem;
use utoipa::openapi::Ref;
use utoipa::openapi::RefOr;
use utoipa::openapi::Response;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::HttpAuthScheme;
use utoipa::openapi::security::HttpBuilder;
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::security::SecurityScheme;

/// What a problem is sent as.
const PROBLEM: &str = "application/problem+json";
const SCHEMA: &str = "#/components/schemas/Problem";
/// What a token is called in the document.
const TOKEN: &str = "token";

/// Answers any route may give, and what each means.
const ALWAYS: [(StatusCode, &str); 8] = [
    (
        StatusCode::BAD_REQUEST,
        "a field cannot be read; `detail` names it",
    ),
    (
        StatusCode::UNAUTHORIZED,
        "there are accounts, and no token was shown that holds",
    ),
    (
        StatusCode::FORBIDDEN,
        "not for this role, or not sent by a page of this server",
    ),
    (
        StatusCode::REQUEST_TIMEOUT,
        "the request took too long to send",
    ),
    (
        StatusCode::URI_TOO_LONG,
        "the address is longer than 16 KiB",
    ),
    (
        StatusCode::MISDIRECTED_REQUEST,
        "the name asked for is not this server's",
    ),
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        "something failed inside; the log has the cause",
    ),
    (
        StatusCode::SERVICE_UNAVAILABLE,
        "too much is asked at a time, or the archive cannot answer now: `Retry-After`",
    ),
];

/// Completes the document that the routes made of themselves.
pub fn complete(document: &mut OpenApi) {
    let paths = std::mem::take(&mut document.paths.paths);
    // A parameter that takes slashes too is written in a way of the router's own.
    document.paths.paths = paths
        .into_iter()
        .map(|(path, item)| (path.replace("{*", "{"), item))
        .collect();
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            // Whether the program answers at all, anybody may know.
            if path == "/healthz" {
                continue;
            }
            always(operation);
            if method == HttpMethod::Get && path.starts_with("/api/") {
                not_modified(operation);
            }
            if path != "/readyz" {
                let needed = SecurityRequirement::new(TOKEN, [] as [&str; 0]);
                operation.security = Some(vec![needed]);
            }
            problems(operation);
        }
    }
    let components = document.components.get_or_insert_default();
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(
            "a token of /tai-khoan; not needed where there are no accounts",
        ))
        .build();
    components.add_security_scheme(TOKEN, SecurityScheme::Http(scheme));
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (HttpMethod, &mut Operation)> {
    let all = [
        (HttpMethod::Get, &mut item.get),
        (HttpMethod::Post, &mut item.post),
        (HttpMethod::Delete, &mut item.delete),
    ];
    all.into_iter()
        .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

fn always(operation: &mut Operation) {
    for (status, meaning) in ALWAYS {
        let mut response = Response::new(meaning);
        let content = Content::new(Some(Ref::new(SCHEMA)));
        response
            .content
            .insert(PROBLEM.to_owned(), RefOr::T(content));
        let responses = &mut operation.responses.responses;
        responses
            .entry(status.as_str().to_owned())
            .or_insert(RefOr::T(response));
    }
}

fn not_modified(operation: &mut Operation) {
    let response = Response::new("what the caller has, by `If-None-Match`, is still so");
    let responses = &mut operation.responses.responses;
    responses
        .entry(StatusCode::NOT_MODIFIED.as_str().to_owned())
        .or_insert(RefOr::T(response));
}

/// A problem is sent under its own media type, whatever a route's description says.
fn problems(operation: &mut Operation) {
    for response in operation.responses.responses.values_mut() {
        let RefOr::T(response) = response else {
            continue;
        };
        let content = std::mem::take(&mut response.content);
        response.content = content
            .into_iter()
            .map(|(kind, content)| match is_problem(&content) {
                true => (PROBLEM.to_owned(), content),
                false => (kind, content),
            })
            .collect();
    }
}

fn is_problem(content: &RefOr<Content>) -> bool {
    let RefOr::T(content) = content else {
        return false;
    };
    matches!(&content.schema, Some(RefOr::Ref(reference)) if reference.ref_location == SCHEMA)
}
