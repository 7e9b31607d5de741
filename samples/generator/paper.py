"""What a sample paper says, apart from the file format it is written in."""

import re
import unicodedata
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Paper:
    """One paper. Every text is written NFC, with the tone mark on the first vowel (`ủy`, `hòa`)."""

    file: str
    """Path below `samples/`; the ending chooses the writer."""
    system: str
    """`party`, `state` or `mass`: decides the heading and the marks around the number."""
    issuer: list[str]
    """Left of the heading, bold: the body that issues the paper."""
    number: str
    """The number as it stands on the paper, without the word `Số`; may lack its serial."""
    date: str
    """The right line under the motto: `An Giang, ngày 02 tháng 02 năm 2021`."""
    text: str
    """The paper from its first `Căn cứ` to its last full stop, in the markup of `layout.py`."""
    expected: dict
    """What a person says the description is, in the words of `README.md`."""
    parent: list[str] = field(default_factory=list)
    """Left of the heading, above the issuer, not bold."""
    kind: str = ""
    """The name of the kind in capitals; none for a công văn."""
    subject: list[str] = field(default_factory=list)
    """The trích yếu, a printed line each."""
    to: list[str] = field(default_factory=list)
    """`Kính gửi`."""
    recipients: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)
    """Authority and position in capitals, a line each; the last line is the signer's name."""
    mark: str = ""
    """A stamp above the number: secrecy, or `DỰ THẢO`."""
    number_label: str = ""
    """What stands before the number when it is not the habit of the system (`Luật số: `)."""
    annex: str = ""
    """A second paper in the same file, after a page break: the rules that a decision issues."""
    tone: str = "first"
    """`first` writes `hóa`, `ủy`; `second` writes `hoá`, `uỷ`."""
    form: str = "NFC"
    """The Unicode form of the file: `NFC` or `NFD`."""
    charset: str = "unicode"
    """`unicode`, `tcvn3` or `vni`."""
    options: dict = field(default_factory=dict)
    """What one writer only understands; see there."""

    def spelled(self) -> "Paper":
        """The paper in its own tone placement, everywhere, the expected description included."""
        if self.tone == "first":
            return self
        changed = {name: _spell(value) for name, value in vars(self).items() if name not in ("file", "options")}
        return replace(self, **changed)


def _spell(value):
    if isinstance(value, str):
        return second_vowel(value)
    if isinstance(value, list):
        return [_spell(item) for item in value]
    if isinstance(value, dict):
        return {key: _spell(item) for key, item in value.items()}
    return value


_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OPEN_PAIR = re.compile(rf"(?<![qQ])([oOuU])([{_TONES}])([aAeEyY])(?![\w\u0300-\u036f])")


def second_vowel(text: str) -> str:
    """Moves the tone mark of a final `oa`, `oe`, `uy` to its second vowel: `hóa` to `hoá`, `ủy` to `uỷ`."""

    def move(match):
        first, tone, second = match.groups()
        pair = (first + second).lower()
        return first + second + tone if pair in ("oa", "oe", "uy") else match.group(0)

    return unicodedata.normalize("NFC", _OPEN_PAIR.sub(move, unicodedata.normalize("NFD", text)))
