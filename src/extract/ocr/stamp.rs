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

/// One stamp: its lines, and what they take up together.
pub struct Stamp {
    pub lines: Vec<Line>,
    area: [f32; 4],
}

/// The stamps among the lines of a page that is otherwise a picture.
pub fn of(lines: Vec<Line>) -> Vec<Stamp> {
    let is_stamp = |group: &Vec<Line>| {
        let letters: usize = group.iter().map(|line| line.text().chars().count()).sum();
        let is_long = group.len() >= LEAST_LINES && letters >= LEAST_LETTERS;
        is_long || group.iter().any(|line| line.region == Region::Stamp)
    };
    let groups = grouped(lines).into_iter().filter(is_stamp);
    groups.map(Stamp::new).collect()
}

/// Of a page whose text is noise, only what the file itself calls a stamp.
pub fn marked(mut lines: Vec<Line>) -> Vec<Stamp> {
    lines.retain(|line| line.region == Region::Stamp);
    grouped(lines).into_iter().map(Stamp::new).collect()
}

fn grouped(lines: Vec<Line>) -> Vec<Vec<Line>> {
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
    groups
}

impl Stamp {
    fn new(mut lines: Vec<Line>) -> Self {
        let mut area = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
        for line in &mut lines {
            line.region = Region::Stamp;
            if let Some([left, top, right, bottom]) = line.area {
                let [from, above, to, below] = area;
                area = [
                    from.min(left),
                    above.min(top),
                    to.max(right),
                    below.max(bottom),
                ];
            }
        }
        Self { lines, area }
    }

    /// Whether a recognised line lies in it for the greater part.
    pub fn covers(&self, line: &Line) -> bool {
        let [left, top, right, bottom] = self.area;
        line.area.is_some_and(|[from, above, to, below]| {
            let across = (right.min(to) - left.max(from)).max(0.0);
            let down = (bottom.min(below) - top.max(above)).max(0.0);
            across * down > 0.5 * (to - from) * (below - above)
        })
    }
}

fn is_beside(one: &Line, other: &Line) -> bool {
    let (Some([left, top, right, bottom]), Some([from, above, to, below])) = (one.area, other.area)
    else {
        return false;
    };
    let near = NEAR * (bottom - top).max(below - above);
    above - bottom < near && top - below < near && from < right + near && left < to + near
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
        assert_eq!(stamps.len(), 1);
        assert_eq!(stamps[0].lines.len(), 2);
        assert!(
            stamps[0]
                .lines
                .iter()
                .all(|line| line.region == Region::Stamp)
        );
        assert_eq!(
            of(vec![line("238", 80.0, 90.0), line("12", 400.0, 92.0)]).len(),
            0
        );
        assert!(stamps[0].covers(&line("Nguoi ky", 350.0, 11.0)));
        assert!(!stamps[0].covers(&line("CỘNG HÒA", 350.0, 60.0)));
    }
}
