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
use crate::web::language::t;
use crate::web::layout;
use crate::web::wording::moment;
use crate::web::wording::size;
use crate::web::wording::thousands;

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
            h1 { (t("Tình trạng kho", "State of the archive")) }
            dl.facts {
                dt { (t("Văn bản", "Documents")) }
                dd { (thousands(health.documents)) " (" (size(health.originals_bytes)) (t(" bản gốc)", " of originals)")) }
                dt { (t("Chỉ mục", "Index")) }
                dd { (index(&health)) }
                dt { (t("Kiểm tra toàn bộ", "Full verification")) }
                dd { (verification(health.verification.as_ref())) }
                dt { (t("Sao lưu", "Backups")) }
                dd { (backup(&backups)) }
                dt { (t("Đĩa còn trống", "Free on the disk")) }
                dd { (size(health.free_bytes)) }
            }
        }
    };
    Ok(layout::page(
        t("Tình trạng kho", "State of the archive"),
        Some(""),
        &content,
    ))
}

fn index(health: &Health) -> Markup {
    html! {
        @match (health.index_due, health.index_lag) {
            (true, _) => { (t("đang chờ dựng lại theo bảng từ vựng mới; vẫn tra cứu được", "waits to be built anew by new vocabulary tables; searches go on")) }
            (false, 0) => { (t("đầy đủ", "complete")) }
            (false, lag) => { (t("còn ", "")) (lag) (t(" thay đổi chưa vào chỉ mục", " changes are not in the index yet")) }
        }
        " (" (size(health.index_bytes)) ")"
    }
}

fn verification(found: Option<&Verification>) -> Markup {
    let Some(found) = found else {
        return html! { (t("chưa kiểm tra lần nào", "never verified")) };
    };
    html! {
        @if let Some(at) = found.finished { (moment(at)) ": " }
        (thousands(found.documents)) (t(" văn bản, ", " documents, "))
        @match found.problems {
            0 => { (t("không có hư hỏng", "no damage")) }
            problems => {
                strong { (problems) (t(" chỗ hư hỏng", " damaged places")) }
                ul { @for problem in found.first.iter().take(LISTED) { li lang="vi" { (problem) } } }
            }
        }
    }
}

fn backup(backups: &[KnownBackup]) -> Markup {
    html! {
        @if backups.is_empty() { strong { (t("chưa sao lưu lần nào", "never backed up")) } }
        @for backup in backups {
            (moment(backup.taken)) ": " (thousands(backup.documents)) (t(" văn bản, ở ", " documents, at "))
            code lang="vi" { (backup.folder.display()) } br;
        }
    }
}
