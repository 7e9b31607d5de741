//! windows-1252 as browsers read it: the five undefined bytes are the C1 controls.

/// The characters of the bytes 80 to 9F.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// The byte `c` was read from. A C1 control stands for the byte of its own value, because some
/// readers take Latin-1 for windows-1252.
pub(super) fn byte_of(c: char) -> Option<u8> {
    match u8::try_from(c) {
        Ok(byte) => Some(byte),
        Err(_) => (0x80..)
            .zip(HIGH)
            .find(|&(_, high)| high == c)
            .map(|(byte, _)| byte),
    }
}

/// The character of a byte.
#[cfg(test)]
pub(super) fn char_of(byte: u8) -> char {
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte) - 0x80],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back() {
        for byte in 0..=u8::MAX {
            assert_eq!(byte_of(char_of(byte)), Some(byte));
        }
        assert_eq!(byte_of('\u{80}'), Some(0x80));
        assert_eq!(byte_of('ế'), None);
    }
}
