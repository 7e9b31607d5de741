//! From the glyphs of a PDF page to its lines, in reading order.

use crate::extract::Line;
use crate::extract::Region;
use crate::extract::pdf::cells;
use crate::extract::pdf::cells::Part;
use crate::extract::pdf::columns;
use crate::extract::pdf::face::Style;
use crate::extract::pdf::glyphs::Glyph;
use crate::extract::pdf::glyphs::Ink;
use crate::extract::pdf::glyphs::Origin;
use crate::extract::pdf::glyphs::Rule;
use crate::extract::pdf::line;
use crate::extract::pdf::pieces;
use crate::extract::pdf::pieces::Walls;
use crate::extract::pdf::rows;

/// The lines of a page: running heads the producer marked, text, feet, then stamps.
pub fn lines(ink: &Ink, styles: &[Style]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for origin in [Origin::Pagination, Origin::Content, Origin::Stamp] {
        for angle in angles(ink, origin) {
            let glyphs: Vec<Glyph> = ink
                .glyphs
                .iter()
                .filter(|glyph| glyph.origin == origin && same(glyph.angle, angle))
                .copied()
                .collect();
            let found = frame(&glyphs, ink, angle, styles);
            lines.extend(found.into_iter().map(|line| Line {
                region: region(origin, &line, ink.height),
                ..line
            }));
        }
    }
    lines.sort_by_key(|line| match line.region {
        Region::Header => 0,
        Region::Body | Region::Note => 1,
        Region::Footer => 2,
        Region::Stamp => 3,
    });
    lines
}

fn region(origin: Origin, line: &Line, height: f32) -> Region {
    let top = line.area.map_or(0.0, |[_, top, _, _]| top);
    match origin {
        Origin::Content => Region::Body,
        Origin::Stamp => Region::Stamp,
        Origin::Pagination if top < height / 2.0 => Region::Header,
        Origin::Pagination => Region::Footer,
    }
}

/// The writing directions of a page, the one with most glyphs first.
fn angles(ink: &Ink, origin: Origin) -> Vec<f32> {
    let mut found: Vec<(f32, usize)> = Vec::new();
    for glyph in ink.glyphs.iter().filter(|glyph| glyph.origin == origin) {
        match found
            .iter_mut()
            .find(|(angle, _)| same(*angle, glyph.angle))
        {
            Some((_, count)) => *count += 1,
            None => found.push((glyph.angle, 1)),
        }
    }
    found.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    found.into_iter().map(|(angle, _)| angle).collect()
}

/// Angles are whole degrees.
fn same(one: f32, other: f32) -> bool {
    (one - other).abs() < 0.5
}

/// The lines of one writing direction.
fn frame(glyphs: &[Glyph], ink: &Ink, angle: f32, styles: &[Style]) -> Vec<Line> {
    let turn = Turn::by(angle);
    let rules: Vec<Rule> = ink
        .rules
        .iter()
        .map(|rule| Rule {
            area: turn.there(rule.area),
        })
        .collect();
    let walls = Walls::new(&rules);
    let [left, _, right, bottom] = turn.there([0.0, 0.0, ink.width, ink.height]);
    let pieces = pieces::gather(glyphs, &walls);
    let mut lines = Vec::new();
    for part in cells::parts(pieces, &rules, [right, bottom]) {
        let (cell, pieces) = match part {
            Part::Text(pieces) => (None, pieces),
            Part::Cell(place, pieces) => (place, pieces),
        };
        let rows = rows::rows(pieces, &walls);
        let ordered = columns::in_reading_order(rows, right - left);
        let found = ordered
            .iter()
            .filter_map(|segments| line::of(segments, styles));
        lines.extend(found.map(|line| Line {
            cell,
            area: line.area.map(|area| turn.back(area)),
            ..line
        }));
    }
    lines
}

/// Turns boxes between the page and the frame of one writing direction.
struct Turn {
    cos: f32,
    sin: f32,
}

