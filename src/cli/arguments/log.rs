//! What can be typed after `vankho log`.

use clap::Args;
use clap::Subcommand;

/// `vankho log`.
#[derive(Debug, Args)]
pub struct LogArguments {
    /// Việc cần làm; không ghi thì liệt kê
    #[command(subcommand)]
    pub command: Option<LogCommand>,
    /// Chỉ những gì đã xảy ra với văn bản này
    #[arg(long, value_name = "ID")]
    pub document: Option<String>,
    /// Chỉ loại sự việc này: kept, refused, corrected, deleted …
    #[arg(long, value_name = "EVENT")]
    pub event: Option<String>,
    /// Chỉ việc do người này làm
    #[arg(long, value_name = "WHO")]
    pub who: Option<String>,
    /// Chỉ một lần nhập
    #[arg(long, value_name = "N")]
    pub import: Option<i64>,
    /// Chỉ những tệp có đường dẫn chứa đoạn này
    #[arg(long, value_name = "TEXT")]
    pub path: Option<String>,
    /// Từ ngày (2026-11-22, giờ UTC như nhật ký in ra)
    #[arg(long, value_name = "D")]
    pub since: Option<String>,
    /// Đến hết ngày
    #[arg(long, value_name = "D")]
    pub until: Option<String>,
    /// Chỉ chừng này mục cuối cùng
    #[arg(long, value_name = "N")]
    pub last: Option<usize>,
}

/// `vankho log verify`.
#[derive(Debug, Subcommand)]
pub enum LogCommand {
    /// Chứng minh nhật ký còn nguyên và khớp với danh mục; in mã của mục cuối để ghi lại
    #[command(after_help = "Ví dụ:\n  \
        vankho log verify                    in mã của mục cuối: ghi lại ở nơi khác\n  \
        vankho log verify --head 5f3a…       nhật ký hôm nay nối tiếp nhật ký có mã ấy\n\n\
        Mã kết thúc 4 khi nhật ký hư hỏng, bị sửa, hoặc không nối tiếp mã đã ghi.")]
    Verify {
        /// Mã của mục cuối đã ghi lại trước đây
        #[arg(long, value_name = "HASH")]
        head: Option<String>,
    },
}
