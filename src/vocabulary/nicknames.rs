//! What people call a paper instead of its number: `Nghị quyết Trung ương 4 khóa XII`.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;

use crate::vocabulary::places;
use crate::vocabulary::table::Table;

static TABLE: Table = Table::new(include_str!("../../index/nicknames.tsv"));

static BY_KEY: LazyLock<HashMap<String, Vec<Nicknamed>>> = LazyLock::new(|| {
    let entry = |row: super::table::Row| {
        let papers = row.list("numbers").into_iter().map(Nicknamed::of).collect();
        (places::key(row.cell("name")), papers)
    };
    TABLE.rows().map(entry).collect()
});

/// A paper someone may mean by a nickname.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nicknamed {
    /// Its number as printed.
    pub number: &'static str,
    /// The days it can be of, where known: a day, or a whole year.
    pub issued: Option<(Date, Date)>,
}

impl Nicknamed {
    fn of(cell: &'static str) -> Self {
        let (number, day) = cell.split_once('@').unwrap_or((cell, ""));
        Self {
            number,
            issued: places::first_day(day).zip(places::last_day(day)),
        }
    }
}

/// The papers a nickname stands for. `key` is folded words with one blank between them; a
/// conference is `nghi quyet trung uong 4 khoa xii`.
#[must_use]
pub fn by_key(key: &str) -> &'static [Nicknamed] {
    BY_KEY.get(key).map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(key: &str, numbers: &[&str]) {
        let found: Vec<&str> = by_key(key).iter().map(|paper| paper.number).collect();
        assert_eq!(found, numbers, "{key}");
    }

    #[test]
    fn conferences_have_several_resolutions() {
        check("nghi quyet trung uong 4 khoa xii", &["04-NQ/TW"]);
        check("nghi quyet trung uong 4 khoa xi", &["12-NQ/TW"]);
        check(
            "nghi quyet trung uong 7 khoa xii",
            &["26-NQ/TW", "27-NQ/TW", "28-NQ/TW"],
        );
        check("khoan 10", &["10-NQ/TW"]);
        check("nghi quyet trung uong 99 khoa xii", &[]);
    }
}
