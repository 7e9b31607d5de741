//! An import that goes on or has ended: its sums, what is being read, what was not taken and why.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use maud::Markup;
use maud::html;

use crate::archive::FileOutcome;
use crate::archive::Job;
use crate::archive::Outcome;
use crate::archive::Summary;
use crate::web::Desk;
use crate::web::import_page::importing;
use crate::web::language::t;
use crate::web::layout;
use crate::web::names;
use crate::web::wording::thousands;

/// Files listed of each kind of outcome.
const LISTED: usize = 500;
/// Seconds after which a page about an import that goes on is asked for again.
const AGAIN: u8 = 2;

/// How far an import is.
pub async fn page(desk: Desk, Path(number): Path<String>) -> Result<Response, Response> {
    let desk = importing(desk)?;
    let number: u64 = number.parse().map_err(|_| gone())?;
    let job = desk.means.jobs.get(number, desk.archive.rights());
    let Some(job) = job else {
        return Err(gone());
    };
    let content = html! {
        @let again = (!job.state.has_ended()).then_some(AGAIN);
        // With JavaScript what changed takes the place of what is there, and the focus stays.
        @if let Some(seconds) = again { noscript { meta http-equiv="refresh" content=(seconds); } }
        section.import data-again=[again] {
            h1 { (t("Lần nhập ", "Import ")) (number) ": " (names::state(job.state)) }
            @if let Some(error) = &job.error { p.note role="alert" { (error) } }
            div role="status" {
                (sums(&job.summary))
                @if let Some(remaining) = job.remaining() {
                    p { (t("Còn lại: ", "Remaining: ")) b { (thousands(remaining)) } (t(" tệp.", " files.")) }
                }
            }
            @if !job.in_flight.is_empty() { (in_flight(&job)) }
            @if !job.state.has_ended() {
                form method="post" action={ "/nhap/" (number) "/dung" } {
                    (layout::key())
                    button.quiet type="submit" { (t("Dừng lại", "Stop")) }
                    " " span.hint { (t("Những gì đã nhập được giữ; nhập lại thì đi tiếp từ đó.", "What was imported is kept; importing again goes on from there.")) }
                }
            }
            (outcomes(&job.files, &job.summary))
            p { a href="/nhap" { (t("Nhập tiếp", "Import more")) } }
        }
    };
    Ok(layout::page(t("Nhập văn bản", "Import"), Some(""), &content).into_response())
}

fn gone() -> Response {
    let page = layout::trouble(
        t(
            "Không còn theo dõi được lần nhập này",
            "This import can no longer be followed",
        ),
        t(
            "Máy chủ đã khởi động lại, hoặc đó là lần nhập của người khác. Những gì đã nhập vẫn ở trong kho.",
            "The server was started anew, or somebody else began it. What was imported is in the archive.",
        ),
    );
    (StatusCode::NOT_FOUND, page).into_response()
}

fn sums(sums: &Summary) -> Markup {
    html! {
        dl.facts {
            dt { (names::found()) } dd { (thousands(sums.found)) }
            @for outcome in Outcome::ALL {
                @let count = sums.of(outcome);
                @if count > 0 { dt { (names::outcome(outcome)) } dd { (thousands(count)) } }
            }
        }
    }
}

/// The files being read, the longest at work first.
fn in_flight(job: &Job) -> Markup {
    let mut flights: Vec<_> = job.in_flight.iter().collect();
    flights.sort_by_key(|(_, since)| **since);
    html! {
        h2 { (t("Đang đọc", "Being read")) }
        ul.outcomes { @for (path, since) in flights {
            li {
                span lang="vi" { (path) }
                (t(", từ ", ", for ")) (since.elapsed().as_secs()) (t(" giây", " seconds"))
            }
        } }
    }
}

/// What became of each file, what was not taken first.
fn outcomes(files: &[FileOutcome], sums: &Summary) -> Markup {
    let kinds = [
        (
            Outcome::Refused,
            t(
                "Bị từ chối: tệp vẫn ở chỗ cũ, kho không giữ gì của nó",
                "Refused: the file is where it was, the archive keeps nothing of it",
            ),
        ),
        (Outcome::Quarantined, t("Không đọc được", "Unreadable")),
        (Outcome::Imported, t("Nhập mới", "New")),
        (
            Outcome::Duplicate,
            t(
                "Trùng nội dung với văn bản đã có",
                "Same content as a document that is there",
            ),
        ),
        (Outcome::Skipped, t("Bỏ qua", "Skipped")),
    ];
    html! {
        @for (kind, title) in kinds {
            @let count = sums.of(kind);
            @if count > 0 {
                h2 { (title) " (" (thousands(count)) ")" }
                ul.outcomes { @for file in files.iter().filter(|file| file.outcome == kind).take(LISTED) {
                    li lang="vi" {
                        @match &file.id {
                            Some(id) => a href={ "/van-ban/" (id) } { (file.path) },
                            None => (file.path),
                        }
                        @if let Some(reason) = &file.reason { ": " (reason) }
                    }
                } }
                @if count > LISTED as u64 { p.hint { (t("… và ", "… and ")) (thousands(count - LISTED as u64)) (t(" tệp nữa.", " more files.")) } }
            }
        }
    }
}

/// Tells an import to stop.
pub async fn cancel(desk: Desk, Path(number): Path<u64>) -> Result<Redirect, Response> {
    let desk = importing(desk)?;
    let told = desk.means.jobs.cancel(number, desk.archive.rights());
    told.ok_or_else(gone)?;
    Ok(Redirect::to(&format!("/nhap/{number}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_count_what_the_lists_leave_out() {
        let sums = Summary {
            found: 12_346,
            imported: 12_345,
            refused: 1,
            ..Summary::default()
        };
        let file = |outcome| FileOutcome {
            path: "a.txt".to_owned(),
            outcome,
            id: None,
            reason: None,
        };
        let mut files = vec![file(Outcome::Imported); LISTED + 1];
        files.push(file(Outcome::Refused));
        let page = outcomes(&files, &sums).into_string();
        assert!(page.contains("Nhập mới (12.345)"), "{page}");
        assert!(page.contains("… và 11.845 tệp nữa."), "{page}");
        assert_eq!(page.matches("<li").count(), LISTED + 1, "{page}");
    }
}
