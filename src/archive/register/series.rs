//! Number series: the serials one body gives papers of one kind in one period, their holes and
//! collisions.

use std::collections::BTreeMap;

use crate::archive::register::entry::Entry;
use crate::document::DocumentNumber;
use crate::document::PartialDate;
use crate::vocabulary::System;

/// Holes named of one series; a series with more is no series.
const MOST_HOLES: usize = 2000;

/// Which series a number belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeriesKey {
    /// Code of the body: `UBND`.
    pub body: String,
    /// Code of the kind: `QĐ`; letters of all units share one series.
    pub kind: String,
    /// Year or term: `2022`.
    pub period: String,
}

impl SeriesKey {
    /// The series of a paper's number; none without a serial or a body.
    #[must_use]
    pub fn of(number: &DocumentNumber, date: Option<PartialDate>) -> Option<Self> {
        number.serial?;
        Some(Self {
            body: number.body_code.clone()?,
            kind: number.kind_code.clone().unwrap_or_default(),
            period: number.period(date.map(PartialDate::first_day)).to_string(),
        })
    }
}

/// A series as a register has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Which one.
    pub key: SeriesKey,
    /// Papers in it.
    pub count: usize,
    /// The lowest serial.
    pub first: u32,
    /// The highest serial.
    pub last: u32,
    /// Serials missing between them, as spans.
    pub holes: Vec<(u32, u32)>,
    /// Serials of several rows: the serial and the entries.
    pub collisions: Vec<(String, Vec<usize>)>,
    /// Secret papers of the Party share its series and are in no open register: holes are normal.
    pub holes_are_normal: bool,
}

impl Series {
    /// Its symbol: `QĐ-UBND`, `QĐ/TW`, `UBND`.
    #[must_use]
    pub fn symbol(&self) -> String {
        let SeriesKey { body, kind, .. } = &self.key;
        match (kind.as_str(), self.holes_are_normal) {
            ("", _) => body.clone(),
            (kind, true) => format!("{kind}/{body}"),
            (kind, false) => format!("{kind}-{body}"),
        }
    }

    /// A number in it: `03/QĐ-UBND`, `03-QĐ/TW`.
    #[must_use]
    pub fn number(&self, serial: u32) -> String {
        let joint = match self.holes_are_normal {
            true => '-',
            false => '/',
        };
        format!("{serial:02}{joint}{}", self.symbol())
    }

    /// The year, or the term, it runs through.
    #[must_use]
    pub fn period(&self) -> String {
        let period = self.key.period.as_str();
        match period.strip_prefix('k') {
            Some(first) if first.len() == 4 => format!("nhiệm kỳ từ {first}"),
            Some(ordinal) => format!("khóa {ordinal}"),
            None if period == "?" => "không rõ năm".to_owned(),
            None => format!("năm {period}"),
        }
    }

    /// How many numbers its holes have.
    #[must_use]
    pub fn missing(&self) -> u32 {
        self.holes
            .iter()
            .map(|(first, last)| last - first + 1)
            .sum()
    }

    /// Whether it has holes or collisions.
    #[must_use]
    pub fn is_odd(&self) -> bool {
        !self.holes.is_empty() || !self.collisions.is_empty()
    }

    /// Its holes as spans: `3–5, 9`; the first twenty.
    #[must_use]
    pub fn spans(&self) -> String {
        let shown = self.holes.iter().take(20);
        let shown = shown.map(|(first, last)| match first == last {
            true => first.to_string(),
            false => format!("{first}–{last}"),
        });
        let mut shown: Vec<String> = shown.collect();
        if self.holes.len() > shown.len() {
            shown.push("…".to_owned());
        }
        shown.join(", ")
    }
}

/// The entries of each serial with its suffix.
type Serials = BTreeMap<(u32, String), Vec<usize>>;

/// The series of a register's entries.
#[must_use]
pub fn series(entries: &[Entry]) -> Vec<Series> {
    let mut grouped: BTreeMap<SeriesKey, (bool, Serials)> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let Some(number) = &entry.number else {
            continue;
        };
        let Some((key, serial)) = SeriesKey::of(number, entry.date).zip(number.serial) else {
            continue;
        };
        let party = number.system() == Some(System::Party);
        let (is_party, serials) = grouped.entry(key).or_default();
        *is_party |= party;
        serials
            .entry((serial, number.suffix.clone()))
            .or_default()
            .push(at);
    }
    grouped
        .into_iter()
        .filter_map(|(key, (party, serials))| {
            let first = serials.keys().next()?.0;
            let last = serials.keys().next_back()?.0;
            Some(Series {
                key,
                count: serials.values().map(Vec::len).sum(),
                first,
                last,
                holes: holes(serials.keys().map(|(serial, _)| *serial)),
                collisions: serials
                    .into_iter()
                    .filter(|(_, rows)| rows.len() > 1)
                    .map(|((serial, suffix), rows)| (format!("{serial}{suffix}"), rows))
                    .collect(),
                holes_are_normal: party,
            })
        })
        .collect()
}

/// The spans between serials that rise.
fn holes(serials: impl Iterator<Item = u32>) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    let mut before: Option<u32> = None;
    for serial in serials {
        if let Some(before) = before.filter(|before| before + 1 < serial) {
            found.push((before + 1, serial - 1));
        }
        before = Some(serial);
    }
    found.truncate(MOST_HOLES);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::register::entry::Place;

    fn entry(row: usize, number: &str, date: &str) -> Entry {
        Entry {
            place: Place { table: 1, row },
            printed: number.to_owned(),
            number: DocumentNumber::parse(number).ok(),
            date: date.parse().ok(),
            subject: None,
            issuer: None,
            signer: None,
            file: None,
        }
    }

    #[test]
    fn holes_and_collisions() {
        let entries = [
            entry(1, "1/QĐ-UBND", "2020-01-02"),
            entry(2, "02/QĐ-UBND", "2020-01-03"),
            entry(3, "6/QĐ-UBND", "2020-01-09"),
            entry(4, "6/QĐ-UBND", "2020-02-09"),
            entry(5, "6a/QĐ-UBND", "2020-02-09"),
            entry(6, "6/QĐ-UBND", "2021-02-09"),
            entry(7, "3-BC/TU", "2021-02-09"),
        ];
        let found = series(&entries);
        let shown: Vec<String> = found
            .iter()
            .map(|one| {
                let SeriesKey { body, kind, period } = &one.key;
                format!(
                    "{kind} {body} {period}: {} {:?} {:?} {}",
                    one.count, one.holes, one.collisions, one.holes_are_normal
                )
            })
            .collect();
        assert_eq!(
            (found[1].number(3), found[0].number(3)),
            ("03/QĐ-UBND".to_owned(), "03-BC/TU".to_owned())
        );
        assert_eq!(
            (found[1].spans(), found[1].missing()),
            ("3–5".to_owned(), 3)
        );
        assert_eq!(
            shown,
            [
                "BC TU 2021: 1 [] [] true",
                "QĐ UBND 2020: 5 [(3, 5)] [(\"6\", [2, 3])] false",
                "QĐ UBND 2021: 1 [] [] false",
            ]
        );
    }
}
