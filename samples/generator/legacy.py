"""Vietnamese written as in the 1990s: one-byte fonts whose letters look right only in that font.

The two charsets are public standards (TCVN 5712:1993, table VN3; the VNI-Windows convention). Only
what encoding needs is here; the archive's own tables, which decode, are elsewhere and are not used.
"""

import unicodedata

# The 67 accented lower-case letters of TCVN 5712:1993 VN3 in alphabetical order, with their bytes.
_TCVN3_LOWER = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ",
        bytes.fromhex(
            "b5b6b7b8b9a8bbbcbdbec6a9c7c8c9cacbae"
            "cccecfd0d1aad2d3d4d5d6d7d8dcdddedfe1e2e3e4abe5e6e7e8e9"
            "aceaebecedeeeff1f2f3f4adf5f6f7f8f9fafbfcfdfe"
        ),
        strict=True,
    )
)
_TCVN3_UPPER = {"Ă": 0xA1, "Â": 0xA2, "Ê": 0xA3, "Ô": 0xA4, "Ơ": 0xA5, "Ư": 0xA6, "Đ": 0xA7}

_VNI_TONE = {"\u0301": 0xF9, "\u0300": 0xF8, "\u0309": 0xFB, "\u0303": 0xF5, "\u0323": 0xEF}
_VNI_CIRCUMFLEX = {"": 0xE2, "\u0301": 0xE1, "\u0300": 0xE0, "\u0309": 0xE5, "\u0303": 0xE3, "\u0323": 0xE4}
_VNI_BREVE = {"": 0xEA, "\u0301": 0xE9, "\u0300": 0xE8, "\u0309": 0xFA, "\u0303": 0xFC, "\u0323": 0xEB}
_VNI_SINGLE = {"đ": 0xF1, "í": 0xED, "ì": 0xEC, "ỉ": 0xE6, "ĩ": 0xF3, "ị": 0xF2, "ỵ": 0xEE, "ơ": 0xF4, "ư": 0xF6}


def tcvn3(text: str) -> bytes:
    """Bytes for a font `.VnTime`. Capitals that only `.VnTimeH` shows raise `KeyError`."""
    letters = _TCVN3_LOWER | _TCVN3_UPPER
    return bytes(ord(char) if ord(char) < 0x80 else letters[char] for char in unicodedata.normalize("NFC", text))


def vni(text: str) -> bytes:
    """Bytes for a font `VNI-Times`: base letter, then a byte for its marks, capital beside a capital."""
    written = bytearray()
    for char in unicodedata.normalize("NFC", text):
        if ord(char) < 0x80:
            written.append(ord(char))
            continue
        lower = char.lower()
        case = 0x20 if char != lower else 0
        base, marks = _vni_parts(lower)
        written.append(base - case)
        if marks:
            written.append(marks - case)
    return bytes(written)


def _vni_parts(lower: str) -> tuple[int, int]:
    if lower in _VNI_SINGLE:
        return _VNI_SINGLE[lower], 0
    base, *marks = unicodedata.normalize("NFD", lower)
    tone = next((mark for mark in marks if mark in _VNI_TONE), "")
    if "\u0302" in marks:
        return ord(base), _VNI_CIRCUMFLEX[tone]
    if "\u0306" in marks:
        return ord(base), _VNI_BREVE[tone]
    if "\u031b" in marks:
        return _VNI_SINGLE["ơ" if base == "o" else "ư"], _VNI_TONE[tone]
    return ord(base), _VNI_TONE[tone]


def typed(text: str, charset: str) -> tuple[str, bytes]:
    """The font and the bytes with which a typist set `text`; a line in capitals takes the capital font."""
    if charset == "vni":
        return "VNI-Times", vni(text)
    if text.isupper():
        return ".VnTimeH", tcvn3(text.capitalize() if len(text) > 6 else text.lower())
    return ".VnTime", tcvn3(text)
