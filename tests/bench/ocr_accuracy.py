#!/usr/bin/env python3
"""How well scans are read: the papers of samples/generator against what the program reads from their pictures.

    python3 tests/bench/ocr_accuracy.py 'target/release/vankho extract'

Needs what samples/generate.py needs (LibreOffice) and pdftotext, pdftoppm. The text of each scanned sample
is taken from the PDF it was printed from before it became a picture, so it is known to the letter. Printed
for each: characters wrong apart from order (what must be added to or taken from the letters of the text,
a swap counting once), characters wrong in our reading order (edit distance), whether number and date lines are
whole, and CPU seconds a page; then what drawing its pages with pdftoppm costs.
"""

import collections
import difflib
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import unicodedata

ROOT = pathlib.Path(__file__).parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "samples"))

from generator import convert, write_docx  # noqa: E402
from generator.papers import faults, scans  # noqa: E402

NUMBER = re.compile(r"^Số:? ?\S+$")
DATE = re.compile(r"ngày \d+ tháng \d+ năm \d+$")


def cpu(command, **how):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, check=True, capture_output=True, **how)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def lines(text):
    """Lines without the rules that are written as dashes, and without page numbers."""
    text = unicodedata.normalize("NFC", text)
    squeezed = (" ".join(line.split()) for line in text.replace("\f", "\n").splitlines())
    return [line for line in squeezed if re.search(r"\w", line) and not re.fullmatch(r"\d{1,3}", line)]


def order_aside(found, wanted):
    found, wanted = (collections.Counter("".join(text).replace(" ", "")) for text in (found, wanted))
    return max(sum((found - wanted).values()), sum((wanted - found).values())) / sum(wanted.values())


def distance(one, other):
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def whole(pattern, found, wanted):
    marked = [line for line in wanted if pattern.search(line)]
    read = set(found)
    missing = [line for line in marked if line not in read]
    for line in missing:
        near = difflib.get_close_matches(line, found, 1, 0.3)
        print(f"    not whole: {line!r}, read {near[0] if near else '–'!r}")
    return len(marked) - len(missing), len(marked)


def main(program):
    papers = [paper for paper in [*scans.PAPERS, *faults.PAPERS] if paper.file.startswith("ban-quet/")]
    totals = collections.Counter()
    for paper in papers:
        printed = convert.office(write_docx.write(paper), "docx", "pdf")
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, "printed.pdf")
            source.write_bytes(printed)
            # The program's own order on the text layer is the reading order a person would take.
            truth = lines(subprocess.run([*program, source], check=True, capture_output=True).stdout.decode())
        path = ROOT / "samples" / paper.file
        read, seconds = cpu([*program, path])
        found = [line for line in lines(read.decode()) if not re.match("(Người ký|Cơ quan|Thời gian ký):", line)]
        pages = int(re.search(rb"Pages:\s+(\d+)", cpu(["pdfinfo", "-"], input=printed)[0]).group(1))
        aside, cer = order_aside(found, truth), distance("\n".join(found), "\n".join(truth)) / len("\n".join(truth))
        numbers, dates = whole(NUMBER, found, truth), whole(DATE, found, truth)
        drawing = ""
        if path.suffix == ".pdf":
            _, drawn = cpu(["pdftoppm", "-gray", "-r", "300", path, "/dev/null"], cwd="/tmp")
            drawing = f"  pdftoppm {drawn / pages:.2f}"
            totals["drawn"] += drawn
            totals["drawn pages"] += pages
        print(f"{aside:7.2%} order aside  {cer:7.2%} in order  number {numbers[0]}/{numbers[1]}  date {dates[0]}/{dates[1]}"
              f"  {seconds / pages:.2f} s a page{drawing}  {paper.file}")
        totals.update(letters=len("".join(truth)), aside=aside * len("".join(truth)), cer=cer * len("".join(truth)),
                      pages=pages, seconds=seconds, whole=numbers[0] + dates[0], all=numbers[1] + dates[1])
    print(f"\n{len(papers)} papers, {totals['pages']} pages: {totals['aside'] / totals['letters']:.2%} of characters wrong "
          f"apart from order, {totals['cer'] / totals['letters']:.2%} in order; number and date lines whole "
          f"{totals['whole']} of {totals['all']}; {totals['seconds'] / totals['pages']:.2f} CPU s a page; "
          f"pdftoppm -gray {totals['drawn'] / max(1, totals['drawn pages']):.2f}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1].split())
