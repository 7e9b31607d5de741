//! Why a file is not a document, in words for staff.

use crate::archive::Error;
use crate::extract::ExtractError;
use crate::store::Reason;

/// A file whose document was deleted.
pub const DELETED: &str = "văn bản này đã bị xóa khỏi kho; khôi phục bằng lệnh vankho undelete";

/// A reader's refusal as code and Vietnamese words: what happened, and what to do next.
pub fn of(error: &ExtractError) -> Reason {
    let (code, message) = match error {
        ExtractError::Encrypted => (
            "encrypted",
            "tệp có mật khẩu: bỏ mật khẩu rồi nhập lại".to_owned(),
        ),
        ExtractError::Unsupported(format) => (
            "unsupported",
            match format.as_str() {
                "rar" => {
                    "chưa đọc được tệp RAR: giải nén ra thư mục rồi nhập thư mục đó".to_owned()
                }
                "unknown" => "không nhận ra định dạng: tệp hỏng hoặc không phải văn bản".to_owned(),
                format => format!(
                    "chưa đọc được định dạng `{format}`: chuyển sang PDF hoặc DOCX rồi nhập lại"
                ),
            },
        ),
        ExtractError::Empty => ("empty", "tệp rỗng".to_owned()),
        ExtractError::Damaged(what) => (
            "damaged",
            format!("tệp hỏng ({what}): tìm bản khác rồi nhập lại"),
        ),
        ExtractError::OverLimit(what) => {
            let what = limit(what);
            ("over-limit", format!("tệp vượt giới hạn về {what}"))
        }
        ExtractError::TimedOut { seconds } => (
            "timed-out",
            format!("đọc quá {seconds} giây thì dừng: tệp quá nặng hoặc hỏng"),
        ),
        ExtractError::ReaderDied(how) => (
            "reader-died",
            format!("trình đọc dừng giữa chừng ({how}): tệp hỏng hoặc quá lớn"),
        ),
        ExtractError::Unreadable(why) => (
            "unreadable",
            format!("hệ thống không cho đọc ({why}): kiểm tra quyền và ổ đĩa"),
        ),
        ExtractError::Changed => (
            "still-changing",
            "tệp đang được ghi: lần nhập sau sẽ thử lại".to_owned(),
        ),
    };
    new(code, message)
}

/// A limit's name for staff.
fn limit(what: &str) -> &str {
    match what {
        "file size" => "kích thước tệp",
        "inflated size" => "kích thước sau khi giải nén",
        "members of a ZIP" | "members of a container" => "số tệp con trong tệp nén",
        "depth of containers" => "số lớp tệp nén lồng nhau",
        "depth of groups" | "depth of elements" => "độ sâu lồng nhau",
        other => other,
    }
}

/// An archive of files that was cut or damaged: what could be read of it is in.
pub fn members_lost() -> Reason {
    new(
        "members-lost",
        "tệp nén hỏng hoặc bị cắt: đã nhập phần đọc được, tìm bản khác để nhập phần còn lại"
            .to_owned(),
    )
}

/// A member of a container that is no paper; why, in words for staff.
pub fn no_paper(words: &str) -> Reason {
    new("no-paper", words.to_owned())
}

/// A directory entry the system would not show.
pub fn unreadable_entry(message: &str) -> Reason {
    new(
        "unreadable",
        format!("hệ thống không cho đọc ({message}): kiểm tra quyền và ổ đĩa"),
    )
}

/// A known paper whose file lies no longer where it was.
pub fn moved(from: &str) -> String {
    format!("tệp đã được chuyển hoặc đổi tên, trước là {from}")
}

/// A paper that bears a state-secret mark. Says nothing of its content.
pub fn secret() -> Reason {
    new(
        "secret",
        "có dấu chỉ độ mật: không được lưu trong kho".to_owned(),
    )
}

/// A paper that may bear one; a person must look.
pub fn maybe_secret() -> Reason {
    new(
        "maybe-secret",
        "có thể có dấu chỉ độ mật: cần người xem xét, chưa lưu gì".to_owned(),
    )
}

/// Whether a file was refused or held for a secrecy mark.
pub fn is_of_secrecy(reason: &Reason) -> bool {
    matches!(reason.code.as_str(), "secret" | "maybe-secret")
}

fn new(code: &str, message: String) -> Reason {
    Reason {
        code: code.to_owned(),
        message,
    }
}

/// Why a file that was sent in to be looked at cannot be, in words for staff; none where it is not the
/// file's fault.
#[must_use]
pub fn told(error: &Error) -> Option<String> {
    match error {
        Error::Extract(error) => Some(of(error).message),
        Error::NoRegister(_) => Some(
            "trong tệp không có bảng nào có ít nhất bốn cột quen thuộc của sổ, trong đó có số ký hiệu: ghi \
             tên cột ở dòng trên cùng, ví dụ STT, Số ký hiệu, Ngày văn bản, Trích yếu"
                .to_owned(),
        ),
        _ => None,
    }
}
