//! Numbered lists of a DOCX: the labels that Word prints and the text does not hold ("Điều 1.").

use std::collections::HashMap;

use crate::extract::ExtractError;
use crate::extract::Limits;
use crate::extract::numbering::{Shape, shaped};
use crate::extract::xml::{Piece, Pieces, Tag};

const LEVELS: usize = 9;

/// What a level of a list prints.
#[derive(Debug, Clone)]
struct Level {
    start: u32,
    /// None for bullets and for levels that print only their words.
    shape: Option<Shape>,
    bullet: bool,
    /// `Điều %1.`: `%n` stands for the number of level n.
    words: String,
    legal: bool,
    suffix: &'static str,
    restarts: bool,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            shape: Some(Shape::Decimal),
            bullet: false,
            words: String::new(),
            legal: false,
            suffix: " ",
            restarts: true,
        }
    }
}

type Levels = [Level; LEVELS];

/// A `num`: the abstract list it shows, with its own starts and levels.
#[derive(Debug, Default)]
struct Instance {
    model: String,
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
    begun: bool,
}

/// The lists of a paper and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Lists {
    models: HashMap<String, Levels>,
    instances: HashMap<String, Instance>,
    counts: HashMap<String, [Option<u32>; LEVELS]>,
}

impl Lists {
    /// Reads `numbering.xml`.
    pub fn read(xml: &str, limits: &Limits) -> Result<Self, ExtractError> {
        let mut lists = Self::default();
        let mut place = Place::default();
        let mut pieces = Pieces::of(xml, limits);
        while let Some(piece) = pieces.next()? {
            if let Piece::Start(tag) = piece {
                lists.element(&tag, &mut place);
            }
        }
        Ok(lists)
    }

    fn element(&mut self, tag: &Tag<'_>, place: &mut Place) {
        let number = |name: &str| tag.attribute(name).and_then(|n| n.parse::<usize>().ok());
        match tag.name() {
            "abstractNum" => {
                *place = Place {
                    model: tag.attribute("abstractNumId"),
                    ..Place::default()
                };
            }
            "num" => {
                *place = Place {
                    instance: tag.attribute("numId"),
                    ..Place::default()
                }
            }
            "abstractNumId" => {
                if let Some(instance) = self.instance(place) {
                    instance.model = tag.attribute("val").unwrap_or_default();
                }
            }
            "lvlOverride" => place.level = number("ilvl").unwrap_or_default(),
            "startOverride" => {
                let (level, start) = (place.level, number("val").and_then(|n| n.try_into().ok()));
                if let (Some(instance), Some(start)) = (self.instance(place), start) {
                    instance.starts.insert(level, start);
                }
            }
            "lvl" => place.level = number("ilvl").unwrap_or_default(),
            _ => {
                if let Some(level) = self.level(place) {
                    level.read(tag);
                }
            }
        }
    }

    fn instance(&mut self, place: &Place) -> Option<&mut Instance> {
        let id = place.instance.clone()?;
        Some(self.instances.entry(id).or_default())
    }

    fn level(&mut self, place: &Place) -> Option<&mut Level> {
        if let Some(model) = &place.model {
            return self
                .models
                .entry(model.clone())
                .or_default()
                .get_mut(place.level);
        }
        let level = place.level;
        let instance = self.instance(place)?;
        (level < LEVELS).then(|| instance.levels.entry(level).or_default())
    }

    /// Counts one paragraph of the list `id` at `level` and gives its label with the gap after it.
    pub fn next(&mut self, id: &str, level: usize) -> Option<String> {
        let instance = self.instances.get_mut(id)?;
        let model = self.models.get(&instance.model)?;
        let levels: Vec<&Level> = (0..LEVELS)
            .filter_map(|n| instance.levels.get(&n).or_else(|| model.get(n)))
            .collect();
        let own = levels.get(level)?;
        let counts = self.counts.entry(instance.model.clone()).or_default();
        if !std::mem::replace(&mut instance.begun, true) {
            for (level, start) in &instance.starts {
                if let Some(count) = counts.get_mut(*level) {
                    *count = start.checked_sub(1);
                }
            }
        }
        let count = counts.get_mut(level)?;
        *count = Some(match *count {
            Some(count) => count.saturating_add(1),
            None => instance.starts.get(&level).copied().unwrap_or(own.start),
        });
        for (deeper, count) in counts.iter_mut().enumerate().skip(level + 1) {
            if levels.get(deeper).is_some_and(|level| level.restarts) {
                *count = None;
            }
        }
        let number = |n: usize| {
            let shape = levels
                .get(n)
                .and_then(|level| level.shape)
                .unwrap_or(Shape::Decimal);
            let shape = if own.legal { Shape::Decimal } else { shape };
            let start = levels.get(n).map_or(1, |level| level.start);
            shaped(counts.get(n).copied().flatten().unwrap_or(start), shape)
        };
        Some(own.label(number)).filter(|label| !label.trim().is_empty())
    }
}

