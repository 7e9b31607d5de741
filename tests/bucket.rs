//! The originals of an archive in an object store: everything is as with a folder.

mod trouble;

use std::fs;

use serde_json::Value;

use crate::backup::files;
use crate::harness::Archive;
use crate::harness::Run;
use crate::harness::TESSERACT;
use crate::harness::bucket::Bucket;
use crate::harness::bucket::Trouble;
use crate::harness::many_papers;
use crate::harness::samples;

/// An archive whose originals are in a bucket; seconds it waits for an answer.
fn archive_in(bucket: &Bucket, timeout: u64) -> Archive {
    let archive = Archive::new();
    point(&archive, &bucket.named("van-thu", timeout));
    archive
}

fn point(archive: &Archive, named: &str) {
    fs::create_dir_all(archive.path()).unwrap();
    fs::write(archive.path().join("cluster.toml"), named).unwrap();
}

#[track_caller]
fn done(run: &Run) {
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

/// Every document's id, which its digest begins with, and its first path.
fn documents(archive: &Archive) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let listed = archive.json(&["list"]);
    let listed = listed.iter();
    let mut listed: Vec<(String, String)> = listed
        .map(|one| (text(&one["id"]), text(&one["sources"][0])))
        .collect();
    listed.sort();
    listed
}

fn ids(archive: &Archive) -> Vec<String> {
    documents(archive).into_iter().map(|(id, _)| id).collect()
}

/// The documents whose originals are there.
fn held(bucket: &Bucket) -> Vec<String> {
    let names = bucket.objects("van-thu").into_keys();
    names.map(|name| name[..20].to_owned()).collect()
}

/// Every sum of an import but the papers.
#[track_caller]
fn adds_up(summary: &Value) {
    let sums = [
        "imported",
        "known",
        "duplicates",
        "unpacked",
        "quarantined",
        "refused",
        "skipped",
    ];
    let sum: u64 = sums.iter().map(|sum| summary[sum].as_u64().unwrap()).sum();
    assert_eq!(summary["found"].as_u64().unwrap(), sum, "{summary}");
}

#[test]
fn an_archive_is_the_same_with_its_originals_in_a_bucket() {
    let bucket = Bucket::start();
    let archive = archive_in(&bucket, 30);
    let here = Archive::new();
    let imported = [&archive, &here].map(|archive| archive.import(&samples()).1);
    assert_eq!(imported[0]["imported"], imported[1]["imported"]);
    adds_up(&imported[0]);
    assert!(!archive.path().join("originals").exists());
    assert_eq!(held(&bucket), ids(&here));
    assert_eq!(documents(&archive), documents(&here));
    for (name, path) in bucket.objects("van-thu") {
        let beside = here.path().join("originals").join(&name[..2]).join(&name);
        assert_eq!(fs::read(path).unwrap(), fs::read(beside).unwrap(), "{name}");
    }
    let asked = bucket.asked();
    let (_, again) = archive.import(&samples());
    assert_eq!(again["imported"], 0, "{again}");
    assert_eq!(bucket.asked(), asked, "what is known is not asked for");
    for query in ["238", "quy chế", "dư luận xã hội"] {
        assert_eq!(archive.hits(query), here.hits(query), "{query}");
    }
    for command in [&["verify"][..], &["doctor"], &["log", "verify"]] {
        done(&archive.run(command));
    }

    let mut drawn = 0;
    let servers = [&archive, &here].map(|archive| archive.serve());
    for (id, path) in documents(&archive) {
        let url = format!("/api/v1/documents/{id}/original");
        for headers in [
            &[][..],
            &[("range", "bytes=10-19")],
            &[("range", "bytes=-5")],
            &[("range", "bytes=99999999-")],
        ] {
            let [one, other] = servers
                .each_ref()
                .map(|server| server.get_with(&url, headers));
            assert_eq!(one.status, other.status, "{path} {headers:?}");
            assert!(one.status == 416 || one.body == other.body, "{path}");
            for name in [
                "content-type",
                "content-range",
                "etag",
                "content-disposition",
            ] {
                assert_eq!(one.header(name), other.header(name), "{path} {headers:?}");
            }
        }
        let url = format!("/api/v1/documents/{id}/pages/1/picture?width=100");
        let [one, other] = servers.each_ref().map(|server| server.get(&url));
        assert_eq!(one.status, other.status, "{path}");
        assert!(one.status != 200 || one.body == other.body, "{path}");
        drawn += u32::from(one.status == 200);
    }
    assert!(drawn > 3, "{drawn}");
}

#[test]
fn a_large_original_comes_in_pieces_and_a_known_one_is_not_fetched() {
    let papers = tempfile::tempdir().unwrap();
    let text = format!("<p>Số: 7/KH-UBND</p><!--{}-->", "văn thư ".repeat(950_000));
    assert!(
        (9_000_000..10_000_000).contains(&text.len()),
        "{}",
        text.len()
    );
    fs::write(papers.path().join("a.html"), &text).unwrap();
    let bucket = Bucket::start();
    let archive = archive_in(&bucket, 30);
    let (_, summary) = archive.import(papers.path());
    assert_eq!(summary["imported"], 1, "{summary}");
    bucket.trouble(Trouble::BreaksOff);
    done(&archive.run(&["verify"]));
    let server = archive.serve();
    let (digest, _) = bucket.objects("van-thu").pop_first().unwrap();
    let id = &digest[..20];
    let url = format!("/api/v1/documents/{id}/original");
    assert!(server.get(&url).body == text.as_bytes());
    let asked = bucket.asked();
    let part = server.get_with(&url, &[("range", "bytes=8999990-8999999")]);
    assert_eq!(part.body, &text.as_bytes()[8_999_990..9_000_000]);
    let known = server.get_with(&url, &[("if-none-match", &format!("\"{digest}\""))]);
    assert_eq!((known.status, bucket.asked()), (304, asked));
}

