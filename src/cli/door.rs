//! Who `vankho serve` lets in: on this machine alone, everybody; elsewhere only accounts, by TLS.

use std::net::IpAddr;
use std::net::SocketAddr;
use std::path::Path;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use crate::api::session::Way;
use crate::archive::Accounts;
use crate::archive::AccountsPlace;
use crate::archive::Archive;
use crate::cli::oidc::OidcArguments;

/// How the server can be reached.
#[derive(Debug, Clone, Default, Args)]
pub struct DoorArguments {
    /// Tên máy chủ mà người dùng gõ; ghi nhiều lần nếu có nhiều tên
    #[arg(long = "host", value_name = "NAME")]
    pub hosts: Vec<String>,
    /// Chứng thư TLS (PEM, cả chuỗi)
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Khóa riêng của chứng thư (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Đứng sau máy chủ trung gian có TLS; ghi địa chỉ của nó nếu không ở trên máy này
    #[arg(
        long,
        value_name = "IP",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "127.0.0.1"
    )]
    pub behind_proxy: Vec<IpAddr>,
    /// Tệp tài khoản, nếu không nằm trong thư mục của kho
    #[arg(long, value_name = "FILE")]
    pub accounts: Option<PathBuf>,
    /// The office's own directory.
    #[command(flatten)]
    pub oidc: OidcArguments,
}

impl DoorArguments {
    /// Where the accounts are.
    pub fn accounts_place(&self, archive: &Path) -> anyhow::Result<AccountsPlace> {
        match &self.accounts {
            Some(file) => Ok(AccountsPlace::File(file.clone())),
            None => Ok(Archive::accounts_place(archive)?),
        }
    }

    /// Whether connections are encrypted here.
    pub fn tls(&self) -> Option<(&Path, &Path)> {
        self.tls_cert.as_deref().zip(self.tls_key.as_deref())
    }

    /// How requests come, if that is safe.
    pub fn way(&self, listen: SocketAddr, accounts: &AccountsPlace) -> anyhow::Result<Way> {
        let proxied = !self.behind_proxy.is_empty();
        let away = !listen.ip().is_loopback() || proxied;
        if away {
            let accounts = Accounts::open_existing(accounts)?;
            let any = accounts.map_or(Ok(false), |accounts| accounts.any())?;
            if !any {
                bail!(
                    "`{listen}` can be reached from other machines, and there are no accounts yet: \
                     make one by `vankho user add NAME --role administrator`"
                );
            }
            if self.tls().is_none() && !proxied {
                bail!(
                    "`{listen}` can be reached from other machines, and passwords would be sent in \
                     the clear: give --tls-cert and --tls-key, or --behind-proxy behind a web server"
                );
            }
            if self.hosts.is_empty() {
                bail!("give the name people type for this server by --host NAME");
            }
        }
        let mut proxies = self.behind_proxy.clone();
        if proxies.iter().any(IpAddr::is_loopback) {
            proxies.push(IpAddr::V6(std::net::Ipv6Addr::LOCALHOST));
        }
        Ok(Way {
            secure: self.tls().is_some() || proxied,
            only_proxies: proxied,
            proxies,
        })
    }
}
