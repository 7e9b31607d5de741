//! Settings from three places: the command line, the environment, a file; and where each came from.
//!
//! A setting in the file is the default of its argument, so it is read and checked by the same
//! parser, and the command line and the environment go before it without another rule.

use std::ffi::OsString;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;
use anyhow::bail;
use clap::ArgMatches;
use clap::Command;
use clap::CommandFactory;
use clap::FromArgMatches;
use clap::parser::ValueSource;
use serde::Serialize;
use toml::Table;
use toml::Value;

use crate::cli::arguments::Arguments;
use crate::cli::report::Ending;

/// Where a file is looked for when none is named.
const PLACES: [&str; 2] = ["vankho.toml", "/etc/vankho/vankho.toml"];
/// No configuration is longer.
const MAX_BYTES: u64 = 1 << 20;

/// A setting: its key in the file, the command it belongs to (none: all), the argument's name.
struct Setting {
    key: &'static str,
    command: Option<&'static str>,
    argument: &'static str,
}

const fn setting(
    key: &'static str,
    command: Option<&'static str>,
    argument: &'static str,
) -> Setting {
    Setting {
        key,
        command,
        argument,
    }
}

/// All settings. What is not here is decided each time, on the command line.
const SETTINGS: [Setting; 20] = [
    setting("archive", None, "archive"),
    setting("log", None, "log"),
    setting("log-format", None, "log_format"),
    setting("import.elsewhere", Some("import"), "elsewhere"),
    setting("import.home", Some("import"), "home"),
    setting("import.jobs", Some("import"), "jobs"),
    setting("serve.header-timeout", Some("serve"), "header_timeout"),
    setting("serve.home", Some("serve"), "home"),
    setting("serve.listen", Some("serve"), "listen"),
    setting("serve.log-queries", Some("serve"), "log_queries"),
    setting("serve.min-free", Some("serve"), "min_free"),
    setting("serve.oidc-claim", Some("serve"), "oidc_claim"),
    setting("serve.oidc-client", Some("serve"), "oidc_client"),
    setting("serve.oidc-issuer", Some("serve"), "oidc_issuer"),
    setting("serve.oidc-secret-file", Some("serve"), "oidc_secret_file"),
    setting("serve.oidc-timeout", Some("serve"), "oidc_timeout"),
    setting("serve.requests", Some("serve"), "requests"),
    setting("serve.verify-every", Some("serve"), "verify_every"),
    setting("serve.verify-rate", Some("serve"), "verify_rate"),
    setting("work.jobs", Some("work"), "jobs"),
];

/// The file that was read, and what it sets.
#[derive(Debug, Default)]
pub struct Config {
    file: Option<PathBuf>,
    set: Vec<(&'static str, String)>,
}

/// Reads the command line, the environment and the file, in this order of weight.
pub fn arguments(line: Vec<OsString>) -> anyhow::Result<(Arguments, Config)> {
    let config = Config::find(&line)?;
    let command = config.as_defaults_of(Arguments::command())?;
    let matches = command.try_get_matches_from(line);
    let matches = matches.unwrap_or_else(|error| error.exit());
    let arguments = Arguments::from_arg_matches(&matches);
    Ok((arguments.unwrap_or_else(|error| error.exit()), config))
}

impl Config {
    fn find(line: &[OsString]) -> anyhow::Result<Self> {
        let named = named(line).or_else(|| std::env::var_os("VANKHO_CONFIG"));
        if let Some(named) = named.filter(|named| !named.is_empty()) {
            return Self::read(Path::new(&named));
        }
        let found = PLACES.iter().map(Path::new).find(|place| place.is_file());
        found.map_or_else(|| Ok(Self::default()), Self::read)
    }

    fn read(file: &Path) -> anyhow::Result<Self> {
        let mut text = String::new();
        std::fs::File::open(file)
            .and_then(|opened| opened.take(MAX_BYTES).read_to_string(&mut text))
            .with_context(|| format!("cannot read `{}`", file.display()))?;
        let set = settings(&text).with_context(|| format!("in `{}`", file.display()))?;
        Ok(Self {
            file: Some(file.to_path_buf()),
            set,
        })
    }

    fn value(&self, key: &str) -> Option<&str> {
        let found = self.set.iter().find(|(set, _)| *set == key);
        found.map(|(_, value)| value.as_str())
    }

