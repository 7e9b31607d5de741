//! A store that refuses, breaks off, is away, or is not what it should be costs no paper.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use super::adds_up;
use super::archive_in;
use super::documents;
use super::done;
use super::held;
use super::ids;
use super::point;
use crate::backup::files;
use crate::harness::Archive;
use crate::harness::bucket::Bucket;
use crate::harness::bucket::Trouble;
use crate::harness::many_papers;
use crate::harness::samples;
use crate::harness::until;

#[track_caller]
fn nothing_is_lost_with(trouble: Trouble) {
    let papers = tempfile::tempdir().unwrap();
    many_papers(papers.path(), 100);
    let bucket = Bucket::start();
    let archive = archive_in(&bucket, 30);
    bucket.trouble(trouble);
    let (_, summary) = archive.import(papers.path());
    assert_eq!(summary["imported"], 100, "{summary}");
    adds_up(&summary);
    let (_, summary) = archive.import(&samples());
    adds_up(&summary);
    assert!(bucket.troubled() > 20, "{}", bucket.troubled());
    assert_eq!(held(&bucket), ids(&archive));
    done(&archive.run(&["verify"]));
    bucket.trouble(Trouble::None);
    done(&archive.run(&["verify"]));
    let here = Archive::new();
    here.import(papers.path());
    here.import(&samples());
    assert_eq!(ids(&archive), ids(&here));
}

#[test]
fn a_store_that_refuses_each_tenth_request_costs_no_paper() {
    nothing_is_lost_with(Trouble::Refuses);
}

#[test]
fn a_store_that_breaks_off_each_tenth_answer_costs_no_paper() {
    nothing_is_lost_with(Trouble::BreaksOff);
}

#[test]
fn a_killed_import_loses_nothing_it_acknowledged() {
    let papers = tempfile::tempdir().unwrap();
    many_papers(papers.path(), 200);
    let bucket = Bucket::start();
    let archive = archive_in(&bucket, 30);
    let mut import = archive
        .command(&["import", papers.path().to_str().unwrap()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    until("some originals are there", || {
        (bucket.objects("van-thu").len() > 70).then_some(())
    });
    import.kill().unwrap();
    import.wait().unwrap();
    let kept = ids(&archive);
    assert!(kept.iter().all(|id| held(&bucket).contains(id)));
    archive.import(papers.path());
    assert_eq!((ids(&archive).len(), held(&bucket)), (200, ids(&archive)));
    done(&archive.run(&["verify"]));
}

#[test]
fn a_store_is_trusted_by_the_certificates_it_was_given() {
    let papers = tempfile::tempdir().unwrap();
    many_papers(papers.path(), 2);
    let bucket = Bucket::start_with_tls();
    let archive = archive_in(&bucket, 5);
    assert!(bucket.endpoint().starts_with("https://"));
    let (_, summary) = archive.import(papers.path());
    assert_eq!(summary["imported"], 2, "{summary}");
    done(&archive.run(&["verify"]));

    let stranger = Bucket::start_with_tls();
    let named = bucket.named("van-thu", 1);
    let named = named.replace(&bucket.authorities(), &stranger.authorities());
    point(&archive, &named);
    let run = archive.run(&["verify"]);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(run.err.contains(&bucket.endpoint()), "{}", run.err);
}

#[test]
fn a_store_that_is_away_stops_what_needs_it_and_nothing_else() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    many_papers(first.path(), 5);
    many_papers(second.path(), 8);
    let mut bucket = Bucket::start();
    let archive = archive_in(&bucket, 1);
    archive.import(first.path());
    let before = documents(&archive);
    let place = tempfile::tempdir().unwrap();
    let bag = place.path().join("bag");
    done(&archive.run(&["backup", bag.to_str().unwrap()]));
    let backed_up = files(&bag);
    let other = tempfile::tempdir().unwrap();

    bucket.go_away();
    let second = second.path().to_str().unwrap();
    for command in [
        &["import", second][..],
        &["verify"],
        &["doctor"],
        &["backup", other.path().to_str().unwrap()],
    ] {
        let run = archive.run(command);
        assert_eq!(run.code, 2, "{command:?}: {}{}", run.out, run.err);
        let endpoint = bucket.endpoint();
        assert!(run.err.contains(&endpoint), "{command:?}: {}", run.err);
        assert!(
            run.err.contains("hint: see that the object store answers"),
            "{}",
            run.err
        );
    }
    assert_eq!(documents(&archive), before, "what was acknowledged stays");
    assert_eq!(archive.hits("cong tac van thu").len(), 5);
    assert_eq!(files(&bag), backed_up);
    let server = archive.serve();
    let original = format!("/api/v1/documents/{}/original", before[0].0);
    let answer = server.get(&original);
    assert_eq!(answer.json()["code"], "originals-unreachable");
    let page = server.get(&format!("/van-ban/{}", before[0].0));
    assert_eq!(page.status, 200);

    bucket.come_back();
    assert_eq!(server.get(&original).status, 200);
    let (_, summary) = archive.import(Path::new(second));
    // Those it had already may have been noted before the store was asked for the others.
    let count = |name: &str| summary[name].as_u64().unwrap();
    assert_eq!(
        (count("imported"), count("known") + count("duplicates")),
        (3, 5)
    );
    done(&archive.run(&["verify"]));
}

#[test]
fn a_key_that_is_refused_is_told_at_once() {
    let papers = tempfile::tempdir().unwrap();
    many_papers(papers.path(), 1);
    let bucket = Bucket::start();
    let archive = Archive::new();
    let wrong = papers.path().join("wrong");
    fs::write(&wrong, "sai").unwrap();
    let named = bucket.named("van-thu", 600);
    let secret = named
        .lines()
        .find(|line| line.starts_with("secret"))
        .unwrap();
    let named = named.replace(secret, &format!("secret-key-file = {wrong:?}"));
    point(&archive, &named);
    let run = archive.run(&["import", papers.path().to_str().unwrap()]);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(run.err.contains("SignatureDoesNotMatch"), "{}", run.err);
}

#[test]
fn a_bucket_that_keeps_what_is_deleted_is_refused() {
    let papers = tempfile::tempdir().unwrap();
    many_papers(papers.path(), 2);
    let bucket = Bucket::start();
    let archive = archive_in(&bucket, 30);
    archive.import(papers.path());
    let id = ids(&archive).remove(0);
    done(&archive.run(&["delete", &id, "--reason", "trùng", "--keep-days", "0"]));
    bucket.trouble(Trouble::KeepsVersions);
    let purge = archive.run(&["purge"]);
    many_papers(papers.path(), 3);
    let import = archive.run(&["import", papers.path().to_str().unwrap()]);
    for run in [purge, import] {
        assert_eq!(run.code, 2, "{}{}", run.out, run.err);
        assert!(
            run.err.contains("`kho` keeps former versions"),
            "{}",
            run.err
        );
    }
    assert_eq!(documents(&archive).len(), 1);
}
