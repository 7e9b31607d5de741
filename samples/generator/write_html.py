"""A paper as a web page: bare, for printing, or inside the menus and counters of a portal."""

import html
import unicodedata

from .layout import Columns, Line, PageBreak, Table, blocks
from .paper import Paper

_STYLE = """
@page { size: A4; margin: 20mm 15mm 20mm 30mm }
body { font: 13pt/1.35 "Liberation Serif", "Times New Roman", serif }
table.hai-cot { width: 100%; border-collapse: collapse } table.hai-cot td { width: 40%; vertical-align: top }
table.hai-cot td + td { width: 60% }
table.so-lieu { border-collapse: collapse; width: 100% } table.so-lieu td { border: 1px solid #000; padding: 2px 6px }
p { margin: 4pt 0 } .justify { text-align: justify; text-indent: 12.7mm } .center { text-align: center }
.small { font-size: 12pt } .trang-moi { break-after: page }
"""


def write(paper: Paper) -> bytes:
    """UTF-8 bytes. `options["portal"]` puts the paper on a page of a portal of that name."""
    content = "\n".join(_block(block) for block in blocks(paper))
    title = html.escape(" ".join([paper.kind.capitalize() or "Công văn", paper.number]).strip())
    if portal := paper.options.get("portal"):
        content = _PORTAL.format(portal=html.escape(portal), title=title, content=content)
    return page(title, content, paper.form)


def page(title: str, content: str, form: str = "NFC") -> bytes:
    """A whole page around `content`, which is HTML already."""
    text = (
        f'<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{content}\n</body>\n</html>\n"
    )
    return unicodedata.normalize(form, text).encode()


def _block(block) -> str:
    match block:
        case Columns(left, right):
            cells = "".join(f"<td>{''.join(map(_line, side))}</td>" for side in (left, right))
            return f'<table class="hai-cot"><tr>{cells}</tr></table>'
        case Table(rows):
            body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
            return f'<table class="so-lieu">{body}</table>'
        case PageBreak():
            return '<div class="trang-moi"></div>'
        case Line():
            return _line(block)


def _line(line: Line) -> str:
    runs = ""
    for text, bold in line.runs():
        text = html.escape(text)
        runs += f"<strong>{text}</strong>" if bold else text
    if line.italic:
        runs = f"<em>{runs}</em>"
    small = " small" if line.small else ""
    return f'<p class="{line.align}{small}">{runs}</p>'


_PORTAL = """<header><a href="/">{portal}</a>
<nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/tin-tuc">Tin tức</a></li>
<li><a href="/van-ban">Văn bản</a></li><li><a href="/lien-he">Liên hệ</a></li></ul></nav></header>
<aside><p>Tìm kiếm nâng cao</p><p>Văn bản mới cập nhật</p></aside>
<main><div class="duong-dan">Trang chủ &raquo; Văn bản &raquo; {title}</div>
{content}
</main>
<footer><p>Lượt truy cập: 1.204.377 | Đang trực tuyến: 58 | Hôm nay: 2.913</p>
<p>Bản quyền thuộc về {portal}. Ghi rõ nguồn khi phát hành lại thông tin từ trang này.</p></footer>"""
