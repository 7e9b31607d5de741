//! Which text of a page picture is a signature's stamp: printed over the scan by a program, so better
//! taken from the file than read.

use crate::extract::Line;
use crate::extract::Region;

/// Lines this close, in their heights, belong together.
const NEAR: f32 = 1.2;
/// A stamp says at least who signed and when: a number or a date alone, typed into a scan by a
/// registry's program, is no stamp.
const LEAST_LINES: usize = 2;
const LEAST_LETTERS: usize = 24;

/// The stamps among the lines of a page that is otherwise a picture.
pub fn of(lines: Vec<Line>) -> Vec<Line> {
    let mut groups: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        let group = groups
            .iter_mut()
            .find(|group| group.iter().any(|other| is_beside(other, &line)));
        match group {
            Some(group) => group.push(line),
            None => groups.push(vec![line]),
        }
    }
    let is_stamp = |group: &Vec<Line>| {
        let letters: usize = group.iter().map(|line| line.text().chars().count()).sum();
        let is_long = group.len() >= LEAST_LINES && letters >= LEAST_LETTERS;
        is_long || group.iter().any(|line| line.region == Region::Stamp)
    };
    groups.retain(is_stamp);
    let lines = groups.into_iter().flatten();
    lines
        .map(|line| Line {
            region: Region::Stamp,
            ..line
        })
        .collect()
}

/// Of a page whose text is noise, only what the file itself calls a stamp.
pub fn marked(mut lines: Vec<Line>) -> Vec<Line> {
    lines.retain(|line| line.region == Region::Stamp);
    lines
}

fn is_beside(one: &Line, other: &Line) -> bool {
    let (Some([left, top, right, bottom]), Some([from, above, to, below])) = (one.area, other.area)
    else {
        return false;
    };
    let near = NEAR * (bottom - top).max(below - above);
    above - bottom < near && top - below < near && from < right + near && left < to + near
}

/// Whether the middle of a recognised line lies in a stamp's.
pub fn covers([left, top, right, bottom]: [f32; 4], line: &Line) -> bool {
    line.area.is_some_and(|[from, above, to, below]| {
        let (x, y) = (f32::midpoint(from, to), f32::midpoint(above, below));
        let slack = 0.5 * (bottom - top);
        (left - slack..=right + slack).contains(&x) && (top - slack..=bottom + slack).contains(&y)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, left: f32, top: f32) -> Line {
        Line {
            area: Some([left, top, left + 150.0, top + 10.0]),
            ..Line::plain(text)
        }
    }

    #[test]
    fn who_signed_and_when_is_a_stamp_a_number_alone_is_none() {
        let signed = [
            line("Người ký: Ủy ban nhân dân", 350.0, 10.0),
            line("238", 80.0, 90.0),
            line("Thời gian ký: 18-03-2020", 350.0, 22.0),
        ];
        let stamps = of(signed.to_vec());
        assert_eq!(stamps.len(), 2);
        assert!(stamps.iter().all(|line| line.region == Region::Stamp));
        assert_eq!(
            of(vec![line("238", 80.0, 90.0), line("12", 400.0, 92.0)]).len(),
            0
        );
        let area = stamps[0].area.unwrap();
        assert!(covers(area, &line("Nguoi ky", 350.0, 11.0)));
        assert!(!covers(area, &line("CỘNG HÒA", 350.0, 60.0)));
    }
}
