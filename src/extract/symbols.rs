//! Characters of symbol fonts, and capitals that a paper asks for instead of holding them.

/// The character printed by code `code` of a symbol font; none for what has no meaning as text.
///
/// Codes are the fonts' own, usually moved to U+F000; the tables are those of Symbol and Wingdings.
pub(super) fn character(font: &str, code: u32) -> Option<char> {
    let code = if (0xF000..0xF100).contains(&code) {
        code - 0xF000
    } else {
        code
    };
    let byte = u8::try_from(code).ok();
    match (font, byte) {
        ("Symbol", Some(byte)) => SYMBOL.iter().find(|(own, _)| *own == byte).map(|(_, c)| *c),
        (_, Some(byte)) if font.starts_with("Wingdings") => {
            let known = WINGDINGS
                .iter()
                .find(|(own, _)| *own == byte)
                .map(|(_, c)| *c);
            known.or(Some('•'))
        }
        _ => char::from_u32(code).filter(|character| !character.is_control()),
    }
}

const SYMBOL: &[(u8, char)] = &[
    (0x2B, '+'),
    (0x2D, '−'),
    (0xA3, '≤'),
    (0xB3, '≥'),
    (0xB0, '°'),
    (0xB1, '±'),
    (0xB4, '×'),
    (0xB7, '•'),
    (0xB8, '÷'),
    (0xB9, '≠'),
    (0xAE, '→'),
    (0xA5, '∞'),
    (0x44, 'Δ'),
    (0x53, 'Σ'),
    (0x57, 'Ω'),
    (0x61, 'α'),
    (0x62, 'β'),
    (0x6D, 'μ'),
    (0x70, 'π'),
    (0x66, 'φ'),
];
const WINGDINGS: &[(u8, char)] = &[
    (0x28, '☎'),
    (0x2A, '✉'),
    (0x6F, '☐'),
    (0xA8, '☐'),
    (0xFD, '☒'),
    (0xFE, '☑'),
    (0xFC, '✓'),
    (0xFB, '✗'),
    (0xE0, '→'),
    (0xE8, '→'),
    (0xF0, '⇨'),
    (0x77, '◆'),
    (0x6E, '■'),
    (0x71, '❑'),
];

/// `text` in capitals, letter by letter; text in a font of a legacy charset stays as it is, since
/// its codes are other letters than they look.
pub(super) fn capitals(text: &str, font: Option<&str>) -> String {
    if font.is_some_and(|font| font.starts_with('.') || font.starts_with("VNI")) {
        return text.to_owned();
    }
    let capital = |c: char| {
        let mut upper = c.to_uppercase();
        match (upper.next(), upper.next()) {
            (Some(one), None) => one,
            _ => c,
        }
    };
    text.chars().map(capital).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_and_capitals_come_as_printed() {
        assert_eq!(character("Symbol", 0xF0B7), Some('•'));
        assert_eq!(character("Wingdings", 0xFE), Some('☑'));
        assert_eq!(character("Wingdings 2", 0xF001), Some('•'));
        assert_eq!(character("Times New Roman", 0x2013), Some('–'));
        assert_eq!(character("Symbol", 0xF001), None);
        assert_eq!(
            capitals("Ủy ban nhân dân ß", Some("Arial")),
            "ỦY BAN NHÂN DÂN ß"
        );
        assert_eq!(capitals("\u{b5}\u{ae}", Some(".VnTime")), "\u{b5}\u{ae}");
    }
}
