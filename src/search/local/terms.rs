//! The archive's own dictionary: how common a syllable is, what begins in some way, what is near.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use tantivy::Term;
use tantivy::schema::Field;

use crate::search::SearchError;
use crate::search::local::Snapshot;
use crate::vocabulary::BodyId;

/// Letters a mistyped syllable is tried with.
const LETTERS: &str = "abcdeghiklmnopqrstuvxy";
/// Longer runs are not corrected.
const LONGEST_CORRECTED: usize = 16;

impl Snapshot {
    /// How many documents have a term, deleted ones included.
    pub fn frequency(&self, field: Field, term: &str) -> Result<u64, SearchError> {
        Ok(self
            .searcher
            .doc_freq(&Term::from_field_text(field, term))?)
    }

    /// Terms that begin with `prefix`, with how many documents have each; no more than `most` of a
    /// segment are looked at.
    pub fn beginning_with(
        &self,
        field: Field,
        prefix: &str,
        most: usize,
    ) -> Result<Vec<(String, u64)>, SearchError> {
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        for reader in self.searcher.segment_readers() {
            let inverted = reader.inverted_index(field)?;
            let mut stream = inverted.terms().range().ge(prefix).into_stream()?;
            for _ in 0..most {
                if !stream.advance() || !stream.key().starts_with(prefix.as_bytes()) {
                    break;
                }
                let term = String::from_utf8_lossy(stream.key()).into_owned();
                *found.entry(term).or_default() += u64::from(stream.value().doc_freq);
            }
        }
        Ok(found.into_iter().collect())
    }

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
        let nodes = self
            .segments
            .iter()
            .flat_map(|(_, columns)| &columns.body_nodes);
        let named: BTreeSet<(bool, usize, &BodyId)> = nodes
            .filter(|node| {
                node.folded_name.starts_with(beginning) || node.folded_name.contains(&inner)
            })
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
