//! Corrections outlive what they correct, hold in the order of their times, and are forgotten.

use crate::store::Problem;
use crate::store::Writer;
use crate::store::fixture::archive;
use crate::store::fixture::archive_in_files;
use crate::store::fixture::document;
use crate::store::fixture::pages;
use crate::store::fixture::put;

use super::*;

fn subject(value: &str, second: i64) -> Correction {
    Correction {
        field: Correctable::Subject,
        value: Some(value.to_owned()),
        was: None,
        source: CorrectionSource::Person,
        who: "Lan".to_owned(),
        at: Timestamp::from_second(second).unwrap(),
        reason: None,
    }
}

#[track_caller]
fn check(store: &Store, id: &DocumentId, expected: &str) {
    let found = store.document(id).unwrap().unwrap();
    assert_eq!(found.description.subject.as_deref(), Some(expected));
    let broken = store.verify_rows(0).find(|checked| {
        let checked = checked.as_ref().unwrap();
        !checked.problems.is_empty()
    });
    assert!(broken.is_none());
}

#[test]
fn a_correction_survives_rewriting_and_deletion_and_can_be_undone() {
    let (_folder, mut writer, _) = archive();
    let mut batch = writer.begin().unwrap();
    let id = put(&mut batch, b"one", "máy đọc").id;
    let first = batch.correct(&id, &subject("người sửa", 1)).unwrap();
    assert_eq!(batch.commit().unwrap(), 2, "the index has to follow");
    check(writer.store(), &id, "người sửa");
    let (reading, _) = writer.store().reading(&id).unwrap().unwrap();
    assert_eq!(reading.subject.as_deref(), Some("máy đọc"));

    let mut batch = writer.begin().unwrap();
    let mut again = document(b"one", "máy đọc lại");
    batch.put_document(&mut again, &pages("x")).unwrap();
    assert_eq!(again.description.subject.as_deref(), Some("người sửa"));
    batch.commit().unwrap();
    check(writer.store(), &id, "người sửa");

    let mut batch = writer.begin().unwrap();
    batch.forget_document(&id).unwrap();
    batch.commit().unwrap();
    assert_eq!(writer.store().reading(&id).unwrap(), None);
    let mut batch = writer.begin().unwrap();
    put(&mut batch, b"one", "máy đọc");
    batch.commit().unwrap();
    check(writer.store(), &id, "người sửa");

    let mut batch = writer.begin().unwrap();
    let earlier = batch.correct(&id, &subject("sớm hơn", 0)).unwrap();
    batch.commit().unwrap();
    check(writer.store(), &id, "người sửa");
    for (number, holds) in [(first, "sớm hơn"), (earlier, "máy đọc")] {
        let mut batch = writer.begin().unwrap();
        let at = Timestamp::UNIX_EPOCH;
        assert!(batch.undo_correction(&id, number, "Lan", at).unwrap());
        assert!(!batch.undo_correction(&id, number, "Lan", at).unwrap());
        batch.commit().unwrap();
        check(writer.store(), &id, holds);
    }
    assert_eq!(writer.store().corrections(&id).unwrap().len(), 2);
    let mut batch = writer.begin().unwrap();
    batch.forget_corrections(&id).unwrap();
    batch.commit().unwrap();
    assert_eq!(writer.store().all_corrections().unwrap(), []);
}

#[test]
fn a_reading_that_is_not_what_was_read_is_found() {
    let (_folder, mut writer, _) = archive_in_files();
    let mut batch = writer.begin().unwrap();
    let id = put(&mut batch, b"one", "máy đọc").id;
    put(&mut batch, b"two", "máy đọc");
    batch.correct(&id, &subject("người sửa", 1)).unwrap();
    batch.commit().unwrap();
    let broken = |writer: &Writer| -> Vec<(String, Vec<Problem>)> {
        let checked = writer.store().verify_rows(0).map(Result::unwrap);
        let broken = checked.filter(|checked| !checked.problems.is_empty());
        broken.map(|one| (one.id, one.problems)).collect()
    };
    let found = [(id.to_string(), vec![Problem::ReadingDamaged])];
    let damages = [
        "UPDATE readings SET description = json_set(description, '$.issued_at', 'Chỗ khác')",
        "UPDATE readings SET findings = '[{]'",
        "UPDATE readings SET findings = '[{\"field\":\"kind\",\"code\":\"x\",\"message\":\"x\"}]'",
        "DELETE FROM readings",
    ];
    for damage in damages {
        assert_eq!(broken(&writer), []);
        let connection = writer.connection().unwrap();
        connection.execute_batch(damage).unwrap();
        assert_eq!(broken(&writer), found, "{damage}");
        let mut batch = writer.begin().unwrap();
        put(&mut batch, b"one", "máy đọc");
        batch.commit().unwrap();
    }
}

#[test]
fn a_correction_may_come_before_its_paper() {
    let (_folder, mut writer, _) = archive();
    let id = document(b"one", "").id;
    let mut batch = writer.begin().unwrap();
    batch.correct(&id, &subject("đã biết", 0)).unwrap();
    put(&mut batch, b"one", "máy đọc");
    batch.commit().unwrap();
    check(writer.store(), &id, "đã biết");
}

#[test]
fn the_queue_holds_doubts_for_people_until_they_are_settled() {
    let (_folder, mut writer, import) = archive();
    let mut batch = writer.begin().unwrap();
    let mut ids = Vec::new();
    for (bytes, codes) in [
        (b"one", vec!["subject-missing", "name-lies"]),
        (b"two", vec!["name-lies"]),
        (b"six", vec!["subject-missing", "subject-odd"]),
    ] {
        let mut paper = document(bytes, "");
        let finding = |code| Finding::new(crate::document::Field::Subject, code, "x");
        paper.findings = codes.into_iter().map(finding).collect();
        batch.put_original(bytes, &paper.digest).unwrap();
        batch.put_document(&mut paper, &pages("x")).unwrap();
        ids.push(paper.id);
    }
    batch.commit().unwrap();
    let queue = |store: &Store, code, import| -> Vec<DocumentId> {
        let queue = store.doubtful(code, import, None, 10).unwrap();
        queue.into_iter().map(|doubtful| doubtful.id).collect()
    };
    let store = writer.store().clone();
    assert_eq!(queue(&store, None, None), [ids[0].clone(), ids[2].clone()]);
    assert_eq!(queue(&store, Some("subject-odd"), None), [ids[2].clone()]);
    assert_eq!(queue(&store, None, Some(import)), [], "none of this run");
    assert_eq!(store.doubtful_count().unwrap(), 2);
    assert_eq!(
        store.doubts(None).unwrap()[0],
        ("subject-missing".to_owned(), 2)
    );
    let mut batch = writer.begin().unwrap();
    batch.correct(&ids[0], &subject("có rồi", 0)).unwrap();
    batch.commit().unwrap();
    assert_eq!(queue(&store, None, None), [ids[2].clone()]);
    let last = store.doubtful(None, None, None, 10).unwrap().remove(0).id;
    assert_eq!(store.doubtful(None, None, Some(&last), 10).unwrap(), []);
}
