//! Fonts of an RTF paper, and the charset of the bytes written in them.

use std::collections::HashMap;

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256,
    WINDOWS_1257, WINDOWS_1258,
};

/// A font as the font table has it.
#[derive(Debug, Default)]
pub(super) struct Font {
    pub name: String,
    charset: Option<i32>,
}

/// The fonts by their numbers, and the paper's code page.
#[derive(Debug)]
pub(super) struct Fonts {
    fonts: HashMap<i32, Font>,
    /// The font that the table is describing.
    current: i32,
    pub code_page: &'static Encoding,
}

impl Fonts {
    pub fn new() -> Self {
        Self {
            fonts: HashMap::new(),
            current: 0,
            code_page: WINDOWS_1252,
        }
    }

    /// Takes a control word of the font table.
    pub fn describe(&mut self, word: &str, number: Option<i32>) {
        match (word, number) {
            ("f", Some(number)) => self.current = number,
            ("fcharset", charset) => self.fonts.entry(self.current).or_default().charset = charset,
            _ => {}
        }
    }

    /// Takes a byte of a font's name.
    pub fn name(&mut self, byte: u8) {
        const LONGEST: usize = 100;
        let font = self.fonts.entry(self.current).or_default();
        if byte != b';' && font.name.len() < LONGEST {
            font.name.push(char::from(byte));
        }
    }

    pub fn get(&self, number: i32) -> Option<&Font> {
        self.fonts.get(&number)
    }

    /// The charset of bytes in the font called `number`; none for symbol fonts.
    ///
    /// Fonts of legacy Vietnamese charsets call themselves Western: their bytes stay windows-1252.
    pub fn charset(&self, number: i32) -> Option<&'static Encoding> {
        let font = self.fonts.get(&number);
        let legacy = |font: &&Font| font.name.starts_with(".Vn") || font.name.starts_with("VNI");
        if font.as_ref().is_some_and(legacy) {
            return Some(WINDOWS_1252);
        }
        Some(match font.and_then(|font| font.charset) {
            Some(2) => return None,
            Some(77) => MACINTOSH,
            Some(128) => SHIFT_JIS,
            Some(129 | 130) => EUC_KR,
            Some(134) => GBK,
            Some(136) => BIG5,
            Some(161) => WINDOWS_1253,
            Some(162) => WINDOWS_1254,
            Some(163) => WINDOWS_1258,
            Some(177) => WINDOWS_1255,
            Some(178) => WINDOWS_1256,
            Some(186) => WINDOWS_1257,
            Some(204) => WINDOWS_1251,
            Some(222) => WINDOWS_874,
            Some(238) => WINDOWS_1250,
            _ => self.code_page,
        })
    }
}

/// The code page that `\ansicpg` names.
pub(super) fn code_page(number: i32) -> &'static Encoding {
    match number {
        65001 => UTF_8,
        932 => SHIFT_JIS,
        936 => GBK,
        949 => EUC_KR,
        950 => BIG5,
        10000 => MACINTOSH,
        number => {
            Encoding::for_label(format!("windows-{number}").as_bytes()).unwrap_or(WINDOWS_1252)
        }
    }
}
