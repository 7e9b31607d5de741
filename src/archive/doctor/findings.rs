//! What can be wrong with an archive, in words for staff, and what can be done about it.

use std::path::PathBuf;

use crate::access::AuditProblem;
use crate::archive::Error;
use crate::document::DocumentId;
use crate::search::SearchError;
use crate::store::Holder;
use crate::store::Layout;
use crate::store::LogProblem;
use crate::store::Problem;
use crate::store::StoreError;

/// Something that is wrong, or worth knowing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Stable kebab-case code.
    pub code: &'static str,
    /// What it is.
    pub what: String,
    /// What to do about it.
    pub advice: String,
    /// Whether something is lost or wrong; else it is only worth knowing.
    pub is_damage: bool,
    /// What the program can do by itself, nothing being lost by it.
    pub repair: Option<Repair>,
}

/// A repair that loses nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// Open the archive for writing once: upgrades, completes the log, brings the index up to date.
    Open,
    /// Write the log's file anew from the catalogue; the old file is kept aside.
    Log,
    /// Make the catalogue anew from originals and log; the old one is kept aside.
    Catalogue,
    /// Put an original back from where it was imported from, if the file there is still the same.
    Original(DocumentId),
    /// Build the index anew.
    Index,
}

fn damage(
    code: &'static str,
    what: impl Into<String>,
    advice: impl Into<String>,
    repair: Option<Repair>,
) -> Complaint {
    Complaint {
        code,
        what: what.into(),
        advice: advice.into(),
        is_damage: true,
        repair,
    }
}

fn note(code: &'static str, what: impl Into<String>, advice: impl Into<String>) -> Complaint {
    Complaint {
        is_damage: false,
        ..damage(code, what, advice, None)
    }
}

const REBUILD: &str = "chạy `vankho doctor --repair`: danh mục được dựng lại từ bản gốc và nhật \
     ký, bên cạnh danh mục cũ, xong mới thay; chữ đã nhận dạng từ ảnh sẽ được nhận dạng lại";
const RESTORE: &str = "khôi phục kho từ bản sao lưu";
const REINDEX: &str = "chạy `vankho doctor --repair` hoặc `vankho reindex`: chỉ mục được dựng lại \
     từ danh mục, không mất gì";
const LATER: &str = "không cần làm gì: lệnh ghi tiếp theo tự hoàn tất";

pub(super) fn held(holder: Option<&Holder>) -> Complaint {
    let who = holder.map_or_else(|| "một chương trình khác".to_owned(), ToString::to_string);
    let what = format!("kho đang được ghi bởi {who}");
    let advice = "chờ chương trình ấy xong; muốn sửa chữa thì dừng nó trước";
    note("held", what, advice)
}

pub(super) fn died(holder: &Holder) -> Complaint {
    let what = format!("chương trình ghi kho lần trước đã dừng đột ngột: {holder}");
    let advice = "không cần làm gì: khóa tự mở; chạy lại lệnh ấy để làm tiếp phần còn lại";
    note("died", what, advice)
}

/// Why a catalogue cannot be opened; errors of the disk stay errors.
pub(super) fn of_catalogue(layout: &Layout, error: StoreError) -> Result<Complaint, Error> {
    let missing = |what: &str| rebuildable(layout, "catalogue-missing", what.to_owned());
    Ok(match error {
        StoreError::NotAnArchive(_) => missing("mất danh mục (catalogue.db)"),
        StoreError::OlderFormat { found: 0, .. } => missing("danh mục (catalogue.db) trống rỗng"),
        StoreError::OlderFormat { found, known } => damage(
            "older-format",
            format!("kho có định dạng {found}, chương trình dùng định dạng {known}"),
            "chạy `vankho doctor --repair` hoặc một lệnh bất kỳ: kho được nâng cấp",
            Some(Repair::Open),
        ),
        StoreError::NewerFormat { found, known } => damage(
            "newer-format",
            format!("kho có định dạng {found}, chương trình này chỉ biết đến {known}"),
            "dùng bản vankho mới hơn, là bản đã ghi kho này",
            None,
        ),
        StoreError::DamagedCatalogue(source) | StoreError::Database(source) => {
            catalogue_damaged(layout, &source.to_string())
        }
        other => return Err(other.into()),
    })
}

