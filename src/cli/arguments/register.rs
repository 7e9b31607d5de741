//! What can be typed about registers: hold one against the archive, write one.

use std::path::PathBuf;

use clap::Subcommand;
use clap::ValueEnum;

/// `vankho register`.
#[derive(Debug, Subcommand)]
pub enum RegisterCommand {
    /// Đọc sổ và báo: dòng chưa có tệp, tệp chưa vào sổ, chỗ không khớp, số trống, số trùng
    #[command(after_help = "Ví dụ:\n  \
        vankho register import 'Sổ văn bản đi 2020.xlsx'\n  \
        vankho register import 'Sổ văn bản đi 2020.xlsx' --fill\n  \
        vankho corrections undo --source register     bỏ mọi điều đã điền")]
    Import {
        /// Sổ: XLSX, XLS, ODS, CSV hoặc bảng trong văn bản
        file: PathBuf,
        /// Điền số, ngày, trích yếu, người ký mà văn bản không ghi, lấy từ dòng khớp trong sổ
        #[arg(long)]
        fill: bool,
        /// Người điền; mặc định là tên đăng nhập
        #[arg(long, value_name = "WHO")]
        by: Option<String>,
    },
}

/// `vankho export`.
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// Mục lục mọi văn bản trong kho, XLSX hoặc CSV theo đuôi tệp
    #[command(after_help = "Ví dụ:\n  \
        vankho export register muc-luc.xlsx\n  \
        vankho export register truong.csv --fields nd30")]
    Register {
        /// Tệp sẽ ghi
        file: PathBuf,
        /// Các cột: mục lục văn bản, trường của Nghị định 30 hoặc của Thông tư 05
        #[arg(long, value_enum, default_value_t = FieldsArgument::MucLuc)]
        fields: FieldsArgument,
    },
}

/// The columns of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FieldsArgument {
    /// Mục lục văn bản, tài liệu (Nghị định 30/2020/NĐ-CP, Phụ lục V)
    MucLuc,
    /// Nghị định 30/2020/NĐ-CP, Phụ lục VI
    Nd30,
    /// Thông tư 05/2025/TT-BNV
    Tt05,
}
