//! Papers with marks in folders of collections, and tables of rights over them.

use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use axum::Router;
use jiff::Timestamp;
use proptest::prelude::*;
use vankho::api;
use vankho::archive::Archive;
use vankho::archive::ImportJob;
use vankho::archive::Program;
use vankho::archive::Programs;
use vankho::archive::Rights;
use vankho::archive::Role;
use vankho::archive::Scope;
use vankho::document::Circulation;
use vankho::document::Folder;
use vankho::web;

/// The folders given to the import, and which collection each belongs to.
const FOLDERS: [(&str, Option<usize>); 5] = [
    ("chung", None),
    ("to-chuc", Some(0)),
    ("to-chuc/ho-so", Some(1)),
    ("tuyen-giao", Some(2)),
    ("tuyen-giao-2", Some(0)),
];
const GIVEN: [&str; 4] = ["chung", "to-chuc", "tuyen-giao", "tuyen-giao-2"];
pub const NUMBERS: [&str; 7] = [
    "12-QĐ/TU",
    "21-QĐ/TU",
    "12-KH/TU",
    "120-BC/TU",
    "35-NQ/TU",
    "12-QĐ/HT",
    "53-NQ/TU",
];
const ISSUERS: [&str; 3] = ["TỈNH ỦY AN GIANG", "HỘI TEM AN GIANG", "Hội tem An Giang"];
const WORDS: [&str; 10] = [
    "công tác cán bộ",
    "ngân sách",
    "thủy lợi",
    "văn thư lưu trữ",
    "quy chế làm việc",
    "khen thưởng",
    "chuyển đổi số",
    "đất đai",
    "giáo dục",
    "dự toán",
];
const MARKS: [(&str, Option<Circulation>); 4] = [
    ("*", None),
    ("LƯU HÀNH NỘI BỘ", Some(Circulation::Internal)),
    ("XEM XONG TRẢ LẠI", Some(Circulation::ReturnAfterReading)),
    ("KHÔNG PHỔ BIẾN", Some(Circulation::NotForRelease)),
];

/// A paper and where it lies.
#[derive(Debug, Clone)]
pub struct Paper {
    folders: BTreeSet<usize>,
    pub mark: usize,
    issuer: usize,
    number: Option<usize>,
    day: Option<i8>,
    year: i16,
    words: Vec<usize>,
    cites: Vec<usize>,
    replaces: Option<usize>,
    /// It is a letter, with an attachment of this number.
    letter: Option<usize>,
}

prop_compose! {
    pub fn paper()(
        folders in prop::collection::btree_set(0..FOLDERS.len(), 1..3),
        mark in prop_oneof![3 => Just(0_usize), 2 => 0..MARKS.len()],
        issuer in 0..ISSUERS.len(),
        number in prop::option::weighted(0.8, 0..NUMBERS.len()),
        day in prop::option::weighted(0.8, 1_i8..28),
        year in 2018_i16..2022,
        words in prop::collection::vec(0..WORDS.len(), 1..9),
        cites in prop::collection::vec(0..NUMBERS.len(), 0..3),
        replaces in prop::option::weighted(0.3, 0..NUMBERS.len()),
        letter in prop::option::weighted(0.1, 0..NUMBERS.len()),
    ) -> Paper {
        let mark = if letter.is_some() { 0 } else { mark };
        Paper { folders, mark, issuer, number, day, year, words, cites, replaces, letter }
    }
}

impl Paper {
    /// Its files: where, and what is in them.
    fn files(&self, at: usize) -> Vec<(usize, String, String)> {
        let words: Vec<&str> = self.words.iter().map(|&word| WORDS[word]).collect();
        let letters: String = at
            .to_string()
            .chars()
            .map(|digit| char::from(digit as u8 + 49))
            .collect();
        let mut text = format!("{}\n{}\n", ISSUERS[self.issuer], MARKS[self.mark].0);
        if let Some(number) = self.number {
            text.push_str(&format!("Số {}\n", NUMBERS[number]));
        }
        text.push_str("ĐẢNG CỘNG SẢN VIỆT NAM\n");
        if let Some(day) = self.day {
            text.push_str(&format!("An Giang, ngày {day} tháng 3 năm {}\n", self.year));
        }
        let title = words[..words.len().min(2)].join(" và ");
        text.push_str(&format!("QUYẾT ĐỊNH\nvề {title} {letters}\n\n"));
        for cited in &self.cites {
            text.push_str(&format!("Căn cứ Quyết định số {};\n", NUMBERS[*cited]));
        }
        text.push_str(&format!("Nội dung: {}.\n", words.join(", ")));
        if let Some(replaced) = self.replaces {
            text.push_str(&format!(
                "Quyết định này thay thế Quyết định số {}.\n",
                NUMBERS[replaced]
            ));
        }
        let (name, content) = match self.letter {
            None => (format!("văn bản {letters}.txt"), text),
            Some(number) => {
                let inside = format!(
                    "{}\n*\nSố {}\nAn Giang, ngày 2 tháng 4 năm 2019\nKẾ HOẠCH\nvề kèm {letters}\n",
                    ISSUERS[0], NUMBERS[number]
                );
                (format!("thư {letters}.eml"), letter(&text, &inside))
            }
        };
        let file = |&folder: &usize| (folder, name.clone(), content.clone());
        self.folders.iter().map(file).collect()
    }
}

