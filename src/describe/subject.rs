//! The subject (trích yếu): the lines under the title, or behind `V/v` in letters.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::fold::fold;
use crate::vocabulary::kinds;

use super::columns::Part;
use super::columns::Piece;
use super::heading::Heading;
use super::heading::is_running_text;
use super::pattern::pattern;
use super::zones::Row;

/// No subject is longer; what follows is running text that nothing marked as such.
const LONGEST: usize = 1200;
const MOST_ROWS: usize = 22;

static NOT_SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\W*(?:\(?\s*(?:ban hanh )?kem theo\b|thuc hien (?:nghi quyet|ke hoach|chi thi|quyet dinh|cong van|chuong trinh)\b",
        r"|(?:i|1|a)\s*[./)-]\s*\S|trong thoi gian|nham\b|de (?:trien khai|thuc hien|kip thoi)\b|ngay \d{1,2}\b.*,",
        r"|bo truong bo\b|quoc hoi ban hanh\b",
        r"|\(?(?:da|duoc) (?:duoc )?(?:quoc hoi|hoi dong nhan dan).*thong qua)",
    ))
});

/// `CHÍNH PHỦ`, `BỘ TRƯỞNG BỘ TÀI CHÍNH`, `ỦY BAN NHÂN DÂN TỈNH …`: whoever enacts, in capitals
/// between the subject and the legal basis.
static ENACTOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^\W*(?:chinh phu|thu tuong chinh phu|quoc hoi|uy ban thuong vu quoc hoi|chu tich\b.*|bo truong\b.*",
        r"|thong doc\b.*|tong (?:thanh tra|kiem toan|giam doc|cuc truong)\b.*|uy ban nhan dan\b.*|hoi dong\b.*",
        r"|giam doc\b.*|truong ban\b.*|chanh (?:an|van phong)\b.*|vien truong\b.*|cuc truong\b.*",
        r"|ban (?:thuong vu|chap hanh|bi thu)\b.*|bo chinh tri|hieu truong\b.*|ubnd\b.*|chu nhiem\b.*)$",
    ))
});

static FILED_UNDER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\W*v\s*/\s*v\s*[:.]?\s*"));

/// The subject of the paper; none where it prints none.
pub(super) fn subject(heading: &Heading, consolidated: bool) -> Option<String> {
    let issuers: String = heading.issuers.iter().map(Row::squeezed).collect();
    let under_title = heading.title.as_ref().and_then(|(at, title)| {
        let first = heading.pieces.get(*at)?;
        // A consolidated text goes on with its sources: `Thông tư số 45/2016/TT-BLĐTBXH …`.
        let source = consolidated
            .then(|| kinds::by_id(title.kind.as_str()))
            .flatten();
        let source = source.map(|kind| fold(kind.name));
        let stop = |row: &Row| {
            let sourced = source
                .as_deref()
                .is_some_and(|name| row.folded.starts_with(name));
            sourced && row.folded.contains(" so ")
        };
        below_title(
            first,
            &title.rest,
            heading.pieces.get(at + 1..)?,
            &issuers,
            &stop,
        )
    });
    under_title.or_else(|| behind_re(heading))
}

fn below_title(
    title: &Piece,
    rest: &str,
    below: &[Piece],
    issuers: &str,
    stop: &dyn Fn(&Row) -> bool,
) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut first: Option<&Row> = None;
    if !rest.is_empty() {
        let folded = fold(rest);
        if !folded.starts_with("cua ") {
            parts.push(rest.to_owned());
        }
    }
    for piece in below.iter().take(MOST_ROWS) {
        let row = &piece.row;
        match piece.part {
            Part::Rule if parts.is_empty() => continue,
            Part::Rule => break,
            Part::Text | Part::Left => {}
            // `Thông tư số 26/2016/TT-BLĐTBXH` on a row of its own is a paper quoted.
            Part::Number(_) if !row.text.starts_with('S') => {}
            _ if parts.is_empty() => continue,
            _ => break,
        }
        let length: usize = parts.iter().map(|part| part.chars().count()).sum();
        let enacts = row.is_capitals() && ENACTOR.is_match(&row.folded) && ends_thought(&parts);
        let repeats = row.is_capitals() && !parts.is_empty() && issuers.contains(&row.squeezed());
        if is_running_text(row)
            || (begins_sentence(row) && NOT_SUBJECT.is_match(&row.folded) && ends_thought(&parts))
            || stop(row)
            || enacts
            || repeats
            || length > LONGEST
            || first.is_some_and(|first| changes_face(first, row, title))
        {
            break;
        }
        first.get_or_insert(row);
        parts.push(row.text.replace('\t', " "));
    }
    clean(&parts.join(" "))
}

