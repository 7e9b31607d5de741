"""Compares the text a program reads from PDFs with that of mutool, word by word, and its speed with pdftotext.

    python3 tests/bench/pdf_accuracy.py FOLDER PROGRAM [ARGUMENT ...]

FOLDER holds PDFs with a text layer; PROGRAM is called with one PDF and prints its text. Printed for each
file: word F1 (order aside), the share of document numbers and of dates found whole on one line, and the
share of lines with a number or a date that are found whole. At the end: means, worst, pages per CPU second.
"""

import collections
import pathlib
import re
import resource
import subprocess
import sys
import unicodedata

NUMBER = re.compile(r"\b\d{1,5}(?:/\d{4})?[/-][A-ZĐƯ][\w/-]*[A-ZĐƯ0-9]")
DATE = re.compile(r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|\b\d{1,2}[/-]\d{1,2}[/-]\d{4}\b")
TOO_FEW = 40


def run(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return unicodedata.normalize("NFC", done.stdout.decode("utf-8", "replace")), seconds


def squeeze(text):
    return " ".join(text.replace("\u00ad", "-").replace("\u2011", "-").replace("\u00a0", " ").split())


def f1(found, wanted):
    found, wanted = (collections.Counter(squeeze(text).split()) for text in (found, wanted))
    common = sum((found & wanted).values())
    return 2 * common / max(1, sum(found.values()) + sum(wanted.values()))


def share(found, wanted):
    """How many of the wanted strings are found, each as often as it is wanted."""
    found, wanted = collections.Counter(found), collections.Counter(wanted)
    return sum((found & wanted).values()), sum(wanted.values())


def matches(pattern, text):
    return [squeeze(match) for line in text.splitlines() for match in pattern.findall(squeeze(line))]


def marked_lines(text):
    lines = (squeeze(line) for line in text.splitlines())
    return [line for line in lines if NUMBER.search(line) or DATE.search(line)]


def main(folder, program):
    totals = collections.defaultdict(int)
    scores = []
    for path in sorted(pathlib.Path(folder).glob("**/*.pdf")):
        wanted, mutool_seconds = run(["mutool", "draw", "-q", "-F", "txt", str(path)])
        if len(wanted.split()) < TOO_FEW:
            continue
        found, seconds = run([*program, str(path)])
        poppler, poppler_seconds = run(["pdftotext", str(path), "-"])
        score = f1(found, wanted)
        scores.append((score, path.name))
        row = {}
        for name, pattern in (("numbers", NUMBER), ("dates", DATE)):
            row[name] = share(matches(pattern, found), matches(pattern, wanted))
        # A running head and its page number may stand on one line or on two.
        lines = "\n".join(f" {squeeze(line)} " for line in found.splitlines())
        whole = marked_lines(wanted)
        row["lines"] = sum(f" {line} " in lines for line in whole), len(whole)
        for name, (hit, all_of_them) in row.items():
            totals[name] += hit
            totals[name, "all"] += all_of_them
        totals["pages"] += poppler.count("\f")
        totals["seconds"] += seconds
        totals["mutool"] += mutool_seconds
        totals["poppler"] += poppler_seconds
        shown = "  ".join(f"{name} {hit}/{of}" for name, (hit, of) in row.items())
        print(f"{score:.4f}  {shown}  {path.name}")
    if not scores:
        sys.exit("no PDF with text in this folder")
    print(f"\nfiles {len(scores)}, pages {totals['pages']}")
    print(f"word F1: mean {sum(score for score, _ in scores) / len(scores):.4f}, least {min(scores)[0]:.4f} ({min(scores)[1]})")
    for name in ("numbers", "dates", "lines"):
        print(f"{name} intact: {totals[name]} of {totals[name, 'all']} = {100 * totals[name] / max(1, totals[name, 'all']):.2f} %")
    for name, label in (("seconds", program[0].rsplit("/")[-1]), ("mutool", "mutool"), ("poppler", "pdftotext")):
        print(f"{label}: {totals['pages'] / max(totals[name], 1e-9):.0f} pages per CPU second")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
