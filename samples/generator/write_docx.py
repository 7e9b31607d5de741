"""A paper as DOCX, built like an office's own: a borderless table for the heading, real runs, page numbers."""

import datetime
import io
import unicodedata
import zipfile

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from . import legacy
from .layout import Columns, Line, PageBreak, Table, blocks
from .paper import Paper

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_HEADING = (Mm(67), Mm(98))
"""Widths that leave the motto of the State on one line."""

_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_EPOCH = (2020, 1, 1, 0, 0, 0)


def write(paper: Paper) -> bytes:
    """The bytes of the file; the same bytes every time. `options["saved_as"]` names another type of it."""
    document = Document()
    _page(document)
    for block in blocks(paper):
        match block:
            case Columns(left, right):
                table = document.add_table(rows=1, cols=2)
                table.autofit = False
                for column, width, lines in zip(table.columns, _HEADING, (left, right), strict=True):
                    column.width = column.cells[0].width = width
                    _cell(column.cells[0], lines, paper)
            case Table(rows):
                _grid(document, rows, paper)
            case PageBreak():
                document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            case Line():
                _fill(document.add_paragraph(), block, paper)
    written = _fixed(document)
    if media_type := paper.options.get("saved_as"):
        return repack(written, lambda _, content: content.replace(_DOCUMENT, media_type.encode()))
    return written


def _page(document):
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = number.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    style.paragraph_format.space_after = Pt(4)
    written_at = datetime.datetime(*_EPOCH)
    properties = document.core_properties
    properties.author, properties.comments = "Văn thư", ""
    properties.created = properties.modified = written_at


def _cell(cell, lines: list[Line], paper: Paper):
    for index, line in enumerate(lines):
        _fill(cell.paragraphs[0] if index == 0 else cell.add_paragraph(), line, paper)


def _grid(document, rows: list[list[str]], paper: Paper):
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            _fill(cell.paragraphs[0], Line(text, bold=cells is rows[0], align="left"), paper)
    document.add_paragraph()


def _fill(paragraph, line: Line, paper: Paper):
    paragraph.alignment = _ALIGN[line.align]
    if line.align == "justify":
        paragraph.paragraph_format.first_line_indent = Mm(12.7)
    for text, bold in line.runs():
        run = paragraph.add_run()
        run.bold, run.italic = bold or None, line.italic or None
        if line.small:
            run.font.size = Pt(12)
        if paper.charset != "unicode":
            font, written = legacy.typed(text, paper.charset)
            _font(run, font)
            text = written.decode("cp1252")
        _text(run, unicodedata.normalize(paper.form, text))


def _font(run, name: str):
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), name)


def _text(run, text: str):
    """Word keeps a hyphen that must not break as an element of its own."""
    for index, piece in enumerate(text.split("\u2011")):
        if index:
            run._r.append(OxmlElement("w:noBreakHyphen"))
        element = OxmlElement("w:t")
        element.set(qn("xml:space"), "preserve")
        element.text = piece
        run._r.append(element)


def _fixed(document) -> bytes:
    """The package without the template's thumbnail, every entry dated alike."""
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]
    saved = io.BytesIO()
    document.save(saved)
    return repack(saved.getvalue())


def repack(package: bytes, edit=lambda name, content: content) -> bytes:
    """The same ZIP with fixed dates, `edit` applied to each member."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(written, "w") as target:
        for entry in source.infolist():
            # An ODT must begin with its media type, stored.
            method = zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED
            fixed = zipfile.ZipInfo(entry.filename, _EPOCH)
            fixed.compress_type = method
            target.writestr(fixed, edit(entry.filename, source.read(entry)))
    return written.getvalue()
