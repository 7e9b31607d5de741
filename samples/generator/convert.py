"""What other programs write for us: PDF and old Word files by LibreOffice, PDF by Chromium, scans."""

import io
import os
import re
import subprocess
import tempfile
from pathlib import Path

import img2pdf
import pikepdf
from PIL import Image

from .write_docx import repack

_DATE = "D:20200101000000Z"


def office(written: bytes, ending: str, target: str) -> bytes:
    """`written`, a file of kind `ending`, saved by LibreOffice as `target` (`pdf`, `doc`, `odt`)."""
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


def scan(printed: bytes, stamp: bytes) -> bytes:
    """`printed` as a scanner gives it: page pictures, a little askew; its only text is that of `stamp`.

    Pictures are black and white at 300 dpi (CCITT group 4), as office scanners make them.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "paper.pdf")
        source.write_bytes(printed)
        subprocess.run(["pdftoppm", "-r", "300", "-gray", str(source), f"{folder}/page"], check=True)
        pictures = []
        for path in sorted(Path(folder).glob("page-*.pgm")):
            askew = Image.open(path).rotate(0.3, Image.Resampling.BICUBIC, fillcolor=255)
            picture = io.BytesIO()
            askew.point(lambda grey: 255 if grey > 150 else 0).convert("1", dither=Image.Dither.NONE).save(
                picture, "TIFF", compression="group4", dpi=(300, 300)
            )
            pictures.append(picture.getvalue())
    written = img2pdf.convert(pictures, nodate=True)
    with pikepdf.open(io.BytesIO(written)) as pages, pikepdf.open(io.BytesIO(stamp)) as overlay:
        # `add_overlay` would do, were it not for the random name it gives the stamp.
        form = pages.copy_foreign(overlay.pages[0].as_form_xobject())
        first = pages.pages[0]
        first.add_resource(form, pikepdf.Name.XObject, pikepdf.Name.Stamp)
        first.contents_add(b"q /Stamp Do Q")
        return _saved(pages)


def _settled(written: bytes, target: str) -> bytes:
    """The file without the hour and the machine it was made on."""
    match target:
        case "pdf":
            with pikepdf.open(io.BytesIO(written)) as pdf:
                return _saved(pdf)
        case "odt":
            return repack(written, _undated)
        case _:
            return written


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
    return content


# LibreOffice stamps its own hour unless this is set; the value is 2020-01-01.
os.environ.setdefault("SOURCE_DATE_EPOCH", "1577836800")
