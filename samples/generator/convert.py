"""What other programs write for us: PDF and old Word files by LibreOffice, PDF by Chromium, scans."""

import io
import os
import random
import re
import subprocess
import tempfile
import unicodedata
from pathlib import Path

import img2pdf
import pikepdf
from aspose.email_foss.cfb import CFBDocument, CFBReader, CFBWriter
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .write_docx import repack

_DATE = "D:20200101000000Z"


def office(written: bytes, ending: str, target: str) -> bytes:
    """`written`, a file of kind `ending`, saved by LibreOffice as `target` (`pdf`, `doc`, `odt`, `xls` …)."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"paper.{ending}")
        source.write_bytes(written)
        subprocess.run(
            [
                "soffice",
                "--headless",
                f"-env:UserInstallation=file://{folder}/profile",
                "--convert-to",
                target,
                "--outdir",
                folder,
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return _settled(Path(folder, f"paper.{target}").read_bytes(), target)


def browser(page: bytes) -> bytes:
    """A web page printed to PDF by Chromium."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "paper.html"), Path(folder, "paper.pdf")
        source.write_bytes(page)
        subprocess.run(
            [
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--no-pdf-header-footer",
                f"--user-data-dir={folder}/profile",
                f"--print-to-pdf={target}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return _settled(target.read_bytes(), "pdf")


def scan(printed: bytes, stamp: bytes | None = None, *, askew=0.3, specks=0, misread=False, typed=0) -> bytes:
    """`printed` as a scanner gives it: page pictures, a little `askew`, with so many `specks` of dirt.

    Pictures are black and white at 300 dpi (CCITT group 4), as office scanners make them. The only
    text is that of `stamp`, if there is one; that of the first `typed` pages, which stay as they are;
    and, when it was `misread`, an invisible layer by a program that knows no Vietnamese.
    """
    pictures = [_tiff([page]) for page in _scanned(printed, askew, specks)]
    written = img2pdf.convert(pictures[typed:], nodate=True)
    with pikepdf.open(io.BytesIO(written)) as pages, pikepdf.open(io.BytesIO(printed)) as source:
        if misread:
            for page, text in zip(pages.pages, _lines(printed), strict=True):
                _hide(pages, page, text)
        for at in range(typed):
            pages.pages.insert(at, source.pages[at])
        if stamp is not None:
            with pikepdf.open(io.BytesIO(stamp)) as overlay:
                # `add_overlay` would do, were it not for the random name it gives the stamp.
                form = pages.copy_foreign(overlay.pages[0].as_form_xobject())
            first = pages.pages[0]
            first.add_resource(form, pikepdf.Name.XObject, pikepdf.Name.Stamp)
            first.contents_add(b"q /Stamp Do Q")
        return _saved(pages)


def form(printed: bytes, typed_in: list[str]) -> bytes:
    """`printed` with a field behind each of the first colons of its first page, the words typed but not drawn."""
    words = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=printed, check=True, capture_output=True).stdout
    places = re.findall(r'xMin="[\d.]+" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">[^<]*:</word>', words.decode())
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        page = pdf.pages[0]
        height = float(page.mediabox[3])
        fields = pikepdf.Array()
        for at, (place, value) in enumerate(zip(places, typed_in)):
            top, left, bottom = map(float, place)
            field = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, F=4,
                T=pikepdf.String(f"field{at}"), V=pikepdf.String(value), DA=pikepdf.String("/Helv 13 Tf 0 g"),
                Rect=[left + 3, height - bottom, left + 243, height - top],
            )
            fields.append(pdf.make_indirect(field))
        page.Annots = fields
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=fields, NeedAppearances=True)
        return _saved(pdf)


def tiff(printed: bytes, *, askew=0.3, specks=0) -> bytes:
    """The same pictures as the pages of one TIFF file."""
    return _tiff(_scanned(printed, askew, specks))


