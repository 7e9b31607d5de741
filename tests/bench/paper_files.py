"""The blocks of a paper as a file: plain text, DOCX, PDF with a text layer; the same bytes always.

Each writer takes the left and right lines of the heading, the title, the paragraphs, and the lines
at the left and right of the end. A PDF names its font and does not hold it: readers of text need
the map to Unicode only, as nothing is drawn.
"""

import io
import textwrap
import unicodedata
import zipfile
import zlib
from xml.sax.saxutils import escape

WIDTH = 92


def text(left, right, title, paragraphs, recipients, signature):
    lines = [*left, "", *right, "", *(line.center(WIDTH).rstrip() for line in title), ""]
    for paragraph in paragraphs:
        lines += [*textwrap.wrap(paragraph, WIDTH, initial_indent="    ", break_on_hyphens=False), ""]
    return "\n".join([*lines, *recipients, "", *signature, ""]).encode()


PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>',
}


def docx(left, right, title, paragraphs, recipients, signature):
    def paragraph(line, align):
        return f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr><w:r><w:t>{escape(line)}</w:t></w:r></w:p>'

    def columns(*cells):
        made = (f"<w:tc><w:tcPr><w:tcW w:w='4700' w:type='dxa'/></w:tcPr>{''.join(paragraph(line, 'center') for line in cell)}</w:tc>" for cell in cells)  # fmt: skip
        return f"<w:tbl><w:tr>{''.join(made)}</w:tr></w:tbl>"

    body = columns(left, right) + "".join(paragraph(line, "center") for line in title)
    body += "".join(paragraph(line, "both") for line in paragraphs) + columns(recipients, signature)
    words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{words}"><w:body>{body}<w:p/></w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, part in (PARTS | {"word/document.xml": document}).items():
            head = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            head.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(head, '<?xml version="1.0" encoding="UTF-8"?>' + part)
    return out.getvalue()


# Every letter a paper can have: what Latin-1 and the Vietnamese alphabet have in one character.
LETTERS = [chr(code) for code in [*range(0x20, 0x7F), *range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)]]
CODES = {letter: code for code, letter in enumerate(LETTERS, 1)}
SIZE, LEADING, MARGIN, TOP, BOTTOM = 11, 15, 60, 780, 60
ADVANCE = SIZE * 0.5
COLUMNS = int((595 - 2 * MARGIN) / ADVANCE)


def unicode_map():
    rows = [f"<{code:04x}> <{ord(letter):04x}>" for letter, code in CODES.items()]
    parts = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    maps = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{maps}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


UNICODE_MAP = unicode_map()


def pdf(left, right, title, paragraphs, recipients, signature):
    pages, y = [[]], TOP

    def put(line, x):
        codes = "".join(f"{CODES[letter]:04x}" for letter in unicodedata.normalize("NFC", line))
        pages[-1].append(f"1 0 0 1 {x:g} {y:g} Tm <{codes}> Tj")

    def down(lines=1):
        nonlocal y
        y -= LEADING * lines
        if y < BOTTOM:
            pages.append([])
            y = TOP

    def beside(some, others):
        nonlocal y
        half = COLUMNS // 2 - 2
        columns = [[row for line in lines for row in textwrap.wrap(line, half)] for lines in (some, others)]
        for at in range(max(map(len, columns))):
            for lines, centre in zip(columns, (0.27, 0.73)):
                if at < len(lines):
                    put(lines[at], 595 * centre - len(lines[at]) * ADVANCE / 2)
            down()

    beside(left, right)
    for line in title:
        for row in textwrap.wrap(line, COLUMNS - 20):
            put(row, 297.5 - len(row) * ADVANCE / 2)
            down()
    down()
    for paragraph in paragraphs:
        if paragraph.startswith("Kính gửi"):
            put(paragraph, 297.5 - len(paragraph) * ADVANCE / 2)
            down(2)
            continue
        rows = textwrap.wrap(paragraph, COLUMNS, initial_indent="    ", break_on_hyphens=False)
        for row in rows:
            put(row.lstrip(), MARGIN + (len(row) - len(row.lstrip())) * ADVANCE)
            down()
        y -= LEADING / 2
    if y < BOTTOM + LEADING * 8:
        down(100)
    beside(recipients, signature)
    return assemble([page for page in pages if page])


def assemble(pages):
    def stream(content):
        packed = zlib.compress(content)
        return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)

    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Times /Encoding /Identity-H /ToUnicode 4 0 R"
        b" /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Times /DW 500"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        b" /FontDescriptor << /Type /FontDescriptor /FontName /Times /Flags 4 /FontBBox [0 -200 1000 900]"
        b" /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >> >>] >>",
        stream(UNICODE_MAP),
    ]
    for at, page in enumerate(pages):
        shown = f"/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * at} 0 R"
        objects.append(f"<< {shown} /Resources << /Font << /F 3 0 R >> >> >>".encode())
        objects.append(stream(f"BT /F {SIZE} Tf\n".encode() + "\n".join(page).encode() + b"\nET"))
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for at, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (at, content)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


WRITERS = {"txt": text, "docx": docx, "pdf": pdf}
