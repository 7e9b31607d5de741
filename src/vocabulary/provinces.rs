//! Provinces through time: the units that one name has stood for, and what went into what.
//!
//! The merger of 1 July 2025 (Nghị quyết 202/2025/QH15) made new units that keep the name of one of
//! their parts. To a reader An Giang is one province with two spans of years; Kiên Giang is another
//! one, which went into it.

use std::sync::LazyLock;

use crate::vocabulary::places;
use crate::vocabulary::places::Place;
use crate::vocabulary::places::PlaceLevel;

static PROVINCES: LazyLock<Vec<Province>> = LazyLock::new(|| {
    let mut provinces: Vec<Province> = Vec::new();
    for unit in places::all() {
        if unit.level != PlaceLevel::Province {
            continue;
        }
        match provinces
            .iter_mut()
            .find(|known| known.id == root(unit.id) || known.bare_name() == unit.bare_name)
        {
            Some(known) => known.units.push(unit),
            None => provinces.push(Province {
                id: root(unit.id),
                units: vec![unit],
            }),
        }
    }
    for province in &mut provinces {
        province.units.sort_by_key(|unit| unit.valid_from);
    }
    provinces
});

/// All units of one name.
#[derive(Debug, PartialEq, Eq)]
pub struct Province {
    /// `an-giang`: what its bodies' ids end in, without a year.
    pub id: &'static str,
    units: Vec<&'static Place>,
}

impl Province {
    /// Ids of its units, the oldest first: `an-giang`, `an-giang-2025`.
    pub fn unit_ids(&self) -> impl Iterator<Item = &'static str> {
        self.units.iter().map(|unit| unit.id)
    }

    /// The name it has now, or had last: `Thành phố Đồng Nai`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.units.last().map_or(self.id, |unit| unit.name)
    }

    /// Its name among provinces of all times: `Tỉnh Kiên Giang (đến 30/6/2025)`.
    #[must_use]
    pub fn dated_name(&self) -> String {
        let name = self.name();
        match self.units.last().map(|unit| (unit.valid_to, unit.verified)) {
            Some((Some(to), true)) => {
                format!("{name} (đến {}/{}/{})", to.day(), to.month(), to.year())
            }
            _ => name.to_owned(),
        }
    }

    /// The provinces of other names that went into it or that it went into, directly.
    #[must_use]
    pub fn kin(&self) -> Vec<&'static Province> {
        let followed = |earlier: &Self, later: &Self| {
            let successors = earlier.units.iter().flat_map(|unit| &unit.successors);
            successors
                .into_iter()
                .any(|id| later.unit_ids().any(|unit| unit == *id))
        };
        let others = PROVINCES.iter().filter(|other| other.id != self.id);
        others
            .filter(|other| followed(other, self) || followed(self, other))
            .collect()
    }

    fn bare_name(&self) -> &'static str {
        self.units.last().map_or("", |unit| unit.bare_name)
    }
}

/// The id without the year that sets a later unit of the same name apart.
fn root(id: &'static str) -> &'static str {
    let year = |tail: &str| tail.len() == 4 && tail.bytes().all(|byte| byte.is_ascii_digit());
    match id.rsplit_once('-') {
        Some((root, tail)) if year(tail) => root,
        _ => id,
    }
}

/// The province one of whose units has this id, or which has it itself.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Province> {
    PROVINCES
        .iter()
        .find(|province| province.id == id || province.unit_ids().any(|unit| unit == id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(id: &str, units: &[&str], name: &str, kin: &[&str]) {
        let province = by_id(id).unwrap();
        assert_eq!(province.unit_ids().collect::<Vec<_>>(), units);
        assert_eq!(province.dated_name(), name);
        let found: Vec<&str> = province.kin().iter().map(|other| other.id).collect();
        assert_eq!(found, kin);
    }

    #[test]
    fn one_name_is_one_province() {
        let an_giang = ["an-giang", "an-giang-2025"];
        check("an-giang", &an_giang, "Tỉnh An Giang", &["kien-giang"]);
        check("an-giang-2025", &an_giang, "Tỉnh An Giang", &["kien-giang"]);
        check(
            "kien-giang",
            &["kien-giang"],
            "Tỉnh Kiên Giang (đến 30/6/2025)",
            &["an-giang"],
        );
        assert!(by_id("886").is_none());
        let units = places::all().iter();
        for unit in units.filter(|unit| unit.level == PlaceLevel::Province) {
            assert!(by_id(unit.id).is_some(), "{}", unit.id);
        }
    }

    #[test]
    fn what_is_not_verified_is_not_told_as_a_date() {
        assert_eq!(by_id("ha-tay").unwrap().dated_name(), "Tỉnh Hà Tây");
    }
}
