"""Compares the text a program reads from PDFs with that of mutool, word by word, and its speed with pdftotext.

    python3 tests/bench/pdf_accuracy.py FOLDER PROGRAM [ARGUMENT ...]

FOLDER holds PDFs with a text layer; PROGRAM is called with one PDF and prints its text. Printed for each
file: word F1 (order aside), the share of document numbers and of dates found whole on one line, and the
share of lines with a number or a date that are found whole. At the end: means, worst, pages per CPU second,
as run and without what it costs each program to start.

A file of which PROGRAM gives no text at all is named and kept out of the means: a text layer that is not what
is printed is left for OCR. Look at each of them: it may as well be a loss.
"""

import collections
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
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


def start_up(command):
    """CPU seconds it takes to read a paper of one letter: the least of some runs."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        "<< /Length 34 >>\nstream\nBT /F 12 Tf 72 700 Td (x) Tj ET    \nendstream",
    ]
    file, offsets = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(file))
        file += f"{number} 0 obj\n{text}\nendobj\n"
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    file += f"xref\n0 5\n0000000000 65535 f \n{rows}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{len(file)}\n%%EOF\n"
    with tempfile.NamedTemporaryFile(suffix=".pdf") as paper:
        paper.write(file.encode())
        paper.flush()
        return min(run([part.replace("{}", paper.name) for part in command])[1] for _ in range(9))


def main(folder, program):
    totals = collections.defaultdict(int)
    scores, left = [], []
    for path in sorted(pathlib.Path(folder).glob("**/*.pdf")):
        wanted, mutool_seconds = run(["mutool", "draw", "-q", "-F", "txt", str(path)])
        if len(wanted.split()) < TOO_FEW:
            continue
        found, seconds = run([*program, str(path)])
        if not found.split():
            left.append(path.name)
            continue
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
    print(f"without any text here: {len(left)} {left}")
    commands = {
        "seconds": (program[0].rsplit("/")[-1], [*program, "{}"]),
        "mutool": ("mutool", ["mutool", "draw", "-q", "-F", "txt", "{}"]),
        "poppler": ("pdftotext", ["pdftotext", "{}", "-"]),
    }
    pace = {}
    for name, (label, command) in commands.items():
        start = start_up(command)
        alone = totals[name] - start * len(scores)
        pace[name] = totals["pages"] / max(totals[name], 1e-9), totals["pages"] / max(alone, 1e-9)
        print(f"{label}: {pace[name][0]:.0f} pages per CPU second, {pace[name][1]:.0f} without its start of {1000 * start:.0f} ms")
    ratios = (ours / theirs for ours, theirs in zip(pace["seconds"], pace["poppler"]))
    print("times as fast as pdftotext: {:.2f}, {:.2f} without their starts".format(*ratios))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
