//! The archive's own dictionary: how common a syllable is, what begins in some way, what is near.

use std::collections::BTreeSet;

use tantivy::schema::Field;

use crate::search::SearchError;
use crate::search::local::columns::Columns;
use crate::search::local::view::Admitted;
use crate::search::local::view::View;
use crate::vocabulary::BodyId;

/// Letters a mistyped syllable is tried with.
const LETTERS: &str = "abcdeghiklmnopqrstuvxy";
/// Longer runs are not corrected.
const LONGEST_CORRECTED: usize = 16;

impl View {
    /// The terms one slip away from `plain` (a letter more, less, other, or two swapped), with how
    /// many documents have each.
    pub fn near(&self, field: Field, plain: &str) -> Result<Vec<(String, u64)>, SearchError> {
        let mut near = Vec::new();
        let word = plain.bytes().all(|byte| byte.is_ascii_lowercase());
        if word && (2..=LONGEST_CORRECTED).contains(&plain.len()) {
            for slip in slips(plain) {
                let frequency = self.frequency(field, &slip)?;
                if frequency > 0 {
                    near.push((slip, frequency));
                }
            }
        }
        Ok(near)
    }

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

/// Everything one slip away from `plain`.
fn slips(plain: &str) -> Vec<String> {
    let letters: Vec<char> = plain.chars().collect();
    let spelled = |before: &[char], middle: &[char], after: &[char]| -> String {
        before.iter().chain(middle).chain(after).collect()
    };
    let mut slips = Vec::new();
    for at in 0..=letters.len() {
        let (before, after) = letters.split_at(at);
        for letter in LETTERS.chars() {
            slips.push(spelled(before, &[letter], after));
        }
        let Some((first, rest)) = after.split_first() else {
            continue;
        };
        slips.push(spelled(before, &[], rest));
        slips.extend(
            LETTERS
                .chars()
                .map(|letter| spelled(before, &[letter], rest)),
        );
        if let Some((second, rest)) = rest.split_first() {
            slips.push(spelled(before, &[*second, *first], rest));
        }
    }
    slips.retain(|slip| slip != plain);
    slips
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_away() {
        let near = slips("loi");
        for slip in ["lo", "li", "oi", "loai", "hoi", "lio", "oli"] {
            assert!(near.iter().any(|known| known == slip), "{slip}");
        }
        assert!(near.iter().all(|slip| slip != "loi"));
    }
}