/// Where in `numbering.xml` the walk is.
#[derive(Default)]
struct Place {
    model: Option<String>,
    instance: Option<String>,
    level: usize,
}

impl Level {
    fn read(&mut self, tag: &Tag<'_>) {
        let value = tag.attribute("val").unwrap_or_default();
        match tag.name() {
            "start" => self.start = value.parse().unwrap_or(1),
            "lvlText" => self.words = value,
            "isLgl" => self.legal = value != "0",
            "lvlRestart" => self.restarts = value != "0",
            "suff" => self.suffix = if value == "nothing" { "" } else { " " },
            "numFmt" => {
                self.bullet = value == "bullet";
                self.shape = match value.as_str() {
                    "bullet" | "none" => None,
                    "decimalZero" => Some(Shape::DecimalZero),
                    "lowerLetter" => Some(Shape::LowerLetter),
                    "upperLetter" => Some(Shape::UpperLetter),
                    "lowerRoman" => Some(Shape::LowerRoman),
                    "upperRoman" => Some(Shape::UpperRoman),
                    _ => Some(Shape::Decimal),
                };
            }
            _ => {}
        }
    }

    fn label(&self, number: impl Fn(usize) -> String) -> String {
        if self.bullet {
            // Bullets live in symbol fonts at private code points.
            let symbol = |c: char| ('\u{e000}'..='\u{f8ff}').contains(&c);
            return self.words.replace(symbol, "•") + self.suffix;
        }
        let mut label = String::new();
        let mut characters = self.words.chars().peekable();
        while let Some(character) = characters.next() {
            let level = match (character, characters.peek()) {
                ('%', Some(next)) => next.to_digit(10).and_then(|n| n.checked_sub(1)),
                _ => None,
            };
            match level {
                Some(level) => {
                    characters.next();
                    label.push_str(&number(usize::try_from(level).unwrap_or_default()));
                }
                None => label.push(character),
            }
        }
        label + self.suffix
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str = "<numbering>\
        <abstractNum abstractNumId='7'>\
        <lvl ilvl='0'><start val='1'/><numFmt val='upperRoman'/><lvlText val='Chương %1'/></lvl>\
        <lvl ilvl='1'><start val='1'/><numFmt val='decimal'/><lvlRestart val='0'/><lvlText val='Điều %2.'/></lvl>\
        <lvl ilvl='2'><numFmt val='lowerLetter'/><isLgl/><lvlText val='%1.%2.%3)'/><suff val='nothing'/></lvl>\
        <lvl ilvl='3'><numFmt val='bullet'/><lvlText val='\u{f0b7}'/></lvl>\
        </abstractNum>\
        <num numId='1'><abstractNumId val='7'/></num>\
        <num numId='2'><abstractNumId val='7'/><lvlOverride ilvl='1'><startOverride val='1'/></lvlOverride></num>\
        </numbering>";

    #[test]
    fn labels_are_counted_as_word_prints_them() {
        let mut lists = Lists::read(XML, &Limits::office()).unwrap();
        let mut check = |id: &str, level, expected: Option<&str>| {
            assert_eq!(lists.next(id, level).as_deref(), expected);
        };
        check("1", 0, Some("Chương I "));
        check("1", 1, Some("Điều 1. "));
        check("1", 2, Some("1.1.1)"));
        check("1", 2, Some("1.1.2)"));
        check("1", 0, Some("Chương II "));
        check("1", 1, Some("Điều 2. "));
        check("1", 2, Some("2.2.1)"));
        check("2", 1, Some("Điều 1. "));
        check("2", 3, Some("• "));
        check("9", 0, None);
        check("1", 99, None);
    }
}
