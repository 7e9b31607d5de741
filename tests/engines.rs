//! One archive, two engines: what a cluster answers, through what befalls its machines.

use std::fs;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use crate::harness::Archive;
use crate::harness::cluster::Cluster;
use crate::harness::many_papers;
use crate::harness::samples;
use crate::harness::until;

/// What people type and what they narrow it by.
const ASKED: [&[&str]; 12] = [
    &["qd 238 tw"],
    &["07- ĐA/TU"],
    &["238"],
    &["nghi quyet 35 bo chinh tri"],
    &["uỷ ban nhân dân"],
    &["du luan xa hoi"],
    &["\"dư luận xã hội\""],
    &["ke hoach -bao"],
    &["", "--body", "chinh-phu"],
    &["", "--kind", "quyet-dinh", "--sort", "newest"],
    &["", "--from", "2020-01-01", "--sort", "oldest"],
    &["quy chế", "--system", "party"],
];

/// An archive whose index is in a cluster.
fn archive_in(cluster: &Cluster, shards: u32, replicas: u32) -> Archive {
    let archive = Archive::new();
    fs::create_dir_all(archive.path()).unwrap();
    let place = archive.path().join("cluster.toml");
    fs::write(place, cluster.named(shards, replicas)).unwrap();
    archive
}

#[track_caller]
fn import(archive: &Archive, folder: &Path) {
    let run = archive.run(&["import", folder.to_str().unwrap()]);
    assert!(matches!(run.code, 0 | 3), "{}{}", run.out, run.err);
}

/// Whether two archives answer the same, whatever is asked.
#[track_caller]
fn compare(one: &Archive, other: &Archive) {
    for asked in ASKED {
        let answer = |archive: &Archive| {
            let mut lines = archive.json(&[&["search"], asked, &["--limit", "100"]].concat());
            let mut answer = lines.remove(0);
            answer.as_object_mut().unwrap().remove("took_ms");
            answer
        };
        assert_eq!(answer(one), answer(other), "{asked:?}");
    }
}

#[test]
fn an_archive_is_the_same_with_its_index_in_a_cluster() {
    let cluster = Cluster::start(1);
    let archive = archive_in(&cluster, 1, 0);
    import(&archive, &samples());
    let here = Archive::new();
    import(&here, &samples());
    compare(&archive, &here);
    assert!(!archive.path().join("index").exists());
    for command in [&["verify"][..], &["reindex"], &["doctor"]] {
        let run = archive.run(command);
        assert_eq!(run.code, 0, "{command:?}: {}{}", run.out, run.err);
    }
    compare(&archive, &here);
    let kept = cluster.ask("_cat/indices/kho*?format=json").unwrap();
    assert_eq!(kept.as_array().unwrap().len(), 1, "{kept}");
}

#[test]
fn a_cluster_loses_its_master_and_no_paper() {
    let papers = tempfile::tempdir().unwrap();
    many_papers(papers.path(), 600);
    let here = Archive::new();
    import(&here, papers.path());
    let mut cluster = Cluster::start(3);
    let archive = archive_in(&cluster, 3, 1);
    import(&archive, &samples());
    let server = archive.serve();
    let found = |query: &str| {
        let started = Instant::now();
        let answer = server.get(&format!("/api/v1/search?q={query}"));
        (answer.status == 200).then(|| started.elapsed())
    };
    let mut command = archive.command(&["import", papers.path().to_str().unwrap()]);
    let mut importing = command.stdout(std::process::Stdio::null()).spawn().unwrap();
    until("some papers of the import", || {
        let count = cluster.ask("kho/_count")?["count"].as_u64()?;
        (count > 100).then_some(())
    });
    let master = cluster.master();
    let before = cluster.ask("kho/_count").unwrap()["count"]
        .as_u64()
        .unwrap();
    cluster.kill(&master);
    let killed = Instant::now();
    until("an answer without the master", || found("238-Q%C4%90%2FTW"));
    let reads_back = killed.elapsed();
    let count = || cluster.ask("kho/_count")?["count"].as_u64();
    until("a paper more without the master", || {
        (count()? > before).then_some(())
    });
    let writes_back = killed.elapsed();
    assert!(importing.wait().unwrap().success());
    let through = killed.elapsed();
    println!(
        "an answer after {reads_back:?}, a paper more after {writes_back:?}, the import done after \
         {through:?}"
    );
    assert!(reads_back < Duration::from_secs(60));
    drop(server);
    let list = |archive: &Archive| {
        let mut ids: Vec<String> = archive
            .json(&["list"])
            .iter()
            .map(|paper| paper["id"].as_str().unwrap().to_owned())
            .collect();
        ids.sort();
        ids
    };
    import(&here, &samples());
    assert_eq!(list(&archive), list(&here));
    compare(&archive, &here);
    let verified = archive.run(&["verify"]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
    cluster.kill_all();
    cluster.start_all();
    compare(&archive, &here);
}
