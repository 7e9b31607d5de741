//! The tree of folders does not tell of imports that brought nothing to the caller.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use vankho::archive::Archive;
use vankho::archive::Asked;
use vankho::archive::FolderCount;
use vankho::archive::ImportJob;
use vankho::archive::Rights;
use vankho::archive::Role;
use vankho::archive::Scope;
use vankho::document::Folder;

use super::papers::clock;
use super::papers::programs;

fn import(archive: &Archive, folder: &Path) {
    let job = ImportJob {
        paths: vec![folder.to_path_buf()],
        jobs: 1,
        ..ImportJob::new(programs(), clock)
    };
    archive
        .import(&job, &|_| {}, &AtomicBool::new(false))
        .unwrap();
}

fn paths(folders: &[FolderCount]) -> Vec<String> {
    let below = folders.iter().flat_map(|folder| {
        let own = format!("{} {}", folder.path, folder.count);
        [vec![own], paths(&folder.children)].concat()
    });
    below.collect()
}

fn found(archive: &Archive, folder: &str) -> u64 {
    let asked = Asked {
        folder: Some(folder.to_owned()),
        ..Asked::default()
    };
    let request = archive.asked(asked).unwrap();
    archive.search(&request).unwrap().total
}

#[test]
fn an_import_around_a_folder_changes_nothing_for_who_sees_only_that_folder() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("tệp");
    for (name, number) in [
        ("to-chuc/2020/a", 1),
        ("to-chuc/b", 2),
        ("tuyen-giao/c", 3),
        ("d", 4),
    ] {
        let path = files.join(format!("{name}.txt"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let text = format!("TỈNH ỦY AN GIANG\n*\nSố {number}-BC/TU\nBÁO CÁO\nviệc {number}\n");
        std::fs::write(path, text).unwrap();
    }
    let own = files.join("to-chuc");
    let archive = Archive::create(&folder.path().join("kho"), clock()).unwrap();
    let seen = |within: &Path| {
        archive.seen_by(Rights {
            account: Some("lan".to_owned()),
            role: Role::Reader,
            scope: Scope::Some {
                assigned: vec![(Folder::at(within), true)],
                general: false,
            },
            marks: BTreeSet::new(),
        })
    };
    let year = own.join("2020");
    import(&archive, &own);
    let tree = ["to-chuc 2", "to-chuc/2020 1"];
    let part = ["to-chuc 1", "to-chuc/2020 1"];
    for around in [false, true] {
        if around {
            import(&archive, &files);
        }
        assert_eq!(paths(&seen(&own).folders().unwrap()), tree, "{around}");
        assert_eq!(paths(&seen(&year).folders().unwrap()), part, "{around}");
        for (saved, total, of_year) in [("to-chuc", 2, 1), ("to-chuc/2020", 1, 1)] {
            assert_eq!(found(&archive, saved), total, "{saved} {around}");
            assert_eq!(found(&seen(&own), saved), total, "{saved} {around}");
            assert_eq!(found(&seen(&year), saved), of_year, "{saved} {around}");
        }
    }
    let all = [
        "tệp 4",
        "tệp/to-chuc 2",
        "tệp/to-chuc/2020 1",
        "tệp/tuyen-giao 1",
    ];
    assert_eq!(paths(&archive.folders().unwrap()), all);
    assert_eq!(found(&archive, "tệp/to-chuc"), 2);
}
