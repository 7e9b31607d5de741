//! A server of PostgreSQL on this machine that can be killed.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;

use postgres::Client;
use postgres::NoTls;
use rustix::process::Pid;
use rustix::process::Signal;
use rustix::process::kill_process;
use tempfile::TempDir;

use super::ports::free_ports;
use super::until;

/// A server with the database `kho`; gone when it is dropped.
pub struct Postgres {
    folder: TempDir,
    port: u16,
    script: Option<Child>,
}

impl Postgres {
    /// Makes and starts one, and waits until it answers.
    pub fn start() -> Self {
        let mut server = Self {
            folder: tempfile::tempdir().unwrap(),
            port: free_ports(1)[0],
            script: None,
        };
        // It runs as a user of its own.
        let everybody = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(server.folder.path(), everybody).unwrap();
        server.start_again();
        server
    }

    /// Its address, with user and database.
    pub fn url(&self) -> String {
        format!("postgres://kho@127.0.0.1:{}/kho", self.port)
    }

    /// The lines of `cluster.toml` that put the catalogue here, in this schema.
    pub fn named(&self, schema: &str) -> String {
        format!(
            "[catalogue]\nurl = '{}'\nschema = '{schema}'\ntimeout = 60\n",
            self.url()
        )
    }

    /// A session of the test's own.
    pub fn session(&self) -> Client {
        Client::connect(&self.url(), NoTls).unwrap()
    }

    /// Kills all its processes at once, as a power cut does.
    pub fn kill(&mut self) {
        let server = self.process().expect("it runs");
        let mut processes = children(server);
        // First the one that would start others in the place of those killed.
        processes.insert(0, server);
        for process in processes {
            // Some end by themselves as soon as the first is gone.
            let _ = kill_process(process, Signal::KILL);
        }
        self.wait();
    }

    /// Starts it after it was killed or stopped, and waits until it answers.
    pub fn start_again(&mut self) {
        assert!(self.script.is_none(), "it runs");
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        let script = Command::new(project.join("tests/cluster/postgres"))
            .arg(self.home())
            .arg(self.port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn();
        self.script = Some(script.expect("tests/cluster/postgres"));
        let url = self.url();
        until("a server of PostgreSQL", || {
            let ended = self.script.as_mut().and_then(|it| it.try_wait().unwrap());
            assert!(ended.is_none(), "tests/cluster/postgres ended: {ended:?}");
            Client::connect(&url, NoTls).ok()
        });
    }

    /// Stops it in good order, whoever asks it something, and starts it again.
    pub fn restart(&mut self) {
        let server = self.process().expect("it runs");
        kill_process(server, Signal::INT).unwrap();
        self.wait();
        self.start_again();
    }

    /// Ends sessions of our programs, this many, each as soon as it is there.
    pub fn throw_out(&self, sessions: usize) {
        let mut session = self.session();
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE application_name = 'vankho'";
        let mut ended = 0;
        until("sessions of ours", || {
            ended += session.query(end, &[]).unwrap().len();
            (ended >= sessions).then_some(())
        });
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("one")
    }

    fn process(&self) -> Option<Pid> {
        let path = self.home().join("data/postmaster.pid");
        let text = std::fs::read_to_string(path).ok()?;
        Pid::from_raw(text.lines().next()?.parse().ok()?)
    }

    fn wait(&mut self) {
        if let Some(mut script) = self.script.take() {
            script.wait().unwrap();
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Its input ends, and with it the server.
        self.wait();
    }
}

/// Processes a process has started.
fn children(of: Pid) -> Vec<Pid> {
    let of = of.as_raw_nonzero().get();
    let path = format!("/proc/{of}/task/{of}/children");
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let numbers = text.split_whitespace();
    numbers
        .filter_map(|number| Pid::from_raw(number.parse().ok()?))
        .collect()
}
