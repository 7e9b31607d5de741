//! Where on its pages a paper says what is read from it.

use crate::document::Correctable;
use crate::document::Page;
use crate::document::Place;
use crate::text::fold::fold;

use super::columns::Part;
use super::columns::Piece;
use super::dating;
use super::foot;
use super::pattern::squeeze;
use super::reading::Reading;
use super::reading::Sort;
use super::reading::is_passed;
use super::signature;
use super::zones;
use super::zones::Row;

/// Rows a title may take.
const TITLE: usize = 24;
/// Rows of another column between two rows of a field.
const BETWEEN: usize = 4;
/// Letters that must fit for a field to begin within a row.
const ENOUGH: usize = 6;

/// The place of each field that stands on a page with places: where it was read, or where what could
/// not be read stands (a serial left blank). What nothing on the pages says has none.
#[must_use]
pub fn places(pages: &[Page]) -> Vec<(Correctable, Place)> {
    let rows = zones::rows(pages);
    let reading = Reading::of(&rows);
    let found = fields(&reading, &rows).into_iter();
    let placed = found.filter_map(|(field, rows)| Some((field, place(pages, &rows)?)));
    placed.collect()
}

/// The rows each field was read from.
fn fields(reading: &Reading, rows: &[Row]) -> Vec<(Correctable, Vec<Row>)> {
    let own = &reading.own;
    let mut found = Vec::new();
    let mut add = |field: Correctable, rows: Vec<Row>| {
        if !rows.is_empty() {
            found.push((field, rows));
        }
    };
    let one = |row: &Row| vec![row.clone()];
    let title = rows.get(..TITLE.min(rows.len())).unwrap_or(rows);
    match &reading.sort {
        Sort::Blank => return found,
        Sort::Titled(titled) => add(Correctable::Number, follow(title, &titled.number)),
        Sort::Paper | Sort::Consolidated => {
            let piece = |wanted: &dyn Fn(&Part) -> bool| -> Option<&Piece> {
                own.pieces.iter().find(|piece| wanted(&piece.part))
            };
            // A number may go on in the next line.
            let number = own.number.as_ref().and_then(|number| {
                piece(&|part| matches!(part, Part::Number(line) if number.printed.starts_with(line.printed.trim_end_matches(['-', '/']))))
            });
            let date = own
                .date
                .as_ref()
                .and_then(|date| piece(&|part| matches!(part, Part::Date(line) if line == date)));
            add(
                Correctable::Number,
                number.map(|piece| one(&piece.row)).unwrap_or_default(),
            );
            let dated = own.date.as_ref().is_some_and(|line| line.date.is_some());
            let date = match date {
                None if !dated && is_passed(reading.symbol.as_ref()) => passed(rows),
                date => date.map(|piece| one(&piece.row)).unwrap_or_default(),
            };
            let place = own.date.as_ref().and_then(|date| date.place.as_ref());
            if place.is_some() {
                add(Correctable::IssuedAt, date.clone());
            }
            add(Correctable::IssuedOn, date);
        }
        Sort::News(_) | Sort::Annex => {}
    }
    if let (Sort::Paper | Sort::Titled(_), Some((at, _))) = (&reading.sort, &reading.top.title) {
        let piece = reading.top.pieces.get(*at);
        add(
            Correctable::Kind,
            piece.map(|piece| one(&piece.row)).unwrap_or_default(),
        );
    }
    let names = reading.names(rows);
    let lines = match own.issuers.as_slice() {
        [] => title,
        lines => lines,
    };
    let issuer = names.issuers.first();
    let issuer = issuer
        .map(|name| follow_last(lines, name))
        .unwrap_or_default();
    if let Some(parent) = &names.parent {
        let first = issuer.first();
        let above = lines.iter().take_while(|row| {
            first.is_none_or(|first| (row.page, row.line) != (first.page, first.line))
        });
        let above: Vec<Row> = above.cloned().collect();
        add(Correctable::ParentBody, follow_last(&above, parent));
    }
    add(Correctable::IssuingBody, issuer);
    if let Some(subject) = reading.subject(rows) {
        let pieces = reading.top.pieces.iter();
        let pieces: Vec<Row> = pieces.map(|piece| piece.row.clone()).collect();
        let below = reading.top.title.as_ref().map_or(0, |(at, _)| *at);
        let mut found = follow(pieces.get(below..).unwrap_or_default(), &subject);
        for rows in [pieces.as_slice(), title] {
            if found.is_empty() {
                found = follow(rows, &subject);
            }
        }
        add(Correctable::Subject, found);
    }
    if reading.is_paper() {
        let cells = foot::cells(rows);
        if let Some((signature, used)) = signature::blocks(&cells).into_iter().next() {
            let skipped = match signature.name {
                Some(_) => used.len().saturating_sub(1),
                None => 0,
            };
            let used = used.iter().skip(skipped);
            let rows = used.filter_map(|at| Some(cells.get(*at)?.row.clone()));
            add(Correctable::Signer, rows.collect());
        }
    }
    found
}

