//! Which folders the documents came from that a caller may see, and how many from each.

use std::collections::BTreeMap;

use crate::document::Folder;
use crate::search::local::view::View;

impl View {
    /// The combinations of folders that documents came from, each with how many did. Folders that are
    /// not there for the caller are in none; documents without a folder are left out.
    pub fn folders(&self) -> BTreeMap<Vec<Folder>, u64> {
        let mut sums = BTreeMap::new();
        for (_, columns, admitted) in self.segments() {
            let mut counts = vec![0_u64; columns.holding_names.len()];
            for (doc, &holding) in (0..).zip(&columns.holdings) {
                if let Some(count) = counts.get_mut(holding as usize)
                    && admitted.has(doc)
                {
                    *count += 1;
                }
            }
            for (holding, count) in columns.holding_names.iter().zip(counts) {
                let folders = holding.iter().flat_map(|one| self.narrowing.folders(one));
                let folders: Vec<Folder> = folders.cloned().collect();
                if count > 0 && !folders.is_empty() {
                    *sums.entry(folders).or_default() += count;
                }
            }
        }
        sums
    }
}