/// The title of an annex: the lines between `Phụ lục` and `(Kèm theo …)`.
pub(super) fn of_annex(rows: &[Row]) -> Option<String> {
    let from = rows
        .iter()
        .take(6)
        .position(|row| row.folded.contains("phu luc"))?;
    let lines = rows.iter().skip(from + 1).take(8);
    let lines = lines.take_while(|row| {
        !row.is_rule() && !is_running_text(row) && !row.folded.contains("kem theo")
    });
    let lines: Vec<&str> = lines.map(|row| row.text.as_str()).collect();
    clean(&lines.join(" ").replace('\t', " ")).filter(|title| title.chars().count() < 400)
}

fn begins_sentence(row: &Row) -> bool {
    row.text
        .chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(char::is_uppercase)
        || row.text.starts_with('(')
}

/// A subject that ends in a preposition or a comma goes on, even in capitals that look like a
/// body's name: `… CỦA / BỘ TRƯỞNG BỘ TÀI CHÍNH`.
fn ends_thought(parts: &[String]) -> bool {
    let last = parts.last().map_or("", String::as_str);
    let folded = fold(last);
    let open = [
        "cua", "va", "cho", "do", "voi", "tai", "trong", "ve", "boi", "hoac", "-", ",", ";", "cac",
        "theo", "ngay", "so", "mot", "den", "tu",
    ];
    !open.iter().any(|word| folded.trim_end().ends_with(word))
}

/// The subject is set in one face and centred; running text below it in another.
fn changes_face(first: &Row, row: &Row, title: &Piece) -> bool {
    if first.bold && title.row.bold && !row.bold {
        return true;
    }
    let centred = |row: &Row| {
        row.area.map(|[left, _, right, _]| {
            let middle = f32::midpoint(left, right);
            (middle - 0.5).abs() < 0.08
        })
    };
    // A first line indented to the paragraph margin and running to the right one.
    let wide = row
        .area
        .is_some_and(|[left, _, right, _]| right - left > 0.6);
    matches!((centred(first), centred(row)), (Some(true), Some(false))) && wide && !row.bold
}

/// The lines behind `V/v` under the number; in Party letters italic lines without it.
fn behind_re(heading: &Heading) -> Option<String> {
    let top = heading.pieces.get(..heading.end)?;
    let number = top
        .iter()
        .position(|piece| matches!(piece.part, Part::Number(_)))?;
    let marked = top
        .iter()
        .position(|piece| FILED_UNDER.is_match(&piece.row.folded));
    let start = match marked {
        Some(at) => at,
        None => top
            .iter()
            .enumerate()
            .skip(number + 1)
            .take(6)
            .find_map(|(at, piece)| {
                let text = matches!(piece.part, Part::Text | Part::Left);
                let set_apart = piece.row.italic || piece.row.folded.starts_with("ve ");
                (text && set_apart && !piece.row.is_capitals()).then_some(at)
            })?,
    };
    let italic = top.get(start)?.row.italic;
    let mut parts: Vec<String> = Vec::new();
    for piece in top.iter().skip(start).take(10) {
        let skip = matches!(piece.part, Part::Republic | Part::Party | Part::Date(_));
        if skip && piece.row.area.is_none() {
            continue;
        }
        let text = matches!(piece.part, Part::Text | Part::Left);
        let other_face = marked.is_none() && piece.row.italic != italic;
        if !text || other_face || is_running_text(&piece.row) || piece.row.is_capitals() {
            break;
        }
        parts.push(piece.row.text.replace('\t', " "));
    }
    clean(&parts.join(" "))
}

/// One line without the marks around it: footnote figures, rules, a closing full stop.
fn clean(joined: &str) -> Option<String> {
    let mut subject = joined.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = subject.trim_end_matches(['_', '-', '–', '—', '*', '.', ';', '=', ' ']);
    subject.truncate(cut.len());
    let without_note = subject.trim_end_matches(|c: char| c.is_ascii_digit());
    // A figure glued to a letter is a footnote's; `năm 2023` keeps its figure.
    if without_note.len() < subject.len() && without_note.ends_with(|c: char| c.is_lowercase()) {
        subject.truncate(without_note.len());
    }
    let letters = subject.chars().filter(|c| c.is_alphabetic()).count();
    (letters >= 3).then_some(subject)
}
