"""A paper as blocks on a page, in the layout of the State (NĐ 30/2020/NĐ-CP) or of the Party.

The markup of `Paper.text`: paragraphs are separated by an empty line; `^ ` centres a bold line, `# `
makes a bold one, `| a | b` is a row of a table, `%` a page break, `**…**` is bold. A paragraph
that begins with `Căn cứ` is italic in State papers, as the decree wants it.
"""

from dataclasses import dataclass, replace

from .paper import Paper, second_vowel


@dataclass(frozen=True)
class Line:
    """A line or paragraph of text; `**` turns bold on and off."""

    text: str
    bold: bool = False
    italic: bool = False
    align: str = "justify"
    small: bool = False

    def runs(self):
        """Pieces of equal weight: `(text, bold)`."""
        for index, piece in enumerate(self.text.split("**")):
            if piece:
                yield piece, self.bold or index % 2 == 1


@dataclass(frozen=True)
class Columns:
    """Two columns without borders: the heading and the closing of a paper."""

    left: list[Line]
    right: list[Line]


@dataclass(frozen=True)
class Table:
    rows: list[list[str]]


@dataclass(frozen=True)
class PageBreak:
    pass


RULE = "-----"


def blocks(paper: Paper) -> list:
    """The whole paper from the top of page one to the recipients."""
    page = [_heading(paper), *_title(paper), *_markup(paper.text, paper.system), _closing(paper)]
    if paper.annex:
        page += [PageBreak(), *_markup(paper.annex, paper.system)]
    return [block for block in page if block is not None]


def _centred(text, **style):
    return Line(text, align="center", **style)


def _heading(paper: Paper) -> Columns:
    left = [_centred(line) for line in paper.parent]
    left += [_centred(line, bold=True) for line in paper.issuer]
    if paper.system == "party":
        left.append(_centred("*"))
        right = [_centred("ĐẢNG CỘNG SẢN VIỆT NAM", bold=True), _centred("---------------")]
        label = "Số "
    else:
        left.append(_centred("-------"))
        right = [
            _centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, small=True),
            _centred("Độc lập - Tự do - Hạnh phúc", bold=True),
            _centred("---------------"),
        ]
        label = "Số: "
    if paper.tone == "second":
        right = [replace(line, text=second_vowel(line.text)) for line in right]
    if paper.mark and paper.mark != "DỰ THẢO":
        left.append(_centred(paper.mark, bold=True))
    if paper.number:
        left.append(_centred((paper.number_label or label) + paper.number))
    if not paper.kind:
        opening = "" if paper.system == "party" else "V/v "
        for index, line in enumerate(paper.subject):
            left.append(_centred((opening if index == 0 else "") + line, italic=paper.system == "party", small=True))
    if paper.date:
        right.append(_centred(paper.date, italic=True))
    if paper.mark == "DỰ THẢO":
        right.append(_centred(paper.mark, bold=True))
    return Columns(left, right)


def _title(paper: Paper):
    if paper.kind:
        yield _centred(paper.kind, bold=True)
        yield from (_centred(line, bold=True) for line in paper.subject)
        yield _centred(RULE)
    if len(paper.to) == 1:
        yield _centred(f"Kính gửi: {paper.to[0]}")
    elif paper.to:
        yield Line("Kính gửi:", align="center")
        yield from (Line(f"- {line}", align="center") for line in paper.to)


def _markup(text: str, system: str):
    for paragraph in text.strip().split("\n\n"):
        lines = [line.strip() for line in paragraph.strip().splitlines()]
        if lines[0].startswith("| "):
            yield Table([[cell.strip() for cell in line[2:].split(" | ")] for line in lines])
            continue
        joined = " ".join(lines)
        if joined == "%":
            yield PageBreak()
        elif joined.startswith("^ "):
            yield _centred(joined[2:], bold=True)
        elif joined.startswith("# "):
            yield Line(joined[2:], bold=True)
        else:
            yield Line(joined, italic=system != "party" and joined.startswith("Căn cứ"))


def _closing(paper: Paper):
    if not paper.signature:
        return None
    left = []
    if paper.recipients:
        left.append(Line("Nơi nhận:", bold=True, italic=True, align="left", small=True))
        left += [Line(f"- {line}", align="left", small=True) for line in paper.recipients]
    *offices, name = paper.signature
    right = [_centred(line, bold=True) for line in offices]
    right += [_centred("(đã ký)", italic=True), _centred(name, bold=True)]
    return Columns(left, right)
