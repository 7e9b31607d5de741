//! What can be typed after `vankho work` and `vankho ocr`.

use clap::Args;

/// `vankho work`.
#[derive(Debug, Args)]
pub struct Work {
    /// Số tệp đọc cùng lúc; mặc định bằng số lõi
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
}

/// `vankho ocr`.
#[derive(Debug, Args)]
pub struct Ocr {
    /// Số trang đọc cùng lúc; mặc định bằng số lõi
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// Cơ quan chủ của kho, để hiểu các ký hiệu dùng chung như TU, UBND
    #[arg(long, value_name = "BODY")]
    pub home: Option<String>,
    /// Thử lại cả những trang lần trước không đọc được
    #[arg(long)]
    pub retry: bool,
}
