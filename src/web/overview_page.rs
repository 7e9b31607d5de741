//! `/tong-quan`: what the archive holds and how it stands, on one page.

use axum::Extension;
use maud::Markup;
use maud::html;

use crate::archive::BodyCount;
use crate::archive::ImportRun;
use crate::archive::Request;
use crate::archive::Task;
use crate::archive::Verification;
use crate::web::Answered;
use crate::web::Shared;
use crate::web::ask;
use crate::web::browse_page::bars;
use crate::web::browse_page::kind_bars;
use crate::web::histogram::histogram;
use crate::web::language::t;
use crate::web::layout;
use crate::web::link::Link;
use crate::web::missing_page;
use crate::web::wording::moment;
use crate::web::wording::thousands;

/// Bodies, kinds and missing papers shown.
const SHOWN: usize = 10;

/// The page. What tells of every paper is told to who may see every paper.
pub async fn page(Extension(archive): Shared) -> Answered {
    let (answer, missing, run, verified) = ask(archive, |archive| {
        let rights = archive.rights();
        let sees_all = rights.see_everything();
        let runs = match sees_all && rights.may(Task::SeeRejects) {
            true => archive.imports(1)?,
            false => Vec::new(),
        };
        Ok((
            archive.search(&Request::default())?,
            archive.cited_missing(SHOWN)?,
            runs.into_iter().next(),
            sees_all.then(|| archive.last_verification()),
        ))
    })
    .await?;
    let issuers = most_issued(&answer.facets.body);
    let kinds = answer
        .facets
        .kind
        .get(..SHOWN.min(answer.facets.kind.len()));
    let all = Link::default();
    let content = html! {
        section.browse.overview {
            h1 { (t("Tổng quan", "Overview")) }
            p.total { b { (thousands(answer.total)) } (t(" văn bản trong kho", " documents in the archive")) }
            section { h2 { a href="/nam" { (t("Theo năm ban hành", "By year of issue")) } } (histogram(&answer.facets.year, &all)) }
            div.halves {
                section { h2 { a href="/co-quan" { (t("Ban hành nhiều nhất", "Most documents by")) } } (bars(issuers.iter().map(|(own, body)| (format!("/co-quan/{}", body.id), body.name.as_str(), *own)))) }
                section { h2 { a href="/loai" { (t("Theo loại", "By kind")) } } (kind_bars(kinds.unwrap_or_default(), &all)) }
                section {
                    h2 { a href="/vien-dan-thieu" { (t("Được viện dẫn nhiều mà chưa có", "Often cited and missing")) } }
                    (missing_page::list(&missing))
                }
                (state(run.as_ref(), verified.as_ref()))
            }
        }
    };
    Ok(layout::page(t("Tổng quan", "Overview"), Some(""), &content))
}

/// The bodies that issued most themselves, their subordinates' papers left out.
fn most_issued(tree: &[BodyCount]) -> Vec<(u64, &BodyCount)> {
    let mut bodies = Vec::new();
    collect(tree, &mut bodies);
    bodies.sort_by_key(|(own, _)| std::cmp::Reverse(*own));
    bodies.truncate(SHOWN);
    bodies
}

/// The bodies of a tree with how many papers are not their subordinates'.
fn collect<'a>(tree: &'a [BodyCount], bodies: &mut Vec<(u64, &'a BodyCount)>) {
    for body in tree {
        // A joint paper of two subordinates is in both.
        let below: u64 = body.children.iter().map(|child| child.count).sum();
        let own = body.count.saturating_sub(below);
        if own > 0 {
            bodies.push((own, body));
        }
        collect(&body.children, bodies);
    }
}

/// The last import and the last verification, as far as they may be told.
fn state(run: Option<&ImportRun>, verified: Option<&Option<Verification>>) -> Markup {
    html! {
        @if run.is_some() || verified.is_some() {
            section {
                h2 { a href="/tinh-trang" { (t("Tình trạng kho", "State of the archive")) } }
                dl.facts {
                    @if let Some(run) = run {
                        dt { (t("Lần nhập gần nhất", "Last import")) }
                        dd {
                            (moment(run.started)) " – " span lang="vi" { (run.folder) } ": "
                            (thousands(run.holds)) (t(" văn bản", " documents"))
                            @if run.finished.is_none() { (t(" (chưa xong)", " (not finished)")) }
                        }
                    }
                    @if let Some(verification) = verified {
                        dt { (t("Lần kiểm tra gần nhất", "Last verification")) }
                        dd {
                            @match verification.as_ref().and_then(|found| Some((found, found.finished?))) {
                                None => (t("chưa kiểm tra lần nào", "never yet")),
                                Some((found, at)) => {
                                    (moment(at)) ": "
                                    @match found.problems {
                                        0 => (t("không có hư hỏng", "nothing is damaged")),
                                        problems => { strong { (problems) (t(" chỗ hư hỏng", " places are damaged")) } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
