//! The line to an object store that speaks S3: every request is asked again until patience ends.
//!
//! The crate that speaks S3 is asynchronous; nobody outside this file needs to know.

use std::error::Error as _;
use std::fs::File;
use std::future::Future;
use std::io;
use std::io::Read;
use std::ops::Range;
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::mpsc::sync_channel;
use std::time::Duration;
use std::time::Instant;

use backon::BackoffBuilder;
use backon::ExponentialBuilder;
use object_store::Certificate;
use object_store::ClientOptions;
use object_store::Error as Refused;
use object_store::ObjectStore;
use object_store::ObjectStoreExt;
use object_store::PutPayload;
use object_store::RetryConfig;
use object_store::aws::AmazonS3;
use object_store::aws::AmazonS3Builder;
use object_store::path::Path as Key;
use tokio::runtime::Builder;
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_stream::StreamExt;

use crate::store::places::BucketSettings;

/// Objects uploaded at a time.
const AT_ONCE: usize = 16;
/// Bytes asked for at a time.
pub(super) const PIECE: u64 = 8 << 20;
/// Bytes a second that even a slow line carries: longer transfers may take longer.
const SLOWEST: u64 = 1 << 17;
/// No file of certificates is longer.
const LONGEST: u64 = 1 << 24;
/// Between the first two times something is asked; then ever longer.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
const CONNECTING: Duration = Duration::from_secs(5);

/// An object store, connected to when it is asked.
#[derive(Debug, Clone)]
pub(super) struct Line {
    client: Arc<AmazonS3>,
    patience: Duration,
}

/// Why an object was not stored.
#[derive(Debug)]
pub(super) enum NotPut {
    /// There is another one, of another size.
    OtherSize,
    /// The bucket would keep it when it is deleted.
    KeepsVersions,
    /// It could not be sent.
    Failed(io::Error),
}

/// An object on its way.
#[derive(Debug, Clone)]
pub(super) struct Parcel {
    /// Its name.
    pub key: Key,
    /// Its bytes.
    pub bytes: PutPayload,
    /// Whether it takes the place of what is there; else that is kept if it is as long.
    pub replaces: bool,
}

impl Line {
    pub fn to(settings: &BucketSettings) -> io::Result<Self> {
        // Nobody else in this process has TLS that takes what is installed; twice is once.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let plain = settings.endpoint.as_deref().unwrap_or_default();
        let mut options = ClientOptions::new()
            .with_allow_http(plain.starts_with("http://"))
            .with_timeout_disabled()
            .with_connect_timeout(CONNECTING.min(settings.patience));
        if let Some(path) = &settings.authorities {
            options = options.with_no_system_certificates(true);
            let named = |error: String| {
                io::Error::new(
                    io::ErrorKind::InvalidInput,
                    format!("`{}`: {error}", path.display()),
                )
            };
            let mut pem = Vec::new();
            File::open(path)
                .and_then(|file| file.take(LONGEST).read_to_end(&mut pem))
                .map_err(|error| named(error.to_string()))?;
            let trusted = Certificate::from_pem_bundle(&pem);
            for certificate in trusted.map_err(|error| named(error.to_string()))? {
                options = options.with_root_certificate(certificate);
            }
        }
        let mut builder = AmazonS3Builder::new()
            .with_client_options(options)
            .with_bucket_name(&settings.bucket)
            .with_region(&settings.region)
            .with_disable_bulk_delete(true)
            .with_retry(RetryConfig {
                max_retries: 0,
                ..RetryConfig::default()
            });
        if let Some(endpoint) = &settings.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        if let Some((access, secret)) = &settings.key {
            builder = builder
                .with_access_key_id(access)
                .with_secret_access_key(secret);
        }
        Ok(Self {
            client: Arc::new(builder.build().map_err(told)?),
            patience: settings.patience,
        })
    }

    /// How long an object is, and the version the bucket would keep of it.
    pub fn size(&self, key: &Key) -> io::Result<(u64, bool)> {
        let (line, key) = (self.clone(), key.clone());
        wait(async move {
            let found = line.again(0, || line.client.head(&key)).await;
            let found = found.map_err(told)?;
            Ok((found.size, is_kept(found.version.as_deref())))
        })
    }

    /// How long an object is, and its first piece.
    pub fn beginning(&self, key: &Key) -> io::Result<(u64, Vec<u8>)> {
        let (line, key) = (self.clone(), key.clone());
        wait(async move {
            let begin = || async {
                let found = line.client.get(&key).await?;
                let size = found.meta.size;
                let mut read = Vec::new();
                let mut stream = found.into_stream();
                while let Some(bytes) = stream.next().await {
                    read.extend_from_slice(&bytes?);
                    if read.len() as u64 >= PIECE {
                        break;
                    }
                }
                Ok((size, read))
            };
            line.again(PIECE, begin).await.map_err(told)
        })
    }

    /// A piece of an object.
    pub fn piece(&self, key: &Key, range: Range<u64>) -> io::Result<Vec<u8>> {
        let (line, key) = (self.clone(), key.clone());
        wait(async move {
            let get = || line.client.get_range(&key, range.clone());
            let bytes = line.again(PIECE, get).await.map_err(told)?;
            Ok(bytes.to_vec())
        })
    }

