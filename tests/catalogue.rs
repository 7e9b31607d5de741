//! An archive whose catalogue is on a server of PostgreSQL: the same archive, through what befalls it.

use std::fs;
use std::path::Path;
use std::process::Child;
use std::process::Stdio;
use std::time::Instant;

use serde_json::Value;

use crate::access::door::PASSWORD;
use crate::access::door::log_in;
use crate::access::door::user;
use crate::harness::Archive;
use crate::harness::Run;
use crate::harness::bucket::Bucket;
use crate::harness::cluster::Cluster;
use crate::harness::many_papers;
use crate::harness::postgres::Postgres;
use crate::harness::samples;
use crate::harness::until;

/// Papers of an import that is disturbed.
const MANY: usize = 600;

/// Sessions of a disturbed import that a server ends as soon as they have begun.
const THROWN_OUT: usize = 20;

/// An archive that is elsewhere, as `cluster.toml` says; one of the machines that work with it.
fn node(places: &str) -> Archive {
    let archive = Archive::new();
    fs::create_dir_all(archive.path()).unwrap();
    fs::write(archive.path().join("cluster.toml"), places).unwrap();
    archive
}

/// An import of a folder that runs meanwhile.
fn begin_import(archive: &Archive, papers: &Path) -> Child {
    let mut command = archive.command(&["--json", "import", papers.to_str().unwrap()]);
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Waits until an import that runs has made some papers durable.
fn some_papers(server: &Postgres, schema: &str) {
    let mut session = None;
    until("some papers of the import", || {
        let mut asking = session.take().unwrap_or_else(|| server.session());
        let count = format!("SELECT COUNT(*) FROM {schema}.documents");
        let count: i64 = asking.query_one(&count, &[]).ok()?.get(0);
        session = Some(asking);
        (count > 100).then_some(())
    });
}

#[track_caller]
fn summary(run: &Run) -> Value {
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let summary = run.lines().pop().unwrap();
    assert_eq!(summary["event"], "summary");
    summary
}

/// The list of an archive, by identifier and without the order of arrival.
fn list(archive: &Archive) -> Vec<Value> {
    let mut papers = archive.json(&["list"]);
    papers.sort_by_key(|paper| paper["id"].as_str().unwrap().to_owned());
    papers
}

#[track_caller]
fn check_whole(archive: &Archive) {
    for command in [&["verify"][..], &["log", "verify"], &["doctor"]] {
        let run = archive.run(command);
        assert_eq!(run.code, 0, "{command:?}: {}{}", run.out, run.err);
    }
}

#[test]
fn an_archive_is_the_same_with_its_catalogue_on_a_server() {
    let server = Postgres::start();
    let archive = node(&server.named("kho"));
    let here = Archive::new();
    let papers = samples();
    let (_, there) = archive.import(&papers);
    let (_, expected) = here.import(&papers);
    let counts = |mut summary: Value| {
        summary.as_object_mut().unwrap().remove("seconds");
        summary.as_object_mut().unwrap().remove("stages");
        summary
    };
    assert_eq!(counts(there)["imported"], counts(expected)["imported"]);
    assert_eq!(list(&archive), list(&here));
    for query in ["qd 238 tw", "07- ĐA/TU", "du luan xa hoi", "uỷ ban"] {
        assert_eq!(archive.hits(query), here.hits(query), "{query}");
    }
    check_whole(&archive);
    assert!(!archive.path().join("catalogue.db").exists());
    assert!(!archive.path().join("access.db").exists());

    // A character that this server cannot keep costs nothing.
    let odd = tempfile::tempdir().unwrap();
    let text = "ỦY BAN NHÂN DÂN TỈNH AN GIANG\nSố: 5\0/KH-UBND\nAn Giang, ngày 5 tháng 3 năm 2021\n\
         KẾ HOẠCH\nvề vi\0ệc kiểm\0 kê\n";
    fs::write(odd.path().join("a.txt"), text).unwrap();
    for archive in [&archive, &here] {
        archive.import(odd.path());
    }
    assert_eq!(list(&archive), list(&here));
    check_whole(&archive);

    // Again: nothing is new.
    let (_, again) = archive.import(&papers);
    assert_eq!(
        (&again["imported"], &again["duplicates"]),
        (&0.into(), &0.into())
    );

    // What people do.
    let id = archive.json(&["search", "qd 238 tw"])[0]["hits"][0]["id"].clone();
    let id = id.as_str().unwrap();
    for command in [
        &["correct", id, "issued-at", "Chỗ khác"][..],
        &["delete", id, "--reason", "thử"],
        &["undelete", id],
        &["correct", id, "--undo", "1"],
        &["delete", id, "--reason", "thử lại"],
    ] {
        let run = archive.run(command);
        assert_eq!(run.code, 0, "{command:?}: {}{}", run.out, run.err);
    }
    check_whole(&archive);

    // A backup is one of an archive in a folder.
    let folder = tempfile::tempdir().unwrap();
    let (bag, back) = (folder.path().join("túi"), Archive::new());
    let saved = archive.run(&["backup", bag.to_str().unwrap()]);
    assert_eq!(saved.code, 0, "{}{}", saved.out, saved.err);
    let place = back.path();
    let restored = back.run(&["restore", bag.to_str().unwrap(), place.to_str().unwrap()]);
    assert_eq!(restored.code, 0, "{}{}", restored.out, restored.err);
    assert_eq!(list(&back), list(&archive));
    check_whole(&back);
    let elsewhere = node(&server.named("khac"));
    let place = elsewhere.path();
    let refused = elsewhere.run(&["restore", bag.to_str().unwrap(), place.to_str().unwrap()]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("vankho migrate"), "{}", refused.err);
}

#[test]
fn a_server_is_killed_in_the_middle_of_an_import() {
    let papers = tempfile::tempdir().unwrap();
    many_papers(papers.path(), MANY);
    let here = Archive::new();
    here.import(papers.path());
    let mut server = Postgres::start();
    let archive = node(&server.named("kho"));
    let importing = begin_import(&archive, papers.path());
    some_papers(&server, "kho");
    server.kill();
    server.start_again();
    server.restart();
    server.throw_out(THROWN_OUT);
    let run: Run = importing.wait_with_output().unwrap().into();
    let told = summary(&run);
    assert_eq!(
        (&told["found"], &told["imported"]),
        (&MANY.into(), &MANY.into())
    );
    assert_eq!(list(&archive), list(&here));
    check_whole(&archive);
    let runs = archive.json(&["import", "list"]);
    assert_eq!(runs.len(), 1, "{runs:?}");
}

#[test]
fn an_importer_that_dies_leaves_its_place_to_the_next() {
    let papers = tempfile::tempdir().unwrap();
    many_papers(papers.path(), MANY);
    let server = Postgres::start();
    let (one, two) = (node(&server.named("kho")), node(&server.named("kho")));
    let mut importing = begin_import(&one, papers.path());
    some_papers(&server, "kho");
    let refused = two.run(&["import", papers.path().to_str().unwrap()]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.contains("is held by `import"),
        "{}",
        refused.err
    );
    importing.kill().unwrap();
    importing.wait().unwrap();
    // Its originals lie in its folder: the other machine brings its own.
    let run: Run = until("the place of the dead importer", || {
        let run = begin_import(&two, papers.path()).wait_with_output();
        let run: Run = run.unwrap().into();
        (!run.err.contains("held by")).then_some(run)
    });
    let told = summary(&run);
    let count = |name: &str| told[name].as_u64().unwrap();
    assert_eq!(count("imported") + count("known"), MANY as u64, "{told}");
    assert_eq!(list(&two).len(), MANY);
    let log = two.run(&["log", "verify"]);
    assert_eq!(log.code, 0, "{}{}", log.out, log.err);
}

#[test]
fn an_archive_goes_to_a_server_and_comes_back_the_same() {
    let papers = tempfile::tempdir().unwrap();
    many_papers(papers.path(), 100);
    let server = Postgres::start();
    let archive = Archive::new();
    archive.import(&samples());
    archive.import(papers.path());
    let added = archive.run(&["user", "add", "minh", "--no-password", "--role", "clerk"]);
    assert_eq!(added.code, 0, "{}", added.err);
    let there = node(&server.named("kho"));
    let back = Archive::new();
    for (from, to) in [(&archive, &there), (&there, &back)] {
        let run = from.run(&["migrate", to.path().to_str().unwrap()]);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        assert_eq!(archive.json(&["list"]), to.json(&["list"]));
        assert_eq!(archive.json(&["user", "list"]), to.json(&["user", "list"]));
        check_whole(to);
        let again = from.run(&["migrate", to.path().to_str().unwrap()]);
        assert_eq!(again.code, 2, "{}", again.out);
    }
    // The next paper has the place after the last one.
    let more = tempfile::tempdir().unwrap();
    fs::write(more.path().join("a.txt"), "Số: 9/KH-UBND\nKẾ HOẠCH").unwrap();
    for archive in [&archive, &there, &back] {
        archive.import(more.path());
    }
    let doubts = |archive: &Archive| archive.json(&["review"]);
    assert_eq!(doubts(&archive), doubts(&there));
    assert_eq!(doubts(&archive), doubts(&back));
}

#[test]
fn a_move_that_was_cut_short_goes_on() {
    let server = Postgres::start();
    let archive = Archive::of_samples();
    let there = node(&server.named("kho"));
    // What a kill leaves: tables, some rows, no format yet.
    let moved = archive.run(&["migrate", there.path().to_str().unwrap()]);
    assert_eq!(moved.code, 0, "{}{}", moved.out, moved.err);
    let mut session = server.session();
    let entries = "INSERT INTO kho.meta (name, value)
         SELECT 'migrating', COUNT(*) FROM kho.log";
    session.execute(entries, &[]).unwrap();
    let cut = "UPDATE kho.meta SET value = 0 WHERE name = 'format';
         DELETE FROM kho.words; DELETE FROM kho.doubts;
         DELETE FROM kho.sources WHERE id > 20; DELETE FROM kho.files WHERE id > 60";
    session.batch_execute(cut).unwrap();
    let half = there.run(&["import", samples().to_str().unwrap()]);
    assert_eq!(half.code, 2);
    assert!(half.err.contains("vankho migrate"), "{}", half.err);
    let again = archive.run(&["--json", "migrate", there.path().to_str().unwrap()]);
    assert_eq!(again.code, 0, "{}{}", again.out, again.err);
    assert_eq!(again.lines()[0]["copied"], 0);
    assert_eq!(archive.json(&["list"]), there.json(&["list"]));
    check_whole(&there);
}

#[test]
fn who_has_left_is_waited_for() {
    let server = Postgres::start();
    let archive = node(&server.named("kho"));
    // A session whose end the server has not seen yet.
    let mut leaving = server.session();
    let held = "SELECT pg_advisory_lock(hashtextextended('vankho kho', 0))";
    leaving.execute(held, &[]).unwrap();
    let import = begin_import(&archive, &samples());
    // It makes the schema, asks for the right to write, and waits.
    let asked = "SELECT count(*) FROM pg_stat_activity, pg_namespace \
                 WHERE nspname = 'kho' AND application_name = 'vankho' AND state = 'idle' \
                 AND query NOT LIKE 'CREATE SCHEMA%'";
    let mut watching = server.session();
    until("somebody waits for the right to write", || {
        let waiting: i64 = watching.query_one(asked, &[]).unwrap().get(0);
        (waiting > 0).then_some(())
    });
    drop(leaving);
    let ended = import.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_ne!(ended.status.code(), Some(2), "{said}");
    assert!(!archive.hits("238-QĐ/TW").is_empty());
}

#[test]
fn what_is_acknowledged_is_found_on_every_machine() {
    let server = Postgres::start();
    let cluster = Cluster::start(1);
    let bucket = Bucket::start();
    let places = [
        server.named("kho"),
        cluster.named(1, 0),
        bucket.named("van-thu", 30),
    ]
    .concat();
    let nodes = [node(&places), node(&places), node(&places)];
    let [one, two, importer] = &nodes;
    importer.import(&samples());
    let servers = [one.serve(), two.serve()];
    let papers = tempfile::tempdir().unwrap();
    fs::write(
        papers.path().join("a.txt"),
        "Số: 4711/KH-UBND\nKẾ HOẠCH\nvề việc kiểm kê cầu phao",
    )
    .unwrap();
    importer.import(papers.path());
    let acknowledged = Instant::now();
    for server in &servers {
        until("the paper on every machine", || {
            let answer = server.search(&[("q", "4711/KH-UBND")]);
            (answer["total"] == 1).then_some(())
        });
    }
    println!("found on both after {:?}", acknowledged.elapsed());
    // A machine of its own keeps nothing: the paper and its original are the same from each.
    let id = importer.json(&["search", "4711/KH-UBND"])[0]["hits"][0]["id"].clone();
    let path = format!("/api/v1/documents/{}", id.as_str().unwrap());
    let seen: Vec<Value> = servers
        .iter()
        .map(|server| server.get(&path).json())
        .collect();
    assert_eq!(seen[0], seen[1]);
    for (server, node) in servers.iter().zip([one, two]) {
        let original = server.get(&format!("{path}/original"));
        assert_eq!(original.status, 200);
        assert!(original.text().contains("kiểm kê cầu phao"));
        for part in ["catalogue.db", "originals", "index", "access.db"] {
            assert!(!node.path().join(part).exists(), "{part}");
        }
    }
    // Who logs in on one is logged in on the other.
    assert_eq!(
        user(importer, &["add", "minh", "--role", "reader"], PASSWORD),
        0
    );
    let session = log_in(&servers[0], "minh");
    let asked = [("cookie", session.as_str())];
    assert_eq!(servers[1].get_with(&path, &asked).status, 200);
    assert_eq!(servers[1].get(&path).status, 401);
}
