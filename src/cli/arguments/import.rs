//! What can be typed after `vankho import`.

use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;

/// `vankho import`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Import {
    /// Các lần đã nhập
    #[command(subcommand)]
    pub command: Option<ImportCommand>,
    /// Tệp hoặc thư mục
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Số tệp đọc cùng lúc; mặc định bằng số lõi
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// Thêm bấy nhiêu tệp cùng lúc do các máy chạy `vankho work` đọc
    #[arg(long, value_name = "N", conflicts_with = "dry_run",
        value_parser = clap::value_parser!(u16).range(1..=256))]
    pub elsewhere: Option<u16>,
    /// Xem trước kết quả, không ghi gì
    #[arg(long)]
    pub dry_run: bool,
    /// Cơ quan chủ của thư mục, để hiểu các ký hiệu dùng chung như TU, UBND
    #[arg(long, value_name = "BODY")]
    pub home: Option<String>,
    /// Bảng mã của mọi tệp, khi biết chắc: unicode, tcvn3, vni, viqr, vps, viscii, cp1258, mojibake
    #[arg(long, value_name = "CHARSET")]
    pub charset: Option<String>,
    /// Nhập xong thì ở lại, nhập tiếp mọi tệp mới hoặc vừa đổi, đến khi bấm Ctrl-C
    #[arg(long, conflicts_with_all = ["dry_run", "retry"])]
    pub watch: bool,
    /// Với --watch: cứ bấy nhiêu giây duyệt lại cả thư mục, cho ổ đĩa mạng không báo thay đổi
    #[arg(long, value_name = "SECONDS", requires = "watch",
        value_parser = clap::value_parser!(u32).range(1..))]
    pub poll: Option<u32>,
    /// Đọc lại cả những tệp lần trước không đọc được
    #[arg(long)]
    pub retry: bool,
    /// Không nhận dạng chữ trên ảnh chụp: giữ lại, chờ lệnh `vankho ocr`
    #[arg(long)]
    pub no_ocr: bool,
    /// Tệp vừa đổi trong bấy nhiêu giây là đang được ghi: để đến cuối rồi chờ cho xong
    #[arg(
        long,
        value_name = "SECONDS",
        env = "VANKHO_SETTLE",
        hide_env_values = true,
        default_value_t = 2
    )]
    pub settle: u16,
}

/// `vankho import list` and `undo`; a folder of such a name is written `./list`.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Liệt kê các lần đã nhập
    List,
    /// Rút lại một lần nhập: bỏ những văn bản chỉ đến từ lần đó
    #[command(after_help = "Ví dụ:\n  \
        vankho import undo 12 --reason 'nhập nhầm thư mục nháp'\n\n\
        Văn bản có cả nguồn khác được giữ. Tệp ngoài kho không bị đụng đến; \
        nhập lại thư mục đó là có lại.")]
    Undo {
        /// Số của lần nhập, xem `vankho import list`
        id: i64,
        /// Vì sao
        #[arg(long)]
        reason: String,
        /// Người rút; mặc định là tên đăng nhập
        #[arg(long, value_name = "WHO")]
        by: Option<String>,
    },
}
