//! The two columns of a heading told apart, and each piece of them named.

use super::body::is_head;
use super::dating::DateLine;
use super::dating::date_line;
use super::number::NumberLine;
use super::number::number_line;
use super::pattern::find_squeezed;
use super::zones::Row;

/// Quốc hiệu, tiêu ngữ, the Party's title, and the title of a certified consolidated text.
const REPUBLIC: &str = "conghoaxahoichunghiavietnam";
const MOTTO: &str = "doclaptudohanhphuc";
const PARTY: &str = "dangcongsanvietnam";
const CERTIFIED: &str = "xacthucvanbanhopnhat";

/// One column's share of a row.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub row: Row,
    pub part: Part,
}

/// What a piece of a heading is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// `CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM` or `Độc lập - Tự do - Hạnh phúc`.
    Republic,
    /// `ĐẢNG CỘNG SẢN VIỆT NAM` on the right.
    Party,
    /// `XÁC THỰC VĂN BẢN HỢP NHẤT`.
    Certified,
    Number(NumberLine),
    Date(DateLine),
    /// The left column of a row whose right one is known: an issuer whatever its capitals.
    Left,
    Rule,
    Text,
}

/// A heading phrase in a row and the byte where it begins.
pub(super) fn phrase(row: &Row) -> Option<(Part, usize)> {
    let known = [
        (Part::Republic, REPUBLIC),
        (Part::Republic, MOTTO),
        (Part::Certified, CERTIFIED),
        (Part::Party, PARTY),
    ];
    known.into_iter().find_map(|(part, letters)| {
        let span = find_squeezed(&row.folded, letters)?;
        let before = row.folded.get(..span.start)?.trim_end();
        let behind = row.folded.get(span.end..)?;
        // In running text the name is governed by a noun and the sentence goes on.
        let country = before.ends_with("nuoc") && !before.ends_with("nha nuoc");
        let governed = country || before.ends_with("dang bo");
        let ends = behind.chars().filter(|c| c.is_alphanumeric()).count() <= 1;
        let alone = before.chars().all(|c| !c.is_alphanumeric());
        let columns = before.is_empty() || behind.is_empty() || !before.ends_with([',', ';']);
        let allowed = match part {
            // `ĐIỀU LỆ ĐẢNG CỘNG SẢN VIỆT NAM` is a title, `BÁO ĐIỆN TỬ ĐẢNG …` a name; beside a
            // body or a number it is the other column.
            Part::Party => {
                let column = row.folded.get(..span.start)?.ends_with('\t')
                    || number_line(&row.cut(span.start).0).is_some()
                    || (is_head(before) && !before.starts_with("bao"));
                (alone || column) && row.is_capitals()
            }
            Part::Certified => row.is_capitals(),
            _ => before.len() < 80,
        };
        (allowed && ends && columns && !governed).then_some((part, span.start))
    })
}

/// Takes a row apart into its columns.
pub(super) fn unbraid(row: &Row, pieces: &mut Vec<Piece>) {
    let push = |row: Row, part: Part, pieces: &mut Vec<Piece>| {
        if !row.text.is_empty() {
            pieces.push(Piece { row, part });
        }
    };
    if row.is_rule() {
        return push(row.clone(), Part::Rule, pieces);
    }
    if let Some((part, at)) = phrase(row) {
        let (left, right) = row.cut(at);
        if !left.is_rule() {
            unbraid_left(&left, pieces);
        }
        return push(right, part, pieces);
    }
    if let Some(line) = date_line(row) {
        let (left, right) = row.cut(line.start);
        if !left.is_rule() {
            unbraid_left(&left, pieces);
        }
        return push(right, Part::Date(line), pieces);
    }
    if let Some(line) = number_line(row) {
        return push(row.clone(), Part::Number(line), pieces);
    }
    if row.folded.contains('\t') && row.is_capitals() {
        let at = row.folded.find('\t').unwrap_or(0);
        let (left, right) = row.cut(at);
        push(left, Part::Text, pieces);
        return unbraid(&right, pieces);
    }
    push(row.clone(), Part::Text, pieces);
}

fn unbraid_left(left: &Row, pieces: &mut Vec<Piece>) {
    let part = number_line(left).map_or(Part::Left, Part::Number);
    pieces.push(Piece {
        row: left.clone(),
        part,
    });
}
