//! What holds for every archive: the cluster answers as the engine on this machine does.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use proptest::prelude::*;

use crate::document::Folder;
use crate::document::Holding;
use crate::search::ClusterSettings;
use crate::search::Index;
use crate::search::Narrowing;
use crate::search::SearchError;
use crate::search::cluster::server;
use crate::search::laws::request;
use crate::search::restricted::FOLDERS;
use crate::search::restricted::MARKS;
use crate::search::restricted::Paper;
use crate::search::restricted::agree;
use crate::search::restricted::fill;
use crate::search::restricted::paper;

/// An index of these papers in the cluster, led to by its alias.
fn build(settings: &ClusterSettings, papers: &BTreeMap<usize, Paper>, batch: usize) -> Index {
    let index = Index::create_beside(settings).unwrap();
    fill(&index, papers, batch);
    index.take_place().unwrap();
    Index::connect(settings).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn a_cluster_answers_as_the_engine_here(
        papers in prop::collection::vec(paper(), 1..40),
        requests in prop::collection::vec(request(), 6),
        folder in 0..FOLDERS.len(),
        mark in 0..MARKS.len(),
        batches in (1_usize..40, 8_usize..40),
        shards in prop_oneof![Just(1_u32), Just(3)],
    ) {
        let folder = Folder::at(Path::new(FOLDERS[folder]));
        let admits = move |holding: &Holding| {
            holding.marks.iter().all(|known| *known == MARKS[mark])
                && holding.folders.iter().any(|known| known.is_within(&folder))
        };
        let papers: BTreeMap<usize, Paper> = papers.into_iter().enumerate().collect();
        let directory = tempfile::tempdir().unwrap();
        let local = Index::create(directory.path()).unwrap();
        fill(&local, &papers, batches.0);
        let cluster = build(&server::settings(shards), &papers, batches.1);
        agree(&cluster, &local, &requests)?;
        let narrowing = Narrowing::to("law", admits);
        agree(&cluster.narrowed(narrowing.clone()), &local.narrowed(narrowing), &requests)?;
    }
}

#[test]
fn there_is_no_index_before_one_was_made() {
    let settings = server::settings(1);
    let missing = Index::connect(&settings).err();
    assert!(
        matches!(missing, Some(SearchError::Missing(_))),
        "{missing:?}"
    );
    let nobody = ClusterSettings {
        hosts: vec!["http://127.0.0.1:9".to_owned()],
        patience: Duration::from_millis(100),
        ..settings
    };
    let silent = Index::connect(&nobody).err();
    assert!(
        matches!(silent, Some(SearchError::Unreachable(_))),
        "{silent:?}"
    );
}
