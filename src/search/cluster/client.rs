//! Speaking to a cluster: any machine of it that answers, patience with one that is busy.

use std::error::Error;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;

use backon::BlockingRetryable;
use backon::ExponentialBuilder;
use rustls::crypto::ring;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use serde_json::Value;
use ureq::http::Method;
use ureq::http::Request;
use ureq::http::StatusCode;
use ureq::tls::Certificate;
use ureq::tls::RootCerts;
use ureq::tls::TlsConfig;

use crate::search::SearchError;
use crate::search::cluster::ClusterSettings;

/// Bytes of the longest answer that is read.
const LONGEST_ANSWER: u64 = 256 << 20;
/// Bytes of a file of certificates that are read.
const LONGEST_PEM: u64 = 4 << 20;
/// Characters of a refusal that are told.
const TOLD: usize = 400;
const JSON: &str = "application/json";
const LINES: &str = "application/x-ndjson";

/// The way to a cluster.
pub(super) struct Client {
    agent: ureq::Agent,
    hosts: Vec<String>,
    /// The machine that answered last is asked first.
    first: AtomicUsize,
    authorization: Option<String>,
    patience: Duration,
}

/// A cluster said no.
#[derive(Debug)]
struct Refused {
    status: StatusCode,
    what: String,
    why: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, what, why } = self;
        write!(out, "the cluster answered {status} to {what}: {why}")
    }
}

impl Error for Refused {}

/// What came of asking once.
enum Trouble {
    /// No machine answers, or the one that does has too much to do: worth asking again.
    Busy(SearchError),
    Other(SearchError),
}

