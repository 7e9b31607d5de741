//! Searching, suggesting, and looking a number up.

use std::time::Instant;

use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::response::Response;
use serde::Deserialize;
use serde::Serialize;
use utoipa::IntoParams;
use utoipa::ToSchema;

use crate::api::Caller;
use crate::api::documents::disposition;
use crate::api::problem::Problem;
use crate::api::wire::DocumentRow;
use crate::api::wire::SearchAnswer;
use crate::archive::Asked;
use crate::archive::ListFormat;

/// A query string's fields, or a problem that names what is wrong with it.
pub type QueryFields<T> = Result<axum::extract::Query<T>, QueryRejection>;

/// Takes the fields out of a query string.
pub fn fields<T>(query: QueryFields<T>) -> Result<T, Problem> {
    match query {
        Ok(axum::extract::Query(fields)) => Ok(fields),
        Err(error) => Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "bad-request",
            error.body_text(),
        )),
    }
}

/// Documents by number, words, issuing body, kind, system and date, with exact facet counts.
#[utoipa::path(get, path = "/search", params(SearchParameters), responses(
    (status = 200, body = SearchAnswer),
    (status = 400, description = "a field cannot be read; `detail` names it", body = Problem)))]
pub async fn search(
    caller: Caller,
    query: QueryFields<SearchParameters>,
) -> Result<Json<SearchAnswer>, Problem> {
    let started = Instant::now();
    let asked = fields(query)?.into_asked();
    let answer = caller
        .ask(move |archive| archive.search(&archive.asked(asked)?))
        .await?;
    // How long it took tells of what was left out.
    let told = caller.archive.rights().see_everything();
    let took_ms = told.then(|| started.elapsed().as_secs_f64() * 1000.0);
    Ok(Json(SearchAnswer::new(&answer, took_ms)))
}

/// What a search finds as a file: a mục lục with the official columns, in the order of the hits, at most
/// 10,000 papers.
#[utoipa::path(get, path = "/export/{format}",
    params(("format" = String, Path, description = "`xlsx`, `csv` or `docx`"), SearchParameters),
    responses(
        (status = 200, description = "the file", content(
            (Vec<u8> = "text/csv; charset=utf-8"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))),
        (status = 400, description = "a field cannot be read; `detail` names it", body = Problem),
        (status = 404, description = "no such format", body = Problem)))]
pub async fn export(
    caller: Caller,
    Path(format): Path<String>,
    query: QueryFields<SearchParameters>,
) -> Result<Response, Problem> {
    let Some(format) = ListFormat::of(&format) else {
        let detail = format!("`{format}` is none of `xlsx`, `csv`, `docx`");
        return Err(Problem::new(StatusCode::NOT_FOUND, "not-found", detail));
    };
    let asked = fields(query)?.into_asked();
    let written = caller
        .ask(move |archive| archive.export_found(&archive.asked(asked)?, format))
        .await?;
    let name = format!("danh sách văn bản.{}", format.ending());
    let headers = [
        (CONTENT_TYPE, format.media_type().to_owned()),
        (CONTENT_DISPOSITION, disposition(false, &name)),
    ];
    Ok((headers, written).into_response())
}

/// What can be asked of `search`.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchParameters {
    /// What the person typed; nothing is a syntax error.
    q: Option<String>,
    /// Issuing body by id, with its subordinates.
    body: Option<String>,
    /// Province by id, with its districts and communes, before and after mergers: `an-giang`.
    place: Option<String>,
    /// `true`: body and province with what they were before and became.
    lineage: Option<String>,
    /// Kind by id.
    kind: Option<String>,
    /// `party`, `state` or `mass`.
    system: Option<String>,
    /// Year of issue.
    year: Option<String>,
    /// First day, `2020-09-30` or `30/9/2020`.
    from: Option<String>,
    /// Last day.
    to: Option<String>,
    /// Folder the papers came from, from the name of the one that was imported on: `2020/quyết định`.
    folder: Option<String>,
    /// Document number in any spelling.
    number: Option<String>,
    /// `relevance` (default), `newest` or `oldest`.
    sort: Option<String>,
    /// 1 to 100, 10 by default.
    limit: Option<String>,
    /// `next` of the page before.
    cursor: Option<String>,
}

impl SearchParameters {
    fn into_asked(self) -> Asked {
        Asked {
            q: self.q,
            body: self.body,
            place: self.place,
            lineage: self.lineage,
            kind: self.kind,
            system: self.system,
            year: self.year,
            from: self.from,
            to: self.to,
            folder: self.folder,
            number: self.number,
            sort: self.sort,
            limit: self.limit,
            cursor: self.cursor,
        }
    }
}

/// One line to offer while somebody types.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestionRow {
    /// `number`, `title` or `body`.
    pub kind: String,
    /// What to show.
    pub label: String,
    /// What to put in the box when it is taken.
    pub query: String,
    /// The document, for a number or a title.
    pub id: Option<String>,
}

/// What has been typed so far.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SuggestParameters {
    /// What has been typed so far.
    #[serde(default)]
    q: String,
}

/// Numbers, titles and bodies that begin like what has been typed, with or without marks.
#[utoipa::path(get, path = "/suggest", params(SuggestParameters), responses(
    (status = 200, body = Vec<SuggestionRow>), (status = 400, body = Problem)))]
pub async fn suggest(
    caller: Caller,
    query: QueryFields<SuggestParameters>,
) -> Result<Json<Vec<SuggestionRow>>, Problem> {
    let typed = fields(query)?.q;
    let found = caller
        .ask(move |archive| archive.suggest(&typed, 8))
        .await?;
    let rows = found.into_iter().map(|suggestion| SuggestionRow {
        kind: crate::api::wire::word(&suggestion.kind),
        label: suggestion.label,
        query: suggestion.query,
        id: suggestion.id.map(|id| id.to_string()),
    });
    Ok(Json(rows.collect()))
}

/// The document with this number; a list where several papers bear it. Slashes may be written as
/// they are: everything after `numbers/` is the number.
#[utoipa::path(get, path = "/numbers/{*number}",
    params(("number" = String, Path, description = "in any spelling")),
    responses(
        (status = 200, description = "exactly one paper", body = DocumentRow),
        (status = 300, description = "several papers bear it", body = Vec<DocumentRow>),
        (status = 404, description = "none", body = Problem)))]
pub async fn number(caller: Caller, Path(number): Path<String>) -> Result<Response, Problem> {
    let asked = number.clone();
    let documents = caller.ask(move |archive| archive.numbered(&asked)).await?;
    let rows: Vec<DocumentRow> = documents.iter().map(DocumentRow::from).collect();
    match rows.as_slice() {
        [] => Err(Problem::new(
            StatusCode::NOT_FOUND,
            "not-found",
            format!("no paper bears the number `{number}`"),
        )),
        [one] => Ok(Json(one).into_response()),
        several => Ok((StatusCode::MULTIPLE_CHOICES, Json(several)).into_response()),
    }
}
