//! From recognised words to lines in reading order, by the same layout as the text of PDF files.

use crate::extract::Line;
use crate::extract::Recognised;
use crate::extract::pdf::glyphs::Glyph;
use crate::extract::pdf::glyphs::Ink;
use crate::extract::pdf::glyphs::Origin;
use crate::extract::pdf::layout;

use super::Reading;
use super::hocr::Sheet;
use super::hocr::Word;
use super::hocr::percent;

/// Lays out a page that lies straight, however it was scanned, and says where its lines are.
pub fn arrange(sheet: Sheet) -> Reading {
    let slope = sheet.slope;
    let words: Vec<Word> = sheet
        .words
        .into_iter()
        .map(|word| straightened(word, slope))
        .collect();
    let ink = Ink {
        glyphs: words.iter().flat_map(glyphs).collect(),
        width: sheet.width,
        height: sheet.height,
        ..Ink::default()
    };
    let mut lines = layout::lines(&ink, &[]);
    let owned = shared(&words, &lines);
    for (line, own) in lines.iter_mut().zip(owned) {
        line.recognised = Some(recognised(line, &own));
        line.area = line.area.map(|area| tilted(area, slope));
    }
    Reading {
        confidence: sureness(words.iter()).unwrap_or(100),
        lines,
    }
}

/// A word where it would stand had the page lain straight.
fn straightened(word: Word, slope: f32) -> Word {
    let [left, top, right, bottom] = word.area;
    let fall = slope * f32::midpoint(left, right);
    let shift = slope * f32::midpoint(top, bottom);
    Word {
        area: [left + shift, top - fall, right + shift, bottom - fall],
        base: word.base - fall,
        ..word
    }
}

/// An area back where it is on the page.
fn tilted([left, top, right, bottom]: [f32; 4], slope: f32) -> [f32; 4] {
    let fall = slope * f32::midpoint(left, right);
    let shift = slope * f32::midpoint(top, bottom);
    [left - shift, top + fall, right - shift, bottom + fall]
}

/// The letters of a word, each with its share of the word's width, a blank before them.
fn glyphs(word: &Word) -> Vec<Glyph> {
    let [left, _, right, _] = word.area;
    let letters = u16::try_from(word.text.chars().count()).unwrap_or(u16::MAX);
    let wide = (right - left).max(0.0) / f32::from(letters.max(1));
    let blank = Glyph {
        character: ' ',
        left,
        right: left,
        base: word.base,
        size: word.size,
        angle: 0.0,
        face: 0,
        operator: word.line,
        origin: Origin::Content,
        mapped: true,
        thickened: false,
    };
    let letters = word.text.chars().zip(0u16..).map(|(character, at)| Glyph {
        character,
        left: wide.mul_add(f32::from(at), left),
        right: wide.mul_add(f32::from(at), left + wide),
        ..blank
    });
    std::iter::once(blank).chain(letters).collect()
}

/// The words of each line, from left to right.
fn shared<'w>(words: &'w [Word], lines: &[Line]) -> Vec<Vec<&'w Word>> {
    let mut owned: Vec<Vec<&Word>> = lines.iter().map(|_| Vec::new()).collect();
    for word in words {
        let [left, _, right, _] = word.area;
        let distance = |line: &Line| {
            let [from, top, to, bottom] = line.area?;
            let is_inside = left >= from - 0.5 && right <= to + 0.5;
            let base = 0.2f32.mul_add(top - bottom, bottom);
            is_inside.then(|| (base - word.base).abs())
        };
        let nearest = lines
            .iter()
            .zip(&mut owned)
            .filter_map(|(line, own)| Some((distance(line)?, own)))
            .min_by(|(a, _), (b, _)| a.total_cmp(b));
        if let Some((_, own)) = nearest {
            own.push(word);
        }
    }
    for own in &mut owned {
        own.sort_by(|a, b| left(a).total_cmp(&left(b)));
    }
    owned
}

const fn left(word: &Word) -> f32 {
    let [left, ..] = word.area;
    left
}

