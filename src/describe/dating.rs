//! When and where: the date line, the closing clause of laws, dates with blanks in them.

use std::sync::LazyLock;

use regex::Captures;
use regex::Regex;

use crate::document::PartialDate;

use super::pattern::pattern;
use super::zones::Row;

/// A date line as read.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct DateLine {
    /// Địa danh, as printed.
    pub place: Option<String>,
    /// As precise as the line is; none where even the month is blank.
    pub date: Option<PartialDate>,
    /// The words `ngày … tháng … năm …` are there, but part of them was left blank.
    pub blanks: bool,
    /// Where in the row's folded text it begins.
    pub start: usize,
}

static IN_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"ngay\s*(?P<d>\d{1,2}|\d\s\d|[._… \t]{0,40})\s*",
        r"thang\s*(?P<m>\d{1,2}|\d\s\d|gieng|chap|hai|ba|tu|nam|sau|bay|tam|chin|muoi(?: mot| hai)?|[._… \t]{0,40})\s*",
        r"nam\s*(?P<y>\d{4}|\d\s?\d\s?\d\s?\d|[._… \t\d]{0,40})",
    ))
});

static IN_FIGURES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r",\s*(?:ngay\s*)?(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4})\s*\.?\s*$",
    )
});

/// Words that make a date somebody else's.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\bso\b|\bcan cu\b|\bden\b|\btu\b|\bcua\b|\bke tu\b|\btruoc\b|\bsau\b|\bkem theo\b|\bthong qua\b|\bluat\b|\bnghi quyet\b|\bhieu luc\b|[:;(]).*$",
    )
});

static PASSED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"thong qua(?: tai [^.;]{0,80}?)?\s*,?\s*(?:vao\s*)?",
        r"ngay\s*(?P<d>\d{1,2})\s*(?:thang|[/.-])\s*(?P<m>\d{1,2})\s*(?:nam|[/.-])\s*(?P<y>\d{4})",
    ))
});

fn digits(text: &str) -> Option<i16> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// Months by name: `tháng Giêng` is January, `tháng Chạp` December.
fn month(text: &str) -> Option<i8> {
    let named = [
        "gieng", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi",
    ];
    let text = text.trim();
    match text {
        "muoi mot" => Some(11),
        "muoi hai" | "chap" => Some(12),
        _ => match named.iter().position(|name| *name == text) {
            Some(at) => i8::try_from(at + 1).ok(),
            None => digits(text).and_then(|number| i8::try_from(number).ok()),
        },
    }
}

fn date_of(found: &Captures<'_>) -> (Option<PartialDate>, bool) {
    let part = |name: &str| found.name(name).map_or("", |m| m.as_str());
    let year =
        digits(part("y")).filter(|_| part("y").chars().filter(char::is_ascii_digit).count() == 4);
    let (month, day) = (month(part("m")), digits(part("d")));
    let blanks = year.is_none() || month.is_none() || day.is_none();
    let date = year.and_then(|year| match (month, day) {
        (Some(month), Some(day)) => i8::try_from(day)
            .ok()
            .and_then(|day| PartialDate::day(year, month, day).ok()),
        (Some(month), None) => PartialDate::month(year, month).ok(),
        // A year alone, its day and month to be written in by hand, dates nothing.
        _ => None,
    });
    (date, blanks)
}

/// Reads the date line of a heading out of a row; none where the date is quoted.
pub(super) fn date_line(row: &Row) -> Option<DateLine> {
    let found = IN_WORDS
        .captures_iter(&row.folded)
        .find(|found| {
            found
                .get(0)
                .is_some_and(|m| is_own(row, m.start(), m.end()))
        })
        .or_else(|| {
            IN_FIGURES.captures(&row.folded).filter(|found| {
                found
                    .get(0)
                    .is_some_and(|m| is_own(row, m.start(), m.end()))
            })
        })?;
    let start = found.get(0)?.start();
    let (date, blanks) = date_of(&found);
    let (at, place) = place_before(row, start);
    // Without a place it is a line only if it begins like one: subjects quote dates too.
    let begins =
        row.text.trim_start().starts_with("Ngày") && row.folded.trim_start().starts_with("ngay");
    if place.is_none() && !begins {
        return None;
    }
    Some(DateLine {
        place,
        date,
        blanks,
        start: at,
    })
}

