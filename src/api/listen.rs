//! Connections by TLS.

use std::io;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::server::TlsStream;

/// How long a connection may take to agree on keys.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Connections that agree on keys at a time.
const AT_ONCE: usize = 256;

/// Why TLS cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file does not hold what it should.
    #[error("cannot read a PEM certificate or key in `{file}`")]
    File {
        /// Which.
        file: String,
        /// Why.
        source: rustls_pki_types::pem::Error,
    },
    /// A file that has no certificate.
    #[error("there is no certificate in `{0}`: it must hold the server's own, then those above it")]
    Empty(String),
    /// Certificate and key do not fit, or are of a kind nobody uses.
    #[error("the certificate in `{chain}` and the key in `{key}` cannot be used together")]
    Unfit {
        /// Where the certificates are.
        chain: String,
        /// Where the key is.
        key: String,
        /// Why.
        source: tokio_rustls::rustls::Error,
    },
}

/// A certificate and its key, read and found to fit.
pub struct Keys(TlsAcceptor);

impl Keys {
    /// Reads a chain of certificates and a key in PEM.
    ///
    /// # Errors
    /// When a file cannot be read, does not hold what it should, or the two do not fit.
    pub fn read(chain: &Path, key: &Path) -> Result<Self, TlsError> {
        let shown = |file: &Path| file.display().to_string();
        let failed = |file: &Path| {
            let file = shown(file);
            move |source| TlsError::File { file, source }
        };
        let certificates = CertificateDer::pem_file_iter(chain).map_err(failed(chain))?;
        let certificates = certificates.collect::<Result<Vec<_>, _>>();
        let certificates = certificates.map_err(failed(chain))?;
        if certificates.is_empty() {
            return Err(TlsError::Empty(shown(chain)));
        }
        let secret = PrivateKeyDer::from_pem_file(key).map_err(failed(key))?;
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let made = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|config| {
                config
                    .with_no_client_auth()
                    .with_single_cert(certificates, secret)
            });
        let mut config = made.map_err(|source| TlsError::Unfit {
            chain: shown(chain),
            key: shown(key),
            source,
        })?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self(TlsAcceptor::from(Arc::new(config))))
    }
}

/// A listener whose connections are encrypted. They agree on keys beside each other, so that a slow
/// one holds nobody up.
pub struct Encrypted {
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
}

impl Encrypted {
    /// Encrypts what a listener takes.
    #[must_use]
    pub fn new(listener: TcpListener, keys: Keys) -> Self {
        let address = listener
            .local_addr()
            .unwrap_or_else(|_| SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)));
        let (sender, ready) = mpsc::channel(AT_ONCE);
        tokio::spawn(take(listener, keys.0, sender));
        Self { ready, address }
    }
}

/// Sends what is written at once: an answer that comes in several pieces would wait for the reader to
/// say that it has the first.
pub fn at_once(stream: &mut TcpStream) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(cause = %error, "answers may be slow");
    }
}

async fn take(
    mut listener: TcpListener,
    acceptor: TlsAcceptor,
    sender: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    let slots = Arc::new(Semaphore::new(AT_ONCE));
    while let Ok(slot) = Arc::clone(&slots).acquire_owned().await {
        let taken = tokio::select! {
            taken = Listener::accept(&mut listener) => taken,
            () = sender.closed() => return,
        };
        let (mut stream, address) = taken;
        at_once(&mut stream);
        let (acceptor, sender) = (acceptor.clone(), sender.clone());
        tokio::spawn(async move {
            let agreed = tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await;
            // One that cannot be agreed with is gone: nothing was asked yet.
            if let Ok(Ok(stream)) = agreed {
                drop(sender.send((stream, address)).await);
            }
            drop(slot);
        });
    }
}

impl Listener for Encrypted {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(taken) => taken,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}