impl Turn {
    fn by(degrees: f32) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        Self { cos, sin }
    }

    fn there(&self, area: [f32; 4]) -> [f32; 4] {
        Self::turned(area, |x, y| {
            (
                x.mul_add(self.cos, y * self.sin),
                y.mul_add(self.cos, -x * self.sin),
            )
        })
    }

    fn back(&self, area: [f32; 4]) -> [f32; 4] {
        Self::turned(area, |x, y| {
            (
                x.mul_add(self.cos, -y * self.sin),
                y.mul_add(self.cos, x * self.sin),
            )
        })
    }

    fn turned([x0, y0, x1, y1]: [f32; 4], turn: impl Fn(f32, f32) -> (f32, f32)) -> [f32; 4] {
        let corners = [turn(x0, y0), turn(x1, y0), turn(x0, y1), turn(x1, y1)];
        let start = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
        corners
            .iter()
            .fold(start, |[left, top, right, bottom], (x, y)| {
                [left.min(*x), top.min(*y), right.max(*x), bottom.max(*y)]
            })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Writes a line of text, five points a character, spaces left out as some producers do.
    fn write(ink: &mut Ink, text: &str, left: f32, base: f32) {
        let operator = ink.glyphs.last().map_or(0, |glyph| glyph.operator + 1);
        let mut at = left;
        for character in text.chars() {
            if character != ' ' {
                ink.glyphs.push(Glyph {
                    operator,
                    ..Glyph::plain(character, at, base)
                });
            }
            at += 5.0;
        }
    }

    fn printed(ink: &Ink) -> Vec<String> {
        let text = |line: &Line| line.runs.iter().map(|run| run.text.as_str()).collect();
        lines(ink, &[]).iter().map(text).collect()
    }

    #[track_caller]
    fn check(written: &[(&str, f32, f32)], rules: &[[f32; 4]], expected: &[&str]) {
        let rules = rules.iter().map(|&area| Rule { area }).collect();
        let mut ink = Ink {
            width: 595.0,
            height: 842.0,
            rules,
            ..Ink::default()
        };
        for &(text, left, base) in written {
            write(&mut ink, text, left, base);
        }
        assert_eq!(printed(&ink), expected);
    }

    #[test]
    fn reads_lines_across_and_columns_down() {
        check(
            &[("Điều 2. Tổ chức", 60.0, 100.0), ("thực hiện", 60.0, 115.0)],
            &[],
            &["Điều 2. Tổ chức", "thực hiện"],
        );
        // Drawn from the bottom up, and in two goes.
        check(
            &[
                ("sau", 60.0, 115.0),
                ("trước", 90.0, 100.0),
                ("dòng", 60.0, 100.0),
            ],
            &[],
            &["dòng trước", "sau"],
        );
        // A heading of two columns, its halves not on the same height.
        let heading = [
            ("BỘ NỘI VỤ", 90.0, 80.0),
            ("CỘNG HÒA XÃ HỘI", 330.0, 81.0),
            ("Số: 12/TT-BNV", 80.0, 110.0),
            ("Độc lập - Tự do", 330.0, 96.0),
            ("Hà Nội, ngày 05", 330.0, 112.0),
            ("THÔNG TƯ về công tác văn thư của cơ quan", 200.0, 150.0),
        ];
        let columns = [
            "BỘ NỘI VỤ",
            "Số: 12/TT-BNV",
            "CỘNG HÒA XÃ HỘI",
            "Độc lập - Tự do",
            "Hà Nội, ngày 05",
            "THÔNG TƯ về công tác văn thư của cơ quan",
        ];
        check(&heading, &[], &columns);
        // List marks are no column.
        check(
            &[
                ("a)", 60.0, 100.0),
                ("một", 90.0, 100.0),
                ("b)", 60.0, 115.0),
                ("hai", 90.0, 115.0),
            ],
            &[],
            &["a) một", "b) hai"],
        );
        // Recipients beside a signature, the list longer than its neighbour.
        let closing = [
            ("Nơi nhận:", 60.0, 500.0),
            ("CHỦ TỊCH", 350.0, 500.0),
            ("- Như trên;", 60.0, 515.0),
            ("- Lưu: VT.", 60.0, 530.0),
            ("Lê Văn Bình", 345.0, 530.0),
        ];
        check(
            &closing,
            &[],
            &[
                "Nơi nhận:",
                "- Như trên;",
                "- Lưu: VT.",
                "CHỦ TỊCH",
                "Lê Văn Bình",
            ],
        );
    }

    #[test]
    fn reads_tables_cell_by_cell() {
        let walls = [
            [50.0, 80.0, 50.0, 140.0],
            [150.0, 80.0, 150.0, 140.0],
            [300.0, 80.0, 300.0, 140.0],
            [50.0, 80.0, 300.0, 80.0],
            [50.0, 140.0, 300.0, 140.0],
        ];
        let cells = [
            ("lập", 60.0, 100.0),
            ("trước", 160.0, 100.0),
            ("bản đồ", 60.0, 115.0),
            ("tháng 4", 160.0, 115.0),
            ("Sau bảng", 60.0, 200.0),
        ];
        check(
            &cells,
            &walls,
            &["lập", "bản đồ", "trước", "tháng 4", "Sau bảng"],
        );
    }

    #[test]
    fn prints_fake_bold_once() {
        check(
            &[("LUẬT", 60.0, 100.0), ("LUẬT", 60.3, 100.0)],
            &[],
            &["LUẬT"],
        );
        check(
            &[
                ("Hà Nội", 60.0, 100.0),
                ("Hà", 60.3, 100.0),
                ("Nội", 75.3, 100.0),
            ],
            &[],
            &["Hà Nội"],
        );
    }

    #[test]
    fn reads_turned_text_in_its_own_frame() {
        let mut ink = Ink {
            width: 595.0,
            height: 842.0,
            ..Ink::default()
        };
        write(&mut ink, "Bảng 1", 60.0, 100.0);
        write(&mut ink, "đứng", 60.0, 100.0);
        for glyph in ink.glyphs.iter_mut().skip(5) {
            glyph.angle = 270.0;
        }
        assert_eq!(printed(&ink), ["Bảng 1", "đứng"]);
    }

    prop_compose! {
        fn glyph()(character in "[a-zà-ỹ0-9 .]", left in -10f32..700.0, base in -10f32..900.0, width in 0f32..20.0, size in 0.5f32..60.0, angle in 0u16..360, stamp: bool) -> Glyph {
            let character = character.chars().next().unwrap_or('a');
            let origin = if stamp { Origin::Stamp } else { Origin::Content };
            Glyph { right: left + width, size, angle: f32::from(angle / 90 * 90), origin, ..Glyph::plain(character, left, base) }
        }
    }

    prop_compose! {
        fn rule()(x in 0f32..600.0, y in 0f32..800.0, length in 4f32..600.0, upright: bool) -> Rule {
            Rule { area: if upright { [x, y, x, y + length] } else { [x, y, x + length, y] } }
        }
    }

    proptest! {
        #[test]
        fn loses_no_glyph(glyphs in prop::collection::vec(glyph(), 0..200), rules in prop::collection::vec(rule(), 0..20)) {
            let ink = Ink { glyphs, rules, width: 595.0, height: 842.0, ..Ink::default() };
            let mut found: Vec<char> = printed(&ink).concat().chars().filter(|c| !c.is_whitespace()).collect();
            let mut drawn: Vec<char> = ink.glyphs.iter().map(|glyph| glyph.character).filter(|c| !c.is_whitespace()).collect();
            found.sort_unstable();
            drawn.sort_unstable();
            prop_assert_eq!(found, drawn);
        }
    }
}
