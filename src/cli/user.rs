//! `vankho user` and `vankho collection`: accounts, what they may see, folders under a name.

use std::io::BufRead;
use std::io::IsTerminal;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;
use anyhow::bail;
use clap::Args;
use clap::Subcommand;
use serde_json::json;

use crate::archive::Account;
use crate::archive::Accounts;
use crate::archive::AccountsPlace;
use crate::archive::Act;
use crate::archive::Archive;
use crate::archive::Grant;
use crate::archive::Role;
use crate::cli::audit;
use crate::cli::now;
use crate::cli::report::Ending;
use crate::document::Circulation;

/// Tài khoản
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Lập tài khoản; mật khẩu gõ vào hoặc đọc từ đầu vào chuẩn
    Add {
        /// Tên: chữ a–z, chữ số, . - _ @
        name: String,
        /// Không có mật khẩu: chỉ đăng nhập được bằng tài khoản cơ quan (vankho serve --oidc-issuer)
        #[arg(long)]
        no_password: bool,
        /// reader, clerk, archivist hoặc administrator
        #[arg(long, default_value = "reader", value_parser = role)]
        role: Role,
    },
    /// Liệt kê tài khoản
    List,
    /// Đặt mật khẩu mới; mọi phiên đăng nhập kết thúc
    Passwd {
        /// Tên
        name: String,
        /// Bỏ mật khẩu: từ nay chỉ đăng nhập được bằng tài khoản cơ quan
        #[arg(long)]
        no_password: bool,
    },
    /// Đổi vai trò; quyền xem trở lại như thường của vai trò đó
    Role {
        /// Tên
        name: String,
        /// reader, clerk, archivist hoặc administrator
        #[arg(value_parser = role)]
        role: Role,
    },
    /// Khóa tài khoản
    Disable {
        /// Tên
        name: String,
    },
    /// Mở khóa tài khoản
    Enable {
        /// Tên
        name: String,
    },
    /// Cho xem
    Grant(GrantArguments),
    /// Thôi cho xem
    Revoke(GrantArguments),
    /// Nhật ký đăng nhập và thay đổi, mới nhất trước
    Audit {
        /// Số dòng
        #[arg(long, default_value_t = 100)]
        limit: u32,
        /// Chứng minh không dòng nào bị sửa, thêm, bớt; in mã của dòng cuối
        #[arg(long)]
        verify: bool,
        /// Mã đã ghi lại trước đây: nhật ký phải nối tiếp từ đó
        #[arg(long, value_name = "HASH", requires = "verify")]
        head: Option<String>,
        /// Nhận nhật ký như hiện có, sau khi đã rõ vì sao nó khác phần kho còn nhớ
        #[arg(long, conflicts_with = "verify")]
        accept: bool,
    },
}

/// Ai được xem gì.
#[derive(Debug, Args)]
pub struct GrantArguments {
    /// Tên tài khoản
    pub name: String,
    /// Tuyển tập: tên, `*` là mọi tuyển tập, `chung` là văn bản không thuộc tuyển tập nào
    #[arg(long, value_name = "NAME")]
    pub collection: Vec<String>,
    /// Dấu: internal (lưu hành nội bộ), return-after-reading (xem xong trả lại), to-be-collected
    /// (thu hồi), conference (tài liệu hội nghị), not-for-release (không phổ biến)
    #[arg(long, value_name = "MARK", value_parser = mark)]
    pub mark: Vec<Circulation>,
}

/// Tuyển tập
#[derive(Debug, Subcommand)]
pub enum CollectionCommand {
    /// Thêm thư mục vào tuyển tập (lập mới nếu chưa có)
    Add {
        /// Tên tuyển tập
        name: String,
        /// Thư mục đã hoặc sẽ nhập
        folders: Vec<PathBuf>,
    },
    /// Liệt kê tuyển tập
    List,
    /// Bỏ một thư mục, hoặc cả tuyển tập
    Remove {
        /// Tên tuyển tập
        name: String,
        /// Thư mục; không ghi thì bỏ cả tuyển tập
        folder: Option<PathBuf>,
    },
}

fn role(code: &str) -> Result<Role, String> {
    let known = Role::ALL.map(Role::code).join(", ");
    Role::from_code(code).ok_or_else(|| format!("one of {known}"))
}

fn mark(code: &str) -> Result<Circulation, String> {
    let known = Circulation::ALL.map(Circulation::code).join(", ");
    Circulation::from_code(code).ok_or_else(|| format!("one of {known}"))
}

/// Opens the accounts beside an archive, or in a file named.
fn open(archive: &Path, file: Option<&Path>) -> anyhow::Result<Accounts> {
    let place = match file {
        Some(file) => AccountsPlace::File(file.to_path_buf()),
        None => Archive::accounts_place(archive)?,
    };
    if let Some(folder) = place.file().and_then(Path::parent) {
        let made = std::fs::create_dir_all(folder);
        made.with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    }
    Ok(Accounts::open(&place)?)
}

/// Who works at this terminal, for the audit.
fn worker() -> String {
    let named = ["SUDO_USER", "USER", "LOGNAME"].into_iter();
    let mut named = named.filter_map(|name| std::env::var(name).ok());
    named.next().unwrap_or_else(|| "?".to_owned())
}