/// A date line ends its row and is not part of a sentence.
fn is_own(row: &Row, start: usize, end: usize) -> bool {
    let before = row.folded.get(..start).unwrap_or("");
    let behind = row.folded.get(end..).unwrap_or("");
    // What stands left of a column border or of the number is another column's.
    let near = before.rsplit('\t').next().unwrap_or(before);
    let near = match near.rfind(['/', '-']) {
        Some(at) => near
            .get(at..)
            .and_then(|code| code.split_once(' '))
            .map_or(near, |(_, rest)| rest),
        None => near,
    };
    let ends = behind.chars().filter(|c| c.is_alphanumeric()).count() <= 12;
    ends && !QUOTED.is_match(near) && near.split_whitespace().count() <= 8
}

/// The place: the capitalised words before the date, back to the column's border.
fn place_before(row: &Row, start: usize) -> (usize, Option<String>) {
    let before = row.folded.get(..start).unwrap_or("");
    let printed: Vec<char> = row.text.chars().collect();
    let trimmed = before.trim_end_matches([' ', ',', '\t', '.', ';']);
    let mut at = trimmed.len();
    let column = trimmed.rfind('\t').map_or(0, |tab| tab + 1);
    for (words, word) in trimmed.get(column..).unwrap_or("").rsplit(' ').enumerate() {
        let from = trimmed
            .get(..at)
            .map_or(0, |s| s.len().saturating_sub(word.len()));
        let first = before.get(..from).map_or(0, |s| s.chars().count());
        let capital = printed.get(first).is_some_and(|c| c.is_uppercase());
        let figure = word.contains('/') || word.chars().any(|c| c.is_ascii_digit());
        // `Hà nội`: the second syllable is often small.
        let small = word == "-" || (words == 0 && !word.is_empty());
        if figure || words >= 6 || !(capital || small) {
            break;
        }
        at = from.saturating_sub(usize::from(from > column));
    }
    let span_start = before
        .get(at..)
        .map_or(at, |s| at + s.len() - s.trim_start().len());
    let place = row.printed(span_start..trimmed.len());
    let place = place
        .trim_matches(|c: char| !c.is_alphanumeric() && c != '.')
        .to_owned();
    if !place.starts_with(char::is_uppercase) {
        (start, None)
    } else {
        (span_start, Some(place))
    }
}

/// The day a law or a resolution of the National Assembly was passed, from its closing clause, and the
/// row in which the clause says so.
pub(super) fn passed_on(rows: &[Row]) -> Option<(PartialDate, usize)> {
    let from = rows.len().saturating_sub(400);
    let tail = rows.get(from..)?;
    (0..tail.len()).rev().find_map(|at| {
        // The clause breaks anywhere: read it over three rows.
        let joined: Vec<&str> = tail
            .iter()
            .skip(at)
            .take(3)
            .map(|row| row.folded.as_str())
            .collect();
        let joined = joined.join(" ");
        if !joined.contains("khoa") && !joined.contains("quoc hoi") {
            return None;
        }
        let own = [
            "luat nay",
            "nghi quyet nay",
            "phap lenh nay",
            "hien phap nay",
        ];
        let window = (0..4).any(|back| {
            tail.get(at.saturating_sub(back))
                .is_some_and(|row| own.iter().any(|w| row.folded.contains(w)))
        });
        let found = PASSED.captures(&joined).filter(|_| window)?;
        Some((date_of(&found).0?, from + at))
    })
}

