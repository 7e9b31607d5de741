//! Nothing acknowledged is lost, nothing is there twice, and a rebuilt index answers the same.

use std::collections::BTreeSet;
use std::io::BufRead;
use std::io::BufReader;
use std::process::Stdio;
use std::time::SystemTime;

use serde_json::Value;

use crate::harness::Archive;
use crate::harness::many_papers;
use crate::harness::samples;

const QUESTIONS: [&str; 8] = [
    "",
    "238-QĐ/TW",
    "07-ĐA/TU",
    "nq 35",
    "dư luận xã hội",
    "quy che phoi hop",
    "\"bảo vệ nền tảng tư tưởng\"",
    "nghị quyết 35 năm 2021",
];

/// All answers of an archive, without what may differ between runs.
pub fn answers(archive: &Archive) -> Vec<Value> {
    let ask = |question: &&str| {
        let mut answer = archive
            .json(&["search", "--limit", "100", "--", question])
            .remove(0);
        answer.as_object_mut().unwrap().remove("took_ms");
        // Sums of the same numbers in another order differ in their last digit.
        for hit in answer["hits"].as_array_mut().unwrap() {
            let score = hit["score"].as_f64().unwrap();
            hit["score"] = ((score * 1000.0).round() / 1000.0).into();
        }
        answer
    };
    QUESTIONS.iter().map(ask).collect()
}

/// Name, size and time of every file of the index.
fn index_files(archive: &Archive) -> BTreeSet<(String, u64, SystemTime)> {
    let files = std::fs::read_dir(archive.path().join("index")).unwrap();
    files
        .map(|file| {
            let file = file.unwrap();
            let metadata = file.metadata().unwrap();
            let name = file.file_name().into_string().unwrap();
            (name, metadata.len(), metadata.modified().unwrap())
        })
        .collect()
}

#[test]
fn a_second_import_writes_nothing() {
    let archive = Archive::new();
    let (_, first) = archive.import(&samples());
    let before = index_files(&archive);
    let (_, second) = archive.import(&samples());
    assert_eq!(second["imported"], 0);
    assert_eq!(second["duplicates"], 0);
    let kept = first["imported"].as_u64().unwrap() + first["unpacked"].as_u64().unwrap();
    assert_eq!(second["known"], kept);
    assert_eq!(second["unpacked"], 0);
    assert_eq!(second["found"], first["found"]);
    assert_eq!(index_files(&archive), before);
}

#[test]
fn the_same_bytes_elsewhere_are_a_duplicate() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Văn bản thử nghiệm về công tác văn thư, lưu trữ của cơ quan.";
    std::fs::write(folder.path().join("a.txt"), text).unwrap();
    std::fs::write(folder.path().join("b.txt"), text).unwrap();
    let archive = Archive::new();
    let (_, summary) = archive.import(folder.path());
    assert_eq!(
        (&summary["imported"], &summary["duplicates"]),
        (&1.into(), &1.into())
    );
    let list = archive.json(&["list"]);
    assert_eq!(list.len(), 1);
    assert_eq!(list[0]["sources"].as_array().unwrap().len(), 2);
}

