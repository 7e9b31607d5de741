"""A paper as plain text, as `Save as text` or an old typist leaves it."""

import itertools
import textwrap
import unicodedata

from . import legacy
from .layout import Columns, Line, PageBreak, Table, blocks
from .paper import Paper

_WIDTH = 92


def write(paper: Paper) -> bytes:
    """Bytes in `options["encoding"]` (default `utf-8`), or those of a VNI font.

    With `options["side_by_side"]` the two columns of the heading share their lines, padded with
    blanks; otherwise the right column follows the left one.
    """
    lines: list[str] = []
    for block in blocks(paper):
        match block:
            case Columns(left, right) if paper.options.get("side_by_side"):
                lines += _side_by_side(left, right)
            case Columns(left, right):
                lines += [_plain(line) for line in left] + [""] + [_plain(line) for line in right]
            case Table(rows):
                lines += ["\t".join(row) for row in rows]
            case PageBreak():
                lines.append("\f")
            case Line(align="center"):
                lines.append(_plain(block).center(_WIDTH).rstrip())
            case Line():
                lines += textwrap.wrap(_plain(block), _WIDTH, initial_indent="    ", break_on_hyphens=False)
        lines.append("")
    text = "\r\n".join(lines).strip("\r\n") + "\r\n"
    if paper.charset == "vni":
        return legacy.vni(text)
    return unicodedata.normalize(paper.form, text).encode(paper.options.get("encoding", "utf-8"))


def _plain(line: Line) -> str:
    return line.text.replace("**", "")


def _side_by_side(left: list[Line], right: list[Line]) -> list[str]:
    half = _WIDTH // 2
    pairs = itertools.zip_longest(map(_plain, left), map(_plain, right), fillvalue="")
    return [(a.center(half) + b.center(half)).rstrip() for a, b in pairs]