/// Runs `vankho user`.
pub fn run(
    archive: &Path,
    file: Option<&Path>,
    json: bool,
    command: UserCommand,
) -> anyhow::Result<Ending> {
    let worker = worker();
    if let UserCommand::Audit {
        verify: true, head, ..
    } = &command
    {
        return audit::verify(archive, file, json, head.as_deref());
    }
    if let UserCommand::Audit { accept: true, .. } = command {
        let elsewhere = file.map(|file| AccountsPlace::File(file.to_path_buf()));
        let own = elsewhere.map(|place| Archive::has_its_accounts_in(archive, &place));
        if own.transpose()? == Some(false) {
            bail!("the archive remembers only the audit in its own folder: leave out --accounts");
        }
        return audit::accept(archive, json, &worker);
    }
    let accounts = open(archive, file)?;
    let act = act(&worker);
    match command {
        UserCommand::Add {
            name,
            no_password,
            role,
        } => accounts.add(&name, role, password(no_password)?.as_deref(), &act)?,
        UserCommand::Passwd { name, no_password } => {
            accounts.account(&name)?;
            accounts.set_password(&name, password(no_password)?.as_deref(), &act)?;
        }
        UserCommand::Role { name, role } => accounts.set_role(&name, role, &act)?,
        UserCommand::Disable { name } => accounts.set_disabled(&name, true, &act)?,
        UserCommand::Enable { name } => accounts.set_disabled(&name, false, &act)?,
        UserCommand::Grant(what) => grant(&accounts, what, true, &act)?,
        UserCommand::Revoke(what) => grant(&accounts, what, false, &act)?,
        UserCommand::List => list(&accounts.list()?, json)?,
        UserCommand::Audit { limit, .. } => audit::list(&accounts, json, limit)?,
    }
    Ok(Ending::Done)
}

fn grant(
    accounts: &Accounts,
    what: GrantArguments,
    granted: bool,
    act: &Act<'_>,
) -> anyhow::Result<()> {
    let collections = what.collection.into_iter().map(Grant::Collection);
    let grants: Vec<Grant> = collections
        .chain(what.mark.into_iter().map(Grant::Mark))
        .collect();
    if grants.is_empty() {
        bail!("name what by --collection or --mark");
    }
    for grant in &grants {
        accounts.grant(&what.name, grant, granted, act)?;
    }
    Ok(())
}

fn list(accounts: &[Account], json: bool) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for account in accounts {
        let marks: Vec<&str> = account.marks.iter().map(|mark| mark.code()).collect();
        if json {
            let line = json!({"name": account.name, "role": account.role.code(),
                "disabled": account.disabled, "password": account.has_password,
                "collections": account.collections, "marks": marks});
            writeln!(out, "{line}")?;
            continue;
        }
        let collections: Vec<&str> = account.collections.iter().map(String::as_str).collect();
        let state = match (account.disabled, account.has_password) {
            (true, _) => "đã khóa",
            (false, false) => "không mật khẩu",
            (false, true) => "",
        };
        writeln!(
            out,
            "{:<20} {:<14} {:<14} {} | {}",
            account.name,
            account.role.name(),
            state,
            collections.join(", "),
            marks.join(", ")
        )?;
    }
    Ok(())
}

/// A password from standard input, unless there is to be none; at a terminal it is typed twice,
/// unseen.
fn password(none: bool) -> anyhow::Result<Option<String>> {
    if none {
        return Ok(None);
    }
    let input = std::io::stdin();
    if !input.is_terminal() {
        let mut line = String::new();
        input.lock().read_line(&mut line)?;
        return Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()));
    }
    let once = typed("Mật khẩu (ít nhất 10 ký tự): ")?;
    match typed("Gõ lại: ")? == once {
        true => Ok(Some(once)),
        false => bail!("the two passwords are not the same"),
    }
}

fn typed(prompt: &str) -> anyhow::Result<String> {
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
    eprint!("{prompt}");
    let input = std::io::stdin();
    let before = tcgetattr(&input)?;
    let mut unseen = before.clone();
    unseen.local_modes.remove(LocalModes::ECHO);
    tcsetattr(&input, OptionalActions::Flush, &unseen)?;
    let mut line = String::new();
    let read = input.lock().read_line(&mut line);
    tcsetattr(&input, OptionalActions::Flush, &before)?;
    eprintln!();
    read?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn act(worker: &str) -> Act<'_> {
    Act {
        who: worker,
        source: "dòng lệnh",
        at: now(),
    }
}

/// Runs `vankho collection`.
pub fn collection(
    archive: &Path,
    file: Option<&Path>,
    json: bool,
    command: CollectionCommand,
) -> anyhow::Result<Ending> {
    let accounts = open(archive, file)?;
    let worker = worker();
    let act = act(&worker);
    match command {
        CollectionCommand::Add { name, folders } => {
            let folders = folders.iter().map(std::path::absolute);
            let folders = folders.collect::<Result<Vec<_>, _>>()?;
            let folders: Vec<&Path> = folders.iter().map(PathBuf::as_path).collect();
            accounts.add_folders(&name, &folders, &act)?;
        }
        CollectionCommand::Remove { name, folder } => {
            let folder = folder.map(std::path::absolute).transpose()?;
            accounts.remove_collection(&name, folder.as_deref(), &act)?;
        }
        CollectionCommand::List => {
            let mut out = std::io::stdout().lock();
            for collection in accounts.collections()? {
                let folders = collection.folders.iter().map(|folder| folder.as_str());
                let folders: Vec<&str> = folders.collect();
                match json {
                    true => writeln!(
                        out,
                        "{}",
                        json!({"name": collection.name, "folders": folders})
                    )?,
                    false => writeln!(out, "{}: {}", collection.name, folders.join(", "))?,
                }
            }
        }
    }
    Ok(Ending::Done)
}