/// A date right behind a number in a title: `số 94/1998/NĐ-CP ngày 17 tháng 11 năm 1998`.
pub(super) fn date_behind(folded: &str) -> Option<(PartialDate, usize)> {
    static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^[\s,]*ngay\s*(?P<d>\d{1,2})\s*(?:thang|[/.-])\s*(?P<m>\d{1,2})\s*(?:nam|[/.-])\s*(?P<y>\d{4})",
        )
    });
    let found = BEHIND.captures(folded)?;
    Some((date_of(&found).0?, found.get(0)?.end()))
}

#[cfg(test)]
mod tests {
    use super::super::zones::rows;
    use super::super::zones::tests::page;
    use super::*;

    #[track_caller]
    fn check(printed: &str, expected: Option<(&str, &str)>) {
        let row = rows(&[page(printed)]).remove(0);
        let read = date_line(&row).map(|line| {
            (
                line.place.unwrap_or_default(),
                line.date.map(|d| d.to_string()).unwrap_or_default(),
            )
        });
        let expected = expected.map(|(place, date)| (place.to_owned(), date.to_owned()));
        assert_eq!(read, expected, "{printed}");
    }

    #[test]
    fn date_lines() {
        check(
            "Hà Nội, ngày 05 tháng 01 năm 2020",
            Some(("Hà Nội", "2020-01-05")),
        );
        check(
            "Số: 991/QĐ-UBND Đồng Xoài, ngày 12 tháng 5 năm 2019",
            Some(("Đồng Xoài", "2019-05-12")),
        );
        check(
            "Số: 9/QĐ\tTP.Cần Thơ, ngày  01 tháng  7 năm 2004",
            Some(("TP.Cần Thơ", "2004-07-01")),
        );
        check(
            "Vũng Tàu , ngày      tháng     năm 2007",
            Some(("Vũng Tàu", "")),
        );
        check(
            "Hà Nội, ngày … tháng 9 năm 2020",
            Some(("Hà Nội", "2020-09")),
        );
        check(
            "Hà Nội, ngày ..... tháng ... năm 20...",
            Some(("Hà Nội", "")),
        );
        check(
            "Hà nội, ngày  30  tháng 12 năm 2002",
            Some(("Hà nội", "2002-12-30")),
        );
        check("Long Xuyên, 30/9/2020", Some(("Long Xuyên", "2020-09-30")));
        check(
            "Huế, ngày 2 tháng Chạp năm 1950",
            Some(("Huế", "1950-12-02")),
        );
        check(
            "Bà Rịa - Vũng Tàu, ngày 1 tháng 2 năm 2011",
            Some(("Bà Rịa - Vũng Tàu", "2011-02-01")),
        );
        check("Ngày 3 tháng 2 năm 2011", Some(("", "2011-02-03")));
    }

    #[test]
    fn dates_of_others_are_no_date_line() {
        check(
            "Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;",
            None,
        );
        check(
            "của Chính phủ số 94/1998/NĐ-CP ngày 17 tháng 11 năm 1998",
            None,
        );
        check(
            "(Kèm theo Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020)",
            None,
        );
        check("ngày 14 tháng 10 năm 2013 đã được", None);
        check("có hiệu lực từ ngày 01 tháng 7 năm 2025", None);
        check("Hà Nội, ngày 31 tháng 2 năm 2020", Some(("Hà Nội", "")));
    }

    #[test]
    fn laws_are_dated_by_their_closing_clause() {
        let read = |text: &str| passed_on(&rows(&[page(text)])).map(|(d, _)| d.to_string());
        let clause = "Luật này được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XV,\n\
                      kỳ họp thứ 8 thông qua ngày 27 tháng\n11 năm 2024.\nCHỦ TỊCH";
        assert_eq!(read(clause).as_deref(), Some("2024-11-27"));
        assert_eq!(
            read("Căn cứ Luật Đất đai được Quốc hội khóa XV thông qua ngày 18 tháng 1 năm 2024"),
            None
        );
    }
}
