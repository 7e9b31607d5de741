//! What holds for every history of a store: it is what was committed, and nothing else.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use proptest::prelude::*;

use crate::document::DocumentId;

use super::Batch;
use super::ImportId;
use super::SourcePath;
use super::Store;
use super::Verdict;
use super::Writer;
use super::fixture::archive;
use super::fixture::document;
use super::fixture::holder;
use super::fixture::kept;
use super::fixture::put;
use super::fixture::quarantined;
use super::fixture::reason;
use super::fixture::root;

/// One thing done to a store in a random history.
#[derive(Debug, Clone)]
enum Step {
    Keep { content: u8, name: Vec<u8> },
    Quarantine { name: Vec<u8> },
    Refuse { name: Vec<u8> },
    Delete { content: u8 },
    Commit,
    Drop,
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    let name = || {
        let byte = prop_oneof![Just(b'a'), Just(b'\n'), Just(0xff), Just(b'/')];
        prop::collection::vec(byte, 1..3)
    };
    prop_oneof![
        6 => (0..4_u8, name()).prop_map(|(content, name)| Step::Keep { content, name }),
        2 => name().prop_map(|name| Step::Quarantine { name }),
        1 => name().prop_map(|name| Step::Refuse { name }),
        1 => (0..4_u8).prop_map(|content| Step::Delete { content }),
        3 => Just(Step::Commit),
        1 => Just(Step::Drop),
        1 => Just(Step::Reopen),
    ]
}

/// What a store holds, said as simply as can be.
#[derive(Debug, Clone, Default, PartialEq)]
struct Model {
    sequence: u64,
    documents: BTreeMap<DocumentId, u64>,
    deleted: BTreeMap<DocumentId, u64>,
    files: BTreeMap<Vec<u8>, (Verdict, u32)>,
    sources: BTreeSet<(DocumentId, Vec<u8>)>,
}

impl Model {
    /// Changes the model and the batch alike. `begun` is the sequence the batch began with.
    fn step(&mut self, batch: &mut Batch<'_>, import: ImportId, begun: u64, step: &Step) {
        let (name, verdict) = match step {
            Step::Keep { content, name } => {
                let paper = document(&[*content], "một");
                let known = batch.document_with_digest(&paper.digest).unwrap();
                assert_eq!(known.is_some(), self.documents.contains_key(&paper.id));
                if known.is_none() {
                    self.sequence += 1;
                    assert_eq!(put(batch, &[*content], "một").sequence, self.sequence);
                    self.documents.insert(paper.id.clone(), self.sequence);
                    self.deleted.remove(&paper.id);
                }
                let is_new = self.sources.insert((paper.id.clone(), name.clone()));
                if is_new && self.documents[&paper.id] <= begun {
                    self.sequence += 1;
                    self.documents.insert(paper.id.clone(), self.sequence);
                }
                (name, kept(&paper))
            }
            Step::Quarantine { name } => (name, quarantined()),
            Step::Refuse { name } => {
                let reason = reason("state-secret");
                (name, Verdict::Refused { reason })
            }
            Step::Delete { content } => {
                let id = document(&[*content], "một").id;
                let there = self.documents.remove(&id).is_some();
                assert_eq!(batch.forget_document(&id).unwrap(), there);
                if there {
                    self.sequence += 1;
                    self.deleted.insert(id.clone(), self.sequence);
                    let of_it = |verdict: &Verdict| matches!(verdict, Verdict::Kept { document, .. } if *document == id);
                    let files = &mut self.files;
                    let gone: Vec<Vec<u8>> = files
                        .extract_if(.., |_, (verdict, _)| of_it(verdict))
                        .map(|(name, _)| name)
                        .collect();
                    self.sources
                        .retain(|(document, name)| *document != id && !gone.contains(name));
                }
                return;
            }
            Step::Commit | Step::Drop | Step::Reopen => return,
        };
        let path = SourcePath {
            root: Path::new("/scans"),
            relative: Path::new(OsStr::from_bytes(name)),
            shown: "?",
        };
        batch.record(import, path, &verdict).unwrap();
        let before = self.files.get(name).map_or(0, |(_, tries)| *tries);
        let tries = match verdict {
            Verdict::Quarantined { .. } => before + 1,
            _ => 0,
        };
        self.files.insert(name.clone(), (verdict, tries));
    }

    fn check(&self, store: &Store) {
        assert_eq!(store.sequence().unwrap(), self.sequence);
        assert_eq!(store.count().unwrap(), self.documents.len() as u64);
        let root = Path::new("/scans");
        let journal = store.journal(root).unwrap();
        assert_eq!(journal.len(), self.files.len());
        for (name, (verdict, tries)) in &self.files {
            let name = Path::new(OsStr::from_bytes(name));
            let entry = store.known(root, name).unwrap();
            assert_eq!(journal.get(name), entry.as_ref());
            let entry = entry.unwrap();
            assert_eq!((&entry.verdict, &entry.tries), (verdict, tries));
        }
        for after in 0..=self.sequence {
            let documents = self.documents.iter().map(|(id, at)| (*at, id, false));
            let deleted = self.deleted.iter().map(|(id, at)| (*at, id, true));
            let mut expected: Vec<_> = documents.chain(deleted).collect();
            expected.retain(|(at, ..)| *at > after);
            expected.sort();
            let changes = store.changes_since(after, 1000).unwrap();
            let changes: Vec<_> = changes
                .iter()
                .map(|change| (change.sequence, &change.id, change.deleted))
                .collect();
            assert_eq!(changes, expected);
        }
        for checked in store.verify_documents(0, &mut super::Pace::of(None)) {
            assert_eq!(checked.unwrap().problems, []);
        }
        assert_eq!(store.verify_catalogue().unwrap(), []);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever is done to it, a store holds what was committed and nothing else.
    #[test]
    fn a_store_is_its_committed_history(steps in prop::collection::vec(step(), 1..40)) {
        let (folder, mut writer, import) = archive();
        let mut committed = Model::default();
        for batch_steps in steps.split_inclusive(|step| {
            matches!(step, Step::Commit | Step::Drop | Step::Reopen)
        }) {
            let mut model = committed.clone();
            let mut batch = writer.begin().unwrap();
            for step in batch_steps {
                model.step(&mut batch, import, committed.sequence, step);
            }
            match batch_steps.last() {
                Some(Step::Commit) => {
                    prop_assert_eq!(batch.commit().unwrap(), model.sequence);
                    committed = model;
                }
                Some(Step::Reopen) => {
                    drop(batch);
                    drop(writer);
                    writer = Writer::open(&root(&folder), &holder()).unwrap();
                }
                _ => drop(batch),
            }
        }
        committed.check(writer.store());
    }
}
