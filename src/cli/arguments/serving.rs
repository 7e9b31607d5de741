//! What can be typed for a server, and to have it started by the machine.

use std::net::SocketAddr;
use std::num::NonZeroU64;
use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;
use jiff::SignedDuration;
use jiff::Span;

use crate::cli::door::DoorArguments;

/// `vankho serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Địa chỉ và cổng
    #[arg(
        long,
        env = "VANKHO_LISTEN",
        default_value = "127.0.0.1:8238",
        value_name = "ADDR"
    )]
    pub listen: SocketAddr,
    /// Cơ quan của người dùng: khi nhiều văn bản cùng số, của cơ quan này đứng trước
    #[arg(long, env = "VANKHO_HOME", value_name = "BODY")]
    pub home: Option<String>,
    /// Thư mục tự nhập tệp mới; ghi nhiều lần được
    #[arg(long, value_name = "FOLDER")]
    pub watch: Vec<PathBuf>,
    /// Với --watch: cứ bấy nhiêu giây duyệt lại cả thư mục, cho ổ đĩa mạng không báo thay đổi
    #[arg(long, value_name = "SECONDS", requires = "watch",
        value_parser = clap::value_parser!(u32).range(1..))]
    pub poll: Option<u32>,
    /// Thư mục trên máy này được nhập từ trang web; ghi nhiều lần được
    #[arg(long, value_name = "FOLDER")]
    pub import_folder: Vec<PathBuf>,
    #[command(flatten)]
    pub door: DoorArguments,
    /// Kiểm tra toàn bộ kho sau mỗi khoảng này (7d, 12h); 0 là không tự kiểm tra
    #[arg(
        long,
        env = "VANKHO_VERIFY_EVERY",
        default_value = "7d",
        value_name = "TIME",
        value_parser = duration
    )]
    pub verify_every: Option<SignedDuration>,
    /// Khi tự kiểm tra, đọc nhiều nhất bấy nhiêu MB mỗi giây
    #[arg(
        long,
        env = "VANKHO_VERIFY_RATE",
        default_value = "20",
        value_name = "MB/S"
    )]
    pub verify_rate: NonZeroU64,
    /// Số yêu cầu trả lời cùng lúc; nhiều hơn thì báo bận
    #[arg(
        long,
        env = "VANKHO_REQUESTS",
        default_value = "64",
        value_name = "N",
        value_parser = clap::value_parser!(u16).range(1..)
    )]
    pub requests: u16,
    /// Cắt kết nối gửi phần đầu của yêu cầu lâu hơn bấy nhiêu giây
    #[arg(
        long,
        env = "VANKHO_HEADER_TIMEOUT",
        default_value = "20",
        value_name = "SECONDS",
        value_parser = clap::value_parser!(u16).range(1..)
    )]
    pub header_timeout: u16,
    /// Đĩa còn ít hơn bấy nhiêu MB thì /readyz báo chưa sẵn sàng
    #[arg(
        long,
        env = "VANKHO_MIN_FREE",
        default_value = "500",
        value_name = "MB"
    )]
    pub min_free: u64,
    /// Ghi cả câu hỏi vào nhật ký (mặc định không ghi)
    #[arg(long, env = "VANKHO_LOG_QUERIES", value_parser = clap::value_parser!(bool),
        num_args = 0..=1, default_value = "false", default_missing_value = "true",
        require_equals = true, value_name = "BOOL")]
    pub log_queries: bool,
}

/// `vankho deploy`.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum DeployCommand {
    /// Dịch vụ systemd, chạy trong vùng hạn chế
    #[command(after_help = "Ví dụ:\n  \
        vankho --archive /srv/vankho deploy systemd > /etc/systemd/system/vankho.service")]
    Systemd,
    /// Bản dựng cho podman hoặc docker
    #[command(after_help = "Ví dụ:\n  \
        vankho deploy container > Containerfile && podman build -t vankho .")]
    Container,
}

/// `--config`: read before everything else.
#[derive(Debug, Args)]
pub struct ConfigFile {
    /// Tệp cấu hình; mặc định là vankho.toml ở thư mục này, rồi /etc/vankho/vankho.toml
    #[arg(long, global = true, env = "VANKHO_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// `7d`, `12h`, `1w 2d`; days have 24 hours. `0` is none at all.
fn duration(written: &str) -> Result<SignedDuration, String> {
    if written == "0" {
        return Ok(SignedDuration::ZERO);
    }
    let span: Span = written
        .parse()
        .map_err(|_| format!("`{written}` is no duration such as `7d` or `12h`"))?;
    let days = jiff::SpanRelativeTo::days_are_24_hours();
    let length = span.to_duration(days).map_err(|error| error.to_string())?;
    match length.is_negative() {
        true => Err(format!("`{written}` is negative")),
        false => Ok(length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, hours: Option<i64>) {
        let read = duration(written).ok().map(|length| length.as_hours());
        assert_eq!(read, hours, "{written}");
    }

    #[test]
    fn durations_as_people_write_them() {
        check("7d", Some(168));
        check("12h", Some(12));
        check("1w", Some(168));
        check("1d 6h", Some(30));
        check("0", Some(0));
        check("-1d", None);
        check("soon", None);
        check("1 month", None);
    }
}