def photograph(printed: bytes) -> bytes:
    """The first page as a telephone takes it: in perspective, unevenly lit, and lying on its side."""
    page = _pages(printed)[0]
    width, height = page.size
    seen = page.transform(
        page.size,
        Image.Transform.PERSPECTIVE,
        (1.01, 0.012, -30, 0.004, 1.02, -40, 0.0000012, 0.000004),
        Image.Resampling.BICUBIC,
        fillcolor=235,
    ).filter(ImageFilter.GaussianBlur(0.8))
    light = Image.linear_gradient("L").resize((width, height)).point(lambda shade: 255 - shade // 4)
    lit = ImageChops.multiply(seen, light).transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    written = io.BytesIO()
    lit.save(written, "JPEG", quality=22, exif=exif)
    return written.getvalue()


def _pages(printed: bytes) -> list[Image.Image]:
    """Grey pictures of the pages at 300 dpi."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "paper.pdf")
        source.write_bytes(printed)
        subprocess.run(["pdftoppm", "-r", "300", "-gray", str(source), f"{folder}/page"], check=True)
        return [Image.open(path).copy() for path in sorted(Path(folder).glob("page-*.pgm"))]


def passed_on(printed: bytes) -> bytes:
    """The first page as a PNG of sixteen greys and fewer dots, as a program for chatting passes it on."""
    page = _pages(printed)[0]
    smaller = page.resize((page.width * 2 // 3, page.height * 2 // 3), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    smaller.quantize(16).save(written, "PNG", optimize=True)
    return written.getvalue()


def _scanned(printed: bytes, askew: float, specks: int) -> list[Image.Image]:
    """Black and white pictures of the pages; the dirt is the same every time."""
    chance = random.Random(35)
    pictures = []
    for page in _pages(printed):
        turned = page.rotate(askew, Image.Resampling.BICUBIC, fillcolor=255)
        draw = ImageDraw.Draw(turned)
        for _ in range(specks):
            x, y, side = chance.randrange(page.width), chance.randrange(page.height), chance.randrange(3)
            draw.rectangle((x, y, x + side, y + side), fill=0)
        pictures.append(turned.point(lambda grey: 255 if grey > 150 else 0).convert("1", dither=Image.Dither.NONE))
    return pictures


def _tiff(pictures: list[Image.Image]) -> bytes:
    written = io.BytesIO()
    first, *others = pictures
    first.save(
        written, "TIFF", compression="group4", dpi=(300, 300), save_all=bool(others), append_images=others
    )
    return written.getvalue()


def _lines(printed: bytes) -> list[list[str]]:
    """The lines of each page."""
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=printed, check=True, capture_output=True).stdout
    return [page.splitlines() for page in text.decode().split("\f")[:-1]]


_MISREAD = str.maketrans({"ư": "tr", "ơ": "o'", "đ": "d", "Đ": "D", "ộ": "Q", "ệ": "~", "ạ": "~", "ố": "6", "ầ": "§",
                          "ấ": "fi", "ậ": "$", "ủ": "u", "ị": "!", "ẩ": "*", "ự": "\\l", "ữ": "fr", "ề": "8"})


def _hide(pdf: pikepdf.Pdf, page: pikepdf.Page, lines: list[str]):
    """Writes lines invisibly over a page, every letter with marks read as something else."""
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.add_resource(pdf.make_indirect(font), pikepdf.Name.Font, pikepdf.Name.Layer)
    written = ["q BT 3 Tr /Layer 9 Tf 1 0 0 1 60 790 Tm 13 TL"]
    for line in lines:
        read = unicodedata.normalize("NFD", line.translate(_MISREAD))
        read = "".join(letter for letter in read if " " <= letter <= "~" or letter == "§")
        read = read.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        written.append(f"({read}) Tj T*")
    page.contents_add("\n".join([*written, "ET Q"]).encode("cp1252"))


def _settled(written: bytes, target: str) -> bytes:
    """The file without the hour and the machine it was made on."""
    match target:
        case "pdf":
            with pikepdf.open(io.BytesIO(written)) as pdf:
                return _saved(pdf)
        case "odt" | "ods" | "odp" | "xlsx" | "pptx":
            return repack(written, _undated)
        case "xls" | "ppt":
            return _bare(written)
        case _:
            return written


def _bare(written: bytes) -> bytes:
    """A compound file without its properties, which are the hour it was made and a large preview."""
    saved = CFBDocument.from_reader(CFBReader(written))
    saved.root.children = [child for child in saved.root.children if not child.name.endswith("SummaryInformation")]
    return CFBWriter.to_bytes(saved)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    for key in ("/CreationDate", "/ModDate"):
        pdf.docinfo[key] = pikepdf.String(_DATE)
    for owner, key in ((pdf.Root, "/Metadata"), (pdf.trailer, "/DocChecksum"), (pdf.trailer, "/ID")):
        if key in owner:
            del owner[key]
    saved = io.BytesIO()
    pdf.save(saved, deterministic_id=True)
    return saved.getvalue()


def _undated(name: str, content: bytes) -> bytes:
    if name == "meta.xml":
        content = re.sub(rb">\d{4}-\d\d-\d\dT[^<]*<", b">2020-01-01T00:00:00<", content)
        content = re.sub(rb"<meta:editing-duration>[^<]*<", b"<meta:editing-duration>PT0S<", content)
    if name == "settings.xml":
        content = re.sub(rb'(config:name="Rsid(?:Root)?"[^>]*>)\d+', rb"\g<1>1", content)
    if name.startswith("ppt/"):
        content = re.sub(rb'(<a:fld id=")\{[-0-9A-F]{36}', rb"\g<1>{00000000-0000-0000-0000-000000000000", content)
    return content


# LibreOffice stamps its own hour unless this is set; the value is 2020-01-01.
os.environ.setdefault("SOURCE_DATE_EPOCH", "1577836800")
