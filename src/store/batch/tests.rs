//! What a batch does, together or not at all.

use std::path::Path;

use super::*;
use crate::store::Change;
use crate::store::fixture::archive;
use crate::store::fixture::at;
use crate::store::fixture::content;
use crate::store::fixture::digest;
use crate::store::fixture::document;
use crate::store::fixture::kept;
use crate::store::fixture::pages;
use crate::store::fixture::put;

#[test]
fn what_was_put_is_read_back() {
    let (_folder, mut writer, import) = archive();
    let mut batch = writer.begin().unwrap();
    let mut paper = put(&mut batch, b"one", "V/v một");
    batch.record(import, at("a/b.txt"), &kept(&paper)).unwrap();
    batch.record(import, at("c.txt"), &kept(&paper)).unwrap();
    assert_eq!(batch.commit().unwrap(), paper.sequence);
    paper.sources = vec!["a/b.txt".to_owned(), "c.txt".to_owned()];

    let store = writer.store();
    assert_eq!(store.document(&paper.id).unwrap().as_ref(), Some(&paper));
    assert_eq!(store.pages(&paper.id).unwrap(), Some(pages("V/v một")));
    assert_eq!(store.count().unwrap(), 1);
    let found = store.document_with_digest(&paper.digest).unwrap();
    assert_eq!(found.as_ref(), Some(&paper.id));
    let stranger = DocumentId::of_digest(&digest(b"other"));
    let asked = [stranger, paper.id.clone()];
    let found = store.documents(&asked).unwrap();
    assert_eq!(found, [None, Some(paper.clone())]);
    let found = store.documents_by_sequence(&[paper.sequence, 99]).unwrap();
    assert_eq!(found, [Some(paper.clone()), None]);
    assert_eq!(content(&store.originals().place(&paper.digest)), b"one");
}

#[test]
fn nothing_of_a_dropped_batch_happened() {
    let (_folder, mut writer, import) = archive();
    let mut batch = writer.begin().unwrap();
    let paper = put(&mut batch, b"one", "một");
    batch.record(import, at("a.txt"), &kept(&paper)).unwrap();
    assert!(batch.document_with_digest(&paper.digest).unwrap().is_some());
    drop(batch);
    assert_eq!(writer.store().count().unwrap(), 0);
    assert_eq!(writer.store().sequence().unwrap(), 0);
    assert!(!writer.store().originals().place(&paper.digest).exists());
    assert!(
        writer
            .store()
            .journal(Path::new("/scans"))
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_duplicate_is_a_source_more_and_a_change() {
    let (_folder, mut writer, import) = archive();
    let mut batch = writer.begin().unwrap();
    let paper = put(&mut batch, b"one", "một");
    batch.record(import, at("a.txt"), &kept(&paper)).unwrap();
    assert_eq!(batch.commit().unwrap(), 1);
    let mut batch = writer.begin().unwrap();
    batch.record(import, at("b.txt"), &kept(&paper)).unwrap();
    assert_eq!(batch.commit().unwrap(), 2);
    // The same file read again, because its time changed, is no news to the index.
    let mut batch = writer.begin().unwrap();
    batch.record(import, at("b.txt"), &kept(&paper)).unwrap();
    assert_eq!(batch.commit().unwrap(), 2);
    let found = writer.store().document(&paper.id).unwrap().unwrap();
    assert_eq!(found.sources, ["a.txt", "b.txt"]);
    assert_eq!(writer.store().count().unwrap(), 1);
}

#[test]
fn a_document_taken_out_leaves_a_tombstone_until_it_comes_again() {
    let (_folder, mut writer, import) = archive();
    let mut batch = writer.begin().unwrap();
    let paper = put(&mut batch, b"one", "một");
    batch.record(import, at("a.txt"), &kept(&paper)).unwrap();
    batch.commit().unwrap();
    let mut batch = writer.begin().unwrap();
    assert!(batch.forget_document(&paper.id).unwrap());
    assert!(!batch.forget_document(&paper.id).unwrap());
    batch.commit().unwrap();
    let gone = Change {
        sequence: 2,
        id: paper.id.clone(),
        deleted: true,
    };
    assert_eq!(writer.store().changes_since(0, 10).unwrap(), [gone]);
    assert_eq!(writer.store().document(&paper.id).unwrap(), None);
    assert!(writer.store().originals().place(&paper.digest).exists());
    assert_eq!(
        writer
            .store()
            .known(at("").root, Path::new("a.txt"))
            .unwrap(),
        None
    );
    let mut batch = writer.begin().unwrap();
    assert_eq!(put(&mut batch, b"one", "một").sequence, 3);
    batch.commit().unwrap();
    let [back] = writer
        .store()
        .changes_since(0, 10)
        .unwrap()
        .try_into()
        .unwrap();
    assert_eq!((back.sequence, back.deleted), (3, false));
}

#[test]
fn a_row_never_comes_before_its_original_nor_a_source_before_its_document() {
    let (_folder, mut writer, import) = archive();
    let mut paper = document(b"one", "một");
    let mut batch = writer.begin().unwrap();
    let early = batch.put_document(&mut paper, &[]);
    assert!(matches!(early, Err(StoreError::NoOriginal(id)) if id == paper.id));
    let early = batch.record(import, at("a.txt"), &kept(&paper));
    assert!(matches!(early, Err(StoreError::NoDocument(id)) if id == paper.id));
}

#[test]
fn two_digests_that_begin_alike_are_not_one_document() {
    let (_folder, mut writer, _) = archive();
    let mut batch = writer.begin().unwrap();
    let paper = put(&mut batch, b"one", "một");
    let twin = format!("{}{}", paper.id, "0".repeat(44));
    batch.put_original(b"two", &twin).unwrap();
    let mut twin = Document {
        digest: twin,
        ..paper.clone()
    };
    let taken = batch.put_document(&mut twin, &[]);
    assert!(matches!(taken, Err(StoreError::IdTaken(id)) if id == paper.id));
}
