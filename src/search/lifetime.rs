//! An index through its life: new states of documents, other processes, rebuilding, leftovers.

use std::io::Read;

use proptest::prelude::*;

use crate::document::Holding;
use crate::search::Index;
use crate::search::Request;
use crate::search::SearchError;
use crate::search::laws::Sketch;
use crate::search::laws::WORDS;
use crate::search::laws::build;
use crate::search::laws::document;
use crate::search::laws::sketch;
use crate::search::writer::MEMORY;

#[test]
fn states_of_a_document_replace_each_other() {
    let sketch = |word| Sketch {
        body: Some(0),
        second: None,
        kind: None,
        system: None,
        date: None,
        words: vec![word],
    };
    let (directory, index) = build(&[sketch(0), sketch(1)], 1);
    let total = |index: &Index, q: &str| index.search(&Request::of(q, 10)).unwrap().total;
    let generation = index.generation().unwrap();
    assert_eq!(
        (index.sequence().unwrap(), total(&index, "\"thủy lợi\"")),
        (2, 1)
    );
    let other = Index::open(directory.path()).unwrap();
    let mut writer = index.writer(1, MEMORY).unwrap();
    assert!(matches!(other.writer(1, MEMORY), Err(SearchError::Busy(_))));
    let (document, page) = document(0, &sketch(2));
    writer.put(&document, &Holding::default(), &[page]).unwrap();
    assert_eq!(total(&other, "công tác"), 0);
    writer.commit(3).unwrap();
    for index in [&index, &other] {
        assert_eq!(
            (total(index, "\"thủy lợi\""), total(index, "công tác")),
            (0, 1)
        );
        assert_eq!(index.sequence().unwrap(), 3);
        assert_ne!(index.generation().unwrap(), generation);
    }
    writer.remove(&document.id, 9).unwrap();
    writer.commit(4).unwrap();
    assert_eq!((total(&other, ""), other.count().unwrap()), (1, 1));
}

#[test]
fn a_damaged_file_is_an_error_and_never_a_panic() {
    let sketches: Vec<Sketch> = (0..40)
        .map(|word| Sketch {
            body: Some(0),
            second: None,
            kind: None,
            system: None,
            date: None,
            words: vec![word % WORDS.len(), (word + 1) % WORDS.len()],
        })
        .collect();
    let (directory, index) = build(&sketches, 1);
    let expected = index.search(&Request::of(WORDS[0], 10)).unwrap().total;
    drop(index);
    let mut found = 0;
    for entry in std::fs::read_dir(directory.path()).unwrap() {
        let path = entry.unwrap().path();
        let mut whole = Vec::new();
        let mut file = std::fs::File::open(&path).unwrap();
        file.read_to_end(&mut whole).unwrap();
        for at in [0, whole.len() / 2, whole.len().saturating_sub(40)] {
            let mut damaged = whole.clone();
            let Some(byte) = damaged.get_mut(at) else {
                continue;
            };
            *byte ^= 0x10;
            std::fs::write(&path, &damaged).unwrap();
            let answered = Index::open(directory.path()).and_then(|index| {
                let damaged = index
                    .damaged_files()
                    .map_or(true, |files| !files.is_empty());
                found += u32::from(damaged);
                index.suggest(WORDS[0], 5).ok();
                Ok((damaged, index.search(&Request::of(WORDS[0], 10))?.total))
            });
            if let Ok((damaged, total)) = answered {
                assert!(damaged || total == expected, "{}: {at}", path.display());
            }
            std::fs::write(&path, &whole).unwrap();
        }
    }
    assert!(found > 5, "{found}");
}

#[test]
fn a_rebuilt_index_takes_the_place_of_the_old_one() {
    let sketch = |words| Sketch {
        body: Some(0),
        second: None,
        kind: None,
        system: None,
        date: None,
        words,
    };
    let (old, index) = build(&[sketch(vec![0])], 1);
    let (new, _) = build(&[sketch(vec![0]), sketch(vec![1])], 1);
    let count = || index.search(&Request::of("", 10)).unwrap().total;
    assert_eq!(count(), 1);
    let beside = old.path().with_extension("old");
    std::fs::rename(old.path(), &beside).unwrap();
    assert_eq!(count(), 1, "the old one answers while there is none");
    std::fs::rename(new.path(), old.path()).unwrap();
    assert_eq!(count(), 2);
    std::fs::remove_dir_all(beside).unwrap();
    assert_eq!(count(), 2);
}

