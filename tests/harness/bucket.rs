//! An object store that speaks S3, in this process: it checks every signature, keeps its objects as
//! files, and can be made to refuse, to break off, or to be away.

use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use axum::body::Body;
use axum::body::to_bytes;
use hyper::Request;
use hyper::Response;
use hyper::StatusCode;
use hyper::body::Incoming;
use hyper::header::HeaderValue;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use rustls_pki_types::PrivateKeyDer;
use s3s::auth::SimpleAuth;
use s3s::service::S3Service;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;

/// The bucket's name.
const NAME: &str = "kho";
/// The key it takes, and its secret.
const ACCESS: &str = "van-kho";
const SECRET: &str = "khong-ai-biet";

/// What is wrong with the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing.
    None,
    /// It refuses each tenth request, now by 503 and now by 429.
    Refuses,
    /// It does what each tenth request asks, then breaks off: without an answer, or within it.
    BreaksOff,
    /// It keeps former versions, and says so.
    KeepsVersions,
}

/// A store with an empty bucket; gone when it is dropped.
pub struct Bucket {
    folder: TempDir,
    address: SocketAddr,
    state: Arc<State>,
    runtime: Option<Runtime>,
    tls: Option<TlsAcceptor>,
}

struct State {
    trouble: Mutex<Trouble>,
    asked: AtomicU64,
    troubled: AtomicU64,
}

impl Bucket {
    /// Starts it.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("objects").join(NAME)).unwrap();
        fs::write(folder.path().join("access"), ACCESS).unwrap();
        fs::write(folder.path().join("secret"), format!("{SECRET}\n")).unwrap();
        let mut bucket = Self {
            folder,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            state: Arc::new(State {
                trouble: Mutex::new(Trouble::None),
                asked: AtomicU64::new(0),
                troubled: AtomicU64::new(0),
            }),
            runtime: None,
            tls: None,
        };
        bucket.come_back();
        bucket
    }

    /// Starts one that is asked over TLS, with a certificate that nobody else trusts.
    pub fn start_with_tls() -> Self {
        let mut bucket = Self::start();
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        fs::write(bucket.authorities(), made.cert.pem()).unwrap();
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        bucket.tls = Some(TlsAcceptor::from(Arc::new(config)));
        bucket.go_away();
        bucket.come_back();
        bucket
    }

    /// The file of what it is trusted by.
    pub fn authorities(&self) -> String {
        let path = self.folder.path().join("authorities.pem");
        path.to_str().unwrap().to_owned()
    }

    /// From now on it has this trouble.
    pub fn trouble(&self, trouble: Trouble) {
        *self.state.trouble.lock().unwrap() = trouble;
    }

    /// How many requests had trouble.
    pub fn troubled(&self) -> u64 {
        self.state.troubled.load(Ordering::Relaxed)
    }

    /// How many requests there were.
    pub fn asked(&self) -> u64 {
        self.state.asked.load(Ordering::Relaxed)
    }

    /// Nothing answers where it was.
    pub fn go_away(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
        super::until("nothing answers", || {
            std::net::TcpStream::connect(self.address)
                .is_err()
                .then_some(())
        });
    }

    /// It answers again, with all it had.
    pub fn come_back(&mut self) {
        let runtime = Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind(self.address)).unwrap();
        self.address = listener.local_addr().unwrap();
        let files = FileSystem::new(self.folder.path().join("objects")).unwrap();
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(SimpleAuth::from_single(ACCESS, SECRET));
        let (state, tls) = (Arc::clone(&self.state), self.tls.clone());
        runtime.spawn(serve(listener, tls, builder.build(), state));
        self.runtime = Some(runtime);
    }

    /// Where it answers.
    pub fn endpoint(&self) -> String {
        match self.tls {
            None => format!("http://{}", self.address),
            Some(_) => format!("https://{}", self.address),
        }
    }

    /// The file in an archive's folder that says that its originals are here, below `prefix`; nothing
    /// is waited for longer than so many seconds.
    pub fn named(&self, prefix: &str, timeout: u64) -> String {
        let file = |name: &str| self.folder.path().join(name);
        let trusted = match self.tls {
            None => String::new(),
            Some(_) => format!("authorities = {:?}\n", self.authorities()),
        };
        format!(
            "[originals]\nurl = \"s3://{NAME}/{prefix}\"\nendpoint = \"{}\"\n\
             access-key-file = {:?}\nsecret-key-file = {:?}\ntimeout = {timeout}\n{trusted}",
            self.endpoint(),
            file("access"),
            file("secret"),
        )
    }

    /// Every object below `prefix` by the last part of its name, and the file its bytes are in.
    pub fn objects(&self, prefix: &str) -> BTreeMap<String, PathBuf> {
        let mut found = BTreeMap::new();
        let mut pending = vec![self.folder.path().join("objects").join(NAME).join(prefix)];
        while let Some(next) = pending.pop() {
            for entry in fs::read_dir(next).into_iter().flatten() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                match path.is_dir() {
                    true => pending.push(path),
                    false => drop(found.insert(name, path)),
                }
            }
        }
        found
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    store: S3Service,
    state: Arc<State>,
) {
    while let Ok((socket, _)) = listener.accept().await {
        let (store, state, tls) = (store.clone(), Arc::clone(&state), tls.clone());
        let answer = service_fn(move |request| answer(store.clone(), Arc::clone(&state), request));
        tokio::spawn(async move {
            let server = hyper::server::conn::http1::Builder::new();
            // Whoever asked is gone, was cut off, or does not trust us.
            match tls {
                None => drop(server.serve_connection(TokioIo::new(socket), answer).await),
                Some(tls) => {
                    if let Ok(socket) = tls.accept(socket).await {
                        drop(server.serve_connection(TokioIo::new(socket), answer).await);
                    }
                }
            }
        });
    }
}

