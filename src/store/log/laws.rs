//! What holds for every history: the log tells all of it, whatever a crash does to its file, and
//! whatever is changed afterwards is found.

use std::collections::BTreeMap;
use std::fs;
use std::fs::OpenOptions;

use jiff::Timestamp;
use proptest::prelude::*;
use tempfile::TempDir;

use crate::document::Correctable;
use crate::document::Correction;
use crate::document::CorrectionSource;
use crate::document::LogEvent;
use crate::store::Batch;
use crate::store::ImportId;
use crate::store::Layout;
use crate::store::SourcePath;
use crate::store::StoreError;
use crate::store::Verdict;
use crate::store::Writer;
use crate::store::fixture::archive;
use crate::store::fixture::archive_in_files;
use crate::store::fixture::at;
use crate::store::fixture::beginning;
use crate::store::fixture::content;
use crate::store::fixture::document;
use crate::store::fixture::holder;
use crate::store::fixture::kept;
use crate::store::fixture::put;
use crate::store::fixture::quarantined;
use crate::store::fixture::reason;
use crate::store::fixture::root;
use crate::store::fixture::server;

use super::LogProblem;
use super::meta;

/// One thing done to an archive in a random history.
#[derive(Debug, Clone)]
enum Step {
    Keep { content: u8, name: u8 },
    Quarantine { name: u8 },
    Refuse { name: u8 },
    Correct { content: u8 },
    Undo { content: u8, number: i64 },
    Forget { content: u8 },
    Secret { content: u8 },
    Delete { content: u8 },
    Undelete { content: u8 },
    Purge { content: u8 },
    Gone { name: u8 },
    Import,
    TakeBack,
    Commit,
    Drop,
    Crash { left: u8 },
}

fn step() -> impl Strategy<Value = Step> {
    let content = || 0..3_u8;
    prop_oneof![
        8 => (content(), 0..4_u8).prop_map(|(content, name)| Step::Keep { content, name }),
        1 => (0..4_u8).prop_map(|name| Step::Quarantine { name }),
        1 => (0..4_u8).prop_map(|name| Step::Refuse { name }),
        3 => content().prop_map(|content| Step::Correct { content }),
        1 => (content(), 1..5_i64).prop_map(|(content, number)| Step::Undo { content, number }),
        1 => content().prop_map(|content| Step::Forget { content }),
        1 => content().prop_map(|content| Step::Secret { content }),
        3 => content().prop_map(|content| Step::Delete { content }),
        2 => content().prop_map(|content| Step::Undelete { content }),
        2 => content().prop_map(|content| Step::Purge { content }),
        1 => (0..4_u8).prop_map(|name| Step::Gone { name }),
        1 => Just(Step::Import),
        1 => Just(Step::TakeBack),
        5 => Just(Step::Commit),
        1 => Just(Step::Drop),
        2 => any::<u8>().prop_map(|left| Step::Crash { left }),
    ]
}

/// Where a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Here,
    Deleted,
    Purged,
}

type States = BTreeMap<u8, State>;

fn correction() -> Correction {
    Correction {
        field: Correctable::Subject,
        value: Some("người sửa".to_owned()),
        was: None,
        source: CorrectionSource::Person,
        who: "Hoa".to_owned(),
        at: Timestamp::UNIX_EPOCH,
        reason: Some("vì sao".to_owned()),
    }
}

fn file(name: u8) -> String {
    format!("{name}.txt")
}

