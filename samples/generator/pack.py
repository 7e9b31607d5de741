"""Archives of files, letters and saved pages, the same bytes every time."""

import gzip
import io
import os
import tarfile
import tempfile
import zipfile
from email.header import Header
from email.message import EmailMessage
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pikepdf
import py7zr
from aspose.email_foss.msg import MapiMessage, PropertyId

_EPOCH = (2020, 1, 1, 0, 0, 0)
_SECONDS = 1577836800
_BOUNDARY = "----vankho-sample"
# One white point: what pages and letters carry beside their text.
_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c63f80f00010101001b b6ee560000000049454e44ae426082".replace(" ", "")
)


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP with these members, names in UTF-8."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return written.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    """A TAR packed with gzip."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w", format=tarfile.PAX_FORMAT) as target:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime = len(content), _SECONDS
            target.addfile(entry, io.BytesIO(content))
    return gzip.compress(written.getvalue(), mtime=0)


def seven_zipped(members: dict[str, bytes]) -> bytes:
    """A 7z archive, its times those of the files it is made from."""
    written = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, py7zr.SevenZipFile(written, "w") as target:
        for name, content in members.items():
            path = Path(folder, "member")
            path.write_bytes(content)
            path.chmod(0o644)
            os.utime(path, (_SECONDS, _SECONDS))
            target.write(path, name)
    return written.getvalue()


def letter(subject: str, text: str, name: str, attachment: bytes) -> bytes:
    """A letter with a DOCX, as mail programs send it."""
    return _letter(subject, text, name, attachment).as_bytes()


def _letter(subject: str, text: str, name: str, attachment: bytes) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Văn phòng Ủy ban nhân dân tỉnh <vanphong@example.vn>"
    message["To"] = "Văn thư các xã <vanthu@example.vn>"
    message["Date"] = "Mon, 22 Apr 2019 08:15:00 +0700"
    message["Subject"] = subject
    message["Message-ID"] = "<1@example.vn>"
    message.set_content(text)
    kind = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    message.add_attachment(attachment, maintype="application", subtype=kind, filename=name)
    message.set_boundary(_BOUNDARY)
    return message


def outlook(subject: str, text: str, name: str, attachment: bytes) -> bytes:
    """The same as Outlook saves it."""
    message = MapiMessage.from_email_message(_letter(subject, text, name, attachment))
    message.set_property(PropertyId.DISPLAY_TO, "Văn thư các xã")
    return message.to_bytes()


def page(title: str, content: bytes) -> bytes:
    """A page as a browser saves it in one file, with a picture."""
    saved = MIMEMultipart("related", boundary=_BOUNDARY, type="text/html")
    saved["From"] = "<Saved by Blink>"
    saved["Snapshot-Content-Location"] = "https://example.vn/thong-bao"
    saved["Subject"] = Header(title, "utf-8")
    saved["Date"] = "Mon, 22 Apr 2019 08:15:00 -0000"
    saved.attach(MIMEText(content.decode("utf-8"), "html", "utf-8"))
    dot = MIMEImage(_DOT, "png")
    dot["Content-Location"] = "https://example.vn/dot.png"
    saved.attach(dot)
    return saved.as_bytes()


def pinned(pdf: bytes, name: str, attachment: bytes) -> bytes:
    """A PDF with a file in it."""
    with pikepdf.open(io.BytesIO(pdf)) as pages:
        dates = "D:20200101000000Z"
        pages.attachments[name] = pikepdf.AttachedFileSpec(
            pages, attachment, filename=name, creation_date=dates, mod_date=dates
        )
        saved = io.BytesIO()
        pages.save(saved, deterministic_id=True)
        return saved.getvalue()