#[test]
fn damage_in_the_bucket_is_named_and_mended() {
    let papers = tempfile::tempdir().unwrap();
    many_papers(papers.path(), 6);
    let bucket = Bucket::start();
    let archive = archive_in(&bucket, 30);
    archive.import(papers.path());
    let objects = bucket.objects("van-thu");
    let [gone, flipped, cut] = [0, 2, 4].map(|at| objects.iter().nth(at).unwrap());
    fs::remove_file(gone.1).unwrap();
    let mut bytes = fs::read(flipped.1).unwrap();
    bytes[7] ^= 1;
    fs::write(flipped.1, &bytes).unwrap();
    fs::write(cut.1, "").unwrap();
    let run = archive.run(&["verify"]);
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
    let at = |digest: &str| format!("`s3://kho/van-thu/originals/{}/{digest}`", &digest[..2]);
    let told = format!("{}{}", run.out, run.err);
    assert!(
        told.contains(&format!("original missing: {}", at(gone.0))),
        "{told}"
    );
    for one in [flipped, cut] {
        assert!(
            told.contains(&format!("original damaged: {}", at(one.0))),
            "{told}"
        );
    }
    assert_eq!(told.matches("original ").count(), 3, "{told}");

    let server = archive.serve();
    for digest in objects.keys() {
        let id = &digest[..20];
        let answer = server.get(&format!("/api/v1/documents/{id}/original"));
        let is_sound = ![gone.0, flipped.0, cut.0].contains(&digest);
        assert_eq!(answer.status == 200, is_sound, "{}", answer.text());
    }
    drop(server);

    done(&archive.run(&["doctor", "--repair"]));
    done(&archive.run(&["verify"]));
    assert_eq!(bucket.objects("van-thu"), objects);
    assert_eq!(
        fs::read(archive.path().join("damaged").join(flipped.0)).unwrap(),
        bytes
    );
}

#[test]
fn a_lost_catalogue_is_made_anew_from_the_bucket() {
    let bucket = Bucket::start();
    let archive = archive_in(&bucket, 30);
    archive.import(&samples());
    let before = documents(&archive);
    for file in files(&archive.path()).into_keys() {
        if file.to_string_lossy().starts_with("catalogue") {
            fs::remove_file(archive.path().join(file)).unwrap();
        }
    }
    let run = archive.run(&["import", samples().to_str().unwrap()]);
    assert_eq!(
        run.code, 2,
        "no new one over the old: {}{}",
        run.out, run.err
    );
    done(&archive.run(&["doctor", "--repair"]));
    assert_eq!(documents(&archive), before);
    done(&archive.run(&["verify"]));
}

#[test]
fn what_is_purged_has_left_the_bucket() {
    let papers = tempfile::tempdir().unwrap();
    many_papers(papers.path(), 3);
    let bucket = Bucket::start();
    let archive = archive_in(&bucket, 30);
    archive.import(papers.path());
    let id = ids(&archive).remove(1);
    let delete = [
        "delete",
        &id,
        "--reason",
        "trùng",
        "--by",
        "Lan",
        "--keep-days",
        "0",
    ];
    done(&archive.run(&delete));
    assert!(held(&bucket).contains(&id), "it can be brought back");
    done(&archive.run(&["purge"]));
    assert_eq!(held(&bucket), ids(&archive));
    assert!(!held(&bucket).contains(&id));
}

#[test]
fn a_bucket_is_backed_up_and_restored_to_a_folder_or_a_bucket() {
    let bucket = Bucket::start();
    let archive = archive_in(&bucket, 30);
    archive.import(&samples());
    let place = tempfile::tempdir().unwrap();
    let bag = place.path().join("bag");
    let bag = bag.to_str().unwrap();
    done(&archive.run(&["backup", bag]));
    let (here, there) = (Archive::new(), Archive::new());
    point(&there, &bucket.named("ban-khac", 30));
    for restored in [&here, &there] {
        done(&restored.run(&["restore", bag, restored.path().to_str().unwrap()]));
        done(&restored.run(&["verify"]));
        assert_eq!(documents(restored), documents(&archive));
    }
    assert!(here.path().join("originals").is_dir());
    assert!(!there.path().join("originals").exists());
    let names = |prefix| bucket.objects(prefix).into_keys().collect::<Vec<_>>();
    assert_eq!(names("ban-khac"), names("van-thu"));
    let again = archive.json(&["backup", bag]).remove(0);
    assert_eq!(again["copied"], 0, "{again}");
}

#[test]
fn a_scan_is_read_from_the_bucket_when_there_is_a_recogniser() {
    let papers = tempfile::tempdir().unwrap();
    let scan = "219-TB-UBND.jpg";
    fs::copy(
        samples().join("ban-quet").join(scan),
        papers.path().join(scan),
    )
    .unwrap();
    let bucket = Bucket::start();
    let archive = archive_in(&bucket, 30);
    archive.import(papers.path());
    let mut ocr = archive.command(&["--json", "ocr"]);
    let run: Run = ocr.env_remove(TESSERACT).output().unwrap().into();
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(run.lines().last().unwrap()["read"], 1, "{}", run.out);
}
