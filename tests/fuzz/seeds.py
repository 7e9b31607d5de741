"""Inputs to begin with: python3 seeds.py TARGET INTO FOLDER …

Takes the files a target can make something of, in the form it reads them: papers packed as ZIP as a
list of their parts, PDF unpacked where mutool is there, texts in pieces. Pictures of every kind are
drawn where Pillow is there: those of offices are too large to change at a useful rate.
"""

import gzip
import hashlib
import io
import pathlib
import shutil
import subprocess
import sys
import zipfile

LARGEST = 100_000

KINDS = {
    "pdf": [b"%PDF"],
    "doc": [b"\xd0\xcf\x11\xe0"],
    "xls": [b"\xd0\xcf\x11\xe0"],
    "ppt": [b"\xd0\xcf\x11\xe0"],
    "rtf": [b"{\\rtf"],
    "docx": [b"PK"],
    "sheets": [b"PK"],
    "odf": [b"PK"],
    "format": [b""],
    "picture": [b"\xff\xd8", b"\x89PNG", b"II*", b"MM\0*", b"GIF8", b"BM"],
}
NAMES = {
    "doc": (".doc", ".dot"),
    "xls": (".xls",),
    "ppt": (".ppt",),
    "docx": (".docx", ".docm", ".dotx"),
    "sheets": (".xlsx", ".xlsm", ".pptx"),
    "odf": (".odt", ".ods", ".odp", ".zip"),
    "html": (".html", ".htm", ".xhtml"),
    "text": (".txt", ".doc", ".csv", ".eml"),
    "container": (".zip", ".7z", ".tar", ".gz", ".tgz"),
    "mail": (".eml", ".msg", ".mht", ".mhtml"),
    "describe": (".txt",),
    "number": (".txt", ".tsv"),
    "legacy": (".txt",),
}


def parts(path):
    """A ZIP as a list of parts, pictures and the like left out."""
    listed = b""
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.file_size > LARGEST:
                continue
            name = member.filename
            # Of the layouts that slides may have one tells as much as twelve.
            if "/slideLayouts/" in name and "slideLayout1.xml" not in name:
                continue
            if name == "mimetype" or name.endswith((".xml", ".rels", ".html")):
                listed += f"\n==> {name}\n".encode() + archive.read(member)
    return [listed[1:]]


def unpacked(path):
    """A PDF with its streams inflated, so that what is changed is read."""
    if not shutil.which("mutool"):
        return []
    into = pathlib.Path("target/unpacked.pdf")
    into.unlink(missing_ok=True)
    command = ["mutool", "clean", "-d", "-g", "-i", str(path), str(into)]
    try:
        subprocess.run(command, capture_output=True, timeout=10, check=False)
    except subprocess.TimeoutExpired:
        return []
    return [into.read_bytes()] if into.exists() else []


def drawn():
    """Small pictures: of each mode and each way of packing an office meets."""
    try:
        from PIL import Image, ImageDraw
    except ImportError:
        return []
    paper = Image.new("RGB", (72, 96), "white")
    ImageDraw.Draw(paper).text((4, 8), "07-DA/TU\n238-QD", "red")
    tiffs = ["group3", "group4", "packbits", "tiff_lzw", "tiff_adobe_deflate"]
    kinds = [("TIFF", "1", {"compression": way}) for way in tiffs]
    kinds += [("TIFF", mode, {"compression": way}) for mode in ("L", "P", "RGB", "CMYK") for way in tiffs[2:]]
    kinds += [("TIFF", mode, {"compression": "jpeg"}) for mode in ("L", "RGB")]
    kinds += [("TIFF", "1", {"compression": "group4", "save_all": True, "append_images": [paper.convert("1")] * 2})]
    kinds += [("JPEG", mode, {"progressive": way}) for mode in ("L", "RGB", "CMYK") for way in (False, True)]
    kinds += [("PNG", mode, {}) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")]
    kinds += [("GIF", "P", {}), ("GIF", "P", {"interlace": False})]
    kinds += [("BMP", mode, {}) for mode in ("1", "L", "P", "RGB", "RGBA")]
    pictures = []
    for kind, mode, options in kinds:
        written = io.BytesIO()
        as_grey = paper.convert("L") if mode in ("LA", "I;16") else paper
        as_grey.convert(mode).save(written, kind, dpi=(200, 200), **options)
        pictures.append(written.getvalue())
    return pictures


def inputs(target, path, data):
    if target == "number":
        lines = data.decode("utf-8", "ignore").splitlines()
        return [line.encode() for line in lines if 3 < len(line) < 80 and any(c.isdigit() for c in line)][:200]
    if target in ("docx", "sheets", "odf"):
        try:
            return parts(path)
        except Exception:  # a damaged one is an input as it stands
            return [data]
    if target == "pdf":
        return [data] + unpacked(path)
    if target == "container" and path.suffix.lower() in (".gz", ".tgz"):
        try:
            return [data, gzip.decompress(data)]  # a TAR has no packing of its own
        except (OSError, EOFError):
            return [data]
    if target == "picture":  # the beginning of a picture is one
        return [data[:LARGEST]]
    return [data]


def main(target, into, folders):
    into = pathlib.Path(into)
    if any(into.iterdir()):
        return  # made by an earlier run
    found = drawn() if target == "picture" else []
    folders = [] if found else folders
    files = [path for folder in folders for path in sorted(pathlib.Path(folder).rglob("*"))]
    files += [pathlib.Path("../vectors/numbers.tsv"), pathlib.Path("../vectors/queries.tsv")] if target == "number" else []
    for path in files:
        if not path.is_file() or path.is_symlink() or path.stat().st_size > 40 * LARGEST:
            continue
        if target in NAMES and path.suffix.lower() not in NAMES[target]:
            continue
        data = path.read_bytes()
        if target in KINDS and not any(data.startswith(start) for start in KINDS[target]):
            continue
        if target == "format":
            data = data[:4096]
        found += inputs(target, path, data)
    for each in found:
        if 0 < len(each) <= LARGEST:
            (into / hashlib.sha256(each).hexdigest()[:20]).write_bytes(each)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
