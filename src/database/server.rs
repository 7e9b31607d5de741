//! The way to a server of PostgreSQL, and one session on it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::LazyLock;
use std::time::Duration;

use backon::BlockingRetryable;
use backon::ExponentialBuilder;
use postgres::Client;
use postgres::Row;
use postgres::Statement;
use postgres::config::Host;
use postgres::config::SslMode;
use postgres::config::TargetSessionAttrs;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::ToSql;
use rustls::ClientConfig;
use rustls::RootCertStore;
use rustls::crypto::ring;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::database::connection::Connection;
use crate::database::error::Error;
use crate::database::error::means_away;
use crate::database::value::ValueRef;

/// Bytes of a file of certificates that are read.
const LONGEST_PEM: u64 = 4 << 20;
/// How long one machine may take to answer at all.
const CONNECTING: Duration = Duration::from_secs(3);
/// A peer that is silent this long, and then does not answer, is dead: its machine lost power.
const SILENCE: Duration = Duration::from_secs(5);
const SHORTEST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// Whom the system trusts; found out once.
static SYSTEM: LazyLock<RootCertStore> = LazyLock::new(|| {
    let mut trusted = RootCertStore::empty();
    trusted.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    trusted
});

/// Where a database of PostgreSQL is, and how to get in.
#[derive(Clone)]
pub struct Settings {
    /// `postgres://user@host:port,host:port/database`; the first host that takes changes is used.
    pub url: String,
    /// The user's, if one is asked for.
    pub password: Option<String>,
    /// The schema that is the archive's own: a-z, 0-9 and `_`, a letter first.
    pub schema: String,
    /// Certificates of the authority that signed the server's, PEM; else those the system trusts.
    pub authorities: Option<PathBuf>,
    /// How long a question waits for a server that is away.
    pub patience: Duration,
}

/// Without the password.
impl fmt::Debug for Settings {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Settings")
            .field("url", &self.url)
            .field("schema", &self.schema)
            .finish_non_exhaustive()
    }
}

impl Settings {
    /// The same server, another schema of it.
    #[must_use]
    pub fn with_schema(&self, schema: &str) -> Self {
        Self {
            schema: schema.to_owned(),
            ..self.clone()
        }
    }

    /// A session, waited for as long as the settings say.
    pub fn connect(&self) -> Result<Connection, Error> {
        self.connect_within(self.patience)
    }

    /// A session, waited for this long.
    pub fn connect_within(&self, patience: Duration) -> Result<Connection, Error> {
        let waits = ExponentialBuilder::default()
            .with_min_delay(SHORTEST_WAIT)
            .with_max_delay(LONGEST_WAIT)
            .without_max_times()
            .with_total_delay(Some(patience))
            .with_jitter();
        (|| self.connect_once())
            .retry(waits)
            .when(Error::is_away)
            .call()
    }

    fn connect_once(&self) -> Result<Connection, Error> {
        let config = self.config()?;
        let client = config.connect(self.tls()?).map_err(|error| {
            // Whatever keeps a session from being, other than an answer, is an absence.
            match error.code().is_none() || means_away(&error) {
                true => self.away(&told(&error)),
                false => Error::Server(error),
            }
        })?;
        Ok(Connection::of_server(Session {
            client: RefCell::new(Some(client)),
            prepared: RefCell::default(),
            place: self.url.clone(),
        }))
    }

    fn config(&self) -> Result<postgres::Config, Error> {
        let mut config: postgres::Config =
            self.url
                .parse()
                .map_err(|error: postgres::Error| Error::Away {
                    place: self.url.clone(),
                    reason: told(&error),
                })?;
        if let Some(password) = &self.password {
            config.password(password);
        }
        // The server, too, must notice soon that a machine of ours is gone: it holds its locks.
        let seconds = SILENCE.as_secs();
        config
            .application_name("vankho")
            .options(&format!(
                "-c search_path={} -c tcp_keepalives_idle={seconds} -c tcp_keepalives_interval=2 \
                 -c tcp_keepalives_count=3 -c client_min_messages=warning",
                self.schema
            ))
            .target_session_attrs(TargetSessionAttrs::ReadWrite)
            .connect_timeout(CONNECTING)
            .tcp_user_timeout(4 * SILENCE)
            .keepalives_idle(SILENCE)
            .keepalives_interval(SILENCE / 2)
            .keepalives_retries(3);
        Ok(config)
    }

    /// Refuses an address that is none, and one that papers would go to in the clear.
    pub fn check(&self) -> Result<(), String> {
        let url = &self.url;
        let config: postgres::Config = url
            .parse()
            .map_err(|error| format!("`{url}` is no address of PostgreSQL: {}", told(&error)))?;
        if config.get_password().is_some() {
            return Err("write the password into a file, and the file into `password-file`".into());
        }
        if config.get_hosts().is_empty() || config.get_dbname().is_none() {
            return Err(format!("`{url}` is not postgres://user@host:port/database"));
        }
        let is_here = config.get_hosts().iter().all(|host| match host {
            Host::Tcp(name) => ["127.0.0.1", "localhost", "::1"].contains(&name.as_str()),
            Host::Unix(_) => true,
        });
        match is_here || config.get_ssl_mode() == SslMode::Require {
            true => Ok(()),
            false => Err(format!(
                "`{url}` would be spoken to in the clear: add `?sslmode=require`"
            )),
        }
    }

