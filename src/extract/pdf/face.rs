//! What a PDF font says about a character code: its character, its width, and the font's name and style.

use std::collections::HashMap;

use hayro_font::CMapResolverFn;
use hayro_font::Font;
use hayro_font::FontCache;
use hayro_font::FontGlyph;
use hayro_font::FontQuery;
use hayro_font::FontResolverFn;
use hayro_font::hayro_cmap;
use hayro_font::hayro_cmap::BfString;
use hayro_font::hayro_cmap::CMap;
use hayro_font::kurbo::Vec2;
use hayro_syntax::object::Dict;
use hayro_syntax::object::FromBytes;
use hayro_syntax::object::Name;
use hayro_syntax::object::Object;
use hayro_syntax::object::Stream;
use std::sync::Arc;

use crate::extract::pdf::inflation;

/// A font of the file, ready to read codes with.
pub struct Face<'a> {
    font: Font<'a>,
    /// Its name, style and weight.
    pub style: Style,
    /// One byte a code, so that an unmapped code is still a character of some 8-bit charset.
    simple: bool,
    /// The codes select glyphs directly and no encoding names them, so that what the engine would
    /// answer beyond `ToUnicode` is a guess from Adobe's standard encoding.
    own_codes: bool,
    to_unicode: Option<CMap>,
    codes: HashMap<u32, Code>,
}

/// A font's name as the file gives it, subset prefix included, and its style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Style {
    /// `BaseFont`.
    pub name: Option<String>,
    /// By name, weight or flag.
    pub bold: bool,
    /// By name, angle or flag.
    pub italic: bool,
}

/// What one code stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// Its characters: more than one for a ligature.
    pub text: String,
    /// Whether the font says so; otherwise it is the raw code.
    pub mapped: bool,
    /// How far it moves, in thousandths of the size.
    pub advance: Vec2,
}

/// Loads the fonts of a file, each once.
pub struct Foundry<'a> {
    /// Bytes that a part of a font may unpack to.
    most: usize,
    cache: FontCache<'a>,
    fonts: FontResolverFn,
    cmaps: CMapResolverFn,
}

impl<'a> Foundry<'a> {
    pub fn new(most: usize) -> Self {
        Self {
            most,
            cache: FontCache::new(),
            fonts: Arc::new(|query| match query {
                FontQuery::Standard(font) => Some(font.get_font_data()),
                FontQuery::Fallback(query) => Some(query.pick_standard_font().get_font_data()),
            }),
            cmaps: Arc::new(hayro_cmap::load_embedded),
        }
    }

    /// The font a dictionary describes, or `None` when it describes none that can be read.
    pub fn face(&self, dict: &Dict<'a>) -> Option<Face<'a>> {
        if !inflation::font_fits(dict, self.most) {
            return None;
        }
        let font = self.cache.font(dict, &self.fonts, &self.cmaps)?;
        let subtype = dict.get::<Name<'_>>("Subtype");
        let subtype = subtype.as_ref().map_or(&b""[..], AsRef::as_ref);
        let own_codes = matches!(subtype, b"TrueType" | b"OpenType") && !names_codes(dict);
        let to_unicode = own_codes.then(|| self.to_unicode(dict)).flatten();
        Some(Face {
            font,
            style: Style::of(dict),
            simple: subtype != b"Type0",
            own_codes,
            to_unicode,
            codes: HashMap::new(),
        })
    }

    /// The font that stands in for one that is missing or cannot be read, as it does in viewers: a text
    /// of one byte a letter stays readable, and what was none is told by the codes it does not know.
    pub fn substitute(&self) -> Option<Face<'a>> {
        const HELVETICA: &[u8] =
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
        let face = self.face(&Dict::from_bytes(HELVETICA)?)?;
        let style = Style::default();
        Some(Face { style, ..face })
    }

    fn to_unicode(&self, dict: &Dict<'a>) -> Option<CMap> {
        let stream = dict.get::<Stream<'_>>("ToUnicode")?;
        let data = stream.decoded_data().ok()?;
        let resolver = Arc::clone(&self.cmaps);
        CMap::parse(&data, move |name| resolver(name))
    }
}

/// Whether the font names its codes by an encoding.
fn names_codes(dict: &Dict<'_>) -> bool {
    match dict.get::<Object<'_>>("Encoding") {
        Some(Object::Name(_)) => true,
        Some(Object::Dict(encoding)) => {
            encoding.contains_key("BaseEncoding") || encoding.contains_key("Differences")
        }
        _ => false,
    }
}