pub(super) fn catalogue_damaged(layout: &Layout, said: &str) -> Complaint {
    let what = format!("danh mục (catalogue.db) hỏng: {said}");
    rebuildable(layout, "catalogue-damaged", what)
}

fn rebuildable(layout: &Layout, code: &'static str, what: String) -> Complaint {
    match layout.log_file().exists() {
        true => damage(code, what, REBUILD, Some(Repair::Catalogue)),
        false => damage(code, what + ", và không có nhật ký", RESTORE, None),
    }
}

pub(super) fn log_behind(entries: u64) -> Complaint {
    let what = format!("tệp nhật ký thiếu {entries} mục cuối, do bị ngắt giữa chừng");
    Complaint {
        repair: Some(Repair::Open),
        ..note("log-behind", what, LATER)
    }
}

/// What is wrong with the log, as one thing with one repair.
pub(super) fn of_log(problems: &[LogProblem]) -> Option<Complaint> {
    problems.first()?;
    let said: Vec<String> = problems.iter().take(5).map(ToString::to_string).collect();
    let what = format!("nhật ký có {} chỗ sai: {}", problems.len(), said.join("; "));
    let is_of_file = |problem: &LogProblem| {
        matches!(
            problem,
            LogProblem::Line(_) | LogProblem::Cut(_) | LogProblem::WordsFile
        )
    };
    let is_ahead = |problem: &LogProblem| matches!(problem, LogProblem::Ahead(_));
    Some(if problems.iter().any(is_ahead) {
        let what = what + " (danh mục cũ hơn nhật ký)";
        damage("catalogue-old", what, REBUILD, Some(Repair::Catalogue))
    } else if problems.iter().all(is_of_file) {
        damage(
            "log-damaged",
            what,
            "tìm hiểu ai đã sửa tệp; rồi chạy `vankho doctor --repair`: tệp được ghi lại từ danh \
             mục, tệp cũ được giữ bên cạnh",
            Some(Repair::Log),
        )
    } else {
        damage(
            "log-differs",
            what,
            "danh mục hoặc nhật ký đã bị sửa: so với bản sao lưu và mã đã ghi lại (`vankho log \
             verify --head …`) rồi khôi phục bản đúng",
            None,
        )
    })
}

/// What is wrong with the audit of accounts.
pub(super) fn of_audit(problems: &[AuditProblem]) -> Option<Complaint> {
    problems.first()?;
    let said: Vec<String> = problems.iter().take(5).map(ToString::to_string).collect();
    let what = format!(
        "nhật ký tài khoản có {} chỗ sai: {}",
        problems.len(),
        said.join("; ")
    );
    // What was changed within it stays changed, whoever takes it on.
    let settled = |problem: &AuditProblem| match problem {
        AuditProblem::Cut(_) | AuditProblem::Other(_) | AuditProblem::Gone(_) => true,
        AuditProblem::Entry(_)
        | AuditProblem::Missing(..)
        | AuditProblem::NoHead(_)
        | AuditProblem::Unreadable(_) => false,
    };
    let restore = "ai đó đã sửa access.db: so với bản sao lưu và khôi phục bản đúng";
    let advice = match (problems.iter().any(settled), problems.iter().all(settled)) {
        (false, _) => restore.to_owned(),
        (true, all) => format!(
            "{restore}; nếu đã rõ nguyên nhân thì `vankho user audit --accept` nhận phần còn lại, \
             và nhật ký ghi ai đã nhận{}",
            if all {
                ""
            } else {
                "; chỗ sai ở giữa nhật ký thì vẫn còn"
            }
        ),
    };
    Some(damage("audit-differs", what, advice, None))
}

