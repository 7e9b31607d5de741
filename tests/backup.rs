//! Backup and restore from outside: the bag, what is new, where it goes, kills, an import meanwhile.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io::BufRead;
use std::io::BufReader;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;

use crate::access::user;
use crate::harness::Archive;
use crate::harness::Run;
use crate::harness::samples;

/// Every file below a folder with its bytes.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut pending = vec![folder.to_path_buf()];
    while let Some(next) = pending.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => pending.push(path),
                false => {
                    let name = path.strip_prefix(folder).unwrap().to_path_buf();
                    found.insert(name, std::fs::read(path).unwrap());
                }
            }
        }
    }
    found
}

/// What an independent implementation says of a bag: Python's `bagit`, which `tests/run` installs.
#[track_caller]
fn check_valid(bag: &Path) {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/python/bin/python");
    assert!(python.exists(), "run tests/run once: it installs bagit");
    let told = Command::new(python)
        .args(["-m", "bagit", "--validate", "--quiet"])
        .arg(bag)
        .output()
        .unwrap();
    let told = Run::from(told);
    assert_eq!(told.code, 0, "{}{}", told.out, told.err);
}

pub struct Place {
    pub folder: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    pub fn bag(&self) -> PathBuf {
        self.folder.path().join("bag")
    }

    pub fn backup(&self, archive: &Archive) -> Value {
        let bag = self.bag();
        archive
            .json(&["backup", bag.to_str().unwrap()])
            .pop()
            .unwrap()
    }

    pub fn restore(&self, archive: &Archive, more: &[&str]) -> Run {
        let (bag, folder) = (self.bag(), archive.path());
        let paths = ["restore", bag.to_str().unwrap(), folder.to_str().unwrap()];
        archive.run(&[&paths, more].concat())
    }
}

/// The list of an archive: what must be the same after a restore.
pub fn list(archive: &Archive) -> Vec<String> {
    let run = archive.run(&["--json", "list"]);
    run.out.lines().map(str::to_owned).collect()
}

