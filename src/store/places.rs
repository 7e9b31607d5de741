//! What of an archive is kept on other machines: `cluster.toml` in its folder names it.
//!
//! Read by whoever opens the store, so that nobody who has the folder can forget it.

use std::fmt;
use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;
use toml::Table;

use crate::database::Settings;

use super::error::StoreError;
use super::layout::Layout;

/// No such file, and no secret in one, is longer.
const LONGEST: u64 = 1 << 16;
/// What PostgreSQL allows a name, less what the names of our own schemas end with.
const LONGEST_SCHEMA: usize = 50;

/// What is elsewhere; what is not lies in the archive's folder.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The catalogue, and the accounts.
    pub catalogue: Option<Settings>,
    /// The originals.
    pub originals: Option<BucketSettings>,
    /// The index: as it is written, for who knows indexes.
    pub search: Option<Table>,
}

/// A bucket of an object store that speaks S3.
#[derive(Clone, PartialEq, Eq)]
pub struct BucketSettings {
    /// Its name.
    pub bucket: String,
    /// What the names of all objects begin with: empty, or ends with `/`.
    pub prefix: String,
    /// `https://host:port` of the store; none for Amazon's own.
    pub endpoint: Option<String>,
    /// What requests are signed for.
    pub region: String,
    /// Identifier and secret of the access key; none for what the machine was given.
    pub key: Option<(String, String)>,
    /// A PEM file of certificates to trust; none for those the system trusts.
    pub authorities: Option<PathBuf>,
    /// How long one answer may take, and how long it is asked again.
    pub patience: Duration,
}

