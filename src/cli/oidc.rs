//! The office's own directory, as `vankho serve` is told of it.

use std::io::Read;
use std::net::SocketAddr;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use anyhow::anyhow;
use anyhow::bail;
use clap::Args;

use crate::cli::door::DoorArguments;
use crate::web::BACK;
use crate::web::Directory;
use crate::web::NamedProvider;
use crate::web::Provider;

/// Seconds; whoever asks for a page is told after 30 that it takes too long.
const LONGEST_WAIT: i64 = 25;
/// No secret is longer.
const MOST_OF_SECRET: u64 = 4 << 10;

/// Whom the office lets vouch for its people.
#[derive(Debug, Clone, Default, Args)]
pub struct OidcArguments {
    /// Cho đăng nhập bằng tài khoản cơ quan: địa chỉ (issuer) của máy chủ OpenID Connect
    #[arg(long, env = "VANKHO_OIDC_ISSUER", value_name = "URL")]
    pub oidc_issuer: Option<String>,
    /// Tên (client ID) mà máy chủ đó đặt cho kho này
    #[arg(long, env = "VANKHO_OIDC_CLIENT", value_name = "ID")]
    pub oidc_client: Option<String>,
    /// Tệp chứa mật khẩu (client secret) của kho này ở máy chủ đó
    #[arg(long, env = "VANKHO_OIDC_SECRET_FILE", value_name = "FILE")]
    pub oidc_secret_file: Option<PathBuf>,
    /// Mục (claim) là tên tài khoản ở đây; `email` chỉ khi máy chủ đó đã xác minh
    #[arg(
        long,
        env = "VANKHO_OIDC_CLAIM",
        default_value = "preferred_username",
        value_name = "CLAIM"
    )]
    pub oidc_claim: String,
    /// Chờ máy chủ đó nhiều nhất bấy nhiêu giây mỗi bước đăng nhập
    #[arg(
        long,
        env = "VANKHO_OIDC_TIMEOUT",
        default_value = "10",
        value_name = "SECONDS",
        value_parser = clap::value_parser!(u16).range(1..=LONGEST_WAIT)
    )]
    pub oidc_timeout: u16,
}

impl OidcArguments {
    /// The directory, if there is to be one; it sends people back to a page of `site`.
    pub fn directory(&self, site: &str) -> anyhow::Result<Option<Directory>> {
        let named = (&self.oidc_issuer, &self.oidc_client, &self.oidc_secret_file);
        let (issuer, client, file) = match named {
            (None, None, None) => return Ok(None),
            (Some(issuer), Some(client), Some(file)) => (issuer, client, file),
            _ => bail!(
                "to log in with the office account, give all of --oidc-issuer, --oidc-client and \
                 --oidc-secret-file"
            ),
        };
        let provider = Provider::new(NamedProvider {
            issuer: issuer.clone(),
            client: client.clone(),
            secret: secret(file)?,
            claim: self.oidc_claim.clone(),
            back: format!("{site}{BACK}"),
            patience: Duration::from_secs(self.oidc_timeout.into()),
        });
        let provider =
            provider.map_err(|why| anyhow!("the office account cannot be used: {why}"))?;
        Ok(Some(Directory::new(provider)))
    }
}

fn secret(file: &Path) -> anyhow::Result<String> {
    let mut secret = String::new();
    std::fs::File::open(file)
        .and_then(|opened| opened.take(MOST_OF_SECRET).read_to_string(&mut secret))
        .with_context(|| format!("cannot read the secret in `{}`", file.display()))?;
    let secret = secret.trim();
    match secret.is_empty() {
        true => bail!("there is no secret in `{}`", file.display()),
        false => Ok(secret.to_owned()),
    }
}

/// The address people type for a server that listens there.
pub fn site(door: &DoorArguments, listen: SocketAddr) -> String {
    let host = door.hosts.first();
    let proxied = !door.behind_proxy.is_empty();
    let (scheme, usual) = match proxied || door.tls().is_some() {
        true => ("https", 443),
        false => ("http", 80),
    };
    match (host, listen.port()) {
        (None, _) => format!("{scheme}://{listen}"),
        (Some(host), port) if proxied || port == usual => format!("{scheme}://{host}"),
        (Some(host), port) => format!("{scheme}://{host}:{port}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_come_back_to_the_name_they_typed() {
        let tls = DoorArguments {
            hosts: vec!["kho.example.vn".to_owned(), "kho".to_owned()],
            tls_cert: Some("chain.pem".into()),
            tls_key: Some("key.pem".into()),
            ..DoorArguments::default()
        };
        let proxied = DoorArguments {
            hosts: tls.hosts.clone(),
            behind_proxy: vec!["127.0.0.1".parse().unwrap()],
            ..DoorArguments::default()
        };
        let named = DoorArguments {
            hosts: vec!["localhost".to_owned()],
            ..DoorArguments::default()
        };
        for (door, listen, expected) in [
            (&tls, "0.0.0.0:443", "https://kho.example.vn"),
            (&tls, "0.0.0.0:8443", "https://kho.example.vn:8443"),
            (&proxied, "127.0.0.1:8238", "https://kho.example.vn"),
            (&named, "127.0.0.1:8238", "http://localhost:8238"),
            (
                &DoorArguments::default(),
                "127.0.0.1:8238",
                "http://127.0.0.1:8238",
            ),
        ] {
            assert_eq!(site(door, listen.parse().unwrap()), expected);
        }
    }
}
