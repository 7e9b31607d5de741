//! A folder as file systems allow it: links, pipes, sockets, holes, names that no keyboard types.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::File;
use std::fs::write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use crate::harness::Archive;

/// A paper of its own, found by its word.
fn paper(word: &str) -> String {
    format!("UBND TỈNH AN GIANG\nSố: 12/QĐ-UBND\nQUYẾT ĐỊNH\nvề việc {word}\n")
}

/// Names that are papers all the same.
fn odd_names() -> Vec<Vec<u8>> {
    vec![
        b"latin\xe9\xff.txt".to_vec(),
        [b"d".repeat(251), b".txt".to_vec()].concat(),
        "Quyết định.txt".as_bytes().to_vec(),
        "Quye\u{302}\u{301}t đi\u{323}nh.txt".as_bytes().to_vec(),
        b"hai\ndong\tva\x1b[31mmau.txt".to_vec(),
        "\u{202e}txt.exe.txt".as_bytes().to_vec(),
        b"\"><script>alert(1)<script>.txt".to_vec(),
        b"-rf --help.txt".to_vec(),
        b" .txt".to_vec(),
        b"%2e%2e%2f%s%n;$(touch x)`id`.txt".to_vec(),
        b"a.zip!".to_vec(),
        b"CON.txt".to_vec(),
    ]
}

#[test]
fn every_entry_of_an_odd_folder_has_its_outcome() {
    let outside = tempfile::tempdir().unwrap();
    write(outside.path().join("ngoai.txt"), paper("ngoaikho")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &[u8]| folder.path().join(OsStr::from_bytes(name));
    for (number, name) in odd_names().iter().enumerate() {
        write(at(name), paper(&format!("tenla{number}"))).unwrap();
    }
    symlink(outside.path().join("ngoai.txt"), at(b"lien-ket.txt")).unwrap();
    symlink(outside.path(), at(b"thu-muc-lien-ket")).unwrap();
    symlink(at(b"khong-co"), at(b"lien-ket-hong.txt")).unwrap();
    symlink(folder.path(), at(b"vong-tron")).unwrap();
    let made = Command::new("mkfifo")
        .arg(at(b"ong-dan.txt"))
        .status()
        .unwrap();
    assert!(made.success());
    let _socket = UnixListener::bind(at(b"o-cam.txt")).unwrap();
    File::create(at(b"thua.txt"))
        .unwrap()
        .set_len(3 << 30)
        .unwrap();
    write(at(b"rong.txt"), b"").unwrap();
    let deep = (0..60).fold(folder.path().to_path_buf(), |path, _| path.join("sâu"));
    std::fs::create_dir_all(&deep).unwrap();
    write(deep.join("day.txt"), paper("daysau")).unwrap();

    let archive = Archive::new();
    let run = archive.run(&["--json", "import", folder.path().to_str().unwrap()]);
    assert_eq!(run.code, 3, "{}", run.err);
    let mut lines = run.lines();
    let summary = lines.pop().unwrap();
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &lines {
        *outcomes
            .entry(line["outcome"].as_str().unwrap())
            .or_default() += 1;
    }
    let papers = odd_names().len() + 1;
    // Four links, a pipe and a socket are no papers; one file is empty, one too large.
    let expected = BTreeMap::from([("imported", papers), ("quarantined", 2), ("skipped", 6)]);
    assert_eq!(outcomes, expected, "{lines:#?}");
    assert_eq!(summary["found"].as_u64().unwrap() as usize, lines.len());
    for word in (0..odd_names().len()).map(|number| format!("tenla{number}")) {
        assert_eq!(archive.hits(&word).len(), 1, "{word}");
    }
    assert_eq!(archive.hits("daysau").len(), 1);
    assert!(archive.hits("ngoaikho").is_empty(), "a link was followed");
    let told = archive.run(&["import", folder.path().to_str().unwrap()]);
    let raw = |text: &str| text.contains('\u{1b}') || text.contains("\u{202e}");
    assert!(
        !raw(&told.out) && !raw(&told.err),
        "{}{}",
        told.out,
        told.err
    );
    check_pages(&archive);
}

/// The pages show such names as text.
fn check_pages(archive: &Archive) {
    let server = archive.serve();
    let page = server.get("/?q=tenla6").text();
    assert!(!page.contains("<script>alert"), "{page}");
    let answer = server.search(&[("q", "tenla6")]);
    let id = answer["hits"][0]["id"].as_str().unwrap();
    let page = server.get(&format!("/van-ban/{id}")).text();
    assert!(
        !page.contains("<script>alert") && page.contains("&lt;script&gt;"),
        "{page}"
    );
    let original = server.get(&format!("/api/v1/documents/{id}/original"));
    let named = original.header("content-disposition");
    assert!(
        !named.contains('<') && named.matches('"').count() == 2,
        "{named}"
    );
}

/// A file that grows under the reader's eyes is read whole or told apart, never half.
#[test]
fn a_file_that_changes_while_it_is_read_is_no_half_paper() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dang-ghi.txt");
    let archive = Archive::new();
    let last = grow_while(&path, || {
        archive
            .run(&["--json", "import", folder.path().to_str().unwrap()])
            .lines()
    });
    let outcome = last[0]["outcome"].as_str().unwrap();
    assert!(matches!(outcome, "imported" | "quarantined"), "{last:?}");
    if outcome == "quarantined" {
        assert!(
            last[0]["reason"]
                .as_str()
                .unwrap()
                .contains("đang được ghi"),
            "{last:?}"
        );
    }
    // Once it is at rest, it is a paper.
    write(&path, paper("daxong")).unwrap();
    archive.import(folder.path());
    assert_eq!(archive.hits("daxong").len(), 1);
}

/// Appends to a file from another thread for as long as `act` takes.
fn grow_while<T>(path: &Path, act: impl FnOnce() -> T) -> T {
    use std::io::Write;
    use std::sync::atomic::AtomicBool;
    use std::sync::atomic::Ordering;

    write(path, paper("dangghi").repeat(20_000)).unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|threads| {
        threads.spawn(|| {
            let mut file = std::fs::OpenOptions::new().append(true).open(path).unwrap();
            while !done.load(Ordering::Relaxed) {
                file.write_all(b"them mot dong nua\n").unwrap();
            }
        });
        let result = act();
        done.store(true, Ordering::Relaxed);
        result
    })
}
