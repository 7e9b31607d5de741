//! The kinds of documents: by id, by printed name, by the code in a number.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::fold::fold;
use crate::vocabulary::id::KindId;
use crate::vocabulary::id::System;
use crate::vocabulary::table::Table;

static TABLE: Table = Table::new(include_str!("../../index/kinds.tsv"));

static KINDS: LazyLock<Vec<Kind>> =
    LazyLock::new(|| TABLE.rows().map(|row| Kind::of(&row)).collect());

static BY_KEY: LazyLock<Keys> = LazyLock::new(Keys::build);

/// A kind of document (loại văn bản).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Its id, `nghi-quyet`.
    pub id: KindId,
    /// Its name, `Nghị quyết`.
    pub name: &'static str,
    /// Its codes in numbers, the canonical spelling first; none for kinds whose numbers carry none.
    pub codes: Vec<&'static str>,
    /// The systems that issue it.
    pub systems: Vec<System>,
    /// Where the row comes from: `V:Sn` verified, `G` general knowledge.
    pub mark: &'static str,
}

impl Kind {
    fn of(row: &super::table::Row) -> Self {
        Self {
            id: KindId::new(row.cell("id")),
            name: row.cell("name"),
            codes: row.list("codes"),
            systems: row
                .list("systems")
                .into_iter()
                .filter_map(System::from_code)
                .collect(),
            mark: row.cell("mark"),
        }
    }

    /// The code to write in a number.
    #[must_use]
    pub fn code(&self) -> Option<&'static str> {
        self.codes.first().copied()
    }
}

/// Where a kind stands in the table, by everything people call it.
struct Keys {
    ids: HashMap<&'static str, usize>,
    names: HashMap<String, usize>,
    codes: HashMap<&'static str, Vec<usize>>,
}

impl Keys {
    fn build() -> Self {
        let mut keys = Self {
            ids: HashMap::new(),
            names: HashMap::new(),
            codes: HashMap::new(),
        };
        for (at, kind) in KINDS.iter().enumerate() {
            keys.ids.insert(kind.id.as_str(), at);
            keys.names.insert(fold(kind.name), at);
            for code in &kind.codes {
                keys.codes.entry(code).or_default().push(at);
            }
        }
        keys
    }
}

/// Every kind, in the order of the table.
#[must_use]
pub fn all() -> &'static [Kind] {
    &KINDS
}

/// The kind with this id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Kind> {
    BY_KEY.ids.get(id).and_then(|&at| KINDS.get(at))
}

/// The kind with this name; case and diacritics do not matter.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Kind> {
    by_folded_name(&fold(name.trim()))
}

/// The kind whose folded name this is (`nghi quyet`).
#[must_use]
pub fn by_folded_name(folded: &str) -> Option<&'static Kind> {
    BY_KEY.names.get(folded).and_then(|&at| KINDS.get(at))
}

/// The kinds a code can mean, the first reading first. With a system, only what that system issues
/// (`TT` is Thông tri in the Party, Thông tư in the State); if it issues none of them, all.
#[must_use]
pub fn by_code(code: &str, system: Option<System>) -> Vec<&'static Kind> {
    let all: Vec<&'static Kind> = BY_KEY
        .codes
        .get(code)
        .into_iter()
        .flatten()
        .filter_map(|&at| KINDS.get(at))
        .collect();
    let issued: Vec<&'static Kind> = all
        .iter()
        .copied()
        .filter(|kind| system.is_none_or(|system| kind.systems.contains(&system)))
        .collect();
    if issued.is_empty() { all } else { issued }
}
