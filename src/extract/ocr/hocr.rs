//! What tesseract says of a picture (hOCR): words with their boxes and baselines.

use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

use crate::extract::picture;

/// A page as tesseract sees it, in points.
#[derive(Debug, Default)]
pub struct Sheet {
    /// In tesseract's order.
    pub words: Vec<Word>,
    /// How far lines climb or fall: points down for a point to the right.
    pub slope: f32,
    /// Width of the page.
    pub width: f32,
    /// Height of the page.
    pub height: f32,
}

/// One word.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    pub text: String,
    /// Left, top, right, bottom.
    pub area: [f32; 4],
    /// Where its line's letters stand.
    pub base: f32,
    /// Height of its line's em square.
    pub size: f32,
    /// From 0 to 100.
    pub confidence: u8,
    /// Which of tesseract's lines it belongs to.
    pub line: u32,
}

impl Word {
    /// Whether it is more likely a rule, a speck or a stroke of the pen than writing.
    fn is_dirt(&self) -> bool {
        const UNSURE: u8 = 60;
        const LOW: f32 = 0.5;
        let [left, top, right, bottom] = self.area;
        let has_letters = self.text.chars().any(char::is_alphanumeric);
        let is_rule = self.text.chars().count() > 2;
        // No letter is wider than an em.
        let ems = self.text.chars().map(|_| self.size).sum::<f32>();
        let no_letters = bottom - top < LOW * self.size || right - left > ems;
        match has_letters {
            true => self.confidence == 0 && no_letters,
            false => self.text.is_empty() || is_rule || self.confidence < UNSURE,
        }
    }
}

/// Nobody's page has more.
const MOST_WORDS: usize = 50_000;

/// A line that is open: what its words need to know of it.
#[derive(Clone, Copy, Default)]
struct Row {
    number: u32,
    left: f32,
    bottom: f32,
    slope: f32,
    offset: f32,
    size: f32,
}