impl Style {
    fn of(dict: &Dict<'_>) -> Self {
        const ITALIC: i32 = 1 << 6;
        const FORCE_BOLD: i32 = 1 << 18;
        let name = dict
            .get::<Name<'_>>("BaseFont")
            .map(|name| String::from_utf8_lossy(name.as_ref()).into_owned());
        let lower = name.as_deref().unwrap_or_default().to_lowercase();
        let descriptor = dict.get::<Dict<'_>>("FontDescriptor").or_else(|| {
            let descendants = dict.get::<hayro_syntax::object::Array<'_>>("DescendantFonts")?;
            let descendant = descendants.iter::<Dict<'_>>().next()?;
            descendant.get::<Dict<'_>>("FontDescriptor")
        });
        let descriptor = descriptor.unwrap_or_default();
        let flags = descriptor.get::<i32>("Flags").unwrap_or(0);
        let weight = descriptor.get::<f32>("FontWeight").unwrap_or(0.0);
        let angle = descriptor.get::<f32>("ItalicAngle").unwrap_or(0.0);
        let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        Self {
            bold: says(&["bold", "black", "heavy", "demi"])
                || weight >= 600.0
                || flags & FORCE_BOLD != 0,
            italic: says(&["italic", "oblique"]) || angle != 0.0 || flags & ITALIC != 0,
            name,
        }
    }
}

impl Face<'_> {
    /// The next code of a string and how many bytes it takes, at least one.
    pub fn next_code(&self, bytes: &[u8], offset: usize) -> (u32, usize) {
        let (code, length) = self.font.read_code(bytes, offset);
        (code, length.max(1))
    }

    /// Whether lines run from left to right rather than downwards.
    pub fn is_horizontal(&self) -> bool {
        self.font.is_horizontal()
    }

    /// Where the glyph is drawn from, in thousandths of the size: moved for vertical writing.
    pub fn displacement(&self, code: u32) -> Vec2 {
        self.font.origin_displacement(code)
    }

    /// What a code stands for.
    pub fn code(&mut self, code: u32) -> &Code {
        if !self.codes.contains_key(&code) {
            let read = self.read(code);
            self.codes.insert(code, read);
        }
        self.codes.entry(code).or_insert_with(|| Code {
            text: String::new(),
            mapped: false,
            advance: Vec2::ZERO,
        })
    }

    fn read(&self, code: u32) -> Code {
        let advance = self.font.code_advance(code);
        let named = match (&self.to_unicode, self.own_codes) {
            (Some(map), true) => map.lookup_bf_string(code),
            (None, true) => None,
            (_, false) => match self.font.glyph(self.font.map_code(code), code) {
                FontGlyph::Outline(glyph) => glyph.as_unicode(),
                FontGlyph::Type3(glyph) => glyph.as_unicode(),
            },
        };
        let named = named.map(|text| match text {
            BfString::Char(character) => character.to_string(),
            BfString::String(text) => text,
        });
        match named {
            Some(text) if is_readable(&text) => Code {
                text,
                mapped: true,
                advance,
            },
            _ if self.simple => Code {
                text: raw(code).to_string(),
                mapped: self.own_codes && code >= 0x20,
                advance,
            },
            _ => Code {
                text: char::REPLACEMENT_CHARACTER.to_string(),
                mapped: false,
                advance,
            },
        }
    }
}

/// Whether a mapping gives characters, and not more than any ligature has.
fn is_readable(text: &str) -> bool {
    const LONGEST: usize = 64;
    !text.is_empty()
        && text.len() <= LONGEST
        && text.chars().all(|c| {
            c != char::REPLACEMENT_CHARACTER
                && (c == '\t' || !c.is_control() || ('\u{80}'..='\u{9f}').contains(&c))
        })
}

/// A code no table names, as a character of windows-1252: the charset detector wants it whatever
/// it is, and where that charset has no character, a C1 control keeps the byte.
fn raw(code: u32) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    let high = code
        .checked_sub(0x80)
        .and_then(|index| usize::try_from(index).ok())
        .and_then(|index| HIGH.get(index));
    match (code, high) {
        (0 | 9 | 10 | 13, _) => char::REPLACEMENT_CHARACTER,
        (_, Some(&character)) => character,
        _ => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}