impl Client {
    pub fn new(settings: &ClusterSettings) -> Result<Self, SearchError> {
        let broken = |error: Box<dyn Error + Send + Sync>| SearchError::Unreachable(error);
        let trusted = match &settings.authorities {
            None => rustls_native_certs::load_native_certs().certs,
            Some(file) => {
                let mut pem = Vec::new();
                let read = File::open(file);
                let read = read.and_then(|file| file.take(LONGEST_PEM).read_to_end(&mut pem));
                read.map_err(|error| broken(error.into()))?;
                let certs: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
                certs.map_err(|error| broken(error.into()))?
            }
        };
        let trusted = trusted.iter();
        let trusted = trusted.map(|cert| Certificate::from_der(cert).to_owned());
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
            .root_certs(RootCerts::Specific(Arc::new(trusted.collect())))
            .build();
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(settings.patience))
            .timeout_connect(Some(settings.patience.min(CONNECTING)))
            .tls_config(tls)
            .build();
        let hosts = settings.hosts.iter();
        Ok(Self {
            agent: config.new_agent(),
            hosts: hosts
                .map(|host| host.trim_end_matches('/').to_owned())
                .collect(),
            first: AtomicUsize::new(0),
            authorization: settings.authorization.clone(),
            patience: settings.patience,
        })
    }

    /// How a cluster that is busy, or is choosing a new master, is asked again.
    pub fn patience(&self) -> ExponentialBuilder {
        ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(50))
            .with_max_delay(Duration::from_secs(1))
            .without_max_times()
            .with_total_delay(Some(self.patience))
            .with_jitter()
    }

    /// What is at a path; none where there is nothing.
    pub fn get(&self, path: &str) -> Result<Option<Value>, SearchError> {
        let (status, answer) = self.ask(&Method::GET, path, JSON, "")?;
        match status {
            StatusCode::NOT_FOUND => Ok(None),
            _ => Self::accepted(status, path, answer).map(Some),
        }
    }

    /// Puts something there.
    pub fn put(&self, path: &str, body: &Value) -> Result<Value, SearchError> {
        let (status, answer) = self.ask(&Method::PUT, path, JSON, &body.to_string())?;
        Self::accepted(status, path, answer)
    }

    /// The same; none where somebody else was there before.
    pub fn put_in_turn(&self, path: &str, body: &Value) -> Result<Option<Value>, SearchError> {
        let (status, answer) = self.ask(&Method::PUT, path, JSON, &body.to_string())?;
        match status {
            StatusCode::CONFLICT => Ok(None),
            _ => Self::accepted(status, path, answer).map(Some),
        }
    }

    /// Asks for something that needs words.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value, SearchError> {
        let (status, answer) = self.ask(&Method::POST, path, JSON, &body.to_string())?;
        Self::accepted(status, path, answer)
    }

    /// The same with a line for each part.
    pub fn post_lines(&self, path: &str, lines: &str) -> Result<Value, SearchError> {
        let (status, answer) = self.ask(&Method::POST, path, LINES, lines)?;
        Self::accepted(status, path, answer)
    }

    /// Deletes an index, if it is there.
    pub fn delete(&self, path: &str) -> Result<(), SearchError> {
        let (status, answer) = self.ask(&Method::DELETE, path, JSON, "")?;
        match status {
            StatusCode::NOT_FOUND => Ok(()),
            _ => Self::accepted(status, path, answer).map(drop),
        }
    }

    fn accepted(status: StatusCode, what: &str, answer: Value) -> Result<Value, SearchError> {
        if status.is_success() {
            return Ok(answer);
        }
        Err(SearchError::Broken(Box::new(refused(
            status, what, &answer,
        ))))
    }

    /// Asks until some machine has an answer, for as long as patience lasts.
    fn ask(
        &self,
        method: &Method,
        path: &str,
        kind: &str,
        body: &str,
    ) -> Result<(StatusCode, Value), SearchError> {
        let asked = (|| self.ask_once(method, path, kind, body))
            .retry(self.patience())
            .when(|trouble| matches!(trouble, Trouble::Busy(_)))
            .call();
        asked.map_err(|trouble| match trouble {
            Trouble::Busy(error) | Trouble::Other(error) => error,
        })
    }

    /// Asks each machine once, until one can be reached.
    fn ask_once(
        &self,
        method: &Method,
        path: &str,
        kind: &str,
        body: &str,
    ) -> Result<(StatusCode, Value), Trouble> {
        let first = self.first.load(Ordering::Relaxed);
        let mut last: Option<ureq::Error> = None;
        for at in 0..self.hosts.len() {
            let at = (first + at) % self.hosts.len();
            let Some(host) = self.hosts.get(at) else {
                continue;
            };
            let mut request = Request::builder()
                .method(method)
                .uri(format!("{host}/{path}"))
                .header("content-type", kind);
            if let Some(authorization) = &self.authorization {
                request = request.header("authorization", authorization);
            }
            let broken = |error: Box<dyn Error + Send + Sync>| {
                Trouble::Other(SearchError::Unreachable(error))
            };
            let request = request.body(body.to_owned());
            let request = request.map_err(|error| broken(error.into()))?;
            let answered = self.agent.run(request).and_then(|answer| {
                let status = answer.status();
                let mut body = answer.into_body();
                let body = body.with_config().limit(LONGEST_ANSWER).read_to_vec()?;
                Ok((status, body))
            });
            match answered {
                Ok((status, answer)) => {
                    self.first.store(at, Ordering::Relaxed);
                    let answer = serde_json::from_slice(&answer).unwrap_or_default();
                    return match status {
                        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                            let refused = Box::new(refused(status, path, &answer));
                            Err(Trouble::Busy(SearchError::Unreachable(refused)))
                        }
                        _ => Ok((status, answer)),
                    };
                }
                Err(error) => last = Some(error),
            }
        }
        let error = last.unwrap_or(ureq::Error::HostNotFound);
        Err(Trouble::Busy(SearchError::Unreachable(Box::new(error))))
    }
}

/// Waiting for a machine to accept a connection; one that is gone is found out soon.
const CONNECTING: Duration = Duration::from_secs(2);

fn refused(status: StatusCode, what: &str, answer: &Value) -> Refused {
    let why = answer.get("error").unwrap_or(answer).to_string();
    Refused {
        status,
        what: what.chars().take(TOLD).collect(),
        why: why.chars().take(TOLD).collect(),
    }
}
