//! `/tinh-trang`: how the archive stands, for staff: index, verification, backups, room.

use axum::Extension;
use maud::Markup;
use maud::html;

use crate::archive::Health;
use crate::archive::KnownBackup;
use crate::archive::Verification;
use crate::web::Answered;
use crate::web::Shared;
use crate::web::ask;
use crate::web::layout;
use crate::web::wording::moment;
use crate::web::wording::size;

/// Problems listed; the command line lists all.
const LISTED: usize = 20;

/// The page.
pub async fn page(Extension(archive): Shared) -> Answered {
    let (health, backups) = ask(archive, |archive| {
        Ok((archive.health_report()?, archive.known_backups()))
    })
    .await?;
    let content = html! {
        section.browse.standing {
            h1 { "Tình trạng kho" }
            dl.facts {
                dt { "Văn bản" }
                dd { (health.documents) " (" (size(health.originals_bytes)) " bản gốc)" }
                dt { "Chỉ mục" }
                dd { (index(&health)) }
                dt { "Kiểm tra toàn bộ" }
                dd { (verification(health.verification.as_ref())) }
                dt { "Sao lưu" }
                dd { (backup(&backups)) }
                dt { "Đĩa còn trống" }
                dd { (size(health.free_bytes)) }
            }
        }
    };
    Ok(layout::page("Tình trạng kho", Some(""), &content))
}

fn index(health: &Health) -> Markup {
    html! {
        @match (health.index_due, health.index_lag) {
            (true, _) => { "đang chờ dựng lại theo bảng từ vựng mới; vẫn tra cứu được" }
            (false, 0) => { "đầy đủ" }
            (false, lag) => { "còn " (lag) " thay đổi chưa vào chỉ mục" }
        }
        " (" (size(health.index_bytes)) ")"
    }
}

fn verification(found: Option<&Verification>) -> Markup {
    let Some(found) = found else {
        return html! { "chưa kiểm tra lần nào" };
    };
    html! {
        @if let Some(at) = found.finished { (moment(at)) ": " }
        (found.documents) " văn bản, "
        @match found.problems {
            0 => { "không có hư hỏng" }
            problems => {
                strong { (problems) " chỗ hư hỏng" }
                ul { @for problem in found.first.iter().take(LISTED) { li { (problem) } } }
            }
        }
    }
}

fn backup(backups: &[KnownBackup]) -> Markup {
    html! {
        @if backups.is_empty() { strong { "chưa sao lưu lần nào" } }
        @for backup in backups {
            (moment(backup.taken)) ": " (backup.documents) " văn bản, ở "
            code { (backup.folder.display()) } br;
        }
    }
}
