//! The log for people: read, proved, and told in words.

use crate::access::Task;
use std::path::Path;

use jiff::Timestamp;

use crate::archive::Archive;
use crate::archive::Error;
use crate::archive::holder;
use crate::document::LogEvent;
use crate::document::Words;
use crate::store::Log;
use crate::store::LogChecked;
use crate::store::StoreError;
use crate::store::Writer;

impl Archive {
    /// Every entry of the log after this one, each with its hash.
    pub fn log(&self, after: u64) -> Result<Log, Error> {
        self.allow(Task::Administer)?;
        Ok(self.store().log(after)?)
    }

    /// What was typed with an entry; none if nothing was, or if it had to be forgotten.
    pub fn words(&self, entry: u64) -> Result<Option<Words>, Error> {
        Ok(self.store().words(entry)?)
    }

    /// Whether the log is whole, its file and the catalogue agree with it and, with the hash of an
    /// earlier last entry, whether it goes on from there.
    pub fn verify_log(&self, continues: Option<&str>) -> Result<LogChecked, Error> {
        Ok(self.store().verify_log(continues)?)
    }
}

/// Enters in the log what changed nothing else. It is left out where it cannot be written now:
/// another process writes, the medium is read-only or full, or the archive waits for someone to look at it.
pub(super) fn tell(
    directory: &Path,
    command: &str,
    at: Timestamp,
    event: LogEvent,
) -> Result<(), Error> {
    let told = Writer::open(directory, &holder(command, at));
    match told.and_then(|mut writer| writer.note(event)) {
        Err(
            StoreError::Held { .. }
            | StoreError::ReadOnly
            | StoreError::Full(_)
            | StoreError::LogCut(_)
            | StoreError::LogAhead(_)
            | StoreError::CatalogueMissing(_)
            | StoreError::DamagedCatalogue(_),
        ) => Ok(()),
        told => Ok(told?),
    }
}

/// What happened, in a line for staff.
#[must_use]
pub fn event_told(event: &LogEvent) -> String {
    match event {
        LogEvent::Created { format } => format!("lập kho (định dạng {format})"),
        LogEvent::Upgraded { from, to } => format!("nâng cấp kho từ định dạng {from} lên {to}"),
        LogEvent::Rebuilt { documents, lost } => {
            format!("dựng lại danh mục: {documents} văn bản, mất bản gốc {lost}")
        }
        LogEvent::ImportBegun { import, folder, .. } => {
            format!("bắt đầu lần nhập {import}: {folder}")
        }
        LogEvent::ImportEnded {
            import,
            found,
            imported,
            ..
        } => format!("xong lần nhập {import}: tìm thấy {found}, nhập mới {imported}"),
        LogEvent::Kept { file, document, .. } => {
            format!("nhận tệp {} vào văn bản {document}", file.place.shown)
        }
        LogEvent::Unpacked { file, .. } => format!("mở tệp nén {}", file.place.shown),
        LogEvent::Skipped { file, message, .. } => {
            format!("bỏ qua tệp {}: {message}", file.place.shown)
        }
        LogEvent::Quarantined { file, message, .. } => {
            format!("không đọc được tệp {}: {message}", file.place.shown)
        }
        LogEvent::Refused { file, message, .. } => {
            format!("từ chối tệp {}: {message}", file.place.shown)
        }
        LogEvent::Recognised { document, .. } => format!("nhận dạng chữ của văn bản {document}"),
        LogEvent::TakenOut {
            document, message, ..
        } => format!("loại văn bản {document} ra khỏi kho: {message}"),
        LogEvent::Forgotten { document } => {
            format!("bỏ văn bản {document} khỏi danh mục, lần nhập sau sẽ nhận lại")
        }
        LogEvent::Gone { file } => format!("tệp {} không còn ở chỗ cũ", file.place.shown),
        LogEvent::GivenBack { document } => {
            format!("trả các tệp của văn bản {document} về văn bản trước đó")
        }
        LogEvent::ImportUndone { import } => format!("bỏ lần nhập {import}"),
        LogEvent::Corrected {
            document,
            correction,
            field,
            by,
            ..
        } => format!("sửa {field} của văn bản {document} (chỗ sửa {correction}, {by})"),
        LogEvent::Undone {
            document,
            correction,
            by,
            ..
        } => format!("bỏ chỗ sửa {correction} của văn bản {document} ({by})"),
        LogEvent::Released { path, by, .. } => {
            format!("nhận tệp {} dù có dấu chỉ độ mật ({by})", path.shown)
        }
        LogEvent::Deleted {
            document,
            keep_until,
            ..
        } => format!("xóa văn bản {document}, còn khôi phục được đến {keep_until}"),
        LogEvent::Undeleted { document } => format!("khôi phục văn bản {document}"),
        LogEvent::Purged { document } => format!("xóa hẳn văn bản {document}"),
        LogEvent::Verified {
            documents,
            problems,
        } => format!("kiểm tra {documents} văn bản: {problems} chỗ hư hỏng"),
        LogEvent::BackedUp { to, documents } => format!("sao lưu {documents} văn bản vào {to}"),
        LogEvent::AuditNoted { entries, .. } => {
            format!("ghi nhận nhật ký tài khoản đến mục {entries}")
        }
    }
}
