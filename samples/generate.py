#!/usr/bin/env python3
"""Writes every sample paper and, beside it, `<name>.expected.toml`. See `README.md`.

    python3 -m venv .venv
    .venv/bin/pip install python-docx==1.2.0 pikepdf==10.17.0 img2pdf==0.6.3 pillow==13.0.0 py7zr==1.1.4 \
        aspose-email-foss==26.3
    .venv/bin/python generate.py            # everything
    .venv/bin/python generate.py 35-NQ      # only the files whose path contains `35-NQ`
"""

import json
import sys
from dataclasses import replace
from itertools import dropwhile, takewhile
from pathlib import Path

sys.dont_write_bytecode = True

from generator import convert, pack, write_docx, write_html, write_office, write_rtf, write_text  # noqa: E402
from generator.paper import Paper  # noqa: E402
from generator.papers import desk, faults, force, old, parcels, party, press, scans, state  # noqa: E402

ROOT = Path(__file__).parent
PAPERS = [
    *party.PAPERS,
    *state.PAPERS,
    *old.PAPERS,
    *desk.PAPERS,
    *force.PAPERS,
    *faults.PAPERS,
    *scans.PAPERS,
]

KEYS = [
    "outcome",
    "number",
    "kind",
    "issuing_body",
    "parent_body",
    "issued_on",
    "issued_at",
    "subject",
    "system",
    "charset",
    "text_source",
    "format",
    "cites",
    "signed_as",
    "signers",
    "recipients",
    "legal_basis",
    "annexes",
    "digital_signatures",
    "draft",
    "urgency",
    "circulation",
    "effective_from",
    "relations",
]


def document(paper: Paper) -> bytes:
    """The file, written the way its ending and its options ask for."""
    ending = Path(paper.file).suffix.removeprefix(".")
    match paper.options.get("writer", ending), paper.options.get("printer"):
        case "docx" | "docm" | "dotx", _:
            return write_docx.write(paper)
        case "html", _:
            return write_html.write(paper)
        case "txt", _:
            return write_text.write(paper)
        case "rtf", _:
            return write_rtf.write(paper)
        case "pdf", "browser":
            return convert.browser(write_html.write(paper))
        case "pdf", "scanner":
            stamp = convert.browser(write_html.page("", faults.STAMP)) if paper.options.get("stamp") else None
            return convert.scan(_printed(paper), stamp, **_how(paper, "askew", "specks", "misread", "typed"))
        case "form", _:
            blank = replace(paper, number=" ")
            return convert.form(_printed(blank), paper.options["typed_in"])
        case "tiff", _:
            return convert.tiff(_printed(paper), **_how(paper, "askew", "specks"))
        case "png", _:
            return convert.passed_on(_printed(paper))
        case "photograph", _:
            return convert.photograph(_printed(paper))
        case ("pdf" | "doc" | "odt") as target, _:
            return convert.office(write_docx.write(paper), "docx", target)
        case ("xlsx" | "xls" | "ods") as target, _:
            return convert.office(write_office.sheet(paper), "fods", target)
        case ("pptx" | "ppt" | "odp") as target, _:
            return convert.office(write_office.slides(paper), "fodp", target)
        case unknown:
            raise ValueError(f"no writer for {paper.file}: {unknown}")


def _printed(paper: Paper) -> bytes:
    return convert.office(write_docx.write(paper), "docx", "pdf")


def _how(paper: Paper, *names: str) -> dict:
    return {name: paper.options[name] for name in names if name in paper.options}


def expected(paper: Paper) -> dict:
    """The description with what follows from the paper itself filled in."""
    if paper.expected.get("outcome", "imported") != "imported":
        return paper.expected
    return {
        "outcome": "imported",
        "system": paper.system,
        "charset": paper.charset,
        "text_source": "embedded",
        "format": Path(paper.file).suffix.removeprefix("."),
    } | foot(paper) | paper.expected


def foot(paper: Paper) -> dict:
    """What the paper says beside its heading, as it is printed."""
    said = {}
    if paper.signature:
        *offices, name = paper.signature
        said |= {"signed_as": [" ".join(offices)], "signers": [name]}
    # Whom a letter is written to, then who else gets it.
    others = [line for line in paper.recipients if not (paper.to and line.startswith("Như trên"))]
    if recipients := [line.rstrip(" ;.,") for line in paper.to + others]:
        said["recipients"] = recipients
    clauses = [" ".join(part.split()) for part in paper.text.strip().split("\n\n")]
    clauses = [clause.removeprefix("- ") for clause in clauses]
    begins = ("Căn cứ", "Xét đề nghị", "Xét Tờ trình", "Theo đề nghị", "Thực hiện ")
    # `^ CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH`: who decides stands above the clauses.
    clauses = list(dropwhile(lambda clause: clause.startswith("^ "), clauses))
    basis = list(takewhile(lambda clause: clause.startswith(begins), clauses))
    if basis:
        said["legal_basis"] = [clause.rstrip(" ;.,") for clause in basis]
    if paper.mark == "DỰ THẢO":
        said["draft"] = "yes"
    return said