fn apply(batch: &mut Batch<'_>, import: ImportId, states: &mut States, step: &Step) {
    let id = |content: &u8| document(&[*content], "một").id;
    let is = |states: &States, content: &u8, state| states.get(content) == Some(&state);
    match step {
        Step::Keep { content, name }
            if !matches!(states.get(content), Some(State::Deleted | State::Purged)) =>
        {
            let paper = match states.insert(*content, State::Here) {
                None => put(batch, &[*content], "một"),
                Some(_) => document(&[*content], "một"),
            };
            let name = file(*name);
            batch.record(import, at(&name), &kept(&paper)).unwrap();
        }
        Step::Quarantine { name } => {
            let name = file(*name);
            batch.record(import, at(&name), &quarantined()).unwrap();
        }
        Step::Refuse { name } => {
            let reason = reason("state-secret");
            let name = file(*name);
            let path: SourcePath<'_> = at(&name);
            batch
                .record(import, path, &Verdict::Refused { reason })
                .unwrap();
        }
        Step::Gone { name } => {
            let name = file(*name);
            let path: SourcePath<'_> = at(&name);
            batch.mark_gone(import, path.root, path.relative).unwrap();
        }
        Step::Correct { content } => {
            batch.correct(&id(content), &correction()).unwrap();
        }
        Step::Undo { content, number } => {
            let at = Timestamp::UNIX_EPOCH;
            batch
                .undo_correction(&id(content), *number, "Hoa", at)
                .unwrap();
        }
        Step::Forget { content } if is(states, content, State::Here) => {
            states.remove(content);
            assert!(batch.forget_document(&id(content)).unwrap());
        }
        Step::Secret { content } if is(states, content, State::Here) => {
            states.remove(content);
            let reason = reason("state-secret");
            batch
                .refuse_document(&id(content), &Verdict::Refused { reason })
                .unwrap();
        }
        Step::Delete { content } if is(states, content, State::Here) => {
            states.insert(*content, State::Deleted);
            batch.delete(&id(content), "trùng", Timestamp::MAX).unwrap();
        }
        Step::Undelete { content }
            if states
                .get(content)
                .is_some_and(|&state| state != State::Here) =>
        {
            let was = states.remove(content);
            let is_whole = batch.undelete(&id(content)).unwrap();
            assert_eq!(is_whole, was == Some(State::Deleted));
            if is_whole {
                states.insert(*content, State::Here);
            }
        }
        Step::Purge { content } if is(states, content, State::Deleted) => {
            states.insert(*content, State::Purged);
            batch.purge(&id(content)).unwrap();
        }
        _ => {}
    }
}

/// Takes a run back as the archive does.
fn take_back(writer: &mut Writer, import: ImportId, states: &mut States) {
    let alone = writer.store().only_from(import).unwrap();
    let mut batch = writer.begin().unwrap();
    for id in &alone {
        batch.give_files_back(id).unwrap();
        batch.forget_document(id).unwrap();
    }
    batch.forget_import(import).unwrap();
    batch.commit().unwrap();
    states.retain(|content, _| !alone.contains(&document(&[*content], "một").id));
}

fn reopen(folder: &TempDir) -> Writer {
    let mut writer = Writer::open(&root(folder), &holder()).unwrap();
    writer.act("Lan", Timestamp::UNIX_EPOCH);
    writer
}

/// Leaves of the last batch in the file only a part, as a power cut may.
fn tear(folder: &TempDir, acknowledged: u64, left: u8) {
    if server().is_some() {
        return;
    }
    let path = Layout::of(&root(folder)).log_file();
    let length = fs::metadata(&path).unwrap().len();
    let keep = acknowledged + (length - acknowledged) * u64::from(left) / 255;
    let file = OpenOptions::new().write(true).open(&path).unwrap();
    file.set_len(keep).unwrap();
}

