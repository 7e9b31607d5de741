//! Sums over the whole catalogue, kept until it changes: to find one, all of it is read.

use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use super::Store;
use super::error::StoreError;

/// Changes there were: the last sequence and the last entry of the log. Both only grow.
const CHANGES: &str = "SELECT value + (SELECT COALESCE(MAX(number), 0) FROM log)
     FROM meta WHERE name = 'sequence'";

/// A sum, and how many changes there were when it was found.
#[derive(Debug)]
pub(super) struct Sum<T>(Mutex<Option<(u64, T)>>);

impl<T> Default for Sum<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Sum<T> {
    /// The sum as it is now; found anew where something was changed since.
    pub fn of(
        &self,
        store: &Store,
        find: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        // Asked before: what is written meanwhile only makes the next one find it again.
        let now = store.number(CHANGES)?;
        let known = self.known().clone();
        if let Some((_, sum)) = known.filter(|(changes, _)| *changes == now) {
            return Ok(sum);
        }
        let sum = find()?;
        *self.known() = Some((now, sum.clone()));
        Ok(sum)
    }

    fn known(&self) -> MutexGuard<'_, Option<(u64, T)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use crate::store::fixture::archive;
    use crate::store::fixture::put;

    #[test]
    fn a_sum_follows_every_change() {
        let (_folder, mut writer, _) = archive();
        let store = writer.store().clone();
        for (paper, bytes) in [(&b"one"[..], 3), (b"three", 8)] {
            let mut batch = writer.begin().unwrap();
            let document = put(&mut batch, paper, "chung");
            assert_eq!(document.bytes, paper.len() as u64);
            batch.commit().unwrap();
            for _ in 0..2 {
                assert_eq!(store.originals_bytes().unwrap(), bytes);
            }
        }
    }
}