    /// Makes the file's settings the defaults of their arguments.
    fn as_defaults_of(&self, mut command: Command) -> anyhow::Result<Command> {
        for Setting {
            key,
            command: name,
            argument,
        } in SETTINGS
        {
            let Some(value) = self.value(key).map(str::to_owned) else {
                continue;
            };
            command = match name {
                Some(name) => command.mut_subcommand(name, |command| {
                    command.mut_arg(argument, |argument| argument.default_value(value))
                }),
                None => command.mut_arg(argument, |argument| argument.default_value(value)),
            };
        }
        Ok(command)
    }
}

/// The value of `--config`, which must be known before anything else is read.
fn named(line: &[OsString]) -> Option<OsString> {
    let mut words = line.iter();
    while let Some(word) = words.next() {
        let word = word.to_string_lossy();
        if word == "--" {
            return None;
        }
        if word == "--config" {
            return words.next().cloned();
        }
        if let Some(value) = word.strip_prefix("--config=") {
            return Some(value.into());
        }
    }
    None
}

/// The settings of a file. A key that means nothing is an error: it was meant to mean something.
fn settings(text: &str) -> anyhow::Result<Vec<(&'static str, String)>> {
    let table: Table = text.parse()?;
    let mut set = Vec::new();
    let mut pending: Vec<(String, Value)> = table.into_iter().collect();
    while let Some((key, value)) = pending.pop() {
        let is_section = SETTINGS
            .iter()
            .any(|setting| setting.command == Some(key.as_str()));
        let value = match value {
            Value::Table(inner) if is_section => {
                let inner = inner.into_iter();
                pending.extend(inner.map(|(name, value)| (format!("{key}.{name}"), value)));
                continue;
            }
            Value::String(value) => value,
            Value::Integer(value) => value.to_string(),
            Value::Boolean(value) => value.to_string(),
            _ => bail!("`{key}` is neither text nor a number"),
        };
        let known = SETTINGS.iter().find(|setting| setting.key == key);
        let Some(known) = known else {
            let known: Vec<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
            bail!("`{key}` is no setting; there are: {}", known.join(", "));
        };
        set.push((known.key, value));
    }
    Ok(set)
}

#[derive(Serialize)]
struct Line<'a> {
    key: &'a str,
    value: Option<&'a str>,
    from: &'a str,
}

/// Shows each setting and where it comes from.
pub fn show(config: &Config, json: bool) -> anyhow::Result<Ending> {
    let mut out = std::io::stdout().lock();
    let file = config.file.as_ref().map(|file| file.display().to_string());
    for Setting {
        key,
        command,
        argument,
    } in SETTINGS
    {
        let (value, source) = effective(config, command, argument)?;
        let from = match source {
            Some(ValueSource::CommandLine) => "command line",
            Some(ValueSource::EnvVariable) => "environment",
            Some(_) if config.value(key).is_some() => file.as_deref().unwrap_or_default(),
            _ => "default",
        };
        let value = value.as_deref();
        match json {
            true => writeln!(
                out,
                "{}",
                serde_json::to_string(&Line { key, value, from })?
            )?,
            false => writeln!(out, "{key} = {}  ({from})", value.unwrap_or("–"))?,
        }
    }
    Ok(Ending::Done)
}

/// A setting as a command would see it now, and its source.
fn effective(
    config: &Config,
    command: Option<&'static str>,
    argument: &'static str,
) -> anyhow::Result<(Option<String>, Option<ValueSource>)> {
    let mut line: Vec<OsString> = std::env::args_os().collect();
    // The same line, but for another command; `import` wants a path.
    if let (Some(name), Some(at)) = (command, line.iter().position(|word| word == "config")) {
        line.truncate(at);
        line.push(name.into());
        line.extend((name == "import").then(|| ".".into()));
    }
    let parser = config.as_defaults_of(Arguments::command())?;
    let matches = parser.try_get_matches_from(line)?;
    let inner = match command {
        Some(_) => matches.subcommand().map(|(_, inner)| inner),
        None => Some(&matches),
    };
    let Some(inner) = inner else {
        return Ok((None, None));
    };
    Ok((raw(inner, argument), inner.value_source(argument)))
}

fn raw(matches: &ArgMatches, argument: &str) -> Option<String> {
    let mut values = matches.get_raw(argument)?;
    values
        .next()
        .map(|value| value.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let told = match settings(text) {
            Ok(mut set) => {
                set.sort_unstable();
                let set: Vec<String> = set
                    .iter()
                    .map(|(key, value)| format!("{key}={value}"))
                    .collect();
                set.join(" ")
            }
            Err(error) => error.to_string().lines().next().unwrap().to_owned(),
        };
        assert!(told.starts_with(expected), "{text}: {told}");
    }

    #[test]
    fn a_file_is_understood_or_refused() {
        check("", "");
        check("archive = '/srv/kho'", "archive=/srv/kho");
        check(
            "[serve]\nlisten = '127.0.0.1:80'\nrequests = 8\nlog-queries = true",
            "serve.listen=127.0.0.1:80 serve.log-queries=true serve.requests=8",
        );
        check("serve.requests = 8", "serve.requests=8");
        check("archiv = 'x'", "`archiv` is no setting");
        check("[serve]\nport = 80", "`serve.port` is no setting");
        check("[server]\nport = 80", "`server` is neither");
        check("archive = ['a']", "`archive` is neither");
        check("archive = ", "TOML parse error");
    }

    #[test]
    fn every_setting_is_an_argument() {
        let all = SETTINGS.map(|setting| (setting.key, "1".to_owned()));
        let config = Config {
            file: None,
            set: all.into(),
        };
        config
            .as_defaults_of(Arguments::command())
            .unwrap()
            .debug_assert();
    }
}