#[track_caller]
fn check(writer: &Writer) {
    let checked = writer.store().verify_log(None).unwrap();
    assert_eq!((&*checked.problems, checked.behind), (&[][..], 0));
    assert_eq!(writer.store().verify_catalogue().unwrap(), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// A catalogue made from the log alone has the rows of the one it stands in.
    #[test]
    fn the_log_tells_every_history(steps in prop::collection::vec(step(), 1..50)) {
        let (folder, mut writer, mut import) = archive();
        let mut committed = States::new();
        let ends = |step: &Step| {
            matches!(
                step,
                Step::Import | Step::TakeBack | Step::Commit | Step::Drop | Step::Crash { .. }
            )
        };
        for batch_steps in steps.split_inclusive(ends) {
            let mut states = committed.clone();
            let mut batch = writer.begin().unwrap();
            for step in batch_steps {
                apply(&mut batch, import, &mut states, step);
            }
            match batch_steps.last() {
                Some(Step::Drop) => drop(batch),
                Some(Step::Import) => {
                    batch.commit().unwrap();
                    committed = states;
                    import = writer.start_import(&beginning("/more")).unwrap();
                }
                Some(Step::TakeBack) => {
                    batch.commit().unwrap();
                    committed = states;
                    take_back(&mut writer, import, &mut committed);
                    import = writer.start_import(&beginning("/more")).unwrap();
                }
                Some(Step::Crash { left }) => {
                    batch.commit().unwrap();
                    committed = states;
                    let acknowledged = meta(writer.connection().unwrap(), "log_bytes").unwrap();
                    drop(writer);
                    tear(&folder, acknowledged, *left);
                    writer = reopen(&folder);
                }
                _ => {
                    batch.commit().unwrap();
                    committed = states;
                }
            }
        }
        check(&writer);
    }
}

/// An archive with three papers, one of them corrected, and the state of its log.
fn small() -> (TempDir, Writer) {
    let (folder, mut writer, import) = archive_in_files();
    let mut states = States::new();
    for content in 0..3 {
        let mut batch = writer.begin().unwrap();
        apply(
            &mut batch,
            import,
            &mut states,
            &Step::Keep {
                content,
                name: content,
            },
        );
        apply(&mut batch, import, &mut states, &Step::Correct { content });
        batch.commit().unwrap();
    }
    (folder, writer)
}

fn problems(writer: &Writer) -> Vec<LogProblem> {
    writer.store().verify_log(None).unwrap().problems
}

#[test]
fn a_log_goes_on_from_its_earlier_heads_and_from_no_other() {
    let (_folder, mut writer) = small();
    let head = writer.store().verify_log(None).unwrap();
    let verified = LogEvent::Verified {
        documents: 3,
        problems: 0,
    };
    writer.note(verified).unwrap();
    let later = writer.store().verify_log(Some(&head.head)).unwrap();
    assert_eq!(
        (later.entries, &*later.problems),
        (head.entries + 1, &[][..])
    );
    assert_ne!(later.head, head.head);
    assert_eq!(later.asked.unwrap().number, head.entries);
    let other = "1".repeat(64);
    let found = writer.store().verify_log(Some(&other)).unwrap();
    assert_eq!(found.problems, [LogProblem::OtherLog(other)]);
}

#[test]
fn whatever_is_changed_is_found() {
    let check = |sql: &str, expected: &[LogProblem]| {
        let (_folder, writer) = small();
        let connection = writer.connection().unwrap();
        connection
            .execute_batch("PRAGMA foreign_keys = OFF")
            .unwrap();
        connection.execute_batch(sql).unwrap();
        assert_eq!(problems(&writer), expected, "{sql}");
    };
    let catalogue = |what: &str| LogProblem::Catalogue(what.to_owned());
    // Entries: 1 created, 2 import begun, then each paper kept and corrected.
    check("", &[]);
    check(
        "UPDATE log SET entry = replace(entry, 'vankho', 'Lan') WHERE number = 1",
        &[LogProblem::Entry(1), LogProblem::Line(1)],
    );
    check(
        "UPDATE log SET hash = upper(hash) WHERE number = 1",
        &[
            LogProblem::Entry(1),
            LogProblem::Entry(2),
            LogProblem::Line(1),
        ],
    );
    check(
        "UPDATE files SET tries = 7 WHERE shown = '1.txt'",
        &[catalogue("files: 1.txt")],
    );
    check(
        "UPDATE corrections SET value = 'x' WHERE id = 2",
        &[catalogue("corrections: 2")],
    );
    check(
        "DELETE FROM words WHERE entry = 4",
        &[
            LogProblem::WordsFile,
            LogProblem::Words(4),
            catalogue("corrections: 1"),
        ],
    );
    check(
        "UPDATE words SET content = replace(content, 'vì', 'tại') WHERE entry = 4",
        &[
            LogProblem::Words(4),
            LogProblem::WordsFile,
            catalogue("corrections: 1"),
        ],
    );
    check(
        "DELETE FROM sources WHERE id = 1",
        &[{
            let id = document(&[0], "").id;
            catalogue(&format!("sources: {id}"))
        }],
    );
}

#[test]
fn a_file_that_lost_acknowledged_entries_or_has_others_is_damage() {
    let (folder, writer) = small();
    drop(writer);
    let path = Layout::of(&root(&folder)).log_file();
    let whole = content(&path);
    let open = || Writer::open(&root(&folder), &holder()).unwrap();
    let refused = || open().begin().map(drop).unwrap_err();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    assert!(matches!(refused(), StoreError::LogCut(_)));
    fs::write(&path, [whole.as_slice(), b"{}\n"].concat()).unwrap();
    assert!(matches!(refused(), StoreError::LogAhead(_)));
    let mut flipped = whole.clone();
    flipped[100] ^= 1;
    fs::write(&path, &flipped).unwrap();
    let writer = open();
    assert_eq!(problems(&writer), [LogProblem::Line(1)]);
    drop(writer);
    fs::remove_file(&path).unwrap();
    assert!(matches!(refused(), StoreError::LogCut(_)));
    fs::write(&path, &whole).unwrap();
    check(&open());
}
