//! What can be typed to keep an archive safe: verify, backup and restore.

use std::num::NonZeroU64;
use std::path::PathBuf;

use clap::Args;

/// `vankho verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// Đi tiếp từ chỗ lần trước bị ngắt
    #[arg(long)]
    pub resume: bool,
    /// Đọc nhiều nhất bấy nhiêu MB mỗi giây
    #[arg(long, value_name = "MB/S")]
    pub rate: Option<NonZeroU64>,
}

/// `vankho backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// Thư mục của bản sao: chưa có, trống, hoặc đang giữ bản sao lần trước của kho này
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Đọc lại và so mã băm cả những tệp đã có trong bản sao; tệp hỏng được chép lại
    #[arg(long)]
    pub recheck: bool,
    /// Ghi đè bản sao của kho khác
    #[arg(long)]
    pub take_over: bool,
    /// Sao lưu cả khi danh mục của kho có chỗ hỏng
    #[arg(long)]
    pub even_damaged: bool,
    /// Nhiều nhất bấy nhiêu MB mỗi giây
    #[arg(long, value_name = "MB/S")]
    pub rate: Option<NonZeroU64>,
}

/// What follows the help of `vankho migrate`.
pub const MIGRATE_EXAMPLES: &str = "Ví dụ:\n  \
    vankho --archive kho migrate kho-chung     thư mục kho-chung có tệp cluster.toml\n  \
    vankho --archive kho-chung migrate ve      về lại một thư mục trống\n\n\
    Bị ngắt thì chạy lại lệnh ấy để làm tiếp. Xem index/README.md, mục \"In a cluster\".";

/// `vankho migrate`.
#[derive(Debug, Args)]
pub struct Migrate {
    /// Thư mục của kho mới: chưa có, trống, hoặc chỉ có tệp cluster.toml
    #[arg(value_name = "FOLDER")]
    pub to: PathBuf,
}

/// `vankho restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// Thư mục của bản sao lưu
    #[arg(value_name = "BAG")]
    pub bag: PathBuf,
    /// Thư mục của kho sẽ khôi phục: chưa có hoặc trống
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Thay kho đang ở đó; kho cũ được chuyển vào before-restore-…, không xóa
    #[arg(long)]
    pub replace: bool,
    /// Nhiều nhất bấy nhiêu MB mỗi giây
    #[arg(long, value_name = "MB/S")]
    pub rate: Option<NonZeroU64>,
}
