//! `/vien-dan-thieu`: what is cited and missing, each with a way to the papers that cite it.

use axum::Extension;
use maud::Markup;
use maud::html;

use crate::archive::MissingPaper;
use crate::web::Answered;
use crate::web::Shared;
use crate::web::ask;
use crate::web::language::t;
use crate::web::layout;
use crate::web::link::Link;
use crate::web::wording::thousands;

/// Missing papers on the page; the command line lists all.
const SHOWN: usize = 500;

/// The page.
pub async fn page(Extension(archive): Shared) -> Answered {
    let missing = ask(archive, |archive| archive.cited_missing(SHOWN)).await?;
    let content = html! {
        section.browse {
            h1 { (t("Được viện dẫn nhưng chưa có trong kho", "Cited, and not in the archive")) }
            (list(&missing))
        }
    };
    let title = t("Viện dẫn còn thiếu", "Cited but missing");
    Ok(layout::page(title, Some(""), &content))
}

/// Missing papers, each with how many cite it.
pub fn list(missing: &[MissingPaper]) -> Markup {
    html! {
        @if missing.is_empty() {
            p { (t("Mọi văn bản được viện dẫn đều có trong kho.", "Every document that is cited is in the archive.")) }
        }
        ul {
            @for paper in missing {
                li {
                    a.choice href=(Link::default().with("q", &paper.number).href()) {
                        span lang="vi" {
                            (paper.number)
                            @if let Some(date) = paper.issued_on { ", ngày " (date.vietnamese()) }
                        }
                        span.count { (thousands(paper.cited_by)) (t(" văn bản viện dẫn", " documents cite it")) }
                    }
                }
            }
        }
    }
}