/// What is wrong with a document; `sources` is where it was imported from.
pub(super) fn of_document(id: &DocumentId, problem: &Problem, sources: &[PathBuf]) -> Complaint {
    let advice = match sources.first() {
        Some(path) => format!(
            "chạy `vankho doctor --repair`: chép lại từ `{}` nếu tệp ấy còn nguyên; không thì \
             khôi phục từ bản sao lưu",
            path.display()
        ),
        None => RESTORE.to_owned(),
    };
    let repair = (!sources.is_empty()).then(|| Repair::Original(id.clone()));
    match problem {
        Problem::OriginalMissing(path) => {
            let what = format!("mất bản gốc của văn bản {id}: `{}`", path.display());
            damage("original-missing", what, advice, repair)
        }
        Problem::OriginalDamaged(path) => {
            let what = format!("bản gốc của văn bản {id} đã khác đi: `{}`", path.display());
            damage("original-damaged", what, advice, repair)
        }
        Problem::OriginalUnreadable(path, why) => {
            let path = path.display();
            let what = format!("không đọc được bản gốc của văn bản {id}: `{path}` ({why})");
            let advice = "kiểm tra quyền và ổ đĩa";
            damage("original-unreadable", what, advice, None)
        }
        Problem::RowDamaged
        | Problem::ReadingDamaged
        | Problem::PagesDamaged
        | Problem::Catalogue(_) => row_damaged(id.as_str()),
    }
}

pub(super) fn row_damaged(id: &str) -> Complaint {
    let what = format!("mục của văn bản {id} trong danh mục hỏng");
    damage("row-damaged", what, REBUILD, Some(Repair::Catalogue))
}

pub(super) fn of_index(error: &SearchError) -> Complaint {
    let (code, what) = match error {
        SearchError::Missing(_) => ("index-missing", "mất chỉ mục".to_owned()),
        SearchError::OtherSchema(_) => (
            "index-old",
            "chỉ mục do bản vankho khác tạo, phải dựng lại".to_owned(),
        ),
        other => ("index-damaged", format!("chỉ mục hỏng: {other}")),
    };
    damage(code, what, REINDEX, Some(Repair::Index))
}

pub(super) fn index_damaged(files: usize) -> Complaint {
    let what = format!("chỉ mục hỏng: {files} tệp có nội dung khác lúc ghi");
    damage("index-damaged", what, REINDEX, Some(Repair::Index))
}

pub(super) fn index_behind(changes: u64) -> Complaint {
    let what = format!("chỉ mục chậm hơn danh mục {changes} thay đổi, do bị ngắt giữa chừng");
    Complaint {
        repair: Some(Repair::Open),
        ..note("index-behind", what, LATER)
    }
}

pub(super) fn index_differs(documents: u64) -> Complaint {
    let what = format!("chỉ mục khác danh mục ở {documents} văn bản");
    damage("index-damaged", what, REINDEX, Some(Repair::Index))
}

pub(super) fn unlisted(originals: u64) -> Complaint {
    let what = format!("{originals} tệp trong thư mục bản gốc không thuộc văn bản nào");
    let advice = "vô hại: lần nhập bị ngắt để lại, nhập lại đúng tệp ấy thì được dùng";
    note("originals-unlisted", what, advice)
}

pub(super) fn unfinished(files: usize) -> Complaint {
    let what = format!("{files} tệp ghi dở, do bị ngắt giữa chừng");
    note("unfinished", what, LATER)
}

pub(super) fn set_aside(paths: &[PathBuf]) -> Complaint {
    let names: Vec<String> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let what = format!("những gì hỏng đã được để riêng: {}", names.join(", "));
    let advice = "xóa bằng tay khi không cần xem lại nữa";
    note("set-aside", what, advice)
}