/// Reads what was said of a picture of so many dots; the page has so many points. What cannot be
/// understood is passed over.
pub fn parse(said: &str, dots: [u32; 2], [width, height]: [f32; 2]) -> Sheet {
    let [across, down] = dots.map(picture::dots);
    let scale = [width / across.max(1.0), height / down.max(1.0)];
    let mut sheet = Sheet {
        width,
        height,
        ..Sheet::default()
    };
    let mut reader = Reader::from_str(said);
    reader.config_mut().check_end_names = false;
    let mut row = Row::default();
    let mut slopes: Vec<(f32, f32)> = Vec::new();
    let mut open: Option<Word> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                let class = attribute(&tag, "class");
                let title = Title::of(&tag);
                match class.as_str() {
                    "ocr_line" | "ocr_header" | "ocr_caption" | "ocr_textfloat" => {
                        row = title.row(row.number + 1, scale);
                        let [left, _, right, _] = title.area(scale).unwrap_or_default();
                        slopes.push((row.slope, right - left));
                    }
                    "ocrx_word" => open = title.word(row, scale),
                    _ => {}
                }
            }
            Ok(Event::Text(text)) => {
                if let Some(word) = &mut open {
                    word.text.push_str(text.trim());
                }
            }
            Ok(Event::GeneralRef(name)) => {
                if let Some(word) = &mut open {
                    word.text.extend(character(&name));
                }
            }
            Ok(Event::End(_)) => {
                let word = open.take().filter(|word| !word.is_dirt());
                if sheet.words.len() < MOST_WORDS {
                    sheet.words.extend(word);
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    sheet.slope = usual(slopes, width);
    sheet
}

/// The slope of most of the long lines; none where there are too few to tell.
fn usual(mut slopes: Vec<(f32, f32)>, width: f32) -> f32 {
    const LONG: f32 = 0.3;
    const FEW: usize = 3;
    slopes.retain(|(slope, length)| slope.is_finite() && *length > LONG * width);
    if slopes.len() < FEW {
        return 0.0;
    }
    let middle = slopes.len() / 2;
    let (_, (slope, _), _) = slopes.select_nth_unstable_by(middle, |a, b| a.0.total_cmp(&b.0));
    *slope
}

fn character(name: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    if let Ok(Some(character)) = name.resolve_char_ref() {
        return Some(character);
    }
    match &**name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let found = tag.attributes().flatten();
    found
        .filter(|attribute| attribute.key.as_ref() == name)
        .map(|attribute| attribute.value.into_owned())
        .next()
        .unwrap_or_default()
}

/// The properties of an element: `bbox 0 0 9 9; baseline 0 -7; x_size 35`.
struct Title(String);

impl Title {
    fn of(tag: &BytesStart<'_>) -> Self {
        Self(attribute(tag, "title"))
    }

    fn numbers(&self, name: &str) -> Vec<f32> {
        let property = self.0.split(';').find_map(|property| {
            let (key, values) = property.trim().split_once(' ')?;
            (key == name).then_some(values)
        });
        let values = property.into_iter().flat_map(str::split_whitespace);
        values.filter_map(|value| value.parse().ok()).collect()
    }

    fn area(&self, [across, down]: [f32; 2]) -> Option<[f32; 4]> {
        match *self.numbers("bbox") {
            [left, top, right, bottom] => {
                Some([left * across, top * down, right * across, bottom * down])
            }
            _ => None,
        }
    }

    fn row(&self, number: u32, scale: [f32; 2]) -> Row {
        let [_, down] = scale;
        let [left, top, _, bottom] = self.area(scale).unwrap_or_default();
        let (slope, offset) = match *self.numbers("baseline") {
            [slope, offset] => (slope, offset * down),
            _ => (0.0, 0.0),
        };
        let size = self.numbers("x_size").first().map(|size| size * down);
        Row {
            number,
            left,
            bottom,
            slope,
            offset,
            size: size.unwrap_or(bottom - top),
        }
    }

    fn word(&self, row: Row, scale: [f32; 2]) -> Option<Word> {
        let area = self.area(scale)?;
        let [left, _, right, _] = area;
        let middle = f32::midpoint(left, right);
        let confidence = self.numbers("x_wconf").first().copied().unwrap_or(0.0);
        Some(Word {
            text: String::new(),
            area,
            base: row
                .slope
                .mul_add(middle - row.left, row.bottom + row.offset),
            size: row.size,
            confidence: percent(confidence),
            line: row.number,
        })
    }
}

/// A share in whole percent.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what fits"
)]
pub fn percent(share: f32) -> u8 {
    share.round().clamp(0.0, 100.0) as u8
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SAID: &str = r#"<?xml version="1.0"?><!DOCTYPE html><html><body>
        <div class='ocr_separator' id='b' title="bbox 100 40 900 44"></div>
        <span class='ocr_line' id='l' title="bbox 100 50 500 90; baseline 0.01 -7; x_size 40; x_descenders 7">
        <span class='ocrx_word' id='w' title='bbox 100 50 200 83; x_wconf 96'>Số:</span>
        <span class='ocrx_word' id='w' title='bbox 300 50 500 90; x_wconf 71.4'>R&amp;D&#39;s</span>
        </span></body></html>"#;

    #[test]
    fn words_stand_on_their_baseline() {
        let sheet = parse(SAID, [1000, 1000], [500.0, 500.0]);
        let texts: Vec<&str> = sheet.words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["Số:", "R&D's"]);
        let second = &sheet.words[1];
        assert_eq!(second.area, [150.0, 25.0, 250.0, 45.0]);
        assert_eq!((second.size, second.confidence), (20.0, 71));
        assert!(
            (second.base - (45.0 - 3.5 + 1.5)).abs() < 0.01,
            "{}",
            second.base
        );
    }

    #[track_caller]
    fn check_dirt(text: &str, [width, height]: [f32; 2], confidence: u8, expected: bool) {
        let word = Word {
            text: text.to_owned(),
            area: [0.0, 0.0, width, height],
            base: height,
            size: 10.0,
            confidence,
            line: 1,
        };
        assert_eq!(word.is_dirt(), expected, "{text}");
    }

    #[test]
    fn rules_and_specks_are_no_words() {
        check_dirt("mưu", [24.0, 7.0], 0, false);
        check_dirt("KÓ", [4.0, 4.0], 0, true);
        check_dirt("KÓ", [4.0, 4.0], 1, false);
        check_dirt("ốốõốẽ", [73.0, 11.0], 0, true);
        check_dirt("ốốõốẽ", [73.0, 11.0], 1, false);
        check_dirt("———-", [44.0, 1.0], 99, true);
        check_dirt("*", [4.0, 4.0], 59, true);
        check_dirt("*", [4.0, 4.0], 60, false);
        check_dirt("", [4.0, 4.0], 99, true);
    }

    proptest! {
        #[test]
        fn whatever_is_said_is_survived(cut in 0..SAID.len(), noise in "[<>'\";a-z0-9 &]{0,40}") {
            let cut = SAID.floor_char_boundary(cut);
            let (before, after) = SAID.split_at(cut);
            let said = format!("{before}{noise}{after}");
            parse(&said, [0, 1000], [500.0, 500.0]);
        }
    }
}
