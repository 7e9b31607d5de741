//! The real server, a bare axum handler, and a client that does nothing but ask and read.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::Mutex;
use std::time::Duration;

use axum::Router;
use axum::extract;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::record::ask_all;

/// The program serving an archive; ends when dropped.
pub struct Served {
    pub address: SocketAddr,
    pub process: Child,
}

impl Served {
    pub fn start(archive: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vankho"));
        command.arg("--archive").arg(archive);
        command.args(["serve", "--listen", "127.0.0.1:0", "--verify-every", "0"]);
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap()).lines();
        let address = said.find_map(|line| {
            let line = line.unwrap();
            let (_, rest) = line.split_once("http://")?;
            let end = rest.find(['/', ' ']).unwrap_or(rest.len());
            rest.get(..end)?.parse().ok()
        });
        Self {
            address: address.unwrap(),
            process,
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// A handler that gives back one of some answers: `/0`, `/1` …
pub struct Bare {
    pub address: SocketAddr,
    _runtime: Runtime,
}

impl Bare {
    pub fn start(answers: Vec<Vec<u8>>) -> Self {
        let runtime = Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let answers: Vec<axum::body::Bytes> = answers.into_iter().map(Into::into).collect();
        let answer = async move |extract::Path(at): extract::Path<usize>| {
            let body = answers.get(at).cloned().unwrap_or_default();
            ([(CONTENT_TYPE, "application/json")], body)
        };
        let router = Router::new().route("/{at}", get(answer));
        runtime.spawn(async move { axum::serve(listener, router).await });
        Self {
            address,
            _runtime: runtime,
        }
    }

    /// The median time of all its answers, over two connections that stay open.
    pub fn round(&self, answers: usize) -> Duration {
        let paths: Vec<String> = (0..answers).map(|at| format!("/{at}")).collect();
        let clients = Clients::of(self.address, 2);
        let ask = |path: &String| clients.with(|client| drop(client.get(path)));
        ask_all(&paths, 2, ask).median
    }
}

/// Connections, each used by one thread at a time.
pub struct Clients(Mutex<Vec<Client>>);

impl Clients {
    pub fn of(address: SocketAddr, count: usize) -> Self {
        Self(Mutex::new(
            (0..count).map(|_| Client::of(address)).collect(),
        ))
    }

    pub fn with<T>(&self, ask: impl FnOnce(&mut Client) -> T) -> T {
        let mut client = self.0.lock().unwrap().pop().unwrap();
        let answer = ask(&mut client);
        self.0.lock().unwrap().push(client);
        answer
    }
}

/// A connection that stays open.
pub struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    pub fn of(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream: BufReader::new(stream),
        }
    }

    /// The body of an answer, which must be a good one.
    pub fn get(&mut self, path: &str) -> Vec<u8> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        assert!(line.starts_with("HTTP/1.1 200"), "{path}: {line}");
        let mut length = None;
        loop {
            line.clear();
            self.stream.read_line(&mut line).unwrap();
            let Some((name, value)) = line.trim_end().split_once(": ") else {
                break;
            };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.parse().ok();
            }
        }
        let mut body = vec![0; length.expect("a length")];
        self.stream.read_exact(&mut body).unwrap();
        body
    }
}
