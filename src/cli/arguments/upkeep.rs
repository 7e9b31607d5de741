//! What can be typed where an archive is looked after: `doctor`, `delete`, `undelete`, `purge`.

use clap::Args;

use crate::archive::KEEP_DAYS;

/// `vankho doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Sửa những gì sửa được mà không mất gì
    #[arg(long)]
    pub repair: bool,
    /// Không đọc lại nội dung các bản gốc, chỉ xem còn đủ hay không
    #[arg(long)]
    pub quick: bool,
    /// Không nhận dạng lại chữ trên ảnh chụp khi dựng lại danh mục
    #[arg(long)]
    pub no_ocr: bool,
    /// Cơ quan chủ của kho, cho những bản chụp được nhận dạng lại
    #[arg(long, value_name = "BODY")]
    pub home: Option<String>,
}

/// `vankho delete`.
#[derive(Debug, Args)]
pub struct Delete {
    /// Mã văn bản; hoặc số, ký hiệu nếu chỉ một văn bản mang số đó
    #[arg(value_name = "ID")]
    pub what: String,
    /// Vì sao
    #[arg(long)]
    pub reason: String,
    /// Người xóa; mặc định là tên đăng nhập
    #[arg(long, value_name = "WHO")]
    pub by: Option<String>,
    /// Số ngày còn khôi phục được
    #[arg(long, value_name = "N", env = "VANKHO_KEEP_DELETED_DAYS", default_value_t = KEEP_DAYS)]
    pub keep_days: u16,
}
