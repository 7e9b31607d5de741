//! Looking through the archive without a question: by issuing body, by kind, by year, by folder.

use axum::Extension;
use axum::Router;
use axum::extract::Path;
use axum::extract::Query;
use axum::routing::get;
use maud::Markup;
use maud::html;
use serde::Deserialize;

use crate::archive::BodyCount;
use crate::archive::BodyGroup;
use crate::archive::BodyLink;
use crate::archive::BodyView;
use crate::archive::Count;
use crate::archive::Request;
use crate::archive::YearCount;
use crate::archive::holds_words;
use crate::web::Answered;
use crate::web::Shared;
use crate::web::ask;
use crate::web::histogram::histogram;
use crate::web::language::t;
use crate::web::layout;
use crate::web::link::Link;
use crate::web::search_page;
use crate::web::tree::tree;
use crate::web::wording::thousands;

/// Where one can look.
const WAYS: [(&str, (&str, &str)); 4] = [
    ("/co-quan", ("Theo cơ quan", "By body")),
    ("/loai", ("Theo loại", "By kind")),
    ("/nam", ("Theo năm", "By year")),
    ("/thu-muc", ("Theo thư mục", "By folder")),
];

/// The pages.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/co-quan", get(bodies))
        .route("/co-quan/{id}", get(body))
        .route("/loai", get(kinds))
        .route("/nam", get(years))
        .route("/thu-muc", get(folders))
}

fn page(title: &str, here: &str, content: &Markup) -> Markup {
    framed(title, here, &html! { h1 { (title) } }, content)
}

fn framed(title: &str, here: &str, heading: &Markup, content: &Markup) -> Markup {
    let content = html! {
        section.browse {
            (heading)
            nav.tabs aria-label=(t("Cách xem", "Ways to browse")) {
                @for (path, (vietnamese, english)) in WAYS {
                    a href=(path) aria-current=[(path == here).then_some("page")] { (t(vietnamese, english)) }
                }
            }
            (content)
        }
    };
    layout::page(title, Some(""), &content)
}

#[derive(Deserialize)]
struct Within {
    #[serde(default)]
    tim: String,
}

async fn bodies(Extension(archive): Shared, Query(within): Query<Within>) -> Answered {
    let groups = ask(archive, |archive| archive.body_groups()).await?;
    let tim = within.tim.trim();
    let content = html! {
        form.within-form method="get" action="/co-quan" role="search" {
            label.field {
                span { (t("Tìm trong các cơ quan", "Find among the bodies")) }
                input type="search" name="tim" value=(tim) autocomplete="off";
            }
            button.quiet type="submit" { (t("Tìm", "Find")) }
        }
        @match tim {
            "" => @for group in &groups { (grouped(group)) },
            words => (named(&groups, words)),
        }
    };
    let title = t("Cơ quan ban hành", "Issuing bodies");
    Ok(page(title, "/co-quan", &content))
}

fn grouped(group: &BodyGroup) -> Markup {
    let system = system_title(group.system);
    html! {
        section.group {
            h2 {
                (system)
                @if let Some(level) = level_title(group.level) { " – " (level) }
            }
            div lang="vi" { (to_bodies(&group.bodies)) }
        }
    }
}

/// The bodies whose names have some words, with or without marks.
fn named(groups: &[BodyGroup], words: &str) -> Markup {
    let mut found = Vec::new();
    for group in groups {
        collect(&group.bodies, words, &mut found);
    }
    html! {
        p role="status" { (found.len()) " " (t("cơ quan", "bodies")) }
        ul lang="vi" {
            @for (id, name, count) in &found { li { (line(&format!("/co-quan/{id}"), name, *count)) } }
        }
    }
}

fn collect(bodies: &[BodyCount], words: &str, found: &mut Vec<(String, String, u64)>) {
    for body in bodies {
        if holds_words(&body.name, words) {
            found.push((body.id.to_string(), body.name.clone(), body.count));
        }
        collect(&body.children, words, found);
    }
}

/// Bodies as a tree, each leading to its page.
fn to_bodies(bodies: &[BodyCount]) -> Markup {
    tree(bodies, &|_| false, &|body| {
        line(&format!("/co-quan/{}", body.id), &body.name, body.count)
    })
}

fn system_title(code: &str) -> &'static str {
    match code {
        "party" => t("Đảng", "Party"),
        "state" => t("Nhà nước", "State"),
        "mass" => t("Mặt trận, đoàn thể", "Front and unions"),
        _ => t("Cơ quan khác", "Other bodies"),
    }
}

fn level_title(code: &str) -> Option<&'static str> {
    Some(match code {
        "trung-uong" => t("Trung ương", "centre"),
        "tinh" => t("Cấp tỉnh", "provinces"),
        "huyen" => t(
            "Cấp huyện (đến 30/6/2025)",
            "districts (until 30 June 2025)",
        ),
        "xa" => t("Cấp xã", "communes"),
        _ => return None,
    })
}

