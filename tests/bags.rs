//! Bags that are damaged, or written by an enemy: found before anything is replaced.

use std::path::Path;

use crate::backup::Place;
use crate::backup::files;
use crate::backup::list;
use crate::harness::Archive;

#[test]
fn damage_in_a_bag_is_found_before_anything_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), "Báo cáo").unwrap();
    let archive = Archive::new();
    archive.import(folder.path());
    let place = Place::new();
    place.backup(&archive);
    let sound = files(&place.bag());
    for path in sound.keys() {
        let name = path.to_str().unwrap();
        if name == "backup.lock" {
            continue;
        }
        let at = place.bag().join(path);
        let flip = |bytes: &[u8]| {
            let mut bytes = bytes.to_vec();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            std::fs::write(&at, bytes).unwrap();
        };
        for damage in ["flipped", "missing"] {
            match damage {
                "flipped" => flip(&sound[path]),
                _ => std::fs::remove_file(&at).unwrap(),
            }
            let run = place.restore(&archive, &["--replace"]);
            assert!(matches!(run.code, 2 | 4), "{name} {damage}: {}", run.err);
            assert_eq!(list(&archive).len(), 1, "{name} {damage}");
            std::fs::write(&at, &sound[path]).unwrap();
        }
    }
    // What nobody listed is not taken either, nor is a link followed.
    let stranger = place.bag().join("data/originals/secret");
    std::fs::write(&stranger, "…").unwrap();
    assert_eq!(place.restore(&archive, &["--replace"]).code, 4);
    std::fs::remove_file(&stranger).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", &stranger).unwrap();
    assert_eq!(place.restore(&archive, &["--replace"]).code, 2);
    std::fs::remove_file(&stranger).unwrap();
    assert_eq!(place.restore(&archive, &["--replace"]).code, 0);
}

#[test]
fn hostile_bags_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), "Báo cáo").unwrap();
    let archive = Archive::new();
    archive.import(folder.path());
    let place = Place::new();
    place.backup(&archive);
    let sound = files(&place.bag());
    let digest = "0".repeat(64);
    let outside = place.folder.path().join("outside");
    std::fs::write(&outside, "…").unwrap();
    let manifest = String::from_utf8(sound[Path::new("manifest-sha256.txt")].clone()).unwrap();
    let first = manifest.lines().next().unwrap();
    let bad = [
        format!("{digest}  ../outside\n{manifest}"),
        format!("{digest}  data/../../outside\n{manifest}"),
        format!("{digest}  {}\n{manifest}", outside.display()),
        format!("{first}\n{manifest}"),
        format!("\u{feff}{manifest}"),
        format!("{manifest}{digest}  data/other.txt\n"),
        manifest.replace("data/catalogue.db", "data/./catalogue.db"),
    ];
    let check = |name: &str, text: &str| {
        // The tag manifest would catch the change: an enemy writes that too.
        let tags = place.bag().join("tagmanifest-sha256.txt");
        std::fs::write(place.bag().join(name), text).unwrap();
        std::fs::write(&tags, "").unwrap();
        let target = Archive::new();
        let run = place.restore(&target, &[]);
        assert!(matches!(run.code, 2 | 4), "{text}\n{}", run.out);
        assert_eq!(
            target.run(&["list"]).code,
            2,
            "{text}: nothing was restored"
        );
        std::fs::write(place.bag().join(name), &sound[Path::new(name)]).unwrap();
    };
    for text in bad {
        check("manifest-sha256.txt", &text);
    }
    check(
        "bagit.txt",
        "\u{feff}BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
    );
    check(
        "bagit.txt",
        "BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n",
    );
    std::fs::write(
        place.bag().join("fetch.txt"),
        "http://127.0.0.1:9/ 1 data/x\n",
    )
    .unwrap();
    check(
        "bagit.txt",
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
    );
    assert_eq!(std::fs::read_to_string(&outside).unwrap(), "…");
}