fn recognised(line: &Line, words: &[&Word]) -> Recognised {
    let text = line.text();
    let is_whole = text
        .split_whitespace()
        .eq(words.iter().map(|word| word.text.as_str()));
    let extents = words.iter().map(|word| {
        let [left, _, right, _] = word.area;
        (tenths(left), tenths(right), word.confidence)
    });
    Recognised {
        confidence: sureness(words.iter().copied()).unwrap_or(0),
        words: match is_whole {
            true => extents.collect(),
            false => Vec::new(),
        },
    }
}

/// How sure tesseract is of some words, the long ones counting for more.
fn sureness<'w>(words: impl Iterator<Item = &'w Word> + Clone) -> Option<u8> {
    let weight =
        |word: &Word| f32::from(u16::try_from(word.text.chars().count()).unwrap_or(u16::MAX));
    let all: f32 = words.clone().map(weight).sum();
    let sure: f32 = words
        .map(|word| weight(word) * f32::from(word.confidence))
        .sum();
    (all > 0.0).then(|| percent(sure / all))
}

/// Tenths of a point.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what fits"
)]
fn tenths(points: f32) -> u16 {
    (points * 10.0).round().clamp(0.0, f32::from(u16::MAX)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page with words of six points a letter on lines that fall by `slope`.
    fn page(written: &[(&str, f32, f32)], slope: f32) -> Sheet {
        let mut words = Vec::new();
        for (line, &(text, left, base)) in (0..).zip(written) {
            let mut at = left;
            for word in text.split(' ') {
                let right = at + 6.0 * f32::from(u16::try_from(word.chars().count()).unwrap());
                let base = base + slope * f32::midpoint(at, right);
                words.push(Word {
                    text: word.to_owned(),
                    area: [at, base - 8.0, right, base],
                    base,
                    size: 12.0,
                    confidence: 90,
                    line,
                });
                at = right + 4.0;
            }
        }
        Sheet {
            words,
            slope,
            width: 595.0,
            height: 842.0,
        }
    }

    #[track_caller]
    fn check(written: &[(&str, f32, f32)], expected: &[&str]) {
        for slope in [0.0, 0.02, -0.02] {
            let read = arrange(page(written, slope));
            let texts: Vec<String> = read.lines.iter().map(Line::text).collect();
            assert_eq!(texts, expected, "slope {slope}");
            assert_eq!(read.confidence, 90);
            for line in &read.lines {
                let words = &line.recognised.as_ref().unwrap().words;
                assert_eq!(
                    words.len(),
                    line.text().split(' ').count(),
                    "{}",
                    line.text()
                );
            }
        }
    }

    #[test]
    fn a_heading_is_read_column_by_column_however_askew() {
        let heading = [
            ("BỘ NỘI VỤ", 90.0, 80.0),
            ("CỘNG HÒA XÃ HỘI", 330.0, 80.0),
            ("Số: 12/TT-BNV", 80.0, 110.0),
            ("Độc lập - Tự do", 330.0, 96.0),
            ("Hà Nội, ngày 05", 330.0, 112.0),
            ("THÔNG TƯ về công tác văn thư của cơ quan", 200.0, 150.0),
        ];
        check(
            &heading,
            &[
                "BỘ NỘI VỤ",
                "Số: 12/TT-BNV",
                "CỘNG HÒA XÃ HỘI",
                "Độc lập - Tự do",
                "Hà Nội, ngày 05",
                "THÔNG TƯ về công tác văn thư của cơ quan",
            ],
        );
    }

    #[test]
    fn lines_are_shown_where_they_are() {
        let straight = arrange(page(&[("Điều 1", 60.0, 400.0)], 0.0));
        let askew = arrange(page(&[("Điều 1", 60.0, 400.0)], 0.02));
        let [top, fallen] = [straight, askew].map(|read| read.lines[0].area.unwrap()[1]);
        assert!((fallen - top - 0.02 * 80.0).abs() < 1.0, "{top} {fallen}");
    }

    #[test]
    fn an_empty_page_is_no_doubt() {
        let read = arrange(Sheet::default());
        assert_eq!((read.lines.len(), read.confidence), (0, 100));
    }
}