    /// Comes back when the store has acknowledged every object, or one could not be stored.
    pub fn put_all(&self, parcels: Vec<Parcel>) -> Result<(), (Key, NotPut)> {
        let line = self.clone();
        let first = parcels.first().map(|parcel| parcel.key.clone());
        let sent = wait(async move {
            let room = Arc::new(Semaphore::new(AT_ONCE));
            let mut sending = JoinSet::new();
            for parcel in parcels {
                let (line, room) = (line.clone(), Arc::clone(&room));
                sending.spawn(async move {
                    let _room = room.acquire_owned().await;
                    let put = line.put(&parcel).await;
                    put.map_err(|why| (parcel.key, why))
                });
            }
            while let Some(sent) = sending.join_next().await {
                match sent.map_err(io::Error::other)? {
                    Ok(()) => {}
                    not_put => return Ok(not_put),
                }
            }
            Ok(Ok(()))
        });
        sent.unwrap_or_else(|error| Err((first.unwrap_or_default(), NotPut::Failed(error))))
    }

    async fn put(&self, parcel: &Parcel) -> Result<(), NotPut> {
        let failed = |error| NotPut::Failed(told(error));
        let size = parcel.bytes.content_length() as u64;
        if !parcel.replaces {
            match self.again(0, || self.client.head(&parcel.key)).await {
                Ok(there) if there.size == size => return Ok(()),
                Ok(_) => return Err(NotPut::OtherSize),
                Err(Refused::NotFound { .. }) => {}
                Err(error) => return Err(failed(error)),
            }
        }
        let put = || self.client.put(&parcel.key, parcel.bytes.clone());
        let put = self.again(size, put).await.map_err(failed)?;
        match is_kept(put.version.as_deref()) {
            true => Err(NotPut::KeepsVersions),
            false => Ok(()),
        }
    }

    /// Removes an object.
    pub fn remove(&self, key: &Key) -> io::Result<()> {
        let (line, key) = (self.clone(), key.clone());
        wait(async move {
            let removed = line.again(0, || line.client.delete(&key)).await;
            removed.map_err(told)
        })
    }

    /// The last parts of all names in a folder, or of the first one.
    pub fn names(&self, folder: &Key, only_first: bool) -> io::Result<Vec<String>> {
        let (line, folder) = (self.clone(), folder.clone());
        wait(async move {
            let list = || async {
                let listed = line.list(&folder, only_first).await;
                if listed.is_err()
                    // Of a listing the crate does not tell whether it was refused for good.
                    && let Err(
                        refused @ (Refused::PermissionDenied { .. }
                        | Refused::Unauthenticated { .. }),
                    ) = line.client.get(&folder).await
                {
                    return Err(refused);
                }
                listed
            };
            line.again(PIECE, list).await.map_err(told)
        })
    }

    async fn list(&self, folder: &Key, only_first: bool) -> Result<Vec<String>, Refused> {
        let mut names = Vec::new();
        let mut listed = self.client.list(Some(folder));
        while let Some(object) = listed.next().await {
            names.extend(object?.location.filename().map(str::to_owned));
            if only_first {
                break;
            }
        }
        Ok(names)
    }

    /// Asks until there is an answer, or one that stays as it is; for so long as patience lasts.
    async fn again<T, F>(&self, bytes: u64, ask: impl Fn() -> F) -> Result<T, Refused>
    where
        F: Future<Output = Result<T, Refused>>,
    {
        let began = Instant::now();
        let allowed = self.patience + Duration::from_secs(bytes / SLOWEST);
        let mut pauses = ExponentialBuilder::default()
            .with_min_delay(FIRST_PAUSE)
            .with_max_delay(LONGEST_PAUSE)
            .without_max_times()
            .with_jitter()
            .build();
        loop {
            let answer = tokio::time::timeout(allowed, ask()).await;
            let answer = answer.unwrap_or_else(|_| Err(late()));
            match answer {
                Err(error) if may_pass(&error) && began.elapsed() < self.patience => {
                    tracing::info!(%error, "the object store is asked again");
                    tokio::time::sleep(pauses.next().unwrap_or(LONGEST_PAUSE)).await;
                }
                answer => return answer,
            }
        }
    }
}

/// Whether a bucket keeps what is deleted or written over: else it names no version, or `null`.
fn is_kept(version: Option<&str>) -> bool {
    version.is_some_and(|version| version != "null")
}

fn late() -> Refused {
    Refused::Generic {
        store: "S3",
        source: "no answer in time".into(),
    }
}

/// Whether it may go better next time: too many requests, trouble there, or on the way.
fn may_pass(error: &Refused) -> bool {
    matches!(error, Refused::Generic { .. })
}

fn told(error: Refused) -> io::Error {
    let kind = match &error {
        Refused::NotFound { .. } => io::ErrorKind::NotFound,
        Refused::PermissionDenied { .. } | Refused::Unauthenticated { .. } => {
            io::ErrorKind::PermissionDenied
        }
        _ => io::ErrorKind::Other,
    };
    // The crate's words for an error hold those for its cause, down to all but the last one.
    let said = error.to_string();
    let mut last = String::new();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        last = deeper.to_string();
        cause = deeper.source();
    }
    match said.contains(&last) {
        true => io::Error::new(kind, said),
        false => io::Error::new(kind, format!("{said}: {last}")),
    }
}

/// Runs to its end what is asynchronous, from any thread. The threads for it live as long as the
/// process: one that may be async itself could not end them.
fn wait<T: Send + 'static>(
    work: impl Future<Output = io::Result<T>> + Send + 'static,
) -> io::Result<T> {
    static RUNTIME: LazyLock<io::Result<Runtime>> = LazyLock::new(|| {
        Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("originals")
            .enable_all()
            .build()
    });
    let runtime = RUNTIME.as_ref().map_err(|error| error.kind())?;
    let (done, answer) = sync_channel(1);
    runtime.spawn(async move {
        // Somebody waits: see below.
        let _ = done.send(work.await);
    });
    let answer = answer.recv();
    answer.unwrap_or_else(|_| Err(io::Error::other("a request to the object store broke off")))
}
