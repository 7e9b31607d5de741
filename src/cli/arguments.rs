//! What can be typed after `vankho`, and the help that teaches it by example.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::cli::logging::LogFormat;

mod decisions;
mod import;
mod log;
mod reading;
mod register;
mod safety;
mod serving;
mod upkeep;

pub use decisions::Correct;
pub use decisions::CorrectionsCommand;
pub use decisions::QuarantineCommand;

use crate::cli::user::CollectionCommand;
use crate::cli::user::UserCommand;
pub use import::Import;
pub use import::ImportCommand;
pub use log::LogArguments;
pub use log::LogCommand;
pub use reading::Ocr;
pub use reading::Work;
pub use register::ExportCommand;
pub use register::FieldsArgument;
pub use register::RegisterCommand;
pub use safety::Backup;
pub use safety::Migrate;
pub use safety::Restore;
pub use safety::Verify;
pub use serving::ConfigFile;
pub use serving::DeployCommand;
pub use serving::Serve;
pub use upkeep::Delete;
pub use upkeep::Doctor;

/// Kho văn bản hành chính: nhập một thư mục, tìm theo số, cơ quan, ngày và từ ngữ.
#[derive(Debug, Parser)]
#[command(
    name = "vankho",
    version,
    disable_help_flag = true,
    disable_help_subcommand = true,
    disable_version_flag = true,
    help_template = "{about}\n\nCách dùng: {usage}\n\n{all-args}{after-help}",
    subcommand_help_heading = "Lệnh",
    next_help_heading = "Tùy chọn",
    max_term_width = 100,
    after_help = "Ví dụ:\n  \
        vankho import /mnt/van-ban            nhập cả thư mục (chạy lại chỉ nhập tệp mới)\n  \
        vankho search 'qd 238 tw'             tìm theo số, viết kiểu nào cũng được\n  \
        vankho search 'dư luận xã hội' --year 2020\n  \
        vankho serve                          mở trang tra cứu trên máy này\n  \
        vankho demo                           xem thử với văn bản mẫu\n\n\
        Mã kết thúc: 0 xong, 1 không tìm thấy, 2 lỗi, 3 xong nhưng có tệp bị loại, \
        4 kiểm tra phát hiện hư hỏng, 130 bị ngắt."
)]
pub struct Arguments {
    /// Thư mục của kho
    #[arg(
        long,
        global = true,
        env = "VANKHO_ARCHIVE",
        default_value = "archive",
        value_name = "DIR"
    )]
    pub archive: PathBuf,
    /// In JSON, mỗi dòng một mục
    #[arg(long, global = true)]
    pub json: bool,
    /// Tệp cấu hình.
    #[command(flatten)]
    pub config: ConfigFile,
    /// Nhật ký trên stderr: error, warn, info, debug
    #[arg(
        long,
        global = true,
        env = "VANKHO_LOG",
        default_value = "warn",
        value_name = "FILTER"
    )]
    pub log: String,
    /// Cách ghi nhật ký: text hoặc json
    #[arg(long, global = true, env = "VANKHO_LOG_FORMAT", value_enum, hide_possible_values = true, value_name = "FORMAT", default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
    /// Xem trợ giúp
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// Xem phiên bản
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
    /// Việc cần làm
    #[command(subcommand)]
    pub command: Command,
}

