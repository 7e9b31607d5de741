//! XML of Office papers as a flat stream: no entities of its own, depth limited, damage survived.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use crate::extract::ExtractError;
use crate::extract::Limits;
use crate::extract::plain;

/// The text of a part of a paper, whatever encoding it has.
pub(super) fn text_of(part: &[u8]) -> Result<String, ExtractError> {
    let decoded = plain::decode(part).map(|decoded| decoded.text);
    decoded.ok_or_else(|| ExtractError::Damaged("XML that is not text".to_owned()))
}

/// The name of a part's root, without prefix, if the part is UTF-8 in which every element ends where it
/// should and none is nested deeper than `deepest`: asked before a reader that takes this for granted.
pub(super) fn root_if_well_formed(part: &[u8], deepest: usize) -> Option<String> {
    let mut reader = Reader::from_str(std::str::from_utf8(part).ok()?);
    let mut root = None;
    let mut depth = 0_usize;
    loop {
        let event = reader.read_event().ok()?;
        if let (None, Event::Start(tag) | Event::Empty(tag)) = (&root, &event) {
            root = Some(tag.local_name().into_inner().to_owned());
        }
        match event {
            Event::Start(_) if depth == deepest => return None,
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof => return root.filter(|_| depth == 0),
            _ => {}
        }
    }
}

/// A piece of XML. An empty element comes as a start and an end.
pub(super) enum Piece<'a> {
    Start(Tag<'a>),
    End,
    Text(Cow<'a, str>),
}

/// A start tag. Prefixes are left out: producers choose them freely.
pub(super) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// The element's name without prefix.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of the attribute with this name, prefixes left out.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)?;
        let value = quick_xml::escape::unescape(&found.value).map(Cow::into_owned);
        Some(value.unwrap_or_else(|_| found.value.to_string()))
    }
}

/// The pieces of a part, in order.
pub(super) struct Pieces<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
    deepest: usize,
    end_due: bool,
    /// The part ended in the middle or is not well-formed; what came before was given.
    pub damaged: bool,
}

impl<'a> Pieces<'a> {
    pub fn of(text: &'a str, limits: &Limits) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        Self {
            reader,
            depth: 0,
            deepest: limits.xml_depth,
            end_due: false,
            damaged: false,
        }
    }

    /// The next piece, none at the end; an error if elements are nested deeper than the limit.
    pub fn next(&mut self) -> Result<Option<Piece<'a>>, ExtractError> {
        if std::mem::take(&mut self.end_due) {
            return Ok(Some(Piece::End));
        }
        loop {
            let piece = match self.reader.read_event() {
                Ok(Event::Start(tag)) => {
                    self.depth += 1;
                    if self.depth > self.deepest {
                        return Err(ExtractError::OverLimit("depth of elements".to_owned()));
                    }
                    Piece::Start(Tag(tag))
                }
                Ok(Event::Empty(tag)) => {
                    self.end_due = true;
                    Piece::Start(Tag(tag))
                }
                Ok(Event::End(_)) if self.depth == 0 => continue,
                Ok(Event::End(_)) => {
                    self.depth -= 1;
                    Piece::End
                }
                Ok(Event::Text(text)) => Piece::Text(text.into_inner()),
                Ok(Event::CData(text)) => Piece::Text(text.into_inner()),
                Ok(Event::GeneralRef(reference)) => {
                    let character = reference.resolve_char_ref().ok().flatten();
                    match character {
                        Some(character) if character.is_control() => continue,
                        Some(character) => Piece::Text(character.to_string().into()),
                        // What a DTD of the file declares is never expanded.
                        None => match resolve_predefined_entity(&reference.into_inner()) {
                            Some(text) => Piece::Text(text.into()),
                            None => continue,
                        },
                    }
                }
                Ok(Event::Eof) => {
                    self.damaged |= self.depth > 0;
                    return Ok(None);
                }
                Ok(_) => continue,
                Err(_) => {
                    self.damaged = true;
                    return Ok(None);
                }
            };
            return Ok(Some(piece));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(xml: &str, expected: &str, damaged: bool) {
        let limits = Limits {
            xml_depth: 3,
            ..Limits::office()
        };
        let mut pieces = Pieces::of(xml, &limits);
        let mut shown = String::new();
        loop {
            match pieces.next() {
                Ok(Some(Piece::Start(tag))) => {
                    shown += &format!("<{}", tag.name());
                    shown += &tag
                        .attribute("a")
                        .map(|value| format!(" a={value}"))
                        .unwrap_or_default();
                    shown += ">";
                }
                Ok(Some(Piece::End)) => shown += "/",
                Ok(Some(Piece::Text(text))) => shown += &text,
                Ok(None) => break,
                Err(error) => {
                    shown += &error.to_string();
                    break;
                }
            }
        }
        assert_eq!(
            (shown.as_str(), pieces.damaged),
            (expected, damaged),
            "{xml}"
        );
    }

    #[test]
    fn pieces_come_without_prefixes_and_entities() {
        check(
            "<w:p w:a='1&amp;'><w:t/>x&amp;&#7873;&#x1EA1;</w:p>",
            "<p a=1&><t>/x&ềạ/",
            false,
        );
        check(
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;&#0;<![CDATA[<]]></a>",
            "<a></",
            false,
        );
        check(
            "<a><b><c><d>",
            "<a><b><c>over the limit for depth of elements",
            false,
        );
        check("<a>x", "<a>x", true);
        check("<a>x & y</a></a>", "<a>x & y/", false);
        check("<a>x<", "<a>x", true);
    }

    #[test]
    fn well_formed_means_closed_in_order_and_not_too_deep() {
        for (xml, expected) in [
            ("<a><b/>x</a>", true),
            ("<?xml version='1.0'?><a/>", true),
            ("<a><b></a></b>", false),
            ("<a><b>", false),
            ("<a><b></b>", false),
            ("</a>", false),
            ("<a><b><c/></b></a>", true),
            ("<a><b><c></c></b></a>", false),
        ] {
            let root = root_if_well_formed(xml.as_bytes(), 2);
            assert_eq!(root.is_some(), expected, "{xml}");
        }
        assert_eq!(root_if_well_formed(b"<a>\xff</a>", 2), None);
        let prefixed = root_if_well_formed(b"<?xml version='1.0'?><w:styles/>", 2);
        assert_eq!(prefixed.as_deref(), Some("styles"));
    }
}
