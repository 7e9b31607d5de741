//! Where the index of an archive is, as `cluster.toml` in its folder says.

use std::path::PathBuf;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use crate::archive::Error;
use crate::search::ClusterSettings;
use crate::search::IndexPlace;
use crate::store::Layout;
use crate::store::Places;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::check_address;
use crate::store::read_secret;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Search {
    hosts: Vec<String>,
    index: String,
    user: Option<String>,
    password_file: Option<PathBuf>,
    api_key_file: Option<PathBuf>,
    authorities: Option<PathBuf>,
    #[serde(default = "patience")]
    timeout: u64,
    #[serde(default = "one")]
    shards: u32,
    #[serde(default = "one")]
    replicas: u32,
}

fn patience() -> u64 {
    30
}

fn one() -> u32 {
    1
}

/// Where the index of an archive is.
pub fn index(store: &Store) -> Result<IndexPlace, Error> {
    index_of(store.layout())
}

/// The same of an archive that is not open.
pub fn index_of(layout: &Layout) -> Result<IndexPlace, Error> {
    let Some(search) = Places::of(layout)?.search else {
        return Ok(IndexPlace::Directory(layout.index()));
    };
    let told = |reason: String| StoreError::Places {
        path: layout.places(),
        reason,
    };
    let search: Search = search
        .try_into()
        .map_err(|error: toml::de::Error| told(format!("[search]: {}", error.message())))?;
    Ok(IndexPlace::Cluster(search.settings().map_err(told)?))
}

impl Search {
    fn settings(self) -> Result<ClusterSettings, String> {
        let authorization = self.authorization()?;
        if self.hosts.is_empty() {
            return Err("`hosts` names no machine".to_owned());
        }
        for host in &self.hosts {
            check_address(host, authorization.is_some())?;
        }
        let named = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
        let rest = |letter: char| named(letter) || letter == '-' || letter == '_';
        if !self.index.starts_with(named) || !self.index.chars().all(rest) {
            return Err(format!(
                "`{}` is no name of an index: a-z, 0-9, `-` and `_`, a letter or digit first",
                self.index
            ));
        }
        let (1.., 1..) = (self.shards, self.timeout) else {
            return Err("`shards` and `timeout` must be at least 1".to_owned());
        };
        Ok(ClusterSettings {
            hosts: self.hosts,
            index: self.index,
            authorization,
            authorities: self.authorities,
            patience: Duration::from_secs(self.timeout),
            shards: self.shards,
            replicas: self.replicas,
            only: None,
        })
    }

    fn authorization(&self) -> Result<Option<String>, String> {
        match (&self.user, &self.password_file, &self.api_key_file) {
            (None, None, None) => Ok(None),
            (Some(user), Some(file), None) => {
                let pair = format!("{user}:{}", read_secret(file)?);
                Ok(Some(format!("Basic {}", STANDARD.encode(pair))))
            }
            (None, None, Some(file)) => Ok(Some(format!("ApiKey {}", read_secret(file)?))),
            _ => Err("give `user` and `password-file`, or `api-key-file`, or none".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: Result<&str, &str>) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(Layout::of(folder.path()).places(), written).unwrap();
        let found = index_of(&Layout::of(folder.path()));
        match (found, expected) {
            (Ok(IndexPlace::Cluster(found)), Ok(expected)) => {
                assert_eq!(found.hosts.join(" "), expected);
            }
            (Ok(IndexPlace::Directory(found)), Ok(expected)) => {
                assert!(found.ends_with(expected), "{written}");
            }
            (Err(error), Err(expected)) => {
                let told = error.to_string();
                assert!(
                    told.contains(expected) && told.contains("cluster.toml"),
                    "{told}"
                );
            }
            (found, _) => panic!("{written}: {found:?}"),
        }
    }

    #[test]
    fn what_is_written_is_where_it_is() {
        check("", Ok("index"));
        check(
            "[search]\nhosts = ['http://10.0.0.1:9200', 'https://b']\nindex = 'kho'",
            Ok("http://10.0.0.1:9200 https://b"),
        );
        check("[serch]", Err("serch"));
        check("[search]\nindex = 'kho'", Err("hosts"));
        check("[search]\nhosts = []\nindex = 'kho'", Err("no machine"));
        check(
            "[search]\nhosts = ['b:9200']\nindex = 'kho'",
            Err("https://"),
        );
        check(
            "[search]\nhosts = ['https://b']\nindex = 'Kho'",
            Err("`Kho`"),
        );
        check(
            "[search]\nhosts = ['https://b']\nindex = 'kho'\nshards = 0",
            Err("at least 1"),
        );
        check(
            "[search]\nhosts = ['https://b']\nindex = 'kho'\nuser = 'a'",
            Err("password-file"),
        );
        check(
            "[search]\nhosts = ['https://b']\nindex = 'kho'\nuser = 'a'\npassword-file = '/không có'",
            Err("/không có"),
        );
    }

    #[test]
    fn no_secret_goes_out_in_the_clear() {
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("mật khẩu");
        std::fs::write(&secret, "bí mật\n").unwrap();
        let written = |host: &str| {
            format!(
                "[search]\nhosts = ['{host}']\nindex = 'kho'\nuser = 'kho'\npassword-file = '{}'",
                secret.display()
            )
        };
        check(&written("http://10.0.0.1:9200"), Err("in the clear"));
        check(
            &written("http://127.0.0.1.example:9200"),
            Err("in the clear"),
        );
        check(
            &written("http://127.0.0.1:9200"),
            Ok("http://127.0.0.1:9200"),
        );
        check(
            &written("https://tim.kho.example"),
            Ok("https://tim.kho.example"),
        );
    }
}