async fn answer(
    store: S3Service,
    state: Arc<State>,
    request: Request<Incoming>,
) -> Result<Response<Body>, String> {
    let number = state.asked.fetch_add(1, Ordering::Relaxed);
    let trouble = *state.trouble.lock().unwrap();
    if trouble == Trouble::KeepsVersions {
        let answered = store.call(request.map(s3s::Body::from)).await;
        let mut answered = answered
            .map_err(|error| format!("{error:?}"))?
            .map(Body::new);
        let version = HeaderValue::from_static("3sL4kqtJlcpXroDTDmJ-rmSpXd3dIbrHY");
        answered.headers_mut().insert("x-amz-version-id", version);
        return Ok(answered);
    }
    if trouble == Trouble::None || number % 10 != 9 {
        let answered = store.call(request.map(s3s::Body::from)).await;
        return Ok(answered
            .map_err(|error| format!("{error:?}"))?
            .map(Body::new));
    }
    let troubled = state.troubled.fetch_add(1, Ordering::Relaxed);
    let each_other = troubled.is_multiple_of(2);
    if trouble == Trouble::Refuses {
        let mut refused = Response::new(Body::from("<Error><Code>SlowDown</Code></Error>"));
        *refused.status_mut() = match each_other {
            true => StatusCode::SERVICE_UNAVAILABLE,
            false => StatusCode::TOO_MANY_REQUESTS,
        };
        return Ok(refused);
    }
    let answered = store.call(request.map(s3s::Body::from)).await;
    let (parts, body) = answered.map_err(|error| format!("{error:?}"))?.into_parts();
    let bytes = to_bytes(Body::new(body), usize::MAX).await.unwrap();
    if each_other || bytes.is_empty() {
        return Err("broken off".to_owned());
    }
    let half = Ok(bytes.slice(..bytes.len() / 2));
    let broken = tokio_stream::iter([half, Err("broken off")]);
    Ok(Response::from_parts(parts, Body::from_stream(broken)))
}
