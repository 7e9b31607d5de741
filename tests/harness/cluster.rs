//! Nodes of OpenSearch on this machine, each in a process of its own that can be killed.

use std::io::Read;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;

use super::ports::free_ports;
use super::until;

/// A cluster of some nodes; gone when it is dropped.
pub struct Cluster {
    folder: TempDir,
    nodes: Vec<Node>,
}

struct Node {
    name: String,
    http: u16,
    transport: u16,
    process: Option<Child>,
}

impl Cluster {
    /// Starts so many nodes and waits until they are one cluster.
    pub fn start(count: usize) -> Self {
        let ports = free_ports(count * 2);
        let node = |(at, ports): (usize, &[u16])| Node {
            name: format!("n{at}"),
            http: ports[0],
            transport: ports[1],
            process: None,
        };
        let mut cluster = Self {
            folder: tempfile::tempdir().unwrap(),
            nodes: ports.chunks(2).enumerate().map(node).collect(),
        };
        cluster.start_all();
        cluster
    }

    /// Starts every node that does not run, and waits until they are one cluster.
    pub fn start_all(&mut self) {
        let names: Vec<&str> = self.nodes.iter().map(|node| node.name.as_str()).collect();
        let names = names.join(",");
        let seeds = self.nodes.iter();
        let seeds: Vec<String> = seeds
            .map(|node| format!("127.0.0.1:{}", node.transport))
            .collect();
        let seeds = seeds.join(",");
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        for node in &mut self.nodes {
            if node.process.is_some() {
                continue;
            }
            let started = Command::new(project.join("tests/cluster/node"))
                .env("KEEP", "1")
                .arg(self.folder.path().join(&node.name))
                .arg("cluster.name=kho")
                .arg(format!("node.name={}", node.name))
                .arg(format!("http.port={}", node.http))
                .arg(format!("transport.port={}", node.transport))
                .arg(format!("discovery.seed_hosts={seeds}"))
                .arg(format!("cluster.initial_cluster_manager_nodes={names}"))
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .spawn()
                .expect("tests/cluster/node needs Java 17 and Maven");
            node.process = Some(started);
        }
        let count = self.nodes.len();
        until("a cluster of all nodes", || {
            let health = self.ask("_cluster/health")?;
            let green = health["status"] == "green" || health["active_shards"] == 0;
            (health["number_of_nodes"] == count && green).then_some(())
        });
    }

    /// Kills a node at once, as a power cut does.
    pub fn kill(&mut self, name: &str) {
        let node = self.nodes.iter_mut().find(|node| node.name == name);
        let mut process = node.unwrap().process.take().unwrap();
        process.kill().unwrap();
        process.wait().unwrap();
    }

    /// Kills every node.
    pub fn kill_all(&mut self) {
        let names: Vec<String> = self.nodes.iter().map(|node| node.name.clone()).collect();
        for name in names {
            let runs = self
                .nodes
                .iter()
                .any(|node| node.name == name && node.process.is_some());
            if runs {
                self.kill(&name);
            }
        }
    }

    /// The name of the elected master.
    pub fn master(&self) -> String {
        let told = until("a master", || self.ask("_cat/cluster_manager?format=json"));
        told[0]["node"].as_str().unwrap().to_owned()
    }

    /// Where it is asked.
    pub fn hosts(&self) -> Vec<String> {
        let nodes = self.nodes.iter();
        nodes
            .map(|node| format!("http://127.0.0.1:{}", node.http))
            .collect()
    }

    /// What any node that runs says.
    pub fn ask(&self, path: &str) -> Option<Value> {
        let running = self.nodes.iter().filter(|node| node.process.is_some());
        running.into_iter().find_map(|node| {
            let url = format!("http://127.0.0.1:{}/{path}", node.http);
            let mut answer = ureq::get(url).call().ok()?;
            let mut text = String::new();
            answer
                .body_mut()
                .as_reader()
                .read_to_string(&mut text)
                .ok()?;
            serde_json::from_str(&text).ok()
        })
    }

    /// The file in an archive's folder that says that its index is here.
    pub fn named(&self, shards: u32, replicas: u32) -> String {
        format!(
            "[search]\nhosts = {:?}\nindex = \"kho\"\nshards = {shards}\nreplicas = {replicas}\n\
             timeout = 60\n",
            self.hosts()
        )
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.kill_all();
    }
}
