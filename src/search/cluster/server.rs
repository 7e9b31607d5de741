//! A cluster of one node for the tests of this program, that ends with it.

use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::OnceLock;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use crate::search::ClusterSettings;

/// Starting a Java machine takes its time where others do too.
const PATIENCE: Duration = Duration::from_secs(180);

struct Server {
    host: String,
    /// Its input, which it ends with, ends with us.
    _node: Child,
}

/// A place in the cluster that no other test has; `shards` parts.
pub fn settings(shards: u32) -> ClusterSettings {
    static SERVER: OnceLock<Server> = OnceLock::new();
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let server = SERVER.get_or_init(Server::start);
    ClusterSettings {
        hosts: vec![server.host.clone()],
        index: format!("kho-{}", NEXT.fetch_add(1, Ordering::Relaxed)),
        authorization: None,
        authorities: None,
        patience: Duration::from_secs(60),
        shards,
        replicas: 0,
        only: None,
    }
}

impl Server {
    fn start() -> Self {
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = tempfile::tempdir().unwrap().keep();
        let [http, transport] = [(); 2].map(|()| {
            let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            listener.local_addr().unwrap().port()
        });
        let node = Command::new(project.join("tests/cluster/node"))
            .arg(&folder)
            .args([
                "discovery.type=single-node",
                "cluster.name=kho",
                "node.name=a",
            ])
            .arg(format!("http.port={http}"))
            .arg(format!("transport.port={transport}"))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("tests/cluster/node needs Java 17 and Maven");
        let host = format!("http://127.0.0.1:{http}");
        let started = Instant::now();
        while ureq::get(&host).call().is_err() {
            assert!(started.elapsed() < PATIENCE, "no cluster at {host}");
            std::thread::yield_now();
        }
        Self { host, _node: node }
    }
}