#[test]
fn a_backup_is_a_valid_bag_and_restores_the_same_archive() {
    let archive = Archive::of_samples();
    let place = Place::new();
    let first = place.backup(archive);
    assert_eq!(first["damage"], Value::Array(Vec::new()));
    assert_eq!(
        (&first["copied"], &first["kept"]),
        (&first["documents"], &0.into())
    );
    check_valid(&place.bag());
    let before = files(&place.bag());
    let second = place.backup(archive);
    assert_eq!(
        (&second["copied"], &second["kept"]),
        (&0.into(), &first["documents"])
    );
    check_valid(&place.bag());
    let originals = |bag: &BTreeMap<PathBuf, Vec<u8>>| -> BTreeSet<PathBuf> {
        bag.keys()
            .filter(|path| path.starts_with("data/originals"))
            .cloned()
            .collect()
    };
    assert_eq!(originals(&before), originals(&files(&place.bag())));

    let restored = Archive::new();
    let run = place.restore(&restored, &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(list(&restored), list(archive));
    let ask = |archive: &Archive| archive.hits("quy chế phối hợp");
    assert_eq!(ask(&restored), ask(archive));
    assert_eq!(restored.run(&["verify"]).code, 0);
    let rejects = |archive: &Archive| archive.run(&["quarantine"]).out;
    assert_eq!(
        rejects(&restored),
        rejects(archive),
        "the journal came along"
    );
}

#[test]
fn accounts_come_along() {
    let place = Place::new();
    let papers = tempfile::tempdir().unwrap();
    std::fs::write(papers.path().join("một.txt"), "Báo cáo một").unwrap();
    let archive = Archive::new();
    archive.import(papers.path());
    let password = "một mật khẩu khá dài";
    assert_eq!(
        user(
            &archive,
            &["add", "lan", "--role", "administrator"],
            password
        ),
        0
    );
    place.backup(&archive);
    check_valid(&place.bag());
    let told = archive.run(&["log"]).out;
    assert!(told.contains("sao lưu 1 văn bản"), "{told}");

    let restored = Archive::new();
    assert_eq!(place.restore(&restored, &[]).code, 0);
    let accounts = |archive: &Archive| archive.run(&["--json", "user", "list"]).out;
    assert_eq!(accounts(&restored), accounts(&archive));
    let file = std::fs::metadata(restored.path().join("access.db")).unwrap();
    assert_eq!(file.permissions().mode() & 0o777, 0o600);

    // What the backup has takes the place of what is there; what it has not stays.
    assert_eq!(user(&restored, &["add", "mai"], password), 0);
    assert_eq!(place.restore(&restored, &["--replace"]).code, 0);
    assert_eq!(accounts(&restored), accounts(&archive));
    std::fs::remove_file(archive.path().join("access.db")).unwrap();
    place.backup(&archive);
    assert_eq!(place.restore(&restored, &["--replace"]).code, 0);
    assert!(accounts(&restored).contains("lan"));
}

#[test]
fn a_restore_replaces_only_when_told_and_deletes_nothing() {
    let place = Place::new();
    let folder = tempfile::tempdir().unwrap();
    let paper = |name: &str| std::fs::write(folder.path().join(name), format!("Báo cáo {name}"));
    paper("một.txt").unwrap();
    let archive = Archive::new();
    archive.import(folder.path());
    place.backup(&archive);
    paper("hai.txt").unwrap();
    archive.import(folder.path());
    let before = files(&archive.path().join("originals"));

    let refused = place.restore(&archive, &[]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("--replace"), "{}", refused.err);
    assert_eq!(list(&archive).len(), 2);

    let run = place.restore(&archive, &["--replace"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(list(&archive).len(), 1);
    let aside = std::fs::read_dir(archive.path())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let aside = aside
        .into_iter()
        .find(|path| path.to_str().unwrap().contains("before-restore"));
    assert_eq!(files(&aside.unwrap().join("originals")), before);

    // A folder of somebody's own is not for it.
    let own = Archive::new();
    std::fs::create_dir_all(own.path()).unwrap();
    std::fs::write(own.path().join("thư riêng.txt"), "…").unwrap();
    assert_eq!(place.restore(&own, &[]).code, 2);
    assert_eq!(files(&own.path()).len(), 1);
}

#[test]
fn a_backup_goes_only_where_it_belongs() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), "Báo cáo").unwrap();
    let (one, two) = (Archive::new(), Archive::new());
    one.import(folder.path());
    two.import(&samples().join("2020"));
    let place = Place::new();
    place.backup(&one);
    let before = files(&place.bag());
    let bag = place.bag();
    let bag = bag.to_str().unwrap();
    let refused = two.run(&["backup", bag]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("--take-over"), "{}", refused.err);
    let own = folder.path().to_str().unwrap();
    assert_eq!(two.run(&["backup", own]).code, 2, "a folder of papers");
    assert_eq!(files(&place.bag()), before);
    assert_eq!(two.run(&["backup", bag, "--take-over"]).code, 0);
    check_valid(&place.bag());
    let restored = Archive::new();
    assert_eq!(place.restore(&restored, &[]).code, 0);
    assert_eq!(list(&restored), list(&two));
}

#[test]
fn rot_on_either_side_never_spoils_the_other() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a", "b"] {
        std::fs::write(folder.path().join(name).with_extension("txt"), name).unwrap();
    }
    let archive = Archive::new();
    archive.import(folder.path());
    let place = Place::new();
    place.backup(&archive);
    let originals: Vec<PathBuf> = files(&place.bag().join("data/originals"))
        .into_keys()
        .collect();
    let spoil = |root: PathBuf, at: usize| {
        let path = root.join("originals").join(&originals[at]);
        std::fs::remove_file(&path).unwrap();
        std::fs::write(&path, "!").unwrap();
    };
    // In the bag: found when asked, and mended from the archive.
    spoil(place.bag().join("data"), 0);
    let bag = place.bag();
    let run = archive.run(&["--json", "backup", bag.to_str().unwrap(), "--recheck"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.lines()[0]["copied"], 1);
    check_valid(&bag);
    // In the archive: the bag keeps its good copy.
    spoil(archive.path(), 1);
    place.backup(&archive);
    check_valid(&bag);
    // In the archive, and no copy anywhere: the rest is backed up, and the loss is told.
    let other = Place::new();
    let run = archive.run(&["backup", other.bag().to_str().unwrap()]);
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
    check_valid(&other.bag());
    let restored = Archive::new();
    let run = other.restore(&restored, &[]);
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
    assert_eq!(list(&restored).len(), 2);
    // A damaged catalogue never replaces a good one.
    let catalogue = archive.path().join("catalogue.db");
    let mut bytes = std::fs::read(&catalogue).unwrap();
    let row = bytes.windows(7).position(|seven| seven == b"unicode");
    let at = row.expect("the charset of a paper");
    bytes[at] ^= 4;
    std::fs::write(&catalogue, bytes).unwrap();
    let run = archive.run(&["backup", bag.to_str().unwrap()]);
    assert_eq!(run.code, 4, "{}", run.err);
    check_valid(&bag);
}

