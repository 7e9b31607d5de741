//! Takes dirt off a scan: specks smaller than the dot of an i, which OCR reads as letters.

use std::ops::Range;

use crate::extract::draw::Picture;

/// Darker dots are ink.
const INK: u8 = 128;
/// A speck has no more dots than this at 300 dpi; a full stop of ordinary size has sixteen.
const MOST_DOTS: usize = 9;
/// In small print a full stop may have so few, but then stands by its letters: only smaller specks
/// are taken from beside other ink.
const FEW_DOTS: usize = 4;
const BESIDE: usize = 10;

/// Makes specks white.
pub fn remove(picture: &mut Picture) {
    let (Ok(width), Ok(height)) = (
        usize::try_from(picture.width),
        usize::try_from(picture.height),
    ) else {
        return;
    };
    let mut speck: Vec<(usize, usize)> = Vec::with_capacity(MOST_DOTS + 1);
    for y in 0..height {
        let mut from = 0;
        while let Some(x) = next_ink(picture, y * width, from..width) {
            from = x + 1;
            let ink = |x: usize, y: usize| {
                x < width
                    && picture
                        .grey
                        .get(y * width + x)
                        .is_some_and(|dot| *dot < INK)
            };
            // A speck is found at the left end of its topmost row.
            let has_above = y > 0 && (ink(x, y - 1) || ink(x + 1, y - 1));
            let has_before = x > 0 && (ink(x - 1, y) || (y > 0 && ink(x - 1, y - 1)));
            if has_above || has_before {
                continue;
            }
            speck.clear();
            speck.push((x, y));
            let mut next = 0;
            while let Some(&(x, y)) = speck.get(next) {
                next += 1;
                for beside in around(x, y) {
                    if ink(beside.0, beside.1) && !speck.contains(&beside) {
                        speck.push(beside);
                    }
                }
                if speck.len() > MOST_DOTS {
                    break;
                }
            }
            let is_alone = || {
                let (left, top) = (x.saturating_sub(BESIDE), y.saturating_sub(BESIDE));
                let mut near =
                    (top..=y + BESIDE).flat_map(|y| (left..=x + BESIDE).map(move |x| (x, y)));
                !near.any(|place| ink(place.0, place.1) && !speck.contains(&place))
            };
            if speck.len() <= FEW_DOTS || (speck.len() <= MOST_DOTS && is_alone()) {
                for (x, y) in &speck {
                    if let Some(dot) = picture.grey.get_mut(y * width + x) {
                        *dot = u8::MAX;
                    }
                }
            }
        }
    }
}

/// The first place with ink among these of the row that begins there.
fn next_ink(picture: &Picture, row: usize, among: Range<usize>) -> Option<usize> {
    let dots = picture.grey.get(row + among.start..row + among.end)?;
    Some(among.start + dots.iter().position(|dot| *dot < INK)?)
}

/// The eight places around a dot; those beyond the edges are nowhere.
fn around(x: usize, y: usize) -> impl Iterator<Item = (usize, usize)> {
    let steps = [usize::MAX, 0, 1];
    let places = steps.into_iter().flat_map(move |down| {
        steps
            .into_iter()
            .map(move |right| (x.wrapping_add(right), y.wrapping_add(down)))
    });
    places.filter(move |place| *place != (x, y) && place.0 != usize::MAX && place.1 != usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(drawn: &[&str], expected: &[&str]) {
        let ink = |letter| if letter == '#' { 0 } else { 255 };
        let mut picture = Picture {
            width: u32::try_from(drawn[0].len()).unwrap(),
            height: u32::try_from(drawn.len()).unwrap(),
            grey: drawn.iter().flat_map(|row| row.chars()).map(ink).collect(),
        };
        remove(&mut picture);
        let left = picture.grey.chunks(drawn[0].len());
        let letter = |dot: &u8| if *dot == 0 { '#' } else { '.' };
        let left: Vec<String> = left.map(|row| row.iter().map(letter).collect()).collect();
        assert_eq!(left, expected);
    }

    #[test]
    fn specks_go_and_full_stops_stay() {
        check(&["#....", "..##.", "....#"], &[".....", ".....", "....."]);
        let stop = ["####.", "####.", "####.", "####.", "....."];
        check(&stop, &stop);
        check(
            &["....#", "...#.", "..#..", ".#...", "#...."],
            &["....."; 5],
        );
        check(&["##########"], &["##########"]);
        check(&["##########.#"], &["##########.."]);
    }
}