#[test]
fn a_rebuilt_index_answers_the_same() {
    let archive = Archive::new();
    archive.import(&samples());
    let before = answers(&archive);
    let run = archive.run(&["reindex"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(answers(&archive), before);
    // Without any index the next question rebuilds it.
    std::fs::remove_dir_all(archive.path().join("index")).unwrap();
    assert_eq!(answers(&archive), before);
}

#[test]
fn an_import_in_small_steps_answers_like_one_in_a_row() {
    let whole = Archive::new();
    whole.import(&samples());
    let steps = Archive::new();
    for folder in ["2020", "2021", "cong-van"] {
        // The same root, so that the paths agree: the folders are imported with the rest later.
        steps.import(&samples().join(folder));
    }
    steps.import(&samples());
    let ids = |archive: &Archive| -> BTreeSet<String> {
        let lines = archive.json(&["list"]);
        lines
            .iter()
            .map(|line| line["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids(&whole), ids(&steps));
    for question in QUESTIONS {
        let total =
            |archive: &Archive| archive.json(&["search", "--", question])[0]["total"].clone();
        assert_eq!(total(&whole), total(&steps), "{question}");
    }
}

#[test]
fn killed_in_the_middle_nothing_is_lost_and_nothing_twice() {
    const PAPERS: usize = 300;
    let folder = tempfile::tempdir().unwrap();
    many_papers(folder.path(), PAPERS);
    let undisturbed = Archive::new();
    undisturbed.import(folder.path());

    let archive = Archive::new();
    let mut acknowledged: BTreeSet<String> = BTreeSet::new();
    for lines_before_kill in [1, 40, 150, 260] {
        let folder = folder.path().to_str().unwrap();
        let mut command = archive.command(&["--json", "import", folder]);
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(process.stdout.take().unwrap());
        let mut seen = 0;
        for line in out.lines().map_while(Result::ok) {
            let Ok(line) = serde_json::from_str::<Value>(&line) else {
                break;
            };
            if line["outcome"] == "imported" {
                let path = line["path"].as_str().unwrap().to_owned();
                assert!(acknowledged.insert(path), "acknowledged twice: {line}");
                seen += 1;
            }
            if seen == lines_before_kill {
                process.kill().unwrap();
            }
        }
        process.wait().unwrap();
        let listed: BTreeSet<String> = archive
            .json(&["list"])
            .iter()
            .map(|line| line["sources"][0].as_str().unwrap().to_owned())
            .collect();
        let lost: Vec<&String> = acknowledged.difference(&listed).collect();
        assert!(lost.is_empty(), "lost: {lost:?}");
    }
    let (_, summary) = archive.import(folder.path());
    assert_eq!(summary["found"], PAPERS);
    assert_eq!(archive.json(&["list"]).len(), PAPERS);
    assert_eq!(answers(&archive)[0]["total"], PAPERS);
    assert_eq!(answers(&archive), answers(&undisturbed));
    assert_eq!(archive.run(&["verify"]).code, 0);
}

#[test]
fn an_archive_that_was_killed_in_the_making_is_made_again() {
    let archive = Archive::new();
    std::fs::create_dir_all(archive.path().join("originals/00")).unwrap();
    std::fs::write(archive.path().join("lock"), "").unwrap();
    std::fs::write(archive.path().join("catalogue.db"), "").unwrap();
    let list = archive.run(&["list"]);
    assert_eq!(list.code, 2, "{}", list.out);
    assert!(list.err.contains("no archive in"), "{}", list.err);
    let (_, summary) = archive.import(&samples());
    assert!(summary["imported"].as_u64().unwrap() > 0);
    assert_eq!(archive.run(&["verify"]).code, 0);
}

#[test]
fn an_index_of_another_catalogue_is_built_anew() {
    let folder = tempfile::tempdir().unwrap();
    many_papers(folder.path(), 3);
    let archive = Archive::new();
    archive.import(folder.path());
    let catalogue = archive.path().join("catalogue.db");
    let saved = std::fs::read(&catalogue).unwrap();
    many_papers(folder.path(), 5);
    archive.import(folder.path());
    assert_eq!(answers(&archive)[0]["total"], 5);
    // Somebody puts the catalogue back from a copy, and with it its sequence.
    std::fs::write(&catalogue, saved).unwrap();
    assert_eq!(answers(&archive)[0]["total"], 3);
    // The log knows better, and nothing is written until someone has looked.
    let run = archive.run(&["verify"]);
    assert_eq!(run.code, 4, "{}", run.out);
    assert_eq!(
        archive
            .run(&["import", folder.path().to_str().unwrap()])
            .code,
        2
    );
    assert_eq!(archive.run(&["doctor", "--repair"]).code, 0);
    assert_eq!(answers(&archive)[0]["total"], 5);
}

#[test]
fn verification_names_what_is_damaged() {
    let archive = Archive::new();
    archive.import(&samples());
    assert_eq!(archive.run(&["verify"]).code, 0);
    let line = &archive.json(&["list"])[0];
    let id = line["id"].as_str().unwrap();
    let shelf = archive.path().join("originals").join(&id[..2]);
    let original = std::fs::read_dir(shelf)
        .unwrap()
        .map(|file| file.unwrap().path())
        .find(|path| path.file_name().unwrap().to_str().unwrap().starts_with(id))
        .unwrap();
    let mut bytes = std::fs::read(&original).unwrap();
    bytes[10] ^= 1;
    std::fs::remove_file(&original).unwrap();
    std::fs::write(&original, bytes).unwrap();
    let run = archive.run(&["verify"]);
    assert_eq!(run.code, 4);
    assert!(run.out.contains(id), "{}", run.out);
}