/// One task a person comes with.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Nhập tệp hoặc cả thư mục vào kho
    #[command(after_help = "Ví dụ:\n  \
        vankho import /mnt/van-ban\n  \
        vankho import van-ban-2020 --home tu-an-giang     'TU' trong số là Tỉnh ủy An Giang\n  \
        vankho import /mnt/van-ban --dry-run              xem trước, không ghi gì\n  \
        vankho import /mnt/van-ban --watch                nhập xong thì theo dõi thư mục\n  \
        vankho import list                                các lần đã nhập\n  \
        vankho import undo 12 --reason 'nhầm thư mục'     rút lại một lần nhập\n\n\
        Khi `vankho serve` đang mở kho này, máy chủ đó nhập, lệnh này chỉ theo dõi và báo lại.")]
    Import(Import),
    /// Tìm văn bản
    #[command(after_help = "Ví dụ:\n  \
        vankho search '238-QĐ/TW'\n  \
        vankho search 'nghi quyet 35 bo chinh tri'\n  \
        vankho search '\"dư luận xã hội\" -báo' --body tu-an-giang --from 2020-01-01")]
    Search(Search),
    /// Xem một văn bản: mã hoặc số ký hiệu
    Show {
        /// Mã văn bản (20 chữ số hệ 16) hoặc số, ký hiệu
        what: String,
        /// In cả toàn văn
        #[arg(long)]
        text: bool,
    },
    /// Liệt kê mọi văn bản trong kho
    List,
    /// Liệt kê cơ quan ban hành và số văn bản của mỗi cơ quan
    Bodies,
    /// Liệt kê văn bản được viện dẫn nhưng chưa có trong kho
    CitedMissing,
    /// Liệt kê văn bản có điều chưa chắc chắn, cần người xem lại
    #[command(after_help = "Ví dụ:\n  \
        vankho review\n  \
        vankho review --code date-missing")]
    Review {
        /// Chỉ những văn bản có điều này (mã, xem cuối danh sách)
        #[arg(long, value_name = "CODE")]
        code: Option<String>,
        /// Chỉ những văn bản của lần nhập này (số, xem cuối danh sách)
        #[arg(long, value_name = "SỐ")]
        import: Option<i64>,
    },
    /// Sửa hoặc xác nhận một trường của văn bản; giữ lại những gì máy đọc
    #[command(after_help = "Ví dụ:\n  \
        vankho correct 238-QĐ/TW issued-on 30/9/2020 --reason 'ngày viết tay'\n  \
        vankho correct 238-QĐ/TW issuing-body 'Ban Bí thư'\n  \
        vankho correct 238-QĐ/TW issued-at ''         văn bản không ghi nơi ban hành\n  \
        vankho correct 238-QĐ/TW                      xem đã sửa những gì\n  \
        vankho correct 238-QĐ/TW --undo 3             bỏ chỗ sửa số 3\n\n\
        Trường: number, kind, issuing-body, parent-body, issued-on, issued-at, subject, signer.")]
    Correct(Correct),
    /// Mọi chỗ sửa: ghi ra tệp, nhận từ tệp, bỏ cả loạt
    Corrections {
        /// Việc cần làm
        #[command(subcommand)]
        command: CorrectionsCommand,
    },
    /// Mở trang tra cứu và API trên máy này
    #[command(after_help = "Ví dụ:\n  \
        vankho serve\n  \
        vankho serve --watch /mnt/van-ban                tự nhập tệp mới trong thư mục\n  \
        vankho serve --watch /mnt/o-mang --poll 300      ổ đĩa mạng: 5 phút duyệt một lần")]
    Serve(Serve),
    /// Tài khoản: lập, khóa, đặt mật khẩu, vai trò, quyền xem
    User {
        /// Tệp tài khoản, nếu không nằm trong thư mục của kho
        #[arg(long, global = true, value_name = "FILE")]
        accounts: Option<PathBuf>,
        /// Việc cần làm
        #[command(subcommand)]
        command: UserCommand,
    },
    /// Tuyển tập: tên chung của những thư mục, để cho phép xem
    Collection {
        /// Tệp tài khoản, nếu không nằm trong thư mục của kho
        #[arg(long, global = true, value_name = "FILE")]
        accounts: Option<PathBuf>,
        /// Việc cần làm
        #[command(subcommand)]
        command: CollectionCommand,
    },
    /// Dựng lại chỉ mục từ kho
    Reindex,
    /// Kiểm tra bản gốc, danh mục và chỉ mục; chỉ báo, không sửa
    #[command(after_help = "Ví dụ:\n  \
        vankho verify --rate 20        đọc chậm, nhường đĩa cho người đang tra cứu\n  \
        vankho verify --resume         kiểm tra tiếp từ chỗ lần trước bị ngắt")]
    Verify(Verify),
    /// Sao lưu kho ra thư mục khác (ổ USB, NAS); lần sau chỉ chép tệp mới
    #[command(after_help = "Ví dụ:\n  \
        vankho backup /media/usb/vankho             chạy được cả khi kho đang nhập, đang phục vụ\n  \
        vankho backup /media/usb/vankho --recheck   đọc lại cả những tệp đã sao lưu\n\n\
        Bản sao là một túi BagIt 1.0 (RFC 8493): chương trình lưu trữ nào cũng kiểm tra được.\n\
        Muốn giữ nhiều đời, luân phiên hai thư mục hoặc hai ổ.")]
    Backup(Backup),
    /// Chuyển kho sang máy chủ chung, hoặc từ đó về một thư mục; so lại từng dòng, kho cũ còn nguyên
    #[command(after_help = safety::MIGRATE_EXAMPLES)]
    Migrate(Migrate),
    /// Khôi phục kho từ bản sao lưu; kiểm tra hết rồi mới thay
    #[command(after_help = "Ví dụ:\n  \
        vankho restore /media/usb/vankho /srv/kho-moi\n  \
        vankho restore /media/usb/vankho /srv/kho --replace   kho cũ được để riêng, không xóa\n\n\
        Dừng máy chủ (vankho serve) trước khi thay kho đang dùng.")]
    Restore(Restore),
    /// Xem kho có gì hỏng, nói rõ bằng lời, và sửa những gì sửa được
    #[command(after_help = "Ví dụ:\n  \
        vankho doctor                    chỉ xem, không ghi gì\n  \
        vankho doctor --repair           sửa: dựng lại danh mục, chỉ mục, chép lại bản gốc\n\n\
        Mã kết thúc 4 khi còn chỗ hư hỏng.")]
    Doctor(Doctor),
    /// Xóa một văn bản khỏi kho; còn khôi phục được một thời gian
    #[command(after_help = "Ví dụ:\n  \
        vankho delete 238-QĐ/TW --reason 'nhập nhầm'\n  \
        vankho deleted                   xem những gì đã xóa\n  \
        vankho undelete 3a7bd3e2360a3d29eea4\n  \
        vankho purge                     xóa hẳn những gì đã quá hạn giữ")]
    Delete(Delete),
    /// Liệt kê văn bản đã xóa
    Deleted,
    /// Khôi phục một văn bản đã xóa
    Undelete {
        /// Mã văn bản
        id: String,
        /// Người khôi phục; mặc định là tên đăng nhập
        #[arg(long, value_name = "WHO")]
        by: Option<String>,
    },
    /// Xóa hẳn, không để lại gì, những văn bản đã xóa quá hạn giữ
    Purge {
        /// Người xóa; mặc định là tên đăng nhập
        #[arg(long, value_name = "WHO")]
        by: Option<String>,
    },
    /// Nhật ký của kho: ai đã nhập, sửa, xóa gì; chứng minh nó còn nguyên
    #[command(
        args_conflicts_with_subcommands = true,
        after_help = "Ví dụ:\n  \
        vankho log --last 20\n  \
        vankho log --document 3a7bd3e2360a3d29eea4\n  \
        vankho log --event refused --since 2026-11-01\n  \
        vankho log verify"
    )]
    Log(LogArguments),
    /// Liệt kê tệp không đọc được hoặc bị từ chối
    Quarantine {
        /// Việc cần làm; không ghi thì liệt kê
        #[command(subcommand)]
        command: Option<QuarantineCommand>,
    },
    /// Đối chiếu sổ đăng ký, mục lục văn bản với kho
    Register {
        /// Việc cần làm
        #[command(subcommand)]
        command: RegisterCommand,
    },
    /// Ghi ra tệp cho chương trình khác
    Export {
        /// Việc cần làm
        #[command(subcommand)]
        command: ExportCommand,
    },
    /// Đọc một tệp và in những gì đọc được, không ghi gì
    Extract {
        /// Tệp
        file: PathBuf,
        /// Đánh dấu đầu mỗi trang
        #[arg(long)]
        pages: bool,
        /// Không nhận dạng chữ trên ảnh chụp
        #[arg(long)]
        no_ocr: bool,
        /// Bảng mã, khi biết chắc: unicode, tcvn3, vni, viqr, vps, viscii, cp1258, mojibake
        #[arg(long, value_name = "CHARSET")]
        charset: Option<String>,
    },
    /// Soát viện dẫn của một dự thảo: văn bản có trong kho không, ghi đúng không, còn hiệu lực không
    #[command(after_help = "Ví dụ:\n  \
        vankho check-draft 'du thao quyet dinh.docx'\n\n\
        Không lưu gì của dự thảo. Mã thoát 3 khi có viện dẫn cần xem lại.")]
    CheckDraft {
        /// Tệp dự thảo
        file: PathBuf,
    },
    /// Nhận dạng chữ trên các bản chụp còn chờ (cần cài tesseract-ocr và tesseract-ocr-vie)
    #[command(after_help = "Ví dụ:\n  \
        vankho ocr                       đọc các bản chụp đã nhập khi chưa có tesseract\n  \
        vankho ocr --retry               thử lại cả những trang lần trước không đọc được\n\n\
        Lệnh import tự nhận dạng bản chụp sau khi nhập xong các văn bản có chữ; \
        bị ngắt giữa chừng thì chạy lại là đọc tiếp.")]
    Ocr(Ocr),
    /// Đọc giúp một kho có danh mục trên máy chủ: đọc tệp cho lệnh import chạy ở máy khác
    #[command(after_help = "Ví dụ:\n  \
        vankho --archive /srv/kho work             /srv/kho chỉ cần có tệp cluster.toml của kho\n  \
        vankho import /mnt/van-ban --elsewhere 16  ở máy nhập: đưa ra 16 tệp cùng lúc\n\n\
        Chạy đến khi bấm Ctrl-C; đọc xong tệp đang đọc rồi mới dừng. Mọi máy phải cùng phiên bản.")]
    Work(Work),
    /// Xem thử: nhập văn bản mẫu vào một kho tạm rồi mở trang tra cứu
    Demo {
        /// Thư mục văn bản mẫu
        #[arg(long, default_value = "samples", value_name = "DIR")]
        samples: PathBuf,
    },
    /// Mỗi thiết lập, và lấy từ đâu: dòng lệnh, môi trường, tệp vankho.toml hay mặc định
    Config,
    /// In tệp để máy tự chạy máy chủ: dịch vụ systemd, container
    Deploy {
        /// In tệp nào
        #[command(subcommand)]
        what: DeployCommand,
    },
    /// In tệp gợi ý lệnh cho shell
    #[command(hide = true)]
    Completions {
        /// bash, zsh, fish …
        shell: clap_complete::Shell,
    },
    /// In trang hướng dẫn (man)
    #[command(hide = true)]
    Man,
    /// Đọc tệp thay cho tiến trình chính, qua ống dẫn
    #[command(hide = true)]
    ExtractWorker,
    /// Trở thành tesseract, trong giới hạn
    #[command(hide = true, disable_help_flag = true)]
    OcrWorker {
        /// Tham số của tesseract
        #[arg(num_args = 0.., allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

/// `vankho search`.
#[derive(Debug, Args)]
pub struct Search {
    /// Từ ngữ, số ký hiệu, hoặc cả hai
    #[arg(value_name = "QUERY", num_args = 0..)]
    pub query: Vec<String>,
    /// Cơ quan ban hành và các cơ quan trực thuộc (mã, xem `vankho bodies`)
    #[arg(long, value_name = "ID")]
    pub body: Option<String>,
    /// Tỉnh, thành phố của cơ quan ban hành, trước và sau sáp nhập (mã, ví dụ an-giang)
    #[arg(long, value_name = "ID")]
    pub place: Option<String>,
    /// Gộp cả tiền thân và đơn vị kế tục của cơ quan, địa phương
    #[arg(long)]
    pub lineage: bool,
    /// Loại văn bản (mã, ví dụ nghi-quyet)
    #[arg(long, value_name = "ID")]
    pub kind: Option<String>,
    /// Hệ thống: party, state hoặc mass
    #[arg(long, value_name = "SYSTEM")]
    pub system: Option<String>,
    /// Năm ban hành
    #[arg(long, value_name = "Y")]
    pub year: Option<i16>,
    /// Từ ngày (2020-09-30 hoặc 30/9/2020)
    #[arg(long, value_name = "D")]
    pub from: Option<String>,
    /// Đến ngày
    #[arg(long, value_name = "D")]
    pub to: Option<String>,
    /// Thư mục xuất xứ, kể từ tên thư mục đã nhập (2020/quyết định)
    #[arg(long, value_name = "PATH")]
    pub folder: Option<String>,
    /// Số, ký hiệu
    #[arg(long, value_name = "N")]
    pub number: Option<String>,
    /// Cơ quan của người tìm: khi nhiều văn bản cùng số, của cơ quan này đứng trước
    #[arg(long, value_name = "BODY")]
    pub home: Option<String>,
    /// Thứ tự
    #[arg(long, value_enum, default_value_t = SortArgument::Relevance)]
    pub sort: SortArgument,
    /// Số kết quả mỗi trang
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=100))]
    pub limit: u16,
    /// Trang tiếp theo: mã `next` của trang trước
    #[arg(long, value_name = "CURSOR")]
    pub cursor: Option<String>,
}

/// The order of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SortArgument {
    /// Phù hợp nhất trước
    Relevance,
    /// Mới nhất trước
    Newest,
    /// Cũ nhất trước
    Oldest,
}
