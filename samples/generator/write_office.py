"""A paper as a spreadsheet or as slides: flat OpenDocument, from which LibreOffice writes all other formats."""

from xml.sax.saxutils import escape, quoteattr

from . import legacy
from .layout import Columns, Line, PageBreak, Table, blocks
from .paper import Paper

_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in [
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    ]
)
_RIGHT = 3
"""The column of a sheet in which the right half of a heading stands."""


def sheet(paper: Paper) -> bytes:
    """One sheet: a row for each line, the halves of the heading and of the closing side by side."""
    rows = []
    for block in blocks(paper):
        match block:
            case Columns(left, right):
                for index in range(max(len(left), len(right))):
                    halves = [side[index : index + 1] for side in (left, right)]
                    cells = [_runs(half[0], paper) if half else "" for half in halves]
                    rows.append([cells[0], *[""] * (_RIGHT - 1), cells[1]])
            case Table(lines):
                rows += [[_runs(Line(cell), paper) for cell in line] for line in lines]
            case PageBreak():
                rows.append([])
            case Line():
                rows.append([_runs(block, paper)])
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'.format
    written = "".join(
        "<table:table-row>" + "".join(cell(text) if text else "<table:table-cell/>" for text in row or [""])
        + "</table:table-row>"
        for row in rows
    )
    return _flat("spreadsheet", f'<table:table table:name="Biểu">{written}</table:table>', paper)


def slides(paper: Paper) -> bytes:
    """A slide for the heading and one for each stretch between page breaks; they have no tables."""
    page, pages = [], []
    for block in [*blocks(paper), PageBreak()]:
        match block:
            case Columns(left, right):
                page += [_frame(left, paper, 1, 1, 11), _frame(right, paper, 13, 1, 14)]
            case Line():
                page.append(_frame([block], paper, 1, 4 + 2 * len(page), 26))
            case PageBreak():
                pages.append(f"<draw:page>{''.join(page)}</draw:page>")
                page = []
    return _flat("presentation", "".join(pages), paper)


def _frame(lines: list[Line], paper: Paper, x: int, y: int, width: int) -> str:
    text = "".join(f"<text:p>{_runs(line, paper)}</text:p>" for line in lines)
    place = f'svg:x="{x}cm" svg:y="{y}cm" svg:width="{width}cm" svg:height="1.5cm"'
    return f"<draw:frame {place}><draw:text-box>{text}</draw:text-box></draw:frame>"


def _runs(line: Line, paper: Paper) -> str:
    spans = ""
    for text, bold in line.runs():
        font = "Times New Roman"
        if paper.charset != "unicode":
            font, written = legacy.typed(text, paper.charset)
            text = written.decode("cp1252")
        spans += f"<text:span text:style-name={quoteattr(_style(font, bold))}>{escape(text)}</text:span>"
    return spans


def _style(font: str, bold: bool) -> str:
    return font.replace(" ", "").replace(".", "") + ("B" if bold else "")


def _flat(kind: str, content: str, paper: Paper) -> bytes:
    fonts = {"unicode": ["Times New Roman"], "tcvn3": [".VnTime", ".VnTimeH"], "vni": ["VNI-Times"]}[paper.charset]
    faces = "".join(f'<style:font-face style:name="{font}" svg:font-family="{font}"/>' for font in fonts)
    styles = "".join(
        f'<style:style style:name="{_style(font, bold)}" style:family="text"><style:text-properties'
        f' style:font-name="{font}" fo:font-size="13pt"{" fo:font-weight=" + quoteattr("bold") if bold else ""}/>'
        "</style:style>"
        for font in fonts
        for bold in (False, True)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {_NAMES} office:version="1.2"'
        f' office:mimetype="application/vnd.oasis.opendocument.{kind}">'
        f"<office:font-face-decls>{faces}</office:font-face-decls>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{content}</office:{kind}></office:body></office:document>\n"
    ).encode()
