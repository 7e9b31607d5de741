//! Styles of a DOCX: the face and the list that paragraphs and runs inherit.

use std::collections::HashMap;

use crate::extract::ExtractError;
use crate::extract::Limits;
use crate::extract::Run;
use crate::extract::xml::{Piece, Pieces, Tag};

/// What a style or a paragraph says; `None` is inherited.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Look {
    pub font: Option<String>,
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub capitals: Option<bool>,
    pub hidden: Option<bool>,
    pub size: Option<f32>,
    /// The list (`numId`) and the level in it.
    pub list: Option<String>,
    pub level: Option<usize>,
}

impl Look {
    /// Takes over one element of `rPr` or `numPr`.
    pub fn read(&mut self, tag: &Tag<'_>) {
        let value = || tag.attribute("val");
        let on = || {
            Some(!matches!(
                value().as_deref(),
                Some("0" | "false" | "off" | "none")
            ))
        };
        match tag.name() {
            "rFonts" => {
                let font = tag.attribute("ascii").or_else(|| tag.attribute("hAnsi"));
                self.font = font.or(self.font.take());
            }
            "b" => self.bold = on(),
            "i" => self.italic = on(),
            "caps" => self.capitals = on(),
            "vanish" => self.hidden = on(),
            "sz" => {
                let halves = value().and_then(|n| n.parse::<f32>().ok());
                self.size = halves.map(|halves| halves / 2.0);
            }
            "numId" => self.list = value(),
            "ilvl" => self.level = value().and_then(|n| n.parse().ok()),
            _ => {}
        }
    }

    /// Fills what is not said here from `base`.
    pub fn inherit(&mut self, base: &Self) {
        self.font = self.font.take().or_else(|| base.font.clone());
        self.bold = self.bold.or(base.bold);
        self.italic = self.italic.or(base.italic);
        self.capitals = self.capitals.or(base.capitals);
        self.hidden = self.hidden.or(base.hidden);
        self.size = self.size.or(base.size);
        self.list = self.list.take().or_else(|| base.list.clone());
        self.level = self.level.or(base.level);
    }

    /// The face of a run of text.
    pub fn face(&self) -> Run {
        Run {
            text: String::new(),
            font: self.font.clone(),
            bold: self.bold.unwrap_or_default(),
            italic: self.italic.unwrap_or_default(),
            size: self.size.unwrap_or_default(),
        }
    }
}

/// The styles of a paper by their ids, inheritance resolved.
#[derive(Debug, Default)]
pub(super) struct Styles {
    looks: HashMap<String, Look>,
    /// The style of paragraphs that name none, over the defaults of the paper.
    ordinary: Look,
}

impl Styles {
    /// Reads `styles.xml`.
    pub fn read(xml: &str, limits: &Limits) -> Result<Self, ExtractError> {
        let mut raw: HashMap<String, (Look, Option<String>)> = HashMap::new();
        let mut defaults = Look::default();
        let mut ordinary = None;
        let mut current: Option<String> = None;
        let mut pieces = Pieces::of(xml, limits);
        let mut in_defaults = false;
        while let Some(piece) = pieces.next()? {
            let Piece::Start(tag) = piece else { continue };
            match tag.name() {
                "docDefaults" => in_defaults = true,
                "latentStyles" => in_defaults = false,
                "style" => {
                    in_defaults = false;
                    current = tag.attribute("styleId");
                    let paragraph = tag.attribute("type").as_deref() == Some("paragraph");
                    if paragraph && tag.attribute("default").is_some_and(|d| d != "0") {
                        ordinary.clone_from(&current);
                    }
                }
                "basedOn" => {
                    if let Some(id) = &current {
                        raw.entry(id.clone()).or_default().1 = tag.attribute("val");
                    }
                }
                _ => match &current {
                    Some(id) => raw.entry(id.clone()).or_default().0.read(&tag),
                    None if in_defaults => defaults.read(&tag),
                    None => {}
                },
            }
        }
        let looks: HashMap<String, Look> = raw
            .keys()
            .map(|id| (id.clone(), resolved(&raw, id)))
            .collect();
        let mut base = ordinary
            .and_then(|id| looks.get(&id).cloned())
            .unwrap_or_default();
        base.inherit(&defaults);
        Ok(Self {
            looks,
            ordinary: base,
        })
    }

    /// What a paragraph of this style looks like.
    pub fn paragraph(&self, id: Option<&str>) -> Look {
        let mut look = id
            .and_then(|id| self.looks.get(id))
            .cloned()
            .unwrap_or_default();
        look.inherit(&self.ordinary);
        look
    }

    /// What a run style adds.
    pub fn run(&self, id: &str) -> Option<&Look> {
        self.looks.get(id)
    }
}

/// Follows `basedOn` a few steps: hostile styles are based on themselves.
fn resolved(raw: &HashMap<String, (Look, Option<String>)>, id: &str) -> Look {
    const STEPS: usize = 12;
    let mut look = Look::default();
    let mut next = Some(id);
    for _ in 0..STEPS {
        let Some((own, base)) = next.and_then(|id| raw.get(id)) else {
            break;
        };
        look.inherit(own);
        next = base.as_deref();
    }
    look
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_inherit_and_circles_end() {
        let xml = "<styles><docDefaults><rPr><rFonts ascii='A'/><sz val='26'/></rPr></docDefaults>\
            <style type='paragraph' default='1' styleId='N'><rPr><i/></rPr></style>\
            <style styleId='H'><basedOn val='K'/><rPr><b val='0'/></rPr></style>\
            <style styleId='K'><basedOn val='H'/><pPr><numPr><numId val='3'/></numPr></pPr>\
            <rPr><b/></rPr></style></styles>";
        let styles = Styles::read(xml, &Limits::office()).unwrap();
        let heading = styles.paragraph(Some("H"));
        assert_eq!(heading.bold, Some(false));
        assert_eq!(heading.list.as_deref(), Some("3"));
        assert_eq!(heading.font.as_deref(), Some("A"));
        assert_eq!(heading.size, Some(13.0));
        assert_eq!(styles.paragraph(None).italic, Some(true));
    }
}
