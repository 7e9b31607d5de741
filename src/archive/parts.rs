//! Parts of an archive that are kept on other machines: `cluster.toml` in its folder names them.

use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use crate::archive::Error;
use crate::search::ClusterSettings;
use crate::search::IndexPlace;
use crate::store::Layout;
use crate::store::Store;

/// The file, in the archive's folder.
const FILE: &str = "cluster.toml";
/// No such file, and no secret in one, is longer.
const LONGEST: u64 = 1 << 16;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    search: Option<Search>,
}

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
    let path = layout.root().join(FILE);
    let here = || IndexPlace::Directory(layout.index());
    let told = |reason: String| Error::Parts {
        path: path.clone(),
        reason,
    };
    let text = match read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(here()),
        read => read.map_err(|error| told(error.to_string()))?,
    };
    let parts: Parts = toml::from_str(&text).map_err(|error| told(error.to_string()))?;
    let Some(search) = parts.search else {
        return Ok(here());
    };
    Ok(IndexPlace::Cluster(search.settings().map_err(told)?))
}

impl Search {
    fn settings(self) -> Result<ClusterSettings, String> {
        let authorization = self.authorization()?;
        if self.hosts.is_empty() {
            return Err("`hosts` names no machine".to_owned());
        }
        for host in &self.hosts {
            check_host(host, authorization.is_some())?;
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
        let secret = |path: &Path| {
            let text = read(path).map_err(|error| format!("`{}`: {error}", path.display()))?;
            Ok::<_, String>(text.trim_end_matches(['\r', '\n']).to_owned())
        };
        match (&self.user, &self.password_file, &self.api_key_file) {
            (None, None, None) => Ok(None),
            (Some(user), Some(file), None) => {
                let pair = format!("{user}:{}", secret(file)?);
                Ok(Some(format!("Basic {}", STANDARD.encode(pair))))
            }
            (None, None, Some(file)) => Ok(Some(format!("ApiKey {}", secret(file)?))),
            _ => Err("give `user` and `password-file`, or `api-key-file`, or none".to_owned()),
        }
    }
}

/// A secret goes to another machine only where nobody can read it on the way.
fn check_host(host: &str, secret: bool) -> Result<(), String> {
    let machine = match (host.strip_prefix("https://"), host.strip_prefix("http://")) {
        (Some(machine), _) => return named(machine, host),
        (None, Some(machine)) => machine,
        (None, None) => return Err(format!("`{host}` begins with neither https:// nor http://")),
    };
    let loopback = ["127.0.0.1", "localhost", "[::1]"];
    let is_here = loopback.iter().any(|name| {
        let rest = machine.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    });
    match secret && !is_here {
        true => Err(format!(
            "`{host}` would be sent a secret in the clear: use https://"
        )),
        false => named(machine, host),
    }
}

fn named(machine: &str, host: &str) -> Result<(), String> {
    match machine.is_empty() || machine.contains(char::is_whitespace) {
        true => Err(format!("`{host}` names no machine")),
        false => Ok(()),
    }
}

fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(LONGEST).read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: Result<&str, &str>) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), written).unwrap();
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
                assert!(told.contains(expected) && told.contains(FILE), "{told}");
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
