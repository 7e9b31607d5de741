//! The heading of a paper: where it begins and ends, and what it says part by part.

use std::sync::LazyLock;

use regex::Regex;

use super::columns::Part;
use super::columns::Piece;
use super::columns::phrase;
use super::columns::unbraid;
use super::dating::DateLine;
use super::kind::Title;
use super::kind::title_of;
use super::number::NumberLine;
use super::number::number_line;
use super::pattern::pattern;
use super::zones::Row;

/// Rows looked at from the national or Party title on.
const BELOW: usize = 70;
/// Rows above the title that may still be the left column, read first.
const ABOVE: usize = 24;

/// What the heading says, part by part.
#[derive(Debug, Clone, Default)]
pub(super) struct Heading {
    pub pieces: Vec<Piece>,
    /// Lines above the number that name bodies, superior first.
    pub issuers: Vec<Row>,
    pub number: Option<NumberLine>,
    pub date: Option<DateLine>,
    /// The kind as titled, and the index among `pieces` of its row.
    pub title: Option<(usize, Title)>,
    pub republic: bool,
    pub party: bool,
    /// Pieces up to here are heading; the running text begins there.
    pub end: usize,
}

static RUNNING_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\W*(?:can ?c ?u\b|dieu \d|chuong (?:[ivx]+|\d)|phan (?:thu|[ivx]+|\d)|kinh gui|noi nhan|xet de nghi",
        r"|theo de nghi|hom nay|quyet nghi:?\W*$|quyet dinh ?:\W*$|muc (?:[ivx]+|\d))",
    ))
});

/// Whether the paper's own text begins at this row.
pub(super) fn is_running_text(row: &Row) -> bool {
    RUNNING_TEXT.is_match(&row.folded)
}

/// Reads the heading at the top of the paper.
pub(super) fn heading(rows: &[Row]) -> Heading {
    let anchor = anchor(rows);
    let (from, to) = match anchor {
        Some(at) => (at.saturating_sub(ABOVE), at + BELOW),
        None => (0, BELOW),
    };
    let window = rows.get(from..to.min(rows.len())).unwrap_or(rows);
    read(window, anchor.map(|at| at - from))
}

/// The row of the national or Party title; one that stands behind running text is a form's, or
/// an annexed paper's.
fn anchor(rows: &[Row]) -> Option<usize> {
    let found = rows.iter().position(|row| {
        is_running_text(row) || matches!(phrase(row), Some((Part::Republic | Part::Party, _)))
    })?;
    rows.get(found)
        .filter(|row| !is_running_text(row))
        .map(|_| found)
}

/// Reads the second heading of a consolidated text (văn bản hợp nhất), which alone has its own
/// number and date; none where the paper is not one.
pub(super) fn certified_heading(rows: &[Row]) -> Option<Heading> {
    let at = rows
        .iter()
        .rposition(|row| matches!(phrase(row), Some((Part::Certified, _))))?;
    let above = rows.get(..at)?.iter().rev().take(6);
    let above =
        above.take_while(|row| row.is_capitals() || row.is_rule() || number_line(row).is_some());
    let from = at - above.count();
    let window = rows.get(from..(at + 8).min(rows.len()))?;
    Some(read(window, Some(at - from)))
}

fn read(window: &[Row], anchor: Option<usize>) -> Heading {
    let mut heading = Heading::default();
    let mut seen_anchor = anchor.is_none();
    for (at, row) in window.iter().enumerate() {
        seen_anchor = seen_anchor || Some(at) == anchor;
        if seen_anchor && is_running_text(row) && heading.end == 0 {
            heading.end = heading.pieces.len();
        }
        unbraid(row, &mut heading.pieces);
    }
    if heading.end == 0 {
        heading.end = heading.pieces.len();
    }
    let pieces = &heading.pieces;
    let top = pieces.get(..heading.end).unwrap_or(pieces);
    heading.republic = top.iter().any(|piece| piece.part == Part::Republic);
    heading.party = top.iter().any(|piece| piece.part == Part::Party);
    let motto = top
        .iter()
        .position(|piece| matches!(piece.part, Part::Republic | Part::Party | Part::Certified));
    let motto_end = top
        .iter()
        .rposition(|piece| matches!(piece.part, Part::Republic | Part::Party | Part::Certified));
    heading.title = find_title(top, motto_end);
    let before_title = heading.title.as_ref().map_or(top.len(), |(at, _)| *at);
    let first = motto.map_or(0, |at| above(top, at));
    let number = number_at(top, first, before_title);
    heading.number = number.map(|(_, line)| line);
    heading.date = top
        .iter()
        .take(before_title + 1)
        .skip(first)
        .find_map(|piece| match &piece.part {
            Part::Date(line) => Some(line.clone()),
            _ => None,
        });
    heading.issuers = issuers(
        top,
        motto,
        number_place(top, first, before_title),
        before_title,
    );
    heading
}

/// How far above the national title its left column reaches, when that was read first.
fn above(top: &[Piece], motto: usize) -> usize {
    let mut first = motto;
    for at in (0..motto).rev() {
        let Some(piece) = top.get(at) else { break };
        let ours = match &piece.part {
            Part::Text => {
                piece.row.is_capitals()
                    || piece.row.folded.starts_with("v/v")
                    || piece.row.folded.starts_with("ve viec")
                    || continues_subject(top, at)
            }
            _ => true,
        };
        if !ours {
            break;
        }
        first = at;
    }
    first
}

