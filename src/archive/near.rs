//! When a number finds nothing: the papers it may have been meant for.

use crate::archive::Archive;
use crate::archive::Document;
use crate::archive::Error;
use crate::document::DocumentNumber;
use crate::search::Request;
use crate::search::Understood;

/// Papers offered at most.
const OFFERED: usize = 5;
/// Kinds that are taken for one another (`nq 35` for `kl 35`).
const NEIGHBOURS: [&str; 6] = ["NQ", "QĐ", "CT", "KL", "KH", "TB"];

/// How each condition of a request is lifted; false where it has none.
type Lift = fn(&mut Request) -> bool;
const LIFTS: [(&str, Lift); 8] = [
    ("body", |request| request.body.take().is_some()),
    ("place", |request| request.place.take().is_some()),
    ("kind", |request| request.kind.take().is_some()),
    ("system", |request| request.system.take().is_some()),
    ("year", |request| request.year.take().is_some()),
    ("from", |request| request.from.take().is_some()),
    ("to", |request| request.to.take().is_some()),
    ("folder", |request| {
        let had = !request.folders.is_empty();
        request.folders.clear();
        had
    }),
];

impl Archive {
    /// Papers of the number that was understood with two neighbouring digits exchanged (`328` for
    /// `238`), or of a neighbouring kind with the same serial.
    pub fn near(&self, understood: &Understood) -> Result<Vec<Document>, Error> {
        let number = understood.number.as_deref();
        let Some(number) = number.and_then(|number| DocumentNumber::parse(number).ok()) else {
            return Ok(Vec::new());
        };
        self.near_number(&number)
    }

    /// The conditions of a request without which something is found, by the names of their fields.
    pub(super) fn elsewhere(&self, request: &Request) -> Result<Vec<(&'static str, u64)>, Error> {
        let mut elsewhere = Vec::new();
        for (field, lift) in LIFTS {
            let mut lifted = Request {
                limit: 1,
                cursor: None,
                ..request.clone()
            };
            if lift(&mut lifted) {
                let found = self.index.search(&lifted)?.total;
                elsewhere.extend((found > 0).then_some((field, found)));
            }
        }
        Ok(elsewhere)
    }

    /// The same for a number.
    pub(super) fn near_number(&self, number: &DocumentNumber) -> Result<Vec<Document>, Error> {
        let mut offered: Vec<Document> = Vec::new();
        for candidate in slips(number) {
            let found = self.numbered(&candidate.to_string())?.into_iter();
            let meant = |document: &Document| {
                let own = document.description.number.as_ref();
                own.is_some_and(|own| own.same_as(&candidate))
            };
            offered.extend(found.filter(meant));
            if offered.len() >= OFFERED {
                break;
            }
        }
        offered.truncate(OFFERED);
        Ok(offered)
    }
}

/// The numbers a slip of the finger or the memory makes into this one.
fn slips(number: &DocumentNumber) -> Vec<DocumentNumber> {
    let digits: Vec<char> = number
        .serial
        .map_or(String::new(), |serial| serial.to_string())
        .chars()
        .collect();
    let exchanged = (1..digits.len()).filter_map(|at| {
        let mut digits = digits.clone();
        digits.swap(at - 1, at);
        let serial: u32 = digits.into_iter().collect::<String>().parse().ok()?;
        (Some(serial) != number.serial).then(|| DocumentNumber {
            serial: Some(serial),
            ..number.clone()
        })
    });
    let kind = number.kind_code.as_deref();
    let neighbours = NEIGHBOURS
        .into_iter()
        .filter(|code| kind.is_some_and(|kind| NEIGHBOURS.contains(&kind) && kind != *code));
    let other_kinds = neighbours.map(|code| DocumentNumber {
        kind_code: Some(code.to_owned()),
        ..number.clone()
    });
    exchanged.chain(other_kinds).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_change_places_and_kinds_are_confused() {
        let number = DocumentNumber::parse("328-QĐ/TW").unwrap();
        let slips: Vec<String> = slips(&number).iter().map(ToString::to_string).collect();
        assert_eq!(slips[..3], ["238-QĐ/TW", "382-QĐ/TW", "328-NQ/TW"]);
        let letter = DocumentNumber::parse("11/UBND-VX").unwrap();
        assert!(super::slips(&letter).is_empty());
    }
}