    fn tls(&self) -> Result<MakeRustlsConnect, Error> {
        let trusted = match &self.authorities {
            None => SYSTEM.clone(),
            Some(file) => {
                let mut trusted = RootCertStore::empty();
                let mut pem = Vec::new();
                let read = File::open(file);
                let read = read.and_then(|file| file.take(LONGEST_PEM).read_to_end(&mut pem));
                read.map_err(|error| self.away(&format!("`{}`: {error}", file.display())))?;
                for certificate in CertificateDer::pem_slice_iter(&pem) {
                    let certificate = certificate.map_err(|error| self.away(&error.to_string()))?;
                    let added = trusted.add(certificate);
                    added.map_err(|error| self.away(&error.to_string()))?;
                }
                trusted
            }
        };
        let provider = Arc::new(ring::default_provider());
        let versions = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| self.away(&error.to_string()))?;
        let config = versions
            .with_root_certificates(trusted)
            .with_no_client_auth();
        Ok(MakeRustlsConnect::new(config))
    }

    fn away(&self, reason: &str) -> Error {
        Error::Away {
            place: self.url.clone(),
            reason: reason.to_owned(),
        }
    }
}

/// With what caused it: the error's own words are "error connecting to server".
fn told(error: &postgres::Error) -> String {
    let cause = std::error::Error::source(error);
    cause.map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}

/// A session, with the statements it has prepared.
pub(super) struct Session {
    /// There until it is closed.
    client: RefCell<Option<Client>>,
    prepared: RefCell<HashMap<String, Statement>>,
    place: String,
}

impl fmt::Debug for Session {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Session").field(&self.place).finish()
    }
}

impl Session {
    pub fn prepare(&self, sql: &str) -> Result<Statement, Error> {
        if let Some(statement) = self.prepared.borrow().get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.ask(|client| client.prepare(&numbered(sql)))?;
        let mut prepared = self.prepared.borrow_mut();
        prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub fn query(&self, statement: &Statement, values: &[ValueRef<'_>]) -> Result<Vec<Row>, Error> {
        self.ask(|client| client.query(statement, &lent(values)))
    }

    pub fn execute(&self, statement: &Statement, values: &[ValueRef<'_>]) -> Result<u64, Error> {
        self.ask(|client| client.execute(statement, &lent(values)))
    }

    pub fn batch(&self, sql: &str) -> Result<(), Error> {
        self.ask(|client| client.batch_execute(sql))
    }

    /// Says good-bye; whatever is asked after it is not answered.
    pub fn close(&self) {
        // Saying good-bye waits for the server, which a thread that serves requests may not do; and
        // the session's locks must be free when this returns.
        let client = self.client.borrow_mut().take();
        let closing = std::thread::Builder::new().spawn(move || drop(client));
        drop(closing.map(std::thread::JoinHandle::join));
    }

    /// Whether the server still knows this session.
    pub fn is_alive(&self) -> bool {
        self.ask(Client::check_connection).is_ok() && self.batch("").is_ok()
    }

    /// Waits until a channel this session listens to is notified, this long at most.
    pub fn await_notice(&self, longest: Duration) -> Result<(), Error> {
        self.ask(|client| {
            let mut notices = client.notifications();
            let mut notice = notices.timeout_iter(longest).next()?;
            // Many may say the same.
            while notice.is_some() {
                notice = notices.iter().next()?;
            }
            Ok(())
        })
    }

    fn ask<T>(
        &self,
        ask: impl FnOnce(&mut Client) -> Result<T, postgres::Error>,
    ) -> Result<T, Error> {
        let mut client = self.client.borrow_mut();
        let closed = || Error::Away {
            place: self.place.clone(),
            reason: "the session was closed".to_owned(),
        };
        let client = client.as_mut().ok_or_else(closed)?;
        ask(client).map_err(|error| match means_away(&error) {
            true => Error::Away {
                place: self.place.clone(),
                reason: told(&error),
            },
            false => Error::Server(error),
        })
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.close();
    }
}

fn lent<'v>(values: &'v [ValueRef<'v>]) -> Vec<&'v (dyn ToSql + Sync)> {
    let values = values.iter();
    values.map(|value| value as &(dyn ToSql + Sync)).collect()
}

/// A statement with its parameters as PostgreSQL writes them: `$1` for `?1`.
fn numbered(sql: &str) -> String {
    let mut written = String::with_capacity(sql.len());
    let mut quoted = false;
    for letter in sql.chars() {
        quoted ^= letter == '\'';
        written.push(match letter {
            '?' if !quoted => '$',
            letter => letter,
        });
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_parameters_are_written_anew() {
        let sql = "SELECT '?1', 'it''s ?' FROM a WHERE b = ?1 AND c = ?12";
        let expected = "SELECT '?1', 'it''s ?' FROM a WHERE b = $1 AND c = $12";
        assert_eq!(numbered(sql), expected);
    }
}
