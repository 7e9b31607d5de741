//! RTF as Outlook packs it: the dictionary compression of [MS-OXRTFCP].

/// What a packed text begins from, so that the words of every RTF are in reach.
const DICTIONARY: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \
\\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\
\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
const WINDOW: usize = 4096;
const HEADER: usize = 16;

/// The RTF in `bytes`, up to `most` bytes of it; what is cut is given as far as it goes. None if it
/// is not packed this way.
pub fn unpack(bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    let content = bytes.get(HEADER..)?;
    match bytes.get(8..12)? {
        b"MELA" => Some(content.get(..most).unwrap_or(content).to_vec()),
        b"LZFu" => Some(inflate(content, most)),
        _ => None,
    }
}

fn inflate(content: &[u8], most: usize) -> Vec<u8> {
    let mut window = [0; WINDOW];
    for (place, byte) in window.iter_mut().zip(DICTIONARY) {
        *place = *byte;
    }
    let mut at = DICTIONARY.len();
    let mut text = Vec::new();
    let mut content = content.iter().copied();
    let mut put = |byte: u8, at: &mut usize, window: &mut [u8; WINDOW]| {
        if let Some(place) = window.get_mut(*at) {
            *place = byte;
        }
        *at = (*at + 1) % WINDOW;
        text.push(byte);
        text.len() < most
    };
    'all: while let Some(flags) = content.next() {
        for bit in 0..8 {
            if flags >> bit & 1 == 0 {
                let Some(byte) = content.next() else {
                    break 'all;
                };
                if !put(byte, &mut at, &mut window) {
                    break 'all;
                }
                continue;
            }
            let Some((high, low)) = content.next().zip(content.next()) else {
                break 'all;
            };
            let reference = usize::from(u16::from_be_bytes([high, low]));
            let (from, length) = (reference >> 4, (reference & 15) + 2);
            if from == at {
                break 'all;
            }
            for step in 0..length {
                let byte = window.get((from + step) % WINDOW).copied();
                if !put(byte.unwrap_or_default(), &mut at, &mut window) {
                    break 'all;
                }
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(kind: &[u8], content: &[u8]) -> Vec<u8> {
        [&[0; 8], kind, &[0; 4], content].concat()
    }

    #[test]
    fn the_dictionary_is_whole() {
        assert_eq!(DICTIONARY.len(), 207);
    }

    #[test]
    fn the_example_of_the_specification() {
        let content = [
            0x03, 0x00, 0x0a, 0x00, b'r', b'c', b'p', b'g', b'1', b'2', b'5', 0x42, 0x32, 0x0a,
            0xf3, 0x20, b'h', b'e', b'l', 0x09, 0x00, 0x20, b'b', b'w', 0x05, 0xb0, b'l', b'd',
            b'}', 0x0a, 0x80, 0x0f, 0xa0,
        ];
        let text = unpack(&packed(b"LZFu", &content), 1000).unwrap();
        let expected = "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n";
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }

    #[test]
    fn a_reference_to_itself_repeats_and_is_bounded() {
        let content = [0b1111_1110, b'x', 0x0c, 0xff, 0x0d, 0x0f, 0x0e, 0x0f];
        let whole = unpack(&packed(b"LZFu", &content), 1000).unwrap();
        assert!(whole.len() > 20, "{whole:?}");
        assert_eq!(unpack(&packed(b"LZFu", &content), 5).unwrap().len(), 5);
    }

    #[test]
    fn unpacked_text_is_as_it_is() {
        assert_eq!(
            unpack(&packed(b"MELA", b"{\\rtf1}"), 1000).unwrap(),
            b"{\\rtf1}"
        );
        assert_eq!(unpack(&packed(b"none", b""), 1000), None);
        assert_eq!(unpack(b"", 1000), None);
    }
}