def toml(description: dict) -> str:
    """Strings and lists of strings: JSON's way of writing them is also TOML's."""
    unknown = description.keys() - {*KEYS, "members"}
    assert not unknown, unknown
    members = description.get("members", {})
    lines = [f"{key} = {json.dumps(description[key], ensure_ascii=False)}" for key in KEYS if key in description]
    tables = [f"\n[members.{json.dumps(name, ensure_ascii=False)}]\n{toml(said)}" for name, said in members.items()]
    return "\n".join(lines) + "\n" + "".join(tables)


def parcels_of_papers():
    """Archives of files, letters and a PDF with a file in it, each with what a person says of its members."""

    def parcel(file, outcome, members, write):
        said = {name: expected(paper) for name, paper in members.items() if isinstance(paper, Paper)}
        said |= {name: {"outcome": "skipped"} for name, paper in members.items() if isinstance(paper, bytes)}

        def made():
            content = {name: p if isinstance(p, bytes) else document(p) for name, p in members.items()}
            return write(content)

        return f"dong-goi/{file}", outcome | {"members": said}, made

    unpacked = {"outcome": "unpacked"}
    first, second = parcels.IN_ZIP
    zipped = {
        f"Công văn đến/2019/{first.file}": first,
        f"Công văn đi/{second.file}": second,
        f"__MACOSX/Công văn đi/._{second.file}": b"litter",
    }
    yield parcel("ho-so-thang-4.zip", unpacked, zipped, pack.zipped)
    yield parcel("sao-luu.tar.gz", unpacked, {f"sao-luu/{parcels.IN_TAR.file}": parcels.IN_TAR}, pack.tarred)
    yield parcel("ban-sao.7z", unpacked, {f"ban-sao/{parcels.IN_7Z.file}": parcels.IN_7Z}, pack.seven_zipped)
    attached = {parcels.IN_LETTER.file: parcels.IN_LETTER}
    letter = {"outcome": "imported", "charset": "unicode", "text_source": "embedded", "format": "eml"}
    letter |= {"recipients": [parcels.TO]}
    yield parcel(
        "gui-thong-bao.eml",
        letter,
        attached,
        lambda content: pack.letter("Gửi thông báo để niêm yết", parcels.LETTER, *content.popitem()),
    )
    attached = {parcels.IN_OUTLOOK.file: parcels.IN_OUTLOOK}
    yield parcel(
        "gui-kiem-ke.msg",
        letter | {"format": "msg"},
        attached,
        lambda content: pack.outlook("Gửi thông báo kiểm kê", parcels.LETTER, *content.popitem()),
    )
    held = {parcels.IN_PDF.file: parcels.IN_PDF}
    yield parcel(
        parcels.HOLDER.file,
        expected(parcels.HOLDER),
        held,
        lambda content: pack.pinned(document(parcels.HOLDER), *content.popitem()),
    )
    page = parcels.PAGE
    yield (
        "dong-goi/908-TB-UBND.mht",
        expected(page) | {"format": "mhtml"},
        lambda: pack.page("Thông báo 908", document(page)),
    )


def samples():
    """Each file's path, its expected description and a function that makes its bytes."""
    for paper in PAPERS:
        spelled = paper.spelled()
        yield spelled.file, expected(spelled), lambda spelled=spelled: document(spelled)
    page = lambda: write_html.page(press.TITLE, press.CONTENT)  # noqa: E731
    described = {"outcome": "imported", "charset": "unicode", "text_source": "embedded", "format": "html"}
    yield press.FILE, described | press.EXPECTED, page
    yield from parcels_of_papers()
    yield faults.UNREADABLE, {"outcome": "quarantined"}, faults.unreadable


def main(wanted: str) -> None:
    for file, description, write in samples():
        if wanted not in file:
            continue
        path = ROOT / file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(write())
        path.with_suffix(".expected.toml").write_text(toml(description), encoding="utf-8")
        print(f"{path.stat().st_size:>8}  {file}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
