#!/usr/bin/env python3
"""Whether every number of a register is found in every spelling, over HTTP, with the real program.

    python3 tests/bench/register_spellings.py REGISTER.csv PROGRAM

REGISTER.csv has the columns `so_ky_hieu`, `ngay_ban_hanh` (d/m/y) and `trich_yeu`. Each row that
has a number becomes a letter of the province's committee; PROGRAM imports them and is asked for each
number as it stands and in twelve loose spellings. A number that one paper bears must bring that paper
first. Of a number that several bear, the answer must list them all on top and open none of them
(a direct hit there is a false "unique"). Prints the counts and every spelling that failed; exit 1
when fewer than 99.5 % of the unique ones come first or one was false.
"""

import argparse
import collections
import concurrent.futures
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
import urllib.parse
import urllib.request

LETTER = """ỦY BAN NHÂN DÂN
TỈNH BÌNH DƯƠNG
Số: {number}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{date}V/v {subject}
Kính gửi: Các sở, ban, ngành
"""


def bare(text):
    """The text as someone types it without marks; an Icelandic eth is a mistyped Đ."""
    letters = unicodedata.normalize("NFD", re.sub("[đð]", "d", re.sub("[ĐÐ]", "D", text)))
    return "".join(c for c in letters if not unicodedata.combining(c))


def sameness(number):
    """Two numbers with the same value here differ in spelling only."""
    words = re.sub("[^a-z0-9]+", " ", bare(number).lower()).strip()
    return re.sub(r"\b0+(?=\d)", "", words)


def spellings(number):
    yield number
    yield bare(number)
    yield bare(number).lower()
    yield number.lower()
    yield number.upper()
    yield number.replace("/", " / ").replace("-", " - ")
    yield number.replace("/", " ").replace("-", " ")
    yield bare(number).lower().replace("/", " ").replace("-", " ")
    yield number.replace("/", "-")
    yield number.replace("-", "/")
    yield number.replace("-", "–")
    yield "số " + number
    without = number.lstrip("0")
    yield "0" + without if without == number else without


def write(register, folder):
    numbers = {}
    with open(register, encoding="utf-8-sig", newline="") as file:
        for at, row in enumerate(csv.DictReader(file)):
            number = row["so_ky_hieu"].strip()
            if not number:
                continue
            day = row["ngay_ban_hanh"].split("/")
            date = "Bình Dương, ngày {} tháng {} năm {}\n".format(*day) if len(day) == 3 else ""
            letter = LETTER.format(
                number=number, date=date, subject=" ".join(row["trich_yeu"].split())
            )
            (folder / f"{at:05}.txt").write_text(letter, encoding="utf-8")
            numbers[f"{at:05}.txt"] = number
    return numbers


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("register", type=pathlib.Path)
    arguments.add_argument("program")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as place:
        return measure(given.register, given.program, pathlib.Path(place))


def measure(register, program, place):
    papers = place / "papers"
    papers.mkdir()
    numbers = write(register, papers)
    run = [program, "--archive", place / "archive"]
    subprocess.run([*run, "import", "--no-ocr", papers], check=True, stdout=subprocess.DEVNULL)
    listed = subprocess.run([*run, "--json", "list"], check=True, capture_output=True, text=True)
    # Two rows that are the same letter are one paper with two sources.
    document = {
        source: entry["id"]
        for entry in map(json.loads, listed.stdout.splitlines())
        for source in entry["sources"]
    }
    bearers = collections.defaultdict(set)
    for source, number in numbers.items():
        bearers[sameness(number)].add(document[source])

    serve = subprocess.Popen([*run, "serve", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
    base = next(found[0] for line in serve.stdout if (found := re.findall(r"http://[^\s/]+", line)))

    def ask(source):
        """What came of each spelling: (outcome, spelling)."""
        papers_meant = bearers[sameness(numbers[source])]
        outcomes = []
        for typed in spellings(numbers[source]):
            query = urllib.parse.urlencode({"q": typed, "limit": 30})
            with urllib.request.urlopen(f"{base}/api/v1/search?{query}") as answer:
                answer = json.load(answer)
            top = [hit["id"] for hit in answer["hits"]]
            if len(papers_meant) == 1:
                outcomes.append(("first" if set(top[:1]) == papers_meant else "NOT FIRST", typed))
                continue
            if answer["direct"] is not None:
                outcomes.append(("FALSE UNIQUE", typed))
            listed = document[source] in top[: len(papers_meant)]
            outcomes.append(("listed" if listed else "NOT LISTED", typed))
        return outcomes

    started = time.monotonic()
    counts = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(4) as threads:
        for source, outcomes in zip(numbers, threads.map(ask, numbers)):
            for outcome, typed in outcomes:
                counts[outcome] += 1
                if outcome.isupper():
                    print(f"{outcome}: {typed!r} for {numbers[source]!r}")
    serve.terminate()
    unique = counts["first"] + counts["NOT FIRST"]
    several = counts["listed"] + counts["NOT LISTED"]
    print(
        f"{len(numbers)} numbers, {unique + several} questions in {time.monotonic() - started:.0f} s: "
        f"unique first {counts['first']}/{unique} ({100 * counts['first'] / max(1, unique):.3f} %), "
        f"several listed {counts['listed']}/{several}, false unique {counts['FALSE UNIQUE']}"
    )
    return counts["first"] < 0.995 * unique or counts["FALSE UNIQUE"] or counts["NOT LISTED"]


if __name__ == "__main__":
    sys.exit(bool(main()))