#[test]
fn what_cannot_be_opened_says_why() {
    let (directory, _) = build(&[], 1);
    let nothing = directory.path().join("nothing");
    assert!(matches!(
        Index::open(&nothing),
        Err(SearchError::Missing(_))
    ));
    let meta = directory.path().join("meta.json");
    let mut text = String::new();
    std::fs::File::open(&meta)
        .and_then(|mut file| std::io::Read::read_to_string(&mut file, &mut text))
        .unwrap();
    // Made by other tables or rules: it answers, and says that it is due.
    assert!(!Index::open(directory.path()).unwrap().is_due().unwrap());
    let first = format!("\"payload\": \"{} 0 ", crate::search::schema::VERSION);
    let payload = text.find(&first).unwrap();
    let made_by = payload + first.len();
    text.replace_range(made_by..made_by + 16, "0123456789abcdef");
    std::fs::write(&meta, &text).unwrap();
    let index = Index::open(directory.path()).unwrap();
    assert!(index.is_due().unwrap());
    let mut writer = index.writer(1, MEMORY).unwrap();
    writer.commit(5).unwrap();
    drop(writer);
    assert!(index.is_due().unwrap(), "whoever adds to it");
    text = text.replace(&first, "\"payload\": \"0 0 ");
    std::fs::write(&meta, text).unwrap();
    assert!(matches!(
        Index::open(directory.path()),
        Err(SearchError::OtherSchema(_))
    ));
}

#[test]
fn leftovers_of_a_killed_writer_are_swept() {
    let (directory, index) = build(&[], 1);
    let orphan = directory
        .path()
        .join("0123456789abcdef0123456789abcdef.pos");
    std::fs::write(&orphan, b"x").unwrap();
    drop(index.writer(1, MEMORY).unwrap());
    assert!(!orphan.exists());
    assert_eq!(Index::open(directory.path()).unwrap().count().unwrap(), 0);
}

/// Every answer in full: which papers in which order, with which scores.
fn all_answers(index: &Index) -> Vec<String> {
    let lines = [
        "",
        "công tác",
        "cong tac thuy loi",
        "văn thư dự toán thủy lợi",
        "\"văn thư\" -dự",
        "vam thư",
    ];
    let answer = |line: &&str| {
        let page = index.search(&Request::of(*line, 100)).unwrap();
        let hits = page.hits.iter();
        let hits: Vec<_> = hits.map(|hit| (&hit.id, hit.tier, hit.score)).collect();
        format!("{} {:?} {hits:?}", page.total, page.understood.did_you_mean)
    };
    lines.iter().map(answer).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_was_in_an_index_before_leaves_no_trace_in_its_answers(
        before in prop::collection::vec(sketch(), 0..30),
        after in prop::collection::vec(sketch(), 1..30),
        batch in 1_usize..30,
    ) {
        let (_directory, index) = build(&before, batch);
        let mut writer = index.writer(1, MEMORY).unwrap();
        // Longer than before, so that lengths and frequencies differ from those of old states.
        let now: Vec<Sketch> = after.into_iter().enumerate().map(|(at, mut state)| {
            state.words.extend(0..at % WORDS.len());
            state
        }).collect();
        for (at, state) in now.iter().enumerate() {
            let (document, page) = document(at, state);
            writer.put(&document, &Holding::default(), &[page]).unwrap();
        }
        for (at, state) in before.iter().enumerate().skip(now.len()) {
            writer.remove(&document(at, state).0.id, 1000).unwrap();
        }
        writer.commit(1000).unwrap();
        let (_directory, fresh) = build(&now, 1000);
        prop_assert_eq!(all_answers(&index), all_answers(&fresh));
    }
}
