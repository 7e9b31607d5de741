//! Bodies that have documents here, by how their names begin.

use std::collections::BTreeSet;

use crate::search::local::columns::Columns;
use crate::search::local::view::Admitted;
use crate::search::local::view::View;
use crate::vocabulary::BodyId;

impl View {
    /// Bodies with documents here whose name has a word that begins so, shortest names first.
    pub fn bodies_named(&self, beginning: &str, most: usize) -> Vec<BodyId> {
        if beginning.is_empty() {
            return Vec::new();
        }
        let inner = format!(" {beginning}");
        let is_named = |name: &str| name.starts_with(beginning) || name.contains(&inner);
        let nodes = self.segments().flat_map(|(_, columns, admitted)| {
            let nodes = columns.body_nodes.iter().zip(0_u32..);
            let named: Vec<_> = nodes
                .filter(|(node, _)| is_named(&node.folded_name))
                .collect();
            let there = match named.is_empty() {
                true => BTreeSet::new(),
                false => nodes_there(columns, admitted),
            };
            named
                .into_iter()
                .filter(move |(_, at)| there.contains(at))
                .map(|(node, _)| node)
        });
        let named: BTreeSet<(bool, usize, &BodyId)> = nodes
            .map(|node| {
                (
                    !node.folded_name.starts_with(beginning),
                    node.folded_name.len(),
                    &node.id,
                )
            })
            .collect();
        named
            .into_iter()
            .take(most)
            .map(|(_, _, id)| id.clone())
            .collect()
    }
}

/// The bodies of a segment that have a document there.
fn nodes_there(columns: &Columns, admitted: &Admitted) -> BTreeSet<u32> {
    let mut sets = vec![false; columns.body_sets.len()];
    for (doc, &set) in (0..).zip(&columns.bodies) {
        if let Some(there) = sets.get_mut(set as usize) {
            *there |= admitted.has(doc);
        }
    }
    let there = columns.body_sets.iter().zip(sets);
    there
        .filter(|(_, there)| *there)
        .flat_map(|(set, _)| set.iter().copied())
        .collect()
}