impl fmt::Debug for BucketSettings {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Whatever is logged one day, the key is not.
        out.debug_struct("BucketSettings")
            .field("bucket", &self.bucket)
            .field("prefix", &self.prefix)
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    catalogue: Option<Catalogue>,
    originals: Option<Originals>,
    search: Option<Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Originals {
    url: String,
    endpoint: Option<String>,
    #[serde(default = "region")]
    region: String,
    access_key_file: Option<PathBuf>,
    secret_key_file: Option<PathBuf>,
    authorities: Option<PathBuf>,
    #[serde(default = "patience")]
    timeout: u64,
}

fn region() -> String {
    "us-east-1".to_owned()
}

fn patience() -> u64 {
    30
}

impl Places {
    /// What the archive's folder says.
    pub fn of(layout: &Layout) -> Result<Self, StoreError> {
        let path = layout.places();
        let told = |reason: String| StoreError::Places {
            path: path.clone(),
            reason,
        };
        let text = match read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            read => read.map_err(|error| told(error.to_string()))?,
        };
        let written: Written = toml::from_str(&text).map_err(|error| told(error.to_string()))?;
        let originals = written.originals.map(Originals::settings);
        let catalogue = written.catalogue.map(Catalogue::settings);
        Ok(Self {
            catalogue: catalogue.transpose().map_err(told)?,
            originals: originals.transpose().map_err(told)?,
            search: written.search,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Catalogue {
    url: String,
    password_file: Option<PathBuf>,
    #[serde(default = "schema")]
    schema: String,
    authorities: Option<PathBuf>,
    #[serde(default = "patience")]
    timeout: u64,
}

fn schema() -> String {
    "vankho".to_owned()
}

impl Catalogue {
    fn settings(self) -> Result<Settings, String> {
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
        let is_name = self
            .schema
            .starts_with(|first: char| first.is_ascii_lowercase())
            && self.schema.len() <= LONGEST_SCHEMA
            && self
                .schema
                .chars()
                .all(|letter| plain(letter) || letter == '_');
        if !is_name {
            return Err(format!(
                "`{}` is no name of a schema: at most {LONGEST_SCHEMA} of a-z, 0-9 and `_`, a \
                 letter first",
                self.schema
            ));
        }
        if self.timeout == 0 {
            return Err("`timeout` must be at least 1".to_owned());
        }
        let password = self.password_file.as_deref().map(read_secret);
        let settings = Settings {
            url: self.url,
            password: password.transpose()?,
            schema: self.schema,
            authorities: self.authorities,
            patience: Duration::from_secs(self.timeout),
        };
        settings.check()?;
        Ok(settings)
    }
}

impl Originals {
    fn settings(self) -> Result<BucketSettings, String> {
        let Some(place) = self.url.strip_prefix("s3://") else {
            return Err(format!("`{}` does not begin with s3://", self.url));
        };
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
        let is_name = |name: &str| !name.is_empty() && name.chars().all(is_plain);
        let prefix = prefix.strip_suffix('/').unwrap_or(prefix);
        let is_prefix = prefix.is_empty() || prefix.split('/').all(is_name);
        if !is_name(bucket) || !is_prefix {
            return Err(format!(
                "`{}` is not s3://bucket or s3://bucket/folder: a-z, 0-9, `-`, `_` and `.`",
                self.url
            ));
        }
        if let Some(endpoint) = &self.endpoint {
            // Whatever key is used, the papers themselves are secret enough.
            check_address(endpoint, true)?;
        }
        if self.timeout == 0 {
            return Err("`timeout` must be at least 1".to_owned());
        }
        let key = match (&self.access_key_file, &self.secret_key_file) {
            (None, None) => None,
            (Some(access), Some(secret)) => Some((read_secret(access)?, read_secret(secret)?)),
            _ => return Err("give `access-key-file` and `secret-key-file`, or none".to_owned()),
        };
        Ok(BucketSettings {
            bucket: bucket.to_owned(),
            prefix: match prefix {
                "" => String::new(),
                prefix => format!("{prefix}/"),
            },
            endpoint: self.endpoint,
            region: self.region,
            key,
            authorities: self.authorities,
            patience: Duration::from_secs(self.timeout),
        })
    }
}

/// The secret a file holds, without the end of its line.
pub fn read_secret(path: &Path) -> Result<String, String> {
    let text = read(path).map_err(|error| format!("`{}`: {error}", path.display()))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Refuses what is no address of a machine: `https://…`, or `http://…`. A secret goes to another
/// machine only where nobody can read it on the way.
pub fn check_address(host: &str, secret: bool) -> Result<(), String> {
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
        let layout = Layout::of(folder.path());
        std::fs::write(layout.places(), written).unwrap();
        match (Places::of(&layout), expected) {
            (Ok(found), Ok(expected)) => {
                let place = |found: BucketSettings| format!("{} {}", found.bucket, found.prefix);
                let found = found.originals.map_or("here".to_owned(), place);
                assert_eq!(found.trim_end(), expected, "{written}");
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
        check("", Ok("here"));
        check("[search]\nwhatever = 1", Ok("here"));
        check("[serch]", Err("serch"));
        check("[originals]\nurl = 's3://kho'", Ok("kho"));
        check("[originals]\nurl = 's3://kho/'", Ok("kho"));
        check("[originals]\nurl = 's3://kho/a/b'", Ok("kho a/b/"));
        check("[originals]\nurl = 's3://kho/a/b/'", Ok("kho a/b/"));
        for url in ["", "kho", "https://kho", "s3://", "s3:///a", "s3://k o/a"] {
            check(&format!("[originals]\nurl = '{url}'"), Err("s3://"));
        }
        check(
            "[originals]\nurl = 's3://kho/a//b'",
            Err("s3://bucket/folder"),
        );
        check("[originals]\nendpoint = 'https://b'", Err("url"));
        check("[originals]\nurl = 's3://kho'\nkey = 'a'", Err("key"));
        check(
            "[originals]\nurl = 's3://kho'\ntimeout = 0",
            Err("at least 1"),
        );
        check(
            "[originals]\nurl = 's3://kho'\naccess-key-file = '/a'",
            Err("secret-key-file"),
        );
        check(
            "[originals]\nurl = 's3://kho'\naccess-key-file = '/không có'\nsecret-key-file = '/a'",
            Err("/không có"),
        );
    }

    #[test]
    fn a_server_is_named_whole_and_spoken_to_in_secret() {
        for (url, schema, expected) in [
            ("postgres://kho@127.0.0.1:5432/kho", "kho", None),
            ("postgres://kho@m1,m2/kho?sslmode=require", "kho", None),
            ("postgres://kho@m1,m2/kho", "kho", Some("in the clear")),
            (
                "postgres://kho@127.0.0.1,m2/kho",
                "kho",
                Some("in the clear"),
            ),
            (
                "postgres://kho:bi-mat@127.0.0.1/kho",
                "kho",
                Some("password-file"),
            ),
            ("postgres://kho@127.0.0.1", "kho", Some("/database")),
            ("kho", "kho", Some("PostgreSQL")),
            ("postgres://kho@127.0.0.1/kho", "Kho", Some("`Kho`")),
            ("postgres://kho@127.0.0.1/kho", "kho; DROP", Some("a-z")),
            ("postgres://kho@127.0.0.1/kho", "", Some("a-z")),
        ] {
            let written = format!("[catalogue]\nurl = '{url}'\nschema = '{schema}'");
            check(&written, expected.map_or(Ok("here"), Err));
        }
    }

    #[test]
    fn a_secret_is_its_file_without_the_end_of_the_line() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::of(folder.path());
        let (access, secret) = (folder.path().join("a"), folder.path().join("b"));
        std::fs::write(&access, "khóa\r\n").unwrap();
        std::fs::write(&secret, " bí mật\n").unwrap();
        let written = format!(
            "[originals]\nurl = 's3://kho'\naccess-key-file = {access:?}\nsecret-key-file = {secret:?}"
        );
        std::fs::write(layout.places(), written).unwrap();
        let found = Places::of(&layout).unwrap().originals.unwrap();
        assert_eq!(found.key, Some(("khóa".to_owned(), " bí mật".to_owned())));
    }

    #[test]
    fn nothing_goes_out_in_the_clear() {
        let written =
            |host: &str| format!("[originals]\nurl = 's3://kho'\nendpoint = '{host}:9000'");
        for host in ["http://10.0.0.1", "http://127.0.0.1.example"] {
            check(&written(host), Err("in the clear"));
        }
        for host in [
            "http://127.0.0.1",
            "http://localhost",
            "https://kho.example",
        ] {
            check(&written(host), Ok("kho"));
        }
        check(&written("kho.example"), Err("https://"));
    }
}
