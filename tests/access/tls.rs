//! The real program behind a certificate of its own: what is agreed on, what is refused, what is sent.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::process::Child;
use std::process::Stdio;
use std::sync::Arc;

use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::ClientConnection;
use tokio_rustls::rustls::ProtocolVersion;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::StreamOwned;
use tokio_rustls::rustls::SupportedProtocolVersion;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::version::TLS12;
use tokio_rustls::rustls::version::TLS13;

use super::door::office;
use crate::harness::Archive;

const NAME: &str = "kho.example.vn";

/// A certificate for `NAME` and its key, as files.
fn certificate(folder: &Path, name: &str) -> (String, String, rcgen::Certificate) {
    let made = rcgen::generate_simple_self_signed([NAME.to_owned()]).unwrap();
    let write = |ending: &str, text: String| {
        let path = folder.join(format!("{name}.{ending}"));
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let chain = write("pem", made.cert.pem());
    let key = write("key", made.signing_key.serialize_pem());
    (chain, key, made.cert)
}

struct Encrypted {
    process: Child,
    address: String,
    trusted: RootCertStore,
}

impl Encrypted {
    fn start(archive: &Archive, folder: &Path) -> Self {
        let (chain, key, certificate) = certificate(folder, "kho");
        let mut command = archive.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.args(["--host", NAME, "--tls-cert", &chain, "--tls-key", &key]);
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let (_, rest) = line.split_once("https://").expect("an address");
        let mut trusted = RootCertStore::empty();
        trusted.add(certificate.der().clone()).unwrap();
        Self {
            process,
            address: rest.split('/').next().unwrap().to_owned(),
            trusted,
        }
    }

    /// What is answered over one version of TLS, and which was agreed on.
    fn ask(
        &self,
        version: &'static SupportedProtocolVersion,
        path: &str,
    ) -> (String, ProtocolVersion) {
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(&[version])
            .unwrap()
            .with_root_certificates(self.trusted.clone())
            .with_no_client_auth();
        let name = NAME.try_into().unwrap();
        let client = ClientConnection::new(Arc::new(config), name).unwrap();
        let mut stream = StreamOwned::new(client, TcpStream::connect(&self.address).unwrap());
        let request = format!("GET {path} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        // A server that closes without saying so is refused by the client: then the answer is cut.
        stream.read_to_end(&mut answer).unwrap();
        let version = stream.conn.protocol_version().unwrap();
        (String::from_utf8_lossy(&answer).into_owned(), version)
    }
}

impl Drop for Encrypted {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.process.kill());
        self.process.wait().unwrap();
    }
}

#[test]
fn both_versions_are_spoken_and_plain_words_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let archive = office(&[("minh", "administrator")]);
    let server = Encrypted::start(&archive, folder.path());
    for (version, expected) in [
        (&TLS12, ProtocolVersion::TLSv1_2),
        (&TLS13, ProtocolVersion::TLSv1_3),
    ] {
        let (answer, agreed) = server.ask(version, "/dang-nhap");
        assert_eq!(agreed, expected);
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        let head = answer.split("\r\n\r\n").next().unwrap().to_lowercase();
        assert!(
            head.contains("strict-transport-security: max-age="),
            "{head}"
        );
        let cookies = head.lines().filter(|line| line.starts_with("set-cookie:"));
        let cookies: Vec<&str> = cookies.collect();
        assert_eq!(cookies.len(), 1, "{head}");
        for wanted in ["__host-cua=", "; secure", "; httponly", "; path=/"] {
            assert!(cookies[0].contains(wanted), "{cookies:?}");
        }
    }
    for words in ["GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\r\n\r\n\r\n"] {
        let mut plain = TcpStream::connect(&server.address).unwrap();
        plain.write_all(words.as_bytes()).unwrap();
        let mut answer = Vec::new();
        // It may be cut off with or without a TLS alert.
        drop(plain.read_to_end(&mut answer));
        assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
        assert!(answer.len() < 64, "{answer:?}");
    }
    let (again, _) = server.ask(&TLS13, "/healthz");
    assert!(again.starts_with("HTTP/1.1 200"), "{again}");
}

#[test]
fn a_certificate_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let archive = office(&[("minh", "administrator")]);
    let (chain, key, _) = certificate(folder.path(), "kho");
    let (_, other, _) = certificate(folder.path(), "khac");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (empty, torn) = (
        file("rong.pem", ""),
        file("rach.pem", "-----BEGIN CERTIFICATE-----\nMIIB"),
    );
    let junk = file(
        "rac.pem",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    );
    let nowhere = folder.path().join("không có.pem");
    let nowhere = nowhere.to_str().unwrap();
    for (chain, key, named) in [
        (nowhere, key.as_str(), vec![nowhere]),
        (&chain, nowhere, vec![nowhere]),
        (&empty, &key, vec![&*empty]),
        (&torn, &key, vec![&*torn]),
        (&key, &key, vec![&*key]),
        (&chain, &chain, vec![&*chain]),
        (&chain, &empty, vec![&*empty]),
        (&junk, &key, vec![&*junk, &*key]),
        (&chain, &other, vec![&*chain, &*other]),
    ] {
        let serve = ["serve", "--listen", "127.0.0.1:0", "--host", NAME];
        let run = archive.run(&[&serve[..], &["--tls-cert", chain, "--tls-key", key]].concat());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{chain} {key}");
        for file in named {
            assert!(run.err.contains(file), "{chain} {key}: {}", run.err);
        }
    }
}
