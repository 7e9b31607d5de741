//! What can be typed where a person decides: corrections, and false alarms of secrecy.

use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;

/// `vankho correct`.
#[derive(Debug, Args)]
pub struct Correct {
    /// Mã văn bản; hoặc số, ký hiệu nếu chỉ một văn bản mang số đó
    #[arg(value_name = "ID")]
    pub what: String,
    /// Trường cần sửa
    #[arg(conflicts_with = "undo")]
    pub field: Option<String>,
    /// Giá trị đúng; '' khi văn bản không ghi
    #[arg(allow_hyphen_values = true)]
    pub value: Option<String>,
    /// Vì sao
    #[arg(long)]
    pub reason: Option<String>,
    /// Người sửa; mặc định là tên đăng nhập
    #[arg(long, value_name = "WHO")]
    pub by: Option<String>,
    /// Bỏ chỗ sửa mang số này
    #[arg(long, value_name = "N")]
    pub undo: Option<i64>,
}

/// `vankho corrections`.
#[derive(Debug, Subcommand)]
pub enum CorrectionsCommand {
    /// Liệt kê mọi chỗ sửa, kể cả đã bỏ
    List,
    /// Ghi mọi chỗ sửa đang dùng ra tệp CSV
    Export {
        /// Tệp sẽ ghi
        file: PathBuf,
    },
    /// Nhận các chỗ sửa từ tệp CSV; nhận lại lần nữa không đổi gì
    Import {
        /// Tệp CSV như `export` ghi ra
        file: PathBuf,
        /// Người sửa, cho những dòng không ghi
        #[arg(long, value_name = "WHO")]
        by: Option<String>,
    },
    /// Bỏ mọi chỗ sửa của một nguồn
    #[command(after_help = "Ví dụ:\n  \
        vankho corrections undo --source register     bỏ mọi điều lấy từ sổ đăng ký")]
    Undo {
        /// register: lấy từ sổ; person: người sửa
        #[arg(long, value_name = "SOURCE")]
        source: String,
        /// Người bỏ
        #[arg(long, value_name = "WHO")]
        by: Option<String>,
    },
}

/// `vankho quarantine`.
#[derive(Debug, Subcommand)]
pub enum QuarantineCommand {
    /// Nhận một tệp bị giữ vì dấu chỉ độ mật, khi người quản trị xác định đó không phải văn bản mật
    #[command(after_help = "Ví dụ:\n  \
        vankho quarantine release '2020/QD-12-MAT.docx' --reason 'mật ong, không phải độ mật'\n\n\
        Quyết định chỉ có hiệu lực với nội dung hiện tại của tệp và được lưu lại cùng lý do.")]
    Release {
        /// Đường dẫn như `vankho quarantine` in ra
        path: String,
        /// Vì sao không phải văn bản mật
        #[arg(long)]
        reason: String,
        /// Người quyết định; mặc định là tên đăng nhập
        #[arg(long, value_name = "WHO")]
        by: Option<String>,
    },
    /// Liệt kê những tệp đã được nhận như vậy: ai, khi nào, vì sao
    Released,
}
