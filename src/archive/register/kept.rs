//! Registers that were sent in, kept for a while so that what came of them has an address.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use crate::access::Rights;
use crate::archive::register::Register;

/// Registers kept at most.
const KEPT: usize = 20;
/// Rows kept at most, of all of them.
const ROWS: usize = 400_000;

/// The registers sent in since the server started; of many, the last ones. Only what their rows say is
/// kept, and held against the archive anew whenever somebody asks.
#[derive(Default)]
pub struct Registers {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    last: u64,
    registers: BTreeMap<u64, (Option<String>, Arc<Register>)>,
}

impl Registers {
    /// Keeps a register for who sent it in, and gives its number.
    pub fn keep(&self, register: Register, rights: &Rights) -> u64 {
        let mut known = self.known();
        known.last += 1;
        let number = known.last;
        let kept = (rights.account.clone(), Arc::new(register));
        known.registers.insert(number, kept);
        while known.registers.len() > 1 && (known.registers.len() > KEPT || known.rows() > ROWS) {
            known.registers.pop_first();
        }
        number
    }

    /// A register; none if there is no such number, it is long gone, or it is another account's.
    pub fn get(&self, number: u64, rights: &Rights) -> Option<Arc<Register>> {
        let known = self.known();
        let (by, register) = known.registers.get(&number)?;
        (*by == rights.account).then(|| Arc::clone(register))
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn rows(&self) -> usize {
        let registers = self.registers.values();
        registers.map(|(_, register)| register.entries.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_ones_are_kept_each_for_who_sent_it() {
        let registers = Registers::default();
        let (owner, mut lan) = (Rights::owner(), Rights::owner());
        lan.account = Some("lan".to_owned());
        let first = registers.keep(Register::of("a.csv", &[]), &lan);
        assert_eq!(registers.get(first, &lan).unwrap().name, "a.csv");
        assert!(registers.get(first, &owner).is_none());
        for _ in 0..KEPT {
            registers.keep(Register::of("b.csv", &[]), &owner);
        }
        assert!(registers.get(first, &lan).is_none());
        assert!(registers.get(first + 1, &owner).is_some());
    }
}
