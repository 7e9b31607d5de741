//! What attributes of an HTML element say about its looks and its part of the page.

use html5ever::tokenizer::Tag;

use crate::extract::Region;
use crate::extract::Run;
use crate::extract::numbering::{Shape, shaped};

/// The value of the attribute called `name`.
pub(super) fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    let found = tag
        .attrs
        .iter()
        .find(|attribute| &*attribute.name.local == name);
    found.map(|attribute| &*attribute.value)
}

/// The declarations of a `style` attribute, names and values in lower case and trimmed.
fn declarations(tag: &Tag) -> impl Iterator<Item = (String, &str)> {
    attribute(tag, "style")
        .unwrap_or_default()
        .split(';')
        .filter_map(|declaration| declaration.split_once(':'))
        .map(|(name, value)| (name.trim().to_lowercase(), value.trim()))
}

/// Whether a browser would not show the element.
pub(super) fn is_hidden(tag: &Tag) -> bool {
    let none = |(name, value): (String, &str)| {
        name == "display" && value.to_lowercase().starts_with("none")
    };
    attribute(tag, "hidden").is_some() || declarations(tag).any(none)
}

/// The part of a web page that an element holds, by its name or role.
pub(super) fn region(tag: &Tag) -> Option<Region> {
    match (&*tag.name, attribute(tag, "role")) {
        ("nav" | "header", _) | (_, Some("navigation" | "banner" | "menu" | "menubar")) => {
            Some(Region::Header)
        }
        ("footer" | "aside", _) | (_, Some("contentinfo" | "complementary")) => {
            Some(Region::Footer)
        }
        _ => None,
    }
}

/// Changes the face as the element and its style say.
pub(super) fn apply(tag: &Tag, face: &mut Run) {
    match &*tag.name {
        "b" | "strong" | "th" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => face.bold = true,
        "i" | "em" | "cite" | "var" => face.italic = true,
        "font" => {
            if let Some(font) = attribute(tag, "face").and_then(first_font) {
                face.font = Some(font);
            }
        }
        _ => {}
    }
    for (name, value) in declarations(tag) {
        match name.as_str() {
            "font-weight" => {
                face.bold = value == "bold" || value.parse().is_ok_and(|n: u32| n >= 600)
            }
            "font-style" => face.italic = value == "italic",
            "font-family" => face.font = first_font(value).or(face.font.take()),
            "font-size" => {
                if let Some(points) = value.strip_suffix("pt").and_then(|n| n.trim().parse().ok()) {
                    face.size = points;
                }
            }
            _ => {}
        }
    }
}

fn first_font(list: &str) -> Option<String> {
    let first = list.split(',').next()?.trim_matches(['"', '\'', ' ']);
    (!first.is_empty()).then(|| first.to_owned())
}

/// How an ordered list counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbering(Shape);

impl Numbering {
    /// As the `type` of the list says, else in digits.
    pub fn of(tag: &Tag) -> Self {
        Self(match attribute(tag, "type") {
            Some("a") => Shape::LowerLetter,
            Some("A") => Shape::UpperLetter,
            Some("i") => Shape::LowerRoman,
            Some("I") => Shape::UpperRoman,
            _ => Shape::Decimal,
        })
    }

    /// What stands before the item with this number.
    pub fn label(self, number: u32) -> String {
        format!("{}. ", shaped(number, self.0))
    }
}