/// The closing clause of a law, which dates it; it may go on in the next row.
fn passed(rows: &[Row]) -> Vec<Row> {
    let Some((_, at)) = dating::passed_on(rows) else {
        return Vec::new();
    };
    let clause = rows.get(at..).unwrap_or_default().iter();
    let ends = |row: &Row| row.folded.trim_end().ends_with(['.', ')']);
    let first = clause.clone().take(3).position(ends).unwrap_or(0);
    clause.take(first + 1).cloned().collect()
}

/// The first rows that, one after the other, say `wanted`; none where no rows do.
fn follow(rows: &[Row], wanted: &str) -> Vec<Row> {
    let wanted = squeeze(&fold(wanted));
    let starts = (0..rows.len()).filter_map(|at| from(rows.get(at..)?, &wanted));
    starts.into_iter().next().unwrap_or_default()
}

/// The last rows that do.
fn follow_last(rows: &[Row], wanted: &str) -> Vec<Row> {
    let wanted = squeeze(&fold(wanted));
    let mut starts = (0..rows.len())
        .rev()
        .filter_map(|at| from(rows.get(at..)?, &wanted));
    starts.next().unwrap_or_default()
}

/// The rows that say `wanted`, beginning within the first one; rows of another column may stand
/// between them.
fn from(rows: &[Row], wanted: &str) -> Option<Vec<Row>> {
    let (first, behind) = rows.split_first()?;
    let mut rest = behind_beginning(&first.squeezed(), wanted)?;
    let mut taken = vec![first.clone()];
    let mut skipped = 0;
    for row in behind {
        if rest.is_empty() || skipped > BETWEEN {
            break;
        }
        let letters = row.squeezed();
        match rest.strip_prefix(letters.as_str()) {
            Some(left) if !letters.is_empty() => rest = left,
            _ if letters.starts_with(rest) => rest = "",
            _ => {
                skipped += 1;
                continue;
            }
        }
        skipped = 0;
        taken.push(row.clone());
    }
    rest.is_empty().then_some(taken)
}

/// What is left of `wanted` behind a row at whose end, or in whose middle, it begins.
fn behind_beginning<'w>(letters: &str, wanted: &'w str) -> Option<&'w str> {
    if wanted.is_empty() {
        return None;
    }
    let enough = ENOUGH.min(wanted.len());
    letters.char_indices().find_map(|(at, _)| {
        let tail = letters.get(at..).filter(|tail| tail.len() >= enough)?;
        match tail.starts_with(wanted) {
            true => Some(""),
            false => wanted.strip_prefix(tail),
        }
    })
}

/// Where rows stand: the area around those on the page of the first one.
fn place(pages: &[Page], rows: &[Row]) -> Option<Place> {
    let first = rows.first()?.page;
    let areas = rows.iter().filter(|row| row.page == first);
    let areas = areas.filter_map(|row| {
        let line = pages.get(row.page)?.lines.get(row.line)?;
        line.part(&span(&line.text, &row.text))
    });
    let around = |[left, top, right, bottom]: [f32; 4], other: [f32; 4]| {
        let [other_left, other_top, other_right, other_bottom] = other;
        [
            left.min(other_left),
            top.min(other_top),
            right.max(other_right),
            bottom.max(other_bottom),
        ]
    };
    Some(Place {
        page: u32::try_from(first + 1).ok()?,
        area: areas.reduce(around)?,
    })
}

/// The bytes of a line that a row was cut from; the whole line where blanks hide it.
fn span(line: &str, row: &str) -> std::ops::Range<usize> {
    let row = row.split('\t').next().unwrap_or_default();
    match line.find(row) {
        Some(start) if row.split(' ').count() < line.split_whitespace().count() => {
            start..start + row.len()
        }
        _ => 0..line.len(),
    }
}

#[cfg(test)]
mod tests;
