"""A paper as RTF in a one-byte Vietnamese font: the letters are bytes of code page 1252, misread on purpose."""

from . import legacy
from .layout import Columns, Line, PageBreak, Table, blocks
from .paper import Paper

_ALIGN = {"left": r"\ql", "center": r"\qc", "justify": r"\qj\fi720"}


def write(paper: Paper) -> bytes:
    """The bytes of the file; only legacy charsets are written here."""
    fonts = {"tcvn3": [".VnTime", ".VnTimeH"], "vni": ["VNI-Times"]}[paper.charset]
    table = "".join(rf"{{\f{number}\froman\fcharset0 {name};}}" for number, name in enumerate(fonts))
    out = [rf"{{\rtf1\ansi\ansicpg1252\deff0{{\fonttbl{table}}}\paperw11906\paperh16838\margl1701\margr851"]
    for block in blocks(paper):
        match block:
            case Columns(left, right):
                out.append(_row([left, right], [3800, 9300], paper, fonts, border=False))
            case Table(rows):
                width = 9300 // len(rows[0])
                edges = [width * (index + 1) for index in range(len(rows[0]))]
                out += [
                    _row([[Line(cell, align="left")] for cell in row], edges, paper, fonts, border=True) for row in rows
                ]
            case PageBreak():
                out.append(r"\page")
            case Line():
                out.append(_paragraph(block, paper, fonts) + r"\par")
    return ("\n".join(out) + "\n}\n").encode("ascii")


def _row(cells, edges, paper, fonts, border) -> str:
    line = r"\clbrdrt\brdrs\clbrdrl\brdrs\clbrdrb\brdrs\clbrdrr\brdrs" if border else ""
    frame = "".join(rf"{line}\cellx{edge}" for edge in edges)
    content = "".join(
        "\\par\n".join(_paragraph(part, paper, fonts, r"\intbl") for part in cell) + "\\cell\n" for cell in cells
    )
    return rf"\trowd\trgaph70{frame}" + "\n" + content + r"\row"


def _paragraph(line: Line, paper: Paper, fonts, inside="") -> str:
    runs = ""
    for text, bold in line.runs():
        font, written = legacy.typed(text, paper.charset)
        style = rf"\f{fonts.index(font)}\fs{24 if line.small else 26}"
        style += (r"\b" if bold else "") + (r"\i" if line.italic else "")
        runs += f"{{{style} {_escape(written)}}}"
    return rf"\pard{inside}{_ALIGN[line.align]} {runs}"


def _escape(written: bytes) -> str:
    return "".join(
        chr(byte) if 0x20 <= byte < 0x7F and chr(byte) not in "\\{}" else rf"\'{byte:02x}" for byte in written
    )