/// Papers that take a moment to import.
fn many_papers(folder: &Path, count: usize) {
    for number in 1..=count {
        let text = format!(
            "ỦY BAN NHÂN DÂN TỈNH AN GIANG\nSố: {number}/KH-UBND\nAn Giang, ngày 5 tháng 3 năm 2021\n\
             KẾ HOẠCH\nvề công tác văn thư, lưu trữ đợt {number}\n"
        );
        std::fs::write(folder.join(format!("{number:04}.txt")), text).unwrap();
    }
}

#[test]
fn a_backup_during_an_import_is_some_moment_of_it() {
    let folder = tempfile::tempdir().unwrap();
    many_papers(folder.path(), 600);
    let archive = Archive::new();
    let mut import = archive.command(&["--json", "import", folder.path().to_str().unwrap()]);
    let mut import = import.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(import.stdout.take().unwrap()).lines();
    let mut acknowledged = BTreeSet::new();
    let mut next = |count: usize, acknowledged: &mut BTreeSet<String>| {
        for line in lines.by_ref().take(count).map_while(Result::ok) {
            let line: Value = serde_json::from_str(&line).unwrap();
            if line["outcome"] == "imported" {
                acknowledged.insert(line["id"].as_str().unwrap().to_owned());
            }
        }
    };
    let place = Place::new();
    for _ in 0..3 {
        next(100, &mut acknowledged);
        place.backup(&archive);
        check_valid(&place.bag());
        let restored = Archive::new();
        let run = place.restore(&restored, &[]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert_eq!(restored.run(&["verify"]).code, 0);
        let there = list(&restored);
        let there: Vec<Value> = there
            .iter()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let ids: BTreeSet<String> = there
            .iter()
            .map(|line| line["id"].as_str().unwrap().to_owned())
            .collect();
        assert!(
            acknowledged.is_subset(&ids),
            "what was acknowledged before is in it"
        );
    }
    next(usize::MAX, &mut acknowledged);
    import.wait().unwrap();
    assert_eq!(acknowledged.len(), 600);
    place.backup(&archive);
    let restored = Archive::new();
    assert_eq!(place.restore(&restored, &[]).code, 0);
    assert_eq!(list(&restored), list(&archive));
}

#[test]
fn a_killed_backup_leaves_the_former_one_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    many_papers(folder.path(), 60);
    let archive = Archive::new();
    archive.import(folder.path());
    let place = Place::new();
    let bag = place.bag();
    place.backup(&archive);
    let former = list(&archive).len();
    many_papers(folder.path(), 150);
    archive.import(folder.path());
    let points = [
        ("write", 9),
        ("fsync", 20),
        ("rename", 1),
        ("rename", 2),
        ("rename", 70),
        ("unlink", 1),
        ("rmdir", 1),
        ("rmdir", 50),
    ];
    for (call, nth) in points {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o", "/dev/null", "-e"]);
        command.arg(format!("trace={call}")).arg("-e");
        command.arg(format!("inject={call}:signal=KILL:when={nth}"));
        let backup = archive.command(&["backup", bag.to_str().unwrap()]);
        command.arg(backup.get_program()).args(backup.get_args());
        command.output().unwrap();
        let restored = Archive::new();
        let run = place.restore(&restored, &[]);
        assert_eq!(run.code, 0, "killed at {call} {nth}: {}", run.err);
        let there = list(&restored).len();
        assert!(
            there == former || there == 150,
            "killed at {call} {nth}: {there}"
        );
    }
    place.backup(&archive);
    check_valid(&bag);
    assert!(!bag.join("incoming").exists() && !bag.join("switching").exists());
}