fn letter(text: &str, attachment: &str) -> String {
    format!(
        "From: a@example.vn\r\nTo: b@example.vn\r\nSubject: x\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain; \
         charset=utf-8\r\n\r\n{text}\r\n--B\r\nContent-Type: text/plain; charset=utf-8; \
         name=\"kèm.txt\"\r\nContent-Disposition: attachment; filename=\"kem.txt\"\r\n\r\n\
         {attachment}\r\n--B--\r\n"
    )
}

/// What one account may see and do, of whatever folders.
#[derive(Debug, Clone)]
pub struct Table {
    role: Role,
    general: bool,
    collections: [bool; 3],
    marks: BTreeSet<usize>,
}

prop_compose! {
    pub fn table()(
        role in prop::sample::select(Role::ALL.to_vec()),
        general in any::<bool>(),
        collections in any::<[bool; 3]>(),
        marks in prop::collection::btree_set(1..MARKS.len(), 0..MARKS.len()),
    ) -> Table {
        Table { role, general, collections, marks }
    }
}

impl Table {
    pub fn sees(&self, folder: usize, mark: usize) -> bool {
        let granted = FOLDERS[folder]
            .1
            .map_or(self.general, |at| self.collections[at]);
        granted && (mark == 0 || self.marks.contains(&mark))
    }

    pub fn rights(&self, root: &Path) -> Rights {
        let assigned = FOLDERS.iter().filter_map(|(folder, collection)| {
            let granted = self.collections[(*collection)?];
            Some((Folder::at(&root.join(folder)), granted))
        });
        Rights {
            account: Some("minh".to_owned()),
            role: self.role,
            scope: Scope::Some {
                assigned: assigned.collect(),
                general: self.general,
            },
            marks: self.marks.iter().filter_map(|&at| MARKS[at].1).collect(),
        }
    }
}

pub fn clock() -> Timestamp {
    Timestamp::from_second(1_700_000_000).unwrap()
}

pub fn programs() -> Programs {
    Programs {
        reader: Program {
            path: PathBuf::from(env!("CARGO_BIN_EXE_vankho")),
            arguments: vec!["extract-worker".into()],
        },
        recogniser: None,
    }
}

/// An archive of these papers, of which `sees` decides about each file.
pub struct Kho {
    pub archive: Archive,
    pub files: PathBuf,
    _folder: tempfile::TempDir,
}

pub fn kho(papers: &[Paper], sees: impl Fn(usize, usize) -> bool) -> Kho {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("tệp");
    for (name, _) in FOLDERS {
        std::fs::create_dir_all(files.join(name)).unwrap();
    }
    for (at, paper) in papers.iter().enumerate() {
        for (folder, name, content) in paper.files(at) {
            if sees(folder, paper.mark) {
                std::fs::write(files.join(FOLDERS[folder].0).join(name), content).unwrap();
            }
        }
    }
    let archive = Archive::create(&folder.path().join("kho"), clock()).unwrap();
    let job = ImportJob {
        paths: GIVEN.iter().map(|name| files.join(name)).collect(),
        jobs: 1,
        ..ImportJob::new(programs(), clock)
    };
    archive
        .import(&job, &|_| {}, &AtomicBool::new(false))
        .unwrap();
    Kho {
        archive,
        files,
        _folder: folder,
    }
}

impl Kho {
    /// The whole site as an account of these rights gets it.
    pub fn site(&self, table: &Table) -> Router {
        let archive = self.archive.seen_by(table.rights(&self.files));
        let service = api::Service::new(programs(), clock);
        let means = web::Means {
            clock,
            jobs: Arc::clone(&service.jobs),
            programs: programs().into(),
            folders: Arc::default(),
            directory: None,
        };
        let (routes, _) = api::router(service);
        let routes = routes.merge(web::router(means));
        let routes = routes.layer(axum::Extension(Arc::new(archive)));
        api::guard::around(routes, api::guard::Guards::default())
    }
}
