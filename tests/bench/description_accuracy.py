#!/usr/bin/env python3
"""How often descriptions are right: compares `vankho list --json` with a hand-made manifest.

    vankho list --json > list.ndjson
    python3 tests/bench/description_accuracy.py list.ndjson MANIFEST.csv

The manifest has a row a file: `path`, `number`, `issuer`, `issuer_parent`, `date`, `type`,
`trich_yeu`, and `gt_method`. A row without `gt_method` was not looked at by a person and is left
out; an empty field of a row that has one means that the paper prints none, so that any value is
invented. (Subjects are the exception: an empty one may also be one nobody copied, and is not
counted.) Documents and rows meet by the end of the path. Wrong answers are listed one by one.
"""

import csv
import difflib
import json
import re
import sys
import unicodedata

GOALS = {"number": 0.97, "date": 0.97, "kind": 0.98, "body": 0.95, "parent": 0.90, "subject": 0.90}
SIMILAR = 0.9


def fold(text):
    text = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    return " ".join(re.findall(r"[a-z0-9]+", text))


def number_key(text):
    """Letters and figures without leading zeros, in any order: old numbers put the body before the
    kind. The marks stay, for ĐA is not DA."""
    groups = re.findall(r"\w+", unicodedata.normalize("NFC", text).upper())
    return " ".join(sorted(g.lstrip("0") or "0" if g.isdigit() else g for g in groups))


def body_key(text):
    text = " " + fold(text) + " "
    for short, full in (("ubnd", "uy ban nhan dan"), ("hdnd", "hoi dong nhan dan"), ("tp", "thanh pho"), ("bql", "ban quan ly")):
        text = text.replace(f" {short} ", f" {full} ")
    return text.strip()


def subject_key(text):
    return re.sub(r"^(v v|ve viec) ", "", fold(text))


def similar(one, other):
    return difflib.SequenceMatcher(None, subject_key(one), subject_key(other), autojunk=False).ratio() >= SIMILAR


def name(value):
    return (value or {}).get("name") or ""


def issuers(document):
    bodies = [document.get("issuing_body"), *(document.get("joint_bodies") or [])]
    return " - ".join(filter(None, map(name, bodies)))


FIELDS = {
    # field: (column of the manifest, value of the document, whether they agree)
    "number": ("number", lambda d: d.get("number") or "", lambda a, b: number_key(a) == number_key(b)),
    "date": ("date", lambda d: d.get("issued_on") or "", lambda a, b: a == b),
    "kind": ("type", lambda d: name(d.get("kind")), lambda a, b: fold(a) == fold(b)),
    "body": ("issuer", issuers, lambda a, b: body_key(a) == body_key(b)),
    "parent": ("issuer_parent", lambda d: name(d.get("parent_body")), lambda a, b: body_key(a) == body_key(b)),
    "subject": ("trich_yeu", lambda d: d.get("subject") or "", similar),
}


def main(list_path, manifest_path):
    with open(list_path, encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines if line.strip()]
    by_path = {}
    for document in documents:
        for source in document.get("sources", []):
            by_path.setdefault(file_of(source), document)
    with open(manifest_path, encoding="utf-8-sig", newline="") as manifest:
        rows = [row for row in csv.DictReader(manifest) if row.get("gt_method")]

    missing = [row["path"] for row in rows if file_of(row["path"]) not in by_path]
    print(f"{len(documents)} documents, {len(rows)} rows with ground truth, {len(missing)} of them not imported")
    for path in missing:
        print(f"  not imported: {path}")
    pictures = [row for row in rows if row.get("has_text_layer") in ("stamp-only", "none", "bad-ocr")]
    wrong = table("all", rows, by_path)
    if pictures:
        table("without the pictures", [row for row in rows if row not in pictures], by_path)
    for field, path, expected, value in wrong:
        print(f"\n{field}: {path}\n  expected {expected}\n  read     {value}")
    return 0


def file_of(path):
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def table(title, rows, by_path):
    """Prints the shares over `rows`; gives back the wrong answers."""
    wrong = []
    print(f"\n{title + f' ({len(rows)})':28}{'right':>7}{'of':>6}{'share':>8}{'goal':>7}{'none printed':>14}{'invented':>10}")
    for field, (column, value_of, agree) in FIELDS.items():
        right = printed = none_printed = invented = 0
        for row in rows:
            expected, value = row.get(column, "").strip(), value_of(by_path.get(file_of(row["path"]), {}))
            if expected:
                printed += 1
                right += agree(expected, value)
                if not agree(expected, value):
                    wrong.append((field, row["path"], expected, value or "–"))
            elif field != "subject":
                none_printed += 1
                invented += bool(value)
                if value:
                    wrong.append((f"{field}, invented", row["path"], "–", value))
        share = right / printed if printed else 1.0
        print(f"{field:28}{right:>7}{printed:>6}{share:>8.3f}{GOALS[field]:>7.2f}{none_printed:>14}{invented:>10}")
    return wrong


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