/// Whether the text at `at` is a further line of a `V/v …` under the number.
fn continues_subject(top: &[Piece], at: usize) -> bool {
    let above = top.iter().take(at).rev().take(8);
    above
        .take_while(|piece| matches!(piece.part, Part::Text | Part::Number(_)))
        .any(|piece| matches!(piece.part, Part::Number(_)) || piece.row.folded.starts_with("v/v"))
}

fn number_place(top: &[Piece], first: usize, before_title: usize) -> Option<usize> {
    let mut numbers = top
        .iter()
        .enumerate()
        .take(before_title)
        .skip(first)
        .filter(|(_, piece)| matches!(piece.part, Part::Number(_)));
    numbers.next().map(|(at, _)| at)
}

/// The number, put together where its line broke behind a hyphen.
fn number_at(top: &[Piece], first: usize, before_title: usize) -> Option<(usize, NumberLine)> {
    let at = number_place(top, first, before_title)?;
    let Part::Number(line) = &top.get(at)?.part else {
        return None;
    };
    let mut line = line.clone();
    let following = top.iter().skip(at + 1).take(3);
    let next = following
        .filter(|piece| matches!(piece.part, Part::Text | Part::Left))
        .find(|piece| piece.row.is_capitals());
    if let (true, Some(next)) = (line.is_open(), next) {
        line.continue_with(&next.row);
    }
    Some((at, line))
}

fn find_title(top: &[Piece], motto_end: Option<usize>) -> Option<(usize, Title)> {
    let number_end = top
        .iter()
        .position(|piece| matches!(piece.part, Part::Number(_)));
    let from = motto_end
        .max(number_end.filter(|at| *at < 30))
        .map_or(0, |at| at + 1);
    let search = |from: usize| {
        top.iter()
            .enumerate()
            .skip(from)
            .find_map(|(at, piece)| match piece.part {
                Part::Text | Part::Left => title_of(&piece.row).map(|title| (at, title)),
                _ => None,
            })
    };
    // Without anything of a heading only the first rows can be a title.
    if motto_end.is_none() && number_end.is_none() {
        return search(0).filter(|(at, _)| *at < 6);
    }
    search(from).or_else(|| search(motto_end.map_or(0, |at| at + 1)))
}

/// The lines that name bodies: a run of capital lines right above the number, or above the
/// national title where the columns came one after the other.
fn issuers(
    top: &[Piece],
    motto: Option<usize>,
    number: Option<usize>,
    before_title: usize,
) -> Vec<Row> {
    let names = |piece: &Piece| match &piece.part {
        // The left column of a form: `Tên đơn vị: …`.
        Part::Left => !piece.row.folded.contains(':'),
        Part::Text => piece.row.is_capitals() && !is_mark(&piece.row),
        _ => false,
    };
    let above = |end: usize| {
        let upwards = top.iter().take(end).rev();
        let run = upwards.take_while(|piece| match &piece.part {
            Part::Text => names(piece) || is_mark(&piece.row),
            Part::Left | Part::Rule => true,
            _ => false,
        });
        let mut found: Vec<Row> = run
            .filter(|piece| names(piece))
            .take(9)
            .map(|piece| piece.row.clone())
            .collect();
        found.reverse();
        found
    };
    let first = motto
        .or(number)
        .unwrap_or(before_title)
        .min(number.unwrap_or(before_title));
    let mut found = above(first);
    // Rows read across both columns: the left one goes on beside and below the national title.
    if let Some(motto) = motto.filter(|motto| *motto == first) {
        let end = number.unwrap_or(before_title);
        let below = top.iter().take(end).skip(motto);
        found.extend(
            below
                .filter(|piece| names(piece))
                .map(|piece| piece.row.clone()),
        );
    }
    without_section_title(found)
}

static MARK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\W*(?:(?:tuyet |toi )?mat|(?:thuong )?khan|hoa toc.*|luu hanh noi bo|xem xong tra lai",
        r"|tai lieu (?:thu hoi|hoi nghi)|du thao.*|(?:cong van )?den|ban sao|van ban hop nhat\W*)\W*$",
    ))
});

/// Secrecy, urgency, circulation and receipt marks stand among the issuers' capitals.
fn is_mark(row: &Row) -> bool {
    MARK.is_match(&row.folded) || row.text.chars().filter(|c| c.is_alphabetic()).count() < 3
}

/// The gazette repeats the issuer as the title of a section above its papers.
fn without_section_title(lines: Vec<Row>) -> Vec<Row> {
    let keys: Vec<String> = lines.iter().map(Row::squeezed).collect();
    let total: usize = keys.iter().map(String::len).sum();
    let mut before = String::new();
    for (at, key) in keys.iter().enumerate() {
        let rest: String = keys.get(at..).unwrap_or_default().concat();
        let section = before.strip_prefix("vanbanhopnhat").unwrap_or(&before);
        if !section.is_empty()
            && (section == rest || before.len() * 2 >= total && section.ends_with(&rest))
        {
            return lines.into_iter().skip(at).collect();
        }
        before.push_str(key);
    }
    lines
}