async fn body(Extension(archive): Shared, Path(id): Path<String>) -> Answered {
    let asked = id.clone();
    let view = ask(archive, move |archive| archive.body_view(&asked)).await?;
    let all = Link::default().with("body", &id);
    let content = html! {
        @if !view.above.is_empty() {
            p.path lang="vi" {
                @for body in &view.above { a href={ "/co-quan/" (body.id) } { (body.name) } " › " }
            }
        }
        p {
            a.button href=(all.with("sort", "newest").href()) {
                (t("Xem cả ", "See all ")) (thousands(view.papers.total)) (t(" văn bản", " documents"))
            }
            @if !view.below.is_empty() { " " (t("kể cả của cơ quan trực thuộc", "with those of its subordinates")) }
        }
        (lineage(&view, &id))
        @if !view.papers.facets.year.is_empty() {
            section { h2 { (t("Theo năm", "By year")) } (histogram(&view.papers.facets.year, &all)) (year_list(&view.papers.facets.year, &all)) }
        }
        @if !view.papers.facets.kind.is_empty() {
            section { h2 { (t("Theo loại", "By kind")) } (kind_bars(&view.papers.facets.kind, &all)) }
        }
        @if !view.below.is_empty() {
            section {
                h2 { (t("Cơ quan trực thuộc", "Subordinate bodies")) }
                div lang="vi" { (to_bodies(&view.below)) }
            }
        }
        @if !view.papers.hits.is_empty() {
            section {
                h2 { (t("Mới nhất", "Latest")) }
                ol.hits { @for hit in &view.papers.hits { li { (search_page::one(hit, "", false)) } } }
            }
        }
    };
    let heading = html! { h1 lang="vi" { (view.name) } };
    Ok(framed(&view.name, "/co-quan", &heading, &content))
}

/// Where it came from and what came of it.
fn lineage(view: &BodyView, id: &str) -> Markup {
    let one = |body: &BodyLink| {
        html! {
            @if body.id.as_str() == id { b { (body.name) } } @else { a href={ "/co-quan/" (body.id) } { (body.name) } }
            " " span.count { "(" (thousands(body.count)) ")" }
        }
    };
    html! {
        @if !view.lineage.is_empty() {
            section.group {
                h2 { (t("Tiền thân, kế tục", "Before and after")) }
                ol.lineage lang="vi" { @for body in &view.lineage { li { (one(body)) } } }
                @let together = Link::default().with("body", id).with("lineage", "true");
                p { a href=(together.href()) { (t("Xem văn bản của tất cả", "See the documents of all of them")) } }
            }
        }
    }
}

async fn kinds(Extension(archive): Shared) -> Answered {
    let answer = ask(archive, |archive| archive.search(&Request::default())).await?;
    let content = kind_bars(&answer.facets.kind, &Link::default());
    Ok(page(
        t("Loại văn bản", "Kinds of documents"),
        "/loai",
        &content,
    ))
}

async fn years(Extension(archive): Shared) -> Answered {
    let answer = ask(archive, |archive| archive.search(&Request::default())).await?;
    let years = &answer.facets.year;
    let dated: u64 = years.iter().map(|year| year.count).sum();
    let content = html! {
        (histogram(years, &Link::default()))
        (year_list(years, &Link::default()))
        @if dated < answer.total {
            p.hint { (thousands(answer.total - dated)) (t(" văn bản chưa rõ ngày ban hành.", " documents without a date.")) }
        }
    };
    Ok(page(t("Năm ban hành", "Years of issue"), "/nam", &content))
}

async fn folders(Extension(archive): Shared) -> Answered {
    let folders = ask(archive, |archive| archive.folders()).await?;
    let content = html! {
        @if folders.is_empty() { p { (t("Chưa có văn bản nào được nhập từ thư mục.", "No document has come from a folder yet.")) } }
        div lang="vi" {
            (tree(&folders, &|_| false, &|folder| {
                line(&Link::default().with("folder", &folder.path).href(), &folder.name, folder.count)
            }))
        }
    };
    let title = t("Hồ sơ, thư mục xuất xứ", "Dossiers, folders of origin");
    Ok(page(title, "/thu-muc", &content))
}

/// A way to some papers, with how many there are.
pub fn line(href: &str, label: &str, count: u64) -> Markup {
    html! { a.choice href=(href) { span.label { (label) } span.count { (thousands(count)) } } }
}

/// Ways to some papers with a bar each, the longest as wide as there is room.
pub fn bars<'a>(rows: impl Iterator<Item = (String, &'a str, u64)> + Clone) -> Markup {
    let most = rows
        .clone()
        .map(|(.., count)| count)
        .max()
        .unwrap_or(1)
        .max(1);
    html! {
        ul.bars lang="vi" {
            @for (href, label, count) in rows {
                li {
                    (line(&href, label, count))
                    meter min="0" max=(most) value=(count) aria-hidden="true" {}
                }
            }
        }
    }
}

/// The same for kinds.
pub fn kind_bars(kinds: &[Count], link: &Link) -> Markup {
    bars(kinds.iter().map(|kind| {
        let href = link.with("kind", &kind.id).href();
        (href, kind.name.as_str(), kind.count)
    }))
}

fn year_list(years: &[YearCount], link: &Link) -> Markup {
    html! {
        ul.year-list {
            @for year in years {
                @let id = year.value.to_string();
                li { (line(&link.with("year", &id).href(), &id, year.count)) }
            }
        }
    }
}
